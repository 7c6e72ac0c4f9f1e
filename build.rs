//! Tells builds apart: the version alone does not while the program is being worked on, and the cache of `qdc check`
//! must not take another build's word. The same sources give the same name on every machine, so that a cache that CI
//! keeps serves the next job.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// Whatever what is found may depend on; the lock file is not there where qdc is a dependency.
const PARTS: [&str; 4] = ["Cargo.lock", "Cargo.toml", "grammar", "src"];

fn main() {
    let mut hasher = DefaultHasher::new();
    for part in PARTS.into_iter().filter(|part| Path::new(part).exists()) {
        println!("cargo::rerun-if-changed={part}");
        add(Path::new(part), &mut hasher);
    }
    let features: BTreeMap<_, _> =
        std::env::vars().filter(|(name, _)| name.starts_with("CARGO_FEATURE_")).collect();
    features.hash(&mut hasher);
    println!("cargo::rustc-env=QDC_BUILD={:016x}", hasher.finish());
}

/// Adds a file, or all of a folder in order of name.
fn add(path: &Path, hasher: &mut DefaultHasher) {
    if let Ok(entries) = std::fs::read_dir(path) {
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        paths.iter().for_each(|path| add(path, hasher));
    } else {
        path.file_name().hash(hasher);
        std::fs::read(path).unwrap_or_default().hash(hasher);
    }
}
