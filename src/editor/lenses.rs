//! What can be done with a file, offered above its statements.

use std::ops::Range;

use super::Snapshot;
use crate::findings::{Lang, Level};
use crate::vocabulary::Key;
use crate::words;

/// Something to do with the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Show what would be sent.
    Plan,
    /// Show where the seals land.
    Preview,
    /// Send it to the sandbox.
    SendSandbox,
}

/// An offer above a keyword.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    pub range: Range<usize>,
    pub deed: Deed,
    pub title: String,
}

/// The offers of a file, at its first statement that is sent. A file with errors is not to be sent, nor one whose params
/// want values, which an editor does not have.
pub fn lenses(snapshot: &Snapshot, lang: Lang) -> Vec<Lens> {
    let tree = snapshot.tree();
    let sent = |key| matches!(key, Key::Contract | Key::Authorization | Key::Ticket);
    let first = tree.roots().find(|&id| tree.node(id).word.is_some_and(|word| sent(word.key)));
    let Some(first) = first else { return Vec::new() };
    let range = tree.keyword(first).range();
    let lens = |deed, words: crate::findings::Words| Lens {
        range: range.clone(),
        deed,
        title: words.get(lang).to_owned(),
    };
    let mut lenses = vec![lens(Deed::Plan, words!("查看发送计划", "Show plan"))];
    if snapshot.model.contract.is_some() {
        lenses.push(lens(Deed::Preview, words!("预览盖章位置", "Preview seals")));
    }
    let has_errors = snapshot.findings.iter().any(|finding| finding.level == Level::Error);
    if !has_errors && snapshot.model.open_params().next().is_none() {
        lenses.push(lens(Deed::SendSandbox, words!("发到沙箱试一试", "Send to sandbox")));
    }
    lenses
}
