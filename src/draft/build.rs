//! Contracts built in Rust.

use std::collections::BTreeMap;

use super::{Deadline, Document, Draft, Redirect, Signer};
use crate::facts::Facts;
use crate::findings::{Finding, Lang};
use crate::model::{Duration, Model, NoFiles, Order, TimeUnit};
use crate::settings::Settings;
use crate::source::Source;

/// A contract built in Rust. It is checked by the rules that check files, and findings point into its
/// [`text`](Self::text).
///
/// ```
/// use qdc::draft::{Contract, Sign, Signer};
/// use qdc::{Facts, Settings};
///
/// let contract = Contract::builder("劳动合同")
///     .code("HR-2026-001")
///     .initiator("CORP_TEST_001")
///     .deadline(2026, 3, 31)
///     .document("main", "FC_20241212171254RkztvLleUICgRSe")
///     .signer(
///         Signer::new("PSN_TEST_001")
///             .auth_sms()
///             .sign(Sign::on("main").page(1).at(280, 420).date("YYYY-MM-DD")),
///     )
///     .build();
///
/// let (facts, settings) = (Facts::at("2026-01-05T09:00".parse().unwrap()), Settings::default());
/// assert!(contract.check(&facts, &settings).is_empty());
/// let body = contract.compile(&facts, &settings).unwrap();
/// assert!(body.contains(r#""signDeadline": "2026-03-31""#));
/// ```
#[derive(Debug, Clone)]
pub struct Contract {
    draft: Draft,
    text: String,
}

impl Contract {
    /// A contract with this title.
    pub fn builder(title: impl Into<String>) -> Builder {
        Builder { draft: Draft { title: title.into(), ..Draft::default() }, lang: Lang::En }
    }

    /// The contract as a `.qdc` file.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// The contract as it is read from its text.
    pub fn model(&self) -> Model {
        Model::read(Source::new("contract.qdc", self.text.as_str()), &NoFiles, &BTreeMap::new())
    }

    /// What the rules find; spans lie in [`text`](Self::text).
    pub fn check(&self, facts: &Facts, settings: &Settings) -> Vec<Finding> {
        crate::check(&self.model(), facts, settings)
    }

    /// The body of `POST /open/contract/start` (通过文件发起合同), as [`compile`](crate::compile()) gives it.
    pub fn compile(&self, facts: &Facts, settings: &Settings) -> Result<String, crate::Refused> {
        crate::compile(&mut self.model(), facts, settings)
    }
}

/// A contract in the making; see [`Contract::builder`].
#[derive(Debug, Clone)]
pub struct Builder {
    draft: Draft,
    lang: Lang,
}

impl Builder {
    /// The integrator's own number of this contract.
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.draft.code = Some(code.into());
        self
    }

    /// The account in whose name it is started.
    pub fn initiator(mut self, account: impl Into<String>) -> Self {
        self.draft.initiator = Some(account.into());
        self
    }

    /// The last day to sign.
    pub fn deadline(mut self, year: i16, month: i8, day: i8) -> Self {
        self.draft.deadline = Some(Deadline::On(year, month, day));
        self
    }

    /// The last day to sign, counted from the day the contract is compiled.
    pub fn deadline_in(mut self, count: i64, unit: TimeUnit) -> Self {
        self.draft.deadline = Some(Deadline::In(Duration { count, unit }));
        self
    }

    /// Signers sign one after the other, by their `seq` or in the order they are added.
    pub fn sequential(mut self) -> Self {
        self.draft.order = Some(Order::Sequential);
        self
    }

    /// What is signed, as the platform names it; `PDF` where this is not called.
    pub fn format(mut self, sent: impl Into<String>) -> Self {
        self.draft.format = Some(sent.into());
        self
    }

    /// A document the platform has: a name for sign fields, and its file code.
    pub fn document(self, name: impl Into<String>, code: impl Into<String>) -> Self {
        self.add_document(Document::new(name, code))
    }

    /// A document with more said of it, one that is uploaded first, or one made from a template.
    pub fn add_document(mut self, document: Document) -> Self {
        self.draft.documents.push(document);
        self
    }

    /// The file code of something that goes along unsigned.
    pub fn attachment(mut self, code: impl Into<String>) -> Self {
        self.draft.attachments.push(code.into());
        self
    }

    pub fn signer(mut self, signer: Signer) -> Self {
        self.draft.signers.push(signer);
        self
    }

    /// Where signers go when done.
    pub fn redirect(mut self, url: impl Into<String>) -> Self {
        self.draft.redirect = Some(Redirect { url: url.into(), after: None });
        self
    }

    /// Where signers go when done, this many seconds later.
    pub fn redirect_after(mut self, url: impl Into<String>, seconds: i64) -> Self {
        let after = Some(Duration { count: seconds, unit: TimeUnit::Second });
        self.draft.redirect = Some(Redirect { url: url.into(), after });
        self
    }

    /// A number of the evidence configuration.
    pub fn evidence(mut self, number: i64) -> Self {
        self.draft.evidence.push(number);
        self
    }

    /// Prints the text with Chinese keywords.
    pub fn chinese(mut self) -> Self {
        self.lang = Lang::Zh;
        self
    }

    /// The contract. Nothing is refused here: [`Contract::check`] tells what is wrong.
    pub fn build(self) -> Contract {
        let text = self.draft.text(self.lang);
        Contract { draft: self.draft, text }
    }
}
