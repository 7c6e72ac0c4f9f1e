//! Page count and visible page sizes of a PDF, as other readers see them.
//!
//! First what the file says of itself ([`table`], [`tree`]). Where that is wrong or contradicts itself, its objects are
//! looked for ([`scan`]); what is then still not certain is a fact like the others ([`Doubts`]).
//! Work and memory are bounded by a [`budget`], whatever the file says.

mod budget;
mod file;
mod lexer;
mod scan;
mod table;
mod tree;
mod unpack;
mod vault;

use memchr::memmem;

use crate::facts::{CountDoubt, DocumentFacts, Doubts};
use crate::findings::Words;
use crate::words;
use budget::{Budget, Refusal};
use file::{Bytes, File, Locked};
use lexer::Value;
use table::{Table, Trailer};
use tree::{Page, Pages};

/// Larger files are not read: twice what platforms of this kind take. In bytes.
pub const MAX_BYTES: usize = 100 << 20;

/// Reads a file that says it is a PDF.
pub fn read(bytes: &[u8]) -> DocumentFacts {
    if bytes.len() > MAX_BYTES {
        let size = bytes.len() >> 20;
        return DocumentFacts::Unreadable(Words::same(format!("{size} MiB > {} MiB", MAX_BYTES >> 20)));
    }
    let budget = Budget::of(bytes);
    let answer = answer(Bytes { bytes, budget: &budget });
    match (budget.refusal(), answer) {
        (_, Answer::Locked) => DocumentFacts::Encrypted,
        (Some(refusal), _) => DocumentFacts::Unreadable(why(refusal)),
        (None, Answer::Broken) => DocumentFacts::Broken,
        (None, Answer::Read(pages, count)) => {
            let unsized_pages =
                (0..).zip(&pages).filter(|(_, page)| !page.is_sized).map(|(at, _)| at).collect();
            let pages = pages.into_iter().map(|page| page.size).collect();
            DocumentFacts::Pdf { pages, doubts: Doubts { count, unsized_pages } }
        }
    }
}

fn why(refusal: Refusal) -> Words {
    let most = Refusal::UNPACKED_MIB;
    match refusal {
        Refusal::Unpacked => words!(
            "解压后超过 {most} MiB，不像正常的 PDF，页数和页面大小没有读；请用 PDF 软件重新导出",
            "it unpacks to over {most} MiB, far more than an ordinary PDF, so its page count and sizes were not read; export it again with PDF software"
        ),
        Refusal::Tangled => words!(
            "内部结构异常庞杂，页数和页面大小没有读；请用 PDF 软件重新导出",
            "its structure is abnormally large or tangled, so its page count and sizes were not read; export it again with PDF software"
        ),
    }
}

enum Answer {
    Locked,
    Broken,
    Read(Vec<Page>, Option<CountDoubt>),
}

fn answer(input: Bytes<'_>) -> Answer {
    let as_stated = match as_stated(input) {
        Ok(pages) => pages,
        Err(Locked) => return Answer::Locked,
    };
    let has_tail = has_tail(input.bytes);
    if let Some(Pages { pages, .. }) = as_stated.as_ref().filter(|pages| !has_tail && pages.is_sound()) {
        return Answer::Read(pages.clone(), None);
    }
    // Of a file that was cut off some pages may be left: a wrong count would be worse than none.
    if as_stated.is_none() && memmem::rfind(input.bytes, b"%%EOF").is_none() {
        return Answer::Broken;
    }
    let recovered = match recovered(input) {
        Ok(pages) => pages,
        Err(Locked) => return Answer::Locked,
    };
    let is_incomplete = has_tail || is_shorter_than_stated(input);
    match recovered {
        Some(Recovered::Tree(pages)) if pages.is_sound() => {
            Answer::Read(pages.pages, is_incomplete.then_some(CountDoubt::Incomplete))
        }
        recovered => least_wrong(input, as_stated, recovered),
    }
}

/// Nothing agrees: what most was found of, and that the count is in doubt.
fn least_wrong(input: Bytes<'_>, as_stated: Option<Pages>, recovered: Option<Recovered>) -> Answer {
    let as_stated = as_stated.unwrap_or_default();
    let (pages, doubt) = match recovered {
        Some(Recovered::Tree(found)) if found.pages.len() > as_stated.pages.len() => {
            let doubt = found.doubt();
            (found.pages, doubt)
        }
        Some(Recovered::Strewn(found)) if found.len() > as_stated.pages.len() => {
            let linearized = scan::linearized(input).and_then(|(pages, _)| pages);
            let stated = linearized.or(as_stated.stated).filter(|stated| *stated != found.len());
            (found, stated.map_or(CountDoubt::TreeLost, CountDoubt::Stated))
        }
        _ => {
            let doubt = as_stated.doubt();
            (as_stated.pages, doubt)
        }
    };
    if pages.is_empty() { Answer::Broken } else { Answer::Read(pages, Some(doubt)) }
}

/// Whether objects follow the last place of a table: an update that was cut off.
fn has_tail(bytes: &[u8]) -> bool {
    let last = |word: &[u8]| memmem::rfind(bytes, word);
    last(b"endobj").is_some_and(|object| last(b"startxref").is_some_and(|end| end < object))
}

fn is_shorter_than_stated(input: Bytes<'_>) -> bool {
    scan::linearized(input).and_then(|(_, length)| length).is_some_and(|length| length > input.bytes.len())
}

/// The pages as the file's own table has them; nothing where it cannot be read or is wrong. Places count from the
/// header, in some files from the first byte.
fn as_stated(input: Bytes<'_>) -> Result<Option<Pages>, Locked> {
    let header = memmem::find(&input.bytes[..input.bytes.len().min(1024)], b"%PDF-").unwrap_or(0);
    let starts = if header == 0 { vec![0] } else { vec![header, 0] };
    for start in starts {
        let input = Bytes { bytes: &input.bytes[start..], ..input };
        let Some(table) = table::stated(input) else { continue };
        let root = table.trailer.root;
        let file = File::open(input, table)?;
        let pages = root.and_then(|root| pages_of(&file, root));
        if pages.is_some() && !file.is_contradicted() {
            return Ok(pages);
        }
    }
    Ok(None)
}

enum Recovered {
    Tree(Pages),
    Strewn(Vec<Page>),
}

/// The pages as far as objects are found without the table.
fn recovered(input: Bytes<'_>) -> Result<Option<Recovered>, Locked> {
    let Some(found) = scan::found(input) else { return Ok(None) };
    let locked = found.trailers.iter().find(|trailer| trailer.encrypt.is_some()).copied();
    let table = Table { entries: found.entries, trailer: locked.unwrap_or_default() };
    let file = File::gathered(input, table, &found.packed)?;
    let roots = found.trailers.iter().filter_map(|Trailer { root, .. }| *root);
    // Without a trailer it is the last catalog.
    let tree = roots
        .map(|root| pages_of(&file, root))
        .chain(std::iter::once_with(|| pages_of(&file, last_catalog(&file)?)))
        .find_map(|pages| pages.filter(|pages| !pages.pages.is_empty()));
    Ok(match tree {
        Some(pages) => Some(Recovered::Tree(pages)),
        None => Some(tree::strewn(&file)).filter(|pages| !pages.is_empty()).map(Recovered::Strewn),
    })
}

fn pages_of<'s>(file: &'s File<'_>, root: Value<'s>) -> Option<Pages> {
    let catalog = file.resolved(root)?.dict()?;
    // As written: a node is known by its number.
    let [pages] = lexer::fields(catalog, [b"Pages"], file.budget());
    tree::pages(file, pages?)
}

fn last_catalog<'s>(file: &'s File<'_>) -> Option<Value<'s>> {
    file.numbers().into_iter().rev().filter_map(|number| file.get(number)).find(|value| {
        let [kind] = value.dict().map_or([None], |dict| file.fields(dict, [b"Type"]));
        kind.is_some_and(|kind| kind.is_name(b"Catalog"))
    })
}
