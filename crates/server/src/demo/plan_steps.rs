//! The steps from asking for advice to the final plan.

use super::{DemoError, children::Child, council::Service, course::Step, play::Play, texts};
use ehcp_assessment::{AdviceKind, PlanSection, PlanText, ServiceMethod};
use ehcp_case::AdviceRequestId;
use ehcp_casework::{
    Enrol, HandInAdvice, MakeRepresentations, PlanTextBody, RecordException, RequestAdvice, SendFinalPlan,
    ServeDraft, enrol, hand_in_advice, record_exception, represent, request_advice, send_final_plan,
    serve_draft, start_draft, write_draft,
};
use ehcp_deadlines::ExceptionKind;
use ehcp_store::WriteTx;

impl Play {
    pub(super) fn ask_advice(
        &self,
        tx: &mut WriteTx<'_>,
        child: &mut Child,
        kind: AdviceKind,
    ) -> Result<(), DemoError> {
        let (id, seen, officer) = self.subject(tx, child)?;
        let setting = child.setting.and_then(|place| self.council.settings.get(place));
        let service = service_for(kind);
        let members = service
            .map(|service| self.council.service(service))
            .unwrap_or_default();
        let adviser = self.dice.one_of(&members).copied();
        let addressee = match (kind, service, setting) {
            (_, Some(service), _) => service.name(),
            (AdviceKind::Education, None, Some(setting)) => setting.name,
            (AdviceKind::Education, None, None) => "Early years specialist teachers",
            (AdviceKind::Family, ..) if child.known.acts_for_self => "The young person",
            (AdviceKind::Family, ..) => "The family",
            (AdviceKind::SensoryImpairment, ..) => "Specialist teachers for hearing and vision",
            _ => "Preparing for adulthood team",
        };
        let command = RequestAdvice {
            kind,
            addressee: texts::line(addressee)?,
            education_setting_id: setting
                .filter(|_| kind == AdviceKind::Education)
                .map(|setting| setting.id),
            adviser_id: adviser.map(|person| person.id),
            referral: texts::referral(kind, &child.about(&self.council))?,
            sent_on: None,
            received_on: None,
        };
        let view = self.act(tx, &officer, "asking for advice", |act| {
            request_advice(act, id, seen, &command)
        })?;
        child.known.advice.push((kind, view.id));
        Ok(())
    }

    pub(super) fn hand_in(
        &self,
        tx: &mut WriteTx<'_>,
        child: &Child,
        kind: AdviceKind,
        refused: bool,
    ) -> Result<(), DemoError> {
        let (_, _, officer) = self.subject(tx, child)?;
        let request = advice_of(child, kind)?;
        let row = tx
            .advice_request(request)?
            .ok_or(DemoError::Missing("a request for advice"))?;
        let schools = self
            .council
            .settings
            .iter()
            .filter_map(|setting| setting.account.as_ref());
        let advisers = self.council.advisers.iter().map(|(_, person)| person);
        // Whoever was asked, if they sign in here; else the officer records what came on paper.
        let asked = schools.chain(advisers).find(|person| {
            row.adviser_id == Some(person.id)
                || (row.education_setting_id.is_some() && row.education_setting_id == person.setting)
        });
        let about = child.about(&self.council);
        let command = HandInAdvice {
            received_on: None,
            refused,
            text: if refused {
                texts::refusal_to_advise(&about)?
            } else {
                texts::advice(&self.dice, kind, &about)?
            },
        };
        let who = asked.unwrap_or(&officer);
        self.act(tx, who, "advice", |act| {
            hand_in_advice(act, request, row.version, &command)
        })?;
        Ok(())
    }

    pub(super) fn except(&self, tx: &mut WriteTx<'_>, child: &Child, step: &Step) -> Result<(), DemoError> {
        let Step::Except {
            kind,
            of,
            from,
            until,
            asked_on,
        } = step
        else {
            return Ok(());
        };
        let (id, seen, officer) = self.subject(tx, child)?;
        let (evidence, why_impractical) =
            texts::exception(*kind, *from, *until, &child.about(&self.council))?;
        let command = RecordException {
            kind: *kind,
            advice_request_id: match of {
                Some(kind) => Some(advice_of(child, *kind)?),
                None => None,
            },
            from_on: *from,
            until_on: (*kind != ExceptionKind::MissedAppointment).then_some(*until),
            advice_requested_on: *asked_on,
            evidence,
            why_impractical,
        };
        self.act(tx, &officer, "an exception", |act| {
            record_exception(act, id, seen, &command)
        })?;
        Ok(())
    }

    /// A first draft, or the next version of the one that was served.
    pub(super) fn start_draft(&self, tx: &mut WriteTx<'_>, child: &mut Child) -> Result<(), DemoError> {
        let (id, seen, officer) = self.subject(tx, child)?;
        let sections = match child.known.draft {
            Some(served) => texts::revised(tx.plan_text(served)?)?,
            None => texts::draft(&self.dice, &child.about(&self.council))?,
        };
        let body = PlanTextBody { sections };
        let view = self.act(tx, &officer, "a draft", |act| start_draft(act, id, seen, &body))?;
        child.known.draft = Some(view.plan.id);
        Ok(())
    }

    pub(super) fn revise_draft(&self, tx: &mut WriteTx<'_>, child: &Child) -> Result<(), DemoError> {
        let (_, _, officer) = self.subject(tx, child)?;
        let id = child.known.draft.ok_or(DemoError::Missing("a draft"))?;
        let seen = tx.plan(id)?.ok_or(DemoError::Missing("a draft"))?.version;
        let body = PlanTextBody {
            sections: texts::revised(tx.plan_text(id)?)?,
        };
        self.act(tx, &officer, "a revised draft", |act| {
            write_draft(act, id, seen, &body)
        })?;
        Ok(())
    }

    pub(super) fn serve(
        &self,
        tx: &mut WriteTx<'_>,
        child: &Child,
        method: ServiceMethod,
    ) -> Result<(), DemoError> {
        let (_, _, officer) = self.subject(tx, child)?;
        let id = child.known.draft.ok_or(DemoError::Missing("a draft"))?;
        let seen = tx.plan(id)?.ok_or(DemoError::Missing("a draft"))?.version;
        let command = ServeDraft {
            sent_on: None,
            method,
            written_consent: method == ServiceMethod::Electronic,
        };
        self.act(tx, &officer, "serving a draft", |act| {
            serve_draft(act, id, seen, &command)
        })?;
        Ok(())
    }

    pub(super) fn represent(&self, tx: &mut WriteTx<'_>, child: &Child) -> Result<(), DemoError> {
        let (id, seen, _) = self.subject(tx, child)?;
        let own = child.own_account.as_ref().filter(|_| child.known.acts_for_self);
        let who = own
            .or(child.parents.first())
            .ok_or(DemoError::Missing("a parent"))?;
        let named = child.named.and_then(|place| self.council.settings.get(place));
        let command = MakeRepresentations {
            received_on: None,
            text: Some(match own {
                Some(_) => texts::own_representation()?,
                None => texts::representation(&self.dice, &child.about(&self.council))?,
            }),
            requested_setting: match named {
                Some(setting) if self.dice.happens(0.8) => Some(texts::line(setting.name)?),
                _ => None,
            },
            wants_meeting: self.dice.happens(0.25),
        };
        self.act(tx, who, "views on a draft", |act| {
            represent(act, id, seen, &command)
        })?;
        Ok(())
    }

    pub(super) fn send_final(&self, tx: &mut WriteTx<'_>, child: &Child) -> Result<(), DemoError> {
        let (id, seen, officer) = self.subject(tx, child)?;
        let draft = child.known.draft.ok_or(DemoError::Missing("a draft"))?;
        let mut sections: PlanText = tx.plan_text(draft)?;
        let placement = match child.named.and_then(|place| self.council.settings.get(place)) {
            Some(setting) => format!("{}, {}.", setting.name, setting.kind.in_words()),
            None => "A mainstream early-years setting.".to_owned(),
        };
        sections.insert(PlanSection::I, texts::prose(&placement)?);
        let command = SendFinalPlan {
            health_body_agreed_on: sections
                .contains_key(&PlanSection::G)
                .then(|| self.casework.moment().today),
            sections,
            sent_on: None,
        };
        self.act(tx, &officer, "a final plan", |act| {
            send_final_plan(act, id, seen, &command)
        })?;
        Ok(())
    }

    pub(super) fn move_child(&self, tx: &mut WriteTx<'_>, child: &Child) -> Result<(), DemoError> {
        let (_, _, officer) = self.subject(tx, child)?;
        let today = self.casework.moment().today;
        let id = child.known.child.ok_or(DemoError::Missing("a child"))?;
        if let Some(setting) = child.named.and_then(|place| self.council.settings.get(place))
            && !tx.is_on_roll(id, setting.id, today)?
        {
            let command = Enrol {
                education_setting_id: setting.id,
                from_on: today,
                until_on: None,
                dual_registration: false,
            };
            self.act(tx, &officer, "putting a child on a roll", |act| {
                enrol(act, id, &command)
            })?;
        }
        Ok(())
    }
}

fn service_for(kind: AdviceKind) -> Option<Service> {
    match kind {
        AdviceKind::Medical => Some(Service::Paediatrics),
        AdviceKind::Psychological => Some(Service::Psychology),
        AdviceKind::SocialCare => Some(Service::SocialCare),
        AdviceKind::Other => Some(Service::Therapy),
        _ => None,
    }
}

fn advice_of(child: &Child, kind: AdviceKind) -> Result<AdviceRequestId, DemoError> {
    let found = child.known.advice.iter().find(|(known, _)| *known == kind);
    found
        .map(|(_, id)| *id)
        .ok_or(DemoError::Missing("a request for advice"))
}
