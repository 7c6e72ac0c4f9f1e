//! Parties by the names that files give them: an account id says nothing to a person.
//!
//! A record has account ids only. The file it came of, where it still lies in the project, says whose they are; what
//! a name stands for is what the file says now, and an id that no file names is shown by itself.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;

use super::files::Disk;
use super::reach::{Reach, Reaches};
use super::walk;
use crate::delivery::ledger::{Names, Record};
use crate::findings::Lang;
use crate::model::{Account, Files, Model};
use crate::plan::Kind;
use crate::privacy::{on_one_line, shown};
use crate::source::Source;
use crate::words;

/// Where a project keeps its record.
const FOLDER: &str = ".qdc";

/// As many files of a folder are read for the names in them.
const MOST: usize = 1000;

/// What accounts are called, by their ids as they are shown.
#[derive(Debug, Clone, Default)]
pub struct Parties(HashMap<String, String>);

impl Parties {
    /// Those that a file declares.
    pub fn of(model: &Model) -> Parties {
        let people = model.people.iter().map(|person| (person.account.as_ref(), &person.name.value));
        let companies = model.companies.iter().map(|company| (company.account.as_ref(), &company.name.value));
        let mut parties = Parties::default();
        for (account, name) in people.chain(companies) {
            if let Some(id) = account.and_then(|account| account.value.0.value()) {
                parties.call(id, name);
            }
        }
        parties
    }

    /// The same, and those whose accounts are params: a body that was sent has a value for each. Its signers are the
    /// file's only as long as all that the file knows of them agrees.
    pub fn in_body(model: &Model, body: &Value) -> Parties {
        let mut parties = Parties::of(model);
        let sent = body.get("signers").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let sent: Vec<&str> = sent.iter().filter_map(|signer| signer.get("accountId")?.as_str()).collect();
        let signers = model.contract.as_ref().map(|contract| contract.signers.as_slice()).unwrap_or_default();
        let agrees = |(account, sent): (&Account, &&str)| {
            let known = model.account_id(account).and_then(|id| id.0.value());
            known.is_none_or(|known| shown(known) == shown(sent))
        };
        let accounts = || signers.iter().map(|signer| &signer.account.value);
        if sent.len() == signers.len() && accounts().zip(&sent).all(agrees) {
            for (account, id) in accounts().zip(&sent) {
                match account {
                    Account::Person(at) => parties.call(id, &model.people[*at].name.value),
                    Account::Company(at) => parties.call(id, &model.companies[*at].name.value),
                    Account::Id(_) | Account::Unreadable => {}
                }
            }
        }
        parties
    }

    /// Those of all files in a folder.
    pub fn of_folder(folder: &Path) -> Parties {
        let (mut files, mut parties) = (Vec::new(), Parties::default());
        walk::quietly(folder, &mut files);
        let reach = Reaches::default().in_folder(folder);
        for path in files.iter().take(MOST) {
            if let Some(model) = read(&reach, path) {
                parties.extend(Parties::of(&model));
            }
        }
        parties
    }

    fn call(&mut self, id: &str, name: &str) {
        self.0.entry(shown(id)).or_insert_with(|| on_one_line(name).into_owned());
    }

    /// `乙方（PSN_0107）`, or the account id alone.
    pub fn words(&self, id: &str, lang: Lang) -> String {
        let id = shown(id);
        match (self.0.get(&id), lang) {
            (None, _) => id,
            (Some(name), Lang::Zh) => format!("{name}（{id}）"),
            (Some(name), Lang::En) => format!("{name} ({id})"),
        }
    }

    /// Account ids and names, both as they are shown.
    pub fn into_names(self) -> HashMap<String, String> {
        self.0
    }

    /// Adds those of another file; the names that are there already stay.
    pub fn extend(&mut self, others: Parties) {
        for (id, name) in others.0 {
            self.0.entry(id).or_insert(name);
        }
    }
}

/// What the parties and the sign fields of two bodies of one file are called.
pub fn names<'a>(model: &'a Model, before: &'a Value, after: &'a Value, lang: Lang) -> Names<'a> {
    let mut parties = Parties::in_body(model, after);
    parties.extend(Parties::in_body(model, before));
    Names {
        party: Box::new(move |id| parties.words(id, lang)),
        field: Box::new(move |id, index| {
            [after, before].into_iter().find_map(|body| place(model, body, id, index, lang))
        }),
    }
}

/// `正文 第 8 页`: where a signer's field is, in a body.
fn place(model: &Model, body: &Value, id: &str, index: usize, lang: Lang) -> Option<String> {
    let items = |name: &str| body.get(name).and_then(Value::as_array);
    let is_of =
        |signer: &&Value| signer.get("accountId").and_then(Value::as_str).map(shown).as_deref() == Some(id);
    let field = items("signers")?.iter().find(is_of)?.get("signFields")?.get(index)?;
    let code = field.get("fileCode")?;
    let document = items("docs")?.iter().position(|one| one.get("fileCode") == Some(code))?;
    let document = model.contract.as_ref()?.documents.get(document)?;
    let name = on_one_line(&document.name.value);
    let words = match field.pointer("/signFieldPosition/positionPage").and_then(Value::as_i64) {
        Some(page @ 1..) => words!("{name} 第 {page} 页", "{name} page {page}"),
        _ => words!("{name} 骑缝", "{name} across the edges"),
    };
    Some(words.get(lang).to_owned())
}

/// The files that the records of one ledger came of, each read once.
pub struct Recorded {
    project: PathBuf,
    known: HashMap<String, Option<Model>>,
}

impl Recorded {
    /// Those of a ledger, whose records name files from the project's folder on.
    pub fn of(ledger: &Path) -> Recorded {
        let beside = ledger.parent().unwrap_or(Path::new(""));
        let project = if beside.file_name().is_some_and(|name| name == FOLDER) {
            beside.parent().unwrap_or(beside)
        } else {
            beside
        };
        let project = if project.as_os_str().is_empty() { Path::new(".") } else { project };
        Recorded { project: project.to_owned(), known: HashMap::new() }
    }

    /// The parties of what was sent.
    pub fn parties(&mut self, record: &Record) -> Parties {
        let project = &self.project;
        let model =
            self.known.entry(record.source.clone()).or_insert_with(|| recorded(project, &record.source));
        match (model, record.kind) {
            (None, _) => Parties::default(),
            (Some(model), Kind::Start) => Parties::in_body(model, &record.body),
            (Some(model), _) => Parties::of(model),
        }
    }
}

/// A file of the project, as a record names it. A ledger may be a stranger's: what lies elsewhere is not read.
fn recorded(project: &Path, source: &str) -> Option<Model> {
    let is_inside = Path::new(source).components().all(|part| matches!(part, Component::Normal(_)));
    is_inside.then(|| read(&Reaches::default().in_folder(project), project.join(source).to_str()?)).flatten()
}

fn read(reach: &Arc<Reach>, path: &str) -> Option<Model> {
    let disk = Disk(reach.clone());
    let text = disk.read(path).ok()?;
    Some(Model::read(Source::new(path, text), &disk, &Default::default()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::NoFiles;

    fn model(text: &str) -> Model {
        Model::read(Source::new("a.qdc", text), &NoFiles, &Default::default())
    }

    const FILE: &str = "参数 账号 文本\n企业 甲方 账号 \"CORP_A\"\n个人 乙方 账号 \"{账号}\"\n\
        合同 \"劳动合同\" {\n签署方 甲方 { 签章 正文 页 1 位置 (1, 2) }\n签署方 乙方 { 签章 正文 页 1 位置 (1, 2) }\n}\n";

    #[test]
    fn an_account_is_called_what_the_file_calls_it() {
        let parties = Parties::of(&model(FILE));
        assert_eq!(parties.words("CORP_A", Lang::Zh), "甲方（CORP_A）");
        assert_eq!(parties.words("CORP_A", Lang::En), "甲方 (CORP_A)");
        assert_eq!(parties.words("PSN_7", Lang::Zh), "PSN_7");
    }

    #[test]
    fn one_that_is_a_param_is_known_by_its_place_while_the_others_agree() {
        let body = |first: &str| json!({ "signers": [{ "accountId": first }, { "accountId": "PSN_7" }] });
        let model = model(FILE);
        assert_eq!(Parties::in_body(&model, &body("CORP_A")).words("PSN_7", Lang::Zh), "乙方（PSN_7）");
        assert_eq!(Parties::in_body(&model, &body("CORP_B")).words("PSN_7", Lang::Zh), "PSN_7");
    }
}
