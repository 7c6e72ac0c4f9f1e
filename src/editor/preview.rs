//! A page that shows a contract and where its seals land, drawn from what is known: the sizes of local copies,
//! A4 where there is none.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Snapshot;
use crate::facts::PageSize;
use crate::findings::{Lang, Words};
use crate::model::{Account, Contract, Model, Page, Place, SignField, Signer, Spot};
use crate::privacy::shown;
use crate::rules::Context;
use crate::rules::geometry::{SealBox, point_units, points, units};
use crate::settings::Origin;
use crate::words;

/// The most pages that are drawn.
const MOST_PAGES: usize = 100;

/// The page as HTML, without scripts and without anything from a network; `None` where the file has no contract.
pub fn page(snapshot: &Snapshot, lang: Lang) -> Option<String> {
    let contract = snapshot.model.contract.as_ref()?;
    let cx = Context { model: &snapshot.model, facts: &snapshot.facts, settings: &snapshot.settings };
    let mut page = Drawing { cx, lang, out: String::new() };
    page.head(contract);
    for index in 0..contract.documents.len() {
        page.document(contract, index);
    }
    page.out.push_str("</main></body></html>\n");
    Some(page.out)
}

/// The title of the page.
pub fn title(snapshot: &Snapshot) -> String {
    let title = snapshot.model.contract.as_ref().and_then(|contract| contract.title.as_ref());
    title.and_then(|title| title.value.key()).map(shown).unwrap_or_default()
}

struct Drawing<'a> {
    cx: Context<'a>,
    lang: Lang,
    out: String,
}

/// One page of a document and the seals on it.
#[derive(Default)]
struct Sheet<'a> {
    seals: Vec<(&'a Signer, SealBox)>,
}

const STYLE: &str = "body{font:14px/1.6 sans-serif;margin:1.5em;color:#222;background:#fff}\
main{max-width:64em}figure{display:inline-block;margin:0 1.5em 1.5em 0;vertical-align:top}\
figcaption{color:#555}svg{border:1px solid #999;background:#fff;display:block}\
h1{font-size:1.4em}h2{font-size:1.1em}\
@media(prefers-color-scheme:dark){body{background:#1e1e1e;color:#ddd}figcaption{color:#aaa}}";

impl Drawing<'_> {
    fn say(&self, words: Words) -> String {
        words.get(self.lang).to_owned()
    }

    fn head(&mut self, contract: &Contract) {
        let title =
            contract.title.as_ref().and_then(|title| title.value.key()).map(shown).unwrap_or_default();
        let title = escape(&title);
        let tag = match self.lang {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        };
        let note = self.say(words!(
            "按 qdc.toml 的约定画出（原点、锚点、单位、印章大小）；平台没有公开说明这些。",
            "Drawn by the conventions of qdc.toml (origin, anchor, unit, sizes of seals), none of which the platform documents."
        ));
        let _ = write!(
            self.out,
            "<!DOCTYPE html>\n<html lang=\"{tag}\"><head><meta charset=\"utf-8\">\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
             <title>{title}</title><style>{STYLE}</style></head>\n<body><main><h1>{title}</h1>\n<p>{}</p>\n",
            escape(&note)
        );
    }

    fn document(&mut self, contract: &Contract, index: usize) {
        let document = &contract.documents[index];
        let sizes = self.cx.page_sizes(document);
        let count = self.cx.page_count(document);
        let mut sheets: BTreeMap<i64, Sheet<'_>> = BTreeMap::new();
        let mut across = Vec::new();
        let mut unplaced = 0;
        for (signer, field) in contract.fields().filter(|(_, field)| field.document.value == Some(index)) {
            match self.place(signer, field, sizes, count) {
                Placed::On(page, seal) => sheets.entry(page).or_default().seals.push((signer, seal)),
                Placed::Across(y) => across.push((signer, y)),
                Placed::Unknown => unplaced += 1,
            }
        }
        let file = document.file_name.as_ref().and_then(|name| name.value.key()).map(shown);
        let name =
            [Some(document.name.value.clone()), file].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let name = escape(&name);
        let pages = match (count, sizes) {
            (Some(count), Some(_)) => self.say(words!("{count} 页", "{count} pages")),
            (Some(count), None) => self.say(words!("{count} 页，按 A4 画", "{count} pages, drawn as A4")),
            (None, _) => self.say(words!("页数未知，按 A4 画", "page count unknown, drawn as A4")),
        };
        let _ = writeln!(self.out, "<section><h2>{name}</h2><p>{}</p>", escape(&pages));
        if !across.is_empty() {
            let words = self
                .say(words!("骑缝章在每一页的边上", "A seal across the pages is at the edge of every page"));
            let _ = writeln!(self.out, "<p>{}</p>", escape(&words));
        }
        if !across.is_empty() && sheets.is_empty() {
            sheets.entry(1).or_default();
        }
        let drawn = sheets.len().min(MOST_PAGES);
        for (page, sheet) in sheets.iter().take(MOST_PAGES) {
            let size = usize::try_from(page - 1).ok().and_then(|at| sizes?.get(at)).copied();
            self.sheet(*page, sheet, size.unwrap_or(PageSize::A4), &across);
        }
        let left = sheets.len() - drawn;
        if left > 0 {
            let words = self.say(words!("另有 {left} 页没有画出", "{left} more pages are not drawn"));
            let _ = writeln!(self.out, "<p>{}</p>", escape(&words));
        }
        if unplaced > 0 {
            let words = self.say(words!(
                "另有 {unplaced} 处位置还不能确定（参数没有值、末页未知，或有错误）",
                "{unplaced} more places are not certain yet (a param without a value, an unknown last page, or a mistake)"
            ));
            let _ = writeln!(self.out, "<p>{}</p>", escape(&words));
        }
        self.out.push_str("</section>\n");
    }

    fn place(
        &self,
        signer: &Signer,
        field: &SignField,
        sizes: Option<&[PageSize]>,
        count: Option<u32>,
    ) -> Placed {
        let convention = &self.cx.settings.platform;
        match &field.place {
            Place::Spot { page, spot } => {
                let number = match (page.value, count) {
                    (Page::Number(number), _) => number,
                    (Page::Last, Some(count)) => i64::from(count),
                    _ => return Placed::Unknown,
                };
                let Spot::Point(point) = &spot.value else { return Placed::Unknown };
                let Some(at) = point_units(*point, convention) else { return Placed::Unknown };
                let size = usize::try_from(number - 1).ok().and_then(|at| sizes?.get(at)).copied();
                let seal = self.cx.seal_size(&signer.account.value);
                Placed::On(number, SealBox::new(at, seal, size.unwrap_or(PageSize::A4), convention))
            }
            Place::Across { y } => match units(y.value, convention) {
                Some(y) => Placed::Across(points(y, convention)),
                None => Placed::Unknown,
            },
            Place::Unreadable => Placed::Unknown,
        }
    }

    fn sheet(&mut self, number: i64, sheet: &Sheet<'_>, size: PageSize, across: &[(&Signer, f64)]) {
        let (width, height) = (size.width, size.height);
        let _ = write!(
            self.out,
            "<figure><svg viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{:.0}\" height=\"{:.0}\" role=\"img\">",
            width / 2.0,
            height / 2.0
        );
        for (signer, seal) in &sheet.seals {
            let is_outside = seal.left < 0.0 || seal.bottom < 0.0 || seal.right > width || seal.top > height;
            self.seal(
                signer,
                (seal.left, height - seal.top),
                (seal.right - seal.left, seal.top - seal.bottom),
                is_outside,
                None,
            );
        }
        for (signer, y) in across {
            // A seal over the edges of all pages: its half on this one. Only the height counts.
            let seal = self.cx.seal_size(&signer.account.value);
            let middle = match self.cx.settings.platform.origin {
                Origin::LowerLeft => height - y,
                Origin::UpperLeft => *y,
            };
            self.seal(
                signer,
                (width - seal.width / 2.0, middle - seal.height / 2.0),
                (seal.width, seal.height),
                false,
                Some(width),
            );
        }
        let caption = self.say(words!("第 {number} 页", "page {number}"));
        let _ = writeln!(self.out, "</svg><figcaption>{}</figcaption></figure>", escape(&caption));
    }

    /// One whose page ends within it has its words before that edge: the half that is on the page is too narrow for them.
    fn seal(
        &mut self,
        signer: &Signer,
        (x, y): (f64, f64),
        (width, height): (f64, f64),
        is_outside: bool,
        edge: Option<f64>,
    ) {
        let who = escape(&self.who(&signer.account.value));
        let color = if is_outside { "#d97706" } else { "#c81e1e" };
        let round = if matches!(signer.account.value, Account::Company(_)) { width / 2.0 } else { 4.0 };
        let base = y + height / 2.0 + 6.0;
        let (at, anchor) = match edge {
            Some(edge) => (edge - 4.0, "end"),
            None => (x + width / 2.0, "middle"),
        };
        let _ = write!(
            self.out,
            "<g><title>{who}</title><rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"{round:.1}\" \
             fill=\"{color}\" fill-opacity=\"0.12\" stroke=\"{color}\" stroke-width=\"2\"/>\
             <text x=\"{at:.1}\" y=\"{base:.1}\" text-anchor=\"{anchor}\" font-size=\"16\" fill=\"{color}\">{who}</text></g>"
        );
    }

    fn who(&self, account: &Account) -> String {
        let model: &Model = self.cx.model;
        let name = match account {
            Account::Person(index) => model.people[*index].name.value.clone(),
            Account::Company(index) => model.companies[*index].name.value.clone(),
            Account::Id(id) => id.key().map(shown).unwrap_or_default(),
            Account::Unreadable => "?".to_owned(),
        };
        match name.chars().count() {
            0..=16 => name,
            _ => name.chars().take(15).chain(['…']).collect(),
        }
    }
}

enum Placed {
    On(i64, SealBox),
    /// The height in points.
    Across(f64),
    Unknown,
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(character),
        }
    }
    out
}
