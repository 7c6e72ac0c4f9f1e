//! From a plan to the platform, exactly once: environments, keys, the record of what was sent, sending.
//!
//! A request is recorded before it is POSTed and again when it is known what became of it. After a lost
//! answer or a killed process the platform is asked; what nobody can tell is left to a person.
//!
//! ```
//! use qdc::delivery::ledger::Ledger;
//! use qdc::delivery::{Environment, Fate, Job, Platforms, Sender};
//! use qdc::plan::{MadeFiles, Platform};
//! use qdc::sandbox::{Options, Sandbox};
//! use qdc::{Facts, Model, NoFiles, Plan, Settings, Source};
//!
//! # #[tokio::main] async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // A platform to talk to; settings say where it is.
//! let sandbox = Sandbox::start(Options::default()).await?;
//! let mut settings = Settings::default();
//! settings.environments.entry("sandbox".into()).or_default().address =
//!     Some(format!("http://{}/api", sandbox.address()));
//!
//! let text = r#"contract "劳动合同" {
//!     code      "HR-2026-001"
//!     initiator "CORP_TEST_001"
//!     deadline  in 30d
//!     document main "FC_20241212171254RkztvLleUICgRSe"
//!     signer "PSN_TEST_001" auth sms { sign main page 1 at (280, 420) }
//! }"#;
//! let model = Model::read(Source::new("hr.qdc", text), &NoFiles, &Default::default());
//! let facts = Facts::at(jiff::tz::Offset::constant(8).to_datetime(jiff::Timestamp::now()));
//! assert!(qdc::check(&model, &facts, &settings).is_empty());
//! let made = MadeFiles::of(&model);
//! let job = Job::of(&Plan::of(&model, &facts, &settings, &made), &model)?;
//!
//! // Nothing is sent without a record of it.
//! let folder = tempfile::tempdir()?;
//! let ledger = Ledger::open(&folder.path().join("ledger.db"), || ()).await.map_err(|error| error.0.en)?;
//! let environment = Environment::of(&settings, None).map_err(|words| words.en)?;
//! let platforms = Platforms::open(&environment, &[Platform::QianDun]).map_err(|failure| failure.words.en)?;
//! let sender = Sender::new(platforms, ledger, false);
//! let report = sender.send(&job).await;
//! assert!(report.contract_id().is_some());
//! let again = sender.send(&job).await;
//! assert!(matches!(again.start().unwrap().fate, Fate::Already(_)));
//! # Ok(()) }
//! ```

mod attempt;
mod blame;
mod book;
mod breaker;
mod claim;
mod compare;
mod contract;
pub mod environment;
mod errand;
mod event;
mod job;
mod keyring;
pub mod keys;
pub mod ledger;
mod online;
mod platforms;
mod prepare;
mod presence;
mod progress;
mod question;
mod report;
mod send;
mod subject;
mod wire;

pub use blame::blame;
pub use book::Book;
pub use claim::{Claim, Doubt};
pub use compare::{changed, recorded};
pub use environment::Environment;
pub use event::{Event, Watch};
pub use job::{Job, Step, Upload};
pub use online::online;
pub use platforms::{Platforms, address, label, no_upload};
pub use presence::{Presence, presence};
pub use progress::{Progress, SignerProgress, Trouble, days_left, progress, progress_of_all};
pub use report::{Ending, Fate, Given, Report, StepReport};
pub use send::Sender;
pub use subject::Subject;
pub use wire::Wire;
