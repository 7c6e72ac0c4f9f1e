//! JSON arrays with one element a line: `grep` and `diff` read them too, and nothing is held until the end.

use std::io;

use serde::Serialize;

/// Writes an array, each element as soon as the iterator gives it, without a line end behind it.
pub(super) fn array<T: Serialize>(
    out: &mut dyn io::Write,
    elements: impl IntoIterator<Item = T>,
) -> io::Result<()> {
    let mut before = "[\n  ";
    for element in elements {
        out.write_all(before.as_bytes())?;
        one(out, &element)?;
        before = ",\n  ";
    }
    out.write_all(if before.starts_with('[') { b"[]" } else { b"\n]" })
}

/// Writes each element on a line of its own, as JSON Lines does.
pub(super) fn each<T: Serialize>(
    out: &mut dyn io::Write,
    elements: impl IntoIterator<Item = T>,
) -> io::Result<()> {
    for element in elements {
        one(out, &element)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn one(out: &mut dyn io::Write, element: &impl Serialize) -> io::Result<()> {
    out.write_all(serde_json::to_string(element)?.as_bytes())
}
