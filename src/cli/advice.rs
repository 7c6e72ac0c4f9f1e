//! What clap says of a mistake in the command line, set right.
//!
//! It offers the option that was probably meant only for long words that are nearly the same, and otherwise advises
//! `-- --fxi`, which would check a file called `--fxi`. And it prints what was written as it was written.

use std::ffi::OsString;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::privacy::on_one_line;
use crate::vocabulary::nearest_name;

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
