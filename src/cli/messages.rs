//! The command line's own words in both languages: frames of help, and mistakes in the arguments.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};

use crate::findings::{Lang, Words};

pub fn pick(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// Gives a command the frame of its help in a language.
pub fn localize(command: Command, lang: Lang) -> Command {
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .display_order(super::args::LAST + 2)
        .help(pick(lang, "显示帮助", "Print help"));
    let command = command.disable_help_flag(true).disable_version_flag(true).arg(help);
    match lang {
        Lang::En => command,
        Lang::Zh => {
            let usage = usage(&command);
            command
                .override_usage(usage)
                // Bold and underlined like the headings that clap writes, and like them only where colours are.
                .help_template(
                    "{about-with-newline}\n\x1b[1m\x1b[4m用法：\x1b[0m{usage}\n\n{all-args}{after-help}",
                )
                .subcommand_help_heading("命令")
                .subcommand_value_name("命令")
                .mut_args(|arg| {
                    let heading = if arg.is_positional() { "参数" } else { "选项" };
                    arg.help_heading(heading)
                })
        }
    }
}

/// How a command is called, in Chinese.
fn usage(command: &Command) -> String {
    let mut usage = match (command.get_name(), command.get_bin_name()) {
        ("qdc", _) => return "qdc [选项] <命令>".to_owned(),
        // A command of a command says how it is called.
        (_, Some(called)) => format!("{called} [选项]"),
        (name, None) => format!("qdc {name} [选项]"),
    };
    if command.has_subcommands() {
        usage += " <命令>";
    }
    for arg in command.get_positionals() {
        usage += &format!(" {arg}");
    }
    usage
}

/// A mistake in the arguments, without the lines on usage.
pub fn usage_words(error: &clap::Error) -> Words {
    let (zh, en) = (explain(error), error.render().to_string());
    let what = |text: &str| text.split("\n\n").next().unwrap_or_default().trim().to_owned();
    Words { zh: what(zh.split('\n').next().unwrap_or_default()), en: what(en.trim_start_matches("error: ")) }
}

/// A mistake in the arguments, in Chinese.
pub fn explain(error: &clap::Error) -> String {
    let get = |kind| match error.get(kind) {
        Some(ContextValue::String(one)) => one.clone(),
        Some(ContextValue::Strings(many)) => many.join("、"),
        _ => String::new(),
    };
    let (arg, value) = (get(ContextKind::InvalidArg), get(ContextKind::InvalidValue));
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
        .into_iter()
        .map(get)
        .find(|near| !near.is_empty());
    let what = match error.kind() {
        ErrorKind::UnknownArgument => format!("没有 `{arg}` 这个选项或参数"),
        ErrorKind::InvalidSubcommand => format!("没有 `{}` 这个命令", get(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingRequiredArgument => format!("缺少 {arg}"),
        ErrorKind::InvalidValue if value.is_empty() => format!("{arg} 后面要写一个值"),
        ErrorKind::InvalidValue => {
            format!("{arg} 不能是 `{value}`，可以是：{}", get(ContextKind::ValidValue))
        }
        ErrorKind::ValueValidation => format!("{arg} 的值 `{value}` 不对：{}", cause(error)),
        ErrorKind::ArgumentConflict if arg == get(ContextKind::PriorArg) => format!("{arg} 写了两次"),
        ErrorKind::ArgumentConflict => {
            format!("{arg} 不能与 {} 一起用", get(ContextKind::PriorArg))
        }
        ErrorKind::TooManyValues => format!("{arg} 不接受 `{value}`"),
        ErrorKind::InvalidUtf8 => "参数不是有效的文字".to_owned(),
        _ => return error.to_string(),
    };
    let near = near.map(|near| format!("，是不是 `{near}`？")).unwrap_or_default();
    format!("{what}{near}\n用 --help 查看用法")
}

fn cause(error: &clap::Error) -> String {
    std::error::Error::source(error).map(ToString::to_string).unwrap_or_default()
}
