//! The file that was meant by a name that is not there: the same name but for what looks the same to a person.
//!
//! Full-width and half-width brackets, capitals, blanks, dashes of every kind, `\` for `/`, and the `.txt` that Notepad
//! adds. A name with other letters is another file, and is not looked for.

use std::path::{Path, PathBuf};

/// Folders with more entries are not searched.
const MOST: usize = 10_000;

/// The one file that a path comes to when its names are read so; `None` where there is none, or several.
pub fn near(path: &Path) -> Option<PathBuf> {
    let written = path.to_str()?.replace('\\', "/");
    let mut found = PathBuf::new();
    if written.starts_with('/') {
        found.push("/");
    }
    for name in written.split('/').filter(|name| !name.is_empty()) {
        let exact = found.join(name);
        found = if name == "." || name == ".." || exact.exists() {
            exact
        } else {
            found.join(only(&found, name)?)
        };
    }
    (found.is_file() && found != path).then_some(found)
}

/// The one entry of a folder that a name reads as.
fn only(folder: &Path, name: &str) -> Option<String> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let entries = std::fs::read_dir(folder).ok()?.take(MOST).flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let wanted = folded(name);
    let mut alike = names.filter(|entry| folded(entry) == wanted);
    match (alike.next(), alike.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}

/// A name without what people do not see or do not type alike.
fn folded(name: &str) -> String {
    let one = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0),
        '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' => None,
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        '“' | '”' => Some('"'),
        '‘' | '’' => Some('\''),
        c if c.is_whitespace() => None,
        c => Some(c),
    };
    let plain: String = name.chars().filter_map(one).flat_map(char::to_lowercase).collect();
    match plain.strip_suffix(".txt").filter(|rest| rest.ends_with(".qdc")) {
        Some(rest) => rest.to_owned(),
        None => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_the_same_is_found_where_it_is_the_only_one() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir(root.join("共用")).unwrap();
        for file in [
            "员工手册（2026版）.pdf",
            "劳动合同.PDF",
            "共用/当事方.qdc",
            "采购合同.qdc.txt",
            "甲.pdf",
            "甲.PDF",
        ] {
            std::fs::write(root.join(file), "").unwrap();
        }
        let near = |name: &str| {
            let found = near(&root.join(name))?;
            Some(found.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/"))
        };
        for (written, there) in [
            ("员工手册(2026版).pdf", Some("员工手册（2026版）.pdf")),
            ("员工手册 (2026版).pdf", Some("员工手册（2026版）.pdf")),
            ("劳动合同.pdf", Some("劳动合同.PDF")),
            ("共用\\当事方.qdc", Some("共用/当事方.qdc")),
            ("共用\\当事方.QDC", Some("共用/当事方.qdc")),
            ("采购合同.qdc", Some("采购合同.qdc.txt")),
            // Two are alike; another letter is another file; a folder is none.
            ("甲.Pdf", None),
            ("劳务合同.pdf", None),
            ("共 用", None),
        ] {
            assert_eq!(near(written).as_deref(), there, "{written}");
        }
    }
}
