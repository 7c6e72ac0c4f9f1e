//! Words of others in commands that people copy into a shell.
//!
//! Whatever a file is called, what is pasted runs the command that was advised and no other: a name stays one word, is
//! no option, and holds nothing that the shell, the terminal or the eye would take for something else.

use std::fmt::Write as _;

use super::on_one_line;

/// A file's name. One that begins like an option is written from its folder on.
pub fn file(name: &str) -> String {
    if name.starts_with('-') && name.len() > 1 { word(&format!("./{name}")) } else { word(name) }
}

/// One word. Quoted where a POSIX shell could read more into it; as `$'…'` where it holds what is not shown, which bash,
/// zsh, ksh and POSIX.1-2024 understand.
pub fn word(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:@+,".contains(c);
    if on_one_line(text) != text {
        return in_bytes(text);
    }
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// All but letters and digits of ASCII as octal numbers: three digits mean the same in every shell.
fn in_bytes(text: &str) -> String {
    let mut out = String::from("$'");
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'/' => out.push(byte.into()),
            // INVARIANT: writing to a string does not fail.
            _ => drop(write!(out, "\\{byte:03o}")),
        }
    }
    out + "'"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_names_stay_as_they_are() {
        for plain in ["合同/甲.qdc", "a-b_c.qdc", "CG-2026,1", "-"] {
            assert_eq!(file(plain), plain);
        }
        assert_eq!(file("--resend"), "./--resend");
        assert_eq!(word(""), "''");
    }

    /// A shell is asked: it hands on the one word that was meant.
    #[cfg(unix)]
    #[test]
    fn a_shell_reads_back_the_same_word() {
        let all: String =
            (1..0x250).chain([0x200b, 0x202e, 0x2028, 0xfeff, 0xe0041]).filter_map(char::from_u32).collect();
        let words = [
            "a b",
            "a'b",
            "$(touch x)",
            "`id`;#&|<>*?~!",
            "甲\u{202e}乙",
            "\x1b]52;c;eA==\x07",
            "a\nb",
            &all,
            "\"\\",
        ];
        for shell in ["sh", "bash", "zsh", "ksh"] {
            for expected in words {
                let quoted = word(expected);
                // Not every `sh` knows `$'…'` yet.
                if shell == "sh" && quoted.starts_with('$') {
                    continue;
                }
                let script = format!("printf %s {quoted}");
                let Ok(output) = std::process::Command::new(shell).args(["-c", &script]).output() else {
                    continue;
                };
                assert_eq!(String::from_utf8_lossy(&output.stdout), expected, "{shell} {quoted}");
                assert_eq!(on_one_line(&quoted), quoted);
            }
        }
    }
}
