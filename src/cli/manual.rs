//! `qdc man`: the manual page for `man`, or, on a terminal, as it is read.

use std::io::{self, IsTerminal};
use std::path::Path;

use clap::{Arg, ArgMatches, Command};

use super::messages::pick;
use super::output::Form;
use super::{Code, Env, Failure, Outcome, output};
use crate::findings::{Lang, Words};
use crate::words;

pub fn command(lang: Lang) -> Command {
    Command::new("man")
        .about(pick(
            lang,
            "输出手册页：在终端上可以直接阅读，否则是 troff",
            "Print the manual page: as text on a terminal, else as troff",
        ))
        .arg(
            Arg::new("dir")
                .long("dir")
                .value_hint(clap::ValueHint::DirPath)
                .value_name(pick(lang, "文件夹", "DIR"))
                .help(pick(
                    lang,
                    "每个命令一页，写到这个文件夹",
                    "Write a page for each command to this folder",
                )),
        )
}

pub fn run(matches: &ArgMatches, env: &Env) -> Outcome {
    let mut command = super::command(env.lang);
    // Gives every command the options of the whole program.
    command.build();
    match matches.get_one::<String>("dir") {
        None => {
            let page = render(command, env.lang)?;
            if io::stdout().is_terminal() {
                output::print(&plain(&String::from_utf8_lossy(&page), env.width()))?;
            } else {
                output::stream(Form::File, |out| out.write_all(&page))?;
            }
        }
        Some(folder) => {
            std::fs::create_dir_all(folder).map_err(|error| {
                let Words { zh, en } = Words::of_io(&error);
                Failure::new(
                    Code::FileUnwritable,
                    words!("无法建立文件夹 {folder}：{zh}", "cannot make the folder {folder}: {en}"),
                )
            })?;
            for sub in command.get_subcommands() {
                write_page(folder, "qdc", sub, env.lang)?;
            }
            output::write(&path(folder, "qdc"), &render(command, env.lang)?)?;
        }
    }
    Ok(0)
}

/// The page of a command, and those of its own commands.
fn write_page(folder: &str, above: &str, command: &Command, lang: Lang) -> Result<(), Failure> {
    let name = format!("{above}-{}", command.get_name());
    let called = name.replace('-', " ");
    let page = render(command.clone().bin_name(called).display_name(name.clone()), lang)?;
    output::write(&path(folder, &name), &page)?;
    command.get_subcommands().try_for_each(|sub| write_page(folder, &name, sub, lang))
}

fn path(folder: &str, name: &str) -> String {
    Path::new(folder).join(format!("{name}.1")).to_string_lossy().into_owned()
}

fn render(command: Command, lang: Lang) -> Result<Vec<u8>, Failure> {
    let mut page = Vec::new();
    let rendered: io::Result<()> = clap_mangen::Man::new(command).render(&mut page);
    rendered.map_err(|error| {
        Failure::new(Code::Failed, words!("无法生成手册页：{error}", "cannot make the page: {error}"))
    })?;
    page.extend(ending(lang).bytes());
    Ok(match lang {
        Lang::Zh => in_chinese(page),
        Lang::En => page,
    })
}

/// What holds for every command: how it ends and what it is told by its surroundings.
fn ending(lang: Lang) -> &'static str {
    pick(
        lang,
        ".SH 退出码\n.TP\n0\n一切正常\n.TP\n1\n有错误，或警告太多\n.TP\n2\n命令没能执行\n\
         .SH 环境变量\n.TP\nQDC_LANG\n相当于 \\-\\-lang\n.TP\nQDC_FORMAT\n相当于 qdc check 的 \\-\\-format\n\
         .TP\nQDC_DENY, QDC_WARN, QDC_ALLOW\n相当于 \\-\\-deny、\\-\\-warn、\\-\\-allow，规则名用逗号隔开\n\
         .TP\nQDC_NO_CACHE, QDC_CACHE_DIR\n相当于 \\-\\-no\\-cache、\\-\\-cache\\-dir\n\
         .TP\nQDC_RULE_PAGES\n规则目录发布在哪里\n.TP\nNO_COLOR\n不用颜色\n",
        ".SH EXIT STATUS\n.TP\n0\nall is fine\n.TP\n1\nfindings at error level, or too many warnings\n\
         .TP\n2\nthe command could not be carried out\n\
         .SH ENVIRONMENT\n.TP\nQDC_LANG\nstands for \\-\\-lang\n.TP\nQDC_FORMAT\nstands for \\-\\-format of qdc check\n\
         .TP\nQDC_DENY, QDC_WARN, QDC_ALLOW\nstand for \\-\\-deny, \\-\\-warn, \\-\\-allow: names of rules with commas between\n\
         .TP\nQDC_NO_CACHE, QDC_CACHE_DIR\nstand for \\-\\-no\\-cache, \\-\\-cache\\-dir\n\
         .TP\nQDC_RULE_PAGES\nwhere the pages of rules are\n.TP\nNO_COLOR\nno colours\n",
    )
}

/// The headings that clap_mangen writes in English, as Chinese manual pages have them.
fn in_chinese(page: Vec<u8>) -> Vec<u8> {
    let heading = |line: &str| match line {
        ".SH NAME" => Some(".SH 名称"),
        ".SH SYNOPSIS" => Some(".SH 概述"),
        ".SH DESCRIPTION" => Some(".SH 描述"),
        ".SH OPTIONS" => Some(".SH 选项"),
        ".SH SUBCOMMANDS" => Some(".SH 命令"),
        ".SH VERSION" => Some(".SH 版本"),
        _ => None,
    };
    let page = String::from_utf8_lossy(&page);
    page.lines().flat_map(|line| [heading(line).unwrap_or(line), "\n"]).collect::<String>().into_bytes()
}

/// A page as a person reads it: of troff only what clap_mangen writes.
fn plain(page: &str, width: usize) -> String {
    let mut out = String::new();
    let mut indent = "    ";
    let mut is_tag = false;
    for line in page.lines() {
        let text = unmarked(line.split_once(' ').map_or("", |(_, rest)| rest));
        match line.split(' ').next().unwrap_or_default() {
            ".SH" => {
                out += &format!("\n{text}\n");
                indent = "    ";
            }
            ".TP" => is_tag = true,
            ".br" | ".PP" => out.push('\n'),
            macro_ if macro_.starts_with('.') => {}
            _ => {
                // A tag stands before what it is about.
                indent = if is_tag { "    " } else { indent };
                let options = textwrap::Options::new(width).initial_indent(indent).subsequent_indent(indent);
                out += &textwrap::wrap(&unmarked(line), options).join("\n");
                out.push('\n');
                if is_tag {
                    indent = "        ";
                }
                is_tag = false;
            }
        }
    }
    out.trim_start_matches('\n').to_owned()
}

/// Without fonts and escapes.
fn unmarked(text: &str) -> String {
    let mut text = text.to_owned();
    for (theirs, ours) in
        [("\\fB", ""), ("\\fI", ""), ("\\fR", ""), ("\\-", "-"), ("\\*(Aq", "'"), ("\\&", ""), ("\\\\", "\\")]
    {
        text = text.replace(theirs, ours);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_read_has_no_marks_of_troff() {
        for lang in [Lang::Zh, Lang::En] {
            let mut command = crate::cli::command(lang);
            command.build();
            let page = plain(&String::from_utf8(render(command, lang).unwrap()).unwrap(), 80);
            let is_mark = |line: &str| line.starts_with('.') || line.contains("\\f") || line.contains("\\-");
            assert!(!page.lines().any(is_mark), "{page}");
            assert!(page.contains("--lang") && page.contains("qdc-check(1)"), "{page}");
        }
    }
}
