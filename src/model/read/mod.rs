//! Trees to the model: files gathered, names resolved, values typed.

mod brackets;
mod contract;
mod declarations;
mod documents;
mod files;
mod given;
mod names;
mod pages;
mod quantities;
mod several;
mod texts;
mod unread;
mod values;

use std::collections::BTreeMap;

use super::{Files, Model, NameUse, Param, Problem, ProblemKind, Wrong};
use crate::source::{At, FileId, Source, Span};
use crate::syntax::{Broken, NodeId, ProblemKind as TreeProblem, Token, Tree};
use crate::vocabulary::{Key, Shape, Word, find_child, narrowed};
use names::Names;

/// Understands a file with everything it uses.
pub fn read(
    before: Option<&Model>,
    root: Source,
    files: &dyn Files,
    given: &BTreeMap<String, String>,
) -> Model {
    // Full-width digits and letters mean the same in a value given from outside as in the file.
    let narrow: BTreeMap<String, String>;
    let given = if given.keys().all(|name| narrowed(name) == *name) {
        given
    } else {
        narrow = given.iter().map(|(name, value)| (narrowed(name).into_owned(), value.clone())).collect();
        &narrow
    };
    let gathered = files::gather(before, root, files);
    let mut reader = Reader {
        sources: &gathered.sources,
        files,
        given,
        names: Names::default(),
        problems: gathered.problems,
        params: Vec::new(),
        people: Vec::new(),
        companies: Vec::new(),
        uses: Vec::new(),
    };
    reader.names.lost_file = gathered.lost_file;
    let views: Vec<View<'_>> =
        gathered.trees.iter().enumerate().map(|(at, tree)| View::new(tree, &gathered.sources, at)).collect();
    for view in &views {
        reader.tree_problems(view);
        reader.note_unread(view);
    }
    for view in &views {
        reader.read_uses(view);
        reader.read_params(view);
    }
    for view in &views {
        reader.read_parties(view);
    }
    let root = &views[0];
    let contract = reader.read_contract(root);
    let (authorizations, tickets) = reader.read_requests(root);
    reader.report_unused(&gathered.uses, contract.is_some());
    reader.report_unknown_given();

    let Reader { mut problems, params, people, companies, names, mut uses, .. } = reader;
    problems.sort_by_key(|problem| problem.span);
    uses.sort_unstable_by_key(|name| name.span);
    // A value that two statements share, such as a point's, may be read twice.
    uses.dedup();
    let used_params = names.used_params();
    Model {
        sources: gathered.sources,
        trees: gathered.trees,
        params,
        people,
        companies,
        authorizations,
        tickets,
        contract,
        names: uses,
        problems,
        used_params,
    }
}

/// A tree with the file it came from.
struct View<'a> {
    tree: &'a Tree,
    text: &'a str,
    file: FileId,
}

impl<'a> View<'a> {
    fn new(tree: &'a Tree, sources: &'a crate::source::Sources, at: usize) -> Self {
        let file = FileId(at as u32);
        Self { tree, text: tree.understood(sources[file].text()), file }
    }

    fn span(&self, token: Token) -> Span {
        Span { file: self.file, start: token.start, end: token.end }
    }

    fn keyword(&self, id: NodeId) -> Span {
        self.span(self.tree.keyword(id))
    }

    fn slice(&self, token: Token) -> &'a str {
        &self.text[token.range()]
    }

    fn key(&self, id: NodeId) -> Option<Key> {
        self.tree.node(id).word.map(|word| word.key)
    }

    /// The values of a node as tokens.
    fn values(&self, id: NodeId) -> impl Iterator<Item = Token> + '_ {
        self.tree.values(id).iter().map(|&at| self.tree.token(at))
    }

    /// What was reported of a value from its first token on, where it could not be read as written.
    fn reported(&self, token: Token) -> Option<&'a str> {
        let problems = &self.tree.problems;
        let at = problems.partition_point(|problem| problem.start < token.start);
        let is_value = |problem: &&crate::syntax::Problem| {
            matches!(
                problem.kind,
                TreeProblem::Broken(Broken::UnquotedValue | Broken::BadPoint | Broken::ParamInBraces { .. })
            )
        };
        let here = problems[at..].iter().take_while(|problem| problem.start == token.start);
        here.filter(is_value).map(|problem| &self.text[problem.start as usize..problem.end as usize]).next()
    }

    /// Whether a node's value is the number glued to its keyword, which was reported.
    fn is_glued(&self, id: NodeId) -> bool {
        self.tree.values(id).first() == Some(&self.tree.node(id).keyword)
    }
}

struct Reader<'a> {
    sources: &'a crate::source::Sources,
    files: &'a dyn Files,
    given: &'a BTreeMap<String, String>,
    problems: Vec<Problem>,
    names: Names,
    params: Vec<Param>,
    people: Vec<super::Person>,
    companies: Vec<super::Company>,
    uses: Vec<NameUse>,
}

/// The children of one node by what they mean.
#[derive(Default)]
struct Parts {
    /// In order of writing, without those repeated against the vocabulary.
    nodes: Vec<(Key, NodeId)>,
    /// The first of each keyword: there are few keywords, however many nodes there are.
    firsts: Vec<(Key, NodeId)>,
    /// Some child has no known keyword or does not belong here.
    unreadable: bool,
}

impl Parts {
    fn get(&self, key: Key) -> Option<NodeId> {
        self.firsts.iter().find(|(known, _)| *known == key).map(|(_, id)| *id)
    }

    fn all(&self, key: Key) -> impl Iterator<Item = NodeId> + '_ {
        self.nodes.iter().filter(move |(known, _)| *known == key).map(|(_, id)| *id)
    }
}

impl Reader<'_> {
    fn problem(&mut self, span: Span, kind: ProblemKind) {
        self.problems.push(Problem { span, kind });
    }

    fn tree_problems(&mut self, view: &View<'_>) {
        for problem in &view.tree.problems {
            let span = Span { file: view.file, start: problem.start, end: problem.end };
            self.problem(span, ProblemKind::Tree(problem.kind.clone()));
        }
    }

    fn wrong(&mut self, view: &View<'_>, id: NodeId, token: Token, wanted: Shape, why: Wrong) {
        self.wrong_at(view.span(token), view, id, wanted, why);
    }

    /// The same of more than one token.
    fn wrong_at(&mut self, span: Span, view: &View<'_>, id: NodeId, wanted: Shape, why: Wrong) {
        if let Some(word) = view.tree.node(id).word {
            self.problem(span, ProblemKind::WrongValue { word, wanted, why });
        }
    }

    /// Sorts out a node's children, reporting what is there twice.
    fn parts(&mut self, view: &View<'_>, children: impl Iterator<Item = NodeId>) -> Parts {
        let mut parts = Parts::default();
        for child in children {
            let node = view.tree.node(child);
            match node.word {
                Some(word) if !node.misplaced => match parts.get(word.key) {
                    Some(first) if !word.many => {
                        let first = view.keyword(first);
                        self.problem(view.keyword(child), ProblemKind::RepeatedClause { word, first });
                    }
                    Some(_) => parts.nodes.push((word.key, child)),
                    None => {
                        parts.firsts.push((word.key, child));
                        parts.nodes.push((word.key, child));
                    }
                },
                _ => parts.unreadable = true,
            }
        }
        parts
    }

    /// Reports a clause that a node cannot do without.
    fn require(&mut self, view: &View<'_>, id: NodeId, parts: &Parts, clause: Key) {
        let Some(word) = view.tree.node(id).word else { return };
        if !parts.unreadable
            && parts.get(clause).is_none()
            && let Some(clause) = child(word, clause)
        {
            let kind = ProblemKind::MissingClause { word, clause, insert: None };
            self.problem(view.keyword(id), kind);
        }
    }
}

/// The row of a clause of a word.
fn child(word: &Word, key: Key) -> Option<&'static Word> {
    crate::vocabulary::children(word.key).iter().find(|child| child.key == key).copied()
}

/// The value of a clause, where the clause is there.
fn at<T>(value: T, span: Span) -> At<T> {
    At::new(value, span)
}
