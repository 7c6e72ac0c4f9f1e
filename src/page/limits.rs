//! What a PDF may cost before its reader is given it.
//!
//! The reader unpacks whatever the file calls a stream of objects, packed as often as the file says, and on broken files
//! looks for the end of each object to the end of the file. So it is given a copy in which only such streams are left
//! as PDF writers write them, which were unpacked here with a limit; all others, pictures and what is drawn on pages,
//! are blank: they say nothing of page sizes.

use std::ops::Range;

use memchr::memmem;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

/// What streams of objects may come to together, unpacked, in bytes. Those of a file of 100 MB come to a tenth of it.
const UNPACKED: usize = 64 << 20;
/// How often what is unpacked is unpacked again: a stream may be packed in several layers.
const LAYERS: usize = 4;
/// How often each byte may be looked at in search of an object's end, and how many there may be beside that.
const LOOKS: usize = 16;
const FREE_LOOKS: usize = 1 << 20;

/// Why a file is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It unpacks to too much.
    TooMuch,
    /// Its objects have no ends.
    Endless,
}

/// The file as the reader may have it.
pub fn prepared(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut copy = bytes.to_vec();
    let mut left = UNPACKED;
    let ends: Vec<usize> = memmem::find_iter(bytes, b"endstream").collect();
    let mut before = 0;
    let mut blank_to = 0;
    for at in memmem::find_iter(bytes, b"stream") {
        let Some(start) = data_start(bytes, at).filter(|start| *start > blank_to) else { continue };
        let end = ends[ends.partition_point(|end| *end < start)..].first().copied().unwrap_or(bytes.len());
        if is_of_objects(&bytes[before..at]) {
            left = left.checked_sub(unpacked(&bytes[start..], left)?).ok_or(Refusal::TooMuch)?;
        } else {
            copy[start..end].fill(0);
            blank_to = end;
        }
        before = start;
    }
    if is_endless(&copy) { Err(Refusal::Endless) } else { Ok(copy) }
}

/// Where a stream's data begins, where `stream` at this place begins one.
fn data_start(bytes: &[u8], at: usize) -> Option<usize> {
    let after = at + b"stream".len();
    match bytes.get(after)? {
        _ if bytes[..at].ends_with(b"end") => None,
        b'\n' => Some(after + 1),
        b'\r' => Some(after + 1 + usize::from(bytes.get(after + 1) == Some(&b'\n'))),
        _ => None,
    }
}

/// Whether what stands before a stream is the dictionary of a stream of objects or references, as PDF writers write it:
/// packed by Flate or not at all, and nothing in it that could hide another way to read it.
fn is_of_objects(before: &[u8]) -> bool {
    let Some(at) = memmem::rfind(before, b"obj") else { return false };
    let line = before[..at].iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).map_or(0, |end| end + 1);
    let dictionary = before[at + b"obj".len()..].trim_ascii();
    let has = |name: &[u8]| memmem::find(dictionary, name).is_some();
    let filters = memmem::find_iter(dictionary, b"/Filter").count();
    let is_measured = filters == 0 || filters == 1 && is_flate(dictionary);
    !before[line..at].contains(&b'%')
        && dictionary.starts_with(b"<<")
        && (has(b"/ObjStm") || has(b"/XRef"))
        && !dictionary.iter().any(|byte| matches!(byte, b'%' | b'#'))
        && !["/F ", "/F[", "/F/", "/Colors", "/BitsPerComponent"].iter().any(|name| has(name.as_bytes()))
        && is_measured
        && has_a_row(dictionary)
        && is_balanced(dictionary)
}

fn is_flate(dictionary: &[u8]) -> bool {
    let Some(at) = memmem::find(dictionary, b"/Filter") else { return false };
    let rest = dictionary[at + b"/Filter".len()..].trim_ascii_start();
    let Some(mut rest) = rest.strip_prefix(b"[") else {
        let rest = rest.strip_prefix(b"/FlateDecode").map(<[u8]>::trim_ascii_start);
        return rest.is_some_and(|rest| matches!(rest.first(), Some(b'/' | b'>')));
    };
    // As many layers as are measured.
    for layers in 0..LAYERS {
        rest = rest.trim_ascii_start();
        match rest.strip_prefix(b"/FlateDecode") {
            Some(after) => rest = after,
            None => return layers > 0 && rest.starts_with(b"]"),
        }
    }
    false
}

/// Whether rows, where their length is given, have one: the reader divides by it.
fn has_a_row(dictionary: &[u8]) -> bool {
    memmem::find_iter(dictionary, b"/Columns").all(|at| {
        let rest = dictionary[at + b"/Columns".len()..].trim_ascii_start();
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let after = rest[digits..].trim_ascii_start().first();
        (1..=4).contains(&digits) && rest[0] != b'0' && matches!(after, Some(b'/' | b'>'))
    })
}

/// Whether no parenthesis closes what was opened before: then it would all be part of a text.
fn is_balanced(dictionary: &[u8]) -> bool {
    let mut depth = 0_usize;
    let mut bytes = dictionary.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            b'(' => depth += 1,
            b')' if depth == 0 => return false,
            b')' => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}

/// How much a stream is when it is unpacked, with what is packed in it again.
fn unpacked(data: &[u8], most: usize) -> Result<usize, Refusal> {
    let mut layer = inflated(data, most)?;
    let mut sum = layer.len();
    for _ in 1..LAYERS {
        layer = inflated(&layer, most.saturating_sub(sum))?;
        sum += layer.len();
    }
    Ok(sum)
}

/// As far as it can be unpacked, with a header of zlib or without.
fn inflated(data: &[u8], most: usize) -> Result<Vec<u8>, Refusal> {
    let has_header = matches!(data, [method, flags, ..]
        if method & 0x0F == 8 && (usize::from(*method) << 8 | usize::from(*flags)) % 31 == 0);
    match decompress_to_vec_with_limit(if has_header { &data[2..] } else { data }, most) {
        Ok(all) => Ok(all),
        Err(error) if error.status == TINFLStatus::HasMoreOutput => Err(Refusal::TooMuch),
        Err(error) => Ok(error.output),
    }
}

/// Whether objects are looked through again and again because they have no end, as the reader does on broken files.
fn is_endless(bytes: &[u8]) -> bool {
    let mut looks = bytes.len().saturating_mul(LOOKS).saturating_add(FREE_LOOKS);
    let mut at = 0;
    while at < bytes.len() {
        let start = match bytes[at] {
            b'0'..=b'9' => object_start(bytes, at),
            b'<' if bytes[at..].starts_with(b"<<") => Some(at),
            _ => None,
        };
        let Some(start) = start else {
            at += bytes[at..].iter().take_while(|byte| !is_white(**byte)).count().max(1);
            continue;
        };
        let object = skipped(bytes, start);
        let Some(rest) = looks.checked_sub(object.end - start) else { return true };
        looks = rest;
        at = if start == at && object.end < bytes.len() { object.end } else { start.max(at + 1) };
    }
    false
}

fn is_white(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

/// Behind `12 0 obj` and the blanks after it.
fn object_start(bytes: &[u8], at: usize) -> Option<usize> {
    let digits =
        |at: usize| at + bytes[at..].iter().take(12).take_while(|byte| byte.is_ascii_digit()).count();
    let blanks = |at: usize| at + bytes[at..].iter().take_while(|byte| is_white(**byte)).count();
    let second = blanks(digits(at));
    let word = blanks(digits(second));
    bytes[word..].starts_with(b"obj").then(|| blanks(word + b"obj".len()))
}

/// An object from its first byte on, up to the end of the file where it has none, and of a stream with its data.
fn skipped(bytes: &[u8], start: usize) -> Range<usize> {
    let mut depth = 0_usize;
    let mut at = start;
    while at < bytes.len() {
        let rest = &bytes[at..];
        match rest[0] {
            b'%' => at += memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len()),
            b'(' => at = text_end(bytes, at),
            b'<' if rest.starts_with(b"<<") => {
                depth += 1;
                at += 2;
            }
            b'>' if rest.starts_with(b">>") => {
                depth = depth.saturating_sub(1);
                at += 2;
            }
            b'[' => {
                depth += 1;
                at += 1;
            }
            b']' => {
                depth = depth.saturating_sub(1);
                at += 1;
            }
            _ => {
                at += 1;
                continue_atom(bytes, &mut at);
            }
        }
        if depth == 0 {
            break;
        }
    }
    let at = at.min(bytes.len());
    let after = bytes[at..].trim_ascii_start();
    let data = if after.starts_with(b"stream") {
        memmem::find(after, b"endstream").unwrap_or(after.len()) + (bytes.len() - at - after.len())
    } else {
        0
    };
    start..at + data
}

/// The rest of a number, a name or a word.
fn continue_atom(bytes: &[u8], at: &mut usize) {
    let is_end = |byte: &u8| is_white(*byte) || b"()<>[]/%".contains(byte);
    *at += bytes[*at..].iter().position(is_end).unwrap_or(bytes.len() - *at);
}

/// Behind the parenthesis that closes a text.
fn text_end(bytes: &[u8], start: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = start;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            break;
        }
    }
    at
}
