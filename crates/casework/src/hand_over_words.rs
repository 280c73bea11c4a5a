//! What a case says about who acts, in words for its reader.

use crate::{Error, Moment};
use chrono::{Days, NaiveDate};
use ehcp_access::WhoActs;
use ehcp_calendar::human_date;
use ehcp_case::Reader;
use ehcp_store::{ChildRow, HandOverRow, ReadTx};
use serde::Serialize;
use utoipa::ToSchema;

/// What a case shows about who acts, from twelve weeks before the end of compulsory school age on.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HandOverOfCase {
    /// The day after compulsory school age ends.
    pub rights_pass_on: NaiveDate,
    /// Who acts today or, where that is still the parents by law, from `from_on`. Absent while it is an open question, and
    /// for those who are told only whom to address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who_acts: Option<WhoActs>,
    /// The first day of the record that says so; later than today when it is still to come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_on: Option<NaiveDate>,
    /// The same in plain English, or whom to address.
    #[schema(max_length = 1000)]
    pub in_words: String,
}

/// What a case shows about who acts; nothing while the child is younger. Whoever does not see the family's circumstances
/// is told only whom to address: that somebody else acts for a young person is a finding about their capacity.
pub(crate) fn hand_over_of_case(
    tx: &mut ReadTx<'_>,
    child: &ChildRow,
    moment: &Moment,
    reader: Reader,
    sees_circumstances: bool,
) -> Result<Option<HandOverOfCase>, Error> {
    let passes = child.young_person_from;
    let asked_from = passes
        .checked_sub_days(Days::new(crate::hand_over::DAYS_BEFORE))
        .unwrap_or(passes);
    if moment.today < asked_from {
        return Ok(None);
    }
    let record = tx.acting_from(child.id, moment.today)?;
    if !sees_circumstances {
        let acts_now = record.filter(|row| row.from_on <= moment.today);
        return Ok(Some(HandOverOfCase {
            rights_pass_on: passes,
            who_acts: None,
            from_on: None,
            in_words: addressee(acts_now.map(|row| row.who_acts)).to_owned(),
        }));
    }
    Ok(Some(HandOverOfCase {
        rights_pass_on: passes,
        who_acts: record.as_ref().map(|row| row.who_acts),
        from_on: record.as_ref().map(|row| row.from_on),
        in_words: in_words(record.as_ref(), passes, moment.today, reader),
    }))
}

/// To whom others write. The parents are named alike, whether they act because nobody else is recorded or because
/// capacity is lacking.
pub(crate) const fn addressee(who_acts: Option<WhoActs>) -> &'static str {
    match who_acts {
        Some(WhoActs::YoungPerson) => "Address the young person.",
        Some(WhoActs::Representative) => "Ask the named officer whom to address.",
        Some(WhoActs::Parent) | None => "Address the parents.",
    }
}

/// Who acts, said to whoever reads it, with the day from which it holds.
fn in_words(record: Option<&HandOverRow>, passes: NaiveDate, today: NaiveDate, reader: Reader) -> String {
    let Some(record) = record else {
        let open = reader.choose(
            "the rights are your child's own. It is still open who will act; until we have recorded it, you go on receiving everything.",
            "the rights are yours. It is still open who will act; until we have recorded it, your parents go on receiving everything.",
            "the rights are the young person's. It is still open who will act; until it is recorded, the parents go on receiving everything.",
        );
        return format!("From {} {open}", human_date(passes));
    };
    let from = human_date(record.from_on);
    if record.from_on <= today {
        return format!("Since {from} {}", at_present(record.who_acts, reader));
    }
    let until_then = reader.choose(
        "Until then you go on receiving everything.",
        "Until then your parents go on receiving everything.",
        "Until then the parents go on receiving everything.",
    );
    format!("From {from} {} {until_then}", to_come(record.who_acts, reader))
}

fn at_present(who_acts: WhoActs, reader: Reader) -> &'static str {
    match who_acts {
        WhoActs::YoungPerson => reader.choose(
            "the rights are your child's own: they decide, and our letters go to them. What you still see is what they let you see.",
            "the rights are yours: you decide, and our letters come to you. You can invite somebody to help you.",
            "the rights are the young person's, who decides alone.",
        ),
        WhoActs::Representative => reader.choose(
            "a representative acts for the young person, and our letters go to the representative.",
            "somebody who may act for you decides with you in mind, and our letters go to them.",
            "a representative acts for the young person, who lacks capacity.",
        ),
        WhoActs::Parent => reader.choose(
            "you act for your child, as you did before, and our letters come to you.",
            "your parents act for you, and our letters go to them.",
            "the parents act for the young person, who lacks capacity and has no representative.",
        ),
    }
}

fn to_come(who_acts: WhoActs, reader: Reader) -> &'static str {
    match who_acts {
        WhoActs::YoungPerson => reader.choose(
            "the rights will be your child's own: they will decide, and our letters will go to them.",
            "the rights will be yours: you will decide, and our letters will come to you.",
            "the rights will be the young person's, who will decide alone.",
        ),
        WhoActs::Representative => reader.choose(
            "a representative will act for the young person, and our letters will go to the representative.",
            "somebody who may act for you will decide with you in mind, and our letters will go to them.",
            "a representative will act for the young person, who lacks capacity.",
        ),
        WhoActs::Parent => reader.choose(
            "you will act for your child, as you do now, and our letters will come to you.",
            "your parents will act for you, and our letters will go to them.",
            "the parents will act for the young person, who lacks capacity and has no representative.",
        ),
    }
}
