//! The files with which Helix, Zed and tree-sitter are told about qdc have the keys these document, and name files
//! that exist.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::{common, tree_sitter};

fn path(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn toml(file: &str) -> Value {
    toml::from_str(&common::read(&path(file))).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn json(file: &str) -> Value {
    serde_json::from_str(&common::read(&path(file))).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn keys_are(table: &Value, documented: &[&str]) {
    for key in table.as_object().unwrap().keys() {
        assert!(documented.contains(&key.as_str()), "`{key}` is not among the documented {documented:?}");
    }
}

/// https://docs.helix-editor.com/languages.html, whose parser refuses unknown keys.
#[test]
fn helix_is_told_in_its_own_keys() {
    let languages = toml("editors/helix/languages.toml");
    keys_are(&languages, &["language", "language-server", "grammar", "use-grammars"]);
    let language = &languages["language"][0];
    keys_are(
        language,
        &[
            "name",
            "language-id",
            "scope",
            "injection-regex",
            "file-types",
            "shebangs",
            "roots",
            "auto-format",
            "diagnostic-severity",
            "comment-tokens",
            "block-comment-tokens",
            "indent",
            "language-servers",
            "grammar",
            "formatter",
            "soft-wrap",
            "text-width",
            "rulers",
            "path-completion",
            "word-completion",
            "workspace-lsp-roots",
            "persistent-diagnostic-sources",
        ],
    );
    keys_are(&language["indent"], &["tab-width", "unit"]);
    assert_eq!(language["language-id"], "qdc");
    assert_eq!(language["roots"][0], "qdc.toml");
    let server = &languages["language-server"][language["language-servers"][0].as_str().unwrap()];
    keys_are(server, &["command", "args", "config", "timeout", "environment", "required-root-patterns"]);
    assert_eq!((&server["command"], &server["args"][0]), (&"qdc".into(), &"lsp".into()));
    let grammar = &languages["grammar"][0];
    keys_are(grammar, &["name", "source"]);
    assert_eq!(grammar["name"], language["name"], "a language without `grammar` has that of its name");
    // The folder above is each reader's own.
    let folder = grammar["source"]["path"].as_str().unwrap().strip_prefix("/path/to/qdc/").unwrap();
    assert!(path(folder).join("src/parser.c").exists() && path(folder).join("src/scanner.c").exists());
    // Queries are found by the language's name.
    assert!(path("editors/helix/queries").join(language["name"].as_str().unwrap()).is_dir());
    comments_are_comments(language["comment-tokens"].as_str().unwrap());
    file_names_end_alike(&language["file-types"]);
}

/// `extension.toml`: https://zed.dev/docs/extensions/developing-extensions and
/// https://zed.dev/docs/extensions/languages; `path` of a grammar and `languages` are documented in the code that
/// reads them, `ExtensionManifest` in crates/extension. `config.toml`: the last page, and for brackets
/// `LanguageConfig` in crates/language.
#[test]
fn zed_is_told_in_its_own_keys() {
    let extension = toml("editors/zed/extension.toml");
    keys_are(
        &extension,
        &[
            "id",
            "name",
            "version",
            "schema_version",
            "authors",
            "description",
            "repository",
            "lib",
            "languages",
            "grammars",
            "language_servers",
            "snippets",
            "capabilities",
        ],
    );
    assert!(!extension["id"].as_str().unwrap().contains("zed"), "Zed refuses ids with its own name");
    let config = toml("editors/zed/languages/qdc/config.toml");
    keys_are(
        &config,
        &[
            "name",
            "grammar",
            "path_suffixes",
            "line_comments",
            "block_comment",
            "tab_size",
            "hard_tabs",
            "first_line_pattern",
            "debuggers",
            "autoclose_before",
            "brackets",
            "word_characters",
            "overrides",
        ],
    );
    for bracket in config["brackets"].as_array().unwrap() {
        keys_are(bracket, &["start", "end", "close", "newline", "surround", "not_in"]);
        // They are named in overrides.scm.
        for scope in bracket["not_in"].as_array().unwrap() {
            assert!(["string", "comment"].contains(&scope.as_str().unwrap()));
        }
    }
    let grammar = &extension["grammars"][config["grammar"].as_str().unwrap()];
    keys_are(grammar, &["repository", "rev", "path"]);
    assert!(path(grammar["path"].as_str().unwrap()).join("src/parser.c").exists());
    let server = &extension["language_servers"]["qdc"];
    keys_are(server, &["name", "languages", "language_ids", "code_action_kinds"]);
    assert_eq!(server["languages"][0], config["name"]);
    assert_eq!(server["language_ids"][config["name"].as_str().unwrap()], "qdc");
    comments_are_comments(config["line_comments"][0].as_str().unwrap());
    file_names_end_alike(&config["path_suffixes"]);
    let package = toml("editors/zed/Cargo.toml");
    assert!(path("editors/zed").join(package["lib"]["path"].as_str().unwrap()).exists());
    assert_eq!(package["lib"]["crate-type"][0], "cdylib");
}

#[test]
fn tree_sitter_is_told_where_things_are() {
    let folder = "editors/tree-sitter-qdc";
    let config = json(&format!("{folder}/tree-sitter.json"));
    let grammar = &config["grammars"][0];
    // https://tree-sitter.github.io/tree-sitter/cli/init.html
    keys_are(&config, &["grammars", "metadata", "bindings"]);
    keys_are(grammar, &["name", "camelcase", "title", "scope", "path", "file-types", "highlights"]);
    assert!(path(folder).join(grammar["highlights"].as_str().unwrap()).exists());
    file_names_end_alike(&grammar["file-types"]);
    assert_eq!(grammar["scope"], toml("editors/helix/languages.toml")["language"][0]["scope"]);
    // Editors of the last three years read this version.
    assert_eq!(tree_sitter::language().abi_version(), 14);
}

#[test]
fn everything_has_the_version_of_the_program() {
    let grammar = "editors/tree-sitter-qdc";
    for version in [
        &json(&format!("{grammar}/tree-sitter.json"))["metadata"]["version"],
        &json(&format!("{grammar}/package.json"))["version"],
        &toml(&format!("{grammar}/Cargo.toml"))["package"]["version"],
        &toml("editors/zed/extension.toml")["version"],
        &toml("editors/zed/Cargo.toml")["package"]["version"],
    ] {
        assert_eq!(version, env!("CARGO_PKG_VERSION"));
    }
}

fn comments_are_comments(mark: &str) {
    let text = format!("{mark} x");
    assert_eq!(tree_sitter::parse(&text).root_node().to_sexp(), "(source_file (comment))", "{mark}");
}

fn file_names_end_alike(endings: &Value) {
    assert_eq!(endings, &Value::from(vec!["qdc"]));
}
