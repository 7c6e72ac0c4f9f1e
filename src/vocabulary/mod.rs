//! The words of the language, both spellings of each, and what each takes where: one table.
//!
//! Lives here: [`WORDS`] (keywords), the choices a value may be, and the questions asked of them.
//! Knows characters ([`crate::han`]) and nothing else. Parsing, checking, formatting, completion, hover, highlighting and the reference
//! all read this table; a new field is one new row.

mod characters;
pub mod choices;
mod counts;
mod lookup;
mod near;
mod table;
mod units;

pub use characters::{Odd, is_invisible, is_odd, narrow, narrowed, odd_runs};
pub use choices::{Choice, ChoiceSet};
pub use counts::{PageWords, count_in_words, page_words};
pub use lookup::{children, find_child, is_keyword, is_secret_word, misnamed, parse_keyword};
pub use near::{nearest, nearest_name, nearest_spelling};
pub use table::WORDS;
pub use units::time_unit;

use crate::findings::Lang;

/// The meaning of a keyword at its place. One spelling may have several meanings in several blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Key {
    /// The file itself; no word of its own.
    File,
    Use,
    Param,
    Default,
    Person,
    PersonAccount,
    Flow,
    PersonName,
    IdCard,
    Phone,
    Company,
    CompanyAccount,
    Credit,
    Contract,
    Code,
    Initiator,
    Deadline,
    Roll,
    Order,
    Format,
    Document,
    FileName,
    FileId,
    Local,
    Pages,
    Upload,
    From,
    Field,
    Attachment,
    Signer,
    Seq,
    Auth,
    Notice,
    Sign,
    Page,
    At,
    Nth,
    Offset,
    Across,
    Date,
    Silent,
    Redirect,
    After,
    Evidence,
    Authorization,
    AuthorizationAccount,
    Seals,
    Expires,
    Ticket,
    TicketContract,
    TicketCode,
    Tenant,
    User,
    Password,
}

/// One row: a keyword, where it may stand and what it takes.
#[derive(Debug)]
pub struct Word {
    pub key: Key,
    pub en: &'static str,
    pub zh: &'static str,
    /// The statements it belongs to.
    pub parents: &'static [Key],
    /// Whether it may stand on its parent's line as well as on a line of its own in the block.
    pub clause: bool,
    /// The values it takes, in order.
    pub takes: &'static [Take],
    /// Whether its parent is incomplete without it.
    pub required: bool,
    /// Whether it may stand several times in one block.
    pub many: bool,
    /// One sentence: Chinese, English.
    pub doc: (&'static str, &'static str),
    /// The platform's field it becomes, as a path; empty where it becomes none.
    pub field: &'static str,
    /// What holds when it is left out: Chinese, English; empty where nothing does.
    pub default: (&'static str, &'static str),
    /// What people write instead of it and cannot mean otherwise.
    pub synonyms: &'static [&'static str],
    /// What people write instead of it and may mean otherwise.
    pub misnomers: &'static [&'static str],
}

/// One value of a keyword.
#[derive(Debug, Clone, Copy)]
pub struct Take {
    pub shape: Shape,
    /// Whether more of the same may follow.
    pub many: bool,
    /// Whether it may be left out.
    pub optional: bool,
}

/// What kind of value stands somewhere.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape {
    /// Text in quotes.
    Text,
    /// Text in quotes, an `https://` or `http://` address.
    Url,
    /// Text in quotes, a path from this file's folder.
    Path,
    /// A new name, declared here.
    Name,
    /// The name of a document of this contract.
    DocumentName,
    /// A quoted account id, or the name of a person or company.
    Account,
    /// A whole number from least to most.
    Integer(i64, i64),
    /// A whole number, or a choice (`last`).
    IntegerOr(&'static ChoiceSet),
    /// Text in quotes or a whole number.
    TextOrInteger,
    Duration,
    /// A date, or a length of time from today.
    Deadline,
    /// A coordinate with or without a unit.
    Length,
    Point,
    /// A point, or `text "…"`.
    Spot,
    /// `template "…"`.
    Template,
    /// One of a set of words.
    Choice(&'static ChoiceSet),
    /// One of a set of words, or any text in quotes.
    ChoiceOrText(&'static ChoiceSet),
    /// `all`, or seal ids: text in quotes or whole numbers.
    Seals,
    /// A value of the param's type.
    ParamValue,
}

impl Word {
    /// Its spelling in a language.
    pub fn spelled(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }

    /// Whether a word that is not its spelling can mean nothing else: it differs in case or script, or is another word
    /// for the same.
    pub fn is_meant_by(&self, written: &str) -> bool {
        let plain = plain(written);
        self.en == plain || self.zh == plain || self.synonyms.contains(&&*plain)
    }

    /// Whether it can hold clauses or a block.
    pub fn has_children(&self) -> bool {
        !children(self.key).is_empty()
    }
}

/// A word without what makes no difference to anyone: width, case, script.
pub(crate) fn plain(word: &str) -> String {
    // 帐 is Simplified too, and a synonym of its own.
    narrowed(word).to_lowercase().chars().map(|c| if c == '帐' { c } else { crate::han::simple(c) }).collect()
}

impl PartialEq for Word {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}
