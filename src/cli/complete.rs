//! `qdc completions` and `qdc man`: for shells and for `man`.

use std::io;
use std::path::Path;

use clap::{Arg, ArgMatches, Command};
use clap_complete::Shell;

use super::messages::pick;
use super::output::Form;
use super::{Code, Env, Failure, Outcome, output};
use crate::findings::Lang;
use crate::words;

pub fn completions(lang: Lang) -> Command {
    Command::new("completions")
        .about(pick(lang, "输出命令行补全脚本", "Print a script that completes the command line"))
        .arg(
            Arg::new("shell")
                .required(true)
                .value_name(pick(lang, "命令行", "SHELL"))
                .value_parser(clap::value_parser!(Shell))
                .help(pick(
                    lang,
                    "bash、zsh、fish、powershell 或 elvish",
                    "bash, zsh, fish, powershell or elvish",
                ))
                .hide_possible_values(true),
        )
}

pub fn run_completions(matches: &ArgMatches, env: &Env) -> Outcome {
    let Some(&shell) = matches.get_one::<Shell>("shell") else { return Ok(2) };
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut super::command(env.lang), "qdc", &mut script);
    output::stream(Form::File, |out| out.write_all(&script))?;
    Ok(0)
}

pub fn man(lang: Lang) -> Command {
    Command::new("man").about(pick(lang, "输出手册页", "Print the manual page")).arg(
        Arg::new("dir")
            .long("dir")
            .value_hint(clap::ValueHint::DirPath)
            .value_name(pick(lang, "文件夹", "DIR"))
            .help(pick(lang, "每个命令一页，写到这个文件夹", "Write a page for each command to this folder")),
    )
}

pub fn run_man(matches: &ArgMatches, env: &Env) -> Outcome {
    let mut command = super::command(env.lang);
    // Gives every command the options of the whole program.
    command.build();
    match matches.get_one::<String>("dir") {
        None => {
            let page = render(command, env.lang)?;
            output::stream(Form::File, |out| out.write_all(&page))?;
        }
        Some(folder) => {
            std::fs::create_dir_all(folder).map_err(|error| {
                Failure::new(
                    Code::FileUnwritable,
                    words!("无法建立文件夹 {folder}：{error}", "cannot make the folder {folder}: {error}"),
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
