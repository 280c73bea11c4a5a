//! What each notice must tell, by the day on which it is sent.

use crate::reading::{facts, letter, today};
use chrono::NaiveDate;
use ehcp_calendar::Calendar;
use ehcp_deadlines::{Process, RightsId, catalogue, rights_for};
use ehcp_letters::{Audience, Content, LetterError, NoticeKind, Placeholder, Statement, Template, render};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn says(kind: NoticeKind, sent_on: NaiveDate, statement: Statement) -> bool {
    kind.required(sent_on)
        .iter()
        .any(|one| one.content == Content::Statement(statement))
}

#[test]
fn a_refusal_to_make_a_plan_speaks_of_recommendations_from_3_april_2018() {
    let kind = NoticeKind::WillNotIssue;
    assert_eq!(kind.rights(day("2018-04-02")), [RightsId::Rs5]);
    assert_eq!(kind.rights(day("2018-04-03")), [RightsId::Rs6]);
    let template = |on| Template::parse(kind, Template::default_source(kind), on).unwrap();
    let facts = facts(Audience::Parent);
    let text = |on| render(&template(on), &facts, on).unwrap().to_html();
    assert!(!text(day("2018-04-02")).contains("This is called a recommendation."));
    assert!(text(day("2018-04-03")).contains("This is called a recommendation."));
}

#[test]
fn a_template_proved_for_an_earlier_day_is_proved_again_on_the_day_of_sending() {
    let kind = NoticeKind::WillNotIssue;
    let each = [
        "appeal",
        "mediation",
        "appeal_time",
        "disagreement_resolution",
        "information",
    ];
    let said: String = each.iter().map(|word| format!("@say {word}\n\n")).collect();
    let source = Template::default_source(kind).replace("@rights", &said);
    let template = Template::parse(kind, &source, day("2018-04-02")).unwrap();
    assert!(render(&template, &facts(Audience::Parent), day("2018-04-02")).is_ok());
    let refused = render(&template, &facts(Audience::Parent), day("2018-04-03")).unwrap_err();
    assert!(matches!(refused, LetterError::Template(_)));
    assert!(refused.to_string().contains("recommendations"), "{refused}");
}

#[test]
fn a_refusal_to_assess_never_speaks_of_recommendations() {
    for on in [day("2015-06-01"), day("2018-04-03"), today()] {
        assert!(!says(NoticeKind::WillNotAssess, on, Statement::Recommendations));
        assert!(says(NoticeKind::WillNotAssess, on, Statement::AppealRight));
    }
}

#[test]
fn every_notice_tells_the_rights_that_its_rule_names() {
    // A yes to an assessment is told under the rule whose rights belong to the no; RS-VIEWS belongs to the family's letter.
    let without_rights = [
        NoticeKind::WillAssess,
        NoticeKind::OrderToAssess,
        NoticeKind::OrderToMakePlan,
        NoticeKind::UnopposedAssess,
        NoticeKind::UnopposedPlan,
    ];
    let calendar = Calendar::england_and_wales();
    for kind in NoticeKind::ALL {
        let to_family = kind.audiences() == Audience::FAMILY;
        let Some(rule) = kind
            .rule()
            .filter(|_| to_family && !without_rights.contains(kind))
        else {
            continue;
        };
        for on in [day("2018-04-02"), day("2018-04-03"), today()] {
            for right in rights_for(rule, on, calendar).unwrap().rights {
                for statement in Statement::of_rights(right) {
                    assert!(
                        says(*kind, on, *statement),
                        "{kind} sent on {on} lacks {statement:?} ({right:?})"
                    );
                }
            }
        }
    }
}

#[test]
fn every_step_of_the_assessment_is_told_to_those_whom_its_rule_names() {
    for rule in catalogue()
        .iter()
        .filter(|rule| rule.process == Process::Assessment)
    {
        let kinds: Vec<_> = NoticeKind::ALL
            .iter()
            .filter(|kind| kind.rule() == Some(rule.id))
            .collect();
        let told: Vec<_> = kinds.iter().flat_map(|kind| kind.to()).collect();
        for party in rule.must_tell.iter().filter(|_| !kinds.is_empty()) {
            assert!(told.contains(&party), "{}: {party:?}", rule.id);
        }
    }
}

#[test]
fn a_refusal_needs_reasons_last_days_and_whom_to_turn_to() {
    for kind in [
        NoticeKind::NotNecessary,
        NoticeKind::WillNotAssess,
        NoticeKind::WillNotIssue,
    ] {
        let needs = kind.needs(today());
        for fact in [
            Placeholder::Reasons,
            Placeholder::MediationBy,
            Placeholder::AppealBy,
            Placeholder::MediationAdviser,
            Placeholder::DisagreementService,
            Placeholder::InformationService,
            Placeholder::Tribunal,
        ] {
            assert!(needs.contains(&fact), "{kind}: {fact}");
        }
    }
}

#[test]
fn every_requirement_names_its_source() {
    for kind in NoticeKind::ALL {
        assert!(!kind.title().is_empty() && !kind.source().is_empty(), "{kind}");
        for required in kind.required(today()) {
            assert!(!required.source.is_empty(), "{kind}: {:?}", required.content);
        }
    }
}

#[test]
fn a_letter_without_a_fact_that_it_needs_is_refused_and_says_which() {
    let kind = NoticeKind::WillNotAssess;
    let template = Template::parse(kind, Template::default_source(kind), today()).unwrap();
    let mut facts = facts(Audience::Parent);
    facts.details.appeal_by = None;
    facts.details.reasons = None;
    let refused = render(&template, &facts, today()).unwrap_err();
    assert_eq!(
        refused,
        LetterError::MissingFacts(vec![Placeholder::AppealBy, Placeholder::Reasons])
    );
    assert_eq!(
        refused.to_string(),
        "This letter needs: the last day to appeal to the Tribunal; the reasons for the decision."
    );
}

#[test]
fn a_notice_to_the_family_does_not_go_to_a_body() {
    let kind = NoticeKind::WillNotAssess;
    let template = Template::parse(kind, Template::default_source(kind), today()).unwrap();
    let refused = render(&template, &facts(Audience::Organisation), today()).unwrap_err();
    assert_eq!(refused, LetterError::WrongAudience(Audience::Organisation));
}

#[test]
fn last_days_are_shown_as_given_and_in_bold() {
    let mut facts = facts(Audience::Parent);
    facts.details.appeal_by = Some(day("2027-01-25"));
    let html = letter(NoticeKind::WillNotAssess, &facts).to_html();
    assert!(html.contains("<strong>25\u{A0}January\u{A0}2027</strong>"));
    assert!(html.contains("<p dir=\"auto\">Date: <strong>23 November 2026</strong></p>"));
}

#[test]
fn each_reader_is_spoken_to_as_who_they_are() {
    let text = |audience| letter(NoticeKind::WillNotAssess, &facts(audience)).to_html();
    assert!(text(Audience::Parent).contains("EHC needs assessment for your child."));
    assert!(text(Audience::YoungPerson).contains("EHC needs assessment for you."));
    assert!(!text(Audience::YoungPerson).contains("your child"));
    assert!(text(Audience::Representative).contains("EHC needs assessment for Sam Khan."));
    assert!(!text(Audience::Representative).contains("your child"));
}
