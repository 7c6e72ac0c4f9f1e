//! Asks before anything is signed for what only settings know.

use std::io::{BufRead, IsTerminal};
use std::ops::Deref;

use clap::ArgMatches;

use super::store::Store;
use crate::cli::{Code, Env, Failure, output};
use crate::delivery::{Claim, Doubt, Environment};
use crate::findings::Words;
use crate::privacy::on_one_line;
use crate::words;

/// An environment that requests may be signed for: all it claims is documented, or a person agreed. Nothing else opens
/// a session.
#[derive(Debug, Clone)]
pub struct Agreed(Environment);

impl Deref for Agreed {
    type Target = Environment;

    fn deref(&self) -> &Environment {
        &self.0
    }
}

impl Agreed {
    /// Asks, unless there is nothing to ask, it was agreed to before, or the command line says so.
    pub fn of(environment: Environment, matches: &ArgMatches, env: &Env) -> Result<Agreed, Failure> {
        let Some((claim, doubts)) =
            Claim::of(&environment).map_err(|words| Failure::new(Code::SettingsInvalid, words))?
        else {
            return Ok(Agreed(environment));
        };
        if matches.get_flag("yes") {
            return Ok(Agreed(environment));
        }
        let mut store = Store::open();
        if let Some(why) = &store.ignored {
            output::say(format_args!("qdc: {}", why.get(env.lang)));
        }
        if !store.holds(&claim) {
            ask(&claim, &doubts, env)?;
            keep(&mut store, claim, env);
        }
        Ok(Agreed(environment))
    }

    pub fn into_environment(self) -> Environment {
        self.0
    }
}

/// Agreed to, though it cannot be remembered: then the question comes again.
fn keep(store: &mut Store, claim: Claim, env: &Env) {
    if claim.folder.is_some()
        && let Err(Failure { words: why, .. }) = store.add(claim)
    {
        output::say(format_args!("qdc: {}", why.get(env.lang)));
    }
}

/// Has a person agree by typing the environment's name. Where nobody can, nothing is signed.
pub fn ask(claim: &Claim, doubts: &[Doubt], env: &Env) -> Result<(), Failure> {
    let name = on_one_line(&claim.environment).into_owned();
    let folder =
        claim.folder.as_ref().map(|folder| folder.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = on_one_line(&folder);
    let lines: Vec<Words> = doubts.iter().map(described).collect();
    if !std::io::stdin().is_terminal() {
        let zh = lines.iter().map(|line| line.zh.as_str()).collect::<Vec<_>>().join("；");
        let en = lines.iter().map(|line| line.en.as_str()).collect::<Vec<_>>().join("; ");
        return Err(Failure::new(
            Code::NotTrusted,
            words!(
                "没有签名，也没有发出任何请求：{folder} 里的设置要用环境 `{name}` 的密钥，为平台文档里没有的目的地签名（{zh}），\
             而收到签名的人 15 分钟内可以在真正的平台上使用它。如果这正是您要的，请在那个文件夹里、在终端运行 qdc trust --env {name}，或加 --yes",
                "nothing was signed or sent: the settings in {folder} would use the keys of `{name}` to sign requests to a destination that \
             the platform does not document ({en}), and whoever receives a signed request can use it at the real platform for 15 minutes. \
             If this is intended, run `qdc trust --env {name}` in that folder in a terminal, or add --yes"
            ),
        ));
    }
    let words = words!(
        "{folder} 里的设置要用环境 `{name}` 的密钥，为平台文档里没有的目的地签名：",
        "The settings in {folder} would use the keys of `{name}` to sign requests to a destination that the platform does not document:"
    );
    output::say(words.get(env.lang));
    for line in &lines {
        output::say(format_args!("  {}", line.get(env.lang)));
    }
    let words = words!(
        "收到签名的人 15 分钟内可以在真正的平台上使用它。",
        "Whoever receives a signed request can use it at the real platform for 15 minutes."
    );
    output::say(words.get(env.lang));
    let words = words!(
        "同意并记住，请输入环境的名字 {name}：",
        "Type the environment's name, {name}, to agree for this folder from now on: "
    );
    output::ask(words.get(env.lang));
    let mut typed = String::new();
    let read = std::io::stdin().lock().read_line(&mut typed);
    if read.is_ok() && typed.trim() == claim.environment {
        return Ok(());
    }
    Err(Failure::new(Code::NotTrusted, words!("没有同意，没有签名", "not agreed to; nothing was signed")))
}

fn described(doubt: &Doubt) -> Words {
    match doubt {
        Doubt::Address(address) => {
            let address = on_one_line(address);
            words!("地址 {address}", "the address {address}")
        }
        Doubt::Ca(path) => {
            let path = path.to_string_lossy();
            let path = on_one_line(&path);
            words!(
                "证书 {path}，它可以为任何地址作证",
                "the certificates {path}, which can vouch for any address"
            )
        }
        Doubt::Proxy(proxy) => {
            let proxy = on_one_line(proxy);
            words!("代理 {proxy}", "the proxy {proxy}")
        }
    }
}
