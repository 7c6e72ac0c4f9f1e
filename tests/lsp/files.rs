//! Several files: `use`, unsaved texts, the disk, settings, and what can be done with a file.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::client::{Client, uri, usual};
use crate::snapshots::{cursors, edited, slice};

const COMMON: &str =
    "// 公共\n企业 甲方 {\n    账号 \"CORP_TEST_001\"\n}\n企业 𠮷田 {\n    账号 \"PSN_TEST_001\"\n}\n";
const CONTRACT: &str = "引用 \"公共.qdc\"\n合同 \"😀甲\" {\n    业务编号 \"A-1\"\n    发起方 甲方\n    截止 30天内\n    文件 正文 \"FC_20260105090000RentContract00\"\n    签署方 甲方 认证 短信 {\n        签章 正文 页 1 位置 (280, 420)\n    }\n    签署方 𠮷田 认证 短信 {\n        签章 正文 页 1 位置 (100, 100)\n    }\n}\n";

struct Workspace {
    _folder: TempDir,
    root: PathBuf,
}

impl Workspace {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        for (name, text) in files {
            let path = root.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        Self { _folder: folder, root }
    }

    fn uri(&self, name: &str) -> String {
        uri(&self.root.join(name))
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.root.join(name)).unwrap()
    }
}

fn usual_files() -> Workspace {
    Workspace::new(&[
        ("公共.qdc", COMMON),
        ("合同.qdc", CONTRACT),
        ("归档/旧.qdc", &CONTRACT.replace("公共.qdc", "../公共.qdc")),
    ])
}

fn codes(found: &Value) -> Vec<&str> {
    found.as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect()
}

fn place(text: &str, marked: &str) -> Value {
    let needle = marked.replace('‸', "");
    cursors(&text.replacen(&needle, marked, 1)).1.remove(0)
}

#[test]
fn definition_leads_into_used_files_and_paths_to_files() {
    let work = usual_files();
    let mut client = Client::start(Some(&work.root));
    let contract = work.uri("合同.qdc");
    assert_eq!(client.opened(&contract, CONTRACT), json!([]));
    let mut go = |marked: &str| {
        let params = json!({ "textDocument": { "uri": contract }, "position": place(CONTRACT, marked) });
        client.ask("textDocument/definition", params)
    };
    let account = go("签署方 𠮷‸田");
    assert_eq!(account["uri"], work.uri("公共.qdc"));
    assert_eq!(slice(COMMON, &account["range"]), "𠮷田");
    let document = go("签章 正‸文");
    assert_eq!(
        (document["uri"].as_str(), slice(CONTRACT, &document["range"])),
        (Some(contract.as_str()), "正文")
    );
    assert_eq!(go("引用 \"公‸共")["uri"], work.uri("公共.qdc"));
    assert_eq!(go("截‸止"), Value::Null);
    let links = client.ask("textDocument/documentLink", json!({ "textDocument": { "uri": contract } }));
    assert_eq!(
        (slice(CONTRACT, &links[0]["range"]), links[0]["target"].as_str()),
        ("公共.qdc", Some(work.uri("公共.qdc").as_str()))
    );
}

#[test]
fn references_and_highlights() {
    let work = usual_files();
    let mut client = Client::start(Some(&work.root));
    let contract = work.uri("合同.qdc");
    client.opened(&contract, CONTRACT);
    let at = json!({ "uri": contract });
    let ask = json!({ "textDocument": at, "position": place(CONTRACT, "签署方 𠮷‸田"), "context": { "includeDeclaration": true } });
    let found = client.ask("textDocument/references", ask.clone());
    let mut places: Vec<(String, u64)> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["uri"].as_str().unwrap().to_owned(), one["range"]["start"]["line"].as_u64().unwrap()))
        .collect();
    places.sort();
    let mut expected =
        vec![(work.uri("公共.qdc"), 4), (work.uri("合同.qdc"), 9), (work.uri("归档/旧.qdc"), 9)];
    expected.sort();
    assert_eq!(places, expected);
    let mut without = ask.clone();
    without["context"]["includeDeclaration"] = json!(false);
    assert_eq!(client.ask("textDocument/references", without).as_array().unwrap().len(), 2);
    let highlights = client.ask(
        "textDocument/documentHighlight",
        json!({ "textDocument": at, "position": place(CONTRACT, "发起方 甲‸方") }),
    );
    assert_eq!(highlights.as_array().unwrap().len(), 2, "{highlights}");
}

#[test]
fn rename_across_use_reaches_open_and_closed_files() {
    let work = usual_files();
    let mut client = Client::start(Some(&work.root));
    let contract = work.uri("合同.qdc");
    // What is open differs from the disk: the open text is what is changed.
    let unsaved = CONTRACT.replace("😀甲", "😀😀甲方的合同");
    client.opened(&contract, &unsaved);
    let at = json!({ "textDocument": { "uri": contract }, "position": place(&unsaved, "发起方 甲‸方") });
    let prepared = client.ask("textDocument/prepareRename", at.clone());
    assert_eq!(
        (prepared["placeholder"].as_str(), slice(&unsaved, &prepared["range"])),
        (Some("甲方"), "甲方")
    );
    let mut rename = at.clone();
    rename["newName"] = json!("发包人𠮷");
    let edit = client.ask("textDocument/rename", rename);
    let changes = edit["changes"].as_object().unwrap();
    assert_eq!(changes.len(), 3, "{edit}");
    let renamed = |text: &str| {
        text.replace("企业 甲方", "企业 发包人𠮷")
            .replace("发起方 甲方", "发起方 发包人𠮷")
            .replace("签署方 甲方", "签署方 发包人𠮷")
    };
    assert_eq!(edited(&unsaved, &changes[&contract]), renamed(&unsaved));
    for file in ["公共.qdc", "归档/旧.qdc"] {
        let text = work.read(file);
        assert_eq!(edited(&text, &changes[&work.uri(file)]), renamed(&text), "{file}");
    }
}

/// Who opens one file, and no folder, changes a name everywhere as well.
#[test]
fn rename_without_a_folder_reaches_the_whole_project() {
    let work = usual_files();
    std::fs::write(work.root.join("qdc.toml"), "").unwrap();
    for folder in [None, Some(work.root.join("别处"))] {
        let mut client = Client::start(folder.as_deref());
        let old = work.uri("归档/旧.qdc");
        let text = work.read("归档/旧.qdc");
        client.opened(&old, &text);
        let params = json!({ "textDocument": { "uri": old }, "position": place(&text, "发起方 甲‸方"), "newName": "发包人" });
        let edit = client.ask("textDocument/rename", params);
        let mut changed: Vec<&String> = edit["changes"].as_object().unwrap().keys().collect();
        changed.sort();
        let mut all = ["公共.qdc", "合同.qdc", "归档/旧.qdc"].map(|name| work.uri(name));
        all.sort();
        assert_eq!(changed, all.iter().collect::<Vec<_>>());
    }
}

#[test]
fn names_that_cannot_be_are_refused_in_words() {
    let work = usual_files();
    let mut client = Client::start(Some(&work.root));
    let contract = work.uri("合同.qdc");
    client.opened(&contract, CONTRACT);
    for (new, words) in [
        ("截止", "关键字"),
        ("𠮷田", "已经是"),
        ("a b", "不能作名字"),
        ("", "不能作名字"),
        ("1x", "不能作名字"),
        ("\"x\"", "不能作名字"),
    ] {
        let params = json!({ "textDocument": { "uri": contract }, "position": place(CONTRACT, "发起方 甲‸方"), "newName": new });
        let refused = client.ask("textDocument/rename", params);
        assert!(
            refused["message"].as_str().is_some_and(|message| message.contains(words)),
            "{new}: {refused}"
        );
    }
    let nowhere = json!({ "textDocument": { "uri": contract }, "position": { "line": 0, "character": 0 } });
    assert_eq!(client.ask("textDocument/prepareRename", nowhere), Value::Null);
}

#[test]
fn params_are_renamed_in_texts_too() {
    let text = "参数 编号 文本 默认 \"1\"\n合同 \"租约-{编号}\" {\n    业务编号 编号\n    发起方 \"A\"\n}\n";
    let mut client = Client::start(None);
    let file = "file:///work/a.qdc";
    client.opened(file, text);
    let params = json!({ "textDocument": { "uri": file }, "position": place(text, "参数 编‸号"), "newName": "合同编号" });
    let edit = client.ask("textDocument/rename", params);
    assert_eq!(
        edited(text, &edit["changes"][file]),
        text.replace("参数 编号", "参数 合同编号")
            .replace("{编号}", "{合同编号}")
            .replace("业务编号 编号", "业务编号 合同编号")
    );
    let mut named = |new: &str| {
        let params =
            json!({ "textDocument": { "uri": file }, "position": place(text, "参数 编‸号"), "newName": new });
        client.ask("textDocument/rename", params)
    };
    assert!(edited(text, &named("lease.no")["changes"][file]).contains("{lease.no}"));
    for refused in ["a/b", "a@b", "1a", "a.", "甲 方", "合同"] {
        assert!(named(refused)["code"].is_i64(), "{refused}");
    }
}

#[test]
fn unsaved_texts_of_used_files_count_until_they_are_closed() {
    let work = usual_files();
    let mut client = Client::start(Some(&work.root));
    let (contract, common) = (work.uri("合同.qdc"), work.uri("公共.qdc"));
    assert_eq!(client.opened(&contract, CONTRACT), json!([]));
    client.open(&common, COMMON);
    client.diagnostics(&common);
    client.diagnostics(&contract);
    // 𠮷田 is declared no more, in a text that is not saved.
    client.change(&common, &[(Value::Null, &COMMON.replace("𠮷田", "吉田"))]);
    assert_eq!(codes(&client.diagnostics(&contract)), ["undeclared-name"]);
    client.tell("textDocument/didClose", json!({ "textDocument": { "uri": common } }));
    assert_eq!(client.diagnostics(&common), json!([]));
    assert_eq!(client.diagnostics(&contract), json!([]), "on the disk nothing changed");
}

#[test]
fn mistakes_in_used_files_are_shown_there_once() {
    let work = Workspace::new(&[("公共.qdc", &COMMON.replace("账号 \"PSN", "帐户 \"PSN"))]);
    let mut client = Client::start(Some(&work.root));
    let common = work.uri("公共.qdc");
    for name in ["合同.qdc", "二.qdc"] {
        client.open(&work.uri(name), CONTRACT);
    }
    client.diagnostics(&work.uri("合同.qdc"));
    client.diagnostics(&work.uri("二.qdc"));
    assert_eq!(codes(&client.last_diagnostics(&common)), ["unknown-keyword"]);
    for name in ["合同.qdc", "二.qdc"] {
        client.tell("textDocument/didClose", json!({ "textDocument": { "uri": work.uri(name) } }));
    }
    assert_eq!(client.last_diagnostics(&common), json!([]));
}

#[test]
fn changes_on_the_disk_are_seen() {
    let work = usual_files();
    let mut client = Client::start(Some(&work.root));
    let contract = work.uri("合同.qdc");
    assert_eq!(client.opened(&contract, CONTRACT), json!([]));
    std::fs::write(work.root.join("qdc.toml"), "[lint]\nweak-auth = \"off\"\nno-business-code = \"off\"\n")
        .unwrap();
    std::fs::remove_file(work.root.join("公共.qdc")).unwrap();
    client.tell(
        "workspace/didChangeWatchedFiles",
        json!({ "changes": [{ "uri": work.uri("公共.qdc"), "type": 3 }] }),
    );
    assert!(codes(&client.diagnostics(&contract)).contains(&"file-not-found"));
    std::fs::write(work.root.join("公共.qdc"), COMMON).unwrap();
    client.tell("textDocument/didSave", json!({ "textDocument": { "uri": contract } }));
    assert_eq!(client.diagnostics(&contract), json!([]));
}

#[test]
fn settings_that_cannot_be_read_are_said_once() {
    let work = usual_files();
    std::fs::write(work.root.join("qdc.toml"), "[lint]\nweak-out = \"off\"\n").unwrap();
    let mut client = Client::start(Some(&work.root));
    let contract = work.uri("合同.qdc");
    client.opened(&contract, CONTRACT);
    let said = client.wait("window/showMessage")["params"].clone();
    assert!(said["message"].as_str().unwrap().contains("weak-auth"), "{said}");
    for letter in ["a", "b"] {
        let version = client.change(
            &contract,
            &[(
                json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } }),
                letter,
            )],
        );
        client.diagnostics_of(&contract, version);
    }
    let again = client.ask("textDocument/foldingRange", json!({ "textDocument": { "uri": contract } }));
    assert!(again.is_array());
    assert!(!client.is_pending("window/showMessage"), "it was said once");
}

#[test]
fn the_language_follows_the_clients_settings() {
    let mut capabilities = usual();
    capabilities["workspace"] = json!({ "configuration": true, "codeLens": { "refreshSupport": true } });
    let mut client = Client::with(None, capabilities, json!({}), "en");
    let request = client.wait("workspace/configuration");
    assert_eq!(request["params"]["items"][0]["section"], "qdc");
    client.reply(&request["id"], json!([{ "lang": "zh" }]));
    client.wait("workspace/codeLens/refresh");
    let file = "file:///work/a.qdc";
    let found = client.opened(file, "胡说\n");
    assert!(found[0]["message"].as_str().unwrap().contains("关键字"), "{found}");
    client.tell("workspace/didChangeConfiguration", json!({ "settings": { "qdc": { "lang": "en" } } }));
    let found = client.diagnostics(file);
    assert!(
        found[0]["message"].as_str().unwrap().is_char_boundary(0)
            && found[0]["message"].as_str().unwrap().contains("keyword"),
        "{found}"
    );
}

#[test]
fn symbols_of_the_workspace() {
    let work = usual_files();
    let mut client = Client::start(Some(&work.root));
    let found = client.ask("workspace/symbol", json!({ "query": "𠮷" }));
    let found: Vec<_> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["name"].as_str(), one["location"]["uri"].as_str()))
        .collect();
    assert_eq!(found, [(Some("𠮷田"), Some(work.uri("公共.qdc").as_str()))]);
}

#[test]
fn paths_are_completed_from_the_folder() {
    let work = usual_files();
    for name in ["附件.pdf", "qdc.toml", "名单.csv"] {
        std::fs::write(work.root.join(name), "").unwrap();
    }
    let mut client = Client::start(Some(&work.root));
    let file = work.uri("新.qdc");
    let mut offered = |text: &str| -> Vec<String> {
        let (text, places) = cursors(text);
        client.opened(&file, &text);
        let list = client.ask(
            "textDocument/completion",
            json!({ "textDocument": { "uri": file }, "position": places[0] }),
        );
        list["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["label"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(offered("引用 \"‸\"\n"), ["归档/", "公共.qdc", "合同.qdc"]);
    assert_eq!(offered("引用 \"归档/‸\n"), ["旧.qdc"]);
    assert_eq!(offered("合同 \"a\" {\n    文件 正文 上传 \"‸\"\n}\n"), ["归档/", "附件.pdf"]);
}

#[test]
fn plan_and_preview_come_back_to_a_client_that_shows_them() {
    let work = usual_files();
    let mut client = Client::with(Some(&work.root), usual(), json!({ "results": "return" }), "zh");
    let contract = work.uri("合同.qdc");
    client.opened(&contract, CONTRACT);
    let run = |client: &mut Client, command: &str| {
        client.ask("workspace/executeCommand", json!({ "command": command, "arguments": [contract] }))
    };
    let plan = run(&mut client, "qdc.plan");
    assert!(plan["text"].as_str().unwrap().contains("/open/contract/start"), "{plan}");
    let preview = run(&mut client, "qdc.preview");
    let html = preview["html"].as_str().unwrap();
    assert_eq!(preview["title"], "😀甲");
    assert_eq!(html.matches("<rect").count(), 2, "a seal a place");
    assert!(html.contains("default-src 'none'") && !html.contains("<script") && html.contains("𠮷田"));
    // A title is shown, not run.
    let version = client.change(&contract, &[(Value::Null, &CONTRACT.replace("😀甲", "<img src=x>"))]);
    client.diagnostics_of(&contract, version);
    let html = run(&mut client, "qdc.preview")["html"].as_str().unwrap().to_owned();
    assert!(!html.contains("<img") && html.contains("&lt;img"), "{html}");
    let unsaved = run(&mut client, "qdc.sendSandbox");
    assert!(unsaved["message"].as_str().unwrap().contains("保存"), "{unsaved}");
    let broken = client.change(&contract, &[(Value::Null, &CONTRACT.replace("截止", "截至"))]);
    client.diagnostics_of(&contract, broken);
    assert!(run(&mut client, "qdc.plan")["message"].as_str().unwrap().contains("错误"));
    assert!(run(&mut client, "qdc.nothing")["message"].is_string());
    assert!(client.ask("workspace/executeCommand", json!({ "command": "qdc.plan" }))["message"].is_string());
}

#[test]
fn other_clients_are_shown_results_as_files() {
    let work = usual_files();
    let mut capabilities = usual();
    capabilities["window"] = json!({ "showDocument": { "support": true } });
    let mut client = Client::with(Some(&work.root), capabilities, json!({}), "zh");
    let contract = work.uri("合同.qdc");
    client.opened(&contract, CONTRACT);
    client.ask("workspace/executeCommand", json!({ "command": "qdc.preview", "arguments": [contract] }));
    let shown = client.wait("window/showDocument")["params"].clone();
    assert_eq!(shown["external"], true);
    let path = url::Url::parse(shown["uri"].as_str().unwrap()).unwrap().to_file_path().unwrap();
    assert!(std::fs::read_to_string(&path).unwrap().contains("<svg"));
    assert_eq!(client.close(), 0);
    assert!(!path.exists(), "what was shown goes with the server");
    // And in a message where files cannot be shown.
    let mut client = Client::start(Some(&work.root));
    client.opened(&contract, CONTRACT);
    client.ask("workspace/executeCommand", json!({ "command": "qdc.plan", "arguments": [contract] }));
    assert!(client.wait("window/showMessage")["params"]["message"].as_str().unwrap().contains("合同"));
}

#[test]
fn a_saved_file_need_not_be_open() {
    let work = usual_files();
    let mut client = Client::with(Some(&work.root), usual(), json!({ "results": "return" }), "zh");
    let mut run = |command: &str, file: &str| {
        client.ask("workspace/executeCommand", json!({ "command": command, "arguments": [work.uri(file)] }))
    };
    assert!(run("qdc.plan", "归档/旧.qdc")["text"].as_str().unwrap().contains("/open/contract/start"));
    assert_eq!(run("qdc.preview", "归档/旧.qdc")["title"], "😀甲");
    let missing = run("qdc.plan", "没有.qdc");
    assert!(missing["message"].as_str().is_some_and(|message| message.contains("没有.qdc")), "{missing}");
}

#[test]
fn what_is_to_be_filled_in_is_called_so() {
    let text = format!("参数 谁 文本\n{}", CONTRACT.replace("😀甲", "合同-{谁}").replace("A-1", "A-{谁}"));
    let work = usual_files();
    let mut client = Client::with(Some(&work.root), usual(), json!({ "results": "return" }), "zh");
    let contract = work.uri("合同.qdc");
    client.opened(&contract, &text);
    let plan =
        client.ask("workspace/executeCommand", json!({ "command": "qdc.plan", "arguments": [contract] }));
    let first = plan["text"].as_str().unwrap().lines().next().unwrap();
    assert_eq!(first, "1. 发起合同 合同-{谁}（待填）");
}

#[test]
fn a_picture_that_cannot_be_shown_is_told_of() {
    let work = usual_files();
    let mut client = Client::start(Some(&work.root));
    let contract = work.uri("合同.qdc");
    client.opened(&contract, CONTRACT);
    client.ask("workspace/executeCommand", json!({ "command": "qdc.preview", "arguments": [contract] }));
    let message = client.wait("window/showMessage")["params"]["message"].as_str().unwrap().to_owned();
    assert!(message.starts_with("盖章预览在 ") && message.contains("preview.html"), "{message}");
}

#[test]
fn options_that_make_no_sense_are_logged() {
    let options = json!({ "inlayHints": "no", "codelens": false, "lang": "fr", "snippets": null });
    let mut client = Client::with(None, usual(), options, "en");
    let mut logged: Vec<String> = Vec::new();
    for _ in 0..3 {
        let message = client.wait("window/logMessage");
        logged.push(message["params"]["message"].as_str().unwrap().to_owned());
    }
    logged.sort();
    assert_eq!(
        logged,
        [
            "the option `inlayHints` cannot be \"no\"; it is one of true, false",
            "the option `lang` cannot be \"fr\"; it is one of \"auto\", \"zh\", \"en\"",
            "there is no option `codelens`",
        ]
    );
    client.tell("workspace/didChangeConfiguration", json!({ "settings": { "qdc": { "results": 1 } } }));
    let message = client.wait("window/logMessage");
    assert!(message["params"]["message"].as_str().unwrap().contains("`results`"), "{message}");
}

/// Many clients do not tell of files that others change.
#[test]
fn settings_and_used_files_that_change_on_the_disk_count_with_the_next_edit() {
    let work = usual_files();
    let mut client = Client::start(Some(&work.root));
    let contract = work.uri("合同.qdc");
    let text = CONTRACT.replace("甲方 认证 短信", "甲方 认证 人脸");
    assert_eq!(codes(&client.opened(&contract, &text)), ["weak-auth"]);
    std::fs::write(work.root.join("qdc.toml"), "[lint]\nweak-auth = \"off\"\n").unwrap();
    let version = client.change(&contract, &[(Value::Null, &format!("{text}\n"))]);
    assert_eq!(client.diagnostics_of(&contract, version), json!([]));
    std::fs::write(work.root.join("公共.qdc"), COMMON.replace("𠮷田", "吉田")).unwrap();
    let version = client.change(&contract, &[(Value::Null, &text)]);
    assert_eq!(codes(&client.diagnostics_of(&contract, version)), ["undeclared-name"]);
}

#[cfg(feature = "send")]
#[test]
fn a_saved_file_is_sent_to_the_sandbox_once() {
    let work = usual_files();
    let mut client = Client::with(Some(&work.root), usual(), json!({ "results": "return" }), "zh");
    let contract = work.uri("合同.qdc");
    client.opened(&contract, CONTRACT);
    let send = json!({ "command": "qdc.sendSandbox", "arguments": [contract] });
    // A used file that is not saved would be sent as it is on the disk.
    client.opened(&work.uri("公共.qdc"), &COMMON.replace("CORP_TEST_001", "CORP_TEST_002"));
    let unsaved = client.ask("workspace/executeCommand", send.clone());
    assert!(unsaved["message"].as_str().is_some_and(|message| message.contains("公共.qdc")), "{unsaved}");
    client.tell("textDocument/didClose", json!({ "textDocument": { "uri": work.uri("公共.qdc") } }));
    let first = client.ask("workspace/executeCommand", send.clone());
    assert_eq!(first["ok"], true, "{first}");
    let again = client.ask("workspace/executeCommand", send);
    assert_eq!(again["ok"], true, "{again}");
    let history = std::process::Command::new(env!("CARGO_BIN_EXE_qdc"))
        .args(["history", "--format", "json", "--lang", "en"])
        .current_dir(&work.root)
        .output()
        .unwrap();
    let history: Value = serde_json::from_slice(&history.stdout).unwrap();
    assert_eq!(contracts(&history), 1, "{history}");
}

#[cfg(feature = "send")]
fn contracts(history: &Value) -> usize {
    let text = history.to_string();
    text.matches("\"A-1\"").count().min(text.matches("contractId").count().max(1))
}

/// The examples and everything in the corpus: what the editor shows is what the command line says.
#[test]
fn diagnostics_are_those_of_the_command_line() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut client = Client::start(Some(root));
    let mut compared = 0;
    for folder in ["examples", "tests/corpus/mistakes", "tests/corpus/rules"] {
        let mut files: Vec<PathBuf> = Vec::new();
        let mut folders = vec![root.join(folder)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                match path.extension().and_then(|ending| ending.to_str()) {
                    Some("qdc") => files.push(path),
                    None if path.is_dir() => folders.push(path),
                    _ => {}
                }
            }
        }
        for path in files {
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            let address = uri(&path);
            client.open(&address, &text);
            let shown = client.last_diagnostics(&address);
            client.tell("textDocument/didClose", json!({ "textDocument": { "uri": address } }));
            let bom = u64::from(text.starts_with('\u{FEFF}'));
            let shown: Vec<String> = shown
                .as_array()
                .unwrap()
                .iter()
                .map(|one| {
                    let start = &one["range"]["start"];
                    let line = start["line"].as_u64().unwrap() + 1;
                    let before =
                        &text[crate::snapshots::byte(&text, &json!({ "line": line - 1, "character": 0 }))
                            ..crate::snapshots::byte(&text, start)];
                    let column = before.chars().count() as u64 + 1
                        - if line == 1 && !before.is_empty() { bom } else { 0 };
                    let message =
                        one["message"].as_str().unwrap().split("\n办法：").next().unwrap().to_owned();
                    format!("{} {line}:{column} {message}", one["code"].as_str().unwrap())
                })
                .collect();
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            assert_eq!(shown, checked(root, &name), "{name}");
            compared += 1;
        }
    }
    assert!(compared > 100, "{compared} files");
}

/// What `check` finds in a file itself.
fn checked(root: &Path, file: &str) -> Vec<String> {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_qdc"))
        .args(["check", "--format", "json", "--lang", "zh", "--now", "2026-01-05", file])
        .current_dir(root)
        .output()
        .unwrap();
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    let own = said.as_array().expect("findings").iter().filter(|finding| finding["file"] == file);
    own.map(|finding| {
        let (line, column) = (&finding["line"], &finding["column"]);
        format!(
            "{} {line}:{column} {}",
            finding["rule"].as_str().unwrap(),
            finding["message"].as_str().unwrap()
        )
    })
    .collect()
}
