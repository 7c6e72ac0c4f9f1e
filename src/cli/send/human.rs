//! What was sent, for people.

use std::fmt::Write as _;

use jiff::Timestamp;

use super::Parcel;
use super::outcome::{Sent, kind_name};
use super::unsent::Unsent;
use crate::cli::facts::SHANGHAI;
use crate::cli::parties::{Parties, names};
use crate::cli::session::Session;
use crate::cli::{Env, Failure, output};
use crate::delivery::ledger::{Change, Record, describe};
use crate::delivery::{Ending, Fate};
use crate::findings::{Lang, Words, human};
use crate::plan::Kind;
use crate::privacy::{numbers_masked, on_one_line, shell, shown};
use crate::words;

/// More files than this are counted, and only those that were not sent are named.
const NAMED: usize = 20;

/// Says what became of every file.
pub fn print(sent: &[Sent], session: &Session, env: &Env) -> Result<(), Failure> {
    let mut out = String::new();
    let name_all = sent.len() <= NAMED;
    let unsent = Unsent::of(sent);
    for one in sent.iter().filter(|one| !unsent.has(one)) {
        if name_all || !matches!(one.report.ending(), Ending::Sent | Ending::Repeated) {
            file(one, sent.len() > 1, session, env, &mut out);
            if sent.len() > 1 {
                out.push('\n');
            }
        }
    }
    for line in unsent.words() {
        let _ = writeln!(out, "{}", line.get(env.lang));
    }
    if sent.len() > 1 {
        let _ = writeln!(out, "{}", counts(sent).get(env.lang));
    }
    output::print(&out)?;
    for one in sent {
        for finding in &one.findings {
            output::say(human::render(finding, &one.parcel.ready.model.sources, env.err_style()));
        }
    }
    Ok(())
}

/// One file; among others every result names it first.
fn file(one: &Sent, among_others: bool, session: &Session, env: &Env, out: &mut String) {
    let lang = env.lang;
    let mut say = |words: Words| {
        let _ = writeln!(out, "{}", words.get(lang));
    };
    let job = &one.parcel.job;
    for step in &one.report.steps {
        let what = match job.steps.iter().find(|asked| asked.number == step.number) {
            Some(asked) => Words { zh: shown(&asked.purpose.zh), en: shown(&asked.purpose.en) },
            None => kind_name(step.kind),
        };
        if let Some(fate) = fate(step.kind, &step.fate, &step.given) {
            let [zh, en] = match among_others {
                true => ["：", ": "].map(|colon| format!("{}{colon}", on_one_line(&one.parcel.file))),
                false => Default::default(),
            };
            let (what_zh, what_en) = (what.zh, what.en);
            let (fate_zh, fate_en) = (fate.zh, fate.en);
            say(words!("{zh}{what_zh}：{fate_zh}", "{en}{what_en}: {fate_en}"));
        }
        if let Fate::Changed(record, changes) = &step.fate {
            say(differences(&one.parcel, record, changes));
        }
    }
    let is_new = |fate: &Fate| matches!(fate, Fate::Done | Fate::Found);
    if one.report.steps.iter().any(|step| is_new(&step.fate)) {
        let place = on_one_line(&session.environment.name);
        say(if session.is_embedded() {
            words!(
                "  发到了程序内的沙箱（没有设置环境），未产生真实合同",
                "  It went to the sandbox inside the program (no environment is set): no real contract was created"
            )
        } else {
            words!("  环境：{place}", "  environment: {place}")
        });
    }
    if one.report.start().is_some_and(|start| is_new(&start.fate)) {
        if let Some(code) = one.business_code() {
            let code = shown(code);
            say(words!("  业务编号：{code}", "  business code: {code}"));
        }
        if let Some(deadline) = &job.deadline {
            say(deadline_left(deadline));
        }
        let parties = job.start().map(|start| Parties::in_body(&one.parcel.ready.model, &start.body));
        let parties = parties.unwrap_or_default();
        let next: Vec<String> =
            one.next().iter().map(|signer| parties.words(&signer.account_id, lang)).collect();
        say(if next.is_empty() {
            words!("  全部静默签署，不需要人签", "  everybody signs silently; nobody has to act")
        } else {
            let (zh, en) = (next.join("、"), next.join(", "));
            words!("  现在轮到：{zh}", "  signs next: {en}")
        });
    }
    advice(one, env, out);
}

/// What differs from what was sent; no change in the list where it is masked.
pub fn differences(parcel: &Parcel, before: &Record, changes: &[Change]) -> Words {
    if changes.is_empty() {
        return words!(
            "  不同的是打码的内容（个人信息或授权码），或由模板生成的文件",
            "  what differs is masked (personal data or an authorization code) or a file made from its template"
        );
    }
    let after = parcel.job.start().map_or(&before.body, |start| &start.body);
    let by = |lang| describe(changes, &names(&parcel.ready.model, &before.body, after, lang), lang);
    Words { zh: by(Lang::Zh), en: by(Lang::En) }
}

/// How a step ended, in a few words; `None` where there is nothing to say.
fn fate(kind: Kind, fate: &Fate, given: &std::collections::BTreeMap<&'static str, String>) -> Option<Words> {
    let id =
        ["contractId", "fileCode", "sealId", "authUrl", "ticket"].iter().find_map(|name| given.get(*name));
    let id = id.map(|id| on_one_line(id));
    Some(match fate {
        Fate::Done => match (kind, id) {
            (Kind::Start, Some(id)) => words!("已发起，合同 ID {id}", "started as contract {id}"),
            (Kind::Authorization | Kind::Ticket, Some(id)) => words!("{id}", "{id}"),
            (Kind::Upload | Kind::Template, Some(id)) => words!("文件编码 {id}", "file code {id}"),
            (Kind::Person, Some(id)) => words!("已创建，默认印章 {id}", "created, default seal {id}"),
            _ => words!("完成", "done"),
        },
        Fate::Found => match id {
            Some(id) => words!(
                "已发起，合同 ID {id}（回答丢失，向平台查询得知）",
                "started as contract {id} (its answer was lost; the platform said so when asked)"
            ),
            None if kind == Kind::Start => words!(
                "已发起（回答丢失，向平台查询得知；查询不返回合同 ID，可凭业务编号查询）",
                "started (its answer was lost; the platform said so when asked, without the contract's id: use the business code)"
            ),
            None => words!(
                "完成（回答丢失，向平台查询得知）",
                "done (its answer was lost; the platform said so when asked)"
            ),
        },
        Fate::Existed => words!("平台上已有这个账号", "the account exists at the platform already"),
        Fate::Already(record) => already(kind, record),
        Fate::AlreadyOther(record) => {
            let time = time(record.begun_at);
            words!(
                "已于 {time} 创建，当时的资料与现在的文件不同；平台没有公开修改用户的接口，资料没有更改",
                "created on {time} with other data than the file has now; no public page of the platform says how to change them, and they were not"
            )
        }
        Fate::Changed(record, _) => {
            let (time, Words { zh, en }) = (time(record.begun_at), identity(record));
            words!(
                "没有发送：同一业务编号已于 {time} 发起{zh}，内容与现在的文件不同",
                "not sent: the same business code was started on {time}{en}, with other content than the file has now"
            )
        }
        Fate::Taken(id) => {
            let Words { zh, en } = match id.as_deref().map(on_one_line) {
                Some(id) => words!("（合同 ID {id}）", " (contract {id})"),
                None => Words::default(),
            };
            words!(
                "没有发送：平台上已有这个业务编号的合同{zh}，这里的记录不知道它，可能是别的电脑发的",
                "not sent: the platform has a contract of this business code{en} that this record does not know; another computer may have sent it"
            )
        }
        Fate::Elsewhere(record) => {
            let (time, address) = (time(record.begun_at), shown(&record.address));
            words!(
                "没有发送：记录里它已于 {time} 发往 {address}（或结果不明），而这个环境现在是别的地址，或者用的是另一个 AppKey（平台上别的应用的合同查不到）",
                "not sent: the record has it as sent, or perhaps sent, on {time} to {address}; this environment now has another address, or another AppKey, to which the platform shows nothing of the first"
            )
        }
        Fate::Refused(answer) => {
            let code = answer.code.as_deref().map_or_else(|| format!("HTTP {}", answer.status), shown);
            let message = shown(&answer.message);
            words!("平台拒绝了：{code} {message}", "the platform refused: {code} {message}")
        }
        Fate::NotSent(why) => {
            let [zh, en] = [&why.zh, &why.en].map(|why| on_one_line(why));
            words!("没有发送：{zh}", "not sent: {en}")
        }
        Fate::Unknown(why) => {
            let [zh, en] = [&why.zh, &why.en].map(|why| on_one_line(why));
            words!("不知道是否已发送：{zh}", "nobody can tell whether it was sent: {en}")
        }
        Fate::Unrecorded(known, Words { zh, en }) => {
            let known = self::fate(kind, known, given).unwrap_or_default();
            let (known_zh, known_en) = (known.zh, known.en);
            words!(
                "{known_zh}；但没能写入记录（{zh}），下次运行不会知道：请先处理，再用 --sent-as 记下",
                "{known_en}; but it could not be recorded ({en}), and the next run will not know it: resolve that first, then note it with --sent-as"
            )
        }
        Fate::Skipped => return None,
    })
}

fn already(kind: Kind, record: &Record) -> Words {
    let (time, Words { zh, en }) = (time(record.begun_at), identity(record));
    match kind {
        Kind::Start => words!("已于 {time} 发起{zh}，没有再发", "already sent{en} on {time}; not sent again"),
        Kind::Person => words!("已于 {time} 创建", "created on {time}"),
        _ => words!("已于 {time} 完成，沿用", "done on {time}; used again"),
    }
}

/// `，合同 ID 1897…`
fn identity(record: &Record) -> Words {
    match record.contract_id.as_deref().map(on_one_line) {
        Some(id) => words!("，合同 ID {id}", " as contract {id}"),
        None => Words::default(),
    }
}

/// What to do next.
fn advice(one: &Sent, env: &Env, out: &mut String) {
    let file = &shell::file(&one.parcel.file);
    let ending = one.report.ending();
    let start = one.report.start();
    let code = start.and_then(|_| one.parcel.job.start()?.subject.as_ref()?.code());
    let words = match ending {
        Ending::Sent | Ending::Repeated if start.is_some() => {
            match code {
                // A command with a masked number in it finds nothing, and the number itself is not for a log.
                Some(code) if !one.parcel.speaks_for_itself && numbers_masked(code) != code => words!(
                    "  查看签署进度：qdc status {file}，后面写上发送时的 --set 或 --set-file（业务编号里有个人的号码，这里不写出来）",
                    "  see who has signed: `qdc status {file}` with the `--set` or `--set-file` it was sent with (its business code has a person's number in it, which is not shown)"
                ),
                Some(code) if !one.parcel.speaks_for_itself => {
                    let code = shell::word(code);
                    words!("  查看签署进度：qdc status {code}", "  see who has signed: qdc status {code}")
                }
                _ => words!("  查看签署进度：qdc status {file}", "  see who has signed: qdc status {file}"),
            }
        }
        Ending::Changed => words!(
            "  要发成另一份合同，换一个业务编号；要用原来的编号再发一份，加 --resend",
            "  to start another contract, change the business code; to start one more under the same code, add --resend"
        ),
        Ending::Taken => words!(
            "  就是这一份，用 qdc send --sent-as 合同ID {file} 记下；是另一份，换一个业务编号；要在同一编号下再发一份，加 --resend",
            "  if it is this one, note it with `qdc send --sent-as ID {file}`; if it is another, change the business code; to start one more under the same code, add --resend"
        ),
        Ending::Elsewhere => words!(
            "  要查原来那一份，请用当时的地址和 AppKey；确实要在这里另发一份，加 --resend",
            "  use the address and the AppKey of that time to ask about it; to start another one here on purpose, add --resend"
        ),
        Ending::Unknown => match code {
            Some(code) => {
                let code = shown(code);
                words!(
                    "  稍后重新运行 qdc send {file}，会先向平台查询，不会重复发送。也可以在平台的控制台按业务编号 {code} 查找：有，用 qdc send --sent-as 合同ID {file} 记下；确定没有，用 qdc send --resend {file} 发送",
                    "  running `qdc send {file}` again asks the platform first and sends nothing twice. Or look for business code {code} in the platform's console: if it is there, note it with `qdc send --sent-as ID {file}`; if it certainly is not, run `qdc send --resend {file}`"
                )
            }
            None => words!(
                "  合同没有业务编号，无法查询：请在平台的控制台按合同名称核对。有，用 qdc send --sent-as 合同ID {file} 记下；确定没有，用 qdc send --resend {file} 发送",
                "  without a business code nobody can ask: look for the contract's name in the platform's console. If it is there, note it with `qdc send --sent-as ID {file}`; if it certainly is not, run `qdc send --resend {file}`"
            ),
        },
        Ending::NotSent => {
            words!("  可以放心重新运行同一条命令", "  it is safe to run the same command again")
        }
        Ending::Sent | Ending::Repeated | Ending::Refused => return,
    };
    let _ = writeln!(out, "{}", words.get(env.lang));
}

fn counts(sent: &[Sent]) -> Words {
    let count = |ending| sent.iter().filter(|one| one.report.ending() == ending).count();
    let all = sent.len();
    let mut words = words!("{all} 份", "{all} files");
    let parts = [
        (Ending::Sent, "已发送", "sent"),
        (Ending::Repeated, "此前已发送", "sent before"),
        (Ending::Changed, "内容已变未发", "changed, not sent"),
        (Ending::Taken, "编号已被占用", "taken"),
        (Ending::Elsewhere, "已发往别的地址", "sent to another address"),
        (Ending::Refused, "被拒绝", "refused"),
        (Ending::NotSent, "未发出", "not sent"),
        (Ending::Unknown, "不明", "unknown"),
    ];
    for (ending, zh, en) in parts {
        let count = count(ending);
        if count > 0 {
            words.zh += &format!("，{zh} {count}");
            words.en += &format!(", {count} {en}");
        }
    }
    words
}

/// A moment in Asia/Shanghai.
pub fn time(moment: Timestamp) -> String {
    SHANGHAI.to_datetime(moment).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

fn deadline_left(deadline: &str) -> Words {
    let today = SHANGHAI.to_datetime(Timestamp::now()).date();
    match deadline.parse::<jiff::civil::Date>() {
        Ok(day) => {
            let days = (day - today).get_days();
            words!("  截止：{deadline}（还有 {days} 天）", "  deadline: {deadline} (in {days} days)")
        }
        Err(_) => {
            let deadline = on_one_line(deadline);
            words!("  截止：{deadline}", "  deadline: {deadline}")
        }
    }
}
