//! The platforms: their codes as data, and how they are spoken to.

mod codes;
#[cfg(feature = "send")]
pub mod signature;

pub use codes::{CODES, Code, find};
