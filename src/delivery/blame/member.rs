//! From the member of a request that a refusal names to the words of the file that it was made of.
//!
//! Platforms name members as `signers[0].accountId`, `sealIds[0]`, or by the last name alone. What they name is looked
//! for in the body that was sent: a word that is no member of it is only a word.

use serde_json::Value;

use crate::delivery::job::Step;
use crate::model::{
    Authorization, Contract, Document, DocumentOrigin, Model, Person, Place, SignField, Signer, Ticket,
};
use crate::plan::Kind;
use crate::source::Span;

/// A step into a body.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Name(String),
    Index(usize),
}

/// So many places of one bare name are enough.
const MOST: usize = 9;

/// The member that a message names, as it names it, and where the file says it; the likeliest first.
pub fn named(model: &Model, step: &Step, message: &str) -> Option<(String, Vec<Span>)> {
    let mut written: Vec<&str> = paths(message);
    // The most exact one says most.
    written.sort_by_key(|path| std::cmp::Reverse(path.len()));
    written.into_iter().find_map(|path| {
        let tokens = tokens(path);
        let mut places: Vec<Span> = Vec::new();
        for found in find(&step.body, &tokens) {
            if let Some(span) = place(model, step, &found)
                && !places.contains(&span)
            {
                places.push(span);
            }
        }
        (!places.is_empty()).then(|| (path.to_owned(), places))
    })
}

/// The runs of a message that may name a member.
fn paths(message: &str) -> Vec<&str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "_.[]".contains(c);
    let runs = message.split(|c: char| !is_part(c)).map(|run| run.trim_matches(['.', '[']));
    runs.filter(|run| run.starts_with(|c: char| c.is_ascii_alphabetic())).collect()
}

fn tokens(path: &str) -> Vec<Token> {
    let parts = path.split(['.', '[', ']']).filter(|part| !part.is_empty());
    parts.map(|part| part.parse().map_or_else(|_| Token::Name(part.to_owned()), Token::Index)).collect()
}

/// Where a path leads from the top of a body; where it does not, every place whose last members it names.
fn find(body: &Value, path: &[Token]) -> Vec<Vec<Token>> {
    if path.is_empty() {
        return Vec::new();
    }
    let mut all = vec![(Vec::new(), body)];
    let mut found = Vec::new();
    while let Some((at, value)) = all.pop() {
        if at.ends_with(path) {
            if at == path {
                return vec![at];
            }
            found.push(at.clone());
        }
        let below = |token| at.iter().cloned().chain([token]).collect::<Vec<_>>();
        match value {
            Value::Object(members) => {
                all.extend(
                    members.iter().rev().map(|(name, inner)| (below(Token::Name(name.clone())), inner)),
                );
            }
            Value::Array(items) => {
                all.extend(
                    items.iter().enumerate().rev().map(|(at, inner)| (below(Token::Index(at)), inner)),
                );
            }
            _ => {}
        }
    }
    // One that is missing is not there to be found: what it would be in is.
    if found.is_empty() && path.len() > 1 {
        return find(body, &path[..path.len() - 1]);
    }
    found.truncate(MOST);
    found
}

/// Where the file says a member of a request.
fn place(model: &Model, step: &Step, path: &[Token]) -> Option<Span> {
    match step.kind {
        Kind::Start => in_start(model.contract.as_ref()?, path),
        Kind::Authorization => {
            in_authorization(model.authorizations.iter().find(|one| of(step, one.span, one.name.span))?, path)
        }
        Kind::Person => in_person(model.people.iter().find(|one| of(step, one.span, one.name.span))?, path),
        Kind::Ticket => in_ticket(model.tickets.iter().find(|one| of(step, one.span, one.name.span))?, path),
        Kind::Template | Kind::Upload => {
            let documents = &model.contract.as_ref()?.documents;
            in_template(documents.iter().find(|one| of(step, one.span, one.name.span))?, path)
        }
    }
}

/// Whether a step came of a statement.
fn of(step: &Step, keyword: Span, name: Span) -> bool {
    step.span == keyword || step.span == name
}

/// The names of a path, and its first and second index.
fn split(path: &[Token]) -> (Vec<&str>, Option<usize>, Option<usize>) {
    let names = path.iter().filter_map(|token| match token {
        Token::Name(name) => Some(name.as_str()),
        Token::Index(_) => None,
    });
    let mut indexes = path.iter().filter_map(|token| match token {
        Token::Index(index) => Some(*index),
        Token::Name(_) => None,
    });
    (names.collect(), indexes.next(), indexes.next())
}

fn in_start(contract: &Contract, path: &[Token]) -> Option<Span> {
    let (names, first, second) = split(path);
    let last = *names.last()?;
    match (names[0], first) {
        ("signFileType", _) => contract.format.as_ref().map(|at| at.span),
        ("docs", Some(at)) => contract.documents.get(at).map(|document| in_document(document, last)),
        ("docs", None) => contract.documents.first().map(|document| document.name.span),
        ("attachmentFiles", at) => contract.attachments.get(at.unwrap_or(0)).map(|one| one.code.span),
        ("signFlowInitiator", _) => contract.initiator.as_ref().map(|at| at.span),
        ("signers", at) => {
            let signer = contract.signers.get(at.unwrap_or(0))?;
            let field = second.and_then(|at| signer.fields.get(at));
            Some(field.map_or_else(|| in_signer(signer, last), |field| in_field(field, last)))
        }
        ("signFlowConfigs", _) => match last {
            "businessCode" => contract.code.as_ref().map(|at| at.span),
            "seqSigning" => contract.order.as_ref().map(|at| at.span),
            "signDeadline" => contract.deadline.as_ref().map(|at| at.span),
            "redirectUrl" => contract.redirect.as_ref().map(|redirect| redirect.url.span),
            "redirectDelayTime" => contract.redirect.as_ref()?.after.as_ref().map(|at| at.span),
            "evidenceConfig" => contract.evidence.as_ref().map(|at| at.span),
            _ => contract.title.as_ref().map(|at| at.span),
        },
        _ => None,
    }
}

fn in_document(document: &Document, member: &str) -> Span {
    let name = document.name.span;
    match (member, &document.origin) {
        ("fileName", _) => document.file_name.as_ref().map_or(name, |at| at.span),
        ("fileId", _) => document.id.as_ref().map_or(name, |at| at.span),
        ("fileCode", DocumentOrigin::Code(code)) => code.span,
        _ => name,
    }
}

fn in_signer(signer: &Signer, member: &str) -> Span {
    let part = match member {
        "seqNo" => signer.seq.as_ref().map(|at| at.span),
        "authConfig" | "willingnessAuthModes" => signer.auth.as_ref().map(|at| at.span),
        "noticeConfig" | "noticeTypes" => signer.notice.as_ref().map(|at| at.span),
        "signFields" => Some(signer.span),
        _ => None,
    };
    part.unwrap_or(signer.account.span)
}

fn in_field(field: &SignField, member: &str) -> Span {
    let part = match (member, &field.place) {
        ("fileCode", _) => Some(field.document.span),
        ("dateFormat", _) => field.date.as_ref().map(|at| at.span),
        ("authorizeCode", _) => field.silent.as_ref().map(|at| at.span),
        ("positionPage", Place::Spot { page, .. }) => Some(page.span),
        ("positionX" | "positionY" | "signFieldPosition", Place::Spot { spot, .. }) => Some(spot.span),
        ("positionY" | "signFieldPosition", Place::Across { y }) => Some(y.span),
        _ => None,
    };
    part.unwrap_or(field.span)
}

fn in_authorization(from: &Authorization, path: &[Token]) -> Option<Span> {
    use crate::model::Seals;
    let (names, first, _) = split(path);
    match *names.first()? {
        "accountId" => from.account.as_ref().map(|at| at.span),
        "sealIds" => from.seals.as_ref().map(|seals| match (&seals.value, first) {
            (Seals::Ids(ids), Some(at)) => ids.get(at).map_or(seals.span, |id| id.span),
            _ => seals.span,
        }),
        "authConfig" => from.auth.as_ref().map(|at| at.span),
        "redirectUrl" => from.redirect.as_ref().map(|redirect| redirect.url.span),
        "redirectDelayTime" => from.redirect.as_ref()?.after.as_ref().map(|at| at.span),
        "expirationTime" => from.expires.as_ref().map(|at| at.span),
        _ => None,
    }
}

fn in_person(from: &Person, path: &[Token]) -> Option<Span> {
    match *split(path).0.first()? {
        "accountId" => from.account.as_ref().map(|at| at.span),
        "flowNo" => from.flow.as_ref().map(|at| at.span),
        "psnName" => from.person_name.as_ref().map(|at| at.span),
        "psnIDCardNum" | "psnIDCardType" => from.id_number.as_ref().map(|at| at.span),
        "informPhone" => from.phone.as_ref().map(|at| at.span),
        _ => None,
    }
}

fn in_ticket(from: &Ticket, path: &[Token]) -> Option<Span> {
    let (names, ..) = split(path);
    match *names.last()? {
        "contractId" => from.contract.as_ref().map(|at| at.span),
        "bizId" => from.code.as_ref().map(|at| at.span),
        "tenantName" => from.tenant.as_ref().map(|at| at.span),
        "allowPasswordSign" => from.password.as_ref().map(|at| at.span),
        "contactType" => from.user.as_ref().map(|user| user.value.kind.span),
        "user" | "contact" => from.user.as_ref().map(|user| user.value.contact.span),
        _ => None,
    }
}

fn in_template(document: &Document, path: &[Token]) -> Option<Span> {
    let (names, first, _) = split(path);
    match (&document.origin, *names.first()?, *names.last()?) {
        (_, "fileName", _) => document.file_name.as_ref().map(|at| at.span),
        (DocumentOrigin::Template(template), "docTemplateId", _) => Some(template.id.span),
        (DocumentOrigin::Template(template), "components", member) => {
            let field = template.fields.get(first?)?;
            Some(if member == "componentKey" { field.value.span } else { field.component.span })
        }
        _ => None,
    }
}
