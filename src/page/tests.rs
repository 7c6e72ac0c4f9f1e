//! The PDFs under `tests/pdf` (see `make.py` there), whose sizes poppler's `pdfinfo -box` gives as well, and
//! the same files damaged.

use super::*;

const FILES: &[(&str, &[u8])] = &[
    ("a4-two-pages", include_bytes!("../../tests/pdf/a4-two-pages.pdf")),
    ("rotated", include_bytes!("../../tests/pdf/rotated.pdf")),
    ("cropped", include_bytes!("../../tests/pdf/cropped.pdf")),
    ("mixed-sizes", include_bytes!("../../tests/pdf/mixed-sizes.pdf")),
    ("inherited", include_bytes!("../../tests/pdf/inherited.pdf")),
    ("user-unit", include_bytes!("../../tests/pdf/user-unit.pdf")),
    ("xref-stream", include_bytes!("../../tests/pdf/xref-stream.pdf")),
    ("password", include_bytes!("../../tests/pdf/password.pdf")),
    ("restricted", include_bytes!("../../tests/pdf/restricted.pdf")),
    ("no-pages", include_bytes!("../../tests/pdf/no-pages.pdf")),
    ("wrong-count", include_bytes!("../../tests/pdf/wrong-count.pdf")),
    ("cycle", include_bytes!("../../tests/pdf/cycle.pdf")),
    ("updated", include_bytes!("../../tests/pdf/updated.pdf")),
    ("junk-before", include_bytes!("../../tests/pdf/junk-before.pdf")),
];

fn file(name: &str) -> &'static [u8] {
    FILES.iter().find(|(known, _)| *known == name).expect("a file of that name").1
}

fn sizes(name: &str) -> Vec<(f64, f64)> {
    let facts = read(file(name));
    let pages = facts.pages().unwrap_or_else(|| panic!("{name}: {facts:?}"));
    pages.iter().map(|page| (page.width, page.height)).collect()
}

const UPRIGHT: (f64, f64) = (595.28, 841.89);
const LANDSCAPE: (f64, f64) = (841.89, 595.28);

#[test]
fn pages_are_counted_and_measured() {
    assert_eq!(sizes("a4-two-pages"), [UPRIGHT; 2]);
    assert_eq!(sizes("mixed-sizes"), [UPRIGHT, (1190.55, 841.89), (612.0, 792.0)]);
    assert_eq!(sizes("xref-stream"), [UPRIGHT; 3]);
    assert_eq!(sizes("user-unit"), [(750.0, 1000.0)]);
    assert_eq!(sizes("updated"), [UPRIGHT, (300.0, 200.0)]);
    assert_eq!(sizes("junk-before"), [UPRIGHT]);
}

#[test]
fn a_page_tree_that_contradicts_itself_is_broken() {
    for name in ["no-pages", "wrong-count", "cycle"] {
        assert_eq!(read(file(name)), DocumentFacts::Broken, "{name}");
    }
}

#[test]
fn turned_pages_are_measured_as_they_are_seen() {
    assert_eq!(sizes("rotated"), [LANDSCAPE, UPRIGHT, LANDSCAPE, LANDSCAPE]);
    assert_eq!(sizes("inherited"), [LANDSCAPE, (612.0, 792.0)]);
}

#[test]
fn only_what_is_visible_of_a_cropped_page_counts() {
    assert_eq!(sizes("cropped"), [(495.0, 642.0), (400.0, 300.0), (642.0, 495.0), UPRIGHT]);
}

#[test]
fn a_password_is_told_from_restrictions() {
    assert_eq!(read(file("password")), DocumentFacts::Encrypted);
    assert_eq!(sizes("restricted"), [UPRIGHT]);
}

#[test]
fn kinds_are_told_from_content() {
    let docx = b"PK\x03\x04....[Content_Types].xml....word/document.xml";
    let xlsx = b"PK\x03\x04....[Content_Types].xml....xl/workbook.xml";
    let ole = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    let doc = [&ole[..], b"W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"].concat();
    let (jpeg, png) = ([0xFF, 0xD8, 0xFF, 0xE0], b"\x89PNG\r\n\x1a\n");
    for known in [&docx[..], xlsx, &doc, &jpeg, png] {
        assert_eq!(read(known), DocumentFacts::NotPdf);
    }
    for unknown in [&b""[..], b"plain text", b"PK\x03\x04....ppt/presentation.xml", b"%PD", b"GIF89a", &ole] {
        assert_eq!(read(unknown), DocumentFacts::UnknownKind);
    }
    let late = [&b"\xEF\xBB\xBF\r\n"[..], file("a4-two-pages")].concat();
    assert!(matches!(read(&late), DocumentFacts::Pdf { .. } | DocumentFacts::Broken));
}

#[test]
fn a_file_that_is_cut_off_is_broken() {
    // What an update was added to is a whole file by itself, and junk alone is no PDF.
    for (name, bytes) in FILES.iter().filter(|(name, _)| !["updated", "junk-before"].contains(name)) {
        // The last few bytes are the end's own mark and a line end.
        for end in 9..bytes.len() - 6 {
            let facts = read(&bytes[..end]);
            assert_eq!(facts, DocumentFacts::Broken, "{name} cut off at {end}");
        }
    }
    assert_eq!(read(file("no-pages")), DocumentFacts::Broken);
}

/// Every byte of every file, changed in three ways: whatever comes of it, something does, and soon.
#[test]
fn damaged_files_get_an_answer() {
    for (_, bytes) in FILES {
        let mut damaged = bytes.to_vec();
        for at in 0..bytes.len() {
            for change in [bytes[at] ^ 0x01, bytes[at] ^ 0x80, b'9'] {
                damaged[at] = change;
                if let DocumentFacts::Pdf { pages } = read(&damaged) {
                    assert!(pages.iter().all(|page| page.width > 0.0 && page.height > 0.0));
                }
            }
            damaged[at] = bytes[at];
        }
    }
}

#[test]
fn loops_and_depths_end() {
    let document =
        |objects: &str| format!("%PDF-1.7\n{objects}\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n").into_bytes();
    let catalog = "1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n";
    let own_child = format!("{catalog}2 0 obj\n<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>\nendobj");
    let to_itself = format!("{catalog}2 0 obj\n2 0 R\nendobj");
    let deep_array = format!("{catalog}2 0 obj\n<< /Kids {} >>\nendobj", "[".repeat(200_000));
    let deep_tree = format!("{catalog}2 0 obj\n{}", "<< /Type /Pages /Kids [".repeat(50_000));
    let previous = format!(
        "{catalog}2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\nxref\n0 1\n\
        0000000000 65535 f \ntrailer\n<< /Root 1 0 R /Prev 100 >>\nstartxref\n100"
    );
    for objects in [own_child, to_itself, deep_array, deep_tree, previous] {
        assert!(matches!(read(&document(&objects)), DocumentFacts::Broken | DocumentFacts::Pdf { .. }));
    }
}

/// A PDF whose one object stream is made of these filters and this data.
fn with_objects_in(filters: &str, data: &[u8]) -> Vec<u8> {
    let head = format!(
        "%PDF-1.5\n9 0 obj\n<< /Type /ObjStm /N 2 /First 12 /Filter {filters} /Length {} >>\nstream\n",
        data.len()
    );
    let tail = "\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n";
    [head.as_bytes(), data, tail.as_bytes()].concat()
}

fn packed(data: &[u8]) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec_zlib(data, 9)
}

/// A catalog and a page tree in an object stream, and then blanks.
fn objects(blanks: usize) -> Vec<u8> {
    let catalog = "<</Type/Catalog/Pages 2 0 R>>";
    let pages = "<</Type/Pages/Count 1/Kids[<</Type/Page/MediaBox[0 0 300 200]>>]>>";
    let text = format!("1 0 2 {:<6}{catalog} {pages}", catalog.len() + 1);
    let mut data = text.into_bytes();
    data.resize(data.len() + blanks, b' ');
    data
}

#[test]
fn what_is_packed_again_and_again_is_not_unpacked() {
    let once = |blanks| with_objects_in("/FlateDecode", &packed(&objects(blanks)));
    assert!(matches!(read(&once(0)), DocumentFacts::Pdf { .. }), "{:?}", read(&once(0)));
    assert!(matches!(read(&once(1 << 20)), DocumentFacts::Pdf { .. }));
    let large = packed(&vec![b' '; 80 << 20]);
    let bomb = packed(&large);
    assert!(bomb.len() < 8000);
    for filters in
        ["/FlateDecode", "[/FlateDecode /FlateDecode]", "[/Fl /Fl]", "[/Flate#44ecode/FlateDecode]"]
    {
        let facts = read(&with_objects_in(filters, &bomb));
        assert!(
            matches!(facts, DocumentFacts::Unreadable(_) | DocumentFacts::Broken),
            "{filters}: {facts:?}"
        );
    }
    assert!(matches!(read(&with_objects_in("/FlateDecode", &large)), DocumentFacts::Unreadable(_)));
}

/// Whatever the dictionary says, and wherever it says it: only what was measured is left to be unpacked.
#[test]
fn no_disguise_keeps_a_stream() {
    let data = packed(&packed(&vec![b' '; 1000]));
    let kept = |dictionary: &str| {
        let file =
            [b"%PDF-1.5\n9 0 obj\n", dictionary.as_bytes(), b" stream\n", &data, b"\nendstream"].concat();
        let prepared = limits::prepared(&file).unwrap();
        memchr::memmem::find(&prepared, &data).is_some()
    };
    assert!(kept("<< /Type /ObjStm /Filter /FlateDecode /Length 9 >>"));
    assert!(kept(
        "<</Type/XRef/Filter[/FlateDecode]/DecodeParms<</Columns 4/Predictor 12>>/ID[(a\\)) <00>]>>"
    ));
    assert!(kept("<< /Type /ObjStm /Filter [/FlateDecode /FlateDecode] >>"));
    for disguise in [
        "<< /Type /ObjStm /Filter [/FlateDecode /LZWDecode] >>",
        "<< /Type /ObjStm /Filter [/FlateDecode /FlateDecode /FlateDecode /FlateDecode /FlateDecode] >>",
        "<< /Subtype /Image /Filter [/FlateDecode /FlateDecode] >>",
        "<< /Type /ObjStm /Filter 8 0 R >>",
        "<< /Type /ObjStm /Filter /LZWDecode >>",
        "<< /Type /ObjStm /F [/Fl /Fl] >>",
        "<< /Type /ObjStm /Filte#72 /LZWDecode >>",
        "<< /Filter /LZWDecode % 1 0 obj << \n /Type /ObjStm >>",
        "<< /Filter /LZWDecode /A (\n1 0 obj\n<<) /Type /ObjStm >>",
        "<< /Filter /LZWDecode /A (\n1 0 obj\n<<) /B (\\() /Type /ObjStm >>",
        "<< /Type /ObjStm /DecodeParms << /Predictor 2 /Columns 0 >> >>",
        "<< /Type /ObjStm /DecodeParms << /Predictor 2 /Columns 5 0 R >> >>",
        "<< /Type /ObjStm /DecodeParms << /Predictor 2 /Colors 0 /Columns 5 >> >>",
    ] {
        assert!(!kept(disguise), "{disguise}");
    }
}

/// Work grows with the file, not with its square.
#[test]
fn objects_without_an_end_are_given_up() {
    for object in
        ["1 0 obj (\n", "1 0 obj <<\n", "1 0 obj [\n", "<< \n", "1 0 obj <<>> stream\n", "1 0 obj % \r"]
    {
        let file = format!("%PDF-1.5\n{}%%EOF\n", object.repeat(60_000));
        let started = std::time::Instant::now();
        assert_eq!(read(file.as_bytes()), DocumentFacts::Broken, "{object:?}");
        // Quadratic work takes minutes where the tests are not optimized.
        assert!(started.elapsed().as_secs() < 20, "{object:?}: {:?}", started.elapsed());
    }
}
