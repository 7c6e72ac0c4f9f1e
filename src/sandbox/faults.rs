//! Faults to order: what a network or a busy server does to a client, before or after the request is committed.

use std::sync::Mutex;

use super::locked;
use crate::findings::Words;
use crate::vocabulary::nearest_name;
use crate::words;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The answer is late.
    Delay,
    /// The platform's code 500 in an answer of status 200.
    Error,
    /// Status 500 and no envelope, as from a proxy.
    Http500,
    /// The connection ends without an answer.
    Drop,
    /// Half an answer: no JSON.
    Malformed,
    /// JSON, but not of the documented types.
    WrongType,
    /// The answer trickles.
    Slow,
}

const KINDS: [(&str, Kind); 8] = [
    ("delay", Kind::Delay),
    ("error", Kind::Error),
    ("500", Kind::Error),
    ("http500", Kind::Http500),
    ("drop", Kind::Drop),
    ("malformed", Kind::Malformed),
    ("wrong-type", Kind::WrongType),
    ("slow", Kind::Slow),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Nothing is committed; but a delayed request still is, when its time is up.
    Before,
    /// What was asked is done; only the answer suffers.
    After,
}

/// One fault and the requests it befalls: `drop:after:every=3:path=/open/contract/start`.
#[derive(Debug, Clone, PartialEq)]
pub struct FaultRule {
    pub kind: Kind,
    pub when: When,
    /// Only every so manieth request, the first of them at that number.
    pub every: Option<u64>,
    /// From 0 to 1.
    pub probability: Option<f64>,
    /// With or without the `/api` that it begins with.
    pub path: Option<String>,
    /// No more often than this.
    pub times: Option<u64>,
    /// How late, or how slowly altogether.
    pub ms: u64,
    /// As it was written.
    written: String,
}

impl FaultRule {
    /// Reads `KIND[:before|after][:every=N][:probability=P][:path=…][:times=N][:ms=N]`.
    pub fn parse(written: &str) -> Result<FaultRule, Words> {
        let mut parts = written.split(':').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let Some((_, kind)) = KINDS.iter().find(|(known, _)| *known == name) else {
            return Err(match nearest_name(name, KINDS.map(|(known, _)| known)) {
                Some(near) => {
                    words!(
                        "没有 `{name}` 这种故障，是不是 `{near}`？",
                        "there is no fault `{name}`; did you mean `{near}`?"
                    )
                }
                None => words!(
                    "没有 `{name}` 这种故障，可以是 delay、error、http500、drop、malformed、wrong-type、slow",
                    "there is no fault `{name}`; there are delay, error, http500, drop, malformed, wrong-type, slow"
                ),
            });
        };
        let mut rule = FaultRule {
            kind: *kind,
            when: if *kind == Kind::Slow { When::After } else { When::Before },
            every: None,
            probability: None,
            path: None,
            times: None,
            ms: 1000,
            written: written.to_owned(),
        };
        for part in parts {
            rule.set(part)?;
        }
        if rule.kind == Kind::Slow && rule.when == When::Before {
            return Err(words!(
                "slow 说的是回答怎样到达，没有 before",
                "slow is about how an answer arrives; it has no before"
            ));
        }
        Ok(rule)
    }

    fn set(&mut self, part: &str) -> Result<(), Words> {
        let wrong = || {
            words!(
                "`{part}` 不能这样写；可以写 before、after、every=N、probability=0.5、path=/…、times=N、ms=N",
                "`{part}` is not understood; there are before, after, every=N, probability=0.5, path=/…, times=N, ms=N"
            )
        };
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let number = || value.parse::<u64>().map_err(|_| wrong());
        match name {
            "before" if value.is_empty() => self.when = When::Before,
            "after" if value.is_empty() => self.when = When::After,
            "every" => self.every = Some(number()?.max(1)),
            "times" => self.times = Some(number()?),
            "ms" => self.ms = number()?,
            "probability" => {
                let chance = value.parse().ok().filter(|chance| (0.0..=1.0).contains(chance));
                self.probability = Some(chance.ok_or_else(wrong)?);
            }
            "path" if !value.is_empty() => self.path = Some(value.to_owned()),
            _ => return Err(wrong()),
        }
        Ok(())
    }

    pub fn written(&self) -> &str {
        &self.written
    }

    fn is_for(&self, path: &str) -> bool {
        self.path.as_deref().is_none_or(|own| same_path(own, path))
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
}

struct Counted {
    rule: FaultRule,
    /// Requests it is for, so far.
    met: u64,
    done: u64,
}

impl Faults {
    pub fn new(rules: Vec<FaultRule>, seed: u64) -> Faults {
        Faults(Mutex::new(Inner { rules: counted(rules), random: seed }))
    }

    pub fn replace(&self, rules: Vec<FaultRule>) {
        locked(&self.0).rules = counted(rules);
    }

    pub fn written(&self) -> Vec<String> {
        locked(&self.0).rules.iter().map(|counted| counted.rule.written.clone()).collect()
    }

    /// The fault that befalls a request: of all that would, the first.
    pub fn draw(&self, path: &str) -> Option<FaultRule> {
        let mut inner = locked(&self.0);
        let Inner { rules, random } = &mut *inner;
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
    fn chance_is_the_same_for_the_same_seed() {
        let rules = || vec![FaultRule::parse("error:probability=0.5").unwrap()];
        let once = drawn(&Faults::new(rules(), 7), 40);
        assert_eq!(once, drawn(&Faults::new(rules(), 7), 40));
        assert_ne!(once, drawn(&Faults::new(rules(), 8), 40));
        assert!(once.contains('x') && once.contains('.'));
    }

    #[test]
    fn what_is_not_understood_is_said() {
        for wrong in ["drp", "drop:evry=3", "delay:ms=x", "slow:before", "error:probability=2"] {
            assert!(FaultRule::parse(wrong).is_err(), "{wrong}");
        }
        assert!(FaultRule::parse("dely").unwrap_err().en.contains("`delay`"));
    }
}
