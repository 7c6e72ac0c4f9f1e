//! Every request of a file, in the order their references need.

use serde::Serialize;

use super::authorization::{AutosignUrlBody, authorization};
use super::person::{PersonBody, person};
use super::start::{FILE_CODE, StartBody, start_after};
use super::steps::{Subject, steps};
use super::template::{TemplateFileBody, template_file};
use super::ticket::{TicketBody, ticket};
use crate::facts::Facts;
use crate::findings::Words;
use crate::model::{Contract, DocumentOrigin, Model};
use crate::settings::Settings;
use crate::words;

/// What carrying out a file would send. As JSON: `{"version": 1, "requests": […]}` with exact bodies.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan<'a> {
    version: u8,
    pub requests: Vec<Request<'a>>,
}

/// One request.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Request<'a> {
    /// Its place in the plan, from 1.
    pub step: usize,
    pub platform: Platform,
    /// What it is for.
    pub what: Words,
    /// Always `POST` so far.
    pub method: &'static str,
    /// Beside the platform's base address, such as `/open/contract/start`.
    pub path: &'static str,
    pub body: Body<'a>,
    /// Where earlier answers feed into the body; a placeholder such as `${1.result.fileCode}` stands there.
    pub uses: Vec<Use>,
    /// Which part of the file it comes from.
    #[serde(skip)]
    pub subject: Subject,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Platform {
    /// 签盾; its base address carries `/api`.
    QianDun,
    /// 契约锁
    Qiyuesuo,
}

/// What is sent.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Body<'a> {
    Person(PersonBody<'a>),
    TemplateFile(TemplateFileBody<'a>),
    Start(StartBody<'a>),
    AutosignUrl(AutosignUrlBody<'a>),
    Ticket(TicketBody<'a>),
}

/// A value of the body that an earlier answer gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Use {
    /// Where in this body: a JSON pointer.
    pub pointer: String,
    /// The step whose answer is meant.
    pub step: usize,
    /// Where in that answer: a JSON pointer.
    pub member: &'static str,
}

/// The plan of a file. `facts` and `settings` as for [`start`](super::start()).
pub fn plan<'a>(model: &'a Model, facts: &Facts, settings: &Settings) -> Plan<'a> {
    let steps = steps(model);
    let requests = steps.iter().filter_map(|step| {
        let subject = step.subject;
        let (platform, path) = endpoint(subject);
        let contract = model.contract.as_ref();
        let (what, body) = match subject {
            Subject::Person(at) => {
                let declared = model.people.get(at)?;
                let name = &declared.name.value;
                (words!("创建已认证个人用户 {name}", "create the verified person {name}"), Body::Person(person(declared)))
            }
            Subject::Template(at) => {
                let document = contract?.documents.get(at)?;
                let DocumentOrigin::Template(template) = &document.origin else { return None };
                let name = &document.name.value;
                let what = words!("用模板生成文件 {name}", "make the file {name} from a template");
                (what, Body::TemplateFile(template_file(document, template)))
            }
            Subject::Contract => {
                let contract = contract?;
                let title = contract.title.as_ref().and_then(|title| title.value.key()).unwrap_or("?");
                let what = words!("发起合同“{title}”", "start the contract \"{title}\"");
                (what, Body::Start(start_after(&steps, model, contract, facts, settings)))
            }
            Subject::Authorization(at) => {
                let declared = model.authorizations.get(at)?;
                let name = &declared.name.value;
                let what = words!("获取静默签授权网页 {name}", "get the page that grants silent signing, {name}");
                (what, Body::AutosignUrl(authorization(model, declared)))
            }
            Subject::Ticket(at) => {
                let declared = model.tickets.get(at)?;
                let name = &declared.name.value;
                (words!("换取签署令牌 {name}", "get the signing ticket {name}"), Body::Ticket(ticket(declared)))
            }
        };
        let uses = match (subject, contract) {
            (Subject::Contract, Some(contract)) => uses(contract, &steps),
            _ => Vec::new(),
        };
        Some(Request { step: step.number, platform, what, method: "POST", path, body, uses, subject })
    });
    Plan { version: 1, requests: requests.collect() }
}

fn endpoint(subject: Subject) -> (Platform, &'static str) {
    match subject {
        Subject::Person(_) => (Platform::QianDun, "/open/psnCreate"),
        Subject::Template(_) => (Platform::QianDun, "/open/template/file/create"),
        Subject::Contract => (Platform::QianDun, "/open/contract/start"),
        Subject::Authorization(_) => (Platform::QianDun, "/open/seal/autosign/auth/url"),
        Subject::Ticket(_) => (Platform::Qiyuesuo, "/v2/contract/miniappexchange"),
    }
}

/// Where the contract's body has the codes of files that earlier steps make.
fn uses(contract: &Contract, steps: &[super::Step]) -> Vec<Use> {
    let mut made = vec![None; contract.documents.len()];
    for step in steps {
        if let Subject::Template(at) = step.subject
            && let Some(made) = made.get_mut(at)
        {
            *made = Some(step.number);
        }
    }
    if made.iter().all(Option::is_none) {
        return Vec::new();
    }
    let step_of = |document: usize| made.get(document).copied().flatten();
    let docs = (0..made.len()).filter_map(|at| Some((format!("/docs/{at}/fileCode"), step_of(at)?)));
    let fields = contract.signers.iter().enumerate().flat_map(|(signer, declared)| {
        declared.fields.iter().enumerate().filter_map(move |(at, field)| {
            let step = step_of(field.document.value?)?;
            Some((format!("/signers/{signer}/signFields/{at}/fileCode"), step))
        })
    });
    docs.chain(fields).map(|(pointer, step)| Use { pointer, step, member: FILE_CODE }).collect()
}
