//! From a plan to the platform, exactly once: environments, keys, the record of what was sent, sending.
//!
//! A request is recorded before it is POSTed and again when it is known what became of it. After a lost
//! answer or a killed process the platform is asked; what nobody can tell is left to a person.

mod attempt;
mod blame;
mod compare;
pub mod environment;
mod errand;
mod job;
pub mod keys;
pub mod ledger;
mod online;
mod platforms;
mod progress;
mod report;
mod send;

pub use blame::blame;
pub use compare::{changed, recorded};
pub use environment::Environment;
pub use job::{Job, Step, business_code};
pub use online::online;
pub use platforms::{Platforms, label, no_upload};
pub use progress::{Progress, SignerProgress, Trouble, days_left, progress};
pub use report::{Ending, Fate, Report, StepReport};
pub use send::Sender;
