//! What every record of what was sent must do, whatever it is kept in: run over the ledger in `records.rs`, and over
//! others by including this file with `#[path]`. It knows the trait alone.

use std::collections::HashSet;

use qdc::delivery::ledger::{Outcome, Place, Receipt, Record, State};
use qdc::delivery::{Book, Subject};
use qdc::plan::Kind;

const TEST: Place<'_> = Place { environment: "test", address: "https://example.com/api" };
const PROD: Place<'_> = Place { environment: "prod", address: "https://prod.example.com/api" };

fn at(environment: &str, address: &str, receipt: Receipt) -> Receipt {
    Receipt { environment: environment.to_owned(), address: address.to_owned(), ..receipt }
}

fn code(text: &str) -> Subject {
    Subject::Code(text.to_owned())
}

fn receipt(subject: Option<Subject>) -> Receipt {
    Receipt {
        environment: "test".to_owned(),
        address: "https://example.com/api".to_owned(),
        application: "00112233aabbccdd".to_owned(),
        kind: Kind::Start,
        subject,
        title: "劳动合同".to_owned(),
        path: "/open/contract/start".to_owned(),
        body: b"{}".to_vec(),
        source: "hr/labour.qdc".to_owned(),
        meaning: "00ff".to_owned(),
        deadline: None,
        again: false,
    }
}

fn of(text: &str) -> Receipt {
    receipt(Some(code(text)))
}

fn again(text: &str) -> Receipt {
    Receipt { again: true, ..of(text) }
}

fn sent(contract: &str) -> Outcome {
    Outcome { contract_id: Some(contract.to_owned()), ..Outcome::of(State::Sent) }
}

async fn find(book: &impl Book, subject: &Subject) -> Option<Record> {
    book.find(TEST, Kind::Start, subject).await.unwrap()
}

/// Everything, each over a book that is empty.
pub async fn every<B: Book>(empty: impl AsyncFn() -> B) {
    a_live_subject_gets_no_second_receipt(&empty().await).await;
    what_certainly_came_to_nothing_may_be_begun(&empty().await).await;
    again_counts_and_only_what_is_not_on_its_way(&empty().await).await;
    hand_overs_are_counted_and_timed(&empty().await).await;
    an_outcome_stands(&empty().await).await;
    found_is_what_is_live_before_what_is_latest(&empty().await).await;
    codes_that_people_take_for_one_are_one(&empty().await).await;
    what_was_never_heard_of_is_named_by_its_key(&empty().await).await;
    a_platform_of_two_names_is_one(&empty().await).await;
}

async fn a_live_subject_gets_no_second_receipt(book: &impl Book) {
    let id = book.begin(of("A")).await.unwrap();
    book.begin(of("A")).await.unwrap_err();
    book.hand_over(id).await.unwrap();
    book.begin(of("A")).await.unwrap_err();
    book.finish(id, Outcome::of(State::Unknown)).await.unwrap();
    book.begin(of("A")).await.unwrap_err();
    book.finish(id, sent("1")).await.unwrap();
    book.begin(of("A")).await.unwrap_err();
    // Another kind, another environment, a contract without a code, or nothing to be recognised by.
    book.begin(Receipt { kind: Kind::Person, ..of("A") }).await.unwrap();
    book.begin(at("prod", "https://prod.example.com/api", of("A"))).await.unwrap();
    book.begin(receipt(Some(Subject::Meaning("A".to_owned())))).await.unwrap();
    book.begin(receipt(Some(Subject::Meaning("A".to_owned())))).await.unwrap_err();
    let one = book.begin(receipt(None)).await.unwrap();
    let other = book.begin(receipt(None)).await.unwrap();
    assert_ne!(one, other);
}

async fn what_certainly_came_to_nothing_may_be_begun(book: &impl Book) {
    for state in [State::Refused, State::NotSent, State::Sent] {
        let id = book.begin(of("A")).await.unwrap();
        book.finish(id, Outcome::of(state)).await.unwrap();
        assert_eq!(find(book, &code("A")).await.unwrap().resend, 0);
    }
    book.begin(of("A")).await.unwrap_err();
}

async fn again_counts_and_only_what_is_not_on_its_way(book: &impl Book) {
    let first = book.begin(of("A")).await.unwrap();
    // Not even on purpose while it is on its way.
    book.begin(again("A")).await.unwrap_err();
    book.finish(first, Outcome::of(State::Unknown)).await.unwrap();
    let second = book.begin(again("A")).await.unwrap();
    assert_eq!(find(book, &code("A")).await.map(|record| (record.id, record.resend)), Some((second, 1)));
    // What was refused leaves its number free.
    book.finish(second, Outcome::of(State::Refused)).await.unwrap();
    let third = book.begin(again("A")).await.unwrap();
    assert_eq!(find(book, &code("A")).await.map(|record| (record.id, record.resend)), Some((third, 1)));
    book.finish(third, sent("3")).await.unwrap();
    let fourth = book.begin(again("A")).await.unwrap();
    assert_eq!(find(book, &code("A")).await.map(|record| (record.id, record.resend)), Some((fourth, 2)));
    // Where another is at the platform that this record does not know, it is never the first.
    book.begin(again("B")).await.unwrap();
    assert_eq!(find(book, &code("B")).await.unwrap().resend, 1);
    book.begin(Receipt { kind: Kind::Person, ..again("B") }).await.unwrap();
}

async fn hand_overs_are_counted_and_timed(book: &impl Book) {
    let id = book.begin(of("A")).await.unwrap();
    let record = find(book, &code("A")).await.unwrap();
    assert_eq!((record.state, record.attempts, record.handed_over_at), (State::Sending, 0, None));
    book.hand_over(id).await.unwrap();
    let first = find(book, &code("A")).await.unwrap();
    assert!(first.attempts == 1 && first.handed_over_at >= Some(record.begun_at), "{first:?}");
    // What was unknown is on its way again.
    book.finish(id, Outcome::of(State::Unknown)).await.unwrap();
    book.hand_over(id).await.unwrap();
    let second = find(book, &code("A")).await.unwrap();
    assert_eq!((second.state, second.attempts, second.finished_at), (State::Sending, 2, None));
    assert!(second.handed_over_at >= first.handed_over_at);
    book.hand_over(id + 1000).await.unwrap_err();
}

async fn an_outcome_stands(book: &impl Book) {
    for (at, state) in [State::Sent, State::Refused, State::NotSent].into_iter().enumerate() {
        let subject = at.to_string();
        let id = book.begin(of(&subject)).await.unwrap();
        // To be on its way is not an outcome.
        book.finish(id, Outcome::of(State::Sending)).await.unwrap_err();
        // What is unknown may be settled, and keeps the id that is known already.
        let known = Outcome { contract_id: Some("77".to_owned()), ..Outcome::of(State::Unknown) };
        book.finish(id, known).await.unwrap();
        book.finish(id, Outcome::of(state)).await.unwrap();
        for other in [State::Sent, State::Refused, State::NotSent, State::Unknown] {
            book.finish(id, Outcome::of(other)).await.unwrap_err();
        }
        book.hand_over(id).await.unwrap_err();
        let record = find(book, &code(&subject)).await.unwrap();
        assert_eq!((record.state, record.contract_id.as_deref()), (state, Some("77")));
        assert!(record.finished_at.is_some());
    }
    book.finish(9999, sent("1")).await.unwrap_err();
}

async fn found_is_what_is_live_before_what_is_latest(book: &impl Book) {
    let first = book.begin(of("A")).await.unwrap();
    book.finish(first, sent("1")).await.unwrap();
    let second = book.begin(again("A")).await.unwrap();
    book.finish(second, Outcome::of(State::Refused)).await.unwrap();
    assert_eq!(find(book, &code("A")).await.unwrap().id, first);
    let third = book.begin(again("A")).await.unwrap();
    assert_eq!(find(book, &code("A")).await.unwrap().id, third);
    for _ in 0..2 {
        let id = book.begin(of("B")).await.unwrap();
        book.finish(id, Outcome::of(State::NotSent)).await.unwrap();
        assert_eq!(find(book, &code("B")).await.unwrap().id, id, "the latest, where none is live");
    }
    assert!(find(book, &code("C")).await.is_none());
    assert!(book.find(PROD, Kind::Start, &code("A")).await.unwrap().is_none());
    assert!(book.find(TEST, Kind::Person, &code("A")).await.unwrap().is_none());
}

async fn codes_that_people_take_for_one_are_one(book: &impl Book) {
    let id = book.begin(of("CG-1")).await.unwrap();
    for same in [" CG-1", "ＣＧ－１", "CG\u{200b}-1\n"] {
        book.begin(of(same)).await.unwrap_err();
        assert_eq!(find(book, &code(same)).await.map(|record| record.id), Some(id), "{same:?}");
    }
    book.begin(of("cg-1")).await.unwrap();
    // A code may look like anything, also like the key of something else, or be somebody's number.
    book.begin(receipt(Some(Subject::Meaning("2".to_owned())))).await.unwrap();
    let hash = book.begin(of("#2")).await.unwrap();
    let equals = book.begin(of("=CG-1")).await.unwrap();
    let number = book.begin(of("13800138000")).await.unwrap();
    assert_eq!(find(book, &code("#2")).await.unwrap().id, hash);
    assert_eq!(find(book, &code("=CG-1")).await.unwrap().id, equals);
    let record = find(book, &code("１３８００１３８０００")).await.unwrap();
    assert_eq!((record.id, record.subject.as_deref()), (number, Some("138******00")));
}

async fn what_was_never_heard_of_is_named_by_its_key(book: &impl Book) {
    let refused = book.begin(of("A")).await.unwrap();
    book.finish(refused, Outcome::of(State::Refused)).await.unwrap();
    book.begin(of("13800138000")).await.unwrap();
    let subjects = ["A", "B", "13800138000", "13900139000"].map(code);
    let asked: Vec<_> = subjects.iter().map(|subject| (Kind::Start, subject)).collect();
    let expected = |keys: &[usize]| -> HashSet<(Kind, String)> {
        keys.iter().map(|at| (Kind::Start, subjects[*at].key())).collect()
    };
    assert_eq!(book.unheard_of(TEST, &asked).await.unwrap(), expected(&[1, 3]));
    assert_eq!(book.unheard_of(PROD, &asked).await.unwrap(), expected(&[0, 1, 2, 3]));
    assert!(book.unheard_of(TEST, &[]).await.unwrap().is_empty());
}

async fn a_platform_of_two_names_is_one(book: &impl Book) {
    let id = book.begin(of("A")).await.unwrap();
    let office = Place { environment: "office", ..TEST };
    let there = |place: Place<'_>, text: &str| at(place.environment, place.address, of(text));
    let found =
        async |place| book.find(place, Kind::Start, &code("A")).await.unwrap().map(|record| record.id);
    assert_eq!(found(office).await, Some(id));
    assert_eq!(
        found(Place { environment: "test", ..PROD }).await,
        Some(id),
        "the name has another address now"
    );
    assert_eq!(found(PROD).await, None);
    let (a, b) = (code("A"), code("B"));
    let unheard_of = book.unheard_of(office, &[(Kind::Start, &a), (Kind::Start, &b)]).await.unwrap();
    assert_eq!(unheard_of, HashSet::from([(Kind::Start, b.key())]));
    book.begin(there(office, "A")).await.unwrap_err();
    book.finish(id, Outcome::of(State::NotSent)).await.unwrap();
    let id = book.begin(there(office, "A")).await.unwrap();
    book.begin(of("A")).await.unwrap_err();
    assert_eq!(found(TEST).await, Some(id));
    // Two that have no address of their own are two.
    let [one, two] = ["one", "two"].map(|environment| Place { environment, address: "" });
    book.begin(there(one, "A")).await.unwrap();
    assert_eq!(found(two).await, None);
    book.begin(there(two, "A")).await.unwrap();
}
