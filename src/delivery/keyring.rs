//! The system's keyring: one text for each name, under this program's service.

use std::sync::LazyLock;

use keyring_core::{Entry, Error};

use crate::findings::Words;
use crate::words;

/// The service that entries stand under.
const SERVICE: &str = "qdc";

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

fn entry(name: &str) -> Result<Entry, Words> {
    STORE.as_ref().map_err(unusable)?;
    Entry::new(SERVICE, name).map_err(|error| unusable(&error))
}

/// The text of a name; `None` where there is none.
pub fn get(name: &str) -> Result<Option<String>, Words> {
    match entry(name)?.get_password() {
        Ok(value) => Ok(Some(value)),
        Err(Error::NoEntry) => Ok(None),
        Err(error) => Err(unusable(&error)),
    }
}

pub fn set(name: &str, value: &str) -> Result<(), Words> {
    entry(name)?.set_password(value).map_err(|error| unusable(&error))
}

/// Whether there was one to remove.
pub fn remove(name: &str) -> Result<bool, Words> {
    match entry(name)?.delete_credential() {
        Ok(()) => Ok(true),
        Err(Error::NoEntry) => Ok(false),
        Err(error) => Err(unusable(&error)),
    }
}

fn unusable(error: &Error) -> Words {
    words!(
        "系统钥匙串无法使用（{error}）；没有桌面的机器上请改用环境变量",
        "the system's keyring cannot be used ({error}); on a machine without a desktop use environment variables"
    )
}
