//! Every request of a file, in the order they are carried out.
//!
//! Knows requests, the model and the facts. The plan is exact: what it holds is what is sent, but for the
//! places where an earlier answer feeds in, and those it names.

mod words;

use serde::Serialize;

use crate::facts::Facts;
use crate::findings::Words;
use crate::model::{Account, Model, Person};
use crate::request::{self, AuthorizationBody, PersonBody, StartBody, TemplateBody, TicketBody, UploadBody};
use crate::settings::Settings;
use crate::source::{At, Span};
use crate::words;

pub use words::describe;

/// The form of `plan --format json`.
pub const VERSION: u32 = 1;

/// Where the file code of a made document is in the answer that makes it. What answers an upload is not public;
/// it is taken to be of the same form.
const MADE_FILE_CODE: &str = "/result/fileCode";

/// What is carried out, in order.
#[derive(Debug, Clone, Serialize)]
pub struct Plan<'a> {
    pub version: u32,
    pub requests: Vec<Request<'a>>,
}

/// One request.
#[derive(Debug, Clone, Serialize)]
pub struct Request<'a> {
    /// From 1.
    pub step: usize,
    pub platform: Platform,
    pub method: &'static str,
    /// Below the platform's base address, which for QianDun ends in `/api`. Empty for an upload: its path is not
    /// public and stands in the settings.
    pub path: &'static str,
    pub body: Body<'a>,
    /// Where an earlier answer feeds into the body.
    pub uses: Vec<Use>,
    /// What it does.
    #[serde(skip)]
    pub purpose: Words,
    /// The statement it stands for: its name, or the contract's title. What the platform says against the
    /// request is shown there.
    #[serde(skip)]
    pub span: Span,
    /// The name the statement declares; empty for the contract.
    #[serde(skip)]
    name: &'a str,
}

impl<'a> Request<'a> {
    /// One that is declared under a name.
    fn named(name: &'a At<String>, body: Body<'a>, purpose: Words) -> Self {
        Request { name: &name.value, ..Request::at(name.span, body, purpose) }
    }

    fn at(span: Span, body: Body<'a>, purpose: Words) -> Self {
        let (platform, path) = body.kind().address();
        Request { step: 0, platform, method: "POST", path, body, uses: Vec::new(), purpose, span, name: "" }
    }

    pub fn kind(&self) -> Kind {
        self.body.kind()
    }

    /// What tells it from others of its kind in a record of what was sent: the business code of a contract, the
    /// account id of a person or an authorization, the declared name of a document. A ticket has nothing of the
    /// kind, for each is fetched anew; nor has what lacks its account or its business code.
    pub fn subject(&self) -> Option<String> {
        let text = match &self.body {
            Body::Person(body) => body.account_id.as_deref()?,
            Body::Authorization(body) => body.account_id.as_deref()?,
            Body::Upload(_) | Body::Template(_) => self.name,
            Body::Start(body) => body.sign_flow_configs.flow_config.business_code.as_ref()?.as_deref()?,
            Body::Ticket(_) => return None,
        };
        Some(text.to_owned())
    }
}

/// What a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Creates a verified person (S2).
    Person,
    /// Gets the page where silent signing is granted (S1).
    Authorization,
    /// Uploads a document.
    Upload,
    /// Makes a document from a template (S0).
    Template,
    /// Starts the contract (S4).
    Start,
    /// Fetches a signing ticket (S3).
    Ticket,
}

impl Kind {
    pub const ALL: &[Kind] =
        &[Kind::Person, Kind::Authorization, Kind::Upload, Kind::Template, Kind::Start, Kind::Ticket];

    /// As it stands in the ledger and in JSON.
    pub fn text(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Authorization => "authorization",
            Kind::Upload => "upload",
            Kind::Template => "template",
            Kind::Start => "start",
            Kind::Ticket => "ticket",
        }
    }

    pub fn find(text: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.text() == text)
    }

    /// Where such a request goes.
    fn address(self) -> (Platform, &'static str) {
        match self {
            Kind::Person => (Platform::QianDun, "/open/psnCreate"),
            Kind::Authorization => (Platform::QianDun, "/open/seal/autosign/auth/url"),
            Kind::Upload => (Platform::QianDun, ""),
            Kind::Template => (Platform::QianDun, "/open/template/file/create"),
            Kind::Start => (Platform::QianDun, "/open/contract/start"),
            Kind::Ticket => (Platform::Qiyuesuo, "/v2/contract/miniappexchange"),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Platform {
    QianDun,
    Qiyuesuo,
}

#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum Body<'a> {
    Person(PersonBody<'a>),
    Authorization(AuthorizationBody<'a>),
    Upload(UploadBody<'a>),
    Template(TemplateBody<'a>),
    Start(StartBody<'a>),
    Ticket(TicketBody<'a>),
}

impl Body<'_> {
    fn kind(&self) -> Kind {
        match self {
            Body::Person(_) => Kind::Person,
            Body::Authorization(_) => Kind::Authorization,
            Body::Upload(_) => Kind::Upload,
            Body::Template(_) => Kind::Template,
            Body::Start(_) => Kind::Start,
            Body::Ticket(_) => Kind::Ticket,
        }
    }
}

/// A place in a body that an earlier answer fills; until then it holds `${STEP.result.fileCode}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Use {
    /// Where in the body, as a JSON pointer.
    pub pointer: String,
    /// The step whose answer is used.
    pub step: usize,
    /// Where in that answer, as a JSON pointer.
    pub member: &'static str,
}

/// What stands in for the codes of files that are made first; the plan borrows it.
#[derive(Debug, Clone, Default)]
pub struct MadeFiles {
    codes: Vec<Option<String>>,
    steps: Vec<Option<usize>>,
}

impl MadeFiles {
    /// Numbers the steps of a file's plan and names the codes that do not exist yet.
    pub fn of(model: &Model) -> MadeFiles {
        let mut step = people_to_create(model).count() + model.authorizations.len();
        let mut made = MadeFiles::default();
        for document in model.contract.iter().flat_map(|contract| &contract.documents) {
            step += usize::from(document.is_made());
            made.steps.push(document.is_made().then_some(step));
            made.codes.push(document.is_made().then(|| format!("${{{step}.result.fileCode}}")));
        }
        made
    }
}

impl<'a> Plan<'a> {
    /// The plan of a file: people created, silent signing granted, files uploaded and made in order of writing,
    /// the contract started, tickets fetched.
    pub fn of(model: &'a Model, facts: &Facts, settings: &Settings, made: &'a MadeFiles) -> Plan<'a> {
        let mut plan = Plan { version: VERSION, requests: Vec::new() };
        for person in people_to_create(model) {
            if let Some(body) = request::person(person) {
                let name = &person.name.value;
                let purpose = words!("创建已认证个人用户 {name}", "create the verified person {name}");
                plan.push(Request::named(&person.name, Body::Person(body), purpose));
            }
        }
        for from in &model.authorizations {
            let name = &from.name.value;
            let purpose = words!("取得静默签授权地址 {name}", "get the authorization page {name}");
            let body = Body::Authorization(request::authorization(model, from));
            plan.push(Request::named(&from.name, body, purpose));
        }
        if let Some(contract) = &model.contract {
            for document in &contract.documents {
                let name = &document.name.value;
                if let Some(body) = request::upload(document) {
                    let purpose = words!("上传文件 {name}", "upload the file {name}");
                    plan.push(Request::named(&document.name, Body::Upload(body), purpose));
                }
                if let Some(body) = request::template(document) {
                    let purpose = words!("由模板生成文件 {name}", "make the file {name} from its template");
                    plan.push(Request::named(&document.name, Body::Template(body), purpose));
                }
            }
            let title = contract.title.as_ref().and_then(|title| title.value.key()).unwrap_or_default();
            let is_open = contract.title.as_ref().is_some_and(|title| title.value.is_open());
            let purpose = match is_open && !title.is_empty() {
                true => words!("发起合同 {title}（待填）", "start the contract {title} (to be filled in)"),
                false => words!("发起合同 {title}", "start the contract {title}"),
            };
            let span = contract.title.as_ref().map_or(contract.span, |title| title.span);
            let body = Body::Start(request::start(model, contract, facts, settings, &made.codes));
            plan.push(Request { uses: made.uses(model), ..Request::at(span, body, purpose) });
        }
        for from in &model.tickets {
            let name = &from.name.value;
            let purpose = words!("取得契约锁签署令牌 {name}", "get the signing ticket {name}");
            plan.push(Request::named(&from.name, Body::Ticket(request::ticket(from)), purpose));
        }
        plan
    }

    fn push(&mut self, request: Request<'a>) {
        let step = self.requests.len() + 1;
        self.requests.push(Request { step, ..request });
    }

    /// The body that starts the contract, where the file has one.
    pub fn start(&self) -> Option<&StartBody<'a>> {
        self.requests.iter().find_map(|request| match &request.body {
            Body::Start(body) => Some(body),
            _ => None,
        })
    }
}

impl MadeFiles {
    /// Every place of the start body that holds a code that does not exist yet.
    fn uses(&self, model: &Model) -> Vec<Use> {
        let Some(contract) = &model.contract else { return Vec::new() };
        if self.steps.iter().all(Option::is_none) {
            return Vec::new();
        }
        let place = |pointer: String, step: &Option<usize>| {
            step.map(|step| Use { pointer, step, member: MADE_FILE_CODE })
        };
        let docs = self
            .steps
            .iter()
            .enumerate()
            .filter_map(|(index, step)| place(format!("/docs/{index}/fileCode"), step));
        let fields = contract.signers.iter().enumerate().flat_map(|(signer, from)| {
            from.fields.iter().enumerate().filter_map(move |(field, from)| {
                let step = self.steps.get(from.document.value?)?;
                place(format!("/signers/{signer}/signFields/{field}/fileCode"), step)
            })
        });
        docs.chain(fields).collect()
    }
}

/// The people a file asks to be created: its own, and those of used files that it gives a part to.
fn people_to_create(model: &Model) -> impl Iterator<Item = &Person> {
    let contract = model.contract.iter();
    let accounts = contract
        .flat_map(|contract| contract.signers.iter().map(|signer| &signer.account).chain(&contract.initiator))
        .chain(model.authorizations.iter().filter_map(|authorization| authorization.account.as_ref()));
    let mut has_part = vec![false; model.people.len()];
    for account in accounts {
        if let Account::Person(index) = account.value
            && let Some(has_part) = has_part.get_mut(index)
        {
            *has_part = true;
        }
    }
    model.people.iter().zip(has_part).filter_map(|(person, has_part)| {
        let wanted = has_part || person.name.span.file == Model::ROOT;
        (wanted && person.is_to_be_created()).then_some(person)
    })
}
