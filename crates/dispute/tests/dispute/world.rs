//! What the tests speak in: days, texts and disputes made from steps.

use chrono::NaiveDate;
use ehcp_calendar::Calendar;
use ehcp_case::{Line, Prose, Refusal};
use ehcp_dispute::*;

/// The day on which the tests ask, unless they say another: everything before it has happened.
pub const TODAY: &str = "2027-12-31";

/// The day on which the notice was sent: a Thursday.
pub const NOTICE: &str = "2026-10-01";

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn calendar() -> &'static Calendar {
    Calendar::england_and_wales()
}

pub fn prose(text: &str) -> Prose {
    Prose::new(text).unwrap()
}

pub fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

pub fn some<T: Clone + PartialEq>(all: &[T]) -> AtLeastOne<T> {
    AtLeastOne::try_from(all.to_vec()).unwrap()
}

pub fn notice(decision: AppealableDecision) -> Notice {
    Notice {
        decision,
        sent_on: day(NOTICE),
    }
}

pub fn about(decision: AppealableDecision) -> Dispute {
    Dispute::about(notice(decision))
}

/// A step on a day, which must be taken.
pub fn taken(dispute: &Dispute, step: &Step, today: &str) -> Taken {
    dispute
        .take(step, calendar(), day(today))
        .unwrap_or_else(|refusal| panic!("{step:?} was refused: {refusal:?}"))
}

/// The dispute after steps that have all happened.
pub fn after(decision: AppealableDecision, steps: &[Step]) -> Dispute {
    steps.iter().fold(about(decision), |dispute, step| {
        taken(&dispute, step, TODAY).dispute
    })
}

/// What a step that has happened leaves behind.
pub fn take(dispute: &Dispute, step: &Step) -> Taken {
    taken(dispute, step, TODAY)
}

/// Why a step is refused.
pub fn refused(dispute: &Dispute, step: &Step, today: &str) -> Refusal {
    dispute
        .take(step, calendar(), day(today))
        .map(|taken| taken.breaches)
        .unwrap_err()
}

/// The field and the word of each problem.
pub fn problems(refusal: Refusal) -> Vec<(String, &'static str)> {
    match refusal {
        Refusal::Invalid(problems) => problems
            .into_iter()
            .map(|problem| (problem.pointer, problem.code))
            .collect(),
        other => panic!("{other:?}"),
    }
}

/// The rules that a step broke.
pub fn broken(taken: &Taken) -> Vec<&'static str> {
    taken.breaches.iter().map(|breach| breach.rule.word()).collect()
}

pub fn wish(on: &str, issues: &[MediationIssue]) -> Step {
    Step::WishMediation {
        told_authority_on: day(on),
        issues: some(issues),
    }
}

pub fn arrange(told: &str, on: &str, shorter_notice_agreed: bool) -> Step {
    Step::ArrangeMediation(Arrangement {
        notice_given_on: day(told),
        mediation_on: day(on),
        place: line("Town Hall, Room 2"),
        shorter_notice_agreed,
    })
}

pub fn hold(on: &str, result: MediationOutcome) -> Step {
    Step::HoldMediation {
        held_on: day(on),
        concluded_on: day(on),
        result,
    }
}

pub fn agreement(on: &str, what: Agreed, other_times: &[OtherTime]) -> MediationOutcome {
    MediationOutcome::Agreement {
        agreed_on: day(on),
        parts: AtLeastOne::only(AgreedPart {
            what,
            text: prose("What both sides agreed."),
            other_times: other_times.to_vec(),
        }),
    }
}

pub fn decline(on: &str) -> Step {
    Step::DeclineMediation {
        told_adviser_on: day(on),
    }
}

pub fn certificate(kind: CertificateKind, on: &str) -> Step {
    Step::IssueCertificate {
        kind,
        issued_on: day(on),
    }
}

pub fn lodge(on: &str, ground: Ground) -> Step {
    Step::LodgeAppeal(Lodging {
        lodged_on: day(on),
        ground,
        recommendations_sought: None,
        leave_given_on: None,
    })
}

pub fn contents(issues: &[PlanIssue]) -> Ground {
    Ground::PlanAsMade { issues: some(issues) }
}

pub fn register(on: &str) -> Step {
    Step::RegisterAppeal {
        registered_on: day(on),
        number: line("EH001/26/00042"),
        documents_sent_on: None,
        response_due_on: None,
    }
}

pub fn concede(on: &str) -> Step {
    Step::ConcedeAppeal {
        told_tribunal_on: day(on),
        amendments_agreed: false,
    }
}

pub fn order(kind: OrderKind) -> Order {
    Order {
        kind,
        directions: Vec::new(),
    }
}

pub fn determine(on: &str, orders: &[Order]) -> Step {
    Step::DetermineAppeal {
        decided_on: day(on),
        manner: Manner::Papers,
        decision: if orders.is_empty() {
            TribunalDecision::Dismissed
        } else {
            TribunalDecision::Ordered { orders: some(orders) }
        },
        recommendations: None,
    }
}

pub fn comply(duty: u32, deed: Deed, on: &str) -> Step {
    Step::Comply {
        duty,
        deed,
        done_on: day(on),
    }
}

/// The ground that fits a decision.
pub fn ground_of(decision: AppealableDecision) -> Ground {
    match decision {
        AppealableDecision::NotToAssess => Ground::NotToAssess,
        AppealableDecision::NotToIssue => Ground::NotToIssue,
        AppealableDecision::PlanAsMade => contents(&[PlanIssue::Provision]),
        AppealableDecision::NotToReassess => Ground::NotToReassess,
        AppealableDecision::NotToAmend => Ground::NotToAmend,
        AppealableDecision::ToCease => Ground::ToCease,
    }
}

/// The steps to a registered appeal with a certificate, all in time: registered on 18 November 2026.
pub fn to_registered(ground: Ground) -> Vec<Step> {
    vec![
        decline("2026-10-12"),
        certificate(CertificateKind::NoMediation, "2026-10-14"),
        lodge("2026-11-16", ground),
        register("2026-11-18"),
    ]
}

/// A dispute in which the Tribunal made these orders on 20 November 2026.
pub fn ordered(decision: AppealableDecision, orders: &[Order]) -> (Dispute, Taken) {
    let before = after(decision, &to_registered(ground_of(decision)));
    let taken = take(&before, &determine("2026-11-20", orders));
    (before, taken)
}
