//! What reading one file may cost: bytes looked at, bytes unpacked, objects kept.
//!
//! Everything that works on a file pays from here, so that the whole stays linear in the file and small in memory
//! whatever the file says. What is spent stays spent: every reader then finds nothing more, and the file is refused.

use std::cell::Cell;

/// How often each byte may be looked at. A sound file needs three looks, a damaged one six.
const LOOKS: usize = 8;
const FREE_LOOKS: usize = 4 << 20;
/// What streams of objects may come to together, unpacked, in bytes, layers in between included. Those of an
/// ordinary file of 100 MB come to a tenth of it.
const UNPACKED: usize = 48 << 20;
/// More objects than an ordinary file of 100 MB has.
const OBJECTS: usize = 1_800_000;

/// Why a file is not read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It unpacks to too much.
    Unpacked,
    /// It has too many objects, or ones that lie in each other without end.
    Tangled,
}

impl Refusal {
    /// The limit on what is unpacked, in MiB.
    pub const UNPACKED_MIB: usize = UNPACKED >> 20;
}

pub struct Budget {
    looks: Cell<usize>,
    unpacked: Cell<usize>,
    objects: Cell<usize>,
    refusal: Cell<Option<Refusal>>,
}

impl Budget {
    pub fn of(bytes: &[u8]) -> Self {
        Self {
            looks: Cell::new(bytes.len().saturating_mul(LOOKS).saturating_add(FREE_LOOKS)),
            unpacked: Cell::new(UNPACKED),
            objects: Cell::new(OBJECTS),
            refusal: Cell::new(None),
        }
    }

    /// Why reading ended early, where it did.
    pub fn refusal(&self) -> Option<Refusal> {
        self.refusal.get()
    }

    /// Pays for bytes that are looked at; `None` when there are no looks left.
    pub fn look(&self, bytes: usize) -> Option<()> {
        self.pay(&self.looks, bytes, Refusal::Tangled)
    }

    /// Pays for one more object.
    pub fn object(&self) -> Option<()> {
        self.pay(&self.objects, 1, Refusal::Tangled)
    }

    /// How much may still be unpacked.
    pub fn left_to_unpack(&self) -> usize {
        if self.refusal.get().is_some() { 0 } else { self.unpacked.get() }
    }

    /// Pays for what was unpacked, which is then looked at like the file itself.
    pub fn unpack(&self, bytes: usize) -> Option<()> {
        self.pay(&self.unpacked, bytes, Refusal::Unpacked)?;
        self.looks.set(self.looks.get().saturating_add(bytes * LOOKS));
        Some(())
    }

    /// There is more to unpack than is left.
    pub fn refuse_to_unpack(&self) {
        self.refusal.set(self.refusal.get().or(Some(Refusal::Unpacked)));
    }

    fn pay(&self, from: &Cell<usize>, amount: usize, refusal: Refusal) -> Option<()> {
        if self.refusal.get().is_some() {
            return None;
        }
        match from.get().checked_sub(amount) {
            Some(left) => from.set(left),
            None => self.refusal.set(Some(refusal)),
        }
        self.refusal.get().is_none().then_some(())
    }
}
