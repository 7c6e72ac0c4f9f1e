//! What faults do to the client, and what was committed all the same.

mod connections;
mod cut;
mod each;
mod questions;
mod seed;

use qdc::sandbox::{FaultRule, Options};
use serde_json::{Value, json};

use super::client::*;

/// Sends a contract with a fault; the answer, and how many contracts there are then.
async fn under(fault: &str) -> (reqwest::Result<Answered>, usize) {
    let sandbox = in_june_2025().await;
    let mut call = signed(&base(&sandbox), "POST", START, &[], contract("HR-1").to_string().into_bytes());
    let answer = call.set("x-sandbox-fault", fault).send().await;
    let state = state(&sandbox).await;
    assert_eq!(state["starts"]["HR-1"], 1);
    assert_eq!(state["requests"][0]["fault"], fault);
    (answer, state["contracts"].as_array().unwrap().len())
}

#[tokio::test]
async fn before_nothing_is_committed_after_everything_is() {
    for (when, committed) in [("before", 0), ("after", 1)] {
        let (error, contracts) = under(&format!("error:{when}")).await;
        let error = error.unwrap();
        assert_eq!((error.status, error.code(), contracts), (200, "500", committed));
        assert_eq!(error.json["msg"], "服务繁忙,请重试.");

        let (http, contracts) = under(&format!("http500:{when}")).await;
        let http = http.unwrap();
        assert_eq!((http.status, &http.json, contracts), (500, &Value::Null, committed));

        let (dropped, contracts) = under(&format!("drop:{when}")).await;
        assert!(dropped.is_err());
        assert_eq!(contracts, committed);

        let (malformed, contracts) = under(&format!("malformed:{when}")).await;
        let malformed = malformed.unwrap();
        assert!(malformed.text.starts_with("{\"code\":\"200\"") && malformed.json.is_null());
        assert_eq!(contracts, committed);

        let (wrong, contracts) = under(&format!("wrong-type:{when}")).await;
        assert_eq!((&wrong.unwrap().json["code"], contracts), (&json!(200), committed));
    }
}

#[tokio::test]
async fn late_and_slow_answers_arrive_whole() {
    for fault in ["delay:before:ms=20", "delay:after:ms=20", "slow:ms=20"] {
        let (answer, contracts) = under(fault).await;
        assert_eq!((answer.unwrap().code(), contracts), ("200", 1), "{fault}");
    }
}

/// As at a real server: the one who gave up waiting has started a contract.
#[tokio::test]
async fn a_request_is_committed_although_its_client_went_away() {
    let sandbox = in_june_2025().await;
    let mut call = signed(&base(&sandbox), "POST", START, &[], contract("HR-1").to_string().into_bytes());
    call.set("x-sandbox-fault", "delay:before:ms=300");
    let sending = tokio::spawn(async move { call.send().await });
    while state(&sandbox).await["starts"]["HR-1"] != 1 {}
    sending.abort();
    while state(&sandbox).await["contracts"].as_array().unwrap().is_empty() {}
}

#[tokio::test]
async fn rules_of_the_sandbox_and_their_replacement() {
    let faults = vec![FaultRule::parse("error:path=/open/contract/start:times=1").unwrap()];
    let sandbox = sandbox(Options { faults, ..on(Options::default()) }).await;
    let start = async |code: &str| post(&sandbox, START, &contract(code)).await.code().to_owned();
    assert_eq!(get(&sandbox, "/api/open/psnGet", &[("accountId", "1")]).await.code(), "200");
    assert_eq!(start("HR-1").await, "500");
    assert_eq!(start("HR-1").await, "200");
    let set = own(&sandbox, "POST", "/_sandbox/faults", &json!(["error:every=2"])).await;
    assert_eq!(set.json, json!(["error:every=2"]));
    assert_eq!((start("HR-2").await.as_str(), start("HR-3").await.as_str()), ("200", "500"));
    let wrong = own(&sandbox, "POST", "/_sandbox/faults", &json!(["eror"])).await;
    assert_eq!(wrong.status, 400);
    assert!(wrong.text.contains("did you mean `error`"), "{}", wrong.text);
}

#[tokio::test]
async fn a_fault_at_qiyuesuo() {
    let sandbox = in_june_2025().await;
    let body = json!({ "bizId": "B", "user": { "contact": "1", "contactType": "NUMBER" } });
    let mut call = ticket(&sandbox, &body);
    let busy = call.set("x-sandbox-fault", "error").get().await;
    assert_eq!((&busy.json["code"], &busy.json["responseCode"]), (&json!(1001), &json!("21990001")));
}
