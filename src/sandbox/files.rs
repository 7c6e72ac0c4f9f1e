//! `POST /open/template/file/create` (基于模板生成文件, api-247307157), and uploading, whose path is not public.

use serde_json::{Value, json};
use uuid::Uuid;

use super::SHANGHAI;
use super::answer::{Outcome, Refused, parameter};
use super::event::{Event, StoredFile};
use super::seed::FileKind;
use super::shape::Node;
use super::start::is_supported;
use super::world::World;

pub fn from_template(world: &mut World, strict: bool, base: &str, body: &Value) -> Outcome {
    let body = Node::root(body)?;
    let template = body.get("docTemplateId").text()?;
    let name = body.get("fileName").filled()?;
    // It may be empty: a template without fields.
    let components = body.get("components");
    if components.value().is_none() {
        return components.wrong("缺失");
    }
    for component in components.items()? {
        let component = component.object()?;
        component.get("componentId").text()?;
        let key = component.get("componentKey");
        if key.maybe_text()?.is_none() {
            return key.wrong("缺失");
        }
    }
    match world.template(template) {
        None if strict => return Err(Refused::Code("oc_40024")),
        Some(true) => return Err(Refused::Code("oc_30008")),
        _ => {}
    }
    let code = file_code();
    let name = name.map_or_else(|| Uuid::new_v4().simple().to_string(), str::to_owned);
    let answer = json!({ "fileCode": code, "fileName": name, "fileUrl": format!("{base}/files/{code}") });
    world.commit(Event::FileMade(StoredFile { file_code: code, kind: FileKind::Pdf, pages: None }))?;
    Ok(answer)
}

/// Takes a file of a multipart form. Its form field is not documented: any part with a file name will do.
pub fn upload(world: &mut World, content_type: &str, body: &[u8]) -> Outcome {
    let Some(boundary) = boundary(content_type) else {
        return parameter("要用 multipart/form-data 上传");
    };
    let Some((name, content)) = file_part(boundary, body) else { return parameter("没有文件") };
    let (kind, pages) = looked_at(&name, content);
    let code = file_code();
    let answer = json!({ "fileCode": code });
    world.commit(Event::FileMade(StoredFile { file_code: code, kind, pages }))?;
    Ok(answer)
}

/// `FC_`, the time in Asia/Shanghai, 16 letters: as every code seen.
fn file_code() -> String {
    let time = SHANGHAI.to_datetime(jiff::Timestamp::now()).strftime("%Y%m%d%H%M%S");
    let letters = Uuid::new_v4().into_bytes().map(|byte| {
        let letter = byte % 52;
        char::from(if letter < 26 { b'A' + letter } else { b'a' + letter - 26 })
    });
    format!("FC_{time}{}", String::from_iter(letters))
}

fn looked_at(name: &str, content: &[u8]) -> (FileKind, Option<u32>) {
    if !is_supported(name) {
        return (FileKind::Unsupported, None);
    }
    #[cfg(feature = "pdf")]
    {
        use crate::facts::DocumentFacts;
        let facts = crate::page::read(content);
        let kind = match &facts {
            DocumentFacts::Empty | DocumentFacts::UnknownKind => FileKind::Unsupported,
            DocumentFacts::Broken => FileKind::Broken,
            _ => FileKind::Pdf,
        };
        (kind, facts.pages().and_then(|pages| u32::try_from(pages.len()).ok()))
    }
    #[cfg(not(feature = "pdf"))]
    {
        let _ = content;
        (FileKind::Pdf, None)
    }
}

fn boundary(content_type: &str) -> Option<&str> {
    let (kind, rest) = content_type.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let value = rest.split(';').find_map(|part| part.trim().strip_prefix("boundary="))?;
    Some(value.trim_matches('"')).filter(|boundary| !boundary.is_empty())
}

/// The first part with a file name: the name and the content.
fn file_part<'a>(boundary: &str, body: &'a [u8]) -> Option<(String, &'a [u8])> {
    let delimiter = format!("--{boundary}");
    let mut starts = memchr::memmem::find_iter(body, delimiter.as_bytes()).peekable();
    while let Some(start) = starts.next() {
        let end = *starts.peek()?;
        let part = &body[start + delimiter.len()..end];
        let Some(blank) = memchr::memmem::find(part, b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&part[..blank]);
        // Of `filename*=UTF-8''…` the ending is plain, and nothing else matters.
        let Some((_, name)) = head.split_once("filename=").or_else(|| head.split_once("filename*=")) else {
            continue;
        };
        let name = name.split(['\r', '\n', ';']).next().unwrap_or_default().trim_matches('"');
        let content = &part[blank + 4..];
        return Some((name.to_owned(), content.strip_suffix(b"\r\n").unwrap_or(content)));
    }
    None
}
