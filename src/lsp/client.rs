//! What the client can do and wants.

use std::path::PathBuf;

use gen_lsp_types::Uri;
use serde_json::Value;

use super::Language;
use super::ruler::Encoding;
use crate::findings::Lang;

/// The client as it introduced itself. Read leniently: clients leave out what they do not care for.
#[derive(Debug)]
pub struct Client {
    pub encoding: Encoding,
    pub folders: Vec<PathBuf>,
    pub snippets: bool,
    pub configuration: bool,
    pub watches_files: bool,
    pub shows_documents: bool,
    pub nested_symbols: bool,
    refreshes: Vec<&'static str>,
    /// The language `auto` stands for.
    auto: Lang,
    pub options: Options,
}

/// What a person may set, in `initializationOptions` and in the section `qdc` of the client's settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    pub lang: Lang,
    pub inlay_hints: bool,
    pub code_lens: bool,
    /// Whether whole statements are offered among the completions.
    pub snippets: bool,
    /// Whether the client shows what commands give back; else the server has it shown.
    pub returns_results: bool,
}

const REFRESHES: &[(&str, &str)] = &[
    ("/workspace/inlayHint/refreshSupport", "workspace/inlayHint/refresh"),
    ("/workspace/codeLens/refreshSupport", "workspace/codeLens/refresh"),
    ("/workspace/semanticTokens/refreshSupport", "workspace/semanticTokens/refresh"),
];

impl Client {
    /// From the params of `initialize`.
    pub fn new(params: &Value, language: Language) -> Self {
        let capabilities = params.get("capabilities").unwrap_or(&Value::Null);
        let can = |pointer: &str| capabilities.pointer(pointer).and_then(Value::as_bool).unwrap_or(false);
        let offered = capabilities.pointer("/general/positionEncodings").and_then(Value::as_array);
        let offers_utf8 = offered.is_some_and(|offered| offered.iter().any(|one| one == "utf-8"));
        let auto = match params.get("locale").and_then(Value::as_str) {
            _ if language.chosen => language.lang,
            Some(locale) if locale.to_lowercase().starts_with("zh") => Lang::Zh,
            Some(_) => Lang::En,
            None => language.lang,
        };
        let mut client = Client {
            encoding: if offers_utf8 { Encoding::Utf8 } else { Encoding::Utf16 },
            folders: folders(params),
            snippets: can("/textDocument/completion/completionItem/snippetSupport"),
            configuration: can("/workspace/configuration"),
            watches_files: can("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            shows_documents: can("/window/showDocument/support"),
            nested_symbols: can("/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            refreshes: REFRESHES
                .iter()
                .filter(|(pointer, _)| can(pointer))
                .map(|(_, method)| *method)
                .collect(),
            auto,
            options: Options {
                lang: auto,
                inlay_hints: true,
                code_lens: true,
                snippets: true,
                returns_results: false,
            },
        };
        if let Some(options) = params.get("initializationOptions") {
            client.set(options);
        }
        client
    }

    /// What changes when these settings are taken; whether anything does. What is not named, or makes no
    /// sense, stays.
    pub fn set(&mut self, settings: &Value) -> bool {
        let before = self.options.clone();
        let flag = |name: &str, now: bool| settings.get(name).and_then(Value::as_bool).unwrap_or(now);
        self.options.inlay_hints = flag("inlayHints", before.inlay_hints);
        self.options.code_lens = flag("codeLens", before.code_lens);
        self.options.snippets = flag("snippets", before.snippets);
        match settings.get("lang").and_then(Value::as_str) {
            Some("zh") => self.options.lang = Lang::Zh,
            Some("en") => self.options.lang = Lang::En,
            Some("auto") => self.options.lang = self.auto,
            _ => {}
        }
        match settings.get("results").and_then(Value::as_str) {
            Some("return") => self.options.returns_results = true,
            Some("show") => self.options.returns_results = false,
            _ => {}
        }
        self.options != before
    }

    /// What to ask the client to fetch again after its settings changed.
    pub fn refreshes(&self) -> &[&'static str] {
        &self.refreshes
    }
}

fn folders(params: &Value) -> Vec<PathBuf> {
    let path = |uri: &Value| uri.as_str().and_then(|uri| uri.parse::<Uri>().ok()?.to_file_path().ok());
    let folders = params.get("workspaceFolders").and_then(Value::as_array);
    match folders {
        Some(folders) => folders.iter().filter_map(|folder| path(folder.get("uri")?)).collect(),
        None => params.get("rootUri").and_then(path).into_iter().collect(),
    }
}
