//! Where a seal's picture lies on its page. Pure arithmetic, shared with whatever compiles or draws points.

use crate::facts::PageSize;
use crate::model::{Length, Point};
use crate::settings::{Anchor, Convention, Origin, SealSize};

const POINTS_PER_MM: f64 = 72.0 / 25.4;

/// A length in the platform's units, as it is sent. `None` while a param is open, or where settings make it
/// no number at all.
pub fn units(length: Length, convention: &Convention) -> Option<f64> {
    length.units(convention.points_per_unit).filter(|units| units.is_finite())
}

/// Both coordinates in the platform's units.
pub fn point_units(point: Point, convention: &Convention) -> Option<(f64, f64)> {
    Some((units(point.x, convention)?, units(point.y, convention)?))
}

/// Points (1/72 inch) as millimetres.
pub fn millimetres(points: f64) -> f64 {
    points / POINTS_PER_MM
}

/// Platform units as points (1/72 inch).
pub fn points(units: f64, convention: &Convention) -> f64 {
    units * convention.points_per_unit
}

/// A rectangle on a page, in points from the lower left corner of what is visible.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SealBox {
    pub left: f64,
    pub bottom: f64,
    pub right: f64,
    pub top: f64,
}

impl SealBox {
    /// The box of a seal of this size whose point is `at`, in platform units.
    pub fn new(at: (f64, f64), size: SealSize, page: PageSize, convention: &Convention) -> Self {
        let x = points(at.0, convention);
        let y = match convention.origin {
            Origin::LowerLeft => points(at.1, convention),
            Origin::UpperLeft => page.height - points(at.1, convention),
        };
        let (left, bottom) = match convention.anchor {
            Anchor::Centre => (x - size.width / 2.0, y - size.height / 2.0),
            Anchor::LowerLeft => (x, y),
            Anchor::UpperLeft => (x, y - size.height),
        };
        Self { left, bottom, right: left + size.width, top: bottom + size.height }
    }

    pub fn area(&self) -> f64 {
        (self.right - self.left) * (self.top - self.bottom)
    }

    /// How much of the page both cover.
    pub fn shared_area(&self, other: &SealBox) -> f64 {
        let width = self.right.min(other.right) - self.left.max(other.left);
        let height = self.top.min(other.top) - self.bottom.max(other.bottom);
        if width <= 0.0 || height <= 0.0 { 0.0 } else { width * height }
    }

    /// The share of the smaller box that is covered by both, from 0 to 1.
    pub fn overlap(&self, other: &SealBox) -> f64 {
        let smaller = self.area().min(other.area());
        if smaller > 0.0 { self.shared_area(other) / smaller } else { 0.0 }
    }
}

/// An edge of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
    Bottom,
    Top,
}

/// How far, in points, a box leaves the page, on each side where it does. A rounding error is none.
pub fn beyond(seal: &SealBox, page: PageSize) -> Vec<(Side, f64)> {
    [
        (Side::Left, -seal.left),
        (Side::Right, seal.right - page.width),
        (Side::Bottom, -seal.bottom),
        (Side::Top, seal.top - page.height),
    ]
    .into_iter()
    .filter(|(_, by)| *by > 0.01)
    .collect()
}

/// The nearest place in platform units from `at` where the whole seal is on the page, in whole steps of
/// `step` units; `None` where it does not fit.
pub fn moved_inside(
    at: (f64, f64),
    size: SealSize,
    page: PageSize,
    convention: &Convention,
    step: f64,
) -> Option<(f64, f64)> {
    let seal = SealBox::new(at, size, page, convention);
    let (mut x, mut y) = at;
    for (side, by) in beyond(&seal, page) {
        let by = by / convention.points_per_unit;
        // Away from the edge that is crossed: right and up are more, unless y counts downwards.
        let down = convention.origin == Origin::UpperLeft;
        match side {
            Side::Left => x = ((x + by) / step).ceil() * step,
            Side::Right => x = ((x - by) / step).floor() * step,
            Side::Bottom if down => y = ((y - by) / step).floor() * step,
            Side::Bottom => y = ((y + by) / step).ceil() * step,
            Side::Top if down => y = ((y + by) / step).ceil() * step,
            Side::Top => y = ((y - by) / step).floor() * step,
        }
    }
    let moved = SealBox::new((x, y), size, page, convention);
    (x.is_finite() && y.is_finite() && beyond(&moved, page).is_empty()).then_some((x, y))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LengthUnit;

    const SEAL: SealSize = SealSize { width: 100.0, height: 60.0 };
    const PAGE: PageSize = PageSize { width: 600.0, height: 800.0 };

    fn length(value: f64, unit: LengthUnit) -> Length {
        Length { value: Some(value), unit }
    }

    #[test]
    fn measures_become_whole_units_and_bare_numbers_stay() {
        let convention = Convention::default();
        assert_eq!(units(length(35.0, LengthUnit::Millimetre), &convention), Some(99.0));
        assert_eq!(units(length(3.5, LengthUnit::Centimetre), &convention), Some(99.0));
        assert_eq!(units(length(12.5, LengthUnit::Platform), &convention), Some(12.5));
        assert_eq!(units(Length { value: None, unit: LengthUnit::Platform }, &convention), None);
        let doubled = Convention { points_per_unit: 0.5, ..Convention::default() };
        assert_eq!(units(length(72.0, LengthUnit::Point), &doubled), Some(144.0));
        let broken = Convention { points_per_unit: 0.0, ..Convention::default() };
        assert_eq!(units(length(72.0, LengthUnit::Point), &broken), None);
    }

    #[test]
    fn the_box_follows_anchor_and_origin() {
        let mut convention = Convention::default();
        let centre = SealBox::new((300.0, 400.0), SEAL, PAGE, &convention);
        assert_eq!(centre, SealBox { left: 250.0, bottom: 370.0, right: 350.0, top: 430.0 });
        convention.anchor = Anchor::LowerLeft;
        assert_eq!(SealBox::new((0.0, 0.0), SEAL, PAGE, &convention).top, 60.0);
        convention.anchor = Anchor::UpperLeft;
        convention.origin = Origin::UpperLeft;
        let corner = SealBox::new((0.0, 0.0), SEAL, PAGE, &convention);
        assert_eq!(corner, SealBox { left: 0.0, bottom: 740.0, right: 100.0, top: 800.0 });
        assert!(beyond(&corner, PAGE).is_empty());
    }

    #[test]
    fn what_leaves_the_page_is_moved_inside() {
        for origin in [Origin::LowerLeft, Origin::UpperLeft] {
            for anchor in [Anchor::Centre, Anchor::LowerLeft, Anchor::UpperLeft] {
                let convention = Convention { origin, anchor, ..Convention::default() };
                for at in [(0.0, 0.0), (600.0, 800.0), (-50.0, 900.0), (300.0, 400.0)] {
                    let inside = moved_inside(at, SEAL, PAGE, &convention, 1.0).unwrap();
                    let moved = SealBox::new(inside, SEAL, PAGE, &convention);
                    assert_eq!(beyond(&moved, PAGE), vec![]);
                }
            }
        }
        let tiny = PageSize { width: 50.0, height: 50.0 };
        assert_eq!(moved_inside((0.0, 0.0), SEAL, tiny, &Convention::default(), 1.0), None);
    }

    #[test]
    fn overlap_is_a_share_of_the_smaller() {
        let one = SealBox { left: 0.0, bottom: 0.0, right: 10.0, top: 10.0 };
        let half = SealBox { left: 5.0, bottom: 0.0, right: 15.0, top: 10.0 };
        let inner = SealBox { left: 2.0, bottom: 2.0, right: 4.0, top: 4.0 };
        let apart = SealBox { left: 10.0, bottom: 0.0, right: 20.0, top: 10.0 };
        assert_eq!(one.overlap(&half), 0.5);
        assert_eq!(one.overlap(&inner), 1.0);
        assert_eq!(one.overlap(&apart), 0.0);
    }
}
