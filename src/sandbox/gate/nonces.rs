//! Nonces that were used: each once within a time, and forgotten after it.

use std::collections::{HashSet, VecDeque};

use md5::{Digest, Md5};

/// Digests rather than texts: a long nonce takes no more room than a short one.
type Mark = [u8; 16];

pub struct Nonces {
    /// How long one is remembered, in milliseconds.
    window: i64,
    seen: HashSet<Mark>,
    /// Oldest first.
    order: VecDeque<(i64, Mark)>,
}

impl Nonces {
    pub fn new(window: i64) -> Nonces {
        Nonces { window, seen: HashSet::new(), order: VecDeque::new() }
    }

    /// Uses a nonce at a time in milliseconds; whether it was fresh.
    pub fn spend(&mut self, nonce: &str, now: i64) -> bool {
        while let Some((at, mark)) = self.order.front()
            && now - at >= self.window
        {
            self.seen.remove(mark);
            self.order.pop_front();
        }
        let mark = Md5::digest(nonce.as_bytes()).into();
        let fresh = self.seen.insert(mark);
        if fresh {
            self.order.push_back((now, mark));
        }
        fresh
    }
}

#[cfg(test)]
mod tests {
    use super::Nonces;

    #[test]
    fn once_within_the_window() {
        let mut nonces = Nonces::new(1000);
        assert!(nonces.spend("a", 0));
        assert!(!nonces.spend("a", 999));
        assert!(nonces.spend("a", 1000));
        assert!(nonces.order.len() == 1 && nonces.seen.len() == 1);
    }
}
