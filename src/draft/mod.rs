//! Contracts that are not read from a file: built in Rust, or taken from a JSON body.
//!
//! Lives here: [`Draft`], a contract as plain data, its printer to `.qdc` text, and the builder
//! [`Contract`]. What is built is printed and read like any other file, so the same rules check it and every
//! finding points into a text that can be shown.

mod build;
mod data;
mod print;
mod quote;

pub use build::{Builder, Contract};
pub use data::{Deadline, Document, Draft, Origin, Page, Redirect, Sign, Signer};

use crate::model::{Length, LengthUnit};

/// Millimetres, as in `at(mm(35.0), mm(120.0))`.
pub fn mm(value: f64) -> Length {
    Length { value: Some(value), unit: LengthUnit::Millimetre }
}

/// Centimetres.
pub fn cm(value: f64) -> Length {
    Length { value: Some(value), unit: LengthUnit::Centimetre }
}

/// Points, 1/72 inch.
pub fn pt(value: f64) -> Length {
    Length { value: Some(value), unit: LengthUnit::Point }
}

#[cfg(test)]
mod tests;
