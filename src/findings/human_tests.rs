use unicode_width::UnicodeWidthStr;

use super::*;
use crate::findings::{Change, Words};
use crate::source::{FileId, Source, Span};

const FILE: &str = "合同 \"办公室租赁合同\" {\n    签署人 \"张三\" {\n        签署 正本 第 1 页 坐标 (280, 420)\n    }\n    签署人 \"李四\" {\n        签署 正本 第 1 页 坐标 (280, 420)\n    }\n}\n";

fn words(zh: &str, en: &str) -> Words {
    Words { zh: zh.into(), en: en.into() }
}

fn style(lang: Lang) -> Style<'static> {
    Style { lang, color: false, width: 100, pages: None }
}

/// The text of a drawing.
fn drawn(finding: &Finding, sources: &Sources, style: Style<'_>) -> String {
    render(finding, sources, style).to_string()
}

/// The span of the nth occurrence of `what`.
fn find(sources: &Sources, file: FileId, what: &str, nth: usize) -> Span {
    let (at, _) = sources[file].text().match_indices(what).nth(nth).expect("the test says what is there");
    Span::new(file, at, at + what.len())
}

fn sample() -> (Sources, Finding) {
    let mut sources = Sources::default();
    let file = sources.add(Source::new("租赁.qdc", FILE));
    let span = find(&sources, file, "(280, 420)", 1);
    let finding = Finding::new(
        crate::rules::RULES[0].rule,
        span,
        words("`李四` 和 `张三` 签在同一个位置", "`李四` and `张三` sign at the same place"),
    )
    .label(words("后签的会盖住先签的", "this covers the one before"))
    .related(find(&sources, file, "(280, 420)", 0), words("这里已有一个", "one is here already"))
    .help(words("换一个坐标，或删去其中一个", "move one of them, or remove it"))
    .offer(words("右移 200", "move it 200 to the right"), vec![Change::new(span, "(480, 420)")]);
    (sources, finding)
}

fn bare(span: Span) -> Finding {
    Finding::new(crate::rules::RULES[0].rule, span, words("有错", "wrong")).label(words("这里", "here"))
}

/// The display columns of a text line and of the underline below it, counted from the frame.
fn columns(drawn: &str, text: &str) -> (usize, usize, usize) {
    let mut lines = drawn.lines().skip_while(|line| !(line.contains('│') && line.contains(text)));
    let line = lines.next().expect("the line is shown");
    let under = lines.next().expect("an underline follows");
    let before = line.split(text).next().expect("split gives one");
    let start = under.find(['─', '┬', '▲']).expect("something is underlined");
    (before.width(), under[..start].width(), under[start..].trim_end().width())
}

#[test]
fn a_finding_in_both_languages() {
    let (sources, finding) = sample();
    let rule = finding.rule;
    assert_eq!(
        drawn(&finding, &sources, style(Lang::Zh)),
        format!("错误[{}] {} {}\n", rule.name, rule.platform.unwrap_or_default(), rule.title.0)
            + "  × `李四` 和 `张三` 签在同一个位置
   ╭─[租赁.qdc:6:24]
 2 │     签署人 \"张三\" {
 3 │         签署 正本 第 1 页 坐标 (280, 420)
   ·                                ─────┬────
   ·                                     ╰── 这里已有一个
 4 │     }
 5 │     签署人 \"李四\" {
 6 │         签署 正本 第 1 页 坐标 (280, 420)
   ·                                ─────┬────
   ·                                     ╰── 后签的会盖住先签的
 7 │     }
   ╰────
  办法: 换一个坐标，或删去其中一个
  可改: 右移 200
"
    );
    let english = drawn(&finding, &sources, style(Lang::En));
    assert!(english.starts_with(&format!(
        "error[{}] {}\n  × `李四` and",
        rule.name,
        rule.platform.unwrap_or_default()
    )));
    assert!(english.ends_with("  help: move one of them, or remove it\n maybe: move it 200 to the right\n"));
}

#[test]
fn colour_changes_nothing_but_colour() {
    let (sources, finding) = sample();
    for lang in [Lang::Zh, Lang::En] {
        let colored = drawn(&finding, &sources, Style { color: true, ..style(lang) });
        assert!(colored.contains("\x1b[31;1m") && !colored.contains("help: 换"));
        let mut plain = String::new();
        let mut rest = colored.as_str();
        while let Some((before, after)) = rest.split_once('\x1b') {
            plain.push_str(before);
            rest = after.split_once('m').expect("colours end").1;
        }
        plain.push_str(rest);
        assert_eq!(plain, drawn(&finding, &sources, style(lang)));
    }
}

#[test]
fn the_underline_stands_under_its_words() {
    let cases = [
        ("签署人 \"张三丰\" 认证 短信\n", "短信"),
        ("\t签署\t正本 page 1\n", "page"),
        ("签署 𠮷野家 错\r\n下一行\r\n", "错"),
        ("\u{feff}合同 甲\n", "甲"),
        ("\u{feff}合同 甲\n", "合同"),
        ("e\u{301}tage 错\n", "错"),
        ("甲\u{202e}乙\x1b[31m 错", "错"),
    ];
    for (text, what) in cases {
        let mut sources = Sources::default();
        let file = sources.add(Source::new("a.qdc", text));
        let drawn = drawn(&bare(find(&sources, file, what, 0)), &sources, style(Lang::En));
        let (words, under, wide) = columns(&drawn, what);
        assert_eq!((words, what.width()), (under, wide), "{drawn}");
        assert!(!drawn.contains(['\t', '\r', '\x1b', '\u{202e}', '\u{feff}']), "{drawn:?}");
    }
}

#[test]
fn the_place_counts_characters() {
    let mut sources = Sources::default();
    let file = sources.add(Source::new("a.qdc", "\u{feff}\t𠮷 错\r\n"));
    let drawn = drawn(&bare(find(&sources, file, "错", 0)), &sources, style(Lang::En));
    assert!(drawn.contains("[a.qdc:1:4]"), "{drawn}");
}

#[test]
fn an_empty_place_at_the_end_of_the_file_stands_there() {
    for text in ["合同 甲 {\n", "合同 甲 {\r\n", "", "\n\n"] {
        let mut sources = Sources::default();
        let file = sources.add(Source::new("a.qdc", text));
        let drawn = drawn(&bare(Span::new(file, text.len(), text.len())), &sources, style(Lang::Zh));
        let last = sources[file].line_count();
        assert!(drawn.contains(&format!("[a.qdc:{last}:1]")), "{drawn}");
        let lines: Vec<&str> = drawn.lines().collect();
        let at = lines.iter().position(|line| line.contains('▲')).expect("an arrow");
        assert!(lines[at - 1].trim_start().starts_with(&format!("{last} │")), "{drawn}");
    }
}

#[test]
fn a_long_line_is_cut_around_the_label() {
    let text = format!("注 \"{}\" 错误 \"{}\"\n短\n", "很长".repeat(900_000), "很长".repeat(900_000));
    let mut sources = Sources::default();
    let file = sources.add(Source::new("a.qdc", text));
    let span = find(&sources, file, "错误", 0);
    for width in [0, 40, 80, 200] {
        let drawn = drawn(&bare(span), &sources, Style { width, ..style(Lang::Zh) });
        assert!(drawn.lines().all(|line| line.width() <= width.max(NARROWEST)), "{drawn}");
        assert_eq!(drawn.matches('…').count(), 2, "{drawn}");
        let (words, under, wide) = columns(&drawn, "错误");
        assert_eq!((words, 4), (under, wide), "{drawn}");
    }
    // Labels beyond the cut stand at it, on either side; a label as long as the line is cut too.
    let whole = Span::new(file, 0, sources[file].text().len());
    let ends = bare(span)
        .related(Span::new(file, 0, 3), words("头", "head"))
        .related(whole.after(), words("尾", "tail"));
    for finding in [ends, bare(whole), bare(whole.before())] {
        let drawn = drawn(&finding, &sources, style(Lang::Zh));
        assert!(drawn.lines().all(|line| line.width() <= 110), "{drawn}");
    }
}

#[test]
fn far_labels_and_other_files_are_shown_apart_and_the_finding_first() {
    let mut sources = Sources::default();
    let file = sources.add(Source::new("a.qdc", format!("头\n{}尾\n", "行\n".repeat(50))));
    let other = sources.add(Source::new("共用.qdc", "甲 乙\n"));
    let finding = bare(find(&sources, file, "尾", 0))
        .related(find(&sources, file, "头", 0), words("另一处", "another"))
        .related(find(&sources, other, "乙", 0), words("别处", "elsewhere"))
        .related(Span::new(FileId(9), 0, 1), words("不见", "gone"));
    let drawn = drawn(&finding, &sources, style(Lang::Zh));
    let places: Vec<&str> =
        drawn.lines().filter(|line| line.contains('╭')).map(|line| line.trim_start()).collect();
    assert_eq!(places, ["╭─[a.qdc:52:1]", "╭─[a.qdc:1:1]", "╭─[共用.qdc:1:3]"], "{drawn}");
}

#[test]
fn a_block_is_shown_by_its_first_line_and_many_places_are_counted() {
    let mut sources = Sources::default();
    let file = sources.add(Source::new("a.qdc", format!("签署人 甲 {{\n{}}}\n", "    行\n".repeat(500))));
    let whole = Span::new(file, 0, sources[file].text().len());
    let mut finding = bare(whole);
    for line in 0..20 {
        finding = finding.related(find(&sources, file, "行", line), words("同上", "same"));
    }
    let drawn = drawn(&finding, &sources, style(Lang::Zh));
    assert!(drawn.lines().count() < 40 && drawn.contains("\n  …… 还有 12 处\n"), "{drawn}");
    assert_eq!(columns(&drawn, "签署人 甲 {").2, "签署人 甲 {".width(), "{drawn}");
}

#[test]
fn nothing_in_a_finding_steers_the_terminal() {
    let evil = "a\x1b]0;x\x07\u{9b}2J\u{202e}\r";
    let mut sources = Sources::default();
    let file = sources.add(Source::new(evil, evil.repeat(3)));
    let change = Change::new(Span::new(file, 0, 1), evil);
    let finding = bare(Span::new(file, 0, 9))
        .label(words(evil, evil))
        .related(Span::new(file, 9, 12), words(evil, evil))
        .help(words(evil, evil))
        .fix(words(evil, evil), vec![change]);
    let drawn = drawn(&Finding { message: words(evil, evil), ..finding }, &sources, style(Lang::Zh));
    assert!(drawn.chars().all(|c| c == '\n' || !c.is_control() && c != '\u{202e}'), "{drawn:?}");
}

#[test]
fn no_line_ends_inside_quoted_words_and_none_is_shown_without_text() {
    let mut sources = Sources::default();
    let file = sources.add(Source::new("a.qdc", "甲\n"));
    let finding = bare(Span::new(file, 0, 3)).help(words(&"`编号`、".repeat(30), ""));
    for width in 40..48 {
        let drawn = drawn(&finding, &sources, Style { width, ..style(Lang::Zh) });
        let help = drawn.lines().skip_while(|line| !line.starts_with("  办法: "));
        assert!(help.map(|line| line.matches('`').count()).all(|ticks| ticks % 2 == 0), "{drawn}");
        assert!(!drawn.contains('\u{2060}') && !drawn.contains(" 2 │"), "{drawn}");
    }
}

#[test]
fn long_help_wraps_under_itself() {
    let mut sources = Sources::default();
    let file = sources.add(Source::new("a.qdc", "甲\n"));
    let finding = bare(Span::new(file, 0, 3)).help(words(&"换一个坐标，".repeat(20), &"move it ".repeat(20)));
    for (lang, name) in [(Lang::Zh, "  办法: "), (Lang::En, "  help: ")] {
        let drawn = drawn(&finding, &sources, Style { width: 60, ..style(lang) });
        let mut lines = drawn.lines().skip_while(|line| !line.starts_with(name));
        assert!(lines.next().is_some_and(|line| line.width() <= 60), "{drawn}");
        assert!(lines.all(|line| line.starts_with("        ") && line.width() <= 60), "{drawn}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config {
        failure_persistence: None,
        // A run today and a run tomorrow test the same.
        rng_seed: proptest::test_runner::RngSeed::Fixed(20_260_105),
        ..Default::default()
    })]

    #[test]
    fn any_finding_in_any_text_is_drawn(
        text in "[a甲𠮷\t\r\n\u{feff}\u{301}\u{202e} ]{0,60}",
        spans in proptest::collection::vec((0u32..3, 0u32..200, 0u32..200), 1..12),
        width in 0usize..120,
    ) {
        let mut sources = Sources::default();
        sources.add(Source::new("a", text.clone()));
        sources.add(Source::new("b", text));
        let mut spans = spans.into_iter().map(|(file, start, end)| Span { file: FileId(file), start, end });
        let mut finding = bare(spans.next().expect("at least one"));
        for span in spans {
            finding = finding.related(span, words("另", "other"));
        }
        for lang in [Lang::Zh, Lang::En] {
            let drawn = drawn(&finding, &sources, Style { color: true, width, ..style(lang) });
            proptest::prop_assert!(!drawn.contains("Failed") && drawn.ends_with('\n'));
            crate::findings::short::render(&finding, &sources, lang);
        }
    }
}

/// Where a finding stands must not matter to what it costs to draw it: a scan from the start of this file,
/// as miette's own sources do it, would take milliseconds a finding and this test minutes.
#[test]
fn a_finding_at_the_end_of_a_large_file_costs_what_one_at_its_start_does() {
    const DRAWN: u32 = 2_000;
    let mut sources = Sources::default();
    let line = "        签署 正本 第 1 页 坐标 (280, 420)\n";
    let count = 10_000_000 / line.len();
    let file = sources.add(Source::new("a.qdc", line.repeat(count)));
    let cost = |nth: usize| {
        let at = nth * line.len() + line.find('(').expect("the line has a point");
        let finding = bare(Span::new(file, at, at + 10)).related(Span::new(file, 8, 14), words("头", "head"));
        let start = std::time::Instant::now();
        for _ in 0..DRAWN {
            std::hint::black_box(drawn(&finding, &sources, style(Lang::Zh)));
        }
        start.elapsed() / DRAWN
    };
    let (first, last) = (cost(100), cost(count - 1));
    eprintln!("a finding drawn: {first:?} at the start of 10 MB, {last:?} at the end");
    assert!(last < first * 10, "{first:?} at the start, {last:?} at the end");
}

#[test]
fn the_name_of_a_rule_links_to_its_page_where_one_is_known() {
    let mut sources = Sources::default();
    let file = sources.add(Source::new("a.qdc", "甲\n"));
    let rule = crate::rules::find("weak-auth").unwrap();
    let finding = Finding::new(rule, Span::new(file, 0, 3), Words::default());
    let pages = RulePages::new("https://docs.example/rules.html#{rule}");
    let drawn = drawn(&finding, &sources, Style { pages, ..style(Lang::En) });
    let link = "hint[\x1b]8;;https://docs.example/rules.html#weak-auth\x1b\\weak-auth\x1b]8;;\x1b\\]\n";
    assert!(drawn.starts_with(link), "{drawn:?}");
}
