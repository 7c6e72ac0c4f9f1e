//! 生成合同签署令牌, `POST /v2/contract/miniappexchange` of Qiyuesuo.

use serde::Serialize;

use super::{Written, sent, written_text};
use crate::model::{ContactKind, Ticket};
use crate::vocabulary::choices;

/// The body that exchanges a contract and a user for a signing ticket.
///
/// Source: 生成合同签署令牌, `POST /v2/contract/miniappexchange`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TicketBody<'a> {
    /// Always sent: of this and `biz_id` the one that is not given is `null`. A text, since real ids exceed
    /// 2^53.
    pub contract_id: Option<&'a str>,
    pub biz_id: Option<&'a str>,
    /// The subsidiary in whose name a contract known by its `biz_id` was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_name: Written<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_password_sign: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<UserBody<'a>>,
}

/// The signer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UserBody<'a> {
    pub contact: Option<&'a str>,
    /// `MOBILE`, `EMAIL`, `EMPLOYEEID`, `NUMBER`.
    pub contact_type: Option<&'static str>,
}

/// The body of one ticket of the file.
pub fn ticket(ticket: &Ticket) -> TicketBody<'_> {
    TicketBody {
        contract_id: written_text(&ticket.contract).flatten(),
        biz_id: written_text(&ticket.code).flatten(),
        tenant_name: written_text(&ticket.tenant),
        allow_password_sign: ticket.password.as_ref().map(|password| password.value),
        user: ticket.user.as_ref().map(|user| UserBody {
            contact: user.value.contact.value.value(),
            contact_type: contact_type(user.value.kind.value),
        }),
    }
}

fn contact_type(kind: ContactKind) -> Option<&'static str> {
    let en = match kind {
        ContactKind::Mobile => "mobile",
        ContactKind::Email => "email",
        ContactKind::Employee => "employee",
        ContactKind::Number => "number",
        ContactKind::Unreadable => return None,
    };
    Some(sent(&choices::CONTACT_KINDS, en))
}
