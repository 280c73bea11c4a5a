//! What is wrong with a template is told with its line, its place and what would be right.

use crate::reading::{facts, today};
use ehcp_letters::{
    Audience, NoticeKind, Placeholder, TEMPLATE_MAX_CHARACTERS, Template, TemplateProblem, render,
};

const KIND: NoticeKind = NoticeKind::WillNotAssess;

fn problems(source: &str) -> Vec<TemplateProblem> {
    Template::parse(KIND, source, today()).unwrap_err()
}

/// The default template of a refusal with a line put at its end.
fn with(line: &str) -> String {
    format!("{}\n{line}\n", Template::default_source(KIND))
}

fn only(source: &str) -> String {
    let problems = problems(source);
    assert_eq!(problems.len(), 1, "{problems:#?}");
    problems[0].to_string()
}

#[test]
fn a_template_without_a_required_content_is_refused_naming_it_and_its_source() {
    let without = Template::default_source(KIND).replace("{reasons}", "We thought about it.");
    let last = without.lines().count();
    assert_eq!(
        only(&without),
        format!(
            "Line {last}, character 1: the letter does not tell the reasons for the decision, which it must \
             (Children and Families Act 2014, s.36(5)(a)). Write {{reasons}} outside every @if."
        )
    );
}

#[test]
fn every_required_content_of_every_notice_is_missed_when_it_is_taken_away() {
    for kind in NoticeKind::ALL {
        let bare = "# A letter\n\nSome words.\n";
        let refused = Template::parse(*kind, bare, today()).unwrap_err();
        let required = kind.required(today());
        assert_eq!(refused.len(), required.len(), "{kind}: {refused:#?}");
        for one in required {
            assert!(
                refused
                    .iter()
                    .any(|problem| problem.wrong.contains(one.content.meaning())),
                "{kind}: {one:?}"
            );
        }
    }
}

#[test]
fn what_is_told_only_sometimes_is_not_told() {
    let source = Template::default_source(KIND).replace("{reasons}", "@if evidence\n{reasons}\n@end");
    assert!(only(&source).contains("does not tell the reasons"));
    let source = Template::default_source(KIND)
        .replace("{reasons}", "@if evidence\n{reasons}\n@else\n{reasons}\n@end");
    assert!(Template::parse(KIND, &source, today()).is_ok());
}

#[test]
fn what_one_reader_is_not_told_is_missed_for_that_reader() {
    let source = Template::default_source(KIND).replace("@rights", "@for parent\n@rights\n@end");
    let refused = problems(&source);
    assert_eq!(refused.len(), 5);
    assert!(
        refused[0].wrong.contains("for young_person, representative"),
        "{}",
        refused[0]
    );
}

#[test]
fn an_unknown_fact_is_refused_with_the_nearest_known() {
    let source = with("Contact them by {mediaton_by}.");
    let line = source.lines().count();
    assert_eq!(
        only(&source),
        format!(
            "Line {line}, character 17: there is no fact called {{mediaton_by}}. Did you mean mediation_by?"
        )
    );
}

#[test]
fn slips_are_told_with_what_would_be_right() {
    for (line, wrong, right) in [
        ("A {person_name", "this \"{\" is not closed.", "\\{"),
        ("A } b", "this \"}\" closes nothing.", "Write \\} for"),
        (
            "[your child",
            "this \"[\" is not closed.",
            "[your child needs|you need]",
        ),
        ("[only one]", "come in twos", "[your child needs|you need]"),
        (
            "[a|[b|c]]",
            "cannot stand within others",
            "[your child needs|you need]",
        ),
        ("**bold", "does not end", "Write ** at its end"),
        ("a \\x b", "a backslash stands only before", "Write \\\\"),
        ("@right", "there is no @right.", "Did you mean @rights?"),
        (
            "@say apeal",
            "there is no text called \"apeal\".",
            "Did you mean appeal",
        ),
        ("@if evidence", "this @if is not closed.", "Write @end"),
        (
            "@if evidnce\n@end",
            "there is no fact called evidnce.",
            "Did you mean evidence?",
        ),
        (
            "@for parents\n@end",
            "there is no reader called parents.",
            "Did you mean parent?",
        ),
        ("@end", "this @end belongs to nothing.", "Take it out"),
        ("@facts Days\n@end", "this table has no rows.", "label | value"),
        ("@facts Days\nno cells\n@end", "has no \"|\"", "label | value"),
        ("@facts Days\na | b | c\n@end", "more than two cells", "\\|"),
        (
            "# Second title",
            "not a heading that a letter can have",
            "write ## or ###",
        ),
        ("##No space", "not a heading that a letter can have", "a space"),
        (
            "See {reasons} here.",
            "cannot stand within others",
            "alone on a line",
        ),
        (
            "By {new_day}.",
            "does not always have {new_day}",
            "Put it between @if new_day and @end.",
        ),
        ("@notice it", "nothing can follow @notice", "a line of its own"),
        ("bell \u{7}", "cannot be printed", "Take it out"),
    ] {
        let refused = problems(&with(line));
        assert!(
            refused
                .iter()
                .any(|problem| problem.wrong.contains(wrong) && problem.right.contains(right)),
            "{line}: {refused:#?}"
        );
    }
}

#[test]
fn a_template_begins_with_its_title() {
    let source = Template::default_source(KIND).replacen("# ", "", 1);
    assert_eq!(
        problems(&source)[0].wrong,
        "the template does not begin with a title."
    );
}

#[test]
fn headings_go_down_by_one() {
    let source = "# A\n\n@notice\n\n### Deep\n\n{reasons}\n\n## Rights\n\n@rights\n";
    assert!(only(source).contains("two levels below"));
    let source = "# A\n\n@notice\n\n{reasons}\n\n@rights\n";
    assert!(only(source).contains("the rights have headings of the third level"));
}

#[test]
fn a_template_has_limits() {
    let long = with(&"word \n".repeat(TEMPLATE_MAX_CHARACTERS / 5));
    assert!(only(&long).contains("characters."));
    assert!(only(&with(&"x".repeat(2_001))).contains("more than 2000 characters"));
    let deep = with(&"@if evidence\n".repeat(1_000));
    assert!(
        problems(&deep)
            .iter()
            .any(|problem| problem.wrong.contains("too deep"))
    );
}

#[test]
fn a_backslash_makes_a_mark_into_itself() {
    let source = with(
        "Braces \\{x\\}, brackets \\[y\\], stars \\*\\*z\\*\\* and \\\\.\n\n\\@notice is a word, \\# too.",
    );
    let template = Template::parse(KIND, &source, today()).unwrap();
    let html = render(&template, &facts(Audience::Parent), today())
        .unwrap()
        .to_html();
    assert!(html.contains("Braces {x}, brackets [y], stars **z** and \\."));
    assert!(html.contains("@notice is a word, # too."));
}

#[test]
fn a_letter_to_a_body_has_no_words_for_parents() {
    let kind = NoticeKind::WillAssessToOthers;
    let source = format!("{}\nAbout [your child|you].\n", Template::default_source(kind));
    let refused = Template::parse(kind, &source, today()).unwrap_err();
    assert!(refused[0].wrong.contains("no place in a letter to a body"));
    assert_eq!(refused[0].line, source.lines().count());
}

#[test]
fn optional_facts_are_shown_when_known_and_left_out_when_not() {
    let template = Template::parse(KIND, Template::default_source(KIND), today()).unwrap();
    let mut facts = facts(Audience::Parent);
    assert!(
        render(&template, &facts, today())
            .unwrap()
            .to_html()
            .contains("What we looked at")
    );
    facts.details.evidence.clear();
    assert!(
        !render(&template, &facts, today())
            .unwrap()
            .to_html()
            .contains("What we looked at")
    );
}

#[test]
fn every_fact_is_shown_by_some_template_or_text() {
    let all: String = NoticeKind::ALL
        .iter()
        .map(|kind| Template::default_source(*kind))
        .collect();
    let needed: Vec<Placeholder> = NoticeKind::ALL
        .iter()
        .flat_map(|kind| kind.needs(today()))
        .collect();
    let in_frame = [
        Placeholder::RecipientName,
        Placeholder::SentOn,
        Placeholder::AuthorityName,
        Placeholder::AuthorityContact,
        Placeholder::OfficerRole,
        // In the texts of rights, where they are known.
        Placeholder::ViewsBy,
    ];
    for fact in Placeholder::ALL {
        assert!(
            all.contains(&fact.to_string()) || needed.contains(fact) || in_frame.contains(fact),
            "{fact} is shown nowhere"
        );
    }
}
