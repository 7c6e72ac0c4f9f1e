//! Connections as users have them: private certificate authorities, proxies, servers that are no platform, and
//! limits. Everything is on this machine.

mod certificates;
mod limits;
mod proxies;
mod server;
mod strangers;
mod tls;
#[path = "../send/world.rs"]
#[allow(dead_code, reason = "the other tests need more of it")]
mod world;

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use world::{KEY, Project, SECRET, contract};

/// What the machine's own environment says of connections must not reach the program.
const OF_THE_MACHINE: [&str; 10] = [
    "HTTP_PROXY",
    "http_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
    "NO_PROXY",
    "no_proxy",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
];

/// A project whose environment `office` is at an address, with more settings of it.
fn office(address: &str, more: &str) -> Project {
    let project = Project::alone();
    project.write("a.qdc", &contract("LINK-1", ""));
    move_office(&project, address, more);
    project
}

fn move_office(project: &Project, address: &str, more: &str) {
    let (timeout, settle) = match more.contains("timeout") {
        // Never asked about: nothing that takes long is settled here.
        true => ("", "20.0"),
        false => ("timeout = 2.0\n", "2.0"),
    };
    let text = format!(
        "[environments.office]\naddress = \"{address}\"\nrate = 0\n{timeout}settle = {settle}\nask-first = false\n{more}"
    );
    project.write("qdc.toml", &text);
}

/// `a.qdc` without a business code: the platform cannot be asked about it, so one answer decides.
fn without_code(project: &Project) {
    project.write("a.qdc", &contract("X", "").replace("    code      \"X\"\n", ""));
}

#[derive(Debug)]
struct Sent {
    code: i32,
    /// Of the one file: `sent`, `not-sent`, `unknown`, …
    outcome: String,
    /// Why not.
    message: String,
    err: String,
}

/// `qdc send` to `office`, under these variables alone.
fn command(project: &Project, variables: &[(&str, &Path)]) -> Command {
    let mut command = project.command(&["send", "--env", "office", "--yes", "--format", "json", "a.qdc"]);
    for name in OF_THE_MACHINE {
        command.env_remove(name);
    }
    command.env("QDC_OFFICE_KEY", KEY).env("QDC_OFFICE_SECRET", SECRET).envs(variables.iter().copied());
    command
}

fn send(project: &Project, variables: &[(&str, &Path)]) -> Sent {
    let output = command(project, variables).output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(!err.contains("panicked"), "{err}");
    let value: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let file = &value["files"][0];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Sent {
        code: output.status.code().unwrap_or(-1),
        outcome: text(&file["outcome"]),
        message: text(&file["steps"][0]["error"]["message"]),
        err,
    }
}

/// What the record says of the one contract, lastly.
fn recorded(project: &Project) -> String {
    let history = project.run(&["history", "--env", "office", "--format", "json"]);
    let value: Value = serde_json::from_str(&history.out).unwrap_or_else(|_| panic!("{history:?}"));
    value["records"][0]["state"].as_str().unwrap().to_owned()
}
