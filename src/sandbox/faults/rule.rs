//! A fault as it is written, and the requests it is for.

use hyper::StatusCode;

use super::kind::{Entry, KINDS, Kind};
use super::{When, same_path};
use crate::findings::Words;
use crate::privacy::shown;
use crate::vocabulary::nearest_name;
use crate::words;

/// One fault and the requests it is injected into: `drop:after:every=3:path=/open/contract/start`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FaultRule {
    pub kind: Kind,
    pub when: When,
    /// Only every so manieth request, the first of them at that number.
    pub every: Option<u64>,
    /// From 0 to 1.
    pub probability: Option<f64>,
    /// With or without the `/api` that it begins with.
    pub path: Option<String>,
    /// No more often than this.
    pub times: Option<u64>,
    /// How late, or how slowly altogether.
    pub ms: u64,
    /// The platform's code, of `code`.
    pub code: String,
    /// The HTTP status, where the kind has one.
    pub status: StatusCode,
    /// Seconds.
    pub retry_after: Option<u64>,
    /// Where an answer is cut, or how long a header is.
    pub bytes: usize,
    /// How far a Content-Length is off.
    pub by: i64,
    /// Whether the connection is reset rather than closed.
    pub reset: bool,
    /// Whether the second copy waits for the next request.
    pub next: bool,
    /// As it was written.
    written: String,
}

/// The longest time: a day.
const LONGEST_MS: u64 = 86_400_000;

/// The longest header.
const LARGEST_HEADER: usize = 64 << 20;

impl FaultRule {
    /// Reads `KIND[=VALUE][:before|after|late][:every=N][:probability=P][:path=/…][:times=N][:ms=N]` and what else
    /// the kind takes.
    pub fn parse(written: &str) -> Result<FaultRule, Words> {
        let mut parts = written.split(':').map(str::trim);
        let first = parts.next().unwrap_or_default();
        let (name, value) = match first.split_once('=') {
            Some((name, value)) => (name.trim(), Some(value.trim())),
            None => (first, None),
        };
        let name = if name == "500" { "error" } else { name };
        let entry = KINDS.iter().find(|entry| entry.name == name).ok_or_else(|| unknown(name))?;
        let mut rule = FaultRule {
            kind: entry.kind,
            when: entry.whens.first().copied().unwrap_or(When::Before),
            every: None,
            probability: None,
            path: None,
            times: None,
            ms: entry.ms,
            code: String::new(),
            status: match entry.kind {
                Kind::Html => StatusCode::BAD_GATEWAY,
                Kind::Redirect => StatusCode::FOUND,
                _ => StatusCode::OK,
            },
            retry_after: None,
            bytes: 1 << 20,
            by: 16,
            reset: false,
            next: false,
            written: written.to_owned(),
        };
        rule.value(entry, value)?;
        for part in parts {
            rule.option(entry, part)?;
        }
        Ok(rule)
    }

    fn value(&mut self, entry: &Entry, value: Option<&str>) -> Result<(), Words> {
        let (name, usage) = (entry.name, entry.kind.usage());
        let given = match (entry.value, value) {
            (None, None) => return Ok(()),
            (None, Some(_)) => {
                return Err(words!(
                    "`{name}` 后面没有 `=`，写成 `{usage}`",
                    "`{name}` takes no `=`; write `{usage}`"
                ));
            }
            (Some(_), None | Some("")) => {
                return Err(words!(
                    "`{name}` 缺少值，写成 `{usage}`",
                    "`{name}` needs a value; write `{usage}`"
                ));
            }
            (Some(_), Some(value)) => value,
        };
        let wrong = || {
            let given = shown(given);
            words!(
                "`{name}={given}` 不能这样写，写成 `{usage}`",
                "`{name}={given}` is not understood; write `{usage}`"
            )
        };
        match entry.kind {
            Kind::Cut => self.bytes = given.parse().map_err(|_| wrong())?,
            Kind::Status => self.status = status(given).ok_or_else(wrong)?,
            _ => self.code = given.to_owned(),
        }
        Ok(())
    }

    fn option(&mut self, entry: &Entry, part: &str) -> Result<(), Words> {
        let wrong = || not_understood(entry, part);
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let number = || value.parse::<u64>().map_err(|_| wrong());
        let flag = When::named(part);
        if flag.is_some_and(|when| !entry.whens.contains(&when))
            || (OWN.contains(&name) && !entry.options.contains(&name))
        {
            return Err(wrong());
        }
        match name {
            _ if let Some(when) = flag => self.when = when,
            "every" => self.every = Some(number()?.max(1)),
            "times" => self.times = Some(number()?),
            "ms" => self.ms = Some(number()?).filter(|ms| *ms <= LONGEST_MS).ok_or_else(wrong)?,
            "probability" => {
                let chance = value.parse().ok().filter(|chance| (0.0..=1.0).contains(chance));
                self.probability = Some(chance.ok_or_else(wrong)?);
            }
            "path" if value.starts_with('/') => self.path = Some(value.to_owned()),
            "status" => self.status = status(value).ok_or_else(wrong)?,
            "retry-after" => self.retry_after = Some(number()?),
            "by" => self.by = value.parse().map_err(|_| wrong())?,
            "bytes" => {
                let bytes = value.parse().ok().filter(|bytes| *bytes <= LARGEST_HEADER);
                self.bytes = bytes.ok_or_else(wrong)?;
            }
            "reset" if part == "reset" => self.reset = true,
            "next" if part == "next" => self.next = true,
            _ => return Err(wrong()),
        }
        Ok(())
    }

    pub fn written(&self) -> &str {
        &self.written
    }

    pub(super) fn is_for(&self, path: &str) -> bool {
        let asked = self.kind != Kind::Lag || same_path(super::QUESTION, path);
        asked && self.path.as_deref().is_none_or(|own| same_path(own, path))
    }
}

/// Options that some kinds take and others do not.
const OWN: [&str; 6] = ["status", "retry-after", "by", "bytes", "reset", "next"];

/// Statuses below 200 are no answers.
fn status(written: &str) -> Option<StatusCode> {
    let number = written.parse::<u16>().ok().filter(|number| (200..=599).contains(number))?;
    StatusCode::from_u16(number).ok()
}

fn unknown(name: &str) -> Words {
    let shown = shown(name);
    match nearest_name(name, KINDS.iter().map(|entry| entry.name)) {
        Some(near) => words!(
            "没有 `{shown}` 这种故障，是不是 `{near}`？",
            "there is no fault `{shown}`; did you mean `{near}`?"
        ),
        None => {
            let known: Vec<&str> = KINDS.iter().map(|entry| entry.name).collect();
            let (zh, en) = (known.join("、"), known.join(", "));
            words!("没有 `{shown}` 这种故障，可以是 {zh}", "there is no fault `{shown}`; there are {en}")
        }
    }
}

fn not_understood(entry: &Entry, part: &str) -> Words {
    let (name, part) = (entry.name, shown(part));
    let mut known: Vec<String> = entry.whens.iter().map(|when| when.name().to_owned()).collect();
    known.extend(entry.options.iter().map(|option| match *option {
        "reset" | "next" => (*option).to_owned(),
        _ => format!("{option}=N"),
    }));
    known.extend(["every=N", "probability=0.5", "path=/…", "times=N", "ms=N"].map(str::to_owned));
    let (zh, en) = (known.join("、"), known.join(", "));
    words!(
        "`{name}` 后面不能写 `{part}`；可以写 {zh}，ms 最大 {LONGEST_MS}",
        "`{part}` is not understood after `{name}`; it takes {en}, with ms at most {LONGEST_MS}"
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_not_understood_is_reported() {
        for wrong in [
            "",
            ":",
            "=",
            "drp",
            "drop:evry=3",
            "drop:",
            "drop=3",
            "delay:ms=x",
            "delay:late",
            "slow:before",
            "error:probability=2",
            "error:probability=NaN",
            "cut",
            "cut=",
            "cut=-1",
            "cut=1:reset=2",
            "drop:by=1",
            "code",
            "status=99",
            "status=1000",
            "html:status=100",
            "lag:after",
            "twice:late",
            "error:ms=86400001",
            "huge-header:bytes=99999999999",
            "wrong-length:by=9999999999999999999",
            "drop:path=open",
        ] {
            assert!(FaultRule::parse(wrong).is_err(), "{wrong}");
        }
        assert!(FaultRule::parse("dely").unwrap_err().en.contains("`delay`"));
        assert!(FaultRule::parse("drop:by=1").unwrap_err().en.contains("after `drop`"));
        assert!(FaultRule::parse("drop:a\u{1b}[31m").unwrap_err().en.contains("a␛[31m"));
    }

    #[test]
    fn every_kind_is_read_as_it_is_documented() {
        for entry in &KINDS {
            let value = entry.value.map(|_| "=404").unwrap_or_default();
            for when in entry.whens {
                let mut written = format!("{}{value}:{}:ms=5", entry.name, when.name());
                for option in entry.options {
                    let number = if matches!(*option, "reset" | "next") { "" } else { "=404" };
                    written += &format!(":{option}{number}");
                }
                let rule =
                    FaultRule::parse(&written).unwrap_or_else(|words| panic!("{written}: {}", words.en));
                assert_eq!((rule.kind, rule.when, rule.ms), (entry.kind, *when, 5), "{written}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            failure_persistence: None,
            // A run today and a run tomorrow test the same.
            rng_seed: proptest::test_runner::RngSeed::Fixed(20_260_105),
            ..ProptestConfig::with_cases(500)
        })]

        #[test]
        fn any_text_is_a_rule_or_a_clear_error(text in ".{0,60}") {
            if let Err(words) = FaultRule::parse(&text) {
                prop_assert!(!words.zh.is_empty() && !words.en.is_empty());
                prop_assert!(!words.en.chars().any(char::is_control), "{}", words.en);
            }
        }

        #[test]
        fn so_is_any_text_of_its_own_words(
            parts in prop::collection::vec("(cut=|status=|code=|twice|lag|drop|after|late|next|reset|by=|bytes=|ms=|every=|times=|probability=|path=/)(-?[0-9.]{0,21})", 1..6),
        ) {
            let written = parts.join(":");
            match FaultRule::parse(&written) {
                Ok(rule) => prop_assert_eq!(rule.written(), written),
                Err(words) => prop_assert!(words.en.contains('`')),
            }
        }
    }
}
