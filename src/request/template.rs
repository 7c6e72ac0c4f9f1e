//! Making a file from a template: 基于模板生成文件, `POST /open/template/file/create`.

use serde::Serialize;

use super::{Member, member};
use crate::model::{Document, DocumentOrigin};

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TemplateBody<'a> {
    pub doc_template_id: Member<'a>,
    /// Without an ending; the platform makes one up where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_name: Option<Member<'a>>,
    pub components: Vec<Component<'a>>,
}

/// A component and its value, which the platform calls its key.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Component<'a> {
    pub component_id: Member<'a>,
    pub component_key: Member<'a>,
}

/// The body that makes a document, where it comes from a template.
pub fn template(document: &Document) -> Option<TemplateBody<'_>> {
    let DocumentOrigin::Template(template) = &document.origin else { return None };
    let components = template.fields.iter().map(|field| Component {
        component_id: member(&field.component.value),
        component_key: member(&field.value.value),
    });
    Some(TemplateBody {
        doc_template_id: member(&template.id.value),
        file_name: document.file_name.as_ref().map(|name| member(&name.value)),
        components: components.collect(),
    })
}
