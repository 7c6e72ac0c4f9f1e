//! What the sandbox answers, before it is bytes on the wire: the envelopes of both platforms.

use hyper::header::{HeaderName, HeaderValue};
use hyper::{StatusCode, header};
use serde_json::{Value, json};

use crate::platform;

/// A whole answer.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    /// The code inside the body, for the record of what was received.
    pub code: String,
    pub headers: Vec<(HeaderName, HeaderValue)>,
    pub body: Vec<u8>,
}

/// Why a QianDun endpoint refuses.
#[derive(Debug, Clone, PartialEq)]
pub enum Refused {
    /// With one of the documented codes.
    Code(&'static str),
    /// With code 400. The platform says no more than 参数错误; the sandbox adds which member it is.
    Parameter(String),
}

/// What a QianDun endpoint makes of a request: the `result` of its envelope.
pub type Outcome = Result<Value, Refused>;

/// Code 400 with the member at fault.
pub fn parameter<T>(what: impl Into<String>) -> Result<T, Refused> {
    Err(Refused::Parameter(what.into()))
}

/// A refusal in words of the sandbox's own where the platform's page has none.
pub fn message(code: &str) -> &'static str {
    match platform::find(code) {
        Some(known) if !known.message.is_empty() => known.message,
        Some(known) => known.meaning.0,
        None => "",
    }
}

/// QianDun's envelope, as on its pages: `code`, `msg`, `result`, `success`, `logKey`, `ts`.
pub fn envelope(status: StatusCode, code: &str, msg: &str, result: Value) -> Answer {
    let body = json!({
        "code": code,
        "msg": msg,
        "result": result,
        "success": code == "200",
        "logKey": format!("{:08x}", uuid::Uuid::new_v4().as_fields().0),
        "ts": now_ms().to_string(),
    });
    Answer::json(status, code, &body)
}

impl From<Outcome> for Answer {
    fn from(outcome: Outcome) -> Answer {
        match outcome {
            Ok(result) => envelope(StatusCode::OK, "200", message("200"), result),
            Err(Refused::Code(code)) => envelope(StatusCode::OK, code, message(code), Value::Null),
            Err(Refused::Parameter(what)) => {
                let msg = format!("{} {what}", message("400"));
                envelope(StatusCode::OK, "400", &msg, Value::Null)
            }
        }
    }
}

/// Qiyuesuo's envelope: code 0 and a result, or an error in both of its styles.
pub fn qiyuesuo(outcome: Result<Value, Fault>) -> Answer {
    match outcome {
        Ok(result) => {
            let body = json!({ "code": 0, "message": "SUCCESS", "result": result });
            Answer::json(StatusCode::OK, "0", &body)
        }
        Err(fault) => fault.answer(),
    }
}

/// An error of Qiyuesuo.
#[derive(Debug, Clone)]
pub struct Fault {
    pub status: StatusCode,
    pub code: u32,
    /// Of the second style; only where it is known.
    pub response_code: Option<&'static str>,
    pub message: String,
}

impl Fault {
    pub fn new(code: u32, response_code: Option<&'static str>, message: impl Into<String>) -> Fault {
        Fault { status: StatusCode::OK, code, response_code, message: message.into() }
    }

    fn answer(self) -> Answer {
        let mut body = json!({ "message": self.message, "code": self.code });
        if let Some(code) = self.response_code {
            body["responseCode"] = code.into();
        }
        Answer::json(self.status, &self.code.to_string(), &body)
    }
}

impl Answer {
    pub fn json(status: StatusCode, code: &str, body: &Value) -> Answer {
        Answer::new(status, code, "application/json;charset=UTF-8", body.to_string())
    }

    pub fn text(status: StatusCode, text: &str) -> Answer {
        Answer::new(status, "", "text/plain; charset=utf-8", text)
    }

    pub fn new(status: StatusCode, code: &str, kind: &'static str, body: impl Into<Vec<u8>>) -> Answer {
        let headers = vec![(header::CONTENT_TYPE, HeaderValue::from_static(kind))];
        Answer { status, code: code.to_owned(), headers, body: body.into() }
    }

    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Answer {
        self.headers.push((name, value));
        self
    }
}

/// Milliseconds since 1970 of the real clock.
pub fn now_ms() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}
