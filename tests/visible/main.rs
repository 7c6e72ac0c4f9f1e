//! Whatever comes from outside, what the program prints neither steers a terminal nor hides: names and contents of
//! files, settings, records, arguments and everything a platform answers.

#[path = "../cli_run/mod.rs"]
mod cli_run;

mod answers;
mod evil;
mod files;
mod one_way_out;
mod platform;
