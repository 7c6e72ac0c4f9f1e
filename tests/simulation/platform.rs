//! A platform that misbehaves as the scenario says, written from its documents: codes and the members of its
//! answers. The one thing that is assumed of it: `settle` after the last byte of a request came it has done what
//! it does, and questions find it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use qdc::delivery::{Step, Wire};
use qdc::findings::Words;
use qdc::model::canonical;
use qdc::plan::Platform;
use qdc::platform::{Answer, Fault};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use crate::choice::Choices;
use crate::crash::Crash;

pub const SETTLE: Duration = Duration::from_secs(60);
pub const TIMEOUT: Duration = Duration::from_secs(30);

#[derive(Clone)]
pub struct World {
    contracts: Arc<Mutex<Vec<Contract>>>,
    choices: Choices,
    crash: Crash,
    pub asks_first: bool,
    /// Whether it is down, and how many requests came meanwhile.
    down: Arc<Mutex<(bool, usize)>>,
    /// When somebody who waits saw something happen, and for how long they were told to wait on.
    signs: Arc<Mutex<Signs>>,
}

pub type Signs = Vec<(Instant, Duration)>;

#[derive(Debug, Clone)]
pub struct Contract {
    pub code: String,
    pub id: i64,
    /// When it exists, and when questions find it.
    pub exists: Instant,
    pub found: Instant,
    first_signer: Value,
}

/// What happens to a request that starts a contract.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Start {
    Fine,
    /// Carried out, and the answer lost.
    Lost,
    /// Not carried out, and the answer lost.
    LostBefore,
    NotConnected,
    /// Given up by the client; carried out before that, or as late as `settle` allows.
    TimedOut,
    TimedOutLate,
    TimedOutNothing,
    /// The answer is an error at once, and it is carried out later all the same.
    ErrorThenLate,
    Busy,
    BusyDone,
    TooMany,
    TooManyDone,
    Unlisted,
    UnlistedDone,
    ProxyPage,
    ProxyPageDone,
    NotFoundPageDone,
    Foreign,
    ForeignNothing,
    Refused,
    CrashBefore,
    CrashDone,
    CrashLate,
}

const STARTS: [Start; 23] = [
    Start::Fine,
    Start::Lost,
    Start::LostBefore,
    Start::NotConnected,
    Start::TimedOut,
    Start::TimedOutLate,
    Start::TimedOutNothing,
    Start::ErrorThenLate,
    Start::Busy,
    Start::BusyDone,
    Start::TooMany,
    Start::TooManyDone,
    Start::Unlisted,
    Start::UnlistedDone,
    Start::ProxyPage,
    Start::ProxyPageDone,
    Start::NotFoundPageDone,
    Start::Foreign,
    Start::ForeignNothing,
    Start::Refused,
    Start::CrashBefore,
    Start::CrashDone,
    Start::CrashLate,
];

/// What happens to a question.
#[derive(Clone, Copy, PartialEq)]
enum Question {
    Fine,
    Busy,
    Lost,
    TimedOut,
    Page,
    Unlisted,
    /// An answer that says yes and nothing else.
    Empty,
    Crash,
}

const QUESTIONS: [Question; 8] = [
    Question::Fine,
    Question::Busy,
    Question::Lost,
    Question::TimedOut,
    Question::Page,
    Question::Unlisted,
    Question::Empty,
    Question::Crash,
];

impl World {
    pub fn new(choices: Choices, crash: Crash) -> World {
        World {
            contracts: Arc::default(),
            choices,
            crash,
            asks_first: true,
            down: Arc::default(),
            signs: Arc::default(),
        }
    }

    /// From now on nothing is answered, or everything again.
    pub fn set_down(&self, down: bool) {
        self.down.lock().unwrap().0 = down;
    }

    fn is_down(&self) -> bool {
        let mut down = self.down.lock().unwrap();
        down.1 += usize::from(down.0);
        down.0
    }

    /// How many requests came while it was down, since this was last asked.
    pub fn while_down(&self) -> usize {
        std::mem::take(&mut self.down.lock().unwrap().1)
    }

    /// Begins to note what a new process shows.
    pub fn signs(&self) -> Arc<Mutex<Signs>> {
        *self.signs.lock().unwrap() = vec![(Instant::now(), Duration::ZERO)];
        self.signs.clone()
    }

    /// Contracts of a code that exist, or will without any further request.
    pub fn live(&self, code: &str) -> Vec<Contract> {
        self.contracts
            .lock()
            .unwrap()
            .iter()
            .filter(|contract| canonical(&contract.code) == canonical(code))
            .cloned()
            .collect()
    }

    /// A contract that somebody else started.
    pub fn start_elsewhere(&self, code: &str, signer: &str) {
        self.commit(code, json!(signer), Duration::ZERO, Duration::ZERO);
    }

    fn commit(&self, code: &str, first_signer: Value, after: Duration, lag: Duration) -> i64 {
        let mut contracts = self.contracts.lock().unwrap();
        let id = 1_897_893_172_027_068_416 + contracts.len() as i64;
        let exists = Instant::now() + after;
        contracts.push(Contract { code: code.to_owned(), id, exists, found: exists + lag, first_signer });
        id
    }

    async fn start(&self, body: &Value) -> Result<Answer, Fault> {
        let code =
            body.pointer("/signFlowConfigs/flowConfig/businessCode").and_then(Value::as_str).unwrap_or("");
        let signer = body.pointer("/signers/0/accountId").cloned().unwrap_or_default();
        // What questions do not find at once they find before `settle` is over.
        let lag = match self.choices.choose("lag", 2) {
            1 => SETTLE - Duration::from_secs(2),
            _ => Duration::ZERO,
        };
        let commit = |after| {
            self.commit(code, signer.clone(), after, lag.min(SETTLE - Duration::from_secs(1) - after))
        };
        let (now, late) = (Duration::ZERO, SETTLE - Duration::from_secs(1));
        let start = match STARTS[self.choices.choose("start", STARTS.len())] {
            // Nothing in an answer says which contract without a code it is about. That it is about this one rests
            // on the connection, which carried nothing else.
            Start::Foreign | Start::ForeignNothing if code.is_empty() => Start::Fine,
            start => start,
        };
        sleep(Duration::from_millis(20 + self.choices.below(200))).await;
        if self.is_down() {
            sleep(TIMEOUT).await;
            return lost();
        }
        match start {
            Start::Fine => Ok(started(commit(now), code)),
            Start::Lost => {
                commit(now);
                lost()
            }
            Start::LostBefore => lost(),
            Start::NotConnected => Err(Fault::NotSent(Words::same("refused"))),
            Start::TimedOut | Start::TimedOutLate | Start::TimedOutNothing => {
                match start {
                    Start::TimedOut => drop(commit(TIMEOUT / 2)),
                    Start::TimedOutLate => drop(commit(late)),
                    _ => {}
                }
                sleep(TIMEOUT).await;
                lost()
            }
            Start::ErrorThenLate => {
                commit(late);
                Ok(envelope(200, "500"))
            }
            Start::Busy => Ok(envelope(200, "500")),
            Start::BusyDone => {
                commit(now);
                Ok(envelope(200, "500"))
            }
            Start::TooMany => Ok(Answer { retry_after: Some(7), ..envelope(429, "429") }),
            Start::TooManyDone => {
                commit(now);
                Ok(envelope(429, "429"))
            }
            Start::Unlisted => Ok(envelope(200, "oc_50001")),
            Start::UnlistedDone => {
                commit(now);
                Ok(envelope(200, "D504"))
            }
            Start::ProxyPage => lost(),
            Start::ProxyPageDone | Start::NotFoundPageDone => {
                commit(now);
                lost()
            }
            Start::Foreign => {
                commit(now);
                Ok(started(42, "SOMEBODY-ELSE"))
            }
            Start::ForeignNothing => Ok(started(42, "SOMEBODY-ELSE")),
            Start::Refused => Ok(envelope(200, "oc_40003")),
            Start::CrashBefore => self.crash.now().await,
            Start::CrashDone => {
                commit(now);
                self.crash.now().await
            }
            Start::CrashLate => {
                commit(late);
                self.crash.now().await
            }
        }
    }

    async fn signer(&self, query: &[(&str, &str)]) -> Result<Answer, Fault> {
        let question = QUESTIONS[self.choices.choose("question", QUESTIONS.len())];
        sleep(Duration::from_millis(10 + self.choices.below(50))).await;
        if self.is_down() {
            sleep(TIMEOUT).await;
            return lost();
        }
        match question {
            Question::Fine => {}
            Question::Busy => return Ok(envelope(200, "500")),
            Question::Lost | Question::Page => return lost(),
            Question::TimedOut => {
                sleep(TIMEOUT).await;
                return lost();
            }
            Question::Unlisted => return Ok(envelope(200, "oc_49999")),
            Question::Empty => return Ok(Answer { success: Some(true), ..envelope(200, "200") }),
            Question::Crash => self.crash.now().await,
        }
        let asked = |name| query.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        let now = Instant::now();
        let contracts = self.contracts.lock().unwrap();
        let of_code = |contract: &&Contract| Some(contract.code.as_str()) == asked("businessCode");
        let found = contracts.iter().rfind(|contract| of_code(contract) && contract.found <= now);
        Ok(match found {
            None => envelope(200, "oc_40006"),
            Some(contract) if asked("accountId").is_some_and(|account| contract.first_signer != account) => {
                envelope(200, "oc_40005")
            }
            Some(_) => Answer {
                success: Some(true),
                result: json!({ "signStatus": "signing", "signFields": [] }),
                ..envelope(200, "200")
            },
        })
    }
}

fn lost() -> Result<Answer, Fault> {
    Err(Fault::Lost(Words::same("no answer")))
}

fn started(id: i64, code: &str) -> Answer {
    let result = json!({ "contractId": id, "businessCode": code, " signersInfos": [] });
    Answer { success: Some(true), result, ..envelope(200, "200") }
}

fn envelope(status: u16, code: &str) -> Answer {
    Answer { status, code: Some(code.to_owned()), success: Some(false), ..Answer::default() }
}

impl Wire for World {
    type Turn<'a> = ();

    fn label(&self) -> &str {
        "trial"
    }

    fn address(&self, _: Platform) -> String {
        "https://platform.example/api".to_owned()
    }

    fn application(&self, _: Platform) -> String {
        "00112233aabbccdd".to_owned()
    }

    fn is_at(&self, _: Platform, recorded: &str) -> bool {
        recorded == "https://platform.example/api"
    }

    fn settle(&self) -> Duration {
        SETTLE
    }

    fn timeout(&self) -> Duration {
        TIMEOUT
    }

    fn asks_first(&self) -> bool {
        self.asks_first
    }

    fn upload_answer(&self) -> &str {
        "/result/fileCode"
    }

    /// The queue before the platform: how long it takes is anybody's guess.
    async fn turn(&self, _: Platform) -> Result<(), Fault> {
        let wait = [0, 90][self.choices.choose("queue", 2)];
        // A bar shows how the queue moves.
        self.signs.lock().unwrap().push((Instant::now(), Duration::from_secs(wait)));
        sleep(Duration::from_secs(wait)).await;
        self.signs.lock().unwrap().push((Instant::now(), Duration::ZERO));
        Ok(())
    }

    async fn post<'a>(&'a self, (): (), _: &'a Step, body: Vec<u8>) -> Result<Answer, Fault> {
        let body: Value = serde_json::from_slice(&body).unwrap();
        self.start(&body).await
    }

    fn linger(&self) -> Duration {
        Duration::ZERO
    }

    async fn get_within(&self, _: &str, query: &[(&str, &str)]) -> Result<Answer, Fault> {
        self.signer(query).await
    }

    async fn get(&self, _: &str, query: &[(&str, &str)]) -> Result<Answer, Fault> {
        self.signer(query).await
    }
}
