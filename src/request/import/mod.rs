//! A contract-start JSON body back to a `.qdc` file.
//!
//! Lives here: reading the body with the place of every member ([`json`]), what its members mean
//! ([`body`]), and the proof that the file compiles back to it. Nothing is dropped in silence: what the
//! language cannot say is named, every such thing in one run.

mod body;
mod halves;
mod json;
mod number;
mod proof;
mod values;

use crate::draft::Draft;
use crate::findings::{Lang, Words};
use crate::privacy::on_one_line;
use crate::words;
use halves::Halves;

/// How to import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ImportOptions {
    /// The language of keywords and document names.
    pub lang: Lang,
    /// Leaves out what the language cannot say and lists it in comments at the head of the file, instead of
    /// refusing.
    pub lossy: bool,
}

/// Something in a body that a file cannot say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportProblem {
    /// Which member: a JSON pointer, empty for the whole body.
    pub pointer: String,
    /// Where it stands, from 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    pub message: Words,
}

/// The `.qdc` text of a body of `POST /open/contract/start` (通过文件发起合同). It compiles back to the same
/// JSON, except under `lossy`.
///
/// # Errors
/// Everything that keeps the file from saying the same, in order of place; text that is no JSON, or
/// of which nothing can be kept, even under `lossy`.
///
/// ```
/// use qdc::request::{ImportOptions, import};
///
/// let body = r#"{"signFileType": "PDF", "docs": [], "colour": "red"}"#;
/// let problems = import(body, ImportOptions::default()).unwrap_err();
/// assert!(problems.iter().any(|problem| problem.pointer == "/colour" && problem.column == 37));
/// ```
pub fn import(body: &str, options: ImportOptions) -> Result<String, Vec<ImportProblem>> {
    let mut found = json::Found::default();
    let halves = Halves::of(body);
    let readable = halves.replaced_in(body);
    let draft = match json::Node::root(&readable) {
        Ok(root) => body::draft(root, body, &halves, options.lang, &mut found),
        Err((offset, message)) => {
            found.add(offset, String::new(), message);
            return Err(found.placed(body));
        }
    };
    let holds_nothing = holds_nothing(&draft);
    if options.lossy && holds_nothing && !found.is_empty() {
        found.add(0, String::new(), nothing_left());
    }
    let text = draft.text(options.lang);
    if found.is_empty() {
        proof::compiles_back(&text, body, &mut found);
    }
    let problems = found.placed(body);
    match (problems.is_empty(), options.lossy && !holds_nothing) {
        (true, _) => Ok(text),
        (false, true) => Ok(left_out(&problems, options.lang) + &text),
        (false, false) => Err(problems),
    }
}

/// Whether neither anybody nor anything to sign is left: a file of that is no import, whatever may be left out.
fn holds_nothing(draft: &Draft) -> bool {
    draft.title.is_empty()
        && draft.code.is_none()
        && draft.initiator.is_none()
        && draft.documents.is_empty()
        && draft.attachments.is_empty()
        && draft.signers.is_empty()
}

fn nothing_left() -> Words {
    words!(
        "省略下面这些之后什么也不剩，没有可写的合同",
        "with all of the following left out nothing remains to make a contract of"
    )
}

/// Comments that say what is missing from the file.
fn left_out(problems: &[ImportProblem], lang: Lang) -> String {
    let mut head = match lang {
        Lang::Zh => "// 导入时省略了以下内容：\n".to_owned(),
        Lang::En => "// Left out in importing:\n".to_owned(),
    };
    for problem in problems {
        // Members may be named by anything, line ends included.
        let (pointer, message) = (on_one_line(&problem.pointer), on_one_line(problem.message.get(lang)));
        let (line, column) = (problem.line, problem.column);
        head += &format!("// {line}:{column} {pointer} {message}\n");
    }
    head.push('\n');
    head
}

#[cfg(test)]
mod tests;
