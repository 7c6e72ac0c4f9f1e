//! The query files of every editor: each fits the grammar, and says what it says in the editor's own names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use ::tree_sitter::{Query, QueryCursor, StreamingIterator};

use crate::common;
use crate::tree_sitter::{language, parse};

/// Where an editor keeps its queries, and the captures it documents for each kind; a capture with a dot more than a
/// documented one is a finer shade of it.
struct Editor {
    folder: &'static str,
    kinds: &'static [(&'static str, &'static [&'static str])],
}

const EDITORS: &[Editor] = &[
    // CONTRIBUTING.md of nvim-treesitter, whose names Neovim's own `:help treesitter-highlight-groups` shares; those of
    // tree-sitter's highlighter are among them.
    Editor {
        folder: "editors/tree-sitter-qdc/queries",
        kinds: &[
            (
                "highlights",
                &[
                    "attribute",
                    "boolean",
                    "character",
                    "comment",
                    "constant",
                    "constant.builtin",
                    "constructor",
                    "function",
                    "keyword",
                    "label",
                    "markup",
                    "module",
                    "number",
                    "operator",
                    "property",
                    "punctuation.bracket",
                    "punctuation.delimiter",
                    "punctuation.special",
                    "string",
                    "string.escape",
                    "string.special",
                    "tag",
                    "type",
                    "variable",
                ],
            ),
            ("folds", &["fold"]),
            (
                "indents",
                &[
                    "indent.begin",
                    "indent.end",
                    "indent.align",
                    "indent.dedent",
                    "indent.branch",
                    "indent.ignore",
                    "indent.auto",
                    "indent.zero",
                ],
            ),
        ],
    },
    // https://docs.helix-editor.com/themes.html#scopes and the guides beside it: indent, textobject, rainbow_bracket_queries.
    Editor {
        folder: "editors/helix/queries/qdc",
        kinds: &[
            (
                "highlights",
                &[
                    "attribute",
                    "comment.block",
                    "comment.line",
                    "constant",
                    "constant.builtin",
                    "constant.character",
                    "constant.character.escape",
                    "constant.numeric",
                    "constructor",
                    "diff",
                    "function",
                    "keyword",
                    "label",
                    "markup",
                    "namespace",
                    "operator",
                    "punctuation.bracket",
                    "punctuation.delimiter",
                    "punctuation.special",
                    "special",
                    "string",
                    "string.special",
                    "tag",
                    "type",
                    "variable",
                ],
            ),
            (
                "indents",
                &[
                    "indent",
                    "outdent",
                    "indent.always",
                    "outdent.always",
                    "align",
                    "anchor",
                    "extend",
                    "extend.prevent-once",
                ],
            ),
            ("rainbows", &["rainbow.scope", "rainbow.bracket"]),
            (
                "textobjects",
                &[
                    "function.inside",
                    "function.around",
                    "class.inside",
                    "class.around",
                    "test.inside",
                    "test.around",
                    "parameter.inside",
                    "parameter.around",
                    "comment.inside",
                    "comment.around",
                    "entry.inside",
                    "entry.around",
                ],
            ),
        ],
    },
    // https://zed.dev/docs/extensions/languages#tree-sitter-queries
    Editor {
        folder: "editors/zed/languages/qdc",
        kinds: &[
            (
                "highlights",
                &[
                    "attribute",
                    "boolean",
                    "comment",
                    "constant",
                    "constructor",
                    "embedded",
                    "emphasis",
                    "enum",
                    "function",
                    "hint",
                    "keyword",
                    "label",
                    "link_text",
                    "link_uri",
                    "number",
                    "operator",
                    "predictive",
                    "preproc",
                    "primary",
                    "property",
                    "punctuation",
                    "punctuation.bracket",
                    "punctuation.delimiter",
                    "punctuation.list_marker",
                    "punctuation.special",
                    "string",
                    "string.escape",
                    "string.regex",
                    "string.special",
                    "string.special.symbol",
                    "tag",
                    "text.literal",
                    "title",
                    "type",
                    "variable",
                    "variable.special",
                    "variant",
                ],
            ),
            ("brackets", &["open", "close"]),
            ("indents", &["indent", "end"]),
            ("outline", &["name", "item", "context", "context.extra", "annotation"]),
            // Names of our own, which config.toml refers to; `.inclusive` is Zed's.
            ("overrides", &["string", "comment.inclusive"]),
            ("redactions", &["redact"]),
            (
                "textobjects",
                &[
                    "function.around",
                    "function.inside",
                    "class.around",
                    "class.inside",
                    "comment.around",
                    "comment.inside",
                ],
            ),
        ],
    },
];

impl Editor {
    fn path(&self, kind: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join(self.folder).join(format!("{kind}.scm"))
    }

    fn query(&self, kind: &str) -> Query {
        let path = self.path(kind);
        Query::new(&language(), &common::read(&path))
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Every capture of a text: its bytes and its name, in order.
    fn captures(&self, kind: &str, text: &str) -> Vec<(std::ops::Range<usize>, String)> {
        let (query, tree) = (self.query(kind), parse(text));
        let mut cursor = QueryCursor::new();
        let mut captures = cursor.captures(&query, tree.root_node(), text.as_bytes());
        let mut found = Vec::new();
        while let Some((matched, index)) = captures.next() {
            let capture = matched.captures()[*index];
            found.push((capture.node.byte_range(), query.capture_names()[capture.index as usize].to_owned()));
        }
        found
    }

    /// The texts that have a capture.
    fn captured<'t>(&self, kind: &str, capture: &str, text: &'t str) -> Vec<&'t str> {
        let found = self.captures(kind, text).into_iter().filter(|(_, name)| name == capture);
        found.map(|(range, _)| &text[range]).collect()
    }
}

fn editor(name: &str) -> &'static Editor {
    EDITORS.iter().find(|editor| editor.folder.contains(name)).unwrap()
}

/// One of everything that has a colour, in both languages and both widths.
const SAMPLE: &str = "\
// 说明
param price number default 12.5
合同 “采购合同｛{price} {{ {U+000A}｝” ｛
    截止：2026-12-31；
    文件 正文 \"FC_1\" 页数 4
    签署方 甲方 认证 短信、人脸 {
        签章 正文 页 末页 位置 (35mm, 1)
    }
｝
";

#[test]
fn every_query_fits_the_grammar_in_documented_names() {
    for editor in EDITORS {
        for (kind, documented) in editor.kinds {
            let query = editor.query(kind);
            for name in query.capture_names() {
                assert!(
                    documented.contains(name),
                    "{}: no editor documents @{name}",
                    editor.path(kind).display()
                );
            }
            for pattern in 0..query.pattern_count() {
                assert!(
                    query.general_predicates(pattern).is_empty(),
                    "{}: predicates differ between editors",
                    editor.path(kind).display()
                );
            }
        }
        let files = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(editor.folder)).unwrap();
        for path in
            files.map(|file| file.unwrap().path()).filter(|path| path.extension().is_some_and(|e| e == "scm"))
        {
            let kind = path.file_stem().unwrap().to_str().unwrap();
            assert!(editor.kinds.iter().any(|(known, _)| *known == kind), "{} is not tested", path.display());
        }
    }
}

#[test]
fn every_editor_colours_the_same_and_nothing_twice() {
    let mut texts: BTreeMap<String, String> =
        common::examples().iter().map(|path| (path.display().to_string(), common::read(path))).collect();
    texts.insert("the sample".to_owned(), SAMPLE.to_owned());
    for (name, text) in &texts {
        let ranges = |editor: &Editor| -> Vec<_> {
            editor
                .captures("highlights", text)
                .into_iter()
                .map(|(range, _)| (range.start, range.end))
                .collect()
        };
        let expected = ranges(&EDITORS[0]);
        let once: BTreeSet<_> = expected.iter().collect();
        assert_eq!(once.len(), expected.len(), "{name}: a node has two colours");
        for editor in EDITORS {
            assert_eq!(ranges(editor), expected, "{name}: {}", editor.folder);
        }
    }
}

#[test]
fn everything_has_its_colour() {
    let captured = |capture| editor("tree-sitter").captured("highlights", capture, SAMPLE);
    assert_eq!(captured("comment"), ["// 说明"]);
    assert_eq!(
        captured("keyword"),
        ["param", "default", "合同", "截止", "文件", "页数", "签署方", "认证", "签章", "页", "位置"]
    );
    assert_eq!(captured("constant.builtin"), ["number", "短信", "人脸", "末页"]);
    assert_eq!(captured("variable"), ["price", "正文", "甲方", "正文"]);
    assert_eq!(captured("string"), ["“采购合同｛{price} {{ {U+000A}｝”", "\"FC_1\""]);
    assert_eq!(captured("string.special"), ["{price}"]);
    assert_eq!(captured("string.escape"), ["{{", "{U+000A}"]);
    assert_eq!(captured("number"), ["12.5", "2026-12-31", "4", "35mm", "1"]);
    assert_eq!(captured("punctuation.bracket"), ["｛", "{", "(", ")", "}", "｝"]);
    assert_eq!(captured("punctuation.delimiter"), ["：", "；", "、", ","]);
}

#[test]
fn blocks_fold_and_indent() {
    let blocks = editor("tree-sitter").captured("folds", "fold", SAMPLE);
    assert!(
        blocks.iter().any(|block| block.starts_with('｛'))
            && blocks.iter().any(|block| block.starts_with("{\n"))
    );
    for (name, begin, end) in [
        ("tree-sitter", "indent.begin", "indent.end"),
        ("helix", "indent", "outdent"),
        ("zed", "indent", "end"),
    ] {
        assert_eq!(editor(name).captured("indents", begin, SAMPLE).len(), 2, "{name}");
        assert_eq!(editor(name).captured("indents", end, SAMPLE), ["}", "｝"], "{name}");
    }
    assert_eq!(editor("zed").captured("brackets", "open", SAMPLE), ["｛", "{", "("]);
    assert_eq!(editor("zed").captured("brackets", "close", SAMPLE), [")", "}", "｝"]);
    assert_eq!(editor("helix").captured("rainbows", "rainbow.scope", SAMPLE).len(), 3);
}

#[test]
fn text_objects_are_what_one_would_take() {
    for name in ["helix", "zed"] {
        let whole = editor(name).captured("textobjects", "class.around", SAMPLE);
        assert!(
            whole.len() == 1 && whole[0].starts_with("合同") && whole[0].ends_with('｝'),
            "{name}: {whole:?}"
        );
        let parts = editor(name).captured("textobjects", "function.around", SAMPLE);
        assert_eq!(parts.len(), 2, "{name}: {parts:?}");
        assert_eq!(
            editor(name).captured("textobjects", "function.inside", SAMPLE),
            ["签章 正文 页 末页 位置 (35mm, 1)"],
            "{name}"
        );
    }
    let entries = editor("helix").captured("textobjects", "entry.around", SAMPLE);
    assert!(entries.len() == 11, "{entries:#?}");
    assert!(entries.contains(&"页 末页") && entries.contains(&"截止：2026-12-31；"), "{entries:?}");
}

#[test]
fn the_outline_of_zed_names_what_a_contract_is_made_of() {
    let text = format!("{SAMPLE}ticket t contract \"123\" code \"9\"\n");
    let names = editor("zed").captured("outline", "name", &text);
    assert_eq!(names, ["price", "“采购合同｛{price} {{ {U+000A}｝”", "正文", "甲方", "正文", "t"]);
}

/// What the program masks in its own output, Zed hides on a shared screen.
#[test]
fn zed_redacts_what_is_personal() {
    let text = "person p { name \"张三\"\nidcard \"110101199003074477\"\nphone \"13800000000\" }\n\
                contract \"c\" { document d \"FC\" name \"公开.pdf\"\nsigner p { sign d across 1 silent \"CODE\" } }\n\
                ticket t code \"1\" user mobile \"13900000000\"\n";
    assert_eq!(
        editor("zed").captured("redactions", "redact", text),
        ["\"张三\"", "\"110101199003074477\"", "\"13800000000\"", "\"CODE\"", "\"13900000000\""]
    );
}
