//! A file a kind of fault; the numbers are those of the trial's table.

use std::time::Duration;

mod files;
mod identity;
mod outage;
mod output;
mod questions;
mod strangers;
mod time;

fn millis(count: u64) -> Duration {
    Duration::from_millis(count)
}

fn refs(names: &[String]) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}
