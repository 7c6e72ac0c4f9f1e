//! 通过文件发起合同, `POST /open/contract/start`.

use std::borrow::Cow;

use serde::Serialize;

use super::steps::{Step, Subject, steps};
use super::{AuthConfig, Coordinate, Written, written, written_text};
use crate::facts::Facts;
use crate::model::{
    Contract, Document, DocumentOrigin, Format, Model, Order, Page, Place, SignField, Signer, Spot,
};
use crate::rules;
use crate::settings::Settings;

/// The body that starts a contract. Whatever the file says or not, it has `signFileType`, `seqSigning`, each
/// document's `fileId` and `fileOrder`, each attachment's `fileOrder`, and each signer's `seqNo`.
///
/// Source: 通过文件发起合同, `POST /open/contract/start`; its parameters are known from its example only.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StartBody<'a> {
    /// `PDF` is the only documented value.
    pub sign_file_type: Option<&'a str>,
    pub docs: Vec<Doc<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachment_files: Vec<AttachmentFile<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_flow_initiator: Option<Initiator<'a>>,
    pub signers: Vec<SignerBody<'a>>,
    pub sign_flow_configs: SignFlowConfigs<'a>,
}

/// A document to sign.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Doc<'a> {
    /// Counts from `"1"` in order of writing unless the file says otherwise.
    pub file_id: Option<Cow<'a, str>>,
    /// Of an uploaded file; for one still to be made from a template, where its code will come from, such as
    /// `${1.result.fileCode}`.
    pub file_code: Option<Cow<'a, str>>,
    /// From 1, in order of writing.
    pub file_order: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_name: Written<&'a str>,
}

/// What goes along unsigned.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AttachmentFile<'a> {
    pub file_code: Option<&'a str>,
    /// From 1, in order of writing.
    pub file_order: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Initiator<'a> {
    pub account_id: Option<&'a str>,
}

/// One who signs.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SignerBody<'a> {
    pub account_id: Option<&'a str>,
    /// As written; else the place in order of writing when the order is sequential, 1 when it is free.
    pub seq_no: i64,
    pub sign_fields: Vec<SignFieldBody<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_config: Option<AuthConfig<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice_config: Option<NoticeConfig>,
}

/// Where a seal goes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SignFieldBody<'a> {
    /// That of the document.
    pub file_code: Option<Cow<'a, str>>,
    /// 1 on one page, 2 across the edges of all pages.
    pub sign_field_style: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_format: Written<&'a str>,
    /// Whoever has it can seal: shown masked everywhere but here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorize_code: Written<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_field_position: Option<Position>,
}

/// Page and point in the platform's units; page 0 and x 0 across all pages.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Position {
    pub position_page: Option<i64>,
    pub position_x: Option<Coordinate>,
    pub position_y: Option<Coordinate>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NoticeConfig {
    /// The numbers' meanings are not documented.
    pub notice_types: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SignFlowConfigs<'a> {
    pub flow_config: FlowConfig<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub integration_config: Option<IntegrationConfig<'a>>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FlowConfig<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract_name: Written<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_code: Written<&'a str>,
    /// Whether signers sign one after the other.
    pub seq_signing: bool,
    /// `YYYY-MM-DD`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_deadline: Written<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IntegrationConfig<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_redirect_config: Option<RedirectConfig<'a>>,
    /// The numbers' meanings are not documented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence_config: Option<&'a [i64]>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RedirectConfig<'a> {
    pub redirect_url: Option<&'a str>,
    /// In seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_delay_time: Written<i64>,
}

/// The body that starts the contract of a file; `None` for a file without one. `facts` tell today, for a
/// deadline that is a length of time, and page counts, for `page last`.
pub fn start<'a>(model: &'a Model, facts: &Facts, settings: &Settings) -> Option<StartBody<'a>> {
    let contract = model.contract.as_ref()?;
    Some(start_after(&steps(model), model, contract, facts, settings))
}

/// [`start`] where the steps are known.
pub(super) fn start_after<'a>(
    steps: &[Step],
    model: &'a Model,
    contract: &'a Contract,
    facts: &Facts,
    settings: &Settings,
) -> StartBody<'a> {
    let code_of = file_codes(contract, steps);
    let order = contract.order();
    let signer = |(at, signer): (usize, &'a Signer)| SignerBody {
        account_id: model.account_id(&signer.account.value).and_then(|id| id.value()),
        seq_no: seq_no(signer, at, order),
        sign_fields: signer
            .fields
            .iter()
            .map(|field| sign_field(field, contract, &code_of, facts, settings))
            .collect(),
        auth_config: signer.auth.as_ref().map(|modes| AuthConfig::of(&modes.value)),
        notice_config: signer.notice.as_ref().map(|notice| NoticeConfig { notice_types: notice.value }),
    };
    StartBody {
        sign_file_type: match contract.format.as_ref().map(|format| &format.value) {
            None | Some(Format::Pdf) => Some("PDF"),
            Some(Format::Other(text)) => text.value(),
        },
        docs: contract.documents.iter().zip(&code_of).enumerate().map(doc).collect(),
        attachment_files: contract
            .attachments
            .iter()
            .zip(1..)
            .map(|(file, file_order)| AttachmentFile { file_code: file.code.value.value(), file_order })
            .collect(),
        sign_flow_initiator: contract.initiator.as_ref().map(|account| Initiator {
            account_id: model.account_id(&account.value).and_then(|id| id.value()),
        }),
        signers: contract.signers.iter().enumerate().map(signer).collect(),
        sign_flow_configs: SignFlowConfigs {
            flow_config: FlowConfig {
                contract_name: written_text(&contract.title),
                business_code: written(&contract.code),
                seq_signing: order == Order::Sequential,
                sign_deadline: contract
                    .deadline
                    .as_ref()
                    .map(|deadline| rules::deadline(&deadline.value, facts).map(|day| day.to_string())),
            },
            integration_config: integration(contract),
        },
    }
}

/// A signer's `seqNo`; `at` is the signer's place, from 0.
pub(super) fn seq_no(signer: &Signer, at: usize, order: Order) -> i64 {
    match (&signer.seq, order) {
        (Some(seq), _) => seq.value,
        (None, Order::Sequential) => at as i64 + 1,
        (None, Order::Free) => 1,
    }
}

/// Where a later body has a value that an earlier answer will give.
pub(super) fn placeholder(step: usize, member: &str) -> String {
    format!("${{{step}{}}}", member.replace('/', "."))
}

/// The member of the answer that has a made file's code.
pub(super) const FILE_CODE: &str = "/result/fileCode";

fn file_codes<'a>(contract: &'a Contract, steps: &[Step]) -> Vec<Option<Cow<'a, str>>> {
    let mut codes: Vec<Option<Cow<'a, str>>> = contract
        .documents
        .iter()
        .map(|document| match &document.origin {
            DocumentOrigin::Code(code) => code.value.value().map(Cow::Borrowed),
            DocumentOrigin::Template(_) | DocumentOrigin::Unreadable => None,
        })
        .collect();
    for step in steps {
        if let Subject::Template(document) = step.subject
            && let Some(code) = codes.get_mut(document)
        {
            *code = Some(placeholder(step.number, FILE_CODE).into());
        }
    }
    codes
}

fn doc<'a>((at, (document, code)): (usize, (&'a Document, &Option<Cow<'a, str>>))) -> Doc<'a> {
    // A made file's name went into the request that makes it; it is the file's own here too.
    Doc {
        file_id: match &document.id {
            Some(id) => id.value.value().map(Cow::Borrowed),
            None => Some((at + 1).to_string().into()),
        },
        file_code: code.clone(),
        file_order: at + 1,
        file_name: written_text(&document.file_name),
    }
}

fn sign_field<'a>(
    field: &'a SignField,
    contract: &'a Contract,
    code_of: &[Option<Cow<'a, str>>],
    facts: &Facts,
    settings: &Settings,
) -> SignFieldBody<'a> {
    let document = field.document.value.and_then(|at| contract.documents.get(at));
    let units =
        |length: crate::model::Length| length.units(settings.platform.points_per_unit).map(Coordinate);
    let (style, position) = match &field.place {
        Place::Spot { page, spot } => {
            let (position_x, position_y) = match &spot.value {
                Spot::Point(point) => (units(point.x), units(point.y)),
                Spot::Text { .. } | Spot::Unreadable => (None, None),
            };
            let position_page = match page.value {
                Page::Number(number) => Some(number),
                Page::Last => document.and_then(|document| rules::page_count(document, facts)).map(i64::from),
                Page::Unknown => None,
            };
            (Some(1), Some(Position { position_page, position_x, position_y }))
        }
        Place::Across { y } => {
            let (position_page, position_x) = (Some(0), Some(Coordinate(0.0)));
            (Some(2), Some(Position { position_page, position_x, position_y: units(y.value) }))
        }
        Place::Unreadable => (None, None),
    };
    SignFieldBody {
        file_code: field.document.value.and_then(|at| code_of.get(at).cloned().flatten()),
        sign_field_style: style,
        date_format: written_text(&field.date),
        authorize_code: written(&field.silent),
        sign_field_position: position,
    }
}

fn integration(contract: &Contract) -> Option<IntegrationConfig<'_>> {
    if contract.redirect.is_none() && contract.evidence.is_none() {
        return None;
    }
    Some(IntegrationConfig {
        sign_redirect_config: contract.redirect.as_ref().map(|redirect| RedirectConfig {
            redirect_url: redirect.url.value.value(),
            redirect_delay_time: redirect.after.as_ref().map(|after| after.value.seconds()),
        }),
        evidence_config: contract.evidence.as_ref().map(|evidence| evidence.value.as_slice()),
    })
}
