//! Declared names: where they are declared, where they are used, and what they may be called instead.

use crate::findings::Words;
use crate::model::Model;
use crate::source::{At, FileId, Span};
use crate::syntax::is_name;
use crate::vocabulary::{Key, is_keyword, narrowed};
use crate::words;

/// A name that a file declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Declaration<'a> {
    pub name: &'a str,
    /// The name where it is declared.
    pub span: Span,
    /// The keyword of its statement.
    pub keyword: Span,
    /// What it names.
    pub kind: Key,
}

/// Every declared name, of the file and of those it uses.
pub fn declarations(model: &Model) -> impl Iterator<Item = Declaration<'_>> {
    fn one(kind: Key, name: &At<String>, keyword: Span) -> Declaration<'_> {
        Declaration { name: &name.value, span: name.span, keyword, kind }
    }
    let params = model.params.iter().map(|it| one(Key::Param, &it.name, it.span));
    let people = model.people.iter().map(|it| one(Key::Person, &it.name, it.span));
    let companies = model.companies.iter().map(|it| one(Key::Company, &it.name, it.span));
    let documents = model.contract.iter().flat_map(|contract| &contract.documents);
    let documents = documents.map(|it| one(Key::Document, &it.name, it.span));
    let requests = model.authorizations.iter().map(|it| one(Key::Authorization, &it.name, it.span));
    let tickets = model.tickets.iter().map(|it| one(Key::Ticket, &it.name, it.span));
    params
        .chain(people)
        .chain(companies)
        .chain(documents)
        .chain(requests)
        .chain(tickets)
        .filter(|declared| !declared.name.is_empty())
}

/// A name under the cursor and where it is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    /// What stands under the cursor.
    pub span: Span,
    pub declared: Span,
}

/// The name at a byte of the file, used or declared there.
pub fn name_at(model: &Model, offset: usize) -> Option<Name> {
    let holds =
        |span: Span| span.file == Model::ROOT && (span.start as usize..=span.end as usize).contains(&offset);
    let used = model.names.iter().find(|name| holds(name.span));
    used.map(|name| Name { span: name.span, declared: name.declared }).or_else(|| {
        let declared = declarations(model).find(|declared| holds(declared.span))?;
        Some(Name { span: declared.span, declared: declared.span })
    })
}

/// The declaration at a place.
pub fn declaration(model: &Model, declared: Span) -> Option<Declaration<'_>> {
    declarations(model).find(|one| one.span == declared)
}

/// Where a name is said in the model's own file: its declaration, if that is there, and its uses.
/// `declared` is the place of the declaration in the model's sources.
pub fn places(model: &Model, declared: Span) -> Vec<Span> {
    let own = |span: &Span| span.file == Model::ROOT;
    let uses = model.names.iter().filter(|name| name.declared == declared).map(|name| name.span);
    let mut places: Vec<Span> = std::iter::once(declared).chain(uses).filter(own).collect();
    places.sort_unstable();
    places
}

/// The same place in another model that has the file under the same name.
pub fn same_place(span: Span, from: &Model, to: &Model) -> Option<Span> {
    let name = from.sources[span.file].name();
    let (file, _) = to.sources.iter().find(|(_, source)| source.name() == name)?;
    Some(Span { file, ..span })
}

/// Whether a declared name may be called something else: what it would be called must be a name, no keyword,
/// and not taken in `models`, which are all files that see it.
pub fn may_be_called<'m>(new: &str, models: impl IntoIterator<Item = &'m Model>) -> Result<(), Words> {
    if !is_name(new) {
        return Err(words!(
            "`{new}` 不能作名字：以文字或字母开头，只用文字、字母、数字、_、- 和 .",
            "`{new}` cannot be a name: it must begin with a letter and hold letters, digits, _, - and . only"
        ));
    }
    let new = &*narrowed(new);
    if is_keyword(new) {
        return Err(words!("`{new}` 是关键字，不能作名字", "`{new}` is a keyword and cannot be a name"));
    }
    let taken = |model: &Model| declarations(model).any(|declared| declared.name == new);
    if models.into_iter().any(taken) {
        return Err(words!("`{new}` 已经是另一个名字", "`{new}` is declared already"));
    }
    Ok(())
}

/// Whether the file can be edited where a name stands: a quoted declaration is a mistake to be mended first.
pub fn is_plain(model: &Model, name: Span) -> bool {
    let written = model.sources.slice(name);
    !written.starts_with(['"', '“', '”', '＂'])
}

/// The file a span lies in, by name.
pub fn file_name(model: &Model, file: FileId) -> &str {
    model.sources[file].name()
}
