//! Chinese characters as people type and mistype them: script, sound and shape.
//!
//! Lives here: Traditional characters as Simplified ones, which characters sound the same, and which are taken for one
//! another by the eye. Knows nothing else. Nothing is read before a text needs it.
//!
//! `traditional.txt` holds pairs of OpenCC's table for characters of Big5; `sounds.txt` the usual readings, without
//! tones, of the characters of GB 2312, from pinyin-data. Their licences stand beside them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let pairs = include_str!("traditional.txt").split_whitespace();
    let mut pairs: HashMap<char, char> = pairs.filter_map(pair).collect();
    // One word to whoever writes it, though dictionaries part the two.
    pairs.extend([('帳', '账'), ('帐', '账')]);
    pairs
});

fn pair(written: &str) -> Option<(char, char)> {
    let mut characters = written.chars();
    Some((characters.next()?, characters.next()?))
}

/// Each character's readings, as numbers.
static SOUNDS: LazyLock<HashMap<char, Vec<u16>>> = LazyLock::new(|| {
    let mut sounds: HashMap<char, Vec<u16>> = HashMap::new();
    for (number, line) in include_str!("sounds.txt").lines().enumerate() {
        let (_, characters) = line.split_once(' ').unwrap_or_default();
        for character in characters.chars() {
            sounds.entry(character).or_default().push(number as u16);
        }
    }
    sounds
});

/// Every syllable that a character is read as, by the same numbers.
static SYLLABLES: LazyLock<HashMap<&'static str, u16>> = LazyLock::new(|| {
    let lines = include_str!("sounds.txt").lines().enumerate();
    lines.filter_map(|(number, line)| Some((line.split(' ').next()?, number as u16))).collect()
});

/// Characters that the eye takes for one another.
static ALIKE: &[&str] = &[
    "己已巳",
    "末未",
    "人入",
    "土士",
    "日曰",
    "干千",
    "天夭",
    "大太犬",
    "王玉",
    "甲申由",
    "田由",
    "刀刃",
    "免兔",
    "折拆析",
    "晴睛",
    "侯候",
    "籍藉",
    "辨辩",
    "即既",
    "拔拨",
    "戌戍戊",
    "暑署",
    "薄簿",
    "毫亳",
    "崇祟",
    "赢羸",
    "管菅",
    "梁粱",
    "仑仓",
    "贷货",
    "侍待",
    "竟竞",
    "微徵",
    "茶荼",
    "裁栽载",
    "盲肓",
    "代伐",
    "幻幼",
    "史吏",
    "矢失",
    "宇字",
    "住往",
    "准淮",
    "冶治",
    "洒酒",
    "券卷",
    "圆园",
    "令今",
    "厂广",
    "历厉",
    "币巾",
    "约药",
    "租祖粗",
    "属嘱",
    "章童",
    "技枝",
];

/// A word with its Traditional characters as Simplified ones; borrows where it has none.
pub fn simplified(word: &str) -> Cow<'_, str> {
    if word.is_ascii() || word.chars().all(|c| simple(c) == c) {
        Cow::Borrowed(word)
    } else {
        word.chars().map(simple).collect::<String>().into()
    }
}

/// One character in Simplified script.
pub fn simple(character: char) -> char {
    if character.is_ascii() { character } else { SIMPLIFIED.get(&character).copied().unwrap_or(character) }
}

/// Whether two characters share a reading, whatever the tone: what an input method confuses.
pub fn same_sound(one: char, other: char) -> bool {
    let sounds = |character| SOUNDS.get(&character).map_or(&[][..], Vec::as_slice);
    sounds(one).iter().any(|sound| sounds(other).contains(sound))
}

/// Whether two characters differ by a stroke or a part that the eye passes over.
pub fn look_alike(one: char, other: char) -> bool {
    one != other && ALIKE.iter().any(|group| group.contains(one) && group.contains(other))
}

/// Whether a run of Latin letters is the reading of some character.
pub fn is_syllable(letters: &str) -> bool {
    SYLLABLES.contains_key(letters)
}

/// Whether a character is read as a syllable.
pub fn is_read(character: char, syllable: &str) -> bool {
    let number = SYLLABLES.get(syllable);
    number.is_some_and(|number| SOUNDS.get(&character).is_some_and(|sounds| sounds.contains(number)))
}

/// Whether a character is an ideograph.
pub fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_words_are_simplified_and_others_stay() {
        assert_eq!(simplified("簽署方"), "签署方");
        assert_eq!(simplified("業務編號"), "业务编号");
        assert_eq!(simplified("帳號"), "账号");
        assert!(matches!(simplified("签署方"), Cow::Borrowed(_)));
        assert!(matches!(simplified("signer"), Cow::Borrowed(_)));
    }

    #[test]
    fn every_pair_is_of_one_length_and_leads_somewhere_else() {
        for (from, to) in SIMPLIFIED.iter() {
            assert_eq!(from.len_utf8(), to.len_utf8(), "{from}");
            assert_ne!(from, to);
        }
        assert!(SIMPLIFIED.len() > 2_500);
    }

    #[test]
    fn sounds_and_shapes() {
        assert!(same_sound('甲', '贾') && same_sound('行', '航') && same_sound('行', '形'));
        assert!(!same_sound('甲', '乙') && !same_sound('x', 'x'));
        assert!(
            look_alike('己', '巳')
                && look_alike('末', '未')
                && !look_alike('甲', '乙')
                && !look_alike('甲', '甲')
        );
        assert!(is_syllable("zhang") && !is_syllable("main"));
    }
}
