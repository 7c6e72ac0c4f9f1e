//! Settings that name other keys than their environment's own. `--yes` does not help: it agrees to addresses, not to keys.

use serde_json::json;

use crate::listener::Listener;
use crate::lsp_client::{Client, uri, usual};
use crate::world::World;

/// Every way to have something signed.
const COMMANDS: [&[&str]; 3] =
    [&["send", "--yes", "a.qdc"], &["status", "--yes"], &["check", "--online", "--yes", "a.qdc"]];

fn refused(settings: &str, environment: &str, says: &str) {
    let listener = Listener::start();
    let world = World::with(&settings.replace("ADDRESS", &listener.address()));
    for command in COMMANDS {
        let ran = world.run(&[command, &["--env", environment]].concat());
        assert_eq!(ran.code, 2, "{settings}\n{ran:?}");
        assert!(ran.err.contains(says), "{settings}\n{ran:?}");
    }
    assert!(listener.heard_nothing(), "{}", listener.heard());
}

#[test]
fn an_environment_does_not_sign_with_the_keys_of_another() {
    for variable in ["QDC_PRODUCTION_KEY", "QDC_TEST_KEY", "QDC_OFFIC_KEY", "QDC_OFFICE", "QDC_"] {
        refused(
            &format!("[environments.office]\naddress = \"ADDRESS\"\nkey = {{ env = \"{variable}\" }}\n"),
            "office",
            "qdc.toml:3: the environment `office` takes only variables that begin with QDC_OFFICE_",
        );
    }
    refused(
        "[environments.office]\naddress = \"ADDRESS\"\nsecret = { env = \"QDC_PRODUCTION_SECRET\" }\n",
        "office",
        "write { env = \"QDC_OFFICE_SECRET\" }",
    );
    refused(
        "[environments.office]\naddress = \"ADDRESS\"\n[environments.office.qiyuesuo]\ntoken = { env = \"QDC_TEST_KEY\" }\n",
        "office",
        "qdc.toml:4: the environment `office` takes only variables",
    );
    // Another program's.
    refused(
        "[environments.office]\naddress = \"ADDRESS\"\nkey = { env = \"CI_TOKEN\" }\n",
        "office",
        "qdc.toml:3: ",
    );
}

#[test]
fn the_refusal_is_in_chinese_too() {
    let world = World::with("[environments.office]\nkey = { env = \"QDC_PRODUCTION_KEY\" }\n");
    let ran = world.run(&["--lang", "zh", "check", "a.qdc"]);
    assert!(
        ran.err.contains("qdc.toml 第 2 行：环境 `office` 只能用名字以 QDC_OFFICE_ 开头的环境变量"),
        "{ran:?}"
    );
}

#[test]
fn the_sandbox_takes_no_other_keys() {
    for key in ["{ env = \"QDC_PRODUCTION_KEY\" }", "{ env = \"QDC_SANDBOX_X_KEY\" }", "\"keyring\""] {
        refused(
            &format!("[environments.sandbox]\naddress = \"ADDRESS\"\nkey = {key}\n"),
            "sandbox",
            "qdc.toml:3: the sandbox has keys of its own and takes no others",
        );
    }
}

#[test]
fn the_sandbox_is_on_this_machine() {
    refused(
        "[environments.sandbox]\naddress = \"https://sandbox.example/api\"\n",
        "sandbox",
        "on this machine only",
    );
    refused(
        "[environments.sandbox]\naddress = \"ADDRESS\"\nqiyuesuo = { address = \"https://sandbox.example\" }\n",
        "sandbox",
        "on this machine only",
    );
}

#[test]
fn a_sandbox_on_this_machine_gets_made_up_keys_unasked() {
    let listener = Listener::start();
    let world = World::with(&format!("[environments.sandbox]\naddress = \"{}\"\n", listener.address()));
    let ran = world.run(&["send", "a.qdc"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(listener.heard().to_lowercase().contains("x-ca-key: sandbox-key"), "{}", listener.heard());
    crate::world::holds_no_secret(&listener.heard());
}

#[test]
fn the_sandbox_takes_nothing_from_the_keyring() {
    let ran = World::new().run(&["login", "--env", "sandbox"]);
    assert!(ran.code == 2 && ran.err.contains("none from the keyring"), "{ran:?}");
}

#[test]
fn names_that_come_to_one_variable_are_refused() {
    for (name, shared) in [("TEST", "QDC_TEST_KEY"), ("Production", "QDC_PRODUCTION_KEY")] {
        refused(&format!("[environments.{name}]\naddress = \"ADDRESS\"\n"), name, shared);
    }
    let both = "[environments.a-b]\naddress = \"ADDRESS\"\n[environments.a_b]\naddress = \"https://example.com/api\"\n";
    for name in ["a-b", "a_b"] {
        refused(both, name, "would share the variable QDC_A_B_KEY");
    }
    // The secret of the one is the other's for Qiyuesuo.
    refused(
        "[environments.test-qiyuesuo]\naddress = \"ADDRESS\"\n",
        "test-qiyuesuo",
        "QDC_TEST_QIYUESUO_SECRET",
    );
}

/// What the editor's command does is what the command line does, without anybody to ask.
#[test]
fn the_editor_sends_with_made_up_keys_only() {
    let listener = Listener::start();
    let world = World::with(&format!(
        "[environments.sandbox]\naddress = \"{}\"\nkey = {{ env = \"QDC_PRODUCTION_KEY\" }}\nsecret = {{ env = \"QDC_PRODUCTION_SECRET\" }}\n",
        listener.address()
    ));
    let mut client = Client::with(Some(&world.root), usual(), json!({ "results": "return" }), "en");
    let file = uri(&world.root.join("a.qdc"));
    client.opened(&file, &crate::world::contract("ST-1"));
    let sent =
        client.ask("workspace/executeCommand", json!({ "command": "qdc.sendSandbox", "arguments": [file] }));
    assert!(sent["ok"] != true && sent.to_string().contains("keys of its own"), "{sent}");
    assert!(listener.heard_nothing(), "{}", listener.heard());
}

/// A bus that takes connections and never says a word, as on some servers.
#[cfg(target_os = "linux")]
#[test]
fn a_keyring_that_never_answers_is_given_up() {
    let world = World::new();
    let path = world.root.join("bus");
    let _bus = std::os::unix::net::UnixListener::bind(&path).unwrap();
    for args in [&["login", "--env", "test"][..], &["send", "--env", "test", "--yes", "a.qdc"]] {
        let mut command = world.command(args);
        for name in ["QDC_TEST_KEY", "QDC_TEST_SECRET"] {
            command.env_remove(name);
        }
        command.env("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}", path.display()));
        command.env("QDC_LANG", "zh");
        let begun = std::time::Instant::now();
        let ran = crate::world::Ran::of(command);
        assert!(begun.elapsed().as_secs() < 30, "{ran:?}");
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.err.contains("QDC_TEST_KEY 和 QDC_TEST_SECRET"), "{ran:?}");
    }
}

/// Nobody types a secret that cannot be kept.
#[cfg(target_os = "linux")]
#[test]
fn without_a_keyring_the_variables_are_named_before_anything_is_asked() {
    let world = World::new();
    let mut command = world.command(&["login", "--env", "test"]);
    command.env("QDC_LANG", "zh").env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    let (ran, asked) = crate::terminal::at_terminal(command, "never typed");
    assert!(ran.code == 2 && !asked, "{ran:?}");
    assert!(ran.err.contains("QDC_TEST_KEY 和 QDC_TEST_SECRET") && !ran.err.contains("DBus"), "{ran:?}");
}
