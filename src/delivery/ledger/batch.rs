//! Which of the requests that came together may be written with one statement.

use std::collections::HashMap;

use tokio::sync::oneshot;

use super::rows::Prepared;
use super::writer::Write;
use super::{LedgerError, Outcome};

pub type Answer = oneshot::Sender<Result<i64, LedgerError>>;

/// Requests of one kind, none of which is about the record or the subject of another.
pub enum Batch {
    HandOvers(Vec<(i64, Answer)>),
    Finishes(Vec<(i64, Box<Outcome>, Answer)>),
    Begins(Vec<(Box<Prepared>, Answer)>),
}

/// Hand-overs first, which keep a place at the platform waiting; outcomes before receipts, since a finished record
/// may be in the way of a new one. What several are about comes last, one by one in its order.
pub fn batches(group: Vec<(Write, Answer)>) -> Vec<Batch> {
    let (mut records, mut subjects) = (HashMap::new(), HashMap::new());
    for (write, _) in &group {
        match write {
            Write::Begin(receipt) => *subjects.entry(identity(receipt)).or_insert(0) += 1,
            Write::HandOver(id) | Write::Finish(id, _) => *records.entry(*id).or_insert(0) += 1,
        }
    }
    let (mut hand_overs, mut finishes, mut begins, mut rest) = (vec![], vec![], vec![], vec![]);
    for (write, answer) in group {
        match write {
            Write::HandOver(id) if records[&id] == 1 => hand_overs.push((id, answer)),
            Write::Finish(id, outcome) if records[&id] == 1 => finishes.push((id, outcome, answer)),
            Write::Begin(receipt) if receipt.identity().is_none() || subjects[&identity(&receipt)] == 1 => {
                begins.push((receipt, answer));
            }
            Write::HandOver(id) => rest.push(Batch::HandOvers(vec![(id, answer)])),
            Write::Finish(id, outcome) => rest.push(Batch::Finishes(vec![(id, outcome, answer)])),
            Write::Begin(receipt) => rest.push(Batch::Begins(vec![(receipt, answer)])),
        }
    }
    let mut batches = Vec::with_capacity(3 + rest.len());
    if !hand_overs.is_empty() {
        batches.push(Batch::HandOvers(hand_overs));
    }
    if !finishes.is_empty() {
        batches.push(Batch::Finishes(finishes));
    }
    if !begins.is_empty() {
        batches.push(Batch::Begins(begins));
    }
    batches.extend(rest);
    batches
}

fn identity(receipt: &Prepared) -> (&'static str, Option<String>) {
    (receipt.kind.text(), receipt.subject_key.clone())
}
