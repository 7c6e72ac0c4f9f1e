//! What a file does not say but means: the day of a deadline, defaults, millimetres.

use jiff::civil::Date;

use super::Snapshot;
use crate::calendar::names;
use crate::findings::{Lang, Words};
use crate::model::{LengthUnit, Model, Order, Place, Point, Spot, Term};
use crate::rules::geometry::{millimetres, point_units, points};
use crate::settings::Origin;
use crate::source::Span;
use crate::vocabulary::{Key, children};
use crate::words;

/// A few words shown behind a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    pub at: usize,
    pub label: String,
    pub tooltip: String,
}

/// The hints of the file, in order of place.
pub fn hints(snapshot: &Snapshot, lang: Lang) -> Vec<Hint> {
    let Some(contract) = &snapshot.model.contract else { return Vec::new() };
    let mut hints = Vec::new();
    let mut add = |span: Span, label: Words, tooltip: Words| {
        if span.file == Model::ROOT {
            let (label, tooltip) = (label.get(lang).to_owned(), tooltip.get(lang).to_owned());
            hints.push(Hint { at: span.end as usize, label, tooltip });
        }
    };
    if let Some(deadline) = &contract.deadline
        && (matches!(deadline.value.term, Term::In(_)) || deadline.value.roll.is_some())
        && let Some(day) = deadline.value.day(&snapshot.facts, &snapshot.settings.calendar)
    {
        let weekday = weekday(day, lang);
        let counting = deadline.value.counting(&snapshot.facts, &snapshot.settings.calendar);
        let Words { zh, en } = counting.unwrap_or_default();
        add(
            deadline.value.roll.map_or(deadline.span, |roll| deadline.span.to(roll)),
            words!("{day} {weekday}", "{day}, {weekday}"),
            match zh.is_empty() {
                true => words!("发送的日期", "the date that is sent"),
                false => words!("发送的日期：{zh}", "the date that is sent: {en}"),
            },
        );
    }
    if let (Some(title), false) = (&contract.title, contract.unreadable) {
        let left_out = [
            (Key::Order, contract.order.is_none()),
            (Key::Format, contract.format.is_none()),
            (Key::Deadline, contract.deadline.is_none()),
        ];
        let words = left_out.into_iter().filter(|(_, out)| *out).filter_map(|(key, _)| {
            let word = children(Key::Contract).iter().find(|word| word.key == key)?;
            // What is sent for it is for the reference.
            let short =
                |default: &'static str| default.split(['（', '(']).next().unwrap_or_default().trim_end();
            Some(Words {
                zh: format!("{}：{}", word.zh, short(word.default.0)),
                en: format!("{}: {}", word.en, short(word.default.1)),
            })
        });
        let (zh, en): (Vec<_>, Vec<_>) = words.map(|words| (words.zh, words.en)).unzip();
        if !zh.is_empty() {
            add(
                title.span,
                Words { zh: zh.join("；"), en: en.join("; ") },
                words!("没有写的，按默认", "left out: these defaults hold"),
            );
        }
    }
    for (index, document) in contract.documents.iter().enumerate() {
        if document.id.is_none() && contract.documents.len() > 1 && !document.name.value.is_empty() {
            let number = index + 1;
            add(
                document.name.span,
                words!("编号 {number}", "id {number}"),
                words!("没有写编号，按书写顺序", "no id is written: its place in order of writing"),
            );
        }
    }
    for (index, signer) in contract.signers.iter().enumerate() {
        if signer.seq.is_none() && contract.order() == Order::Sequential {
            let number = contract.seq_no(index, signer);
            add(
                signer.account.span,
                words!("第 {number} 个签", "signs as number {number}"),
                words!("没有写次序，按书写顺序", "no place in the order is written: the order of writing"),
            );
        }
    }
    for (_, field) in contract.fields() {
        if let Place::Spot { spot, .. } = &field.place
            && let Spot::Point(point) = &spot.value
            && let Some((label, tooltip)) = measures(snapshot, *point)
        {
            add(spot.span, label, tooltip);
        }
    }
    hints.sort_by_key(|hint| hint.at);
    hints
}

/// A point without units in millimetres, one with units in the platform's.
fn measures(snapshot: &Snapshot, point: Point) -> Option<(Words, Words)> {
    let convention = &snapshot.settings.platform;
    let (x, y) = point_units(point, convention)?;
    let plain = point.x.unit == LengthUnit::Platform && point.y.unit == LengthUnit::Platform;
    if !plain {
        return Some((
            words!("发送 ({x}, {y})", "sent as ({x}, {y})"),
            words!("换算成平台单位，取整", "in the platform's units, rounded"),
        ));
    }
    let [x, y] = [x, y].map(|units| millimetres(points(units, convention)).round().to_string());
    Some((
        from_the_edges(&x, &y, convention.origin),
        words!("按 qdc.toml 里约定的单位换算", "by the unit set in qdc.toml"),
    ))
}

/// Where a point lies on the page, in millimetres: two bare numbers would read as a size.
pub fn from_the_edges(x: &str, y: &str, origin: Origin) -> Words {
    match origin {
        Origin::LowerLeft => {
            words!("距左边 {x}、下边 {y} 毫米", "{x} mm right, {y} mm up")
        }
        Origin::UpperLeft => words!("距左边 {x}、上边 {y} 毫米", "{x} mm right, {y} mm down"),
    }
}

/// `周三`, `Wednesday`.
pub fn weekday(day: Date, lang: Lang) -> String {
    names::weekday(day).get(lang).to_owned()
}
