//! Every question an editor may ask about a file, at a place in it: answered, with places that lie in the text.

use std::ops::Range;
use std::sync::Arc;

use qdc::editor::completion::Entry;
use qdc::editor::{
    Snapshot, actions, completion, hints, hover, lenses, links, names, outline, preview, shape, tokens,
};
use qdc::findings::Lang;
use qdc::model::{Model, NoFiles};
use qdc::settings::Settings;
use qdc::source::{Source, Span};
use qdc::syntax::Keywords;

use crate::common::today;

pub fn snapshot(text: &str) -> Snapshot {
    let model = Model::read(Source::new("a.qdc", text), &NoFiles, &Default::default());
    Snapshot::new(model, today(), Arc::new(Settings::default()))
}

/// Asks everything at a place.
pub fn ask_everything(text: &str, offset: usize) {
    let snapshot = snapshot(text);
    let within =
        |range: Range<usize>| assert!(text.get(range.clone()).is_some(), "{range:?} is no place in {text:?}");
    let span_within = |span: Span| within(span.range());
    let again = |text: String| self::snapshot(&text);
    for lang in [Lang::Zh, Lang::En] {
        if let Some(hover) = hover::hover(&snapshot, offset, lang) {
            within(hover.range);
            assert!(!hover.text.is_empty());
        }
        let entries = |_: &str| vec![Entry { name: "公共.qdc".to_owned(), is_folder: false }];
        let offered = completion::completions(&snapshot, offset, lang, &entries);
        within(offered.range);
        assert!(offered.items.iter().all(|item| !item.label.is_empty() && !item.filter.is_empty()));
        hints::hints(&snapshot, lang).iter().for_each(|hint| within(hint.at..hint.at));
        lenses::lenses(&snapshot, lang).into_iter().for_each(|lens| within(lens.range));
        // Each is proven, which takes a reading: those of a few lines are enough.
        let near = offset..(offset + 80).min(text.len());
        let actions =
            if lang == Lang::Zh { actions::actions(&snapshot, near, lang, &again) } else { Vec::new() };
        for action in actions {
            action.changes.iter().for_each(|change| span_within(change.span));
        }
        fn nested(symbol: &outline::Symbol, text: &str) {
            assert!(text.get(symbol.range.clone()).is_some());
            let (outer, inner) = (&symbol.range, &symbol.selection);
            assert!(outer.start <= inner.start && inner.end <= outer.end, "{symbol:?}");
            for child in &symbol.children {
                assert!(outer.start <= child.range.start && child.range.end <= outer.end, "{symbol:?}");
                nested(child, text);
            }
        }
        outline::symbols(&snapshot, lang).iter().for_each(|symbol| nested(symbol, text));
        if let Some(page) = preview::page(&snapshot, lang) {
            assert!(!page.contains("<script"));
        }
    }
    links::links(&snapshot, &NoFiles).iter().for_each(|link| span_within(link.span));
    let selections = shape::selections(&snapshot, offset);
    assert!(selections.windows(2).all(|pair| pair[1].start <= pair[0].start && pair[0].end <= pair[1].end));
    selections.into_iter().for_each(within);
    for fold in shape::folds(&snapshot) {
        assert!(fold.first < fold.last && fold.last < snapshot.source().line_count());
    }
    let all = tokens::tokens(&snapshot, 0..text.len());
    assert!(all.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start), "tokens overlap: {all:?}");
    for token in &all {
        within(token.range.clone());
        assert!(!text[token.range.clone()].contains('\n'), "a token crosses lines");
    }
    if let Some(name) = names::name_at(&snapshot.model, offset) {
        let places = names::places(&snapshot.model, name.declared);
        assert!(places.contains(&name.declared) && places.contains(&name.span));
        places.into_iter().for_each(span_within);
    }
    for lang in [Lang::Zh, Lang::En] {
        actions::turned(&snapshot, lang);
    }
    snapshot.formatted(Keywords::Keep);
}

/// What a name may be called is what it can be called: the text with it renamed has the same statements and no new
/// findings.
pub fn rename_everything(text: &str) {
    let before = snapshot(text);
    let declared: Vec<(Span, String)> =
        names::declarations(&before.model).map(|one| (one.span, one.name.to_owned())).collect();
    for (span, name) in declared {
        let new = format!("{name}新");
        if names::may_be_called(&new, [&before.model]).is_err() || !names::is_plain(&before.model, span) {
            continue;
        }
        let mut renamed = text.to_owned();
        for place in names::places(&before.model, span).into_iter().rev() {
            renamed.replace_range(place.range(), &new);
        }
        let after = snapshot(&renamed);
        let rules = |snapshot: &Snapshot| -> Vec<&'static str> {
            snapshot.findings.iter().map(|finding| finding.rule.name).collect()
        };
        assert_eq!(rules(&before), rules(&after), "{name} renamed in\n{text}");
        assert_eq!(before.model.names.len(), after.model.names.len(), "{name} renamed in\n{text}");
    }
}
