//! `send --dry-run`: what would be sent, and what the record says of it. Speaks to nobody.

use std::fmt::Write as _;
use std::path::Path;

use super::Parcel;
use super::human::time;
use super::machine::{self, Destination, File};
use crate::cli::{Env, Failure, Outcome, output, session};
use crate::delivery::ledger::{Ledger, Place, Record, State};
use crate::delivery::{Environment, address, label, recorded};
use crate::plan::{MadeFiles, Plan, describe};
use crate::words;

pub fn run(parcels: &[Parcel], environment: &Environment, ledger: &Path, format: &str, env: &Env) -> Outcome {
    let runtime = session::runtime()?;
    let book = runtime.block_on(Ledger::read(ledger)).map_err(Failure::from)?;
    if format != "human" {
        let mut files = Vec::with_capacity(parcels.len());
        for parcel in parcels {
            let record = runtime.block_on(record(book.as_ref(), environment, parcel))?;
            let file = File::unsent(parcel, "not-sent", &parcel.ready.findings, env)?;
            files.push(file.recorded(record.as_ref()));
        }
        let address = environment.address();
        let destination = Destination { environment: &environment.name, address: &address };
        machine::print_all(&files, Some(destination), 0, format, env)?;
        return Ok(0);
    }
    let mut out = String::new();
    for parcel in parcels {
        let ready = &parcel.ready;
        let made = MadeFiles::of(&ready.model);
        let plan = Plan::of(&ready.model, &ready.facts, &ready.settings, &made);
        out += &describe(&plan, &ready.model, &ready.facts, &ready.settings, env.lang);
        if let Some(record) = runtime.block_on(record(book.as_ref(), environment, parcel))? {
            let time = time(record.begun_at);
            let words = match record.state {
                State::Sent => words!(
                    "这个业务编号已于 {time} 发起过：不会再发，内容变了则会拒绝",
                    "this business code was started on {time}: it is not sent again, and refused if its content changed"
                ),
                State::Sending | State::Unknown => words!(
                    "{time} 发送过，结果不明：会先向平台查询",
                    "sent on {time} with an unknown outcome: the platform is asked first"
                ),
                State::Refused | State::NotSent => {
                    words!("{time} 没有发成，会重新发送", "not sent on {time}: it is sent again")
                }
            };
            let _ = writeln!(out, "\n{}", words.get(env.lang));
        }
    }
    let name = &environment.name;
    let words = words!("试运行：什么也没有发往 {name}", "dry run: nothing was sent to {name}");
    let _ = writeln!(out, "\n{}", words.get(env.lang));
    output::print(&out)?;
    Ok(0)
}

/// What the record has of a file's contract.
async fn record(
    book: Option<&Ledger>,
    environment: &Environment,
    parcel: &Parcel,
) -> Result<Option<Record>, Failure> {
    let (Some(book), Some(start)) = (book, parcel.job.start()) else { return Ok(None) };
    let (label, address) = (label(environment), address(environment, start.platform));
    Ok(recorded(book, Place { environment: &label, address: &address }, start).await?)
}
