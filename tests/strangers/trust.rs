//! Addresses, certificates and proxies that only settings know: nothing is signed for them unless a person agreed, and
//! agreed to exactly that.

use std::os::unix::fs::PermissionsExt;

use crate::listener::Listener;
use crate::terminal::at_terminal;
use crate::world::{Ran, World};

const ASK: [&[&str]; 3] = [&["send", "a.qdc"], &["status"], &["check", "--online", "--no-cache", "a.qdc"]];

fn office(address: &str) -> String {
    format!("[environments.office]\naddress = \"{address}\"\nask-first = false\n")
}

/// `check --online` asks nothing of a ledger: the plainest way to have something signed.
fn question(world: &World) -> Vec<&'static str> {
    assert!(world.root.join("a.qdc").exists());
    vec!["check", "--online", "--env", "office", "a.qdc"]
}

/// Asked without anybody to answer: refused.
fn refuses(world: &World) -> Ran {
    let ran = world.run(&question(world));
    assert!(ran.code == 2 && ran.err.contains("nothing was signed"), "{ran:?}");
    ran
}

fn agrees(world: &World) {
    let (ran, asked) = at_terminal(world.command(&question(world)), "office");
    assert!(asked, "{ran:?}");
}

/// Goes without a question.
fn goes(world: &World, listener: &Listener) {
    let ran = world.run(&question(world));
    assert!(listener.takes_a_signature(), "{ran:?}");
}

#[test]
fn nothing_is_signed_for_an_address_of_the_settings_unasked() {
    for environment in ["office", "test", "production"] {
        let listener = Listener::start();
        let world = World::with(&office(&listener.address()).replace("office", environment));
        // A record that there is something to ask about.
        let sent = world.run(&["send", "--yes", "--env", environment, "a.qdc"]);
        assert!(sent.code == 0 && listener.takes_a_signature(), "{sent:?}");
        for command in ASK {
            let ran = world.run(&[command, &["--env", environment]].concat());
            assert_eq!(ran.code, 2, "{ran:?}");
            for part in ["nothing was signed", &listener.address(), "qdc trust --env", "--yes"] {
                assert!(ran.err.contains(part), "{part}: {ran:?}");
            }
            assert!(listener.heard_nothing(), "{}", listener.heard());
            let zh = world.run(&[&["--lang", "zh"], command, &["--env", environment]].concat());
            assert!(zh.err.contains("没有签名") && zh.err.contains("qdc trust --env"), "{zh:?}");
        }
    }
}

#[test]
fn the_default_environment_of_the_settings_is_no_way_round() {
    let listener = Listener::start();
    let world = World::with(&format!("environment = \"office\"\n{}", office(&listener.address())));
    for command in ASK.iter().filter(|command| command[0] != "status") {
        assert_eq!(world.run(command).code, 2);
    }
    assert!(listener.heard_nothing(), "{}", listener.heard());
}

#[test]
fn what_comes_in_between_is_asked_about_at_documented_addresses_too() {
    let listener = Listener::start();
    let port = listener.port;
    for line in [format!("proxy = \"http://me:word@127.0.0.1:{port}\""), "ca = \"ca.pem\"".to_owned()] {
        for environment in ["test", "production"] {
            let world = World::with(&format!("[environments.{environment}]\n{line}\n"));
            world.write("ca.pem", "-----BEGIN CERTIFICATE-----\n");
            for command in [&["send", "a.qdc"][..], &["check", "--online", "a.qdc"]] {
                let ran = world.run(&[command, &["--env", environment]].concat());
                assert!(ran.code == 2 && ran.err.contains("nothing was signed"), "{ran:?}");
                assert!(!ran.err.contains("word"), "{ran:?}");
            }
        }
    }
    assert!(listener.heard_nothing(), "{}", listener.heard());
}

#[test]
fn yes_holds_for_one_run() {
    let listener = Listener::start();
    let world = World::with(&office(&listener.address()));
    let ran = world.run(&[question(&world), vec!["--yes"]].concat());
    assert!(listener.takes_a_signature(), "{ran:?}");
    refuses(&world);
    assert!(listener.heard_nothing());
}

#[test]
fn agreed_once_is_not_asked_again() {
    let listener = Listener::start();
    let world = World::with(&office(&listener.address()));
    let (ran, asked) = at_terminal(world.command(&["send", "--env", "office", "a.qdc"]), "office");
    assert!(asked && ran.code == 0 && ran.err.contains(&listener.address()), "{ran:?}");
    assert!(listener.takes_a_signature());
    goes(&world, &listener);
    world.write("b.qdc", &crate::world::contract("ST-2"));
    let (again, asked) = at_terminal(world.command(&["send", "--env", "office", "b.qdc"]), "office");
    assert!(!asked && again.code == 0, "{again:?}");
    // Other folders of the same project have the same settings.
    world.write("hr/c.qdc", &crate::world::contract("ST-3"));
    assert_eq!(world.run(&["send", "--env", "office", "hr/c.qdc"]).code, 0);
}

#[test]
fn whoever_types_something_else_does_not_agree() {
    let listener = Listener::start();
    let world = World::with(&office(&listener.address()));
    for answer in ["", "y", "yes", "offic"] {
        for command in [vec!["send", "--env", "office", "a.qdc"], question(&world)] {
            let (ran, asked) = at_terminal(world.command(&command), answer);
            assert!(asked && ran.code == 2 && ran.err.contains("not agreed to"), "{ran:?}");
        }
    }
    assert!(listener.heard_nothing() && !world.trust_file().exists());
}

#[test]
fn another_address_certificate_or_proxy_asks_again() {
    let (listener, other) = (Listener::start(), Listener::start());
    let world = World::with(&office(&listener.address()));
    agrees(&world);
    assert!(listener.takes_a_signature());
    let path = format!("http://127.0.0.1:{}/other/api", listener.port);
    let local = format!("http://localhost:{}/api", listener.port);
    let ca = "ca = \"ca.pem\"\n";
    let changed = [
        office(&other.address()),
        office(&path),
        office(&local),
        office(&listener.address()) + "proxy = \"http://127.0.0.1:1\"\n",
        office(&listener.address()) + "qiyuesuo = { address = \"http://127.0.0.1:1\" }\n",
        office(&listener.address()) + ca,
    ];
    world.write("ca.pem", "one");
    for settings in &changed {
        world.write("qdc.toml", settings);
        refuses(&world);
    }
    assert!(listener.heard_nothing() && other.heard_nothing());
    // The same settings again are still agreed to: what was refused changed nothing.
    world.write("qdc.toml", &office(&listener.address()));
    goes(&world, &listener);
    // The name of the certificates' file is not what is agreed to.
    world.write("qdc.toml", &(office(&listener.address()) + ca));
    agrees(&world);
    let agreed = world.run(&question(&world));
    assert!(!agreed.err.contains("nothing was signed"), "{agreed:?}");
    world.write("ca.pem", "two");
    refuses(&world);
}

#[test]
fn another_folder_or_environment_asks_again() {
    let listener = Listener::start();
    let settings = office(&listener.address());
    let world = World::with(&settings);
    agrees(&world);
    assert!(listener.takes_a_signature());
    let elsewhere = world.write_outside("qdc.toml", &settings).parent().unwrap().to_owned();
    world.write_outside("a.qdc", &crate::world::contract("ST-1"));
    let ran = Ran::of(world.command_in(&elsewhere, &question(&world)));
    assert!(ran.code == 2 && ran.err.contains("nothing was signed"), "{ran:?}");
    // An inner file of the project that says the environment anew is another folder's.
    world.write("hr/qdc.toml", &settings);
    world.write("hr/a.qdc", &crate::world::contract("ST-1"));
    let ran = world.run(&["check", "--online", "--env", "office", "hr/a.qdc"]);
    assert!(ran.code == 2 && ran.err.contains("nothing was signed"), "{ran:?}");
    world.write("qdc.toml", &settings.replace("office", "test"));
    let ran = world.run(&["check", "--online", "--env", "test", "a.qdc"]);
    assert!(ran.code == 2 && ran.err.contains("nothing was signed"), "{ran:?}");
    assert!(listener.heard_nothing());
    // A folder reached by a link is the same folder.
    world.write("qdc.toml", &settings);
    std::os::unix::fs::symlink(&world.root, world.outside.join("link")).unwrap();
    Ran::of(world.command_in(&world.outside.join("link"), &question(&world)));
    assert!(listener.takes_a_signature());
}

#[test]
fn trust_is_given_ahead_seen_and_taken_back() {
    let listener = Listener::start();
    let world = World::with(&office(&listener.address()));
    assert!(world.run(&["trust"]).err.contains("nothing is trusted"));
    let ran = world.run(&["trust", "--env", "office"]);
    assert!(ran.code == 2 && ran.err.contains("nothing was signed"), "{ran:?}");
    let (ran, asked) = at_terminal(world.command(&["trust", "--env", "office"]), "office");
    assert!(asked && ran.code == 0 && listener.heard_nothing(), "{ran:?}");
    goes(&world, &listener);
    let list = world.run(&["trust"]);
    for part in [world.root.to_str().unwrap(), "office", &listener.address()] {
        assert!(list.out.contains(part), "{list:?}");
    }
    assert_eq!(world.run(&["trust", "--forget", "--env", "test"]).code, 0);
    goes(&world, &listener);
    assert_eq!(world.run(&["trust", "--forget"]).code, 0);
    refuses(&world);
    assert!(world.run(&["trust", "--env", "test"]).err.contains("no trust is needed"));
    let yes = world.run(&["trust", "--env", "office", "--yes"]);
    assert_eq!(yes.code, 0, "{yes:?}");
    goes(&world, &listener);
}

#[test]
fn a_damaged_file_is_no_trust_and_said_once() {
    let listener = Listener::start();
    let world = World::with(&office(&listener.address()));
    agrees(&world);
    assert!(listener.takes_a_signature());
    assert_eq!(std::fs::metadata(world.trust_file()).unwrap().permissions().mode() & 0o777, 0o600);
    let whole = std::fs::read(world.trust_file()).unwrap();
    std::fs::write(world.trust_file(), &whole[..whole.len() / 2]).unwrap();
    let ran = refuses(&world);
    assert_eq!(ran.err.matches("is damaged").count(), 1, "{ran:?}");
    // One that others can write may have been written by others.
    std::fs::write(world.trust_file(), &whole).unwrap();
    std::fs::set_permissions(world.trust_file(), std::fs::Permissions::from_mode(0o666)).unwrap();
    assert!(refuses(&world).err.contains("can be written by others"));
    assert!(listener.heard_nothing());
    agrees(&world);
    assert!(listener.takes_a_signature());
    goes(&world, &listener);
}

#[test]
fn a_repository_cannot_bring_trust_along() {
    let listener = Listener::start();
    let world = World::with(&office(&listener.address()));
    agrees(&world);
    assert!(listener.takes_a_signature());
    // What was agreed to once, put where the repository's author would put it.
    for place in ["trust.json", ".config/qdc/trust.json", ".qdc/trust.json", "qdc/trust.json"] {
        let path = world.root.join(place);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::copy(world.trust_file(), path).unwrap();
    }
    std::fs::remove_file(world.trust_file()).unwrap();
    refuses(&world);
    // A relative folder would be whatever project the program runs in.
    for folder in ["", ".", "qdc"] {
        let mut command = world.command(&question(&world));
        command.env("QDC_CONFIG_DIR", folder).env("XDG_CONFIG_HOME", ".config");
        let ran = Ran::of(command);
        assert!(ran.code == 2 && ran.err.contains("nothing was signed"), "{ran:?}");
    }
    assert!(listener.heard_nothing());
}

/// Agreeing to where production lies is not agreeing to a contract.
#[test]
fn production_has_its_name_typed_for_each_sending() {
    let world = World::new();
    let ran = world.run(&["send", "--env", "production", "a.qdc"]);
    assert!(ran.code == 2 && ran.err.contains("has to be agreed to"), "{ran:?}");
    let (ran, asked) = at_terminal(world.command(&["send", "--env", "production", "a.qdc"]), "no");
    assert!(asked && ran.code == 2 && ran.err.contains("nothing was sent"), "{ran:?}");
    assert!(!world.trust_file().exists());
}

/// Names that would steer a terminal, or pass for a message of the program.
#[test]
fn names_of_settings_do_not_steer_the_terminal() {
    let listener = Listener::start();
    let address = listener.address();
    let world = World::with(&format!(
        "[environments.\"of\\u001b[2Jfice\\n\\u202e\"]\naddress = \"{address}\"\nproxy = \"http://\\u001b[31m@127.0.0.1:1\"\nca = \"\\u001b]0;ca.pem\"\n"
    ));
    std::fs::write(world.root.join("\u{1b}]0;ca.pem"), "one").unwrap();
    let name = "of\u{1b}[2Jfice\n\u{202e}";
    let ran = world.run(&["check", "--online", "--env", name, "a.qdc"]);
    assert!(ran.code == 2 && ran.err.contains("nothing was signed"), "{ran:?}");
    let steers = |c: char| c == '\u{1b}' || c == '\u{202e}';
    assert!(!ran.all().contains(steers), "{ran:?}");
    let (ran, _) = at_terminal(world.command(&["trust", "--env", name]), "office");
    assert!(!ran.all().contains(steers), "{ran:?}");
    assert!(listener.heard_nothing());
}
