//! Files made to cost more than they are worth.

use super::*;

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
