//! Which requests a file makes, in the order their references need.

use std::collections::BTreeSet;

use crate::model::{Account, DocumentOrigin, Model};

/// What a request is about: an index into the model's list of that kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Of `Model::people`.
    Person(usize),
    /// Of `Contract::documents`.
    Template(usize),
    Contract,
    /// Of `Model::authorizations`.
    Authorization(usize),
    /// Of `Model::tickets`.
    Ticket(usize),
}

/// One request and its number in the plan, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    pub number: usize,
    pub subject: Subject,
}

/// Persons first, since only a verified user can sign; then the files that templates make; then the
/// contract; then what stands beside it.
pub fn steps(model: &Model) -> Vec<Step> {
    let people = wanted_people(model).into_iter().map(Subject::Person);
    let templates = templates(model).map(Subject::Template);
    let contract = model.contract.iter().map(|_| Subject::Contract);
    let authorizations = (0..model.authorizations.len()).map(Subject::Authorization);
    let tickets = (0..model.tickets.len()).map(Subject::Ticket);
    let subjects = people.chain(templates).chain(contract).chain(authorizations).chain(tickets);
    subjects.zip(1..).map(|(subject, number)| Step { number, subject }).collect()
}

/// The persons a file creates: those it declares itself, and those of used files that take part in its
/// contract and authorizations. A file of shared declarations creates nobody by being used.
fn wanted_people(model: &Model) -> BTreeSet<usize> {
    let contract = model.contract.iter().flat_map(|contract| {
        let signers = contract.signers.iter().map(|signer| &signer.account.value);
        signers.chain(contract.initiator.iter().map(|account| &account.value))
    });
    let authorizations = model.authorizations.iter().filter_map(|one| one.account.as_ref());
    let used =
        contract.chain(authorizations.map(|account| &account.value)).filter_map(|account| match account {
            Account::Person(at) => Some(*at),
            _ => None,
        });
    let own = (0..model.people.len()).filter(|&at| model.people[at].span.file == Model::ROOT);
    let to_be_created = |at: &usize| model.people.get(*at).is_some_and(|person| person.is_to_be_created());
    used.chain(own).filter(to_be_created).collect()
}

fn templates(model: &Model) -> impl Iterator<Item = usize> {
    let documents = model.contract.iter().flat_map(|contract| contract.documents.iter().enumerate());
    documents.filter(|(_, document)| matches!(document.origin, DocumentOrigin::Template(_))).map(|(at, _)| at)
}
