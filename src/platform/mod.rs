//! The platforms: their codes as data, and how they are spoken to.
//!
//! Knows nothing of files, plans and records: bodies in, answers out.

#[cfg(feature = "send")]
mod answer;
#[cfg(feature = "send")]
mod client;
mod codes;
#[cfg(feature = "send")]
mod fault;
#[cfg(feature = "send")]
pub mod signature;
#[cfg(feature = "send")]
pub mod trace;

#[cfg(feature = "send")]
pub use answer::{Answer, Verdict};
#[cfg(feature = "send")]
pub use client::{LINGER, Link, QianDun, Qiyuesuo, Turn};
pub use codes::{CODES, Code, find, is_refusal};
#[cfg(feature = "send")]
pub use fault::Fault;
