//! The tree-sitter grammar knows the words of the vocabulary and reads files as the compiler does.
//!
//! It cannot be written from the vocabulary, since editors take it as it stands in its folder; so this compares
//! the two, word by word and tree by tree.

use std::collections::BTreeMap;
use std::path::Path;

use ::tree_sitter::{InputEdit, Language, Node, Parser, Point, Query, QueryCursor, StreamingIterator, Tree};
use proptest::prelude::*;
use qdc::rules::RULES;
use qdc::syntax::{self, Kind, NodeId};
use qdc::vocabulary::{ChoiceSet, Key, Shape, WORDS, Word, choices, is_keyword, parse_keyword};

use crate::cases::cases;
use crate::{common, contracts, soup};

pub fn language() -> Language {
    tree_sitter_qdc::LANGUAGE.into()
}

pub fn parse(text: &str) -> Tree {
    parse_again(text, None)
}

fn parse_again(text: &str, old: Option<&Tree>) -> Tree {
    let mut parser = Parser::new();
    parser.set_language(&language()).unwrap();
    parser.parse(text, old).unwrap()
}

fn all_nodes<'t>(tree: &'t Tree) -> Vec<Node<'t>> {
    let mut found = vec![tree.root_node()];
    let mut at = 0;
    while at < found.len() {
        let node = found[at];
        found.extend((0..node.child_count()).filter_map(|index| node.child(index)));
        at += 1;
    }
    found.sort_by_key(|node| (node.start_byte(), std::cmp::Reverse(node.end_byte())));
    found
}

fn of_kind<'t>(tree: &'t Tree, kind: &str) -> Vec<Node<'t>> {
    all_nodes(tree).into_iter().filter(|node| node.kind() == kind).collect()
}

fn slice<'t>(node: Node<'_>, text: &'t str) -> &'t str {
    &text[node.byte_range()]
}

// ---- the words ----

const HOW: &str = "then, in that folder: tree-sitter generate --abi 14 --js-runtime native";

/// A line in the block of a keyword, in the blocks that this one stands in.
fn within(parent: Key, line: &str) -> String {
    let Some(word) = WORDS.iter().find(|word| word.key == parent) else { return format!("{line}\n") };
    within(word.parents[0], &format!("{} x {{\n{line}\n}}", word.en))
}

/// What a word of a text is to the grammar, and the colour it has.
fn seen(text: &str, word: &str) -> (String, Vec<String>) {
    let tree = parse(text);
    let start = text.rfind(word).unwrap();
    let node = tree.root_node().descendant_for_byte_range(start, start + word.len()).unwrap();
    // The innermost node is the word itself, which the grammar gives the name of what it is.
    let query = Query::new(&language(), &highlights()).unwrap();
    let mut cursor = QueryCursor::new();
    let mut captures = cursor.captures(&query, tree.root_node(), text.as_bytes());
    let mut colours = Vec::new();
    while let Some((found, index)) = captures.next() {
        let capture = found.captures()[*index];
        if capture.node.byte_range() == (start..start + word.len()) {
            colours.push(query.capture_names()[capture.index as usize].to_owned());
        }
    }
    (node.kind().to_owned(), colours)
}

fn highlights() -> String {
    common::read(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/tree-sitter-qdc/queries/highlights.scm"),
    )
}

#[test]
fn every_keyword_is_one_wherever_it_may_stand() {
    let known = ("keyword".to_owned(), vec!["keyword".to_owned()]);
    let mut missing = Vec::new();
    for word in WORDS {
        for (spelling, &parent) in
            [word.en, word.zh].into_iter().flat_map(|s| word.parents.iter().map(move |p| (s, p)))
        {
            if seen(&within(parent, &format!("{spelling} x")), spelling) != known {
                missing.push(format!("`{spelling}` on a line of its own: add it to KEYWORDS"));
            }
            let owner = WORDS.iter().find(|owner| owner.key == parent && word.clause);
            if let Some(owner) = owner
                && seen(&within(owner.parents[0], &format!("{} x {spelling} x", owner.en)), spelling) != known
            {
                missing.push(format!(
                    "`{spelling}` on the line of `{}`: add it to that one's clauses in KEYWORDS",
                    owner.en
                ));
            }
        }
    }
    assert!(
        missing.is_empty(),
        "editors/tree-sitter-qdc/grammar.js does not know\n{}\n{HOW}",
        missing.join("\n")
    );
}

/// The choices a keyword takes, and at which place.
fn choices_of(word: &Word) -> impl Iterator<Item = (usize, &'static ChoiceSet)> {
    word.takes.iter().enumerate().filter_map(|(place, take)| {
        let set = match take.shape {
            Shape::Choice(set) | Shape::ChoiceOrText(set) | Shape::IntegerOr(set) => set,
            Shape::Seals => &choices::ALL_SEALS,
            Shape::Deadline => &choices::IN,
            Shape::Spot => &choices::TEXT,
            Shape::Template => &choices::TEMPLATE,
            _ => return None,
        };
        Some((place, set))
    })
}

#[test]
fn every_choice_is_one_where_it_may_stand() {
    let known = ("choice".to_owned(), vec!["constant.builtin".to_owned()]);
    let mut missing = Vec::new();
    for word in WORDS {
        for (place, set) in choices_of(word) {
            for spelling in set.0.iter().flat_map(|choice| [choice.en, choice.zh]) {
                let line = format!("{}{} {spelling}", word.en, " x".repeat(place));
                if seen(&within(word.parents[0], &line), spelling) != known {
                    missing.push(format!("`{spelling}` after `{}`", word.en));
                }
            }
        }
    }
    assert!(
        missing.is_empty(),
        "add to CHOICES, and to `choices` of the keyword, in editors/tree-sitter-qdc/grammar.js:\n{}\n{HOW}",
        missing.join("\n")
    );
    for set in choices::ALL {
        let taken = WORDS.iter().any(|word| choices_of(word).any(|(_, other)| other == *set));
        assert!(taken, "this test does not know which keyword takes {set:?}");
    }
}

#[test]
fn no_other_word_is_known() {
    let units = ["mo", "mm", "cm", "pt", "wd", "s", "h", "d"];
    let language = language();
    for id in 0..language.node_kind_count() as u16 {
        let Some(spelling) = language.node_kind_for_id(id).filter(|_| !language.node_kind_is_named(id))
        else {
            continue;
        };
        let is_word =
            spelling.starts_with(|first: char| first.is_alphabetic()) && language.node_kind_is_visible(id);
        let is_choice = choices::ALL.iter().any(|set| set.find(spelling).is_some());
        assert!(
            !is_word || is_keyword(spelling) || is_choice || units.contains(&spelling),
            "`{spelling}` is no word of the vocabulary: take it out of editors/tree-sitter-qdc/grammar.js; {HOW}"
        );
    }
    let misnomers = WORDS
        .iter()
        .flat_map(|word| word.synonyms.iter().chain(word.misnomers))
        .filter(|misnomer| !is_keyword(misnomer));
    for misnomer in misnomers {
        assert_eq!(seen(&format!("{misnomer} x\n"), misnomer).0, "unknown_keyword", "{misnomer}");
    }
}

// ---- files ----

/// Every text in the repository that is there to be read as a file, with its name.
fn texts() -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, String> = common::examples()
        .into_iter()
        .map(|path| (path.display().to_string(), common::read(&path)))
        .collect();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "qdc") {
                found.insert(path.display().to_string(), common::read(&path));
            }
        }
    }
    for check in RULES {
        found.insert(format!("{} wrong", check.rule.name), check.rule.wrong.to_owned());
        found.insert(format!("{} right", check.rule.name), check.rule.right.to_owned());
    }
    found
}

/// What must not be in the tree of a file that is right.
fn flaws(text: &str) -> Vec<String> {
    let tree = parse(text);
    let broken = ["ERROR", "unknown_statement", "unclosed_text", "unexpected", "wrong_comment"];
    all_nodes(&tree)
        .into_iter()
        .filter(|node| {
            // Both may stand open while they are typed.
            let open = matches!(node.kind(), "block" | "point")
                && !node
                    .child(node.child_count() - 1)
                    .is_some_and(|last| matches!(last.kind(), "}" | "｝" | ")" | "）"));
            node.is_missing() || broken.contains(&node.kind()) || open
        })
        .map(|node| format!("{} at {}: {:?}", node.kind(), node.start_position(), slice(node, text)))
        .collect()
}

/// The statements and clauses as the compiler sees them: where each keyword stands, what it is, and where the keyword
/// stands that it belongs to.
type Statements = BTreeMap<usize, (String, Option<usize>)>;

fn statements_of_the_compiler(text: &str) -> Statements {
    fn add(tree: &syntax::Tree, id: NodeId, found: &mut Statements) {
        let parent = tree.parent(id).map(|parent| tree.keyword(parent).start as usize);
        let word = tree.node(id).word.unwrap();
        found.insert(tree.keyword(id).start as usize, (word.en.to_owned(), parent));
        tree.children(id).for_each(|child| add(tree, child, found));
    }
    let tree = syntax::parse(text);
    let mut found = Statements::new();
    tree.roots().for_each(|id| add(&tree, id, &mut found));
    found
}

fn statements_of_the_grammar(text: &str) -> Statements {
    let tree = parse(text);
    let keyword = |node: Node<'_>| {
        node.child(0).filter(|first| first.kind() == "keyword").map(|first| first.start_byte())
    };
    of_kind(&tree, "keyword")
        .into_iter()
        .map(|node| {
            let statement = node.parent().unwrap();
            let parent = std::iter::successors(statement.parent(), Node::parent).find_map(keyword);
            let name = statement.kind().trim_end_matches("_statement").trim_end_matches("_clause");
            (node.start_byte(), (name.to_owned(), parent))
        })
        .collect()
}

/// The texts, numbers, dates, points and comments, with their places.
fn values_of_the_compiler(text: &str) -> Vec<(usize, usize, &'static str)> {
    let tokens = syntax::parse(text).tokens;
    let values = tokens.iter().filter_map(|token| {
        let kind = match token.kind {
            Kind::Text => "text",
            Kind::Quantity => "number",
            Kind::Date => "date",
            Kind::Point => "point",
            Kind::Comment => "comment",
            _ => return None,
        };
        // A comment of the compiler has the end of its line.
        let end = token.start as usize + text[token.range()].trim_end_matches('\r').len();
        Some((token.start as usize, end, kind))
    });
    values.collect()
}

fn values_of_the_grammar(text: &str) -> Vec<(usize, usize, &'static str)> {
    let tree = parse(text);
    let values = all_nodes(&tree).into_iter().filter_map(|node| {
        let kind = match node.kind() {
            "number" | "number_with_unit" if node.parent()?.kind() != "point" => "number",
            "text" => "text",
            "date" => "date",
            "point" => "point",
            "comment" => "comment",
            _ => return None,
        };
        Some((node.start_byte(), node.end_byte(), kind))
    });
    values.collect()
}

/// For a file without mistakes.
fn is_read_alike(text: &str) {
    assert_eq!(flaws(text), [""; 0], "{text}");
    assert_eq!(statements_of_the_grammar(text), statements_of_the_compiler(text), "{text}");
    assert_eq!(values_of_the_grammar(text), values_of_the_compiler(text), "{text}");
}

#[test]
fn what_the_compiler_reads_the_grammar_reads_alike() {
    let mut read = 0;
    // A name with brackets in it is wrong however it is used, which the compiler says when it resolves names.
    let is_well_formed = |text: &&String| {
        let tree = syntax::parse(text);
        tree.problems.is_empty()
            && !has_unknown_unit(text)
            && !has_modes_in_brackets(text)
            && tree.tokens.iter().all(|token| token.kind != Kind::Bracketed)
    };
    for text in texts().values().filter(is_well_formed) {
        is_read_alike(text);
        read += 1;
    }
    assert!(read >= 150, "only {read} texts were compared");
}

/// `3号仓库`, which is a number with a unit to the compiler until it looks for the unit.
fn has_unknown_unit(text: &str) -> bool {
    const UNITS: &str = "个工作日 工作日 个月 小时 分钟 毫米 厘米 秒 分 天 日 周 年 月 页 磅";
    let tokens = syntax::parse(text).tokens;
    tokens.iter().filter(|token| token.kind == Kind::Quantity).any(|token| {
        let unit = text[token.range()]
            .trim_start_matches(|c: char| c.is_numeric() || c.is_ascii() || "．－＋".contains(c));
        !unit.is_empty() && UNITS.split(' ').all(|known| known != unit)
    })
}

/// `认证（短信、人脸）`, which is a point to the compiler until it looks at the keyword.
fn has_modes_in_brackets(text: &str) -> bool {
    let tokens = syntax::parse(text).tokens;
    let mut points =
        tokens.iter().filter(|token| token.kind == Kind::Point).map(|token| &text[token.range()]);
    points.any(|point| ["短信", "人脸", "刷脸"].iter().any(|mode| point.contains(mode)))
}

/// Whatever is wrong with a file has a node with a name: no colour goes out while someone types.
#[test]
fn every_text_parses() {
    for (name, text) in texts() {
        assert!(!parse(&text).root_node().has_error(), "{name}\n{text}");
    }
}

#[test]
fn a_broken_line_spoils_no_other() {
    const BROKEN: &[&str] = &[
        "signr \"x\" auth sms",
        "名称 \"没有关上",
        "签章",
        "document",
        "12 / 34",
        "「甲方」",
        "# note {",
        "/* note { */",
        "-- note {",
        "code \"a\" \"b\" 、、",
        "sign main page page page",
        "at (",
        "at （1，",
        "'x' x",
        "。",
        ")",
        "https://example.com/a",
        "code \"他说\"你好\"了\"",
        "code “甲\"",
        "页1 🎉 \u{200B}",
        "30坪 2026.12.31 31/12/2026 2026-12-31 18:30",
        "code \"{unclosed {{ } {",
    ];
    let text = common::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/labour-contract.qdc"));
    let lines: Vec<&str> = text.lines().collect();
    // Where in the line, with the line itself: lines move when one is put between them.
    let statements = |text: &str, without: Option<usize>| -> Vec<String> {
        let tree = parse(text);
        of_kind(&tree, "keyword")
            .into_iter()
            .filter(|node| Some(node.start_position().row) != without)
            .map(|node| {
                let depth = std::iter::successors(node.parent(), Node::parent).count();
                let (at, line) =
                    (node.start_position(), text.lines().nth(node.start_position().row).unwrap());
                format!("{} {depth} {} {line}", at.column, node.parent().unwrap().kind())
            })
            .collect()
    };
    let whole = statements(&text, None);
    assert!(whole.len() > 30);
    for broken in BROKEN {
        for at in 0..=lines.len() {
            let mut with = lines.clone();
            with.insert(at, broken);
            let with = with.join("\n");
            assert_eq!(
                statements(&with, Some(at)),
                whole,
                "{broken} as line {at}\n{}",
                parse(&with).root_node()
            );
        }
    }
}

// ---- characters ----

#[test]
fn line_ends_of_either_kind_mean_the_same() {
    for (name, text) in texts() {
        let unix = text.replace('\r', "");
        let windows = unix.replace('\n', "\r\n");
        let (one, other) = (parse(&unix), parse(&windows));
        assert_eq!(one.root_node().to_sexp(), other.root_node().to_sexp(), "{name}");
        for node in all_nodes(&other).into_iter().filter(|node| node.child_count() == 0) {
            assert!(!slice(node, &windows).ends_with('\r'), "{name}: {node:?}");
        }
    }
}

#[test]
fn characters_of_any_width_are_counted_right() {
    let text = "\u{FEFF}合同　“𠮷🎉 {参数𠮷}｛”　｛ // 𠮷\n　业务编号：“Ａ－１”；\n　签署方 𠮷方 认证 短信，人脸、sms ｛\n\u{3000}\
                签章 文档１ 页 ２ 位置 （３５mm， １．５ 厘米）\n　｝\n｝\n";
    is_read_alike(text);
    let tree = parse(text);
    let slices = |kind| of_kind(&tree, kind).into_iter().map(|node| slice(node, text)).collect::<Vec<_>>();
    assert_eq!(slices("text"), ["“𠮷🎉 {参数𠮷}｛”", "“Ａ－１”"]);
    assert_eq!(slices("placeholder"), ["{参数𠮷}"]);
    assert_eq!(slices("name"), ["𠮷方", "文档１"]);
    assert_eq!(slices("number_with_unit"), ["３５mm", "１．５ 厘米"]);
    assert_eq!(slices("choice"), ["短信", "人脸", "sms"]);
}

#[test]
fn a_statement_ends_where_its_line_does() {
    let ends = |text: &str| {
        let tree = parse(text);
        let statement = tree.root_node().child(0).unwrap();
        slice(statement, text).to_owned()
    };
    assert_eq!(ends("use \"a\" // why\nuse \"b\"\n"), "use \"a\"");
    assert_eq!(ends("use \"a\""), "use \"a\"");
    assert_eq!(ends("use \"a  \r\nuse \"b\"\r\n"), "use \"a  ");
    assert_eq!(ends("person p { account \"a\" } person q { }"), "person p { account \"a\" }");
    // The block may open below.
    assert_eq!(
        ends("person p // why\n\n  // really\n{ account \"a\" }\n"),
        "person p // why\n\n  // really\n{ account \"a\" }"
    );
}

// ---- any file ----

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn good_contracts_are_read_alike(spec in contracts::good()) {
        is_read_alike(&spec.text());
    }

    #[test]
    fn any_text_parses(text in prop_oneof![soup::soup(), soup::any_text(), soup::damaged(contracts::good().prop_map(|spec| spec.text()))]) {
        // The character 0 ends a text for tree-sitter.
        let text = text.replace('\0', "");
        prop_assert!(!parse(&text).root_node().has_error(), "{}", parse(&text).root_node());
    }

    /// An editor hands over each change; the tree must be that of the whole text.
    #[test]
    fn changes_give_the_tree_of_the_whole(
        spec in contracts::good(),
        at in any::<proptest::sample::Index>(),
        removed in 0..12usize,
        inserted in soup::any_text(),
    ) {
        let old = spec.text();
        let inserted: String = inserted.chars().filter(|&c| c != '\0').take(6).collect();
        let places: Vec<usize> = old.char_indices().map(|(place, _)| place).chain([old.len()]).collect();
        let from = at.index(places.len());
        let (start, end) = (places[from], places[(from + removed).min(places.len() - 1)]);
        let new = format!("{}{inserted}{}", &old[..start], &old[end..]);
        let mut tree = parse(&old);
        tree.edit(&InputEdit {
            start_byte: start,
            old_end_byte: end,
            new_end_byte: start + inserted.len(),
            start_position: position(&old, start),
            old_end_position: position(&old, end),
            new_end_position: position(&new, start + inserted.len()),
        });
        let again = parse_again(&new, Some(&tree));
        prop_assert_eq!(again.root_node().to_sexp(), parse(&new).root_node().to_sexp(), "{}", new);
    }
}

fn position(text: &str, byte: usize) -> Point {
    let before = &text[..byte];
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    Point::new(before.matches('\n').count(), byte - line)
}

#[test]
fn a_ticket_takes_a_contract_as_a_clause() {
    let text = "ticket t contract \"1\" user 手机 \"x\"\n";
    is_read_alike(text);
    assert!(parse_keyword("contract").count() > 1);
}
