//! Qiyuesuo's gate and its one endpoint.

use serde_json::{Value, json};

use super::client::*;

fn body() -> Value {
    json!({ "contractId": "2591540368898105360", "user": { "contact": "15100000000", "contactType": "MOBILE" } })
}

#[tokio::test]
async fn a_ticket() {
    let sandbox = in_june_2025().await;
    let answer = ticket(&sandbox, &body()).get().await;
    assert_eq!(
        (answer.status, &answer.json["code"], &answer.json["message"]),
        (200, &json!(0), &json!("SUCCESS"))
    );
    assert!(!answer.json["result"]["ticket"].as_str().unwrap().is_empty());
    let example = serde_json::from_str(include_str!("../seeds/s3-ticket.json")).unwrap();
    assert_eq!(ticket(&sandbox, &example).get().await.json["code"], 0);
}

#[tokio::test]
async fn who_is_not_let_in() {
    let sandbox = in_june_2025().await;
    let code = async |spoil: &dyn Fn(&mut Call)| {
        let mut call = ticket(&sandbox, &body());
        spoil(&mut call);
        let answer = call.get().await;
        assert_eq!(answer.json["code"], answer.status);
        answer
    };
    let none = code(&|call| drop(call.headers.remove("x-qys-open-accesstoken"))).await;
    assert_eq!(
        none.json,
        json!({
            "message": "HEADER REQUIRED,x-qys-open-accesstoken", "code": 441, "responseCode": "11990441"
        })
    );
    let other = code(&|call| {
        call.set("x-qys-open-accesstoken", "other");
    })
    .await;
    assert_eq!((&other.json["code"], &other.json["responseCode"]), (&json!(442), &json!("11990442")));
    assert_eq!(
        code(&|call| {
            call.set("x-qys-open-signature", "0");
        })
        .await
        .status,
        443
    );
    assert_eq!(
        code(&|call| {
            call.set("x-qys-open-timestamp", "1489391828093");
        })
        .await
        .status,
        445
    );
    let call = ticket(&sandbox, &body());
    assert_eq!((call.get().await.status, call.get().await.status), (200, 444));
}

#[tokio::test]
async fn what_is_refused() {
    let seed = json!({ "contracts": [{ "contractId": "1", "bizId": "B", "users": ["a@example.com"] }] });
    let (_folder, options) = seeded(&seed);
    let sandbox = sandbox(qdc::sandbox::Options { strict: true, ..options }).await;
    let code = async |body: Value| ticket(&sandbox, &body).get().await.json["code"].clone();
    let user = |contact: &str| json!({ "contact": contact, "contactType": "EMAIL" });
    assert_eq!(code(json!({ "bizId": "B", "user": user("a@example.com") })).await, 0);
    assert_eq!(code(json!({ "contractId": 1, "user": user("b@example.com") })).await, 1110);
    assert_eq!(code(json!({ "contractId": "2", "user": user("a@example.com") })).await, 1101);
    for invalid in [
        json!({ "user": user("a@example.com") }),
        json!({ "bizId": "B" }),
        json!({ "bizId": "B", "user": { "contact": "a", "contactType": "PIGEON" } }),
        json!({ "bizId": "B", "user": user("a@example.com"), "allowPasswordSign": "yes" }),
    ] {
        let answer = ticket(&sandbox, &invalid).get().await;
        assert_eq!((&answer.json["code"], &answer.json["responseCode"]), (&json!(1005), &json!("11990005")));
    }
}
