//! The record of what was sent, as sending needs it: the boundary between deciding and remembering.

use std::collections::HashSet;

use super::ledger::{Ledger, LedgerError, Outcome, Place, Receipt, Record};
use super::subject::Subject;
use crate::plan::Kind;

/// A record that outlives the process. One process at a time writes it.
pub trait Book: Send + Sync {
    /// The latest record of a subject; one that is, or may be, at the platform before any other.
    fn find(
        &self,
        at: Place<'_>,
        kind: Kind,
        subject: &Subject,
    ) -> impl Future<Output = Result<Option<Record>, LedgerError>> + Send;

    /// Which of these subjects, by their keys, have no record at all.
    fn unheard_of(
        &self,
        at: Place<'_>,
        subjects: &[(Kind, &Subject)],
    ) -> impl Future<Output = Result<HashSet<(Kind, String)>, LedgerError>> + Send;

    /// Writes the receipt of a request that is about to be sent; its id. When this returns, the receipt outlives
    /// a loss of power.
    fn begin(&self, receipt: Receipt) -> impl Future<Output = Result<i64, LedgerError>> + Send;

    /// Writes that the request's bytes are handed over now, and counts it. When this returns, that outlives the
    /// process.
    fn hand_over(&self, id: i64) -> impl Future<Output = Result<(), LedgerError>> + Send;

    /// Writes what came of a request. What is unknown may be finished again; every other outcome stands.
    fn finish(&self, id: i64, outcome: Outcome) -> impl Future<Output = Result<(), LedgerError>> + Send;
}

impl Book for Ledger {
    async fn find(
        &self,
        at: Place<'_>,
        kind: Kind,
        subject: &Subject,
    ) -> Result<Option<Record>, LedgerError> {
        Ledger::find(self, at, kind, subject).await
    }

    async fn unheard_of(
        &self,
        at: Place<'_>,
        subjects: &[(Kind, &Subject)],
    ) -> Result<HashSet<(Kind, String)>, LedgerError> {
        Ledger::unheard_of(self, at, subjects).await
    }

    async fn begin(&self, receipt: Receipt) -> Result<i64, LedgerError> {
        Ledger::begin(self, receipt).await
    }

    async fn hand_over(&self, id: i64) -> Result<(), LedgerError> {
        Ledger::hand_over(self, id).await
    }

    async fn finish(&self, id: i64, outcome: Outcome) -> Result<(), LedgerError> {
        Ledger::finish(self, id, outcome).await
    }
}
