//! What people in the demonstration council write: plain, respectful English, put together from parts.

use super::{DemoError, Dice, figures::Asker, needs::Need};
use ehcp_assessment::{AdviceKind, DecisionKind, PlanSection, PlanText, Reasons};
use ehcp_calendar::human_date;
use ehcp_case::{Line, Prose};
use ehcp_deadlines::ExceptionKind;

/// Whom a text is about.
#[derive(Debug, Clone)]
pub(super) struct About {
    pub name: String,
    pub male: bool,
    pub need: Need,
    pub setting: String,
}

/// Running text; what the templates give is never empty nor too long.
pub(super) fn prose(text: &str) -> Result<Prose, DemoError> {
    Prose::new(text).map_err(DemoError::Text)
}

/// One line of text.
pub(super) fn line(text: &str) -> Result<Line, DemoError> {
    Line::new(text).map_err(DemoError::Text)
}

/// Puts the child into a template.
pub(super) fn fill(template: &str, about: &About) -> String {
    let (he, him, his) = if about.male {
        ("he", "him", "his")
    } else {
        ("she", "her", "her")
    };
    let (upper_he, upper_his) = if about.male { ("He", "His") } else { ("She", "Her") };
    template
        .replace("{name}", &about.name)
        .replace("{he}", he)
        .replace("{him}", him)
        .replace("{his}", his)
        .replace("{He}", upper_he)
        .replace("{His}", upper_his)
        .replace("{setting}", &about.setting)
}

const STRENGTHS: &[&str] = &[
    "{name} is kind to younger children and has a great sense of humour.",
    "{name} loves drawing and notices things that others miss.",
    "{name} is curious, and remembers everything about animals.",
    "{name} loves music and knows many songs by heart.",
    "{name} is proud of {his} football team and never gives up.",
    "{name} likes building things and working out how they work.",
    "{name} is a good friend to {his} cousins and loves being outdoors.",
    "{name} enjoys cooking with the family and making people laugh.",
];

const WISHES: &[&str] = &[
    "{name} would like school to be quieter and to have one good friend.",
    "{name} says that {he} wants to read the same books as {his} friends.",
    "{name} would like to work with animals one day.",
    "{name} wants grown-ups to ask {him} before they decide something about {him}.",
    "{name} hopes to go on the school trip next year.",
];

const FAMILY_HOPES: &[&str] = &[
    "The family hopes that {name} will be happy at school and live independently one day.",
    "The family would like {name} to be safe, to have friends and to be understood.",
    "The family wants {name} to get the help early that {he} needs to do well.",
];

const TRIED: &[&str] = &[
    "Over two terms the school has given daily support in a small group and reviewed it three times. Progress has been small.",
    "The setting has followed the advice of its specialist teacher since last year, and spends more than it can find from its own money.",
    "Three rounds of assess, plan, do and review are enclosed. {name} has moved on a little, and the gap is growing.",
];

/// Why an assessment is asked for.
pub(super) fn request(dice: &Dice, about: &About, asker: Asker) -> Result<Prose, DemoError> {
    let hard = dice.text(about.need.words().hard);
    let rest = match asker {
        Asker::School => dice.text(TRIED),
        Asker::Parent => dice.text(&[
            "We have talked to the school many times and they do what they can. We think {he} needs more than the school can give.",
            "At home we see how tired and sad {he} is. We would like somebody to find out what {he} needs.",
            "{His} teachers agree that {he} needs more help. Please assess {him}.",
        ]),
        Asker::YoungPerson => {
            return prose(
                "I find college harder than people think. I get lost when there is too much to take in and I have started to stay away. I would like an assessment so that the right help is written down.",
            );
        }
        Asker::Attention => {
            "The health visitor and the community paediatrician think that {he} has or may have special educational needs. The family agrees that the council is told."
        }
    };
    prose(&fill(&format!("{hard} {rest}"), about))
}

/// Why somebody asks again.
pub(super) fn another_request(about: &About, after_refusal: bool) -> Result<Prose, DemoError> {
    prose(&fill(
        if after_refusal {
            "We asked before and the answer was no. Since then there is a new report from the therapist, and {name} has missed more school. Please look again."
        } else {
            "We would like to add our own request, so that both the school and the family are heard."
        },
        about,
    ))
}

/// What is asked of whoever advises.
pub(super) fn referral(kind: AdviceKind, about: &About) -> Result<Prose, DemoError> {
    let what = match kind {
        AdviceKind::Family => {
            "Please tell us about {name}: what {he} is good at, what is hard, what helps, and what you hope for."
        }
        AdviceKind::Education => {
            "Please tell us how {name} learns at {setting}, what support {he} has had and how it was reviewed, and what {he} needs."
        }
        AdviceKind::Medical => {
            "Please advise on {name}'s health as far as it bears on {his} learning, and on the health provision {he} needs."
        }
        AdviceKind::Psychological => {
            "Please advise on {name}'s learning, feelings and relationships, the outcomes to aim for and the provision needed."
        }
        AdviceKind::SocialCare => {
            "Please tell us whether {name} and the family are known to social care, and what {he} needs at home and in the community."
        }
        AdviceKind::PreparationForAdulthood => {
            "Please advise on what {name} needs to prepare for adult life: work, home, friends and health."
        }
        AdviceKind::SensoryImpairment => {
            "Please advise on {name}'s hearing and sight in the classroom, equipment, and teaching by a qualified teacher."
        }
        AdviceKind::Other | AdviceKind::AskedForByFamily => {
            "Please advise on {name}'s understanding and use of language, and on the therapy {he} needs."
        }
    };
    prose(&fill(what, about))
}

/// Advice.
pub(super) fn advice(dice: &Dice, kind: AdviceKind, about: &About) -> Result<Prose, DemoError> {
    let words = about.need.words();
    let text = match kind {
        AdviceKind::Family => format!("{} {} {}", dice.text(STRENGTHS), dice.text(words.hard), dice.text(FAMILY_HOPES)),
        AdviceKind::Education => format!("{} {} {}", dice.text(STRENGTHS), dice.text(words.hard), dice.text(TRIED)),
        AdviceKind::Medical => match words.health {
            Some((need, provision)) => format!("I saw {{name}} in clinic. {need} {{He}} needs: {provision}"),
            None => "I have read {name}'s records and examined {him}. {He} is healthy. Vision and hearing were tested this year, and there is no health need that bears on {his} learning beyond what others report.".to_owned(),
        },
        AdviceKind::Psychological => format!(
            "I watched {{name}} in two lessons, worked with {{him}} alone and talked with the family. {} An outcome to aim for: {} What is needed: {}",
            dice.text(words.found), dice.text(words.outcome), dice.text(words.provision)
        ),
        AdviceKind::SocialCare => dice.text(&[
            "{name} and the family are not known to social care. A conversation with the family showed that a short-break activity once a week would help {him} to meet other children.",
            "The family has had early help since the spring and finds it useful. No further social care need was found that relates to {his} special educational needs.",
        ]).to_owned(),
        AdviceKind::PreparationForAdulthood => "{name} would like to travel on {his} own and to have paid work. {He} needs travel training, two weeks of supported work experience each year, and help to manage {his} own money.".to_owned(),
        AdviceKind::SensoryImpairment => format!("{} {}", dice.text(words.found), dice.text(words.provision)),
        AdviceKind::Other | AdviceKind::AskedForByFamily => format!(
            "I assessed {{name}} over two sessions. {} Provision: {}",
            dice.text(words.found), dice.text(words.provision)
        ),
    };
    prose(&fill(&text, about))
}

/// Why somebody does not advise (Children and Families Act 2014, s.31(3)).
pub(super) fn refusal_to_advise(about: &About) -> Result<Prose, DemoError> {
    prose(&fill(
        "{name} has not been seen by this service, and the family moved here only recently. The records are with the service of the area where they lived, which we have told. We cannot advise without seeing {him}.",
        about,
    ))
}

/// The reasons of a decision.
pub(super) fn decision(dice: &Dice, kind: DecisionKind, about: &About) -> Result<Reasons, DemoError> {
    let may_need = "Children and Families Act 2014, section 36(8): whether the child has or may have special educational needs, and whether it may be necessary for special educational provision to be made through an EHC plan.";
    let needs = "Children and Families Act 2014, section 37(1): whether, in the light of the assessment, it is necessary for special educational provision to be made in accordance with an EHC plan.";
    let papers = "The request, the school's records of support over the last three terms, and what the family and the health service told us.";
    let assessment =
        "All the advice gathered in the assessment, {name}'s own views, and what the family told us.";
    let (criteria, evidence, reasons) = match kind {
        DecisionKind::Assess => (may_need, papers, dice.text(&[
            "{name} has had well-planned support over time and still makes little progress. {He} may need more than {setting} can give from its own means, so we will assess {him}.",
            "The papers show that {name}'s needs are not fully understood yet. An assessment will show what help {he} needs.",
        ])),
        DecisionKind::DoNotAssess => (may_need, papers, dice.text(&[
            "{name} has special educational needs and is making progress with the help {he} has. {setting} can give what {he} needs from the means it already has. We have told the school which support we expect, and the specialist teacher will visit this term.",
            "The support that was suggested last term has only just begun, and there is no sign yet that it will not be enough. If {name} does not make progress over two terms, please ask us again and send us the reviews.",
        ])),
        DecisionKind::Issue => (needs, assessment, dice.text(&[
            "The advice agrees that {name} needs help throughout the day that a school cannot give from its own means. We will issue an EHC plan and are writing the draft.",
            "{name} needs provision that is planned by specialists and made sure of by law. We will issue an EHC plan.",
        ])),
        DecisionKind::DoNotIssue => (needs, assessment, "The assessment shows what {name} needs, and {setting} has agreed to give all of it from the means it has. The advice is enclosed, and we will meet with you and the school to write it into a support plan. An EHC plan is not necessary for that."),
    };
    Ok(Reasons {
        criteria: prose(criteria)?,
        evidence_considered: prose(&fill(evidence, about))?,
        reasons: prose(&fill(reasons, about))?,
    })
}

/// The text of a draft plan, without section I.
pub(super) fn draft(dice: &Dice, about: &About) -> Result<PlanText, DemoError> {
    let words = about.need.words();
    let joined = |parts: &[&str]| parts.join("\n");
    let mut sections = vec![
        (PlanSection::A, format!("{} {} {}", dice.text(STRENGTHS), dice.text(WISHES), dice.text(FAMILY_HOPES))),
        (PlanSection::B, format!("{{name}}'s main need is {}.\n{}\n{}", words.need, joined(words.found), joined(words.hard))),
        (PlanSection::D, "{name} would like to meet other children outside school and needs a familiar adult to do so.".to_owned()),
        (PlanSection::E, joined(words.outcome)),
        (PlanSection::F, joined(words.provision)),
        (PlanSection::H1, "No provision under section 2 of the Chronically Sick and Disabled Persons Act 1970 is needed at present.".to_owned()),
        (PlanSection::H2, "A short-break activity of two hours each week in term time.".to_owned()),
        (PlanSection::J, "No direct payments are made.".to_owned()),
        (PlanSection::K, "1. Views of the family and of {name}.\n2. Advice from {setting}.\n3. Medical advice.\n4. Advice from an educational psychologist.\n5. Advice from social care.".to_owned()),
    ];
    if let Some((need, provision)) = words.health {
        sections.push((PlanSection::C, need.to_owned()));
        sections.push((PlanSection::G, provision.to_owned()));
    }
    sections
        .into_iter()
        .map(|(section, text)| Ok((section, prose(&fill(&text, about))?)))
        .collect()
}

/// A draft after somebody has gone over it.
pub(super) fn revised(mut text: PlanText) -> Result<PlanText, DemoError> {
    if let Some(provision) = text.get(&PlanSection::F) {
        let longer = format!(
            "{provision}\nThe school, the family and the named officer look at how this goes at the end of every term."
        );
        text.insert(PlanSection::F, prose(&longer)?);
    }
    Ok(text)
}

/// What a family says about the draft.
pub(super) fn representation(dice: &Dice, about: &About) -> Result<Prose, DemoError> {
    prose(&fill(
        dice.text(&[
            "Thank you for the draft. Section B describes {name} well. In section F, please say how long each session is and who gives it.",
            "We agree with most of it. {name} asked us to add that {he} wants to take part in the reviews.",
            "Please add that {name} needs help at lunchtime too. That is when most things go wrong.",
            "We are happy with the draft and thank everybody who listened to {name}.",
        ]),
        about,
    ))
}

/// What a young person says about their own draft.
pub(super) fn own_representation() -> Result<Prose, DemoError> {
    prose(
        "This is mostly right. Please write that I want the notes before the lesson and not after it, and that I choose who comes to my review.",
    )
}

/// The evidence of an exception, and why it made keeping the time impractical.
pub(super) fn exception(
    kind: ExceptionKind,
    from: chrono::NaiveDate,
    until: chrono::NaiveDate,
    about: &About,
) -> Result<(Prose, Prose), DemoError> {
    let (evidence, why) = match kind {
        ExceptionKind::SchoolClosure | ExceptionKind::EarlyYearsClosure => (
            format!(
                "The published term dates of {}: closed from {} to {}.",
                about.setting,
                human_date(from),
                human_date(until)
            ),
            "Nobody who knows {name} could give educational advice while it was closed.",
        ),
        ExceptionKind::AbsentFourWeeks => (
            format!(
                "The family told us in writing that they were abroad from {} to {}.",
                human_date(from),
                human_date(until)
            ),
            "Nobody could meet {name} while the family was away.",
        ),
        ExceptionKind::MissedAppointment => (
            format!(
                "The clinic's note of the appointment missed on {}.",
                human_date(from)
            ),
            "The next appointment was four weeks later, and the advice could not be given without seeing {name}.",
        ),
        _ => (
            "The family told the named officer of a bereavement and asked us to wait.".to_owned(),
            "It would have been wrong to ask {name} and the family to meet advisers in those weeks.",
        ),
    };
    Ok((prose(&evidence)?, prose(&fill(why, about))?))
}
