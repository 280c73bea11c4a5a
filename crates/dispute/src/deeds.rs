//! What the case itself says was done: its own facts carry out what is owed, so that nobody records it twice.

use crate::dates::Law;
use crate::{Deed, Dispute, Duty, Step, reopening::reopening};
use chrono::NaiveDate;
use ehcp_case::Refusal;
use ehcp_deadlines::Facts;

/// The deeds that the road of an assessment has steps for.
const ON_THE_ROAD: [Deed; 3] = [Deed::PlanRefused, Deed::DraftSent, Deed::FinalPlanSent];

impl Dispute {
    /// Whether what is owed is done by going on with the assessment.
    pub fn goes_on_with_the_assessment(&self, duty: &Duty) -> bool {
        matches!(
            reopening(self.notice.decision, duty.kind),
            crate::Reopening::Assessment { .. }
        )
    }

    /// The same, with what was done since on the road of the assessment, as its facts say. Where the facts do not fit the
    /// order in which things are owed, what does not fit is left open.
    #[must_use]
    pub fn with_deeds(mut self, facts: &Facts) -> Self {
        let owed: Vec<_> = self
            .duties
            .iter()
            .filter(|duty| self.goes_on_with_the_assessment(duty))
            .map(|duty| (duty.number, duty.since))
            .collect();
        for (number, since) in owed {
            for (done_on, deed) in done_since(facts, since) {
                let mut after = self.clone();
                if after.comply(number, deed, done_on, Law(None)).is_ok() {
                    self = after;
                }
            }
        }
        self
    }

    /// Refuses to record as a step of the dispute what the case has a step of its own for.
    ///
    /// # Errors
    /// [`Refusal::Invalid`], which names that step.
    pub fn not_done_on_the_road(&self, step: &Step) -> Result<(), Refusal> {
        let Step::Comply { duty, deed, .. } = step else {
            return Ok(());
        };
        let known = self.duties.iter().find(|known| known.number == *duty);
        let on_the_road = known.is_some_and(|duty| self.goes_on_with_the_assessment(duty));
        let own_step = match deed {
            Deed::PlanRefused => "record the decision not to issue a plan",
            Deed::DraftSent => "send the draft plan",
            Deed::FinalPlanSent => "send the final plan",
            _ => return Ok(()),
        };
        if !on_the_road {
            return Ok(());
        }
        Err(Refusal::field(
            "/deed",
            "follows_from_the_case",
            format!(
                "The assessment goes on because of this. In the case, {own_step}: then it is done here too."
            ),
        ))
    }
}

/// What the facts say was done on the road since a day, in the order of its days.
fn done_since(facts: &Facts, since: NaiveDate) -> Vec<(NaiveDate, Deed)> {
    let mut done: Vec<_> = ON_THE_ROAD
        .into_iter()
        .filter_map(|deed| Some((facts.get(deed.fact())?, deed)))
        .filter(|(on, _)| *on >= since)
        .collect();
    done.sort_unstable();
    done
}
