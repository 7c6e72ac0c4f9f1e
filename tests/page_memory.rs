//! What reading a PDF costs, in a process that may not have more: files made to unpack to gigabytes, and files without
//! ends. The limit is the system's, so whatever takes more is ended and seen.
#![cfg(all(target_os = "linux", feature = "pdf"))]

use std::io::Write;
use std::process::Command;

/// What a file may take beside its own bytes, in KiB.
const MOST: usize = 256 << 10;
/// What the test's own process takes before it reads anything: code, stacks, the harness.
const BEFORE: usize = 64 << 10;

fn packed(data: &[u8]) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec_zlib(data, 6)
}

/// One stream, and what follows it.
fn with_stream(entries: &str, data: &[u8], tail: &str) -> Vec<u8> {
    let head = format!("%PDF-1.5\n9 0 obj\n<< {entries} /Length {} >>\nstream\n", data.len());
    [head.as_bytes(), data, b"\nendstream\nendobj\n", tail.as_bytes()].concat()
}

fn files() -> Vec<(&'static str, Vec<u8>)> {
    let large = packed(&vec![b'0'; 80 << 20]);
    let packed_twice = packed(&large.repeat(20));
    let numbers = packed("1 ".repeat(20 << 20).as_bytes());
    let rows = packed(&vec![1; 45 << 20]);
    let off = "trailer\n<< /Root 1 0 R >>\nstartxref\n7\n%%EOF\n";
    let lock = "8 0 obj\n<< /Filter /Standard /V 1 /R 2 /O (a) /U (a) /P -4 >>\nendobj\n";
    let locked =
        format!("{lock}trailer\n<< /Root 1 0 R /Encrypt 8 0 R /ID [(a) (a)] >>\nstartxref\n7\n%%EOF\n");
    let objects: String = (1..200_000).map(|number| format!("{number} 0 obj 1\n")).collect();
    let text = |text: String| format!("%PDF-1.5\n{text}{off}").into_bytes();
    let stream = "/Type /ObjStm /N 1 /First 9 /Filter";
    vec![
        ("packed once", with_stream(&format!("{stream} /FlateDecode"), &large, off)),
        ("packed twice", with_stream(&format!("{stream} [/Fl /Fl]"), &packed_twice, off)),
        ("encrypted", with_stream(&format!("{stream} [/Fl /Fl]"), &packed_twice, &locked)),
        ("many numbers", with_stream("/Type /ObjStm /N 1 /First 40000000 /Filter /Fl", &numbers, off)),
        (
            "a long table",
            with_stream(
                "/Type /XRef /Root 1 0 R /Size 99999999 /W [1 1 1] /Filter /Fl",
                &rows,
                "startxref\n9\n%%EOF\n",
            ),
        ),
        ("many objects", text(objects)),
        ("texts without an end", text("1 0 obj (\n".repeat(60_000))),
        ("trailers without an end", text("trailer << (\n".repeat(60_000))),
        ("nodes that double", text(doubling())),
    ]
}

/// Thirty nodes, each of which has the next one twice: a billion pages in 2 KB.
fn doubling() -> String {
    let node = |number: u32| {
        let next = number + 1;
        format!("{number} 0 obj\n<< /Kids [{next} 0 R {next} 0 R] /Count 9 >>\nendobj\n")
    };
    let nodes: String = (2..32).map(node).collect();
    format!("1 0 obj\n<< /Pages 2 0 R >>\nendobj\n{nodes}32 0 obj\n<<>>\nendobj\n")
}

#[test]
fn no_file_takes_more_than_it_may() {
    for (name, bytes) in files() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&bytes).unwrap();
        let most = MOST + BEFORE + (bytes.len() >> 10);
        let read = Command::new("sh")
            .args([
                "-c",
                &format!("ulimit -v {most} && exec \"$0\" --exact reads_one_file --ignored --nocapture"),
            ])
            .arg(std::env::current_exe().unwrap())
            .env("QDC_TEST_PDF", file.path())
            .env("RUST_TEST_THREADS", "1")
            .output()
            .unwrap();
        let (said, complaint) =
            (String::from_utf8_lossy(&read.stdout), String::from_utf8_lossy(&read.stderr));
        assert!(
            read.status.success() && said.contains("answered"),
            "{name}: {}\n{said}{complaint}",
            read.status
        );
        println!("{name}: {}", said.lines().find(|line| line.contains("answered")).unwrap_or_default());
    }
}

/// The other process.
#[test]
#[ignore = "is run by the test above under its limit"]
fn reads_one_file() {
    let bytes = std::fs::read(std::env::var_os("QDC_TEST_PDF").unwrap()).unwrap();
    let started = std::time::Instant::now();
    let facts = qdc::page::read(&bytes);
    println!("answered {facts:?} in {:?}", started.elapsed());
    // 2 s where it is optimized; quadratic work takes minutes.
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}
