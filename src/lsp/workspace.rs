//! Names across the files of a workspace.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use gen_lsp_types as lsp;

use super::Host;
use super::client::Client;
use super::documents::Documents;
use super::ruler::Ruler;
use crate::editor::Snapshot;
use crate::editor::names::{self, Declaration, Name};
use crate::findings::Words;
use crate::model::Model;
use crate::source::{Source, Span};
use crate::words;

/// Every file that may say a name declared at one place, read.
struct Sight<'a> {
    open: Vec<(&'a Model, Span)>,
    closed: Vec<(Model, Span)>,
}

impl Sight<'_> {
    fn all(&self) -> impl Iterator<Item = (&Model, Span)> {
        let closed = self.closed.iter().map(|(model, span)| (model, *span));
        self.open.iter().map(|(model, span)| (*model, *span)).chain(closed)
    }
}

/// The models of open files, files of the workspace and files of the project that see a declaration; with each, where it
/// is there. Whoever opens a single file changes its names everywhere too.
fn sight<'a>(
    from: &'a Model,
    declared: Span,
    documents: &'a Documents,
    client: &Client,
    host: &dyn Host,
) -> Sight<'a> {
    let name = from.sources.slice(declared).to_owned();
    let home = names::file_name(from, declared.file).to_owned();
    let here = |model: &Model| {
        let span = names::same_place(declared, from, model)?;
        (model.sources.slice(span) == name).then_some(span)
    };
    let mut sight = Sight { open: Vec::new(), closed: Vec::new() };
    let models = documents.iter().filter_map(|(_, document)| document.snapshot.as_ref());
    for model in models.map(|snapshot| &snapshot.model) {
        if let Some(span) = here(model) {
            sight.open.push((model, span));
        }
    }
    let mut folders = client.folders.clone();
    for file in [home.as_str(), names::file_name(from, Model::ROOT)] {
        if !folders.iter().any(|folder| Path::new(file).starts_with(folder)) {
            folders.extend(host.project(file));
        }
    }
    let mut closed: BTreeSet<String> = host.workspace(&folders).into_iter().collect();
    closed.insert(home);
    for file in closed.into_iter().filter(|file| documents.get(file).is_none()) {
        // Most files do not say the name at all and need not be understood.
        let Ok(text) = host.files(&file).read(&file) else { continue };
        if !text.contains(name.as_str()) {
            continue;
        }
        let model = documents.read(None, Source::new(file, text), host);
        if let Some(span) = here(&model) {
            sight.closed.push((model, span));
        }
    }
    sight
}

/// Everywhere a name is said: its declaration first within each file.
pub fn references(
    snapshot: &Snapshot,
    name: Name,
    with_declaration: bool,
    documents: &Documents,
    client: &Client,
    host: &dyn Host,
) -> Vec<lsp::Location> {
    let sight = sight(&snapshot.model, name.declared, documents, client, host);
    let mut locations = Vec::new();
    for (model, declared) in sight.all() {
        let source = &model.sources[Model::ROOT];
        let ruler = Ruler::new(source, client.encoding);
        let Some(uri) = uri_of(source.name(), documents) else { continue };
        let places = names::places(model, declared).into_iter();
        let places = places.filter(|span| with_declaration || *span != declared);
        locations.extend(places.map(|span| lsp::Location::new(uri.clone(), ruler.span(span))));
    }
    locations
}

/// The edits that give a name another, in every file that says it.
pub fn rename(
    snapshot: &Snapshot,
    name: Name,
    new: &str,
    documents: &Documents,
    client: &Client,
    host: &dyn Host,
) -> Result<lsp::WorkspaceEdit, Words> {
    let declaration = renamable(snapshot, name)?;
    let new = new.trim();
    let sight = sight(&snapshot.model, name.declared, documents, client, host);
    if new != declaration.name {
        names::may_be_called(new, sight.all().map(|(model, _)| model))?;
    }
    let mut changes: HashMap<lsp::Uri, Vec<lsp::TextEdit>> = HashMap::new();
    for (model, declared) in sight.all() {
        let source = &model.sources[Model::ROOT];
        let ruler = Ruler::new(source, client.encoding);
        let Some(uri) = uri_of(source.name(), documents) else { continue };
        let edits = names::places(model, declared).into_iter();
        let edits: Vec<_> = edits.map(|span| lsp::TextEdit::new(ruler.span(span), new.to_owned())).collect();
        if !edits.is_empty() {
            changes.insert(uri, edits);
        }
    }
    Ok(lsp::WorkspaceEdit { changes: Some(changes), ..Default::default() })
}

/// The declaration of a name that may be changed.
pub fn renamable(snapshot: &Snapshot, name: Name) -> Result<Declaration<'_>, Words> {
    let model = &snapshot.model;
    let declaration = names::declaration(model, name.declared);
    declaration.filter(|_| names::is_plain(model, name.declared)).ok_or_else(|| {
        words!("这里的声明有错误，改正后才能改名", "its declaration has a mistake; mend that before renaming")
    })
}

/// The symbols of every file that have the query in their names.
pub fn symbols(
    query: &str,
    documents: &Documents,
    client: &Client,
    host: &dyn Host,
) -> Vec<lsp::WorkspaceSymbol> {
    let query = query.to_lowercase();
    let mut found = Vec::new();
    let mut add = |model: &Model| {
        let source = &model.sources[Model::ROOT];
        let Some(uri) = uri_of(source.name(), documents) else { return };
        let ruler = Ruler::new(source, client.encoding);
        let mut declarations: Vec<Declaration<'_>> =
            names::declarations(model).filter(|declared| declared.span.file == Model::ROOT).collect();
        declarations.sort_by_key(|declared| declared.span);
        for declared in declarations.iter().filter(|declared| declared.name.to_lowercase().contains(&query)) {
            let location = lsp::Location::new(uri.clone(), ruler.span(declared.span));
            found.push(lsp::WorkspaceSymbol {
                location: location.into(),
                data: None,
                base_symbol_information: lsp::BaseSymbolInformation {
                    name: declared.name.to_owned(),
                    kind: super::answers::symbol_kind(declared.kind),
                    tags: None,
                    container_name: None,
                },
            });
        }
    };
    for (_, document) in documents.iter() {
        document.snapshot.iter().for_each(|snapshot| add(&snapshot.model));
    }
    for file in host.workspace(&client.folders) {
        if documents.get(&file).is_none()
            && let Ok(text) = host.files(&file).read(&file)
        {
            add(&documents.read(None, Source::new(file, text), host));
        }
    }
    found
}

/// The address of a file, as the client spells it where it has it open.
pub fn uri_of(name: &str, documents: &Documents) -> Option<lsp::Uri> {
    match documents.get(name) {
        Some(document) => Some(document.uri.clone()),
        None => lsp::Uri::from_file_path(name).ok(),
    }
}
