//! Findings as diagnostics, for each file they lie in.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use gen_lsp_types as lsp;

use super::documents::{Documents, name_of};
use super::ruler::{Encoding, Ruler};
use crate::editor::Snapshot;
use crate::findings::{Finding, Lang, Level};
use crate::model::Model;
use crate::source::Sources;

/// What is shown as the origin of every diagnostic.
pub const SOURCE: &str = "qdc";

/// Which finding it is, when two open files lead to the same one in a file both use.
type Identity = (&'static str, u32, u32);

/// The diagnostics that stand in the client's windows.
#[derive(Default)]
pub struct Published {
    /// For each open file, the findings that its check made in other files.
    elsewhere: BTreeMap<String, BTreeMap<String, Vec<(Identity, lsp::Diagnostic)>>>,
}

impl Published {
    /// What to publish after some open files were checked again.
    pub fn after(
        &mut self,
        checked: &[String],
        documents: &Documents,
        encoding: Encoding,
        lang: Lang,
    ) -> Vec<lsp::PublishDiagnosticsParams> {
        let mut touched: BTreeSet<String> = BTreeSet::new();
        for name in checked {
            touched.insert(name.clone());
            let Some(snapshot) = documents.get(name).and_then(|document| document.snapshot.as_ref()) else {
                continue;
            };
            let there = elsewhere(snapshot, encoding, lang);
            touched.extend(there.keys().cloned());
            let before = if there.is_empty() {
                self.elsewhere.remove(name)
            } else {
                self.elsewhere.insert(name.clone(), there)
            };
            touched.extend(before.into_iter().flat_map(BTreeMap::into_keys));
        }
        touched.into_iter().filter_map(|name| self.of(&name, documents, encoding, lang)).collect()
    }

    /// What to publish after a file was closed.
    pub fn closed(
        &mut self,
        uri: lsp::Uri,
        documents: &Documents,
        encoding: Encoding,
        lang: Lang,
    ) -> Vec<lsp::PublishDiagnosticsParams> {
        let name = name_of(&uri);
        let mut touched: BTreeSet<String> =
            self.elsewhere.remove(&name).into_iter().flat_map(BTreeMap::into_keys).collect();
        touched.remove(&name);
        let mut all: Vec<_> =
            touched.into_iter().filter_map(|name| self.of(&name, documents, encoding, lang)).collect();
        let diagnostics = self.others(&name, &HashSet::new());
        all.push(lsp::PublishDiagnosticsParams { uri, version: None, diagnostics });
        all
    }

    /// Everything found in one file: by its own check, if it is open, and by the checks of those that use it.
    fn of(
        &self,
        name: &str,
        documents: &Documents,
        encoding: Encoding,
        lang: Lang,
    ) -> Option<lsp::PublishDiagnosticsParams> {
        let document = documents.get(name);
        let uri = match document {
            Some(document) => document.uri.clone(),
            None => lsp::Uri::from_file_path(name).ok()?,
        };
        let mut diagnostics = Vec::new();
        let mut said = HashSet::new();
        if let Some(snapshot) = document.and_then(|document| document.snapshot.as_ref()) {
            for finding in snapshot.findings.iter().filter(|finding| finding.span.file == Model::ROOT) {
                said.insert(identity(finding));
                diagnostics.push(diagnostic(finding, &snapshot.model.sources, encoding, documents, lang));
            }
        }
        diagnostics.extend(self.others(name, &said));
        Some(lsp::PublishDiagnosticsParams {
            uri,
            version: document.map(|document| document.version),
            diagnostics,
        })
    }

    fn others(&self, name: &str, said: &HashSet<Identity>) -> Vec<lsp::Diagnostic> {
        let mut known: HashSet<Identity> = HashSet::new();
        let found = self.elsewhere.values().filter_map(|files| files.get(name)).flatten();
        found
            .filter(|(identity, _)| !said.contains(identity) && known.insert(*identity))
            .map(|(_, diagnostic)| diagnostic.clone())
            .collect()
    }
}

fn identity(finding: &Finding) -> Identity {
    (finding.rule.name, finding.span.start, finding.span.end)
}

fn elsewhere(
    snapshot: &Snapshot,
    encoding: Encoding,
    lang: Lang,
) -> BTreeMap<String, Vec<(Identity, lsp::Diagnostic)>> {
    let sources = &snapshot.model.sources;
    let mut found: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for finding in snapshot.findings.iter().filter(|finding| finding.span.file != Model::ROOT) {
        let diagnostic = diagnostic(finding, sources, encoding, &Documents::default(), lang);
        let name = sources[finding.span.file].name().to_owned();
        found.entry(name).or_default().push((identity(finding), diagnostic));
    }
    found
}

/// One finding, as the client shows it.
pub fn diagnostic(
    finding: &Finding,
    sources: &Sources,
    encoding: Encoding,
    documents: &Documents,
    lang: Lang,
) -> lsp::Diagnostic {
    let related: Vec<_> = finding
        .related
        .iter()
        .filter_map(|(span, words)| {
            let name = sources[span.file].name();
            let uri = match documents.get(name) {
                Some(document) => document.uri.clone(),
                None => lsp::Uri::from_file_path(name).ok()?,
            };
            let location = lsp::Location::new(uri, Ruler::new(&sources[span.file], encoding).span(*span));
            Some(lsp::DiagnosticRelatedInformation::new(location, words.get(lang).to_owned()))
        })
        .collect();
    let tags = matches!(finding.rule.name, "unused-name" | "unused-excuse")
        .then(|| vec![lsp::DiagnosticTag::Unnecessary]);
    lsp::Diagnostic {
        range: Ruler::new(&sources[finding.span.file], encoding).span(finding.span),
        severity: Some(match finding.level {
            Level::Error => lsp::DiagnosticSeverity::Error,
            Level::Warning => lsp::DiagnosticSeverity::Warning,
            // Editors hide their own hints nearly everywhere; ours are worth a look.
            Level::Hint => lsp::DiagnosticSeverity::Information,
        }),
        code: Some(finding.rule.name.to_owned().into()),
        code_description: None,
        source: Some(SOURCE.to_owned()),
        message: message(finding, lang).into(),
        tags,
        related_information: (!related.is_empty()).then_some(related),
        data: Some(
            serde_json::json!({ "title": finding.rule.title(lang), "platform": finding.rule.platform }),
        ),
    }
}

/// What is wrong, and on a line of its own how to mend it.
pub fn message(finding: &Finding, lang: Lang) -> String {
    let mut message = finding.message.get(lang).to_owned();
    if let Some(help) = &finding.help {
        let label = match lang {
            Lang::Zh => "办法：",
            Lang::En => "help: ",
        };
        message.extend(["\n", label, help.get(lang)]);
    }
    message
}
