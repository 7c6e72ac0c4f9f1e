//! Numbers and pages as people write them: `第三`, `①`, `8页`, `最后一页`, `1-8`.

use super::narrowed;

/// Words that count things: what is left without them is a number.
const COUNTED: &[&str] = &["页", "个", "位", "份", "张", "号", "次", "名", "人"];

/// A whole number with what people put around it: `第一`, `共8页`, `①`, `十二`. Not one that is written as it should be.
pub fn count_in_words(written: &str) -> Option<i64> {
    let narrow = narrowed(written);
    let bare = ["总共", "一共", "共", "第"].into_iter().find_map(|before| narrow.strip_prefix(before));
    let bare = bare.unwrap_or(&narrow).trim();
    let bare = COUNTED.iter().find_map(|after| bare.strip_suffix(after)).unwrap_or(bare).trim();
    (bare != narrow || !bare.starts_with(|c: char| c.is_ascii_digit())).then(|| numeral(bare)).flatten()
}

/// What a page is called in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageWords {
    One(i64),
    Last,
    /// `倒数第2页`; counted from 1, which is the last.
    FromEnd(i64),
    /// `每页`, `1-8`, `1、3`.
    Several,
}

/// One page or several, in words or as a range; `None` for what is no page.
pub fn page_words(written: &str) -> Option<PageWords> {
    if written.len() > 200 {
        return None;
    }
    let narrow = narrowed(written).to_lowercase();
    let plain: String = narrow.chars().filter(|c| !c.is_whitespace()).collect();
    one_page(&plain).or_else(|| {
        let parts = plain.split(['-', '~', '—', '–', '至', '到', '、', ',', '和', '及', '/', '+', '&']);
        let mut count = 0;
        for part in parts.filter(|part| !part.is_empty()) {
            one_page(part)?;
            count += 1;
        }
        (count > 1).then_some(PageWords::Several)
    })
}

fn one_page(plain: &str) -> Option<PageWords> {
    match plain {
        "每页" | "每一页" | "每张" | "各页" | "逐页" | "所有页" | "所有页面" | "全部" | "全部页"
        | "全部页面" | "每页都签" | "all" | "every" | "each" | "allpages" | "everypage" | "eachpage" =>
        {
            return Some(PageWords::Several);
        }
        "首页" | "首" | "first" | "firstpage" => return Some(PageWords::One(1)),
        "末页" | "末" | "尾页" | "最后" | "最后页" | "最后一页" | "最末页" | "末尾页" | "最末一页"
        | "last" | "lastpage" => {
            return Some(PageWords::Last);
        }
        _ => {}
    }
    if let Some(before) = plain.strip_prefix("last-") {
        return numeral(before).map(|before| PageWords::FromEnd(before.saturating_add(1)));
    }
    if let Some(rest) = plain.strip_prefix("倒数") {
        let number = rest.strip_prefix('第').unwrap_or(rest);
        return match numeral(number.strip_suffix('页').unwrap_or(number))? {
            1 => Some(PageWords::Last),
            from_end => Some(PageWords::FromEnd(from_end)),
        };
    }
    let number = plain.strip_prefix('第').unwrap_or(plain);
    numeral(number.strip_suffix('页').unwrap_or(number)).map(PageWords::One)
}

/// A whole number in figures, in Chinese numerals, or as one sign.
fn numeral(written: &str) -> Option<i64> {
    let mut characters = written.chars();
    let first = characters.next()?;
    if characters.next().is_none()
        && let Some(number) = sign(first)
    {
        return Some(number);
    }
    if written.bytes().all(|byte| byte.is_ascii_digit()) {
        return written.parse().ok();
    }
    chinese(written)
}

/// `①`, `⑴`, `⒈`, `㈠`, `㊀`, `Ⅰ`.
fn sign(c: char) -> Option<i64> {
    let from = |first: u32| i64::from(c as u32 - first + 1);
    Some(match c {
        '\u{2460}'..='\u{2473}' => from(0x2460),
        '\u{2474}'..='\u{2487}' => from(0x2474),
        '\u{2488}'..='\u{249B}' => from(0x2488),
        '\u{3220}'..='\u{3229}' => from(0x3220),
        '\u{3280}'..='\u{3289}' => from(0x3280),
        '\u{2160}'..='\u{216B}' => from(0x2160),
        _ => return None,
    })
}

/// Chinese numerals below ten thousand, plain or as written on cheques.
fn chinese(written: &str) -> Option<i64> {
    let (mut sum, mut digit, mut last_unit) = (0i64, None, i64::MAX);
    for c in written.chars() {
        let unit = match c {
            '十' | '拾' => 10,
            '百' | '佰' => 100,
            '千' | '仟' => 1000,
            _ => {
                let value = match c {
                    '零' | '〇' => 0,
                    '一' | '壹' => 1,
                    '二' | '两' | '贰' => 2,
                    '三' | '叁' => 3,
                    '四' | '肆' => 4,
                    '五' | '伍' => 5,
                    '六' | '陆' => 6,
                    '七' | '柒' => 7,
                    '八' | '捌' => 8,
                    '九' | '玖' => 9,
                    _ => return None,
                };
                // `一二`: two figures in a row are no number that counts.
                if digit.is_some_and(|digit| digit != 0) {
                    return None;
                }
                digit = Some(value);
                continue;
            }
        };
        if unit >= last_unit {
            return None;
        }
        last_unit = unit;
        sum += digit.take().filter(|digit| *digit != 0).unwrap_or(1) * unit;
    }
    Some(sum + digit.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_in_words() {
        for (written, number) in [
            ("第一", 1),
            ("①", 1),
            ("⑳", 20),
            ("8页", 8),
            ("共 8 页", 8),
            ("十二", 12),
            ("二十", 20),
            ("一百零三页", 103),
            ("第1个", 1),
            ("Ⅱ", 2),
            ("㈢", 3),
            ("第２", 2),
        ] {
            assert_eq!(count_in_words(written), Some(number), "{written}");
        }
        for other in ["8", "１２", "甲", "第", "一二", "页", "", "8天", "十十"] {
            assert_eq!(count_in_words(other), None, "{other}");
        }
    }

    #[test]
    fn pages_in_words() {
        use PageWords::*;
        for (written, pages) in [
            ("首页", One(1)),
            ("第8页", One(8)),
            ("第三页", One(3)),
            ("8页", One(8)),
            ("最后一页", Last),
            ("倒数第1页", Last),
            ("倒数第二页", FromEnd(2)),
            ("last-1", FromEnd(2)),
            ("每页", Several),
            ("all", Several),
            ("1-8", Several),
            ("1 至 8 页", Several),
            ("第1页—第8页", Several),
            ("1、末页", Several),
            ("1，3，５", Several),
        ] {
            assert_eq!(page_words(written), Some(pages), "{written}");
        }
        for other in ["-1", "甲", "", "-", "第页", "1-甲", "页"] {
            assert_ne!(page_words(other), Some(Several), "{other}");
        }
        assert_eq!(page_words("甲"), None);
    }
}
