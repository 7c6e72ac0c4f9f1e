//! Files and standard input to sources.

use std::io::Read;
use std::path::Path;

use super::near::near;
use super::reach::{Beyond, follow_named, is_of_the_system};
use super::{Code, Failure};
use crate::findings::Words;
use crate::model::{Files, Model, Problem, ProblemKind};
use crate::privacy::{on_one_line, shell};
use crate::source::{FileId, Source, Span, Undecodable, decode};
use crate::syntax::{Broken, ProblemKind as TreeProblem};
use crate::words;

/// The name standard input is shown by.
pub const STDIN: &str = "<stdin>";

/// A file that is to be a contract.
pub fn read_source(path: &str) -> Result<(String, Vec<u8>), Failure> {
    let (name, bytes) = read(path)?;
    if path.ends_with(".json") && is_plan(&bytes) {
        let (path, quoted) = (on_one_line(path), shell::file(path));
        return Err(Failure::new(
            Code::Usage,
            words!(
                "{path} 是存下的计划，用 qdc send {quoted} 发送；要检查，请写生成它的 .qdc",
                "{path} is a saved plan: send it with `qdc send {quoted}`; to check, name the .qdc it was made of"
            ),
        ));
    }
    Ok((name, bytes))
}

/// Whether bytes are what `qdc plan -o` saves, of whatever version.
fn is_plan(bytes: &[u8]) -> bool {
    let plan: Result<serde_json::Value, _> = serde_json::from_slice(bytes);
    plan.is_ok_and(|plan| {
        ["version", "madeAt", "sources", "requests"].iter().all(|name| plan.get(name).is_some())
    })
}

/// The same, where standard input is shown by another name.
pub fn read_as(path: &str, stdin: &str) -> Result<(String, Vec<u8>), Failure> {
    let (name, bytes) = read_source(path)?;
    Ok((if path == "-" { stdin.to_owned() } else { name }, bytes))
}

/// A file's bytes; `-` is standard input. The name it is shown by comes with them.
pub fn read(path: &str) -> Result<(String, Vec<u8>), Failure> {
    if path == "-" {
        let mut bytes = Vec::new();
        return match std::io::stdin().lock().read_to_end(&mut bytes) {
            Ok(_) => Ok((STDIN.to_owned(), bytes)),
            Err(error) => Err(unreadable(STDIN, &error)),
        };
    }
    let place = Path::new(path);
    // Named, but a link leads on: perhaps where nobody looked.
    let followed = match place.is_symlink() && !is_of_the_system(place) {
        true => follow_named(place),
        false => Ok(place.to_owned()),
    };
    match followed.map(|place| read_some(&place)) {
        Ok(Ok(bytes)) => Ok((shown(place), bytes)),
        Ok(Err(error)) | Err(Beyond::System(error)) => Err(unreadable(path, &error)),
        Err(_) => {
            let path = on_one_line(path);
            Err(Failure::new(
                Code::FileUnreadable,
                words!(
                    "{path} 是链接，指向的不是同类的普通文件，没有读取",
                    "{path} is a link to what is not a regular file of its kind; it was not read"
                ),
            ))
        }
    }
}

/// What is no file may never end: more than any contract has is not waited for.
fn read_some(path: &Path) -> std::io::Result<Vec<u8>> {
    const MOST: u64 = 64 << 20;
    if std::fs::metadata(path)?.is_file() {
        return std::fs::read(path);
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(MOST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST {
        return Err(std::io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

/// A path as findings show it: without `./` at its head.
pub fn shown(path: &Path) -> String {
    let short = path.strip_prefix(".").unwrap_or(path);
    let path = if short.as_os_str().is_empty() { path } else { short };
    path.to_string_lossy().into_owned()
}

fn unreadable(path: &str, error: &std::io::Error) -> Failure {
    use std::io::ErrorKind;
    let words = match error.kind() {
        ErrorKind::NotFound => missing(path),
        ErrorKind::IsADirectory => words!("{path} 是文件夹", "{path} is a folder"),
        ErrorKind::FileTooLarge => {
            words!("{path} 不是普通文件，也没有尽头", "{path} is no regular file, and has no end")
        }
        ErrorKind::PermissionDenied => words!("没有权限读取 {path}", "no permission to read {path}"),
        _ => {
            let Words { zh, en } = Words::of_io(error);
            words!("无法读取 {path}：{zh}", "cannot read {path}: {en}")
        }
    };
    let is_missing = error.kind() == ErrorKind::NotFound;
    Failure::new(if is_missing { Code::FileNotFound } else { Code::FileUnreadable }, words)
}

/// That a file is not there; and the one that was meant, where there is one.
pub fn missing(path: &str) -> Words {
    match near(Path::new(path)) {
        Some(near) => {
            let near = shell::file(&shown(&near));
            words!("找不到文件 {path}，是不是 {near}？", "there is no file {path}; did you mean {near}?")
        }
        None => words!("找不到文件 {path}", "there is no file {path}"),
    }
}

/// Why the system refused, in both languages where it is a common reason.
pub fn system(error: &std::io::Error) -> Words {
    match error.kind() {
        std::io::ErrorKind::PermissionDenied => words!("没有权限", "permission denied"),
        std::io::ErrorKind::IsADirectory => words!("是文件夹", "it is a folder"),
        _ => Words::of_io(error),
    }
}

/// Why bytes are no text, in a sentence.
pub fn undecodable(name: &str, why: Undecodable) -> Words {
    match why {
        Undecodable::Utf16 => words!(
            "{name} 是 UTF-16（记事本里叫 Unicode）编码；请另存为 UTF-8",
            "{name} is UTF-16 (Notepad's \"Unicode\"); save it as UTF-8"
        ),
        Undecodable::NotUtf8 { line, likely } => words!(
            "{name} 不是 UTF-8 编码（从第 {line} 行起），多半是 {likely}（记事本里叫 ANSI）；请另存为 UTF-8",
            "{name} is not UTF-8 (from line {line} on), most likely {likely}; save it as UTF-8"
        ),
        Undecodable::Document(kind) => {
            words!("{name} 是 {kind} 文件，不是文本", "{name} is a {kind} file and no text")
        }
        Undecodable::TooLarge => words!("{name} 太大（4 GiB 以上）", "{name} is too large (4 GiB or more)"),
    }
}

/// A file understood; one that is no text is a model with that one problem.
pub fn model(
    name: String,
    bytes: Vec<u8>,
    files: &dyn Files,
    given: &std::collections::BTreeMap<String, String>,
) -> Model {
    match decode(bytes) {
        Ok(text) => Model::read(Source::new(name, text), files, given),
        Err(why) => {
            let mut model = Model::read(Source::new(name, ""), files, &Default::default());
            let kind = ProblemKind::Tree(TreeProblem::Broken(Broken::Encoding(why)));
            model.problems.push(Problem { span: Span::new(FileId(0), 0, 0), kind });
            model
        }
    }
}
