//! Files that other programs write and other readers read, though the format forbids them. Where poppler 22.12
//! (`pdfinfo -box`) and MuPDF 1.21 (`mutool pages`) were asked, what they answered is written beside it.

use super::*;

/// Objects of two pages, 300 × 200 and A4.
const TWO: [(u32, &str); 4] = [
    (1, "<< /Type /Catalog /Pages 2 0 R >>"),
    (2, "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>"),
    (3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] >>"),
    (4, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595.28 841.89] >>"),
];
const TWO_SIZES: [(f64, f64); 2] = [(300.0, 200.0), UPRIGHT];

/// A sound file of these objects, its last section made by `table` from the places of all objects.
fn with_table(objects: &[(u32, &str)], table: impl Fn(&[(u32, usize)], usize) -> String) -> Vec<u8> {
    let mut text = "%PDF-1.7\n".to_owned();
    let mut places = Vec::new();
    for (number, body) in objects {
        places.push((*number, text.len()));
        text += &format!("{number} 0 obj\n{body}\nendobj\n");
    }
    text += &table(&places, text.len());
    text.into_bytes()
}

fn rows(places: &[(u32, usize)]) -> String {
    let row = |(number, at): &(u32, usize)| format!("{number} 1\n{at:010} 00000 n \n");
    "xref\n0 1\n0000000000 65535 f \n".to_owned() + &places.iter().map(row).collect::<String>()
}

fn sound(objects: &[(u32, &str)]) -> Vec<u8> {
    with_trailer(objects, "")
}

fn with_trailer(objects: &[(u32, &str)], more: &str) -> Vec<u8> {
    with_table(objects, |places, at| {
        let rows = rows(places);
        format!("{rows}trailer\n<< /Size 99 /Root 1 0 R {more} >>\nstartxref\n{at}\n%%EOF\n")
    })
}

/// One of the objects, written otherwise.
fn changed(number: u32, body: &'static str) -> Vec<(u32, &'static str)> {
    TWO.iter().map(|(known, old)| (*known, if *known == number { body } else { *old })).collect()
}

fn certain(bytes: &[u8]) -> Vec<(f64, f64)> {
    let facts = read(bytes);
    assert_eq!(facts.doubts(), Some(&Doubts::default()), "{facts:?}");
    sizes_of(&facts)
}

fn doubt(bytes: &[u8]) -> (usize, CountDoubt) {
    let facts = read(bytes);
    let doubt = facts.doubts().and_then(|doubts| doubts.count);
    (sizes_of(&facts).len(), doubt.unwrap_or_else(|| panic!("{facts:?}")))
}

fn replaced(bytes: &[u8], old: &str, new: &str) -> Vec<u8> {
    let at = memchr::memmem::rfind(bytes, old.as_bytes()).unwrap();
    [&bytes[..at], new.as_bytes(), &bytes[at + old.len()..]].concat()
}

/// poppler and MuPDF: two pages, 300 × 200 and 595.28 × 841.89; of the page below a node in place poppler gives 0 × 0.
#[test]
fn pages_and_nodes_need_no_type() {
    assert_eq!(certain(&sound(&TWO)), TWO_SIZES);
    for objects in [
        changed(3, "<< /Parent 2 0 R /MediaBox [0 0 300 200] >>"),
        changed(2, "<< /Kids [3 0 R 4 0 R] /Count 2 >>"),
        changed(2, "<< /Type /Page#73 /Kids [3 0 R 4 0 R] /Count 2 >>"),
        changed(2, "<< /Type /Pages /Kids [ << /Kids [3 0 R] /Count 1 >> 4 0 R] /Count 2 >>"),
        changed(3, "<< /Type /Page /MediaBox [300 200 0 0] /Kids [1 0 R] >>"),
    ] {
        assert_eq!(certain(&sound(&objects)), TWO_SIZES, "{objects:?}");
    }
}

/// poppler and MuPDF: three pages.
#[test]
fn a_page_that_hangs_in_the_tree_twice_is_two_pages() {
    let objects = changed(2, "<< /Type /Pages /Kids [3 0 R 4 0 R 3 0 R] /Count 3 >>");
    assert_eq!(certain(&sound(&objects)), [TWO_SIZES[0], UPRIGHT, TWO_SIZES[0]]);
}

/// poppler: 612 × 792. MuPDF gives no size, 0 × 0 or 100 × 0.
#[test]
fn a_page_without_a_size_is_letter_and_that_is_said() {
    let letter = (612.0, 792.0);
    for nothing in [
        "<< /Type /Page /Parent 2 0 R >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 0 0] >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100] >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox 9 0 R >>",
    ] {
        let facts = read(&sound(&changed(3, nothing)));
        assert_eq!(sizes_of(&facts), [letter, UPRIGHT], "{nothing}");
        let doubts = facts.doubts().unwrap();
        assert_eq!(
            (doubts.count, doubts.unsized_pages.iter().copied().collect()),
            (None, vec![0]),
            "{nothing}"
        );
    }
    // From the node above it is its own.
    let objects = [
        (2, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 100 100] >>"),
        (3, "<< /Type /Page /Parent 2 0 R /Rotate 90.0 /CropBox [0 0 50 100] >>"),
    ];
    assert_eq!(certain(&sound(&[TWO[0], objects[0], objects[1]])), [(100.0, 50.0)]);
}

/// poppler and MuPDF read all of these as if nothing was there.
#[test]
fn what_is_behind_the_end_is_left_aside() {
    let file = sound(&TWO);
    for junk in ["\0", " ", "\r\n", "<html></html>\n", "2026-01-05 obj startx"] {
        let with_junk = [&file[..], &junk.repeat(3000).into_bytes()].concat();
        assert_eq!(certain(&with_junk), TWO_SIZES, "{junk:?}");
    }
    let before = [b"HTTP/1.1 200 OK\r\n\r\n".as_slice(), &file].concat();
    assert_eq!(certain(&before), TWO_SIZES);
}

/// poppler and MuPDF: two pages each; without the word `trailer` poppler gives up.
#[test]
fn a_wrong_table_is_made_up_for() {
    let file = sound(&TWO);
    let start = memchr::memmem::rfind(&file, b"startxref\n").unwrap() + b"startxref\n".len();
    let place: usize = std::str::from_utf8(&file[start..]).unwrap().lines().next().unwrap().parse().unwrap();
    for wrong in [0, 1, place - 1, place + 1, place * 3, 4_294_967_295, 99_999_999_999] {
        let file = replaced(&file, &format!("\n{place}\n"), &format!("\n{wrong}\n"));
        assert_eq!(certain(&file), TWO_SIZES, "startxref {wrong}");
    }
    // Generations, and places of objects.
    assert_eq!(certain(&replaced(&file, "00000 n", "00007 n")), TWO_SIZES);
    let moved = replaced(&file, "%PDF-1.7\n", "%PDF-1.7\n% one more line\n");
    assert_eq!(certain(&moved), TWO_SIZES);
    let damaged = replaced(&file, "xref\n0 1\n", "xr\0f\n0 1\n");
    assert_eq!(certain(&damaged), TWO_SIZES);
    let without = replaced(&file, "trailer", "trouble");
    assert_eq!(certain(&without), TWO_SIZES);
}

/// An update with this trailer, which gives the second page another size. Object 7 is the place of the table before.
fn updated(file: &[u8], trailer: &str) -> Vec<u8> {
    let at = file.len();
    let object = "4 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 400] >>\nendobj\n";
    let previous = memchr::memmem::rfind(file, b"xref\n0 1").unwrap();
    let object = format!("{object}7 0 obj\n{previous}\nendobj\n");
    let table = at + object.len();
    let seventh = at + object.find("7 0 obj").unwrap();
    let rows = format!("xref\n4 1\n{at:010} 00000 n \n7 1\n{seventh:010} 00000 n \n");
    let end = format!("{rows}trailer\n<< /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n");
    [file, object.as_bytes(), end.as_bytes()].concat()
}

/// poppler and MuPDF: 300 × 200 and 100 × 400 each.
#[test]
fn updates_are_followed_even_where_they_are_damaged() {
    let file = sound(&TWO);
    let after = [TWO_SIZES[0], (100.0, 400.0)];
    let table = memchr::memmem::rfind(&file, b"xref\n0 1").unwrap();
    for previous in
        [format!("/Prev {table}"), "/Prev 7 0 R".to_owned(), "/Prev 3".to_owned(), "/Prev (a)".to_owned()]
    {
        assert_eq!(certain(&updated(&file, &previous)), after, "{previous}");
    }
    let last_damaged = replaced(&updated(&file, &format!("/Prev {table}")), "xref\n4 1\n0", "xref\n4 1\nO");
    assert_eq!(certain(&last_damaged), after);
}

/// Of `/Count 4` poppler and MuPDF say four pages. Without a count poppler gives up, and MuPDF finds two.
#[test]
fn a_count_that_disagrees_is_a_doubt() {
    let objects = changed(2, "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 4 >>");
    assert_eq!(doubt(&sound(&objects)), (2, CountDoubt::Stated(4)));
    let objects = changed(2, "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 99999999999 >>");
    assert_eq!(doubt(&sound(&objects)), (2, CountDoubt::Stated(99_999_999_999)));
    let objects = changed(2, "<< /Type /Pages /Kids [3 0 R 4 0 R] >>");
    assert_eq!(doubt(&sound(&objects)), (2, CountDoubt::NotStated));
    let objects = changed(2, "<< /Type /Pages /Kids [3 0 R 4 0 R 9 0 R] /Count 2 >>");
    assert_eq!(doubt(&sound(&objects)), (2, CountDoubt::Incomplete));
}

/// poppler opens none of these; MuPDF counts two pages and cannot measure them.
#[test]
fn a_lost_page_tree_is_a_doubt_and_only_pages_are_pages() {
    let note = (5, "<< /Type /Annot /Subtype /Text /Contents (a note) /MediaBox [0 0 9 9] >>");
    let mut objects = changed(1, "<< /Type /Catalog /Pages 9 0 R >>");
    objects.push(note);
    objects.remove(1);
    let facts = read(&sound(&objects));
    assert_eq!(sizes_of(&facts), TWO_SIZES);
    assert_eq!(doubt(&sound(&objects)), (2, CountDoubt::TreeLost));
    // A linearized file says how many there were.
    let head = [(8, "<< /Linearized 1 /L 100 /N 3 /O 3 /E 9 /H [1 2] >>")];
    let linearized = [&head[..], &objects].concat();
    assert_eq!(doubt(&sound(&linearized)), (2, CountDoubt::Stated(3)));
}

#[test]
fn a_linearized_file_that_is_shorter_than_it_says_is_a_doubt() {
    let file = sound(&[&[(8, "<< /Linearized 1 /L 90000 /N 2 /O 3 /E 9 /H [1 2] >>")], &TWO[..]].concat());
    assert_eq!(certain(&file), TWO_SIZES);
    assert_eq!(doubt(&replaced(&file, "xref\n0 1\n", "xr\0f\n0 1\n")), (2, CountDoubt::Incomplete));
}

/// poppler: `Incorrect password` where nothing is packed; MuPDF: `cannot authenticate password`.
#[test]
fn a_password_is_seen_in_a_damaged_file() {
    for name in ["password", "password-packed", "restricted", "restricted-packed"] {
        let whole = file(name);
        let start = memchr::memmem::rfind(whole, b"startxref\n").unwrap() + b"startxref\n".len();
        let off = [&whole[..start], b"7", &whole[start..]].concat();
        assert_eq!(read(&off), read(whole), "{name}");
    }
}

#[test]
fn objects_in_streams_are_found_without_a_table() {
    let whole = file("xref-stream");
    let off = replaced(whole, "startxref\n", "startxref\n1");
    assert_eq!(certain(&off), [UPRIGHT; 3]);
    let lost = replaced(whole, "/Type /XRef", "/Type /XR3f");
    assert_eq!(certain(&lost), [UPRIGHT; 3]);
}

/// The table says of itself that it lies in a stream of objects.
#[test]
fn a_table_that_calls_itself_packed_is_read() {
    let file = with_table(&TWO, |places, at| {
        let row = |(_, place): &(u32, usize)| format!("01 {place:04x} 00\n");
        let rows: String = places.iter().map(row).collect();
        format!(
            "5 0 obj\n<< /Type /XRef /Size 6 /Root 1 0 R /W [1 2 1] /Filter /AHx >>\nstream\n\
             00 0000 ff\n{rows}02 0005 00 >\nendstream\nendobj\nstartxref\n{at}\n%%EOF\n"
        )
    });
    assert_eq!(certain(&file), TWO_SIZES);
}
