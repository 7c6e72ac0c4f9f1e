//! Why there is no answer: what became of the request, in words for people who know nothing of networks.

use std::error::Error;

use rustls::CertificateError;

use crate::findings::Words;
use crate::words;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// The request certainly did not reach the platform.
    NotSent(Words),
    /// It may have.
    Lost(Words),
}

impl Fault {
    /// What became of a request without an answer. Only where no connection was made is it certain.
    pub fn of(error: &reqwest::Error) -> Fault {
        if error.is_connect() || error.is_builder() {
            return Fault::NotSent(unreachable(error));
        }
        let Words { zh, en } = deepest(error);
        Fault::Lost(if error.is_timeout() {
            words!("平台没有按时回答", "the platform did not answer in time")
        } else {
            words!("没有等到平台的回答：{zh}", "no answer came from the platform: {en}")
        })
    }

    /// An answer that is not the platform's.
    pub fn stranger(status: u16, is_page: bool) -> Fault {
        Fault::Lost(match status {
            // What a gateway says beside it is not shown: it names what it would have signed, which may hold personal
            // data.
            401 | 403 => words!(
                "请求没有放行（HTTP {status}）：请检查 AppKey 和 AppSecret、本机的时间，以及中间的代理",
                "the request was not let through (HTTP {status}): check AppKey and AppSecret, this machine's clock, and any proxy in between"
            ),
            300..=399 => words!(
                "这个地址把请求转到别处（HTTP {status}），没有跟随：请检查 qdc.toml 里的地址，以及这个网络是否要先登录",
                "the address leads elsewhere (HTTP {status}) and was not followed: check it in qdc.toml, and whether this network has to be signed in to first"
            ),
            404 => words!(
                "这个地址没有平台的接口（HTTP {status}）：请检查 qdc.toml 里的 address，它以 /api 结尾",
                "the platform's interface is not at this address (HTTP {status}): check `address` in qdc.toml, which ends in /api"
            ),
            200..300 if is_page => words!(
                "回答的是一个网页，不是平台的接口（HTTP {status}）：请检查 qdc.toml 里的地址，以及这个网络是否要先登录",
                "what answered is a web page, not the platform (HTTP {status}): check the address in qdc.toml, and whether this network has to be signed in to first"
            ),
            _ => words!(
                "平台的回答无法读懂（HTTP {status}）",
                "the platform's answer cannot be read (HTTP {status})"
            ),
        })
    }
}

/// Why no connection was made.
fn unreachable(error: &reqwest::Error) -> Words {
    let Words { zh, en } = deepest(error);
    if let Some(why) = causes(error).into_iter().find_map(of_a_proxy) {
        return why;
    }
    if let Some(error) = causes(error).into_iter().find_map(|cause| cause.downcast_ref::<rustls::Error>()) {
        return insecure(error);
    }
    if error.is_timeout() {
        return words!("连不上平台：超时", "cannot reach the platform: timed out");
    }
    if error.is_dns() {
        return words!(
            "连不上平台：找不到这个地址（{zh}）。请检查网络是否连通，以及 qdc.toml 里的地址",
            "cannot reach the platform: its address was not found ({en}); check whether this machine is online, and the address in qdc.toml"
        );
    }
    words!("连不上平台：{zh}", "cannot reach the platform: {en}")
}

/// What went wrong between here and a proxy. Its error has no public name, only a text.
fn of_a_proxy(cause: &(dyn Error + 'static)) -> Option<Words> {
    let text = cause.to_string();
    let why = text.strip_prefix("tunnel error: ")?;
    Some(match (why, cause.source()) {
        ("proxy authorization required", _) => words!(
            "代理要求用户名和密码：在代理地址里写 http://用户名:密码@主机:端口，用环境变量 HTTPS_PROXY 设置，不要写进 qdc.toml",
            "the proxy asks for a user name and a password: write http://name:password@host:port in the variable HTTPS_PROXY, not in qdc.toml"
        ),
        ("unsuccessful", _) => {
            words!("代理不让连接到平台", "the proxy does not let the connection through to the platform")
        }
        (_, Some(source)) => {
            let Words { zh, en } = deepest(source);
            words!("连不上代理：{zh}", "cannot reach the proxy: {en}")
        }
        (_, None) => words!("连不上代理：{why}", "cannot reach the proxy: {why}"),
    })
}

/// Why a connection is not secure. Nothing is sent over one that is not.
fn insecure(error: &rustls::Error) -> Words {
    use CertificateError as Wrong;
    let rustls::Error::InvalidCertificate(wrong) = error else {
        return words!(
            "无法建立安全连接（https）：{error}。那里回答的可能不是平台，或者地址、端口写错了",
            "no secure connection (https) can be made: {error}; perhaps it is not the platform that answers there, or the address or port is wrong"
        );
    };
    match wrong {
        Wrong::UnknownIssuer | Wrong::BadSignature => words!(
            "平台的证书不受信任：签发它的机构不在本机信任的名单里，不能确定对方就是平台，所以没有发送。\
             如果贵公司的网络使用自己的证书，请向 IT 部门索取证书文件，在 qdc.toml 里用 `ca` 写明",
            "the platform's certificate is not trusted: whoever issued it is not on this machine's list, so it is not certain that \
             this is the platform, and nothing was sent. If your company's network uses certificates of its own, ask the IT department \
             for the certificate file and name it as `ca` in qdc.toml"
        ),
        Wrong::Expired | Wrong::ExpiredContext { .. } => words!(
            "平台的证书已过期，没有发送；也请检查本机的日期和时间是否正确",
            "the platform's certificate has expired, so nothing was sent; check too whether this machine's date and time are right"
        ),
        Wrong::NotValidYet | Wrong::NotValidYetContext { .. } => words!(
            "平台的证书尚未生效，没有发送；请检查本机的日期和时间是否正确",
            "the platform's certificate does not hold yet, so nothing was sent; check whether this machine's date and time are right"
        ),
        Wrong::NotValidForName | Wrong::NotValidForNameContext { .. } => words!(
            "那里出示的证书属于别的地址，不能确定对方就是平台，所以没有发送；请检查 qdc.toml 里的地址",
            "the certificate that was shown is for another address, so it is not certain that this is the platform, and nothing was sent; check the address in qdc.toml"
        ),
        Wrong::Revoked => {
            words!(
                "平台的证书已被吊销，没有发送",
                "the platform's certificate was revoked, so nothing was sent"
            )
        }
        _ => words!(
            "平台的证书无法使用（{error}），没有发送",
            "the platform's certificate cannot be used ({error}), so nothing was sent"
        ),
    }
}

/// Why there cannot be any connection at all.
pub fn not_built(error: &reqwest::Error) -> Words {
    let Words { zh, en } = deepest(error);
    // Its error has no name of its own.
    if en.contains("No CA certificates") {
        return words!(
            "本机没有受信任证书的名单，不能确定对方就是平台：请安装系统的 ca-certificates 软件包，或在 qdc.toml 里用 `ca` 写明证书文件",
            "this machine has no list of trusted certificates, so it cannot tell whether it speaks to the platform: install the system's package ca-certificates, or name a certificate file as `ca` in qdc.toml"
        );
    }
    words!("无法建立网络连接：{zh}", "cannot set up the connection: {en}")
}

/// An error and everything below it.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> Vec<&'a (dyn Error + 'static)> {
    let mut all = vec![error];
    let mut next = below(error);
    while let Some(error) = next {
        all.push(error);
        next = below(error);
    }
    all
}

/// The reason for an error. One of the system's passes over the one it wraps.
fn below<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
        Some(wrapped) => Some(wrapped),
        None => error.source(),
    }
}

/// The reason at the bottom of an error, which names no address or header.
fn deepest(error: &(dyn Error + 'static)) -> Words {
    let all = causes(error);
    let Some(last) = all.last() else { return Words::default() };
    let en = last.to_string();
    if let Some(system) = all.iter().rev().find_map(|cause| cause.downcast_ref::<std::io::Error>()) {
        return Words { en, ..Words::of_io(system) };
    }
    // What the parts of the client say that have no names.
    let known = [
        ("failed to lookup address", "域名解析失败"),
        ("connection closed before message completed", "回答还没有完，对方就断开了"),
        ("connection error", "连接中断"),
        ("operation timed out", "超时"),
    ];
    let zh = known.iter().find(|(theirs, _)| en.contains(theirs)).map(|(_, ours)| (*ours).to_owned());
    Words { zh: zh.unwrap_or_else(|| format!("网络错误（{en}）")), en }
}
