//! A seal that is not wholly on the visible page.

use super::Context;
use super::geometry::{SealBox, Side, beyond, millimetres, moved_inside, point_units, units};
use crate::facts::{Doubts, PageSize};
use crate::findings::{Change, Finding, Group, Level, Rule, Words};
use crate::model::{Document, Length, LengthUnit, Page, Place, Point, Spot};
use crate::settings::{Convention, SealSize};
use crate::source::Span;
use crate::words;

pub static RULE: Rule = Rule {
    name: "seal-off-page",
    level: Level::Error,
    group: Group::Lint,
    platform: None,
    title: ("印章超出页面", "the seal leaves the page"),
    why: (
        "看的是整个印章，不只是它的坐标点：印章有一部分落在可见页面之外，盖出来就不完整，效力会有争议。\
         有本地文件时按它的可见页面大小（裁剪框和旋转都算）判断，是错误；没有时按 A4 估计，只是警告；本地 PDF 损坏、页数或页面大小不确定时也只是警告。\
         平台没有公开坐标的原点、单位和印章大小，这些按 qdc.toml 的 [platform] 和 [seal] 计算，请按实际情况设置。",
        "What counts is the whole picture of the seal, not just its point: where part of it lies outside the visible page it \
         is cut off, and its validity can be disputed. With a local copy the visible size of its pages (crop box and rotation \
         included) is used, and this is an error; without one A4 is assumed, and it is a warning, as it is where a damaged PDF leaves its pages uncertain. The platform publishes \
         neither origin nor unit nor the size of seals: set `[platform]` and `[seal]` in qdc.toml as they are for you.",
    ),
    wrong: r#"// document: contract.pdf = pdf 595x842
contract "房屋买卖合同" {
    code      "SALE-2026-001"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe" local "contract.pdf"
    signer "PSN_TEST_001" auth sms { sign main page 1 at (580, 120) }
}
"#,
    right: r#"// document: contract.pdf = pdf 595x842
contract "房屋买卖合同" {
    code      "SALE-2026-001"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe" local "contract.pdf"
    signer "PSN_TEST_001" auth sms { sign main page 1 at (480, 120) }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(contract) = cx.contract() else { return };
    let documents: Vec<Pages<'_>> = contract.documents.iter().map(|document| Pages::of(cx, document)).collect();
    let convention = &cx.settings.platform;
    for (signer, field) in contract.fields() {
        let Some(pages) = field.document.value.and_then(|index| documents.get(index)) else { continue };
        let size = cx.seal_size(&signer.account.value);
        match &field.place {
            Place::Spot { page, spot } => {
                let Spot::Point(point) = spot.value else { continue };
                let (Some(at), Some(size_of_page)) = (point_units(point, convention), pages.of_page(page.value))
                else {
                    continue;
                };
                let seal = SealBox::new(at, size, size_of_page, convention);
                let sides = beyond(&seal, size_of_page);
                if sides.is_empty() {
                    continue;
                }
                let certainty = pages.certainty(page.value);
                let finding = finding(certainty, spot.span, &sides, convention);
                let written = cx.model.sources.slice(spot.span);
                findings.push(match mended(point, at, size, size_of_page, convention, written) {
                    Some(mended) => finding.offer(
                        words!("移到页面内：`{mended}`", "move it onto the page: `{mended}`"),
                        vec![Change::new(spot.span, mended)],
                    ),
                    None => finding,
                });
            }
            Place::Across { y } => {
                let Some(height) = units(y.value, convention) else { continue };
                let Some(page) = pages.lowest else { continue };
                let seal = SealBox::new((0.0, height), size, page, convention);
                let mut sides = beyond(&seal, page);
                // It lies on the edge: only its height says anything.
                sides.retain(|(side, _)| matches!(side, Side::Top | Side::Bottom));
                if !sides.is_empty() {
                    findings.push(finding(pages.certainty_of_lowest, y.span, &sides, convention));
                }
            }
            Place::Unreadable => {}
        }
    }
}

/// What is known of a document's pages, looked up once.
struct Pages<'a> {
    sizes: Option<&'a [PageSize]>,
    count: Option<u32>,
    /// The page of least height.
    lowest: Option<PageSize>,
    certainty_of_lowest: Certainty,
    doubts: Option<&'a Doubts>,
}

/// How well the size of a page is known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Certainty {
    Read,
    /// Read from a file that does not say it, or may have another page here.
    Doubtful,
    /// There is no copy.
    Assumed,
}

impl<'a> Pages<'a> {
    fn of(cx: &Context<'a>, document: &Document) -> Self {
        let sizes = cx.page_sizes(document);
        let lowest = match sizes {
            Some(sizes) => {
                let heights = (0_usize..).zip(sizes);
                heights.min_by(|(_, one), (_, other)| one.height.total_cmp(&other.height))
            }
            None => Some((0, &PageSize::A4)),
        };
        let mut pages = Self {
            sizes,
            count: cx.page_count(document),
            lowest: lowest.map(|(_, size)| *size),
            certainty_of_lowest: Certainty::Assumed,
            doubts: document.doubts(cx.facts),
        };
        pages.certainty_of_lowest = pages.certainty_of(lowest.map_or(0, |(at, _)| at));
        pages
    }

    fn certainty(&self, page: Page) -> Certainty {
        let last = self.sizes.map_or(0, |sizes| sizes.len().saturating_sub(1));
        self.certainty_of(match page {
            Page::Number(number) => usize::try_from(number - 1).unwrap_or_default(),
            _ => last,
        })
    }

    /// Of a page counted from 0. Where the count is in doubt, so is which page it is.
    fn certainty_of(&self, at: usize) -> Certainty {
        match (self.sizes, self.doubts) {
            (None, _) => Certainty::Assumed,
            (_, Some(doubts)) if doubts.count.is_some() || doubts.unsized_pages.contains(&at) => Certainty::Doubtful,
            _ => Certainty::Read,
        }
    }

    /// The size of a page; `None` for one that does not exist or is not known yet.
    fn of_page(&self, page: Page) -> Option<PageSize> {
        match (page, self.sizes) {
            (Page::Last, Some(sizes)) => sizes.last().copied(),
            (Page::Last, None) => Some(PageSize::A4),
            (Page::Number(number), sizes) => {
                if number < 1 || self.count.is_some_and(|count| number > i64::from(count)) {
                    return None;
                }
                match sizes {
                    Some(sizes) => sizes.get(usize::try_from(number - 1).ok()?).copied(),
                    None => Some(PageSize::A4),
                }
            }
            (Page::Unknown, _) => None,
        }
    }
}

fn finding(certainty: Certainty, span: Span, sides: &[(Side, f64)], convention: &Convention) -> Finding {
        let (zh, en): (Vec<String>, Vec<String>) = sides
            .iter()
            .map(|(side, by)| {
                let by_mm = format!("{:.1}", millimetres(*by));
                let by_units = format!("{:.0}", (by / convention.points_per_unit).ceil());
                let Words { zh, en } = match side {
                    Side::Left => words!("左边", "left"),
                    Side::Right => words!("右边", "right"),
                    Side::Bottom => words!("下边", "bottom"),
                    Side::Top => words!("上边", "top"),
                };
                (
                    format!("{zh} {by_mm} 毫米（坐标差 {by_units}）"),
                    format!("{by_mm} mm ({by_units} units) beyond the {en}"),
                )
            })
            .unzip();
        let (zh, en) = (zh.join("、"), en.join(" and "));
        match certainty {
            Certainty::Read => Finding::new(&RULE, span, words!("印章超出页面{zh}", "the seal goes {en} of the page"))
                .help(words!("移到页面内", "move it onto the page")),
            Certainty::Doubtful => Finding::new(
                &RULE,
                span,
                words!(
                    "印章超出页面{zh}（这个 PDF 的页面大小不确定）",
                    "the seal goes {en} of the page, whose size this PDF leaves uncertain"
                ),
            )
            .level(Level::Warning)
            .help(words!(
                "用 PDF 软件重新导出，再检查印章的位置",
                "export the PDF again and check the seal's place then"
            )),
            Certainty::Assumed => Finding::new(
                &RULE,
                span,
                words!("印章超出页面{zh}（没有本地文件，按 A4 估计）", "the seal goes {en} of the page, taken as A4"),
            )
            .level(Level::Warning)
            .help(words!(
                "移到页面内；用 `本地` 指明文件，就按它真实的页面大小检查",
                "move it onto the page; with a `local` copy its real page size is used"
            )),
        }
    }

/// The point as it would be written to have the whole seal on the page: only for plain numbers and
/// millimetres, in which a whole step means the same to whoever reads it.
fn mended(
    point: Point,
    at: (f64, f64),
    size: SealSize,
    page: PageSize,
    convention: &Convention,
    written: &str,
) -> Option<String> {
    if point.x.unit != point.y.unit || !is_literal(written) {
        return None;
    }
    let unit = point.x.unit;
    let (step, suffix) = match unit {
        LengthUnit::Platform => (1.0, ""),
        LengthUnit::Millimetre => {
            let suffix = if written.contains("毫米") { "毫米" } else { "mm" };
            (1.0 / millimetres(convention.points_per_unit), suffix)
        }
        _ => return None,
    };
    let moved = moved_inside(at, size, page, convention, step)?;
    let value = |old: Length, before: f64, after: f64| match unit {
        _ if before == after => old.value,
        LengthUnit::Platform => Some(after),
        _ => Some((after / step).round()),
    };
    let (x, y) = (value(point.x, at.0, moved.0)?, value(point.y, at.1, moved.1)?);
    // Whole units may round a millimetre over the edge again.
    let again = Point { x: Length { value: Some(x), unit }, y: Length { value: Some(y), unit } };
    let seal = SealBox::new(point_units(again, convention)?, size, page, convention);
    beyond(&seal, page).is_empty().then(|| format!("({x}{suffix}, {y}{suffix})"))
}

/// Whether a point is written in numbers, not with params.
fn is_literal(written: &str) -> bool {
    !written.replace("毫米", "").replace("mm", "").contains(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: SealSize = SealSize { width: 95.0, height: 95.0 };

    fn mend(x: f64, y: f64, unit: LengthUnit, written: &str) -> Option<String> {
        let convention = Convention::default();
        let point = Point { x: Length { value: Some(x), unit }, y: Length { value: Some(y), unit } };
        mended(point, point_units(point, &convention)?, SIZE, PageSize::A4, &convention, written)
    }

    #[test]
    fn a_point_is_mended_in_its_own_unit() {
        assert_eq!(mend(28.0, 42.0, LengthUnit::Platform, "(28, 42)").unwrap(), "(48, 48)");
        assert_eq!(mend(300.0, 42.0, LengthUnit::Platform, "(300, 42)").unwrap(), "(300, 48)");
        assert_eq!(mend(10.0, 120.0, LengthUnit::Millimetre, "(10mm, 120mm)").unwrap(), "(17mm, 120mm)");
        assert_eq!(mend(28.0, 42.0, LengthUnit::Platform, "(x, 42)"), None);
        assert_eq!(mend(1.0, 1.0, LengthUnit::Centimetre, "(1cm, 1cm)"), None);
    }
}
