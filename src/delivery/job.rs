//! A plan made ready to be carried out: bodies as JSON, and what each request is recognised by.

use serde_json::{Value, json};

use super::subject::Subject;
use crate::findings::{Lang, Words};
use crate::model::{Deadline, Model, Term};
use crate::plan::{Body, Kind, Plan, Platform, Request, Use};
use crate::platform::signature::sha256;
use crate::source::Span;

/// Everything one file leads to.
#[derive(Debug, Clone)]
pub struct Job {
    /// The file as it is shown.
    pub source: String,
    /// The SHA-256 of what the file asks for; see [`Subject::Meaning`]. Equal where nothing that matters was
    /// changed, and on another day too.
    pub meaning: String,
    /// The contract's name; empty without one.
    pub title: String,
    /// `2026-02-04`
    pub deadline: Option<String>,
    /// Who is asked about when a contract is looked for: the first signer.
    pub signer: Option<String>,
    pub steps: Vec<Step>,
    /// The deadline as the file has it, such as `in 30d`.
    written_deadline: Option<String>,
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
    pub subject: Option<Subject>,
    pub purpose: Words,
    /// Where the file asks for it.
    pub span: Span,
    pub upload: Option<Upload>,
    /// Of a document, the name the file declares.
    name: Option<String>,
}

/// A file that is uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    pub path: String,
    /// The BLAKE3 of the content that was checked, in hexadecimal: that content is sent, or nothing. Without it
    /// whatever the file holds then is sent.
    pub content: Option<String>,
}

impl Job {
    /// The job of a plan.
    pub fn of(plan: &Plan<'_>, model: &Model) -> serde_json::Result<Job> {
        let mut steps = Vec::with_capacity(plan.requests.len());
        for request in &plan.requests {
            steps.push(step(request)?);
        }
        let start = steps.iter().find(|step| step.kind == Kind::Start);
        let text = |pointer: &str| Some(start?.body.pointer(pointer)?.as_str()?.to_owned());
        let mut job = Job {
            source: model.sources[Model::ROOT].name().to_owned(),
            meaning: String::new(),
            title: text("/signFlowConfigs/flowConfig/contractName").unwrap_or_default(),
            deadline: text(DEADLINE),
            signer: text("/signers/0/accountId"),
            steps,
            written_deadline: model
                .contract
                .as_ref()
                .and_then(|contract| written(&contract.deadline.as_ref()?.value)),
        };
        job.identify();
        Ok(job)
    }

    /// Notes which content of the files that are uploaded was checked, as its BLAKE3: other content under the same
    /// name is another contract, and is not sent for the one that was checked.
    pub fn with_uploads(mut self, checked: impl Fn(&str) -> Option<String>) -> Job {
        for upload in self.steps.iter_mut().filter_map(|step| step.upload.as_mut()) {
            upload.content = checked(&upload.path);
        }
        self.identify();
        self
    }

    /// The step that starts the contract.
    pub fn start(&self) -> Option<&Step> {
        self.steps.iter().find(|step| step.kind == Kind::Start)
    }

    /// Gives each step what it is recognised by, which rests on what the contract means.
    fn identify(&mut self) {
        self.meaning = self.meant();
        let Some(start) = self.steps.iter_mut().find(|step| step.kind == Kind::Start) else { return };
        if !matches!(start.subject, Some(Subject::Code(_))) {
            start.subject = Some(Subject::Meaning(self.meaning.clone()));
        }
        // A document is made for one contract.
        let contract = start.subject.as_ref().map(Subject::key).unwrap_or_default();
        for step in &mut self.steps {
            if matches!(step.kind, Kind::Template | Kind::Upload)
                && let Some(name) = &step.name
            {
                step.subject = Some(Subject::Name(format!("{contract}/{name}")));
            }
        }
    }

    /// What the file asks for, without the day it was read on and without the numbers of its steps.
    fn meant(&self) -> String {
        let Some(start) = self.start() else {
            let all: Vec<&Value> = self.steps.iter().map(|step| &step.body).collect();
            return sha256(json!(all).to_string().as_bytes());
        };
        let mut body = start.body.clone();
        if let (Some(date), Some(written)) = (body.pointer_mut(DEADLINE), &self.written_deadline) {
            *date = Value::String(written.clone());
        }
        for use_ in &start.uses {
            let made = self.steps.iter().find(|step| step.number == use_.step);
            let content = made.map(|made| match &made.upload {
                Some(upload) => upload.content.clone().unwrap_or_default(),
                None => sha256(&made.bytes()),
            });
            if let Some(code) = body.pointer_mut(&use_.pointer) {
                *code = json!({ "made": content });
            }
        }
        sha256(body.to_string().as_bytes())
    }
}

/// Where the deadline stands in a body that starts a contract.
const DEADLINE: &str = "/signFlowConfigs/flowConfig/signDeadline";

fn written(deadline: &Deadline) -> Option<String> {
    let mut written = match deadline.term {
        Term::On(date) => date.to_string(),
        Term::In(length) => format!("in {}{}", length.count, length.unit.spelled(Lang::En)),
        Term::Unknown => return None,
    };
    if deadline.roll.is_some() {
        written.push_str(" roll");
    }
    Some(written)
}

impl Step {
    /// The body as it is sent, but for what earlier answers fill in.
    pub fn bytes(&self) -> Vec<u8> {
        // INVARIANT: a `Value` can always be written.
        serde_json::to_vec(&self.body).unwrap_or_default()
    }
}

fn step(request: &Request<'_>) -> serde_json::Result<Step> {
    let subject = match request.kind() {
        // Fetched anew each time.
        Kind::Authorization | Kind::Ticket => None,
        Kind::Start => request.subject().map(Subject::Code),
        Kind::Person => request.subject().map(Subject::Name),
        // Once the contract is known.
        Kind::Upload | Kind::Template => None,
    };
    Ok(Step {
        number: request.step,
        kind: request.kind(),
        platform: request.platform,
        path: request.path,
        body: serde_json::to_value(&request.body)?,
        uses: request.uses.clone(),
        name: request.subject(),
        subject,
        purpose: request.purpose.clone(),
        span: request.span,
        upload: match &request.body {
            Body::Upload(upload) => upload.file.map(|path| Upload { path: path.to_owned(), content: None }),
            _ => None,
        },
    })
}
