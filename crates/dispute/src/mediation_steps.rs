//! The steps of a mediation.

use crate::dates::{DateChecks, Law};
use crate::dispute::Done;
use crate::{
    Agreed, Arrangement, AtLeastOne, Breach, CannotArrange, Certificate, CertificateKind, Course, Dispute,
    DutyKind, Held, MediationIssue, MediationOutcome, OrderKind, Standing, Wish,
};
use chrono::NaiveDate;
use ehcp_calendar::human_date;
use ehcp_case::{FactKind, FieldProblem, Party, Refusal};
use ehcp_deadlines::{Facts, RuleId};

impl Dispute {
    pub(crate) fn contact_adviser(&mut self, on: NaiveDate, law: Law<'_>) -> Done {
        if let Some(contacted) = self.mediation.contacted_on {
            return Err(Refusal::AlreadyDone {
                explanation: format!(
                    "It is recorded already that the mediation adviser was contacted, on {}. The first day counts.",
                    human_date(contacted)
                ),
            });
        }
        self.contacted(("/contacted_on", on), law)
    }

    /// The first contact with the adviser, told by whichever step.
    fn contacted(&mut self, (pointer, on): (&'static str, NaiveDate), law: Law<'_>) -> Done {
        self.not_before_notice((pointer, on))?;
        self.mediation.contacted_on = Some(on);
        let facts = Facts::new().with(FactKind::NoticeSent, self.notice.sent_on);
        let late = law.late(
            (RuleId::MedContactAdviser, "due"),
            &facts,
            (pointer, on),
            "Contacting the mediation adviser",
        )?;
        Ok(late
            .map(|breach| Breach {
                explanation: format!(
                    "{} The Tribunal can still give leave to appeal (SEND Regulations 2014, reg 34(3)).",
                    breach.explanation
                ),
                ..breach
            })
            .into_iter()
            .collect())
    }

    fn not_before_notice(&self, sent: crate::dates::Sent) -> Result<(), Refusal> {
        DateChecks::default()
            .not_before(
                sent,
                Some(self.notice.sent_on),
                "the day the notice of the decision was sent",
            )
            .done()
    }

    pub(crate) fn decline_mediation(&mut self, on: NaiveDate, law: Law<'_>) -> Done {
        if let Some(wish) = self.mediation.wish().filter(|wish| wish.held().is_none()) {
            return Err(Refusal::NotAnyMore {
                explanation: format!(
                    "On {} the family asked for mediation. If it does not want it any more, record that it withdrew.",
                    human_date(wish.told_authority_on)
                ),
            });
        }
        if self.mediation.held().is_some() {
            return Err(took_place());
        }
        if let Some(declined) = self.mediation.declined_on() {
            return Err(Refusal::AlreadyDone {
                explanation: format!(
                    "It is recorded already that the family does not want mediation, from {}.",
                    human_date(declined)
                ),
            });
        }
        let sent = ("/told_adviser_on", on);
        let breaches = if self.mediation.contacted_on.is_none() {
            self.contacted(sent, law)?
        } else {
            self.not_before_notice(sent)?;
            DateChecks::default()
                .not_before(
                    sent,
                    self.mediation.contacted_on,
                    "the day the adviser was contacted",
                )
                .done()?;
            Vec::new()
        };
        self.mediation.course = Course::Declined { told_adviser_on: on };
        Ok(breaches)
    }

    pub(crate) fn wish_mediation(&mut self, on: NaiveDate, issues: &AtLeastOne<MediationIssue>) -> Done {
        match &self.mediation.course {
            Course::NotSaid | Course::Declined { .. } => {}
            Course::Wished(wish) => match wish.standing {
                Standing::Withdrawn { .. } => {}
                Standing::ToArrange | Standing::Arranged(_) | Standing::Held(_) => {
                    return Err(Refusal::AlreadyDone {
                        explanation: format!(
                            "The authority was told already that the family wants mediation, on {}.",
                            human_date(wish.told_authority_on)
                        ),
                    });
                }
            },
        }
        self.not_before_notice(("/told_authority_on", on))?;
        DateChecks::default()
            .not_before(
                ("/told_authority_on", on),
                self.mediation.declined_on(),
                "the day the family said that it does not want mediation",
            )
            .done()?;
        self.mediation.course = Course::Wished(Wish {
            told_authority_on: on,
            issues: issues.clone(),
            told_health_body_on: None,
            cannot_arrange: None,
            standing: Standing::ToArrange,
        });
        Ok(Vec::new())
    }

    /// The wish to mediate, while the mediation has neither taken place nor been given up.
    fn open_wish(&mut self) -> Result<&mut Wish, Refusal> {
        match &mut self.mediation.course {
            Course::Wished(wish) => match wish.standing {
                Standing::ToArrange | Standing::Arranged(_) => Ok(wish),
                Standing::Held(_) => Err(took_place()),
                Standing::Withdrawn { withdrawn_on } => Err(Refusal::NotAnyMore {
                    explanation: format!(
                        "The family withdrew from the mediation on {}. If it wants mediation again, record that first.",
                        human_date(withdrawn_on)
                    ),
                }),
            },
            Course::NotSaid | Course::Declined { .. } => Err(Refusal::NotYet {
                explanation: "Nobody has recorded that the family wants mediation (Children and Families Act 2014, ss.53, 54). Record first when the authority was told, and what about."
                    .to_owned(),
            }),
        }
    }

    pub(crate) fn tell_health_body(&mut self, on: NaiveDate, law: Law<'_>) -> Done {
        let wish = self.open_wish()?;
        if let Some(told) = wish.told_health_body_on {
            return Err(Refusal::AlreadyDone {
                explanation: format!("The health body was told already, on {}.", human_date(told)),
            });
        }
        DateChecks::default()
            .holds(wish.is_about_health(), || {
                FieldProblem::new(
                    "/told_on",
                    "does_not_fit",
                    "The family does not ask for mediation about health care, so there is no notice to a health body (SEND Regulations 2014, reg 35).",
                )
            })
            .not_before(("/told_on", on), Some(wish.told_authority_on), "the day the authority was told")
            .done()?;
        wish.told_health_body_on = Some(on);
        let late = law.late(
            (RuleId::MedNotifyIcb, "due"),
            &self.mediation_facts(),
            ("/told_on", on),
            "Telling the health body about the mediation",
        )?;
        Ok(late.into_iter().collect())
    }

    fn mediation_facts(&self) -> Facts {
        self.mediation.facts(self.notice.sent_on)
    }

    pub(crate) fn arrange_mediation(&mut self, arrangement: &Arrangement, law: Law<'_>) -> Done {
        let wish = self.open_wish()?;
        let notice_on = arrangement.notice_given_on;
        DateChecks::default()
            .not_before(
                ("/notice_given_on", notice_on),
                Some(wish.told_authority_on),
                "the day the authority was told",
            )
            .not_before(
                ("/mediation_on", arrangement.mediation_on),
                Some(notice_on),
                "the day the family was told of it",
            )
            .done()?;
        wish.standing = Standing::Arranged(arrangement.clone());
        let wish = wish.clone();
        let short = short_notice(arrangement, &wish, law)?;
        let beyond = self.beyond_30_days(&wish, arrangement.mediation_on, "/mediation_on", law)?;
        let own = wish.arranger() == Party::LocalAuthority;
        let beyond = match beyond {
            Some(breach) if own => law.keep(notice_on, breach.rule, arranging_source(&wish), || {
                format!(
                    "{} Tell the adviser first that the mediation cannot be held in time (SEND Regulations 2014, reg 39(2)): the family then gets its certificate, and the mediation can still be held.",
                    breach.explanation
                )
            })?,
            other => other,
        };
        Ok(short.into_iter().chain(beyond).collect())
    }

    /// The breach of a mediation later than its 30 days, unless the adviser was told that it cannot be held in time.
    fn beyond_30_days(
        &self,
        wish: &Wish,
        on: NaiveDate,
        pointer: &'static str,
        law: Law<'_>,
    ) -> Result<Option<Breach>, Refusal> {
        if wish.cannot_arrange.is_some() {
            return Ok(None);
        }
        law.late(
            (wish.arranging_rule(), "due"),
            &self.mediation_facts(),
            (pointer, on),
            "Holding the mediation",
        )
    }

    pub(crate) fn cannot_arrange(&mut self, cannot: CannotArrange) -> Done {
        let wish = self.open_wish()?;
        if let Some(told) = wish.cannot_arrange {
            return Err(Refusal::AlreadyDone {
                explanation: format!(
                    "The adviser was told already that the mediation cannot be held in time, on {}.",
                    human_date(told.told_adviser_on)
                ),
            });
        }
        DateChecks::default()
            .not_before(
                ("/seen_on", cannot.seen_on),
                Some(wish.told_authority_on),
                "the day the authority was told that the family wants mediation",
            )
            .not_before(
                ("/told_adviser_on", cannot.told_adviser_on),
                Some(cannot.seen_on),
                "the day the authority saw it",
            )
            .done()?;
        wish.cannot_arrange = Some(cannot);
        Ok(Vec::new())
    }

    pub(crate) fn hold_mediation(
        &mut self,
        held_on: NaiveDate,
        concluded_on: NaiveDate,
        outcome: &MediationOutcome,
        law: Law<'_>,
    ) -> Done {
        let decision = self.notice.decision;
        let wish = self.open_wish()?;
        let mut checks = DateChecks::default()
            .not_before(
                ("/held_on", held_on),
                Some(wish.told_authority_on),
                "the day the authority was told that the family wants mediation",
            )
            .not_before(
                ("/concluded_on", concluded_on),
                Some(held_on),
                "the day of the mediation",
            );
        if let MediationOutcome::Agreement { agreed_on, parts } = outcome {
            let fitting = OrderKind::fitting(decision);
            let fits = parts.iter().all(|part| match part.what {
                Agreed::Appealable { as_if_ordered } => fitting.contains(&as_if_ordered),
                Agreed::Other { .. } => true,
            });
            checks = checks
                .not_before(("/result/agreed_on", *agreed_on), Some(held_on), "the day of the mediation")
                .holds(fits, || {
                    FieldProblem::new(
                        "/result/parts",
                        "does_not_fit",
                        format!(
                            "Not everything here can be agreed about {}. What could be ordered about it: {} (SEND Regulations 2014, regs 42(2), 44(2)). The rest is an agreement on something else.",
                            decision.plain_english(),
                            crate::appeal_steps::phrases(fitting)
                        ),
                    )
                });
        }
        checks.done()?;
        let arrangement = match &wish.standing {
            Standing::Arranged(arrangement) => Some(arrangement.clone()),
            Standing::ToArrange | Standing::Held(_) | Standing::Withdrawn { .. } => None,
        };
        // A day beyond the 30 was marked when it was set.
        let marked = arrangement.as_ref().map(|arrangement| arrangement.mediation_on) == Some(held_on);
        let before = wish.clone();
        wish.standing = Standing::Held(Held {
            arrangement,
            held_on,
            concluded_on,
            outcome: outcome.clone(),
            told_authority_on: None,
        });
        let late = if marked {
            None
        } else {
            self.beyond_30_days(&before, held_on, "/held_on", law)?
        };
        self.owe_what_was_agreed(outcome)?;
        Ok(late.into_iter().collect())
    }

    fn owe_what_was_agreed(&mut self, outcome: &MediationOutcome) -> Result<(), Refusal> {
        let MediationOutcome::Agreement { agreed_on, parts } = outcome else {
            return Ok(());
        };
        for part in parts.iter() {
            let kind = match part.what {
                Agreed::Appealable { as_if_ordered } => DutyKind::Agreement { as_if_ordered },
                Agreed::Other { by } => DutyKind::OtherAgreement { by },
            };
            self.owe(
                kind,
                *agreed_on,
                Some(&part.text),
                &part.other_times,
                "/result/parts",
            )?;
        }
        Ok(())
    }

    pub(crate) fn tell_authority_of_agreement(&mut self, on: NaiveDate, law: Law<'_>) -> Done {
        let facts = self.mediation_facts();
        let Course::Wished(wish) = &mut self.mediation.course else {
            return Err(no_agreement());
        };
        let alone = wish.is_about_health_alone();
        let Standing::Held(held) = &mut wish.standing else {
            return Err(no_agreement());
        };
        let MediationOutcome::Agreement { agreed_on, .. } = held.outcome else {
            return Err(no_agreement());
        };
        if let Some(told) = held.told_authority_on {
            return Err(Refusal::AlreadyDone {
                explanation: format!("The authority was told already, on {}.", human_date(told)),
            });
        }
        DateChecks::default()
            .holds(alone, || {
                FieldProblem::new(
                    "/told_on",
                    "does_not_fit",
                    "The authority took part in this mediation and knows what was agreed. The health body tells it only where the mediation was about health care alone (SEND Regulations 2014, reg 42(4)).",
                )
            })
            .not_before(("/told_on", on), Some(agreed_on), "the day of the agreement")
            .done()?;
        held.told_authority_on = Some(on);
        let late = law.late(
            (RuleId::MedIcbTellsLa, "due"),
            &facts.with(FactKind::Agreement, agreed_on),
            ("/told_on", on),
            "Telling the authority what was agreed",
        )?;
        Ok(late.into_iter().collect())
    }

    pub(crate) fn withdraw_from_mediation(&mut self, on: NaiveDate) -> Done {
        let wish = self.open_wish()?;
        DateChecks::default()
            .not_before(
                ("/withdrawn_on", on),
                Some(wish.told_authority_on),
                "the day the authority was told that the family wants mediation",
            )
            .done()?;
        wish.standing = Standing::Withdrawn { withdrawn_on: on };
        Ok(Vec::new())
    }

    pub(crate) fn issue_certificate(&mut self, kind: CertificateKind, on: NaiveDate, law: Law<'_>) -> Done {
        let sent = ("/issued_on", on);
        self.not_before_notice(sent)?;
        if let Some(known) = self.mediation.certificate {
            return Err(Refusal::AlreadyDone {
                explanation: format!(
                    "There is a certificate already, issued on {}. One is enough for an appeal (Children and Families Act 2014, s.55).",
                    human_date(known.issued_on)
                ),
            });
        }
        let (since, what, missing) = match kind {
            CertificateKind::NoMediation => (
                self.mediation.declined_on(),
                "the day the adviser was told that there will be no mediation",
                "Nobody has recorded that the family told the adviser that it does not want mediation, or withdrew from it (Children and Families Act 2014, s.55(4)). Record that first, or give another kind of certificate.",
            ),
            CertificateKind::AfterMediation => (
                self.mediation.held().map(|held| held.concluded_on),
                "the day the mediation ended",
                "No mediation is recorded as held, so there is no certificate of one (Children and Families Act 2014, s.55(5)). Record the mediation first, or give another kind of certificate.",
            ),
            CertificateKind::TreatedAsTakenPart => (
                self.mediation
                    .wish()
                    .and_then(|wish| wish.cannot_arrange)
                    .map(|cannot| cannot.told_adviser_on),
                "the day the adviser was told that the mediation cannot be held in time",
                "Nobody has recorded that the adviser was told that the mediation cannot be held in time (SEND Regulations 2014, reg 39(2), (3)). Record that first, or give another kind of certificate.",
            ),
        };
        DateChecks::default()
            .holds(since.is_some(), || {
                FieldProblem::new("/kind", "nothing_to_certify", missing)
            })
            .not_before(sent, since, what)
            .done()?;
        self.mediation.certificate = Some(Certificate { kind, issued_on: on });
        let late = law.late(
            (kind.rule(), "due"),
            &self.mediation_facts(),
            sent,
            "Issuing the mediation certificate",
        )?;
        let barred = if kind == CertificateKind::NoMediation {
            self.contact_too_late_for_a_certificate(law)?
        } else {
            None
        };
        Ok(late.into_iter().chain(barred).collect())
    }

    /// No certificate without mediation where the adviser was contacted too late (reg 34(2)).
    fn contact_too_late_for_a_certificate(&self, law: Law<'_>) -> Result<Option<Breach>, Refusal> {
        let Some(contacted) = self.mediation.contacted_on else {
            return Ok(None);
        };
        let late = law.late(
            (RuleId::MedContactAdviser, "due"),
            &Facts::new().with(FactKind::NoticeSent, self.notice.sent_on),
            ("/issued_on", contacted),
            "Contacting the mediation adviser",
        )?;
        Ok(late.map(|breach| {
            Breach::new(
                RuleId::MedCertNoMediation,
                Party::MediationAdviser,
                "SEND Regulations 2014, reg 34(2), (3)",
                format!(
                    "{} No certificate is issued then; the family asks the Tribunal for leave to appeal.",
                    breach.explanation
                ),
            )
        }))
    }
}

/// The breach of less than five working days' notice without consent.
fn short_notice(arrangement: &Arrangement, wish: &Wish, law: Law<'_>) -> Result<Option<Breach>, Refusal> {
    if arrangement.shorter_notice_agreed {
        return Ok(None);
    }
    let facts = Facts::new().with(FactKind::Mediation, arrangement.mediation_on);
    let short = law
        .late(
            (RuleId::MedDateNotice, "due"),
            &facts,
            ("/mediation_on", arrangement.notice_given_on),
            "Telling the family when and where the mediation is",
        )?
        .map(|breach| Breach {
            by: wish.arranger(),
            explanation: format!(
                "{} Choose a later day, or ask the {FAMILY_WORDS} to agree to shorter notice.",
                breach.explanation
            ),
            ..breach
        });
    match short {
        Some(breach) if wish.arranger() == Party::LocalAuthority => law.keep(
            arrangement.notice_given_on,
            RuleId::MedDateNotice,
            "SEND Regulations 2014, reg 37(2)",
            || breach.explanation,
        ),
        other => Ok(other),
    }
}

const FAMILY_WORDS: &str = "parent or young person";

/// Where the law says who arranges a mediation within 30 days.
fn arranging_source(wish: &Wish) -> &'static str {
    if wish.is_about_health() {
        "SEND Regulations 2014, regs 35(4), 39(2)"
    } else {
        "SEND Regulations 2014, regs 36(2), 39(2)"
    }
}

fn took_place() -> Refusal {
    Refusal::NotAnyMore {
        explanation: "The mediation has taken place. What came of it is recorded with it.".to_owned(),
    }
}

fn no_agreement() -> Refusal {
    Refusal::NotYet {
        explanation:
            "No agreement is recorded. Record the mediation and what was agreed first (SEND Regulations 2014, reg 42)."
                .to_owned(),
    }
}
