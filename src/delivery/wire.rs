//! The platforms, as sending needs them: the boundary between deciding and the network.

use std::time::Duration;

use super::job::Step;
use crate::plan::Platform;
use crate::platform::{Answer, Fault};

/// One request, one answer or what became of it. Repeats nothing by itself.
pub trait Wire: Send + Sync {
    /// Leave to hand one request over: a place among those under way, within the rate.
    type Turn<'a>: Send
    where
        Self: 'a;

    /// What the record calls the environment.
    fn label(&self) -> &str;

    /// The base address of a platform; empty where it changes from run to run.
    fn address(&self, platform: Platform) -> String;

    /// Which application speaks to a platform; see [`super::ledger::Receipt::application`].
    fn application(&self, platform: Platform) -> String;

    /// Whether what was sent to a recorded address is asked about here.
    fn is_at(&self, platform: Platform, recorded: &str) -> bool;

    /// How long a platform may still be at work on a request that left.
    fn settle(&self) -> Duration;

    /// How long an answer is waited for.
    fn timeout(&self) -> Duration;

    /// Whether the platform is asked before a business code is first sent.
    fn asks_first(&self) -> bool;

    /// Where the file code stands in an upload's answer.
    fn upload_answer(&self) -> &str;

    /// Waits for leave. No byte leaves before it is given.
    fn turn(&self, platform: Platform) -> impl Future<Output = Result<Self::Turn<'_>, Fault>> + Send;

    /// Hands a step's body over, once.
    fn post<'a>(
        &'a self,
        turn: Self::Turn<'a>,
        step: &'a Step,
        body: Vec<u8>,
    ) -> impl Future<Output = Result<Answer, Fault>> + Send + 'a;

    /// How long the system may go on handing over what an attempt left behind when it ended.
    fn linger(&self) -> Duration;

    /// Asks QianDun, once, in the turn that somebody holds for a request which waits for the answer.
    fn get_within(
        &self,
        path: &str,
        query: &[(&str, &str)],
    ) -> impl Future<Output = Result<Answer, Fault>> + Send;

    /// Asks QianDun, once.
    fn get(&self, path: &str, query: &[(&str, &str)]) -> impl Future<Output = Result<Answer, Fault>> + Send;
}
