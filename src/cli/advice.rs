//! What clap says of a mistake in the command line, set right.
//!
//! It offers the option that was probably meant only for long words that are nearly the same, and otherwise advises
//! `-- --fxi`, which would check a file called `--fxi`. And it prints what was written as it was written.

use std::ffi::OsString;
use std::path::Path;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::walk::is_qdc_name;
use crate::findings::Words;
use crate::privacy::{on_one_line, shell};
use crate::vocabulary::nearest_name;
use crate::words;

/// Puts the nearest option of the command that was called in place of clap's advice.
pub fn offer(error: &mut clap::Error, args: &[OsString], command: &Command) {
    let Some(ContextValue::String(written)) = error.get(ContextKind::InvalidArg).cloned() else { return };
    if error.kind() != ErrorKind::UnknownArgument {
        return;
    }
    error.remove(ContextKind::Suggested);
    let Some(written) = written.strip_prefix("--").map(|long| long.split('=').next().unwrap_or(long)) else {
        return;
    };
    let called = (args.iter().skip(1))
        .find_map(|arg| command.find_subcommand(arg))
        .into_iter()
        .flat_map(Command::get_arguments);
    let known = called.chain(command.get_arguments()).filter_map(|arg| arg.get_long());
    if let Some(near) = nearest_name(written, known) {
        error.insert(ContextKind::SuggestedArg, ContextValue::String(format!("--{near}")));
    }
}

/// Has clap quote visible words only. It colours its messages itself, so nobody can tell afterwards whose an escape was.
pub fn make_visible(error: &mut clap::Error) {
    let visible = |value: &ContextValue| match value {
        ContextValue::String(one) => Some(ContextValue::String(on_one_line(one).into_owned())),
        ContextValue::Strings(many) => {
            Some(ContextValue::Strings(many.iter().map(|one| on_one_line(one).into_owned()).collect()))
        }
        _ => None,
    };
    let shown: Vec<_> = error.context().filter_map(|(kind, value)| Some((kind, visible(value)?))).collect();
    for (kind, value) in shown {
        error.insert(kind, value);
    }
}

/// A dash that input methods and chat programs make of `-` or `--`.
const DASHES: [char; 7] = ['—', '–', '―', '－', '−', '‐', '‑'];

/// What is wrong with the command line by its names alone: a dash that is none, a file that begins like an option, a
/// blank in a name without quotation marks. The parser would take the pieces for what they look like.
pub fn of_names(args: &[OsString], command: &Command) -> Option<Words> {
    let args: Vec<String> = args.iter().map(|arg| arg.to_string_lossy().into_owned()).collect();
    let called = args.iter().skip(1).find_map(|arg| command.find_subcommand(arg));
    let mut known = called.into_iter().chain([command]).flat_map(Command::get_arguments);
    let given = || args.iter().skip(1).take_while(|arg| *arg != "--");
    let foreign = given().find(|arg| arg.starts_with(DASHES) && !Path::new(arg).exists());
    if let Some(written) = foreign {
        let bare = written.trim_start_matches(DASHES).trim_start_matches('-');
        let name = bare.split(['=', '＝']).next().unwrap_or(bare);
        if let Some(long) = known.find_map(|arg| arg.get_long().filter(|long| *long == name)) {
            return Some(words!(
                "`{written}` 开头的不是减号：选项以两个半角减号开头，写成 --{long}",
                "`{written}` does not begin with hyphens: an option begins with two of them, so write --{long}"
            ));
        }
    }
    let is_hidden = |arg: &&String| {
        let is_option = arg.chars().nth(1).is_none_or(|second| second.is_ascii());
        arg.starts_with('-') && is_qdc_name(Path::new(arg)) && (!is_option || Path::new(arg).is_file())
    };
    if let Some(name) = given().find(is_hidden) {
        let whole = shell::file(name);
        return Some(words!(
            "`{name}` 以减号开头，会被当作选项；文件请写成 {whole}",
            "`{name}` begins like an option; write {whole} for the file"
        ));
    }
    split_name(&args).map(|name| {
        let quoted = shell::file(&name);
        words!(
            "文件名里有空格，请加引号：{quoted}",
            "the name of the file has blanks in it, so it needs quotation marks: {quoted}"
        )
    })
}

/// A file whose name was split at its blanks: together the words are its name, and the first of them is none.
fn split_name(args: &[String]) -> Option<String> {
    const LONGEST: usize = 8;
    for (at, first) in args.iter().enumerate().skip(2) {
        if first.starts_with('-') || Path::new(first).exists() {
            continue;
        }
        let mut name = first.clone();
        for next in args.iter().skip(at + 1).take(LONGEST) {
            name.push(' ');
            name += next;
            if is_qdc_name(Path::new(next)) && Path::new(&name).is_file() {
                return Some(name);
            }
        }
    }
    None
}
