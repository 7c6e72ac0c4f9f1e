//! What settings claim of an environment that no public page does, and that a person agrees to before anything is signed.
//!
//! A signature is not bound to a host: whoever receives a signed request can pass it on to the real platform for a
//! quarter of an hour. So it is a person who says which addresses, certificates and proxies may see one. Who agreed
//! to what is kept elsewhere.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use url::Url;

use super::environment::{Endpoint, Environment, SANDBOX, documented};
use crate::findings::Words;
use crate::platform::signature::sha256;
use crate::words;

/// More than any file of certificates has, in bytes.
const LARGEST: u64 = 16 << 20;

/// All of an environment that an agreement is about. One that differs in anything is another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Claim {
    /// The folder of the settings. Without one, nothing can be remembered.
    pub folder: Option<PathBuf>,
    pub environment: String,
    pub qiandun: Option<String>,
    pub qiyuesuo: Option<String>,
    /// SHA-256 of the further certificate authorities.
    pub ca: Option<String>,
    /// The proxy's address, without user name and password.
    pub proxy: Option<String>,
}

/// One thing that a person should look at before agreeing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// An address that the platform does not document for the environment.
    Address(String),
    /// Certificate authorities that can vouch for any address.
    Ca(PathBuf),
    /// A proxy that sees what goes through.
    Proxy(String),
}

impl Claim {
    /// What is claimed, with what is doubtful about it; `None` where nothing is. The sandbox stays on this machine and
    /// signs with keys that open nothing.
    pub fn of(environment: &Environment) -> Result<Option<(Claim, Vec<Doubt>)>, Words> {
        if environment.name == SANDBOX {
            return Ok(None);
        }
        let (qiandun, qiyuesuo) = documented(&environment.name);
        let mut doubts = Vec::new();
        for (endpoint, documented) in [(&environment.qiandun, qiandun), (&environment.qiyuesuo, qiyuesuo)] {
            let documented = documented.and_then(|base| Url::parse(base).ok());
            doubts.extend(
                endpoint
                    .address
                    .iter()
                    .filter(|url| Some(*url) != documented.as_ref())
                    .map(|url| Doubt::Address(url.to_string())),
            );
        }
        let ca = environment.ca.as_deref().map(print).transpose()?;
        doubts.extend(environment.ca.clone().map(Doubt::Ca));
        let proxy = environment.proxy.as_deref().filter(|proxy| *proxy != "none").map(shown_proxy);
        doubts.extend(proxy.clone().map(Doubt::Proxy));
        let text = |endpoint: &Endpoint| endpoint.address.as_ref().map(Url::to_string);
        let claim = Claim {
            folder: environment.folder.clone(),
            environment: environment.name.clone(),
            qiandun: text(&environment.qiandun),
            qiyuesuo: text(&environment.qiyuesuo),
            ca,
            proxy,
        };
        Ok((!doubts.is_empty()).then_some((claim, doubts)))
    }
}

/// What tells one file of certificates from another.
fn print(path: &Path) -> Result<String, Words> {
    let shown = path.display();
    let unusable = |why: Words| {
        let Words { zh, en } = why;
        words!("证书文件 {shown} 无法使用：{zh}", "cannot use the certificates in {shown}: {en}")
    };
    let there = std::fs::metadata(path).map_err(|error| unusable(Words::of_io(&error)))?;
    if !there.is_file() {
        return Err(unusable(words!("不是普通文件", "not a regular file")));
    }
    if there.len() > LARGEST {
        return Err(unusable(words!("太大", "it is too large")));
    }
    std::fs::read(path).map(|pem| sha256(&pem)).map_err(|error| unusable(Words::of_io(&error)))
}

/// A proxy as it is shown and kept: where it is, without who uses it. Read as the client reads it, so that two that
/// are shown alike are one.
fn shown_proxy(written: &str) -> String {
    let url = Url::parse(written)
        .ok()
        .filter(Url::has_host)
        .or_else(|| Url::parse(&format!("http://{written}")).ok());
    match url.as_ref().and_then(|url| Some((url, url.host_str()?))) {
        Some((url, host)) => match url.port_or_known_default() {
            Some(port) => format!("{}://{host}:{port}", url.scheme()),
            None => format!("{}://{host}", url.scheme()),
        },
        // No proxy will come of it; its text may hold a password.
        None => format!("sha256:{}", sha256(written.as_bytes())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{self, Settings};

    fn doubts(name: &str, environment: settings::Environment) -> Vec<Doubt> {
        let settings =
            Settings { environments: [(name.to_owned(), environment)].into(), ..Settings::default() };
        let environment = Environment::of(&settings, Some(name)).unwrap();
        Claim::of(&environment).unwrap().map(|(_, doubts)| doubts).unwrap_or_default()
    }

    fn at(address: &str) -> settings::Environment {
        settings::Environment { address: Some(address.to_owned()), ..Default::default() }
    }

    #[test]
    fn what_is_documented_and_the_sandbox_are_beyond_doubt() {
        for name in ["test", "production", "sandbox"] {
            assert_eq!(doubts(name, settings::Environment::default()), [], "{name}");
        }
        assert_eq!(doubts("sandbox", at("http://127.0.0.1:1/api")), []);
        assert_eq!(doubts("test", at("https://API.pre-qiandun365.com/api/")), []);
    }

    #[test]
    fn every_other_address_is_doubtful_on_this_machine_too() {
        for (name, address) in [
            ("test", "https://example.com/api"),
            ("test", "http://127.0.0.1:8090/api"),
            // Documented, but for another environment; another path or port of a documented host.
            ("test", "https://api.qiandun365.com/api"),
            ("test", "https://api.pre-qiandun365.com/other"),
            ("test", "https://api.pre-qiandun365.com:444/api"),
            ("production", "https://api.pre-qiandun365.com/api"),
            ("office", "http://localhost:8090/api"),
            ("office", "https://api.pre-qiandun365.com/api"),
        ] {
            assert_eq!(doubts(name, at(address)), [Doubt::Address(address.to_owned())], "{name}");
        }
    }

    #[test]
    fn what_comes_in_between_is_doubtful() {
        let proxy =
            |proxy: &str| settings::Environment { proxy: Some(proxy.to_owned()), ..Default::default() };
        assert_eq!(doubts("test", proxy("none")), []);
        assert_eq!(
            doubts("test", proxy("http://me:word@10.0.0.1:1")),
            [Doubt::Proxy("http://10.0.0.1:1".into())]
        );
        let folder = tempfile::tempdir().unwrap();
        let ca = folder.path().join("ca.pem");
        std::fs::write(&ca, "one").unwrap();
        let with_ca = settings::Environment { ca: Some(ca.display().to_string()), ..Default::default() };
        assert_eq!(doubts("test", with_ca), [Doubt::Ca(ca)]);
    }

    #[test]
    fn a_proxy_is_what_the_client_takes_it_for() {
        assert_eq!(shown_proxy("10.0.0.1:8080"), "http://10.0.0.1:8080");
        assert_eq!(shown_proxy("http://evil.example/@good.example"), "http://evil.example:80");
        assert_eq!(shown_proxy("http://good.example@evil.example"), "http://evil.example:80");
        assert_eq!(shown_proxy("socks5://me:word@10.0.0.1"), "socks5://10.0.0.1");
        assert!(!shown_proxy("http://me:word@:bad").contains("word"));
    }
}
