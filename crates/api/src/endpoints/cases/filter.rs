//! What a list of cases is narrowed to, and how a page of it is shown.

use crate::{
    accept::prefers_csv,
    answer::{self, Answer},
    csv,
    extract::Listing,
    problem::{FieldError, Refusal},
};
use actix_web::HttpRequest;
use ehcp_case::{CaseReference, ChildId, Stage, TeamId, UserId};
use ehcp_casework::{CaseQuery, CaseSummary, Page, Position};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// The furthest ahead that a list looks.
const DAYS_MAX: u32 = 366;

/// What a list of cases is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CaseFilter {
    /// Only cases at this stage.
    stage: Option<Stage>,
    /// Only cases of this officer.
    officer_id: Option<UserId>,
    /// Only cases of this team.
    team_id: Option<TeamId>,
    /// Only the case of this child.
    child_id: Option<ChildId>,
    /// Only the case with this reference.
    #[param(value_type = Option<String>, example = "EHC-2026-000123", pattern = "^EHC-2[0-9]{3}-[0-9]{6}$")]
    reference: Option<CaseReference>,
    /// Only cases whose next statutory day is over.
    overdue: Option<bool>,
    /// Only cases whose next statutory day is within so many days; what is overdue is among them.
    #[param(minimum = 0, maximum = 366, example = 14)]
    due_within_days: Option<u32>,
}

/// The page of cases that is asked for.
pub(super) fn query(listing: &Listing<CaseFilter, Position>) -> Result<CaseQuery, Refusal> {
    let filter = &listing.filter;
    if filter.due_within_days.is_some_and(|days| days > DAYS_MAX) {
        let message = format!("`due_within_days` is from 0 to {DAYS_MAX}.");
        let wrong = FieldError::new("/query/due_within_days", "out_of_range", message);
        return Err(Refusal::invalid(vec![wrong]));
    }
    Ok(CaseQuery {
        stage: filter.stage,
        officer_id: filter.officer_id,
        team_id: filter.team_id,
        child_id: filter.child_id,
        reference: filter.reference.map(|reference| reference.to_string()),
        overdue: filter.overdue.unwrap_or(false),
        due_within_days: filter.due_within_days,
        after: listing.after.map(|place| (place.due_on, place.id.into())),
        limit: listing.limit.into(),
    })
}

/// The page as JSON, or as CSV for whoever prefers that.
pub(super) fn show(
    request: &HttpRequest,
    listing: &Listing<CaseFilter, Position>,
    page: &Page<CaseSummary>,
) -> Answer {
    if prefers_csv(request.headers()) {
        return answer::csv_page(listing, "cases.csv", table(&page.items), page.next.as_ref());
    }
    answer::page(listing, &page.items, page.next.as_ref())
}

/// A page of cases as CSV (RFC 4180) in UTF-8, the first line with the names of the columns. A cell that a
/// spreadsheet could take for a formula begins with an apostrophe.
#[derive(ToSchema)]
#[schema(value_type = String, max_length = 1000000)]
#[expect(dead_code, reason = "only the document looks at it")]
pub(super) struct CasesCsv(String);

/// The example of [`CasesCsv`].
pub(super) const CSV_EXAMPLE: &str = "\"reference\",\"child_name\",\"born_on\",\"stage\",\"next_rule\",\"due_on\",\"officer\",\"team\",\"id\"\r\n\
\"EHC-2026-000123\",\"Maya Okafor\",\"2018-03-14\",\"deciding_whether_to_assess\",\"ehcna-decision-to-assess\",\"2026-10-19\",\"Rosa Whitfield\",\"North team\",\"01990d2c-7f3a-7c11-9a53-3f1f7c9b2a10\"\r\n";

fn table(cases: &[CaseSummary]) -> String {
    let names = [
        "reference",
        "child_name",
        "born_on",
        "stage",
        "next_rule",
        "due_on",
        "officer",
        "team",
        "id",
    ];
    csv::table(names, cases.iter().map(row))
}

fn row(case: &CaseSummary) -> [String; 9] {
    let due = case.next_deadline.as_ref();
    [
        case.reference.clone(),
        case.child_name.clone(),
        case.born_on.to_string(),
        case.stage.word().to_owned(),
        due.map(|due| due.rule.clone()).unwrap_or_default(),
        due.map(|due| due.due_on.to_string()).unwrap_or_default(),
        case.officer
            .as_ref()
            .map(|officer| officer.name.clone())
            .unwrap_or_default(),
        case.team.clone().unwrap_or_default(),
        case.id.to_string(),
    ]
}
