//! The pages of a PDF, as they hang in its page tree, and the visible size of each.

use super::file::File;
use super::lexer::{Lexer, Value};
use crate::facts::{CountDoubt, PageSize};

/// Where no page size is given anywhere, readers take US Letter.
const LETTER: Rect = [0.0, 0.0, 612.0, 792.0];
/// Nodes below nodes, at most.
const DEPTH: usize = 256;

/// Left, bottom, right, top.
type Rect = [f64; 4];

/// A page, and whether the file gives it a size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Page {
    pub size: PageSize,
    pub is_sized: bool,
}

/// What was read of a page tree.
#[derive(Debug, Default)]
pub struct Pages {
    pub pages: Vec<Page>,
    /// The number of pages that its root states; none where it is no number.
    pub stated: Option<usize>,
    /// Whether something that should be a page or a node could not be read.
    pub is_torn: bool,
}

impl Pages {
    /// Whether the tree is whole and says of itself what it is.
    pub fn is_sound(&self) -> bool {
        !self.is_torn && self.stated == Some(self.pages.len()) && !self.pages.is_empty()
    }

    /// What is wrong with it.
    pub fn doubt(&self) -> CountDoubt {
        match self.stated {
            Some(stated) if stated == self.pages.len() => CountDoubt::Incomplete,
            Some(stated) => CountDoubt::Stated(stated),
            None => CountDoubt::NotStated,
        }
    }
}

/// What a page has from the nodes above it.
#[derive(Debug, Clone, Copy, Default)]
struct Inherited {
    media: Option<Rect>,
    crop: Option<Rect>,
    rotation: i64,
}

/// The pages below this node, in order. A page that hangs in the tree twice is two pages.
pub fn pages(file: &File<'_>, root: Value<'_>) -> Option<Pages> {
    let root_dict = file.resolved(root)?.dict()?;
    let [count] = file.fields(root_dict, [b"Count"]);
    let mut found = Pages {
        stated: count.and_then(Value::number).filter(|count| *count >= 0.0).map(|count| count as usize),
        ..Pages::default()
    };
    // The nodes that are being read, each with the kids that are left: none of them is its own kid.
    let mut open: Vec<(Option<u32>, Lexer<'_, '_>, Inherited)> = Vec::new();
    let mut next = Some((root, Inherited::default()));
    loop {
        if let Some((value, inherited)) = next.take() {
            let number = if let Value::Reference(number) = value { Some(number) } else { None };
            let is_own_kid = number.is_some() && open.iter().any(|(above, ..)| *above == number);
            match file.resolved(value) {
                Some(Value::Dict(dict)) if !is_own_kid => match node(file, dict, inherited) {
                    Node::Page(page) => {
                        file.budget().object()?;
                        found.pages.push(page);
                    }
                    Node::Above(kids, inherited) if open.len() < DEPTH => {
                        open.push((number, kids, inherited))
                    }
                    Node::Above(..) => found.is_torn = true,
                },
                _ => found.is_torn = true,
            }
        }
        let Some((_, kids, inherited)) = open.last_mut() else { return Some(found) };
        match kids.value() {
            Some(kid) => next = Some((kid, *inherited)),
            None => drop(open.pop()),
        }
    }
}

/// Every page object that there is, in order of place: for files whose page tree is lost.
pub fn strewn(file: &File<'_>) -> Vec<Page> {
    let mut pages = Vec::new();
    for number in file.numbers() {
        let Some(Value::Dict(dict)) = file.get(number) else { continue };
        let [kind] = file.fields(dict, [b"Type"]);
        if kind.is_some_and(|kind| kind.is_name(b"Page"))
            && let Node::Page(page) = node(file, dict, Inherited::default())
        {
            pages.push(page);
        }
    }
    pages
}

enum Node<'a> {
    Page(Page),
    Above(Lexer<'a, 'a>, Inherited),
}

/// What has kids and does not call itself a page is above pages, whatever it calls itself.
fn node<'s>(file: &'s File<'_>, dict: &'s [u8], above: Inherited) -> Node<'s> {
    let names: [&[u8]; 6] = [b"Type", b"Kids", b"MediaBox", b"CropBox", b"Rotate", b"UserUnit"];
    let [kind, kids, media, crop, rotation, unit] = file.fields(dict, names);
    let inherited = Inherited {
        media: media.and_then(|media| rect(file, media)).or(above.media),
        crop: crop.and_then(|crop| rect(file, crop)).or(above.crop),
        rotation: rotation.and_then(Value::number).map_or(above.rotation, |rotation| rotation as i64),
    };
    match kids {
        Some(Value::Array(kids)) if !kind.is_some_and(|kind| kind.is_name(b"Page")) => {
            Node::Above(Lexer::new(kids, file.budget()), inherited)
        }
        _ => Node::Page(page(inherited, unit.and_then(Value::number))),
    }
}

/// The visible part of a page: its CropBox as far as the MediaBox reaches (ISO 32000-1, 14.11.2), turned, in points.
/// A CropBox beside the page shows nothing and is left aside, as viewers do.
fn page(Inherited { media, crop, rotation }: Inherited, unit: Option<f64>) -> Page {
    let whole = media.unwrap_or(LETTER);
    let shown = crop.map(|crop| common(crop, whole)).filter(|shown| !is_empty(*shown)).unwrap_or(whole);
    let unit = unit.filter(|unit| *unit > 0.0).unwrap_or(1.0);
    let [width, height] = [shown[2] - shown[0], shown[3] - shown[1]].map(|side| points(side * unit));
    let is_on_its_side = matches!(rotation.rem_euclid(360), 90 | 270);
    let size =
        if is_on_its_side { PageSize { width: height, height: width } } else { PageSize { width, height } };
    Page { size, is_sized: media.is_some() }
}

/// Four numbers in any order of corners; `None` where they enclose nothing.
fn rect(file: &File<'_>, value: Value<'_>) -> Option<Rect> {
    let Value::Array(inner) = value else { return None };
    let mut lexer = Lexer::new(inner, file.budget());
    let mut side = || file.resolved(lexer.value()?)?.number();
    let [a, b, c, d] = [side()?, side()?, side()?, side()?];
    let rect = [a.min(c), b.min(d), a.max(c), b.max(d)];
    (!is_empty(rect)).then_some(rect)
}

fn common(one: Rect, other: Rect) -> Rect {
    [one[0].max(other[0]), one[1].max(other[1]), one[2].min(other[2]), one[3].min(other[3])]
}

/// Nothing that could be seen is narrower than a hundredth of a point.
fn is_empty(rect: Rect) -> bool {
    rect[2] - rect[0] < 0.01 || rect[3] - rect[1] < 0.01
}

/// Without what computing with fractions adds: 841.89 - 0.01.
fn points(side: f64) -> f64 {
    let rounded = (side * 1000.0).round() / 1000.0;
    if rounded.is_finite() { rounded } else { f64::MAX }
}
