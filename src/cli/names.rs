//! Names that a shell completes and explains, of which any other is taken too: what is wrong with that one is said in words of
//! ours.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Command, Error};

use super::messages::pick;
use crate::findings::Lang;

type Named = (&'static str, (&'static str, &'static str));

/// The parser of an argument that is such a name.
#[derive(Clone)]
pub struct Names {
    lang: Lang,
    known: fn() -> Vec<Named>,
}

impl Names {
    pub fn new(lang: Lang, known: fn() -> Vec<Named>) -> Self {
        Self { lang, known }
    }
}

impl TypedValueParser for Names {
    type Value = String;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<String, Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let mut names: Vec<&str> = Vec::new();
        let known = (self.known)().into_iter().filter(move |(name, _)| {
            let is_new = !names.contains(name);
            names.push(name);
            is_new
        });
        Some(Box::new(known.map(|(name, (zh, en))| PossibleValue::new(name).help(pick(self.lang, zh, en)))))
    }
}
