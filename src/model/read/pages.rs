//! The page of a sign field.

use super::super::{Page, Wrong};
use super::{At, Reader, View, at};
use crate::syntax::{Kind, NodeId, Token};
use crate::vocabulary::{PageWords, Shape, choices, narrowed, page_words};

impl Reader<'_> {
    pub(super) fn read_page(&mut self, view: &View<'_>, id: NodeId) -> Option<At<Page>> {
        if let Some(page) = self.page_in_words(view, id) {
            return Some(page);
        }
        let page = self.single(view, id, |reader, view, id, token| {
            if token.kind == Kind::Word && choices::LAST_PAGE.find(view.slice(token)).is_some() {
                return Some(Page::Last);
            }
            reader.read_integer(view, id, token).map(Page::Number)
        });
        page.or(Page::Unknown)
    }

    /// A page in other words than the language's, or several of them: all that is written after `page`.
    fn page_in_words(&mut self, view: &View<'_>, id: NodeId) -> Option<At<Page>> {
        let tokens: Vec<Token> = view.values(id).collect();
        let (first, last) = (*tokens.first()?, *tokens.last()?);
        if view.is_glued(id) || tokens.iter().any(|token| !matches!(token.kind, Kind::Word | Kind::Quantity))
        {
            return None;
        }
        let span = view.span(first).to(view.span(last));
        let written = &view.text[span.range()];
        let pages = page_words(written)?;
        let is_right = tokens.len() == 1
            && match first.kind {
                Kind::Quantity => narrowed(written).bytes().all(|byte| byte.is_ascii_digit()),
                _ => {
                    choices::LAST_PAGE.find(written).is_some()
                        || self.names.params.contains_key(narrowed(written).as_ref())
                }
            };
        if is_right {
            return None;
        }
        self.wrong_at(span, view, id, Shape::IntegerOr(&choices::LAST_PAGE), Wrong::Pages(pages));
        let page = match pages {
            PageWords::One(number) => Page::Number(number),
            PageWords::Last => Page::Last,
            PageWords::FromEnd(_) | PageWords::Several => Page::Unknown,
        };
        Some(at(page, span))
    }
}
