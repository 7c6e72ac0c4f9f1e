//! Answers that are wrong: in what they say, and whose they are.

use hyper::header::{self, HeaderValue};
use hyper::{StatusCode, Uri};
use serde_json::{Map, Value, json};

use crate::sandbox::answer::{Answer, envelope, message, now_ms};

/// Whose an answer pretends to be.
const FOREIGN: &str = "SANDBOX-FOREIGN";

/// Colours, a window's title, the cursor, line breaks, and marks that turn the direction of writing.
const MARKS: &str =
    "\u{1b}[31m\u{1b}]0;sandbox\u{7}\u{9b}2J\u{0}\u{8}\r\n\u{202e}\u{2066}\u{200f}\u{feff}\u{7f}";

/// The platform's envelope with any code.
pub fn coded(status: StatusCode, code: &str, is_ticket: bool) -> Answer {
    if !is_ticket {
        let msg = Some(message(code)).filter(|msg| !msg.is_empty()).unwrap_or("未知错误");
        return envelope(status, code, msg, Value::Null);
    }
    let number = code.parse::<u32>().map_or_else(|_| Value::from(code), Value::from);
    let mut body = json!({ "message": "SERVER ERROR", "code": number });
    if code == "1001" {
        body["responseCode"] = "21990001".into();
    }
    Answer::json(status, code, &body)
}

/// What a proxy or a web server answers by itself, in a word.
pub fn page(status: StatusCode) -> Answer {
    Answer::text(status, &format!("{}\n", reason(status)))
}

pub fn html(status: StatusCode) -> Answer {
    let text = format!("{} {}", status.as_str(), reason(status));
    let body = format!(
        "<html>\n<head><title>{text}</title></head>\n<body><center><h1>{text}</h1></center></body>\n</html>\n"
    );
    Answer::new(status, "", "text/html", body)
}

/// To the same address, so that whoever follows is seen in what was received.
pub fn redirect(status: StatusCode, target: &Uri) -> Answer {
    let to = target.path_and_query().map_or("/", |target| target.as_str());
    match HeaderValue::from_str(to) {
        Ok(to) => page(status).header(header::LOCATION, to),
        Err(_) => page(status),
    }
}

fn reason(status: StatusCode) -> &'static str {
    status.canonical_reason().unwrap_or("Unknown Status")
}

pub fn halved(mut answer: Answer) -> Answer {
    answer.body.truncate(answer.body.len() / 2);
    answer
}

/// Numbers for texts, texts for numbers, and an array for the result.
pub fn wrong_type(answer: Answer, is_ticket: bool) -> Answer {
    let body = match is_ticket {
        true => json!({ "code": "0", "message": "SUCCESS", "result": [] }),
        false => json!({ "code": 200, "msg": "成功", "result": [], "success": "true", "ts": now_ms() }),
    };
    Answer { body: body.to_string().into_bytes(), ..answer }
}

/// The earlier answer where it is of another contract, or of another thing; else a made-up one.
pub fn foreign(own: Answer, earlier: Option<Answer>) -> Answer {
    let identity = |answer: &Answer| {
        let result = read(answer).map(|mut body| body["result"].take()).unwrap_or_default();
        result.get("businessCode").cloned().unwrap_or(result)
    };
    match earlier {
        Some(earlier) if identity(&earlier) != identity(&own) => earlier,
        _ => edited(own, |result| {
            if let Some(Value::Number(id)) = result.get_mut("contractId") {
                *id = (id.as_i64().unwrap_or_default() ^ 1).into();
            }
            for (_, member) in result.iter_mut().filter(|(_, member)| member.is_string()) {
                *member = FOREIGN.into();
            }
        }),
    }
}

pub fn foreign_code(own: Answer) -> Answer {
    edited(own, |result| {
        if let Some(code) = result.get_mut("businessCode") {
            *code = FOREIGN.into();
        }
    })
}

pub fn no_code(own: Answer) -> Answer {
    edited(own, |result| drop(result.shift_remove("businessCode")))
}

/// Marks in every text of a success but those that the client gave itself; or in a refusal, its code included.
pub fn escapes(own: Answer, refuses: bool, is_ticket: bool) -> Answer {
    if refuses {
        let code = if is_ticket { "1005" } else { "oc_40003" };
        return edited_body(coded(StatusCode::OK, code, is_ticket), |body| {
            body.insert("code".into(), marked(code).into());
            mark_message(body);
        });
    }
    edited_body(own, |body| {
        if let Some(result) = body.get_mut("result") {
            mark(result);
        }
        mark_message(body);
    })
}

fn mark_message(body: &mut Map<String, Value>) {
    for name in ["msg", "message"] {
        if let Some(Value::String(text)) = body.get_mut(name) {
            *text = marked(text);
        }
    }
}

fn mark(value: &mut Value) {
    match value {
        Value::String(text) => *text = marked(text),
        Value::Array(items) => items.iter_mut().for_each(mark),
        Value::Object(members) => {
            let own = |name: &str| matches!(name, "businessCode" | "accountId");
            members.iter_mut().filter(|(name, _)| !own(name)).for_each(|(_, member)| mark(member));
        }
        _ => {}
    }
}

fn marked(text: &str) -> String {
    format!("{MARKS}{text}{MARKS}")
}

fn read(answer: &Answer) -> Option<Value> {
    serde_json::from_slice(&answer.body).ok()
}

/// An answer with another body; as it is where that is no object.
fn edited_body(answer: Answer, edit: impl FnOnce(&mut Map<String, Value>)) -> Answer {
    let Some(Value::Object(mut body)) = read(&answer) else { return answer };
    edit(&mut body);
    Answer { body: Value::Object(body).to_string().into_bytes(), ..answer }
}

/// An answer with another result; as it is where it has none.
fn edited(answer: Answer, edit: impl FnOnce(&mut Map<String, Value>)) -> Answer {
    edited_body(answer, |body| {
        if let Some(Value::Object(result)) = body.get_mut("result") {
            edit(result);
        }
    })
}
