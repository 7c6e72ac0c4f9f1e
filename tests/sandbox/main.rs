//! The sandbox over real HTTP: who is let in, what is refused with which code, what faults do, what survives.

mod agreement;
mod bytes;
#[path = "../cases/mod.rs"]
mod cases;
mod client;
mod clients;
mod codes;
mod command;
mod control;
mod documented;
mod faults;
mod gate;
mod journal;
mod program;
mod raw;
mod ticket;
