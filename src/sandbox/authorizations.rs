//! The pages where silent signing is granted. The platform's asks for a code or a face; here opening it is enough.

use std::collections::HashMap;
use std::sync::Mutex;

use uuid::Uuid;

use super::locked;

/// How many pages are open at once; the oldest give way.
const OPEN: usize = 10_000;

/// The seals and the end of each page that is open, by its name.
#[derive(Default)]
pub struct Authorizations(Mutex<HashMap<String, (Vec<i64>, i64)>>);

pub const PATH: &str = "/authorization/";

impl Authorizations {
    /// A new page for some seals, open until a time in milliseconds: its address.
    pub fn open(&self, base: &str, seals: Vec<i64>, until: i64) -> String {
        let name = Uuid::new_v4().simple().to_string();
        let address = format!("{base}{PATH}{name}");
        let mut open = locked(&self.0);
        if open.len() >= OPEN {
            let first = open.iter().min_by_key(|(_, (_, until))| *until).map(|(name, _)| name.clone());
            first.and_then(|name| open.remove(&name));
        }
        open.insert(name, (seals, until));
        address
    }

    /// The seals of an open page, which is closed by this.
    pub fn close(&self, name: &str, now: i64) -> Option<Vec<i64>> {
        locked(&self.0).remove(name).filter(|(_, until)| now < *until).map(|(seals, _)| seals)
    }
}
