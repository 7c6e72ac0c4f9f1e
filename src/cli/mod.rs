//! The program: one file a command, over the library.
//!
//! Everything that touches the terminal, files, the clock and the environment is here or in the rooms beside
//! the core; commands gather facts, call the library and print.

mod advice;
mod args;
mod baseline;
mod cache;
mod changed;
mod check;
mod checking;
mod compile;
mod complete;
mod config;
#[cfg(feature = "send")]
mod diff;
mod explain;
mod facts;
mod files;
mod first_file;
mod fix;
mod fmt;
mod gather;
#[cfg(feature = "send")]
mod history;
mod holidays;
mod import;
mod init;
mod input;
mod json;
#[cfg(feature = "send")]
mod labels;
#[cfg(feature = "send")]
mod ledger;
mod links;
#[cfg(feature = "send")]
mod log;
#[cfg(feature = "send")]
mod login;
#[cfg(feature = "lsp")]
mod lsp;
mod manual;
mod messages;
mod names;
mod near;
mod numbers;
#[cfg(feature = "send")]
mod online;
mod output;
mod ownership;
mod params;
#[cfg(feature = "send")]
mod parties;
mod plan;
#[cfg(feature = "send")]
mod project;
mod reach;
mod ready;
mod regular;
mod report;
#[cfg(feature = "send")]
mod sandbox;
#[cfg(feature = "send")]
mod saved;
#[cfg(feature = "send")]
mod send;
#[cfg(feature = "send")]
mod session;
#[cfg(feature = "send")]
mod signals;
mod signs;
#[cfg(feature = "send")]
mod status;
#[cfg(feature = "send")]
mod trust;
mod variables;
mod versioned;
mod walk;
mod watch;

use std::ffi::OsString;
use std::io::IsTerminal;

use clap::error::ErrorKind;
use clap::{ArgMatches, ColorChoice, Command};

use crate::findings::human::Style;
pub use crate::findings::{Code, Failure};
use crate::findings::{Lang, Words};

/// What every command knows of its surroundings.
#[derive(Debug, Clone, Copy)]
pub struct Env {
    pub lang: Lang,
    /// Whether standard output and standard error take colours.
    color_out: bool,
    color_err: bool,
    width: usize,
}

impl Env {
    /// For programs: without colours.
    fn plain(lang: Lang) -> Env {
        Env { lang, color_out: false, color_err: false, width: 100 }
    }

    /// Columns of the terminal.
    pub fn width(&self) -> usize {
        self.width
    }

    /// How findings are drawn on standard output.
    pub fn out_style(&self) -> Style<'static> {
        Style { lang: self.lang, color: self.color_out, width: self.width, pages: None }
    }

    /// How findings are drawn on standard error.
    pub fn err_style(&self) -> Style<'static> {
        Style { color: self.color_err, ..self.out_style() }
    }
}

impl Failure {
    /// Shows it on standard error.
    fn say(&self, env: &Env) {
        output::say(format_args!("qdc: {}", self.words.get(env.lang)));
    }
}

/// An exit code, 0 or 1, or why there is none, which is 2.
pub type Outcome = Result<u8, Failure>;

/// A command: how it is called and what it does.
struct Entry {
    name: &'static str,
    command: fn(Lang) -> Command,
    run: fn(&ArgMatches, &Env) -> Outcome,
}

const COMMANDS: &[Entry] = &[
    Entry { name: "check", command: check::command, run: check::run },
    Entry { name: "compile", command: compile::command, run: compile::run },
    Entry { name: "plan", command: plan::command, run: plan::run },
    #[cfg(feature = "send")]
    Entry { name: "send", command: send::command, run: send::run },
    #[cfg(feature = "send")]
    Entry { name: "status", command: status::command, run: status::run },
    #[cfg(feature = "send")]
    Entry { name: "history", command: history::command, run: history::run },
    #[cfg(feature = "send")]
    Entry { name: "ledger", command: ledger::command, run: ledger::run },
    #[cfg(feature = "send")]
    Entry { name: "diff", command: diff::command, run: diff::run },
    #[cfg(feature = "send")]
    Entry { name: "login", command: login::login, run: login::run_login },
    #[cfg(feature = "send")]
    Entry { name: "logout", command: login::logout, run: login::run_logout },
    #[cfg(feature = "send")]
    Entry { name: "trust", command: trust::command, run: trust::run },
    Entry { name: "import", command: import::command, run: import::run },
    Entry { name: "fmt", command: fmt::command, run: fmt::run },
    Entry { name: "explain", command: explain::command, run: explain::run },
    Entry { name: "holidays", command: holidays::command, run: holidays::run },
    Entry { name: "init", command: init::command, run: init::run },
    Entry { name: "config", command: config::command, run: config::run },
    #[cfg(feature = "lsp")]
    Entry { name: "lsp", command: lsp::command, run: lsp::run },
    #[cfg(feature = "send")]
    Entry { name: "sandbox", command: sandbox::command, run: sandbox::run },
    Entry { name: "completions", command: complete::command, run: complete::run },
    Entry { name: "man", command: manual::command, run: manual::run },
];

/// Runs the program; the exit code.
pub fn main(args: impl IntoIterator<Item = OsString>) -> u8 {
    let args: Vec<OsString> = args.into_iter().collect();
    let lang = language(&args);
    if let Some(words) = advice::of_names(&args, &command(lang)) {
        return mistaken(words, &args, lang);
    }
    let matches = match command(lang).color(help_color(&args)).try_get_matches_from(&args) {
        Ok(matches) => matches,
        Err(mut error) => {
            advice::offer(&mut error, &args, &command(lang));
            advice::make_visible(&mut error);
            return usage(&error, &args, lang);
        }
    };
    let env = environment(&matches, lang);
    let Some((name, matches)) = matches.subcommand() else { return 2 };
    let run = |entry: &Entry| {
        #[cfg(feature = "send")]
        log::start(matches, &env)?;
        (entry.run)(matches, &env)
    };
    let outcome = COMMANDS.iter().find(|entry| entry.name == name).map_or(Ok(2), run);
    match outcome {
        Ok(code) => code,
        Err(failure) => {
            failure.say(&env);
            if let Ok(Some(format)) = matches.try_get_one::<String>("format") {
                json::print_failure(name, format, &failure, &env);
            }
            2
        }
    }
}

/// The whole command line, for parsing, completions and manual pages.
pub fn command(lang: Lang) -> Command {
    let about = messages::pick(
        lang,
        "用文本写电子合同：检查、解释、编译",
        "E-signature contracts as text: checked, explained, compiled",
    );
    let mut command = messages::localize(Command::new("qdc"), lang)
        .version(env!("CARGO_PKG_VERSION"))
        .about(about)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .arg(args::lang(lang))
        .arg(args::color(lang))
        .arg(args::version(lang).display_order(args::LAST + 3));
    for entry in COMMANDS {
        command = command.subcommand(messages::localize((entry.command)(lang), lang));
    }
    command
}

/// What `--lang` says, since help and errors of the command line obey it too; else the variable, else the locale.
fn language(args: &[OsString]) -> Lang {
    let locale = || if is_plain_locale() { None } else { sys_locale::get_locale() };
    let variable = || std::env::var(variables::LANG).ok().filter(|lang| !lang.is_empty());
    let chosen = value_of("--lang", args).or_else(variable).or_else(locale).unwrap_or_default();
    if chosen.to_lowercase().starts_with("zh") { Lang::Zh } else { Lang::En }
}

/// Whether the locale is set to `C`: scripts do that to get the same words everywhere, and as in gettext
/// LANGUAGE, which Chinese desktops set, has no say then.
fn is_plain_locale() -> bool {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).unwrap_or_default();
    matches!(locale.split('.').next(), Some("C" | "POSIX"))
}

/// The value of an option wherever it stands, before the command line is known to be right.
fn value_of(option: &str, args: &[OsString]) -> Option<String> {
    let mut args = args.iter().skip(1).map(|arg| arg.to_string_lossy()).take_while(|arg| arg != "--");
    let mut value = None;
    while let Some(arg) = args.next() {
        match arg.strip_prefix(option) {
            Some("") => value = args.next().map(|value| value.into_owned()),
            Some(rest) if rest.starts_with('=') => value = Some(rest[1..].to_owned()),
            _ => {}
        }
    }
    value
}

/// Help and errors of the command line take colours as everything else does.
fn help_color(args: &[OsString]) -> ColorChoice {
    match value_of("--color", args).as_deref() {
        Some("always") => ColorChoice::Always,
        Some("never") => ColorChoice::Never,
        _ => ColorChoice::Auto,
    }
}

fn environment(matches: &ArgMatches, lang: Lang) -> Env {
    let choice = matches.get_one::<String>("color").map(String::as_str);
    let allowed = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
    let color = |is_terminal: bool| match choice {
        Some("always") => true,
        Some("never") => false,
        _ => allowed && is_terminal,
    };
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    // Only for a terminal: what goes into a pipe does not change with the window it was started from.
    let measured = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let columns = columns.or_else(|| std::io::stdout().is_terminal().then(measured).flatten());
    Env {
        lang,
        color_out: color(std::io::stdout().is_terminal()),
        color_err: color(std::io::stderr().is_terminal()),
        width: columns.unwrap_or(100).clamp(40, 200),
    }
}

/// The help of the command that has commands of its own and was given none.
fn help(args: &[OsString], lang: Lang) -> clap::builder::StyledStr {
    let mut all = command(lang);
    let called = args.iter().skip(1).find_map(|arg| all.find_subcommand(arg)).cloned();
    match called.filter(Command::has_subcommands) {
        Some(mut called) => called.render_help(),
        None => all.render_help(),
    }
}

/// A mistake in the command line that is no business of the parser's.
fn mistaken(words: Words, args: &[OsString], lang: Lang) -> u8 {
    let failure = Failure::new(Code::Usage, words);
    failure.say(&Env::plain(lang));
    report_usage(&failure, args, lang);
    2
}

/// The same for programs, where the command line asks for their output.
fn report_usage(failure: &Failure, args: &[OsString], lang: Lang) {
    let is_command = |name: &str| COMMANDS.iter().any(|entry| entry.name == name);
    if let Some((command, format)) = json::asked_for(args, is_command) {
        json::print_failure(&command, &format, failure, &Env::plain(lang));
    }
}

/// Help and version go out as asked; a mistake in the command line is explained.
fn usage(error: &clap::Error, args: &[OsString], lang: Lang) -> u8 {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = error.print();
            0
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            // What was not asked for is no output of the program: `qdc | wc` counts nothing.
            output::ask(&help(args, lang).to_string());
            2
        }
        _ => {
            match lang {
                Lang::Zh => output::say(format_args!("qdc: {}", messages::explain(error))),
                Lang::En => drop(error.print()),
            }
            let blamed = variables::blame(error, |option| value_of(option, args).is_some());
            if let Some(words) = &blamed {
                output::say(words.get(lang));
            }
            report_usage(&Failure::new(Code::Usage, messages::usage_words(error)), args, lang);
            2
        }
    }
}
