//! Starting a contract: 通过文件发起合同, `POST /open/contract/start`.

use std::borrow::Cow;

use serde::Serialize;

use super::{AuthConfig, Member, Number, account, auth_config, member};
use crate::facts::Facts;
use crate::model::{
    Contract, Document, DocumentOrigin, Format, Model, Order, Page, Place, Point, SignField, Signer, Spot,
};
use crate::settings::Settings;

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StartBody<'a> {
    pub sign_file_type: Member<'a>,
    pub docs: Vec<Doc<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachment_files: Vec<AttachmentFile<'a>>,
    pub sign_flow_initiator: Initiator<'a>,
    pub signers: Vec<SignerMember<'a>>,
    pub sign_flow_configs: Configs<'a>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Doc<'a> {
    pub file_id: Member<'a>,
    pub file_code: Member<'a>,
    /// From 1, in order of writing.
    pub file_order: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_name: Option<Member<'a>>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AttachmentFile<'a> {
    pub file_code: Member<'a>,
    pub file_order: usize,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Initiator<'a> {
    pub account_id: Member<'a>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SignerMember<'a> {
    pub account_id: Member<'a>,
    pub seq_no: i64,
    pub sign_fields: Vec<FieldMember<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_config: Option<AuthConfig<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice_config: Option<NoticeConfig>,
}

#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NoticeConfig {
    pub notice_types: i64,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldMember<'a> {
    pub file_code: Member<'a>,
    /// 1 at a point, 2 across the pages' edges.
    pub sign_field_style: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_format: Option<Member<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorize_code: Option<Member<'a>>,
    pub sign_field_position: Position,
}

#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Position {
    pub position_page: Option<i64>,
    pub position_x: Option<Number>,
    pub position_y: Option<Number>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Configs<'a> {
    pub flow_config: FlowConfig<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub integration_config: Option<IntegrationConfig<'a>>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FlowConfig<'a> {
    pub contract_name: Member<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_code: Option<Member<'a>>,
    pub seq_signing: bool,
    /// `2025-12-31`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_deadline: Option<Option<String>>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IntegrationConfig<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_redirect_config: Option<RedirectConfig<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence_config: Option<&'a [i64]>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RedirectConfig<'a> {
    pub redirect_url: Member<'a>,
    /// In seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_delay_time: Option<i64>,
}

/// What stands in for the file codes of documents that are uploaded or made from templates first, by document;
/// `None` for a document whose code is in the file.
pub type FileCodes = [Option<String>];

/// The body that starts a file's contract.
pub fn start<'a>(
    model: &'a Model,
    contract: &'a Contract,
    facts: &Facts,
    settings: &Settings,
    made: &'a FileCodes,
) -> StartBody<'a> {
    let codes: Vec<Member<'a>> = contract
        .documents
        .iter()
        .enumerate()
        .map(|(index, document)| file_code(document, index, made))
        .collect();
    StartBody {
        sign_file_type: match contract.format.as_ref().map(|format| &format.value) {
            None | Some(Format::Pdf) => Some("PDF".into()),
            Some(Format::Other(text)) => member(text),
        },
        docs: contract
            .documents
            .iter()
            .zip(&codes)
            .enumerate()
            .map(|(index, (document, code))| Doc {
                file_id: match &document.id {
                    Some(id) => member(&id.value),
                    None => Some((index + 1).to_string().into()),
                },
                file_code: code.clone(),
                file_order: index + 1,
                file_name: document.file_name.as_ref().map(|name| member(&name.value)),
            })
            .collect(),
        attachment_files: contract
            .attachments
            .iter()
            .enumerate()
            .map(|(index, attachment)| AttachmentFile {
                file_code: member(&attachment.code.value),
                file_order: index + 1,
            })
            .collect(),
        sign_flow_initiator: Initiator {
            account_id: contract.initiator.as_ref().and_then(|at| account(model, &at.value)),
        },
        signers: contract
            .signers
            .iter()
            .enumerate()
            .map(|(index, signer)| SignerMember {
                account_id: account(model, &signer.account.value),
                seq_no: contract.seq_no(index, signer),
                sign_fields: fields(signer, contract, facts, settings, &codes),
                auth_config: signer.auth.as_ref().map(auth_config),
                notice_config: signer
                    .notice
                    .as_ref()
                    .map(|notice| NoticeConfig { notice_types: notice.value }),
            })
            .collect(),
        sign_flow_configs: Configs {
            flow_config: FlowConfig {
                contract_name: contract.title.as_ref().and_then(|title| member(&title.value)),
                business_code: contract.code.as_ref().map(|code| member(&code.value)),
                seq_signing: contract.order() == Order::Sequential,
                sign_deadline: contract
                    .deadline
                    .as_ref()
                    .map(|deadline| deadline.value.day(facts, &settings.calendar).map(|day| day.to_string())),
            },
            integration_config: integration(contract),
        },
    }
}

fn file_code<'a>(document: &'a Document, index: usize, made: &'a FileCodes) -> Member<'a> {
    match &document.origin {
        DocumentOrigin::Code(code) => member(&code.value),
        DocumentOrigin::Upload(_) | DocumentOrigin::Template(_) => {
            made.get(index)?.as_deref().map(Cow::Borrowed)
        }
        DocumentOrigin::Unreadable => None,
    }
}

fn fields<'a>(
    signer: &'a Signer,
    contract: &Contract,
    facts: &Facts,
    settings: &Settings,
    codes: &[Member<'a>],
) -> Vec<FieldMember<'a>> {
    let field = |field: &'a SignField| FieldMember {
        file_code: field.document.value.and_then(|index| codes.get(index)).cloned().flatten(),
        sign_field_style: if matches!(field.place, Place::Across { .. }) { 2 } else { 1 },
        date_format: field.date.as_ref().map(|date| member(&date.value)),
        authorize_code: field.silent.as_ref().map(|code| member(&code.value)),
        sign_field_position: position(field, contract, facts, settings),
    };
    signer.fields.iter().map(field).collect()
}

fn position(field: &SignField, contract: &Contract, facts: &Facts, settings: &Settings) -> Position {
    let units = |length: crate::model::Length| length.units(settings.platform.points_per_unit).map(Number);
    match &field.place {
        Place::Across { y } => {
            Position { position_page: Some(0), position_x: Some(Number(0.0)), position_y: units(y.value) }
        }
        Place::Spot { page, spot } => {
            let document = field.document.value.and_then(|index| contract.documents.get(index));
            let page = match page.value {
                Page::Number(number) => Some(number),
                Page::Last => document.and_then(|document| document.page_count(facts)).map(i64::from),
                Page::Unknown => None,
            };
            let (x, y) = match &spot.value {
                Spot::Point(Point { x, y }) => (units(*x), units(*y)),
                Spot::Text { .. } | Spot::Unreadable => (None, None),
            };
            Position { position_page: page, position_x: x, position_y: y }
        }
        Place::Unreadable => Position { position_page: None, position_x: None, position_y: None },
    }
}

fn integration(contract: &Contract) -> Option<IntegrationConfig<'_>> {
    let redirect = contract.redirect.as_ref().map(|redirect| RedirectConfig {
        redirect_url: member(&redirect.url.value),
        redirect_delay_time: redirect.after.as_ref().and_then(|after| after.value.seconds()),
    });
    let evidence = contract.evidence.as_ref().map(|evidence| evidence.value.as_slice());
    (redirect.is_some() || evidence.is_some())
        .then_some(IntegrationConfig { sign_redirect_config: redirect, evidence_config: evidence })
}
