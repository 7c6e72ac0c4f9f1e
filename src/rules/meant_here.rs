//! Keywords that people look for in another statement, and what they mean there.
//!
//! One row for each statement and what is written in it; whatever has no row is explained by where it belongs.

use super::misplaced_keyword::RULE;
use crate::findings::{Change, Finding};
use crate::model::Model;
use crate::source::Span;
use crate::syntax::{Kind, Token};
use crate::vocabulary::{Key, Word};
use crate::words;

/// What `word` in the block or on the line of `parent` is meant to say; `None` where that is not known.
pub fn explain(model: &Model, span: Span, word: &Word, parent: &Word) -> Option<Finding> {
    let written = model.sources.slice(span);
    let in_english = written.is_ascii();
    let spelled = |zh: &'static str, en: &'static str| if in_english { en } else { zh };
    let new = |message| Finding::new(&RULE, span, message);
    let value = value_after(model, span);
    // What has no place here goes, with its value.
    let removed = |finding: Finding| {
        let finding = finding.help(words!("删去 `{written}`", "remove `{written}`"));
        match value {
            Some(value) => finding.offer(
                words!("删去 `{written}`", "remove `{written}`"),
                vec![Change::new(whole(model, span.to(value)), "")],
            ),
            None => finding,
        }
    };
    Some(match (parent.key, word.key) {
        (Key::Company, Key::FileName | Key::PersonName) => removed(new(words!(
            "`企业` 里不写名称：平台按账号认企业",
            "`company` has no name here: the platform knows a company by its account"
        ))),
        (Key::Company | Key::Person | Key::Signer | Key::Sign, Key::Seals) => removed(new(words!(
            "这里不能指定用哪枚章：签署人签署时自己选",
            "no seal is chosen here: the signer chooses one when signing"
        ))),
        (Key::Company, Key::Phone | Key::IdCard | Key::Flow) => {
            new(words!("`{written}` 不能写在 `企业` 里", "`{written}` does not belong in `company`")).help(
                words!(
                    "`企业` 里只写 `账号` 和 `信用代码`；经办人另写一个 `个人`",
                    "`company` takes `account` and `credit` only; write a `person` for whoever acts for it"
                ),
            )
        }
        (Key::Contract, Key::FileName | Key::PersonName) => {
            let finding =
                new(words!("合同的名称写在 `合同` 后面", "the title of a contract goes behind `contract`"))
                    .help(words!("写成 `合同 “采购合同” {{`", "write `contract \"Purchase contract\" {{`"));
            let head = model.contract.as_ref().filter(|contract| contract.span.file == span.file)?;
            let is_free = head.title.as_ref().is_none_or(|title| title.span == head.span);
            match value.filter(|_| is_free) {
                Some(value) => {
                    let title = model.sources.slice(value).to_owned();
                    let changes = vec![
                        Change::new(head.span.after(), format!(" {title}")),
                        Change::new(whole(model, span.to(value)), ""),
                    ];
                    finding.offer(words!("移到 `合同` 后面", "move it behind `contract`"), changes)
                }
                None => finding,
            }
        }
        (Key::Contract, Key::Expires) => {
            let finding = new(words!(
                "合同里不写 `{written}`：签署的期限写 `截止`",
                "`{written}` does not belong in `contract`: the time to sign is `deadline`"
            ))
            .help(words!("写成 `截止 30天内`", "write `deadline in 30d`"));
            match value.map(|value| (value, model.sources.slice(value))) {
                Some((value, length)) if kind_of(model, value) == Some(Kind::Quantity) => {
                    let text = match in_english {
                        true => format!("deadline in {length}"),
                        false => format!("截止 {length}内"),
                    };
                    let title = words!("改成 `{text}`", "change it to `{text}`");
                    finding.offer(title, vec![Change::new(span.to(value), text)])
                }
                _ => finding,
            }
        }
        (Key::Contract, Key::PersonAccount | Key::CompanyAccount | Key::AuthorizationAccount) => {
            let finding = new(words!(
                "合同里不写 `{written}`：以谁的名义发起写 `发起方`，谁来签写 `签署方`",
                "`{written}` does not belong in `contract`: write `initiator` for whoever starts it, `signer` for whoever signs"
            ));
            let has_initiator = model.contract.as_ref().is_some_and(|contract| contract.initiator.is_some());
            let initiator = spelled("发起方", "initiator");
            match has_initiator {
                true => finding,
                false => finding.offer(
                    words!("改成 `{initiator}`", "change it to `{initiator}`"),
                    vec![Change::new(span, initiator)],
                ),
            }
        }
        (Key::Signer, Key::PersonAccount | Key::CompanyAccount | Key::AuthorizationAccount) => new(words!(
            "`签署方` 里不写 `{written}`：账号直接写在 `签署方` 后面",
            "`{written}` does not belong in `signer`: the account goes directly behind `signer`"
        ))
        .help(words!("写成 `签署方 “账号ID”`", "write `signer \"account id\"`")),
        (Key::Attachment, Key::Pages) => {
            let finding = new(words!(
                "`附件` 不写 `{written}`：附件只看不签",
                "`attachment` takes no `{written}`: it is read, not signed"
            ))
            .help(words!(
                "删去 `{written}`；要在上面签章的，写成 `文件`",
                "remove `{written}`; what is to be signed is a `document`"
            ));
            match value {
                Some(value) => finding.offer(
                    words!("删去 `{written}`", "remove `{written}`"),
                    vec![Change::new(whole(model, span.to(value)), "")],
                ),
                None => finding,
            }
        }
        (Key::Ticket, Key::Phone) => {
            let user = spelled("用户", "user");
            let kind = spelled("手机", "mobile");
            new(words!(
                "`签署令牌` 里的联系方式写在 `用户` 后面",
                "in `ticket` the contact goes behind `user`"
            ))
            .help(words!("写成 `用户 手机 “手机号”`", "write `user mobile \"number\"`"))
            .offer(
                words!("改成 `{user} {kind}`", "change it to `{user} {kind}`"),
                vec![Change::new(span, format!("{user} {kind}"))],
            )
        }
        _ => return None,
    })
}

/// The value behind a keyword, on its line.
fn value_after(model: &Model, keyword: Span) -> Option<Span> {
    let token = token_at(model, keyword.after())?;
    let between = &model.sources[keyword.file].text()[keyword.end as usize..token.start as usize];
    let is_value = token.kind.is_value() || token.kind == Kind::Word;
    (is_value && !between.contains('\n')).then_some(Span { start: token.start, end: token.end, ..keyword })
}

/// The first token at a place or behind it.
fn token_at(model: &Model, place: Span) -> Option<Token> {
    let tokens = &model.trees.get(place.file.0 as usize)?.tokens;
    tokens.get(tokens.partition_point(|token| token.start < place.start)).copied()
}

fn kind_of(model: &Model, value: Span) -> Option<Kind> {
    token_at(model, value).map(|token| token.kind)
}

/// What goes away with a clause: the line, where it has one of its own, else the blanks before it.
fn whole(model: &Model, clause: Span) -> Span {
    let text = model.sources[clause.file].text();
    // A line of many clauses would be looked through for each of them.
    const FURTHEST: usize = 200;
    let (start, end) = (clause.start as usize, clause.end as usize);
    let blanks = text[..start]
        .chars()
        .rev()
        .take(FURTHEST)
        .take_while(|c| matches!(c, ' ' | '\t' | '\u{3000}' | ',' | '，'));
    let before = start - blanks.map(char::len_utf8).sum::<usize>();
    let rest = &text[end..];
    let after = rest.len() - rest.trim_start_matches([' ', '\t', '\r']).len();
    let is_alone = (before == 0 || text[..before].ends_with('\n')) && rest[after..].starts_with('\n');
    if is_alone {
        Span::new(clause.file, before, end + after + 1)
    } else {
        Span::new(clause.file, before, end)
    }
}
