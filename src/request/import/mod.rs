//! A contract-start JSON body back to a `.qdc` file.
//!
//! Lives here: reading the body with the place of every member ([`json`]), what its members mean
//! ([`body`]), and the proof that the file compiles back to it. Nothing is dropped in silence: what the
//! language cannot say is named, every such thing in one run.

mod body;
mod json;
mod number;
mod proof;
mod values;

use crate::findings::{Lang, Words};
use crate::privacy::on_one_line;

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
/// Everything that keeps the file from saying the same, in order of place; text that is no JSON even under
/// `lossy`.
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
    let draft = match json::Node::root(body) {
        Ok(root) => body::draft(root, options.lang, &mut found),
        Err((offset, message)) => {
            found.add(offset, String::new(), message);
            return Err(found.placed(body));
        }
    };
    let text = draft.text(options.lang);
    if found.is_empty() {
        proof::compiles_back(&text, body, &mut found);
    }
    let problems = found.placed(body);
    // What is no object at all says nothing of a contract, whatever may be left out.
    let is_object = body.trim_start().starts_with('{');
    match (problems.is_empty(), options.lossy && is_object) {
        (true, _) => Ok(text),
        (false, true) => Ok(left_out(&problems, options.lang) + &text),
        (false, false) => Err(problems),
    }
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
