//! `qdc init`: a good first file.

use std::io::{IsTerminal, Write};
use std::path::Path;

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::facts::Surroundings;
use super::messages::pick;
use super::{Env, Failure, Outcome, args, output};
use crate::findings::{Lang, Level, human};
use crate::model::{Model, NoFiles};
use crate::rules;
use crate::settings::Settings;
use crate::source::Source;
use crate::syntax::{Keywords, format};
use crate::words;

pub fn command(lang: Lang) -> Command {
    let text = |name: &'static str, value, help| Arg::new(name).long(name).value_name(value).help(help);
    Command::new("init")
        .about(pick(
            lang,
            "写出第一个文件：逐项询问，或由选项给出",
            "Write a first file: by asking, or from options",
        ))
        .arg(text("title", pick(lang, "名称", "TITLE"), pick(lang, "合同名称", "The contract's title")))
        .arg(text("code", pick(lang, "编号", "CODE"), pick(lang, "业务编号", "The business code")))
        .arg(text(
            "initiator",
            pick(lang, "账号", "ACCOUNT"),
            pick(lang, "发起方的账号 ID", "The initiator's account id"),
        ))
        .arg(text(
            "document",
            pick(lang, "编码", "CODE"),
            pick(lang, "文件编码（FC_…）", "The document's file code (FC_…)"),
        ))
        .arg(
            text(
                "signer",
                pick(lang, "账号", "ACCOUNT"),
                pick(lang, "签署方的账号 ID，可写多次", "A signer's account id; may be repeated"),
            )
            .action(ArgAction::Append),
        )
        .arg(text(
            "deadline",
            pick(lang, "期限", "DEADLINE"),
            pick(
                lang,
                "截止：2026-12-31 或 30d，默认 30d",
                "The deadline: 2026-12-31 or 30d; by default 30d",
            ),
        ))
        .arg(
            text(
                "keywords",
                pick(lang, "语言", "SCRIPT"),
                pick(
                    lang,
                    "关键字用中文 zh 还是英文 en，默认随界面",
                    "Keywords in zh or en; by default as this program speaks",
                ),
            )
            .value_parser(["zh", "en"])
            .hide_possible_values(true),
        )
        .arg(args::output(lang))
        .arg(Arg::new("force").long("force").action(ArgAction::SetTrue).help(pick(
            lang,
            "文件已存在时覆盖",
            "Replace a file that exists",
        )))
}

pub fn run(matches: &ArgMatches, env: &Env) -> Outcome {
    let ask = Asking { matches, env, terminal: std::io::stdin().is_terminal() };
    let given = matches.get_one::<String>("output").cloned();
    if let Some(path) = &given {
        spare(path, matches)?;
    }
    let say = |zh, en| pick(env.lang, zh, en);
    let title = ask.one("title", say("合同名称", "Title"), say("劳动合同", "Employment contract"))?;
    let code =
        ask.one("code", say("业务编号（每份合同不同）", "Business code (one a contract)"), "HR-2026-001")?;
    let initiator = ask.one("initiator", say("发起方账号", "Initiator's account"), "CORP_TEST_001")?;
    let document = ask.one("document", say("文件编码", "File code"), "FC_20241212171254RkztvLleUICgRSe")?;
    let signers = ask.several(
        "signer",
        say("签署方账号（用逗号分开）", "Signers' accounts (separated by commas)"),
        "PSN_TEST_001",
    )?;
    let deadline = ask.one("deadline", say("截止（日期或 30d）", "Deadline (a date or 30d)"), "30d")?;
    let path = match given {
        // Somebody at the keyboard wants a file; `qdc init > a.qdc` has said where.
        None if ask.terminal && std::io::stdout().is_terminal() => {
            let path = ask.answer(say("写到哪个文件", "File to write"), "contract.qdc")?;
            spare(&path, matches)?;
            Some(path)
        }
        given => given,
    };
    let keywords = match matches.get_one::<String>("keywords").map(String::as_str) {
        Some("zh") => Keywords::Zh,
        Some(_) => Keywords::En,
        None if env.lang == Lang::Zh => Keywords::Zh,
        None => Keywords::En,
    };
    let text = write(&title, &code, &initiator, &document, &signers, &deadline, env.lang);
    let text = format(&text, keywords);
    if has_errors(path.as_deref().unwrap_or("-"), &text, env) {
        return Err(Failure(words!("没有写出，请改正上面的内容", "not written; mend what is told above")));
    }
    output::deliver(path.as_ref(), &text)?;
    if let Some(path) = path.filter(|path| *path != "-") {
        let words = words!("已写好 {path}；接下来：qdc check {path}", "wrote {path}; next: qdc check {path}");
        output::say(words.get(env.lang));
    }
    Ok(0)
}

/// A file that is there already stays as it is.
fn spare(path: &str, matches: &ArgMatches) -> Result<(), Failure> {
    if path == "-" || matches.get_flag("force") || !Path::new(path).exists() {
        return Ok(());
    }
    Err(Failure(words!(
        "{path} 已存在，没有覆盖；换个名字，或加 --force",
        "{path} exists and was left alone; use another name, or --force"
    )))
}

/// Tells the errors that come from what was answered, such as a deadline that is no date.
fn has_errors(name: &str, text: &str, env: &Env) -> bool {
    let model = Model::read(Source::new(name, text), &NoFiles, &Default::default());
    let facts = Surroundings::new(None).facts(&model);
    let findings = rules::check(&model, &facts, &Settings::default());
    let errors = || findings.iter().filter(|finding| finding.level == Level::Error);
    for finding in errors() {
        output::say(human::render(finding, &model.sources, env.err_style()));
    }
    errors().next().is_some()
}

struct Asking<'a> {
    matches: &'a ArgMatches,
    env: &'a Env,
    terminal: bool,
}

impl Asking<'_> {
    /// What the option says, else what a person answers, else the example.
    fn one(&self, option: &str, question: &str, example: &str) -> Result<String, Failure> {
        if let Some(given) = self.matches.get_one::<String>(option) {
            return Ok(given.clone());
        }
        self.answer(question, example)
    }

    fn several(&self, option: &str, question: &str, example: &str) -> Result<Vec<String>, Failure> {
        if let Some(given) = self.matches.get_many::<String>(option) {
            return Ok(given.cloned().collect());
        }
        let answer = self.answer(question, example)?;
        let accounts = answer.split([',', '，', '、']).map(str::trim).filter(|account| !account.is_empty());
        Ok(accounts.map(str::to_owned).collect())
    }

    fn answer(&self, question: &str, example: &str) -> Result<String, Failure> {
        if !self.terminal {
            return Ok(example.to_owned());
        }
        let colon = pick(self.env.lang, "：", ": ");
        let _ = write!(std::io::stderr(), "{question} [{example}]{colon}");
        let mut answer = String::new();
        let read = std::io::stdin()
            .read_line(&mut answer)
            .map_err(|error| Failure(words!("无法读取回答：{error}", "cannot read the answer: {error}")))?;
        if read == 0 {
            // Ctrl-D: whoever goes away does not want the examples.
            return Err(Failure(words!("已取消，没有写出", "cancelled; nothing was written")));
        }
        let answer = answer.trim();
        Ok(if answer.is_empty() { example.to_owned() } else { answer.to_owned() })
    }
}

fn write(
    title: &str,
    code: &str,
    initiator: &str,
    document: &str,
    signers: &[String],
    deadline: &str,
    lang: Lang,
) -> String {
    // A date as it is; a length of time with or without the word before or after it.
    let deadline = deadline.trim().trim_start_matches("in ").trim_end_matches('内').trim();
    let deadline = if deadline.chars().filter(char::is_ascii_digit).count() >= 6 {
        deadline.to_owned()
    } else {
        format!("in {deadline}")
    };
    let note = |zh, en| format!("    // {}\n", pick(lang, zh, en));
    let mut out = format!("contract {} {{\n", quote(title));
    out += &note(
        "自己系统里的编号，每份合同不同：重复发送靠它识别",
        "your own number, one a contract: a repeated sending is recognised by it",
    );
    out += &format!("    code {}\n", quote(code));
    out += &note("以谁的名义发起", "in whose name it is started");
    out += &format!("    initiator {}\n    deadline {deadline}\n\n", quote(initiator));
    out +=
        &note("文件编码由平台在上传或由模板生成后给出", "the platform gives the file code after an upload");
    out += &format!("    document main {}\n\n", quote(document));
    out += &note(
        "位置从页面左下角算起，单位是点（1/72 英寸）；也可写 (35mm, 120mm)",
        "counted from the lower left of the page in points; (35mm, 120mm) is fine too",
    );
    for (index, signer) in signers.iter().enumerate() {
        // Side by side, three in a row, upwards from the foot of the page.
        let (x, y) = (120 + index % 3 * 170, 160 + index / 3 % 4 * 170);
        out += &format!("    signer {} auth sms {{\n", quote(signer));
        out +=
            &format!("        sign main page {} at ({x}, {y}) date \"YYYY-MM-DD\"\n    }}\n", index / 12 + 1);
    }
    out + "}\n"
}

/// A text of the language: whatever it holds stays what it is.
fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '{' => out += "{{",
            '"' => out += "{U+0022}",
            control if control.is_control() => out += &format!("{{U+{:04X}}}", control as u32),
            other => out.push(other),
        }
    }
    out + "\""
}
