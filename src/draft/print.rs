//! A draft as `.qdc` text.

use std::fmt::Write as _;

use super::quote::{name, quoted};
use super::{Deadline, Document, Draft, Origin, Page, Sign, Signer};
use crate::findings::Lang;
use crate::model::{Duration, Length, LengthUnit, Order};
use crate::syntax::{self, Keywords};
use crate::vocabulary::{Choice, ChoiceSet, Key, WORDS, choices};

impl Draft {
    /// The text of the file, keywords in the given language, in the shape that `qdc fmt` gives.
    pub fn text(&self, lang: Lang) -> String {
        let mut printer = Printer { lang, out: String::new() };
        printer.contract(self);
        syntax::format(&printer.out, Keywords::Keep)
    }
}

struct Printer {
    lang: Lang,
    out: String,
}

impl Printer {
    fn contract(&mut self, draft: &Draft) {
        self.start(0, Key::Contract);
        self.text(&draft.title);
        self.open();
        self.optional_text(Key::Code, draft.code.as_deref());
        self.optional_text(Key::Initiator, draft.initiator.as_deref());
        if let Some(deadline) = draft.deadline {
            self.start(1, Key::Deadline);
            self.deadline(deadline);
            self.end();
        }
        if let Some(order) = draft.order {
            self.start(1, Key::Order);
            let order = match order {
                Order::Free => "false",
                Order::Sequential => "true",
            };
            self.choice(&choices::ORDERS, order);
            self.end();
        }
        if let Some(format) = &draft.format {
            self.start(1, Key::Format);
            self.choice(&choices::FORMATS, format);
            self.end();
        }
        if !draft.documents.is_empty() || !draft.attachments.is_empty() {
            self.out.push('\n');
        }
        for document in &draft.documents {
            self.document(document);
        }
        for attachment in &draft.attachments {
            self.optional_text(Key::Attachment, Some(attachment));
        }
        if !draft.signers.is_empty() {
            self.out.push('\n');
        }
        for signer in &draft.signers {
            self.signer(signer);
        }
        if draft.redirect.is_some() || !draft.evidence.is_empty() {
            self.out.push('\n');
        }
        if let Some(redirect) = &draft.redirect {
            self.start(1, Key::Redirect);
            self.text(&redirect.url);
            if let Some(after) = redirect.after {
                self.clause(Key::After);
                self.duration(after);
            }
            self.end();
        }
        if !draft.evidence.is_empty() {
            self.start(1, Key::Evidence);
            for number in &draft.evidence {
                self.number(*number);
            }
            self.end();
        }
        self.out.push_str("}\n");
    }

    fn document(&mut self, document: &Document) {
        self.start(1, Key::Document);
        self.word(&name(&document.name));
        let mut fields: &[(String, String)] = &[];
        match &document.origin {
            Origin::Code(code) => self.text(code),
            Origin::Upload(path) => {
                self.clause(Key::Upload);
                self.text(path);
            }
            Origin::Template(template, filled) => {
                self.clause(Key::From);
                self.choice(&choices::TEMPLATE, "");
                self.text(template);
                fields = filled;
            }
        }
        if let Some(file_name) = &document.file_name {
            self.clause(Key::FileName);
            self.text(file_name);
        }
        if let Some(id) = &document.id {
            self.clause(Key::FileId);
            self.text(id);
        }
        if let Some(path) = &document.local {
            self.clause(Key::Local);
            self.text(path);
        }
        if let Some(pages) = document.pages {
            self.clause(Key::Pages);
            self.number(pages.into());
        }
        if fields.is_empty() {
            return self.end();
        }
        self.open();
        for (component, value) in fields {
            self.start(2, Key::Field);
            self.text(component);
            self.text(value);
            self.end();
        }
        self.close();
    }

    fn signer(&mut self, signer: &Signer) {
        self.start(1, Key::Signer);
        self.text(&signer.account);
        if let Some(seq) = signer.seq {
            self.clause(Key::Seq);
            self.number(seq);
        }
        if !signer.auth.is_empty() {
            self.clause(Key::Auth);
            for mode in &signer.auth {
                self.choice(&choices::AUTH_MODES, mode);
            }
        }
        if let Some(notice) = signer.notice {
            self.clause(Key::Notice);
            self.number(notice);
        }
        if signer.fields.is_empty() {
            return self.end();
        }
        self.open();
        for field in &signer.fields {
            self.field(field);
        }
        self.close();
    }

    fn field(&mut self, field: &Sign) {
        self.start(2, Key::Sign);
        self.word(&name(&field.document));
        match field.page {
            None => {}
            Some(Page::Number(page)) => {
                self.clause(Key::Page);
                self.number(page);
            }
            Some(Page::Last) => {
                self.clause(Key::Page);
                self.choice(&choices::LAST_PAGE, "");
            }
        }
        if let Some((x, y)) = field.at {
            self.clause(Key::At);
            self.word(&format!("({}, {})", length(x, self.lang), length(y, self.lang)));
        }
        if let Some(y) = field.across {
            self.clause(Key::Across);
            self.word(&length(y, self.lang));
        }
        for (key, text) in [(Key::Date, &field.date), (Key::Silent, &field.silent)] {
            if let Some(text) = text {
                self.clause(key);
                self.text(text);
            }
        }
        self.end();
    }

    fn deadline(&mut self, deadline: Deadline) {
        match deadline {
            Deadline::On(year, month, day) => match self.lang {
                Lang::En => self.word(&format!("{year:04}-{month:02}-{day:02}")),
                Lang::Zh => self.word(&format!("{year:04}年{month}月{day}日")),
            },
            Deadline::In(duration) => match self.lang {
                Lang::En => {
                    self.choice(&choices::IN, "");
                    self.duration(duration);
                }
                Lang::Zh => {
                    self.duration(duration);
                    self.out.push_str(choices::IN.0.first().map_or("", |word| word.zh));
                }
            },
        }
    }

    fn duration(&mut self, duration: Duration) {
        self.word(&format!("{}{}", duration.count, duration.unit.spelled(self.lang)));
    }

    // ---- words ----

    fn start(&mut self, depth: usize, key: Key) {
        self.out.extend(std::iter::repeat_n("    ", depth));
        self.out.push_str(spelled(key, self.lang));
    }

    fn clause(&mut self, key: Key) {
        self.word(spelled(key, self.lang));
    }

    fn word(&mut self, word: &str) {
        self.out.push(' ');
        self.out.push_str(word);
    }

    fn text(&mut self, text: &str) {
        self.out.push(' ');
        quoted(text, &mut self.out);
    }

    fn number(&mut self, number: i64) {
        // INVARIANT: writing to a string does not fail.
        let _ = write!(self.out, " {number}");
    }

    /// The word that is sent as `sent`, else the text itself.
    fn choice(&mut self, set: &'static ChoiceSet, sent: &str) {
        match set.0.iter().find(|choice: &&Choice| choice.sent == sent) {
            Some(choice) => self.word(choice.spelled(self.lang)),
            None => self.text(sent),
        }
    }

    fn optional_text(&mut self, key: Key, text: Option<&str>) {
        if let Some(text) = text {
            self.start(1, key);
            self.text(text);
            self.end();
        }
    }

    fn open(&mut self) {
        self.out.push_str(" {\n");
    }

    fn close(&mut self) {
        self.out.push_str("    }\n");
    }

    fn end(&mut self) {
        self.out.push('\n');
    }
}

fn spelled(key: Key, lang: Lang) -> &'static str {
    WORDS.iter().find(|word| word.key == key).map_or("", |word| word.spelled(lang))
}

/// A length as written, never with an exponent, which the language has not.
fn length(length: Length, lang: Lang) -> String {
    let unit = match (length.unit, lang) {
        (LengthUnit::Platform, _) => "",
        (LengthUnit::Millimetre, Lang::En) => "mm",
        (LengthUnit::Millimetre, Lang::Zh) => "毫米",
        (LengthUnit::Centimetre, Lang::En) => "cm",
        (LengthUnit::Centimetre, Lang::Zh) => "厘米",
        (LengthUnit::Point, Lang::En) => "pt",
        (LengthUnit::Point, Lang::Zh) => "磅",
    };
    match length.value {
        Some(value) => format!("{}{unit}", value + 0.0),
        None => format!("?{unit}"),
    }
}
