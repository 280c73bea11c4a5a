//! Invented facts, with which an authority can look at a template before it uses it.

use crate::{
    audience::Audience,
    facts::{Contact, Details, LetterFacts, Officer, Person, Recipient},
};
use chrono::{Days, NaiveDate};
use ehcp_case::{CaseReference, Line, PlainText, Prose};

/// Facts for every placeholder, about nobody, as a letter to such a reader would have them. The days lie around the day
/// of sending; they show what a letter looks like and are not worked out by any rule.
///
/// `None` only if the program's own examples were wrong, which a test excludes.
pub fn example_facts(audience: Audience, sent_on: NaiveDate) -> Option<LetterFacts> {
    let (name, address): (&str, &[&str]) = match audience {
        Audience::Parent => ("Ms Amina Khan", &["12 Orchard Lane", "Westbridge", "WB3 4QT"]),
        Audience::YoungPerson => ("Sam Khan", &["12 Orchard Lane", "Westbridge", "WB3 4QT"]),
        Audience::Representative => ("Mr Peter Lowe", &["4 Mill Road", "Westbridge", "WB1 2AB"]),
        Audience::Organisation => ("Hillside School", &["Hill Road", "Westbridge", "WB2 7HS"]),
    };
    Some(LetterFacts {
        authority: Contact {
            address: lines(&[
                "SEND team",
                "County Hall",
                "1 Castle Street",
                "Westbridge",
                "WB1 1AA",
            ])?,
            ..contact(
                "Westbridge Council",
                "01234 567000",
                "send@westbridge.example",
                "www.westbridge.example/send",
            )?
        },
        officer: Officer {
            name: line("Jo Taylor")?,
            role: line("SEND officer")?,
            telephone: Some(line("01234 567123")?),
            email: Some(line("jo.taylor@westbridge.example")?),
        },
        recipient: Recipient {
            audience,
            name: line(name)?,
            address: lines(address)?,
        },
        person: Person {
            name: line("Sam Khan")?,
            born_on: None,
        },
        reference: CaseReference::new(2026, 123).ok()?,
        details: details(sent_on)?,
    })
}

fn line(text: &str) -> Option<Line> {
    PlainText::new(text).ok()
}

fn lines(texts: &[&str]) -> Option<Vec<Line>> {
    texts.iter().map(|text| line(text)).collect()
}

fn prose(text: &str) -> Option<Prose> {
    PlainText::new(text).ok()
}

fn contact(name: &str, telephone: &str, email: &str, website: &str) -> Option<Contact> {
    Some(Contact {
        name: line(name)?,
        address: Vec::new(),
        telephone: Some(line(telephone)?),
        email: Some(line(email)?),
        website: Some(line(website)?),
    })
}

fn details(sent_on: NaiveDate) -> Option<Details> {
    let earlier = |days: u64| sent_on.checked_sub_days(Days::new(days));
    let later = |days: u64| sent_on.checked_add_days(Days::new(days));
    Some(Details {
        received_on: earlier(7),
        decided_on: earlier(2),
        ordered_on: earlier(5),
        meeting_on: later(9),
        rights_pass_on: later(84),
        ended_on: earlier(1),
        notified_on: earlier(3),
        views_by: later(14),
        decide_by: later(35),
        outcome_by: later(70),
        draft_by: later(30),
        final_by: later(98),
        advice_by: later(42),
        representations_by: later(17),
        reply_by: later(15),
        mediation_by: later(61),
        appeal_by: later(61),
        new_day: later(21),
        reasons: prose(
            "The school has just begun to give Sam extra help in small groups. It needs two terms to show if this works.\n\nThe reports do not say that Sam needs more help than the school can give.",
        ),
        delay_reasons: prose(
            "We are still waiting for the advice of an educational psychologist. We asked for it in time.",
        ),
        outcome: prose(
            "Sam finds it hard to talk with others and to sit still for long. Sam reads well and likes to draw.",
        ),
        next_steps: prose(
            "You have moved. The council for your new home can now help you. You can ask it for an assessment.",
        ),
        evidence: lines(&[
            "Your letter and what you told us",
            "The report from Hillside School",
            "The report from the speech therapist",
        ])?,
        advice_services: lines(&[
            "Hillside School",
            "A doctor",
            "An educational psychologist",
            "Social care",
        ])?,
        enclosures: lines(&["The plan, Sections A to K", "The advice that we received"])?,
        late_step: Some(line("sending you the draft plan")?),
        advice_kind: Some(line("psychological advice")?),
        requested_by: Some(line("Hillside School")?),
        meeting_place: Some(line("County Hall, Room 4, at 10am")?),
        placement: Some(line("Hillside School")?),
        school_information: Some(line("www.westbridge.example/schools")?),
        mediation_adviser: contact(
            "Middle Ground Mediation",
            "0800 555 0101",
            "help@middleground.example",
            "www.middleground.example",
        ),
        disagreement_service: contact(
            "Settle Together",
            "0800 555 0102",
            "hello@settle.example",
            "www.settle.example",
        ),
        information_service: contact(
            "Westbridge SENDIASS",
            "0800 555 0103",
            "advice@sendiass.example",
            "www.sendiass.example",
        ),
        tribunal: contact(
            "SEND Tribunal",
            "0300 555 0104",
            "send@tribunal.example",
            "www.tribunal.example/send",
        ),
    })
}
