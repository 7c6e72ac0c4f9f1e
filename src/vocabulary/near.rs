//! The word that was probably meant.

use super::{Word, narrowed, plain};

/// The nearest of some keywords: by spelling in either script, or because people often write it so.
pub fn nearest(spelling: &str, among: impl IntoIterator<Item = &'static Word>) -> Option<&'static Word> {
    let spelling = plain(spelling);
    let mut best: Option<(usize, &'static Word)> = None;
    for word in among {
        let distance = if word.is_meant_by(&spelling) {
            Some(0)
        } else if word.misnomers.contains(&&*spelling) {
            Some(1)
        } else {
            [word.en, word.zh].into_iter().filter_map(|known| slip(&spelling, known)).min()
        };
        if let Some(distance) = distance
            && best.is_none_or(|(least, _)| distance < least)
        {
            best = Some((distance, word));
        }
    }
    best.map(|(_, word)| word)
}

/// The nearest of some spellings of the language.
pub fn nearest_spelling<'a>(spelling: &str, among: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let spelling = plain(spelling);
    among
        .into_iter()
        .filter_map(|known| Some((slip(&spelling, known)?, known)))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

/// The nearest of the program's own names: rules, options, keys. For names that people give see [`crate::likeness`].
pub fn nearest_name<'a>(spelling: &str, among: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let spelling = narrowed(spelling).to_lowercase();
    among
        .into_iter()
        .filter_map(|name| Some((distance(&spelling, &name.to_lowercase())?, name)))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Letters changed, left out, added or swapped; `None` when too many for a slip of the pen.
fn distance(written: &str, known: &str) -> Option<usize> {
    let (long, short) = (written.chars().count(), known.chars().count());
    let (long, short) = (long.max(short), long.min(short));
    let allowed = match long {
        0..=1 => 0,
        2..=4 => 1,
        5..=7 => 2,
        _ => 3,
    };
    if long - short > allowed {
        return None;
    }
    let distance = strsim::osa_distance(written, known);
    (distance <= allowed && distance < long).then_some(distance)
}

/// The distance of two words that were not meant for different things.
fn slip(written: &str, known: &str) -> Option<usize> {
    distance(written, known)
        .filter(|_| !differs_in_meaning(written, known) && !is_longer_phrase(written, known))
        .filter(|distance| !is_opposite(written, known, *distance))
}

/// What turns a Chinese word into its opposite.
const NOT: &str = "不非无没未勿莫别否";

/// And an English one.
static UN: &[&str] = &["un", "non", "not", "no", "in", "dis", "de", "anti", "never"];

/// Whether a word says no where the other does not: 不依次 is no slip of 依次, nor `unsequential` of `sequential`. A
/// word as short as 否 or `no` is near to everything, its opposite too: 是否 and `on` are no slips of it.
fn is_opposite(written: &str, known: &str, distance: usize) -> bool {
    let negations = |word: &str| word.chars().filter(|character| NOT.contains(*character)).count();
    let denied = |long: &str, short: &str| {
        let rests = UN.iter().filter_map(|un| long.strip_prefix(un));
        rests
            .map(|rest| rest.trim_start_matches(['-', '_', ' ']))
            .any(|rest| strsim::osa_distance(rest, short) < distance)
    };
    let is_short = match known.is_ascii() {
        true => known.len() <= 2 && known.chars().next() != written.chars().next(),
        false => known.chars().count() == 1 && written.chars().any(|character| !known.contains(character)),
    };
    is_short || negations(written) != negations(known) || denied(written, known) || denied(known, written)
}

/// 签署方甲方 and 签署方式 are no slips of 签署方: whoever types more behind a word means something by it, unless it is
/// the last character again.
fn is_longer_phrase(written: &str, known: &str) -> bool {
    let more = written.strip_prefix(known).filter(|_| known.chars().all(crate::han::is_han));
    more.is_some_and(|more| more.chars().any(|character| !known.ends_with(character)))
}

/// Chinese words of two characters with the same ending are two words of one kind: 微信 and 短信, 户号 and 编号. A slip
/// that sounds the same is likelier in the second: 截至 for 截止.
fn differs_in_meaning(written: &str, known: &str) -> bool {
    let mut written = written.chars();
    let mut known = known.chars();
    let firsts = (written.next(), known.next());
    let seconds = (written.next(), known.next());
    let is_pair =
        written.next().is_none() && known.next().is_none() && seconds.0.is_some() && seconds.1.is_some();
    is_pair
        && firsts.1.is_some_and(|first| !first.is_ascii())
        && firsts.0 != firsts.1
        && seconds.0 == seconds.1
}

#[cfg(test)]
mod tests {
    use super::super::{Key, children};
    use super::*;

    fn near(spelling: &str, parent: Key) -> Option<&'static str> {
        nearest(spelling, children(parent).iter().copied()).map(|word| word.en)
    }

    #[test]
    fn slips_of_the_pen_find_their_word() {
        assert_eq!(near("singer", Key::Contract), Some("signer"));
        assert_eq!(near("签属方", Key::Contract), Some("signer"));
        assert_eq!(near("Deadline", Key::Contract), Some("deadline"));
        assert_eq!(near("盖章", Key::Signer), Some("sign"));
        assert_eq!(near("签署方方", Key::Contract), Some("signer"));
        assert_eq!(near("签署方式", Key::Contract), None);
        assert_eq!(near("xyzzy", Key::Contract), None);
    }

    #[test]
    fn another_word_with_the_same_ending_is_no_slip() {
        assert_eq!(nearest_spelling("微信", ["短信", "人脸"]), None);
        assert_eq!(near("户号", Key::Contract), None);
        assert_eq!(near("截至", Key::Contract), Some("deadline"));
        assert_eq!(nearest_spelling("信短", ["短信"]), Some("短信"));
        assert_eq!(nearest_name("性名", ["姓名"]), Some("姓名"));
    }

    #[test]
    fn an_opposite_is_no_slip() {
        let orders = ["free", "不限", "sequential", "依次"];
        for opposite in
            ["不依次", "非依次", "无依次", "unsequential", "nonsequential", "non-sequential", "限"]
        {
            assert_eq!(nearest_spelling(opposite, orders), None, "{opposite}");
        }
        for opposite in ["on", "off", "不是", "不否", "是否", "非", "so"] {
            assert_eq!(nearest_spelling(opposite, ["yes", "是", "no", "否"]), None, "{opposite}");
        }
        assert_eq!(nearest_spelling("sequentail", orders), Some("sequential"));
        assert_eq!(nearest_spelling("依此", orders), Some("依次"));
        assert_eq!(nearest_spelling("yess", ["yes", "no"]), Some("yes"));
    }
}
