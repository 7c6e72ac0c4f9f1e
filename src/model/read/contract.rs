//! The contract of a file.

use super::super::{
    Account, AuthMode, AuthorizeCode, BusinessCode, Contract, Deadline, Document, Format, NameKind, Nth,
    Order, Place, Problem, ProblemKind, SignField, Signer, Spot, Term, Text, Wrong,
};
use super::several::mode_of;
use super::values::{Found, first_shape, is_in_marker};
use super::{At, Parts, Reader, View, at, child};
use crate::source::Span;
use crate::syntax::{Kind, NodeId, Token};
use crate::vocabulary::{Key, Shape, choices, narrowed};

impl Reader<'_> {
    pub(super) fn read_contract(&mut self, view: &View<'_>) -> Option<Contract> {
        let mut contracts = view.tree.roots().filter(|&id| view.key(id) == Some(Key::Contract));
        let id = contracts.next()?;
        let word = view.tree.node(id).word?;
        for second in contracts {
            let kind = ProblemKind::RepeatedClause { word, first: view.keyword(id) };
            self.problem(view.keyword(second), kind);
        }
        // Statements that fell out of the contract's braces were reported; they are still its own.
        let strays = view.tree.roots().filter(|&root| {
            let node = view.tree.node(root);
            node.word.is_none_or(|word| {
                word.parents.contains(&Key::Contract) && !word.parents.contains(&Key::File)
            })
        });
        let strays: Vec<NodeId> = strays.collect();
        let children: Vec<NodeId> = view.tree.children(id).chain(strays).collect();
        let parts = self.parts(view, children.into_iter());

        let documents = self.read_documents(view, &parts);
        let signers: Vec<Signer> =
            parts.all(Key::Signer).map(|signer| self.read_signer(view, signer, &documents)).collect();
        // `名称` in the braces was reported: the title is there, in another place.
        let is_title = |child: NodeId| {
            let node = view.tree.node(child);
            node.misplaced
                && node.word.is_some_and(|word| matches!(word.key, Key::FileName | Key::PersonName))
        };
        let named_inside = view.tree.values(id).is_empty() && view.tree.children(id).any(is_title);
        let title = if named_inside {
            Some(at(Text::unreadable(), view.keyword(id)))
        } else {
            self.text_value(view, id)
        };
        Some(Contract {
            span: view.keyword(id),
            title,
            code: self.clause(view, &parts, Key::Code, BusinessCode),
            initiator: parts
                .get(Key::Initiator)
                .and_then(|clause| self.single(view, clause, Self::read_account).or(Account::Unreadable)),
            deadline: parts.get(Key::Deadline).and_then(|clause| self.read_deadline(view, clause)),
            order: parts.get(Key::Order).and_then(|clause| self.read_order(view, clause)),
            format: parts.get(Key::Format).and_then(|clause| self.read_format(view, clause)),
            attachments: parts
                .all(Key::Attachment)
                .filter_map(|clause| self.read_attachment(view, clause))
                .collect(),
            redirect: parts.get(Key::Redirect).and_then(|clause| self.read_redirect(view, clause)),
            evidence: parts.get(Key::Evidence).and_then(|clause| self.read_evidence(view, clause)),
            unreadable: parts.unreadable || has_broken_brace(&self.problems),
            documents,
            signers,
        })
    }

    fn read_deadline(&mut self, view: &View<'_>, id: NodeId) -> Option<At<Deadline>> {
        let parts = self.parts(view, view.tree.children(id));
        let roll = parts.get(Key::Roll).map(|clause| {
            self.no_more_than(view, clause, 0);
            view.keyword(clause)
        });
        self.read_term(view, id).map(|term| at(Deadline { term: term.value, roll }, term.span))
    }

    fn read_term(&mut self, view: &View<'_>, id: NodeId) -> Option<At<Term>> {
        let tokens: Vec<Token> = view.values(id).collect();
        let marker = tokens.iter().take(2).position(|token| is_in_marker(view, *token));
        let Some(marker) = marker else {
            return self
                .single(view, id, |reader, view, id, token| {
                    if token.kind == Kind::Quantity && view.slice(token).chars().all(char::is_numeric) {
                        reader.wrong(view, id, token, Shape::Deadline, Wrong::NoUnit);
                        return None;
                    }
                    reader.read_date(view, id, token, Shape::Deadline).map(Term::On)
                })
                .or(Term::Unknown);
        };
        let found = self.nth(view, id, 1 - marker, 2, Self::read_duration);
        if matches!(found, Found::Value(_)) {
            self.no_more_than(view, id, 2);
        }
        let span = view.span(tokens[0]).to(view.span(tokens[tokens.len().min(2) - 1]));
        match found {
            Found::Value(duration) => Some(at(Term::In(duration.value), span)),
            Found::Unreadable(_) => Some(at(Term::Unknown, span)),
            Found::Missing => None,
        }
    }

    fn read_order(&mut self, view: &View<'_>, id: NodeId) -> Option<At<Order>> {
        self.single(view, id, |reader, view, id, token| {
            let choice =
                reader.read_choice(view, id, token, &choices::ORDERS, Shape::Choice(&choices::ORDERS))?;
            Some(if choice.sent == "true" { Order::Sequential } else { Order::Free })
        })
        .value()
    }

    fn read_format(&mut self, view: &View<'_>, id: NodeId) -> Option<At<Format>> {
        self.single(view, id, |reader, view, id, token| match token.kind {
            Kind::Text => reader.read_text(view, id, token).map(Format::Other),
            _ => {
                let shape = Shape::ChoiceOrText(&choices::FORMATS);
                reader.read_choice(view, id, token, &choices::FORMATS, shape).map(|_| Format::Pdf)
            }
        })
        .value()
    }

    fn read_evidence(&mut self, view: &View<'_>, id: NodeId) -> Option<At<Vec<i64>>> {
        let first = self.token(view, id, 0)?;
        let tokens: Vec<Token> = view.values(id).collect();
        let span = view.span(first).to(view.span(tokens[tokens.len() - 1]));
        let numbers = tokens.into_iter().filter_map(|token| self.read_integer(view, id, token)).collect();
        Some(at(numbers, span))
    }

    pub(super) fn read_auth(&mut self, view: &View<'_>, id: NodeId) -> Option<At<Vec<At<AuthMode>>>> {
        let first = self.token(view, id, 0)?;
        let tokens: Vec<Token> = view.values(id).collect();
        let span = view.span(first).to(view.span(tokens[tokens.len() - 1]));
        let mut modes: Vec<At<AuthMode>> = Vec::new();
        for token in tokens {
            if let Some(named) = self.read_modes_in_brackets(view, id, token, &modes) {
                modes.extend(named);
                continue;
            }
            let Some(token) = self.plain(view, id, 0, token) else { continue };
            if matches!(token.kind, Kind::Word | Kind::Text)
                && let Some(named) = self.read_modes_in_words(view, id, token)
            {
                modes.extend(named);
                continue;
            }
            let mode = match token.kind {
                Kind::Text => self.read_text(view, id, token).map(AuthMode::Other),
                _ => {
                    let shape = Shape::ChoiceOrText(&choices::AUTH_MODES);
                    self.read_choice(view, id, token, &choices::AUTH_MODES, shape).map(mode_of)
                }
            };
            modes.extend(mode.map(|mode| at(mode, view.span(token))));
        }
        let modes = self.without_repeated(view, id, modes);
        (!modes.is_empty()).then(|| at(modes, span))
    }

    // ---- signers ----

    fn read_signer(&mut self, view: &View<'_>, id: NodeId, documents: &[Document]) -> Signer {
        let parts = self.parts(view, view.tree.children(id));
        let account = self.single(view, id, Self::read_account).or(Account::Unreadable);
        Signer {
            span: view.keyword(id),
            account: account.unwrap_or(at(Account::Unreadable, view.keyword(id))),
            seq: parts.get(Key::Seq).and_then(|clause| self.single(view, clause, Self::read_integer).value()),
            auth: parts.get(Key::Auth).and_then(|clause| self.read_auth(view, clause)),
            notice: parts
                .get(Key::Notice)
                .and_then(|clause| self.single(view, clause, Self::read_integer).value()),
            fields: parts.all(Key::Sign).map(|field| self.read_field(view, field, documents)).collect(),
            unreadable: parts.unreadable,
        }
    }

    fn read_field(&mut self, view: &View<'_>, id: NodeId, documents: &[Document]) -> SignField {
        let parts = self.parts(view, view.tree.children(id));
        let document = self.single(view, id, |reader, view, id, token| {
            reader.read_document_name(view, id, token, documents)
        });
        let document = match document {
            Found::Value(document) => at(Some(document.value), document.span),
            Found::Unreadable(span) => at(None, span),
            Found::Missing => at(None, view.keyword(id)),
        };
        SignField {
            span: view.keyword(id),
            document,
            place: self.read_place(view, id, &parts),
            date: self.clause(view, &parts, Key::Date, |text| text),
            silent: self.clause(view, &parts, Key::Silent, AuthorizeCode),
        }
    }

    fn read_document_name(
        &mut self,
        view: &View<'_>,
        id: NodeId,
        token: Token,
        documents: &[Document],
    ) -> Option<usize> {
        match token.kind {
            Kind::Word => {
                let name = narrowed(view.slice(token));
                if let Some(document) = self.use_document(&name, view.span(token)) {
                    return Some(document);
                }
                if self.reads_several(view, id, token, Self::is_document) {
                    return None;
                }
                // A document whose declaration is broken has no name to be found by.
                if documents.iter().all(|document| !document.name.value.is_empty()) {
                    let near = self.near(&name, NameKind::Document);
                    self.undeclared(&name, view.span(token), NameKind::Document, near);
                }
            }
            Kind::Text => self.wrong(view, id, token, Shape::DocumentName, Wrong::Quoted),
            Kind::Quantity if !view.slice(token).is_ascii() => {
                self.digit_first(view, id, token, Shape::DocumentName);
            }
            _ => self.wrong(view, id, token, Shape::DocumentName, Wrong::Kind),
        }
        None
    }

    fn read_place(&mut self, view: &View<'_>, id: NodeId, parts: &Parts) -> Place {
        let clauses = (parts.get(Key::Across), parts.get(Key::Page), parts.get(Key::At));
        match clauses {
            (Some(across), page, spot) => {
                if let Some(other) = page.or(spot)
                    && let (Some(word), Some(across_word)) =
                        (view.tree.node(other).word, view.tree.node(across).word)
                {
                    let kind =
                        ProblemKind::ClauseConflict { word, other: across_word, first: view.keyword(across) };
                    self.problem(view.keyword(other), kind);
                }
                match self.single(view, across, Self::read_length) {
                    Found::Value(y) => Place::Across { y },
                    _ => Place::Unreadable,
                }
            }
            (None, Some(page), Some(spot)) => {
                let page = self.read_page(view, page);
                match (page, self.read_spot(view, spot)) {
                    (Some(page), Some(spot)) => Place::Spot { page, spot },
                    _ => Place::Unreadable,
                }
            }
            (None, page, spot) => {
                let missing = if spot.is_none() { Key::At } else { Key::Page };
                let insert = (missing == Key::Page).then(|| "1".to_owned());
                if let Some(page) = page {
                    self.read_page(view, page);
                }
                if let Some(spot) = spot {
                    self.read_spot(view, spot);
                }
                if !parts.unreadable
                    && let Some(word) = view.tree.node(id).word
                    && let Some(clause) = child(word, missing)
                {
                    let kind = ProblemKind::MissingClause { word, clause, insert };
                    self.problem(view.keyword(id), kind);
                }
                Place::Unreadable
            }
        }
    }

    fn read_spot(&mut self, view: &View<'_>, id: NodeId) -> Option<At<Spot>> {
        let parts = self.parts(view, view.tree.children(id));
        if let Some(text) = self.marked_text(view, id, &choices::TEXT) {
            let text = text.or(Text::unreadable())?;
            let nth = parts.get(Key::Nth).and_then(|clause| {
                self.single(view, clause, |reader, view, id, token| {
                    if token.kind == Kind::Word && choices::LAST_MATCH.find(view.slice(token)).is_some() {
                        return Some(Nth::Last);
                    }
                    reader.read_integer(view, id, token).map(Nth::Number)
                })
                .value()
            });
            let offset =
                parts.get(Key::Offset).and_then(|clause| self.single(view, clause, Self::read_point).value());
            let span: Span = text.span;
            return Some(at(Spot::Text { text, nth, offset }, span));
        }
        for key in [Key::Nth, Key::Offset] {
            if let Some(clause) = parts.get(key)
                && let Some(word) = view.tree.node(clause).word
            {
                let parent = view.tree.node(id).word;
                let kind = crate::syntax::ProblemKind::MisplacedKeyword { word, parent };
                self.problem(view.keyword(clause), ProblemKind::Tree(kind));
            }
        }
        self.single(view, id, |reader, view, id, token| {
            if token.kind != Kind::Point {
                reader.wrong(view, id, token, first_shape(view, id), Wrong::Kind);
                return None;
            }
            reader.read_point(view, id, token).map(Spot::Point)
        })
        .or(Spot::Unreadable)
    }
}

/// Whether a brace is missing or too many: then what stands in which block is a guess.
fn has_broken_brace(problems: &[Problem]) -> bool {
    use crate::syntax::{Broken, ProblemKind as Tree};
    problems.iter().any(|problem| {
        matches!(
            problem.kind,
            ProblemKind::Tree(Tree::Broken(Broken::StrayClose | Broken::StrayOpen | Broken::NoBlock { .. }))
        )
    })
}
