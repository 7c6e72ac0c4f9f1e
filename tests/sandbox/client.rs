//! A client as plain as can be: it signs, sends, and reads.

use qdc::platform::signature::{Signed, content_md5, qiyuesuo};
use qdc::sandbox::{KEY, Options, SECRET, Sandbox};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};

pub const START: &str = "/api/open/contract/start";
pub const SIGNER: &str = "/api/open/contract/signer";
pub const NAMES: &str = "X-Ca-Key,X-Ca-Nonce,X-Ca-Timestamp";

pub async fn sandbox(options: Options) -> Sandbox {
    Sandbox::start(options).await.unwrap()
}

/// A sandbox on the day of the platform's example.
pub async fn in_june_2025() -> Sandbox {
    sandbox(on(Options::default())).await
}

pub fn on(options: Options) -> Options {
    Options { now: Some("2025-06-01T09:00".parse().unwrap()), ..options }
}

pub fn seeded(seed: &Value) -> (tempfile::TempDir, Options) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("seed.json");
    std::fs::write(&path, seed.to_string()).unwrap();
    (folder, on(Options { seed: Some(path), ..Options::default() }))
}

pub fn http() -> reqwest::Client {
    // A second installation is refused, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().unwrap()
}

/// A request that a test may spoil before it goes out.
pub struct Call {
    pub method: &'static str,
    pub url: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

pub struct Answered {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
    /// `null` where it is no JSON.
    pub json: Value,
}

impl Answered {
    pub fn code(&self) -> &str {
        self.json["code"].as_str().unwrap_or_default()
    }
}

impl Call {
    pub fn set(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.headers.insert(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        self
    }

    pub async fn send(&self) -> reqwest::Result<Answered> {
        let request = http()
            .request(self.method.parse().unwrap(), &self.url)
            .headers(self.headers.clone())
            .body(self.body.clone());
        let response = request.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await?;
        Ok(Answered { status, headers, json: serde_json::from_str(&text).unwrap_or_default(), text })
    }

    pub async fn get(&self) -> Answered {
        self.send().await.unwrap()
    }
}

pub fn now() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

pub fn nonce() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// A signed request to QianDun.
pub fn signed(base: &str, method: &'static str, path: &str, query: &[(&str, &str)], body: Vec<u8>) -> Call {
    signed_as(base, method, path, query, body, SECRET, now(), &nonce())
}

#[expect(clippy::too_many_arguments)]
pub fn signed_as(
    base: &str,
    method: &'static str,
    path: &str,
    query: &[(&str, &str)],
    body: Vec<u8>,
    secret: &str,
    time: i64,
    nonce: &str,
) -> Call {
    let time = time.to_string();
    let (md5, kind) = match body.is_empty() {
        true => (String::new(), ""),
        false => (content_md5(&body), "application/json"),
    };
    let signed = Signed {
        method,
        accept: "application/json",
        content_md5: &md5,
        content_type: kind,
        date: "",
        headers: &[("X-Ca-Key", KEY), ("X-Ca-Nonce", nonce), ("X-Ca-Timestamp", &time)],
        path,
        parameters: query,
    };
    let mut url = reqwest::Url::parse(base).unwrap().join(path).unwrap();
    if !query.is_empty() {
        url.query_pairs_mut().extend_pairs(query);
    }
    let mut call = Call { method, url: url.to_string(), headers: HeaderMap::new(), body };
    call.set("accept", "application/json")
        .set("x-ca-key", KEY)
        .set("x-ca-nonce", nonce)
        .set("x-ca-timestamp", &time)
        .set("x-ca-signature-headers", NAMES)
        .set("x-ca-signature", &signed.signature(secret));
    if !md5.is_empty() {
        call.set("content-md5", &md5).set("content-type", kind);
    }
    call
}

pub fn base(sandbox: &Sandbox) -> String {
    format!("http://{}", sandbox.address())
}

pub async fn post(sandbox: &Sandbox, path: &str, body: &Value) -> Answered {
    signed(&base(sandbox), "POST", path, &[], body.to_string().into_bytes()).get().await
}

pub async fn get(sandbox: &Sandbox, path: &str, query: &[(&str, &str)]) -> Answered {
    signed(&base(sandbox), "GET", path, query, Vec::new()).get().await
}

/// A signed request to Qiyuesuo.
pub fn ticket(sandbox: &Sandbox, body: &Value) -> Call {
    let (time, nonce) = (now().to_string(), nonce());
    let mut call = Call {
        method: "POST",
        url: base(sandbox) + "/v2/contract/miniappexchange",
        headers: HeaderMap::new(),
        body: body.to_string().into_bytes(),
    };
    call.set("x-qys-open-accesstoken", KEY)
        .set("x-qys-open-timestamp", &time)
        .set("x-qys-open-nonce", &nonce)
        .set("x-qys-open-signature", &qiyuesuo(KEY, SECRET, &time, &nonce));
    call
}

/// A path of the sandbox's own, with its token.
pub async fn own(sandbox: &Sandbox, method: &'static str, path: &str, body: &Value) -> Answered {
    let (_, token) = sandbox.page().split_once("token=").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let mut call = Call {
        method,
        url: base(sandbox) + path,
        headers: HeaderMap::new(),
        body: if body.is_null() { Vec::new() } else { body.to_string().into_bytes() },
    };
    call.set("x-sandbox-token", &token).get().await
}

pub async fn state(sandbox: &Sandbox) -> Value {
    own(sandbox, "GET", "/_sandbox/state", &Value::Null).await.json
}

/// A contract with two signers, the second after the first; it ends within a year of the day of the example.
pub fn contract(code: &str) -> Value {
    let signer = |account: &str, number: i64, x: i64| {
        json!({
            "accountId": account,
            "seqNo": number,
            "signFields": [{
                "fileCode": "FC_1",
                "signFieldStyle": 1,
                "dateFormat": "YYYY-MM-DD",
                "signFieldPosition": { "positionPage": 1, "positionX": x, "positionY": 420 }
            }],
            "authConfig": { "willingnessAuthModes": ["CODE_SMS"] },
            "noticeConfig": { "noticeTypes": 0 }
        })
    };
    json!({
        "signFileType": "PDF",
        "docs": [{ "fileId": "1", "fileCode": "FC_1", "fileOrder": 1, "fileName": "劳动合同.pdf" }],
        "signFlowInitiator": { "accountId": "CORP_1" },
        "signers": [signer("PSN_1", 1, 100), signer("PSN_2", 2, 300)],
        "signFlowConfigs": { "flowConfig": {
            "contractName": "劳动合同", "businessCode": code, "seqSigning": true, "signDeadline": "2025-12-31"
        } }
    })
}
