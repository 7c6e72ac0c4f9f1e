//! The tree-sitter grammar of qdc, for programs in Rust: `parser.set_language(&tree_sitter_qdc::LANGUAGE.into())`.

use tree_sitter_language::LanguageFn;

unsafe extern "C" {
    fn tree_sitter_qdc() -> *const ();
}

/// The grammar.
// The generated parser has exactly this function.
pub const LANGUAGE: LanguageFn = unsafe { LanguageFn::from_raw(tree_sitter_qdc) };
