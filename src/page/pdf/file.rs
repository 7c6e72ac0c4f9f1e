//! The objects of a PDF, found by their numbers.

use std::cell::{Cell, OnceCell};
use std::collections::{HashMap, HashSet};

use super::budget::Budget;
use super::lexer::{Lexer, Value, fields};
use super::table::{Entry, Table};
use super::unpack::{Filter, LAYERS, Rows, unpacked};
use super::vault::Vault;

/// References to references, at most.
const HOPS: usize = 16;

/// The bytes of a file with what reading them may cost.
#[derive(Clone, Copy)]
pub struct Bytes<'a> {
    pub bytes: &'a [u8],
    pub budget: &'a Budget,
}

/// A stream: its dictionary, and its data as it is in the file.
#[derive(Clone, Copy)]
pub struct Stream<'a> {
    pub number: u32,
    pub generation: u16,
    pub dict: &'a [u8],
    pub data: &'a [u8],
}

impl<'a> Bytes<'a> {
    pub fn at(self, at: usize) -> Lexer<'a, 'a> {
        Lexer::from(self.bytes, at, self.budget)
    }

    pub fn fields<const N: usize>(self, dict: &'a [u8], names: [&[u8]; N]) -> [Option<Value<'a>>; N] {
        fields(dict, names, self.budget)
    }

    /// The object that starts at this place, with its number.
    pub fn object(self, at: usize) -> Option<(u32, Value<'a>)> {
        let mut lexer = self.at(at);
        let (number, _) = lexer.header()?;
        Some((number, lexer.value()?))
    }

    /// The stream that starts at this place. Its length may be another object.
    pub fn stream(self, at: usize, number_of: impl Fn(u32) -> Option<usize>) -> Option<Stream<'a>> {
        let mut lexer = self.at(at);
        let (number, generation) = lexer.header()?;
        let dict = lexer.value()?.dict()?;
        let start = self.data_start(&mut lexer)?;
        let [length] = self.fields(dict, [b"Length"]);
        let length = match length {
            Some(Value::Reference(number)) => number_of(number),
            length => length.and_then(Value::count),
        };
        let end = length
            .and_then(|length| start.checked_add(length))
            .filter(|end| *end <= self.bytes.len() && self.at(*end).takes(b"endstream"))
            .or_else(|| self.end_of_data(start));
        let data = &self.bytes[start..end.unwrap_or(self.bytes.len())];
        Some(Stream { number, generation, dict, data })
    }

    /// Where the data of a stream begins, behind its dictionary.
    pub fn data_start(self, behind_dict: &mut Lexer<'a, 'a>) -> Option<usize> {
        behind_dict.takes(b"stream").then_some(())?;
        let at = behind_dict.at;
        Some(match self.bytes.get(at..)? {
            [b'\r', b'\n', ..] => at + 2,
            [b'\n' | b'\r', ..] => at + 1,
            _ => at,
        })
    }

    fn end_of_data(self, start: usize) -> Option<usize> {
        let length = memchr::memmem::find(&self.bytes[start..], b"endstream");
        self.budget.look(length.unwrap_or(self.bytes.len() - start))?;
        Some(start + length?)
    }

    /// How a stream is packed; `None` where it is packed as no stream of objects is. What is behind a reference
    /// `resolve` finds.
    pub fn filters(
        self,
        dict: &'a [u8],
        resolve: impl Fn(Value<'a>) -> Option<Value<'a>>,
    ) -> Option<Vec<Filter>> {
        let get = |value: Option<Value<'a>>| value.and_then(&resolve);
        let [filter, parms] = self.fields(dict, [b"Filter", b"DecodeParms"]);
        let items = |value: Option<Value<'a>>| match value {
            Some(Value::Array(inner)) => {
                let mut lexer = Lexer::new(inner, self.budget);
                std::iter::from_fn(|| lexer.value()).take(LAYERS + 1).map(&resolve).collect()
            }
            Some(Value::Word(_)) | None => Vec::new(),
            one => vec![one],
        };
        let (names, parms) = (items(get(filter)), items(get(parms)));
        if names.len() > LAYERS {
            return None;
        }
        let rows = |at: usize| {
            let Some(Value::Dict(parms)) = parms.get(at).copied().flatten() else { return Rows::default() };
            let names: [&[u8]; 4] = [b"Predictor", b"Colors", b"BitsPerComponent", b"Columns"];
            let [predictor, colors, bits, columns] =
                self.fields(parms, names).map(|value| get(value).and_then(Value::count));
            let usual = Rows::default();
            Rows {
                predictor: predictor.unwrap_or(usual.predictor),
                colors: colors.unwrap_or(usual.colors),
                bits: bits.unwrap_or(usual.bits),
                columns: columns.unwrap_or(usual.columns),
            }
        };
        let filter = |(at, name): (usize, Option<Value<'a>>)| match name? {
            name if name.is_name(b"FlateDecode") || name.is_name(b"Fl") => Some(Filter::Flate(rows(at))),
            name if name.is_name(b"ASCIIHexDecode") || name.is_name(b"AHx") => Some(Filter::Hexadecimal),
            name if name.is_name(b"Crypt") => Some(Filter::Nothing),
            _ => None,
        };
        names.into_iter().enumerate().map(filter).collect()
    }
}

/// A file with its table of objects.
pub struct File<'a> {
    input: Bytes<'a>,
    table: HashMap<u32, Entry>,
    /// Streams of objects, by number, unpacked when one of their objects is asked for.
    packed: HashMap<u32, OnceCell<Option<Objects>>>,
    vault: Vault,
    /// Whether the table says of an object that it is where it is not.
    is_contradicted: Cell<bool>,
}

/// A stream of objects, unpacked, and where each of them begins in it.
struct Objects {
    data: Vec<u8>,
    starts: Vec<(u32, u32)>,
}

/// The file opens with a password only.
#[derive(Debug)]
pub struct Locked;

impl<'a> File<'a> {
    /// The file that a table describes.
    pub fn open(input: Bytes<'a>, table: Table<'a>) -> Result<Self, Locked> {
        let streams = table.entries.values().filter_map(|entry| match entry {
            Entry::Packed { stream } => Some(*stream),
            _ => None,
        });
        let streams = streams.collect::<HashSet<u32>>();
        Self::with_streams(input, table, streams)
    }

    /// The file whose objects were found, with those that are in these streams of objects.
    pub fn gathered(input: Bytes<'a>, table: Table<'a>, streams: &[u32]) -> Result<Self, Locked> {
        let mut file = Self::with_streams(input, table, streams.iter().copied())?;
        for stream in streams {
            let Some(Entry::At(place)) = file.table.get(stream).copied() else { continue };
            for number in file.numbers_in(*stream) {
                let is_newer = match file.table.get(&number) {
                    Some(Entry::At(at)) => *at < place,
                    _ => true,
                };
                if is_newer && number != *stream {
                    file.table.insert(number, Entry::Packed { stream: *stream });
                }
            }
        }
        Ok(file)
    }

    fn with_streams(
        input: Bytes<'a>,
        table: Table<'a>,
        streams: impl IntoIterator<Item = u32>,
    ) -> Result<Self, Locked> {
        let Table { entries, trailer } = table;
        let packed = streams.into_iter().map(|stream| (stream, OnceCell::new())).collect();
        let vault = Vault::open_to_all();
        let mut file = Self { input, table: entries, packed, vault, is_contradicted: Cell::new(false) };
        if let Some(encrypt) = trailer.encrypt {
            file.vault = file.unlocked(encrypt, trailer.id)?;
        }
        Ok(file)
    }

    fn unlocked(&self, encrypt: Value<'a>, id: Option<Value<'a>>) -> Result<Vault, Locked> {
        // What these are is never packed: it would be encrypted itself.
        let dict = match self.plain(encrypt) {
            Some(Value::Dict(dict)) => dict,
            // `null`, or nowhere: as if it was not named.
            None | Some(Value::Word(_)) => return Ok(Vault::open_to_all()),
            Some(_) => return Err(Locked),
        };
        let id = match id.and_then(|id| self.plain(id)) {
            Some(Value::Array(inner)) => inner,
            _ => &[],
        };
        let streams = self.packed.keys().filter_map(|number| self.stream(*number)).collect();
        Vault::with_empty_password(dict, id, streams).map_err(|_| Locked)
    }

    pub fn budget(&self) -> &'a Budget {
        self.input.budget
    }

    /// Whether the table and the file agreed, as far as objects were asked for.
    pub fn is_contradicted(&self) -> bool {
        self.is_contradicted.get()
    }

    /// Every object there is, in order of place.
    pub fn numbers(&self) -> Vec<u32> {
        let place = |entry: &Entry| match *entry {
            Entry::Free => None,
            Entry::At(at) => Some((at, 0)),
            Entry::Packed { stream } => match self.table.get(&stream) {
                Some(Entry::At(at)) => Some((*at, 1)),
                _ => None,
            },
        };
        let mut numbers: Vec<_> =
            self.table.iter().filter_map(|(number, entry)| Some((place(entry)?, *number))).collect();
        numbers.sort_unstable();
        numbers.into_iter().map(|(_, number)| number).collect()
    }

    /// An object; `None` for one that is not there, which the format calls null.
    pub fn get(&self, number: u32) -> Option<Value<'_>> {
        match *self.table.get(&number)? {
            Entry::Free => None,
            Entry::At(_) => self.at_its_place(number),
            Entry::Packed { stream } => {
                let objects = self.packed.get(&stream)?.get_or_init(|| self.unpacked(stream)).as_ref();
                let value = objects.and_then(|objects| objects.get(number, self.input.budget));
                if value.is_none() {
                    self.is_contradicted.set(true);
                }
                value
            }
        }
    }

    /// What a value is, or what the object is that it refers to.
    pub fn resolved<'s>(&'s self, mut value: Value<'s>) -> Option<Value<'s>> {
        for _ in 0..HOPS {
            match value {
                Value::Reference(number) => value = self.get(number)?,
                value => return Some(value),
            }
        }
        None
    }

    /// The values of these names in a dictionary, resolved.
    pub fn fields<'s, const N: usize>(&'s self, dict: &'s [u8], names: [&[u8]; N]) -> [Option<Value<'s>>; N] {
        fields(dict, names, self.input.budget).map(|value| self.resolved(value?))
    }

    /// The objects in a stream of them.
    fn numbers_in(&self, stream: u32) -> Vec<u32> {
        let objects =
            self.packed.get(&stream).and_then(|cell| cell.get_or_init(|| self.unpacked(stream)).as_ref());
        objects.map(|objects| objects.starts.iter().map(|(number, _)| *number).collect()).unwrap_or_default()
    }

    /// An object that is not packed.
    fn at_its_place(&self, number: u32) -> Option<Value<'a>> {
        let Some(Entry::At(at)) = self.table.get(&number) else { return None };
        let object = self.input.object(*at as usize).filter(|(found, _)| *found == number);
        if object.is_none() {
            self.is_contradicted.set(true);
        }
        object.map(|(_, value)| value)
    }

    /// What a value is, as far as no packed object is needed to know it.
    fn plain(&self, mut value: Value<'a>) -> Option<Value<'a>> {
        for _ in 0..HOPS {
            match value {
                Value::Reference(number) => value = self.at_its_place(number)?,
                value => return Some(value),
            }
        }
        None
    }

    fn stream(&self, number: u32) -> Option<Stream<'a>> {
        let Some(Entry::At(at)) = self.table.get(&number) else { return None };
        let length_of = |number| self.plain(Value::Reference(number)).and_then(Value::count);
        let stream = self.input.stream(*at as usize, length_of);
        stream.filter(|stream| stream.number == number)
    }

    fn unpacked(&self, number: u32) -> Option<Objects> {
        let stream = self.stream(number)?;
        let filters = self.input.filters(stream.dict, |value| self.plain(value))?;
        let data = unpacked(&self.vault.plain(&stream), &filters, self.input.budget)?;
        let [first] = self.input.fields(stream.dict, [b"First"]).map(|value| self.plain(value?));
        let first = first.and_then(Value::count).filter(|first| *first <= data.len())?;
        let mut starts = Vec::new();
        let mut head = Lexer::new(&data[..first], self.input.budget);
        while let (Some(number), Some(start)) = (head.digits(), head.digits()) {
            self.input.budget.object()?;
            starts.push((number, u32::try_from(first).ok()?.saturating_add(start)));
        }
        // For looking up; of a number that is there twice the first.
        starts.sort_by_key(|(number, _)| *number);
        Some(Objects { data, starts })
    }
}

impl Objects {
    fn get(&self, number: u32, budget: &Budget) -> Option<Value<'_>> {
        let first = self.starts.partition_point(|(known, _)| *known < number);
        let (_, start) = self.starts.get(first).filter(|(known, _)| *known == number)?;
        Lexer::from(&self.data, *start as usize, budget).value()
    }
}
