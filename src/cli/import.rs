//! `qdc import`: a request's JSON to a `.qdc` file.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::messages::pick;
use super::output::Form;
use super::{Code, Env, Failure, Outcome, input, output};
use crate::findings::Lang;
use crate::privacy::on_one_line;
use crate::request::{ImportOptions, import};
use crate::source::decode;
use crate::words;

pub fn command(lang: Lang) -> Command {
    Command::new("import")
        .about(pick(
            lang,
            "把发起合同的 JSON 变成 .qdc 文件",
            "Write the .qdc of the JSON that starts a contract",
        ))
        .arg(Arg::new("file").required(true).value_name(pick(lang, "文件", "FILE")).help(pick(
            lang,
            "POST /open/contract/start 的请求体（JSON），- 表示标准输入",
            "The body of POST /open/contract/start (JSON), or - for standard input",
        )))
        .arg(super::args::output(lang))
        .arg(
            Arg::new("keywords")
                .long("keywords")
                .value_name("zh|en")
                .value_parser(["zh", "en"])
                .hide_possible_values(true)
                .help(pick(
                    lang,
                    "关键字用中文 zh 还是英文 en，默认随界面语言",
                    "Write keywords in Chinese (zh) or English (en); by default as messages are",
                )),
        )
        .arg(Arg::new("lossy").long("lossy").action(ArgAction::SetTrue).help(pick(
            lang,
            "省略文件里无法表达的内容，并在开头的注释里列出",
            "Leave out what a file cannot say, and list it in comments at the head",
        )))
}

pub fn run(matches: &ArgMatches, env: &Env) -> Outcome {
    let file = matches.get_one::<String>("file").map_or("-", String::as_str);
    let (name, bytes) = input::read(file)?;
    let body = decode(bytes).map_err(|why| Failure::new(Code::NotText, input::undecodable(&name, why)))?;
    let lang = match matches.get_one::<String>("keywords").map(String::as_str) {
        Some("zh") => Lang::Zh,
        Some("en") => Lang::En,
        _ => env.lang,
    };
    let lossy = matches.get_flag("lossy");
    let problems = match import(&body, ImportOptions { lang, lossy }) {
        Ok(text) => {
            output::deliver_private(matches.get_one::<String>("output"), Form::File, &text)?;
            return Ok(0);
        }
        Err(problems) => problems,
    };
    for problem in &problems {
        let (line, column) = (problem.line, problem.column);
        let message = problem.message.get(env.lang);
        // A member may be named by anything.
        let words = on_one_line(&format!("{} {message}", problem.pointer)).into_owned();
        output::say(format_args!("{}:{line}:{column}: {}", on_one_line(&name), words.trim()));
    }
    // Only where it helps.
    let summary = if !lossy && import(&body, ImportOptions { lang, lossy: true }).is_ok() {
        words!(
            "没有输出：文件必须能编译回同样的 JSON；用 --lossy 省略上面列出的内容",
            "not written: the file must compile back to the same JSON; with --lossy the above is left out"
        )
    } else {
        words!(
            "没有输出：这不是发起合同的请求体，或其中没有可写成文件的内容",
            "not written: this is not the body of a contract, or nothing in it can be written as a file"
        )
    };
    output::say(summary.get(env.lang));
    Ok(1)
}
