//! `qdc send` and the commands around it, over real HTTP against `qdc sandbox` in another process.

mod codes;
mod promises;
mod repeats;
mod seeds;
mod world;
