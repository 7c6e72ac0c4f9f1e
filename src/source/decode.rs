//! Bytes to text. Files are UTF-8; what else a Chinese office machine saves is recognised and named.

/// Why bytes are not a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undecodable {
    /// It opens with the mark of UTF-16, Notepad's "Unicode".
    Utf16,
    /// Not UTF-8; the first such byte is at this offset. Most often GBK, Notepad's "ANSI" in China.
    NotUtf8 { at: usize },
    /// A document and no text, by the name of its kind.
    Document(&'static str),
    /// 4 GiB or more.
    TooLarge,
}

/// How documents begin that people take for contracts.
const DOCUMENTS: [(&[u8], &str); 4] = [
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "Word/Excel/ZIP"),
    (b"\xD0\xCF\x11\xE0", "Word/Excel"),
    (b"{\\rtf", "RTF"),
];

/// The text of a file's bytes. A byte order mark stays in the text: the file keeps every byte it came from.
pub fn decode(bytes: Vec<u8>) -> Result<String, Undecodable> {
    if bytes.len() >= u32::MAX as usize {
        return Err(Undecodable::TooLarge);
    }
    if let Some((_, kind)) = DOCUMENTS.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(Undecodable::Document(kind));
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(Undecodable::Utf16);
    }
    String::from_utf8(bytes).map_err(|error| Undecodable::NotUtf8 { at: error.utf8_error().valid_up_to() })
}
