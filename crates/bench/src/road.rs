//! How far a case of the measured county has come, walked through the use cases with days in the past.

use chrono::{Days, NaiveDate};
use ehcp_access::Actor;
use ehcp_assessment::{
    AdviceKind, DecisionKind, PlanSection, PlanText, Reasons, RequestSource, ServiceMethod,
};
use ehcp_case::{CaseId, EducationSettingId, Prose, TextError};
use ehcp_casework::{
    Act, Casework, ConsultFamily, Error, MakeRequest, NewChild, NoticeOfDecision, PlanTextBody,
    RecordDecision, RequestAdvice, SendConsideringNotice, SendFinalPlan, ServeDraft, consult_family, decide,
    make_request, request_advice, send_considering_notice, send_final_plan, serve_draft, start_draft,
};
use ehcp_store::WriteTx;

/// How far a case has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Milestone {
    /// The request is in.
    Requested,
    /// The notice that an assessment is considered was sent.
    Considered,
    /// The decision to assess is taken and advice is asked for.
    Assessing,
    /// The draft is with the family.
    Drafted,
    /// The plan is in force.
    Planned,
}

impl Milestone {
    /// How far the case with this number has come: of twenty cases, twelve have a plan.
    pub fn of(number: usize) -> Self {
        match number % 20 {
            0 | 1 => Self::Requested,
            2 | 3 => Self::Considered,
            4..=6 => Self::Assessing,
            7 => Self::Drafted,
            _ => Self::Planned,
        }
    }

    /// How many days ago the request came in, so that every later day is past and the days differ.
    pub fn days_ago(self, number: usize) -> u64 {
        let spread = u64::try_from(number / 20).unwrap_or(0);
        match self {
            Self::Requested => spread % 40,
            Self::Considered => 5 + spread % 40,
            Self::Assessing => 40 + spread % 70,
            Self::Drafted => 120 + spread % 20,
            Self::Planned => 150 + spread.wrapping_mul(7) % 700,
        }
    }
}

/// A case to walk.
#[derive(Debug, Clone)]
pub struct Walk {
    /// The case.
    pub case: CaseId,
    /// The officer who walks it.
    pub officer: Actor,
    /// The child's school.
    pub school: EducationSettingId,
    /// The day of the request.
    pub received_on: NaiveDate,
    /// How far.
    pub until: Milestone,
}

/// A text of about five hundred characters, as long as a paragraph that officers write.
fn paragraph(about: &str) -> Result<Prose, TextError> {
    let sentence =
        "Needs small groups, clear routines and time to answer; details are in the advice of the service. ";
    Prose::new(&format!("{about}: {}", sentence.repeat(5)))
}

fn text(with_placement: bool) -> Result<PlanText, TextError> {
    let mut text = PlanText::default();
    for section in PlanSection::ALL {
        let left_out = section == PlanSection::G || (section == PlanSection::I && !with_placement);
        if !left_out {
            text.insert(section, paragraph(&format!("Section {}", section.word()))?);
        }
    }
    Ok(text)
}

/// A request that a school made for a child who is new to the authority.
///
/// # Errors
/// When a text does not fit, which would be a fault of this program.
pub fn request(
    number: usize,
    received_on: Option<NaiveDate>,
    school: Option<EducationSettingId>,
) -> Result<MakeRequest, TextError> {
    const GIVEN: [&str; 8] = ["Maya", "Leo", "Amina", "Tom", "Ruth", "Idris", "Nell", "Owen"];
    const FAMILY: [&str; 7] = ["Okafor", "Marsh", "Lowe", "Ashdown", "Pym", "Rahman", "Whitfield"];
    let name = |names: &[&str], place: usize| {
        names
            .get(place % names.len())
            .copied()
            .unwrap_or("Sam")
            .to_owned()
    };
    let born = NaiveDate::from_ymd_opt(2013, 9, 1).unwrap_or_default();
    Ok(MakeRequest {
        child_id: None,
        child: Some(NewChild {
            given_name: name(&GIVEN, number).try_into()?,
            family_name: name(&FAMILY, number / GIVEN.len()).try_into()?,
            born_on: born + Days::new(u64::try_from(number % 2500).unwrap_or(0)),
            upn: None,
        }),
        source: school.is_some().then_some(RequestSource::Setting),
        received_on,
        reasons: Some(paragraph("What the school has seen")?),
        education_setting_id: school,
    })
}

/// Makes the request that opens a case.
///
/// # Errors
/// What the use case refuses.
pub fn open(
    casework: &Casework,
    tx: &mut WriteTx<'_>,
    officer: &Actor,
    command: &MakeRequest,
) -> Result<CaseId, Error> {
    casework
        .act_within(tx, officer.clone(), |act| make_request(act, command))
        .map(|receipt| receipt.case_id)
}

struct Steps<'a, 'tx> {
    casework: &'a Casework,
    tx: &'a mut WriteTx<'tx>,
    walk: &'a Walk,
}

impl Steps<'_, '_> {
    fn day(&self, after: u64) -> NaiveDate {
        self.walk.received_on + Days::new(after)
    }

    fn step<T>(&mut self, step: impl FnOnce(&mut Act<'_, '_>, i64) -> Result<T, Error>) -> Result<T, Error> {
        let (row, _) = self.tx.case_unchecked(self.walk.case)?.ok_or(Error::NotFound)?;
        self.casework
            .act_within(self.tx, self.walk.officer.clone(), |act| step(act, row.version))
    }
}

fn unfit(error: TextError) -> Error {
    Error::Internal(error.to_string())
}

/// Walks a case to its milestone.
///
/// # Errors
/// What a use case refuses.
pub fn walk(casework: &Casework, tx: &mut WriteTx<'_>, walk: &Walk) -> Result<(), Error> {
    let mut steps = Steps { casework, tx, walk };
    let id = walk.case;
    if walk.until >= Milestone::Considered {
        let sent_on = Some(steps.day(3));
        let consulted_on = Some(steps.day(2));
        steps.step(|act, seen| consult_family(act, id, seen, &ConsultFamily { consulted_on }))?;
        steps.step(|act, seen| send_considering_notice(act, id, seen, &SendConsideringNotice { sent_on }))?;
    }
    if walk.until >= Milestone::Assessing {
        let assess = decision(DecisionKind::Assess, steps.day(36))?;
        steps.step(|act, seen| decide(act, id, seen, &assess))?;
        for kind in AdviceKind::ALWAYS {
            let advice = advice(kind, walk.school, steps.day(37))?;
            steps.step(|act, seen| request_advice(act, id, seen, &advice))?;
        }
    }
    if walk.until >= Milestone::Drafted {
        let issue = decision(DecisionKind::Issue, steps.day(105))?;
        steps.step(|act, seen| decide(act, id, seen, &issue))?;
        let sections = text(false).map_err(unfit)?;
        let draft = steps.step(|act, seen| start_draft(act, id, seen, &PlanTextBody { sections }))?;
        let serve = ServeDraft {
            sent_on: Some(steps.day(110)),
            method: ServiceMethod::ByHand,
            written_consent: false,
        };
        steps.step(|act, _| serve_draft(act, draft.plan.id, draft.plan.version, &serve))?;
    }
    if walk.until >= Milestone::Planned {
        let last = SendFinalPlan {
            sections: text(true).map_err(unfit)?,
            sent_on: Some(steps.day(139)),
            health_body_agreed_on: None,
        };
        steps.step(|act, seen| send_final_plan(act, id, seen, &last))?;
    }
    Ok(())
}

fn decision(kind: DecisionKind, on: NaiveDate) -> Result<RecordDecision, Error> {
    Ok(RecordDecision {
        kind,
        decided_on: Some(on),
        notice: NoticeOfDecision::SentOtherwise,
        notified_on: Some(on),
        reasons: Reasons {
            criteria: paragraph("The legal test").map_err(unfit)?,
            evidence_considered: paragraph("The evidence").map_err(unfit)?,
            reasons: paragraph("The reasons").map_err(unfit)?,
        },
    })
}

fn advice(kind: AdviceKind, school: EducationSettingId, on: NaiveDate) -> Result<RequestAdvice, Error> {
    Ok(RequestAdvice {
        kind,
        addressee: "The service".to_owned().try_into().map_err(unfit)?,
        education_setting_id: (kind == AdviceKind::Education).then_some(school),
        adviser_id: None,
        referral: paragraph("Please advise").map_err(unfit)?,
        sent_on: Some(on),
        received_on: Some(on),
    })
}
