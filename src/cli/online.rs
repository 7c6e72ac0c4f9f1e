//! `check --online`: has the platform asked about the accounts and seals of each file.

use std::path::Path;

use clap::ArgMatches;
use tracing::Instrument;

use super::session::{self, Session};
use super::trust::Agreed;
use super::{Code, Env, Failure};
use crate::delivery::online;
use crate::facts::OnlineFacts;
use crate::model::Model;
use crate::plan::Platform;
use crate::platform::trace;
use crate::settings::Settings;

/// An open platform that may be asked from any thread.
pub struct Online {
    runtime: tokio::runtime::Runtime,
    session: Session,
}

impl Online {
    /// Opens the environment of the command line and these settings.
    pub fn open(matches: &ArgMatches, settings: &Settings, file: &str, env: &Env) -> Result<Online, Failure> {
        let environment = Agreed::of(session::environment(matches, settings)?, matches, env)?;
        let ledger = super::project::ledger_path(Path::new(file));
        let runtime = session::runtime()?;
        let session = runtime.block_on(Session::open(environment, &[Platform::QianDun], &ledger))?;
        Ok(Online { runtime, session })
    }

    /// What the platform says of a file's accounts and seals.
    pub fn facts(&self, model: &Model) -> Result<OnlineFacts, Failure> {
        let platforms = &self.session.platforms;
        let code = model.contract.as_ref().and_then(|contract| contract.code.as_ref());
        let about = trace::contract(code.and_then(|code| code.value.value()));
        let asked = online(platforms, platforms.key(), model).instrument(about);
        self.runtime.handle().block_on(asked).map_err(|words| Failure::new(Code::PlatformUnreachable, words))
    }
}
