//! A project in which every rule finds something: the wrong example of each rule, a file a rule, and files whose names
//! and texts try the formats.

use std::collections::BTreeMap;

use qdc::findings::paths::Base;
use qdc::findings::{Code, Finding, Found, Lang, Report, RulePages, Unchecked, Words};
use qdc::model::{FileError, Files, Model};
use qdc::rules::{self, examples};
use qdc::settings::Settings;
use qdc::source::Source;

/// The folder of the run. Some files are named from the root on, as scripts do.
const FOLDER: &str = "/repo/合同";

const CLEAN: &str = r#"contract "干净" {
    code      "HR-2026-001"
    initiator "CORP_TEST_001"
    deadline  2026-02-04
    document main "FC_1"
    signer "PSN_TEST_001" auth sms {
        sign main page 1 at (280, 420)
    }
}
"#;

pub struct Project {
    files: Vec<(String, Model, Vec<Finding>)>,
    unchecked: Vec<Unchecked>,
}

/// Every used file is the example itself: enough for the rules about used files.
struct Itself<'a> {
    name: &'a str,
    text: &'a str,
}

impl Files for Itself<'_> {
    fn resolve(&self, _: &str, path: &str) -> String {
        if path == examples::FILE { self.name.to_owned() } else { path.to_owned() }
    }

    fn read(&self, resolved: &str) -> Result<String, FileError> {
        if resolved == self.name { Ok(self.text.to_owned()) } else { Err(FileError::NotFound) }
    }
}

impl Project {
    pub fn new() -> Self {
        let mut files: Vec<(String, String)> = (rules::RULES.iter())
            .map(|check| (format!("rules/{}.qdc", check.rule.name), check.rule.wrong.to_owned()))
            .collect();
        let awkward =
            CLEAN.replace("\"PSN_TEST_001\" auth sms", "\"😀𠮷e\u{301}\" auth smz").replace('\n', "\r\n");
        files.extend([
            ("干净.qdc".to_owned(), CLEAN.to_owned()),
            (format!("{FOLDER}/50%, a:b #1?.qdc"), format!("\u{feff}{awkward}")),
            (
                "控制\u{1b}[31m字符.qdc".to_owned(),
                CLEAN.replace("deadline", "dead\u{1b}\u{0}<&>\"'\u{fffe}]]>line"),
            ),
            ("括号.qdc".to_owned(), CLEAN.replace("干净", "{姓名} [甲](1)")),
            ("空.qdc".to_owned(), String::new()),
        ]);
        files.sort();
        let files = files.into_iter().map(|(name, text)| {
            let (mut facts, given) = examples::facts_of(&text);
            if facts.versioned.contains(examples::FILE) {
                facts.versioned.insert(name.clone());
            }
            let source = Source::new(name.clone(), text.clone());
            let mut model = Model::read(source, &Itself { name: &name, text: &text }, &given);
            if examples::demands_values(&text) {
                model.demand_values();
            }
            let findings = rules::check(&model, &facts, &Settings::default());
            (name, model, findings)
        });
        let why = Words {
            zh: "没有权限读取 锁\n住.qdc".into(),
            en: "no permission to read 锁\n住.qdc".into(),
        };
        let unchecked =
            vec![Unchecked { file: Some("锁\n住.qdc".into()), code: Code::FileUnreadable, why }];
        Self { files: files.collect(), unchecked }
    }

    pub fn report(&self, lang: Lang) -> Report<'_> {
        let mut found: Vec<Found<'_>> = (self.files.iter())
            .flat_map(|(_, model, findings)| {
                findings.iter().map(|finding| Found { finding, sources: &model.sources })
            })
            .collect();
        found.sort_by_key(|found| (found.file(), found.finding.span.start, found.finding.span.end));
        Report {
            files: self.files.iter().map(|(name, ..)| name.as_str()).collect(),
            found,
            unchecked: &self.unchecked,
            lang,
            base: Base::new([FOLDER]),
            pages: RulePages::new("https://docs.example/{lang}/rules.html#{rule}"),
        }
    }

    /// The texts of the files, by the path a report has for them.
    pub fn texts(&self) -> BTreeMap<String, &str> {
        let base = Base::new([FOLDER]);
        (self.files.iter())
            .map(|(name, model, _)| (base.relative(name).into_owned(), model.sources[Model::ROOT].text()))
            .collect()
    }
}
