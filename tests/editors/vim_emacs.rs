//! The word lists of the Vim plugin and of the Emacs mode name every word of the vocabulary, each as the kind it is,
//! and no other.

use std::collections::BTreeSet;

use qdc::vocabulary::{Shape, WORDS, Word, choices};

type Words = BTreeSet<String>;

/// The quoted words between `opening` and the next `closing` in a file of the project.
fn listed(path: &str, quote: char, opening: &str, closing: char) -> Words {
    let path = format!("{}/editors/{path}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let (_, after) = text.split_once(opening).unwrap_or_else(|| panic!("{path} has no {opening:?}"));
    let (list, _) = after.split_once(closing).unwrap();
    let words: Vec<&str> = list.split(quote).skip(1).step_by(2).collect();
    let set: Words = words.iter().map(|word| (*word).to_owned()).collect();
    assert_eq!(set.len(), words.len(), "{path} lists a word twice under {opening:?}");
    set
}

/// Both spellings of the keywords that are asked for.
fn keywords(asked: impl Fn(&Word) -> bool) -> Words {
    let asked = WORDS.iter().filter(|word| asked(word));
    asked.flat_map(|word| [word.en, word.zh]).map(str::to_owned).collect()
}

/// What the lists are to hold: their name, and the words.
fn expected() -> [(&'static str, Words); 4] {
    let statements = keywords(|word| !word.clause);
    let clauses = keywords(|word| word.clause).difference(&statements).cloned().collect();
    let choices = choices::ALL.iter().flat_map(|set| set.0).flat_map(|choice| [choice.en, choice.zh]);
    let names = [Shape::Name, Shape::DocumentName, Shape::Account];
    let named = keywords(|word| word.takes.first().is_some_and(|take| names.contains(&take.shape)));
    [
        ("statements", statements),
        ("clauses", clauses),
        ("choices", choices.map(str::to_owned).collect()),
        ("named", named),
    ]
}

#[test]
fn vim_lists_every_word_as_its_kind() {
    for (name, words) in expected() {
        let listed = listed("vim/syntax/qdc.vim", '\'', &format!("let s:{name} = ["), ']');
        assert_eq!(listed, words, "{name} in editors/vim/syntax/qdc.vim");
    }
}

#[test]
fn emacs_lists_every_word_as_its_kind() {
    for (name, words) in expected() {
        let listed = listed("emacs/qdc-mode.el", '"', &format!("(defconst qdc-{name}\n  '("), ')');
        assert_eq!(listed, words, "{name} in editors/emacs/qdc-mode.el");
    }
}

#[test]
fn the_emacs_package_has_the_version_of_the_program() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/editors/emacs/qdc-mode.el");
    let header = format!("\n;; Version: {}\n", env!("CARGO_PKG_VERSION"));
    assert!(std::fs::read_to_string(path).unwrap().contains(&header), "no {header:?}");
}
