//! Uploading a document: 上传文件, a POST whose address and form the platform's public pages leave out.

use serde::Serialize;

use crate::model::{Document, DocumentOrigin};

/// What is uploaded. Not a JSON body: the form that carries it is made when it is sent.
#[derive(Debug, Clone, Serialize)]
pub struct UploadBody<'a> {
    /// The file on this machine, its path as resolved; `None` while a param in it has no value.
    #[serde(rename = "upload")]
    pub file: Option<&'a str>,
    /// The file's own name, without its folder.
    pub name: Option<&'a str>,
}

/// What a document uploads, where it comes from this machine.
pub fn upload(document: &Document) -> Option<UploadBody<'_>> {
    let DocumentOrigin::Upload(upload) = &document.origin else { return None };
    let file = upload.file.as_ref().map(|file| file.value.path.as_str());
    Some(UploadBody { file, name: file.map(file_name) })
}

/// Either separator counts, on every system.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
