//! A platform behind a certificate that a company's own authority issued.

use std::io::{Read, Write};
use std::path::Path;

use crate::certificates::Authority;
use crate::server::Server;
use crate::world::{Project, Sandbox, contract};
use crate::{Sent, command, move_office, office, recorded, send};

/// Where only the system's store can be added to, a variable says nothing.
const HAS_CERT_FILE: bool = cfg!(not(any(windows, target_vendor = "apple")));

fn contracts(sandbox: &Sandbox) -> usize {
    sandbox.state()["contracts"].as_array().unwrap().len()
}

fn received(sandbox: &Sandbox) -> u64 {
    sandbox.counts()["received"].as_u64().unwrap()
}

/// The machine trusts some other authority, and not none.
fn send_trusting(stranger: &Authority, project: &Project) -> Sent {
    send(project, &[("SSL_CERT_FILE", &stranger.pem())])
}

#[test]
fn an_authority_that_nobody_trusts_is_said_and_then_trusted() {
    // Of another name, and of the same: whose signature is wrong then.
    for name in ["Stranger", "Ours"] {
        untrusted_then_trusted(&Authority::new(name));
    }
}

fn untrusted_then_trusted(stranger: &Authority) {
    let sandbox = Sandbox::start(&[]);
    let authority = Authority::new("Ours");
    let front = Server::tls(authority.server(), &sandbox.host);
    let address = format!("https://127.0.0.1:{}/api", front.port);
    let project = office(&address, "");
    let refused = send_trusting(stranger, &project);
    assert_eq!((refused.code, refused.outcome.as_str()), (2, "not-sent"), "{refused:?}");
    for words in ["certificate is not trusted", "IT department", "`ca`"] {
        assert!(refused.message.contains(words), "{refused:?}");
    }
    assert_eq!((received(&sandbox), recorded(&project)), (0, "not-sent".into()));

    // Beside the settings, and not where the program is started.
    std::fs::copy(authority.pem(), project.path().join("ca.pem")).unwrap();
    std::fs::create_dir(project.path().join("2026")).unwrap();
    move_office(&project, &address, "ca = \"ca.pem\"\n");
    project.write("2026/a.qdc", &contract("LINK-2", ""));
    let sent = send_trusting(stranger, &project);
    assert_eq!((sent.code, sent.outcome.as_str()), (0, "sent"), "{sent:?}");
    let mut below = command(&project, &[("SSL_CERT_FILE", &stranger.pem())]);
    let below = below.current_dir(project.path().join("2026")).output().unwrap();
    assert!(below.status.success(), "{below:?}");
    assert_eq!(contracts(&sandbox), 2);
}

#[test]
fn the_variable_of_the_system_is_obeyed() {
    if !HAS_CERT_FILE {
        return;
    }
    let sandbox = Sandbox::start(&[]);
    let authority = Authority::new("Ours");
    let front = Server::tls(authority.server(), &sandbox.host);
    let project = office(&format!("https://localhost:{}/api", front.port), "");
    let sent = send(&project, &[("SSL_CERT_FILE", &authority.pem())]);
    assert_eq!((sent.code, sent.outcome.as_str()), (0, "sent"), "{sent:?}");
    assert_eq!(contracts(&sandbox), 1);
}

#[test]
fn a_file_of_authorities_that_is_none_is_named() {
    let stranger = Authority::new("Stranger");
    let broken = "-----BEGIN CERTIFICATE-----\nbm8gY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n";
    let torn = "-----BEGIN CERTIFICATE-----\n%%%%\n-----END CERTIFICATE-----\n";
    for (text, said) in [
        (None, "cannot use the certificates in ca.pem"),
        (Some(""), "there is no certificate in ca.pem"),
        (Some("no certificate\n"), "there is no certificate in ca.pem"),
        (Some(broken), "cannot use the certificates in ca.pem"),
        (Some(torn), "cannot use the certificates in ca.pem"),
    ] {
        let project = office("https://127.0.0.1:1/api", "ca = \"ca.pem\"\n");
        if let Some(text) = text {
            project.write("ca.pem", text);
        }
        let refused = send_trusting(&stranger, &project);
        assert_eq!(refused.code, 2, "{refused:?}");
        assert!(refused.err.contains(said), "{text:?}: {refused:?}");
        assert!(!project.path().join(".qdc/ledger.db").exists(), "{text:?}");
    }
}

#[test]
fn what_else_is_wrong_with_a_certificate_is_told_apart() {
    let sandbox = Sandbox::start(&[]);
    let authority = Authority::new("Ours");
    let expired = Server::tls(authority.expired(), &sandbox.host);
    let other = Server::tls(authority.other(), &sandbox.host);
    let plain = Server::start(|mut stream| {
        let _ = stream.read(&mut [0; 1024]);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    });
    for (port, said) in [
        (expired.port, "has expired"),
        (other.port, "is for another address"),
        (plain.port, "no secure connection (https)"),
    ] {
        let project = office(&format!("https://127.0.0.1:{port}/api"), "ca = \"ca.pem\"\n");
        std::fs::copy(authority.pem(), project.path().join("ca.pem")).unwrap();
        let refused = send_trusting(&authority, &project);
        assert_eq!((refused.code, refused.outcome.as_str()), (2, "not-sent"), "{refused:?}");
        assert!(refused.message.contains(said), "{refused:?}");
    }
    assert_eq!(received(&sandbox), 0);
}

/// As in a small container. The sandbox needs no certificate.
#[test]
fn a_machine_without_authorities_can_use_the_sandbox() {
    if !HAS_CERT_FILE {
        return;
    }
    let nowhere = Path::new("/nonexistent");
    let none = [("SSL_CERT_FILE", nowhere), ("SSL_CERT_DIR", nowhere)];
    let sandbox = Sandbox::start(&[]);
    let project = office(&format!("http://{}/api", sandbox.host), "");
    let sent = send(&project, &none);
    assert_eq!((sent.code, sent.outcome.as_str()), (0, "sent"), "{sent:?}");

    let authority = Authority::new("Ours");
    let front = Server::tls(authority.server(), &sandbox.host);
    let project = office(&format!("https://127.0.0.1:{}/api", front.port), "");
    let refused = send(&project, &none);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(refused.err.contains("ca-certificates"), "{refused:?}");

    let project = office(&format!("https://127.0.0.1:{}/api", front.port), "ca = \"ca.pem\"\n");
    std::fs::copy(authority.pem(), project.path().join("ca.pem")).unwrap();
    let sent = send(&project, &none);
    assert_eq!((sent.code, sent.outcome.as_str()), (0, "sent"), "{sent:?}");
}
