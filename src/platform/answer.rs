//! The platforms' answers, read tolerantly: codes as text or number, members that are not known kept, ids
//! beyond 2^53 whole.

use serde_json::Value;

use super::codes::is_refusal;

/// An answer in either platform's envelope.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// QianDun's or Qiyuesuo's code, as text.
    pub code: Option<String>,
    pub message: String,
    /// Of QianDun's envelope.
    pub success: Option<bool>,
    pub result: Value,
    /// What QianDun's support asks for.
    pub log_key: Option<String>,
    /// QianDun's `ts`, in epoch milliseconds.
    pub time: Option<String>,
    /// What the gateway said in `X-Ca-Error-Message`: it refused the request before the platform saw it.
    pub gateway: Option<String>,
    /// The seconds of `Retry-After`.
    pub retry_after: Option<u64>,
}

/// What an answer means for the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Carried out.
    Done,
    /// Certainly not carried out, and will not be: the endpoint's page lists the code as a refusal.
    Refused,
    /// A code that the endpoint's page does not list. It may or may not have been carried out.
    Unlisted,
    /// The platform, or what stands before it, is busy. It may or may not have been carried out.
    Busy,
    /// It contradicts itself. It may or may not have been carried out.
    Unclear,
}

impl Verdict {
    /// Whether a platform that works said this.
    pub fn is_of_sound_platform(self) -> bool {
        matches!(self, Verdict::Done | Verdict::Refused | Verdict::Unlisted)
    }
}

impl Answer {
    /// Reads an answer; `None` where it is not an object of the envelope's shape.
    pub fn read(status: u16, body: &[u8]) -> Option<Answer> {
        let mut value: Value = serde_json::from_slice(body).ok()?;
        let envelope = value.as_object_mut()?;
        let code = match envelope.get("code").or_else(|| envelope.get("responseCode")) {
            None | Some(Value::Null) => None,
            Some(code) => Some(text(code)?),
        };
        let message = ["msg", "message"].iter().find_map(|name| envelope.get(*name)?.as_str());
        let answer = Answer {
            status,
            code,
            message: message.unwrap_or_default().to_owned(),
            success: envelope.get("success").and_then(Value::as_bool),
            log_key: envelope.get("logKey").and_then(text),
            time: envelope.get("ts").and_then(text),
            result: envelope.get_mut("result").map(Value::take).unwrap_or_default(),
            gateway: None,
            retry_after: None,
        };
        (answer.code.is_some() || answer.success.is_some()).then_some(answer)
    }

    /// What it means for a request to an endpoint. Only what the endpoint's page lists is a refusal.
    pub fn verdict(&self, path: &str) -> Verdict {
        let code = self.code.as_deref();
        // 服务繁忙 is 500: QianDun does not say whether anything was done. A proxy that answers 429 may have passed
        // the request on before.
        if self.status >= 500 || matches!(self.status, 408 | 429) || code == Some("500") {
            return Verdict::Busy;
        }
        let good = matches!(code, Some("200" | "0" | "00000000"));
        match (good, self.success, self.status) {
            (true, Some(true) | None, 200..300) => Verdict::Done,
            (false, Some(false) | None, 200..300 | 400..500) => match code {
                // QianDun's envelope says `success`, and its gateway says so by a header: what a proxy or a gateway refuses
                // in the platform's name, no page lists.
                Some(code) if self.is_of_platform() && is_refusal(code, path) => Verdict::Refused,
                _ => Verdict::Unlisted,
            },
            _ => Verdict::Unclear,
        }
    }

    fn is_of_platform(&self) -> bool {
        self.success == Some(false) && self.gateway.is_none()
    }

    /// A member of the result, its name with or without blanks around it: QianDun's page spells one
    /// `" signersInfos"`.
    pub fn member(&self, name: &str) -> Option<&Value> {
        self.result.as_object()?.iter().find(|(key, _)| key.trim() == name).map(|(_, value)| value)
    }

    /// A member of the result that is a text or a whole number, as text.
    pub fn text(&self, name: &str) -> Option<String> {
        self.member(name).and_then(text).filter(|text| !text.is_empty())
    }

    /// Like [`Answer::text`], at a JSON pointer from the answer's top, such as `/result/fileCode`.
    pub fn at(&self, pointer: &str) -> Option<String> {
        let below = pointer.strip_prefix("/result")?;
        self.result.pointer(below).and_then(text).filter(|text| !text.is_empty())
    }
}

/// A text, or a whole number as one. A number that JSON could not hold whole is none.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) if number.is_i64() || number.is_u64() => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: &str = "/open/contract/start";

    fn read(body: &str) -> Answer {
        Answer::read(200, body.as_bytes()).unwrap()
    }

    #[test]
    fn the_documented_answer() {
        let answer = read(
            r#"{"code":"200","msg":"成功","result":{"contractId":1897893172027068416,"businessCode":"A",
            " signersInfos":[{"accountId":"P","seqNo":1}],"new":[1]},"success":true,"logKey":"0a1b2c3d","ts":"1741344000000"}"#,
        );
        assert_eq!(answer.verdict(START), Verdict::Done);
        assert_eq!(answer.text("contractId").unwrap(), "1897893172027068416");
        assert_eq!(answer.member("signersInfos").unwrap()[0]["accountId"], "P");
        assert_eq!(answer.member("new").unwrap()[0], 1);
        assert_eq!(answer.log_key.as_deref(), Some("0a1b2c3d"));
    }

    #[test]
    fn codes_are_texts_or_numbers() {
        assert_eq!(read(r#"{"code":200,"success":true}"#).verdict(START), Verdict::Done);
        assert_eq!(
            read(r#"{"code":0,"message":"SUCCESS","result":{"ticket":"t"}}"#).verdict(START),
            Verdict::Done
        );
        assert_eq!(read(r#"{"responseCode":"00000000"}"#).verdict(START), Verdict::Done);
        assert_eq!(read(r#"{"code":1110,"message":"NO VIEW PERMISSION"}"#).verdict(START), Verdict::Unlisted);
        assert_eq!(
            read(r#"{"code":"oc_40003","msg":"签署方不可重复","success":false}"#).verdict(START),
            Verdict::Refused
        );
    }

    #[test]
    fn only_what_the_page_lists_is_a_refusal() {
        let of = |status, code: &str, path| {
            let answer = Answer { status, code: Some(code.to_owned()), ..Answer::default() };
            assert_ne!(answer.verdict(path), Verdict::Refused, "without the platform's envelope");
            Answer { success: Some(false), ..answer }.verdict(path)
        };
        for listed in ["400", "oc_10011", "oc_30005", "oc_30006", "oc_40001", "oc_40027"] {
            assert_eq!(of(200, listed, START), Verdict::Refused, "{listed}");
        }
        // Of another page, of none, of a proxy, of a gateway.
        for unlisted in
            ["oc_40006", "oc_40024", "oc_50001", "D504", "408", "502", "503", "504", "401", "1001"]
        {
            assert_eq!(of(200, unlisted, START), Verdict::Unlisted, "{unlisted}");
        }
        assert_eq!(of(200, "oc_40006", "/open/contract/signer"), Verdict::Refused);
        for busy in [408, 429, 500, 502, 503, 504] {
            assert_eq!(of(busy, "oc_40003", START), Verdict::Busy, "{busy}");
        }
        assert_eq!(of(302, "oc_40003", START), Verdict::Unclear);
    }

    #[test]
    fn what_contradicts_itself_is_unclear() {
        assert_eq!(
            read(r#"{"code":"500","msg":"服务繁忙,请重试.","success":false}"#).verdict(START),
            Verdict::Busy
        );
        assert_eq!(read(r#"{"code":"200","success":false}"#).verdict(START), Verdict::Unclear);
        assert_eq!(read(r#"{"code":"oc_40003","success":true}"#).verdict(START), Verdict::Unclear);
        assert_eq!(
            Answer::read(502, br#"{"code":"200","success":true}"#).unwrap().verdict(START),
            Verdict::Busy
        );
        assert_eq!(Answer::read(429, br#"{"code":"429"}"#).unwrap().verdict(START), Verdict::Busy);
    }

    #[test]
    fn what_is_no_envelope_is_no_answer() {
        for body in ["", "[]", "null", "12", "<html>", "{}", r#"{"code":[1]}"#, r#"{"code":"200""#] {
            assert_eq!(Answer::read(200, body.as_bytes()), None, "{body}");
        }
    }

    #[test]
    fn a_number_that_lost_digits_is_no_id() {
        let answer = read(r#"{"code":"200","success":true,"result":{"contractId":1.897893172027068e18}}"#);
        assert_eq!(answer.text("contractId"), None);
    }
}
