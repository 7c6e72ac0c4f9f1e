//! Where objects are, found by looking for them: for files whose own table is wrong.
//!
//! Each byte is looked at a few times, whatever is missing: an object ends where the next begins.

use std::collections::HashMap;
use std::iter::Peekable;

use memchr::memmem;

use super::file::Bytes;
use super::lexer::{Lexer, Value, fields, is_blank};
use super::table::{Entry, Trailer};

/// Trailers that are kept: the last ones. A file has one for each time it was saved.
const TRAILERS: usize = 64;

/// What was found.
#[derive(Default)]
pub struct Found<'a> {
    pub entries: HashMap<u32, Entry>,
    /// Streams of objects, in order of place.
    pub packed: Vec<u32>,
    /// The last one first.
    pub trailers: Vec<Trailer<'a>>,
}

/// Every object that is not packed. The last of a number counts: that is how files are updated.
pub fn found<'a>(input: Bytes<'a>) -> Option<Found<'a>> {
    let mut found = Found::default();
    let mut packed = Vec::new();
    let mut headers = headers(input.bytes).peekable();
    let mut ends = Ends::default();
    input.budget.look(input.bytes.len())?;
    while let Some(header) = headers.next() {
        let next = headers.peek().map_or(input.bytes.len(), |next| next.start);
        input.budget.object()?;
        found.entries.insert(header.number, Entry::At(u32::try_from(header.start).ok()?));
        let mut lexer = Lexer::from(&input.bytes[..next], header.end, input.budget);
        let Some(Value::Dict(dict)) = lexer.value() else { continue };
        let Some(data) = input.data_start(&mut lexer) else { continue };
        let [kind, length, root] = input.fields(dict, [b"Type", b"Length", b"Root"]);
        match kind {
            Some(kind) if kind.is_name(b"ObjStm") => packed.push((header.start, header.number)),
            Some(kind) if kind.is_name(b"XRef") && root.is_some() => {
                found.trailers.push(Trailer::of(input, dict));
            }
            _ => {}
        }
        let stated = length.and_then(Value::count).and_then(|length| data.checked_add(length));
        let end = stated.filter(|end| *end <= input.bytes.len() && input.at(*end).takes(b"endstream"));
        if let Some(end) = end.or_else(|| ends.after(input.bytes, data)) {
            skip_to(&mut headers, end);
        }
    }
    // What was replaced is no stream of objects any more.
    packed.retain(|(at, number)| found.entries.get(number) == Some(&Entry::At(*at as u32)));
    found.packed = packed.into_iter().map(|(_, number)| number).collect();
    found.trailers.extend(trailers(input));
    let many = found.trailers.len().saturating_sub(TRAILERS);
    found.trailers.drain(..many);
    found.trailers.reverse();
    Some(found)
}

/// `12 0 obj`, and where it begins and ends.
struct Header {
    start: usize,
    end: usize,
    number: u32,
}

fn headers(bytes: &[u8]) -> impl Iterator<Item = Header> + '_ {
    memmem::find_iter(bytes, b"obj").filter_map(|word| {
        let end = word + b"obj".len();
        if bytes.get(end).is_some_and(u8::is_ascii_alphabetic) {
            return None;
        }
        let (generation, before) = digits_before(bytes, blanks_before(bytes, word))?;
        let between = blanks_before(bytes, before);
        let (number, start) = digits_before(bytes, between)?;
        let is_header = between < before && generation <= u32::from(u16::MAX);
        is_header.then_some(Header { start, end, number })
    })
}

fn blanks_before(bytes: &[u8], end: usize) -> usize {
    end - bytes[..end].iter().rev().take_while(|byte| is_blank(**byte)).count()
}

/// The whole number that ends here, and where it begins.
fn digits_before(bytes: &[u8], end: usize) -> Option<(u32, usize)> {
    let length = bytes[..end].iter().rev().take(11).take_while(|byte| byte.is_ascii_digit()).count();
    let number = std::str::from_utf8(&bytes[end - length..end]).ok()?.parse().ok()?;
    Some((number, end - length))
}

fn skip_to(headers: &mut Peekable<impl Iterator<Item = Header>>, end: usize) {
    while headers.next_if(|header| header.start < end).is_some() {}
}

/// The ends of streams, each looked for once.
#[derive(Default)]
struct Ends {
    next: Option<usize>,
    are_over: bool,
}

impl Ends {
    fn after(&mut self, bytes: &[u8], start: usize) -> Option<usize> {
        if self.are_over {
            return None;
        }
        if self.next.is_none_or(|next| next < start) {
            self.next = memmem::find(&bytes[start..], b"endstream").map(|step| start + step);
            self.are_over = self.next.is_none();
        }
        self.next
    }
}

/// What is behind each `trailer`, as far as the next.
fn trailers<'a>(input: Bytes<'a>) -> Vec<Trailer<'a>> {
    let word = b"trailer";
    let mut places: Vec<usize> =
        memmem::rfind_iter(input.bytes, word).take(TRAILERS).map(|at| at + word.len()).collect();
    places.reverse();
    let ends = places.iter().skip(1).copied().chain([input.bytes.len()]);
    let trailer = |(start, end): (&usize, usize)| {
        let dict = Lexer::from(&input.bytes[..end], *start, input.budget).value()?.dict()?;
        let trailer = Trailer::of(input, dict);
        (trailer.root.is_some() || trailer.encrypt.is_some()).then_some(trailer)
    };
    places.iter().zip(ends).filter_map(trailer).collect()
}

/// How many pages a linearized file had when it was written, and how long it was: `None` for any other file.
pub fn linearized(input: Bytes<'_>) -> Option<(Option<usize>, Option<usize>)> {
    let first = headers(&input.bytes[..input.bytes.len().min(1024)]).next()?;
    let dict = Lexer::from(input.bytes, first.end, input.budget).value()?.dict()?;
    let [mark, pages, length] = fields(dict, [b"Linearized", b"N", b"L"], input.budget);
    mark?;
    Some((pages.and_then(Value::count), length.and_then(Value::count)))
}
