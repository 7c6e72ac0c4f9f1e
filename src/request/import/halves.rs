//! Escapes that stand for half a character.
//!
//! JSON writes a character such as 😀 as two escapes, `\ud83d\ude00`. Cut in the middle, by a program that shortens
//! texts, one half is left: no text of any file can hold it. JSON's grammar allows it, readers refuse it.

use std::borrow::Cow;
use std::ops::Range;

/// The length of `\ud83d`.
const LENGTH: usize = 6;
/// What readers take in place of a half: as long, so that every place stays what it was.
const REPLACEMENT: &str = "\\ufffd";

/// Where the halves of a body are, in order.
#[derive(Debug, Default)]
pub struct Halves(Vec<usize>);

impl Halves {
    pub fn of(body: &str) -> Self {
        let mut halves = Vec::new();
        let mut at = 0;
        // A backslash is in texts only, and each begins an escape.
        while let Some(step) = memchr::memchr(b'\\', &body.as_bytes()[at..]) {
            at += step;
            match (unit(body, at), unit(body, at + LENGTH)) {
                (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => at += 2 * LENGTH,
                (Some(0xD800..=0xDFFF), _) => {
                    halves.push(at);
                    at += LENGTH;
                }
                _ => at = (at + 2).min(body.len()),
            }
        }
        Self(halves)
    }

    /// The body with something that can be read in their place.
    pub fn replaced_in<'b>(&self, body: &'b str) -> Cow<'b, str> {
        if self.0.is_empty() {
            return Cow::Borrowed(body);
        }
        let mut replaced = String::with_capacity(body.len());
        let mut end = 0;
        for at in &self.0 {
            replaced += &body[end..*at];
            replaced += REPLACEMENT;
            end = at + LENGTH;
        }
        Cow::Owned(replaced + &body[end..])
    }

    /// The first one in a part of the body.
    pub fn first_in(&self, part: Range<usize>) -> Option<usize> {
        let at = *self.0.get(self.0.partition_point(|at| *at < part.start))?;
        (at < part.end).then_some(at)
    }
}

/// The escape of this place.
pub fn escape(body: &str, at: usize) -> &str {
    body.get(at..at + LENGTH).unwrap_or_default()
}

/// What `\u` and four digits at a place say.
fn unit(body: &str, at: usize) -> Option<u32> {
    let digits = body.get(at..at + LENGTH)?.strip_prefix("\\u")?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_alone_is_a_half() {
        const NONE: [usize; 0] = [];
        let halves = |body: &str| Halves::of(body).0;
        assert_eq!(halves(r#""😀 \ud83d\ude00 \\ud83d \n \u4e00 \"""#), NONE);
        assert_eq!(halves(r#""\ud83d""#), [1]);
        assert_eq!(halves(r#""\ude00\ud83d""#), [1, 7]);
        assert_eq!(halves(r#""\ud83d\ud83d\ude00 \\\ud83d \"#), [1, 22]);
        assert_eq!(halves(r"\ud83 \u+83d \u中文字"), NONE);
    }
}
