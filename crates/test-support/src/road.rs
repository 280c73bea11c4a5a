//! The road from a request to a final plan, walked quickly, to where a test begins.

use crate::{Actor, TestApp, bodies};
use ehcp_case::ChildId;
use serde_json::{Value, json};

/// How far a case has come. The days lie in the autumn of 2026: the clock must stand on or after 7 December 2026.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Milestone {
    /// A request came in on 7 September.
    Requested,
    /// The family was consulted and told on 9 September that an assessment is considered.
    Noticed,
    /// On 12 October it was decided to assess; the five advices were asked for on 13 October.
    Assessing,
    /// On 16 November it was decided to issue a plan.
    WritingDraft,
    /// Version 1 of the draft is being written.
    Drafted,
    /// The draft was handed over on 20 November.
    DraftServed,
    /// The final plan was sent on 7 December.
    PlanIssued,
}

/// A case that has come so far, and what belongs to it.
#[derive(Debug, Clone, Default)]
pub struct CaseInHand {
    /// The case.
    pub case: String,
    /// The child.
    pub child: String,
    /// The request for educational advice, asked of the setting.
    pub education_advice: Option<String>,
    /// The request for psychological advice, asked of the adviser.
    pub psychological_advice: Option<String>,
    /// The draft.
    pub draft: Option<String>,
    /// The final plan.
    pub final_plan: Option<String>,
}

impl Actor<'_> {
    /// As an officer, brings a child's case to a milestone. `setting` and `adviser` are asked for advice.
    pub fn brings_to(
        &self,
        app: &TestApp,
        child: ChildId,
        milestone: Milestone,
        setting: impl ToString,
    ) -> CaseInHand {
        let mut hand = self.records_a_request(app, child);
        if milestone >= Milestone::Noticed {
            let consulted = json!({"consulted_on": "2026-09-09"});
            self.does(&hand.case, "family-consultations", &consulted)
                .expect(200);
            let notice = json!({"sent_on": "2026-09-09"});
            self.does(&hand.case, "considering-notices", &notice).expect(200);
        }
        if milestone >= Milestone::Assessing {
            self.does(
                &hand.case,
                "decisions",
                &bodies::decision_on("assess", "2026-10-12"),
            )
            .expect(201);
            self.asks_for_all_advice(app, &mut hand, &setting.to_string());
        }
        if milestone >= Milestone::PlanIssued {
            self.records_advice_of(&hand);
        }
        if milestone >= Milestone::WritingDraft {
            self.does(
                &hand.case,
                "decisions",
                &bodies::decision_on("issue", "2026-11-16"),
            )
            .expect(201);
        }
        if milestone >= Milestone::Drafted {
            hand.draft = Some(self.makes(&hand.case, "plans", &bodies::draft_text()));
        }
        if milestone >= Milestone::DraftServed {
            let plan = hand.draft.clone().expect("a draft");
            let seen = self.get(format!("/v1/plans/{plan}")).expect(200).etag();
            let service = json!({"method": "by_hand", "sent_on": "2026-11-20"});
            self.post(format!("/v1/plans/{plan}/services"), &service)
                .seeing(&seen)
                .expect(200);
        }
        if milestone >= Milestone::PlanIssued {
            let mut body = bodies::final_text();
            body["sent_on"] = json!("2026-12-07");
            hand.final_plan = Some(self.sends_the_final_plan(app, &hand.case, &body));
        }
        hand
    }

    /// Sends a final plan, which the officer's manager signs too; gives the plan.
    pub fn sends_the_final_plan(&self, app: &TestApp, case: &str, body: &Value) -> String {
        let asked = self.does(case, "final-plans", body).expect(202);
        app.as_person(app.council.manager_of(self.person()))
            .post(
                format!("{}/decisions", asked.header("location")),
                &json!({"answer": "agree"}),
            )
            .expect(200);
        let plans = self.get(format!("/v1/cases/{case}/plans")).expect(200);
        let last = plans
            .list_at("/items")
            .iter()
            .find(|plan| plan["kind"] == "final");
        let last = last.and_then(|plan| plan["id"].as_str());
        last.expect("the final plan").to_owned()
    }

    fn records_a_request(&self, app: &TestApp, child: ChildId) -> CaseInHand {
        let body = json!({"child_id": child, "source": "parent", "received_on": "2026-09-07"});
        let case = self
            .post("/v1/requests", &body)
            .expect(201)
            .text_at("/case_id")
            .to_owned();
        app.as_person(app.council.manager_of(self.person()))
            .does(&case, "assignments", &json!({"officer_id": self.person().user}))
            .expect(200);
        CaseInHand {
            case,
            child: child.to_string(),
            ..CaseInHand::default()
        }
    }

    /// The setting and the adviser handed theirs in on 16 November, so that they keep sight of the case for a while.
    fn records_advice_of(&self, hand: &CaseInHand) {
        for advice in [&hand.education_advice, &hand.psychological_advice] {
            let path = format!(
                "/v1/advice-requests/{}",
                advice.as_ref().expect("a request for advice")
            );
            let seen = self.get(&path).expect(200).etag();
            let mut body = bodies::advice("Small groups help.");
            body["received_on"] = json!("2026-11-16");
            self.post(format!("{path}/answers"), &body)
                .seeing(&seen)
                .expect(200);
        }
    }

    fn asks_for_all_advice(&self, app: &TestApp, hand: &mut CaseInHand, setting: &str) {
        for kind in ["family", "education", "medical", "psychological", "social_care"] {
            let mut body = bodies::advice_request(kind);
            body["sent_on"] = json!("2026-10-13");
            match kind {
                "education" => {
                    body["education_setting_id"] = json!(setting);
                    hand.education_advice = Some(self.makes(&hand.case, "advice-requests", &body));
                }
                "psychological" => {
                    body["adviser_id"] = json!(app.council.adviser.user);
                    hand.psychological_advice = Some(self.makes(&hand.case, "advice-requests", &body));
                }
                _ => {
                    self.makes(&hand.case, "advice-requests", &body);
                }
            }
        }
    }

    /// Makes something below a case, after reading its present version; gives its id.
    pub fn makes(&self, case: &str, what: &str, body: &Value) -> String {
        self.does(case, what, body).expect(201).text_at("/id").to_owned()
    }
}
