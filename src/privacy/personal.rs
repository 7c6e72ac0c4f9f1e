//! Numbers that point at a person, made short.

/// The text with ID numbers and mobile numbers masked, wherever they stand in it.
pub fn numbers_masked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let check_letter = digits == 17 && rest[17..].starts_with(['x', 'X']);
        let run = &rest[..digits + usize::from(check_letter)];
        let personal = run.len() == 18 || (run.len() == 11 && run.starts_with('1'));
        if personal {
            out.push_str(&mask(run))
        } else {
            out.push_str(run)
        }
        rest = &rest[run.len()..];
    }
    out.push_str(rest);
    out
}

/// Keeps a little at both ends of a long text, nothing of a short one.
pub fn mask(text: &str) -> String {
    let count = text.chars().count();
    let (head, tail) = match count {
        0 => return String::new(),
        1..=2 => (0, 0),
        3..=5 => (1, 0),
        6..=10 => (1, 1),
        _ => (3, 2),
    };
    text.chars().enumerate().map(|(at, c)| if at < head || at + tail >= count { c } else { '*' }).collect()
}

/// A person's name with its first character alone, by which somebody who knows whom to expect can check it: `李*`.
pub fn mask_name(name: &str) -> String {
    let name = name.trim();
    let is_long = name.chars().count() > 1;
    name.chars().enumerate().map(|(at, c)| if at == 0 && is_long { c } else { '*' }).collect()
}

#[cfg(test)]
mod tests {
    use super::{mask_name, numbers_masked};

    #[test]
    fn a_name_keeps_its_first_character() {
        assert_eq!(mask_name("李伟"), "李*");
        assert_eq!(mask_name(" 欧阳 娜娜"), "欧****");
        assert_eq!((mask_name("李"), mask_name("")), ("*".to_owned(), String::new()));
    }

    #[test]
    fn personal_numbers_are_not_shown() {
        assert_eq!(numbers_masked("编号 430100201510111541。"), "编号 430*************41。");
        assert_eq!(numbers_masked("43010020151011154X"), "430*************4X");
        assert_eq!(numbers_masked("电话13800138000"), "电话138******00");
        assert_eq!(numbers_masked("FC_20241212171254Rkz"), "FC_20241212171254Rkz");
        assert_eq!(numbers_masked("2591540368898105360"), "2591540368898105360");
        assert_eq!(numbers_masked("一\n\u{1b}二"), "一\n\u{1b}二");
    }
}
