//! Where a date or a length of time is wanted: what is written otherwise than the language has it is one thing that is
//! wrong, however many tokens it is.

use super::super::broken::Broken;
use super::super::scan::{Kind, Token, scan};
use super::super::times::{self, Wanted};
use super::Builder;
use crate::vocabulary::{Key, Shape, choices, find_child, parse_keyword};

/// Quotation marks, which no time has around it.
const MARKS: [char; 4] = ['"', '“', '”', '＂'];

impl Builder<'_> {
    /// Looks at what follows the keyword at `at`, which has just begun; takes it in where it is understood.
    pub(super) fn loose_time(&mut self, at: u32) {
        let Some(wanted) = self.wanted_time() else { return };
        let run = self.run_after(at);
        let tokens = &self.tree.tokens[run.clone()];
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return };
        if !self.is_right(self.text, tokens, wanted) {
            self.take_time(at, (first.start, last.end), run.end, wanted);
        }
    }

    /// The same where the value is glued to its keyword, from a byte of the token on. Whether it was understood.
    pub(super) fn glued_time(&mut self, at: u32, split: u32) -> bool {
        let Some(wanted) = self.wanted_time() else { return false };
        let run = self.run_after(at);
        let end = self.tree.tokens[run.clone()].last().map_or(self.tree.token(at).end, |last| last.end);
        let text = &self.text[split as usize..end as usize];
        // What is right but for the blank is reported as that.
        !self.is_right(text, &scan(text), wanted)
            && self.take_time(at, (split, end), run.end.max(at as usize + 1), wanted)
    }

    /// Reports a time between two bytes, where it is one, and goes on at the token `next`.
    fn take_time(&mut self, at: u32, (start, end): (u32, u32), next: usize, wanted: Wanted) -> bool {
        let whole = Token { kind: Kind::BadDate, start, end };
        let text = &self.text[whole.range()];
        let inner = if text.starts_with(MARKS) {
            text.trim_start_matches(MARKS).trim_end_matches(MARKS)
        } else {
            text
        };
        let Some(found) = times::read(inner, wanted) else { return false };
        self.broken(whole, Broken::LooseTime { found, wanted });
        self.skip_until = next as u32;
        // The keyword itself stands in as a value that was reported.
        let node = self.chain[self.chain.len() - 1];
        self.push_value(node, at);
        true
    }

    /// What kind of time the innermost keyword takes, if it takes one.
    fn wanted_time(&self) -> Option<Wanted> {
        let node = *self.chain.last()?;
        let word = self.tree.node(node).word?;
        match word.takes.first()?.shape {
            Shape::Deadline => Some(Wanted::Deadline),
            Shape::Duration => Some(Wanted::Duration),
            Shape::ParamValue => {
                let param = self.tree.node(node).parent;
                let kind = *self.tree.values(param).get(1)?;
                let kind = choices::PARAM_KINDS.find(&self.text[self.tree.token(kind).range()])?;
                (word.key == Key::Default && kind.en == "date").then_some(Wanted::Date)
            }
            _ => None,
        }
    }

    /// The tokens behind a keyword that may be its value: up to the next keyword of the line, a brace, a text or a
    /// comment.
    fn run_after(&self, at: u32) -> std::ops::Range<usize> {
        let tokens = &self.tree.tokens;
        let mut start = at as usize + 1;
        let end = self.end_of_line as usize;
        if start < end && tokens[start].kind == Kind::Colon {
            start += 1;
        }
        let goes_on = |token: &Token| match token.kind {
            Kind::Word => !self.is_clause(&self.text[token.range()]),
            Kind::Date | Kind::BadDate | Kind::Quantity | Kind::Comma | Kind::Colon => true,
            Kind::BrokenPoint | Kind::Unexpected | Kind::WrongComment => true,
            _ => false,
        };
        // Or a text alone, since quotation marks around a value are a habit.
        if tokens[start..end].first().is_some_and(|token| token.kind == Kind::Text) {
            return start..start + 1;
        }
        let mut stop = start + tokens[start..end].iter().take_while(|token| goes_on(token)).count();
        while stop > start && tokens[stop - 1].kind == Kind::Comma {
            stop -= 1;
        }
        start..stop
    }

    /// Whether a word goes on with one of the statements on the line, or begins another of the block.
    fn is_clause(&self, spelling: &str) -> bool {
        let on_line = self.chain.iter().filter_map(|&node| self.key(node));
        on_line.chain(self.block().context).any(|key| find_child(key, spelling).is_some())
    }

    /// Whether the tokens of a text are a value as the language has it, or the name of a param.
    fn is_right(&self, text: &str, tokens: &[Token], wanted: Wanted) -> bool {
        let spelled = |token: &Token| &text[token.range()];
        let is_marker =
            |token: &Token| token.kind == Kind::Word && choices::IN.find(spelled(token)).is_some();
        match tokens {
            [only] if only.kind == Kind::Date => true,
            // A date in quotation marks is for the reader; a text where a text may stand is one.
            [only] if only.kind == Kind::Text => wanted != Wanted::Deadline || is_date(spelled(only)),
            [only] if only.kind == Kind::Quantity => wanted == Wanted::Duration && has_unit(spelled(only)),
            [only] if only.kind == Kind::Word => {
                self.declared(spelled(only)).is_some() || parse_keyword(spelled(only)).next().is_some()
            }
            [a, b] => {
                let length = |token: &Token| token.kind == Kind::Quantity && has_unit(spelled(token));
                wanted == Wanted::Deadline && ((is_marker(a) && length(b)) || (length(a) && is_marker(b)))
            }
            _ => false,
        }
    }
}

/// Whether a length of time has a unit that the language spells this way.
fn has_unit(quantity: &str) -> bool {
    let narrow = crate::vocabulary::narrowed(quantity);
    let unit = narrow.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim();
    crate::vocabulary::time_unit(unit).is_some()
}

/// Whether a text in quotation marks is a date as the language has it.
fn is_date(text: &str) -> bool {
    let tokens = scan(text.trim_matches(MARKS).trim());
    matches!(tokens.as_slice(), [only] if only.kind == Kind::Date)
}
