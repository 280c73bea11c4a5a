//! The catalogue of rules is whole, and the page written from it is up to date.

use chrono::NaiveDate;
use ehcp_deadlines::{
    DueDates, ExceptionKind, Facts, Process, RuleId, catalogue, due_dates, rule, rules_markdown,
};
use std::{collections::HashSet, fs, path::Path};

/// Every rule of the reference timetable.
const IDS: [&str; 114] = [
    "ehcna-consult-on-request",
    "ehcna-notify-considering",
    "ehcna-decide-not-necessary",
    "ehcna-decision-to-assess",
    "ehcna-six-month-bar",
    "ehcna-advice-sought",
    "ehcna-advice-response",
    "ehcna-outcome-notice",
    "ehcp-decision-not-to-issue",
    "ehcp-draft-send",
    "ehcp-draft-representations",
    "ehcp-school-consultation",
    "ehcp-school-consultation-response",
    "ehcp-final-plan",
    "special-school-stay",
    "ehcp-he-disclosure",
    "ar-first-review",
    "ar-subsequent-review",
    "ar-early-years-interval",
    "ar-meeting-notice",
    "ar-advice-circulation",
    "ar-report",
    "ar-decision-notice",
    "ar-amendment-notice",
    "ar-amendment-representations",
    "ar-final-amended-plan",
    "ar-decline-to-amend",
    "ar-12-week-outer",
    "ar-not-in-education-under-18",
    "ar-post-release",
    "phase-transfer-school",
    "phase-transfer-post16",
    "phase-transfer-post16-move",
    "pfa-year9",
    "ra-decision",
    "ra-six-month-bar",
    "ra-health-request",
    "ra-advice",
    "ra-draft",
    "ra-final-plan",
    "ra-next-review",
    "amend-no-review",
    "cease-consult",
    "cease-decision-notice",
    "cease-plan-kept",
    "cease-18-check",
    "ehcp-25th-year-end",
    "move-transfer-plan",
    "move-maintain",
    "move-inform-family",
    "move-first-review",
    "move-interim-placement",
    "move-icb-notify",
    "move-icb-request",
    "icb-change-notify",
    "icb-change-request",
    "med-contact-adviser",
    "med-cert-no-mediation",
    "med-notify-icb",
    "med-arrange-health-only",
    "med-arrange-mixed",
    "med-arrange-no-health",
    "med-date-notice",
    "med-cert-after",
    "med-cant-arrange",
    "med-cert-deemed",
    "med-agreement-appealable",
    "med-agreement-other",
    "med-icb-tells-la",
    "drs-arrangements",
    "ombudsman-complaint",
    "appeal-lodge",
    "appeal-la-response",
    "ord-dismiss-cease",
    "ord-assess",
    "ord-make-plan",
    "ord-reconsider",
    "ord-amend-provision",
    "ord-name-school",
    "ord-continue",
    "ord-continue-amend",
    "unop-assess",
    "unop-contents",
    "unop-section-i",
    "unop-refuse-issue",
    "unop-cease",
    "rec-health-response",
    "rec-health-copy-sos",
    "rec-social-response",
    "rec-social-copy-sos",
    "det-decision",
    "det-advice",
    "det-refuse",
    "det-final",
    "det-clock-continues",
    "det-send-copy",
    "det-moved",
    "det-disclose-new-la",
    "det-new-la-icb",
    "det-icb-request",
    "det-mediation",
    "det-orders",
    "pb-request-window",
    "pb-dp-refusal",
    "pb-dp-review",
    "pb-dp-reduce",
    "hb-s23-notify",
    "hb-s42-secure",
    "school-admit",
    "jc-arrangements",
    "s41-withdrawal",
    "def-young-person",
    "rights-text-version",
    "local-offer-comments",
];

/// Every exception of the reference timetable.
const EXCEPTIONS: [&str; 12] = [
    "ex-school-closure",
    "ex-ey-closure",
    "ex-personal",
    "ex-absent-4w",
    "ex-absent-2w",
    "ex-coop-circumstances",
    "ex-missed-appointment",
    "ex-reg13-3",
    "ex-tribunal-direction",
    "ex-agreed",
    "ex-consent-short",
    "ex-covid",
];

#[test]
fn every_rule_of_the_reference_has_exactly_one_entry() {
    for id in IDS {
        let id: RuleId = id.parse().unwrap();
        assert_eq!(catalogue().iter().filter(|rule| rule.id == id).count(), 1, "{id}");
        assert_eq!(rule(id).unwrap().id, id);
    }
    assert_eq!(RuleId::ALL.len(), IDS.len());
    assert_eq!(catalogue().len(), IDS.len());
}

#[test]
fn every_exception_of_the_reference_is_known_and_used_by_a_rule() {
    let words: Vec<&str> = ExceptionKind::ALL.iter().map(|kind| kind.word()).collect();
    assert_eq!(words, EXCEPTIONS);
    for kind in ExceptionKind::ALL {
        let used = catalogue()
            .iter()
            .flat_map(|rule| rule.versions)
            .flat_map(|version| version.limits)
            .any(|limit| limit.exceptions.contains(kind));
        assert!(used, "{kind}");
    }
}

#[test]
fn the_versions_of_a_rule_follow_one_another_without_gap_or_overlap() {
    for rule in catalogue() {
        assert!(!rule.versions.is_empty(), "{}", rule.id);
        for pair in rule.versions.windows(2) {
            let until = pair[0]
                .until
                .unwrap_or_else(|| panic!("{}: only the last version is open", rule.id));
            assert_eq!(until.succ_opt(), Some(pair[1].from), "{}", rule.id);
        }
        assert_eq!(rule.versions.last().unwrap().until, None, "{}", rule.id);
        for version in rule.versions {
            assert!(
                version.from > NaiveDate::MIN,
                "{}: a day that does not exist",
                rule.id
            );
            assert!(
                version.until.is_none_or(|until| until >= version.from),
                "{}",
                rule.id
            );
        }
    }
}

#[test]
fn every_rule_says_what_it_means_and_where_the_law_says_so() {
    for rule in catalogue() {
        assert!(
            !rule.title.is_empty() && !rule.title.ends_with('.'),
            "{}",
            rule.id
        );
        assert!(rule.explanation.ends_with('.'), "{}", rule.id);
        assert!(!rule.must_tell.is_empty(), "{}", rule.id);
        for version in rule.versions {
            assert!(
                !version.source.is_empty() && !version.limits.is_empty(),
                "{}",
                rule.id
            );
        }
    }
}

#[test]
fn the_limits_of_a_version_have_names_of_their_own_that_the_newest_version_knows() {
    for rule in catalogue() {
        let newest: HashSet<_> = rule
            .newest_version()
            .unwrap()
            .limits
            .iter()
            .map(|limit| limit.name)
            .collect();
        for version in rule.versions {
            let names: HashSet<_> = version.limits.iter().map(|limit| limit.name).collect();
            assert_eq!(names.len(), version.limits.len(), "{}", rule.id);
            assert!(names.is_subset(&newest), "{}", rule.id);
        }
    }
}

#[test]
fn every_process_has_rules_and_fits_into_the_places_for_its_dates() {
    for process in Process::ALL {
        let limits: usize = catalogue()
            .iter()
            .filter(|rule| rule.process == process)
            .map(|rule| {
                rule.versions
                    .iter()
                    .map(|version| version.limits.len())
                    .max()
                    .unwrap()
            })
            .sum();
        assert!(
            (1..=DueDates::CAPACITY).contains(&limits),
            "{process:?} has {limits}"
        );
        let mut out = DueDates::new();
        due_dates(
            process,
            &Facts::new(),
            ehcp_calendar::Calendar::england_and_wales(),
            &mut out,
        )
        .unwrap();
    }
}

#[test]
fn an_id_reads_back_as_it_was_written() {
    for &id in RuleId::ALL {
        assert_eq!(id.word().parse::<RuleId>(), Ok(id));
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(serde_json::from_str::<RuleId>(&json).unwrap(), id);
    }
    assert!(
        "ehcna"
            .parse::<RuleId>()
            .unwrap_err()
            .to_string()
            .contains("ehcna")
    );
}

#[test]
fn the_page_of_rules_is_the_one_written_from_them() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/deadline-rules.md");
    let text = rules_markdown();
    if std::env::var_os("EHCP_BLESS").is_some_and(|value| value == "1") {
        fs::create_dir_all(page.parent().unwrap()).unwrap();
        fs::write(&page, &text).unwrap();
    }
    let written = fs::read_to_string(&page).unwrap_or_default();
    assert!(
        written == text,
        "docs/deadline-rules.md differs from the rules; run EHCP_BLESS=1 cargo test -p ehcp-deadlines --test catalogue"
    );
}
