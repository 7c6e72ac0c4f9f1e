//! Where a scenario could go one way or another: walked one by one, or drawn from a seed.

use std::sync::{Arc, Mutex};

/// Makes every choice of one scenario, and remembers them. The first alternative is always the harmless one.
#[derive(Clone)]
pub struct Choices(Arc<Mutex<Inner>>);

struct Inner {
    source: Source,
    /// What was chosen so far, of how many, and where.
    made: Vec<Choice>,
    /// Off once the faults are over: everything is harmless then.
    on: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    pub taken: usize,
    pub of: usize,
    pub at: &'static str,
}

enum Source {
    /// These first, then harmless.
    Walk(Vec<usize>),
    /// By chance: the chance of a fault, in a thousand.
    Seed { state: u64, faults: u64 },
}

impl Choices {
    pub fn walk(prefix: Vec<usize>) -> Choices {
        Choices::new(Source::Walk(prefix))
    }

    pub fn seed(seed: u64) -> Choices {
        let mut state = seed;
        // Some worlds are calm, some are not.
        let faults = [20, 60, 150, 300, 500][(next(&mut state) % 5) as usize];
        Choices::new(Source::Seed { state, faults })
    }

    fn new(source: Source) -> Choices {
        Choices(Arc::new(Mutex::new(Inner { source, made: Vec::new(), on: true })))
    }

    /// One of so many alternatives.
    pub fn choose(&self, at: &'static str, of: usize) -> usize {
        let mut inner = self.0.lock().unwrap();
        if !inner.on || of < 2 {
            return 0;
        }
        let position = inner.made.len();
        let taken = match &mut inner.source {
            Source::Walk(prefix) => prefix.get(position).copied().unwrap_or(0),
            Source::Seed { state, faults } => match next(state) % 1000 < *faults {
                true => 1 + (next(state) % (of as u64 - 1)) as usize,
                false => 0,
            },
        };
        inner.made.push(Choice { taken, of, at });
        taken
    }

    /// A number below a bound; harmless whatever it is. Always the same in a walk.
    pub fn below(&self, bound: u64) -> u64 {
        match &mut self.0.lock().unwrap().source {
            Source::Walk(_) => bound / 2,
            Source::Seed { state, .. } => next(state) % bound.max(1),
        }
    }

    pub fn calm(&self) {
        self.0.lock().unwrap().on = false;
    }

    pub fn made(&self) -> Vec<Choice> {
        self.0.lock().unwrap().made.clone()
    }
}

/// The next scenario of a walk through all with at most so many faults, each among the first so many choices;
/// `None` after the last.
pub fn after(made: &[Choice], faults: usize, depth: usize) -> Option<Vec<usize>> {
    let made = &made[..made.len().min(depth)];
    for at in (0..made.len()).rev() {
        let before = made[..at].iter().filter(|choice| choice.taken > 0).count();
        let next = made[at].taken + 1;
        if next < made[at].of && before < faults {
            return Some(made[..at].iter().map(|choice| choice.taken).chain([next]).collect());
        }
    }
    None
}

/// SplitMix64.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
