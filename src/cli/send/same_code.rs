//! Files of one command that carry one business code: nobody can tell which of them is meant.

use std::collections::HashMap;

use super::Parcel;
use super::machine::{self, File};
use crate::cli::{Code, Env, Failure, Outcome};
use crate::delivery::Subject;
use crate::privacy::on_one_line;
use crate::words;

/// So many files of one code are named.
const NAMED: usize = 5;

/// Why nothing can be sent, where two files that ask for different contracts have one code. One contract named
/// twice is one contract.
pub fn clash(parcels: &[Parcel]) -> Option<Failure> {
    let mut groups: Vec<(&Subject, Vec<&Parcel>)> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for parcel in parcels {
        let Some(subject) = parcel.job.start().and_then(|start| start.subject.as_ref()) else { continue };
        let group = *known.entry(subject.key()).or_insert_with(|| {
            groups.push((subject, Vec::new()));
            groups.len() - 1
        });
        groups[group].1.push(parcel);
    }
    let differ = |group: &[&Parcel]| group.iter().any(|one| one.job.meaning != group[0].job.meaning);
    let mut clashing = groups.into_iter().filter(|(_, group)| differ(group));
    let (subject, group) = clashing.next()?;
    let code = on_one_line(subject.code()?).into_owned();
    let mut names: Vec<_> = group.iter().take(NAMED).map(|one| on_one_line(&one.file).into_owned()).collect();
    let last = names.pop()?;
    let (mut zh, mut en) = match group.len() > NAMED {
        true => (format!("、{last} 等 {} 个文件", group.len()), format!(", {last} and others")),
        false => (format!(" 和 {last}"), format!(" and {last}")),
    };
    zh.insert_str(0, &names.join("、"));
    en.insert_str(0, &names.join(", "));
    let Some(others) = Some(clashing.count()).filter(|others| *others > 0) else {
        return Some(Failure::new(
            Code::SameCode,
            words!(
                "{zh} 的业务编号相同（{code}），内容不同，一份也没有发送；给每份合同各写一个编号，或只发送其中一份",
                "{en} have one business code ({code}) and different content: nothing was sent; give each contract a code of its own, or send only one of them"
            ),
        ));
    };
    Some(Failure::new(
        Code::SameCode,
        words!(
            "{zh} 的业务编号相同（{code}），内容不同，另有 {others} 个编号也是这样，一份也没有发送；给每份合同各写一个编号，或只发送其中一份",
            "{en} have one business code ({code}) and different content, and so it is with {others} more: nothing was sent; give each contract a code of its own, or send only one of them"
        ),
    ))
}

/// Says so.
pub fn refuse(failure: &Failure, parcels: &[Parcel], format: &str, env: &Env) -> Outcome {
    failure.say(env);
    if format != "human" {
        let files: Vec<File<'_>> = (parcels.iter())
            .map(|parcel| File::unsent(parcel, "not-sent", &parcel.ready.findings, env))
            .collect::<Result<_, _>>()?;
        machine::print_refused(&files, failure, format, env)?;
    }
    Ok(1)
}
