//! How far contracts have come, for people: each party by the file's own name, each state in words.

use jiff::Timestamp;

use super::Told;
use crate::cli::send::human::time;
use crate::delivery::ledger::Record;
use crate::delivery::{Progress, SignerProgress, days_left};
use crate::findings::{Lang, Words};
use crate::privacy::{on_one_line, shown};
use crate::words;

pub fn text(all: &[Told<'_>], lang: Lang) -> String {
    let mut out = String::new();
    for (index, one) in all.iter().enumerate() {
        let mut say = |words: Words| {
            out.push_str(words.get(lang));
            out.push('\n');
        };
        if index > 0 {
            say(Words::default());
        }
        let record = one.record;
        let title = shown(&record.title);
        let code = record.subject.as_deref().map(shown);
        let id = record.contract_id.as_deref().map_or("—".into(), on_one_line);
        say(match code {
            Some(code) => words!(
                "{title}  业务编号 {code}  合同 ID {id}",
                "{title}  business code {code}  contract id {id}"
            ),
            None => words!("{title}  合同 ID {id}", "{title}  contract id {id}"),
        });
        let sent = time(record.begun_at);
        say(words!("  发送于 {sent}", "  sent on {sent}"));
        if is_followed(record, all) {
            say(words!(
                "  同一业务编号后来又发送过一份，这一份仍然有效；不再需要时请到平台作废",
                "  another contract was sent later under the same business code; this one is still in force: \
                 void it on the platform if it is not needed any more"
            ));
        }
        match &one.state {
            Ok(progress) => signers(progress, one, lang, &mut say),
            Err(trouble) => {
                let Words { zh, en } = trouble.words();
                let [zh, en] = [&zh, &en].map(|why| on_one_line(why));
                say(words!("  {zh}", "  {en}"));
            }
        }
    }
    out
}

/// Whether a later contract has the same business code.
fn is_followed(record: &Record, all: &[Told<'_>]) -> bool {
    let is_later = |other: &Record| {
        other.id > record.id
            && other.state.is_live()
            && other.environment == record.environment
            && other.subject == record.subject
    };
    record.subject.is_some() && all.iter().any(|other| is_later(other.record))
}

fn signers(progress: &Progress, one: &Told<'_>, lang: Lang, say: &mut impl FnMut(Words)) {
    let name = |signer: &SignerProgress| match one.parties {
        Some(parties) => parties.words(&signer.account_id, lang),
        None => shown(&signer.account_id),
    };
    for signer in &progress.signers {
        let is_next = progress.next().any(|next| std::ptr::eq(next, signer));
        let (seq, name) = (signer.seq_no, name(signer));
        let Words { zh, en } = state(signer, is_next);
        say(words!("  {seq}. {name}  {zh}", "  {seq}. {name}  {en}"));
    }
    let next: Vec<String> = progress.next().map(name).collect();
    if next.is_empty() {
        return say(words!("  全部签完", "  everybody has signed"));
    }
    let (zh, en) = (next.join("、"), next.join(", "));
    say(words!("  轮到：{zh}", "  next: {en}"));
    if let Some(deadline) = progress.deadline {
        say(match days_left(deadline, Timestamp::now()) {
            days @ 1.. => {
                words!("  截止 {deadline}，还有 {days} 天", "  due on {deadline}, {days} days left")
            }
            0 => words!("  今天（{deadline}）截止", "  due today ({deadline})"),
            _ => words!("  已过截止日 {deadline}", "  the deadline {deadline} has passed"),
        });
    }
}

/// The platform documents one word, `finished`; the sandbox has two more. Any other is shown as it is.
fn state(signer: &SignerProgress, is_next: bool) -> Words {
    let turn = match (signer.finished, signer.silent, is_next) {
        (true, true, _) => return words!("已签（静默）", "signed (silently)"),
        (true, false, _) => return words!("已签", "signed"),
        (false, true, true) => words!("静默签署中", "signing silently"),
        (false, false, true) => words!("轮到签署", "to sign now"),
        (false, _, false) => words!("还没轮到", "not their turn yet"),
    };
    let Words { zh, en } = turn;
    match signer.sign_status.as_deref().filter(|status| !["signing", "waiting"].contains(status)) {
        None => words!("{zh}", "{en}"),
        Some(status) => {
            let status = shown(status);
            words!("{zh}（平台状态 {status}）", "{en} (the platform says {status})")
        }
    }
}
