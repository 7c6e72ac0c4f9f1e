//! Asks before anything real is sent.

use std::io::{BufRead, IsTerminal};

use super::Parcel;
use crate::cli::{Code, Env, Failure, output};
use crate::delivery::Environment;
use crate::findings::Words;
use crate::plan::Kind;
use crate::privacy::{on_one_line, shown};
use crate::words;

/// Asks a person at a terminal for a yes; anything else is a no.
pub fn says_yes(question: &Words, env: &Env) -> bool {
    output::ask(question.get(env.lang));
    let mut typed = String::new();
    let read = std::io::stdin().lock().read_line(&mut typed);
    read.is_ok() && ["y", "yes", "是"].contains(&typed.trim().to_lowercase().as_str())
}

/// Shows what will be sent where, and has the environment's name typed. Where nobody can type, nothing is
/// sent.
pub fn asked(parcels: &[Parcel], environment: &Environment, env: &Env) -> Result<bool, Failure> {
    let name = on_one_line(&environment.name);
    if !std::io::stdin().is_terminal() {
        return Err(Failure::new(
            Code::NotAgreed,
            words!(
                "发往 `{name}` 需要确认：请在终端里运行，或确认无误后加 --yes",
                "sending to `{name}` has to be agreed to: run it in a terminal, or add --yes when you are sure"
            ),
        ));
    }
    let contracts =
        parcels.iter().flat_map(|parcel| &parcel.job.steps).filter(|step| step.kind == Kind::Start).count();
    let requests: usize = parcels.iter().map(|parcel| parcel.job.steps.len()).sum();
    let address = environment.address();
    let address = on_one_line(&address);
    let words = words!(
        "将向 {name}（{address}）发出 {requests} 个请求，发起 {contracts} 份合同。",
        "{requests} requests will be sent to {name} ({address}); they start {contracts} contracts."
    );
    output::say(words.get(env.lang));
    for parcel in parcels.iter().take(10) {
        let title = shown(&parcel.job.title);
        output::say(format_args!("  {}  {title}", on_one_line(&parcel.file)));
    }
    if let Some(more) = parcels.len().checked_sub(10).filter(|more| *more > 0) {
        let words = words!("  …… 还有 {more} 份", "  … and {more} more");
        output::say(words.get(env.lang));
    }
    let words = words!("确认请输入环境的名字 {name}：", "Type the environment's name, {name}, to go on: ");
    output::ask(words.get(env.lang));
    let mut typed = String::new();
    let read = std::io::stdin().lock().read_line(&mut typed);
    if read.is_ok() && typed.trim() == environment.name {
        return Ok(true);
    }
    let words = words!("没有发送", "nothing was sent");
    output::say(words.get(env.lang));
    Ok(false)
}
