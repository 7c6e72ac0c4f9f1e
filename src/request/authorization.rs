//! 印章静默签授权地址, `POST /open/seal/autosign/auth/url`.

use serde::Serialize;

use super::{AuthConfig, Written};
use crate::model::{Authorization, Model, SealId, Seals};

/// The body that asks for the page where a seal's owner grants silent signing.
///
/// Source: 印章静默签授权地址, `POST /open/seal/autosign/auth/url`; its parameters are known from its example
/// only.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AutosignUrlBody<'a> {
    pub account_id: Option<&'a str>,
    /// `null` is every seal of the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seal_ids: Written<Vec<Option<SealIdBody<'a>>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_config: Option<AuthConfig<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_url: Written<&'a str>,
    /// In seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_delay_time: Written<i64>,
    /// In seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiration_time: Written<i64>,
}

/// A seal id as written; the platform's pages show both kinds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum SealIdBody<'a> {
    Number(i64),
    Text(&'a str),
}

/// The body of one authorization of the file.
pub fn authorization<'a>(model: &'a Model, authorization: &'a Authorization) -> AutosignUrlBody<'a> {
    let account = authorization.account.as_ref().and_then(|account| model.account_id(&account.value));
    let redirect = authorization.redirect.as_ref();
    AutosignUrlBody {
        account_id: account.and_then(|id| id.value()),
        seal_ids: authorization.seals.as_ref().map(|seals| match &seals.value {
            Seals::All => None,
            Seals::Ids(ids) => Some(ids.iter().map(|id| seal_id(&id.value)).collect()),
        }),
        auth_config: authorization.auth.as_ref().map(|modes| AuthConfig::of(&modes.value)),
        redirect_url: redirect.map(|redirect| redirect.url.value.value()),
        redirect_delay_time: redirect
            .and_then(|redirect| redirect.after.as_ref())
            .map(|after| after.value.seconds()),
        expiration_time: authorization.expires.as_ref().map(|expires| expires.value.seconds()),
    }
}

fn seal_id(id: &SealId) -> Option<SealIdBody<'_>> {
    match id {
        SealId::Number(number) => Some(SealIdBody::Number(*number)),
        SealId::Text(text) => text.value().map(SealIdBody::Text),
    }
}
