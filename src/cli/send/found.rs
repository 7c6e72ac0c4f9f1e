//! What was found in the files that are about to be sent, so that the outcome stays the last thing on the screen:
//! errors in full, many warnings a line each, hints counted.

use super::Parcel;
use crate::cli::{Env, output};
use crate::findings::{Finding, Level, human, short};
use crate::privacy::shell;
use crate::words;

/// So many warnings are drawn with their lines; more of them are a line each.
const DRAWN: usize = 3;

/// Shows it on standard error.
pub fn say(parcels: &[Parcel], env: &Env) {
    let all = || parcels.iter().flat_map(|parcel| parcel.ready.findings.iter().map(move |one| (parcel, one)));
    let count = |level| all().filter(|(_, finding)| finding.level == level).count();
    let draws_warnings = count(Level::Warning) <= DRAWN;
    for (parcel, finding) in all() {
        let sources = &parcel.ready.model.sources;
        match finding.level {
            Level::Hint => {}
            Level::Warning if !draws_warnings => {
                output::say(short::render(finding, sources, env.lang));
            }
            _ => output::say(human::render(finding, sources, env.err_style())),
        }
    }
    let found: Vec<&Finding> = all().map(|(_, finding)| finding).collect();
    if found.is_empty() {
        return;
    }
    output::say(human::summary(found, parcels.len(), env.lang));
    if count(Level::Hint) > 0 {
        let with_hints = |parcel: &&Parcel| parcel.ready.findings.iter().any(|one| one.level == Level::Hint);
        let files: Vec<String> =
            parcels.iter().filter(with_hints).map(|parcel| shell::file(&parcel.file)).collect();
        // A command of many names is one that nobody reads: the folder does.
        let files = if files.len() > DRAWN { String::new() } else { format!(" {}", files.join(" ")) };
        let words = words!(
            "提示不影响发送，用 qdc check{files} 查看",
            "hints do not keep anything from being sent; see them with `qdc check{files}`"
        );
        output::say(words.get(env.lang));
    }
}
