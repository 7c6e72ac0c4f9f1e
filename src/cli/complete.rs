//! `qdc completions`: a script that completes the command line.
//!
//! clap writes it from the options alone. What only this program knows, the environments of the project, the script
//! asks for while somebody types; and names with blanks stay whole.

use clap::{Arg, ArgAction, ArgMatches, Command};
use clap_complete::Shell;

use super::config::Configs;
use super::messages::pick;
use super::output::Form;
use super::{Env, Outcome, input, output};
use crate::findings::Lang;

/// Hidden: what the scripts ask for.
const ENVIRONMENTS: &str = "environments";

pub fn command(lang: Lang) -> Command {
    Command::new("completions")
        .about(pick(lang, "输出命令行补全脚本", "Print a script that completes the command line"))
        .arg(
            Arg::new("shell")
                .required_unless_present(ENVIRONMENTS)
                .value_name(pick(lang, "命令行", "SHELL"))
                .value_parser(clap::value_parser!(Shell))
                .help(pick(
                    lang,
                    "bash、zsh、fish、powershell 或 elvish",
                    "bash, zsh, fish, powershell or elvish",
                ))
                .hide_possible_values(true),
        )
        .arg(Arg::new(ENVIRONMENTS).long(ENVIRONMENTS).action(ArgAction::SetTrue).hide(true))
}

pub fn run(matches: &ArgMatches, env: &Env) -> Outcome {
    if matches.get_flag(ENVIRONMENTS) {
        // A project whose settings cannot be read has the usual ones.
        let settings = Configs::of_files().of(input::STDIN).ok();
        let own = settings.iter().flat_map(|settings| settings.environments.keys().map(String::as_str));
        let mut names: Vec<&str> = ["sandbox", "test", "production"].into_iter().chain(own).collect();
        let mut seen = std::collections::HashSet::new();
        // One a line: what holds a line end is no name to be typed.
        names.retain(|name| seen.insert(*name) && !name.contains(char::is_control));
        output::print(&names.iter().map(|name| format!("{name}\n")).collect::<String>())?;
        return Ok(0);
    }
    let Some(&shell) = matches.get_one::<Shell>("shell") else { return Ok(2) };
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut super::command(env.lang), "qdc", &mut script);
    let script = with_names(shell, &String::from_utf8_lossy(&script));
    output::stream(Form::File, |out| out.write_all(script.as_bytes()))?;
    Ok(0)
}

/// Puts the environments where a script of clap's offers files, and keeps names with blanks whole.
fn with_names(shell: Shell, script: &str) -> String {
    match shell {
        Shell::Bash => in_bash(script),
        Shell::Zsh => in_zsh(script),
        Shell::Fish => in_fish(script),
        _ => script.to_owned(),
    }
}

/// Words of a list are split at line ends alone. `filenames` has readline quote what it inserts; bash 3 does not know
/// it, and inserts names as they are.
fn in_bash(script: &str) -> String {
    const FILES: &str = "COMPREPLY=($(compgen -f \"${cur}\"))";
    const WHOLE: &str =
        "local IFS=$'\\n'; COMPREPLY=($(compgen -f -- \"${cur}\")); compopt -o filenames 2>/dev/null";
    const NAMES: &str = "local IFS=$'\\n'; COMPREPLY=($(compgen -W \"$(qdc completions --environments 2>/dev/null)\" -- \"${cur}\"))";
    let mut out = String::with_capacity(script.len());
    let mut is_env = false;
    for line in script.lines() {
        match line.trim() {
            "--env)" => is_env = true,
            ";;" => is_env = false,
            _ => {}
        }
        out += &line.replace(FILES, if is_env { NAMES } else { WHOLE });
        out.push('\n');
    }
    out
}

fn in_zsh(script: &str) -> String {
    const FUNCTION: &str = "_qdc_environments() {\n    local -a names\n    names=(${(f)\"$(qdc completions --environments 2>/dev/null)\"})\n    compadd -a names\n}\n\n";
    let mut out = String::with_capacity(script.len() + FUNCTION.len());
    for line in script.lines() {
        if line.starts_with("_qdc() {") {
            out += FUNCTION;
        }
        match line.strip_suffix(":_default' \\").filter(|line| line.starts_with("'--env=[")) {
            Some(before) => out += &format!("{before}:_qdc_environments' \\"),
            None => out += line,
        }
        out.push('\n');
    }
    out
}

fn in_fish(script: &str) -> String {
    let with_names = |line: &str| match line.contains(" -l env ") {
        true => format!("{line} -f -a \"(qdc completions --environments 2>/dev/null)\"\n"),
        false => format!("{line}\n"),
    };
    script.lines().map(with_names).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// clap's scripts may come to look otherwise: then this says so.
    #[test]
    fn every_shell_is_given_the_environments() {
        for (shell, expected) in [
            (Shell::Bash, "compgen -W \"$(qdc completions --environments"),
            (Shell::Zsh, ":_qdc_environments' \\"),
            (Shell::Fish, "-a \"(qdc completions --environments"),
        ] {
            for lang in [Lang::Zh, Lang::En] {
                let mut command = crate::cli::command(lang);
                let mut script = Vec::new();
                clap_complete::generate(shell, &mut command, "qdc", &mut script);
                let script = with_names(shell, &String::from_utf8(script).unwrap());
                assert!(script.matches(expected).count() > 5, "{shell} {lang:?}");
                assert!(!script.contains("compgen -f \""), "{shell}");
            }
        }
    }
}
