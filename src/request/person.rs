//! Creating a verified person: 创建已认证个人用户, `POST /open/psnCreate`.

use serde::Serialize;

use super::{Member, member};
use crate::model::{Person, Text, normal_id_number, normal_phone};

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonBody<'a> {
    pub account_id: Member<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_no: Option<Member<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub psn_name: Option<Member<'a>>,
    #[serde(rename = "psnIDCardType", skip_serializing_if = "Option::is_none")]
    pub psn_id_card_type: Option<&'static str>,
    #[serde(rename = "psnIDCardNum", skip_serializing_if = "Option::is_none")]
    pub psn_id_card_num: Option<Member<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inform_phone: Option<Member<'a>>,
}

/// The body that creates a person, where the file says enough to want that.
pub fn person(person: &Person) -> Option<PersonBody<'_>> {
    person.is_to_be_created().then(|| PersonBody {
        account_id: person.account.as_ref().and_then(|account| member(&account.value)),
        flow_no: person.flow.as_ref().map(|flow| member(&flow.value)),
        psn_name: person.person_name.as_ref().map(|name| member(&name.value)),
        psn_id_card_type: person.id_number.as_ref().map(|_| "CRED_PSN_CH_IDCARD"),
        psn_id_card_num: person.id_number.as_ref().map(|number| normal(&number.value, normal_id_number)),
        inform_phone: person.phone.as_ref().map(|phone| normal(&phone.value, normal_phone)),
    })
}

/// However it is written, it is sent in one form.
fn normal(text: &Text, form: fn(&str) -> String) -> Member<'_> {
    text.value().map(|value| form(value).into())
}
