//! Single values: each reader takes what a keyword wants, or says what is wrong with what is there.

use std::borrow::Cow;

use super::super::{Account, AccountId, NameKind, ParamValue, ProblemKind, Text, Wrong};
use super::{At, Reader, View, at};
use crate::source::Span;
use crate::syntax::{Kind, NodeId, Token, is_name};
use crate::vocabulary::{Choice, ChoiceSet, Shape, Word, choices, narrowed, nearest_spelling};

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
            if extra.iter().all(|token| !is_broken(token.kind) && view.reported(*token).is_none()) {
                let kind = match self.are_several(view, id, &extra) {
                    true => ProblemKind::Several { word },
                    false => ProblemKind::ExtraValue { word },
                };
                self.problem(span, kind);
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
        let Some(token) = self.plain(view, id, index, token) else { return Found::Unreadable(span) };
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
        if let Some(index) = self.use_param(&name, view.span(token)) {
            let pattern = format!("{{{name}}}");
            return Some(match &self.params[index].value {
                Some(ParamValue::Text(text)) => Text::with_params(pattern, Some(text.clone())),
                Some(ParamValue::Date(date)) => Text::with_params(pattern, Some(date.to_string())),
                Some(ParamValue::Number(number)) => Text::with_params(pattern, Some(number.to_string())),
                None => Text::with_params(pattern, None),
            });
        }
        match self.near(&name, NameKind::Param) {
            None if !self.names.is_lost(&name, NameKind::Param) => {
                self.wrong(view, id, token, shape, Wrong::Unquoted);
            }
            near => self.undeclared(&name, view.span(token), NameKind::Param, near),
        }
        None
    }

    pub(super) fn read_url(&mut self, view: &View<'_>, id: NodeId, token: Token) -> Option<Text> {
        let text = self.text_shaped(view, id, token, Shape::Url, false)?;
        if let Some(why) = text.value().and_then(not_url) {
            self.wrong(view, id, token, Shape::Url, why);
            return None;
        }
        Some(text)
    }

    // ---- names ----

    pub(super) fn read_account(&mut self, view: &View<'_>, id: NodeId, token: Token) -> Option<Account> {
        let name = narrowed(view.slice(token));
        if token.kind == Kind::Quantity && !name.is_ascii() {
            self.digit_first(view, id, token, Shape::Account);
            return None;
        }
        if token.kind != Kind::Word {
            if token.kind == Kind::Text {
                self.note_quoted_account(&narrowed(super::texts::unquoted(view.slice(token))));
            }
            return self
                .text_shaped(view, id, token, Shape::Account, false)
                .map(|text| Account::Id(AccountId(text)));
        }
        if let Some(account) = self.use_account(&name, view.span(token)) {
            return Some(account);
        }
        if self.reads_several(view, id, token, Self::is_account) {
            return None;
        }
        if self.names.params.contains_key(name.as_ref()) {
            return self.param_text(view, id, token, Shape::Account).map(|text| Account::Id(AccountId(text)));
        }
        let near = self.near(&name, NameKind::Account);
        // `PSN_TEST_001`; `party_b` is a name like `party_a`.
        let has_digit = name.contains(|c: char| c.is_ascii_digit());
        let looks_like_id = name.is_ascii()
            && name.contains(|c: char| c == '_' || c.is_ascii_digit())
            && (has_digit || !name.contains(|c: char| c.is_ascii_lowercase()));
        if near.is_none() && looks_like_id && !self.names.is_lost(&name, NameKind::Account) {
            self.wrong(view, id, token, Shape::Account, Wrong::Unquoted);
        } else {
            self.undeclared(&name, view.span(token), NameKind::Account, near);
        }
        None
    }

    /// `3号仓库` where a name is used: one that was declared so was reported there.
    pub(super) fn digit_first(&mut self, view: &View<'_>, id: NodeId, token: Token, wanted: Shape) {
        if !self.names.is_lost(&narrowed(view.slice(token)), NameKind::Document) {
            self.wrong(view, id, token, wanted, Wrong::DigitFirst);
        }
    }

    /// A new name. Recovers one that was quoted.
    pub(super) fn read_name<'v>(
        &mut self,
        view: &View<'v>,
        id: NodeId,
        token: Token,
    ) -> Option<Cow<'v, str>> {
        match token.kind {
            Kind::Word => {
                // Brackets in a name were reported as what they are.
                let written = narrowed(view.slice(token));
                if !is_name(&written) && !written.contains('(') {
                    self.wrong(view, id, token, Shape::Name, Wrong::NotAName);
                }
                Some(narrowed(view.slice(token)))
            }
            Kind::Text => {
                self.wrong(view, id, token, Shape::Name, Wrong::Quoted);
                Some(super::texts::unquoted(view.slice(token)).into())
            }
            Kind::Quantity => {
                self.wrong(view, id, token, Shape::Name, Wrong::DigitFirst);
                None
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
                None => match set.find_misnamed(view.slice(token)) {
                    Some(choice) => {
                        let spelled = choice.spelled_like(view.slice(token)).to_owned();
                        self.wrong(view, id, token, shape, Wrong::Respelled(spelled));
                        return Some(choice);
                    }
                    None => Wrong::NotOneOf(near_choice(view.slice(token), set)),
                },
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

pub(super) fn is_broken(kind: Kind) -> bool {
    use Kind::*;
    matches!(
        kind,
        MismatchedText | NestedText | LinesText | UnclosedText | WrongQuotes | BrokenPoint | BadDate
    )
}

pub(super) fn near_choice(spelling: &str, set: &'static ChoiceSet) -> Option<&'static Choice> {
    let spellings = set.0.iter().flat_map(|choice| [choice.en, choice.zh]);
    nearest_spelling(spelling, spellings).and_then(|near| set.find(near))
}

/// Why a text is no web address; `None` where it is one.
fn not_url(text: &str) -> Option<Wrong> {
    let is_start = |known: &str| {
        text.trim_start().get(..known.len()).is_some_and(|start| start.eq_ignore_ascii_case(known))
    };
    let Some(scheme) = ["https://", "http://"].into_iter().find(|known| is_start(known)) else {
        return Some(Wrong::NotUrl);
    };
    let rest = &text.trim()[scheme.len().min(text.trim().len())..];
    let small = format!("{scheme}{rest}");
    if rest.is_empty() {
        Some(Wrong::NotUrl)
    } else if text.contains(char::is_whitespace) {
        Some(Wrong::BlankInUrl((!small.contains(char::is_whitespace)).then_some(small)))
    } else {
        (small != text).then_some(Wrong::CapitalUrl(small))
    }
}

/// The date, deadline marker `in`/`内` and what stands beside it.
pub(super) fn is_in_marker(view: &View<'_>, token: Token) -> bool {
    token.kind == Kind::Word && choices::IN.find(view.slice(token)).is_some()
}
