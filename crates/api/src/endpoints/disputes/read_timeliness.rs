use super::example;
use crate::{
    answer::{self, Answer},
    auth::Caller,
    extract::Query,
};
use actix_web::get;
use chrono::NaiveDate;
use ehcp_casework::{TimelinessQuery, TimelinessView};
use serde::Deserialize;
use utoipa::IntoParams;

/// For which days the figure is asked.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Days {
    /// The first day on which a plan was sent.
    #[param(example = "2026-01-01")]
    from: NaiveDate,
    /// The last day, at most a year later.
    #[param(example = "2026-12-31")]
    until: NaiveDate,
}

/// Read how many plans were sent within twenty weeks
///
/// The figure of the yearly return: first plans sent in a stretch of days, counted from the request. Plans whose timetable a
/// mediation or an appeal interrupted are removed first, and their number is told. Of the rest there are two figures, with and
/// without those to which an exception applies. For the council's staff; who sees totals alone finds no number below five.
#[utoipa::path(
    tag = "disputes",
    params(Days),
    responses((
        status = 200,
        description = "The figure.",
        body = TimelinessView,
        example = json!(example::timeliness()),
    )),
)]
#[get("/timeliness")]
pub(crate) async fn read_timeliness(caller: Caller, days: Query<Days>) -> Answer {
    let query = TimelinessQuery {
        from: days.0.from,
        until: days.0.until,
    };
    let found = caller
        .look("read_timeliness", move |look| {
            ehcp_casework::first_plan_timeliness(look, &query)
        })
        .await?;
    answer::plain(&found)
}
