//! Text that almost is a contract: the pieces of the language, thrown together.

use proptest::prelude::*;
use qdc::vocabulary::{WORDS, choices};

/// Every spelling of every keyword and choice.
fn words() -> Vec<&'static str> {
    let keywords = WORDS.iter().flat_map(|word| [word.en, word.zh]);
    let misnomers = WORDS.iter().flat_map(|word| word.synonyms.iter().chain(word.misnomers).copied());
    let choices = choices::ALL.iter().flat_map(|set| set.0.iter().flat_map(|choice| [choice.en, choice.zh]));
    keywords.chain(misnomers).chain(choices).collect()
}

const PIECES: &[&str] = &[
    "{",
    "}",
    "｛",
    "｝",
    "{",
    "}",
    ",",
    "，",
    "、",
    ":",
    "：",
    ";",
    "；",
    "。",
    "\"a\"",
    "“甲”",
    "“a\"b”",
    "\"“b”\"",
    "＂c＂",
    "\"\"",
    "\"{amount}\"",
    "\"{{x\"",
    "\"{U+000A}\"",
    "\"{\"",
    "\"FC_1\"",
    "“未关闭",
    "\"open",
    "\"mixed”",
    "'x'",
    "「x」",
    "《x》",
    "1",
    "-2.5",
    "三十天以内",
    "二〇二六年十二月",
    "26年12月31日",
    "2026—12—31",
    "30天后",
    "半年内",
    "10个工作日",
    "business days",
    "（星期四）",
    "24时",
    "前",
    "３",
    "99999999999999999999",
    "3s",
    "3秒",
    "30d",
    "30天内",
    "30 天",
    "3个月",
    "35mm",
    "12furlongs",
    "1.2.3",
    "2026-03-31",
    "2026/3/1",
    "2026年3月1日",
    "2026-02-30",
    "2026.3.1",
    "2026年",
    "31/12/2026",
    "2026-03-31 12:00",
    "(280, 420)",
    "（280， 420）",
    "(35mm,120mm)",
    "(x, y)",
    "(280 420)",
    "(280,",
    "((",
    ")",
    "页1",
    "sign页",
    "main",
    "主合同",
    "amount",
    "𠮷",
    "🎉",
    "_x",
    "a-b.c@d/e",
    "contract.pdf",
    "https://example.com/a",
    "appSecret",
    "//",
    "// 注释",
    "//注释 \"x\" {",
    "# 注释",
    "/*",
    "*/",
    "/* x */",
    "--",
    "-",
    "+",
    "@",
    "\u{200B}",
    "\u{202E}",
    "\u{FEFF}",
    "\u{3000}",
    "\u{AD}",
    "\u{0B}",
    "\u{2028}",
    "\u{2003}",
    "截\u{200B}止",
    "\"{a\u{200B}b}\"",
    "// a\u{2028}b",
    "“采购“设备”合同”",
    "\"采购\n合同\"",
    "“采购\n合同”",
    "«x»",
    "华裕（北京）公司",
    "（盖章）",
    "（一）",
    "1. ",
    "① ",
    "• ",
    "6%",
    "￥120,000",
    "A-{amount}",
    "x=160 y=180",
    "——",
    "—备注",
    "；备注",
    "注：",
    "rem ",
    "'",
    "/*\n",
    "\n*/",
    "<!-- x\n-->",
    "第一条 甲方应当付款。",
    "\n第一条 甲方应当按时付款。\n",
    "| a | b |",
    "a\tb\tc",
    "\t",
    "\r",
    "\0",
    "\n",
    "\n",
    "\n",
    "\n",
    "\r\n",
    "\n\n\n",
    " ",
    " ",
    " ",
    " ",
];

/// Pieces of the language in any order, some glued together.
pub fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => proptest::sample::select(words()),
        4 => proptest::sample::select(PIECES),
    ];
    let gap = proptest::sample::select(&[" ", " ", " ", "", "\n", "\n    "][..]);
    proptest::collection::vec((piece, gap), 0..60)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(piece, gap)| [piece, gap]).collect())
}

/// Any characters, with those that mean something more often.
pub fn any_text() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        3 => any::<char>(),
        3 => proptest::sample::select("{}\"“”＂()（）,，:：;；。/ \n\r\t0123456789-年月日#*'「」\u{3000}\u{FEFF}".chars().collect::<Vec<_>>()),
        2 => proptest::char::range('a', 'z'),
        1 => proptest::char::range('一', '龥'),
    ];
    proptest::collection::vec(character, 0..200).prop_map(|characters| characters.into_iter().collect())
}

/// A good text with a few of its characters changed, taken out or doubled.
pub fn damaged(good: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    let damage = (any::<proptest::sample::Index>(), 0..4u8, any_text());
    (good, proptest::collection::vec(damage, 1..4)).prop_map(|(text, damages)| {
        let mut characters: Vec<char> = text.chars().collect();
        for (place, kind, inserted) in damages {
            if characters.is_empty() {
                break;
            }
            let at = place.index(characters.len());
            match kind {
                0 => drop(characters.remove(at)),
                1 => characters.insert(at, characters[at]),
                2 => drop(characters.splice(at..at, inserted.chars().take(3))),
                _ => {
                    let other = characters.len() - 1 - at;
                    characters.swap(at, other);
                }
            }
        }
        characters.into_iter().collect()
    })
}
