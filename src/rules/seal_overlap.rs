//! Two seals on one page that cover each other.

use std::collections::{HashMap, HashSet};

use super::Context;
use super::context::{DocumentKey, PageKey, document_key, page_key};
use super::geometry::{SealBox, point_units};
use crate::facts::PageSize;
use crate::findings::{Finding, Group, Level, Rule};
use crate::model::{Place, Spot};
use crate::source::Span;
use crate::words;

pub static RULE: Rule = Rule {
    name: "seal-overlap",
    level: Level::Warning,
    group: Group::Lint,
    platform: None,
    title: ("印章互相重叠", "two seals overlap"),
    why: (
        "同一页上两个印章的重叠超过较小一个的五分之一，盖出来会看不清。印章大小按 qdc.toml 的 [seal] 计算：\
         声明为企业的按企业章，其余按个人章。移开其中一个；确实要盖在一起时，用 `// qdc: allow(seal-overlap) 原因` 放行。\
         完全相同的位置由 duplicate-position 检查。",
        "Two seals on one page cover more than a fifth of the smaller one, so that it cannot be read. Their sizes are those of \
         `[seal]` in qdc.toml: a declared company has the company's, all others the person's. Move one of them; where they are \
         meant to overlap, excuse it with `// qdc: allow(seal-overlap) reason`. Equal positions are duplicate-position's business.",
    ),
    wrong: r#"contract "担保合同" {
    code      "GUA-2026-002"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms { sign main page 5 at (180, 220) }
    signer "PSN_TEST_002" auth sms { sign main page 5 at (200, 240) }
}
"#,
    right: r#"contract "担保合同" {
    code      "GUA-2026-002"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms { sign main page 5 at (180, 220) }
    signer "PSN_TEST_002" auth sms { sign main page 5 at (400, 220) }
}
"#,
};

/// The share of the smaller seal from which two are taken to overlap.
const SHARE: f64 = 0.2;

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(contract) = cx.contract() else { return };
    let convention = &cx.settings.platform;
    let sizes = &cx.settings.seal;
    let sides = [sizes.person.width, sizes.person.height, sizes.company.width, sizes.company.height];
    // A seal smaller than a point is a slip in the settings, and would make the grid endless.
    if !sides.iter().all(|side| (1.0..1e6).contains(side)) {
        return;
    }
    let cell = sides.into_iter().fold(0.0, f64::max);
    let mut pages: HashMap<(DocumentKey<'_>, PageKey), Grid> = HashMap::new();
    for (signer, field) in contract.fields() {
        let (Place::Spot { page, spot }, Some(index)) = (&field.place, field.document.value) else { continue };
        let Spot::Point(point) = spot.value else { continue };
        let count = contract.documents.get(index).and_then(|document| cx.page_count(document));
        let (Some(page), Some(at)) = (page_key(page.value, count), point_units(point, convention)) else {
            continue;
        };
        // Whatever the page's size, it is the same for both.
        let seal = SealBox::new(at, cx.seal_size(&signer.account.value), PageSize::A4, convention);
        let grid = pages.entry((document_key(contract, index), page)).or_insert_with(|| Grid::new(cell));
        let Some(first) = grid.add(at, seal, spot.span) else { continue };
        findings.push(
            Finding::new(
                &RULE,
                spot.span,
                words!("这个印章和同一页上的另一个重叠", "this seal overlaps another one on the page"),
            )
            .related(first, words!("和这一个", "this one"))
            .help(words!("移开其中一个", "move one of them")),
        );
    }
}

/// The seals of a page by the squares they lie in. A square holds only seals that do not overlap each other,
/// so a few at most: comparing stays cheap however many lie on a page.
struct Grid {
    /// The side of a square: that of the largest seal, so that none lies in more than four.
    cell: f64,
    squares: HashMap<(i64, i64), Vec<(SealBox, Span)>>,
    seen: HashSet<(u64, u64)>,
    comparisons: usize,
}

impl Grid {
    fn new(cell: f64) -> Self {
        Self { cell, squares: HashMap::new(), seen: HashSet::new(), comparisons: 0 }
    }

    /// Where the earlier seal is that this one overlaps. One that overlaps none stays for later ones.
    fn add(&mut self, at: (f64, f64), seal: SealBox, span: Span) -> Option<Span> {
        // Equal positions are another rule's: the first of them stands for all.
        if !self.seen.insert(((at.0 + 0.0).to_bits(), (at.1 + 0.0).to_bits())) {
            return None;
        }
        let index = |coordinate: f64| (coordinate / self.cell).floor() as i64;
        let columns = index(seal.left)..=index(seal.right);
        let squares: Vec<(i64, i64)> = columns
            .flat_map(|x| (index(seal.bottom)..=index(seal.top)).map(move |y| (x, y)))
            .take(9)
            .collect();
        for square in &squares {
            for (other, first) in self.squares.get(square).into_iter().flatten() {
                self.comparisons += 1;
                if seal.overlap(other) > SHARE {
                    return Some(*first);
                }
            }
        }
        for square in squares {
            self.squares.entry(square).or_default().push((seal, span));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Convention, SealSize};
    use crate::source::FileId;

    const SIZE: SealSize = SealSize { width: 95.0, height: 95.0 };

    fn seal(at: (f64, f64)) -> SealBox {
        SealBox::new(at, SIZE, PageSize::A4, &Convention::default())
    }

    fn span(at: usize) -> Span {
        Span::new(FileId(0), at, at + 1)
    }

    #[test]
    fn a_fifth_is_the_line() {
        let mut grid = Grid::new(95.0);
        assert_eq!(grid.add((100.0, 100.0), seal((100.0, 100.0)), span(0)), None);
        assert_eq!(grid.add((177.0, 100.0), seal((177.0, 100.0)), span(1)), None);
        assert_eq!(grid.add((100.0, 175.0), seal((100.0, 175.0)), span(2)), Some(span(0)));
        assert_eq!(grid.add((100.0, 100.0), seal((100.0, 100.0)), span(3)), None, "an equal position");
    }

    #[test]
    fn comparing_grows_with_the_number_of_seals_only() {
        let mut grid = Grid::new(95.0);
        let count = 100_000;
        for n in 0..count {
            let at = (f64::from(n % 400), f64::from(n / 400));
            grid.add(at, seal(at), span(n as usize));
        }
        assert!(grid.comparisons < 20 * count as usize, "{}", grid.comparisons);
    }

    #[test]
    fn endless_coordinates_do_no_harm() {
        let mut grid = Grid::new(95.0);
        for at in [(1e300, -1e300), (f64::MAX, f64::MIN), (1e18, 1e18)] {
            grid.add(at, seal(at), span(0));
        }
    }
}
