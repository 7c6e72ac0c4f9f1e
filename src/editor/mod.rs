//! What an editor asks about a file, as plain functions on plain types.
//!
//! Lives here: one file a feature; each takes a [`Snapshot`] and places in bytes, and gives back places in bytes
//! and words. Knows the core, and nothing of protocols, editors, files or the clock: `lsp` is one way to ask.

pub mod about;
pub mod actions;
pub mod completion;
pub mod hints;
pub mod hover;
pub mod lenses;
pub mod links;
pub mod names;
pub mod outline;
mod place;
pub mod preview;
pub mod shape;
pub mod tokens;

use std::sync::Arc;

use crate::facts::Facts;
use crate::findings::{Finding, Lang};
use crate::model::Model;
use crate::rules;
use crate::settings::Settings;
use crate::source::Source;
use crate::syntax::{Keywords, Tree};

/// A file as it is in the editor now, read and checked. The file is the model's root.
#[derive(Debug, Clone)]
pub struct Snapshot {
    pub model: Model,
    pub facts: Facts,
    pub settings: Arc<Settings>,
    pub findings: Vec<Finding>,
}

impl Snapshot {
    pub fn new(model: Model, facts: Facts, settings: Arc<Settings>) -> Self {
        let findings = rules::check(&model, &facts, &settings);
        Self { model, facts, settings, findings }
    }

    pub fn source(&self) -> &Source {
        &self.model.sources[Model::ROOT]
    }

    pub fn text(&self) -> &str {
        self.source().text()
    }

    pub fn tree(&self) -> &Tree {
        &self.model.trees[0]
    }

    /// The language most of the file's keywords are in; `otherwise` where it has none.
    pub fn script(&self, otherwise: Lang) -> Lang {
        let (tree, text) = (self.tree(), self.text());
        // The head of a file tells; a long one need not be read through at each keystroke.
        let (mut chinese, mut english) = (0, 0);
        for id in 0..tree.len().min(200) as u32 {
            if let Some(word) = tree.node(id).word.filter(|word| word.zh != word.en) {
                let written = &text[tree.keyword(id).range()];
                chinese += usize::from(written == word.zh);
                english += usize::from(written == word.en);
            }
        }
        match chinese.cmp(&english) {
            std::cmp::Ordering::Greater => Lang::Zh,
            std::cmp::Ordering::Less => Lang::En,
            std::cmp::Ordering::Equal => otherwise,
        }
    }

    /// The whole text in its uniform shape, with keywords kept or turned.
    pub fn formatted(&self, keywords: Keywords) -> String {
        crate::syntax::format(self.text(), keywords)
    }
}
