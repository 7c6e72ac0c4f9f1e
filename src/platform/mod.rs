//! What the platforms document, as data.

mod codes;

pub use codes::{CODES, Code, find};
