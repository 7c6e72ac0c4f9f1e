//! What a file means: names resolved, values typed, everything with the words that say it.
//!
//! Lives here: the typed contract ([`Contract`] and its parts), the way from the tree to it, and the
//! problems met on that way. Knows syntax, vocabulary and sources. Reads no files: [`Files`] does.

mod contract;
mod counting;
mod identity;
mod number;
mod problem;
mod read;
mod resolve;
mod text;

pub use crate::vocabulary::is_invisible;
pub use contract::*;
pub use identity::{canonical, is_han, looks_like_name, normal_id_number, normal_phone};
pub use number::Number;
pub use problem::{NameKind, Problem, ProblemKind, Wrong};
pub use text::*;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::findings::Words;
use crate::source::{FileId, Source, Sources, Span};
use crate::syntax::Tree;

/// A file with everything it uses, understood as far as it can be.
#[derive(Debug, Clone)]
pub struct Model {
    /// The file itself first, then those it uses.
    pub sources: Sources,
    /// The tree of each source, in the same order.
    pub trees: Vec<Arc<Tree>>,
    pub params: Vec<Param>,
    pub people: Vec<Person>,
    pub companies: Vec<Company>,
    pub authorizations: Vec<Authorization>,
    pub tickets: Vec<Ticket>,
    pub contract: Option<Contract>,
    /// Every use of a declared name, in order of files and places.
    pub names: Vec<NameUse>,
    /// In order of files and places.
    pub problems: Vec<Problem>,
    /// Which of `params` are used anywhere.
    used_params: Vec<usize>,
}

/// A place that says a declared name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameUse {
    /// The name where it is used: the whole word, or what stands between the braces of `{param}`.
    pub span: Span,
    /// The name where it is declared.
    pub declared: Span,
}

impl Model {
    /// The file the model was made of.
    pub const ROOT: FileId = FileId(0);

    /// The account id behind a signer or initiator, where it is known.
    pub fn account_id<'a>(&'a self, account: &'a Account) -> Option<&'a AccountId> {
        match account {
            Account::Id(id) => Some(id),
            Account::Person(at) => self.people[*at].account.as_ref().map(|id| &id.value),
            Account::Company(at) => self.companies[*at].account.as_ref().map(|id| &id.value),
            Account::Unreadable => None,
        }
    }

    /// The local copies and uploads the file names: whoever calls gathers facts about these.
    pub fn local_files(&self) -> impl Iterator<Item = &LocalFile> {
        let documents = self.contract.iter().flat_map(|contract| &contract.documents);
        documents.filter_map(|document| document.copy().map(|copy| &copy.value))
    }
}

/// Where used files come from. The program reads disks; an editor has unsaved buffers; tests have maps.
pub trait Files {
    /// The name a path written in `from` stands for: what the file is shown by and known by.
    fn resolve(&self, from: &str, path: &str) -> String;

    /// The text of a resolved file.
    fn read(&self, resolved: &str) -> Result<String, FileError>;
}

/// Why a used file could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileError {
    NotFound,
    /// No such file, but one whose name looks the same; its path.
    Near(String),
    NotText(crate::source::Undecodable),
    /// There, but it could not be read; why.
    Other(Words),
}

/// For a file that stands alone: nothing is there to use.
pub struct NoFiles;

impl Files for NoFiles {
    fn resolve(&self, _from: &str, path: &str) -> String {
        path.to_owned()
    }

    fn read(&self, _resolved: &str) -> Result<String, FileError> {
        Err(FileError::NotFound)
    }
}

impl Model {
    /// Understands a file. `given` are the values of params by name, as text.
    pub fn read(root: Source, files: &dyn Files, given: &BTreeMap<String, String>) -> Model {
        read::read(None, root, files, given)
    }

    /// The same after an edit: what did not change since `self` was read is not parsed again.
    pub fn read_again(&self, root: Source, files: &dyn Files, given: &BTreeMap<String, String>) -> Model {
        read::read(Some(self), root, files, given)
    }

    /// The params that have no value yet: those of the file, and those of used files that it uses.
    pub fn open_params(&self) -> impl Iterator<Item = &Param> {
        let open = self.params.iter().enumerate().filter(|(index, param)| {
            let matters = param.name.span.file == Self::ROOT || self.used_params.contains(index);
            matters && param.value.is_none() && param.kind.value != ParamKind::Unreadable
        });
        open.map(|(_, param)| param)
    }

    /// Reports every param that has no value: before compiling, each needs one.
    pub fn demand_values(&mut self) {
        // A value that was given and refused is not missing as well.
        let refused: std::collections::BTreeSet<Span> = self
            .problems
            .iter()
            .filter(|problem| matches!(problem.kind, ProblemKind::WrongParamValue { .. }))
            .map(|problem| problem.span)
            .collect();
        let problems: Vec<Problem> = self
            .open_params()
            .filter(|param| !refused.contains(&param.name.span))
            .map(|param| Problem {
                span: param.name.span,
                kind: ProblemKind::ParamWithoutValue { name: param.name.value.clone() },
            })
            .collect();
        self.problems.extend(problems);
        self.problems.sort_by_key(|problem| problem.span);
    }
}
