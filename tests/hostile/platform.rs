//! A QianDun platform written from its documents alone, which does with each request what a test asks of it.
//!
//! It knows nothing of the program. A second start of the same business code makes a second contract: nothing
//! documented says that the platform refuses it.

use std::collections::{BTreeMap, HashMap};
use std::io::{BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::deed::{Commit, Copies, Deed, End, Reply};
use crate::signature::Gate;
use crate::wire::{self, Message};

pub const KEY: &str = "hostile-app-key";
pub const SECRET: &str = "hostile-app-secret-77ab";
/// Longer than any test may wait for one thing.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `POST /open/contract/start`
    Start,
    /// `GET /open/contract/signer`
    Ask,
    /// `POST /open/psnCreate`
    Person,
    /// `GET /open/psnGet`
    AskPerson,
    /// `POST /open/template/file/create`
    Template,
    Upload,
    /// `GET /open/seal/detail`
    Seal,
    /// `POST /open/seal/autosign/auth/url`
    Authorization,
    /// Qiyuesuo's `POST /v2/contract/miniappexchange`
    Ticket,
    Other,
}

#[derive(Debug, Clone)]
pub struct Request {
    /// Since the platform began.
    pub at: Duration,
    pub connection: usize,
    pub kind: Kind,
    /// Whose key signed it, or why none did.
    pub signed: Result<String, String>,
    /// The business code; empty without one.
    pub code: String,
    /// The how many-th of its kind and code, from 1.
    pub nth: usize,
    /// The how many-th of its kind, from 1.
    pub of_kind: usize,
    pub message: Message,
}

#[derive(Debug, Clone)]
pub struct Contract {
    pub code: String,
    pub id: u64,
    pub accounts: Vec<String>,
    /// When it exists, since the platform began.
    pub from: Duration,
}

#[derive(Default)]
pub struct State {
    pub seen: Vec<Request>,
    pub contracts: Vec<Contract>,
    pub uploads: Vec<Vec<u8>>,
    pub connections: usize,
    people: HashMap<String, Value>,
    counts: HashMap<(Kind, String), usize>,
    kinds: HashMap<Kind, usize>,
}

impl State {
    pub fn of(&self, kind: Kind) -> usize {
        self.kinds.get(&kind).copied().unwrap_or(0)
    }

    /// How many contracts each business code has.
    pub fn counts(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for contract in &self.contracts {
            *counts.entry(contract.code.clone()).or_default() += 1;
        }
        counts
    }

    pub fn twice(&self) -> Vec<String> {
        self.counts().into_iter().filter(|(_, count)| *count > 1).map(|(code, _)| code).collect()
    }

    pub fn ids(&self, code: &str) -> Vec<u64> {
        self.contracts.iter().filter(|contract| contract.code == code).map(|contract| contract.id).collect()
    }
}

type Script = Arc<dyn Fn(&Request) -> Deed + Send + Sync>;

struct Shared {
    began: Instant,
    gate: Gate,
    script: Mutex<Script>,
    state: Mutex<State>,
    changed: Condvar,
}

pub struct Platform {
    pub port: u16,
    shared: Arc<Shared>,
}

impl Platform {
    /// One that is in order.
    pub fn honest() -> Platform {
        Platform::start(|_| Deed::honest())
    }

    /// One whose starts of contracts go as scripted; the rest is in order.
    pub fn starts(script: impl Fn(&Request) -> Deed + Send + Sync + 'static) -> Platform {
        Platform::start(
            move |request| {
                if request.kind == Kind::Start { script(request) } else { Deed::honest() }
            },
        )
    }

    pub fn start(script: impl Fn(&Request) -> Deed + Send + Sync + 'static) -> Platform {
        Platform::for_keys(&[(KEY, SECRET)], script)
    }

    pub fn for_keys(
        keys: &[(&str, &str)],
        script: impl Fn(&Request) -> Deed + Send + Sync + 'static,
    ) -> Platform {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared {
            began: Instant::now(),
            gate: Gate::new(keys),
            script: Mutex::new(Arc::new(script)),
            state: Mutex::default(),
            changed: Condvar::new(),
        });
        let host = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let shared = Arc::clone(&host);
                let connection = shared.change(|state| {
                    state.connections += 1;
                    state.connections
                });
                thread::spawn(move || shared.serve(stream, connection));
            }
        });
        Platform { port, shared }
    }

    /// Takes signatures of any time.
    pub fn takes_any_time(self) -> Platform {
        self.shared.gate.any_time.store(true, std::sync::atomic::Ordering::Relaxed);
        self
    }

    /// From here on it does otherwise.
    pub fn becomes(&self, script: impl Fn(&Request) -> Deed + Send + Sync + 'static) {
        *self.shared.script.lock().unwrap() = Arc::new(script);
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().unwrap()
    }

    /// Waits until it is so; says what did not come.
    pub fn wait_for(&self, what: &str, holds: impl Fn(&State) -> bool) {
        assert!(self.comes_to(PATIENCE, holds), "did not come: {what}");
    }

    /// Whether it is so within the time.
    pub fn comes_to(&self, within: Duration, holds: impl Fn(&State) -> bool) -> bool {
        let waited = self.shared.changed.wait_timeout_while(self.state(), within, |state| !holds(state));
        !waited.unwrap().1.timed_out()
    }

    pub fn wait_for_starts(&self, count: usize) {
        self.wait_for(&format!("{count} starts"), |state| state.of(Kind::Start) >= count);
    }

    /// Nothing came that was not signed as the documents say.
    pub fn assert_all_signed(&self) {
        for request in &self.state().seen {
            assert!(request.signed.is_ok() || request.kind == Kind::Ticket, "{request:?}");
        }
    }
}

impl Shared {
    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let changed = change(&mut self.state.lock().unwrap());
        self.changed.notify_all();
        changed
    }

    fn serve(&self, mut stream: TcpStream, connection: usize) {
        let _ = stream.set_nodelay(true);
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut late_copy: Option<Vec<u8>> = None;
        while let Some(message) = wire::read(&mut reader) {
            let request = self.record(message, connection);
            let script = Arc::clone(&self.script.lock().unwrap());
            let deed = script(&request);
            let id = self.carry_out(&request, &deed);
            if let Some(copy) = late_copy.take() {
                let _ = stream.write_all(&copy);
            }
            if let Some(latch) = &deed.hold {
                latch.wait();
            }
            thread::sleep(deed.after);
            let Some(mut bytes) = self.reply(&request, &deed, id) else {
                // Until the peer gives up.
                let _ = reader.read_to_end(&mut Vec::new());
                return;
            };
            bytes.truncate(deed.cut.unwrap_or(bytes.len()));
            let _ = stream.write_all(&bytes);
            match deed.copies {
                Copies::One => {}
                Copies::Two => drop(stream.write_all(&bytes)),
                Copies::TwoLate => late_copy = Some(bytes),
            }
            match deed.end {
                End::Keep => {}
                End::Close => return,
                End::Reset => {
                    let _ = socket2::SockRef::from(&stream).set_linger(Some(Duration::ZERO));
                    return;
                }
            }
        }
    }

    fn record(&self, message: Message, connection: usize) -> Request {
        let path = message.path.strip_prefix("/api").unwrap_or(&message.path);
        let kind = match (message.method.as_str(), path) {
            ("POST", "/open/contract/start") => Kind::Start,
            ("GET", "/open/contract/signer") => Kind::Ask,
            ("POST", "/open/psnCreate") => Kind::Person,
            ("GET", "/open/psnGet") => Kind::AskPerson,
            ("POST", "/open/template/file/create") => Kind::Template,
            ("POST", "/open/file/upload") => Kind::Upload,
            ("GET", "/open/seal/detail") => Kind::Seal,
            ("POST", "/open/seal/autosign/auth/url") => Kind::Authorization,
            ("POST", "/v2/contract/miniappexchange") => Kind::Ticket,
            _ => Kind::Other,
        };
        let body: Value = serde_json::from_slice(&message.body).unwrap_or_default();
        let code = match kind {
            Kind::Start => text(&body["signFlowConfigs"]["flowConfig"]["businessCode"]),
            _ => message.query("businessCode").unwrap_or_default(),
        };
        let signed = self.gate.check(&message);
        let at = self.began.elapsed();
        self.change(|state| {
            let nth = state.counts.entry((kind, code.clone())).or_default();
            *nth += 1;
            let nth = *nth;
            let of_kind = state.kinds.entry(kind).or_default();
            *of_kind += 1;
            let request = Request { at, connection, kind, signed, code, nth, of_kind: *of_kind, message };
            state.seen.push(request.clone());
            request
        })
    }

    /// The number of what came of the request.
    fn carry_out(&self, request: &Request, deed: &Deed) -> u64 {
        let body: Value = serde_json::from_slice(&request.message.body).unwrap_or_default();
        self.change(|state| {
            let id = 1_897_893_172_027_068_416 + state.seen.len() as u64;
            let (Ok(_), Commit::After(after)) = (&request.signed, deed.commit) else { return id };
            match request.kind {
                Kind::Start => {
                    let signers = body["signers"].as_array().cloned().unwrap_or_default();
                    let accounts = signers.iter().map(|signer| text(&signer["accountId"])).collect();
                    let from = request.at + after;
                    state.contracts.push(Contract { code: request.code.clone(), id, accounts, from });
                }
                Kind::Upload => state.uploads.extend(request.message.uploaded()),
                Kind::Person => {
                    state.people.insert(text(&body["accountId"]), body.clone());
                }
                _ => {}
            }
            id
        })
    }

    /// The bytes of the answer; none for silence.
    fn reply(&self, request: &Request, deed: &Deed, id: u64) -> Option<Vec<u8>> {
        let json = "application/json;charset=UTF-8";
        if let Err(why) = &request.signed
            && request.kind != Kind::Ticket
        {
            let why = [("X-Ca-Error-Message".to_owned(), why.clone())];
            return Some(wire::answer(400, json, &why, b"{\"message\":\"signature\"}"));
        }
        let envelope = match &deed.reply {
            Reply::Silence => return None,
            Reply::Page(status, body) => {
                return Some(wire::answer(*status, "text/html", &deed.headers, body.as_bytes()));
            }
            Reply::Code(code) => refusal(code),
            Reply::Envelope(envelope) => envelope.clone(),
            Reply::Foreign(code, id) => success(started(code, *id)),
            Reply::Honest if request.kind == Kind::Start && deed.commit == Commit::Never => {
                refusal("oc_40016")
            }
            Reply::Honest => self.honest(request, id),
        };
        Some(wire::answer(200, json, &deed.headers, envelope.to_string().as_bytes()))
    }

    fn honest(&self, request: &Request, id: u64) -> Value {
        let body: Value = serde_json::from_slice(&request.message.body).unwrap_or_default();
        let query = |name| request.message.query(name).unwrap_or_default();
        match request.kind {
            Kind::Start => success(started(&request.code, id)),
            Kind::Ask => {
                let (now, state) = (self.began.elapsed(), self.state.lock().unwrap());
                let of_code = |contract: &&Contract| {
                    contract.from <= now
                        && (contract.code == request.code || contract.id.to_string() == query("contractId"))
                };
                let found: Vec<&Contract> = state.contracts.iter().filter(of_code).collect();
                match found.iter().find(|contract| contract.accounts.contains(&query("accountId"))) {
                    _ if found.is_empty() => refusal("oc_40006"),
                    None => refusal("oc_40005"),
                    Some(_) => success(json!({
                        "signStatus": "signing", "seqNo": 1, "signFields": [],
                        "authConfig": {"willingnessAuthModes": ["CODE_SMS"]}, "noticeConfig": {"noticeTypes": 0},
                    })),
                }
            }
            Kind::Person => success(json!({"accountId": body["accountId"], "sealId": id})),
            Kind::AskPerson => match self.state.lock().unwrap().people.get(&query("accountId")) {
                None => refusal("400"),
                Some(person) => success(json!({
                    "psnId": "1", "accountId": person["accountId"], "sealId": 1, "psnName": person["psnName"],
                    "psnIDCardType": person["psnIDCardType"], "psnIDCardNum": person["psnIDCardNum"],
                    "informPhone": person["informPhone"], "flowNo": null, "psnFaceUrl": null,
                    "createTime": "2026-01-05 09:00:00", "certifiedTime": "2026-01-05 09:00:00",
                })),
            },
            Kind::Template => {
                let file = format!("FC_{}Template", id);
                success(
                    json!({"fileCode": file, "fileName": "made", "fileUrl": "https://files.invalid/made"}),
                )
            }
            Kind::Upload => success(json!({"fileCode": format!("FC_{}Uploaded", id)})),
            Kind::Seal => success(json!({
                "sealId": 1, "sealName": "seal", "status": 1, "style": 1, "autosignAuthorizeList": [],
            })),
            Kind::Authorization => success(json!({"authUrl": "https://pages.invalid/authorize"})),
            Kind::Ticket => json!({"code": 0, "message": "SUCCESS", "result": {"ticket": "made-up-ticket"}}),
            Kind::Other => refusal("400"),
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn started(code: &str, id: u64) -> Value {
    json!({"contractId": id, "businessCode": code, " signersInfos": []})
}

fn success(result: Value) -> Value {
    json!({
        "code": "200", "msg": "成功", "result": result, "success": true, "logKey": "0a1b2c3d",
        "ts": "1767574802000",
    })
}

fn refusal(code: &str) -> Value {
    json!({
        "code": code, "msg": "refused", "result": null, "success": false, "logKey": "0a1b2c3d",
        "ts": "1767574802000",
    })
}
