//! A terminal to ask on, and a person who types.

use std::fs::File;
use std::io::{Read, Write};
use std::process::{Command, Stdio};

use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::world::{Ran, holds_no_secret};

/// Runs a command whose input and messages are a terminal. The answer is typed once something is asked (a line that
/// ends with the question's colon and blank); without a question it is never typed.
pub fn at_terminal(command: Command, answer: &str) -> (Ran, bool) {
    let (ran, asked) = talk(command, &[answer], false);
    (ran, asked > 0)
}

/// The same with an answer for each question, and perhaps its output on the terminal too; how many were asked. Once
/// the answers are used up, the end of input is typed.
pub fn talk(mut command: Command, answers: &[&str], with_output: bool) -> (Ran, usize) {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let name = ptsname(&master, Vec::new()).unwrap();
    let slave = || rustix::fs::open(name.as_c_str(), OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap();
    command.stdin(Stdio::from(slave())).stderr(Stdio::from(slave()));
    match with_output {
        true => command.stdout(Stdio::from(slave())),
        false => command.stdout(Stdio::piped()),
    };
    let child = command.spawn().unwrap();
    // Its own ends of the terminal are the last ones.
    drop(command);
    let mut master = File::from(master);
    let (mut said, mut bytes, mut asked) = (Vec::new(), [0; 4096], 0);
    // When the program ends, reading fails.
    while let Ok(length @ 1..) = master.read(&mut bytes) {
        said.extend(&bytes[..length]);
        if said.ends_with(b": ") || said.ends_with("：".as_bytes()) {
            let typed = answers.get(asked).map_or("\u{4}".to_owned(), |answer| format!("{answer}\n"));
            if asked < answers.len() || answers.len() > 1 {
                master.write_all(typed.as_bytes()).unwrap();
            }
            asked += 1;
        }
    }
    let output = child.wait_with_output().unwrap();
    let (out, err) =
        (String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&said).into_owned());
    holds_no_secret(&out);
    holds_no_secret(&err);
    (Ran { code: output.status.code().unwrap_or(-1), out, err }, asked)
}
