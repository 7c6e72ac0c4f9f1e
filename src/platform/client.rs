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
use reqwest::{Certificate, Method, Request, RequestBuilder};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::{Semaphore, SemaphorePermit};
use url::Url;

use super::answer::Answer;
use super::fault::{Fault, not_built};
use super::signature::{Signed, content_md5, qiyuesuo};
use super::trace::Exchange;
use crate::findings::Words;
use crate::words;

/// How long the system tries to deliver what nobody acknowledges, also after the connection was given up here. Where it
/// cannot be told to, which is everywhere but on Linux, it may try longer.
pub const LINGER: Duration = Duration::from_secs(10);
/// The longest answer that is read. The documented ones have a few hundred bytes.
const LONGEST_ANSWER: usize = 16 << 20;
const JSON: &str = "application/json";
const SIGNED_HEADERS: &str = "X-Ca-Key,X-Ca-Nonce,X-Ca-Timestamp";

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

/// Leave to hand one request over; held until its answer is there.
#[derive(Debug)]
pub struct Turn<'a> {
    _slot: Option<SemaphorePermit<'a>>,
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
            // A connection of its own for each request: no answer can be taken for another's, whatever a platform or
            // a proxy sends twice or late.
            .pool_max_idle_per_host(0)
            // A signature holds for one address.
            .redirect(reqwest::redirect::Policy::none())
            // A request that is repeated unseen is a contract sent twice.
            .retry(reqwest::retry::never());
        #[cfg(target_os = "linux")]
        {
            http = http.tcp_user_timeout(LINGER.min(link.timeout));
        }
        let further = link.ca.map(authorities).transpose()?.unwrap_or_default();
        http = match base.scheme() {
            "https" => http.tls_certs_merge(further),
            // A machine without any certificates, such as a small container, can use the sandbox.
            _ => http.tls_certs_only(further),
        };
        match link.proxy {
            _ if link.loopback => http = http.no_proxy(),
            Some("none") => http = http.no_proxy(),
            Some(address) => {
                let proxy = reqwest::Proxy::all(address).map_err(|_| {
                    // Not shown: it may hold a password.
                    words!(
                        "qdc.toml 里的 `proxy` 不是代理地址；要写成 http://主机:端口，或 none",
                        "`proxy` in qdc.toml is no proxy's address; write http://host:port, or none"
                    )
                })?;
                http = http.proxy(proxy);
            }
            None => {}
        }
        let http = http.build().map_err(|error| not_built(&error))?;
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

    /// Waits for a place among the requests under way, and for the rate.
    async fn turn(&self) -> Turn<'_> {
        // Nobody closes it.
        let slot = self.slots.acquire().await.ok();
        self.leave().await;
        Turn { _slot: slot }
    }

    /// Waits for the rate.
    async fn leave(&self) {
        if let Some(rate) = &self.rate {
            rate.until_ready().await;
        }
    }

    async fn call(&self, request: RequestBuilder) -> Result<Answer, Fault> {
        let request = request.build().map_err(|error| Fault::of(&error))?;
        let exchange = Exchange::begin(&request);
        let outcome = self.answer(request).await;
        exchange.end(&outcome);
        outcome
    }

    async fn answer(&self, request: Request) -> Result<Answer, Fault> {
        let mut response = self.http.execute(request).await.map_err(|error| Fault::of(&error))?;
        let status = response.status().as_u16();
        let gateway = header(response.headers(), "x-ca-error-message");
        let retry_after = header(response.headers(), "retry-after").and_then(|text| text.parse().ok());
        let kind = header(response.headers(), CONTENT_TYPE.as_str()).unwrap_or_default();
        let too_long = || Fault::Lost(words!("平台的回答过长", "the platform's answer is too long"));
        if response.content_length().is_some_and(|length| length > LONGEST_ANSWER as u64) {
            return Err(too_long());
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| Fault::of(&error))? {
            if body.len() + chunk.len() > LONGEST_ANSWER {
                return Err(too_long());
            }
            body.extend_from_slice(&chunk);
        }
        match Answer::read(status, &body) {
            Some(answer) => Ok(Answer { gateway, retry_after, ..answer }),
            None => {
                let is_page = kind.starts_with("text/html") || body.trim_ascii_start().starts_with(b"<");
                Err(Fault::stranger(status, is_page))
            }
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

    /// Waits for leave to send; no byte leaves before.
    pub async fn turn(&self) -> Turn<'_> {
        self.line.turn().await
    }

    /// POSTs a JSON body, once.
    pub async fn post(&self, _turn: Turn<'_>, path: &str, body: Vec<u8>) -> Result<Answer, Fault> {
        let md5 = content_md5(&body);
        let url = self.line.url(path, &[]);
        let request = self.line.http.request(Method::POST, url.clone());
        let request = self.sign(request, &url, "POST", &md5, JSON, &[]);
        self.line.call(request.header("Content-MD5", md5).header(CONTENT_TYPE, JSON).body(body)).await
    }

    /// GETs, once.
    pub async fn get(&self, path: &str, query: &[(&str, &str)]) -> Result<Answer, Fault> {
        let _turn = self.line.turn().await;
        self.ask(path, query).await
    }

    /// GETs, once, in the place of a request that waits for the answer; within the rate.
    pub async fn get_within(&self, path: &str, query: &[(&str, &str)]) -> Result<Answer, Fault> {
        self.line.leave().await;
        self.ask(path, query).await
    }

    async fn ask(&self, path: &str, query: &[(&str, &str)]) -> Result<Answer, Fault> {
        let url = self.line.url(path, query);
        let request = self.line.http.request(Method::GET, url.clone());
        self.line.call(self.sign(request, &url, "GET", "", "", query)).await
    }

    /// Uploads a file as the one field of a form, once. A form has no `Content-MD5`.
    pub async fn upload(
        &self,
        _turn: Turn<'_>,
        path: &str,
        field: &str,
        name: &str,
        file: Vec<u8>,
    ) -> Result<Answer, Fault> {
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

    /// The AppToken, which names the application.
    pub fn key(&self) -> &str {
        &self.token
    }

    /// Waits for leave to send; no byte leaves before.
    pub async fn turn(&self) -> Turn<'_> {
        self.line.turn().await
    }

    /// POSTs a JSON body, once.
    pub async fn post(&self, _turn: Turn<'_>, path: &str, body: Vec<u8>) -> Result<Answer, Fault> {
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

/// The certificate authorities of a PEM file.
fn authorities(path: &Path) -> Result<Vec<Certificate>, Words> {
    let shown = path.display();
    let unusable = |why: &dyn std::fmt::Display| {
        words!("证书文件 {shown} 无法使用：{why}", "cannot use the certificates in {shown}: {why}")
    };
    let pem = std::fs::read(path).map_err(|error| unusable(&error))?;
    let mut known = RootCertStore::empty();
    let mut all = Vec::new();
    for one in CertificateDer::pem_slice_iter(&pem) {
        let one = one.map_err(|error| unusable(&error))?;
        all.push(Certificate::from_der(&one).map_err(|error| unusable(&error))?);
        // Later nobody could say which file it came from.
        known.add(one).map_err(|error| unusable(&error))?;
    }
    if all.is_empty() {
        return Err(words!(
            "证书文件 {shown} 里没有证书；要用文本（PEM）格式，其中有一行 BEGIN CERTIFICATE",
            "there is no certificate in {shown}; it has to be in text form (PEM), with a line BEGIN CERTIFICATE"
        ));
    }
    Ok(all)
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// Epoch milliseconds.
fn now() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    since.as_millis().to_string()
}
