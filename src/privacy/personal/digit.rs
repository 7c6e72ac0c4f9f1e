//! Characters that people and programs write digits with, in any script and any dress.

/// The zeros of scripts whose ten digits follow each other, in order.
const ZEROS: &[u32] = &[
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6,
    0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0,
    0x1C40, 0x1C50, 0x2080, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30,
    0x11066, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E950, 0x1FBF0,
];

/// The ones of rows that have their zero elsewhere, in order: in circles, in brackets, with a point.
const ONES: &[u32] = &[0x2460, 0x2474, 0x2488, 0x24F5, 0x2776, 0x2780, 0x278A];

/// What a character counts as a digit.
pub fn digit(character: char) -> Option<u8> {
    let code = character as u32;
    match character {
        '0'..='9' => u8::try_from(code - '0' as u32).ok(),
        '\0'..='\x7F' => None,
        '⁰' | '⓪' | '⓿' | '🄀' | '🄋' | '🄌' => Some(0),
        '¹' => Some(1),
        '²' => Some(2),
        '³' => Some(3),
        '⁴'..='⁹' => u8::try_from(code - '⁰' as u32).ok(),
        _ if !character.is_numeric() => None,
        _ => within(ZEROS, code, 10).or_else(|| within(ONES, code, 9).map(|value| value + 1)),
    }
}

/// How far a character is from the head of its row of so many.
fn within(heads: &[u32], code: u32, count: u32) -> Option<u8> {
    let behind = heads.partition_point(|head| *head <= code);
    let far = code - heads[behind.checked_sub(1)?];
    u8::try_from(far).ok().filter(|_| far < count)
}

/// Whether a character is written for the `X` that ends some ID numbers.
pub fn is_check_letter(character: char) -> bool {
    matches!(character, 'X' | 'x' | 'Ｘ' | 'ｘ' | 'Х' | 'х' | 'Χ' | 'χ' | '×' | '✕' | 'Ⅹ' | 'ⅹ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_in_order_and_every_script_counts() {
        assert!(ZEROS.is_sorted() && ONES.is_sorted());
        for row in [
            "0123456789",
            "０１２３４５６７８９",
            "٠١٢٣٤٥٦٧٨٩",
            "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
            "𝟶𝟷𝟸𝟹𝟺𝟻𝟼𝟽𝟾𝟿",
            "⓪①②③④⑤⑥⑦⑧⑨",
            "⁰¹²³⁴⁵⁶⁷⁸⁹",
            "०१२३४५६७८९",
        ] {
            let values: Vec<_> = row.chars().filter_map(digit).collect();
            assert_eq!(values, (0..10).collect::<Vec<u8>>(), "{row}");
        }
        assert!("一二⑩½Ⅷax".chars().all(|character| digit(character).is_none()));
    }
}
