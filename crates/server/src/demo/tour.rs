//! Whom to sign in as: for each role somebody for whom there is something to see.

use super::{
    DemoError, PASSWORD,
    council::{Council, Person},
    play::Play,
    register::TOUR_CHILD,
};
use chrono::NaiveDate;
use ehcp_access::Role;
use ehcp_case::{Reader, Stage};
use ehcp_store::{AsOf, CaseRow, ReadTx};

/// Somebody to sign in as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stop {
    pub role: &'static str,
    pub name: String,
    pub email: String,
    /// What this person sees.
    pub hint: String,
}

impl Stop {
    fn new(person: &Person, hint: String) -> Self {
        Self {
            role: person.role.title(),
            name: person.name.clone(),
            email: person.email.clone(),
            hint,
        }
    }
}

/// A case as it stands today, with the place of its child.
struct Standing {
    place: usize,
    row: CaseRow,
    answered: bool,
}

/// Chooses somebody for each role by looking for suitable cases.
pub(super) fn plan(tx: &mut ReadTx<'_>, play: &Play, today: NaiveDate) -> Result<Vec<Stop>, DemoError> {
    let mut standings = Vec::new();
    for (place, child) in play.children.iter().enumerate() {
        if let Some(id) = child.known.case
            && let Some((row, _)) = tx.case_unchecked(id)?
        {
            let answered = !tx.representations_of(id)?.is_empty();
            standings.push(Standing { place, row, answered });
        }
    }
    let mut stops = Vec::new();
    families(play, &standings, &mut stops);
    asked_for_advice(tx, play, today, &mut stops)?;
    officer(play, &standings, today, &mut stops);
    if let Some(officer) = play.council.tour_officer()
        && stops.iter().all(|stop| stop.email != officer.email)
    {
        let hint = format!(
            "an officer of the area where {} {} goes to school",
            TOUR_CHILD.0, TOUR_CHILD.1
        );
        stops.push(Stop::new(officer, hint));
    }
    let reference = standings
        .first()
        .map_or("a case", |standing| standing.row.reference.as_str());
    for person in others(&play.council) {
        let hint = match person.role {
            Role::Reviewer => "reads the cases of two areas".to_owned(),
            Role::Manager => format!(
                "all {} cases, and who holds them; gives cases to officers",
                standings.len()
            ),
            Role::CustomerService => {
                format!("finds a case by its reference, such as {reference}, and who its officer is")
            }
            Role::InformationGovernance => "where every case stands, and who may see it".to_owned(),
            Role::Admin => "teams and settings; never the content of a case".to_owned(),
            _ => "teams and settings; there are no meetings or audit samples yet".to_owned(),
        };
        stops.push(Stop::new(person, hint));
    }
    Ok(stops)
}

fn families(play: &Play, standings: &[Standing], stops: &mut Vec<Stop>) {
    let waiting = standings
        .iter()
        .filter(|standing| standing.row.stage == Stage::DraftWithFamily && !standing.answered);
    let child = |standing: &Standing| play.children.get(standing.place);
    let with_parents = waiting.filter_map(child).find(|child| !child.known.acts_for_self);
    if let Some(child) = with_parents
        && let Some(parent) = child.parents.first()
    {
        let hint = format!(
            "the draft plan of {} {} is waiting for an answer",
            child.given, child.family
        );
        stops.push(Stop::new(parent, hint));
    }
    // The last one is the child of the tour in the README.
    let unasked = play
        .children
        .iter()
        .rev()
        .find(|child| child.known.case.is_none());
    if let Some(child) = unasked
        && let Some(parent) = child.parents.first()
    {
        let hint = format!("can ask for an assessment of {} {}", child.given, child.family);
        stops.push(Stop::new(parent, hint));
    }
    let own = standings
        .iter()
        .filter(|standing| child(standing).is_some_and(|child| child.known.acts_for_self));
    // A draft to answer first of all, else a case that is still open.
    let best = own.max_by_key(|standing| {
        (
            standing.row.stage == Stage::DraftWithFamily && !standing.answered,
            !standing.row.stage.is_ended(),
        )
    });
    if let Some(standing) = best
        && let Some(own) = child(standing).and_then(|child| child.own_account.as_ref())
    {
        let hint = format!(
            "their own case: “{}”",
            standing.row.stage.plain_english(Reader::YoungPerson)
        );
        stops.push(Stop::new(own, hint));
    }
}

/// The school and the adviser with the most open requests for advice.
fn asked_for_advice(
    tx: &mut ReadTx<'_>,
    play: &Play,
    today: NaiveDate,
    stops: &mut Vec<Stop>,
) -> Result<(), DemoError> {
    let council = &play.council;
    let at = AsOf {
        now: play.casework.moment().now,
        today,
    };
    let schools: Vec<_> = council
        .settings
        .iter()
        .filter_map(|setting| setting.account.as_ref())
        .collect();
    let advisers: Vec<_> = council.advisers.iter().map(|(_, person)| person).collect();
    for people in [schools, advisers] {
        let mut best: Option<(usize, &Person)> = None;
        for person in people {
            let open = tx.advice_asked_of(&council.actor(person), at, None, 200)?.len();
            if best.is_none_or(|(most, _)| open > most) {
                best = Some((open, person));
            }
        }
        if let Some((open, person)) = best {
            stops.push(Stop::new(person, format!("{open} open requests for advice")));
        }
    }
    Ok(())
}

/// The officer with the most cases whose next statutory day is over.
fn officer(play: &Play, standings: &[Standing], today: NaiveDate, stops: &mut Vec<Stop>) {
    let of = |person: &Person, late: bool| {
        standings
            .iter()
            .filter(|standing| standing.row.officer_id == Some(person.id))
            .filter(|standing| !late || standing.row.next_due_on < today)
            .count()
    };
    let officers = play
        .council
        .staff
        .iter()
        .filter(|person| person.role == Role::Officer);
    if let Some(person) = officers.max_by_key(|person| of(person, true)) {
        let hint = format!(
            "a caseload of {} cases, {} with a statutory day that is over",
            of(person, false),
            of(person, true)
        );
        stops.push(Stop::new(person, hint));
    }
}

/// One of each of the other roles of the council.
fn others(council: &Council) -> impl Iterator<Item = &Person> {
    [
        Role::Reviewer,
        Role::PanelManager,
        Role::Manager,
        Role::QualityAuditor,
        Role::CustomerService,
        Role::InformationGovernance,
        Role::Admin,
    ]
    .into_iter()
    .filter_map(|role| council.staff_with(role).ok())
}

/// The tour as people read it.
pub(super) fn in_words(stops: &[Stop], address: &str) -> String {
    let mut text = format!(
        "\nEverything in it is invented. The API answers on {address}/v1, and {address}/docs/ explores it.\n\
         Everybody's password is: {PASSWORD}\n\n"
    );
    let widest = stops
        .iter()
        .map(|stop| stop.email.chars().count())
        .max()
        .unwrap_or(0);
    for stop in stops {
        text.push_str(&format!(
            "  {:widest$}  {}: {}\n",
            stop.email, stop.role, stop.hint
        ));
    }
    if let Some(first) = stops.first() {
        text.push_str(&format!(
            "\nSign in, for example as {}:\n\n  curl -s {address}/v1/sessions -H 'Content-Type: application/json' \\\n    -d '{{\"email\":\"{}\",\"password\":\"{PASSWORD}\"}}'\n\n",
            first.name, first.email
        ));
    }
    text
}
