//! When "no such contract" is believed: since the bytes left, by no clock that a person can set.

use std::time::Duration;

use crate::deed::Deed;
use crate::platform::Platform;
use crate::project::Project;

fn millis(count: u64) -> Duration {
    Duration::from_millis(count)
}

fn refs(names: &[String]) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}

/// One connection: the last waits for the first ones' time-outs, longer than `settle`, before its bytes leave.
#[test]
fn row_01_settle_counts_from_the_bytes_and_not_from_the_queue() {
    let platform = Platform::starts(|_| Deed::honest().commits_after(millis(1200)).silent());
    let project = Project::at(&platform, "connections = 1\ntimeout = 0.4\nsettle = 2.5\nrate = 0\n");
    let names = project.contracts(10);
    project.send_until_done(&platform, &refs(&names));
    assert_eq!(platform.state().contracts.len(), 10);
    platform.assert_all_signed();
}
