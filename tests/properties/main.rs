//! What holds for every file, found out with files nobody would write.
//!
//! The generators live beside this file. Seeds are fixed, so that a run today and a run tomorrow test the same;
//! `QDC_CASES` multiplies the number of cases.

#[path = "../cases/mod.rs"]
mod cases;
#[path = "../common/mod.rs"]
mod common;
mod contracts;
mod editor;
mod fixes;
mod names;
mod privacy;
mod soup;

use std::path::Path;

use cases::cases;
use common::{NoFiles, meaning, model, today};
use contracts::{SPOILERS, good};
use proptest::prelude::*;
use qdc::findings::Level;
use qdc::settings::Settings;
use qdc::source::{Span, decode};
use qdc::syntax::{Keywords, format, parse, parse_again};
use qdc::vocabulary::{is_odd, odd_runs};
use soup::{any_text, damaged, soup};

const ALL_KEYWORDS: [Keywords; 3] = [Keywords::Keep, Keywords::Zh, Keywords::En];

/// Reads and checks a text, and makes sure that whatever is said points into it.
fn check_anything(text: &str) {
    let model = model(Path::new("a.qdc"), text, &NoFiles);
    let source = &model.sources[qdc::model::Model::ROOT];
    let lies_within = |span: Span| {
        assert_eq!(span.file.0, 0);
        assert!(text.get(span.range()).is_some(), "{:?} is no place in the text", span.range());
        let (start, end) = (source.position(span.start as usize), source.position(span.end as usize));
        assert!((start.line, start.column) <= (end.line, end.column));
    };
    for problem in &model.problems {
        lies_within(problem.span);
    }
    let findings = qdc::rules::check(&model, &today(), &Settings::default());
    for finding in &findings {
        lies_within(finding.span);
        finding.related.iter().for_each(|(span, _)| lies_within(*span));
        for change in finding.edit.iter().flat_map(|edit| &edit.changes) {
            lies_within(change.span);
        }
        assert!(!finding.message.zh.is_empty() && !finding.message.en.is_empty());
    }
    let places: Vec<Span> = findings.iter().map(|finding| finding.span).collect();
    assert!(places.is_sorted(), "findings out of order");
}

/// The tokens of a text lie in it, in order, and between them there is nothing but blanks and what nobody sees.
fn tokens_cover(text: &str) {
    let tree = parse(text);
    let mut end = 0;
    for token in &tree.tokens {
        assert!(token.start as usize >= end);
        let between = &text[end..token.start as usize];
        assert!(between.chars().all(is_blank), "{between:?} is lost");
        end = token.range().end;
        assert!(text.get(token.range()).is_some_and(|words| !words.is_empty()));
    }
    assert!(text[end..].chars().all(is_blank));
    // What nobody sees is never passed over in silence.
    for run in odd_runs(text) {
        let is_reported =
            tree.problems.iter().any(|one| one.start as usize <= run.start && run.end <= one.end as usize);
        let within = tree.tokens.iter().any(|one| one.range().start < run.end && run.start < one.range().end);
        assert!(is_reported || within, "{:?} is passed over", &text[run]);
    }
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() || is_odd(character)
}

fn comments(text: &str) -> Vec<String> {
    parse(text).comments().map(|token| text[token.range()].trim().to_owned()).collect()
}

/// Formatting twice changes nothing more, keeps the comments in order, and what the file means.
fn format_holds(text: &str) {
    let meant = meaning(Path::new("a.qdc"), text, &NoFiles);
    for keywords in ALL_KEYWORDS {
        let once = format(text, keywords);
        assert_eq!(format(&once, keywords), once, "formatted twice, {keywords:?}, from {text:?}");
        assert_eq!(comments(&once), comments(text), "{keywords:?}");
        assert_eq!(
            meaning(Path::new("a.qdc"), &once, &NoFiles),
            meant,
            "{keywords:?}: {text:?} became {once:?}"
        );
    }
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(text) = decode(bytes) {
            check_anything(&text);
        }
    }

    #[test]
    fn any_text_is_answered(text in any_text()) {
        tokens_cover(&text);
        check_anything(&text);
    }

    #[test]
    fn an_edited_text_parses_as_a_new_one(old in soup(), other in soup(), cut in 0..1000usize, keep in 0..1000usize) {
        // What an edit leaves and what it takes away: any head of the old text, something else, any tail.
        let at = |part: usize| old.floor_char_boundary(old.len() * part / 1000);
        let (head, tail) = (at(cut.min(keep)), at(cut.max(keep)));
        let tree = parse(&old);
        for new in [format!("{}{other}{}", &old[..head], &old[tail..]), format!("{}{}", &old[..head], &old[tail..])] {
            prop_assert!(parse_again(&new, &old, &tree) == parse(&new), "{old:?} → {new:?}");
        }
    }

    #[test]
    fn an_editor_is_answered_anywhere(text in soup(), part in 0..1000usize) {
        editor::ask_everything(&text, text.floor_char_boundary(text.len() * part / 1000));
    }

    #[test]
    fn an_editor_is_answered_in_damaged_contracts(text in damaged(good().prop_map(|spec| spec.text())), part in 0..1000usize) {
        editor::ask_everything(&text, text.floor_char_boundary(text.len() * part / 1000));
    }

    #[test]
    fn renaming_in_a_good_contract_holds(spec in good()) {
        editor::rename_everything(&spec.text());
    }

    #[test]
    fn any_soup_is_answered(text in soup()) {
        tokens_cover(&text);
        check_anything(&text);
    }

    #[test]
    fn any_damaged_contract_is_answered(text in damaged(good().prop_map(|spec| spec.text()))) {
        tokens_cover(&text);
        check_anything(&text);
    }

}

proptest! {
    #![proptest_config(cases(20_000))]

    #[test]
    fn fixes_hold_in_damaged_files((seed, text) in fixes::files(), turn in 0..64usize) {
        fixes::fixes_hold(seed, &text, turn);
    }
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn no_number_of_a_person_gets_out((text, number) in privacy::with_number()) {
        privacy::is_kept(&text, &number);
    }
}

proptest! {
    #![proptest_config(cases(800))]

    #[test]
    fn formatting_any_text_holds(text in any_text()) {
        format_holds(&text);
    }

    #[test]
    fn formatting_any_soup_holds(text in soup()) {
        format_holds(&text);
    }

    #[test]
    fn formatting_a_damaged_contract_holds(text in damaged(good().prop_map(|spec| spec.text()))) {
        format_holds(&text);
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn good_contracts_have_no_errors(spec in good()) {
        let text = spec.text();
        let model = model(Path::new("a.qdc"), &text, &NoFiles);
        prop_assert!(model.problems.is_empty(), "{:#?}\n{text}", model.problems);
        let findings = qdc::rules::check(&model, &today(), &Settings::default());
        let errors: Vec<_> = findings.iter().filter(|one| one.level == Level::Error).collect();
        prop_assert!(errors.is_empty(), "{errors:#?}\n{text}");
    }

    #[test]
    fn formatting_a_good_contract_holds(spec in good()) {
        format_holds(&spec.text());
        let formatted = format(&spec.text(), Keywords::Keep);
        let compiled = |text: &str| common::requests(Path::new("a.qdc"), text, &NoFiles);
        for keywords in ALL_KEYWORDS {
            prop_assert_eq!(compiled(&spec.text()), compiled(&format(&spec.text(), keywords)));
        }
        let indents = |line: &str| line.len() - line.trim_start().len();
        prop_assert!(formatted.lines().all(|line| indents(line) % 4 == 0), "{formatted}");
    }

    /// The same contract in the other language, and with full-width marks, means the same.
    #[test]
    fn both_languages_mean_the_same(spec in good()) {
        let mut other = spec.clone();
        (other.chinese, other.full_width) = (!spec.chinese, !spec.full_width);
        for (at, document) in other.documents.iter_mut().enumerate() {
            document.name = spec.documents[at].name.clone();
        }
        let path = Path::new("a.qdc");
        prop_assert_eq!(meaning(path, &spec.text(), &NoFiles), meaning(path, &other.text(), &NoFiles));
    }

    /// What a contract compiles to, imported, compiles to the same.
    #[test]
    fn importing_what_is_compiled_gives_it_back(spec in good()) {
        use qdc::{Facts, Lang, ImportOptions, Model, Settings};
        use qdc::plan::{MadeFiles, Plan};

        let path = Path::new("a.qdc");
        let compiled = |model: &Model, facts: &Facts| {
            let made = MadeFiles::of(model);
            let plan = Plan::of(model, facts, &Settings::default(), &made);
            plan.start().and_then(|body| serde_json::to_string(body).ok()).unwrap_or_default()
        };
        let body = compiled(&model(path, &spec.text(), &NoFiles), &today());
        for lang in [Lang::Zh, Lang::En] {
            let text = qdc::import(&body, ImportOptions { lang, lossy: false });
            prop_assert!(text.is_ok(), "{text:?}\n{body}");
            let text = text.unwrap_or_default();
            prop_assert_eq!(&compiled(&model(path, &text, &NoFiles), &today()), &body, "{}", text);
            prop_assert_eq!(&format(&text, Keywords::Keep), &text);
        }
    }

    /// Whatever contract it is, a known mistake in it is found.
    #[test]
    fn spoiled_contracts_are_caught(spec in good(), which in 0..SPOILERS.len()) {
        let (rule, spoil) = SPOILERS[which];
        let mut spoiled = spec.clone();
        spoil(&mut spoiled);
        let text = spoiled.text();
        let model = model(Path::new("a.qdc"), &text, &NoFiles);
        let findings = qdc::rules::check(&model, &today(), &Settings::default());
        let names: Vec<&str> = findings.iter().map(|one| one.rule.name).collect();
        prop_assert!(names.contains(&rule), "{rule} is not among {names:?}\n{text}");
    }
}

// ---- what the properties found ----

/// An empty line inside `/* … */` was a comment of no characters.
#[test]
fn a_blank_line_in_a_block_comment_is_blank() {
    tokens_cover("/* a\n\n b */\n");
    format_holds("/* a\n\n b */\n");
}

/// A brace that was moved up to its statement made another first line.
#[test]
fn a_brace_after_a_stray_comma_settles() {
    format_holds("帐号 ｛ use \n , ｛ ");
}

/// With a brace missing, indentation tells which; formatting changes the indentation.
#[test]
fn a_missing_brace_settles() {
    format_holds("合同 \"t\" {\n  签署方 \"A\" {\n    sign x page 1 at (1, 1)\n  A\n}\n");
}
