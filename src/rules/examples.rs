//! The facts under which an example, or a case of the tests, is checked.
//!
//! They stand in comments at the head of the text, one a line, before the first statement:
//!
//! ```text
//! // now: 2026-01-05                         the day, or the minute: 2026-01-05 18:30
//! // set: name=value                         the value of a param
//! // compile                                 as before compiling: every param needs a value
//! // versioned                               the file is under version control
//! // document: path = pdf 595x842, 595x842   a local copy: its pages in points
//! // document: path = pdf 612x792?, 595x842  a page without a size of its own
//! // document: path = pdf 595x842 / 2         a count that is in doubt: 2 stated; or none, lost, incomplete
//! // document: path = encrypted              or: missing, empty, unknown, broken, docx
//! // online: verified ID                     what the platform answers: unverified ID,
//! // online: seal ID missing                 seal ID authorized, seal ID free
//! ```
//!
//! Without `now` it is 2026-01-05. Other comments are comments.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::{DateTime, date};

use crate::facts::{Clock, CountDoubt, DocumentFacts, Doubts, Facts, OnlineFacts, PageSize, SealFact};
use crate::findings::Lang;
use crate::syntax::{Keywords, NodeId, format, parse};
use crate::words;

/// The name under which an example is checked; `// versioned` is about this file.
pub const FILE: &str = "example.qdc";

/// The facts and the values of params that the head of a text asks for. A directive that cannot be read
/// leaves things as they are.
pub fn facts_of(text: &str) -> (Facts, BTreeMap<String, String>) {
    let mut facts = Facts::at(date(2026, 1, 5).at(0, 0, 0, 0));
    let mut params = BTreeMap::new();
    for line in text.lines() {
        let line = line.trim();
        let Some(comment) = line.strip_prefix("//") else {
            if line.is_empty() {
                continue;
            }
            break;
        };
        let comment = comment.trim();
        if comment == "versioned" {
            facts.versioned.insert(FILE.to_owned());
            continue;
        }
        let Some((directive, value)) = comment.split_once(':') else { continue };
        let value = value.trim();
        match directive {
            "now" => facts.clock = moment(value).map_or_else(|| facts.clock.clone(), Clock::at),
            "set" => {
                if let Some((name, value)) = value.split_once('=') {
                    params.insert(name.trim().to_owned(), value.trim().to_owned());
                }
            }
            "document" => {
                if let Some((path, what)) = value.split_once('=')
                    && let Some(document) = document(what.trim())
                {
                    facts.documents.insert(path.trim().to_owned(), document);
                }
            }
            "online" => answer(value, facts.online.get_or_insert_default()),
            _ => {}
        }
    }
    (facts, params)
}

/// An example without its directives, as people read it.
pub fn without_directives(text: &str) -> String {
    let directives = ["now:", "set:", "document:", "online:", "versioned", "compile"];
    let is_directive = |line: &str| {
        line.trim()
            .strip_prefix("//")
            .is_some_and(|comment| directives.iter().any(|directive| comment.trim().starts_with(directive)))
    };
    text.lines().filter(|line| !is_directive(line)).map(|line| format!("{line}\n")).collect()
}

/// An example as people of a language read it: without its directives, and with the keywords of that language, in a line that
/// is broken too.
pub fn spelled(text: &str, lang: Lang) -> String {
    let keywords = match lang {
        Lang::Zh => Keywords::Zh,
        Lang::En => Keywords::En,
    };
    keywords_in(&format(&without_directives(text), keywords), lang)
}

/// The formatter leaves a broken line its words.
fn keywords_in(text: &str, lang: Lang) -> String {
    let tree = parse(text);
    let mut keywords: Vec<(Range<usize>, &str)> = (0..tree.len() as NodeId)
        .filter_map(|id| {
            let (node, other) = (tree.node(id), if lang == Lang::Zh { Lang::En } else { Lang::Zh });
            let (range, word) = (tree.token(node.keyword).range(), node.word?);
            (text[range.clone()] == *word.spelled(other)).then(|| (range, word.spelled(lang)))
        })
        .collect();
    keywords.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for (range, word) in keywords {
        out.push_str(&text[end..range.start]);
        out.push_str(word);
        end = range.end;
    }
    out + &text[end..]
}

/// Whether the head asks for what compiling asks: see `Model::demand_values`.
pub fn demands_values(text: &str) -> bool {
    text.lines()
        .map(str::trim)
        .take_while(|line| line.is_empty() || line.starts_with("//"))
        .any(|line| line.strip_prefix("//").is_some_and(|comment| comment.trim() == "compile"))
}

fn moment(written: &str) -> Option<DateTime> {
    // A date parses as a time of 00:00 too.
    written.replacen(' ', "T", 1).parse::<DateTime>().ok()
}

fn document(written: &str) -> Option<DocumentFacts> {
    Some(match written {
        "encrypted" => DocumentFacts::Encrypted,
        "missing" => DocumentFacts::NotFound,
        // `near 合同（终稿）.pdf`
        _ if written.starts_with("near ") => DocumentFacts::Near(written[5..].to_owned()),
        "unreadable" => DocumentFacts::Unreadable(words!("没有权限", "permission denied")),
        "empty" => DocumentFacts::Empty,
        "unknown" => DocumentFacts::UnknownKind,
        "broken" => DocumentFacts::Broken,
        "docx" => DocumentFacts::NotPdf,
        _ => {
            let (sizes, count) = match written.strip_prefix("pdf")?.split_once('/') {
                Some((sizes, doubt)) => (sizes, Some(count_doubt(doubt.trim())?)),
                None => (written.strip_prefix("pdf")?, None),
            };
            let sizes: Vec<&str> = sizes.split(',').map(str::trim).collect();
            let unsized_pages =
                (0..).zip(&sizes).filter(|(_, size)| size.ends_with('?')).map(|(at, _)| at).collect();
            let pages = sizes.into_iter().map(|size| page_size(size.trim_end_matches('?')));
            DocumentFacts::Pdf {
                pages: pages.collect::<Option<_>>()?,
                doubts: Doubts { count, unsized_pages },
            }
        }
    })
}

fn count_doubt(written: &str) -> Option<CountDoubt> {
    match written {
        "none" => Some(CountDoubt::NotStated),
        "lost" => Some(CountDoubt::TreeLost),
        "incomplete" => Some(CountDoubt::Incomplete),
        stated => stated.parse().ok().map(CountDoubt::Stated),
    }
}

fn page_size(written: &str) -> Option<PageSize> {
    let (width, height) = written.trim().split_once('x')?;
    Some(PageSize { width: width.parse().ok()?, height: height.parse().ok()? })
}

fn answer(written: &str, online: &mut OnlineFacts) {
    let mut words = written.split_whitespace();
    match (words.next(), words.next(), words.next()) {
        (Some("verified"), Some(id), None) => drop(online.verified.insert(id.to_owned(), true)),
        (Some("unverified"), Some(id), None) => drop(online.verified.insert(id.to_owned(), false)),
        (Some("seal"), Some(id), Some(what)) => {
            let fact = match what {
                "missing" => SealFact::Missing,
                "authorized" => SealFact::Authorized,
                _ => SealFact::NotAuthorized,
            };
            online.seals.insert(id.to_owned(), fact);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_become_facts() {
        let (facts, params) = facts_of(
            "// 说明\n// now: 2026-03-01 18:30\n// set: who = 张三\n// versioned\n\
             // document: a.pdf = pdf 595x842, 842x595\n// document: b.pdf = encrypted\n\
             // online: unverified PSN_1\n// online: seal 12 authorized\ncontract \"x\"\n// now: 2030-01-01\n",
        );
        assert_eq!(facts.now(), date(2026, 3, 1).at(18, 30, 0, 0));
        assert_eq!(params["who"], "张三");
        assert!(facts.versioned.contains(FILE));
        assert_eq!(facts.documents["a.pdf"].pages().unwrap()[1].width, 842.0);
        assert_eq!(facts.documents["b.pdf"], DocumentFacts::Encrypted);
        let online = facts.online.unwrap();
        assert!(!online.verified["PSN_1"]);
        assert_eq!(online.seals["12"], SealFact::Authorized);
    }

    #[test]
    fn without_directives_it_is_monday_the_fifth() {
        assert_eq!(facts_of("").0.today(), date(2026, 1, 5));
    }
}
