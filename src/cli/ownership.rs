//! Whose a replaced file is: what takes a file's place has its owner and group, and goes by all its names.

use std::fs::{File, Metadata};

/// Whether another file can take this one's place without anybody losing it: another name of it would keep the old text.
#[cfg(unix)]
pub fn is_replaceable(old: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    old.nlink() == 1
}

/// Gives the new file to the owner and group of the old one; `false` where this user may not.
#[cfg(unix)]
pub fn hand_over(new: &File, old: &Metadata) -> std::io::Result<bool> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let now = new.metadata()?;
    if (now.uid(), now.gid()) == (old.uid(), old.gid()) {
        return Ok(true);
    }
    Ok(fchown(new, Some(old.uid()), Some(old.gid())).is_ok())
}

#[cfg(not(unix))]
pub fn is_replaceable(_: &Metadata) -> bool {
    true
}

#[cfg(not(unix))]
pub fn hand_over(_: &File, _: &Metadata) -> std::io::Result<bool> {
    Ok(true)
}
