//! The documents of a contract: files the platform has, and files it makes from templates.

use super::super::{
    Document, DocumentOrigin, FileCode, LocalFile, ProblemKind, Template, TemplateField, Text, Wrong,
};
use super::values::Found;
use super::{Parts, Reader, View, at, child, find_child};
use crate::syntax::{Kind, NodeId};
use crate::vocabulary::{Key, Shape, choices};

impl Reader<'_> {
    pub(super) fn read_documents(&mut self, view: &View<'_>, parts: &Parts) -> Vec<Document> {
        let mut documents = Vec::new();
        for id in parts.all(Key::Document) {
            let document = self.read_document(view, id);
            if !document.name.value.is_empty() {
                self.declare(|names| &mut names.documents, &document.name, documents.len());
            }
            documents.push(document);
        }
        documents
    }

    pub(super) fn read_document(&mut self, view: &View<'_>, id: NodeId) -> Document {
        let parts = self.parts(view, view.tree.children(id));
        // A document without a name has its file code first.
        let first = view.values(id).next();
        let nameless = first.is_some_and(|token| token.kind == Kind::Text)
            && view.values(id).nth(1).is_none_or(|second| second.kind != Kind::Text);
        let name = if nameless {
            if let (Some(token), Some(word)) = (first, view.tree.node(id).word) {
                let kind = ProblemKind::MissingValue { word, wanted: Shape::Name };
                self.problem(view.span(token).before(), kind);
            }
            None
        } else {
            self.nth(view, id, 0, 2, |reader, view, id, token| {
                let name = reader.read_name(view, id, token)?.into_owned();
                if find_child(Key::Sign, &name).is_some() {
                    reader.wrong(view, id, token, Shape::Name, Wrong::ReservedName);
                }
                Some(name)
            })
            .value()
        };
        let code_at = usize::from(!nameless);
        let origin = self.read_origin(view, id, &parts, code_at, name.is_some() || nameless);
        Document {
            span: view.keyword(id),
            name: name.unwrap_or(at(String::new(), view.keyword(id))),
            origin,
            file_name: self.clause(view, &parts, Key::FileName, |text| text),
            id: parts.get(Key::FileId).and_then(|clause| {
                self.single(view, clause, |reader, view, id, token| match token.kind {
                    Kind::Quantity => Some(Text::literal(reader.read_integer(view, id, token)?.to_string())),
                    _ => reader.text_shaped(view, id, token, Shape::TextOrInteger, false),
                })
                .or(Text::unreadable())
            }),
            local: parts.get(Key::Local).and_then(|clause| {
                let path = self.single(view, clause, Self::read_text).value()?;
                let written = path.value.value()?;
                let path_of = self.files.resolve(self.sources[view.file].name(), written);
                Some(at(LocalFile { path: path_of }, path.span))
            }),
            pages: parts.get(Key::Pages).and_then(|clause| {
                let pages = self.single(view, clause, Self::read_integer).value()?;
                Some(at(pages.value as u32, pages.span))
            }),
            unreadable: parts.unreadable,
        }
    }

    pub(super) fn read_origin(
        &mut self,
        view: &View<'_>,
        id: NodeId,
        parts: &Parts,
        code_at: usize,
        named: bool,
    ) -> DocumentOrigin {
        let code = view.values(id).nth(code_at);
        let template = parts.get(Key::From);
        match (code, template) {
            (_, Some(from)) => {
                if let (Some(code), Some(word)) = (code, view.tree.node(from).word) {
                    let other = view.tree.node(id).word.unwrap_or(word);
                    let kind = ProblemKind::ClauseConflict { word, other, first: view.span(code) };
                    self.problem(view.keyword(from), kind);
                }
                self.read_template(view, from, parts)
            }
            (Some(_), None) => {
                self.report_fields_without_template(view, parts);
                match self.nth(view, id, code_at, code_at + 1, Self::read_text) {
                    Found::Value(code) => DocumentOrigin::Code(at(FileCode(code.value), code.span)),
                    _ => DocumentOrigin::Unreadable,
                }
            }
            (None, None) => {
                if named
                    && !parts.unreadable
                    && let Some(word) = view.tree.node(id).word
                {
                    let kind = ProblemKind::MissingValue { word, wanted: Shape::Text };
                    self.problem(view.keyword(id), kind);
                }
                DocumentOrigin::Unreadable
            }
        }
    }

    pub(super) fn report_fields_without_template(&mut self, view: &View<'_>, parts: &Parts) {
        for field in parts.all(Key::Field) {
            if let Some(word) = view.tree.node(field).word {
                let parent = child(word, Key::From).or(crate::vocabulary::find_child(Key::Document, "from"));
                let kind = crate::syntax::ProblemKind::MisplacedKeyword { word, parent };
                self.problem(view.keyword(field), ProblemKind::Tree(kind));
            }
        }
    }

    pub(super) fn read_template(&mut self, view: &View<'_>, from: NodeId, parts: &Parts) -> DocumentOrigin {
        let id = match self.marked_text(view, from, &choices::TEMPLATE) {
            Some(found) => found.or(Text::unreadable()),
            None => {
                let token = self.token(view, from, 0);
                if let Some(token) = token {
                    self.wrong(view, from, token, Shape::Template, Wrong::Kind);
                }
                None
            }
        };
        let fields = parts.all(Key::Field).filter_map(|field| {
            let component = self.nth(view, field, 0, 2, Self::read_text);
            if matches!(component, Found::Missing) {
                return None;
            }
            let value = self.nth(view, field, 1, 2, Self::read_text_or_nothing);
            Some(TemplateField {
                span: view.keyword(field),
                component: component.or(Text::unreadable())?,
                value: value.or(Text::unreadable())?,
            })
        });
        let fields = fields.collect();
        match id {
            Some(id) => DocumentOrigin::Template(Template { id, fields }),
            None => DocumentOrigin::Unreadable,
        }
    }
}
