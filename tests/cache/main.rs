//! The cache is never wrong: whatever happens between two runs, a run with the cache says what one without it says.
//!
//! Seeds are fixed; `QDC_CASES` multiplies the number of cases.

#[path = "../cases/mod.rs"]
mod cases;
mod edits;
mod project;
mod watch;

use cases::cases;
use edits::{Edit, edit};
use project::Project;
use proptest::prelude::*;

proptest! {
    #![proptest_config(cases(24))]

    /// After each of many edits, both runs print the same, and the one after that too.
    #[test]
    fn cached_and_uncached_say_the_same(edits in prop::collection::vec(edit(), 1..24)) {
        let mut project = Project::new();
        for edit in &edits {
            project.make(edit);
            let fresh = project.check(false);
            prop_assert_eq!(&project.check(true), &fresh, "after {:?} of {:?}", edit, edits);
        }
        let (fresh, again) = (project.check(false), project.check(true));
        prop_assert_eq!(again, fresh);
    }
}

/// Every single edit, and every edit taken back, from a cache that knows the project as it was.
#[test]
fn each_edit_by_itself_is_noticed_and_so_is_its_undoing() {
    let mut noticed = 0;
    for edit in Edit::all() {
        let mut project = Project::new();
        let before = project.check(true);
        project.make(&edit);
        let fresh = project.check(false);
        assert_eq!(project.check(true), fresh, "{edit:?}");
        assert_eq!(project.check(true), fresh, "{edit:?}, again");
        noticed += usize::from(fresh != before);
        let other = Project::at(project.folder());
        let fresh = other.check(false);
        assert_eq!(other.check(true), fresh, "{edit:?}, written anew");
    }
    // Else the edits are none.
    assert!(noticed >= 20, "{noticed}");
}

/// Many runs at once over the same cache, while it is filled and while it is there.
#[test]
fn runs_at_the_same_time_do_not_disturb_each_other() {
    let project = Project::new();
    let fresh = project.check(false);
    for _ in 0..4 {
        let runs: Vec<_> = (0..6).map(|_| project.start(true)).collect();
        for run in runs {
            assert_eq!(run.said(), fresh);
        }
    }
}

/// A cache that is cut off, damaged or not a cache at all is as good as none.
#[test]
fn a_broken_cache_is_no_cache() {
    let project = Project::new();
    let fresh = project.check(false);
    project.check(true);
    let [path] = &project.caches()[..] else { panic!("one cache") };
    let whole = std::fs::read(path).unwrap();
    let step = whole.len() / 97 + 1;
    for at in (0..whole.len()).step_by(step) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x41;
        for broken in [&damaged[..], &whole[..at], &[&whole[..at], &whole[at / 2..]].concat()] {
            std::fs::write(path, broken).unwrap();
            assert_eq!(project.check(true), fresh, "broken at {at}");
        }
    }
    std::fs::write(path, "not a cache").unwrap();
    assert_eq!(project.check(true), fresh);
}

/// Proof that entries are used at all: one that lies is believed only by who cannot know better.
#[test]
fn a_second_run_writes_nothing() {
    let project = Project::new();
    project.check(true);
    let [path] = &project.caches()[..] else { panic!("one cache") };
    let (first, when) = (std::fs::read(path).unwrap(), std::fs::metadata(path).unwrap().modified().unwrap());
    project.check(true);
    assert_eq!(std::fs::read(path).unwrap(), first);
    assert_eq!(std::fs::metadata(path).unwrap().modified().unwrap(), when, "everything was remembered");
}

#[test]
fn nothing_personal_lies_in_the_cache_and_it_is_the_users_alone() {
    let project = Project::new();
    project.check(true);
    let [path] = &project.caches()[..] else { panic!("one cache") };
    let bytes = std::fs::read(path).unwrap();
    for word in ["张晓明", "13800138000", "phone-number", "parties", ".qdc", ".pdf", "HR-2026"] {
        assert!(!bytes.windows(word.len()).any(|part| part == word.as_bytes()), "{word} is there");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(path), mode(path.parent().unwrap())), (0o600, 0o700));
        // What others may write is not believed, and is replaced by what they may not.
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o666)).unwrap();
        project.check(true);
        assert_eq!(mode(path), 0o600);
    }
}

/// Standard input, mending, `--no-cache`, `cache = false`: none of them leaves anything.
#[test]
fn what_is_not_to_be_remembered_is_not() {
    let project = Project::new();
    for args in [&["check", "-"][..], &["check", "--fix"], &["check", "--no-cache"]] {
        project.run(args);
        assert!(project.caches().is_empty(), "{args:?}");
    }
    std::fs::write(project.folder().join("qdc.toml"), "cache = false\n").unwrap();
    project.check(true);
    assert!(project.caches().is_empty());
    assert!(!project.folder().join(".qdc").exists(), "that would move the record of what was sent");
}

/// Caches that nobody wanted for a month go, and nothing else does.
#[test]
fn old_caches_go() {
    let project = Project::new();
    let place = |name: &str| project.cache_folder().join(name);
    std::fs::create_dir_all(project.cache_folder()).unwrap();
    let names = ["00112233445566778899aabbccddeeff.cache", ".tmpAbC.new", "mine.cache", "mine.txt"];
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(40 * 24 * 60 * 60);
    for name in names {
        std::fs::write(place(name), "").unwrap();
        std::fs::File::options().write(true).open(place(name)).unwrap().set_modified(long_ago).unwrap();
    }
    project.check(true);
    assert_eq!(names.map(|name| place(name).exists()), [false, false, true, true]);
}

/// A folder somebody named and that cannot be written is told, and hinders nothing.
#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let project = Project::new();
    std::fs::write(project.folder().join("file"), "").unwrap();
    let fresh = project.check(false);
    let run = project.run(&["check", "--cache-dir", "file/cache", "--now", "2026-01-05", "--format", "json"]);
    assert_eq!((run.code, &run.out), (fresh.code, &fresh.out));
    assert!(run.err.contains("无法写入缓存"), "{}", run.err);
}
