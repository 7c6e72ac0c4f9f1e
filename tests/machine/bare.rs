//! JSON holds no character raw that steers a terminal, turns its reading direction around or hides.

use crate::world::{Project, contract};
use crate::{LANGS, json, run};

const NASTY: &str = "a\u{7f}\u{9b}31m\u{202e}\u{200b}\u{e0041}b";

fn is_nasty(character: char) -> bool {
    (character.is_control() && character != '\n')
        || matches!(character, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
}

#[test]
fn no_document_holds_a_character_that_steers() {
    let project = Project::alone();
    let title = contract("N-1", "").replace("\"Employment\"", &format!("\"{NASTY}\""));
    project.write("a.qdc", &title);
    project.write("wrong.qdc", &title.replace("signer", NASTY));
    for lang in LANGS {
        for args in [
            &["plan", "a.qdc", "--format", "json"][..],
            &["plan", "wrong.qdc", "--format", "json"],
            &["check", "wrong.qdc", "--format", "json"],
            &["check", "wrong.qdc", "--format", "jsonl"],
            &["check", NASTY, "--format", "json"],
            &["send", "a.qdc", "--format", "json"],
            &["send", "a.qdc", "--format", "jsonl"],
            &["send", NASTY, "--format", "json"],
            &["status", "--format", "json"],
            &["history", "--format", "json"],
            &["diff", "a.qdc", "--format", "json"],
            &["config", NASTY, "--format", "json"],
            &["explain", NASTY, "--format", "json"],
        ] {
            let ran = run(&project, lang, args);
            let raw: Vec<char> = ran.out.chars().filter(|character| is_nasty(*character)).collect();
            assert!(raw.is_empty(), "{args:?}: {raw:?}");
        }
        let (_, sent) = json(&project, lang, &["send", "a.qdc", "--format", "json"]);
        assert_eq!(sent["files"][0]["title"], NASTY, "it means the same");
    }
}
