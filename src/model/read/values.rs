//! Single values: each reader takes what a keyword wants, or says what is wrong with what is there.

use std::borrow::Cow;

use jiff::civil::Date;

use super::super::{
    Account, AccountId, Duration, Length, LengthUnit, NameKind, ParamKind, ParamValue, Point, ProblemKind,
    Text, TimeUnit, Wrong,
};
use super::{At, Reader, View, at};
use crate::source::Span;
use crate::syntax::{Kind, NodeId, Token, coordinates};
use crate::vocabulary::{Choice, ChoiceSet, Shape, Word, choices, narrowed, nearest_name};

/// A value or why there is none.
pub(super) enum Found<T> {
    Value(At<T>),
    /// There, but broken; reported. Or a param without a value.
    Unreadable(Span),
    /// Not there; reported.
    Missing,
}

impl<T> Found<T> {
    /// The value, else what stands in for an unreadable one.
    pub fn or(self, unreadable: T) -> Option<At<T>> {
        match self {
            Found::Value(value) => Some(value),
            Found::Unreadable(span) => Some(at(unreadable, span)),
            Found::Missing => None,
        }
    }

    pub fn value(self) -> Option<At<T>> {
        match self {
            Found::Value(value) => Some(value),
            _ => None,
        }
    }
}

/// A number and what is written behind it.
struct Quantity<'a> {
    number: f64,
    /// Whether it is written without a decimal point.
    whole: bool,
    unit: &'a str,
}

impl Reader<'_> {
    /// The value token at `index` of a node's values; reports a missing one, and those beyond the last.
    pub(super) fn token(&mut self, view: &View<'_>, id: NodeId, index: usize) -> Option<Token> {
        let word = view.tree.node(id).word?;
        let found = view.values(id).nth(index);
        if found.is_none()
            && let Some(take) = word.takes.get(index).or(word.takes.last()).filter(|take| !take.optional)
        {
            let kind = ProblemKind::MissingValue { word, wanted: take.shape };
            self.problem(view.keyword(id), kind);
        }
        found
    }

    /// Reports values beyond the first `count`.
    pub(super) fn no_more_than(&mut self, view: &View<'_>, id: NodeId, count: usize) {
        let Some(word) = view.tree.node(id).word else { return };
        let extra: Vec<Token> = view.values(id).skip(count).collect();
        if let (Some(first), Some(last)) = (extra.first(), extra.last()) {
            let span = view.span(*first).to(view.span(*last));
            // A broken value was reported for what it is.
            if extra.iter().all(|token| !is_broken(token.kind)) {
                self.problem(span, ProblemKind::ExtraValue { word });
            }
        }
    }

    /// A single value: the token, through `read`, and nothing after it.
    pub(super) fn single<T>(
        &mut self,
        view: &View<'_>,
        id: NodeId,
        read: impl FnOnce(&mut Self, &View<'_>, NodeId, Token) -> Option<T>,
    ) -> Found<T> {
        self.nth(view, id, 0, 1, read)
    }

    /// The value at `index` of `count`.
    pub(super) fn nth<T>(
        &mut self,
        view: &View<'_>,
        id: NodeId,
        index: usize,
        count: usize,
        read: impl FnOnce(&mut Self, &View<'_>, NodeId, Token) -> Option<T>,
    ) -> Found<T> {
        if view.is_glued(id) {
            return Found::Unreadable(view.keyword(id));
        }
        let Some(token) = self.token(view, id, index) else { return Found::Missing };
        let span = view.span(token);
        if is_broken(token.kind) {
            return Found::Unreadable(span);
        }
        match read(self, view, id, token) {
            Some(value) => {
                if index + 1 == count {
                    self.no_more_than(view, id, count);
                }
                Found::Value(at(value, span))
            }
            None => Found::Unreadable(span),
        }
    }

    // ---- text ----

    /// A text clause: `Text::unreadable` where it is broken, `None` where it is missing.
    pub(super) fn text_value(&mut self, view: &View<'_>, id: NodeId) -> Option<At<Text>> {
        self.single(view, id, Self::read_text).or(Text::unreadable())
    }

    pub(super) fn read_text(&mut self, view: &View<'_>, id: NodeId, token: Token) -> Option<Text> {
        self.text_shaped(view, id, token, Shape::Text, false)
    }

    pub(super) fn read_text_or_nothing(&mut self, view: &View<'_>, id: NodeId, token: Token) -> Option<Text> {
        self.text_shaped(view, id, token, Shape::Text, true)
    }

    pub(super) fn text_shaped(
        &mut self,
        view: &View<'_>,
        id: NodeId,
        token: Token,
        shape: Shape,
        may_be_empty: bool,
    ) -> Option<Text> {
        match token.kind {
            Kind::Text => {
                let text = self.text(view, token);
                if !may_be_empty && text.value().is_some_and(|value| value.trim().is_empty()) {
                    self.wrong(view, id, token, shape, Wrong::Empty);
                    return None;
                }
                Some(text)
            }
            Kind::Word => self.param_text(view, id, token, shape),
            Kind::Address | Kind::Quantity | Kind::Date => {
                self.wrong(view, id, token, shape, Wrong::Unquoted);
                None
            }
            _ => {
                self.wrong(view, id, token, shape, Wrong::Kind);
                None
            }
        }
    }

    /// A bare param name where a text is wanted.
    fn param_text(&mut self, view: &View<'_>, id: NodeId, token: Token, shape: Shape) -> Option<Text> {
        let name = narrowed(view.slice(token));
        if let Some(index) = self.names.use_param(&name) {
            let pattern = format!("{{{name}}}");
            return Some(match &self.params[index].value {
                Some(ParamValue::Text(text)) => Text::with_params(pattern, Some(text.clone())),
                Some(ParamValue::Date(date)) => Text::with_params(pattern, Some(date.to_string())),
                Some(ParamValue::Number(number)) => Text::with_params(pattern, Some(number.to_string())),
                None => Text::with_params(pattern, None),
            });
        }
        match self.names.near(&name, NameKind::Param) {
            Some(near) => {
                let kind = ProblemKind::UndeclaredName { what: NameKind::Param, near: Some(near) };
                self.problem(view.span(token), kind);
            }
            None => self.wrong(view, id, token, shape, Wrong::Unquoted),
        }
        None
    }

    pub(super) fn read_url(&mut self, view: &View<'_>, id: NodeId, token: Token) -> Option<Text> {
        let text = self.text_shaped(view, id, token, Shape::Url, false)?;
        let is_url = |url: &str| {
            let rest = url.strip_prefix("https://").or(url.strip_prefix("http://"));
            rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
        };
        if text.value().is_some_and(|value| !is_url(value)) {
            self.wrong(view, id, token, Shape::Url, Wrong::NotUrl);
            return None;
        }
        Some(text)
    }

    // ---- names ----

    pub(super) fn read_account(&mut self, view: &View<'_>, id: NodeId, token: Token) -> Option<Account> {
        if token.kind != Kind::Word {
            return self
                .text_shaped(view, id, token, Shape::Account, false)
                .map(|text| Account::Id(AccountId(text)));
        }
        let name = narrowed(view.slice(token));
        if let Some(account) = self.names.use_account(&name) {
            return Some(account);
        }
        if self.names.params.contains_key(name.as_ref()) {
            return self.param_text(view, id, token, Shape::Account).map(|text| Account::Id(AccountId(text)));
        }
        let near =
            self.names.near(&name, NameKind::Account).or_else(|| self.names.near(&name, NameKind::Param));
        let looks_like_id = name.is_ascii() && name.contains(|c: char| c == '_' || c.is_ascii_digit());
        if near.is_none() && looks_like_id {
            self.wrong(view, id, token, Shape::Account, Wrong::Unquoted);
        } else {
            let kind = ProblemKind::UndeclaredName { what: NameKind::Account, near };
            self.problem(view.span(token), kind);
        }
        None
    }

    /// A new name. Recovers one that was quoted.
    pub(super) fn read_name<'v>(
        &mut self,
        view: &View<'v>,
        id: NodeId,
        token: Token,
    ) -> Option<Cow<'v, str>> {
        match token.kind {
            Kind::Word => Some(narrowed(view.slice(token))),
            Kind::Text => {
                self.wrong(view, id, token, Shape::Name, Wrong::Quoted);
                Some(super::texts::unquoted(view.slice(token)).into())
            }
            _ => {
                self.wrong(view, id, token, Shape::Name, Wrong::Kind);
                None
            }
        }
    }

    // ---- choices ----

    pub(super) fn read_choice(
        &mut self,
        view: &View<'_>,
        id: NodeId,
        token: Token,
        set: &'static ChoiceSet,
        shape: Shape,
    ) -> Option<&'static Choice> {
        let why = match token.kind {
            Kind::Word => match set.find(view.slice(token)) {
                Some(choice) => return Some(choice),
                None => Wrong::NotOneOf(near_choice(view.slice(token), set)),
            },
            Kind::Text => match set.find(super::texts::unquoted(view.slice(token))) {
                Some(_) => Wrong::Quoted,
                None => Wrong::Kind,
            },
            _ => Wrong::Kind,
        };
        self.wrong(view, id, token, shape, why);
        None
    }

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
    fn number(&mut self, view: &View<'_>, id: NodeId, token: Token, shape: Shape) -> Option<f64> {
        let why = match token.kind {
            Kind::Quantity => {
                let narrow = narrowed(view.slice(token));
                let quantity = quantity(&narrow)?;
                if quantity.unit.is_empty() {
                    return Some(quantity.number);
                }
                Wrong::UnknownUnit(quantity.unit.to_owned())
            }
            Kind::Word => return self.param_number(view, id, token, shape),
            Kind::Text => {
                let content = narrowed(super::texts::unquoted(view.slice(token))).into_owned();
                if content.trim().parse::<f64>().is_ok() { Wrong::Quoted } else { Wrong::Kind }
            }
            _ => Wrong::Kind,
        };
        self.wrong(view, id, token, shape, why);
        None
    }

    fn param_number(&mut self, view: &View<'_>, id: NodeId, token: Token, shape: Shape) -> Option<f64> {
        let index = self.param_or_report(view, id, token, shape)?;
        match (&self.params[index].value, self.params[index].kind.value) {
            (Some(ParamValue::Number(number)), _) => Some(*number),
            (None, ParamKind::Number | ParamKind::Unreadable) => None,
            _ => {
                self.wrong(view, id, token, shape, Wrong::ParamKind);
                None
            }
        }
    }

    /// The param a bare word names, where a value is wanted; reports a word that names none.
    fn param_or_report(&mut self, view: &View<'_>, id: NodeId, token: Token, shape: Shape) -> Option<usize> {
        let name = narrowed(view.slice(token));
        if let Some(index) = self.names.use_param(&name) {
            return Some(index);
        }
        match self.names.near(&name, NameKind::Param) {
            Some(near) => {
                let kind = ProblemKind::UndeclaredName { what: NameKind::Param, near: Some(near) };
                self.problem(view.span(token), kind);
            }
            None => {
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

    fn length(&mut self, view: &View<'_>, id: NodeId, token: Token, shape: Shape) -> Option<Length> {
        match token.kind {
            Kind::Quantity => {
                let narrow = narrowed(view.slice(token));
                let quantity = quantity(&narrow)?;
                match length_unit(quantity.unit) {
                    Some(unit) => Some(Length { value: Some(quantity.number), unit }),
                    None => {
                        let why = Wrong::UnknownUnit(quantity.unit.to_owned());
                        self.wrong(view, id, token, shape, why);
                        None
                    }
                }
            }
            Kind::Word => {
                let index = self.param_or_report(view, id, token, shape)?;
                let value = match (&self.params[index].value, self.params[index].kind.value) {
                    (Some(ParamValue::Number(number)), _) => Some(*number),
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

    /// `text` of two tokens, as in `at text "…"` and `from template "…"`, with what follows the marker.
    pub(super) fn marked_text(
        &mut self,
        view: &View<'_>,
        id: NodeId,
        marker: &'static ChoiceSet,
    ) -> Option<Found<Text>> {
        let first = view.values(id).next()?;
        if first.kind != Kind::Word || marker.find(view.slice(first)).is_none() {
            return None;
        }
        Some(self.nth(view, id, 1, 2, Self::read_text))
    }
}

/// The shape of a keyword's first value.
pub(super) fn first_shape(view: &View<'_>, id: NodeId) -> Shape {
    let word: Option<&Word> = view.tree.node(id).word;
    word.and_then(|word| word.takes.first()).map_or(Shape::Text, |take| take.shape)
}

fn is_broken(kind: Kind) -> bool {
    use Kind::*;
    matches!(kind, MismatchedText | NestedText | UnclosedText | WrongQuotes | BrokenPoint | BadDate)
}

fn near_choice(spelling: &str, set: &'static ChoiceSet) -> Option<&'static Choice> {
    let spellings = set.0.iter().flat_map(|choice| [choice.en, choice.zh]);
    nearest_name(spelling, spellings).and_then(|near| set.find(near))
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
    Some(match unit {
        "s" | "秒" => TimeUnit::Second,
        "m" | "分" | "分钟" => TimeUnit::Minute,
        "h" | "小时" => TimeUnit::Hour,
        "d" | "天" | "日" => TimeUnit::Day,
        "w" | "周" => TimeUnit::Week,
        "mo" | "个月" => TimeUnit::Month,
        "y" | "年" => TimeUnit::Year,
        _ => return None,
    })
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

/// The date, deadline marker `in`/`内` and what stands beside it.
pub(super) fn is_in_marker(view: &View<'_>, token: Token) -> bool {
    token.kind == Kind::Word && choices::IN.find(view.slice(token)).is_some()
}
