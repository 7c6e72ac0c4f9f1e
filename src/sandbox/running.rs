//! How a second process finds the sandbox that has the journal: a note beside it, believed only while the journal is
//! locked and the one it names answers to its token.
//!
//! A note that came with somebody's files, or that a killed process left, leads nowhere: nobody looks at it unless the
//! system says that a process has the lock, and it can name no address but this machine's.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

const NAME: &str = "running.json";

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// A sandbox that runs in another process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    pub address: SocketAddr,
    token: String,
}

impl Running {
    /// The address of the page for people, with its token.
    pub fn page(&self) -> String {
        page(self.address, &self.token)
    }

    fn answers(&self) -> bool {
        let ask = || -> io::Result<bool> {
            let mut stream = TcpStream::connect_timeout(&self.address, PATIENCE)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            stream.set_write_timeout(Some(PATIENCE))?;
            let (address, token) = (self.address, &self.token);
            write!(
                stream,
                "GET /_sandbox/counts HTTP/1.1\r\nhost: {address}\r\nx-sandbox-token: {token}\r\nconnection: close\r\n\r\n"
            )?;
            let mut head = [0; 12];
            stream.read_exact(&mut head)?;
            Ok(&head == b"HTTP/1.1 200")
        };
        ask().unwrap_or(false)
    }
}

/// See [`Running::page`].
pub fn page(address: SocketAddr, token: &str) -> String {
    format!("http://{address}/?token={token}")
}

/// The sandbox that has a folder's journal and lets others use it; `None` where nobody says so, or nobody answers.
/// To be asked only when the journal was found in use.
pub fn running(folder: &Path) -> Option<Running> {
    let running: Running = serde_json::from_slice(&std::fs::read(folder.join(NAME)).ok()?).ok()?;
    let is_token = running.token.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (running.address.ip().is_loopback() && is_token && running.answers()).then_some(running)
}

/// The note, taken away when it is dropped.
pub struct Notice(PathBuf);

impl Notice {
    pub fn put(folder: &Path, address: SocketAddr, token: &str) -> io::Result<Notice> {
        let path = folder.join(NAME);
        // Whatever has the name may be a link.
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        // Whoever has the token may sign.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let text = serde_json::to_vec(&Running { address, token: token.to_owned() })?;
        options.open(&path)?.write_all(&text)?;
        Ok(Notice(path))
    }
}

impl Drop for Notice {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
