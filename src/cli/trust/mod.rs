//! `qdc trust`: shows, gives and takes back the trust that settings need before anything is signed for them.

mod agreed;
mod store;

use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};

use super::config::Configs;
use super::messages::pick;
use super::{Code, Env, Failure, Outcome, output, session};
use crate::delivery::Claim;
use crate::findings::Lang;
use crate::privacy::on_one_line;
use crate::words;
pub use agreed::Agreed;
use store::{Store, Trusted};

/// `--yes` of commands that only ask a platform.
pub fn yes(lang: Lang) -> Arg {
    Arg::new("yes").long("yes").short('y').action(ArgAction::SetTrue).help(pick(
        lang,
        "设置里的地址、证书或代理不在平台文档里时，不再询问",
        "Do not ask about addresses, certificates or proxies of the settings that no platform documents",
    ))
}

pub fn command(lang: Lang) -> Command {
    Command::new("trust")
        .about(pick(
            lang,
            "显示、给予或收回对 qdc.toml 里地址的信任",
            "Show, give or take back trust in the addresses of qdc.toml",
        ))
        .arg(
            Arg::new("folder")
                .value_hint(ValueHint::DirPath)
                .value_name(pick(lang, "文件夹", "FOLDER"))
                .help(pick(
                    lang,
                    "哪个文件夹的设置；不写时，--env 和 --forget 指当前文件夹，其余指全部",
                    "The settings of which folder; without it the current one for --env and --forget, else all",
                )),
        )
        .arg(session::env_arg(lang).help(pick(
            lang,
            "信任这个环境的地址；与 --forget 同用时，只收回它的",
            "Trust the addresses of this environment; with --forget, take back only that",
        )))
        .arg(Arg::new("forget").long("forget").action(ArgAction::SetTrue).conflicts_with("yes").help(pick(
            lang,
            "收回信任",
            "Take trust back",
        )))
        .arg(yes(lang).requires("env").help(pick(lang, "不再询问", "Without asking")))
        .after_help(pick(
            lang,
            "qdc send、status 和 check --online 要为平台文档里没有的地址、证书或代理签名时，先询问一次，同意后记在用户自己的\n文件夹里（QDC_CONFIG_DIR），不在项目里。地址、证书或代理一变，就重新询问。",
            "`qdc send`, `status` and `check --online` ask once before they sign for an address, certificates or a proxy that no\nplatform documents. What was agreed to is kept in your own folder (QDC_CONFIG_DIR), not in the project. When any of\nit changes, the question comes again.",
        ))
}

pub fn run(matches: &ArgMatches, env: &Env) -> Outcome {
    let folder = matches.get_one::<String>("folder").map(String::as_str);
    let environment = matches.get_one::<String>("env").map(String::as_str);
    let mut store = Store::open();
    if let Some(why) = &store.ignored {
        output::say(format_args!("qdc: {}", why.get(env.lang)));
    }
    if matches.get_flag("forget") {
        let folder = whole(folder.unwrap_or("."));
        let forgotten = store.forget(&folder, environment)?;
        let shown = folder.to_string_lossy();
        let shown = on_one_line(&shown);
        let words = match forgotten {
            0 => words!("{shown} 没有得到过信任", "nothing was trusted in {shown}"),
            _ => words!("已收回对 {shown} 的信任", "trust in {shown} was taken back"),
        };
        output::say(words.get(env.lang));
        return Ok(0);
    }
    if environment.is_some() {
        return give(&mut store, folder.unwrap_or("."), matches, env);
    }
    let folder = folder.map(whole);
    let is_meant = |one: &&Trusted| {
        folder
            .as_ref()
            .is_none_or(|folder| one.claim.folder.as_ref().is_some_and(|its| its.starts_with(folder)))
    };
    let listed: Vec<&Trusted> = store.trusted.iter().filter(is_meant).collect();
    if listed.is_empty() {
        let words = words!(
            "除了平台文档里的地址，没有信任别的",
            "nothing is trusted but the addresses that the platforms document"
        );
        output::say(words.get(env.lang));
        return Ok(0);
    }
    for one in listed {
        output::print(&described(one, env.lang))?;
    }
    Ok(0)
}

/// Asks about an environment ahead of its first use, for where nobody can be asked later.
fn give(store: &mut Store, folder: &str, matches: &ArgMatches, env: &Env) -> Outcome {
    if !Path::new(folder).is_dir() {
        return Err(Failure::new(
            Code::FileNotFound,
            words!("找不到文件夹 {folder}", "there is no folder {folder}"),
        ));
    }
    // The settings of a file in it, whatever its name.
    let within = Path::new(folder).join("any.qdc").to_string_lossy().into_owned();
    let environment = session::environment(matches, &*Configs::of_files().of(&within)?)?;
    let name = on_one_line(&environment.name);
    let Some((claim, doubts)) =
        Claim::of(&environment).map_err(|words| Failure::new(Code::SettingsInvalid, words))?
    else {
        let words = words!(
            "环境 `{name}` 只用平台文档里的地址，或在本机的沙箱，不需要信任",
            "`{name}` goes only to documented addresses, or to a sandbox on this machine: no trust is needed"
        );
        output::say(words.get(env.lang));
        return Ok(0);
    };
    if !store.holds(&claim) {
        if !matches.get_flag("yes") {
            agreed::ask(&claim, &doubts, env)?;
        }
        store.add(claim)?;
    }
    let words = words!("已记下对 `{name}` 的信任", "`{name}` is trusted now");
    output::say(words.get(env.lang));
    Ok(0)
}

/// A folder by its one name; one that is gone, by the name it had.
fn whole(folder: &str) -> PathBuf {
    let path = Path::new(folder);
    path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}

fn described(one: &Trusted, lang: Lang) -> String {
    let Trusted { claim, since } = one;
    let folder =
        claim.folder.as_ref().map(|folder| folder.to_string_lossy().into_owned()).unwrap_or_default();
    let (folder, name) = (on_one_line(&folder), on_one_line(&claim.environment));
    let mut lines = vec![words!("{folder}  {name}  自 {since}", "{folder}  {name}  since {since}")];
    for address in claim.qiandun.iter().chain(&claim.qiyuesuo) {
        let address = on_one_line(address);
        lines.push(words!("  地址 {address}", "  address {address}"));
    }
    if let Some(hash) = &claim.ca {
        lines.push(words!("  证书 sha256 {hash}", "  certificates sha256 {hash}"));
    }
    if let Some(proxy) = &claim.proxy {
        let proxy = on_one_line(proxy);
        lines.push(words!("  代理 {proxy}", "  proxy {proxy}"));
    }
    lines.iter().map(|line| line.get(lang).to_owned() + "\n").collect()
}
