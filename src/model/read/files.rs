//! The file and those it uses, each once, and the cycles among them.

use std::collections::HashMap;
use std::sync::Arc;

use super::super::{FileError, Files, Model, Problem, ProblemKind};
use crate::source::{FileId, Source, Sources, Span};
use crate::syntax::{Broken, Kind, ProblemKind as TreeProblem, Tree, parse, parse_again};
use crate::vocabulary::Key;

pub struct Gathered {
    pub sources: Sources,
    pub trees: Vec<Arc<Tree>>,
    /// Every `use` that found its file: where it stands, what it names.
    pub uses: Vec<Use>,
    pub problems: Vec<Problem>,
    /// Whether some used file could not be read.
    pub lost_file: bool,
}

pub struct Use {
    pub from: FileId,
    /// The path as written.
    pub span: Span,
    pub to: FileId,
}

pub fn gather(before: Option<&Model>, root: Source, files: &dyn Files) -> Gathered {
    let mut gathered = Gathered {
        sources: Sources::default(),
        trees: vec![tree(before, root.name(), root.text())],
        uses: Vec::new(),
        problems: Vec::new(),
        lost_file: false,
    };
    let mut known = HashMap::from([(root.name().to_owned(), FileId(0))]);
    gathered.sources.add(root);
    let mut at = 0;
    while at < gathered.trees.len() {
        let from = FileId(at as u32);
        for (path, span) in used_paths(&gathered.trees[at], &gathered.sources, from) {
            let resolved = files.resolve(gathered.sources[from].name(), &path);
            let to = match known.get(&resolved) {
                Some(&to) => to,
                None => match files.read(&resolved) {
                    Ok(text) => {
                        gathered.trees.push(tree(before, &resolved, &text));
                        let to = gathered.sources.add(Source::new(resolved.clone(), text));
                        known.insert(resolved, to);
                        to
                    }
                    Err(error) => {
                        gathered.problems.push(Problem { span, kind: unread(path, error) });
                        gathered.lost_file = true;
                        continue;
                    }
                },
            };
            gathered.uses.push(Use { from, span, to });
        }
        at += 1;
    }
    gathered.report_cycles();
    gathered
}

/// The tree of a text; what stood there before is not parsed again.
fn tree(before: Option<&Model>, name: &str, text: &str) -> Arc<Tree> {
    let known = before.and_then(|model| {
        let (id, source) = model.sources.iter().find(|(_, source)| source.name() == name)?;
        Some((source.text(), &model.trees[id.0 as usize]))
    });
    match known {
        Some((old, tree)) if old == text => tree.clone(),
        Some((old, tree)) => Arc::new(parse_again(text, old, tree)),
        None => Arc::new(parse(text)),
    }
}

fn unread(path: String, error: FileError) -> ProblemKind {
    match error {
        FileError::NotFound => ProblemKind::FileNotFound { path, reason: None, near: None },
        FileError::Near(near) => ProblemKind::FileNotFound { path, reason: None, near: Some(near) },
        FileError::Other(reason) => ProblemKind::FileNotFound { path, reason: Some(reason), near: None },
        FileError::NotText(why) => ProblemKind::Tree(TreeProblem::Broken(Broken::Encoding(why))),
    }
}

/// The paths of a file's `use` statements as written, with their places. Broken ones were reported.
fn used_paths(tree: &Tree, sources: &Sources, file: FileId) -> Vec<(String, Span)> {
    let text = sources[file].text();
    tree.roots()
        .filter(|&id| tree.node(id).word.is_some_and(|word| word.key == Key::Use))
        .filter_map(|id| {
            let token = tree.token(*tree.values(id).first()?);
            (token.kind == Kind::Text).then(|| {
                let span = Span { file, start: token.start, end: token.end };
                (super::texts::unquoted(&text[token.range()]).to_owned(), span)
            })
        })
        .filter(|(path, _)| !path.trim().is_empty())
        .collect()
}

impl Gathered {
    /// Walks the uses depth first without recursion; one that leads back into the walk closes a cycle.
    fn report_cycles(&mut self) {
        let mut uses_of: Vec<Vec<usize>> = vec![Vec::new(); self.trees.len()];
        for (index, used) in self.uses.iter().enumerate() {
            uses_of[used.from.0 as usize].push(index);
        }
        #[derive(Clone, Copy, PartialEq)]
        enum State {
            New,
            Open,
            Done,
        }
        let mut states = vec![State::New; self.trees.len()];
        let mut walk = vec![(0usize, 0usize)];
        states[0] = State::Open;
        while let Some((file, next)) = walk.last_mut() {
            let Some(&index) = uses_of[*file].get(*next) else {
                states[*file] = State::Done;
                walk.pop();
                continue;
            };
            *next += 1;
            let used = &self.uses[index];
            let to = used.to.0 as usize;
            match states[to] {
                State::New => {
                    states[to] = State::Open;
                    walk.push((to, 0));
                }
                State::Open => {
                    let path = super::texts::unquoted(self.sources.slice(used.span)).to_owned();
                    self.problems.push(Problem { span: used.span, kind: ProblemKind::ImportCycle { path } });
                }
                State::Done => {}
            }
        }
    }
}
