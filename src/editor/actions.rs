//! What can be done about a finding, or to a whole file.

use std::ops::Range;

use super::Snapshot;
use crate::findings::{Change, Edit, Finding, Group, Lang};
use crate::fixing::{self, Reading, Scope, View};
use crate::model::Model;
use crate::rules::{Excuse, excuses};
use crate::source::Span;
use crate::syntax::Keywords;
use crate::words;

/// A change that is offered.
#[derive(Debug, Clone)]
pub struct Action<'a> {
    pub title: String,
    pub changes: Vec<Change>,
    /// The finding it is about.
    pub finding: &'a Finding,
    /// Whether it surely means what was intended.
    pub preferred: bool,
}

/// More edits than this are proven together instead of one by one.
const ONE_BY_ONE: usize = 16;

/// What can be done about the findings that touch a part of the file: their own edits, of which each is proven, and
/// excusing them. `again` reads a new text of the file.
pub fn actions<'a>(
    snapshot: &'a Snapshot,
    part: Range<usize>,
    lang: Lang,
    again: &dyn Fn(String) -> Snapshot,
) -> Vec<Action<'a>> {
    let touches = |finding: &Finding| {
        let (start, end) = (finding.span.start as usize, finding.span.end as usize);
        finding.span.file == Model::ROOT && start <= part.end && part.start <= end
    };
    let touched: Vec<(usize, &Finding)> =
        snapshot.findings.iter().enumerate().filter(|(_, finding)| touches(finding)).collect();
    let many = touched.iter().filter(|(_, finding)| finding.edit.is_some()).count() > ONE_BY_ONE;
    let together = many.then(|| fixing::proven(view(snapshot), &reading(again)));
    let holds = |index: usize| match &together {
        Some(holds) => holds[index],
        None => fixing::alone(view(snapshot), index, &reading(again)).is_ok(),
    };
    let mut edits = Vec::new();
    let mut excused = Vec::new();
    let known = excuses(&snapshot.model.sources);
    for (index, finding) in touched {
        if let Some(Edit { title, changes, safe }) = &finding.edit
            && holds(index)
        {
            let title = title.get(lang).to_owned();
            edits.push(Action { title, changes: changes.clone(), finding, preferred: *safe });
        }
        // An excuse for an excuse would be the next one that nothing needs.
        if finding.rule.group != Group::Language && finding.rule.name != "unused-excuse" {
            let rule = finding.rule.name;
            let title = words!("在这里不再提示（{rule}）", "Excuse this here ({rule})").get(lang).to_owned();
            let changes = vec![excuse(snapshot, finding, &known)];
            excused.push(Action { title, changes, finding, preferred: false });
        }
    }
    edits.extend(excused);
    edits
}

/// The comment that excuses a finding: one more name in the excuse above, else a line of its own.
fn excuse(snapshot: &Snapshot, finding: &Finding, known: &[Excuse]) -> Change {
    let (source, text) = (snapshot.source(), snapshot.text());
    let line = source.line_of(finding.span.start as usize);
    // In order of lines.
    let last = known.partition_point(|excuse| excuse.span < finding.span);
    let above = known[..last]
        .last()
        .filter(|excuse| excuse.span.file == Model::ROOT && excuse.lines == (line.wrapping_sub(1), line));
    if let Some(above) = above {
        return Change::new(above.span.after(), format!(", {}", finding.rule.name));
    }
    let range = source.line_range(line);
    let content = &text[range.clone()];
    let mark = if content.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let indent = &content[mark..];
    let indent = &indent[..indent.len() - indent.trim_start().len()];
    let line_end = fixing::line_end(text);
    let at = range.start + mark;
    Change::new(
        Span::new(Model::ROOT, at, at),
        format!("{indent}// qdc: allow({}){line_end}", finding.rule.name),
    )
}

/// The text with every safe edit made that holds; `None` where there is none. `again` reads a new text of the file.
pub fn fixed(snapshot: &Snapshot, again: &dyn Fn(String) -> Snapshot) -> Option<String> {
    let fixed = fixing::fix(view(snapshot), &reading(again), Scope::Safe);
    (fixed.made > 0).then_some(fixed.text)
}

fn view(snapshot: &Snapshot) -> View<'_> {
    View { sources: &snapshot.model.sources, findings: &snapshot.findings }
}

fn reading(again: &dyn Fn(String) -> Snapshot) -> impl Fn(String) -> Reading {
    |text| {
        let Snapshot { model, findings, .. } = again(text);
        Reading { sources: model.sources, findings }
    }
}

/// The text with every keyword in one language; `None` where nothing would change.
pub fn turned(snapshot: &Snapshot, lang: Lang) -> Option<String> {
    let keywords = match lang {
        Lang::Zh => Keywords::Zh,
        Lang::En => Keywords::En,
    };
    let kept = snapshot.formatted(Keywords::Keep);
    let turned = snapshot.formatted(keywords);
    // A file that is only laid out otherwise has nothing to turn.
    (turned != kept).then_some(turned)
}
