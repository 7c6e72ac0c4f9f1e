//! How many cases a property is tried on, and which.

use proptest::test_runner::{Config, RngSeed};

/// The same cases each day; `QDC_CASES` multiplies how many.
pub fn cases(count: u32) -> Config {
    let times = std::env::var("QDC_CASES").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    Config {
        cases: count * times,
        rng_seed: RngSeed::Fixed(20_260_105),
        failure_persistence: None,
        ..Config::default()
    }
}
