//! miette's own drawing of a finding is, byte for byte, what ours has to be.

use miette::{GraphicalReportHandler, GraphicalTheme};
use proptest::prelude::*;

use super::*;
use crate::findings::Words;
use crate::findings::draw::{Brush, Drawing, joined};
use crate::findings::excerpt::CONTEXT;
use crate::source::{FileId, Source, Span};

fn theirs(mut diagnostic: Diagnostic, lang: Lang, color: bool, width: usize) -> String {
    let mut theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    theme.characters.warning = "!".to_owned();
    theme.characters.advice = "•".to_owned();
    theme.styles.link = theme.styles.linum;
    theme.styles.advice = if color { theme.styles.advice.blue() } else { theme.styles.advice };
    let level = match diagnostic.level {
        Level::Error => theme.styles.error,
        Level::Warning => theme.styles.warning,
        Level::Hint => theme.styles.advice,
    };
    let help = theme.styles.help;
    // miette deals them out in the order the labels stand in, and none at all would be a mistake.
    theme.styles.highlights =
        diagnostic.excerpts.labels.iter().map(|label| if label.primary { level } else { help }).collect();
    if theme.styles.highlights.is_empty() {
        theme.styles.highlights.push(level);
    }
    diagnostic.message = joined(&diagnostic.message);
    diagnostic.help = diagnostic.help.map(|help| joined(&help));
    let mut out = String::new();
    GraphicalReportHandler::new_themed(theme)
        .with_width(width)
        .with_context_lines(CONTEXT)
        .with_links(false)
        .without_cause_chain()
        .without_syntax_highlighting()
        .render_report(&mut out, &diagnostic)
        .unwrap();
    if lang == Lang::Zh && diagnostic.help.is_some() {
        // The last one: a line of a message may look the same.
        let label = format!("\n{}", help.style("  help: "));
        if let Some(at) = out.rfind(&label) {
            out.replace_range(at..at + label.len(), &format!("\n{}", help.style("  办法: ")));
        }
    }
    out.retain(|character| character != '\u{2060}');
    out
}

fn ours(diagnostic: &Diagnostic, lang: Lang, color: bool, width: usize) -> String {
    let mut out = String::new();
    let Diagnostic { message, help, level, excerpts } = diagnostic;
    let brush = Brush { level: *level, color };
    Drawing { excerpts, message, help: help.as_deref(), lang, width, brush }.write(&mut out);
    out
}

/// Files, sentences and labels of all kinds.
fn text() -> impl Strategy<Value = String> {
    let pieces = vec![
        "合同",
        "签署方",
        "a",
        "signer ",
        " ",
        "\t",
        "\n",
        "\n",
        "\r\n",
        "“甲”",
        "`李四`",
        "13800138000",
        "𠮷",
        "e\u{301}",
        "\u{202e}",
        "\u{200b}",
        "，",
        "(280, 420)",
        "verylongwordthatgoeson",
        "，请改正。",
        "-",
        "\u{feff}",
        "`一个很长的引用，比一行里能放下的还要长一些`",
    ];
    prop::collection::vec(prop::sample::select(pieces), 0..40).prop_map(|pieces| pieces.concat())
}

fn both(text: &str) -> Words {
    Words { zh: text.to_owned(), en: text.to_owned() }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 3_000,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(20_260_105),
        ..ProptestConfig::default()
    })]

    #[test]
    fn ours_is_theirs_byte_for_byte(
        files in prop::collection::vec(text(), 1..3),
        labels in prop::collection::vec((text(), 0..2u32, 0..400usize, 0..30usize), 1..6),
        (message, help) in (text(), prop::option::of(text())),
        (level, color, chinese, width) in (0..3usize, any::<bool>(), any::<bool>(), 40..130usize),
    ) {
        let mut sources = Sources::default();
        for (at, text) in files.iter().enumerate() {
            sources.add(Source::new(format!("文件{at}.qdc"), text.clone()));
        }
        let mut labels = labels.iter().map(|(text, file, start, length)| {
            (Span::new(FileId(*file), *start, start + length), both(text))
        });
        let (span, label) = labels.next().unwrap();
        let mut finding = Finding::new(crate::rules::RULES[0].rule, span, both(&message)).label(label);
        finding.level = [Level::Error, Level::Warning, Level::Hint][level];
        finding.related = labels.collect();
        finding.help = help.as_deref().map(both);
        let lang = if chinese { Lang::Zh } else { Lang::En };
        let diagnostic = Diagnostic::new(&finding, &sources, lang, width - 12);
        prop_assert_eq!(ours(&diagnostic, lang, color, width), theirs(diagnostic, lang, color, width));
    }
}
