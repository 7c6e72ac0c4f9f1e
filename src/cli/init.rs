//! `qdc init`: asks for a first file, or takes it from options. What it holds is in `first_file`.

use std::io::IsTerminal;
use std::path::Path;

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::first_file::FirstFile;
use super::messages::pick;
use super::output::Form;
use super::walk::is_qdc_name;
use super::{Code, Env, Failure, Outcome, args, output};
use crate::findings::{Lang, Words, human};
use crate::privacy::{on_one_line, shell};
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
            pick(lang, "编码或文件", "CODE|FILE"),
            pick(
                lang,
                "文件编码（FC_…），或本机的 PDF",
                "The document's file code (FC_…), or a PDF on this machine",
            ),
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

/// One thing a first file says: the option that gives it, and how it is asked for.
struct Question {
    option: &'static str,
    words: (&'static str, &'static str),
    /// What it is now, as an answer is written.
    said: fn(&FirstFile) -> String,
    say: fn(&mut FirstFile, Vec<String>),
}

macro_rules! question {
    ($field:ident, $option:literal, $zh:literal, $en:literal) => {
        Question {
            option: $option,
            words: ($zh, $en),
            said: |file| file.$field.clone(),
            say: |file, answers| file.$field = answers.join(", "),
        }
    };
}

const QUESTIONS: &[Question] = &[
    question!(title, "title", "合同名称", "Title"),
    question!(code, "code", "业务编号（每份合同不同）", "Business code (one a contract)"),
    question!(
        initiator,
        "initiator",
        "发起方账号（平台上的账号 ID，不是公司名称）",
        "Initiator's account id (not the company's name)"
    ),
    question!(
        document,
        "document",
        "文件：平台给的文件编码，或本机的 PDF（如 采购合同.pdf）",
        "Document: the platform's file code, or a PDF on this machine (such as contract.pdf)"
    ),
    Question {
        option: "signer",
        words: ("签署方账号（用逗号分开）", "Signers' accounts (separated by commas)"),
        said: |file| file.signers.join(", "),
        say: |file, answers| file.signers = answers,
    },
    question!(deadline, "deadline", "截止（日期或 30d）", "Deadline (a date or 30d)"),
];

pub fn run(matches: &ArgMatches, env: &Env) -> Outcome {
    let keywords = match matches.get_one::<String>("keywords").map(String::as_str) {
        Some("zh") => Lang::Zh,
        Some(_) => Lang::En,
        None => env.lang,
    };
    let mut path = matches.get_one::<String>("output").map(|path| named(path));
    if let Some(path) = &path {
        spare(path, matches)?;
    }
    let mut file = FirstFile::example(env.lang, keywords);
    for question in QUESTIONS {
        if let Some(given) = matches.get_many::<String>(question.option) {
            (question.say)(&mut file, given.cloned().collect());
        }
    }
    // What the options say is settled before anybody is asked for the rest.
    if has_errors(path.as_deref().unwrap_or("-"), &file, env) {
        return Err(Failure::new(
            Code::Usage,
            words!("没有写出，请先改正上面的内容", "not written; fix the problems above first"),
        ));
    }
    if std::io::stdin().is_terminal() {
        for question in QUESTIONS.iter().filter(|question| !matches.contains_id(question.option)) {
            ask_until_right(question, &mut file, path.as_deref().unwrap_or("-"), env)?;
        }
        // Somebody at the keyboard wants a file; `qdc init > a.qdc` has said where.
        if path.is_none() && std::io::stdout().is_terminal() {
            path = Some(ask_for_path(matches, env)?);
        }
    }
    output::deliver(path.as_ref(), Form::File, &file.text())?;
    if let Some(path) = path.filter(|path| *path != "-") {
        let (path, quoted) = (on_one_line(&path), shell::file(&path));
        let words =
            words!("已写好 {path}；接下来：qdc check {quoted}", "wrote {path}; next: qdc check {quoted}");
        output::say(words.get(env.lang));
    }
    Ok(0)
}

/// A wrong answer is told at once and asked for again: nobody should lose the other five to it.
fn ask_until_right(question: &Question, file: &mut FirstFile, name: &str, env: &Env) -> Result<(), Failure> {
    loop {
        let words = pick(env.lang, question.words.0, question.words.1);
        let answer = answer(words, &(question.said)(file), env)?;
        let answers = match question.option {
            "signer" => separated(&answer),
            _ => vec![answer],
        };
        let mut tried = file.clone();
        (question.say)(&mut tried, answers);
        let (_, findings) = tried.errors(name);
        let Some(wrong) = findings.first() else {
            *file = tried;
            return Ok(());
        };
        output::say(format_args!("  × {}", wrong.message.get(env.lang)));
        if let Some(help) = &wrong.help {
            output::say(format_args!("    {}", help.get(env.lang)));
        }
    }
}

fn ask_for_path(matches: &ArgMatches, env: &Env) -> Result<String, Failure> {
    loop {
        let path = named(&answer(pick(env.lang, "写到哪个文件", "File to write"), "contract.qdc", env)?);
        match spare(&path, matches) {
            Ok(()) => return Ok(path),
            Err(failure) => output::say(format_args!("  × {}", failure.words.get(env.lang))),
        }
    }
}

/// A name with the ending by which files are found. What is no plain file, such as a device, is left as it is.
fn named(path: &str) -> String {
    let is_plain =
        path != "-" && !path.is_empty() && (!Path::new(path).exists() || Path::new(path).is_file());
    match is_plain && !is_qdc_name(Path::new(path)) {
        true => format!("{path}.qdc"),
        false => path.to_owned(),
    }
}

/// What a person answers; nothing is what stands in brackets.
fn answer(question: &str, example: &str, env: &Env) -> Result<String, Failure> {
    let colon = pick(env.lang, "：", ": ");
    output::ask(&format!("{question} [{example}]{colon}"));
    let mut answer = String::new();
    let read = std::io::stdin().read_line(&mut answer).map_err(|error| {
        let Words { zh, en } = Words::of_io(&error);
        Failure::new(Code::Failed, words!("无法读取回答：{zh}", "cannot read the answer: {en}"))
    })?;
    if read == 0 {
        // Ctrl-D: whoever goes away does not want the examples. The prompt's line is not ended yet.
        output::say("");
        return Err(Failure::new(
            Code::Cancelled,
            words!("已取消，没有写出", "cancelled; nothing was written"),
        ));
    }
    let answer = answer.trim();
    Ok(if answer.is_empty() { example.to_owned() } else { answer.to_owned() })
}

fn separated(answer: &str) -> Vec<String> {
    let parts = answer.split([',', '，', '、']).map(str::trim);
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// A file that is there already stays as it is.
fn spare(path: &str, matches: &ArgMatches) -> Result<(), Failure> {
    if path == "-" || matches.get_flag("force") || !Path::new(path).exists() {
        return Ok(());
    }
    Err(Failure::new(
        Code::FileExists,
        words!(
            "{path} 已存在，没有覆盖；换个名字，或加 --force",
            "{path} exists and was left alone; use another name, or --force"
        ),
    ))
}

/// Tells the errors that come from options, such as a deadline that is no date.
fn has_errors(name: &str, file: &FirstFile, env: &Env) -> bool {
    let (sources, findings) = file.errors(name);
    for finding in &findings {
        output::say(human::render(finding, &sources, env.err_style()));
    }
    !findings.is_empty()
}
