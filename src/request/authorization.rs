//! The page where silent signing is granted: 印章静默签授权地址, `POST /open/seal/autosign/auth/url`.

use serde::Serialize;

use super::{AuthConfig, Member, account, auth_config, member};
use crate::model::{Authorization, Model, SealId, Seals};

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthorizationBody<'a> {
    pub account_id: Member<'a>,
    /// `null` for every seal of the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seal_ids: Option<Option<Vec<SealIdMember<'a>>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_config: Option<AuthConfig<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_url: Option<Member<'a>>,
    /// In seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_delay_time: Option<i64>,
    /// In seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiration_time: Option<i64>,
}

/// A number where it was written as one, else text: the platform's pages show both.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum SealIdMember<'a> {
    Number(i64),
    Text(Member<'a>),
}

pub fn authorization<'a>(model: &'a Model, from: &'a Authorization) -> AuthorizationBody<'a> {
    let redirect = from.redirect.as_ref();
    AuthorizationBody {
        account_id: from.account.as_ref().and_then(|at| account(model, &at.value)),
        seal_ids: from.seals.as_ref().map(|seals| match &seals.value {
            Seals::All => None,
            Seals::Ids(ids) => Some(
                ids.iter()
                    .map(|id| match &id.value {
                        SealId::Number(number) => SealIdMember::Number(*number),
                        SealId::Text(text) => SealIdMember::Text(member(text)),
                    })
                    .collect(),
            ),
        }),
        auth_config: from.auth.as_ref().map(auth_config),
        redirect_url: redirect.map(|redirect| member(&redirect.url.value)),
        redirect_delay_time: redirect
            .and_then(|redirect| redirect.after.as_ref())
            .and_then(|after| after.value.seconds()),
        expiration_time: from.expires.as_ref().and_then(|expires| expires.value.seconds()),
    }
}
