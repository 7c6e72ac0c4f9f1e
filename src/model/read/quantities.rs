//! Numbers and what is made of them: dates, lengths of time, coordinates.

use jiff::civil::Date;

use super::super::{Duration, Length, LengthUnit, NameKind, ParamKind, ParamValue, Point, TimeUnit, Wrong};
use super::values::{first_shape, near_choice};
use super::{Reader, View};
use crate::syntax::{Kind, NodeId, Token, coordinates};
use crate::vocabulary::{Shape, count_in_words, narrowed};

/// A number and what is written behind it.
struct Quantity<'a> {
    number: f64,
    /// Whether it is written without a decimal point.
    whole: bool,
    unit: &'a str,
}

impl Reader<'_> {
    // ---- numbers ----

    pub(super) fn read_integer(&mut self, view: &View<'_>, id: NodeId, token: Token) -> Option<i64> {
        let shape = first_shape(view, id);
        let (least, most) = match shape {
            Shape::Integer(least, most) => (least, most),
            _ => (i64::MIN, i64::MAX),
        };
        let number = self.number(view, id, token, shape)?;
        if number.fract() != 0.0 {
            self.wrong(view, id, token, shape, Wrong::NotWhole);
            return None;
        }
        if number < least as f64 || number > most as f64 || number.abs() > 9e15 {
            self.wrong(view, id, token, shape, Wrong::OutOfRange(least, most));
            return None;
        }
        Some(number as i64)
    }

    /// A number without a unit, or a param that holds one.
    pub(super) fn number(&mut self, view: &View<'_>, id: NodeId, token: Token, shape: Shape) -> Option<f64> {
        let why = match token.kind {
            Kind::Quantity => {
                let narrow = narrowed(view.slice(token));
                let quantity = quantity(&narrow)?;
                if quantity.unit.is_empty() {
                    return Some(quantity.number);
                }
                if let Some(count) = count_in_words(&narrow).filter(|_| quantity.whole) {
                    self.wrong(view, id, token, shape, Wrong::Respelled(count.to_string()));
                    return Some(count as f64);
                }
                Wrong::UnknownUnit(quantity.unit.to_owned())
            }
            Kind::Word | Kind::Unexpected => {
                let written = view.slice(token);
                let is_param = self.names.params.contains_key(narrowed(written).as_ref());
                if let Some(count) = count_in_words(written).filter(|_| !is_param) {
                    // A sign was reported where the line was read.
                    if token.kind == Kind::Word {
                        self.wrong(view, id, token, shape, Wrong::Respelled(count.to_string()));
                    }
                    return Some(count as f64);
                }
                return self.param_number(view, id, token, shape);
            }
            Kind::Text => {
                let content = narrowed(super::texts::unquoted(view.slice(token))).into_owned();
                if content.trim().parse::<f64>().is_ok() { Wrong::Quoted } else { Wrong::Kind }
            }
            _ => Wrong::Kind,
        };
        self.wrong(view, id, token, shape, why);
        None
    }

    pub(super) fn param_number(
        &mut self,
        view: &View<'_>,
        id: NodeId,
        token: Token,
        shape: Shape,
    ) -> Option<f64> {
        let index = self.param_or_report(view, id, token, shape)?;
        match (&self.params[index].value, self.params[index].kind.value) {
            (Some(ParamValue::Number(number)), _) => Some(number.value),
            (None, ParamKind::Number | ParamKind::Unreadable) => None,
            _ => {
                self.wrong(view, id, token, shape, Wrong::ParamKind);
                None
            }
        }
    }

    /// The param a bare word names, where a value is wanted; reports a word that names none.
    pub(super) fn param_or_report(
        &mut self,
        view: &View<'_>,
        id: NodeId,
        token: Token,
        shape: Shape,
    ) -> Option<usize> {
        let name = narrowed(view.slice(token));
        if let Some(index) = self.use_param(&name, view.span(token)) {
            return Some(index);
        }
        match self.near(&name, NameKind::Param) {
            near if near.is_some() || self.names.is_lost(&name, NameKind::Param) => {
                self.undeclared(&name, view.span(token), NameKind::Param, near);
            }
            _ => {
                let why = match shape {
                    Shape::IntegerOr(set) => Wrong::NotOneOf(near_choice(&name, set)),
                    _ => Wrong::Kind,
                };
                self.wrong(view, id, token, shape, why);
            }
        }
        None
    }

    // ---- dates and lengths of time ----

    pub(super) fn read_date(
        &mut self,
        view: &View<'_>,
        id: NodeId,
        token: Token,
        shape: Shape,
    ) -> Option<Date> {
        match token.kind {
            Kind::Date => {
                let date = parse_date(view.slice(token));
                if date.is_none() {
                    self.wrong(view, id, token, shape, Wrong::NoSuchDate);
                }
                date
            }
            Kind::Word => {
                let index = self.param_or_report(view, id, token, shape)?;
                match (&self.params[index].value, self.params[index].kind.value) {
                    (Some(ParamValue::Date(date)), _) => Some(*date),
                    (None, ParamKind::Date | ParamKind::Unreadable) => None,
                    _ => {
                        self.wrong(view, id, token, shape, Wrong::ParamKind);
                        None
                    }
                }
            }
            Kind::Text => {
                let quoted = parse_date(super::texts::unquoted(view.slice(token)).trim()).is_some();
                self.wrong(view, id, token, shape, if quoted { Wrong::Quoted } else { Wrong::Kind });
                None
            }
            _ => {
                self.wrong(view, id, token, shape, Wrong::Kind);
                None
            }
        }
    }

    pub(super) fn read_duration(&mut self, view: &View<'_>, id: NodeId, token: Token) -> Option<Duration> {
        let shape = first_shape(view, id);
        if token.kind != Kind::Quantity {
            self.wrong(view, id, token, shape, Wrong::Kind);
            return None;
        }
        let narrow = narrowed(view.slice(token));
        let quantity = quantity(&narrow)?;
        let why = if quantity.unit.is_empty() {
            Wrong::NoUnit
        } else if !quantity.whole {
            Wrong::NotWhole
        } else if quantity.number < 0.0 || quantity.number > 1e9 {
            Wrong::OutOfRange(0, 1_000_000_000)
        } else if let Some(unit) = time_unit(quantity.unit) {
            return Some(Duration { count: quantity.number as i64, unit });
        } else {
            Wrong::UnknownUnit(quantity.unit.to_owned())
        };
        self.wrong(view, id, token, shape, why);
        None
    }

    /// A length of time that is sent in seconds: months and years have no fixed length.
    pub(super) fn read_seconds(&mut self, view: &View<'_>, id: NodeId, token: Token) -> Option<Duration> {
        let duration = self.read_duration(view, id, token)?;
        if duration.seconds().is_none() {
            let unit =
                narrowed(view.slice(token)).trim_start_matches(|c: char| c.is_ascii_digit()).to_owned();
            self.wrong(view, id, token, first_shape(view, id), Wrong::UnknownUnit(unit.trim().to_owned()));
            return None;
        }
        Some(duration)
    }

    // ---- points ----

    pub(super) fn read_length(&mut self, view: &View<'_>, id: NodeId, token: Token) -> Option<Length> {
        self.length(view, id, token, Shape::Length)
    }

    pub(super) fn length(
        &mut self,
        view: &View<'_>,
        id: NodeId,
        token: Token,
        shape: Shape,
    ) -> Option<Length> {
        match token.kind {
            Kind::Quantity => {
                let narrow = narrowed(view.slice(token));
                let quantity = quantity(&narrow)?;
                match length_unit(quantity.unit) {
                    Some(unit) => Some(Length { value: Some(quantity.number), unit }),
                    None => {
                        let respelled = respelled_length(&narrow, &quantity);
                        let why = match &respelled {
                            Some((respelled, _)) => Wrong::Respelled(respelled.clone()),
                            None => Wrong::UnknownUnit(quantity.unit.to_owned()),
                        };
                        self.wrong(view, id, token, shape, why);
                        respelled.and_then(|(_, length)| length)
                    }
                }
            }
            Kind::Word => {
                let index = self.param_or_report(view, id, token, shape)?;
                let value = match (&self.params[index].value, self.params[index].kind.value) {
                    (Some(ParamValue::Number(number)), _) => Some(number.value),
                    (None, ParamKind::Number | ParamKind::Unreadable) => None,
                    _ => {
                        self.wrong(view, id, token, shape, Wrong::ParamKind);
                        return None;
                    }
                };
                Some(Length { value, unit: LengthUnit::Platform })
            }
            _ => {
                self.wrong(view, id, token, shape, Wrong::Kind);
                None
            }
        }
    }

    pub(super) fn read_point(&mut self, view: &View<'_>, id: NodeId, token: Token) -> Option<Point> {
        if token.kind != Kind::Point {
            let shape = first_shape(view, id);
            self.wrong(view, id, token, shape, Wrong::Kind);
            return None;
        }
        let parts = coordinates(view.slice(token))?;
        let [x, y] = parts.map(|(kind, range)| Token {
            kind,
            start: token.start + range.start as u32,
            end: token.start + range.end as u32,
        });
        let (x, y) = (self.length(view, id, x, Shape::Point), self.length(view, id, y, Shape::Point));
        Some(Point { x: x?, y: y? })
    }
}

/// A date token, in any of its three ways of writing; `None` for a day that does not exist.
pub(crate) fn parse_date(written: &str) -> Option<Date> {
    let narrow = narrowed(written);
    let mut numbers = narrow.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let (year, month, day) = (numbers.next()?, numbers.next()?, numbers.next()?);
    if year.len() != 4 || numbers.next().is_some() {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Splits a narrowed quantity token.
fn quantity(written: &str) -> Option<Quantity<'_>> {
    let end = written
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+')))
        .unwrap_or(written.len());
    let number = written[..end].trim_end_matches('.');
    Some(Quantity { number: number.parse().ok()?, whole: !number.contains('.'), unit: written[end..].trim() })
}

fn time_unit(unit: &str) -> Option<TimeUnit> {
    Some(match crate::vocabulary::time_unit(unit)? {
        "s" => TimeUnit::Second,
        "m" => TimeUnit::Minute,
        "h" => TimeUnit::Hour,
        "d" => TimeUnit::Day,
        "wd" => TimeUnit::Workday,
        "w" => TimeUnit::Week,
        "mo" => TimeUnit::Month,
        "y" => TimeUnit::Year,
        _ => return None,
    })
}

/// A length in a unit by another name, or in inches, whose value in millimetres is nobody's yet.
fn respelled_length(narrow: &str, quantity: &Quantity<'_>) -> Option<(String, Option<Length>)> {
    let figures = narrow.strip_suffix(quantity.unit)?.trim_end();
    let unit = match quantity.unit {
        "公分" => "厘米",
        "公厘" | "公釐" => "毫米",
        "英寸" | "英吋" | "吋" | "in" | "inch" | "inches" => {
            // To a hundredth of a millimetre, which nobody sees.
            let millimetres = (quantity.number * 2540.0).round() / 100.0;
            let unit = if quantity.unit.is_ascii() { "mm" } else { "毫米" };
            return Some((format!("{millimetres}{unit}"), None));
        }
        other => ["mm", "cm", "pt"].into_iter().find(|unit| other.eq_ignore_ascii_case(unit))?,
    };
    let length = Length { value: Some(quantity.number), unit: length_unit(unit)? };
    Some((format!("{figures}{unit}"), Some(length)))
}

fn length_unit(unit: &str) -> Option<LengthUnit> {
    Some(match unit {
        "" => LengthUnit::Platform,
        "mm" | "毫米" => LengthUnit::Millimetre,
        "cm" | "厘米" => LengthUnit::Centimetre,
        "pt" | "磅" => LengthUnit::Point,
        _ => return None,
    })
}
