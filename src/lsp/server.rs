//! The conversation: messages in, answers and diagnostics out.

use std::collections::HashSet;

use gen_lsp_types as lsp;
use lsp::{Notification as _, Request as _};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::answers::{Asked, capabilities};
use super::client::Client;
use super::commands;
use super::diagnostics::Published;
use super::documents::Documents;
use super::handshake::{self, Began};
use super::wire::{Skipped, UNREADABLE};
use super::{Host, Language, Marks, Sent};
use crate::findings::{Lang, Words};
use crate::words;

pub fn serve(connection: &Connection, host: Box<dyn Host>, language: Language) -> Result<bool, Words> {
    let ended =
        || Err(words!("连接在握手完成之前就断了", "the connection ended before the handshake was over"));
    let mut early = Vec::new();
    let (id, params) = match handshake::initialize(connection, &mut early) {
        Began::With(asked) => asked,
        Began::Left => return Ok(false),
        Began::Broken => return ended(),
    };
    let client = Client::new(&params, language);
    let result = json!({
        "capabilities": capabilities(&client),
        "serverInfo": { "name": "qdc", "version": env!("CARGO_PKG_VERSION") },
    });
    match handshake::initialized(connection, id, result, &mut early) {
        Began::With(()) => {}
        Began::Left => return Ok(false),
        Began::Broken => return ended(),
    }
    let mut server = Server {
        connection,
        closing: false,
        client,
        host,
        documents: Documents::default(),
        published: Published::default(),
        asked: 0,
        configuration: None,
        said: Vec::new(),
        shown: None,
        marks: Marks::default(),
    };
    server.host.open_folders(&server.client.folders);
    server.initialized();
    early.into_iter().for_each(|note| server.notified(note));
    while let Ok(message) = connection.receiver.recv() {
        // What came meanwhile is looked at together: only the last of many edits is worth a check, and what was
        // called off no answer.
        let messages: Vec<Message> = std::iter::once(message).chain(connection.receiver.try_iter()).collect();
        let called_off: HashSet<RequestId> = messages.iter().filter_map(called_off).collect();
        for message in messages {
            match message {
                Message::Notification(notification)
                    if notification.method == lsp::ExitNotification::METHOD.as_str() =>
                {
                    return Ok(server.closing);
                }
                Message::Request(request) if called_off.contains(&request.id) => {
                    server.refuse(request.id, ErrorCode::RequestCanceled, "called off");
                }
                message => server.receive(message),
            }
        }
        server.settle();
    }
    Ok(false)
}

/// The request that a message calls off.
fn called_off(message: &Message) -> Option<RequestId> {
    let Message::Notification(Notification { method, params }) = message else { return None };
    if method != CANCEL {
        return None;
    }
    serde_json::from_value(params.get("id")?.clone()).ok()
}

/// Not among the methods of the types, since it belongs to every protocol of this kind.
const CANCEL: &str = "$/cancelRequest";

/// Asks for a text as the server has it, to find out whether both sides agree.
const TEXT: &str = "qdc/text";

struct Server<'c> {
    connection: &'c Connection,
    /// Whether the client said that it is about to leave.
    closing: bool,
    client: Client,
    host: Box<dyn Host>,
    documents: Documents,
    published: Published,
    /// How many requests the client was sent.
    asked: i32,
    /// The request for the client's settings that is not answered yet.
    configuration: Option<RequestId>,
    /// Why settings could not be read, as it was said.
    said: Vec<Words>,
    /// Where results are kept that the client has shown.
    shown: Option<tempfile::TempDir>,
    /// See [`look_at_disk`](Server::look_at_disk).
    marks: Marks,
}

impl Server<'_> {
    fn initialized(&mut self) {
        self.log_wrong_options();
        if self.client.watches_files {
            let watchers =
                ["**/*.qdc", "**/qdc.toml", "**/*.{pdf,PDF}"].map(|glob| json!({ "globPattern": glob }));
            let registration = json!({ "registrations": [{
                "id": "files",
                "method": lsp::DidChangeWatchedFilesNotification::METHOD.as_str(),
                "registerOptions": { "watchers": watchers },
            }] });
            self.ask(lsp::RegistrationRequest::METHOD.as_str(), registration);
        }
        self.pull_configuration();
    }

    // ---- out ----

    fn send(&self, message: impl Into<Message>) {
        // A client that went away is noticed where messages come in.
        let _ = self.connection.sender.send(message.into());
    }

    fn refuse(&self, id: RequestId, code: ErrorCode, why: &str) {
        self.send(Response::new_err(id, code as i32, why.to_owned()));
    }

    fn ask(&mut self, method: &str, params: Value) -> RequestId {
        self.asked += 1;
        let id = RequestId::from(self.asked);
        self.send(Request::new(id.clone(), method.to_owned(), params));
        id
    }

    fn notify<N: lsp::Notification>(&self, params: N::Params) {
        self.send(Notification::new(N::METHOD.as_str().to_owned(), params));
    }

    fn say(&self, kind: lsp::MessageType, words: &str) {
        self.notify::<lsp::ShowMessageNotification>(lsp::ShowMessageParams {
            kind,
            message: words.to_owned(),
        });
    }

    fn log(&self, kind: lsp::MessageType, words: &str) {
        self.notify::<lsp::LogMessageNotification>(lsp::LogMessageParams { kind, message: words.to_owned() });
    }

    fn lang(&self) -> Lang {
        self.client.options.lang
    }

    fn publish(&self, all: Vec<lsp::PublishDiagnosticsParams>) {
        for params in all {
            self.notify::<lsp::PublishDiagnosticsNotification>(params);
        }
    }

    // ---- in ----

    fn receive(&mut self, message: Message) {
        match message {
            Message::Request(request) => {
                // An answer is about the text as the client has it.
                self.settle();
                self.answer(request);
            }
            Message::Notification(notification) => self.notified(notification),
            Message::Response(response) => self.answered(response),
        }
    }

    /// Checks what changed and says what was found.
    fn settle(&mut self) {
        let refreshed = self.documents.refresh(self.host.as_ref());
        for why in refreshed.unsettled {
            // One broken qdc.toml fails every file below it, at every keystroke.
            if !self.said.contains(&why) {
                self.say(lsp::MessageType::Error, why.get(self.lang()));
                self.said.push(why);
            }
        }
        if !refreshed.names.is_empty() {
            let (encoding, lang) = (self.client.encoding, self.lang());
            let all = self.published.after(&refreshed.names, &self.documents, encoding, lang);
            // Before anybody can act on what is published.
            if !self.client.watches_files {
                self.marks = self.host.marks(&self.documents.files_read());
            }
            self.publish(all);
        }
        drop(refreshed.retired);
    }

    fn notified(&mut self, notification: Notification) {
        let method = notification.method.clone();
        let params = notification.params;
        if method == lsp::DidOpenTextDocumentNotification::METHOD.as_str() {
            let Some(params) = self.read::<lsp::DidOpenTextDocumentParams>(params) else { return };
            let document = params.text_document;
            self.disk_changed();
            self.documents.open(document.uri, document.version, document.text);
        } else if method == lsp::DidChangeTextDocumentNotification::METHOD.as_str() {
            let Some(params) = self.read::<lsp::DidChangeTextDocumentParams>(params) else { return };
            let document = params.text_document;
            let uri = document.text_document_identifier.uri;
            self.documents.change(&uri, document.version, params.content_changes, self.client.encoding);
            if !self.client.watches_files {
                self.look_at_disk();
            }
        } else if method == lsp::DidCloseTextDocumentNotification::METHOD.as_str() {
            let Some(params) = self.read::<lsp::DidCloseTextDocumentParams>(params) else { return };
            self.settle();
            if let Some(document) = self.documents.close(&params.text_document.uri) {
                let (encoding, lang) = (self.client.encoding, self.lang());
                let all = self.published.closed(document.uri, &self.documents, encoding, lang);
                self.publish(all);
            }
            self.disk_changed();
        } else if method == lsp::DidSaveTextDocumentNotification::METHOD.as_str()
            || method == lsp::DidChangeWatchedFilesNotification::METHOD.as_str()
        {
            self.disk_changed();
        } else if method == lsp::DidChangeConfigurationNotification::METHOD.as_str() {
            match params.pointer("/settings/qdc") {
                Some(settings) if settings.is_object() => self.configure(&settings.clone()),
                _ => self.pull_configuration(),
            }
        } else if method == lsp::DidChangeWorkspaceFoldersNotification::METHOD.as_str() {
            let Some(params) = self.read::<lsp::DidChangeWorkspaceFoldersParams>(params) else { return };
            let path = |folder: &lsp::WorkspaceFolder| folder.uri.to_file_path().ok();
            let removed: Vec<_> = params.event.removed.iter().filter_map(path).collect();
            self.client.folders.retain(|folder| !removed.contains(folder));
            self.client.folders.extend(params.event.added.iter().filter_map(path));
            self.host.open_folders(&self.client.folders);
            self.disk_changed();
        } else if method == UNREADABLE {
            let Some(Skipped { why, id }) = self.read(params) else { return };
            let why = why.get(self.lang());
            self.log(lsp::MessageType::Error, why);
            if let Some(id) = id {
                self.refuse(id, ErrorCode::InvalidRequest, why);
            }
        }
        // Others, such as a request called off when it is answered already, mean nothing here.
    }

    /// Params of a notification; what cannot be read is said, since nobody can be answered.
    fn read<T: DeserializeOwned>(&self, params: Value) -> Option<T> {
        match serde_json::from_value(params) {
            Ok(params) => Some(params),
            Err(error) => {
                let words = words!("跳过了一条通知：{error}", "skipped a notification: {error}");
                self.log(lsp::MessageType::Error, words.get(self.lang()));
                None
            }
        }
    }

    /// A client that does not tell of changed files: each edit is an occasion to look.
    fn look_at_disk(&mut self) {
        if self.marks != self.host.marks(&self.documents.files_read()) {
            self.disk_changed();
        }
    }

    /// What is on the disk, or what day it is, may be another than before.
    fn disk_changed(&mut self) {
        self.host.forget();
        self.said.clear();
        self.documents.distrust();
    }

    fn pull_configuration(&mut self) {
        if self.client.configuration {
            let items = json!({ "items": [{ "section": "qdc" }] });
            self.configuration = Some(self.ask(lsp::ConfigurationRequest::METHOD.as_str(), items));
        }
    }

    /// A person who sets what cannot be would look for the effect in vain.
    fn log_wrong_options(&mut self) {
        for words in std::mem::take(&mut self.client.wrong) {
            self.log(lsp::MessageType::Warning, words.get(self.lang()));
        }
    }

    fn configure(&mut self, settings: &Value) {
        let is_other = self.client.set(settings);
        self.log_wrong_options();
        if is_other {
            self.documents.distrust();
            for method in self.client.refreshes().to_vec() {
                self.ask(method, Value::Null);
            }
        }
    }

    fn answered(&mut self, response: Response) {
        if self.configuration.as_ref() == Some(&response.id) {
            self.configuration = None;
            let settings = response.response_result.ok().and_then(|result| result.get(0).cloned());
            if let Some(settings) = settings {
                self.configure(&settings);
            }
        }
    }

    // ---- requests ----

    fn answer(&mut self, request: Request) {
        let Request { id, method, params } = request;
        if method == lsp::ShutdownRequest::METHOD.as_str() {
            self.closing = true;
            return self.send(ok(id, Value::Null));
        }
        if self.closing {
            return self.refuse(id, ErrorCode::InvalidRequest, "the server was shut down");
        }
        if method == lsp::ExecuteCommandRequest::METHOD.as_str() {
            return self.execute(id, params);
        }
        if method == TEXT {
            let document = serde_json::from_value::<lsp::TextDocumentIdentifier>(params).ok();
            let text =
                document.and_then(|document| Some(self.documents.snapshot(&document.uri)?.text().to_owned()));
            return self.send(ok(id, text));
        }
        let asked = Asked { documents: &self.documents, client: &self.client, host: self.host.as_ref() };
        let mut call = Call { id, method: &method, params: Some(params), response: None };
        call.on::<lsp::HoverRequest>(|params| asked.hover(params))
            .on::<lsp::CompletionRequest>(|params| asked.completion(params))
            .on::<lsp::DefinitionRequest>(|params| asked.definition(params))
            .on::<lsp::ReferencesRequest>(|params| asked.references(params))
            .on::<lsp::DocumentHighlightRequest>(|params| asked.highlights(params))
            .on::<lsp::DocumentSymbolRequest>(|params| asked.document_symbols(params))
            .on::<lsp::WorkspaceSymbolRequest>(|params| asked.workspace_symbols(params))
            .on::<lsp::FoldingRangeRequest>(|params| asked.folding_ranges(params))
            .on::<lsp::SelectionRangeRequest>(|params| asked.selection_ranges(params))
            .on::<lsp::DocumentLinkRequest>(|params| asked.document_links(params))
            .on::<lsp::DocumentFormattingRequest>(|params| asked.formatting(params))
            .on::<lsp::CodeActionRequest>(|params| asked.code_actions(params))
            .on::<lsp::SemanticTokensRequest>(|params| asked.tokens(&params.text_document.uri, None))
            .on::<lsp::SemanticTokensRangeRequest>(|params| {
                asked.tokens(&params.text_document.uri, Some(params.range))
            })
            .on::<lsp::InlayHintRequest>(|params| asked.inlay_hints(params))
            .on::<lsp::CodeLensRequest>(|params| asked.code_lenses(params))
            .try_on::<lsp::PrepareRenameRequest>(self.lang(), |params| asked.prepare_rename(params))
            .try_on::<lsp::RenameRequest>(self.lang(), |params| asked.rename(params));
        let response = call.finish();
        self.send(response);
    }

    fn execute(&mut self, id: RequestId, params: Value) {
        let params: lsp::ExecuteCommandParams = match serde_json::from_value(params) {
            Ok(params) => params,
            Err(error) => return self.send(invalid(id, &error)),
        };
        let asked = Asked { documents: &self.documents, client: &self.client, host: self.host.as_ref() };
        let arguments = params.arguments.unwrap_or_default();
        let result = match commands::run(&params.command, &arguments, &asked) {
            Ok(result) => result,
            Err(words) => return self.send(refused(id, words.get(self.lang()))),
        };
        if let commands::Result::Later { title, run } = result {
            let (out, shows) = (self.connection.sender.clone(), !self.client.options.returns_results);
            let wait = move || {
                let Sent { ok, text } = run();
                if shows {
                    let kind = if ok { lsp::MessageType::Info } else { lsp::MessageType::Error };
                    let params = lsp::ShowMessageParams { kind, message: text.clone() };
                    let method = lsp::ShowMessageNotification::METHOD.as_str().to_owned();
                    let _ = out.send(Notification::new(method, params).into());
                }
                let result = json!({ "ok": ok, "title": title, "text": text });
                let _ = out.send(Response::new_ok(id, result).into());
            };
            // The server goes on answering meanwhile.
            drop(std::thread::spawn(wait));
            return;
        }
        if !self.client.options.returns_results {
            self.show(&result);
        }
        self.send(Response::new_ok(id, result.json()));
    }

    /// Has the client show a result: as a file where it can, else in a message.
    fn show(&mut self, result: &commands::Result) {
        let (name, text, external) = match result {
            commands::Result::Text { text, .. } => ("plan.txt", text, false),
            commands::Result::Page { html, .. } => ("preview.html", html, true),
            commands::Result::Later { .. } => return,
        };
        match self.keep(name, text) {
            Some(path) if self.client.shows_documents => {
                let Ok(uri) = lsp::Uri::from_file_path(&path) else { return };
                let params = json!({ "uri": uri, "external": external, "takeFocus": true });
                self.ask(lsp::ShowDocumentRequest::METHOD.as_str(), params);
            }
            Some(path) if external => {
                let path = path.display();
                let words = words!(
                    "盖章预览在 {path}，用浏览器打开",
                    "the seals are drawn in {path}; open it in a browser"
                );
                self.say(lsp::MessageType::Info, words.get(self.lang()));
            }
            _ => self.say(lsp::MessageType::Info, text),
        }
    }

    /// Writes a result where only this person can read it, and where it goes with the server.
    fn keep(&mut self, name: &str, text: &str) -> Option<std::path::PathBuf> {
        if self.shown.is_none() {
            self.shown = tempfile::Builder::new().prefix("qdc-").tempdir().ok();
        }
        let path = self.shown.as_ref()?.path().join(name);
        std::fs::write(&path, text).ok()?;
        Some(path)
    }
}

/// A request on its way through the list of what is understood.
struct Call<'m> {
    id: RequestId,
    method: &'m str,
    params: Option<Value>,
    response: Option<Response>,
}

impl Call<'_> {
    fn on<R: lsp::Request>(&mut self, answer: impl FnOnce(R::Params) -> R::Result) -> &mut Self {
        self.answer::<R>(|id, params| ok(id, answer(params)))
    }

    /// A request that may be refused, in words.
    fn try_on<R: lsp::Request>(
        &mut self,
        lang: Lang,
        answer: impl FnOnce(R::Params) -> Result<R::Result, Words>,
    ) -> &mut Self {
        self.answer::<R>(|id, params| match answer(params) {
            Ok(result) => ok(id, result),
            Err(words) => refused(id, words.get(lang)),
        })
    }

    fn answer<R: lsp::Request>(
        &mut self,
        answer: impl FnOnce(RequestId, R::Params) -> Response,
    ) -> &mut Self {
        if self.method == R::METHOD.as_str()
            && let Some(params) = self.params.take()
        {
            let id = self.id.clone();
            self.response = Some(match serde_json::from_value(params) {
                Ok(params) => answer(id, params),
                Err(error) => invalid(id, &error),
            });
        }
        self
    }

    fn finish(self) -> Response {
        let Call { id, method, response, .. } = self;
        let unknown =
            || Response::new_err(id, ErrorCode::MethodNotFound as i32, format!("no method {method}"));
        response.unwrap_or_else(unknown)
    }
}

fn ok(id: RequestId, result: impl Serialize) -> Response {
    Response::new_ok(id, result)
}

fn invalid(id: RequestId, error: &serde_json::Error) -> Response {
    Response::new_err(id, ErrorCode::InvalidParams as i32, error.to_string())
}

fn refused(id: RequestId, words: &str) -> Response {
    Response::new_err(id, ErrorCode::RequestFailed as i32, words.to_owned())
}
