//! A signing ticket that Qiyuesuo could not give.

use super::Context;
use super::phone_number::is_mobile;
use crate::findings::{Finding, Group, Level, Rule};
use crate::model::{ContactKind, Ticket, TicketUser};
use crate::source::At;
use crate::vocabulary::Key;
use crate::words;

pub static RULE: Rule = Rule {
    name: "ticket-incomplete",
    level: Level::Error,
    group: Group::Platform,
    platform: Some("400"),
    title: ("签署令牌的信息不全或不一致", "what asks for a ticket is incomplete"),
    why: (
        "契约锁要知道是哪份合同：合同 ID 和业务编号至少写一个；以子公司身份创建的合同，子公司要和业务编号一起写。\
         联系方式要和它的种类一致：手机写手机号，邮箱写邮箱地址。",
        "Qiyuesuo must know the contract: its id or its business code, at least one; the subsidiary goes with the business \
         code. The contact must agree with its kind: a mobile number for `mobile`, an address for `email`.",
    ),
    wrong: r#"ticket 李娜签署 {
    tenant "华东分公司"
    user   mobile "lina@example.com"
}
"#,
    right: r#"ticket 李娜签署 {
    code   "HR-2026-031"
    tenant "华东分公司"
    user   email "lina@example.com"
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let readable = cx.trouble(&[Key::TicketContract, Key::TicketCode]).is_empty();
    for ticket in &cx.model.tickets {
        if readable && !ticket.unreadable {
            findings.extend(which_contract(ticket));
        }
        findings.extend(ticket.user.as_ref().and_then(contact));
    }
}

fn which_contract(ticket: &Ticket) -> Option<Finding> {
    let span = if ticket.name.value.is_empty() { ticket.span } else { ticket.name.span };
    match (&ticket.contract, &ticket.code, &ticket.tenant) {
        (None, None, _) => Some(
            Finding::new(
                &RULE,
                span,
                words!("没有写是哪份合同的令牌", "the ticket does not say which contract it is for"),
            )
            .help(words!(
                "加上 `合同 “合同ID”` 或 `业务编号 “编号”`",
                "add `contract \"id\"` or `code \"business code\"`"
            )),
        ),
        (Some(_), None, Some(tenant)) => Some(
            Finding::new(
                &RULE,
                tenant.span,
                words!("`子公司` 要和 `业务编号` 一起写", "`tenant` goes with `code`"),
            )
            .help(words!("加上 `业务编号`，或删去 `子公司`", "add `code`, or remove `tenant`")),
        ),
        _ => None,
    }
}

/// Whether a contact can be of its kind. The contact itself is never named.
fn contact(user: &At<TicketUser>) -> Option<Finding> {
    let contact = &user.value.contact;
    let written = contact.value.value()?.trim();
    let message = match user.value.kind.value {
        ContactKind::Mobile if !is_mobile(written) => {
            words!("联系方式写的是 `手机`，内容却不是手机号", "the contact is called `mobile` and is no mobile number")
        }
        ContactKind::Email if !is_email(written) => {
            words!("联系方式写的是 `邮箱`，内容却不是邮箱地址", "the contact is called `email` and is no e-mail address")
        }
        ContactKind::Employee | ContactKind::Number if is_email(written) => words!(
            "联系方式写的是员工编号，内容却是邮箱地址",
            "the contact is called an employee's number and is an e-mail address"
        ),
        _ => return None,
    };
    Some(
        Finding::new(&RULE, contact.span, message)
            .related(user.value.kind.span, words!("种类写在这里", "the kind is said here"))
            .help(words!("改正种类或联系方式", "correct the kind or the contact")),
    )
}

fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let labels = host.split('.').count() > 1 && host.split('.').all(|label| !label.is_empty());
    !name.is_empty() && labels && !text.contains(|c: char| c.is_whitespace() || c == ',' || c == '，') && !host.contains('@')
}
