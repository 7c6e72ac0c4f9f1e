//! 基于模板生成文件, `POST /open/template/file/create`.

use serde::Serialize;

use super::{Written, written_text};
use crate::model::{Document, Template};

/// The body that makes a file from a template. The answer's `result.fileCode` is what the contract then
/// uses.
///
/// Source: 基于模板生成文件, `POST /open/template/file/create`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TemplateFileBody<'a> {
    pub doc_template_id: Option<&'a str>,
    /// Without a suffix; the platform makes one up where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_name: Written<&'a str>,
    /// Required, so it is sent when it is empty too.
    pub components: Vec<Component<'a>>,
}

/// One component of the template, filled in.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Component<'a> {
    pub component_id: Option<&'a str>,
    /// The component's value, in spite of its name.
    pub component_key: Option<&'a str>,
}

/// The body that makes `document`, whose origin is `template`.
pub fn template_file<'a>(document: &'a Document, template: &'a Template) -> TemplateFileBody<'a> {
    TemplateFileBody {
        doc_template_id: template.id.value.value(),
        file_name: written_text(&document.file_name),
        components: template
            .fields
            .iter()
            .map(|field| Component {
                component_id: field.component.value.value(),
                component_key: field.value.value.value(),
            })
            .collect(),
    }
}
