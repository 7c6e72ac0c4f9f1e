//! The answers of `editor` in the types of the protocol, one function a request.

use std::collections::HashMap;

use gen_lsp_types as lsp;

use super::client::Client;
use super::diagnostics::diagnostic;
use super::documents::{Documents, name_of};
use super::ruler::{Ruler, bytes, offset};
use super::workspace::uri_of;
use super::{Host, commands, edits, workspace};
use crate::editor::completion::{Item, ItemKind};
use crate::editor::lenses::Deed;
use crate::editor::outline::Symbol;
use crate::editor::shape::FoldKind;
use crate::editor::tokens::TokenKind;
use crate::editor::{
    Snapshot, actions, completion, hints, hover, lenses, links, names, outline, shape, tokens,
};
use crate::findings::{Change, Lang, Words};
use crate::source::Source;
use crate::vocabulary::Key;
use crate::words;

/// What an answer may be made from.
pub struct Asked<'a> {
    pub documents: &'a Documents,
    pub client: &'a Client,
    pub host: &'a dyn Host,
}

/// A file that is asked about, with its snapshot.
struct File<'a> {
    snapshot: &'a Snapshot,
    uri: &'a lsp::Uri,
}

const TOKEN_TYPES: &[&str] =
    &["keyword", "property", "enumMember", "variable", "parameter", "string", "number", "comment"];

const TO_CHINESE: &str = "refactor.rewrite.qdc.chinese";
const TO_ENGLISH: &str = "refactor.rewrite.qdc.english";
const FIX_ALL: &str = "source.fixAll.qdc";

/// What the server can do.
pub fn capabilities(client: &Client) -> lsp::ServerCapabilities {
    let strings = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
    lsp::ServerCapabilities {
        position_encoding: Some(match client.encoding {
            super::ruler::Encoding::Utf8 => lsp::PositionEncodingKind::UTF8,
            super::ruler::Encoding::Utf16 => lsp::PositionEncodingKind::UTF16,
        }),
        text_document_sync: Some(
            lsp::TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(lsp::TextDocumentSyncKind::Incremental),
                save: Some(true.into()),
                ..Default::default()
            }
            .into(),
        ),
        completion_provider: Some(lsp::CompletionOptions {
            trigger_characters: Some(strings(&[" ", "\"", "“", "{", "/", "(", "（"])),
            ..Default::default()
        }),
        hover_provider: Some(true.into()),
        definition_provider: Some(true.into()),
        references_provider: Some(true.into()),
        document_highlight_provider: Some(true.into()),
        document_symbol_provider: Some(true.into()),
        workspace_symbol_provider: Some(true.into()),
        code_action_provider: Some(
            lsp::CodeActionOptions {
                code_action_kinds: Some(
                    [lsp::CodeActionKind::QuickFix]
                        .into_iter()
                        .chain([FIX_ALL, TO_CHINESE, TO_ENGLISH].map(lsp::CodeActionKind::from))
                        .collect(),
                ),
                ..Default::default()
            }
            .into(),
        ),
        code_lens_provider: Some(lsp::CodeLensOptions::default()),
        document_link_provider: Some(lsp::DocumentLinkOptions::default()),
        document_formatting_provider: Some(true.into()),
        rename_provider: Some(
            lsp::RenameOptions { prepare_provider: Some(true), ..Default::default() }.into(),
        ),
        folding_range_provider: Some(true.into()),
        selection_range_provider: Some(true.into()),
        execute_command_provider: Some(lsp::ExecuteCommandOptions {
            commands: strings(commands::ALL),
            ..Default::default()
        }),
        semantic_tokens_provider: Some(
            lsp::SemanticTokensOptions {
                legend: lsp::SemanticTokensLegend {
                    token_types: strings(TOKEN_TYPES),
                    token_modifiers: strings(&["declaration"]),
                },
                range: Some(true.into()),
                full: Some(true.into()),
                ..Default::default()
            }
            .into(),
        ),
        inlay_hint_provider: Some(true.into()),
        workspace: Some(lsp::WorkspaceOptions {
            workspace_folders: Some(lsp::WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(true.into()),
            }),
            ..Default::default()
        }),
        ..Default::default()
    }
}

impl<'a> Asked<'a> {
    fn lang(&self) -> Lang {
        self.client.options.lang
    }

    fn file(&self, uri: &lsp::Uri) -> Option<File<'a>> {
        let document = self.documents.get(&name_of(uri))?;
        Some(File { snapshot: document.snapshot.as_ref()?, uri: &document.uri })
    }

    fn at(&self, place: &lsp::TextDocumentPositionParams) -> Option<(File<'a>, usize)> {
        let file = self.file(&place.text_document.uri)?;
        let offset = offset(file.snapshot.source(), place.position, self.client.encoding);
        Some((file, offset))
    }

    fn ruler(&self, file: &File<'a>) -> Ruler<'a> {
        Ruler::new(file.snapshot.source(), self.client.encoding)
    }

    pub fn hover(&self, params: lsp::HoverParams) -> Option<lsp::Hover> {
        let (file, offset) = self.at(&params.text_document_position_params)?;
        let hover = hover::hover(file.snapshot, offset, self.lang())?;
        let range = self.ruler(&file).range(hover.range);
        Some(lsp::Hover { contents: markdown(hover.text).into(), range: Some(range) })
    }

    pub fn completion(&self, params: lsp::CompletionParams) -> Option<lsp::CompletionResponse> {
        let (file, offset) = self.at(&params.text_document_position_params)?;
        let from = file.snapshot.source().name();
        let list = |folder: &str| {
            let folder = self.host.files(from).resolve(from, if folder.is_empty() { "." } else { folder });
            self.host.list(&folder)
        };
        let found = completion::completions(file.snapshot, offset, self.lang(), &list);
        let range = self.ruler(&file).range(found.range.clone());
        let items = found.items.into_iter().enumerate();
        let items = items.filter_map(|(order, item)| self.completion_item(order, item, range)).collect();
        // What is looked for is in the other language until its first letter says so, and what a number counts is
        // offered for that number.
        let typed = file.snapshot.text()[found.range.clone()].chars().next();
        let is_incomplete = typed.is_none_or(char::is_numeric);
        Some(lsp::CompletionList { is_incomplete, items, ..Default::default() }.into())
    }

    fn completion_item(&self, order: usize, item: Item, range: lsp::Range) -> Option<lsp::CompletionItem> {
        let can = self.client.snippets;
        if item.kind == ItemKind::Form && !(can && self.client.options.snippets) {
            return None;
        }
        let kind = match item.kind {
            ItemKind::Keyword => lsp::CompletionItemKind::Keyword,
            ItemKind::Choice => lsp::CompletionItemKind::EnumMember,
            ItemKind::Name => lsp::CompletionItemKind::Variable,
            ItemKind::Param => lsp::CompletionItemKind::Constant,
            ItemKind::Value => lsp::CompletionItemKind::Value,
            ItemKind::Form => lsp::CompletionItemKind::Snippet,
            ItemKind::Rule => lsp::CompletionItemKind::Reference,
            ItemKind::File => lsp::CompletionItemKind::File,
            ItemKind::Folder => lsp::CompletionItemKind::Folder,
        };
        let (text, format) = match item.snippet.filter(|_| can) {
            Some(snippet) => (snippet, lsp::InsertTextFormat::Snippet),
            None => (item.label.clone(), lsp::InsertTextFormat::PlainText),
        };
        Some(lsp::CompletionItem {
            label: item.label,
            kind: Some(kind),
            detail: (!item.detail.is_empty()).then_some(item.detail),
            documentation: (!item.documentation.is_empty()).then(|| markdown(item.documentation).into()),
            sort_text: Some(format!("{order:04}")),
            filter_text: Some(item.filter),
            insert_text_format: Some(format),
            text_edit: Some(lsp::TextEdit::new(range, text).into()),
            ..Default::default()
        })
    }

    pub fn definition(&self, params: lsp::DefinitionParams) -> Option<lsp::DefinitionResponse> {
        let (file, offset) = self.at(&params.text_document_position_params)?;
        let sources = &file.snapshot.model.sources;
        if let Some(name) = names::name_at(&file.snapshot.model, offset) {
            let source = &sources[name.declared.file];
            let range = Ruler::new(source, self.client.encoding).span(name.declared);
            let location = lsp::Location::new(uri_of(source.name(), self.documents)?, range);
            return Some(lsp::Definition::from(location).into());
        }
        // A path leads to its file.
        let files =
            self.documents.files(file.snapshot.model.sources[crate::model::Model::ROOT].name(), self.host);
        let link = links::links(file.snapshot, &files)
            .into_iter()
            .find(|link| (link.span.start as usize..=link.span.end as usize).contains(&offset))?;
        let location = lsp::Location::new(uri_of(&link.target, self.documents)?, lsp::Range::default());
        Some(lsp::Definition::from(location).into())
    }

    pub fn references(&self, params: lsp::ReferenceParams) -> Option<Vec<lsp::Location>> {
        let (file, offset) = self.at(&params.text_document_position_params)?;
        let name = names::name_at(&file.snapshot.model, offset)?;
        let with_declaration = params.context.include_declaration;
        Some(workspace::references(
            file.snapshot,
            name,
            with_declaration,
            self.documents,
            self.client,
            self.host,
        ))
    }

    pub fn highlights(&self, params: lsp::DocumentHighlightParams) -> Option<Vec<lsp::DocumentHighlight>> {
        let (file, offset) = self.at(&params.text_document_position_params)?;
        let model = &file.snapshot.model;
        let name = names::name_at(model, offset)?;
        let ruler = self.ruler(&file);
        let highlight = |span| {
            let kind = if span == name.declared {
                lsp::DocumentHighlightKind::Write
            } else {
                lsp::DocumentHighlightKind::Read
            };
            lsp::DocumentHighlight { range: ruler.span(span), kind: Some(kind) }
        };
        Some(names::places(model, name.declared).into_iter().map(highlight).collect())
    }

    pub fn prepare_rename(
        &self,
        params: lsp::PrepareRenameParams,
    ) -> Result<Option<lsp::PrepareRenameResult>, Words> {
        let Some((file, offset)) = self.at(&params.text_document_position_params) else { return Ok(None) };
        let Some(name) = names::name_at(&file.snapshot.model, offset) else { return Ok(None) };
        let declaration = workspace::renamable(file.snapshot, name)?;
        let (range, placeholder) = (self.ruler(&file).span(name.span), declaration.name.to_owned());
        Ok(Some(lsp::PrepareRenamePlaceholder { range, placeholder }.into()))
    }

    pub fn rename(&self, params: lsp::RenameParams) -> Result<Option<lsp::WorkspaceEdit>, Words> {
        let nothing = || words!("这里没有可以改的名字", "there is no name to change here");
        let (file, offset) = self.at(&params.text_document_position_params).ok_or_else(nothing)?;
        let name = names::name_at(&file.snapshot.model, offset).ok_or_else(nothing)?;
        let new = &params.new_name;
        workspace::rename(file.snapshot, name, new, self.documents, self.client, self.host).map(Some)
    }

    pub fn document_symbols(&self, params: lsp::DocumentSymbolParams) -> Option<lsp::DocumentSymbolResponse> {
        let file = self.file(&params.text_document.uri)?;
        let (ruler, symbols) = (self.ruler(&file), outline::symbols(file.snapshot, self.lang()));
        if self.client.nested_symbols {
            let nested: Vec<_> = symbols.into_iter().map(|symbol| document_symbol(symbol, &ruler)).collect();
            return Some(nested.into());
        }
        let mut flat = Vec::new();
        for symbol in symbols {
            flatten(symbol, None, file.uri, &ruler, &mut flat);
        }
        Some(flat.into())
    }

    pub fn workspace_symbols(
        &self,
        params: lsp::WorkspaceSymbolParams,
    ) -> Option<lsp::WorkspaceSymbolResponse> {
        Some(workspace::symbols(&params.query, self.documents, self.client, self.host).into())
    }

    pub fn folding_ranges(&self, params: lsp::FoldingRangeParams) -> Option<Vec<lsp::FoldingRange>> {
        let file = self.file(&params.text_document.uri)?;
        let range = |fold: shape::Fold| lsp::FoldingRange {
            start_line: fold.first as u32,
            end_line: fold.last as u32,
            kind: match fold.kind {
                FoldKind::Block => None,
                FoldKind::Comment => Some(lsp::FoldingRangeKind::Comment),
                FoldKind::Uses => Some(lsp::FoldingRangeKind::Imports),
            },
            ..Default::default()
        };
        Some(shape::folds(file.snapshot).into_iter().map(range).collect())
    }

    pub fn selection_ranges(&self, params: lsp::SelectionRangeParams) -> Option<Vec<lsp::SelectionRange>> {
        let file = self.file(&params.text_document.uri)?;
        let ruler = self.ruler(&file);
        let one = |position: lsp::Position| {
            let at = offset(file.snapshot.source(), position, self.client.encoding);
            let ranges = shape::selections(file.snapshot, at).into_iter().rev();
            let nested = ranges.fold(None, |parent: Option<lsp::SelectionRange>, range| {
                Some(lsp::SelectionRange { range: ruler.range(range), parent: parent.map(Box::new) })
            });
            nested.unwrap_or_else(|| lsp::SelectionRange {
                range: lsp::Range::new(position, position),
                parent: None,
            })
        };
        Some(params.positions.into_iter().map(one).collect())
    }

    pub fn document_links(&self, params: lsp::DocumentLinkParams) -> Option<Vec<lsp::DocumentLink>> {
        let file = self.file(&params.text_document.uri)?;
        let of = file.snapshot.model.sources[crate::model::Model::ROOT].name();
        let (ruler, files) = (self.ruler(&file), self.documents.files(of, self.host));
        let link = |link: links::Link| lsp::DocumentLink {
            range: ruler.span(link.span),
            target: uri_of(&link.target, self.documents),
            tooltip: None,
            data: None,
        };
        Some(links::links(file.snapshot, &files).into_iter().map(link).collect())
    }

    pub fn formatting(&self, params: lsp::DocumentFormattingParams) -> Option<Vec<lsp::TextEdit>> {
        let file = self.file(&params.text_document.uri)?;
        let formatted = file.snapshot.formatted(crate::syntax::Keywords::Keep);
        Some(edits::between(file.snapshot.source(), &formatted, self.client.encoding))
    }

    pub fn code_actions(&self, params: lsp::CodeActionParams) -> Option<Vec<lsp::CodeActionResponse>> {
        let file = self.file(&params.text_document.uri)?;
        let snapshot = file.snapshot;
        let (encoding, lang) = (self.client.encoding, self.lang());
        let only = params.context.only;
        let wants = |kind: &str| {
            only.as_ref().is_none_or(|only| {
                only.iter().any(|wanted| {
                    let wanted = String::from(wanted.clone());
                    wanted.is_empty() || kind == wanted || kind.starts_with(&(wanted + "."))
                })
            })
        };
        let mut all = Vec::new();
        let again = |text: String| {
            let source = Source::new(snapshot.source().name(), text);
            let model = self.documents.read(Some(&snapshot.model), source, self.host);
            Snapshot::new(model, snapshot.facts.clone(), snapshot.settings.clone())
        };
        if wants("quickfix") {
            let part = bytes(snapshot.source(), params.range, encoding);
            let sources = &snapshot.model.sources;
            for action in actions::actions(snapshot, part, lang, &again) {
                let about = diagnostic(action.finding, sources, encoding, self.documents, lang);
                all.push(lsp::CodeAction {
                    diagnostics: Some(vec![about]),
                    edit: Some(self.edit(snapshot, &action.changes)),
                    is_preferred: action.preferred.then_some(true),
                    ..named(action.title, lsp::CodeActionKind::QuickFix)
                });
            }
        }
        // Changes of a whole file are shown beside a fix only where they were asked for, or where there is
        // something to turn.
        if wants(FIX_ALL)
            && let Some(text) = actions::fixed(snapshot, &again)
        {
            let title = words!("改正所有有把握的错误", "Apply all safe fixes");
            all.push(self.rewrite(&file, &text, title, FIX_ALL));
        }
        for (to, kind, title) in [
            (Lang::Zh, TO_CHINESE, words!("关键字改为中文", "Turn keywords to Chinese")),
            (Lang::En, TO_ENGLISH, words!("关键字改为英文", "Turn keywords to English")),
        ] {
            if wants(kind)
                && let Some(text) = actions::turned(snapshot, to)
            {
                all.push(self.rewrite(&file, &text, title, kind));
            }
        }
        Some(all.into_iter().map(Into::into).collect())
    }

    fn rewrite(&self, file: &File<'_>, text: &str, title: Words, kind: &'static str) -> lsp::CodeAction {
        let edits = edits::between(file.snapshot.source(), text, self.client.encoding);
        let changes = HashMap::from([(file.uri.clone(), edits)]);
        lsp::CodeAction {
            edit: Some(lsp::WorkspaceEdit { changes: Some(changes), ..Default::default() }),
            ..named(title.get(self.lang()).to_owned(), kind.into())
        }
    }

    /// Changes, which may lie in used files too.
    fn edit(&self, snapshot: &Snapshot, changes: &[Change]) -> lsp::WorkspaceEdit {
        let mut by_file: HashMap<lsp::Uri, Vec<lsp::TextEdit>> = HashMap::new();
        for change in changes {
            let source = &snapshot.model.sources[change.span.file];
            let Some(uri) = uri_of(source.name(), self.documents) else { continue };
            let edit = lsp::TextEdit::new(
                Ruler::new(source, self.client.encoding).span(change.span),
                change.text.clone(),
            );
            by_file.entry(uri).or_default().push(edit);
        }
        lsp::WorkspaceEdit { changes: Some(by_file), ..Default::default() }
    }

    pub fn tokens(&self, uri: &lsp::Uri, range: Option<lsp::Range>) -> Option<lsp::SemanticTokens> {
        let file = self.file(uri)?;
        let source = file.snapshot.source();
        let part = range.map_or(0..source.text().len(), |range| bytes(source, range, self.client.encoding));
        let ruler = self.ruler(&file);
        let mut last = lsp::Position::default();
        let data = tokens::tokens(file.snapshot, part)
            .into_iter()
            .map(|token| {
                let lsp::Range { start, end } = ruler.range(token.range);
                let delta_line = start.line - last.line;
                let delta_start =
                    if delta_line == 0 { start.character - last.character } else { start.character };
                last = start;
                lsp::SemanticToken {
                    delta_line,
                    delta_start,
                    length: end.character.saturating_sub(start.character),
                    token_type: match token.kind {
                        TokenKind::Statement => 0,
                        TokenKind::Clause => 1,
                        TokenKind::Choice => 2,
                        TokenKind::Name => 3,
                        TokenKind::Param => 4,
                        TokenKind::Text => 5,
                        TokenKind::Number => 6,
                        TokenKind::Comment => 7,
                    },
                    token_modifiers_bitset: u32::from(token.declared),
                }
            })
            .collect();
        Some(lsp::SemanticTokens { result_id: None, data })
    }

    pub fn inlay_hints(&self, params: lsp::InlayHintParams) -> Option<Vec<lsp::InlayHint>> {
        if !self.client.options.inlay_hints {
            return Some(Vec::new());
        }
        let file = self.file(&params.text_document.uri)?;
        let part = bytes(file.snapshot.source(), params.range, self.client.encoding);
        let ruler = self.ruler(&file);
        let hints = hints::hints(file.snapshot, self.lang());
        let hints = hints.into_iter().filter(|hint| part.start <= hint.at && hint.at <= part.end);
        let hint = |hint: hints::Hint| lsp::InlayHint {
            position: ruler.position(hint.at),
            label: hint.label.into(),
            kind: None,
            text_edits: None,
            tooltip: Some(hint.tooltip.into()),
            padding_left: Some(true),
            padding_right: None,
            data: None,
        };
        Some(hints.map(hint).collect())
    }

    pub fn code_lenses(&self, params: lsp::CodeLensParams) -> Option<Vec<lsp::CodeLens>> {
        if !self.client.options.code_lens {
            return Some(Vec::new());
        }
        let file = self.file(&params.text_document.uri)?;
        let ruler = self.ruler(&file);
        let lens = |lens: lenses::Lens| {
            let command = match lens.deed {
                Deed::Plan => commands::PLAN,
                Deed::Preview => commands::PREVIEW,
                Deed::SendSandbox => commands::SEND,
            };
            let command = lsp::Command {
                title: lens.title,
                tooltip: None,
                command: command.to_owned(),
                arguments: Some(vec![file.uri.to_string().into()]),
            };
            lsp::CodeLens { range: ruler.range(lens.range), command: Some(command), data: None }
        };
        Some(lenses::lenses(file.snapshot, self.lang()).into_iter().map(lens).collect())
    }
}

fn named(title: String, kind: lsp::CodeActionKind) -> lsp::CodeAction {
    lsp::CodeAction { title, kind: Some(kind), ..Default::default() }
}

fn markdown(value: String) -> lsp::MarkupContent {
    lsp::MarkupContent { kind: lsp::MarkupKind::Markdown, value }
}

fn document_symbol(symbol: Symbol, ruler: &Ruler<'_>) -> lsp::DocumentSymbol {
    let children: Vec<_> = symbol.children.into_iter().map(|child| document_symbol(child, ruler)).collect();
    #[allow(deprecated, reason = "a struct is built with all its fields")]
    lsp::DocumentSymbol {
        name: symbol.name,
        detail: Some(symbol.detail.to_owned()),
        kind: symbol_kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: ruler.range(symbol.range),
        selection_range: ruler.range(symbol.selection),
        children: (!children.is_empty()).then_some(children),
    }
}

/// For clients that know no nesting.
fn flatten(
    symbol: Symbol,
    container: Option<&str>,
    uri: &lsp::Uri,
    ruler: &Ruler<'_>,
    out: &mut Vec<lsp::SymbolInformation>,
) {
    #[allow(deprecated, reason = "a struct is built with all its fields")]
    out.push(lsp::SymbolInformation {
        deprecated: None,
        location: lsp::Location::new(uri.clone(), ruler.range(symbol.range)),
        base_symbol_information: lsp::BaseSymbolInformation {
            name: symbol.name.clone(),
            kind: symbol_kind(symbol.kind),
            tags: None,
            container_name: container.map(str::to_owned),
        },
    });
    for child in symbol.children {
        flatten(child, Some(&symbol.name), uri, ruler, out);
    }
}

/// How editors draw a kind of statement.
pub fn symbol_kind(key: Key) -> lsp::SymbolKind {
    match key {
        Key::Contract => lsp::SymbolKind::Package,
        Key::Document | Key::Attachment => lsp::SymbolKind::File,
        Key::Signer => lsp::SymbolKind::Object,
        Key::Sign => lsp::SymbolKind::Event,
        Key::Person => lsp::SymbolKind::Variable,
        Key::Company => lsp::SymbolKind::Class,
        Key::Param => lsp::SymbolKind::Constant,
        Key::Authorization | Key::Ticket => lsp::SymbolKind::Key,
        _ => lsp::SymbolKind::Property,
    }
}
