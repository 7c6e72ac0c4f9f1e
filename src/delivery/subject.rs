//! What a request is recognised by when it comes again.

use crate::model::canonical;

/// What tells a request from others of its kind, in every run and on every machine that shares a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A contract's business code, as it is sent.
    Code(String),
    /// A contract without a business code: the SHA-256 of what it asks for. Comments, blanks and names are not part of
    /// that; a deadline counts as it is written, and the order of documents, signers and seals counts.
    Meaning(String),
    /// An account id, or a document of a contract.
    Name(String),
}

impl Subject {
    /// Equal for what is the same. Codes are compared trimmed, by width, and without what nobody sees: `"CG-1 "`
    /// and `"ＣＧ-1"` are `CG-1`. No code has the key of a contract without one.
    pub fn key(&self) -> String {
        match self {
            Subject::Code(code) => format!("={}", canonical(code)),
            Subject::Meaning(hash) => format!("#{hash}"),
            Subject::Name(name) => name.clone(),
        }
    }

    /// The business code as it is sent; the platform can be asked by nothing else.
    pub fn code(&self) -> Option<&str> {
        match self {
            Subject::Code(code) => Some(code),
            Subject::Meaning(_) | Subject::Name(_) => None,
        }
    }

    /// As people know it; a contract without a business code has nothing of the kind.
    pub fn text(&self) -> Option<&str> {
        match self {
            Subject::Code(text) | Subject::Name(text) => Some(text),
            Subject::Meaning(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(code: &str) -> String {
        Subject::Code(code.to_owned()).key()
    }

    #[test]
    fn codes_that_people_take_for_one_are_one() {
        for same in ["CG-1", " CG-1", "CG-1\u{3000}", "ＣＧ－１", "CG\u{200b}-1\u{feff}", "\tCG-1\n"] {
            assert_eq!(key(same), key("CG-1"), "{same:?}");
        }
        for other in ["cg-1", "CG-2", "CG 1", "CG–1"] {
            assert_ne!(key(other), key("CG-1"), "{other:?}");
        }
    }

    #[test]
    fn no_code_is_taken_for_a_contract_without_one() {
        let nameless = Subject::Meaning("0".repeat(64)).key();
        assert_ne!(key(&nameless), nameless);
        assert_ne!(key("#2"), Subject::Meaning("2".to_owned()).key());
    }
}
