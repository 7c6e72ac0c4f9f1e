//! `send --dry-run`: what would be sent, and what the record says of it. Speaks to nobody.

use std::fmt::Write as _;
use std::path::Path;

use super::Parcel;
use super::human::{differences, time};
use super::machine::{self, Destination, File};
use crate::cli::{Env, Failure, Outcome, output, session};
use crate::delivery::ledger::{Change, Ledger, Place, Record, State};
use crate::delivery::{Environment, address, changed, label, recorded};
use crate::findings::Words;
use crate::plan::{MadeFiles, Plan, describe};
use crate::words;

/// What the record has of a file's contract, and what came to differ since.
struct Earlier {
    record: Record,
    changes: Option<Vec<Change>>,
}

pub fn run(
    parcels: &[Parcel],
    resend: bool,
    environment: &Environment,
    ledger: &Path,
    format: &str,
    env: &Env,
) -> Outcome {
    let runtime = session::runtime()?;
    let book = runtime.block_on(Ledger::read(ledger)).map_err(Failure::from)?;
    if format != "human" {
        let mut files = Vec::with_capacity(parcels.len());
        let mut earlier = Vec::with_capacity(parcels.len());
        for parcel in parcels {
            earlier.push(runtime.block_on(self::earlier(book.as_ref(), environment, parcel))?);
        }
        for (parcel, earlier) in parcels.iter().zip(&earlier) {
            let file = File::unsent(parcel, "not-sent", &parcel.ready.findings, env)?;
            let changes = earlier.as_ref().and_then(|earlier| earlier.changes.as_deref());
            let file = file.recorded(earlier.as_ref().map(|earlier| &earlier.record));
            files.push(file.changed(changes.unwrap_or_default()));
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
        if let Some(earlier) = runtime.block_on(earlier(book.as_ref(), environment, parcel))? {
            let _ = writeln!(out, "\n{}", earlier.words(resend).get(env.lang));
            if let Some(changes) = earlier.changes.as_deref().filter(|_| earlier.record.state == State::Sent)
            {
                let _ = writeln!(out, "{}", differences(parcel, &earlier.record, changes).get(env.lang));
            }
        }
    }
    let name = &environment.name;
    let words = words!("试运行：什么也没有发往 {name}", "dry run: nothing was sent to {name}");
    let _ = writeln!(out, "\n{}", words.get(env.lang));
    output::print(&out)?;
    Ok(0)
}

async fn earlier(
    book: Option<&Ledger>,
    environment: &Environment,
    parcel: &Parcel,
) -> Result<Option<Earlier>, Failure> {
    let (Some(book), Some(start)) = (book, parcel.job.start()) else { return Ok(None) };
    let (label, address) = (label(environment), address(environment, start.platform));
    let place = Place { environment: &label, address: &address };
    let Some(record) = recorded(book, place, start).await? else { return Ok(None) };
    let changes = changed(book, &parcel.job, start, &record).await?;
    Ok(Some(Earlier { record, changes }))
}

impl Earlier {
    fn words(&self, resend: bool) -> Words {
        let time = time(self.record.begun_at);
        match self.record.state {
            State::Sent if resend => words!(
                "已于 {time} 发起过：--resend 会再发送一次，平台上会多出一份同一业务编号的合同",
                "started on {time}: with --resend it is sent once more, as a further contract under the same business code"
            ),
            State::Sending | State::Unknown if resend => words!(
                "{time} 发送过，结果不明：--resend 不查询，直接再发送一次，平台上可能会有两份同一业务编号的合同",
                "sent on {time} with an unknown outcome: with --resend it is sent once more without asking, perhaps as a further contract under the same business code"
            ),
            State::Sent if self.changes.is_some() => words!(
                "同一业务编号已于 {time} 发起，内容与现在的文件不同：不会发送",
                "started on {time} under the same business code, with other content than the file has now: it is not sent"
            ),
            State::Sent => words!(
                "已于 {time} 发起，内容没有变：不会再发",
                "started on {time} with the same content: it is not sent again"
            ),
            State::Sending | State::Unknown => words!(
                "{time} 发送过，结果不明：会先向平台查询，不会重复发送",
                "sent on {time} with an unknown outcome: the platform is asked first, and nothing is sent twice"
            ),
            State::Refused | State::NotSent => {
                words!("{time} 没有发成，会重新发送", "not sent on {time}: it is sent again")
            }
        }
    }
}
