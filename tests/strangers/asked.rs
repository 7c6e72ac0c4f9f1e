//! What a person at a terminal is asked, and what is read there.

use crate::terminal::talk;
use crate::world::World;

/// Sends a.qdc, then has it changed.
fn sent() -> World {
    let world = World::new();
    let ran = world.run(&["send", "a.qdc"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    world.write("a.qdc", &crate::world::contract("ST-1").replace("(100, 100)", "(100, 120)"));
    world
}

fn count(world: &World) -> usize {
    world.run(&["history"]).out.matches("ST-1").count()
}

#[test]
fn a_second_contract_is_sent_only_when_somebody_says_so() {
    let world = sent();
    let (ran, asked) = talk(world.command(&["send", "--resend", "a.qdc"]), &["n"], false);
    assert!(ran.code == 2 && asked == 1 && ran.err.contains("is still in force"), "{ran:?}");
    assert_eq!(count(&world), 1);
    let (ran, asked) = talk(world.command(&["send", "--resend", "a.qdc"]), &["y"], false);
    assert!(ran.code == 0 && asked == 1, "{ran:?}");
    assert_eq!(count(&world), 2);
    let (ran, asked) = talk(world.command(&["send", "--resend", "--yes", "a.qdc"]), &["n"], false);
    assert!(ran.code == 0 && asked == 0 && ran.err.contains("is still in force"), "{ran:?}");
}

#[test]
fn what_is_noted_by_hand_is_agreed_to() {
    let world = World::new();
    let args = ["send", "--sent-as", "4711", "a.qdc"];
    let (ran, asked) = talk(world.command(&args), &["n"], false);
    assert!(ran.code == 2 && asked == 1 && ran.err.contains("contract 4711"), "{ran:?}");
    assert_eq!(count(&world), 0);
    let (ran, asked) = talk(world.command(&args), &["y"], false);
    assert!(ran.code == 0 && asked == 1, "{ran:?}");
    assert_eq!(count(&world), 1);
}

#[test]
fn the_manual_is_read_on_a_terminal() {
    let world = World::new();
    let (ran, _) = talk(world.command(&["man"]), &["n"], true);
    assert!(ran.code == 0 && ran.err.contains("--lang <LANG>") && !ran.err.contains("\\fB"), "{ran:?}");
    let ran = world.run(&["man"]);
    assert!(ran.out.contains("\\fB"), "{ran:?}");
}

#[test]
fn the_first_file_takes_a_pdf_of_this_machine_and_asks_again_for_what_is_no_account() {
    let world = World::new();
    let pdf = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pdf/a4-two-pages.pdf");
    std::fs::copy(pdf, world.root.join("采购合同.pdf")).unwrap();
    let mut command = world.command(&["init"]);
    command.env("QDC_LANG", "zh");
    let answers = [
        "采购合同",
        "CG-1",
        "北京华裕科技有限公司",
        "CORP_A_001",
        "没有.pdf",
        "采购合同.pdf",
        "PSN_B_001",
        "30d",
        "采购 合同（初稿）",
    ];
    let (ran, asked) = talk(command, &answers, true);
    assert_eq!((ran.code, asked), (0, answers.len()), "{ran:?}");
    assert!(ran.err.contains("qdc check '采购 合同（初稿）.qdc'"), "{ran:?}");
    let text = std::fs::read_to_string(world.root.join("采购 合同（初稿）.qdc")).unwrap();
    let plain: String = text.split_whitespace().collect();
    assert!(
        plain.contains("文件主合同上传\"采购合同.pdf\"") && plain.contains("发起方\"CORP_A_001\""),
        "{text}"
    );
}
