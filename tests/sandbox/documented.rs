//! What is written about faults is what there is: in help, and in both languages' pages.

use std::process::Command;

use qdc::findings::Lang;
use qdc::sandbox::FaultKind;

const PAGES: [(Lang, &str); 2] = [(Lang::Zh, "docs/zh/sandbox.md"), (Lang::En, "docs/sandbox.md")];

/// `UPDATE=1` writes the tables anew, which is then reviewed as a diff.
#[test]
fn the_pages_have_the_table_of_the_program() {
    for (lang, page) in PAGES {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
        let text = std::fs::read_to_string(&path).unwrap();
        let start = text.find("| `delay` |").unwrap();
        let end = start + text[start..].find("\n\n").unwrap() + 1;
        let table: String = FaultKind::all()
            .map(|kind| {
                let (sees, correct) = (kind.sees(), kind.correct_client());
                format!("| `{}` | {} | {} |\n", kind.usage(), sees.get(lang), correct.get(lang))
            })
            .collect();
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, [&text[..start], &table, &text[end..]].concat()).unwrap();
        } else {
            assert_eq!(text[start..end], table, "{page}: UPDATE=1 writes it");
        }
    }
}

#[test]
fn help_lists_every_kind() {
    for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let output =
            Command::new(env!("CARGO_BIN_EXE_qdc")).args(["--lang", name, "sandbox", "--help"]).output();
        let help = String::from_utf8(output.unwrap().stdout).unwrap();
        // As it is wrapped, words are not: only what has no blank is looked for.
        for kind in FaultKind::all() {
            assert!(help.contains(&format!("\n  {}\n", kind.usage())), "{name}: {}", kind.usage());
            let sees = kind.sees();
            assert!(
                help.contains(sees.get(lang).split([' ', '，', '；']).next().unwrap()),
                "{}",
                kind.name()
            );
        }
    }
}
