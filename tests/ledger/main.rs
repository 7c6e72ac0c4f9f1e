//! The record of what was sent, through crashes, crowds and broken files.

mod backup;
mod book;
#[path = "../cli_run/mod.rs"]
mod cli_run;
mod commands;
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
