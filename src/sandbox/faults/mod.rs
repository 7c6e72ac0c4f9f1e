//! Faults to order: what a network, a proxy or a busy server does to a client, and when the request is committed.
//!
//! [`kind`] is the table of them, [`rule`] reads one, [`inject`] does it to a request, [`spoil`] to its answer. How an
//! answer leaves, byte by byte, is [`super::connection`]'s.

mod inject;
mod kind;
mod rule;
mod spoil;

use std::collections::HashMap;
use std::sync::Mutex;

pub use inject::{answer, inject};
pub use kind::Kind;
pub use rule::FaultRule;

use super::answer::Answer;
use super::endpoints::Endpoint;
use super::locked;

/// Where clients ask what became of a contract.
const QUESTION: &str = "/open/contract/signer";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum When {
    /// Nothing is committed; but a delayed request still is, when its time is up.
    Before,
    /// What was asked is done; only the answer suffers.
    After,
    /// What was asked is done when the time of the fault is up, whatever the client was answered at once.
    Late,
}

impl When {
    const ALL: [When; 3] = [When::Before, When::After, When::Late];

    /// As it is written in a fault.
    pub fn name(self) -> &'static str {
        match self {
            When::Before => "before",
            When::After => "after",
            When::Late => "late",
        }
    }

    fn named(name: &str) -> Option<When> {
        When::ALL.into_iter().find(|when| when.name() == name)
    }
}

/// Paths are given as in the platform's documentation, or whole.
pub fn same_path(given: &str, path: &str) -> bool {
    given == path || path.strip_prefix("/api") == Some(given)
}

/// The rules in force and how often each came to pass.
pub struct Faults(Mutex<Inner>);

struct Inner {
    rules: Vec<Counted>,
    random: u64,
    /// What was answered last, for those who are to receive another's answer.
    answered: HashMap<Endpoint, Answer>,
}

struct Counted {
    rule: FaultRule,
    /// Requests it is for, so far.
    met: u64,
    done: u64,
}

impl Faults {
    pub fn new(rules: Vec<FaultRule>, seed: u64) -> Faults {
        Faults(Mutex::new(Inner { rules: counted(rules), random: seed, answered: HashMap::new() }))
    }

    pub fn replace(&self, rules: Vec<FaultRule>) {
        locked(&self.0).rules = counted(rules);
    }

    pub fn written(&self) -> Vec<String> {
        locked(&self.0).rules.iter().map(|counted| counted.rule.written().to_owned()).collect()
    }

    /// The fault for a request: of all that are due, the first.
    pub fn draw(&self, path: &str) -> Option<FaultRule> {
        let mut inner = locked(&self.0);
        let Inner { rules, random, .. } = &mut *inner;
        let mut drawn = None;
        for counted in rules.iter_mut().filter(|counted| counted.rule.is_for(path)) {
            counted.met += 1;
            let rule = &counted.rule;
            let due = rule.every.is_none_or(|every| counted.met.is_multiple_of(every));
            let left = rule.times.is_none_or(|times| counted.done < times);
            // Drawn whether or not it matters, so that the sequence depends on the requests alone.
            let lucky = rule.probability.is_none_or(|chance| fraction(random) < chance);
            if due && left && lucky && drawn.is_none() {
                counted.done += 1;
                drawn = Some(rule.clone());
            }
        }
        drawn
    }

    /// Remembers an answer that a request was really given; the one before it.
    fn remember(&self, endpoint: Endpoint, answer: &Answer) -> Option<Answer> {
        locked(&self.0).answered.insert(endpoint, answer.clone())
    }

    fn answered(&self, endpoint: Endpoint) -> Option<Answer> {
        locked(&self.0).answered.get(&endpoint).cloned()
    }
}

fn counted(rules: Vec<FaultRule>) -> Vec<Counted> {
    rules.into_iter().map(|rule| Counted { rule, met: 0, done: 0 }).collect()
}

/// The next number from 0 to below 1 (SplitMix64).
fn fraction(state: &mut u64) -> f64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^= z >> 31;
    (z >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(faults: &Faults, count: usize) -> String {
        let draw = |_| if faults.draw("/api/open/contract/start").is_some() { 'x' } else { '.' };
        (0..count).map(draw).collect()
    }

    #[test]
    fn every_third_and_twice_only() {
        let rule = FaultRule::parse("drop:after:every=3:times=2:path=/open/contract/start").unwrap();
        assert_eq!(rule.when, When::After);
        let faults = Faults::new(vec![rule], 0);
        assert!(faults.draw("/api/open/psnGet").is_none());
        assert_eq!(drawn(&faults, 12), "..x..x......");
    }

    #[test]
    fn lag_is_of_questions_alone() {
        let faults = Faults::new(vec![FaultRule::parse("lag:times=1").unwrap()], 0);
        assert_eq!(drawn(&faults, 3), "...");
        assert!(faults.draw("/api/open/contract/signer").is_some());
    }

    #[test]
    fn chance_is_the_same_for_the_same_seed() {
        let rules = || vec![FaultRule::parse("error:probability=0.5").unwrap()];
        let once = drawn(&Faults::new(rules(), 7), 40);
        assert_eq!(once, drawn(&Faults::new(rules(), 7), 40));
        assert_ne!(once, drawn(&Faults::new(rules(), 8), 40));
        assert!(once.contains('x') && once.contains('.'));
    }
}
