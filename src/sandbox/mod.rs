//! Both platforms on this machine, for trying things out: `qdc sandbox`, the tests, and clients in any language.
//!
//! QianDun is under `/api/open/…`, Qiyuesuo under `/v2/…`, as at the platforms. Requests are let in by the real
//! signatures, judged by the documented rules, and kept in memory or in a journal. Nothing leaves the
//! machine, and nothing but the machine is listened to. It knows no rule of [`crate::rules`]: each is a test of
//! the other.

mod answer;
mod authorizations;
mod connection;
mod contract;
mod control;
mod endpoints;
mod event;
mod faults;
mod files;
mod gate;
mod journal;
mod people;
mod personal;
mod record;
mod running;
mod seals;
mod seed;
mod serve;
mod shape;
mod start;
mod ticket;
mod world;

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use tokio::net::TcpListener;
use tokio::sync::watch;

pub use faults::{FaultRule, Kind as FaultKind, When as FaultWhen};
pub use running::{Running, running};

use crate::findings::Words;
use crate::words;

/// Asia/Shanghai has been eight hours ahead without summer time since 1992.
const SHANGHAI: Offset = Offset::constant(8);

/// The key and the secret where none are given. Made up: they open nothing but a sandbox.
pub const KEY: &str = "sandbox-key";
pub const SECRET: &str = "sandbox-secret";

/// As many web servers have it, in [`Options::request_timeout`].
pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(60);

/// Half of what most systems let a process open.
pub const MAX_CONNECTIONS: usize = 512;

/// How a sandbox is to be.
#[derive(Debug, Clone)]
pub struct Options {
    /// 0 takes any free one.
    pub port: u16,
    /// QianDun's AppKey and AppSecret.
    pub key: String,
    pub secret: String,
    /// Qiyuesuo's AppToken and AppSecret.
    pub token: String,
    pub token_secret: String,
    /// Where the journal is; in memory only without one.
    pub data: Option<PathBuf>,
    /// Whether others that find the journal in use may speak to this one instead; see [`running`].
    pub shared: bool,
    /// What the page calls accounts.
    pub names: PartyNames,
    /// Whether accounts, files, seals and templates that were never heard of are refused.
    pub strict: bool,
    /// The time in Asia/Shanghai that deadlines are held against; the real one where there is none.
    pub now: Option<DateTime>,
    /// A file of what is true from the start.
    pub seed: Option<PathBuf>,
    pub faults: Vec<FaultRule>,
    /// The random seed of `probability`.
    pub fault_seed: u64,
    /// Where files are uploaded. The platform's path is not public, so there is none by default.
    pub upload_path: Option<String>,
    /// Whether people may be created without a flow number; else `oc_10041`.
    pub own_verification: bool,
    /// Whether each request is logged on standard error.
    pub log: bool,
    /// How long a client may take for the head of a request, for its body, and to read an answer; how long a
    /// connection may be idle.
    pub request_timeout: Duration,
    /// How many connections may be open at once.
    pub max_connections: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            key: KEY.into(),
            secret: SECRET.into(),
            token: KEY.into(),
            token_secret: SECRET.into(),
            data: None,
            shared: false,
            names: PartyNames::default(),
            strict: false,
            now: None,
            seed: None,
            faults: Vec::new(),
            fault_seed: 0,
            upload_path: None,
            own_verification: true,
            log: false,
            request_timeout: REQUEST_TIMEOUT,
            max_connections: MAX_CONNECTIONS,
        }
    }
}

/// Why a sandbox did not start.
#[derive(Debug, Clone)]
pub struct NotStarted {
    pub words: Words,
    /// Whether another sandbox has its journal.
    pub is_busy: bool,
}

impl From<Words> for NotStarted {
    fn from(words: Words) -> NotStarted {
        NotStarted { words, is_busy: false }
    }
}

impl std::fmt::Display for NotStarted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.words.en)
    }
}

impl std::error::Error for NotStarted {}

/// A running sandbox. It ends when it is stopped or dropped.
pub struct Sandbox {
    address: SocketAddr,
    page: String,
    /// Sending, or dropping it, ends every connection.
    stop: watch::Sender<()>,
}

/// What every connection shares.
struct Shared {
    options: Options,
    /// `http://127.0.0.1:PORT`
    base: String,
    /// Of the page and of the control paths.
    token: String,
    /// Where others find this one; first, so that it is gone before the journal is free.
    #[allow(dead_code, reason = "it is dropped")]
    notice: Option<running::Notice>,
    world: Mutex<world::World>,
    record: Mutex<record::Record>,
    faults: faults::Faults,
    authorizations: authorizations::Authorizations,
    qiandun_nonces: Mutex<gate::nonces::Nonces>,
    qiyuesuo_nonces: Mutex<gate::nonces::Nonces>,
    /// What accounts were called when there were so many contracts.
    called: Mutex<Option<(usize, HashMap<String, String>)>>,
    /// Last, so that it goes after the journal: who waits for it may open the journal anew.
    stopped: watch::Receiver<()>,
}

impl Shared {
    /// The day that deadlines are held against.
    fn today(&self) -> Date {
        let now = || SHANGHAI.to_datetime(jiff::Timestamp::now());
        self.options.now.unwrap_or_else(now).date()
    }
}

/// What accounts are called by whoever has the files, by their ids as they are shown. Asked again when contracts came.
#[derive(Clone, Default)]
pub struct PartyNames(pub Option<Arc<NamesOf>>);

type NamesOf = dyn Fn() -> HashMap<String, String> + Send + Sync;

impl std::fmt::Debug for PartyNames {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("PartyNames").field(&self.0.is_some()).finish()
    }
}

/// A lock whose holder cannot have left it half changed.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Sandbox {
    /// Starts a sandbox on the current tokio runtime: when this returns, it answers.
    pub async fn start(mut options: Options) -> Result<Sandbox, NotStarted> {
        let seed = options.seed.as_deref().map(seed::Seed::read).transpose()?;
        let world = world::World::new(seed.unwrap_or_default(), options.data.as_deref())?;
        let port = options.port;
        let deaf = |error: std::io::Error| {
            let Words { zh, en } = Words::of_io(&error);
            NotStarted::from(words!(
                "无法监听 127.0.0.1:{port}：{zh}",
                "cannot listen at 127.0.0.1:{port}: {en}"
            ))
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(deaf)?;
        let address = listener.local_addr().map_err(deaf)?;
        let base = format!("http://{address}");
        let token = uuid::Uuid::new_v4().simple().to_string();
        let page = running::page(address, &token);
        // Under the journal's lock: nobody else writes it meanwhile.
        let notice = match (&options.data, options.shared) {
            (Some(folder), true) => Some(running::Notice::put(folder, address, &token).map_err(deaf)?),
            _ => None,
        };
        let (stop, stopped) = watch::channel(());
        let rules = std::mem::take(&mut options.faults);
        let shared = Arc::new(Shared {
            base,
            token,
            world: Mutex::new(world),
            record: Mutex::default(),
            faults: faults::Faults::new(rules, options.fault_seed),
            authorizations: authorizations::Authorizations::default(),
            qiandun_nonces: Mutex::new(gate::nonces::Nonces::new(gate::qiandun::WINDOW)),
            qiyuesuo_nonces: Mutex::new(gate::nonces::Nonces::new(gate::qiyuesuo::NONCE_WINDOW)),
            called: Mutex::default(),
            notice,
            options,
            stopped,
        });
        tokio::spawn(serve::serve(listener, shared));
        Ok(Sandbox { address, page, stop })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of the page for people, with its token.
    pub fn page(&self) -> String {
        self.page.clone()
    }

    /// Ends everything, delayed requests too; when this returns, the port and the journal are free.
    pub async fn stop(self) {
        let _ = self.stop.send(());
        self.stop.closed().await;
    }
}
