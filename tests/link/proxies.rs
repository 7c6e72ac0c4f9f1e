//! Proxies: which requests go through one, and which never do.

use std::io::Write;
use std::path::Path;

use crate::certificates::Authority;
use crate::server::Server;
use crate::world::{Project, Sandbox};
use crate::{office, send};

/// A sandbox behind TLS, and a proxy that takes every name for it.
struct Net {
    sandbox: Sandbox,
    authority: Authority,
    front: Server,
    proxy: Server,
}

impl Net {
    fn new() -> Net {
        let (sandbox, authority) = (Sandbox::start(&[]), Authority::new("Ours"));
        let front = Server::tls(authority.server(), &sandbox.host);
        let proxy = Server::proxy(front.port);
        Net { sandbox, authority, front, proxy }
    }

    fn project(&self, host: &str, more: &str) -> Project {
        let project = office(&format!("https://{host}/api"), &format!("ca = \"ca.pem\"\n{more}"));
        std::fs::copy(self.authority.pem(), project.path().join("ca.pem")).unwrap();
        project
    }

    fn proxy(&self) -> String {
        format!("http://127.0.0.1:{}", self.proxy.port)
    }

    /// Sends one file; it arrives.
    fn sends(&self, project: &Project, variables: &[(&str, &str)]) {
        let variables: Vec<_> = variables.iter().map(|(name, value)| (*name, Path::new(*value))).collect();
        let sent = send(project, &variables);
        assert_eq!((sent.code, sent.outcome.as_str()), (0, "sent"), "{sent:?}");
        assert_eq!(self.sandbox.state()["contracts"].as_array().unwrap().len(), 1);
    }
}

/// Nobody answers there.
const DEAD: &str = "http://127.0.0.1:1";

#[test]
fn the_proxy_of_the_variables_is_used() {
    let net = Net::new();
    net.sends(&net.project("sandbox.example", ""), &[("HTTPS_PROXY", &net.proxy())]);
    assert!(net.proxy.accepted() > 0);
}

#[test]
fn the_proxy_of_the_settings_is_used_before_the_variables() {
    let net = Net::new();
    let project = net.project("sandbox.example", &format!("proxy = \"{}\"\n", net.proxy()));
    net.sends(&project, &[("HTTPS_PROXY", DEAD), ("ALL_PROXY", DEAD)]);
    assert!(net.proxy.accepted() > 0);
}

/// The address 0.0.0.0 is this machine without being called a loopback one.
#[test]
#[cfg(unix)]
fn none_means_none() {
    let net = Net::new();
    let here = format!("0.0.0.0:{}", net.front.port);
    let project = net.project(&here, "proxy = \"none\"\n");
    net.sends(&project, &[("HTTPS_PROXY", &net.proxy()), ("ALL_PROXY", &net.proxy())]);
    assert_eq!(net.proxy.accepted(), 0);
}

#[test]
#[cfg(unix)]
fn what_needs_no_proxy_is_as_the_variable_says() {
    let net = Net::new();
    let project = net.project(&format!("0.0.0.0:{}", net.front.port), "");
    net.sends(&project, &[("HTTPS_PROXY", &net.proxy()), ("NO_PROXY", "0.0.0.0")]);
    assert_eq!(net.proxy.accepted(), 0);
}

#[test]
fn this_machine_is_reached_without_a_proxy() {
    let net = Net::new();
    let proxy = net.proxy();
    let all = [("HTTPS_PROXY", &*proxy), ("HTTP_PROXY", &*proxy), ("ALL_PROXY", &*proxy)];
    net.sends(&net.project(&format!("localhost:{}", net.front.port), ""), &all);
    let net = Net::new();
    let more = format!("proxy = \"{}\"\n", net.proxy());
    net.sends(&net.project(&format!("127.0.0.1:{}", net.front.port), &more), &all);
    assert_eq!(net.proxy.accepted(), 0);
}

#[test]
fn a_proxy_that_does_not_let_through_is_said() {
    let wants_a_name = Server::answering(|stream| {
        stream.write_all(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
    });
    let refuses =
        Server::answering(|stream| stream.write_all(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"));
    for (proxy, said) in [
        (DEAD.to_owned(), "cannot reach the proxy"),
        (format!("http://127.0.0.1:{}", refuses.port), "the proxy does not let the connection through"),
        (format!("http://127.0.0.1:{}", wants_a_name.port), "the proxy asks for a user name and a password"),
    ] {
        let project = office("https://sandbox.example/api", "");
        let refused = send(&project, &[("HTTPS_PROXY", Path::new(&proxy))]);
        assert_eq!((refused.code, refused.outcome.as_str()), (2, "not-sent"), "{refused:?}");
        assert!(refused.message.contains(said), "{refused:?}");
    }
}

#[test]
fn a_proxy_that_is_no_address_is_refused_without_its_password() {
    let project = office("https://sandbox.example/api", "proxy = \"http://me:hunter2@:bad\"\n");
    let refused = send(&project, &[]);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(refused.err.contains("`proxy`") && !refused.err.contains("hunter2"), "{refused:?}");
}
