//! The words of a PDF: values and where they end.
//!
//! Values are slices of the file. Nothing is copied and nothing recurses: what is inside an array or a dictionary is
//! read when it is asked for.

use super::budget::Budget;

/// Arrays and dictionaries in each other, at most: deeper ones are no values.
const DEPTH: usize = 64;

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    Number(f64),
    /// As written, without the slash.
    Name(&'a [u8]),
    /// A text with its brackets.
    Text(&'a [u8]),
    /// The number of the object. Its generation is left aside: files give wrong ones, and readers go by the number.
    Reference(u32),
    Array(&'a [u8]),
    Dict(&'a [u8]),
    /// `true`, `null`, `endobj` and the like.
    Word(&'a [u8]),
}

impl<'a> Value<'a> {
    pub fn number(self) -> Option<f64> {
        if let Value::Number(number) = self { Some(number) } else { None }
    }

    /// A number that counts something.
    pub fn count(self) -> Option<usize> {
        let number = self.number().filter(|number| (0.0..=f64::from(u32::MAX)).contains(number))?;
        Some(number as usize)
    }

    pub fn dict(self) -> Option<&'a [u8]> {
        if let Value::Dict(inner) = self { Some(inner) } else { None }
    }

    pub fn is_name(self, name: &[u8]) -> bool {
        matches!(self, Value::Name(written) if is_named(written, name))
    }
}

/// Whether a name as written, perhaps with `#` and two hexadecimal digits for a letter, is this name.
fn is_named(written: &[u8], name: &[u8]) -> bool {
    if !written.contains(&b'#') {
        return written == name;
    }
    let mut rest = written;
    for wanted in name {
        let (byte, after) = match rest {
            [b'#', high, low, after @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                (hex(*high) << 4 | hex(*low), after)
            }
            [byte, after @ ..] => (*byte, after),
            [] => return false,
        };
        if byte != *wanted {
            return false;
        }
        rest = after;
    }
    rest.is_empty()
}

fn hex(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        _ => (digit | 0x20) - b'a' + 10,
    }
}

pub fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

fn is_regular(byte: u8) -> bool {
    !is_blank(byte) && !b"()<>[]{}/%".contains(&byte)
}

/// The values of these names in a dictionary. Of a name that is there twice the last counts, as most readers have it.
pub fn fields<'a, const N: usize>(
    dict: &'a [u8],
    names: [&[u8]; N],
    budget: &Budget,
) -> [Option<Value<'a>>; N] {
    let mut found = [None; N];
    let mut lexer = Lexer::new(dict, budget);
    let mut next = lexer.value();
    while let Some(key) = next {
        next = lexer.value();
        let Value::Name(key) = key else { continue };
        if let Some(at) = names.iter().position(|name| is_named(key, name)) {
            found[at] = next;
        }
        next = lexer.value();
    }
    found
}

/// Reads on from a place.
#[derive(Clone, Copy)]
pub struct Lexer<'a, 'b> {
    bytes: &'a [u8],
    pub at: usize,
    budget: &'b Budget,
}

impl<'a, 'b> Lexer<'a, 'b> {
    pub fn new(bytes: &'a [u8], budget: &'b Budget) -> Self {
        Self { bytes, at: 0, budget }
    }

    pub fn from(bytes: &'a [u8], at: usize, budget: &'b Budget) -> Self {
        Self { bytes, at: at.min(bytes.len()), budget }
    }

    fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..]
    }

    /// The next value; `None` at the end. Brackets that close nothing are passed over.
    pub fn value(&mut self) -> Option<Value<'a>> {
        let start = self.at;
        let value = self.unpaid();
        self.budget.look(self.at - start)?;
        value
    }

    fn unpaid(&mut self) -> Option<Value<'a>> {
        loop {
            self.skip_blanks();
            let rest = self.rest();
            return Some(match *rest.first()? {
                b'/' => {
                    self.at += 1;
                    Value::Name(self.regular())
                }
                b'(' => Value::Text(self.text()),
                b'<' if rest.starts_with(b"<<") => {
                    self.at += 2;
                    Value::Dict(self.inner(b'>')?)
                }
                b'<' => Value::Text(self.hexadecimal()),
                b'[' => {
                    self.at += 1;
                    Value::Array(self.inner(b']')?)
                }
                b'0'..=b'9' | b'+' | b'-' | b'.' => self.number_or_reference(),
                byte if is_regular(byte) => Value::Word(self.regular()),
                _ => {
                    self.at += 1;
                    continue;
                }
            });
        }
    }

    /// Whether this word comes next; it is then behind.
    pub fn takes(&mut self, word: &[u8]) -> bool {
        let start = self.at;
        self.skip_blanks();
        let is_next = self.rest().starts_with(word);
        if is_next {
            self.at += word.len();
        }
        self.budget.look(self.at - start).is_some() && is_next
    }

    /// Behind `12 0 obj`: the numbers of the object that starts here.
    pub fn header(&mut self) -> Option<(u32, u16)> {
        let number = self.digits()?;
        let generation = self.digits()?;
        self.takes(b"obj").then_some(())?;
        Some((number, u16::try_from(generation).unwrap_or(u16::MAX)))
    }

    /// A whole number without a sign.
    pub fn digits(&mut self) -> Option<u32> {
        self.skip_blanks();
        let rest = self.rest();
        let length = rest.iter().take(11).take_while(|byte| byte.is_ascii_digit()).count();
        self.budget.look(length + 1)?;
        let number = std::str::from_utf8(&rest[..length]).ok()?.parse().ok()?;
        self.at += length;
        Some(number)
    }

    fn number_or_reference(&mut self) -> Value<'a> {
        let number = number(self.regular());
        let mut ahead = *self;
        let is_reference = number.fract() == 0.0
            && (0.0..=f64::from(u32::MAX)).contains(&number)
            && ahead.short_digits()
            && {
                ahead.skip_blanks();
                ahead.regular() == b"R"
            };
        if !is_reference {
            return Value::Number(number);
        }
        self.at = ahead.at;
        Value::Reference(number as u32)
    }

    /// A generation, in the few bytes that one takes: a row of numbers is not looked through for each of them.
    fn short_digits(&mut self) -> bool {
        let blanks = self.rest().iter().take(8).take_while(|byte| is_blank(**byte)).count();
        let digits = self.rest()[blanks..].iter().take(6).take_while(|byte| byte.is_ascii_digit()).count();
        self.at += blanks + digits;
        let blanks_after = self.rest().iter().take(8).take_while(|byte| is_blank(**byte)).count();
        (1..=5).contains(&digits) && blanks > 0 && (1..8).contains(&blanks_after)
    }

    fn skip_blanks(&mut self) {
        loop {
            let blanks = self.rest().iter().take_while(|byte| is_blank(**byte)).count();
            self.at += blanks;
            if self.rest().first() != Some(&b'%') {
                break;
            }
            self.at += memchr::memchr2(b'\n', b'\r', self.rest()).unwrap_or(self.rest().len());
        }
    }

    fn regular(&mut self) -> &'a [u8] {
        let length = self.rest().iter().take_while(|byte| is_regular(**byte)).count();
        let word = &self.rest()[..length];
        self.at += length;
        word
    }

    fn text(&mut self) -> &'a [u8] {
        let start = self.at;
        let mut depth = 0_usize;
        while let Some(step) = memchr::memchr3(b'\\', b'(', b')', self.rest()) {
            self.at += step + 1;
            match self.bytes[self.at - 1] {
                b'\\' => self.at = (self.at + 1).min(self.bytes.len()),
                b'(' => depth += 1,
                _ => depth -= 1,
            }
            if depth == 0 {
                return &self.bytes[start..self.at];
            }
        }
        self.at = self.bytes.len();
        &self.bytes[start..]
    }

    fn hexadecimal(&mut self) -> &'a [u8] {
        let start = self.at;
        self.at = memchr::memchr(b'>', self.rest()).map_or(self.bytes.len(), |step| self.at + step + 1);
        &self.bytes[start..self.at]
    }

    /// What is inside a bracket that was opened, up to the one that closes it, which is then behind. One that is not
    /// closed ends with its object.
    fn inner(&mut self, close: u8) -> Option<&'a [u8]> {
        let start = self.at;
        let mut open = [0_u8; DEPTH];
        open[0] = close;
        let mut depth = 1;
        loop {
            self.skip_blanks();
            let here = self.at;
            let rest = self.rest();
            let Some(byte) = rest.first() else { return Some(&self.bytes[start..]) };
            match byte {
                b'(' => drop(self.text()),
                b'<' if rest.starts_with(b"<<") => {
                    *open.get_mut(depth)? = b'>';
                    depth += 1;
                    self.at += 2;
                }
                b'<' => drop(self.hexadecimal()),
                b'[' => {
                    *open.get_mut(depth)? = b']';
                    depth += 1;
                    self.at += 1;
                }
                b'>' | b']' => {
                    let is_pair = *byte == b']' || rest.starts_with(b">>");
                    self.at += if *byte == b'>' && is_pair { 2 } else { 1 };
                    // What is still open inside ends with it; what was never opened closes nothing.
                    if is_pair && let Some(outer) = open[..depth].iter().rposition(|open| open == byte) {
                        depth = outer;
                    }
                    if depth == 0 {
                        return Some(&self.bytes[start..here]);
                    }
                }
                byte if is_regular(*byte) => {
                    if matches!(self.regular(), b"endobj" | b"stream" | b"endstream") {
                        self.at = here;
                        return Some(&self.bytes[start..here]);
                    }
                }
                _ => {
                    self.at += 1;
                    self.regular();
                }
            }
        }
    }
}

/// A number as readers take it: what does not belong to one ends it.
fn number(written: &[u8]) -> f64 {
    let signs = written.iter().take_while(|byte| matches!(byte, b'+' | b'-')).count();
    let digits = &written[signs..];
    let mut dots = 0;
    let length = digits
        .iter()
        .take_while(|byte| {
            dots += usize::from(**byte == b'.');
            byte.is_ascii_digit() || **byte == b'.' && dots == 1
        })
        .count();
    let value = std::str::from_utf8(&digits[..length]).ok().and_then(|digits| digits.parse::<f64>().ok());
    let sign = if written.first() == Some(&b'-') { -1.0 } else { 1.0 };
    value.filter(|value| value.is_finite()).map_or(0.0, |value| value * sign)
}
