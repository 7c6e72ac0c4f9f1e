//! The system's keyring: one text for each name, under this program's service.
//!
//! It is another program, which may ask a person or not answer at all: nobody waits for it longer than a few seconds.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{LazyLock, mpsc};
use std::time::Duration;

use keyring_core::{Entry, Error};

use crate::findings::Words;
use crate::words;

/// The service that entries stand under.
const SERVICE: &str = "qdc";

/// How long a keyring that says nothing is waited for. One that asks for its password is a window that a person sees.
const PATIENCE: Duration = Duration::from_secs(4);

/// Whether it did not answer once: it is not waited for a second time.
static SILENT: AtomicBool = AtomicBool::new(false);

/// The system's own store, looked for once.
static STORE: LazyLock<Result<(), Error>> = LazyLock::new(|| {
    #[cfg(target_os = "macos")]
    let store = apple_native_keyring_store::keychain::Store::new()?;
    #[cfg(windows)]
    let store = windows_native_keyring_store::Store::new()?;
    #[cfg(all(unix, not(target_os = "macos")))]
    let store = dbus_secret_service_keyring_store::Store::new()?;
    keyring_core::set_default_store(store);
    Ok(())
});

/// Asks in a thread of its own, which is left behind where nothing answers: the program's end ends it.
fn ask<T: Send + 'static>(
    name: &str,
    question: impl FnOnce(&Entry) -> Result<T, Error> + Send + 'static,
) -> Result<T, Words> {
    if SILENT.load(Ordering::Relaxed) {
        return Err(silent());
    }
    let name = name.to_owned();
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        let answer = match STORE.as_ref() {
            Err(error) => Err(unusable(error)),
            Ok(()) => {
                let entry = Entry::new(SERVICE, &name);
                entry.and_then(|entry| question(&entry)).map_err(|error| unusable(&error))
            }
        };
        // Nobody listens any more, perhaps.
        let _ = tell.send(answer);
    });
    told.recv_timeout(PATIENCE).unwrap_or_else(|_| {
        SILENT.store(true, Ordering::Relaxed);
        Err(silent())
    })
}

/// What there is not is no error.
fn perhaps<T>(answer: Result<T, Error>) -> Result<Option<T>, Error> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(Error::NoEntry) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The text of a name; `None` where there is none.
pub fn get(name: &str) -> Result<Option<String>, Words> {
    ask(name, |entry| perhaps(entry.get_password()))
}

pub fn set(name: &str, value: &str) -> Result<(), Words> {
    let value = value.to_owned();
    ask(name, move |entry| entry.set_password(&value))
}

/// Whether there was one to remove.
pub fn remove(name: &str) -> Result<bool, Words> {
    ask(name, |entry| perhaps(entry.delete_credential())).map(|removed| removed.is_some())
}

fn silent() -> Words {
    words!("系统钥匙串没有回答", "the system's keyring does not answer")
}

fn unusable(error: &Error) -> Words {
    match error {
        Error::NoStorageAccess(_) => words!(
            "系统钥匙串打不开：它被锁上了，或者没有权限",
            "the system's keyring cannot be opened: it is locked, or there is no permission"
        ),
        Error::TooLong(..) | Error::Invalid(..) => {
            words!("系统钥匙串不接受这个值", "the system's keyring does not accept this value ({error})")
        }
        _ => words!(
            "系统钥匙串无法使用：没有找到正在运行的钥匙串服务",
            "the system's keyring cannot be used ({error})"
        ),
    }
}
