//! Nothing personal is written down.

use qdc::delivery::Subject;
use qdc::delivery::ledger::{Filter, Outcome, Receipt, State};
use qdc::plan::Kind;
use serde_json::json;

use crate::common::{at, open, receipt};

#[tokio::test]
async fn nothing_personal_is_in_the_files_or_in_an_error() {
    const SECRETS: &[&str] = &[
        "430100201510111541",
        "13800138000",
        "AUTH_9f3kd02mxk",
        "张三丰丰",
        "FLOW_2026_0001",
        "wang@example.com",
        "月薪八千五百元整",
        "https://open.example.com/auth?ticket=xyz",
        "TICKET-0123456789",
        "pass-word",
    ];
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let ledger = open(&path).await;
    let body = json!({
        "accountId": "430100201510111541", "psnName": "张三丰丰", "psnIDCardNum": "430100201510111541",
        "informPhone": "13800138000", "psnMobile": 13800138000u64, "flowNo": "FLOW_2026_0001",
        "components": [{ "componentId": "salary", "componentKey": "月薪八千五百元整" }],
        "signers": [{ "accountId": "430100201510111541", "signFields": [{ "authorizeCode": "AUTH_9f3kd02mxk" }] }],
        "user": { "contact": "wang@example.com", "contactType": "EMAIL" },
        "signFlowConfigs": { "flowConfig": { "contractName": "与13800138000的合同" } },
    });
    let personal = || Receipt {
        kind: Kind::Person,
        title: "张先生 13800138000".to_owned(),
        source: "hr/430100201510111541.qdc".to_owned(),
        body: body.to_string().into_bytes(),
        subject: Some(Subject::Name("430100201510111541".to_owned())),
        ..receipt("")
    };
    let id = ledger.begin(personal()).await.unwrap();
    let refused = ledger.begin(personal()).await.unwrap_err();
    let outcome = Outcome {
        result: Some(json!({
            "authUrl": "https://open.example.com/auth?ticket=xyz", "ticket": "TICKET-0123456789",
            "accountId": "430100201510111541", "fileCode": "FC_1", "sealId": "777",
        })),
        message: Some("手机号13800138000已存在".to_owned()),
        ..Outcome::of(State::Unknown)
    };
    ledger.finish(id, outcome).await.unwrap();
    // Found by what is not in it.
    let record = ledger.find(at("test"), Kind::Person, &personal().subject.unwrap()).await.unwrap().unwrap();
    assert_eq!(record.subject.as_deref(), Some("430*************41"));
    assert_eq!(record.result.as_ref().unwrap()["fileCode"], "FC_1");
    let by_source = Filter { source: Some("hr/430100201510111541.qdc".to_owned()), ..Filter::default() };
    assert_eq!(ledger.history(&by_source).await.unwrap().len(), 1);

    let open_files: Vec<_> =
        ["ledger.db", "ledger.db-wal", "ledger.db-shm"].map(|name| folder.path().join(name)).into();
    let mut bytes: Vec<u8> = open_files.iter().flat_map(|file| std::fs::read(file).unwrap()).collect();
    ledger.close().await;
    bytes.extend(std::fs::read(&path).unwrap());
    bytes.extend(format!("{refused:?}").into_bytes());
    assert!(bytes.windows(4).any(|at| at == b"FC_1"), "the files hold something");
    for secret in SECRETS {
        assert!(!bytes.windows(secret.len()).any(|at| at == secret.as_bytes()), "{secret} is in the ledger");
    }
}
