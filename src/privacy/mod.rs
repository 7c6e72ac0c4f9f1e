//! What may be shown of a text that comes from outside: a file's words and name, a platform's answer, an
//! error of the system, a record.
//!
//! The ground: knows characters and numbers, nothing of contracts. Three questions have their one answer here: which
//! characters are never shown as they are ([`visible`]), which numbers are masked ([`personal`]), and how a name is written
//! in a command that is to be copied ([`shell`]).

pub mod personal;
pub mod shell;
pub mod visible;

pub use personal::{mask, mask_name, numbers_masked};
pub use visible::{in_json, of_a_file, on_one_line, over_lines};

/// A text from outside on one line, with ID numbers and mobile numbers masked. Account ids are often ID numbers: the
/// platform's own sample has one.
pub fn shown(text: &str) -> String {
    on_one_line(&numbers_masked(text)).into_owned()
}

/// A message in which a text of ours was filled with others: it has line ends only where ours has, and no number of a
/// person.
pub fn prose(ours: &str, filled: String) -> String {
    let filled = if personal::hidden(&filled).is_empty() { filled } else { numbers_masked(&filled) };
    let shown = if ours.contains('\n') { over_lines(&filled) } else { on_one_line(&filled) };
    match shown {
        std::borrow::Cow::Borrowed(_) => filled,
        std::borrow::Cow::Owned(shown) => shown,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_message_of_one_line_stays_one() {
        assert_eq!(super::prose("no file {path}", "no file a\n\u{1b}b".to_owned()), "no file a␊␛b");
        assert_eq!(super::prose("one\ntwo {x}", "one\ntwo \u{1b}".to_owned()), "one\ntwo ␛");
    }

    #[test]
    fn what_is_shown_is_masked_and_on_one_line() {
        assert_eq!(super::shown("430100201510111541\n\u{1b}[31m"), "430*************41␊␛[31m");
    }
}
