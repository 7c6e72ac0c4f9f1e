//! E-signature contracts as text: parsed, checked, explained, compiled.
//!
//! A `.qdc` file says who signs what, where, in which order and by when. This library reads such files,
//! checks them against the rules that the e-signature platform 签盾 (QianDun) documents and many more, and
//! compiles them to the JSON body of `POST /open/contract/start`. The `qdc` program is a thin shell around it.
//!
//! ```
//! use qdc::{Facts, Model, NoFiles, Settings, Source};
//!
//! let text = r#"
//! contract "劳动合同" {
//!     code      "HR-2026-001"
//!     initiator "CORP_TEST_001"
//!     deadline  in 30d
//!     document main "FC_20241212171254RkztvLleUICgRSe"
//!     signer "PSN_TEST_001" auth sms {
//!         sign main page 1 at (280, 420)
//!     }
//! }
//! "#;
//! let mut model = Model::read(Source::new("labour.qdc", text), &NoFiles, &Default::default());
//! let (facts, settings) = (Facts::at("2026-01-05T09:00".parse().unwrap()), Settings::default());
//!
//! assert!(qdc::check(&model, &facts, &settings).is_empty());
//! let body = qdc::compile(&mut model, &facts, &settings).unwrap();
//! assert!(body.contains(r#""signDeadline": "2026-02-04""#));
//! ```
//!
//! The core does no input or output: it is given texts ([`Source`]), used files ([`Files`]), what is true
//! outside ([`Facts`]) and [`Settings`], and gives back findings and JSON. Data goes one way:
//! [`source`] → [`syntax`] → [`model`] → [`rules`] → [`findings`], and [`model`] → [`request`] → [`plan`]. With the
//! feature `send`, `delivery` carries a plan out, exactly once, and `sandbox` is a platform to try it on.

// The grammar's derived code names it.
extern crate alloc;

pub mod calendar;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "send")]
pub mod delivery;
pub mod draft;
pub mod editor;
pub mod facts;
pub mod findings;
pub mod fixing;
pub mod han;
pub mod likeness;
#[cfg(feature = "lsp")]
pub mod lsp;
pub mod model;
#[cfg(feature = "pdf")]
pub mod page;
pub mod plan;
pub mod platform;
pub mod privacy;
pub mod request;
pub mod rules;
#[cfg(feature = "send")]
pub mod sandbox;
pub mod settings;
pub mod source;
pub mod syntax;
pub mod vocabulary;

pub use draft::Contract;
pub use facts::Facts;
pub use findings::{Finding, Lang, Level};
pub use model::{Files, Model, NoFiles};
pub use plan::Plan;
pub use request::{ImportOptions, ImportProblem, import};
pub use rules::check;
pub use settings::Settings;
pub use source::Source;
pub use syntax::{Keywords, format, parse};

/// Why a file was not compiled.
#[derive(Debug)]
pub enum Refused {
    /// The file declares no contract.
    NoContract,
    /// The findings, of which at least one is an error.
    Findings(Vec<Finding>),
}

/// The body of `POST /open/contract/start` (通过文件发起合同) for a file's contract, as indented JSON.
///
/// Refused while the file has findings at error level; a param without a value is one. Where the contract
/// uses a file that is uploaded or made from a template first, its code is `${STEP.result.fileCode}`, see [`Plan`].
pub fn compile(model: &mut Model, facts: &Facts, settings: &Settings) -> Result<String, Refused> {
    model.demand_values();
    let findings = check(model, facts, settings);
    if findings.iter().any(|finding| finding.level == Level::Error) {
        return Err(Refused::Findings(findings));
    }
    let made = plan::MadeFiles::of(model);
    let plan = Plan::of(model, facts, settings, &made);
    let body = plan.start().ok_or(Refused::NoContract)?;
    // INVARIANT: the body holds strings and finite numbers only, which JSON can say.
    Ok(serde_json::to_string_pretty(body).unwrap_or_default())
}
