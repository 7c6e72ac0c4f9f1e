//! Files as people damage them: every contract of the corpus, with what they type, paste and lose.

use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use qdc::facts::Facts;
use qdc::findings::{Finding, Level};
use qdc::fixing::{Reading, Scope, alone, fix, proven};
use qdc::model::{Model, NoFiles};
use qdc::rules;
use qdc::settings::Settings;
use qdc::source::Source;

/// A text, and the facts under which it is checked.
struct Seed {
    text: String,
    facts: Facts,
}

static SEEDS: LazyLock<Vec<Seed>> = LazyLock::new(|| {
    let mut seeds = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus"), &mut seeds);
    for line in TYPED {
        let keyword = line.split(' ').next().unwrap_or_default();
        let old = BASE.lines().find(|old| old.trim_start().starts_with(keyword)).unwrap_or("    顺序 依次");
        seeds.push(BASE.replacen(old, &format!("    {line}"), 1));
    }
    seeds.sort();
    seeds.into_iter().map(|text| Seed { facts: rules::examples::facts_of(&text).0, text }).collect()
});

fn collect(folder: &Path, seeds: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.extension() {
            _ if path.is_dir() => collect(&path, seeds),
            Some(ending) if ending == "qdc" => seeds.push(std::fs::read_to_string(&path).unwrap()),
            _ => {}
        }
    }
}

const BASE: &str = r#"企业 甲方 {
    账号 "CORP_A_001"
}
个人 乙方 {
    账号 "PSN_B_001"
    姓名 "李伟"
}
合同 "采购合同" {
    业务编号 "CG-1"
    发起方 甲方
    截止 2026-03-31
    顺序 依次
    文件 正文 "FC_MAIN_0001" 页数 8
    签署方 甲方 次序 1 认证 短信 {
        签章 正文 页 8 位置 (160, 180) 日期 "YYYY-MM-DD"
        签章 正文 骑缝 420
    }
    签署方 乙方 次序 2 认证 短信 人脸 {
        签章 正文 页 8 位置 (420, 180) 日期 "YYYY-MM-DD"
    }
}
"#;

/// Lines as they were typed in trials, each in place of the line that begins alike.
const TYPED: &[&str] = &[
    "截止 26年12月31日",
    "截止 30天之内",
    "截止 30天后",
    "截止 30 天 以内",
    "截止日期 2026-12-31",
    "截止 2026—12—31",
    "截止 2026.12.31日",
    "截止 15日",
    "截止 三十天内",
    "截止 30个工作日内",
    "截止2026-12-31",
    "业务编号 CG-1",
    "业务编号 OFFER-{编号}",
    "业务编号 \"ＣＧ-１ \"",
    "业务编号 “CG“1”2”",
    "业务编号 'CG-1'；",
    "业务编号 = “CG-1”。",
    "业务编号 \"CG-1\"，发起方 甲方",
    "发起方 3号仓库",
    "发起方 甲\u{200B}方",
    "发起方 乙 方",
    "账号 甲方",
    "文件 正文 采购合同.pdf 页数 8",
    "文件 正文 模板 \"TPL_1\" 页数 7 {",
    "文件 正文 “FC_MAIN_0001 页数 8页",
    "签署方甲方 次序 1 认证 短信 {",
    "签署方 甲方（盖章） 认证 短信和人脸 {",
    "签署方 甲方、乙方 {",
    "签章 正文 每页 位置 (500, 40)",
    "签章 正文 第8页 位置 （160 180）",
    "签章 正文 页 第8页 位置 160,180",
    "签章 正文 页8 位置 x=160 y=180",
    "签章 正文 末页 位置（160，180）",
    "合同 “采购“设备”合同” {",
    "合同 《采购合同》 {",
    "合同 \"采购\n合同\" {",
    "合同 \"采购合同\" /* 甲\n 乙 */",
    "合同 \"采购合同\"：",
    "企业 华裕（北京）公司 {",
    "企业 甲方 \"CORP_A_001\"",
    "個人 乙方 {",
];

/// One thing that goes wrong with a text.
#[derive(Debug, Clone)]
enum Damage {
    Delete,
    Double,
    Swap,
    /// Pasted in.
    Insert(&'static str),
    /// One brace, bracket or quotation mark less.
    Unpair,
    DeleteLine,
    DoubleLine,
    JoinLines,
    /// The rest is gone.
    Cut,
}

const PASTED: &[&str] = &[
    "\u{200B}",
    "\u{FEFF}",
    "\u{A0}",
    "\u{3000}",
    "\u{AD}",
    "\u{2028}",
    "\u{B}",
    "\u{202E}",
    "\r",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "{",
    "}",
    "｛",
    "】",
    "\"",
    "“",
    "”",
    "'",
    "「",
    "(",
    "）",
    "，",
    "；",
    "。",
    "=",
    "：",
    "—",
    "/*",
    "//",
    "#",
    " 30天",
    "２",
    "内",
    "页",
    " 甲方",
    " \"x\"",
    " 2026.1.1",
    "{姓名}",
    "{{",
];

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        2 => Just(Damage::Delete),
        2 => Just(Damage::Double),
        2 => Just(Damage::Swap),
        4 => proptest::sample::select(PASTED).prop_map(Damage::Insert),
        3 => Just(Damage::Unpair),
        1 => Just(Damage::DeleteLine),
        1 => Just(Damage::DoubleLine),
        1 => Just(Damage::JoinLines),
        1 => Just(Damage::Cut),
    ]
}

fn damaged(text: &str, damage: &Damage, place: &proptest::sample::Index) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    if characters.is_empty() {
        return String::new();
    }
    let (at, line) = (place.index(characters.len()), place.index(lines.len()));
    match damage {
        Damage::Delete => drop(characters.remove(at)),
        Damage::Double => characters.insert(at, characters[at]),
        Damage::Swap => characters.swap(at, (at + 1).min(text.chars().count() - 1)),
        Damage::Insert(piece) => drop(characters.splice(at..at, piece.chars())),
        Damage::Unpair => {
            let marks: Vec<usize> =
                (0..characters.len()).filter(|at| "{}()（）\"“”".contains(characters[*at])).collect();
            if !marks.is_empty() {
                characters.remove(marks[place.index(marks.len())]);
            }
        }
        Damage::DeleteLine => drop(lines.remove(line)),
        Damage::DoubleLine => lines.insert(line, lines[line]),
        Damage::JoinLines => lines[line] = lines[line].trim_end_matches(['\r', '\n']),
        Damage::Cut => characters.truncate(at),
    }
    match damage {
        Damage::DeleteLine | Damage::DoubleLine | Damage::JoinLines => lines.concat(),
        _ => characters.into_iter().collect(),
    }
}

/// A seed by number and its text with a few damages; with Windows line ends and a byte order mark sometimes.
pub fn files() -> impl Strategy<Value = (usize, String)> {
    let damages = proptest::collection::vec((damage(), any::<proptest::sample::Index>()), 0..4);
    (0..SEEDS.len(), damages, 0..4_u8, 0..8_u8).prop_map(|(seed, damages, windows, mark)| {
        let mut text = SEEDS[seed].text.clone();
        if windows == 0 {
            text = text.replace('\n', "\r\n");
        }
        if mark == 0 {
            text.insert(0, '\u{FEFF}');
        }
        let text = damages.iter().fold(text, |text, (damage, place)| damaged(&text, damage, place));
        (seed, text)
    })
}

/// How many findings of a rule there are, of a level and those above it.
fn count(findings: &[Finding], rule: Option<&str>, least: Level) -> usize {
    let counts = |one: &&Finding| one.level >= least && rule.is_none_or(|rule| one.rule.name == rule);
    findings.iter().filter(counts).count()
}

fn counts(findings: &[Finding]) -> [usize; 3] {
    [Level::Error, Level::Warning, Level::Hint].map(|level| count(findings, None, level))
}

/// Every rule has at most as many findings as before.
fn nothing_is_new(before: &[Finding], after: &[Finding], least: Level, about: &str) {
    for finding in after.iter().filter(|finding| finding.level >= least) {
        let rule = Some(finding.rule.name);
        assert!(
            count(after, rule, least) <= count(before, rule, least),
            "{} is new after {about}",
            finding.rule.name
        );
    }
}

/// What no fix may take away or bring in.
fn the_shape_is_kept(before: &str, after: &str) {
    let ends = |text: &str| (text.matches('\n').count(), text.matches("\r\n").count());
    let ((all, windows), (new_all, new_windows)) = (ends(before), ends(after));
    if all == windows && all > 0 {
        assert_eq!(new_all, new_windows, "a line end of another kind: {before:?} → {after:?}");
    }
    if windows == 0 {
        assert_eq!(new_windows, 0, "a line end of another kind: {before:?} → {after:?}");
    }
    // One within the text may come to its head, where it is none of its characters.
    let has_mark = |text: &str| text.starts_with('\u{FEFF}');
    assert!(!has_mark(before) || has_mark(after), "{before:?} → {after:?}");
    assert!(
        after.is_empty() || after.ends_with('\n') || !before.ends_with('\n'),
        "the last line end: {before:?} → {after:?}"
    );
}

/// What is promised of fixes, for one text: of one edit alone, and of all together, either the safe ones or all.
pub fn fixes_hold(seed: usize, text: &str, turn: usize) {
    let read = |text: String| {
        let model = Model::read(Source::new(rules::examples::FILE, text), &NoFiles, &Default::default());
        let findings = rules::check(&model, &SEEDS[seed].facts, &Settings::default());
        Reading { sources: model.sources, findings }
    };
    let before = read(text.to_owned());
    let edits: Vec<usize> =
        (0..before.findings.len()).filter(|index| before.findings[*index].edit.is_some()).collect();
    if edits.is_empty() {
        return;
    }
    let index = edits[turn % edits.len()];
    let finding = &before.findings[index];
    if let (Some(edit), Ok(after)) = (&finding.edit, alone(before.view(), index, &read)) {
        assert!(
            !turn.is_multiple_of(8) || proven(before.view(), &read)[index],
            "{} holds and is not shown",
            finding.rule.name
        );
        let mut expected = text.to_owned();
        for change in edit.changes.iter().rev() {
            expected.replace_range(change.span.range(), &change.text);
        }
        assert_eq!(after.view().text(), expected, "more was changed than named");
        the_shape_is_kept(text, &expected);
        let level = finding.level;
        let fewer = count(&after.findings, None, level) < count(&before.findings, None, level);
        assert!(fewer, "{} is not gone: {text:?} → {expected:?}", finding.rule.name);
        nothing_is_new(
            &before.findings,
            &after.findings,
            level,
            &format!("{} alone: {expected:?}", finding.rule.name),
        );
    }
    let scope = if turn.is_multiple_of(2) { Scope::Safe } else { Scope::Offered };
    let fixed = fix(before.view(), &read, scope);
    if fixed.text == text {
        assert_eq!(fixed.made, 0);
        return;
    }
    let after = read(fixed.text.clone());
    assert_eq!(fix(after.view(), &read, scope).text, fixed.text, "fixed twice");
    the_shape_is_kept(text, &fixed.text);
    assert!(counts(&after.findings) < counts(&before.findings), "nothing came of it: {:?}", fixed.text);
    nothing_is_new(&before.findings, &after.findings, Level::Error, &format!("all: {:?}", fixed.text));
}
