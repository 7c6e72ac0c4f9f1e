//! What stands beside the contract: params, people, companies, authorizations, tickets.

use super::super::{
    Account, AccountId, Authorization, Company, ContactKind, IdNumber, Number, Param, ParamKind, ParamValue,
    Person, PersonName, Phone, ProblemKind, Redirect, SealId, Seals, Text, Ticket, TicketUser, Wrong,
    looks_like_name, normal_phone,
};
use super::given::given_value;
use super::names::Declared;
use super::texts::unquoted;
use super::values::Found;
use super::{At, Parts, Reader, View, at, child, find_child};
use crate::findings::Lang;
use crate::source::Span;
use crate::syntax::{Kind, NodeId, Token};
use crate::vocabulary::{Key, Shape, choices, narrowed};

impl Reader<'_> {
    // ---- params ----

    /// What stands behind `use`; the files themselves were gathered before.
    pub(super) fn read_uses(&mut self, view: &View<'_>) {
        for id in view.tree.roots().filter(|&id| view.key(id) == Some(Key::Use)) {
            self.single(view, id, |reader, view, id, token| {
                let why = match token.kind {
                    Kind::Text if !unquoted(view.slice(token)).trim().is_empty() => return Some(()),
                    Kind::Text => Wrong::Empty,
                    Kind::Word | Kind::Address => Wrong::Unquoted,
                    _ => Wrong::Kind,
                };
                reader.wrong(view, id, token, Shape::Path, why);
                None
            });
        }
    }

    pub(super) fn read_params(&mut self, view: &View<'_>) {
        for id in view.tree.roots().filter(|&id| view.key(id) == Some(Key::Param)) {
            self.read_param(view, id);
        }
    }

    fn read_param(&mut self, view: &View<'_>, id: NodeId) {
        let parts = self.parts(view, view.tree.children(id));
        let name = self.nth(view, id, 0, 2, |reader, view, id, token| {
            reader.read_name(view, id, token).map(|name| name.into_owned())
        });
        let kind = match name {
            // Without a name there is one thing to mend, not two.
            Found::Missing => return,
            _ => self.nth(view, id, 1, 2, |reader, view, id, token| {
                let shape = Shape::Choice(&choices::PARAM_KINDS);
                reader.read_choice(view, id, token, &choices::PARAM_KINDS, shape).map(|choice| {
                    match choice.spelled(Lang::En) {
                        "date" => ParamKind::Date,
                        "number" => ParamKind::Number,
                        _ => ParamKind::Text,
                    }
                })
            }),
        };
        let Some(name) = name.value() else { return };
        let kind = kind.or(ParamKind::Unreadable).unwrap_or(at(ParamKind::Unreadable, name.span));
        let default = parts.get(Key::Default).and_then(|clause| {
            if kind.value == ParamKind::Number
                && let Some(number) = self.amount_for_number(view, clause)
            {
                return Some(number);
            }
            self.single(view, clause, |reader, view, id, token| {
                reader.read_param_value(view, id, token, kind.value)
            })
            .value()
        });
        let given = self.given.get(&name.value).and_then(|written| {
            given_value(written, kind.value)
                .map_err(|why| {
                    let name_of = name.value.clone();
                    let problem = ProblemKind::WrongParamValue { name: name_of, kind: kind.value, why };
                    self.problem(name.span, problem);
                })
                .ok()
        });
        let value = given.or_else(|| default.as_ref().map(|default| default.value.clone()));
        let index = self.params.len();
        if self.declare(|names| &mut names.params, &name, index) {
            self.params.push(Param { span: view.keyword(id), name, kind, default, value });
        }
    }

    fn read_param_value(
        &mut self,
        view: &View<'_>,
        id: NodeId,
        token: Token,
        kind: ParamKind,
    ) -> Option<ParamValue> {
        match kind {
            ParamKind::Text => {
                let text = self.text_shaped(view, id, token, Shape::Text, true)?;
                text.value().map(|value| ParamValue::Text(value.to_owned()))
            }
            ParamKind::Date => self.read_date(view, id, token, Shape::ParamValue).map(ParamValue::Date),
            ParamKind::Number => {
                let value = self.read_length(view, id, token)?.value?;
                let written = narrowed(view.slice(token));
                Some(ParamValue::Number(Number::parse(&written).unwrap_or(Number::from(value))))
            }
            ParamKind::Unreadable => None,
        }
    }

    // ---- people and companies ----

    pub(super) fn read_parties(&mut self, view: &View<'_>) {
        for id in view.tree.roots() {
            match view.key(id) {
                Some(Key::Person) => self.read_person(view, id),
                Some(Key::Company) => self.read_company(view, id),
                _ => {}
            }
        }
    }

    fn read_person(&mut self, view: &View<'_>, id: NodeId) {
        let parts = self.parts(view, view.tree.children(id));
        let beside = self.account_beside_name(view, id, &parts, Key::PersonAccount);
        let name = self.party_name(view, id, beside.is_some());
        let person = Person {
            span: view.keyword(id),
            name: name.clone().unwrap_or(at(String::new(), view.keyword(id))),
            account: beside.or_else(|| self.clause(view, &parts, Key::PersonAccount, AccountId)),
            flow: self.clause(view, &parts, Key::Flow, |text| text),
            person_name: self.clause(view, &parts, Key::PersonName, PersonName),
            id_number: self.clause(view, &parts, Key::IdCard, IdNumber),
            phone: self.clause(view, &parts, Key::Phone, Phone),
            unreadable: parts.unreadable,
        };
        if let Some(name) = name {
            let account = Account::Person(self.people.len());
            self.declare(|names| &mut names.accounts, &name, account);
        }
        self.people.push(person);
    }

    fn read_company(&mut self, view: &View<'_>, id: NodeId) {
        let parts = self.parts(view, view.tree.children(id));
        let beside = self.account_beside_name(view, id, &parts, Key::CompanyAccount);
        let name = self.party_name(view, id, beside.is_some());
        let company = Company {
            span: view.keyword(id),
            name: name.clone().unwrap_or(at(String::new(), view.keyword(id))),
            account: beside.or_else(|| self.clause(view, &parts, Key::CompanyAccount, AccountId)),
            credit_code: self.clause(view, &parts, Key::Credit, |text| text),
            unreadable: parts.unreadable,
        };
        if let Some(name) = name {
            let account = Account::Company(self.companies.len());
            self.declare(|names| &mut names.accounts, &name, account);
        }
        self.companies.push(company);
    }

    /// `企业 甲方 "CORP_A"`: the account, whose keyword is missing; reported. Without one, the account is required.
    fn account_beside_name(
        &mut self,
        view: &View<'_>,
        id: NodeId,
        parts: &Parts,
        account: Key,
    ) -> Option<At<AccountId>> {
        let tokens: Vec<Token> = view.values(id).take(3).collect();
        let [name, text] = tokens[..] else {
            self.require(view, id, parts, account);
            return None;
        };
        let word = view.tree.node(id).word?;
        let beside = (name.kind == Kind::Word && text.kind == Kind::Text && parts.get(account).is_none())
            .then(|| child(word, account))
            .flatten();
        let Some(clause) = beside else {
            self.require(view, id, parts, account);
            return None;
        };
        self.problem(view.span(text), ProblemKind::ValueWithoutClause { word, clause });
        let is_name = looks_like_name(unquoted(view.slice(text)));
        let value = if is_name { None } else { self.read_text(view, id, text) };
        Some(at(AccountId(value.unwrap_or(Text::unreadable())), view.span(text)))
    }

    /// The name of a person or company, which must not be mistaken for a clause where it is used.
    fn party_name(&mut self, view: &View<'_>, id: NodeId, has_account: bool) -> Option<At<String>> {
        self.nth(view, id, 0, 1 + usize::from(has_account), |reader, view, id, token| {
            let name = reader.read_name(view, id, token)?.into_owned();
            let users = [Key::Signer, Key::Authorization, Key::AuthorizationAccount, Key::Initiator];
            if users.into_iter().any(|key| find_child(key, &name).is_some()) {
                reader.wrong(view, id, token, Shape::Name, Wrong::ReservedName);
            }
            Some(name)
        })
        .value()
    }

    /// A text clause as a kind of text.
    pub(super) fn clause<T>(
        &mut self,
        view: &View<'_>,
        parts: &Parts,
        key: Key,
        kind: impl FnOnce(Text) -> T,
    ) -> Option<At<T>> {
        let text = self.text_value(view, parts.get(key)?)?;
        Some(at(kind(text.value), text.span))
    }

    /// Enters a name; reports one that is taken.
    pub(super) fn declare<T>(
        &mut self,
        table: impl FnOnce(&mut super::Names) -> &mut std::collections::HashMap<String, Declared<T>>,
        name: &At<String>,
        what: T,
    ) -> bool {
        let table = table(&mut self.names);
        match table.get(&name.value).map(|declared| declared.span) {
            Some(first) => {
                self.problem(name.span, ProblemKind::RedeclaredName { first });
                false
            }
            None => {
                table.insert(name.value.clone(), Declared { what, span: name.span });
                true
            }
        }
    }

    // ---- authorizations and tickets ----

    pub(super) fn read_requests(&mut self, view: &View<'_>) -> (Vec<Authorization>, Vec<Ticket>) {
        let (mut authorizations, mut tickets) = (Vec::new(), Vec::new());
        for id in view.tree.roots() {
            match view.key(id) {
                Some(Key::Authorization) => authorizations.push(self.read_authorization(view, id)),
                Some(Key::Ticket) => tickets.push(self.read_ticket(view, id)),
                _ => {}
            }
        }
        (authorizations, tickets)
    }

    fn request_name(&mut self, view: &View<'_>, id: NodeId) -> At<String> {
        let name = self.single(view, id, |reader, view, id, token| {
            reader.read_name(view, id, token).map(|name| name.into_owned())
        });
        match name.value() {
            Some(name) => {
                self.declare(|names| &mut names.requests, &name, ());
                name
            }
            None => at(String::new(), view.keyword(id)),
        }
    }

    fn read_authorization(&mut self, view: &View<'_>, id: NodeId) -> Authorization {
        let parts = self.parts(view, view.tree.children(id));
        self.require(view, id, &parts, Key::AuthorizationAccount);
        Authorization {
            span: view.keyword(id),
            name: self.request_name(view, id),
            account: parts
                .get(Key::AuthorizationAccount)
                .and_then(|clause| self.single(view, clause, Self::read_account).or(Account::Unreadable)),
            seals: parts.get(Key::Seals).and_then(|clause| self.read_seals(view, clause)),
            auth: parts.get(Key::Auth).and_then(|clause| self.read_auth(view, clause)),
            redirect: parts.get(Key::Redirect).and_then(|clause| self.read_redirect(view, clause)),
            expires: parts
                .get(Key::Expires)
                .and_then(|clause| self.single(view, clause, Self::read_seconds).value()),
            unreadable: parts.unreadable,
        }
    }

    fn read_seals(&mut self, view: &View<'_>, id: NodeId) -> Option<At<Seals>> {
        let first = self.token(view, id, 0)?;
        let tokens: Vec<Token> = view.values(id).collect();
        let span = view.span(first).to(view.span(tokens[tokens.len() - 1]));
        if first.kind == Kind::Word && choices::ALL_SEALS.find(view.slice(first)).is_some() {
            self.no_more_than(view, id, 1);
            return Some(at(Seals::All, span));
        }
        if first.kind == Kind::Word
            && tokens.len() == 1
            && let Some(all) = choices::ALL_SEALS.find_misnamed(view.slice(first))
        {
            let spelled = all.spelled_like(view.slice(first)).to_owned();
            self.wrong(view, id, first, Shape::Seals, Wrong::Respelled(spelled));
            return Some(at(Seals::All, span));
        }
        let ids = tokens.into_iter().filter_map(|token| {
            let token = self.plain(view, id, 0, token)?;
            let id = match token.kind {
                Kind::Quantity => SealId::Number(self.read_integer(view, id, token)?),
                _ => SealId::Text(self.text_shaped(view, id, token, Shape::Seals, false)?),
            };
            Some(at(id, view.span(token)))
        });
        let ids: Vec<_> = ids.collect();
        Some(at(Seals::Ids(ids), span))
    }

    pub(super) fn read_redirect(&mut self, view: &View<'_>, id: NodeId) -> Option<Redirect> {
        let parts = self.parts(view, view.tree.children(id));
        let url = self.single(view, id, Self::read_url).or(Text::unreadable())?;
        let after =
            parts.get(Key::After).and_then(|clause| self.single(view, clause, Self::read_seconds).value());
        Some(Redirect { span: view.keyword(id), url, after })
    }

    fn read_ticket(&mut self, view: &View<'_>, id: NodeId) -> Ticket {
        let parts = self.parts(view, view.tree.children(id));
        self.require(view, id, &parts, Key::User);
        Ticket {
            span: view.keyword(id),
            name: self.request_name(view, id),
            contract: self.clause(view, &parts, Key::TicketContract, |text| text),
            code: self.clause(view, &parts, Key::TicketCode, |text| text),
            tenant: self.clause(view, &parts, Key::Tenant, |text| text),
            user: parts.get(Key::User).and_then(|clause| self.read_user(view, clause)),
            password: parts.get(Key::Password).and_then(|clause| {
                self.single(view, clause, |reader, view, id, token| {
                    let shape = Shape::Choice(&choices::YES_NO);
                    let choice = reader.read_choice(view, id, token, &choices::YES_NO, shape)?;
                    Some(choice.sent == "true")
                })
                .value()
            }),
            unreadable: parts.unreadable,
        }
    }

    fn read_user(&mut self, view: &View<'_>, id: NodeId) -> Option<At<TicketUser>> {
        if self.is_contact_without_kind(view, id) {
            return None;
        }
        let kind = self.nth(view, id, 0, 2, |reader, view, id, token| {
            let shape = Shape::Choice(&choices::CONTACT_KINDS);
            let choice = reader.read_choice(view, id, token, &choices::CONTACT_KINDS, shape)?;
            Some(match choice.sent {
                "MOBILE" => ContactKind::Mobile,
                "EMAIL" => ContactKind::Email,
                "EMPLOYEEID" => ContactKind::Employee,
                _ => ContactKind::Number,
            })
        });
        let kind = kind.or(ContactKind::Unreadable)?;
        let contact = self.nth(view, id, 1, 2, Self::read_text).or(Text::unreadable())?;
        let span: Span = kind.span.to(contact.span);
        Some(at(TicketUser { kind, contact }, span))
    }
}

impl Reader<'_> {
    /// `用户 13800138000`: a contact without its kind; reported.
    fn is_contact_without_kind(&mut self, view: &View<'_>, id: NodeId) -> bool {
        let tokens: Vec<Token> = view.values(id).collect();
        let (Some(first), Some(last)) = (tokens.first().copied(), tokens.last().copied()) else {
            return false;
        };
        let span = view.span(first).to(view.span(last));
        let written = &view.text[span.range()];
        let contact = if tokens.len() == 1 && first.kind == Kind::Text { unquoted(written) } else { written };
        let phone = normal_phone(contact);
        let is_phone =
            phone.len() == 11 && phone.starts_with('1') && phone.bytes().all(|byte| byte.is_ascii_digit());
        let kind = match contact.contains('@') {
            _ if is_phone => choices::CONTACT_KINDS.find("mobile"),
            true => choices::CONTACT_KINDS.find("email"),
            false => None,
        };
        let is_one = tokens.len() == 1 && matches!(first.kind, Kind::Text | Kind::Quantity);
        let lacks_kind =
            is_one || (kind.is_some() && first.kind != Kind::Text && (is_phone || tokens.len() == 1));
        if lacks_kind {
            let shape = Shape::Choice(&choices::CONTACT_KINDS);
            self.wrong_at(span, view, id, shape, Wrong::NoContactKind(kind));
        }
        lacks_kind
    }
}
