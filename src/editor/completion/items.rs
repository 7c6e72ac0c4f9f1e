//! The offers for a place.

use std::ops::Range;

use jiff::ToSpan;

use super::super::hover::keyword;
use super::super::names::{Declaration, declarations};
use super::place::{Place, Wanted};
use super::{Entry, FORMS, Item, ItemKind, List};
use crate::editor::Snapshot;
use crate::findings::{Group, Lang};
use crate::likeness::may_become;
use crate::model::{Account, Model, ParamKind, Signer};
use crate::privacy::shown;
use crate::rules::RULES;
use crate::vocabulary::{Choice, ChoiceSet, Key, Shape, WORDS, Word, choices, narrowed};

pub struct Items<'a> {
    pub snapshot: &'a Snapshot,
    /// The language of explanations.
    pub lang: Lang,
    /// The language of what is written.
    pub script: Lang,
    pub typed: &'a str,
    /// The bytes of the word that gives way.
    pub at: Range<usize>,
    /// Whether something stands behind it on the line, which may be the value already.
    pub followed: bool,
    pub list: List<'a>,
}

impl Items<'_> {
    pub fn at(&self, place: Place) -> Vec<Item> {
        let mut items = self.all(place);
        // A number is no beginning of a word.
        if self.typed.starts_with(char::is_numeric) {
            items.retain(|item| item.filter.starts_with(&*narrowed(self.typed)));
        }
        items
    }

    fn all(&self, place: Place) -> Vec<Item> {
        match place {
            Place::Nowhere => Vec::new(),
            Place::Rule => self.rules(),
            Place::ParamInText => self.params(&|_| true),
            Place::Path { written, key } => self.paths(&written, key),
            Place::Coordinate => self.params(&|kind| kind == "number"),
            Place::Statement(words) => self.statements(&words),
            Place::Line { value, written, clauses } => {
                let mut items = value.map_or_else(Vec::new, |wanted| self.values(wanted));
                // `auth sms sms` says nothing more.
                items.retain(|item| item.kind != ItemKind::Choice || !written.contains(&item.label));
                items.extend(clauses.into_iter().map(|word| self.keyword(word)));
                items
            }
        }
    }

    fn say(&self, pair: (&'static str, &'static str)) -> &'static str {
        match self.lang {
            Lang::Zh => pair.0,
            Lang::En => pair.1,
        }
    }

    /// What typed letters are compared with: whichever spelling has letters like them.
    fn filter(&self, zh: &str, en: &str, sent: &str) -> String {
        if self.typed.is_empty() {
            return [zh, en, sent].join(" ").trim_end().to_owned();
        }
        if !self.typed.is_ascii() {
            return zh.to_owned();
        }
        let typed = self.typed.to_ascii_lowercase();
        let is_code = sent.to_ascii_lowercase().starts_with(&typed) && !en.starts_with(&typed);
        if is_code { sent } else { en }.to_owned()
    }

    // ---- keywords ----

    fn statements(&self, words: &[&'static Word]) -> Vec<Item> {
        let mut items = Vec::new();
        for &word in words {
            items.push(self.keyword(word));
            items.extend(FORMS.iter().filter(|form| form.key == word.key).map(|form| self.form(form, word)));
        }
        items
    }

    fn form(&self, form: &super::Form, word: &Word) -> Item {
        let with = form.with.and_then(|key| WORDS.iter().find(|word| word.key == key));
        let spelled = |lang| [Some(word), with].into_iter().flatten().map(move |word| word.spelled(lang));
        let names = |lang| spelled(lang).collect::<Vec<_>>().join(" ");
        let text = form.text(self.script, &self.documents());
        Item {
            label: spelled(self.script).collect::<Vec<_>>().join(" … ")
                + if with.is_none() { " …" } else { "" },
            kind: ItemKind::Form,
            detail: self.say(form.title).to_owned(),
            documentation: format!("```qdc\n{}\n```", plain(&text)),
            snippet: Some(text),
            filter: self.filter(&names(Lang::Zh), &names(Lang::En), ""),
        }
    }

    /// The names of the contract's documents.
    fn documents(&self) -> Vec<&str> {
        let contract = self.snapshot.model.contract.iter();
        let names = contract.flat_map(|contract| &contract.documents).map(|it| it.name.value.as_str());
        names.filter(|name| !name.is_empty()).collect()
    }

    fn keyword(&self, word: &'static Word) -> Item {
        let spelled = word.spelled(self.script);
        let mut stop = 1;
        let values: Vec<String> = word
            .takes
            .iter()
            .filter(|take| !take.optional || word.key == Key::Document)
            .map(|take| self.hole(word, take.shape, &mut stop))
            .collect();
        let snippet = if values.is_empty() || self.followed {
            None
        } else {
            Some(format!("{spelled} {}", values.join(" ")))
        };
        Item {
            label: spelled.to_owned(),
            kind: ItemKind::Keyword,
            detail: word
                .spelled(match self.script {
                    Lang::Zh => Lang::En,
                    Lang::En => Lang::Zh,
                })
                .to_owned(),
            documentation: keyword(word, self.lang, self.script),
            snippet,
            filter: self.filter(word.zh, word.en, ""),
        }
    }

    /// What stands where a value will be written.
    fn hole(&self, word: &Word, shape: Shape, stop: &mut usize) -> String {
        let mut next = || {
            *stop += 1;
            *stop - 1
        };
        match shape {
            Shape::Text if word.key == Key::Date => format!("\"${{{}:YYYY-MM-DD}}\"", next()),
            Shape::Text | Shape::Path | Shape::TextOrInteger => format!("\"${}\"", next()),
            Shape::Url => format!("\"${{{}:https://}}\"", next()),
            Shape::Point | Shape::Spot => format!("(${{{}:280}}, ${{{}:420}})", next(), next()),
            Shape::Deadline => match self.script {
                Lang::Zh => format!("${{{}:30}}天内", next()),
                Lang::En => format!("in ${{{}:30}}d", next()),
            },
            Shape::Template => match self.script {
                Lang::Zh => format!("模板 \"${}\"", next()),
                Lang::En => format!("template \"${}\"", next()),
            },
            Shape::Choice(set) | Shape::ChoiceOrText(set) => {
                let words: Vec<&str> = set.0.iter().map(|choice| choice.spelled(self.script)).collect();
                match words.as_slice() {
                    [only] => (*only).to_owned(),
                    _ => one_of(next(), &words),
                }
            }
            Shape::DocumentName if !self.documents().is_empty() => one_of(next(), &self.documents()),
            _ => format!("${}", next()),
        }
    }

    // ---- values ----

    fn values(&self, wanted: Wanted) -> Vec<Item> {
        let named = |kinds: &[Key]| self.names(kinds);
        match wanted.shape {
            Shape::Choice(set) | Shape::ChoiceOrText(set) => self.choices(set),
            Shape::IntegerOr(set) => {
                let mut items = self.choices(set);
                items.extend(self.params(&|kind| kind == "number"));
                items
            }
            Shape::Seals => self.choices(&choices::ALL_SEALS),
            Shape::Account => {
                let mut items = named(&[Key::Person, Key::Company]);
                if wanted.word.key == Key::Signer {
                    let signing = self.signing();
                    items.retain(|item| !signing.contains(&item.label.as_str()));
                }
                items.push(self.whole(wanted.word, Shape::Text));
                items.extend(self.params(&|kind| kind == "text"));
                items
            }
            Shape::DocumentName => named(&[Key::Document]),
            Shape::Deadline => self.deadlines(),
            Shape::Point | Shape::Spot | Shape::Template | Shape::Url | Shape::Path => {
                vec![self.whole(wanted.word, wanted.shape)]
            }
            // Among clauses a bare word would be taken for one of them.
            Shape::Text | Shape::TextOrInteger if wanted.optional => {
                vec![self.whole(wanted.word, Shape::Text)]
            }
            Shape::Text => self.text(wanted.word, &["text"]),
            Shape::TextOrInteger => self.text(wanted.word, &["text", "number"]),
            Shape::Integer(..) | Shape::Length => self.params(&|kind| kind == "number"),
            Shape::Duration => self.lengths(wanted.word.key),
            Shape::ParamValue => self.default_value(wanted.word),
            Shape::Name => Vec::new(),
        }
    }

    /// A value of the kind that the param before it is declared with.
    fn default_value(&self, word: &'static Word) -> Vec<Item> {
        let own = self.snapshot.model.params.iter().filter(|param| param.name.span.file == Model::ROOT);
        let mut before = own.filter(|param| (param.name.span.end as usize) < self.at.start);
        match before.next_back().map(|param| param.kind.value) {
            Some(ParamKind::Text) => vec![self.whole(word, Shape::Text)],
            Some(ParamKind::Date) => self.in_thirty_days().into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// The names of those who sign already, but for the one that stands where something else will.
    fn signing(&self) -> Vec<&str> {
        let model = &self.snapshot.model;
        let signers = model.contract.iter().flat_map(|contract| &contract.signers);
        let others = signers.filter(|signer| signer.account.span.end as usize != self.at.end);
        let name = |signer: &Signer| match signer.account.value {
            Account::Person(index) => Some(model.people[index].name.value.as_str()),
            Account::Company(index) => Some(model.companies[index].name.value.as_str()),
            _ => None,
        };
        others.filter_map(name).collect()
    }

    fn choices(&self, set: &'static ChoiceSet) -> Vec<Item> {
        set.0.iter().map(|choice| self.choice(choice)).collect()
    }

    fn choice(&self, choice: &'static Choice) -> Item {
        Item {
            label: choice.spelled(self.script).to_owned(),
            kind: ItemKind::Choice,
            detail: choice.sent.to_owned(),
            documentation: self.say(choice.doc).to_owned(),
            snippet: None,
            filter: self.filter(choice.zh, choice.en, choice.sent),
        }
    }

    fn names(&self, kinds: &[Key]) -> Vec<Item> {
        let item = |declared: Declaration<'_>| {
            let word = WORDS.iter().find(|word| word.key == declared.kind);
            let file = super::super::names::file_name(&self.snapshot.model, declared.span.file);
            let is_own = declared.span.file == Model::ROOT;
            let short = file.rsplit(['/', '\\']).next().unwrap_or_default();
            Item {
                label: declared.name.to_owned(),
                kind: ItemKind::Name,
                detail: word.map(|word| word.spelled(self.lang)).unwrap_or_default().to_owned(),
                documentation: if is_own { String::new() } else { format!("`{}`", shown(short)) },
                snippet: None,
                filter: declared.name.to_owned(),
            }
        };
        // What is typed already is not turned into another party, paper or sum.
        declarations(&self.snapshot.model)
            .filter(|declared| kinds.contains(&declared.kind) && may_become(self.typed, declared.name))
            .map(item)
            .collect()
    }

    /// The params whose kind, by its English word, will do.
    fn params(&self, fits: &dyn Fn(&str) -> bool) -> Vec<Item> {
        let model = &self.snapshot.model;
        let params = model.params.iter().filter_map(|param| {
            let kind = model.sources.slice(param.kind.span);
            let choice = choices::PARAM_KINDS.find(kind)?;
            let may_stand = fits(choice.en) && may_become(self.typed, &param.name.value);
            (!param.name.value.is_empty() && may_stand).then(|| Item {
                label: param.name.value.clone(),
                kind: ItemKind::Param,
                detail: choice.spelled(self.lang).to_owned(),
                documentation: String::new(),
                snippet: None,
                filter: param.name.value.clone(),
            })
        });
        params.collect()
    }

    /// A text in quotes, or a param that holds one.
    fn text(&self, word: &'static Word, kinds: &[&str]) -> Vec<Item> {
        let mut items = vec![self.whole(word, Shape::Text)];
        items.extend(self.params(&|kind| kinds.contains(&kind)));
        items
    }

    /// A value in its outward shape, to be filled in.
    fn whole(&self, word: &'static Word, shape: Shape) -> Item {
        let mut stop = 1;
        let snippet = self.hole(word, shape, &mut stop);
        Item {
            label: plain(&snippet),
            kind: ItemKind::Value,
            detail: crate::rules::phrase::shape(shape).get(self.lang).trim_start().to_owned(),
            documentation: self.say(word.doc).to_owned(),
            filter: plain(&snippet),
            snippet: Some(snippet),
        }
    }

    fn deadlines(&self) -> Vec<Item> {
        let mut items = self.lengths_from_today(Key::Deadline);
        items.extend(self.in_thirty_days());
        items.extend(self.params(&|kind| kind == "date"));
        items
    }

    /// A date as dates are written.
    fn in_thirty_days(&self) -> Option<Item> {
        let day = self.snapshot.facts.today().checked_add(30.days()).ok()?;
        Some(Item {
            label: day.to_string(),
            kind: ItemKind::Value,
            detail: super::super::hints::weekday(day, self.lang).to_owned(),
            documentation: String::new(),
            snippet: None,
            filter: day.to_string(),
        })
    }

    // ---- in comments and texts ----

    fn rules(&self) -> Vec<Item> {
        let rules = RULES.iter().map(|check| check.rule).filter(|rule| rule.group != Group::Language);
        rules
            .map(|rule| Item {
                label: rule.name.to_owned(),
                kind: ItemKind::Rule,
                detail: rule.title(self.lang).to_owned(),
                documentation: rule.why(self.lang).to_owned(),
                snippet: None,
                filter: rule.name.to_owned(),
            })
            .collect()
    }

    /// Whether the platform takes documents of this kind.
    fn is_taken(&self, name: &str) -> bool {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let known = &self.snapshot.settings.platform.file_types;
        known.iter().any(|kind| kind.eq_ignore_ascii_case(ending))
    }

    /// Only files that may stand there: used ones are `.qdc`, documents of a kind that the platform takes.
    fn paths(&self, written: &str, key: Key) -> Vec<Item> {
        let folder = written.rfind(['/', '\\']).map_or("", |slash| &written[..=slash]);
        let fits = |entry: &Entry| {
            let is_qdc = entry.name.ends_with(".qdc");
            entry.is_folder || if key == Key::Use { is_qdc } else { self.is_taken(&entry.name) }
        };
        let mut entries: Vec<Entry> = (self.list)(folder).into_iter().filter(fits).collect();
        entries.sort_by(|a, b| (b.is_folder, &a.name).cmp(&(a.is_folder, &b.name)));
        entries
            .into_iter()
            .map(|entry| Item {
                label: if entry.is_folder { format!("{}/", entry.name) } else { entry.name.clone() },
                kind: if entry.is_folder { ItemKind::Folder } else { ItemKind::File },
                detail: String::new(),
                documentation: String::new(),
                snippet: None,
                filter: entry.name,
            })
            .collect()
    }
}

/// A hole of a snippet for one of some words.
pub fn one_of(stop: usize, words: &[&str]) -> String {
    match words {
        [only] => format!("${{{stop}:{only}}}"),
        _ => format!("${{{stop}|{}|}}", words.join(",")),
    }
}

/// A snippet as it looks before anything is filled in.
pub fn plain(snippet: &str) -> String {
    let mut out = String::with_capacity(snippet.len());
    let mut rest = snippet;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(inner) = rest.strip_prefix('{') {
            let end = inner.find('}').unwrap_or(inner.len());
            let hole = inner[..end].trim_start_matches(|c: char| c.is_ascii_digit());
            match hole.strip_prefix('|') {
                Some(words) => out.push_str(words.split([',', '|']).next().unwrap_or_default()),
                None => out.push_str(hole.strip_prefix(':').unwrap_or_default()),
            }
            rest = inner.get(end + 1..).unwrap_or_default();
        } else {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        }
    }
    out.push_str(rest);
    out
}
