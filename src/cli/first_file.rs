//! The first file of somebody new: what it says, and its text with a comment at each step.

use std::path::Path;
use std::sync::Arc;

use super::facts::Surroundings;
use super::files::Disk;
use super::messages::pick;
use super::reach::Reaches;
use crate::findings::{Finding, Lang, Level};
use crate::model::Model;
use crate::privacy::visible::replacement;
use crate::rules;
use crate::settings::Settings;
use crate::source::{Source, Sources};
use crate::syntax::{Keywords, format};

#[derive(Debug, Clone)]
pub struct FirstFile {
    pub title: String,
    pub code: String,
    pub initiator: String,
    /// A file code of the platform, or the path of a file on this machine.
    pub document: String,
    pub signers: Vec<String>,
    /// A date, or a length of time with or without the word before or after it.
    pub deadline: String,
    /// Of the comments.
    lang: Lang,
    keywords: Lang,
}

impl FirstFile {
    pub fn example(lang: Lang, keywords: Lang) -> Self {
        Self {
            title: pick(lang, "劳动合同", "Employment contract").to_owned(),
            code: "HR-2026-001".to_owned(),
            initiator: "CORP_TEST_001".to_owned(),
            document: "FC_20241212171254RkztvLleUICgRSe".to_owned(),
            signers: vec!["PSN_TEST_001".to_owned()],
            deadline: "30d".to_owned(),
            lang,
            keywords,
        }
    }

    /// What is wrong with what was answered; the first file is to check clean.
    pub fn errors(&self, name: &str) -> (Sources, Vec<Finding>) {
        // A file that is to be uploaded is looked for from where this one will lie.
        let reaches = Arc::new(Reaches::default());
        let disk = Disk(reaches.of(name));
        let model = Model::read(Source::new(name, self.text()), &disk, &Default::default());
        let facts = Surroundings::new(None, reaches).facts(&model);
        let mut findings = rules::check(&model, &facts, &Settings::default());
        // Whoever is asked can answer again: what only looks wrong is asked about too.
        findings.retain(|finding| finding.level == Level::Error || finding.rule.name == "suspicious-value");
        (model.sources, findings)
    }

    pub fn text(&self) -> String {
        let keywords = match self.keywords {
            Lang::Zh => Keywords::Zh,
            Lang::En => Keywords::En,
        };
        format(&self.written(), keywords)
    }

    fn written(&self) -> String {
        let lang = self.lang;
        let note = |zh, en| format!("    // {}\n", pick(lang, zh, en));
        let main = pick(self.keywords, "主合同", "main");
        let mut out = format!("contract {} {{\n", quote(&self.title));
        out += &note(
            "自己系统里的编号，每份合同不同：重复发送靠它识别",
            "your own number, one a contract: a repeated sending is recognised by it",
        );
        out += &format!("    code {}\n", quote(&self.code));
        out += &note("以谁的名义发起", "in whose name it is started");
        let deadline = deadline(&self.deadline);
        out += &format!("    initiator {}\n    deadline {deadline}\n\n", quote(&self.initiator));
        if is_local(&self.document) {
            out += &note(
                "发送时先上传这个文件；正式的平台上，上传的地址要先在 qdc.toml 里写明",
                "this file is uploaded first; for a real platform qdc.toml has to name where to",
            );
            out += &format!("    document {main} upload {}\n\n", quote(&self.document.replace('\\', "/")));
        } else {
            out += &note(
                "文件编码由平台给出；本机的文件写成 上传 “文件名”",
                "the platform gives the file code; a file on this machine is written as upload \"name\"",
            );
            out += &format!("    document {main} {}\n\n", quote(&self.document));
        }
        out += &note(
            "位置按 qdc.toml 里的约定计算，默认从页面左下角算起、单位是磅；平台没有公开说明，请先试签一份核对。也可写 (35mm, 120mm)",
            "by the conventions in qdc.toml: by default points from the lower left of the page. The platform does not document them, so try one first; (35mm, 120mm) is fine too",
        );
        for (index, signer) in self.signers.iter().enumerate() {
            // Side by side, three in a row, upwards from the foot of the page.
            let (x, y) = (120 + index % 3 * 170, 160 + index / 3 % 4 * 170);
            let page = index / 12 + 1;
            out += &format!("    signer {} auth sms {{\n", quote(signer));
            out += &format!("        sign {main} page {page} at ({x}, {y}) date \"YYYY-MM-DD\"\n    }}\n");
        }
        out + "}\n"
    }
}

/// Whether an answer names a file on this machine and not one the platform has: by its ending, its folder, or since it is
/// there.
fn is_local(answer: &str) -> bool {
    let path = Path::new(answer);
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    answer.contains(['/', '\\']) || ENDINGS.contains(&ending.as_str()) || path.is_file()
}

/// Of documents that people write.
const ENDINGS: &[&str] = &["pdf", "doc", "docx", "wps", "ofd"];

fn deadline(answer: &str) -> String {
    let answer = answer.trim().trim_start_matches("in ").trim_end_matches('内').trim();
    // It stands between keywords: no more than a word of it may.
    let answer = answer.split_whitespace().collect::<Vec<_>>().join("");
    match answer.chars().filter(char::is_ascii_digit).count() >= 6 {
        true => answer,
        false => format!("in {answer}"),
    }
}

/// A text of the language: whatever it holds stays what it is.
fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    let mut before = None;
    for character in text.chars() {
        match character {
            '{' => out += "{{",
            '"' => out += "{U+0022}",
            hidden if replacement(before, hidden).is_some() => {
                out += &format!("{{U+{:04X}}}", hidden as u32);
            }
            other => out.push(other),
        }
        before = Some(character);
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_checks_clean_in_every_language() {
        for (lang, keywords) in
            [(Lang::Zh, Lang::Zh), (Lang::Zh, Lang::En), (Lang::En, Lang::Zh), (Lang::En, Lang::En)]
        {
            let example = FirstFile::example(lang, keywords);
            let (_, findings) = example.errors("a.qdc");
            assert!(findings.is_empty(), "{findings:?}");
            assert_eq!(format(&example.text(), Keywords::Keep), example.text());
        }
    }

    #[test]
    fn a_deadline_is_taken_as_people_write_it() {
        for (answer, written) in [
            ("30d", "in 30d"),
            ("30 d", "in 30d"),
            ("in 30d", "in 30d"),
            ("30天内", "in 30天"),
            ("3个月", "in 3个月"),
            ("2026-12-31", "2026-12-31"),
            ("2026 年 12 月 31 日", "2026年12月31日"),
        ] {
            assert_eq!(deadline(answer), written);
        }
    }

    #[test]
    fn a_wrong_answer_is_an_error_and_one_error_only() {
        let wrong = |change: fn(&mut FirstFile)| {
            let mut file = FirstFile::example(Lang::En, Lang::Zh);
            change(&mut file);
            let (_, findings) = file.errors("a.qdc");
            findings.iter().map(|finding| finding.rule.name).collect::<Vec<_>>()
        };
        assert_eq!(wrong(|file| file.deadline = "soon".into()), ["wrong-value"]);
        assert_eq!(wrong(|file| file.deadline = "2020-01-01".into()), ["deadline-passed"]);
        assert_eq!(wrong(|file| file.signers.push("PSN_TEST_001".into())), ["duplicate-signer"]);
        assert_eq!(wrong(|file| file.signers.clear()), ["missing-statement"]);
        assert_eq!(wrong(|file| file.document.clear()), ["wrong-value"]);
        assert_eq!(wrong(|file| file.initiator = "北京华裕科技有限公司".into()), ["suspicious-value"]);
        assert_eq!(wrong(|file| file.document = "没有这个文件.pdf".into()), ["file-not-found"]);
        assert_eq!(wrong(|file| file.title = "“{劳动}”\"\n//".into()), [""; 0]);
    }
}
