//! What stands in a member of a body.

use serde::{Serialize, Serializer};

/// A member that the file may leave out: `None` leaves it out of the body too. `Some(None)` was written but
/// has no value yet, such as a text with an open param, and goes out as `null`; a checked file has none.
pub type Written<T> = Option<Option<T>>;

/// A coordinate: a whole number prints as `280`, never as `280.0`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coordinate(pub f64);

impl Serialize for Coordinate {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        // Up to 2^53 every whole number of an f64 is exactly an i64.
        if self.0.fract() == 0.0 && self.0.abs() <= 9_007_199_254_740_992.0 {
            to.serialize_i64(self.0 as i64)
        } else {
            to.serialize_f64(self.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_coordinates_have_no_point() {
        let text = |number| serde_json::to_string(&Coordinate(number)).ok();
        assert_eq!(text(280.0).as_deref(), Some("280"));
        assert_eq!(text(-0.0).as_deref(), Some("0"));
        assert_eq!(text(280.5).as_deref(), Some("280.5"));
        assert_eq!(text(1e300).as_deref(), Some("1e+300"));
    }
}
