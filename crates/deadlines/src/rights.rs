//! The rights that a notice must explain, and the last day of each way to use them.

use crate::{
    calculator::deadline,
    error::CalculationError,
    facts::Facts,
    rule::{RightsId, RuleId},
    rules::rule,
};
use chrono::NaiveDate;
use ehcp_calendar::Calendar;
use ehcp_case::FactKind;
use serde::Serialize;
use utoipa::ToSchema;

/// The day from which notices speak of the Tribunal's power to make recommendations (SI 2017/1306).
fn recommendations_from() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2018, 4, 3)
}

/// Which rights texts go with a notice sent on a day: RS-5 stands for RS-6 before 3 April 2018.
pub(crate) fn rights_in_force(rights: &[RightsId], sent_on: NaiveDate) -> Vec<RightsId> {
    let early = recommendations_from().is_some_and(|from| sent_on < from);
    rights
        .iter()
        .map(|&id| {
            if early && id == RightsId::Rs6 {
                RightsId::Rs5
            } else {
                id
            }
        })
        .collect()
}

impl RightsId {
    /// Whether a notice with these rights can be appealed.
    pub fn is_appealable(self) -> bool {
        matches!(self, Self::Rs5 | Self::Rs6 | Self::Detained)
    }

    /// What the notice must say, in plain English.
    pub const fn content(self) -> &'static [&'static str] {
        match self {
            Self::Rs5 => &[
                "You can appeal to the Tribunal.",
                "There are time limits for this.",
                "You can ask for mediation: whom to contact, by when, and that you need a certificate before most appeals.",
                "You can use the disagreement resolution service.",
                "You can get free information, advice and support (SENDIASS).",
            ],
            Self::Rs6 => &[
                "You can appeal to the Tribunal.",
                "There are time limits for this.",
                "You can ask for mediation: whom to contact, by when, and that you need a certificate before most appeals.",
                "You can use the disagreement resolution service.",
                "You can get free information, advice and support (SENDIASS).",
                "The Tribunal can also make recommendations on health and social care.",
            ],
            Self::Views => &["You can tell us your views, orally or in writing, and send us evidence."],
            Self::Draft => &[
                "You can tell us what you think of the draft, and until when.",
                "You can ask for a particular school or college.",
                "You can ask for a meeting with an officer.",
                "Where to find information about schools and colleges.",
            ],
            Self::Amend => &[
                "The plan as it is, the changes we propose and the evidence for them.",
                "You have at least 15 days to tell us what you think, ask for a school and ask for a meeting.",
                "Where to find information about schools and colleges.",
            ],
            Self::Reg32 => &[
                "You have a right to mediation, and need a certificate before most appeals.",
                "How to contact the mediation adviser, and by when.",
                "If you want mediation, tell us so, and about which issues and which health care.",
                "Whom to contact at the council.",
            ],
            Self::Detained => &[
                "You can appeal to the Tribunal.",
                "There are time limits for this.",
                "You can ask for mediation.",
                "You can get free information and advice.",
            ],
        }
    }
}

/// The rights that go with a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NoticeRights {
    /// The rule under which it is sent.
    pub rule: RuleId,
    /// The day on which it is sent.
    pub sent_on: NaiveDate,
    /// The texts in force on that day.
    pub rights: Vec<RightsId>,
    /// What they say, each sentence once.
    pub content: Vec<&'static str>,
    /// Whether the notice must mention the Tribunal's power to make recommendations.
    pub must_mention_tribunal_recommendations: bool,
    /// The last day for contacting the mediation adviser, where the notice can be appealed.
    pub mediation_contact_by: Option<NaiveDate>,
    /// The last day for the appeal, as long as there is no mediation certificate.
    pub appeal_by: Option<NaiveDate>,
    /// The hour on that day by which the Tribunal must have it.
    pub appeal_by_time: Option<&'static str>,
}

/// Which rights go with a notice under a rule sent on a day, and the last day of each way to use them.
///
/// # Errors
/// When the last day of an appeal lies outside the known holidays, or the year is impossible.
pub fn rights_for(
    id: RuleId,
    sent_on: NaiveDate,
    calendar: &Calendar,
) -> Result<NoticeRights, CalculationError> {
    let mut rights = rule(id)
        .map(|rule| rights_in_force(rule.rights, sent_on))
        .unwrap_or_default();
    if rights
        .iter()
        .any(|id| matches!(id, RightsId::Rs5 | RightsId::Rs6))
    {
        // What RS-5 and RS-6 call the mediation information.
        rights.push(RightsId::Reg32);
    }
    let mut content: Vec<&'static str> = Vec::new();
    for sentence in rights.iter().flat_map(|id| id.content()) {
        if !content.contains(sentence) {
            content.push(sentence);
        }
    }
    let appealable = rights.iter().any(|id| id.is_appealable());
    let facts = Facts::new().with(FactKind::NoticeSent, sent_on);
    let last_day = |of| -> Result<Option<NaiveDate>, CalculationError> {
        if !appealable {
            return Ok(None);
        }
        Ok(deadline(of, &facts, calendar, sent_on)?
            .first()
            .and_then(|limit| limit.due))
    };
    let appeal_by = last_day(RuleId::AppealLodge)?;
    Ok(NoticeRights {
        rule: id,
        sent_on,
        must_mention_tribunal_recommendations: rights.contains(&RightsId::Rs6),
        mediation_contact_by: last_day(RuleId::MedContactAdviser)?,
        appeal_by,
        appeal_by_time: appeal_by.map(|_| "17:00"),
        content,
        rights,
    })
}
