//! `send --resend`: which contracts are still in force that are about to get a second one beside them.

use std::io::IsTerminal;
use std::path::Path;

use super::Parcel;
use super::agree::says_yes;
use super::human::time;
use crate::cli::{Env, Failure, output, session};
use crate::delivery::ledger::{Filter, Ledger, Record, State};
use crate::delivery::{Environment, label};
use crate::plan::Kind;
use crate::privacy::{on_one_line, shown};
use crate::words;

/// So many contracts are named.
const NAMED: usize = 10;

/// Names each, and asks where somebody can answer. What asks for the environment's name asks once for all.
pub fn agreed(
    parcels: &[Parcel],
    environment: &Environment,
    ledger: &Path,
    yes: bool,
    env: &Env,
) -> Result<bool, Failure> {
    let older = session::runtime()?.block_on(older(parcels, environment, ledger))?;
    for (file, record) in older.iter().take(NAMED) {
        let file = on_one_line(file);
        let time = time(record.begun_at);
        let code = record.subject.as_deref().map_or("—".to_owned(), shown);
        let id = record.contract_id.as_deref().map_or("—".into(), on_one_line);
        let words = match record.state {
            State::Sent => words!(
                "{file}：原合同 {id}（业务编号 {code}，{time} 发送）仍有效；不要两份的话，请先到平台作废",
                "{file}: contract {id} (business code {code}, sent on {time}) is still in force; \
                 unless both are wanted, void it on the platform first"
            ),
            _ => words!(
                "{file}：业务编号 {code} 在 {time} 发送过，结果不明，平台上可能已有一份",
                "{file}: business code {code} was sent on {time} with an unknown outcome; \
                 the platform may have a contract already"
            ),
        };
        output::say(words.get(env.lang));
    }
    if let Some(more) = older.len().checked_sub(NAMED).filter(|more| *more > 0) {
        let words = words!("…… 还有 {more} 份", "… and {more} more");
        output::say(words.get(env.lang));
    }
    if older.is_empty() || yes || environment.confirm || !std::io::stdin().is_terminal() {
        return Ok(true);
    }
    let question = words!("仍要再发一份请输入 y：", "Type y to send another one all the same: ");
    Ok(says_yes(&question, env))
}

/// What is, or may be, at the platform of each file's contract, with the file's name.
async fn older<'a>(
    parcels: &'a [Parcel],
    environment: &Environment,
    ledger: &Path,
) -> Result<Vec<(&'a str, Record)>, Failure> {
    // What is wrong with a ledger is said by whoever opens it to write.
    let Ok(Some(book)) = Ledger::read(ledger).await else { return Ok(Vec::new()) };
    let mut older = Vec::new();
    for parcel in parcels {
        let Some(subject) = parcel.job.start().and_then(|start| start.subject.clone()) else { continue };
        let filter = Filter {
            environment: Some(label(environment)),
            kind: Some(Kind::Start),
            subject: Some(subject),
            ..Filter::default()
        };
        let live = book.history(&filter).await?.into_iter().filter(|record| record.state.is_live());
        older.extend(live.map(|record| (parcel.file.as_str(), record)));
    }
    book.close().await;
    Ok(older)
}
