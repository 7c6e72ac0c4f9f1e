//! Who is let in.

use qdc::sandbox::SECRET;

use super::client::*;

fn body() -> Vec<u8> {
    contract("HR-1").to_string().into_bytes()
}

fn error(answer: &Answered) -> String {
    String::from_utf8(answer.headers["x-ca-error-message"].as_bytes().to_vec()).unwrap()
}

#[tokio::test]
async fn a_signed_request_comes_in() {
    let sandbox = in_june_2025().await;
    let answer = signed(&base(&sandbox), "POST", START, &[], body()).get().await;
    assert_eq!((answer.status, answer.code()), (200, "200"), "{}", answer.text);
    sandbox.stop().await;
}

#[tokio::test]
async fn chinese_in_a_query_is_signed_decoded() {
    let sandbox = in_june_2025().await;
    let answer =
        get(&sandbox, "/api/open/contract/signer", &[("businessCode", "合同 一&二"), ("accountId", "")])
            .await;
    assert_eq!(answer.code(), "oc_40006", "{}", answer.text);
}

#[tokio::test]
async fn a_wrong_key_or_no_signature_is_unauthorized() {
    let sandbox = in_june_2025().await;
    let mut call = signed(&base(&sandbox), "POST", START, &[], body());
    let other = call.set("x-ca-key", "other").get().await;
    assert_eq!((other.status, other.code()), (401, "401"));
    call.headers.remove("x-ca-key");
    assert_eq!(call.get().await.status, 401);
    let mut call = signed(&base(&sandbox), "POST", START, &[], body());
    call.headers.remove("x-ca-signature");
    assert_eq!(error(&call.get().await), "Empty Signature");
}

#[tokio::test]
async fn a_wrong_secret_is_answered_with_what_should_have_been_signed() {
    let sandbox = in_june_2025().await;
    let call = signed_as(&base(&sandbox), "POST", START, &[], body(), "wrong", now(), "n-1");
    let answer = call.get().await;
    assert_eq!(answer.status, 400);
    let message = error(&answer);
    assert!(
        message.starts_with("Invalid Signature, Server StringToSign:`POST#application/json#"),
        "{message}"
    );
    assert!(message.ends_with(&format!("#{START}`")), "{message}");
    assert!(!message.contains(SECRET) && !answer.text.contains(SECRET));
}

#[tokio::test]
async fn a_stale_timestamp_is_refused() {
    let sandbox = in_june_2025().await;
    for off in [-16 * 60_000, 16 * 60_000] {
        let call = signed_as(&base(&sandbox), "POST", START, &[], body(), SECRET, now() + off, &nonce());
        assert_eq!(error(&call.get().await), "Invalid Timestamp");
    }
    let call = signed_as(&base(&sandbox), "POST", START, &[], body(), SECRET, now() - 14 * 60_000, &nonce());
    assert_eq!(call.get().await.code(), "200");
}

#[tokio::test]
async fn a_nonce_is_used_once() {
    let sandbox = in_june_2025().await;
    let call = signed(&base(&sandbox), "POST", START, &[], body());
    assert_eq!(call.get().await.code(), "200");
    let again = call.get().await;
    assert_eq!((again.status, error(&again).as_str()), (400, "Nonce Used"));
    assert_eq!(state(&sandbox).await["contracts"].as_array().unwrap().len(), 1);
}

/// Else whoever sees a nonce could use it up.
#[tokio::test]
async fn a_nonce_is_not_spent_by_a_wrong_signature() {
    let sandbox = in_june_2025().await;
    let wrong = signed_as(&base(&sandbox), "POST", START, &[], body(), "wrong", now(), "n-1");
    assert_eq!(wrong.get().await.status, 400);
    let right = signed_as(&base(&sandbox), "POST", START, &[], body(), SECRET, now(), "n-1");
    assert_eq!(right.get().await.code(), "200");
}

#[tokio::test]
async fn a_changed_body_is_refused() {
    let sandbox = in_june_2025().await;
    let mut call = signed(&base(&sandbox), "POST", START, &[], body());
    call.body = contract("HR-2").to_string().into_bytes();
    assert_eq!(error(&call.get().await), "Invalid Content-MD5");
    // With a digest to match, it is the signature that does not.
    call.set("content-md5", &qdc::platform::signature::content_md5(&call.body.clone()));
    assert!(error(&call.get().await).starts_with("Invalid Signature"));
    call.headers.remove("content-md5");
    assert_eq!(error(&call.get().await), "Invalid Content-MD5");
    assert!(state(&sandbox).await["contracts"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn a_changed_query_is_refused() {
    let sandbox = in_june_2025().await;
    let mut call = signed(&base(&sandbox), "GET", "/api/open/psnGet", &[("accountId", "PSN_1")], Vec::new());
    call.url = call.url.replace("PSN_1", "PSN_2");
    assert!(error(&call.get().await).contains("/api/open/psnGet?accountId=PSN_2"));
}

/// A page of another site that had its own name point to this machine.
#[tokio::test]
async fn other_names_of_this_machine_are_refused() {
    let sandbox = in_june_2025().await;
    let mut call = signed(&base(&sandbox), "POST", START, &[], body());
    assert_eq!(call.set("host", "evil.example:80").get().await.status, 403);
    assert_eq!(call.set("host", "localhost").get().await.status, 200);
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_refused() {
    let sandbox = in_june_2025().await;
    let mut call = signed(&base(&sandbox), "POST", START, &[], body());
    call.body = vec![b' '; (10 << 20) + 1];
    // The connection may also end while the body is still being sent.
    if let Ok(answer) = call.send().await {
        assert_eq!(answer.status, 413);
    }
}

#[tokio::test]
async fn paths_that_are_no_endpoint() {
    let sandbox = in_june_2025().await;
    assert_eq!(get(&sandbox, "/api/open/nothing", &[]).await.status, 404);
    assert_eq!(get(&sandbox, START, &[]).await.status, 405);
}
