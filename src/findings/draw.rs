//! A drawing of a finding: its message, its places in frames, its help. As miette's graphical handler draws it, which is the
//! referee of the tests, in a fraction of its time: every label of ours is on one line, and most sentences fit into one.

use std::fmt::{Display, Write as _};

use unicode_width::UnicodeWidthChar;

use super::excerpt::{Excerpts, Part, Shown};
use super::{Lang, Level};

/// Keeps quoted words whole while lines are broken, and is taken out afterwards. None
/// can come from elsewhere: in files and messages it is shown by name.
const JOINER: char = '\u{2060}';

/// The most characters of quoted words that are kept on one line.
const WHOLE: usize = 16;

/// Columns at the right that stay free, as in miette.
const MARGIN: usize = 2;

/// Colours that terminals map to what is legible on them, few of them: the level's for what is wrong, one for what it clashes
/// with and for help, grey for numbers and names.
#[derive(Debug, Clone, Copy)]
pub(super) struct Brush {
    pub level: Level,
    pub color: bool,
}

const HELP: &str = "36";
const QUIET: &str = "2";

impl Brush {
    fn code(self) -> &'static str {
        match self.level {
            Level::Error => "31",
            Level::Warning => "33",
            // Hints are quieter than help.
            Level::Hint => "34",
        }
    }

    /// Signs one column wide in every terminal; ⚠ and ☞ are drawn two wide in some.
    fn sign(self) -> &'static str {
        match self.level {
            Level::Error => "×",
            Level::Warning => "!",
            Level::Hint => "•",
        }
    }

    fn paint(self, out: &mut String, code: &str, text: impl Display) {
        // Writing to a string does not fail.
        let _ = match self.color {
            true => write!(out, "\x1b[{code}m{text}\x1b[0m"),
            false => write!(out, "{text}"),
        };
    }

    pub fn level_in_bold(self, out: &mut String, text: &str) {
        self.paint(out, &format!("{};1", self.code()), text);
    }

    pub fn help(self, out: &mut String, text: &str) {
        self.paint(out, HELP, text);
    }

    pub fn quiet(self, out: &mut String, text: &str) {
        self.paint(out, QUIET, text);
    }

    fn of(self, label: &Shown) -> &'static str {
        if label.primary { self.code() } else { HELP }
    }
}

/// What is drawn. Its texts are safe to show.
pub(super) struct Drawing<'a> {
    pub excerpts: &'a Excerpts,
    pub message: &'a str,
    pub help: Option<&'a str>,
    pub lang: Lang,
    /// Columns of the terminal.
    pub width: usize,
    pub brush: Brush,
}

impl Drawing<'_> {
    pub fn write(&self, out: &mut String) {
        let sign = |sign: &str| {
            let mut indent = String::from("  ");
            self.brush.paint(&mut indent, self.brush.code(), sign);
            indent + " "
        };
        self.sentence(out, self.message, (&sign(self.brush.sign()), &sign("│")), 4);
        for part in &self.excerpts.parts {
            self.part(out, part);
        }
        if let Some(help) = self.help {
            let mut label = String::new();
            // As wide in either language, so lines below it stay aligned.
            self.brush.help(&mut label, if self.lang == Lang::Zh { "  办法: " } else { "  help: " });
            self.sentence(out, help, (&label, "        "), 8);
        }
    }

    /// A sentence behind an indent of so many columns, on as many lines as it takes.
    fn sentence(&self, out: &mut String, text: &str, (first, rest): (&str, &str), indent: usize) {
        let width = self.width - MARGIN;
        if fits(text, width - indent) {
            out.extend([first, text, "\n"]);
            return;
        }
        let options = textwrap::Options::new(width).initial_indent(first).subsequent_indent(rest);
        let filled = textwrap::fill(&joined(text), options);
        out.extend(filled.chars().filter(|character| *character != JOINER));
        out.push('\n');
    }

    fn part(&self, out: &mut String, part: &Part) {
        let end = part.offset + part.text.len();
        let labels: Vec<&Shown> = self
            .excerpts
            .labels
            .iter()
            .filter(|label| part.offset <= label.start && label.start < end)
            .collect();
        let lines = part.text.bytes().filter(|byte| *byte == b'\n').count();
        let digits = (part.first_line + lines).max(1).ilog10() as usize + 1;
        let margin = digits + 2;
        let _ = write!(out, "{:margin$}╭─[", "");
        let place = format_args!("{}:{}:{}", part.name, part.position.line, part.position.column);
        self.brush.paint(out, QUIET, place);
        out.push_str("]\n");
        let mut offset = part.offset;
        for (index, line) in part.text.split_terminator('\n').enumerate() {
            out.push(' ');
            self.brush.paint(out, QUIET, format_args!("{:digits$}", part.first_line + index + 1));
            out.extend([" │ ", line, "\n"]);
            let next = offset + line.len() + 1;
            let here: Vec<&Shown> =
                labels.iter().copied().filter(|label| offset <= label.start && label.start < next).collect();
            if !here.is_empty() {
                self.underlines(out, line, offset, digits, &here);
            }
            offset = next;
        }
        let _ = writeln!(out, "{:margin$}╰────", "");
    }

    /// The labels of a line: their underlines, then their words, the last label first.
    fn underlines(&self, out: &mut String, line: &str, offset: usize, digits: usize, labels: &[&Shown]) {
        let _ = write!(out, " {:digits$} · ", "");
        let mut drawn = 0;
        let mut stems = Vec::with_capacity(labels.len());
        for label in labels {
            let column = |at: usize| columns(&line[..line.floor_char_boundary(at - offset)]);
            let start = column(label.start).max(drawn);
            let end = match label.length {
                0 => start + 1,
                length => column(label.start + length).max(start + 1),
            };
            let stem = (start + end) / 2;
            let mark = match (&label.words, label.length) {
                (_, 0) => '▲',
                (Some(_), _) => '┬',
                (None, _) => '─',
            };
            let (left, right) = (stem - start, end - stem - 1);
            let blanks = start.saturating_sub(drawn);
            let line = format_args!("{:blanks$}{:─<left$}{mark}{:─<right$}", "", "", "");
            self.brush.paint(out, self.brush.of(label), line);
            drawn = drawn.max(end);
            stems.push((*label, stem));
        }
        out.push('\n');
        for label in labels.iter().rev() {
            if let Some(words) = &label.words {
                self.words(out, digits, label, words, &stems);
            }
        }
    }

    /// The words of a label below its stem, beside the stems of those before it.
    fn words(&self, out: &mut String, digits: usize, label: &Shown, words: &str, stems: &[(&Shown, usize)]) {
        let _ = write!(out, " {:digits$} · ", "");
        let mut column = 0;
        for (other, stem) in stems {
            while column < *stem {
                out.push(' ');
                column += 1;
            }
            if (other.start, other.length, &other.words) == (label.start, label.length, &label.words) {
                let code = self.brush.of(label);
                let mut painted = String::new();
                self.brush.paint(&mut painted, code, words);
                self.brush.paint(out, code, format_args!("╰── {painted}"));
                out.push('\n');
                break;
            }
            self.brush.paint(out, self.brush.of(other), '│');
            column += 1;
        }
    }
}

/// The columns a text takes in a terminal.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(|character| character.width().unwrap_or(0)).sum()
}

/// Whether a text is one line as it is.
fn fits(text: &str, width: usize) -> bool {
    let has_room = text.len() <= width || columns(text) <= width;
    has_room && !text.is_empty() && !text.contains('\n') && text.trim() == text
}

/// Short quoted words made whole: Chinese may otherwise be broken after every character. Longer ones keep
/// their backticks and may be broken.
pub(super) fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for (index, part) in text.split('`').enumerate() {
        match index {
            0 => {}
            _ if index % 2 == 1 => out.extend(['`', JOINER]),
            _ => out.extend([JOINER, '`']),
        }
        if index % 2 == 1 && part.chars().nth(WHOLE).is_none() {
            out.extend(part.chars().flat_map(|character| [character, JOINER]));
        } else {
            out.push_str(part);
        }
    }
    out
}
