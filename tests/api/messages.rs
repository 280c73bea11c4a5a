//! Messages to people: put in the outbox with what they tell of, and sent afterwards.

use chrono::Duration;
use ehcp_case::CaseId;
use ehcp_casework::{Chance, NotCarried};
use ehcp_store::{MessageEnd, MessageState, MessagesTo, StoreError};
use ehcp_test_support::{CaseInHand, LetterBox, Milestone, TestApp, TestDatabase, bodies, on_both_databases};
use serde_json::json;

on_both_databases!(
    the_family_is_told_that_there_is_something_new_and_not_what,
    a_refused_change_tells_nobody,
    a_message_that_cannot_go_is_tried_again_after_a_growing_pause,
    messages_to_somebody_can_be_held_released_and_cancelled,
    a_held_message_does_not_slip_out_of_a_senders_hands,
    two_senders_never_have_the_same_message,
);

/// Maya's case, of which the notice has been sent.
fn noticed(app: &TestApp) -> CaseInHand {
    app.officer()
        .brings_to(app, app.council.maya, Milestone::Noticed, app.council.alder)
}

fn decides_to_assess(app: &TestApp, case: &CaseInHand) {
    app.officer()
        .does(&case.case, "decisions", &bodies::decision("assess"))
        .expect(201);
}

fn the_family_is_told_that_there_is_something_new_and_not_what(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let case = noticed(&app);
    // The notice was news too.
    drop(app.letters());
    decides_to_assess(&app, &case);

    let letters = app.letters();
    let mut to: Vec<_> = letters.iter().map(|letter| letter.to.as_str()).collect();
    to.sort_unstable();
    // Femi Bright says that he is a parent; nobody has verified it.
    assert_eq!(to, [&app.council.parent.email, &app.council.second_parent.email]);
    let reference = app
        .officer()
        .reads_case(&case.case)
        .text_at("/reference")
        .to_owned();
    for letter in &letters {
        let whole = format!("{} {}", letter.subject, letter.content);
        assert_eq!(
            letter.content,
            format!(
                "There is something new in the case {reference}. Sign in to read it: https://send.example.org\n"
            )
        );
        for never in ["Maya", "Okafor", "assess", "decided", "Alder"] {
            assert!(!whole.contains(never), "{never} in: {whole}");
        }
    }
    assert!(app.letters().is_empty(), "a message goes once");
}

fn a_refused_change_tells_nobody(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let case = noticed(&app);
    drop(app.letters());
    // The notice has been sent already.
    app.officer()
        .does(&case.case, "considering-notices", &json!({}))
        .expect_problem(409, "already-done");
    assert!(app.letters().is_empty());
}

fn a_message_that_cannot_go_is_tried_again_after_a_growing_pause(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let case = noticed(&app);
    drop(app.letters());
    decides_to_assess(&app, &case);
    let away = LetterBox::refusing(NotCarried::Later("connection".to_owned()));
    assert_eq!(app.send_to(&away).later, 2);
    assert_eq!(app.send_to(&away).later, 0, "not at once");
    app.clock.advance(Duration::minutes(1));
    assert_eq!(app.send_to(&away).later, 2);
    app.clock.advance(Duration::minutes(1));
    assert_eq!(app.send_to(&away).later, 0, "the second pause is longer");
    app.clock.advance(Duration::minutes(1));
    assert_eq!(app.letters().len(), 2);
}

fn messages_to_somebody_can_be_held_released_and_cancelled(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let case = noticed(&app);
    drop(app.letters());
    decides_to_assess(&app, &case);
    let now = app.clock.now();
    let (amina, david) = (app.council.parent.user, app.council.second_parent.user);
    let held = |user| {
        let held = app
            .store
            .write_blocking(move |tx| tx.hold_messages_to(&MessagesTo::Person(user)))
            .unwrap();
        assert_eq!(held.len(), 1);
        held[0]
    };
    let (to_amina, to_david) = (held(amina), held(david));
    assert!(app.letters().is_empty(), "what is held does not go");
    app.store
        .write_blocking(move |tx| -> Result<(), StoreError> {
            assert!(tx.release_message(to_amina)?);
            assert!(tx.cancel_message(to_david, now)?);
            assert!(!tx.release_message(to_david)?, "what is cancelled stays so");
            Ok(())
        })
        .unwrap();
    let letters = app.letters();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].to, app.council.parent.email);
    let too_late = app
        .store
        .write_blocking(move |tx| tx.cancel_message(to_amina, now))
        .unwrap();
    assert!(!too_late, "what has gone cannot be called back");
}

fn a_held_message_does_not_slip_out_of_a_senders_hands(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let case = noticed(&app);
    drop(app.letters());
    decides_to_assess(&app, &case);
    let now = app.clock.now();
    let about: CaseId = case.case.parse().unwrap();
    let (first, second) = app
        .store
        .write_blocking(move |tx| -> Result<_, StoreError> {
            let lease = Chance::System.id(now);
            let mut taken = tx.claim_messages(lease, now, now + Duration::minutes(3), 10)?;
            tx.hold_messages_to(&MessagesTo::Case(about))?;
            let second = taken.pop().unwrap();
            let first = taken.pop().unwrap();
            // The first comes back from its sender; of the second nothing is heard.
            let again = MessageEnd::Again {
                at: now,
                why: "connection".to_owned(),
            };
            assert!(tx.end_attempt(first.row.id, lease, &again, now)?);
            Ok((first.row.id, second.row.id))
        })
        .unwrap();
    app.clock.advance(Duration::hours(1));
    assert!(app.letters().is_empty());
    let states = app
        .store
        .read_blocking(move |tx| -> Result<_, StoreError> {
            Ok([tx.message(first)?, tx.message(second)?].map(|row| row.map(|row| row.state)))
        })
        .unwrap();
    assert_eq!(states, [Some(MessageState::Held); 2]);
}

fn two_senders_never_have_the_same_message(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let case = noticed(&app);
    drop(app.letters());
    decides_to_assess(&app, &case);
    let now = app.clock.now();
    let take = |after: i64| {
        let at = now + Duration::minutes(after);
        let taken = app
            .store
            .write_blocking(move |tx| {
                tx.claim_messages(Chance::System.id(now), at, at + Duration::minutes(3), 10)
            })
            .unwrap();
        let (one, unsure) = (
            taken.first().cloned(),
            taken.iter().filter(|message| message.unsure).count(),
        );
        (taken.len(), unsure, one)
    };
    let (taken, unsure, late) = take(0);
    assert_eq!((taken, unsure), (2, 0));
    assert_eq!(take(2).0, 0, "the first sender has them");
    let (taken, unsure, _) = take(3);
    assert_eq!(
        (taken, unsure),
        (2, 2),
        "their lease has ended: they may have gone"
    );
    // The first sender comes back too late to say so.
    let late = late.unwrap();
    let noted = app
        .store
        .write_blocking(move |tx| tx.end_attempt(late.row.id, late.lease, &MessageEnd::Sent, now))
        .unwrap();
    assert!(!noted);
}
