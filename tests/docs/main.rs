//! The reference and the catalogue are written from the vocabulary and the rules. This fails when a page is out of
//! date; `UPDATE=1 cargo test --test docs` writes it anew.

mod commands;
mod language;
mod retired;
mod rules;
mod settings;

use std::path::Path;

use qdc::findings::Lang;

fn pick(lang: Lang, pair: (&'static str, &'static str)) -> &'static str {
    match lang {
        Lang::Zh => pair.0,
        Lang::En => pair.1,
    }
}

fn code(text: &str) -> String {
    format!("`{text}`")
}

/// Compares a page with what it should be, or writes it.
fn hold(path: &str, page: String) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(path);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, &page).unwrap();
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(written == page, "docs/{path} is out of date: UPDATE=1 cargo test --test docs");
}

#[test]
fn the_language_reference_is_up_to_date() {
    hold("language.md", language::page(Lang::En));
    hold("zh/language.md", language::page(Lang::Zh));
}

#[test]
fn the_rule_catalogue_is_up_to_date() {
    hold("rules.md", rules::page(Lang::En));
    hold("zh/rules.md", rules::page(Lang::Zh));
}

/// Every `qdc` block of the hand-written frames parses.
#[test]
fn examples_in_the_reference_are_right() {
    for frame in [include_str!("../../docs/src/language.md"), include_str!("../../docs/src/zh-language.md")] {
        let blocks = frame.split("```qdc\n").skip(1).map(|rest| rest.split("```").next().unwrap());
        for (at, block) in blocks.enumerate() {
            let whole = if at == 0 { block.to_owned() } else { format!("contract \"t\" {{\n{block}}}\n") };
            assert!(qdc::syntax::parse(&whole).problems.is_empty(), "{whole}");
        }
    }
}
