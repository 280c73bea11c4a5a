//! "Challenge this": the ways that are open to the family now, in plain English, and those that are closed, with why.

use crate::challenge_words::Words;
use crate::dates::limit_of;
use crate::{AppealableDecision, Course, Dispute, Standing};
use chrono::NaiveDate;
use ehcp_calendar::{Calendar, add_days, human_date};
use ehcp_case::{FactKind, Reader};
use ehcp_deadlines::{CalculationError, Facts, RuleId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who holds the family's rights (s.83; s.80 and reg 64 where a young person lacks capacity).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RightsHolder {
    /// The child's parent, until the child is over compulsory school age.
    Parent,
    /// The young person.
    YoungPerson,
    /// Somebody who acts instead of a young person who lacks capacity; often a parent.
    AlternativePerson,
    /// The same, where it is somebody else than the parent who asks.
    Representative,
}

impl RightsHolder {
    /// Whether the reader holds these rights, or works with the case and is told what the holder can do.
    const fn lets(self, reader: Reader) -> bool {
        match reader {
            Reader::Professional => true,
            Reader::Parent => matches!(self, Self::Parent | Self::AlternativePerson),
            Reader::YoungPerson => matches!(self, Self::YoungPerson),
        }
    }
}

/// A way to challenge a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RouteKind {
    /// Contact the mediation adviser, for mediation or for a certificate.
    MediationAdviser,
    /// Appeal to the Tribunal with a mediation certificate.
    AppealWithCertificate,
    /// Appeal to the Tribunal about section I alone, without a certificate.
    AppealWithoutCertificate,
    /// The disagreement resolution service.
    DisagreementResolution,
    /// Complain to the council.
    ComplaintToCouncil,
    /// Complain to the Ombudsman after that.
    ComplaintToOmbudsman,
    /// Ask for reasons and for what is on record.
    ReasonsAndRecords,
    /// Ask for an assessment, or a re-assessment, again.
    AskAgain,
}

impl RouteKind {
    /// Every way, in the order in which they are named.
    pub const ALL: [Self; 8] = [
        Self::MediationAdviser,
        Self::AppealWithCertificate,
        Self::AppealWithoutCertificate,
        Self::DisagreementResolution,
        Self::ComplaintToCouncil,
        Self::ComplaintToOmbudsman,
        Self::ReasonsAndRecords,
        Self::AskAgain,
    ];
}

/// A way that is open now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OpenRoute {
    /// Which way.
    pub route: RouteKind,
    /// The decision that it challenges.
    pub decision: AppealableDecision,
    /// The day on which the notice of that decision was sent.
    pub notice_sent_on: NaiveDate,
    /// What the family can do, in plain English.
    #[schema(max_length = 1000)]
    pub what: String,
    /// What is needed first, in plain English.
    #[schema(value_type = Vec<ehcp_case::Prose>, max_items = 5)]
    pub first: Vec<String>,
    /// The last day, where there is one and it is known.
    pub last_day: Option<NaiveDate>,
    /// The hour on that day, where the law names one.
    #[schema(example = "17:00", max_length = 5)]
    pub by_time: Option<&'static str>,
    /// The rule that gives the last day.
    pub rule: Option<RuleId>,
    /// Where the law says so.
    #[schema(max_length = 300)]
    pub source: &'static str,
    /// Whose right it is.
    pub holder: RightsHolder,
}

/// A way that is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClosedRoute {
    /// Which way.
    pub route: RouteKind,
    /// The decision that it would challenge.
    pub decision: AppealableDecision,
    /// The day on which the notice of that decision was sent.
    pub notice_sent_on: NaiveDate,
    /// Why it is closed, in plain English, and what is left.
    #[schema(max_length = 1000)]
    pub why: String,
    /// The last day on which it was open, where it was its time that ended.
    pub last_day: Option<NaiveDate>,
    /// The first day on which it opens, where it does.
    pub opens_on: Option<NaiveDate>,
    /// Where the law says so.
    #[schema(max_length = 300)]
    pub source: &'static str,
}

/// The ways to challenge what was decided.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, ToSchema)]
pub struct Challenge {
    /// Those that are open now.
    pub open: Vec<OpenRoute>,
    /// Those that are not, with why.
    pub closed: Vec<ClosedRoute>,
}

/// What is known when somebody asks.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The notices sent, each with what has happened since.
    pub disputes: &'a [Dispute],
    /// The day on which the last assessment or re-assessment was finished.
    pub last_assessed_on: Option<NaiveDate>,
    /// Who holds the rights today.
    pub holder: RightsHolder,
    /// Who asks.
    pub reader: Reader,
}

/// The last day that a rule gives.
#[derive(Debug, Clone, Copy)]
struct Last {
    rule: RuleId,
    due: Option<NaiveDate>,
    by_time: Option<&'static str>,
}

/// One way, before it is known whether the reader may use it.
enum Way {
    Open {
        what: String,
        first: Vec<String>,
        limit: Option<Last>,
    },
    Closed {
        why: String,
        last_day: Option<NaiveDate>,
        opens_on: Option<NaiveDate>,
    },
}

impl Way {
    fn closed(why: String) -> Self {
        Self::Closed {
            why,
            last_day: None,
            opens_on: None,
        }
    }

    fn over(why: String, last_day: Option<NaiveDate>) -> Self {
        Self::Closed {
            why,
            last_day,
            opens_on: None,
        }
    }

    fn open(what: String) -> Self {
        Self::Open {
            what,
            first: Vec::new(),
            limit: None,
        }
    }
}

/// The ways to challenge what was decided, on a day. What is open to every family at any time is named once, for the
/// latest notice.
///
/// # Errors
/// As the deadlines: where the last day of an appeal lies beyond the known bank holidays.
pub fn challenge(
    asked: &Asked<'_>,
    calendar: &Calendar,
    today: NaiveDate,
) -> Result<Challenge, CalculationError> {
    let mut answer = Challenge::default();
    let latest = asked
        .disputes
        .iter()
        .enumerate()
        .max_by_key(|(place, dispute)| (dispute.notice().sent_on, *place))
        .map(|(place, _)| place);
    for (place, dispute) in asked.disputes.iter().enumerate() {
        let about = About {
            asked,
            dispute,
            words: Words::of(asked.reader),
            calendar,
            today,
        };
        for route in RouteKind::ALL {
            if about.is_of_one_decision(route) || latest == Some(place) {
                about.add(route, &mut answer)?;
            }
        }
    }
    Ok(answer)
}

/// One decision, asked about.
struct About<'a> {
    asked: &'a Asked<'a>,
    dispute: &'a Dispute,
    words: Words,
    calendar: &'a Calendar,
    today: NaiveDate,
}

impl About<'_> {
    /// Whether the way belongs to one decision; the others are there at any time.
    fn is_of_one_decision(&self, route: RouteKind) -> bool {
        match route {
            RouteKind::MediationAdviser
            | RouteKind::AppealWithCertificate
            | RouteKind::AppealWithoutCertificate
            | RouteKind::ComplaintToOmbudsman => true,
            RouteKind::DisagreementResolution
            | RouteKind::ComplaintToCouncil
            | RouteKind::ReasonsAndRecords
            | RouteKind::AskAgain => false,
        }
    }

    fn source(&self, route: RouteKind) -> &'static str {
        match route {
            RouteKind::MediationAdviser => {
                "Children and Families Act 2014, ss.52 to 55; SEND Regulations 2014, reg 33"
            }
            RouteKind::AppealWithCertificate => {
                "Children and Families Act 2014, ss.51, 55; Tribunal Procedure (First-tier Tribunal) (HESC) Rules 2008, rule 20"
            }
            RouteKind::AppealWithoutCertificate => {
                "Children and Families Act 2014, ss.51(2)(c), 55(2); Tribunal Procedure (First-tier Tribunal) (HESC) Rules 2008, rule 20"
            }
            RouteKind::DisagreementResolution => "Children and Families Act 2014, s.57",
            RouteKind::ComplaintToCouncil => "The council's complaints procedure",
            RouteKind::ComplaintToOmbudsman => "Local Government Act 1974, ss.26, 26B",
            RouteKind::ReasonsAndRecords => "UK General Data Protection Regulation, article 15",
            RouteKind::AskAgain => match self.again_rule() {
                RuleId::RaSixMonthBar => {
                    "Children and Families Act 2014, s.44(2); SEND Regulations 2014, reg 24"
                }
                _ => "Children and Families Act 2014, s.36(1), (6)(b)",
            },
        }
    }

    /// Adds one way to the answer: an open one as closed, where the right is somebody else's.
    fn add(&self, route: RouteKind, answer: &mut Challenge) -> Result<(), CalculationError> {
        let way = match self.way(route)? {
            Way::Open { .. } if !self.asked.holder.lets(self.asked.reader) => {
                Way::closed(self.words.right_of(self.asked.holder).to_owned())
            }
            way => way,
        };
        let (decision, notice_sent_on) = (self.dispute.notice().decision, self.sent_on());
        let source = self.source(route);
        match way {
            Way::Open { what, first, limit } => answer.open.push(OpenRoute {
                route,
                decision,
                notice_sent_on,
                what,
                first,
                last_day: limit.as_ref().and_then(|limit| limit.due),
                by_time: limit.as_ref().and_then(|limit| limit.by_time),
                rule: limit.as_ref().map(|limit| limit.rule),
                source,
                holder: self.asked.holder,
            }),
            Way::Closed {
                why,
                last_day,
                opens_on,
            } => answer.closed.push(ClosedRoute {
                route,
                decision,
                notice_sent_on,
                why,
                last_day,
                opens_on,
                source,
            }),
        }
        Ok(())
    }

    fn way(&self, route: RouteKind) -> Result<Way, CalculationError> {
        let words = self.words;
        Ok(match route {
            RouteKind::MediationAdviser => self.mediation_adviser()?,
            RouteKind::AppealWithCertificate => self.appeal_with_certificate()?,
            RouteKind::AppealWithoutCertificate => self.appeal_without_certificate()?,
            RouteKind::DisagreementResolution => Way::open(words.disagreement()),
            RouteKind::ComplaintToCouncil => Way::open(words.complaint()),
            RouteKind::ComplaintToOmbudsman => self.ombudsman()?,
            RouteKind::ReasonsAndRecords => Way::open(words.records()),
            RouteKind::AskAgain => self.ask_again()?,
        })
    }

    fn sent_on(&self) -> NaiveDate {
        self.dispute.notice().sent_on
    }

    fn limit(&self, rule: RuleId, facts: &Facts) -> Result<Option<Last>, CalculationError> {
        let limit = limit_of((rule, "due"), facts, self.calendar, self.today)?;
        Ok(limit.map(|limit| Last {
            rule,
            due: limit.due,
            by_time: limit.by_time,
        }))
    }

    fn notice_facts(&self) -> Facts {
        Facts::new().with(FactKind::NoticeSent, self.sent_on())
    }

    fn is_over(&self, limit: Option<&Last>) -> bool {
        limit
            .and_then(|limit| limit.due)
            .is_some_and(|due| due < self.today)
    }

    fn mediation_adviser(&self) -> Result<Way, CalculationError> {
        let words = self.words;
        let mediation = self.dispute.mediation();
        let day = human_date;
        match &mediation.course {
            Course::Declined { told_adviser_on } => {
                return Ok(Way::closed(words.declined(&day(*told_adviser_on))));
            }
            Course::Wished(wish) => {
                return Ok(Way::closed(match &wish.standing {
                    Standing::ToArrange | Standing::Arranged(_) => {
                        words.mediation_under_way(&day(wish.told_authority_on))
                    }
                    Standing::Held(held) => words.mediation_held(&day(held.held_on)),
                    Standing::Withdrawn { withdrawn_on } => words.declined(&day(*withdrawn_on)),
                }));
            }
            Course::NotSaid => {}
        }
        let limit = self.limit(RuleId::MedContactAdviser, &self.notice_facts())?;
        let last = limit.as_ref().and_then(|limit| limit.due);
        if let Some(contacted) = mediation.contacted_on {
            return Ok(if last.is_some_and(|last| contacted > last) {
                Way::over(words.adviser_too_late(last), last)
            } else {
                // The adviser was contacted in time: for the answer there is no day.
                Way::open(words.tell_adviser(&day(contacted)))
            });
        }
        Ok(if self.is_over(limit.as_ref()) {
            Way::over(words.adviser_too_late(last), last)
        } else {
            Way::Open {
                what: words.contact_adviser(),
                first: Vec::new(),
                limit,
            }
        })
    }

    /// Why no appeal can be brought: one is open, or the question is settled.
    fn no_appeal(&self) -> Option<Way> {
        if let Some(open) = self.dispute.open_appeal() {
            let lodged = human_date(open.lodging.lodged_on);
            return Some(Way::closed(self.words.appeal_open(&lodged)));
        }
        let settled = self.dispute.appeals().iter().find(|appeal| appeal.is_settled())?;
        Some(Way::closed(self.words.appeal_settled(settled.ended_on())))
    }

    fn appeal_with_certificate(&self) -> Result<Way, CalculationError> {
        if let Some(way) = self.no_appeal() {
            return Ok(way);
        }
        let words = self.words;
        let certificate = self.dispute.certificate_on();
        let mut facts = self.notice_facts();
        facts.set(FactKind::CertificateIssued, certificate);
        let limit = self.limit(RuleId::AppealLodge, &facts)?;
        let last = limit.as_ref().and_then(|limit| limit.due);
        let over = self.is_over(limit.as_ref());
        if certificate.is_some() {
            return Ok(if over {
                Way::over(words.appeal_too_late(last), last)
            } else {
                Way::Open {
                    what: words.appeal(),
                    first: Vec::new(),
                    limit,
                }
            });
        }
        let contact = self.limit(RuleId::MedContactAdviser, &self.notice_facts())?;
        let contact_by = contact.as_ref().and_then(|limit| limit.due);
        let mediation = self.dispute.mediation();
        let asked_in_time = mediation
            .contacted_on
            .or(mediation.wish().map(|wish| wish.told_authority_on))
            .map(|on| contact_by.is_none_or(|by| on <= by));
        let can_be_had = asked_in_time.unwrap_or(!self.is_over(contact.as_ref()));
        Ok(if can_be_had {
            Way::Open {
                what: words.appeal(),
                first: vec![words.certificate_first().to_owned()],
                // A month runs from the certificate, whose day is not known yet.
                limit: limit.filter(|_| !over),
            }
        } else {
            Way::over(words.no_certificate(contact_by), contact_by)
        })
    }

    fn appeal_without_certificate(&self) -> Result<Way, CalculationError> {
        if let Some(way) = self.no_appeal() {
            return Ok(way);
        }
        let words = self.words;
        if self.dispute.notice().decision != AppealableDecision::PlanAsMade {
            return Ok(Way::closed(words.only_section_i().to_owned()));
        }
        let mut facts = self.notice_facts();
        facts.set(FactKind::CertificateIssued, self.dispute.certificate_on());
        let limit = self.limit(RuleId::AppealLodge, &facts)?;
        let last = limit.as_ref().and_then(|limit| limit.due);
        Ok(if self.is_over(limit.as_ref()) {
            Way::over(words.appeal_too_late(last), last)
        } else {
            Way::Open {
                what: words.appeal_about_section_i(),
                first: Vec::new(),
                limit,
            }
        })
    }

    fn ombudsman(&self) -> Result<Way, CalculationError> {
        let limit = self.limit(RuleId::OmbudsmanComplaint, &self.notice_facts())?;
        let last = limit.as_ref().and_then(|limit| limit.due);
        Ok(if self.is_over(limit.as_ref()) {
            Way::over(self.words.ombudsman_too_late(last), last)
        } else {
            Way::Open {
                what: self.words.ombudsman(),
                first: vec![self.words.complain_first().to_owned()],
                limit,
            }
        })
    }

    /// The rule about asking again after this decision.
    fn again_rule(&self) -> RuleId {
        match self.dispute.notice().decision {
            AppealableDecision::NotToAssess
            | AppealableDecision::NotToIssue
            | AppealableDecision::ToCease => RuleId::EhcnaSixMonthBar,
            AppealableDecision::PlanAsMade
            | AppealableDecision::NotToReassess
            | AppealableDecision::NotToAmend => RuleId::RaSixMonthBar,
        }
    }

    fn ask_again(&self) -> Result<Way, CalculationError> {
        let words = self.words;
        let reopened = self
            .dispute
            .duties()
            .iter()
            .any(|duty| duty.kind.as_order().is_some() && !duty.is_carried_out());
        if reopened {
            return Ok(Way::closed(words.goes_on().to_owned()));
        }
        let again = words.ask_again(self.again_rule() == RuleId::RaSixMonthBar);
        let mut facts = Facts::new();
        facts.set(FactKind::LastAssessed, self.asked.last_assessed_on);
        let bar = self
            .limit(self.again_rule(), &facts)?
            .and_then(|limit| limit.due)
            .filter(|last| *last >= self.today);
        Ok(match bar {
            None => Way::open(again),
            Some(last) => Way::Closed {
                why: words.six_months(&human_date(last)),
                last_day: None,
                opens_on: Some(add_days(last, 1)),
            },
        })
    }
}
