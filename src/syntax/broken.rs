//! What can be wrong with the text itself, as data.

use super::times::{LooseTime, Wanted};
use crate::vocabulary::Word;

/// What the tree builder met that is no statement.
#[derive(Debug, Clone, PartialEq)]
pub enum Broken {
    /// A text that is not closed on its line. `closing` is where a mark of the other kind stands that was
    /// perhaps meant to close it.
    UnclosedText { opening: char, closing: Option<(u32, u32)> },
    /// Quotation marks within quotation marks of the same kind.
    NestedQuotes,
    /// A text that goes on over line ends.
    LinesText,
    /// Text without quotation marks, of more than one token: `6%`, `OFFER-{编号}`.
    UnquotedValue,
    /// Characters that nobody sees, or blanks and line ends of other kinds.
    Odd,
    /// A line end that nobody sees in a comment, which goes on behind it.
    LineEndInComment,
    /// A JSON file.
    Json,
    /// Text in marks that are not quotation marks of the language: `'…'`, `「…」`.
    WrongQuotes,
    /// Characters that mean nothing here.
    Unexpected,
    /// `；` `;` `。` at the end of a statement.
    FullStop,
    /// A comment that opens with something else than `//`. `sure` where it can be nothing else.
    WrongComment { sure: bool },
    /// A comment of another language that holds until it is closed.
    BlockComment,
    /// Something said about a value, as in `2026-12-31（年底前）`, where a comment is meant.
    Remark,
    /// `华裕（北京）公司` for a name.
    BracketInName,
    /// `（甲方）` for a name.
    BracketsAround,
    /// `1.`, `（一）`, `•` before a keyword.
    ListMark,
    /// Lines that are no statements at all.
    Pasted(Pasted),
    /// A colon or a dash where nothing is to separate.
    Separator,
    /// `(280 420)`, `(280, 420`: not a point.
    BadPoint,
    /// `2026.12.31`: not a way to write a date.
    BadDate,
    /// A date or a length of time that is written otherwise than the language has it.
    LooseTime { found: LooseTime, wanted: Wanted },
    /// `页1`: a keyword with its value glued on; the byte where the value starts.
    Glued { at: u32 },
    /// `签署方甲方`: a keyword and a name; the byte where the second of them starts.
    GluedName { at: u32 },
    /// `企业 甲 方`: a new name with blanks in it.
    BlankInName,
    /// `姓名 姓名`: the second is meant as a param, and is a keyword. Whether a text may stand in its place.
    KeywordAsParam { text: bool },
    /// `手机 {手机号}`: a param in braces outside a text. Whether a text may stand in its place.
    ParamInBraces { text: bool },
    /// `第8页` for `页 8`.
    PageInWords,
    /// `末页` without the `页` it belongs to, `模板 "T"` without its `来自`.
    WithoutKeyword { word: &'static Word },
    /// `每页`, `首页`: a page in words, without the `页` it belongs to.
    PageInOtherWords { word: &'static Word },
    /// `页 1~8`: several pages where one is written.
    SeveralPages,
    /// `①` for `1`.
    OtherNumeral,
    /// `短信+人脸`: what people put between two values.
    WrongSeparator,
    /// A statement whose `{` is missing, with where it belongs.
    MissingOpen { at: u32 },
    /// `（` or `【` for `{`, and the like.
    WrongBrace { right: char },
    /// More statements than one on a line; the bytes where those behind the first start.
    TwoStatements { starts: Vec<u32> },
    /// `骑缝 报价单 420`: a clause where the keyword of its statement belongs.
    ClauseFirst { word: &'static Word, clause: &'static Word },
    /// `附件1`: a number glued to a keyword that takes none.
    Numbered { word: &'static Word },
    /// `《采购框架协议》 {`: a title without its keyword.
    TitleAlone { word: &'static Word },
    /// The second of `{{`.
    DoubledOpen,
    /// A line that opens with a value.
    NoKeyword,
    /// A `{` that is never closed; where a `}` is expected.
    Unclosed { missing_at: u32 },
    /// A `{` after nothing.
    StrayOpen,
    /// A `{` after a keyword that has no block.
    NoBlock { word: &'static Word },
    /// A `}` that closes nothing.
    StrayClose,
    /// `{` in a text that is no param and no `{{`.
    BadPlaceholder,
    /// A line longer than [`MAX_LINE`](super::MAX_LINE) bytes, which is not read.
    LineTooLong,
    /// The file is not text in UTF-8.
    Encoding(crate::source::Undecodable),
}

/// What was pasted into the file, that is no statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pasted {
    /// The words of a contract.
    Prose,
    /// Rows of a table.
    Table,
}

/// A problem of the tree.
#[derive(Debug, Clone, PartialEq)]
pub enum ProblemKind {
    Broken(Broken),
    /// A word that is no keyword here, with what was perhaps meant.
    UnknownKeyword {
        near: Option<&'static Word>,
        parent: Option<&'static Word>,
    },
    /// A keyword in a block it does not belong to.
    MisplacedKeyword {
        word: &'static Word,
        parent: Option<&'static Word>,
    },
    /// Keywords in Traditional characters: the bytes of each, of the whole file.
    Traditional {
        words: Box<[(u32, u32)]>,
    },
    /// A word such as `appSecret` where a keyword stands.
    LiteralSecret,
}

/// A problem of the tree and the bytes it is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    pub start: u32,
    pub end: u32,
    pub kind: ProblemKind,
}
