//! What was sent, for people: a record in two or three lines of at most 80 columns, whatever its names are as long as.

use std::collections::HashMap;
use std::path::Path;

use unicode_width::UnicodeWidthStr;

use super::{Found, state};
use crate::cli::Env;
use crate::cli::facts::SHANGHAI;
use crate::cli::parties::Recorded;
use crate::delivery::ledger::{Record, State};
use crate::findings::{Lang, Words};
use crate::plan::Kind;
use crate::privacy::on_one_line;
use crate::words;

/// As wide as every terminal.
const WIDTH: usize = 80;
const INDENT: &str = "    ";

pub fn text(found: &[Found<'_>], env: &Env) -> String {
    let mut ledgers: HashMap<&Path, Recorded> = HashMap::new();
    let mut out = String::new();
    for (ledger, record) in found {
        let origins = ledgers.entry(*ledger).or_insert_with(|| Recorded::of(ledger));
        let width = env.width().min(WIDTH);
        let time = SHANGHAI.to_datetime(record.begun_at).strftime("%F %T").to_string();
        let state = state(record.state).get(env.lang).to_owned();
        let kind = kind(record.kind).get(env.lang).to_owned();
        let first = [time, state, kind, cell(&record.title)];
        lines(&first, "", width, &mut out);
        lines(&details(record, origins, env.lang), INDENT, width, &mut out);
        // Why it is not simply sent.
        if record.state != State::Sent {
            let why = [&record.code, &record.message].into_iter().flatten().map(|text| cell(text));
            let why = why.collect::<Vec<_>>().join(" ");
            if !why.is_empty() {
                lines(&[why], INDENT, width, &mut out);
            }
        }
    }
    out
}

fn details(record: &Record, origins: &mut Recorded, lang: Lang) -> Vec<String> {
    let mut details = Vec::new();
    let mut say = |words: Words| details.push(words.get(lang).to_owned());
    match (record.kind, record.subject.as_deref()) {
        (Kind::Start, Some(code)) => {
            let code = cell(code);
            say(words!("业务编号 {code}", "code {code}"));
        }
        (Kind::Start, None) => say(words!("没有业务编号", "no business code")),
        (Kind::Person | Kind::Authorization, Some(account)) => {
            let account = origins.parties(record).words(account, lang);
            say(words!("账号 {account}", "account {account}"));
        }
        // Behind what its contract is known by, which may be a hash.
        (Kind::Upload | Kind::Template, Some(subject)) => {
            let name = cell(subject.rsplit_once('/').map_or(subject, |(_, name)| name));
            say(words!("文件 {name}", "document {name}"));
        }
        _ => {}
    }
    if let Some(id) = record.contract_id.as_deref().map(cell) {
        say(words!("合同 ID {id}", "contract {id}"));
    }
    let (place, file) = (cell(&record.environment), cell(&record.source));
    say(words!("环境 {place}", "in {place}"));
    say(words!("{file}", "{file}"));
    details
}

/// Writes parts with two blanks between, as many to a line as go in. A part that alone is too long is broken.
fn lines(parts: &[String], indent: &str, width: usize, out: &mut String) {
    let mut line = indent.to_owned();
    let mut is_empty = true;
    for part in parts.iter().filter(|part| !part.is_empty()) {
        if !is_empty && line.width() + 2 + part.width() > width {
            out.push_str(&line);
            out.push('\n');
            // What goes on below the first line is inside it.
            line = if indent.is_empty() { INDENT.to_owned() } else { indent.to_owned() };
            is_empty = true;
        }
        if !is_empty {
            line += "  ";
        }
        is_empty = false;
        let room = width.saturating_sub(line.width()).max(1);
        if part.width() <= room {
            line += part;
            continue;
        }
        let options = textwrap::Options::new(width).initial_indent(&line).subsequent_indent(INDENT);
        let mut broken = textwrap::wrap(part, options);
        let last = broken.pop().unwrap_or_default().into_owned();
        for whole in broken {
            out.push_str(whole.trim_end());
            out.push('\n');
        }
        line = last;
    }
    out.push_str(line.trim_end());
    out.push('\n');
}

/// Personal numbers are masked in the ledger already.
fn cell(text: &str) -> String {
    on_one_line(text).into_owned()
}

fn kind(kind: Kind) -> Words {
    match kind {
        Kind::Person => words!("创建个人", "person"),
        Kind::Authorization => words!("静默签授权", "authorization"),
        Kind::Upload => words!("上传文件", "upload"),
        Kind::Template => words!("模板生成文件", "template"),
        Kind::Start => words!("发起合同", "contract"),
        Kind::Ticket => words!("签署令牌", "ticket"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_it_may_be() {
        let long =
            "某某某有限公司设备采购及安装调试框架合同（二〇二六年度，含附件一至附件十二及补充协议）终稿";
        let path = "合同/2026/".repeat(12) + "采购.qdc";
        for parts in
            [vec!["2026-11-28 10:00:00", "已发送", "发起合同", long], vec![long, &path, "环境 sandbox"]]
        {
            let parts: Vec<String> = parts.into_iter().map(str::to_owned).collect();
            for indent in ["", INDENT] {
                let mut out = String::new();
                lines(&parts, indent, WIDTH, &mut out);
                assert!(out.lines().all(|line| line.width() <= WIDTH), "{out}");
                let without = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
                assert_eq!(without(&out), without(&parts.concat()));
            }
        }
    }
}
