//! Declarations that could not be read: what they would declare is not missing where it is used.

use super::{Reader, View};
use crate::syntax::{Kind, NodeId, Token};
use crate::vocabulary::{Key, Shape, is_keyword, narrowed};

impl Reader<'_> {
    /// Notes the names of a file's declarations that could not be read, each of which was or will be reported.
    pub(super) fn note_unread(&mut self, view: &View<'_>) {
        for id in view.tree.roots() {
            self.note_declaration(view, id);
            if view.key(id) == Some(Key::Contract) || view.tree.node(id).misplaced {
                for statement in view.tree.children(id) {
                    self.note_declaration(view, statement);
                }
            }
        }
    }

    fn note_declaration(&mut self, view: &View<'_>, id: NodeId) {
        let node = view.tree.node(id);
        let takes = node.word.map_or(&[][..], |word| word.takes);
        match takes.first() {
            // `甲方 = "CORP"`, `公司方 甲方 {`: some word of it is a name.
            None if node.word.is_none() => {
                let words = view.values(id).chain([view.tree.keyword(id)]);
                let words = words.filter(|token| token.kind == Kind::Word);
                self.names.unread.extend(words.map(|token| narrowed(view.slice(token)).into_owned()));
            }
            // `企业 甲 方 {`, `企业 3号仓库 {`: one name, whatever it is made of.
            Some(take) if take.shape == Shape::Name => {
                let Some(&first) = view.tree.values(id).first() else { return };
                let name = self.words_from(view, first);
                self.names.unread.extend(name);
            }
            _ => {}
        }
    }

    /// What stands from a token up to what is certainly no part of a name, if that is more than a plain name.
    fn words_from(&self, view: &View<'_>, first: u32) -> Option<String> {
        let is_part = |token: &&Token| match token.kind {
            Kind::Word => !is_keyword(view.slice(**token)),
            Kind::Quantity => true,
            _ => false,
        };
        let tokens = &view.tree.tokens[first as usize..];
        let start = tokens.first()?;
        let line = view.text[start.start as usize..].lines().next()?.len() + start.start as usize;
        let parts = tokens.iter().take_while(|token| (token.start as usize) < line).take_while(is_part);
        let (words, end) = parts.fold((0, start.start), |(words, _), token| (words + 1, token.end));
        let is_plain = words == 1 && start.kind == Kind::Word;
        let written = &view.text[start.start as usize..end as usize];
        (!is_plain && words > 0).then(|| narrowed(written).chars().filter(|c| !c.is_whitespace()).collect())
    }
}
