//! An application's key or secret, written down where others will read it.

use super::Context;
use crate::findings::{Finding, Group, Level, Rule};
use crate::model::ProblemKind;
use crate::source::{FileId, Span};
use crate::syntax::ProblemKind as Tree;
use crate::vocabulary::is_secret_word;
use crate::words;

pub static RULE: Rule = Rule {
    name: "literal-secret",
    level: Level::Error,
    group: Group::Lint,
    platform: None,
    title: ("文件里写了密钥", "a key or secret is written in the file"),
    why: (
        "应用的 AppKey、AppSecret 或令牌写在文件里，就会随文件进入版本库、邮件和聊天；拿到它的人可以用你的名义发起合同。\
         删去它，从环境变量或系统钥匙串读取，并在平台上把它换掉：写出来过的密钥就算已经泄露。",
        "An app key, secret or token in a file travels with it into version control, mails and chats, and whoever \
         has it can start contracts in your name. Remove it, have it read from the environment or the system keyring, and \
         replace it on the platform: a secret once written down counts as known.",
    ),
    wrong: r#"contract "渠道代理协议" {
    code      "CH-2026-012"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms { sign main page 1 at (280, 420) }
    redirect "https://oa.example.com/done?appSecret=9f86d081884c7d659a2feaa0c55ad015"
}
"#,
    right: r#"contract "渠道代理协议" {
    code      "CH-2026-012"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms { sign main page 1 at (280, 420) }
    redirect "https://oa.example.com/done"
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut reported = std::collections::HashSet::new();
    for (span, kind) in cx.problems() {
        if let ProblemKind::Tree(Tree::LiteralSecret) = kind {
            reported.insert((span.file, cx.model.sources[span.file].line_of(span.start as usize)));
            findings.push(finding(span, cx.model.sources.slice(span)));
        }
    }
    for (file, source) in cx.model.sources.iter() {
        for found in scan(file, source.text()) {
            // The whole line of a statement that is no keyword was reported by its first word.
            if !reported.contains(&(file, source.line_of(found.start as usize))) {
                findings.push(finding(found, cx.model.sources.slice(found)));
            }
        }
    }
}

fn finding(span: Span, word: &str) -> Finding {
    Finding::new(
        &RULE,
        span,
        words!("`{word}` 的值写在了文件里", "the value of `{word}` is written in the file"),
    )
    .help(words!(
        "删去它，从环境变量或系统钥匙串读取，并在平台上换一个新的",
        "remove it, have it read from the environment or the keyring, and replace it on the platform"
    ))
}

/// The shortest value taken for a secret.
const SHORTEST: usize = 16;

/// The words for secrets in any text that a value follows, such as `appSecret = "…"` and `密钥：…`.
/// The spans are of the words, never of the values.
pub fn scan(file: FileId, text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut rest = 0;
    // Every value follows one of these, so words are looked at only there.
    while let Some(at) = text[rest..].find([':', '=', '：', '＝']).map(|at| rest + at) {
        let sign = text[at..].chars().next().map_or(1, char::len_utf8);
        if let Some(word) = word_before(text, rest, at)
            && is_secret_word(&text[word.clone()])
            && has_secret_value(&text[at + sign..])
        {
            found.push(Span::new(file, word.start, word.end));
        }
        rest = at + sign;
    }
    found
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.')
}

/// The word that ends before `end`, blanks and quotation marks between left out; not before `start`.
fn word_before(text: &str, start: usize, end: usize) -> Option<std::ops::Range<usize>> {
    let before = text[start..end].trim_end_matches([' ', '\t', '"', '\'', '”', '“', '*', '`']);
    let word = before.trim_end_matches(is_word);
    let range = start + word.len()..start + before.len();
    // Long runs of letters are no word; looking only this far keeps the comparison short.
    (!range.is_empty() && range.len() <= 64).then_some(range)
}

/// Whether what follows looks made by a machine: long, of one piece, with letters and digits.
fn has_secret_value(after: &str) -> bool {
    let value = after.trim_start_matches([' ', '\t', '"', '\'', '“', '”', '`', '=', ':']);
    // One that is read from elsewhere, such as `${APP_SECRET}`, has other characters in front.
    let value = value.as_bytes();
    let length = value.iter().take(512).take_while(|b| b.is_ascii_alphanumeric() || b"+/=_-".contains(b)).count();
    let value = &value[..length];
    length >= SHORTEST
        && value.iter().any(u8::is_ascii_digit)
        && value.iter().any(u8::is_ascii_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        scan(FileId(0), text).into_iter().map(|span| &text[span.range()]).collect()
    }

    #[test]
    fn secrets_are_found_by_their_word_and_their_look() {
        assert_eq!(words("appSecret = \"9f86d081884c7d65\""), ["appSecret"]);
        assert_eq!(words("// 密钥：9f86d081884c7d659a2f"), ["密钥"]);
        assert_eq!(words("{\"app-key\": \"AbCdEf1234567890\"}"), ["app-key"]);
        assert_eq!(words("a = 1\nX.secret='x9f86d081884c7d65'"), Vec::<&str>::new());
        assert_eq!(words("secret='x9f86d081884c7d65'"), ["secret"]);
    }

    #[test]
    fn what_is_no_secret() {
        for text in [
            "appSecret = ${QD_APP_SECRET}",
            "appSecret: 从环境变量读取",
            "app-secret = \"env:QIANDUN_APP_SECRET\"",
            "secret = \"short1\"",
            "code \"241212171254RkztvLle\"",
            "silent: 9f86d081884c7d659a2f",
            ":=::==",
        ] {
            assert_eq!(words(text), Vec::<&str>::new(), "{text}");
        }
    }
}
