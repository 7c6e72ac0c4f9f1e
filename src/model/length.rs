//! Coordinates in the units they are sent in.

use super::{Length, LengthUnit};

const POINTS_PER_MM: f64 = 72.0 / 25.4;

impl Length {
    /// In the platform's units: a bare number as written, one with a unit of measure converted and rounded
    /// to a whole unit. `points_per_unit` is how many points (1/72 inch) one unit of the platform has; its
    /// documents do not say, so it is a setting. `None` while a param is open, or where it is no number.
    pub fn units(self, points_per_unit: f64) -> Option<f64> {
        let value = self.value?;
        let points = match self.unit {
            LengthUnit::Platform => return Some(value).filter(|value| value.is_finite()),
            LengthUnit::Millimetre => value * POINTS_PER_MM,
            LengthUnit::Centimetre => value * 10.0 * POINTS_PER_MM,
            LengthUnit::Point => value,
        };
        let units = (points / points_per_unit).round();
        // Adding zero makes -0 a 0: the two are one position.
        units.is_finite().then_some(units + 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(value: f64, unit: LengthUnit) -> Option<f64> {
        Length { value: Some(value), unit }.units(1.0)
    }

    #[test]
    fn bare_numbers_are_sent_as_written_and_measures_as_whole_units() {
        assert_eq!(units(280.5, LengthUnit::Platform), Some(280.5));
        assert_eq!(units(35.0, LengthUnit::Millimetre), Some(99.0));
        assert_eq!(units(3.5, LengthUnit::Centimetre), Some(99.0));
        assert_eq!(units(99.4, LengthUnit::Point), Some(99.0));
        assert_eq!(Length { value: None, unit: LengthUnit::Point }.units(1.0), None);
        assert_eq!(Length { value: Some(35.0), unit: LengthUnit::Point }.units(0.0), None);
    }
}
