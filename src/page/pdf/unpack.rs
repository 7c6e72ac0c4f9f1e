//! Streams unpacked, as far as streams of objects are packed by anyone, and never to more than the budget has left.

use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

use super::budget::Budget;

/// How a stream may be packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    Flate(Rows),
    Hexadecimal,
    /// What was decrypted already.
    Nothing,
}

/// Rows of bytes that were written as differences before they were packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rows {
    pub predictor: usize,
    pub colors: usize,
    pub bits: usize,
    pub columns: usize,
}

impl Default for Rows {
    fn default() -> Self {
        Self { predictor: 1, colors: 1, bits: 8, columns: 1 }
    }
}

/// How often a stream may be packed.
pub const LAYERS: usize = 4;

/// A stream's data without what it is packed in; as much as can be unpacked of a damaged one.
pub fn unpacked(data: &[u8], filters: &[Filter], budget: &Budget) -> Option<Vec<u8>> {
    let mut layer = None;
    for filter in filters {
        let data = layer.as_deref().unwrap_or(data);
        layer = match filter {
            Filter::Flate(rows) => Some(plain_rows(inflated(data, budget)?, *rows, budget)?),
            Filter::Hexadecimal => Some(from_hexadecimal(data, budget)?),
            Filter::Nothing => layer,
        };
    }
    match layer {
        Some(layer) => Some(layer),
        None => {
            budget.unpack(data.len())?;
            Some(data.to_vec())
        }
    }
}

/// With a header of zlib or without.
fn inflated(data: &[u8], budget: &Budget) -> Option<Vec<u8>> {
    // Some writers put a line end before the data that is none of it.
    let data = data.strip_prefix(b"\r\n").or(data.strip_prefix(b"\n")).unwrap_or(data);
    let has_header = matches!(data, [method, flags, ..]
        if method & 0x0F == 8 && (usize::from(*method) << 8 | usize::from(*flags)) % 31 == 0);
    let packed = if has_header { &data[2..] } else { data };
    let output = match decompress_to_vec_with_limit(packed, budget.left_to_unpack()) {
        Ok(all) => all,
        Err(error) if error.status == TINFLStatus::HasMoreOutput => {
            budget.refuse_to_unpack();
            return None;
        }
        Err(error) => error.output,
    };
    budget.unpack(output.len())?;
    Some(output)
}

fn from_hexadecimal(data: &[u8], budget: &Budget) -> Option<Vec<u8>> {
    let digits =
        data.iter().take_while(|byte| **byte != b'>').filter_map(|byte| char::from(*byte).to_digit(16));
    let mut output = Vec::new();
    let mut high = None;
    for digit in digits {
        match high.take() {
            None => high = Some(digit),
            Some(high) => output.push((high << 4 | digit) as u8),
        }
    }
    budget.unpack(output.len())?;
    Some(output)
}

/// Undoes the differences (ISO 32000-1, 7.4.4.4).
fn plain_rows(mut data: Vec<u8>, rows: Rows, budget: &Budget) -> Option<Vec<u8>> {
    if rows.predictor < 2 {
        return Some(data);
    }
    let bits = rows.colors.checked_mul(rows.bits)?;
    let pixel = bits.div_ceil(8);
    let length = bits.checked_mul(rows.columns)?.div_ceil(8);
    if length == 0 || length > 1 << 20 {
        return None;
    }
    if rows.predictor == 2 {
        if rows.bits == 8 {
            for row in data.chunks_mut(length) {
                (pixel..row.len()).for_each(|at| row[at] = row[at].wrapping_add(row[at - pixel]));
            }
        }
        return Some(data);
    }
    budget.unpack(data.len())?;
    let mut output: Vec<u8> = Vec::with_capacity(data.len());
    for row in data.chunks(length + 1) {
        let start = output.len();
        let above = start.checked_sub(length);
        for (at, byte) in row[1..].iter().enumerate() {
            let left = if at < pixel { 0 } else { output[start + at - pixel] };
            let up = above.map_or(0, |above| output[above + at]);
            let corner = above.filter(|_| at >= pixel).map_or(0, |above| output[above + at - pixel]);
            let guess = match row[0] {
                1 => left,
                2 => up,
                3 => ((u16::from(left) + u16::from(up)) / 2) as u8,
                4 => paeth(left, up, corner),
                _ => 0,
            };
            output.push(byte.wrapping_add(guess));
        }
    }
    Some(output)
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let [a, b, c] = [left, up, corner].map(i16::from);
    let guess = a + b - c;
    let [to_left, to_up, to_corner] = [a, b, c].map(|value| (guess - value).abs());
    if to_left <= to_up && to_left <= to_corner {
        left
    } else if to_up <= to_corner {
        up
    } else {
        corner
    }
}
