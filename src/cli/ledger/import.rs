//! `qdc ledger import`: the records of another ledger, merged into this one.

use clap::{Arg, ArgMatches, Command, ValueHint};

use super::path;
use crate::cli::messages::pick;
use crate::cli::{Code, Env, Failure, Outcome, history, input, output, project, session};
use crate::delivery::ledger::{Conflict, Entry, Ledger, Merged, Record, State};
use crate::findings::{Lang, Words};
use crate::privacy::on_one_line;
use crate::words;

pub fn command(lang: Lang) -> Command {
    Command::new("import")
        .about(pick(
            lang,
            "合并另一份导出的记录：已有的不重复，可能已发送的不会变成没发送",
            "Merge exported records: none twice, and nothing that may have been sent becomes unsent",
        ))
        .arg(
            Arg::new("file")
                .required(true)
                .value_hint(ValueHint::FilePath)
                .value_name(pick(lang, "文件", "FILE"))
                .help(pick(
                    lang,
                    "qdc ledger export 写的文件，- 表示标准输入",
                    "What `qdc ledger export` wrote, or - for standard input",
                )),
        )
        .arg(project::ledger(lang))
}

pub fn run(matches: &ArgMatches, env: &Env) -> Outcome {
    let file = matches.get_one::<String>("file").map_or("-", String::as_str);
    let (name, bytes) = input::read(file)?;
    let entries = entries(&name, &bytes)?;
    let path = path(matches);
    let waiting = || {
        let words = words!(
            "另一个 qdc 正在写发送记录，等它结束……",
            "another qdc is writing the ledger; waiting for it to end"
        );
        output::say(words.get(env.lang));
    };
    let merged = session::runtime()?.block_on(async {
        let ledger = Ledger::open(&path, waiting).await?;
        let merged = ledger.merge(entries).await;
        ledger.close().await;
        merged
    });
    let merged = merged.map_err(Failure::from)?;
    for conflict in &merged.conflicts {
        output::say(words_of(conflict).get(env.lang));
    }
    output::print(summary(&merged).get(env.lang))?;
    Ok(u8::from(!merged.conflicts.is_empty()))
}

/// All lines, or none where one is not right.
fn entries(name: &str, bytes: &[u8]) -> Result<Vec<Entry>, Failure> {
    let text = std::str::from_utf8(bytes).map_err(|_| {
        Failure::new(
            Code::NotText,
            words!("{name} 不是 UTF-8 文本，没有导入", "{name} is not UTF-8 text; nothing was imported"),
        )
    })?;
    let lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    let entry = |(line, number): (&str, usize)| {
        Entry::from_line(line).map_err(|Words { zh, en }| {
            Failure::new(
                Code::LedgerInvalid,
                words!(
                    "{name} 第 {number} 行：{zh}；什么也没有导入",
                    "{name}, line {number}: {en}; nothing was imported"
                ),
            )
        })
    };
    lines.map(entry).collect()
}

fn summary(merged: &Merged) -> Words {
    let Merged { added, settled, known, conflicts } = merged;
    let conflicts = conflicts.len();
    words!(
        "新增 {added} 条，补上结果 {settled} 条，已有 {known} 条，矛盾 {conflicts} 条\n",
        "{added} added, {settled} settled, {known} known already, {conflicts} in conflict\n"
    )
}

fn words_of(conflict: &Conflict) -> Words {
    match conflict {
        Conflict::Outcome { ours, our_contract, theirs } => {
            let name = named(theirs);
            let Words { zh, en } = ended(*ours, our_contract.as_deref());
            let Words { zh: their_zh, en: their_en } = ended(theirs.state, theirs.contract_id.as_deref());
            words!(
                "{name}：这里的记录是{zh}，导入的是{their_zh}；保留这里的。请到平台上核对，或运行 qdc ledger verify",
                "{name}: the record here is {en}, the imported one {their_en}; the one here stands. Look on the platform, or run `qdc ledger verify`"
            )
        }
        Conflict::Twice { theirs } => {
            let name = named(theirs);
            words!(
                "{name}：两边都发送过，或可能发送过，平台上也许有两份合同；两条记录都保留。请到平台上核对",
                "{name}: sent, or perhaps sent, from both sides, so the platform may have two contracts; both records stay. Look on the platform"
            )
        }
    }
}

fn named(record: &Record) -> String {
    let subject = record.subject.as_deref().unwrap_or(&record.title);
    format!("{} ({})", on_one_line(subject), on_one_line(&record.environment))
}

fn ended(state: State, contract: Option<&str>) -> Words {
    let Words { zh, en } = history::state(state);
    match contract.map(on_one_line) {
        Some(id) => words!("“{zh}”（合同 {id}）", "\"{en}\" (contract {id})"),
        None => words!("“{zh}”", "\"{en}\""),
    }
}
