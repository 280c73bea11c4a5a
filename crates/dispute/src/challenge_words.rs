//! The words of "challenge this", for each reader.

use crate::RightsHolder;
use chrono::NaiveDate;
use ehcp_calendar::human_date;
use ehcp_case::Reader;

/// The words for one reader.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words {
    reader: Reader,
}

/// " on 1 December 2026", or nothing.
fn on(day: Option<NaiveDate>) -> String {
    day.map(|day| format!(" on {}", human_date(day)))
        .unwrap_or_default()
}

impl Words {
    pub(crate) const fn of(reader: Reader) -> Self {
        Self { reader }
    }

    /// What is said to the family itself, or of it to others.
    const fn say(self, family: &'static str, professional: &'static str) -> &'static str {
        self.reader.choose(family, family, professional)
    }

    /// Who, at the beginning of a sentence.
    const fn who(self) -> &'static str {
        self.say("You", "The family")
    }

    pub(crate) const fn right_of(self, holder: RightsHolder) -> &'static str {
        match holder {
            RightsHolder::Parent => "This right is the parent's.",
            RightsHolder::YoungPerson => {
                "This right is the young person's own. They can ask you, or somebody else, to help them use it."
            }
            RightsHolder::Representative => self.reader.choose(
                "Somebody who may act for the young person uses this right. Ask us if you do not know who.",
                "Somebody acts for you in this, and uses this right for you. Tell them, or us, what you want.",
                "This right is used by the young person's representative.",
            ),
            RightsHolder::AlternativePerson => {
                "Somebody acts for you in this, and uses this right for you. Tell them, or us, what you want."
            }
        }
    }

    pub(crate) fn contact_adviser(self) -> String {
        format!(
            "{} can contact the mediation adviser named in our letter. The adviser explains mediation, and it is free. Mediation is a meeting with somebody neutral who helps to agree. {}",
            self.who(),
            self.say(
                "If you do not want it, tell the adviser: you then get the certificate that you need for an appeal.",
                "If the family does not want it, it tells the adviser and then gets the certificate that it needs for an appeal."
            )
        )
    }

    pub(crate) fn tell_adviser(self, contacted: &str) -> String {
        format!(
            "{} contacted the mediation adviser on {contacted}. {}",
            self.who(),
            self.say(
                "Tell the adviser whether you want mediation.",
                "It can now say whether it wants mediation."
            )
        )
    }

    pub(crate) fn declined(self, day: &str) -> String {
        format!(
            "{} said on {day} that there should be no mediation. {}",
            self.who(),
            self.say(
                "If you have changed your mind, tell us or the adviser.",
                "It can still say that it has changed its mind."
            )
        )
    }

    pub(crate) fn mediation_under_way(self, day: &str) -> String {
        format!(
            "{} asked for mediation on {day}. It is being arranged.",
            self.who()
        )
    }

    pub(crate) fn mediation_held(self, day: &str) -> String {
        format!(
            "The mediation about this took place on {day}. {}",
            self.say(
                "If you do not have your certificate yet, ask the adviser for it.",
                "The adviser sends the certificate."
            )
        )
    }

    pub(crate) fn adviser_too_late(self, last: Option<NaiveDate>) -> String {
        format!(
            "The time to contact the mediation adviser ended{}. {}",
            on(last),
            self.leave()
        )
    }

    fn leave(self) -> &'static str {
        self.say(
            "If you still want to appeal, you can ask the Tribunal to allow it.",
            "The family can ask the Tribunal for leave to appeal.",
        )
    }

    pub(crate) fn appeal(self) -> String {
        format!(
            "{} can appeal to the First-tier Tribunal (Special Educational Needs and Disability). It is independent of us, and it is free.",
            self.who()
        )
    }

    pub(crate) fn appeal_about_section_i(self) -> String {
        format!(
            "{} can appeal to the First-tier Tribunal about the school or college in section I of the plan. If the appeal is about nothing else, it needs no mediation certificate.",
            self.who()
        )
    }

    pub(crate) const fn certificate_first(self) -> &'static str {
        self.say(
            "Get a mediation certificate from the mediation adviser. You then have at least one month from its day.",
            "The family needs a mediation certificate from the mediation adviser. It then has at least one month from its day.",
        )
    }

    pub(crate) fn no_certificate(self, contact_by: Option<NaiveDate>) -> String {
        format!(
            "An appeal needs a mediation certificate, and the time to contact the adviser for one ended{}. {}",
            on(contact_by),
            self.leave()
        )
    }

    pub(crate) fn appeal_too_late(self, last: Option<NaiveDate>) -> String {
        format!("The time to appeal ended{}. {}", on(last), self.leave())
    }

    pub(crate) fn appeal_open(self, lodged: &str) -> String {
        format!("The Tribunal received an appeal about this on {lodged}, and it is not over yet.")
    }

    pub(crate) fn appeal_settled(self, ended: Option<NaiveDate>) -> String {
        format!(
            "The appeal about this was settled{}. {}",
            on(ended),
            self.say(
                "If you think the Tribunal made a mistake about the law, its letter says what you can do.",
                "What can be done about a mistake of law is in the Tribunal's letter."
            )
        )
    }

    pub(crate) const fn only_section_i(self) -> &'static str {
        "Only an appeal about the school or college named in a plan can be made without a mediation certificate. This decision is about something else."
    }

    pub(crate) fn disagreement(self) -> String {
        format!(
            "{} can use the disagreement resolution service at any time. It is voluntary, and {} right to appeal stays as it is.",
            self.who(),
            self.say("your", "the family's")
        )
    }

    pub(crate) fn complaint(self) -> String {
        format!(
            "{} can complain to the council about how the case was handled: delay, no answers, or something promised and not done.",
            self.who()
        )
    }

    pub(crate) fn ombudsman(self) -> String {
        format!(
            "{} can complain to the Local Government and Social Care Ombudsman about how the case was handled. The Ombudsman does not decide what the Tribunal can decide.",
            self.who()
        )
    }

    pub(crate) const fn complain_first(self) -> &'static str {
        self.say(
            "Complain to the council first, and give it time to answer.",
            "The family complains to the council first, and gives it time to answer.",
        )
    }

    pub(crate) fn ombudsman_too_late(self, last: Option<NaiveDate>) -> String {
        format!(
            "The time to complain to the Ombudsman ended{}. It may still take a complaint where there is a good reason.",
            on(last)
        )
    }

    pub(crate) fn records(self) -> String {
        format!(
            "{} can ask us to explain the reasons for the decision, and ask for a copy of what we hold.",
            self.who()
        )
    }

    pub(crate) fn ask_again(self, has_plan: bool) -> String {
        let what = if has_plan {
            "a new assessment (a re-assessment)"
        } else {
            "an EHC needs assessment again"
        };
        format!(
            "{} can ask for {what}. It helps to say what has changed, and to send new reports.",
            self.who()
        )
    }

    pub(crate) fn six_months(self, last: &str) -> String {
        format!(
            "There was an assessment within the last six months, so until {last} we do not have to assess again. {}",
            self.say(
                "If something important has changed, tell us: we may still choose to.",
                "The authority may still choose to."
            )
        )
    }

    pub(crate) const fn goes_on(self) -> &'static str {
        self.say(
            "You do not need to ask again: what was ordered or agreed for you is being done.",
            "Nobody needs to ask again: what was ordered or agreed is being done.",
        )
    }
}
