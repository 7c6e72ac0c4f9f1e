//! Streams of encrypted files that open without a password.
//!
//! The ciphers are those of hayro-syntax. It is given a small file of its own, made of the encrypted streams of objects
//! and of what the real file says of its encryption, and gives back their plain bytes; nothing is unpacked there.

use std::borrow::Cow;
use std::collections::HashSet;

use hayro_syntax::Pdf;
use hayro_syntax::object::{ObjectIdentifier, Stream as Encrypted};

use super::file::Stream;

/// What streams of objects may come to together, still packed, in bytes: they are copied twice.
const PACKED: usize = 24 << 20;
/// What an encryption dictionary has at most, with its keys.
const DICTIONARY: usize = 64 << 10;

/// Decrypts; or passes on what is not encrypted.
pub struct Vault(Option<Pdf>);

/// Wants a password, or a way of encryption that is not known here.
#[derive(Debug)]
pub struct Refused;

impl Vault {
    pub fn open_to_all() -> Self {
        Self(None)
    }

    /// For these streams of a file with this encryption dictionary and this `ID`.
    pub fn with_empty_password(dict: &[u8], id: &[u8], streams: Vec<Stream<'_>>) -> Result<Self, Refused> {
        let packed: usize = streams.iter().map(|stream| stream.data.len()).sum();
        if dict.len() > DICTIONARY || id.len() > DICTIONARY || packed > PACKED {
            return Err(Refused);
        }
        Pdf::new(small_file(dict, id, &streams)).map(|pdf| Self(Some(pdf))).map_err(|_| Refused)
    }

    /// A stream's data, still packed.
    pub fn plain<'a>(&self, stream: &Stream<'a>) -> Cow<'a, [u8]> {
        let Some(pdf) = &self.0 else { return Cow::Borrowed(stream.data) };
        let id = ObjectIdentifier::new(stream.number, stream.generation.into());
        let encrypted = pdf.xref().get::<Encrypted<'_>>(id);
        encrypted.map(|encrypted| encrypted.raw_data().into_owned()).unwrap_or_default().into()
    }
}

fn small_file(dict: &[u8], id: &[u8], streams: &[Stream<'_>]) -> Vec<u8> {
    let taken: HashSet<u32> = streams.iter().map(|stream| stream.number).collect();
    let mut free = (1..).filter(|number| !taken.contains(number));
    let (root, pages) = (free.next().unwrap_or_default(), free.next().unwrap_or_default());
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut entries = Vec::with_capacity(streams.len() + 2);
    let mut add = |number: u32, generation: u16, parts: &[&[u8]]| {
        entries.push((number, generation, file.len()));
        file.extend_from_slice(format!("{number} {generation} obj\n").as_bytes());
        parts.iter().for_each(|part| file.extend_from_slice(part));
        file.extend_from_slice(b"\nendobj\n");
    };
    add(root, 0, &[format!("<</Type/Catalog/Pages {pages} 0 R>>").as_bytes()]);
    add(pages, 0, &[b"<</Type/Pages/Kids[]/Count 0>>"]);
    for stream in streams {
        let head = format!("<</Length {}>>\nstream\n", stream.data.len());
        add(stream.number, stream.generation, &[head.as_bytes(), stream.data, b"\nendstream"]);
    }
    let table = file.len();
    file.extend_from_slice(b"xref\n0 1\n0000000000 65535 f \n");
    for (number, generation, at) in entries {
        file.extend_from_slice(format!("{number} 1\n{at:010} {generation:05} n \n").as_bytes());
    }
    file.extend_from_slice(format!("trailer\n<</Root {root} 0 R/ID[").as_bytes());
    file.extend_from_slice(id);
    file.extend_from_slice(b"]/Encrypt<<");
    file.extend_from_slice(dict);
    file.extend_from_slice(format!(">>>>\nstartxref\n{table}\n%%EOF\n").as_bytes());
    file
}
