//! What LSP4IJ imports says how the language server is started and names settings that it has.

use serde_json::{Value, json};

fn template(name: &str) -> Value {
    let path = format!("{}/editors/jetbrains/lsp4ij/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn the_template_starts_the_server_for_qdc_files() {
    let template = template("template.json");
    assert_eq!(template["programArgs"]["default"], "qdc lsp");
    // By pattern: a file type of its own would take the colours of the TextMate grammar away.
    let mapping = json!([{ "fileType": { "patterns": ["*.qdc"] }, "languageId": "qdc" }]);
    assert_eq!(template["fileTypeMappings"], mapping);
}

#[test]
fn its_settings_are_those_of_the_server() {
    let options = json!({ "lang": "auto", "inlayHints": true, "codeLens": true });
    assert_eq!(template("initializationOptions.json"), options);
    assert_eq!(template("settings.json"), json!({ "qdc": options }));
}
