//! What those who run qdc day by day need: a log of requests, the state of all contracts at once, values from files.

mod around;
mod log;
mod params;
mod status;
#[allow(dead_code, reason = "each target needs other parts")]
#[path = "../send/world.rs"]
mod world;
