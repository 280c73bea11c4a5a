//! The steps of an assessment and the stages at which each can be taken.

use ehcp_case::{Refusal, Stage};

/// A step that someone takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Move {
    /// Ask the family what it thinks of an assessment (s.36(4), reg 3).
    ConsultFamily,
    /// Tell the family and others that an assessment is considered (reg 4(2)).
    SendConsideringNotice,
    /// Decide whether to assess (regs 4(1), 5(1)).
    DecideToAssess,
    /// Ask for advice (reg 6).
    RequestAdvice,
    /// Record advice that came in, or its refusal (reg 8, s.31).
    HandInAdvice,
    /// Record an exception to a time limit (regs 5(4), 8(2), 10(4)).
    RecordException,
    /// Decide whether to issue a plan (reg 10, s.37).
    DecideToIssue,
    /// Write the text of the draft plan (s.38(1)).
    WriteDraft,
    /// Serve the draft plan on the family (reg 13(1)).
    ServeDraft,
    /// Say what the family thinks of the draft (s.38(2)(b)).
    MakeRepresentations,
    /// Send the final plan (reg 13(2), s.39).
    SendFinalPlan,
}

impl Move {
    /// Every step.
    pub const ALL: [Self; 11] = [
        Self::ConsultFamily,
        Self::SendConsideringNotice,
        Self::DecideToAssess,
        Self::RequestAdvice,
        Self::HandInAdvice,
        Self::RecordException,
        Self::DecideToIssue,
        Self::WriteDraft,
        Self::ServeDraft,
        Self::MakeRepresentations,
        Self::SendFinalPlan,
    ];

    /// The stages at which this step can be taken.
    pub fn allowed_from(self) -> &'static [Stage] {
        use Stage::*;
        match self {
            Self::ConsultFamily | Self::SendConsideringNotice | Self::DecideToAssess => {
                &[DecidingWhetherToAssess]
            }
            Self::RequestAdvice | Self::DecideToIssue => &[Assessing],
            Self::HandInAdvice => &[Assessing, WritingDraft, DraftWithFamily],
            Self::RecordException => &[DecidingWhetherToAssess, Assessing, WritingDraft, DraftWithFamily],
            // A revised draft may follow what the family said; each service starts its own 15 days.
            Self::WriteDraft | Self::ServeDraft => &[WritingDraft, DraftWithFamily],
            Self::MakeRepresentations | Self::SendFinalPlan => &[DraftWithFamily],
        }
    }

    /// The step as a phrase for a sentence.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::ConsultFamily => "record that the family was consulted",
            Self::SendConsideringNotice => "send the notice that an assessment is being considered",
            Self::DecideToAssess => "decide whether to assess",
            Self::RequestAdvice => "ask for advice",
            Self::HandInAdvice => "record advice",
            Self::RecordException => "record an exception to a time limit",
            Self::DecideToIssue => "decide whether to issue a plan",
            Self::WriteDraft => "write the draft plan",
            Self::ServeDraft => "serve the draft plan",
            Self::MakeRepresentations => "respond to the draft plan",
            Self::SendFinalPlan => "send the final plan",
        }
    }

    /// Whether the step can be taken at this stage.
    ///
    /// # Errors
    /// [`Refusal::WrongStage`] with the stages at which it can.
    pub fn check(self, stage: Stage) -> Result<(), Refusal> {
        let allowed = self.allowed_from();
        if allowed.contains(&stage) {
            Ok(())
        } else {
            Err(Refusal::WrongStage {
                step: self.phrase(),
                stage,
                allowed,
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_can_be_done_to_an_assessment_that_has_ended() {
        for step in Move::ALL {
            for stage in Stage::ENDED {
                assert!(step.check(stage).is_err(), "{step:?} at {stage:?}");
            }
        }
    }

    #[test]
    fn at_every_open_stage_something_can_be_done() {
        for stage in Stage::ALL.into_iter().filter(|stage| !stage.is_ended()) {
            assert!(
                Move::ALL.iter().any(|step| step.check(stage).is_ok()),
                "{stage:?}"
            );
        }
    }
}
