//! What may happen between two runs.

use proptest::prelude::*;

#[derive(Debug, Clone)]
pub enum Edit {
    Contract { file: usize, text: usize },
    NoContract(usize),
    Parties(usize),
    Pdf(usize),
    Settings { folder: &'static str, text: Option<&'static str> },
    Git(bool),
    GitIgnore(Option<&'static str>),
    Now(&'static str),
    More(&'static [&'static str]),
    Damage(u16),
    Together,
}

/// Contracts that rest on one thing or another. A file of an odd number lies in `hr/`.
pub const CONTRACTS: [&str; 9] = [
    // Nothing but its text and the day.
    "contract \"a\" {\n code \"HR-2026-001\"\n initiator \"CORP\"\n deadline in 30d\n document main \"FC_20241212171254RkztvLleUICgRSe\"\n signer \"P1\" auth sms { sign main page 1 at (280, 420) }\n}\n",
    // A local copy.
    "contract \"b\" {\n code \"HR-2026-002\"\n initiator \"CORP\"\n deadline in 1 month\n document main \"FC_20241212171254RkztvLleUICgRSe\" local \"main.pdf\"\n signer \"P1\" auth face { sign main page 3 at (280, 420) }\n}\n",
    // A used file from the outer folder.
    "use \"shared/parties.qdc\"\ncontract \"c\" {\n initiator \"CORP\"\n deadline in 30d\n document main \"FC_20241212171254RkztvLleUICgRSe\"\n signer 张晓明 auth sms { sign main page 1 at (280, 420) }\n}\n",
    // The same from an inner folder, with a copy.
    "use \"../shared/parties.qdc\"\ncontract \"d\" {\n code \"HR-2026-004\"\n initiator \"CORP\"\n deadline 2026-01-06\n document main upload \"main.pdf\"\n signer 张晓明 auth sms { sign main page 2 at (280, 420) }\n}\n",
    // Params, with and without values.
    "param when date\nparam who text \"P9\"\ncontract \"e\" {\n code \"HR-2026-005\"\n initiator \"CORP\"\n deadline when\n document main \"FC_20241212171254RkztvLleUICgRSe\"\n signer who auth sms { sign main page 1 at (280, 420) }\n}\n",
    // The hour matters.
    "contract \"f\" {\n code \"HR-2026-006\"\n initiator \"CORP\"\n deadline in 20h\n document main \"FC_20241212171254RkztvLleUICgRSe\"\n signer \"P1\" auth sms { sign main page 1 at (280, 420) }\n}\n",
    // A used file that is not there, and personal data of its own.
    "use \"none.qdc\"\nperson 陈静 {\n account \"P2\"\n name \"陈静\"\n idcard \"110105194912310021\"\n phone \"13800138000\"\n}\n",
    // Mistakes of the language; an excuse; seals on each other.
    "contract \"h\" {\n code \"HR-2026-008\"\n initiator \"CORP\"\n deadline 2026-01-05\n document main \"FC_20241212171254RkztvLleUICgRSe\"\n singer \"P1\" auth sms { sign main page 1 at (280, 420) }\n // qdc: allow(weak-auth) seen\n signer \"P2\" auth face { sign main page 1 at (280, 420) }\n}\n",
    "",
];

pub const PARTIES: [Option<&str>; 5] = [
    Some("person 张晓明 {\n account \"P1\"\n name \"张晓明\"\n phone \"13800138000\"\n}\n"),
    Some("person 张晓明 {\n account \"P1\"\n name \"张晓明\"\n phone \"1380013\"\n}\n"),
    Some("use \"parties.qdc\"\nperson 张小明 {\n account \"P1\"\n}\n"),
    Some("person 张晓明 {\n account\n"),
    None,
];

pub const PDFS: [Option<&[u8]>; 5] = [
    Some(include_bytes!("../pdf/a4-two-pages.pdf")),
    Some(include_bytes!("../pdf/mixed-sizes.pdf")),
    Some(include_bytes!("../pdf/password.pdf")),
    Some(b"no document at all"),
    None,
];

const SETTINGS: [Option<&str>; 8] = [
    Some("[lint]\nweak-auth = \"error\"\nno-business-code = \"off\"\n"),
    Some("[lint]\nphone-number = \"off\"\nseal-overlap = \"error\"\n"),
    Some("[seal.person]\nwidth = 400\n"),
    Some("[calendar]\nholidays = [\"2026-02-04\"]\n"),
    Some("root = true\ncache = true\n"),
    Some("cache = false\n"),
    Some("[lnt]\n"),
    None,
];

const MOMENTS: [&str; 6] =
    ["2026-01-05", "2026-01-05T13:20", "2026-01-05T23:59:59", "2026-01-06", "2026-01-24", "2027-01-05"];

const MORE: [&[&str]; 8] = [
    &[],
    &["--set", "when=2026-01-04"],
    &["--set", "when=2026-03-01", "--set", "who=P1"],
    &["--set", "whn=2026-03-01"],
    &["--allow", "deadline-soon", "--deny", "weak-auth"],
    &["--lang", "en"],
    &["--format", "human"],
    &["--format", "sarif", "--max-warnings", "1"],
];

const FOLDERS: [&str; 3] = ["", "hr/", "shared/"];

impl Edit {
    /// Each possible edit once, of those that can be counted.
    pub fn all() -> Vec<Edit> {
        let mut all = Vec::new();
        for file in 0..CONTRACTS.len() {
            all.push(Edit::Contract { file, text: (file + 1) % CONTRACTS.len() });
            all.push(Edit::NoContract(file));
        }
        all.extend((0..PARTIES.len()).map(Edit::Parties));
        all.extend((0..PDFS.len()).map(Edit::Pdf));
        all.extend(
            FOLDERS.into_iter().flat_map(|folder| SETTINGS.map(|text| Edit::Settings { folder, text })),
        );
        all.extend([Edit::Git(true), Edit::Together]);
        all.extend(MOMENTS.map(Edit::Now));
        all.extend(MORE.map(Edit::More));
        all
    }
}

pub fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        4 => (0..CONTRACTS.len(), 0..CONTRACTS.len()).prop_map(|(file, text)| Edit::Contract { file, text }),
        1 => (0..CONTRACTS.len()).prop_map(Edit::NoContract),
        2 => (0..PARTIES.len()).prop_map(Edit::Parties),
        2 => (0..PDFS.len()).prop_map(Edit::Pdf),
        3 => (0..FOLDERS.len(), 0..SETTINGS.len())
            .prop_map(|(folder, text)| Edit::Settings { folder: FOLDERS[folder], text: SETTINGS[text] }),
        1 => any::<bool>().prop_map(Edit::Git),
        1 => any::<bool>().prop_map(|is| Edit::GitIgnore(is.then_some("*\n"))),
        2 => (0..MOMENTS.len()).prop_map(|at| Edit::Now(MOMENTS[at])),
        2 => (0..MORE.len()).prop_map(|at| Edit::More(MORE[at])),
        1 => any::<u16>().prop_map(Edit::Damage),
        1 => Just(Edit::Together),
    ]
}
