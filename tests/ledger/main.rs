//! The record of what was sent, through crashes, crowds and broken files.

mod backup;
mod book;
mod common;
mod files;
mod full_disk;
mod lock;
mod merge;
mod once;
mod processes;
mod records;
mod secrets;
mod upgrade;
