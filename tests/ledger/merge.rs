//! Records that go from one ledger into another.

use std::path::Path;

use qdc::delivery::ledger::{Conflict, Entry, Filter, Ledger, Outcome, Receipt, State};

use crate::common::{all, find, open, receipt, sent};

/// What a ledger exports, as lines.
async fn lines(ledger: &Ledger) -> Vec<String> {
    let entries = ledger.entries(&Filter::default()).await.unwrap();
    entries.iter().map(|entry| entry.to_line().unwrap()).collect()
}

fn entries(lines: &[String]) -> Vec<Entry> {
    lines.iter().map(|line| Entry::from_line(line).unwrap()).collect()
}

/// Two ledgers of a folder.
async fn two(folder: &Path) -> (Ledger, Ledger) {
    (open(&folder.join("one.db")).await, open(&folder.join("other.db")).await)
}

#[tokio::test]
async fn what_was_exported_and_imported_is_the_same_and_only_once() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = two(folder.path()).await;
    other.begin(receipt("other's own")).await.unwrap();
    for (subject, state) in [("A", State::Sent), ("B", State::Refused), ("13800138000", State::Unknown)] {
        let id = one.begin(receipt(subject)).await.unwrap();
        one.hand_over(id).await.unwrap();
        let outcome = Outcome {
            message: Some("讯息\n".to_owned()),
            log_key: Some("k".to_owned()),
            ..Outcome::of(state)
        };
        one.finish(id, outcome).await.unwrap();
    }
    one.begin(Receipt { subject: None, ..receipt("") }).await.unwrap();
    let exported = lines(&one).await;
    assert!(
        exported.iter().all(|line| !line.contains('\n') && !line.contains("13800138000")),
        "{exported:?}"
    );
    let merged = other.merge(entries(&exported)).await.unwrap();
    assert_eq!((merged.added, merged.settled, merged.known, merged.conflicts.len()), (4, 0, 0, 0));
    let again = other.merge(entries(&exported)).await.unwrap();
    assert_eq!((again.added, again.known, again.conflicts.len()), (0, 4, 0));
    assert_eq!(lines(&other).await[1..], exported);
    // Found by a code that is masked in it.
    assert_eq!(find(&other, "13800138000").await.state, State::Unknown);
    other.begin(receipt("A")).await.unwrap_err();
    one.close().await;
    other.close().await;
}

#[tokio::test]
async fn what_may_be_at_the_platform_never_becomes_less_so() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = two(folder.path()).await;
    // The same record in both, open, and with every pair of ends.
    let ends = [State::Unknown, State::Sent, State::Refused, State::NotSent];
    let mut pairs = Vec::new();
    for ours in ends {
        for theirs in ends {
            let subject = format!("{} {}", ours.text(), theirs.text());
            let id = one.begin(receipt(&subject)).await.unwrap();
            pairs.push((subject, id, ours, theirs));
        }
    }
    other.merge(entries(&lines(&one).await)).await.unwrap();
    one.close().await;
    other.close().await;
    // Opened anew, nothing in them is this process's own.
    let (one, other) = two(folder.path()).await;
    for (subject, id, ours, theirs) in &pairs {
        one.finish(*id, Outcome::of(*ours)).await.unwrap();
        other.finish(find(&other, subject).await.id, Outcome::of(*theirs)).await.unwrap();
    }
    let merged = one.merge(entries(&lines(&other).await)).await.unwrap();
    assert_eq!((merged.added, merged.settled), (0, 1));
    let mut conflicts: Vec<String> = Vec::new();
    for conflict in &merged.conflicts {
        let Conflict::Outcome { theirs, .. } = conflict else { panic!("{conflict:?}") };
        conflicts.push(theirs.subject.clone().unwrap());
    }
    assert_eq!(
        conflicts,
        [
            "unknown refused",
            "unknown not-sent",
            "sent refused",
            "sent not-sent",
            "refused sent",
            "refused not-sent",
            "not-sent sent",
            "not-sent refused",
        ]
    );
    for (subject, _, ours, theirs) in pairs {
        let expected = if (ours, theirs) == (State::Unknown, State::Sent) { State::Sent } else { ours };
        assert_eq!(find(&one, &subject).await.state, expected, "{subject}");
    }
    one.close().await;
    other.close().await;
}

#[tokio::test]
async fn what_both_have_sent_is_said_and_both_stay() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = two(folder.path()).await;
    for (ledger, contract) in [(&one, "1"), (&other, "2")] {
        let id = ledger.begin(receipt("A")).await.unwrap();
        let outcome = Outcome { contract_id: Some(contract.to_owned()), ..sent() };
        ledger.finish(id, outcome).await.unwrap();
    }
    let merged = one.merge(entries(&lines(&other).await)).await.unwrap();
    assert_eq!(merged.added, 1);
    let [Conflict::Twice { theirs }] = &merged.conflicts[..] else { panic!("{merged:?}") };
    assert_eq!(theirs.contract_id.as_deref(), Some("2"));
    assert_eq!(all(&one).await, [("A".to_owned(), State::Sent), ("A".to_owned(), State::Sent)]);
    assert_eq!(find(&one, "A").await.resend, 1);
    one.close().await;
    other.close().await;
}

#[tokio::test]
async fn a_line_that_qdc_did_not_write_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder.path().join("ledger.db")).await;
    ledger.begin(receipt("A")).await.unwrap();
    let line = lines(&ledger).await.remove(0);
    ledger.close().await;
    for (from, to, expected) in [
        ("\"version\":1", "\"version\":2", "another version of qdc"),
        ("\"state\":\"sending\"", "\"state\":\"gone\"", "`state`"),
        ("\"kind\":\"start\"", "\"kind\":\"stop\"", "`kind`"),
        ("\"key\":\"=A\"", "\"key\":\"A\"", "`key`"),
        ("\"resend\":0", "\"resend\":-1", "`resend`"),
        ("\"contractId\":null", "\"contractId\":\"x\"", "`contractId`"),
        ("\"title\"", "\"name\"", "not an exported record"),
        ("{", "", "not an exported record"),
    ] {
        let changed = line.replacen(from, to, 1);
        let why = Entry::from_line(&changed).unwrap_err();
        assert!(why.en.contains(expected), "{why:?} for {changed}");
    }
    // Numbers that somebody wrote into it by hand do not get in.
    let personal = line.replacen("\"title\":\"劳动合同\"", "\"title\":\"13800138000\"", 1);
    assert!(!Entry::from_line(&personal).unwrap().to_line().unwrap().contains("13800138000"));
}
