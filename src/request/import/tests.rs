//! What a body says, its file says; what no file can say, is named where it stands.

use super::*;
use crate::facts::Facts;
use crate::model::{Model, NoFiles};
use crate::plan::{MadeFiles, Plan};
use crate::settings::Settings;
use crate::source::Source;

const S4: &str = include_str!("../../../tests/seeds/s4-contract-start.json");

const LOSSLESS: ImportOptions = ImportOptions { lang: Lang::En, lossy: false };
const CHINESE: ImportOptions = ImportOptions { lang: Lang::Zh, lossy: false };
const LOSSY: ImportOptions = ImportOptions { lang: Lang::En, lossy: true };

fn compiled(text: &str) -> String {
    let model = Model::read(Source::new("a.qdc", text), &NoFiles, &Default::default());
    let (facts, settings) = (Facts::at("2025-06-01T00:00".parse().unwrap()), Settings::default());
    let made = MadeFiles::of(&model);
    let plan = Plan::of(&model, &facts, &settings, &made);
    serde_json::to_string_pretty(plan.start().expect("a contract")).expect("a body") + "\n"
}

/// `pointer line:column message` of every problem of a body.
fn problems(body: &str) -> Vec<String> {
    let problems = import(body, LOSSLESS).expect_err("problems");
    let said =
        |one: &ImportProblem| format!("{} {}:{} {}", one.pointer, one.line, one.column, one.message.en);
    problems.iter().map(said).collect()
}

/// S4's body with one piece of its text replaced, by what it says then.
fn changed(from: &str, to: &str) -> Vec<String> {
    assert!(S4.contains(from), "{from}");
    problems(&S4.replacen(from, to, 1))
}

#[test]
fn the_documented_body_comes_back_letter_by_letter() {
    for options in [LOSSLESS, CHINESE, LOSSY] {
        let text = import(S4, options).expect("a file");
        assert_eq!(compiled(&text), S4);
    }
    assert_eq!(
        import(S4, LOSSLESS).expect("a file"),
        r#"contract "测试合同" {
    code      "241212171254RkztvLle"
    initiator "CORP_TEST_001"
    deadline  2025-12-31
    order     free

    document main "FC_20241212171254RkztvLleUICgRSe" name "test_file1.docx"
    attachment "FC_20241212164445yYmxlZvwHGQysio"

    signer "PSN_TEST_001" seq 1 auth sms notice 0 {
        sign main page 1 at (280, 420) date "YYYY-MM-DD" silent "RkztvLleUICgRSe"
        sign main page 1 at (400, 300) date "YYYY-MM-DD" silent "RkztvLleUICgRSe"
    }
    signer "PSN_TEST_002" seq 2 auth sms notice 0 {
        sign main page 1 at (600, 200) date "YYYY-MM-DD" silent "vLleUI7"
        sign main page 1 at (100, 500) date "YYYY-MM-DD" silent "vLleUI7"
    }
    signer "PSN_TEST_003" seq 1 auth sms notice 0 {
        sign main page 1 at (28, 42) date "YYYY-MM-DD" silent "7"
        sign main page 1 at (28, 42) date "YYYY-MM-DD" silent "7"
    }

    redirect "https://spanish-gray.net/" after 3s
    evidence 3
}
"#
    );
}

#[test]
fn several_documents_cross_page_seals_and_other_values_come_back() {
    let body = r#"{
  "signFileType": "OFD",
  "docs": [
    {"fileId": "1", "fileCode": "FC_\"1\"“”", "fileOrder": 1},
    {"fileId": "乙", "fileCode": "FC_2\n{x}", "fileOrder": 2, "fileName": "乙.pdf"}
  ],
  "signFlowInitiator": {"accountId": "CORP"},
  "signers": [
    {"accountId": "A", "seqNo": 1, "signFields": [
      {"fileCode": "FC_2\n{x}", "signFieldStyle": 2, "signFieldPosition": {"positionPage": 0, "positionX": 0, "positionY": 300.5}},
      {"fileCode": "FC_\"1\"“”", "signFieldStyle": 1, "signFieldPosition": {"positionPage": 12, "positionX": -1e-7, "positionY": 2.80e2}}
    ]},
    {"accountId": "B", "seqNo": 2, "signFields": [], "authConfig": {"willingnessAuthModes": ["PSN_FACE", "VOICE"]}}
  ],
  "signFlowConfigs": {
    "flowConfig": {"contractName": "// {{U+0041}", "seqSigning": true},
    "integrationConfig": {"evidenceConfig": [1, 2]}
  }
}"#;
    for options in [LOSSLESS, CHINESE] {
        let text = import(body, options).unwrap_or_else(|problems| panic!("{problems:?}"));
        let (was, is): (serde_json::Value, serde_json::Value) =
            (serde_json::from_str(body).unwrap(), serde_json::from_str(&compiled(&text)).unwrap());
        assert_eq!(is.pointer("/docs"), was.pointer("/docs"), "{text}");
        assert_eq!(is["signFlowConfigs"], was["signFlowConfigs"]);
        assert!(!text.contains("seq 1"), "default turns need no saying");
    }
    assert!(import(body, CHINESE).expect("a file").contains("签章 文件2 骑缝 300.5"));
}

#[test]
fn what_no_file_can_say_is_named_where_it_stands() {
    for (from, to, said) in [
        (
            "\"docs\": [",
            "\"colour\": \"red\",\n  \"docs\": [",
            "/colour 3:3 no member that is known, so a file cannot say it",
        ),
        ("\"fileName\"", "\"filename\"", "/docs/0/filename 8:7 no member that is known; perhaps `fileName`"),
        ("\"test_file1.docx\"", "null", "/docs/0/fileName 8:7 is null, which a file cannot say"),
        ("\"test_file1.docx\"", "\"\"", "/docs/0/fileName 8:19 is empty, which a file cannot say"),
        ("\"fileId\": \"1\"", "\"fileId\": 1", "/docs/0/fileId 5:17 should be a string, not a number"),
        ("\"fileId\": \"1\",", "", "/docs/0 4:5 has no `fileId`, which every compiled body has"),
        (
            "\"fileOrder\": 1",
            "\"fileOrder\": 2",
            "/docs/0/fileOrder 7:20 `fileOrder` is 2, but files count from 1 in order of writing; here it would be 1",
        ),
        ("\"seqNo\": 1", "\"seqNo\": 1.5", "/signers/0/seqNo 23:16 should be a whole number, not a number"),
        ("\"seqNo\": 1", "\"seqNo\": -1", "/signers/0/seqNo 23:16 should be from 0 to 100000"),
        (
            "\"signFieldStyle\": 1",
            "\"signFieldStyle\": 3",
            "/signers/0/signFields/0/signFieldStyle 27:29 `signFieldStyle` is known as 1 (one page) and 2 (across pages), this is 3",
        ),
        (
            "\"signFieldStyle\": 1",
            "\"signFieldStyle\": 2",
            "/signers/0/signFields/0/signFieldPosition/positionPage 31:29 a cross-page seal has page 0 and x 0",
        ),
        (
            "\"positionX\": 280",
            "\"positionX\": \"280\"",
            "/signers/0/signFields/0/signFieldPosition/positionX 32:26 should be a number, not a string",
        ),
        (
            "\"positionX\": 280",
            "\"positionX\": 0.12345678901234567890",
            "/signers/0/signFields/0/signFieldPosition/positionX 32:26 a number with more digits than can be kept",
        ),
        (
            "\"2025-12-31\"",
            "\"2025-02-30\"",
            "/signFlowConfigs/flowConfig/signDeadline 135:23 `2025-02-30` is no date of the form YYYY-MM-DD",
        ),
        (
            "\"2025-12-31\"",
            "\"20251231\"",
            "/signFlowConfigs/flowConfig/signDeadline 135:23 `20251231` is no date of the form YYYY-MM-DD",
        ),
        (
            "\"https://spanish-gray.net/\"",
            "\"ftp://x\"",
            "/signFlowConfigs/integrationConfig/signRedirectConfig/redirectUrl 139:24 no address that starts with https:// or http://",
        ),
        (
            "\"seqSigning\": false,",
            "\"seqSigning\": false, \"seqSigning\": true,",
            "/signFlowConfigs/flowConfig/seqSigning 134:28 this member is there twice",
        ),
        (
            "\"seqSigning\": false",
            "\"seqSigning\": \"false\"",
            "/signFlowConfigs/flowConfig/seqSigning 134:21 should be a boolean, not a string",
        ),
    ] {
        let found = changed(from, to);
        assert!(found.iter().any(|one| one == said), "{said}\n{found:#?}");
    }
}

#[test]
fn every_problem_is_named_in_one_run_and_in_order() {
    let body = r#"{"docs": {}, "x/y~": 1, "signers": [{"signFields": [[]]}], "signFlowConfigs": null}"#;
    assert_eq!(
        problems(body),
        [
            " 1:1 has no `signFileType`, which every compiled body has",
            " 1:1 has no `signFlowInitiator`, which every compiled body has",
            "/docs 1:10 should be an array, not an object",
            "/x~1y~0 1:14 no member that is known, so a file cannot say it",
            "/signers/0 1:37 has no `accountId`, which every compiled body has",
            "/signers/0 1:37 has no `seqNo`, which every compiled body has",
            "/signers/0/signFields/0 1:53 should be an object, not an array",
            "/signFlowConfigs 1:60 is null, which a file cannot say",
        ]
    );
}

#[test]
fn text_that_is_no_json_is_refused_at_its_place() {
    assert_eq!(problems("{\n  \"甲\": }"), [" 2:8 not valid JSON: expected value"]);
    assert_eq!(problems(""), [" 1:1 the JSON ends too early"]);
    assert_eq!(problems("{\"a\": [1, 2"), [" 1:11 the JSON ends too early"]);
    assert!(import("{} {}", LOSSY).is_err());
    assert_eq!(problems("[]"), [" 1:1 should be an object, not an array"]);
    let deep = "[".repeat(100_000);
    assert!(import(&deep, LOSSY).is_err());
    let deep = format!("{{\"docs\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(import(&deep, LOSSLESS).is_err());
    assert!(import(r#"{"docs": "\ud800"}"#, LOSSLESS).is_err());
}

#[test]
fn a_text_too_long_for_a_line_is_not_lost() {
    let body = S4.replace("测试合同", &"长".repeat(200_000));
    assert!(import(&body, LOSSLESS).is_err());
}

#[test]
fn what_is_left_out_on_request_is_listed() {
    let body = S4.replacen("\"fileName\"", "\"filename\\n// x\"", 1);
    let text = import(&body, LOSSY).expect("a file");
    let head: Vec<&str> = text.lines().take(4).collect();
    assert_eq!(
        head,
        [
            "// Left out in importing:",
            "// 8:7 /docs/0/filename␊~1~1 x no member that is known, so a file cannot say it",
            "",
            "contract \"测试合同\" {",
        ]
    );
    assert_eq!(compiled(&text), S4.replacen(",\n      \"fileName\": \"test_file1.docx\"", "", 1));
}

/// A program that shortened a text cut 😀 in two.
#[test]
fn half_a_character_is_named_by_its_escape() {
    let half = "has `\\ud83d`, which is half a character";
    let cut = changed("测试合同", r"测试\ud83d");
    assert_eq!(cut.len(), 1, "{cut:#?}");
    assert!(cut[0].contains("/signFlowConfigs/flowConfig/contractName") && cut[0].contains(half), "{cut:#?}");
    let named = changed("\"signFileType\"", r#""\ud83d": 1, "signFileType""#);
    assert_eq!(named.len(), 1, "{named:#?}");
    assert!(named[0].starts_with("/\u{FFFD} 2:") && named[0].contains(half), "{named:#?}");
    // The rest is kept, and nothing is made up for what is not.
    let body = S4.replacen("\"241212171254RkztvLle\"", r#""2412\uDE00""#, 1);
    let text = import(&body, LOSSY).expect("a file");
    assert!(
        text.contains("businessCode") && !text.contains("    code") && !text.contains('\u{FFFD}'),
        "{text}"
    );
    // Two halves that belong together are one character.
    let whole = import(&S4.replacen("测试合同", r"测试\ud83d\ude00", 1), LOSSLESS).expect("a file");
    assert!(whole.starts_with("contract \"测试😀\""), "{whole}");
}

#[test]
fn a_byte_order_mark_is_no_content() {
    let body = format!("\u{FEFF}{}", S4.replacen("\"signFileType\"", "\"colour\": 1, \"signFileType\"", 1));
    let text = import(&body, LOSSY).expect("a file");
    assert!(text.starts_with("// Left out in importing:\n// 2:") && text.contains("/colour"), "{text}");
    assert_eq!(
        import(&format!("\u{FEFF}{S4}"), LOSSLESS).as_deref(),
        Ok(import(S4, LOSSLESS).expect("a file").as_str())
    );
}

#[test]
fn a_file_of_nothing_is_not_written() {
    for body in
        ["{}", "[]", "1", r#"{"\ud83d": 1}"#, r#"{"signFlowConfigs": {"flowConfig": {"seqSigning": true}}}"#]
    {
        assert!(import(body, LOSSY).is_err(), "{body}");
    }
    assert!(import(r#"{"signFlowInitiator": {"accountId": "CORP_1"}}"#, LOSSY).is_ok());
}

#[test]
fn a_large_body_is_read_in_one_walk() {
    let signer = r#"{"accountId": "A%", "seqNo": 1, "colour": 1, "signFields": []}"#;
    let signers: Vec<String> = (0..20_000).map(|at| signer.replace('%', &at.to_string())).collect();
    let body = format!("{{\"docs\": [], \"signers\": [{}]}}", signers.join(","));
    assert!(problems(&body).len() > 20_000);
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    /// S4's body with pieces of it replaced by others: mostly JSON still, hardly ever a contract.
    fn damaged() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "null", "0", "-1.5e3", "\"\"", "\"x\"", "[]", "{}", "{", "]", ",", ":", "\"", "\\", "\n", "true",
            "\u{0}", "甲",
        ]);
        prop::collection::vec((any::<prop::sample::Index>(), 0..6usize, piece), 1..4).prop_map(|changes| {
            let mut characters: Vec<char> = S4.chars().collect();
            for (at, length, piece) in changes {
                let at = at.index(characters.len());
                let end = (at + length).min(characters.len());
                characters.splice(at..end, piece.chars());
            }
            characters.into_iter().collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            failure_persistence: None,
            // A run today and a run tomorrow test the same.
            rng_seed: proptest::test_runner::RngSeed::Fixed(20_260_105),
            ..ProptestConfig::with_cases(300)
        })]

        /// Any texts in any places come back.
        #[test]
        fn any_texts_come_back(title in ".*", code in ".*", account in "\\PC*", x in any::<f64>(), y in -1000i32..1000) {
            let text = |text: &str| serde_json::to_string(text).unwrap_or_default();
            let x = serde_json::to_string(&x).unwrap_or_default();
            let body = S4
                .replacen("\"测试合同\"", &text(&title), 1)
                .replacen("\"241212171254RkztvLle\"", &text(&code), 1)
                .replacen("\"CORP_TEST_001\"", &text(&account), 1)
                .replacen("\"positionX\": 280", &format!("\"positionX\": {x}"), 1)
                .replacen("\"positionY\": 420", &format!("\"positionY\": {y}"), 1);
            let blank = [&title, &code, &account].into_iter().any(|text| text.trim().is_empty());
            match import(&body, CHINESE) {
                Ok(file) => {
                    let (is, was): (serde_json::Value, serde_json::Value) =
                        (serde_json::from_str(&compiled(&file)).unwrap(), serde_json::from_str(&body).unwrap());
                    // -0 and 0 are one number.
                    prop_assert_eq!(proof::difference(&is, &was), None);
                }
                Err(problems) => prop_assert!(blank || x == "null", "{:?}", problems),
            }
        }

        /// Whatever is taken compiles back; whatever is not has a place; what is left out on request leaves a
        /// file that can be read.
        #[test]
        fn any_body_is_answered(body in damaged()) {
            match import(&body, LOSSLESS) {
                Ok(text) => prop_assert!(!text.is_empty()),
                Err(problems) => {
                    prop_assert!(!problems.is_empty());
                    prop_assert!(problems.is_sorted_by_key(|problem| (problem.line, problem.column)));
                    let lines = body.lines().count() + 1;
                    prop_assert!(problems.iter().all(|problem| problem.line <= lines && problem.column > 0));
                }
            }
            if let Ok(text) = import(&body, LOSSY) {
                let model = Model::read(Source::new("a.qdc", text.as_str()), &NoFiles, &Default::default());
                prop_assert!(model.contract.is_some(), "{}", text);
            }
        }
    }
}
