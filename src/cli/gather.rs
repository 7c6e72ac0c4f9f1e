//! What was found in each file becomes one report: in order of file and place, and nothing said twice.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::checking::Checked;
use crate::findings::Found;
use crate::model::Model;

/// A value given for a param is unknown only when no file declares the param, and then that is said once.
pub fn drop_unknown_params(checked: &mut [Checked]) {
    let is_unknown_param = |rule: &str| rule == "unknown-param";
    let Some((first, rest)) = checked.split_first_mut() else { return };
    if rest.is_empty() {
        return;
    }
    let mut nobody_knows: HashSet<String> = first.unknown.iter().cloned().collect();
    for one in rest.iter() {
        nobody_knows.retain(|name| one.unknown.contains(name));
    }
    let mut names = first.unknown.iter();
    first.findings.retain(|finding| {
        !is_unknown_param(finding.rule.name) || names.next().is_none_or(|name| nobody_knows.contains(name))
    });
    for one in rest {
        one.findings.retain(|finding| !is_unknown_param(finding.rule.name));
    }
}

/// The files that were checked, by the names they are shown by.
pub fn files(checked: &[Checked]) -> Vec<&str> {
    let mut files: Vec<&str> = checked.iter().map(|one| one.sources[Model::ROOT].name()).collect();
    // Standard input was sorted as `-`.
    files.sort_unstable();
    files
}

/// All findings. What is said of a file that several use is said once, at the file itself where it is checked too.
pub fn gather(checked: &[Checked]) -> Vec<Found<'_>> {
    let all = checked
        .iter()
        .flat_map(|one| one.findings.iter().map(|finding| Found { finding, sources: &one.sources }));
    let (mut found, used): (Vec<Found<'_>>, Vec<Found<'_>>) = all.partition(is_own);
    // Most projects use no files, and those that do need not ask the disk for the others.
    if !used.is_empty() {
        let mut places = Places::default();
        let mut said: HashSet<_> = found.iter().map(|one| places.key(one)).collect();
        found.extend(used.into_iter().filter(|one| said.insert(places.key(one))));
    }
    found.sort_by_key(|one| {
        let span = one.finding.span;
        (one.file(), span.start, span.end, one.finding.rule.name)
    });
    found
}

fn is_own(found: &Found<'_>) -> bool {
    found.finding.span.file == Model::ROOT
}

/// Where files are, whatever name they were reached by.
#[derive(Default)]
struct Places<'a>(HashMap<&'a str, PathBuf>);

impl<'a> Places<'a> {
    fn key(&mut self, found: &Found<'a>) -> (PathBuf, &'static str, u32, u32) {
        let name = found.file();
        let place = self.0.entry(name).or_insert_with(|| place(name));
        let span = found.finding.span;
        (place.clone(), found.finding.rule.name, span.start, span.end)
    }
}

/// The one path of a file; its name where it is none.
pub fn place(name: &str) -> PathBuf {
    Path::new(name).canonicalize().unwrap_or_else(|_| name.into())
}
