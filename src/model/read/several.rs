//! Several things where a line takes one: `签章 合同、清单`, `签署方 甲方、乙方`, `认证 短信和人脸`.

use super::super::{AuthMode, ProblemKind, Wrong};
use super::{At, Reader, View, at};
use crate::syntax::{Kind, NodeId, Token};
use crate::vocabulary::{Choice, Key, Shape, choices, narrowed};

impl Reader<'_> {
    /// Whether the values beyond the first are more of the same, each of which wants a line of its own.
    pub(super) fn are_several(&mut self, view: &View<'_>, id: NodeId, extra: &[Token]) -> bool {
        let Some(word) = view.tree.node(id).word else { return false };
        let takes_names =
            matches!(word.takes, [take] if matches!(take.shape, Shape::Account | Shape::DocumentName));
        if !takes_names && word.key != Key::Attachment {
            return false;
        }
        extra.iter().all(|token| {
            let name = narrowed(view.slice(*token));
            match token.kind {
                // What is named here too is used, though it is not read.
                Kind::Word => {
                    self.is_account(&name);
                    true
                }
                Kind::Text => word.takes[0].shape != Shape::DocumentName,
                _ => false,
            }
        })
    }

    /// `甲方和乙方` in one word; reported as what it is.
    pub(super) fn reads_several(
        &mut self,
        view: &View<'_>,
        id: NodeId,
        token: Token,
        is_one: fn(&mut Self, &str) -> bool,
    ) -> bool {
        let written = narrowed(view.slice(token));
        let Some(word) = view.tree.node(id).word else { return false };
        let parts = parts(&written);
        let are_several = parts.len() > 1 && parts.into_iter().all(|part| is_one(self, part));
        if are_several {
            self.problem(view.span(token), ProblemKind::Several { word });
        }
        are_several
    }

    /// Whether a party of this name is declared, which is then used.
    pub(super) fn is_account(&mut self, name: &str) -> bool {
        let is_declared = self.names.accounts.contains_key(name);
        self.note_quoted_account(name);
        is_declared
    }

    pub(super) fn is_document(&mut self, name: &str) -> bool {
        self.names.documents.contains_key(name)
    }

    /// The modes that one word names, where it is written otherwise; reported.
    pub(super) fn read_modes_in_words(
        &mut self,
        view: &View<'_>,
        id: NodeId,
        token: Token,
    ) -> Option<Vec<At<AuthMode>>> {
        let set = &choices::AUTH_MODES;
        let written = view.slice(token);
        let content = if token.kind == Kind::Text { super::texts::unquoted(written) } else { written };
        let parts = parts(content);
        if token.kind != Kind::Text && parts.len() < 2 {
            return None;
        }
        let find = |part: &str| set.find(part).or_else(|| set.find_misnamed(part));
        // `"CODE_SMS"` is the platform's own word and goes out as it is.
        if set.0.iter().any(|choice| choice.sent == content) {
            return None;
        }
        let modes: Vec<&Choice> = parts.iter().map(|part| find(part)).collect::<Option<_>>()?;
        let spelled: Vec<_> = modes.iter().map(|mode| mode.spelled_like(content)).collect();
        let spelled = spelled.join(" ");
        // Whether either is enough is for the platform to say.
        let why = match content.contains('或') {
            true => Wrong::Perhaps(spelled),
            false => Wrong::Respelled(spelled),
        };
        self.wrong(view, id, token, Shape::ChoiceOrText(set), why);
        Some(modes.into_iter().map(|mode| at(mode_of(mode), view.span(token))).collect())
    }

    /// `（短信、人脸）`, which looks like a point, and `短信（人脸）`; reported. Those that are `known` already are left
    /// out.
    pub(super) fn read_modes_in_brackets(
        &mut self,
        view: &View<'_>,
        id: NodeId,
        token: Token,
        known: &[At<AuthMode>],
    ) -> Option<Vec<At<AuthMode>>> {
        let is_bracket = matches!(token.kind, Kind::Point | Kind::BrokenPoint | Kind::Bracketed);
        if !is_bracket || view.reported(token).is_some() {
            return None;
        }
        let set = &choices::AUTH_MODES;
        let written = view.slice(token);
        let find = |part: &str| set.find(part).or_else(|| set.find_misnamed(part));
        let mut modes: Vec<&'static Choice> = Vec::new();
        for part in written.split(['(', '（', ')', '）']).flat_map(parts) {
            let mode = find(part)?;
            let is_known = known.iter().any(|known| known.value == mode_of(mode));
            if !is_known && modes.iter().all(|other| other.sent != mode.sent) {
                modes.push(mode);
            }
        }
        let why = match modes.is_empty() {
            true => Wrong::Twice,
            false => {
                let spelled: Vec<_> = modes.iter().map(|mode| mode.spelled_like(written)).collect();
                match written.contains('或') {
                    true => Wrong::Perhaps(spelled.join(" ")),
                    false => Wrong::Respelled(spelled.join(" ")),
                }
            }
        };
        self.wrong(view, id, token, Shape::ChoiceOrText(set), why);
        Some(modes.into_iter().map(|mode| at(mode_of(mode), view.span(token))).collect())
    }

    /// Reports a mode that is there already, and takes it out.
    pub(super) fn without_repeated(
        &mut self,
        view: &View<'_>,
        id: NodeId,
        modes: Vec<At<AuthMode>>,
    ) -> Vec<At<AuthMode>> {
        let mut kept: Vec<At<AuthMode>> = Vec::with_capacity(modes.len().min(8));
        let mut seen = std::collections::HashSet::new();
        for mode in modes {
            let key = match &mode.value {
                AuthMode::Sms => Some("CODE_SMS".to_owned()),
                AuthMode::Face => Some("PSN_FACE".to_owned()),
                AuthMode::Other(text) => text.value().map(str::to_owned),
            };
            if key.is_none_or(|key| seen.insert(key)) {
                kept.push(mode);
            } else {
                self.wrong_at(mode.span, view, id, Shape::ChoiceOrText(&choices::AUTH_MODES), Wrong::Twice);
            }
        }
        kept
    }
}

pub(super) fn mode_of(choice: &Choice) -> AuthMode {
    match choice.sent {
        "PSN_FACE" => AuthMode::Face,
        _ => AuthMode::Sms,
    }
}

/// What a word joins with `和`, `+` and the like.
fn parts(written: &str) -> Vec<&str> {
    written
        .split(['和', '与', '及', '或', '加', '+', '＋', '/', '／', '&', '＆', '、', '，', ',', ' '])
        .filter(|part| !part.is_empty())
        .collect()
}
