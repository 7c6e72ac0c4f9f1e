//! Text to tree (pest) and tree to text (the formatter).

mod broken;

pub use broken::{Broken, ProblemKind};
