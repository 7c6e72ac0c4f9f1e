//! Which contract a file is: by its code, else by what it means; never by how it is written or where it once went.

use super::millis;
use crate::deed::Deed;
use crate::platform::{Kind, Platform};
use crate::project::{Project, contract, contract_without_code};

const SETTINGS: &str = "timeout = 0.5\nsettle = 1.0\n";

/// The same contract in other words: with a comment, with blanks, as the formatter has it.
fn in_other_words(project: &Project, text: &str) -> Vec<(&'static str, String)> {
    let wild = text.replace("    order     sequential", "  order sequential");
    project.write("formatted.qdc", &wild);
    assert_eq!(project.run(&["fmt", "formatted.qdc"]).code, 0);
    let formatted = std::fs::read_to_string(project.path().join("formatted.qdc")).unwrap();
    assert_ne!(formatted, wild);
    vec![
        ("a comment", format!("// a comment\n{text}")),
        ("a blank line", text.replace("    order", "\n    order")),
        ("blanks", wild),
        ("as the formatter has it", formatted),
    ]
}

#[test]
fn row_09_without_a_code_a_comment_makes_no_second_contract() {
    let platform = Platform::honest();
    let project = Project::at(&platform, SETTINGS);
    let text = contract_without_code();
    project.write("a.qdc", &text);
    assert_eq!(project.send(&["a.qdc"]).outcome(), "sent");
    for (how, text) in in_other_words(&project, &text) {
        project.write("a.qdc", text);
        let ran = project.send(&["a.qdc"]);
        assert_eq!(platform.state().contracts.len(), 1, "{how}: {ran:?}");
        assert_eq!((ran.code, ran.outcome().as_str()), (0, "repeated"), "{how}: {ran:?}");
    }
}

#[test]
fn row_09_nor_while_the_first_is_unknown() {
    let platform = Platform::starts(|_| Deed::honest().silent());
    let project = Project::at(&platform, SETTINGS);
    let text = contract_without_code();
    project.write("a.qdc", &text);
    let ran = project.send(&["a.qdc"]);
    assert_eq!((ran.code, ran.outcome().as_str()), (2, "unknown"), "{ran:?}");
    for (how, text) in in_other_words(&project, &text) {
        project.write("a.qdc", text);
        let ran = project.send(&["a.qdc"]);
        assert_eq!(platform.state().of(Kind::Start), 1, "{how}: {ran:?}");
        assert_eq!((ran.code, ran.outcome().as_str()), (2, "unknown"), "{how}: {ran:?}");
    }
}

/// Blanks around a code and its width make no other code.
#[test]
fn row_09_a_code_of_another_width_makes_no_second_contract() {
    let platform = Platform::honest();
    let project = Project::at(&platform, SETTINGS);
    project.write("a.qdc", contract("CG-1"));
    assert_eq!(project.send(&["a.qdc"]).outcome(), "sent");
    for (file, code) in [("b.qdc", "CG-1 "), ("c.qdc", "ＣＧ-1"), ("d.qdc", " CG－１")] {
        project.write(file, contract(code));
        let ran = project.send(&[file]);
        assert_eq!(platform.state().contracts.len(), 1, "{code:?}: {ran:?}");
    }
}

/// A code is what its owner writes, also with a mark that a program might use for none.
#[test]
fn row_15_a_code_that_begins_with_a_hash_is_a_code() {
    for code in ["#2", "#", "-", "none", "null", "?"] {
        let platform = Platform::starts(|_| Deed::honest().silent());
        let project = Project::at(&platform, SETTINGS);
        project.write("a.qdc", contract(code));
        let ran = project.send(&["a.qdc"]);
        assert_eq!((ran.code, ran.outcome().as_str()), (0, "sent"), "{code}: {ran:?}");
        assert_eq!(platform.state().contracts.len(), 1);
    }
}

/// Another platform under the same environment's name: nothing is there, and nothing is called sent.
#[test]
fn row_26_another_address_under_the_same_name_is_said() {
    let (first, second) = (Platform::honest(), Platform::honest());
    let project = Project::at(&first, SETTINGS);
    let file = &project.contracts(1)[0];
    assert_eq!(project.send(&[file]).outcome(), "sent");
    project.set(&second, SETTINGS);
    let ran = project.send(&[file]);
    assert_eq!((ran.code, ran.outcome().as_str()), (1, "elsewhere"), "{ran:?}");
    let ran = project.run(&["send", "--env", "trial", "--yes", file]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.all().contains(&first.port.to_string()), "which address it was is not said: {ran:?}");
    assert_eq!(second.state().of(Kind::Start), 0);
}

/// The same while the first is unknown: the second platform's "no such contract" says nothing of the first.
#[test]
fn row_26_nor_does_another_address_settle_what_is_unknown() {
    let first = Platform::start(|request| match request.kind {
        Kind::Ask if request.nth == 1 => Deed::honest(),
        _ => Deed::honest().answers_after(millis(1)).silent(),
    });
    let second = Platform::honest();
    let project = Project::at(&first, SETTINGS);
    let file = &project.contracts(1)[0];
    assert_eq!(project.send(&[file]).outcome(), "unknown");
    project.set(&second, SETTINGS);
    let ran = project.send(&[file]);
    assert_ne!(ran.code, 0, "{ran:?}");
    assert_eq!(second.state().of(Kind::Start), 0, "{ran:?}");
}
