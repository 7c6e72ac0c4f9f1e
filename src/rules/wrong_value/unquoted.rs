//! A bare word where text in quotes is wanted. Quoting it is safe only where a text is all that can be meant: not a file's
//! name for a file code, not a party's name for an account, not a date for the format of one.

use super::super::suspicious_value::{account, attachment_help, date_format, date_help, file_code, looks_like_file, seal_id};
use super::super::phrase;
use super::RULE;
use crate::findings::{Change, Finding, Words};
use crate::model::{Model, is_han};
use crate::source::Span;
use crate::vocabulary::{Key, Shape, Word, narrowed};
use crate::words;

/// What the quoted word would be.
#[derive(PartialEq)]
enum Meaning {
    /// Text for people, of any kind.
    Prose,
    /// An id or a code, which has letters and digits.
    Code,
}

pub(super) fn explain(model: &Model, span: Span, word: &Word, takes: Words) -> Finding {
    let slice = model.sources.slice(span);
    let written = if phrase::is_personal(word) { "…".to_owned() } else { phrase::quoted(model, span) };
    let finding = Finding::new(&RULE, span, words!("`{written}` 要写在引号里", "`{written}` needs quotation marks")).help(takes);
    let quoted = |finding: Finding, is_safe| {
        finding.edit(
            words!("加上引号", "add quotation marks"),
            vec![Change::new(span.before(), "\""), Change::new(span.after(), "\"")],
            is_safe,
        )
    };
    let doubted = |message, help| Finding::new(&RULE, span, message).help(help);
    match word.key {
        Key::Document if looks_like_file(slice) => return file_name(model, span, slice),
        Key::Document => {
            if let Some(doubt) = file_code(slice) {
                return doubted(doubt.message, doubt.help);
            }
        }
        Key::Attachment => {
            if let Some(doubt) = file_code(slice) {
                return doubted(doubt.message, attachment_help());
            }
        }
        Key::Date => {
            return match date_format(&narrowed(slice)) {
                None => quoted(finding, true),
                Some(doubt) => doubted(doubt.message, date_help()),
            };
        }
        Key::Seals => {
            if let Some(doubt) = seal_id(slice).or_else(|| slice.contains(is_han).then(|| seal_id("公章")).flatten()) {
                return doubted(doubt.message, doubt.help);
            }
        }
        Key::Silent if is_authorization(model, &narrowed(slice)) => {
            let name = phrase::quoted(model, span);
            return doubted(
                words!("`{name}` 是静默授权的名字，不是授权码", "`{name}` is the name of an authorization, not an authorization code"),
                words!(
                    "授权办完后，从平台的授权页取授权码，写成 `静默 “授权码”`",
                    "once it is granted, take the code from the platform's page and write `silent \"authorization code\"`"
                ),
            );
        }
        Key::PersonAccount | Key::CompanyAccount if is_declared(model, &narrowed(slice)) => {
            return doubted(
                words!("`{written}` 是声明过的名字，不是账号", "`{written}` is a declared name, not an account id"),
                words!("写平台上的账号 ID，如 `“CORP_A_001”`", "write the account id on the platform, such as `\"CORP_A_001\"`"),
            );
        }
        Key::PersonAccount | Key::CompanyAccount => {
            if let Some(doubt) = account(slice) {
                return doubted(doubt.message, doubt.help);
            }
        }
        _ => {}
    }
    match meaning(word) {
        // Where more texts follow than the keyword takes, the bare word may be what is too much.
        Meaning::Prose => quoted(finding, !text_follows(model, span) || word.takes.len() > 1),
        Meaning::Code if is_code(slice) => quoted(finding, !text_follows(model, span)),
        // A number of one's own may be in Chinese; an id of the platform's is not.
        Meaning::Code if slice.contains(is_han) && !matches!(word.key, Key::Code | Key::TicketCode) => finding,
        Meaning::Code => quoted(finding, false),
    }
}

/// What a bare word stands for where a keyword takes text.
fn meaning(word: &Word) -> Meaning {
    let is_prose = matches!(
        word.key,
        Key::Contract | Key::FileName | Key::PersonName | Key::Tenant | Key::Field | Key::Use | Key::Local | Key::Upload | Key::At
    );
    let is_prose = is_prose || word.takes.first().is_some_and(|take| matches!(take.shape, Shape::ParamValue | Shape::Url));
    if is_prose { Meaning::Prose } else { Meaning::Code }
}

/// Letters and digits as ids and codes have them: a name has no digits.
fn is_code(slice: &str) -> bool {
    let narrow = narrowed(slice);
    narrow.is_ascii() && narrow.contains(|c: char| c == '_' || c.is_ascii_digit())
}

/// `文件 正文 合同.pdf`: in quotes it would be a file code that does not exist.
fn file_name(model: &Model, span: Span, slice: &str) -> Finding {
    let Some(doubt) = file_code(slice) else { return Finding::new(&RULE, span, Words::default()) };
    let upload = phrase::spelled_at(model, span, ("上传", "upload"));
    Finding::new(&RULE, span, doubt.message).help(doubt.help).offer(
        words!("加上 `{upload}`，由 qdc 上传这个文件", "add `{upload}`, so that qdc uploads the file"),
        vec![Change::new(span.before(), format!("{upload} \"")), Change::new(span.after(), "\"")],
    )
}

fn is_declared(model: &Model, name: &str) -> bool {
    model.people.iter().any(|person| person.name.value == name)
        || model.companies.iter().any(|company| company.name.value == name)
}

fn is_authorization(model: &Model, name: &str) -> bool {
    model.authorizations.iter().any(|authorization| authorization.name.value == name)
}

/// Whether a quotation mark is the next thing on the line.
fn text_follows(model: &Model, span: Span) -> bool {
    let rest = &model.sources[span.file].text()[span.end as usize..];
    rest.trim_start_matches([' ', '\t', '\u{3000}']).starts_with(['"', '“', '”', '＂'])
}
