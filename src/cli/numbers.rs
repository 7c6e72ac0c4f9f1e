//! Arguments that are a whole number: what is wrong with one is said in the user's language.

use std::ops::RangeInclusive;

use crate::findings::Lang;
use crate::vocabulary::narrowed;

/// A parser of whole numbers of a range. One without an end is told by its beginning alone. Full-width digits are read.
pub fn number<T>(
    lang: Lang,
    range: RangeInclusive<T>,
) -> impl Fn(&str) -> Result<T, String> + Clone + Send + Sync + 'static
where
    T: TryFrom<u64> + Copy + PartialOrd + std::fmt::Display + Send + Sync + 'static,
{
    move |written| {
        let number = narrowed(written.trim()).parse::<u64>().ok().and_then(|number| T::try_from(number).ok());
        number.filter(|number| range.contains(number)).ok_or_else(|| wanted(lang, &range))
    }
}

/// More than this is no limit that anybody would look for.
const ENDLESS: u64 = 1_000_000;

fn wanted<T: Copy + std::fmt::Display>(lang: Lang, range: &RangeInclusive<T>) -> String {
    let (least, most) = (range.start(), range.end().to_string());
    let is_endless = most.parse::<u64>().is_ok_and(|most| most > ENDLESS);
    match (lang, is_endless) {
        (Lang::Zh, true) => format!("要写整数，最小是 {least}"),
        (Lang::Zh, false) => format!("要写 {least} 到 {most} 之间的整数"),
        (Lang::En, true) => format!("it must be a whole number, at least {least}"),
        (Lang::En, false) => format!("it must be a whole number from {least} to {most}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_the_range_is_taken_in_either_width() {
        let year = number::<i16>(Lang::Zh, 2000..=2999);
        assert_eq!((year("2026"), year("２０２６")), (Ok(2026), Ok(2026)));
    }

    #[test]
    fn what_is_wanted_is_said_in_the_users_language() {
        let limit = number::<u32>(Lang::En, 1..=u32::MAX);
        let (year, port) = (number::<i16>(Lang::Zh, 2000..=2999), number::<u16>(Lang::En, 0..=u16::MAX));
        for written in ["", "26", "二〇二六", "-2026", "2026.5", "99999999999999999999999"] {
            assert_eq!(year(written), Err("要写 2000 到 2999 之间的整数".to_owned()), "{written}");
        }
        assert_eq!(limit("0"), Err("it must be a whole number, at least 1".to_owned()));
        assert_eq!(port("65536"), Err("it must be a whole number from 0 to 65535".to_owned()));
    }
}
