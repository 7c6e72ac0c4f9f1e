//! What tells contents apart.

use std::fmt::{self, Debug, Write};

use serde::{Deserialize, Serialize};

/// A digest of some content: two that are equal are of the same content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Print([u64; 4]);

impl Print {
    pub fn of(content: &[u8]) -> Print {
        Print::from(blake3::hash(content))
    }

    /// Of plain data, by all of what it holds.
    pub fn of_debug(data: &impl Debug) -> Print {
        let mut writer = Writer(blake3::Hasher::new());
        // Hashing never fails.
        let _ = write!(writer, "{data:?}");
        Print::from(writer.0.finalize())
    }

    /// In hexadecimal, as BLAKE3 is written everywhere.
    #[cfg(feature = "send")]
    pub fn hex(&self) -> String {
        blake3::Hash::from_bytes(self.bytes()).to_hex().to_string()
    }

    pub fn bytes(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        for (to, part) in bytes.chunks_exact_mut(8).zip(self.0) {
            to.copy_from_slice(&part.to_le_bytes());
        }
        bytes
    }
}

impl From<blake3::Hash> for Print {
    fn from(hash: blake3::Hash) -> Print {
        let mut parts = [0; 4];
        for (part, bytes) in parts.iter_mut().zip(hash.as_bytes().chunks_exact(8)) {
            *part = bytes.iter().rev().fold(0, |sum, &byte| sum << 8 | u64::from(byte));
        }
        Print(parts)
    }
}

struct Writer(blake3::Hasher);

impl fmt::Write for Writer {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}
