//! The two platforms over HTTP: one signed request, one answer or what became of it.
//!
//! Decides nothing: whether a request is sent again is `delivery`'s business. Every call is one attempt
//! with its own timestamp and nonce.

use std::num::NonZeroU32;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap};
use reqwest::multipart::{Form, Part};
use reqwest::{Method, RequestBuilder};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::{Semaphore, SemaphorePermit};
use url::Url;

use super::answer::Answer;
use super::signature::{Signed, content_md5, qiyuesuo};
use crate::findings::Words;
use crate::words;

/// The longest answer that is read. The documented ones have a few hundred bytes.
const LONGEST_ANSWER: usize = 16 << 20;
const JSON: &str = "application/json";
const SIGNED_HEADERS: &str = "X-Ca-Key,X-Ca-Nonce,X-Ca-Timestamp";

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// The request certainly did not reach the platform.
    NotSent(Words),
    /// It may have.
    Lost(Words),
}

/// How a connection is made and held.
#[derive(Debug, Clone)]
pub struct Link<'a> {
    pub connections: usize,
    pub timeout: Duration,
    pub connect_timeout: Duration,
    /// Requests in a second.
    pub rate: Option<u32>,
    /// A PEM file of further certificate authorities.
    pub ca: Option<&'a Path>,
    /// An address, or `none`.
    pub proxy: Option<&'a str>,
    /// Whether the address is on this machine: no proxy stands between.
    pub loopback: bool,
}

/// A base address with connections and a rate.
#[derive(Debug, Clone)]
struct Line {
    http: reqwest::Client,
    base: Url,
    rate: Option<Arc<DefaultDirectRateLimiter>>,
    /// As many requests as may be under way.
    slots: Arc<Semaphore>,
}

/// QianDun's open platform, 电子签约服务.
#[derive(Debug, Clone)]
pub struct QianDun {
    line: Line,
    key: String,
    secret: SecretString,
}

/// Qiyuesuo's open platform.
#[derive(Debug, Clone)]
pub struct Qiyuesuo {
    line: Line,
    token: String,
    secret: SecretString,
}

impl Line {
    fn new(base: Url, link: &Link<'_>) -> Result<Line, Words> {
        // Another part of the process may have chosen a provider already: then that one holds.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut http = reqwest::Client::builder()
            .user_agent(concat!("qdc/", env!("CARGO_PKG_VERSION")))
            .timeout(link.timeout)
            .connect_timeout(link.connect_timeout)
            .pool_max_idle_per_host(link.connections)
            // A signature holds for one address.
            .redirect(reqwest::redirect::Policy::none())
            // A request that is repeated unseen is a contract sent twice.
            .retry(reqwest::retry::never());
        if let Some(path) = link.ca {
            let shown = path.display();
            let unusable = |why: String| {
                words!("证书文件 {shown} 无法使用：{why}", "cannot use the certificates in {shown}: {why}")
            };
            let pem = std::fs::read(path).map_err(|error| unusable(error.to_string()))?;
            let all =
                reqwest::Certificate::from_pem_bundle(&pem).map_err(|error| unusable(deepest(&error)))?;
            if all.is_empty() {
                return Err(words!("证书文件 {shown} 里没有证书", "there is no certificate in {shown}"));
            }
            for one in all {
                http = http.add_root_certificate(one);
            }
        }
        match link.proxy {
            _ if link.loopback => http = http.no_proxy(),
            Some("none") => http = http.no_proxy(),
            Some(address) => {
                let proxy = reqwest::Proxy::all(address).map_err(|_| {
                    words!("代理地址 `{address}` 无法使用", "the proxy's address `{address}` cannot be used")
                })?;
                http = http.proxy(proxy);
            }
            None => {}
        }
        let http = http.build().map_err(|error| {
            let why = deepest(&error);
            words!("无法建立网络连接：{why}", "cannot set up the connection: {why}")
        })?;
        let rate = link.rate.and_then(NonZeroU32::new);
        let rate = rate.map(|rate| {
            let quota = Quota::per_second(rate).allow_burst(NonZeroU32::MIN);
            Arc::new(RateLimiter::direct(quota))
        });
        let slots = Arc::new(Semaphore::new(link.connections.max(1)));
        Ok(Line { http, base, rate, slots })
    }

    /// The address of a path below the base, and the path that is signed.
    fn url(&self, path: &str, query: &[(&str, &str)]) -> Url {
        let mut url = self.base.clone();
        let below = format!("{}{path}", self.base.path().trim_end_matches('/'));
        url.set_path(&below);
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }

    /// Waits for a free connection, and for the rate. What this gives is held until the answer is there.
    async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        // Nobody closes it.
        let slot = self.slots.acquire().await.ok();
        if let Some(rate) = &self.rate {
            rate.until_ready().await;
        }
        slot
    }

    async fn call(&self, request: RequestBuilder) -> Result<Answer, Fault> {
        let mut response = request.send().await.map_err(fault)?;
        let status = response.status().as_u16();
        let gateway = header(response.headers(), "x-ca-error-message");
        let retry_after = header(response.headers(), "retry-after").and_then(|text| text.parse().ok());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(fault)? {
            if body.len() + chunk.len() > LONGEST_ANSWER {
                return Err(Fault::Lost(words!("平台的回答过长", "the platform's answer is too long")));
            }
            body.extend_from_slice(&chunk);
        }
        match Answer::read(status, &body) {
            Some(answer) => Ok(Answer { gateway, retry_after, ..answer }),
            // A gateway or proxy in between refuses without the platform's envelope.
            None if (400..500).contains(&status) && status != 408 => {
                Ok(Answer { status, gateway, retry_after, ..Answer::default() })
            }
            None => Err(Fault::Lost(words!(
                "平台的回答无法读懂（HTTP {status}）",
                "the platform's answer cannot be read (HTTP {status})"
            ))),
        }
    }
}

impl QianDun {
    /// A client for a base address that ends in `/api`.
    pub fn new(base: Url, key: String, secret: SecretString, link: &Link<'_>) -> Result<Self, Words> {
        Ok(Self { line: Line::new(base, link)?, key, secret })
    }

    /// The AppKey, which names the application.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// POSTs a JSON body, once.
    pub async fn post(&self, path: &str, body: Vec<u8>) -> Result<Answer, Fault> {
        let _turn = self.line.turn().await;
        let md5 = content_md5(&body);
        let url = self.line.url(path, &[]);
        let request = self.line.http.request(Method::POST, url.clone());
        let request = self.sign(request, &url, "POST", &md5, JSON, &[]);
        self.line.call(request.header("Content-MD5", md5).header(CONTENT_TYPE, JSON).body(body)).await
    }

    /// GETs, once.
    pub async fn get(&self, path: &str, query: &[(&str, &str)]) -> Result<Answer, Fault> {
        let _turn = self.line.turn().await;
        let url = self.line.url(path, query);
        let request = self.line.http.request(Method::GET, url.clone());
        self.line.call(self.sign(request, &url, "GET", "", "", query)).await
    }

    /// Uploads a file as the one field of a form, once. A form has no `Content-MD5`.
    pub async fn upload(&self, path: &str, field: &str, name: &str, file: Vec<u8>) -> Result<Answer, Fault> {
        let _turn = self.line.turn().await;
        let url = self.line.url(path, &[]);
        let form = Form::new().part(field.to_owned(), Part::bytes(file).file_name(name.to_owned()));
        let content_type = format!("multipart/form-data; boundary={}", form.boundary());
        let request = self.line.http.request(Method::POST, url.clone());
        self.line.call(self.sign(request, &url, "POST", "", &content_type, &[]).multipart(form)).await
    }

    fn sign(
        &self,
        request: RequestBuilder,
        url: &Url,
        method: &str,
        md5: &str,
        content_type: &str,
        parameters: &[(&str, &str)],
    ) -> RequestBuilder {
        let timestamp = now();
        let nonce = uuid::Uuid::new_v4().to_string();
        let signed = Signed {
            method,
            accept: JSON,
            content_md5: md5,
            content_type,
            date: "",
            headers: &[("X-Ca-Key", &self.key), ("X-Ca-Nonce", &nonce), ("X-Ca-Timestamp", &timestamp)],
            path: url.path(),
            parameters,
        };
        let signature = signed.signature(self.secret.expose_secret());
        request
            .header(ACCEPT, JSON)
            .header("X-Ca-Key", &self.key)
            .header("X-Ca-Nonce", nonce)
            .header("X-Ca-Timestamp", timestamp)
            .header("X-Ca-Signature-Headers", SIGNED_HEADERS)
            .header("X-Ca-Signature", signature)
    }
}

impl Qiyuesuo {
    pub fn new(base: Url, token: String, secret: SecretString, link: &Link<'_>) -> Result<Self, Words> {
        Ok(Self { line: Line::new(base, link)?, token, secret })
    }

    /// POSTs a JSON body, once.
    pub async fn post(&self, path: &str, body: Vec<u8>) -> Result<Answer, Fault> {
        let _turn = self.line.turn().await;
        let timestamp = now();
        let nonce = uuid::Uuid::new_v4().to_string();
        let signature = qiyuesuo(&self.token, self.secret.expose_secret(), &timestamp, &nonce);
        let request = self.line.http.request(Method::POST, self.line.url(path, &[]));
        let request = request
            .header(ACCEPT, JSON)
            .header(CONTENT_TYPE, "application/json;charset=UTF-8")
            .header("x-qys-open-accesstoken", &self.token)
            .header("x-qys-open-timestamp", timestamp)
            .header("x-qys-open-nonce", nonce)
            .header("x-qys-open-signature", signature)
            .body(body);
        self.line.call(request).await
    }
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// Epoch milliseconds.
fn now() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    since.as_millis().to_string()
}

/// What became of a request without an answer. Only where no connection was made is it certain.
fn fault(error: reqwest::Error) -> Fault {
    let why = deepest(&error);
    if error.is_connect() || error.is_builder() {
        return Fault::NotSent(if error.is_timeout() {
            words!("连不上平台：超时", "cannot reach the platform: timed out")
        } else if why.contains("certificate") {
            words!(
                "平台的证书不受信任（{why}）。公司的网络有自己的证书时，在 qdc.toml 里用 ca 写明证书文件",
                "the platform's certificate is not trusted ({why}). Where a company's network has one of its own, name its file as `ca` in qdc.toml"
            )
        } else if why.contains("lookup") {
            words!(
                "找不到平台的主机，请检查网络和地址（{why}）",
                "the platform's host cannot be found; check the network and the address ({why})"
            )
        } else if why.contains("refused") {
            words!(
                "连不上平台：地址上没有程序在监听（{why}）",
                "cannot reach the platform: nothing listens at its address ({why})"
            )
        } else {
            words!("连不上平台：{why}", "cannot reach the platform: {why}")
        });
    }
    Fault::Lost(if error.is_timeout() {
        words!("平台没有按时回答", "the platform did not answer in time")
    } else {
        words!("没有等到平台的回答：{why}", "no answer came from the platform: {why}")
    })
}

/// The reason at the bottom of an error, which names no address or header.
fn deepest(error: &dyn std::error::Error) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}
