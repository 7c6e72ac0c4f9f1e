//! Every code of the platform's error tables, once.

use qdc::sandbox::Options;
use serde_json::{Value, json};

use super::client::*;

/// What a contract is refused with after a change.
async fn refused(options: Options, change: impl FnOnce(&mut Value)) -> Answered {
    let sandbox = sandbox(options).await;
    let mut body = contract("HR-1");
    change(&mut body);
    let answer = post(&sandbox, START, &body).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json["success"], answer.code() == "200");
    if answer.code() != "200" {
        assert!(state(&sandbox).await["contracts"].as_array().unwrap().is_empty());
    }
    answer
}

async fn code(change: impl FnOnce(&mut Value)) -> String {
    refused(on(Options::default()), change).await.code().to_owned()
}

async fn code_with(seed: Value, change: impl FnOnce(&mut Value)) -> String {
    let (_folder, options) = seeded(&seed);
    refused(options, change).await.code().to_owned()
}

fn deadline(body: &mut Value, day: &str) {
    body["signFlowConfigs"]["flowConfig"]["signDeadline"] = day.into();
}

#[tokio::test]
async fn the_answer_is_as_documented() {
    let sandbox = in_june_2025().await;
    let answer = post(&sandbox, START, &contract("HR-1")).await;
    let members: Vec<&str> = answer.json.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(members, ["code", "msg", "result", "success", "logKey", "ts"]);
    assert_eq!(answer.json["msg"], "成功");
    let result = &answer.json["result"];
    // With the space it has on the platform's page.
    assert_eq!(
        result[" signersInfos"],
        json!([{ "accountId": "PSN_1", "seqNo": 1 }, { "accountId": "PSN_2", "seqNo": 2 }])
    );
    assert!(result["contractId"].as_i64().unwrap() > 1 << 53);
    assert_eq!(result["businessCode"], "HR-1");
    let key = answer.json["logKey"].as_str().unwrap();
    assert!(key.len() == 8 && key.chars().all(|c| c.is_ascii_hexdigit()));
    assert!(answer.json["ts"].as_str().unwrap().parse::<i64>().is_ok());
}

#[tokio::test]
async fn the_platforms_own_example_breaks_its_rule() {
    let sandbox = in_june_2025().await;
    let example = serde_json::from_str(include_str!("../seeds/s4-contract-start.json")).unwrap();
    let answer = post(&sandbox, START, &example).await;
    assert_eq!(answer.code(), "oc_40016", "{}", answer.text);
    assert_eq!(answer.json["msg"], "签署位置不能重复");
}

#[tokio::test]
async fn deadlines() {
    assert_eq!(code(|body| deadline(body, "2026-06-01")).await, "200");
    assert_eq!(code(|body| deadline(body, "2026-06-02")).await, "oc_40001");
    assert_eq!(code(|body| deadline(body, "2025-06-01")).await, "200");
    assert_eq!(code(|body| deadline(body, "2025-05-31")).await, "oc_40002");
    assert_eq!(code(|body| deadline(body, "soon")).await, "400");
}

#[tokio::test]
async fn repetitions() {
    let signer = |body: &mut Value| body["signers"][1]["accountId"] = "PSN_1".into();
    assert_eq!(code(signer).await, "oc_40003");
    let doc = |body: &mut Value| {
        let first = body["docs"][0].clone();
        body["docs"].as_array_mut().unwrap().push(first);
    };
    assert_eq!(code(doc).await, "oc_40014");
    let place = |body: &mut Value| {
        body["signers"][1]["signFields"][0]["signFieldPosition"]["positionX"] = json!(100.0);
    };
    assert_eq!(code(place).await, "oc_40016");
}

fn across(body: &mut Value) {
    let field = &mut body["signers"][0]["signFields"][0];
    field["signFieldStyle"] = 2.into();
    field["signFieldPosition"] = json!({ "positionPage": 0, "positionX": 0, "positionY": 300 });
}

#[tokio::test]
async fn cross_page_seals() {
    assert_eq!(code(across).await, "200");
    let seed = |pages: u32| json!({ "files": [{ "fileCode": "FC_1", "pages": pages }] });
    assert_eq!(code_with(seed(1), across).await, "oc_40020");
    assert_eq!(code_with(seed(2), across).await, "200");
    // Of two at one height it does not matter what X says.
    let twice = |body: &mut Value| {
        across(body);
        let mut field = body["signers"][0]["signFields"][0].clone();
        field["signFieldPosition"]["positionX"] = 5.into();
        body["signers"][1]["signFields"] = json!([field]);
    };
    assert_eq!(code(twice).await, "oc_40016");
}

#[tokio::test]
async fn silent_and_ordinary_fields_of_one_signer() {
    let mixed = |body: &mut Value| {
        let mut field = body["signers"][0]["signFields"][0].clone();
        field["authorizeCode"] = "secret-1".into();
        field["signFieldPosition"]["positionY"] = 100.into();
        body["signers"][0]["signFields"].as_array_mut().unwrap().push(field);
    };
    assert_eq!(code(mixed).await, "oc_40027");
}

#[tokio::test]
async fn unverified_signers() {
    let seed = json!({ "accounts": [{ "accountId": "PSN_2", "verified": false }] });
    assert_eq!(code_with(seed, |_| ()).await, "oc_10011");
    let strict = Options { strict: true, ..on(Options::default()) };
    assert_eq!(refused(strict, |_| ()).await.code(), "oc_10011");
}

#[tokio::test]
async fn files() {
    let seed = |kind: &str| json!({ "files": [{ "fileCode": "FC_1", "kind": kind }] });
    assert_eq!(code_with(seed("unsupported"), |_| ()).await, "oc_30005");
    assert_eq!(code_with(seed("broken"), |_| ()).await, "oc_30006");
    assert_eq!(code(|body| body["docs"][0]["fileName"] = "合同.wps".into()).await, "oc_30005");
    let accounts = json!({ "accounts": [{ "accountId": "PSN_1" }, { "accountId": "PSN_2" }] });
    let (_folder, options) = seeded(&accounts);
    let unknown = refused(Options { strict: true, ..options }, |_| ()).await;
    assert_eq!(unknown.json["msg"], "参数错误. 没有文件 `FC_1`");
}

#[tokio::test]
async fn a_wrong_shape_is_named() {
    for (pointer, value, msg) in [
        ("/docs", json!(null), "参数错误. `docs` 缺失"),
        ("/docs", json!([]), "参数错误. `docs` 不能为空"),
        ("/signers/1/seqNo", json!("2"), "参数错误. `signers[1].seqNo` 要是整数"),
        (
            "/signers/0/signFields/0/fileCode",
            json!("FC_2"),
            "参数错误. `signers[0].signFields[0].fileCode` 不在 docs 里",
        ),
        (
            "/signers/0/signFields/0/signFieldStyle",
            json!(3),
            "参数错误. `signers[0].signFields[0].signFieldStyle` 要是 1 或 2",
        ),
        (
            "/signFlowConfigs/flowConfig/contractName",
            json!(""),
            "参数错误. `signFlowConfigs.flowConfig.contractName` 不能为空",
        ),
    ] {
        let change = |body: &mut Value| *body.pointer_mut(pointer).unwrap() = value;
        let answer = refused(on(Options::default()), change).await;
        assert_eq!((answer.code(), answer.json["msg"].as_str().unwrap()), ("400", msg));
    }
    let sandbox = in_june_2025().await;
    let broken = signed(&base(&sandbox), "POST", START, &[], b"{".to_vec()).get().await;
    assert_eq!(broken.json["msg"], "参数错误. 请求体不是 JSON");
}

#[tokio::test]
async fn asking_for_signers() {
    const PATH: &str = "/api/open/contract/signer";
    let sandbox = in_june_2025().await;
    let id = post(&sandbox, START, &contract("HR-1")).await.json["result"]["contractId"].to_string();
    let ask = async |id: &str, code: &str, account: &str| {
        get(&sandbox, PATH, &[("contractId", id), ("businessCode", code), ("accountId", account)]).await
    };
    assert_eq!(ask("1", "", "PSN_1").await.code(), "oc_40006");
    assert_eq!(ask(&id, "HR-2", "PSN_1").await.code(), "oc_40006");
    assert_eq!(ask(&id, "", "PSN_3").await.code(), "oc_40005");
    assert_eq!(ask("", "", "PSN_1").await.code(), "400");
    let first = ask(&id, "", "PSN_1").await;
    assert_eq!(
        first.json["result"],
        json!({
            "signStatus": "signing",
            "seqNo": 1,
            "signFields": [{
                "fileCode": "FC_1", "fileId": "1", "signFieldStyle": 1, "dateFormat": "YYYY-MM-DD",
                "signFieldPosition": { "positionPage": 1, "positionX": 100, "positionY": 420 }
            }],
            "authConfig": { "willingnessAuthModes": ["CODE_SMS"] },
            "noticeConfig": { "noticeTypes": 0 }
        })
    );
    assert_eq!(ask("", "HR-1", "PSN_2").await.json["result"]["signStatus"], "waiting");
    assert_eq!(ask("", "HR-1", "").await.json["result"]["seqNo"], 1);
}

#[tokio::test]
async fn a_repeated_business_code_is_another_contract() {
    let sandbox = in_june_2025().await;
    let first = post(&sandbox, START, &contract("HR-1")).await.json["result"]["contractId"].clone();
    let second = post(&sandbox, START, &contract("HR-1")).await.json["result"]["contractId"].clone();
    assert_ne!(first, second);
    let state = state(&sandbox).await;
    assert_eq!(state["contracts"].as_array().unwrap().len(), 2);
    assert_eq!((&state["contracts"][1]["received"], &state["starts"]["HR-1"]), (&json!(2), &json!(2)));
}

#[tokio::test]
async fn files_from_templates() {
    const PATH: &str = "/api/open/template/file/create";
    let seed = json!({ "templates": [
        { "docTemplateId": "T_1" }, { "docTemplateId": "T_2", "fileMissing": true }
    ] });
    let (_folder, options) = seeded(&seed);
    let sandbox = sandbox(Options { strict: true, ..options }).await;
    let body = |template: &str| {
        json!({ "docTemplateId": template, "components": [
        { "componentId": "c", "componentKey": "张三" }
    ] })
    };
    let made = post(&sandbox, PATH, &body("T_1")).await;
    let code = made.json["result"]["fileCode"].as_str().unwrap();
    assert!(code.starts_with("FC_") && code.len() == 33, "{code}");
    assert!(
        code[3..17].chars().all(|c| c.is_ascii_digit())
            && code[17..].chars().all(|c| c.is_ascii_alphabetic())
    );
    assert!(made.json["result"]["fileName"].is_string() && made.json["result"]["fileUrl"].is_string());
    assert_eq!(post(&sandbox, PATH, &body("T_2")).await.code(), "oc_30008");
    assert_eq!(post(&sandbox, PATH, &body("T_3")).await.code(), "oc_40024");
    let missing = post(&sandbox, PATH, &json!({ "docTemplateId": "T_1" })).await;
    assert_eq!(missing.json["msg"], "参数错误. `components` 缺失");
}

#[tokio::test]
async fn seals_and_their_authorization() {
    const URL: &str = "/api/open/seal/autosign/auth/url";
    let seed = json!({
        "accounts": [
            { "accountId": "CORP_1", "kind": "company" },
            { "accountId": "CORP_2", "kind": "company", "verified": false },
            { "accountId": "PSN_1", "verified": false },
            { "accountId": "PSN_2", "verified": false, "name": "张三", "idNumber": true },
        ],
        "seals": [
            { "sealId": 10086, "accountId": "CORP_1", "authorized": true, "authorizeCode": "code-1" },
            { "sealId": 10087, "accountId": "CORP_1" },
        ],
    });
    let (_folder, options) = seeded(&seed);
    let sandbox = sandbox(Options { strict: true, ..options }).await;
    let url = async |account: &str, seals: Value| {
        post(&sandbox, URL, &json!({ "accountId": account, "sealIds": seals, "expirationTime": 3600 })).await
    };
    let seal = async |id: &str| get(&sandbox, "/api/open/seal/detail", &[("sealId", id)]).await;
    assert_eq!(seal("1").await.code(), "oc_20001");
    let known = seal("10086").await.json["result"]["autosignAuthorizeList"][0].clone();
    assert_eq!(known["authorizeCode"], "code-1");
    assert_eq!(known["authorizeStatus"], "authorized");
    assert_eq!(url("CORP_1", json!([1])).await.code(), "oc_20001");
    assert_eq!(url("CORP_1", json!([10086])).await.code(), "oc_20002");
    assert_eq!(url("CORP_2", json!(null)).await.code(), "oc_40025");
    assert_eq!(url("PSN_1", json!(null)).await.code(), "oc_40026");
    assert_eq!(url("PSN_2", json!(null)).await.code(), "200");
    // Opening the page grants it.
    assert_eq!(seal("10087").await.json["result"]["autosignAuthorizeList"], json!([]));
    let page = url("CORP_1", json!(null)).await.json["result"]["authUrl"].as_str().unwrap().to_owned();
    assert_eq!(http().get(&page).send().await.unwrap().status(), 200);
    assert_eq!(http().get(&page).send().await.unwrap().status(), 404);
    assert_eq!(url("CORP_1", json!(null)).await.code(), "oc_20002");
    assert!(seal("10087").await.json["result"]["autosignAuthorizeList"][0]["authorizeCode"].is_string());
}

#[tokio::test]
async fn people() {
    const CREATE: &str = "/api/open/psnCreate";
    let sandbox = sandbox(Options { own_verification: false, ..Options::default() }).await;
    let example: Value = serde_json::from_str(include_str!("../seeds/s2-person.json")).unwrap();
    let account = example["accountId"].as_str().unwrap();
    let made = post(&sandbox, CREATE, &example).await;
    assert_eq!(made.json["result"], json!({ "sealId": "100000000", "accountId": account }));
    assert_eq!(post(&sandbox, CREATE, &example).await.json["msg"], "参数错误. `accountId` 已存在");
    let mut other = example.clone();
    other["accountId"] = "PSN_2".into();
    other["flowNo"] = Value::Null;
    assert_eq!(post(&sandbox, CREATE, &other).await.code(), "oc_10041");
    other["psnIDCardType"] = "PASSPORT".into();
    assert_eq!(post(&sandbox, CREATE, &other).await.code(), "400");
    for (name, value) in [("accountId", account), ("psnIDCardNum", "430100201510111541")] {
        let known = get(&sandbox, "/api/open/psnGet", &[(name, value)]).await;
        assert_eq!(known.json["result"]["psnName"], example["psnName"], "{}", known.text);
        assert_eq!(known.json["result"]["accountId"], account);
    }
    let unknown = get(&sandbox, "/api/open/psnGet", &[("accountId", "PSN_9")]).await;
    assert_eq!((unknown.code(), &unknown.json["result"]), ("200", &Value::Null));
}

#[tokio::test]
async fn uploads() {
    let options = Options { upload_path: Some("/open/file/upload".into()), ..on(Options::default()) };
    let sandbox = sandbox(options).await;
    let upload = async |name: &str, content: &[u8]| {
        let mut body =
            format!("--x\r\nContent-Disposition: form-data; name=\"file\"; {name}\r\n\r\n").into_bytes();
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--x--\r\n");
        let mut call = signed(&base(&sandbox), "POST", "/api/open/file/upload", &[], Vec::new());
        call.body = body;
        // The type is signed as well, so it is signed anew.
        let (time, nonce) = (now().to_string(), nonce());
        let kind = "multipart/form-data; boundary=x";
        let signed = qdc::platform::signature::Signed {
            method: "POST",
            accept: "application/json",
            content_md5: "",
            content_type: kind,
            date: "",
            headers: &[("X-Ca-Key", qdc::sandbox::KEY), ("X-Ca-Nonce", &nonce), ("X-Ca-Timestamp", &time)],
            path: "/api/open/file/upload",
            parameters: &[],
        };
        call.set("content-type", kind)
            .set("x-ca-nonce", &nonce)
            .set("x-ca-timestamp", &time)
            .set("x-ca-signature", &signed.signature(qdc::sandbox::SECRET));
        call.get().await.json["result"]["fileCode"].as_str().unwrap().to_owned()
    };
    let start = async |code: &str| {
        let mut body = contract("HR-1");
        across(&mut body);
        let text = body.to_string().replace("FC_1", code);
        post(&sandbox, START, &serde_json::from_str(&text).unwrap()).await.code().to_owned()
    };
    let two_pages = include_bytes!("../pdf/a4-two-pages.pdf");
    assert_eq!(start(&upload("filename=\"合同.pdf\"", two_pages).await).await, "200");
    assert_eq!(start(&upload("filename*=utf-8''%E5%90%88%E5%90%8C.wps", two_pages).await).await, "oc_30005");
    assert_eq!(start(&upload("filename=\"合同.pdf\"", b"%PDF-1.7 broken").await).await, "oc_30006");
}

#[tokio::test]
async fn a_seed_with_an_unknown_member_does_not_start() {
    let (_folder, options) = seeded(&json!({ "accounts": [{ "acountId": "PSN_1" }] }));
    let error = qdc::sandbox::Sandbox::start(options).await.err().unwrap().to_string();
    assert!(error.contains("acountId") && error.contains("accountId"), "{error}");
}

/// As it stands in both languages of the documentation.
#[tokio::test]
async fn the_seed_of_the_documentation_is_read() {
    for page in [include_str!("../../docs/sandbox.md"), include_str!("../../docs/zh/sandbox.md")] {
        let json = page.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
        let (_folder, options) = seeded(&serde_json::from_str(json).unwrap());
        let sandbox = sandbox(options).await;
        let mut body = contract("HR-1");
        body["signers"][0]["accountId"] = "PSN_TEST_001".into();
        assert_eq!(post(&sandbox, START, &body).await.code(), "oc_10011");
    }
}
