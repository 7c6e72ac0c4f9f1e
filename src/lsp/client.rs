//! What the client can do and wants.

use std::path::PathBuf;

use gen_lsp_types::Uri;
use serde_json::Value;

use super::Language;
use super::options::Options;
use super::ruler::Encoding;
use crate::findings::{Lang, Words};

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
    /// What of the last settings made no sense.
    pub wrong: Vec<Words>,
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
            options: Options::new(auto),
            wrong: Vec::new(),
        };
        if let Some(options) = params.get("initializationOptions") {
            client.set(options);
        }
        client
    }

    /// Takes settings; whether anything changes. What is not named, or makes no sense, stays.
    pub fn set(&mut self, settings: &Value) -> bool {
        let before = self.options.clone();
        self.wrong = self.options.set(settings, self.auto);
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
