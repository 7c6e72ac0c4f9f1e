//! What a file asks for now, beside what was sent of it.

use super::book::Book;
use super::job::{Job, Step};
use super::ledger::{Change, LedgerError, Place, Record, changes, hash, masked};

/// What the record holds of a step.
pub async fn recorded(ledger: &impl Book, at: Place<'_>, step: &Step) -> Result<Option<Record>, LedgerError> {
    match &step.subject {
        Some(subject) => ledger.find(at, step.kind, subject).await,
        None => Ok(None),
    }
}

/// What is different from what was sent; `None` for nothing. Bodies are compared as the record has them, that
/// is masked: a difference that is masked is told by no change in the list.
pub async fn changed(
    ledger: &impl Book,
    job: &Job,
    step: &Step,
    record: &Record,
) -> Result<Option<Vec<Change>>, LedgerError> {
    // On another day `in 30d` means another date, and the contract is still the same.
    if record.meaning == job.meaning {
        return Ok(None);
    }
    let body = step.bytes();
    if record.body_hash == hash(&body) {
        return Ok(None);
    }
    let mut after = masked(&body);
    // Files that are made for the contract have no codes yet: they are compared by what they are made of.
    let mut files_changed = false;
    for use_ in &step.uses {
        if let (Some(before), Some(after)) =
            (record.body.pointer(&use_.pointer), after.pointer_mut(&use_.pointer))
        {
            *after = before.clone();
        }
        if let Some(made) = job.steps.iter().find(|made| made.number == use_.step) {
            // Made where the contract was started.
            let address = if made.platform == step.platform { &record.address } else { "" };
            let at = Place { environment: &record.environment, address };
            let before = recorded(ledger, at, made).await?;
            let now = match &made.upload {
                Some(upload) => std::fs::read(&upload.path).map(|file| hash(&file)).ok(),
                None => Some(hash(&made.bytes())),
            };
            files_changed |= before.is_none_or(|before| Some(before.body_hash) != now);
        }
    }
    let changes = changes(&record.body, &after);
    let is_same = changes.is_empty() && !files_changed && !step.uses.is_empty();
    Ok((!is_same).then_some(changes))
}
