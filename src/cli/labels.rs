//! Environments as the ledger has them. A sandbox that runs by itself is recorded as `sandbox:PORT`, since each is a
//! platform of its own; people know all of them as `sandbox`.

use crate::delivery::ledger::Record;
use crate::settings::SANDBOX;

/// The name of the environment.
pub fn name(label: &str) -> &str {
    match label.split_once(':') {
        Some((SANDBOX, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => {
            SANDBOX
        }
        _ => label,
    }
}

/// Whether a record is of the environment asked for, by its name or as the ledger has it.
pub fn is_of(record: &Record, asked: &str) -> bool {
    record.environment == asked || name(&record.environment) == asked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_sandbox_has_a_port() {
        assert_eq!(name("sandbox:40411"), "sandbox");
        for same in ["sandbox", "sandbox:", "sandbox:x", "test:1", "测试"] {
            assert_eq!(name(same), same);
        }
    }
}
