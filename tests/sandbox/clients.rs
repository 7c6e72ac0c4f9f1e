//! The clients of the documentation start a contract, as they stand there.

use std::path::Path;
use std::process::{Command, Output};

use super::client::*;

async fn run(program: &'static str, client: &'static str, secret: &'static str) -> (Output, usize) {
    let sandbox = in_june_2025().await;
    let folder = tempfile::tempdir().unwrap();
    let body = folder.path().join("body.json");
    // Line breaks and Chinese, which a careless client signs otherwise than it sends.
    std::fs::write(&body, serde_json::to_string_pretty(&contract("HR-1")).unwrap() + "\n").unwrap();
    let client = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/clients").join(client);
    let base = base(&sandbox);
    let child = tokio::task::spawn_blocking(move || {
        let command = Command::new(program)
            .arg(client)
            .arg(&body)
            .env("QIANDUN_BASE", base)
            .env("QIANDUN_KEY", qdc::sandbox::KEY)
            .env("QIANDUN_SECRET", secret)
            .env("no_proxy", "127.0.0.1")
            .output();
        command.unwrap_or_else(|error| panic!("{program} is needed for this test: {error}"))
    });
    let output = child.await.unwrap();
    let contracts = state(&sandbox).await["contracts"].as_array().unwrap().len();
    (output, contracts)
}

#[tokio::test]
async fn the_script_starts_a_contract() {
    let (output, contracts) = run("bash", "start.sh", qdc::sandbox::SECRET).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stdout).contains("\" signersInfos\""));
    assert_eq!(contracts, 1);
}

#[tokio::test]
async fn the_python_client_starts_a_contract() {
    let (output, contracts) = run("python3", "start.py", qdc::sandbox::SECRET).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(contracts, 1);
}

#[tokio::test]
async fn with_a_wrong_secret_both_fail() {
    for (program, client) in [("bash", "start.sh"), ("python3", "start.py")] {
        let (output, contracts) = run(program, client, "wrong").await;
        assert!(!output.status.success() && contracts == 0, "{client}");
        assert!(String::from_utf8_lossy(&output.stdout).contains("Invalid Signature"), "{client}");
    }
}
