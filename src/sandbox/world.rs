//! What is true at the sandbox: accounts, files, seals, templates, contracts. Changed by events only.

use std::collections::HashMap;
use std::path::Path;

use super::NotStarted;
use super::answer::{Refused, now_ms};
use super::contract::{Contract, Status};
use super::event::{Account, Event, StoredFile};
use super::journal::Journal;
use super::personal::{Personal, account_key};
use super::seed::{Seed, SeedContract};

#[derive(Default)]
pub struct World {
    journal: Option<Journal>,
    /// By [`Personal::key`].
    accounts: HashMap<String, Account>,
    by_id_number: HashMap<String, String>,
    files: HashMap<String, StoredFile>,
    seals: HashMap<i64, Seal>,
    /// Whether the template's file is missing.
    templates: HashMap<String, bool>,
    /// Contracts at Qiyuesuo.
    pub viewable: Vec<SeedContract>,
    contracts: Vec<Contract>,
    by_id: HashMap<i64, usize>,
    /// The latest of each business code.
    by_code: HashMap<String, usize>,
    /// How many requests to start a contract came with each business code.
    received: HashMap<String, u64>,
    last_id: i64,
    last_seal: i64,
    /// Whether events are only judged: none is committed.
    pub rehearsing: bool,
}

#[derive(Debug, Clone, Default)]
pub struct Seal {
    /// Whose it is, by key, where known.
    pub account: Option<String>,
    pub authorize_code: Option<String>,
    /// When it was authorized, in milliseconds since 1970.
    pub authorized: Option<i64>,
}

/// Seals that the sandbox makes are numbered from here, as on the page of the platform (S2).
const FIRST_SEAL: i64 = 100_000_000;

impl World {
    pub fn new(seed: Seed, data: Option<&Path>) -> Result<World, NotStarted> {
        let mut world = World { last_seal: FIRST_SEAL - 1, ..World::default() };
        world.plant(seed);
        if let Some(folder) = data {
            let journal = Journal::open(folder, |event| world.replay(event))?;
            world.journal = Some(journal);
        }
        Ok(world)
    }

    fn plant(&mut self, seed: Seed) {
        for account in seed.accounts {
            self.keep(Account {
                account: Personal::account(&account.account_id),
                kind: account.kind,
                verified: account.verified,
                name: account.name.as_deref().map(Personal::masked),
                id_number: None,
                has_id_number: account.id_number,
                id_type: None,
                phone: None,
                flow_no: None,
                seal: None,
                created: now_ms(),
            });
        }
        for file in seed.files {
            let stored = StoredFile { file_code: file.file_code, kind: file.kind, pages: file.pages };
            self.files.insert(stored.file_code.clone(), stored);
        }
        for seal in seed.seals {
            let known = Seal {
                account: seal.account_id.as_deref().map(account_key),
                authorize_code: seal.authorize_code,
                authorized: seal.authorized.then(now_ms),
            };
            self.last_seal = self.last_seal.max(seal.seal_id);
            self.seals.insert(seal.seal_id, known);
        }
        for template in seed.templates {
            self.templates.insert(template.doc_template_id, template.file_missing);
        }
        self.viewable = seed.contracts;
    }

    /// Writes an event down, then makes it true. What cannot be written did not happen.
    pub fn commit(&mut self, event: Event) -> Result<(), Refused> {
        if self.rehearsing {
            return Ok(());
        }
        if let Some(journal) = &mut self.journal {
            journal.append(&event).map_err(|_| Refused::Code("500"))?;
        }
        self.apply(event);
        Ok(())
    }

    /// Of what was received before a restart only that is known which was committed.
    fn replay(&mut self, event: Event) {
        if let Event::ContractStarted(Contract { business_code: Some(code), .. }) = &event {
            self.count_start(code);
        }
        self.apply(event);
    }

    fn apply(&mut self, event: Event) {
        match event {
            Event::ContractStarted(mut contract) => {
                contract.advance();
                let at = self.contracts.len();
                self.last_id = self.last_id.max(contract.contract_id);
                self.by_id.insert(contract.contract_id, at);
                if let Some(code) = &contract.business_code {
                    self.by_code.insert(code.clone(), at);
                }
                self.contracts.push(contract);
            }
            Event::Signed { contract_id, account } => {
                let Some(contract) = self.by_id.get(&contract_id).map(|at| &mut self.contracts[*at]) else {
                    return;
                };
                let mut signers = contract.signers.iter_mut();
                if let Some(signer) = signers.find(|signer| signer.account.key() == account.key()) {
                    signer.finished = true;
                }
                contract.advance();
            }
            Event::AccountCreated(account) => self.keep(*account),
            Event::FileMade(file) => drop(self.files.insert(file.file_code.clone(), file)),
            Event::SealsAuthorized { seals, at } => {
                for seal in seals {
                    self.seals.entry(seal).or_default().authorized = Some(at);
                }
            }
        }
    }

    fn keep(&mut self, account: Account) {
        let key = account.account.key().to_owned();
        if let Some(number) = &account.id_number {
            self.by_id_number.insert(number.key().to_owned(), key.clone());
        }
        if let Some(seal) = account.seal {
            self.last_seal = self.last_seal.max(seal);
            self.seals.insert(seal, Seal { account: Some(key.clone()), ..Seal::default() });
        }
        self.accounts.insert(key, account);
    }

    pub fn account(&self, id: &str) -> Option<&Account> {
        self.accounts.get(&account_key(id))
    }

    pub fn account_of_id_number(&self, number: &str) -> Option<&Account> {
        self.accounts.get(self.by_id_number.get(Personal::masked(number).key())?)
    }

    pub fn file(&self, code: &str) -> Option<&StoredFile> {
        self.files.get(code)
    }

    pub fn seal(&self, id: i64) -> Option<&Seal> {
        self.seals.get(&id)
    }

    /// The seals of an account, by its id.
    pub fn seals_of(&self, id: &str) -> Vec<i64> {
        let key = account_key(id);
        let own = self.seals.iter().filter(|(_, seal)| seal.account.as_ref() == Some(&key));
        own.map(|(id, _)| *id).collect()
    }

    /// Whether a template is known, and then whether its file is missing.
    pub fn template(&self, id: &str) -> Option<bool> {
        self.templates.get(id).copied()
    }

    /// A number beyond 2^53, as the platform's are (api-211249893): clients that read doubles are found out.
    pub fn next_contract_id(&self) -> i64 {
        (now_ms() << 20).max(self.last_id + 1)
    }

    pub fn next_seal(&self) -> i64 {
        self.last_seal + 1
    }

    pub fn contract(&self, id: i64) -> Option<&Contract> {
        self.by_id.get(&id).map(|at| &self.contracts[*at])
    }

    /// The latest contract of a business code.
    pub fn contract_of_code(&self, code: &str) -> Option<&Contract> {
        self.by_code.get(code).map(|at| &self.contracts[*at])
    }

    /// Counts a request to start a contract, whatever becomes of it.
    pub fn count_start(&mut self, code: &str) {
        *self.received.entry(code.to_owned()).or_default() += 1;
    }

    pub fn received(&self) -> &HashMap<String, u64> {
        &self.received
    }

    /// Every contract, oldest first, with how often its business code was received.
    pub fn contracts(&self) -> impl Iterator<Item = (&Contract, u64)> {
        self.contracts.iter().map(|contract| {
            let code = contract.business_code.as_ref();
            (contract, code.and_then(|code| self.received.get(code)).copied().unwrap_or(0))
        })
    }

    /// Signs for a signer whose turn it is.
    pub fn sign(&mut self, contract: i64, account: &str) -> Result<Status, SignRefused> {
        let known = self.contract(contract).ok_or(SignRefused::NoContract)?;
        let at = known.signer(account).ok_or(SignRefused::NoSigner)?;
        match known.status(at) {
            Status::Finished => return Err(SignRefused::Finished),
            Status::Waiting => return Err(SignRefused::NotYet),
            Status::Signing => {}
        }
        let account = known.signers[at].account.clone();
        self.commit(Event::Signed { contract_id: contract, account }).map_err(|_| SignRefused::Unwritten)?;
        Ok(Status::Finished)
    }
}

/// Why nobody could sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignRefused {
    NoContract,
    NoSigner,
    Finished,
    NotYet,
    Unwritten,
}
