//! Paths as programs expect them: from the folder of the run on, with `/` between folders.

use std::borrow::Cow;

/// The folder that paths in reports start at, by each absolute path it is known by.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Base(Vec<String>);

impl Base {
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let folder = |name: &'a str| format!("{}/", slashed(name, cfg!(windows)).trim_end_matches('/'));
        Self(names.into_iter().map(folder).collect())
    }

    /// A file's path from the base on. One that lies elsewhere stays as it was given.
    pub fn relative<'a>(&self, name: &'a str) -> Cow<'a, str> {
        let within = |name: &str| self.0.iter().find(|base| name.starts_with(*base)).map_or(0, String::len);
        let slashed = slashed(name, cfg!(windows));
        if slashed.split('/').any(|part| part == "..")
            && let Some(base) = self.0.first()
        {
            // From the base on, since `../repo/a.qdc` may lie in it.
            let whole = if slashed.starts_with('/') {
                straight(&slashed)
            } else {
                straight(&format!("{base}{slashed}"))
            };
            let start = within(&whole);
            return if start > 0 { whole[start..].to_owned().into() } else { slashed };
        }
        match slashed {
            Cow::Borrowed(name) => name[within(name)..].into(),
            Cow::Owned(name) => name[within(&name)..].to_owned().into(),
        }
    }
}

/// A whole path without the steps that lead back.
fn straight(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." if parts.len() > 1 => drop(parts.pop()),
            ".." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Elsewhere than on Windows a `\\` is a character of a name.
fn slashed(path: &str, windows: bool) -> Cow<'_, str> {
    if windows && path.contains('\\') { path.replace('\\', "/").into() } else { path.into() }
}

/// A path as a URI, relative where it is. Bytes outside of what every URI may hold are written `%XX`.
pub(super) fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let drive =
        path.as_bytes().get(1) == Some(&b':') && path.starts_with(|first: char| first.is_ascii_alphabetic());
    if path.starts_with("//") {
        // A share of another machine.
        out.push_str("file:");
    } else if path.starts_with('/') {
        out.push_str("file://");
    } else if drive && path.as_bytes().get(2) == Some(&b'/') {
        out.push_str("file:///");
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(byte.into())
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_start_at_the_base() {
        let base = Base::new(["/home/me/合同", "/work/合同"]);
        assert_eq!(base.relative("/home/me/合同/甲.qdc"), "甲.qdc");
        assert_eq!(base.relative("/work/合同/hr/甲.qdc"), "hr/甲.qdc");
        assert_eq!(base.relative("/work/合同书/甲.qdc"), "/work/合同书/甲.qdc");
        assert_eq!(base.relative("hr/甲.qdc"), "hr/甲.qdc");
        assert_eq!(base.relative("../甲.qdc"), "../甲.qdc");
        assert_eq!(base.relative("../合同/hr/../甲.qdc"), "甲.qdc");
        assert_eq!(base.relative("/home/me/x/../合同/甲.qdc"), "甲.qdc");
        assert_eq!(Base::new(["/"]).relative("/a.qdc"), "a.qdc");
        assert_eq!(Base::default().relative("/a.qdc"), "/a.qdc");
        assert_eq!((slashed(r"a\b", true), slashed(r"a\b", false)), ("a/b".into(), r"a\b".into()));
    }

    #[test]
    fn uris_hold_nothing_but_what_uris_may() {
        assert_eq!(uri("hr/甲 #1%.qdc"), "hr/%E7%94%B2%20%231%25.qdc");
        assert_eq!(uri("a:b.qdc"), "a%3Ab.qdc");
        assert_eq!(uri("/tmp/a.qdc"), "file:///tmp/a.qdc");
        assert_eq!(uri("C:/a.qdc"), "file:///C%3A/a.qdc");
        assert_eq!(uri("//host/share/a.qdc"), "file://host/share/a.qdc");
        assert_eq!(uri("<stdin>"), "%3Cstdin%3E");
    }
}
