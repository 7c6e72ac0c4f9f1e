//! 创建已认证个人用户, `POST /open/psnCreate`.

use serde::Serialize;

use super::{Written, written, written_text};
use crate::model::Person;

/// The kind of ID card that is sent: 中国大陆居民身份证.
pub const ID_CARD_TYPE: &str = "CRED_PSN_CH_IDCARD";

/// The body that creates a verified person: either with the flow number of a finished identity check, or
/// with name and ID number. A file that has both is an error of the checker; both are sent under `--force`.
///
/// Source: 创建已认证个人用户, `POST /open/psnCreate`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PersonBody<'a> {
    /// Chosen by the integrator, unique within the application.
    #[serde(rename = "accountId", skip_serializing_if = "Option::is_none")]
    pub account_id: Written<&'a str>,
    #[serde(rename = "flowNo", skip_serializing_if = "Option::is_none")]
    pub flow_no: Written<&'a str>,
    #[serde(rename = "psnName", skip_serializing_if = "Option::is_none")]
    pub name: Written<&'a str>,
    /// [`ID_CARD_TYPE`], with name or ID number.
    #[serde(rename = "psnIDCardType", skip_serializing_if = "Option::is_none")]
    pub id_card_type: Option<&'static str>,
    #[serde(rename = "psnIDCardNum", skip_serializing_if = "Option::is_none")]
    pub id_card_number: Written<&'a str>,
    /// The mobile number that gets the notices.
    #[serde(rename = "informPhone", skip_serializing_if = "Option::is_none")]
    pub inform_phone: Written<&'a str>,
}

/// The body that creates a person.
pub fn person(person: &Person) -> PersonBody<'_> {
    let identity = person.person_name.is_some() || person.id_number.is_some();
    PersonBody {
        account_id: written(&person.account),
        flow_no: written_text(&person.flow),
        name: written(&person.person_name),
        id_card_type: identity.then_some(ID_CARD_TYPE),
        id_card_number: written(&person.id_number),
        inform_phone: written(&person.phone),
    }
}
