//! The documents of a contract: files the platform has, files to upload, and files it makes from templates.

use super::super::{
    Attachment, Document, DocumentOrigin, FileCode, LocalFile, ProblemKind, Template, TemplateField, Text,
    Upload, Wrong,
};
use super::values::Found;
use super::{Parts, Reader, View, at, child, find_child};
use crate::source::At;
use crate::syntax::{Kind, NodeId, Token};
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
                self.local_file(view, &path)
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
        self.report_origin_conflicts(view, id, parts, code_at);
        if let Some(from) = parts.get(Key::From) {
            return self.read_template(view, from, parts);
        }
        self.report_fields_without_template(view, parts);
        if let Some(upload) = parts.get(Key::Upload) {
            return match self.single(view, upload, Self::read_text) {
                Found::Value(path) => {
                    DocumentOrigin::Upload(Upload { file: self.local_file(view, &path), path })
                }
                _ => DocumentOrigin::Unreadable,
            };
        }
        if view.values(id).nth(code_at).is_some() {
            return match self.nth(view, id, code_at, code_at + 1, Self::read_text) {
                Found::Value(code) => DocumentOrigin::Code(at(FileCode(code.value), code.span)),
                _ => DocumentOrigin::Unreadable,
            };
        }
        if named
            && !parts.unreadable
            && let Some(word) = view.tree.node(id).word
        {
            let kind = ProblemKind::MissingValue { word, wanted: Shape::Text };
            self.problem(view.keyword(id), kind);
        }
        DocumentOrigin::Unreadable
    }

    /// A document comes from one place: a code, an upload or a template. What is uploaded is its own local copy.
    fn report_origin_conflicts(&mut self, view: &View<'_>, id: NodeId, parts: &Parts, code_at: usize) {
        let code = view.values(id).nth(code_at).map(|code| (view.span(code), id));
        let clause = |key| parts.get(key).map(|clause| (view.keyword(clause), clause));
        let upload = clause(Key::Upload);
        let mut written: Vec<_> = [code, upload, clause(Key::From)].into_iter().flatten().collect();
        if written.len() == 1 && upload.is_some() {
            written.extend(clause(Key::Local));
        }
        written.sort_by_key(|(span, _)| *span);
        let mut written = written.into_iter();
        let Some((first, other)) = written.next() else { return };
        for (span, clause) in written {
            if let (Some(word), Some(other)) = (view.tree.node(clause).word, view.tree.node(other).word) {
                self.problem(span, ProblemKind::ClauseConflict { word, other, first });
            }
        }
    }

    pub(super) fn read_attachment(&mut self, view: &View<'_>, id: NodeId) -> Option<Attachment> {
        let tokens: Vec<Token> = view.values(id).take(3).collect();
        let code = match tokens[..] {
            [name, code] if name.kind == Kind::Word && code.kind == Kind::Text => {
                let is_upload =
                    find_child(Key::Document, view.slice(name)).is_some_and(|word| word.key == Key::Upload);
                let why = if is_upload { Wrong::UploadedAttachment } else { Wrong::NamedAttachment };
                let code = if is_upload {
                    None
                } else {
                    self.read_text(view, id, code).map(|text| at(text, view.span(code)))
                };
                self.wrong(view, id, name, Shape::Text, why);
                code.unwrap_or(at(Text::unreadable(), view.span(name)))
            }
            _ => self.text_value(view, id)?,
        };
        Some(Attachment { span: view.keyword(id), code: at(FileCode(code.value), code.span) })
    }

    /// The file a path names, seen from the folder of the file it is written in.
    fn local_file(&self, view: &View<'_>, path: &At<Text>) -> Option<At<LocalFile>> {
        let resolved = self.files.resolve(self.sources[view.file].name(), path.value.value()?);
        Some(at(LocalFile { path: resolved }, path.span))
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
                match token.filter(|_| !view.is_glued(from)) {
                    Some(token) if token.kind == Kind::Text => {
                        let marker = if view.text[view.keyword(from).range()].is_ascii() {
                            "template"
                        } else {
                            "模板"
                        };
                        let why = Wrong::Respelled(format!("{marker} {}", view.slice(token)));
                        self.wrong(view, from, token, Shape::Template, why);
                        Some(at(self.text(view, token), view.span(token)))
                    }
                    Some(token) => {
                        self.wrong(view, from, token, Shape::Template, Wrong::Kind);
                        None
                    }
                    None => None,
                }
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
