//! Declared names, who uses them, and what was meant by those that are not declared.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::{Account, NameKind, NameUse, Problem, ProblemKind};
use super::Reader;
use super::files::Use;
use crate::likeness::{self, Of};
use crate::source::{FileId, Span};

/// Names passed in the search for the nearest ones, and how many of them are looked at closely: a file of nothing but
/// unknown names stays linear, and its further ones are reported without an offer.
const SEARCH_BUDGET: usize = 400_000;
const LOOKS: usize = 20_000;

#[derive(Default)]
pub struct Names {
    pub accounts: HashMap<String, Declared<Account>>,
    pub params: HashMap<String, Declared<usize>>,
    pub documents: HashMap<String, Declared<usize>>,
    /// Authorizations and tickets, which nothing refers to.
    pub requests: HashMap<String, Declared<()>>,
    /// Names of declarations that could not be read, which was reported: whatever they name, it is there.
    pub unread: HashSet<String>,
    /// A used file could not be read, which was reported: whatever it would declare is there.
    pub lost_file: bool,
    used_accounts: HashSet<String>,
    used_params: HashSet<String>,
    undeclared: Undeclared,
    searched: usize,
    looked: usize,
}

/// Which kinds of names were used without being declared. One that is declared and not used may have been meant there.
#[derive(Default)]
struct Undeclared {
    account: bool,
    param: bool,
}

pub struct Declared<T> {
    pub what: T,
    pub span: Span,
}

impl Names {
    fn use_account(&mut self, name: &str) -> Option<(Account, Span)> {
        let declared = self.accounts.get(name)?;
        let account = (declared.what.clone(), declared.span);
        if !self.used_accounts.contains(name) {
            self.used_accounts.insert(name.to_owned());
        }
        Some(account)
    }

    fn use_param(&mut self, name: &str) -> Option<(usize, Span)> {
        let declared = self.params.get(name)?;
        let param = (declared.what, declared.span);
        if !self.used_params.contains(name) {
            self.used_params.insert(name.to_owned());
        }
        Some(param)
    }

    pub fn used_params(&self) -> Vec<usize> {
        let mut used: Vec<usize> = self
            .used_params
            .iter()
            .filter_map(|name| self.params.get(name))
            .map(|param| param.what)
            .collect();
        used.sort_unstable();
        used
    }

    /// The declared name of a kind that was meant by one that is not declared.
    fn near(&mut self, name: &str, what: NameKind) -> Option<(String, Span)> {
        fn pick<T>(
            known: &HashMap<String, Declared<T>>,
            of: Of,
            name: &str,
            looks: &mut usize,
        ) -> Option<(String, Span)> {
            let near = likeness::meant_within(name, of, known.keys().map(String::as_str), looks)?;
            Some((near.to_owned(), known[near].span))
        }
        let known = match what {
            NameKind::Document => self.documents.len(),
            NameKind::Param => self.params.len(),
            _ => self.accounts.len(),
        };
        self.searched += known;
        if self.searched > SEARCH_BUDGET {
            return None;
        }
        let mut looks = LOOKS.saturating_sub(self.looked);
        let near = match what {
            NameKind::Document => pick(&self.documents, Of::Things, name, &mut looks),
            NameKind::Param => pick(&self.params, Of::Things, name, &mut looks),
            _ => pick(&self.accounts, Of::Parties, name, &mut looks),
        };
        self.looked = LOOKS - looks;
        near
    }

    /// Whether a name that no declaration has is none because something else went wrong, which was reported.
    pub fn is_lost(&self, name: &str, what: NameKind) -> bool {
        // Documents are the contract's own: no used file declares one.
        self.unread.contains(name) || (self.lost_file && what != NameKind::Document)
    }
}

impl Reader<'_> {
    /// A declared name in quotes, which makes it an account id: its declaration was meant, whatever is reported.
    pub(super) fn note_quoted_account(&mut self, name: &str) {
        self.names.use_account(name.trim());
    }

    /// The account a name stands for; notes that it is used here.
    pub(super) fn use_account(&mut self, name: &str, span: Span) -> Option<Account> {
        let (account, declared) = self.names.use_account(name)?;
        self.uses.push(NameUse { span, declared });
        Some(account)
    }

    /// The index of a declared param; notes that it is used here.
    pub(super) fn use_param(&mut self, name: &str, span: Span) -> Option<usize> {
        let (param, declared) = self.names.use_param(name)?;
        self.uses.push(NameUse { span, declared });
        Some(param)
    }

    /// The index of a declared document; notes that it is used here.
    pub(super) fn use_document(&mut self, name: &str, span: Span) -> Option<usize> {
        let document = self.names.documents.get(name)?;
        self.uses.push(NameUse { span, declared: document.span });
        Some(document.what)
    }

    /// The declared name that was meant by one that is not declared. A param may stand for an account.
    pub(super) fn near(&mut self, name: &str, what: NameKind) -> Option<(String, Span)> {
        let near = self.names.near(name, what);
        match what {
            NameKind::Account => near.or_else(|| self.names.near(name, NameKind::Param)),
            _ => near,
        }
    }

    /// Reports a name that nothing declares, unless that is a consequence of something else.
    pub(super) fn undeclared(
        &mut self,
        name: &str,
        span: Span,
        what: NameKind,
        near: Option<(String, Span)>,
    ) {
        match what {
            NameKind::Document => {}
            NameKind::Param => self.names.undeclared.param = true,
            _ => (self.names.undeclared.account, self.names.undeclared.param) = (true, true),
        }
        if near.is_some() || !self.names.is_lost(name, what) {
            self.problem(span, ProblemKind::UndeclaredName { what, near });
        }
    }

    /// Names declared in the file itself and used nowhere. A file without a contract is there to be used.
    pub(super) fn report_unused(&mut self, uses: &[Use], has_contract: bool) {
        if !has_contract {
            return;
        }
        let root = FileId(0);
        let mut unused: Vec<(Span, NameKind)> = Vec::new();
        let undeclared = &self.names.undeclared;
        for (name, account) in self.names.accounts.iter().filter(|_| !undeclared.account) {
            if account.span.file == root && !self.names.used_accounts.contains(name) {
                let what = match account.what {
                    Account::Company(_) => NameKind::Company,
                    _ => NameKind::Person,
                };
                unused.push((account.span, what));
            }
        }
        for (name, param) in self.names.params.iter().filter(|_| !undeclared.param) {
            if param.span.file == root && !self.names.used_params.contains(name) {
                unused.push((param.span, NameKind::Param));
            }
        }
        let uses = if undeclared.account || undeclared.param { &[] } else { uses };
        unused.extend(self.unused_uses(uses).into_iter().map(|span| (span, NameKind::Use)));
        for (span, what) in unused {
            self.problem(span, ProblemKind::UnusedName { what });
        }
    }

    /// The file's own `use` statements from which, directly or through further files, no name is used.
    fn unused_uses(&self, uses: &[Use]) -> Vec<Span> {
        let accounts =
            self.names.accounts.iter().filter(|(name, _)| self.names.used_accounts.contains(*name));
        let params = self.names.params.iter().filter(|(name, _)| self.names.used_params.contains(*name));
        let used: HashSet<FileId> = accounts
            .map(|(_, declared)| declared.span.file)
            .chain(params.map(|(_, declared)| declared.span.file))
            .collect();
        // What could not be read may hold what is used.
        let broken: HashSet<FileId> = self.problems.iter().map(|problem| problem.span.file).collect();
        let mut further: BTreeMap<FileId, Vec<FileId>> = BTreeMap::new();
        for one in uses {
            further.entry(one.from).or_default().push(one.to);
        }
        let reaches_used = |start: FileId| {
            let mut seen = HashSet::from([start, FileId(0)]);
            let mut left = vec![start];
            while let Some(file) = left.pop() {
                if file == FileId(0) || used.contains(&file) || broken.contains(&file) {
                    return true;
                }
                left.extend(further.get(&file).into_iter().flatten().filter(|to| seen.insert(**to)));
            }
            false
        };
        uses.iter().filter(|one| one.from == FileId(0) && !reaches_used(one.to)).map(|one| one.span).collect()
    }

    /// Values given from outside for params that no file declares.
    pub(super) fn report_unknown_given(&mut self) {
        let unknown: Vec<&String> =
            self.given.keys().filter(|name| !self.names.params.contains_key(name.as_str())).collect();
        for name in unknown {
            let near = self.names.near(name, NameKind::Param).map(|(near, _)| near);
            let span = Span::new(FileId(0), 0, 0);
            self.problems
                .push(Problem { span, kind: ProblemKind::UnknownParam { name: name.clone(), near } });
        }
    }
}
