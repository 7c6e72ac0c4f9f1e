//! `qdc send` and the commands around it, over real HTTP against `qdc sandbox` in another process.

mod codes;
mod promises;
mod repeats;
mod seeds;
mod together;
#[allow(dead_code, reason = "the count of requests is for exactly_once")]
mod world;
