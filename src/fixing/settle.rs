//! What every edit keeps, whatever the rule wrote: the file's own line ends, its byte order mark and its last line end.

use crate::findings::{Change, Edit};
use crate::source::{FileId, Sources};

/// How the lines of a text end: as most of them do, `\n` where none does.
pub fn line_end(text: &str) -> &'static str {
    let (mut lf, mut crlf) = (0_usize, 0_usize);
    for at in memchr::memchr_iter(b'\n', text.as_bytes()) {
        match text[..at].ends_with('\r') {
            true => crlf += 1,
            false => lf += 1,
        }
    }
    if crlf > lf { "\r\n" } else { "\n" }
}

/// Brings edits into the shape of the files they are for.
pub struct Settler<'a> {
    sources: &'a Sources,
    /// The line end of each file, once it was looked for.
    line_ends: Vec<Option<&'static str>>,
}

impl<'a> Settler<'a> {
    pub fn new(sources: &'a Sources) -> Self {
        Self { sources, line_ends: vec![None; sources.iter().count()] }
    }

    /// Puts the changes in order, out of line ends and behind the byte order mark, and gives their text the line ends
    /// of its file.
    pub fn settle(&mut self, edit: &mut Edit) {
        for change in &mut edit.changes {
            self.change(change);
        }
        edit.changes.sort_by_key(|change| change.span);
        if let [change] = &mut edit.changes[..]
            && change.text.is_empty()
        {
            self.whole_line(change);
        }
    }

    /// A line on which nothing is left goes with what was on it.
    fn whole_line(&self, change: &mut Change) {
        let Some((_, source)) = self.sources.iter().nth(change.span.file.0 as usize) else { return };
        let range = change.span.range();
        let line = source.line_range(source.line_of(range.start));
        let (Some(before), Some(after)) =
            (source.text().get(line.start..range.start), source.text().get(range.end..line.end))
        else {
            return;
        };
        let before = before.trim_start_matches('\u{FEFF}');
        if !range.is_empty() && before.trim().is_empty() && after.trim().is_empty() {
            let end = &source.text()[line.end..];
            let end = if end.starts_with("\r\n") { 2 } else { usize::from(end.starts_with('\n')) };
            change.span.start -= before.len() as u32;
            change.span.end = (line.end + end) as u32;
        }
    }

    fn change(&mut self, change: &mut Change) {
        let FileId(file) = change.span.file;
        let Some((_, source)) = self.sources.iter().nth(file as usize) else { return };
        let text = source.text();
        let is_insertion = change.span.start == change.span.end;
        change.span.start = place(text, change.span.start);
        change.span.end = place(text, change.span.end);
        if is_insertion {
            // A last line that has an end keeps it: what comes behind it comes before its end.
            let end = text.len() as u32;
            if change.span.end == end && change.text.starts_with('\n') && text.ends_with('\n') {
                let before = place(text, end - 1);
                change.span.start = before;
                change.span.end = before;
            }
        }
        if change.text.contains('\n') {
            let ends = &mut self.line_ends[file as usize];
            let end = *ends.get_or_insert_with(|| line_end(text));
            change.text = change.text.replace("\r\n", "\n").replace('\n', end);
        }
    }
}

/// A place that is neither between the two characters of a line end nor before the byte order mark.
fn place(text: &str, at: u32) -> u32 {
    let mark = '\u{FEFF}'.len_utf8() as u32;
    let bytes = text.as_bytes();
    let index = at as usize;
    match () {
        () if at < mark && text.starts_with('\u{FEFF}') => mark,
        () if index > 0 && bytes.get(index - 1..=index) == Some(b"\r\n") => at - 1,
        () => at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::Words;
    use crate::source::{Source, Span};

    fn settled(text: &str, start: usize, end: usize, new: &str) -> (u32, u32, String) {
        let mut sources = Sources::default();
        let file = sources.add(Source::new("a.qdc", text));
        let change = Change::new(Span::new(file, start, end), new);
        let mut edit = Edit { title: Words::default(), changes: vec![change], safe: true };
        Settler::new(&sources).settle(&mut edit);
        let change = edit.changes.remove(0);
        (change.span.start, change.span.end, change.text)
    }

    #[test]
    fn line_ends_are_the_files_own_and_stay_whole() {
        assert_eq!(settled("a\r\nb\r\n", 2, 2, "\n}"), (1, 1, "\r\n}".into()));
        assert_eq!(settled("a\nb", 1, 1, "\n}"), (1, 1, "\n}".into()));
        assert_eq!(settled("a\nb\r\nc\n", 1, 1, "\r\n}"), (1, 1, "\n}".into()), "as most lines end");
        assert_eq!(settled("a\r\n", 0, 2, "x"), (0, 1, "x".into()));
    }

    #[test]
    fn a_line_on_which_nothing_is_left_goes_too() {
        assert_eq!(settled("a\r\n  } \r\nb", 5, 6, ""), (3, 9, String::new()));
        assert_eq!(settled("\u{feff} }", 4, 5, ""), (3, 5, String::new()));
        assert_eq!(settled("a }\n", 2, 3, ""), (2, 3, String::new()));
        assert_eq!(settled("}\n", 0, 0, ""), (0, 0, String::new()));
    }

    #[test]
    fn the_byte_order_mark_and_the_last_line_end_are_kept() {
        assert_eq!(settled("\u{feff}a", 0, 3, ""), (3, 3, String::new()));
        assert_eq!(settled("a {\r\n", 5, 5, "\n}"), (3, 3, "\r\n}".into()));
        assert_eq!(settled("a {", 3, 3, "\n}"), (3, 3, "\n}".into()));
    }
}
