//! `send --sent-as ID`: what a person found in the platform's console goes into the record. Sends nothing.

use std::io::IsTerminal;
use std::path::Path;

use super::Parcel;
use super::agree::says_yes;
use super::machine::{self, Destination, File};
use crate::cli::parties::Parties;
use crate::cli::{Code, Env, Failure, Outcome, output, session};
use crate::delivery::ledger::{Ledger, LedgerError, Outcome as Ending, Place, Receipt, State};
use crate::delivery::{Environment, Job, Step, address, label, recorded};
use crate::findings::{Lang, Words};
use crate::privacy::{on_one_line, shown};
use crate::words;

pub fn run(
    id: &str,
    parcels: &[Parcel],
    environment: &Environment,
    ledger: &Path,
    yes: bool,
    format: &str,
    env: &Env,
) -> Outcome {
    let [parcel @ Parcel { file, job, .. }] = parcels else {
        return Err(Failure::new(
            Code::Usage,
            words!("--sent-as 一次只能写一个文件", "--sent-as wants one file"),
        ));
    };
    let Some(start) = job.start() else {
        return Err(Failure::new(
            Code::NotAContract,
            words!("{file} 里没有合同", "{file} holds no contract"),
        ));
    };
    if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Failure::new(
            Code::Usage,
            words!("合同 ID 是一串数字，不是 `{id}`", "a contract's id is a number, not `{id}`"),
        ));
    }
    let said = what_is_noted(id, parcel, environment, env.lang);
    output::say(said.get(env.lang));
    let question = words!("确认是同一份合同请输入 y：", "Type y if it is this contract: ");
    if !yes && std::io::stdin().is_terminal() && !says_yes(&question, env) {
        return Err(Failure::new(Code::NotAgreed, words!("没有记录", "nothing was noted")));
    }
    let label = label(environment);
    let settled = session::runtime()?.block_on(async {
        let book = Ledger::open(ledger, || ()).await?;
        let address = address(environment, start.platform);
        let record = recorded(&book, Place { environment: &label, address: &address }, start).await?;
        let receipt = match record {
            Some(record) if record.state == State::Sent => None,
            Some(record) if record.state.is_live() => Some(record.id),
            // Sent by somebody else, or before this record began.
            _ => Some(book.begin(receipt(job, start, environment, &label)).await?),
        };
        if let Some(receipt) = receipt {
            let outcome = Ending { contract_id: Some(id.to_owned()), ..Ending::of(State::Sent) };
            book.finish(receipt, outcome).await?;
        }
        book.close().await;
        Ok::<bool, LedgerError>(receipt.is_some())
    });
    if !settled.map_err(Failure::from)? {
        let name = &environment.name;
        return Err(Failure::new(
            Code::AlreadyRecorded,
            words!(
                "记录里 {file} 已发往 {name}，不需要 --sent-as",
                "the record has {file} as sent to {name}; --sent-as is not needed"
            ),
        ));
    }
    let words =
        words!("已记下：{file} 是合同 {id}；没有发送", "noted: {file} is contract {id}; nothing was sent");
    output::say(words.get(env.lang));
    if format != "human" {
        let address = environment.address();
        let destination = Destination { environment: &environment.name, address: &address };
        let file = File::unsent(parcel, "noted", &[], env)?.noted(id);
        machine::print_all(&[file], Some(destination), 0, format, env)?;
    }
    Ok(0)
}

/// Which contract it is that a person found, by all that the file says of it.
fn what_is_noted(id: &str, parcel: &Parcel, environment: &Environment, lang: Lang) -> Words {
    let start = parcel.job.start();
    let title = shown(&parcel.job.title);
    let name = on_one_line(&environment.name);
    let code = start.and_then(|start| start.subject.as_ref()?.code()).map_or("—".to_owned(), shown);
    let parties = start.map(|start| Parties::in_body(&parcel.ready.model, &start.body)).unwrap_or_default();
    let signers = start.map(|start| accounts(&start.body)).unwrap_or_default();
    let signers: Vec<String> = signers.into_iter().map(|account| parties.words(account, lang)).collect();
    let (zh, en) = (signers.join("、"), signers.join(", "));
    words!(
        "将记下：平台上的合同 {id}（环境 {name}）就是这一份——{title}，业务编号 {code}，签署方 {zh}。qdc 不向平台核对，请与平台上显示的逐项对照",
        "to be noted: contract {id} on the platform ({name}) is this one: {title}, business code {code}, signers {en}. \
         qdc does not check this with the platform; compare it with what the platform shows"
    )
}

fn accounts(body: &serde_json::Value) -> Vec<&str> {
    let signers = body.get("signers").and_then(serde_json::Value::as_array);
    signers.into_iter().flatten().filter_map(|signer| signer.get("accountId")?.as_str()).collect()
}

/// What is noted of a contract that this record did not see being sent.
fn receipt(job: &Job, start: &Step, environment: &Environment, label: &str) -> Receipt {
    Receipt {
        environment: label.to_owned(),
        address: address(environment, start.platform),
        // Which one it was, nobody said.
        application: String::new(),
        kind: start.kind,
        subject: start.subject.clone(),
        title: job.title.clone(),
        path: start.path.to_owned(),
        body: start.bytes(),
        source: job.source.clone(),
        meaning: job.meaning.clone(),
        deadline: job.deadline.clone(),
        again: false,
    }
}
