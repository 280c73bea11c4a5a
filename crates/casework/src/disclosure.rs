//! Passing a plan or papers on to somebody who does not receive them anyway (SEND Regulations 2014, regs 17 and 47).

use crate::case_file::{Details, Extra, room_for_one_more};
use crate::{Act, Error, Look, StaffName};
use chrono::{DateTime, NaiveDate, Utc};
use ehcp_access::{Action, DisclosureBasis};
use ehcp_assessment::{Happening, HappeningKind};
use ehcp_calendar::{human_date, london_date};
use ehcp_case::{AdviceRequestId, CaseId, DisclosureId, Line, PlanId, Prose, UserId};
use ehcp_store::{CaseRow, ChildRow, DisclosureRow, MOST_DISCLOSURES};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::ToSchema;

/// Recording that a plan or papers were passed on.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordDisclosure {
    /// On which basis. Without one nothing is passed on.
    pub basis: DisclosureBasis,
    /// To whom: the person, and for which body.
    #[schema(value_type = String, min_length = 1, max_length = 200, example = "The disability adviser of Westmarch University")]
    pub to_whom: Line,
    /// What was passed on.
    #[schema(value_type = String, min_length = 1, max_length = 200, example = "The final plan without sections C, D, G and H")]
    pub what: Line,
    /// The plan, when it was one of this case.
    #[serde(default)]
    pub plan_id: Option<PlanId>,
    /// The advice, when it was some of this case.
    #[serde(default)]
    pub advice_request_id: Option<AdviceRequestId>,
    /// The day on which it was passed on; today when left out.
    #[serde(default)]
    #[schema(example = "2026-11-20")]
    pub disclosed_on: Option<NaiveDate>,
    /// Why the basis holds: how consent was given, which order, why it is necessary.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "She asked for it by e-mail on 19 November 2026.")]
    pub explanation: Prose,
}

/// The passing on of a plan or of papers.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DisclosureView {
    /// The record.
    pub id: DisclosureId,
    /// On which basis.
    pub basis: DisclosureBasis,
    /// The same in plain English, with the regulation.
    #[schema(
        example = "the young person asks for it, for higher education (reg 47)",
        max_length = 200
    )]
    pub basis_in_words: String,
    /// To whom; absent for somebody who may not learn where the child lives and learns.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    pub to_whom: Option<String>,
    /// What was passed on.
    #[schema(max_length = 200)]
    pub what: String,
    /// The plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_id: Option<PlanId>,
    /// The advice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice_request_id: Option<AdviceRequestId>,
    /// When.
    pub disclosed_on: NaiveDate,
    /// Why the basis holds; for the council's staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    pub explanation: Option<String>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who recorded it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_by: Option<StaffName>,
}

/// Records that a plan or papers were passed on, with the basis. The family is shown it.
///
/// # Errors
/// When the case is hidden, this is not for the person, the basis does not fit, what was passed on is not of this case, or
/// the day is impossible.
pub fn record_disclosure(
    act: &mut Act<'_, '_>,
    id: CaseId,
    command: &RecordDisclosure,
) -> Result<DisclosureView, Error> {
    let (permit, child) = act.case(id, Action::RecordDisclosure)?;
    act.keep_contacts_out(
        child.id,
        [
            ("/to_whom", command.to_whom.as_str()),
            ("/what", command.what.as_str()),
            ("/explanation", command.explanation.as_str()),
        ],
    )?;
    let disclosed_on = command.disclosed_on.unwrap_or(act.moment.today);
    possible_day(act, permit.subject(), disclosed_on)?;
    basis_fits(act, &child, command.basis, disclosed_on)?;
    of_this_case(act, id, command)?;
    let known = act.tx.disclosures_of(id, i64::from(MOST_DISCLOSURES))?.len();
    room_for_one_more(known, MOST_DISCLOSURES, "records of papers that were passed on")?;
    let row = DisclosureRow {
        id: act.id(),
        case_id: id,
        basis: command.basis,
        to_whom: command.to_whom.to_string(),
        what: command.what.to_string(),
        plan_id: command.plan_id,
        advice_request_id: command.advice_request_id,
        disclosed_on,
        explanation: command.explanation.to_string(),
        recorded_at: act.moment.now,
        recorded_by: act.actor.user,
    };
    act.tx.insert_disclosure(&row)?;
    let details = Details::default().id("disclosure_id", row.id);
    let happening = Happening::new(HappeningKind::Disclosed, disclosed_on);
    act.record(&permit, &happening, details, &Extra::default())?;
    let names = act.tx.user_names([row.recorded_by].into_iter())?;
    Ok(view(row, &names.into_iter().collect(), true, true))
}

fn possible_day(act: &Act<'_, '_>, case: &CaseRow, day: NaiveDate) -> Result<(), Error> {
    let (first, today) = (london_date(case.opened_at), act.moment.today);
    if (first..=today).contains(&day) {
        return Ok(());
    }
    Err(Error::field(
        "/disclosed_on",
        "out_of_range",
        format!(
            "Give the day on which it was passed on, from {} to today.",
            human_date(first)
        ),
    ))
}

/// A child's parent consents for a child, a young person for themself, or whoever acts for them.
fn basis_fits(
    act: &mut Act<'_, '_>,
    child: &ChildRow,
    basis: DisclosureBasis,
    day: NaiveDate,
) -> Result<(), Error> {
    let passes = child.young_person_from;
    let young_person = day >= passes;
    // Where nobody else acts, or the parents do, their consent is that of whoever has the rights (reg 64).
    let parents_act = act
        .tx
        .acting_from(child.id, day)?
        .is_none_or(|acts| acts.from_on > day || acts.user_id.is_none());
    let consent_of_parent = basis == DisclosureBasis::ConsentOfParent && parents_act;
    let problem = if basis.is_of_a_young_person() && !young_person {
        format!(
            "This basis is for a young person, over compulsory school age: from {} on. Before, a child's parent consents.",
            human_date(passes)
        )
    } else if basis.is_of_a_child() && young_person && !consent_of_parent {
        format!(
            "From {} on the young person consents, or whoever acts for them.",
            human_date(passes)
        )
    } else {
        return Ok(());
    };
    Err(Error::field("/basis", "does_not_fit", problem))
}

fn of_this_case(act: &mut Act<'_, '_>, case: CaseId, command: &RecordDisclosure) -> Result<(), Error> {
    if let Some(plan) = command.plan_id
        && act.tx.plan(plan)?.is_none_or(|plan| plan.case_id != case)
    {
        return Err(Error::field(
            "/plan_id",
            "unknown_plan",
            "There is no such plan in this case. The list of its plans has the ids.",
        ));
    }
    if let Some(advice) = command.advice_request_id
        && act
            .tx
            .advice_request(advice)?
            .is_none_or(|advice| advice.case_id != case)
    {
        return Err(Error::field(
            "/advice_request_id",
            "unknown_advice_request",
            "There is no such advice in this case. The list of its requests for advice has the ids.",
        ));
    }
    Ok(())
}

/// To whom plans and papers of a case were passed on, the latest first; what is from before an adoption is sealed.
///
/// # Errors
/// When the case is hidden, or this is not for the person.
pub fn disclosures(look: &mut Look<'_, '_>, id: CaseId) -> Result<Vec<DisclosureView>, Error> {
    let (permit, _) = look.case(id, Action::ReadDisclosures)?;
    let rows = look.tx.disclosures_of(id, i64::from(MOST_DISCLOSURES))?;
    let staff = permit.fields().sees_internal();
    let people = rows.iter().filter(|_| staff).map(|row| row.recorded_by);
    let names: HashMap<UserId, String> = look.tx.user_names(people)?.into_iter().collect();
    let shield = look.shield(&permit)?;
    Ok(rows
        .into_iter()
        .filter(|row| !permit.subject().seals(row.id))
        .map(|row| {
            let view = view(row, &names, staff, !permit.hides_whereabouts());
            DisclosureView {
                to_whom: shield.maybe(view.to_whom),
                what: shield.text(view.what),
                ..view
            }
        })
        .collect())
}

fn view(
    row: DisclosureRow,
    names: &HashMap<UserId, String>,
    staff: bool,
    sees_whereabouts: bool,
) -> DisclosureView {
    DisclosureView {
        id: row.id,
        basis: row.basis,
        basis_in_words: row.basis.title().to_owned(),
        // A school or a surgery by name tells where the child is.
        to_whom: sees_whereabouts.then_some(row.to_whom),
        what: row.what,
        plan_id: row.plan_id,
        advice_request_id: row.advice_request_id,
        disclosed_on: row.disclosed_on,
        explanation: staff.then_some(row.explanation),
        recorded_at: row.recorded_at,
        recorded_by: names.get(&row.recorded_by).map(|name| StaffName {
            id: row.recorded_by,
            name: name.clone(),
        }),
    }
}
