//! A contract as plain data: texts and numbers, no places in a file.

use crate::model::{Duration, Length, LengthUnit, Order};

/// What `contract "…" { … }` says. Whatever it holds can be printed; whether it makes sense, a check tells.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    pub title: String,
    /// `businessCode`
    pub code: Option<String>,
    /// An account id.
    pub initiator: Option<String>,
    pub deadline: Option<Deadline>,
    /// Left out, it is free.
    pub order: Option<Order>,
    /// `signFileType` as sent; left out, it is `PDF`.
    pub format: Option<String>,
    pub documents: Vec<Document>,
    /// File codes.
    pub attachments: Vec<String>,
    pub signers: Vec<Signer>,
    pub redirect: Option<Redirect>,
    /// `evidenceConfig`; empty is left out.
    pub evidence: Vec<i64>,
}

/// The last day to sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deadline {
    /// Year, month, day.
    On(i16, i8, i8),
    In(Duration),
}

/// A document to sign.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What sign fields call it.
    pub name: String,
    pub origin: Origin,
    /// `fileName`
    pub file_name: Option<String>,
    /// `fileId`; left out, it is the place in order of writing.
    pub id: Option<String>,
    /// The path of a copy on this machine.
    pub local: Option<String>,
    /// How many pages there are.
    pub pages: Option<u32>,
}

/// Where a document comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum Origin {
    /// The platform has it: its file code.
    Code(String),
    /// A file on this machine, uploaded first: its path.
    Upload(String),
    /// The platform makes it from a template: the template's id, and what each component is filled in with.
    Template(String, Vec<(String, String)>),
}

impl Document {
    /// A file the platform has.
    pub fn new(name: impl Into<String>, code: impl Into<String>) -> Self {
        Self::from(name, Origin::Code(code.into()))
    }

    /// A file the platform makes from a template first (基于模板生成文件, `POST /open/template/file/create`).
    pub fn from_template(name: impl Into<String>, template: impl Into<String>) -> Self {
        Self::from(name, Origin::Template(template.into(), Vec::new()))
    }

    /// A file on this machine, uploaded before the contract is started. Page count and sizes may be read from it.
    pub fn upload(name: impl Into<String>, path: impl Into<String>) -> Self {
        Self::from(name, Origin::Upload(path.into()))
    }

    fn from(name: impl Into<String>, origin: Origin) -> Self {
        Self { name: name.into(), origin, file_name: None, id: None, local: None, pages: None }
    }

    /// Fills in one component of the template; any other file has none to fill in.
    pub fn field(mut self, component: impl Into<String>, value: impl Into<String>) -> Self {
        if let Origin::Template(_, fields) = &mut self.origin {
            fields.push((component.into(), value.into()));
        }
        self
    }

    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// The path of a copy on this machine of a file the platform has, from which page count and sizes may be read.
    pub fn local(mut self, path: impl Into<String>) -> Self {
        self.local = Some(path.into());
        self
    }

    pub fn pages(mut self, count: u32) -> Self {
        self.pages = Some(count);
        self
    }
}

/// One who signs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Signer {
    /// An account id.
    pub account: String,
    /// `seqNo`; left out, it is the place in order of writing when the order is sequential, 1 when it is free.
    pub seq: Option<i64>,
    /// `willingnessAuthModes` as sent; empty is left out.
    pub auth: Vec<String>,
    /// `noticeTypes`
    pub notice: Option<i64>,
    pub fields: Vec<Sign>,
}

impl Signer {
    pub fn new(account: impl Into<String>) -> Self {
        Self { account: account.into(), ..Self::default() }
    }

    pub fn seq(mut self, seq: i64) -> Self {
        self.seq = Some(seq);
        self
    }

    /// Proves the will to sign by a mode the platform knows under this name, such as `CODE_SMS`.
    pub fn auth(mut self, mode: impl Into<String>) -> Self {
        self.auth.push(mode.into());
        self
    }

    /// A code by text message.
    pub fn auth_sms(self) -> Self {
        self.auth("CODE_SMS")
    }

    /// Face recognition.
    pub fn auth_face(self) -> Self {
        self.auth("PSN_FACE")
    }

    pub fn notice(mut self, kind: i64) -> Self {
        self.notice = Some(kind);
        self
    }

    pub fn sign(mut self, field: Sign) -> Self {
        self.fields.push(field);
        self
    }
}

/// Where a seal goes: on a page at a point, or across the edges of all pages.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sign {
    /// The name of a document.
    pub document: String,
    pub page: Option<Page>,
    pub at: Option<(Length, Length)>,
    pub across: Option<Length>,
    /// `dateFormat`
    pub date: Option<String>,
    /// `authorizeCode`
    pub silent: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// From 1.
    Number(i64),
    Last,
}

impl Sign {
    /// A seal on the document of this name.
    pub fn on(document: impl Into<String>) -> Self {
        Self { document: document.into(), ..Self::default() }
    }

    /// From 1.
    pub fn page(mut self, page: i64) -> Self {
        self.page = Some(Page::Number(page));
        self
    }

    pub fn last_page(mut self) -> Self {
        self.page = Some(Page::Last);
        self
    }

    /// A point of the page: plain numbers in the platform's unit, or lengths such as [`mm`](super::mm).
    pub fn at(mut self, x: impl Into<Length>, y: impl Into<Length>) -> Self {
        self.at = Some((x.into(), y.into()));
        self
    }

    /// Across the edges of all pages at this height, instead of `page` and `at`.
    pub fn across(mut self, y: impl Into<Length>) -> Self {
        self.across = Some(y.into());
        self
    }

    /// Writes the day of signing beside the seal, in this format, such as `YYYY-MM-DD`.
    pub fn date(mut self, format: impl Into<String>) -> Self {
        self.date = Some(format.into());
        self
    }

    /// Sealed automatically under this authorization code.
    pub fn silent(mut self, code: impl Into<String>) -> Self {
        self.silent = Some(code.into());
        self
    }
}

/// Where to go when done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    pub url: String,
    pub after: Option<Duration>,
}

impl From<f64> for Length {
    /// In the platform's unit.
    fn from(value: f64) -> Self {
        Self { value: Some(value), unit: LengthUnit::Platform }
    }
}

impl From<i32> for Length {
    /// In the platform's unit.
    fn from(value: i32) -> Self {
        f64::from(value).into()
    }
}
