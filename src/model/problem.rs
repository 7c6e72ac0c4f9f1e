//! What could not be read or resolved, as data. The rules put it into words.

use crate::findings::Words;
use crate::source::Span;
use crate::vocabulary::{Choice, PageWords, Shape, Word};

/// One problem of the language's own. Each names what a message needs and nothing more.
#[derive(Debug, Clone)]
pub struct Problem {
    pub span: Span,
    pub kind: ProblemKind,
}

#[derive(Debug, Clone)]
pub enum ProblemKind {
    /// The text itself: broken, or a word that does not belong.
    Tree(crate::syntax::ProblemKind),
    /// A keyword without what it takes; the span is where it belongs.
    MissingValue {
        word: &'static Word,
        wanted: Shape,
    },
    /// A clause that must be there.
    MissingClause {
        word: &'static Word,
        clause: &'static Word,
        insert: Option<String>,
    },
    /// Something else than what the keyword takes.
    WrongValue {
        word: &'static Word,
        wanted: Shape,
        why: Wrong,
    },
    /// A value too many.
    ExtraValue {
        word: &'static Word,
    },
    /// Several documents or parties where one is written.
    Several {
        word: &'static Word,
    },
    /// A value behind a name whose keyword is missing: `企业 甲方 "CORP_A"`.
    ValueWithoutClause {
        word: &'static Word,
        clause: &'static Word,
    },
    RepeatedClause {
        word: &'static Word,
        first: Span,
    },
    /// Two clauses of which only one can hold: `word` against `other`, which stands at `first`.
    ClauseConflict {
        word: &'static Word,
        other: &'static Word,
        first: Span,
    },
    UndeclaredName {
        what: NameKind,
        near: Option<(String, Span)>,
    },
    RedeclaredName {
        first: Span,
    },
    UnusedName {
        what: NameKind,
    },
    ParamWithoutValue {
        name: String,
    },
    /// A value given for a param is not of its type.
    WrongParamValue {
        name: String,
        kind: super::ParamKind,
        why: Wrong,
    },
    /// A value was given for a param the file does not declare.
    UnknownParam {
        name: String,
        near: Option<String>,
    },
    ImportCycle {
        path: String,
    },
    FileNotFound {
        path: String,
        reason: Option<Words>,
        /// The path of one whose name looks the same.
        near: Option<String>,
    },
}

/// What is wrong with a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Wrong {
    /// Of another kind: text for a number and the like.
    Kind,
    /// A bare word where text in quotes is wanted.
    Unquoted,
    /// Quoted, where a bare word is wanted.
    Quoted,
    /// None of the words that may stand here; the nearest of them.
    NotOneOf(Option<&'static Choice>),
    /// A date that does not exist.
    NoSuchDate,
    /// A number with a unit that is none; the unit.
    UnknownUnit(String),
    /// A number out of range: least and most allowed.
    OutOfRange(i64, i64),
    /// Not a whole number.
    NotWhole,
    /// A number without the unit it needs.
    NoUnit,
    /// A param of another type than what is wanted here.
    ParamKind,
    /// A name that is a keyword and would be mistaken for it.
    ReservedName,
    /// Understood, but written otherwise: `第一` for `1`, `刷脸` for `人脸`; how it is written.
    Respelled(String),
    /// A date given from outside that is written otherwise.
    Time { written: String, found: crate::syntax::times::LooseTime },
    /// `一万元` where a number is wanted; the number.
    Amount(String),
    /// Probably meant for something that is written otherwise; how.
    Perhaps(String),
    /// A page in words, or several pages where one is written.
    Pages(PageWords),
    /// One mode or choice that is there already.
    Twice,
    /// A name before an attachment's file code, which has none.
    NamedAttachment,
    /// `upload` behind `attachment`.
    UploadedAttachment,
    /// A contact without its kind; the kind, where the contact shows it.
    NoContactKind(Option<&'static Choice>),
    /// A name with characters that no name has.
    NotAName,
    /// A name that begins with a digit.
    DigitFirst,
    /// Text that is empty.
    Empty,
    /// An address that is not `https://…` or `http://…`.
    NotUrl,
    /// An address with blanks in it; the address without those around it, where that is one.
    BlankInUrl(Option<String>),
    /// `HTTPS://`; the address with that in small letters.
    CapitalUrl(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameKind {
    Document,
    Person,
    Company,
    /// A person or a company.
    Account,
    Param,
    /// A `use` of which nothing is used.
    Use,
}
