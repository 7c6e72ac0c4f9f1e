//! A plan made ready to be carried out: bodies as JSON, and what each request is recognised by.

use std::collections::BTreeMap;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::findings::Words;
use crate::model::Model;
use crate::plan::{Body, Kind, Plan, Platform, Request, Use};
use crate::platform::signature::sha256;
use crate::source::Span;

/// Everything one file leads to.
#[derive(Debug, Clone)]
pub struct Job {
    /// The file as it is shown.
    pub source: String,
    /// Over the file, those it uses and the params' values: equal where nothing was changed.
    pub source_hash: String,
    /// The contract's name; empty without one.
    pub title: String,
    /// `2026-02-04`
    pub deadline: Option<String>,
    /// Who is asked about when a contract is looked for: the first signer.
    pub signer: Option<String>,
    pub steps: Vec<Step>,
}

/// One request, owned.
#[derive(Debug, Clone)]
pub struct Step {
    /// From 1.
    pub number: usize,
    pub kind: Kind,
    pub platform: Platform,
    /// Below the base address; empty for an upload, whose path is a setting.
    pub path: &'static str,
    pub body: Value,
    pub uses: Vec<Use>,
    /// What it is recognised by when it comes again; `None` for what is fetched anew each time.
    pub subject: Option<String>,
    pub purpose: Words,
    /// Where the file asks for it.
    pub span: Span,
    /// The file that is uploaded.
    pub upload: Option<String>,
}

impl Job {
    /// The job of a plan. `given` are the params' values by name.
    pub fn of(plan: &Plan<'_>, model: &Model, given: &BTreeMap<String, String>) -> serde_json::Result<Job> {
        let source_hash = source_hash(model, given);
        let mut steps = Vec::with_capacity(plan.requests.len());
        for request in &plan.requests {
            steps.push(step(request)?);
        }
        let start = steps.iter().position(|step| step.kind == Kind::Start);
        if let Some(start) = start {
            // A contract without a business code is still told from others by its file.
            let subject =
                steps[start].subject.get_or_insert_with(|| format!("{NAMELESS}{source_hash}")).clone();
            // A document is made for one contract.
            for step in &mut steps {
                if let (Kind::Template | Kind::Upload, Some(name)) = (step.kind, &step.subject) {
                    step.subject = Some(format!("{subject}/{name}"));
                }
            }
        }
        let body = start.map(|start| &steps[start].body);
        let text = |pointer: &str| Some(body?.pointer(pointer)?.as_str()?.to_owned());
        Ok(Job {
            source: model.sources[Model::ROOT].name().to_owned(),
            source_hash,
            title: text("/signFlowConfigs/flowConfig/contractName").unwrap_or_default(),
            deadline: text("/signFlowConfigs/flowConfig/signDeadline"),
            signer: text("/signers/0/accountId"),
            steps,
        })
    }

    /// Counts the files that are uploaded among the sources, so that another file under the same name is a
    /// change. What cannot be read is reported when it is uploaded.
    pub fn with_uploads(mut self) -> Job {
        for path in self.steps.iter().filter_map(|step| step.upload.as_deref()) {
            let content = std::fs::read(path).map(|file| sha256(&file)).unwrap_or_default();
            self.source_hash = sha256(format!("{} {content}", self.source_hash).as_bytes());
        }
        self
    }

    /// The step that starts the contract.
    pub fn start(&self) -> Option<&Step> {
        self.steps.iter().find(|step| step.kind == Kind::Start)
    }
}

impl Step {
    /// The body as it is sent, but for what earlier answers fill in.
    pub fn bytes(&self) -> Vec<u8> {
        // INVARIANT: a `Value` can always be written.
        serde_json::to_vec(&self.body).unwrap_or_default()
    }
}

/// Stands before the hash that a contract without a business code is recognised by.
const NAMELESS: &str = "#";

/// The business code behind a subject, where the contract has one.
pub fn business_code(subject: &str) -> Option<&str> {
    (!subject.starts_with(NAMELESS)).then_some(subject)
}

fn step(request: &Request<'_>) -> serde_json::Result<Step> {
    let subject = match request.kind() {
        // Fetched anew each time.
        Kind::Authorization | Kind::Ticket => None,
        _ => request.subject(),
    };
    Ok(Step {
        number: request.step,
        kind: request.kind(),
        platform: request.platform,
        path: request.path,
        body: serde_json::to_value(&request.body)?,
        uses: request.uses.clone(),
        subject,
        purpose: request.purpose.clone(),
        span: request.span,
        upload: match &request.body {
            Body::Upload(upload) => upload.file.map(str::to_owned),
            _ => None,
        },
    })
}

/// What tells whether a file, those it uses or its params' values were changed.
fn source_hash(model: &Model, given: &BTreeMap<String, String>) -> String {
    let mut all = Sha256::new();
    let mut add = |text: &str| all.update(sha256(text.as_bytes()));
    for (_, source) in model.sources.iter() {
        add(source.text());
    }
    for (name, value) in given {
        add(name);
        add(value);
    }
    sha256(&all.finalize())
}
