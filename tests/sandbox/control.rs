//! The sandbox's own paths.

use serde_json::{Value, json};

use super::client::*;

#[tokio::test]
async fn nothing_is_shown_without_the_token() {
    let sandbox = in_june_2025().await;
    for path in ["/", "/?token=wrong", "/_sandbox/state"] {
        assert_eq!(http().get(base(&sandbox) + path).send().await.unwrap().status(), 403, "{path}");
    }
    let page = http().get(sandbox.page()).send().await.unwrap();
    assert_eq!(page.status(), 200);
    assert!(page.headers()["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
    assert!(page.text().await.unwrap().contains("lang=\"zh\""));
    let english = http().get(sandbox.page()).header("accept-language", "en-GB,en").send().await.unwrap();
    assert!(english.text().await.unwrap().contains("lang=\"en\""));
}

#[tokio::test]
async fn signing_in_turn() {
    let sandbox = in_june_2025().await;
    let id = post(&sandbox, START, &contract("HR-1")).await.json["result"]["contractId"].to_string();
    let sign = async |body: Value| own(&sandbox, "POST", "/_sandbox/sign", &body).await.status;
    assert_eq!(sign(json!({ "contractId": id, "accountId": "PSN_2" })).await, 409);
    assert_eq!(sign(json!({ "contractId": id, "accountId": "PSN_1" })).await, 200);
    assert_eq!(sign(json!({ "contractId": id, "accountId": "PSN_1" })).await, 409);
    assert_eq!(sign(json!({ "businessCode": "HR-1", "accountId": "PSN_2" })).await, 200);
    assert_eq!(sign(json!({ "contractId": "1", "accountId": "PSN_1" })).await, 404);
    let contract = &state(&sandbox).await["contracts"][0];
    assert_eq!((&contract["contractId"], &contract["finished"]), (&json!(id), &json!(true)));
    let asked =
        get(&sandbox, "/api/open/contract/signer", &[("contractId", &id), ("accountId", "PSN_2")]).await;
    assert_eq!(asked.json["result"]["signStatus"], "finished");
}

#[tokio::test]
async fn silent_signers_sign_when_it_is_their_turn() {
    let sandbox = in_june_2025().await;
    let mut body = contract("HR-1");
    body["signers"][1]["signFields"][0]["authorizeCode"] = "secret-1".into();
    post(&sandbox, START, &body).await;
    let status = async || state(&sandbox).await["contracts"][0]["signers"][1]["status"].clone();
    assert_eq!(status().await, "waiting");
    own(&sandbox, "POST", "/_sandbox/sign", &json!({ "businessCode": "HR-1", "accountId": "PSN_1" })).await;
    assert_eq!(status().await, "finished");
}

#[tokio::test]
async fn personal_data_is_masked_in_what_is_shown() {
    let sandbox = in_june_2025().await;
    let example = serde_json::from_str(include_str!("../seeds/s2-person.json")).unwrap();
    post(&sandbox, "/api/open/psnCreate", &example).await;
    get(&sandbox, "/api/open/psnGet", &[("psnIDCardNum", "430100201510111541")]).await;
    let mut body = contract("HR-1");
    body["signers"][0]["accountId"] = "540100195512100894".into();
    body["signers"][1]["signFields"][0]["authorizeCode"] = "secret-code-1".into();
    post(&sandbox, START, &body).await;
    let state = state(&sandbox).await;
    assert_eq!(state["received"], 3);
    assert_eq!(state["counts"][format!("POST {START}")], 1);
    let text = state.to_string();
    for personal in [
        "430100201510111541",
        "540100195512100894",
        "16049793435",
        "潜治文",
        "secret-code-1",
        "OPFN103125CFgAsPxjAEGT",
    ] {
        // A flow number is nobody's.
        assert_eq!(text.contains(personal), personal.starts_with("OPFN"), "{personal}");
    }
    // Signing takes the account as it is shown.
    let shown = state["contracts"][0]["signers"][0]["accountId"].clone();
    let signed = json!({ "businessCode": "HR-1", "accountId": shown });
    assert_eq!(own(&sandbox, "POST", "/_sandbox/sign", &signed).await.status, 200);
}

#[tokio::test]
async fn a_stopped_sandbox_leaves_its_port() {
    let sandbox = in_june_2025().await;
    let port = sandbox.address().port();
    post(&sandbox, START, &contract("HR-1")).await;
    sandbox.stop().await;
    let again = super::client::sandbox(qdc::sandbox::Options { port, ..Default::default() }).await;
    assert_eq!(again.address().port(), port);
}
