//! Qiyuesuo's signing ticket: 生成合同签署令牌, `POST /v2/contract/miniappexchange`.

use serde::Serialize;

use super::{Member, member};
use crate::model::{ContactKind, Ticket, normal_phone};

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TicketBody<'a> {
    /// One of this and `biz_id`; the other is `null`, as in the documented example.
    pub contract_id: Member<'a>,
    pub biz_id: Member<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_name: Option<Member<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_password_sign: Option<bool>,
    pub user: Option<UserMember<'a>>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UserMember<'a> {
    pub contact: Member<'a>,
    pub contact_type: Option<&'static str>,
}

pub fn ticket(from: &Ticket) -> TicketBody<'_> {
    TicketBody {
        contract_id: from.contract.as_ref().and_then(|id| member(&id.value)),
        biz_id: from.code.as_ref().and_then(|code| member(&code.value)),
        tenant_name: from.tenant.as_ref().map(|tenant| member(&tenant.value)),
        allow_password_sign: from.password.as_ref().map(|password| password.value),
        user: from.user.as_ref().map(|user| UserMember {
            contact: match user.value.kind.value {
                ContactKind::Mobile => {
                    user.value.contact.value.value().map(|phone| normal_phone(phone).into())
                }
                _ => member(&user.value.contact.value),
            },
            contact_type: match user.value.kind.value {
                ContactKind::Mobile => Some("MOBILE"),
                ContactKind::Email => Some("EMAIL"),
                ContactKind::Employee => Some("EMPLOYEEID"),
                ContactKind::Number => Some("NUMBER"),
                ContactKind::Unreadable => None,
            },
        }),
    }
}
