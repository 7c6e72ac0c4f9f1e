//! From a plan to the platform, exactly once: environments, keys, the record of what was sent, sending.

pub mod environment;
pub mod keys;

pub use environment::Environment;
