//! Prints what `qdc check` found, in the format asked for.

use super::{Env, Failure, output};
use crate::findings::{Finding, Report, github, gitlab, human, json, jsonl, junit, sarif, short};
use crate::words;

/// The values of `--format`.
pub const FORMATS: [&str; 8] = ["human", "short", "json", "jsonl", "sarif", "github", "gitlab", "junit"];

pub fn print(report: &Report<'_>, fixed: usize, format: &str, env: &Env) -> Result<(), Failure> {
    output::stream(|out| match format {
        "short" => short::write(out, report),
        "json" => json::write(out, report),
        "jsonl" => jsonl::write(out, report),
        "sarif" => sarif::write(out, report),
        "github" => github::write(out, report),
        "gitlab" => gitlab::write(out, report),
        "junit" => junit::write(out, report),
        _ => human::write(out, report, env.out_style()),
    })?;
    if format == "human" {
        summarize(report, fixed, env);
    }
    Ok(())
}

/// How many findings there are, for people.
fn summarize(report: &Report<'_>, fixed: usize, env: &Env) {
    if fixed > 0 {
        let words = words!("改正了 {fixed} 处", "mended {fixed}");
        output::say(words.get(env.lang));
    }
    // Where nothing could be read, nothing is said to be fine.
    if report.files.is_empty() {
        return;
    }
    let findings = || report.found.iter().map(|found| found.finding);
    output::say(human::summary(findings(), report.files.len(), env.lang));
    let is_safe = |finding: &&Finding| finding.edit.as_ref().is_some_and(|edit| edit.safe);
    let mendable = findings().filter(is_safe).count();
    if mendable > 0 {
        let words = words!("其中 {mendable} 处可用 --fix 改正", "--fix mends {mendable} of them");
        output::say(words.get(env.lang));
    }
}
