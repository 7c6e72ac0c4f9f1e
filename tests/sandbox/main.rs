//! The sandbox over real HTTP: who is let in, what is refused with which code, what faults do, what survives.

mod agreement;
mod client;
mod clients;
mod codes;
mod command;
mod control;
mod faults;
mod gate;
mod journal;
mod program;
mod ticket;
