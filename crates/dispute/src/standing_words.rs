//! Where a dispute stands, in one sentence.

use crate::{Course, Dispute, DutyLimit, HearingStanding, Phase, Standing};
use ehcp_calendar::{Calendar, human_date};
use ehcp_case::{Party, Reader};
use ehcp_deadlines::CalculationError;

impl Dispute {
    /// Where it stands, for its reader: what is owed first, then an open appeal, then the mediation.
    pub fn standing_in_words(&self, reader: Reader) -> String {
        let say = |family, professional| reader.choose(family, family, professional);
        let owed = self.duties().iter().rev().find(|duty| !duty.is_carried_out());
        if let Some(duty) = owed {
            let since = human_date(duty.since);
            return format!(
                "Since {since} something is owed because of an order, a concession or an agreement. It has not all been done."
            );
        }
        if let Some(appeal) = self.open_appeal() {
            let lodged = human_date(appeal.lodging.lodged_on);
            let hearing = appeal
                .registration()
                .and_then(|known| {
                    known
                        .hearings
                        .iter()
                        .rev()
                        .find(|hearing| hearing.standing == HearingStanding::Set)
                })
                .map(|hearing| format!(" The hearing is on {}.", human_date(hearing.hearing_on)))
                .unwrap_or_default();
            return format!("The Tribunal received an appeal on {lodged}. It is not over yet.{hearing}");
        }
        if !self.duties().is_empty() {
            return "What was ordered or agreed has been done.".to_owned();
        }
        if let Some(appeal) = self.appeals().last() {
            let ended = appeal.ended_on().map(human_date).unwrap_or_default();
            return match appeal.phase {
                Phase::NotTaken { .. } => format!("The Tribunal did not take the appeal ({ended})."),
                _ => format!("The appeal ended on {ended}. Nothing was ordered."),
            };
        }
        match &self.mediation().course {
            Course::NotSaid => say(
                "You have not told us whether you want mediation.",
                "The family has not said whether it wants mediation.",
            )
            .to_owned(),
            Course::Declined { told_adviser_on } => {
                format!("Mediation was declined on {}.", human_date(*told_adviser_on))
            }
            Course::Wished(wish) => match &wish.standing {
                Standing::ToArrange => format!(
                    "Mediation was asked for on {}. A day has not been set.",
                    human_date(wish.told_authority_on)
                ),
                Standing::Arranged(arrangement) => {
                    format!("The mediation is on {}.", human_date(arrangement.mediation_on))
                }
                Standing::Held(held) => format!(
                    "The mediation took place on {}. There was no agreement.",
                    human_date(held.held_on)
                ),
                Standing::Withdrawn { withdrawn_on } => {
                    format!("Mediation was withdrawn from on {}.", human_date(*withdrawn_on))
                }
            },
        }
    }

    /// What is waited for while an appeal or a mediation is open, in words for its reader, and who holds the ball.
    pub fn pending_step(&self, reader: Reader) -> Option<(String, Party)> {
        if let Some(appeal) = self.open_appeal() {
            let answered = appeal
                .registration()
                .is_none_or(|known| known.response_sent_on.is_some());
            let who = if answered {
                Party::Tribunal
            } else {
                Party::LocalAuthority
            };
            return Some((self.standing_in_words(reader), who));
        }
        let wish = self.mediation().wish()?;
        matches!(wish.standing, Standing::ToArrange | Standing::Arranged(_))
            .then(|| (self.standing_in_words(reader), wish.arranger()))
    }

    /// What is owed because of orders, concessions and agreements and is not done on the road of the assessment, with who must
    /// do it.
    ///
    /// # Errors
    /// As the deadlines: where a day has an impossible year.
    pub fn owed_beside_the_road(
        &self,
        calendar: &Calendar,
    ) -> Result<Vec<(DutyLimit, Party)>, CalculationError> {
        let mut owed = Vec::new();
        for duty in self.duties().iter().filter(|duty| !duty.is_carried_out()) {
            if self.goes_on_with_the_assessment(duty) {
                continue;
            }
            let limits = duty.limits(calendar)?.into_iter();
            let open = limits.filter(|limit| limit.done_on.is_none() && !limit.settled_otherwise);
            owed.extend(open.map(|limit| (limit, duty.kind.must_act())));
        }
        Ok(owed)
    }
}
