//! Where objects are, as the file's own table says: the sections from `startxref` on, the newest first.
//!
//! Any section that cannot be read makes the whole table worthless: what it says of older objects may be what a newer
//! section has changed. Then `scan` looks for the objects.

use std::collections::{HashMap, HashSet};

use memchr::memmem;

use super::file::Bytes;
use super::lexer::{Lexer, Value};
use super::unpack::unpacked;

/// Where an object is. Files are read up to 100 MiB, so a place takes 32 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    Free,
    At(u32),
    /// In a stream of objects.
    Packed {
        stream: u32,
    },
}

/// What the trailer says that counts here.
#[derive(Debug, Clone, Copy, Default)]
pub struct Trailer<'a> {
    pub root: Option<Value<'a>>,
    pub encrypt: Option<Value<'a>>,
    pub id: Option<Value<'a>>,
}

impl<'a> Trailer<'a> {
    pub fn of(input: Bytes<'a>, dict: &'a [u8]) -> Self {
        let [root, encrypt, id] = input.fields(dict, [b"Root", b"Encrypt", b"ID"]);
        Self { root, encrypt, id }
    }
}

#[derive(Default)]
pub struct Table<'a> {
    pub entries: HashMap<u32, Entry>,
    pub trailer: Trailer<'a>,
}

/// The table that `startxref` points to.
pub fn stated<'a>(input: Bytes<'a>) -> Option<Table<'a>> {
    let marked = memmem::rfind(input.bytes, b"startxref")?;
    let mut first = input.at(marked + b"startxref".len());
    let mut reading = Reading { input, table: Table::default(), seen: HashSet::new() };
    let mut next = Some(first.digits()? as usize);
    while let Some(at) = next {
        // Sections that lead back to each other: what they say is known by now.
        if !reading.seen.insert(at) {
            break;
        }
        next = reading.section(at)?;
    }
    Some(reading.table)
}

struct Reading<'a> {
    input: Bytes<'a>,
    table: Table<'a>,
    seen: HashSet<usize>,
}

impl<'a> Reading<'a> {
    /// Reads a section; where the one before it is, where there is one.
    fn section(&mut self, at: usize) -> Option<Option<usize>> {
        let mut lexer = self.input.at(at);
        let dict = if lexer.takes(b"xref") { self.rows(&mut lexer)? } else { self.packed_rows(at)? };
        let [previous, hybrid] = self.input.fields(dict, [b"Prev", b"XRefStm"]);
        if let Some(hybrid) = hybrid.and_then(Value::count)
            && self.seen.insert(hybrid)
        {
            self.packed_rows(hybrid)?;
        }
        if self.table.trailer.root.is_none() {
            self.table.trailer = Trailer::of(self.input, dict);
        }
        match previous {
            None => Some(None),
            Some(previous) => Some(Some(self.plain(previous)?.count()?)),
        }
    }

    /// What a value is; that of a reference as far as the table goes by now.
    fn plain(&self, value: Value<'a>) -> Option<Value<'a>> {
        let Value::Reference(number) = value else { return Some(value) };
        let Some(Entry::At(at)) = self.table.entries.get(&number) else { return None };
        self.input.object(*at as usize).filter(|(found, _)| *found == number).map(|(_, value)| value)
    }

    fn add(&mut self, number: u32, entry: Entry) -> Option<()> {
        self.input.budget.object()?;
        self.table.entries.entry(number).or_insert(entry);
        Some(())
    }

    /// A section in rows of text; its trailer.
    fn rows(&mut self, lexer: &mut Lexer<'a, 'a>) -> Option<&'a [u8]> {
        while !lexer.takes(b"trailer") {
            let (first, count) = (lexer.digits()?, lexer.digits()?);
            for number in first..first.checked_add(count)? {
                let mut row = *lexer;
                let (Some(at), Some(_)) = (row.digits(), row.digits()) else { break };
                let is_used = row.takes(b"n");
                if !is_used && !row.takes(b"f") {
                    break;
                }
                *lexer = row;
                // Some writers give objects that are not there the place 0.
                self.add(number, if is_used && at > 0 { Entry::At(at) } else { Entry::Free })?;
            }
        }
        lexer.value()?.dict()
    }

    /// A section in a stream; its dictionary.
    fn packed_rows(&mut self, at: usize) -> Option<&'a [u8]> {
        let stream = self.input.stream(at, |_| None)?;
        let [kind, widths, index, size] = self.input.fields(stream.dict, [b"Type", b"W", b"Index", b"Size"]);
        kind?.is_name(b"XRef").then_some(())?;
        let filters = self.input.filters(stream.dict, Some)?;
        let data = unpacked(stream.data, &filters, self.input.budget)?;
        let Value::Array(widths) = widths? else { return None };
        let mut widths = Lexer::new(widths, self.input.budget);
        let mut width = || widths.value()?.count().filter(|width| *width <= 8);
        let widths = [width()?, width()?, width()?];
        let length: usize = widths.iter().sum();
        let whole = [0, size.and_then(Value::count).unwrap_or(0)];
        let mut index = match index {
            Some(Value::Array(inner)) => Some(Lexer::new(inner, self.input.budget)),
            _ => None,
        };
        let mut rows = data.chunks_exact(length.max(1));
        let mut next_range = |is_first: bool| match &mut index {
            Some(index) => Some([index.value()?.count()?, index.value()?.count()?]),
            None => is_first.then_some(whole),
        };
        let mut range = next_range(true);
        while let Some([first, count]) = range {
            for (number, row) in (first..first.saturating_add(count)).zip(&mut rows) {
                self.add(u32::try_from(number).ok()?, entry(row, widths))?;
            }
            range = next_range(false);
        }
        Some(stream.dict)
    }
}

/// A row of a section in a stream (ISO 32000-1, 7.5.8.3).
fn entry(row: &[u8], [kind, second, _]: [usize; 3]) -> Entry {
    let number = |bytes: &[u8]| bytes.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    let field = u32::try_from(number(&row[kind..kind + second]));
    match (if kind == 0 { 1 } else { number(&row[..kind]) }, field) {
        (1, Ok(at)) => Entry::At(at),
        (2, Ok(stream)) => Entry::Packed { stream },
        _ => Entry::Free,
    }
}
