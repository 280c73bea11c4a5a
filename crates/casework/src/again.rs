//! Who may have the answer of an earlier call again: whoever may still do what they did then, on the same terms. Access may
//! have been lost since, or narrowed.

use crate::casework::permitted;
use crate::{Act, Error, proof};
use ehcp_access::{Action, Permitted};
use ehcp_case::CaseId;
use std::collections::BTreeSet;

/// What stands between an action and its terms; what is done on no case has none.
const ON: char = ':';

/// What was allowed on a case: the action, which fields it shows, and whether the child's whereabouts stay hidden.
pub(crate) fn on_case<S>(permit: &Permitted<S>) -> String {
    let hides = if permit.hides_whereabouts() {
        "-no_whereabouts"
    } else {
        ""
    };
    format!("{}{ON}{}{hides}", permit.action(), permit.fields())
}

/// What was allowed without a case.
pub(crate) fn in_general(permit: &Permitted<()>) -> String {
    permit.action().to_string()
}

/// All of it as one text.
pub(crate) fn joined(terms: &BTreeSet<String>) -> String {
    let terms: Vec<&str> = terms.iter().map(String::as_str).collect();
    terms.join(" ")
}

/// Whether somebody may have an answer that shows a case again, and through which relationship. Whoever asked for an
/// assessment and is not linked yet may have their receipt again, unless something is kept from them since.
pub(crate) fn may_have(
    act: &mut Act<'_, '_>,
    operation: &str,
    case: CaseId,
    terms: Option<&str>,
) -> Result<Option<&'static str>, Error> {
    let at = act.moment.as_of();
    let (.., ties) = act
        .tx
        .case_with_ties(case, &act.actor, at)?
        .ok_or(Error::NotFound)?;
    let read = on(act, case, Action::ReadCase);
    let purpose = match read {
        Err(Error::NotFound) if operation == "create_request" && !ties.barred => None,
        read => Some(read?.purpose()),
    };
    let of_this_case = terms.is_some_and(|terms| terms.contains(ON));
    if !of_this_case && (ties.no_documents || ties.no_whereabouts) {
        return Err(less_than_then());
    }
    may_still(act, Some(case), terms)?;
    Ok(purpose)
}

/// Refuses when somebody may no longer do what an answer rests on, or not on the same terms.
pub(crate) fn may_still(
    act: &mut Act<'_, '_>,
    case: Option<CaseId>,
    terms: Option<&str>,
) -> Result<(), Error> {
    for term in terms.unwrap_or_default().split_whitespace() {
        let word = term.split(ON).next().unwrap_or(term);
        let action: Action = word.parse().map_err(|_| less_than_then())?;
        let now = match case.filter(|_| term.contains(ON)) {
            Some(case) => on_case(&on(act, case, action)?),
            None => in_general(&proof::general(&act.actor, action, act.proof(), &act.moment)?),
        };
        if now != term {
            return Err(less_than_then());
        }
    }
    Ok(())
}

fn on(act: &mut Act<'_, '_>, case: CaseId, action: Action) -> Result<Permitted<ehcp_store::CaseRow>, Error> {
    let proof = act.proof().cloned();
    let (permit, _) = permitted(act.tx, &act.actor, proof.as_ref(), &act.moment, case, action)?;
    Ok(permit)
}

fn less_than_then() -> Error {
    Error::Forbidden {
        reason: "This was answered before, and you may no longer see all of that answer.".to_owned(),
    }
}
