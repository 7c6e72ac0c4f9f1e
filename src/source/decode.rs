//! Bytes to text. Files are UTF-8; what else a Chinese office machine saves is recognised and named.

/// Why bytes are not a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undecodable {
    /// It opens with the mark of UTF-16, Notepad's "Unicode".
    Utf16,
    /// Not UTF-8: the first line (from 1) with such a byte, and the encoding it most likely has. Most often GBK,
    /// Notepad's "ANSI" on the mainland; Big5 where Traditional characters are written.
    NotUtf8 { line: usize, likely: &'static str },
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
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = memchr::memchr_iter(b'\n', &error.as_bytes()[..valid]).count() + 1;
        Undecodable::NotUtf8 { line, likely: likely(error.as_bytes()) }
    })
}

/// The encoding of Chinese text that is not UTF-8. Both have characters of two bytes; common ones of GBK have a second
/// byte above 0xA0, and nearly half of those of Big5 a second byte below 0x80.
fn likely(bytes: &[u8]) -> &'static str {
    let (mut pairs, mut low) = (0usize, 0usize);
    let mut left = bytes.iter();
    while let Some(first) = left.next() {
        if *first >= 0x81
            && let Some(second) = left.next()
        {
            pairs += 1;
            low += usize::from((0x40..=0x7E).contains(second));
        }
    }
    if low * 5 > pairs && pairs > 1 { "Big5" } else { "GBK" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encodings_of_chinese_text_are_told_apart() {
        // 合同 设备采购，截止签署方甲方 and 採購合約，截止簽署方甲方.
        let gbk = b"// x\n\xBA\xCF\xCD\xAC\x20\xC9\xE8\xB1\xB8\xB2\xC9\xB9\xBA\xA3\xAC\xBD\xD8\xD6\xB9\xC7\xA9\xCA\xF0\xB7\xBD\xBC\xD7\xB7\xBD";
        let big5 = b"// x\n\xB1\xC4\xC1\xCA\xA6\x58\xAC\xF9\xA1\x41\xBA\x49\xA4\xEE\xC3\xB1\xB8\x70\xA4\xE8\xA5\xD2\xA4\xE8";
        assert_eq!(decode(gbk.to_vec()), Err(Undecodable::NotUtf8 { line: 2, likely: "GBK" }));
        assert_eq!(decode(big5.to_vec()), Err(Undecodable::NotUtf8 { line: 2, likely: "Big5" }));
    }
}
