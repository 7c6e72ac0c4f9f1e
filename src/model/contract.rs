//! The typed contract: what a file means, each part with the words that say it.
//!
//! A part that was written but could not be read is there as `unreadable`, so that it is not reported
//! missing as well; the problem itself is in [`Model::problems`](super::Model).

use jiff::civil::Date;

use super::Number;
use super::text::*;
use crate::findings::Lang;
use crate::source::{At, Span};

#[derive(Debug, Clone)]
pub struct Contract {
    /// The keyword `contract`.
    pub span: Span,
    pub title: Option<At<Text>>,
    pub code: Option<At<BusinessCode>>,
    pub initiator: Option<At<Account>>,
    pub deadline: Option<At<Deadline>>,
    pub order: Option<At<Order>>,
    pub format: Option<At<Format>>,
    pub documents: Vec<Document>,
    pub attachments: Vec<Attachment>,
    pub signers: Vec<Signer>,
    pub redirect: Option<Redirect>,
    pub evidence: Option<At<Vec<i64>>>,
    /// Something inside could not be read: what seems missing may be that.
    pub unreadable: bool,
}

impl Contract {
    /// `free` unless the file says otherwise.
    pub fn order(&self) -> Order {
        self.order.as_ref().map_or(Order::Free, |order| order.value)
    }

    /// Every sign field with its signer, in order of writing.
    pub fn fields(&self) -> impl Iterator<Item = (&Signer, &SignField)> {
        self.signers.iter().flat_map(|signer| signer.fields.iter().map(move |field| (signer, field)))
    }
}

/// Who signs or initiates.
#[derive(Debug, Clone, PartialEq)]
pub enum Account {
    /// A quoted account id.
    Id(AccountId),
    /// A declared person: index into `Model::people`.
    Person(usize),
    /// A declared company: index into `Model::companies`.
    Company(usize),
    /// Reported already.
    Unreadable,
}

/// The last day to sign.
#[derive(Debug, Clone, PartialEq)]
pub struct Deadline {
    pub term: Term,
    /// Where it says that a last day off moves to the next working day.
    pub roll: Option<Span>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Term {
    On(Date),
    /// From today.
    In(Duration),
    /// A param without a value, or reported already.
    Unknown,
}

/// A length of time as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duration {
    pub count: i64,
    pub unit: TimeUnit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
pub enum TimeUnit {
    Second,
    Minute,
    Hour,
    Day,
    /// A working day of the PRC.
    Workday,
    Week,
    Month,
    Year,
}

impl TimeUnit {
    pub fn spelled(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            TimeUnit::Second => ("秒", "s"),
            TimeUnit::Minute => ("分钟", "m"),
            TimeUnit::Hour => ("小时", "h"),
            TimeUnit::Day => ("天", "d"),
            TimeUnit::Workday => ("个工作日", "wd"),
            TimeUnit::Week => ("周", "w"),
            TimeUnit::Month => ("个月", "mo"),
            TimeUnit::Year => ("年", "y"),
        };
        match lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

impl Duration {
    /// In seconds; `None` for working days, months and years, whose length depends on the day.
    pub fn seconds(self) -> Option<i64> {
        let unit = match self.unit {
            TimeUnit::Second => 1,
            TimeUnit::Minute => 60,
            TimeUnit::Hour => 3600,
            TimeUnit::Day => 86_400,
            TimeUnit::Week => 604_800,
            TimeUnit::Workday | TimeUnit::Month | TimeUnit::Year => return None,
        };
        self.count.checked_mul(unit)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    Free,
    Sequential,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Format {
    Pdf,
    /// Passed through as quoted.
    Other(Text),
}

#[derive(Debug, Clone)]
pub struct Document {
    /// The keyword `document`.
    pub span: Span,
    pub name: At<String>,
    pub origin: DocumentOrigin,
    /// `name`: the file's name for people.
    pub file_name: Option<At<Text>>,
    /// `id`: `fileId`, else its place in order of writing.
    pub id: Option<At<Text>>,
    /// `local`: the copy of a file the platform has; an error beside `upload`. See [`copy`](Self::copy).
    pub local: Option<At<LocalFile>>,
    /// `pages`: the count stated in the file.
    pub pages: Option<At<u32>>,
    pub unreadable: bool,
}

impl Document {
    /// The file on this machine that is the document: its local copy, or what is uploaded.
    pub fn copy(&self) -> Option<&At<LocalFile>> {
        match &self.origin {
            DocumentOrigin::Upload(upload) => upload.file.as_ref(),
            _ => self.local.as_ref(),
        }
    }

    /// Whether an earlier request yields its file code.
    pub fn is_made(&self) -> bool {
        matches!(self.origin, DocumentOrigin::Upload(_) | DocumentOrigin::Template(_))
    }
}

#[derive(Debug, Clone)]
pub enum DocumentOrigin {
    /// A file the platform has.
    Code(At<FileCode>),
    /// A file on this machine, to be uploaded first.
    Upload(Upload),
    /// A file to be made from a template first (S0).
    Template(Template),
    /// Neither was written, or it was reported already.
    Unreadable,
}

#[derive(Debug, Clone)]
pub struct Upload {
    /// As written.
    pub path: At<Text>,
    /// `None` while a param in the path has no value.
    pub file: Option<At<LocalFile>>,
}

#[derive(Debug, Clone)]
pub struct Template {
    pub id: At<Text>,
    pub fields: Vec<TemplateField>,
}

/// One of S0's `components`.
#[derive(Debug, Clone)]
pub struct TemplateField {
    pub span: Span,
    /// `componentId`
    pub component: At<Text>,
    /// `componentKey`, which is the value
    pub value: At<Text>,
}

/// A file on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalFile {
    /// Resolved from the folder of the file that names it; the key of `Facts::documents`.
    pub path: String,
}

#[derive(Debug, Clone)]
pub struct Attachment {
    pub span: Span,
    pub code: At<FileCode>,
}

#[derive(Debug, Clone)]
pub struct Signer {
    /// The keyword `signer`.
    pub span: Span,
    pub account: At<Account>,
    pub seq: Option<At<i64>>,
    pub auth: Option<At<Vec<At<AuthMode>>>>,
    pub notice: Option<At<i64>>,
    pub fields: Vec<SignField>,
    pub unreadable: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthMode {
    /// CODE_SMS
    Sms,
    /// PSN_FACE
    Face,
    /// Any other, as quoted.
    Other(Text),
}

#[derive(Debug, Clone)]
pub struct SignField {
    /// The keyword `sign`.
    pub span: Span,
    /// Index into `Contract::documents`; `None` was reported already.
    pub document: At<Option<usize>>,
    pub place: Place,
    pub date: Option<At<Text>>,
    pub silent: Option<At<AuthorizeCode>>,
}

/// Where the seal goes.
#[derive(Debug, Clone)]
pub enum Place {
    /// `page … at …`: style 1.
    Spot { page: At<Page>, spot: At<Spot> },
    /// `across …`: over the edges of all pages, style 2. Only the height counts.
    Across { y: At<Length> },
    /// Reported already.
    Unreadable,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    Number(i64),
    Last,
    /// A param without a value, or reported already.
    Unknown,
}

#[derive(Debug, Clone)]
pub enum Spot {
    Point(Point),
    /// `at text "…"`: found in the local copy.
    Text {
        text: At<Text>,
        nth: Option<At<Nth>>,
        offset: Option<At<Point>>,
    },
    Unreadable,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nth {
    Number(i64),
    Last,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    pub x: Length,
    pub y: Length,
}

/// A coordinate with its unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Length {
    /// `None` while a param has no value.
    pub value: Option<f64>,
    pub unit: LengthUnit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LengthUnit {
    /// The platform's own; sent as written.
    Platform,
    Millimetre,
    Centimetre,
    /// 1/72 inch
    Point,
}

#[derive(Debug, Clone)]
pub struct Redirect {
    pub span: Span,
    pub url: At<Text>,
    pub after: Option<At<Duration>>,
}

#[derive(Debug, Clone)]
pub struct Person {
    /// The keyword `person`.
    pub span: Span,
    pub name: At<String>,
    pub account: Option<At<AccountId>>,
    pub flow: Option<At<Text>>,
    pub person_name: Option<At<PersonName>>,
    pub id_number: Option<At<IdNumber>>,
    pub phone: Option<At<Phone>>,
    pub unreadable: bool,
}

impl Person {
    /// Whether the file says anything that only creating the person needs.
    pub fn is_to_be_created(&self) -> bool {
        self.flow.is_some() || self.person_name.is_some() || self.id_number.is_some() || self.phone.is_some()
    }
}

#[derive(Debug, Clone)]
pub struct Company {
    pub span: Span,
    pub name: At<String>,
    pub account: Option<At<AccountId>>,
    /// `credit`: the unified social credit code.
    pub credit_code: Option<At<Text>>,
    pub unreadable: bool,
}

/// `authorization`: S1.
#[derive(Debug, Clone)]
pub struct Authorization {
    pub span: Span,
    pub name: At<String>,
    pub account: Option<At<Account>>,
    pub seals: Option<At<Seals>>,
    pub auth: Option<At<Vec<At<AuthMode>>>>,
    pub redirect: Option<Redirect>,
    pub expires: Option<At<Duration>>,
    pub unreadable: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Seals {
    /// `sealIds: null`
    All,
    Ids(Vec<At<SealId>>),
}

/// As written: a number goes out as a number, a quoted one as text; the platform's pages show both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SealId {
    Number(i64),
    Text(Text),
}

/// `ticket`: S3.
#[derive(Debug, Clone)]
pub struct Ticket {
    pub span: Span,
    pub name: At<String>,
    pub contract: Option<At<Text>>,
    pub code: Option<At<Text>>,
    pub tenant: Option<At<Text>>,
    pub user: Option<At<TicketUser>>,
    pub password: Option<At<bool>>,
    pub unreadable: bool,
}

#[derive(Debug, Clone)]
pub struct TicketUser {
    pub kind: At<ContactKind>,
    pub contact: At<Text>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactKind {
    Mobile,
    Email,
    Employee,
    Number,
    /// Reported already.
    Unreadable,
}

#[derive(Debug, Clone)]
pub struct Param {
    pub span: Span,
    pub name: At<String>,
    pub kind: At<ParamKind>,
    pub default: Option<At<ParamValue>>,
    /// What was given from outside, else the default.
    pub value: Option<ParamValue>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamKind {
    Text,
    Date,
    Number,
    /// Reported already.
    Unreadable,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ParamValue {
    Text(String),
    Date(Date),
    Number(Number),
}
