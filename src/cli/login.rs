//! `qdc login` and `qdc logout`: an environment's keys in the system's keyring.

use std::io::{BufRead, IsTerminal};

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::messages::pick;
use super::{Code, Env, Failure, Outcome, output};
use crate::delivery::keys::{self, Part};
use crate::findings::{Lang, Words};
use crate::plan::Platform;
use crate::privacy::on_one_line;
use crate::settings::SANDBOX;
use crate::words;

pub fn login(lang: Lang) -> Command {
    Command::new("login")
        .about(pick(
            lang,
            "把一个环境的 AppKey 和 AppSecret 存入系统钥匙串",
            "Keep an environment's AppKey and AppSecret in the system's keyring",
        ))
        .args(which(lang))
        .after_help(pick(
            lang,
            "在终端里逐项询问，密钥不回显；不在终端时从标准输入读两行：AppKey、AppSecret。\n没有钥匙串的机器（如 CI）请用环境变量 QDC_环境_KEY 和 QDC_环境_SECRET。",
            "Asks on a terminal without echoing the secret; else reads two lines from standard input: AppKey and\nAppSecret. On a machine without a keyring, such as CI, set QDC_NAME_KEY and QDC_NAME_SECRET instead.",
        ))
}

pub fn logout(lang: Lang) -> Command {
    Command::new("logout")
        .about(pick(
            lang,
            "从系统钥匙串里删去一个环境的密钥",
            "Remove an environment's keys from the keyring",
        ))
        .args(which(lang))
}

fn which(lang: Lang) -> [Arg; 2] {
    [
        Arg::new("env").long("env").required(true).value_name(pick(lang, "环境", "NAME")).help(pick(
            lang,
            "哪个环境：test、production，或 qdc.toml 里的名字",
            "The environment: test, production, or a name from qdc.toml",
        )),
        Arg::new("qiyuesuo").long("qiyuesuo").action(ArgAction::SetTrue).help(pick(
            lang,
            "契约锁的 AppToken 和 AppSecret，而不是签盾的",
            "Qiyuesuo's AppToken and AppSecret instead of QianDun's",
        )),
    ]
}

fn chosen(matches: &ArgMatches) -> (&str, Platform) {
    let environment = matches.get_one::<String>("env").map_or("", String::as_str);
    let platform = if matches.get_flag("qiyuesuo") { Platform::Qiyuesuo } else { Platform::QianDun };
    (environment, platform)
}

pub fn run_login(matches: &ArgMatches, env: &Env) -> Outcome {
    let (environment, platform) = chosen(matches);
    if environment == SANDBOX {
        return Err(Failure::new(
            Code::Failed,
            words!(
                "沙箱只用自己的密钥，不从系统钥匙串里取；要换成别的，请设置环境变量 QDC_SANDBOX_KEY 和 QDC_SANDBOX_SECRET",
                "the sandbox has keys of its own and takes none from the keyring; set QDC_SANDBOX_KEY and QDC_SANDBOX_SECRET to change them"
            ),
        ));
    }
    // Before anybody types a secret that cannot be kept.
    keys::try_keyring(environment, platform).map_err(no_keyring)?;
    let key_name = if platform == Platform::Qiyuesuo { "AppToken" } else { "AppKey" };
    let typed = |name: &str| {
        let read = if std::io::stdin().is_terminal() {
            rpassword::prompt_password(format!("{} {name}: ", on_one_line(environment)))
        } else {
            let mut line = String::new();
            std::io::stdin().lock().read_line(&mut line).map(|_| line)
        };
        let value = read.map_err(|error| {
            let Words { zh, en } = Words::of_io(&error);
            Failure::new(Code::Failed, words!("无法读取：{zh}", "cannot read: {en}"))
        })?;
        let value = value.trim().to_owned();
        if value.is_empty() {
            return Err(Failure::new(
                Code::Failed,
                words!("{name} 是空的，没有存入", "{name} is empty; nothing was stored"),
            ));
        }
        Ok(value)
    };
    let (key, secret) = (typed(key_name)?, typed("AppSecret")?);
    keys::store(environment, platform, Part::Key, &key).map_err(no_keyring)?;
    keys::store(environment, platform, Part::Secret, &secret).map_err(no_keyring)?;
    say(words!("已存入系统钥匙串", "stored in the system's keyring"), env);
    Ok(0)
}

pub fn run_logout(matches: &ArgMatches, env: &Env) -> Outcome {
    let (environment, platform) = chosen(matches);
    let mut was_there = false;
    for part in [Part::Key, Part::Secret] {
        was_there |= keys::remove(environment, platform, part).map_err(no_keyring)?;
    }
    say(
        match was_there {
            true => words!("已从系统钥匙串删去", "removed from the system's keyring"),
            false => words!("系统钥匙串里没有", "the system's keyring holds none"),
        },
        env,
    );
    Ok(0)
}

fn no_keyring(words: Words) -> Failure {
    Failure::new(Code::KeysMissing, words)
}

fn say(words: Words, env: &Env) {
    output::say(words.get(env.lang));
}
