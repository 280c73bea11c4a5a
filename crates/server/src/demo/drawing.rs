//! Draws the course of a case from the published times.

use super::{
    Dice,
    course::{Course, Step, Terms, earlier, later},
    diary::Diary,
    figures::{
        Asker, CLOSURE_RECORDED, DECIDED_IN_TIME, ISSUED, NOT_ISSUED_IN_TIME, OTHER_EXCEPTIONS,
        WITHIN_TWENTY_WEEKS, refused,
    },
};
use chrono::{Datelike, NaiveDate};
use ehcp_assessment::{AdviceKind, DecisionKind, RequestSource, ServiceMethod};
use ehcp_calendar::Calendar;
use ehcp_deadlines::ExceptionKind;

/// Draws courses.
pub(super) struct Draw<'a> {
    pub dice: &'a Dice,
    pub calendar: &'static Calendar,
    pub terms: Terms,
}

/// The days between the decision to assess and its advice, and the plan.
struct Ahead {
    asked: NaiveDate,
    issue: NaiveDate,
    first_draft: NaiveDate,
    last_draft: NaiveDate,
    last: NaiveDate,
    /// Whether it takes longer than twenty weeks: then it waits for the psychologist.
    late: bool,
    /// The summer closure around which the setting was asked for advice, with its first and last day.
    closure: Option<(NaiveDate, NaiveDate)>,
}

impl Draw<'_> {
    /// The course of a request that reaches the council on a day.
    pub fn course(&self, asked_on: NaiveDate) -> Course {
        let mut diary = Diary::new(self.dice, self.calendar);
        let (recorded, mistyped) = self.ask(&mut diary, asked_on);
        let assigned = self.working_after(&diary, recorded, 1, 3);
        diary.put(assigned, Step::Assign);
        diary.put(assigned, Step::LinkFamily);
        if mistyped {
            let noticed = self.working_after(&diary, assigned, 1, 3);
            diary.put(
                noticed,
                Step::Correct {
                    received_on: asked_on,
                },
            );
        }
        if self.terms.acts_for_self && self.terms.asker != Asker::YoungPerson {
            diary.put(
                self.working_after(&diary, assigned, 2, 8),
                Step::RecordYoungPerson,
            );
        }
        self.assessment(&mut diary, asked_on, assigned, 1);
        Course {
            asked_on,
            entries: diary.in_order(),
        }
    }

    fn working_after(&self, diary: &Diary<'_>, day: NaiveDate, low: i64, high: i64) -> NaiveDate {
        diary.working_on_or_after(later(day, self.dice.whole(low, high)))
    }

    /// The request; gives the day on which it was put on record, and whether the day of receipt was typed wrong.
    fn ask(&self, diary: &mut Diary<'_>, asked_on: NaiveDate) -> (NaiveDate, bool) {
        if self.terms.asks_here {
            let day = match self.terms.asker {
                Asker::School => diary.working_on_or_after(asked_on),
                _ => asked_on,
            };
            diary.put(day, Step::Ask { received_on: None });
            return (day, false);
        }
        let recorded = diary.working_on_or_after(later(asked_on, self.dice.whole(0, 3)));
        let mistyped = recorded > asked_on && self.terms.asker != Asker::Attention && self.dice.happens(0.25);
        let typed = if mistyped { recorded } else { asked_on };
        diary.put(
            recorded,
            Step::Ask {
                received_on: Some(typed),
            },
        );
        (recorded, mistyped)
    }

    /// From the notice to the end, and perhaps another request after a refusal.
    fn assessment(&self, diary: &mut Diary<'_>, asked_on: NaiveDate, assigned: NaiveDate, number: u8) {
        let noticed = self.working_after(diary, assigned, 1, 7);
        let late_entry = self.dice.happens(0.1).then_some(noticed);
        diary.put(
            late_entry.map_or(noticed, |day| diary.working_on_or_after(later(day, 1))),
            Step::Notice { sent_on: late_entry },
        );
        let within = self.dice.happens(DECIDED_IN_TIME);
        let days = if within {
            self.dice.triangular(24.0, 39.0, 42.0)
        } else {
            43 + self.dice.wait(20.0)
        };
        let earliest = later(noticed, 5);
        let told = diary
            .working_on_or_before(later(asked_on, days))
            .max(diary.working_on_or_after(earliest));
        if number == 1 && self.terms.has_setting && self.dice.happens(0.05) {
            self.ask_while_open(diary, noticed, told);
        }
        // A second look after new evidence more often ends with a yes.
        let no = if number == 1 {
            self.terms.luck.refused < refused(self.terms.asker)
        } else {
            self.dice.happens(0.25)
        };
        if no {
            self.decide(diary, told, DecisionKind::DoNotAssess);
            if number == 1 && self.dice.happens(0.12) {
                self.ask_after_refusal(diary, told);
            }
        } else {
            self.decide(diary, told, DecisionKind::Assess);
            self.advice_and_plan(diary, asked_on, told);
        }
    }

    fn decide(&self, diary: &mut Diary<'_>, told: NaiveDate, kind: DecisionKind) {
        diary.put(told, Step::Decide(kind));
    }

    fn ask_while_open(&self, diary: &mut Diary<'_>, noticed: NaiveDate, told: NaiveDate) {
        let source = match self.terms.asker {
            Asker::School => RequestSource::Parent,
            _ => RequestSource::Setting,
        };
        if source == RequestSource::Parent && self.terms.acts_for_self {
            return;
        }
        let day = diary.working_on_or_after(later(noticed, self.dice.whole(1, 4)));
        if day < told {
            diary.put(
                day,
                Step::AskAgain {
                    source,
                    after_refusal: false,
                },
            );
        }
    }

    fn ask_after_refusal(&self, diary: &mut Diary<'_>, told: NaiveDate) {
        let source = match (self.terms.acts_for_self, self.terms.asker) {
            (true, _) => RequestSource::YoungPerson,
            (false, Asker::School) if self.terms.has_setting => RequestSource::Setting,
            _ => RequestSource::Parent,
        };
        let day = self.working_after(diary, told, 60, 150);
        diary.put(
            day,
            Step::AskAgain {
                source,
                after_refusal: true,
            },
        );
        self.assessment(diary, day, day, 2);
    }

    fn advice_and_plan(&self, diary: &mut Diary<'_>, asked_on: NaiveDate, told: NaiveDate) {
        if self.terms.luck.issued < ISSUED {
            let ahead = self.ahead(diary, asked_on, told);
            self.advice(diary, &ahead);
            self.plan(diary, &ahead);
        } else {
            let days = if self.dice.happens(NOT_ISSUED_IN_TIME) {
                self.dice.triangular(92.0, 109.0, 112.0)
            } else {
                113 + self.dice.wait(18.0)
            };
            let asked = self.working_after(diary, told, 1, 3);
            let issue = diary
                .working_on_or_before(later(asked_on, days))
                .max(diary.working_on_or_after(later(asked, 14)));
            let ahead = Ahead {
                asked,
                issue,
                first_draft: issue,
                last_draft: issue,
                last: issue,
                late: false,
                closure: self.closure(asked),
            };
            self.advice(diary, &ahead);
            self.decide(diary, issue, DecisionKind::DoNotIssue);
        }
    }

    /// The days of a plan, from its last day backwards.
    fn ahead(&self, diary: &Diary<'_>, asked_on: NaiveDate, told: NaiveDate) -> Ahead {
        let in_time = self.terms.luck.in_time < WITHIN_TWENTY_WEEKS;
        let days = if in_time {
            self.dice.triangular(100.0, 137.0, 140.0)
        } else {
            141 + self.late_by()
        };
        let last = diary
            .working_on_or_before(later(asked_on, days))
            .max(diary.working_on_or_after(later(told, 68)));
        let last_draft = diary.working_on_or_before(earlier(last, self.dice.whole(24, 32)));
        let asked = self.working_after(diary, told, 1, 3);
        let twice = !in_time && last_draft > later(asked, 60) && self.dice.happens(0.25);
        let first_draft = if twice {
            diary.working_on_or_before(earlier(last_draft, self.dice.whole(21, 28)))
        } else {
            last_draft
        };
        let issue = diary
            .working_on_or_before(earlier(first_draft, self.dice.whole(5, 16)))
            .max(diary.working_on_or_after(later(asked, 3)));
        let ahead = Ahead {
            asked,
            issue,
            first_draft,
            last_draft,
            last,
            late: !in_time,
            closure: self.closure(asked),
        };
        self.after_the_holidays(diary, ahead)
    }

    /// The decision waits until the closed school has given its advice.
    fn after_the_holidays(&self, diary: &Diary<'_>, mut ahead: Ahead) -> Ahead {
        let wait = ahead
            .closure
            .map_or(0, |(_, until)| (later(until, 18) - ahead.issue).num_days());
        if wait > 0 {
            let put_off = |day, more| diary.working_on_or_after(later(day, wait + more));
            ahead.issue = put_off(ahead.issue, 0);
            ahead.first_draft = put_off(ahead.first_draft, 0);
            ahead.last_draft = put_off(ahead.last_draft, 0);
            ahead.last = put_off(ahead.last, 5);
        }
        ahead
    }

    /// Days beyond twenty weeks: on average fifteen weeks (the old waits being worked off); hardly anybody waits a year.
    fn late_by(&self) -> i64 {
        let some = || self.dice.wait(35.0) + self.dice.wait(35.0) + self.dice.wait(35.0);
        let first = some();
        if first <= 224 || self.dice.happens(0.2) {
            first
        } else {
            some() % 224
        }
    }

    fn advice(&self, diary: &mut Diary<'_>, ahead: &Ahead) {
        let mut kinds = AdviceKind::ALWAYS.to_vec();
        kinds.extend(self.terms.therapist.then_some(AdviceKind::Other));
        kinds.extend(self.terms.sensory.then_some(AdviceKind::SensoryImpairment));
        kinds.extend(
            self.terms
                .for_adulthood
                .then_some(AdviceKind::PreparationForAdulthood),
        );
        for kind in &kinds {
            diary.put(ahead.asked, Step::AskAdvice(*kind));
        }
        let closure = ahead.closure;
        for kind in kinds {
            let back = match (closure, kind) {
                (Some((_, until)), AdviceKind::Education) => {
                    diary.working_on_or_after(later(until, self.dice.whole(3, 14)))
                }
                (_, AdviceKind::Psychological) if ahead.late => {
                    diary.working_on_or_before(earlier(ahead.issue, self.dice.whole(3, 9)))
                }
                _ => self.back(diary, ahead),
            };
            let refused =
                matches!(kind, AdviceKind::SocialCare | AdviceKind::Medical) && self.dice.happens(0.025);
            // What comes after the plan has gone out is not waited for.
            if ahead.asked < back && back < ahead.last {
                diary.put(back, Step::HandIn { kind, refused });
            }
        }
        self.exceptions(diary, ahead);
    }

    /// The day on which advice comes back: mostly within its six weeks; before the decision to issue, or shortly after.
    fn back(&self, diary: &Diary<'_>, ahead: &Ahead) -> NaiveDate {
        let days = if self.dice.happens(0.72) {
            self.dice.triangular(12.0, 38.0, 42.0)
        } else {
            43 + self.dice.wait(25.0)
        };
        let back = diary.working_on_or_after(later(ahead.asked, days));
        let before = diary.working_on_or_before(earlier(ahead.issue, self.dice.whole(1, 4)));
        if self.dice.happens(0.97) {
            back.min(before)
                .max(diary.working_on_or_after(later(ahead.asked, 1)))
        } else {
            let limit = diary.working_on_or_before(earlier(ahead.last, 2));
            back.max(diary.working_on_or_after(later(ahead.issue, 1)))
                .min(limit)
        }
    }

    /// The summer closure around which the setting was asked for advice, if it was.
    fn closure(&self, asked: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        if !self.terms.has_setting {
            return None;
        }
        let year = asked.year();
        let from = NaiveDate::from_ymd_opt(year, 7, 23)?;
        let until = NaiveDate::from_ymd_opt(year, 9, 2)?;
        let asked_around = earlier(from, 7) <= asked && asked <= earlier(until, 6);
        (asked_around && self.dice.happens(CLOSURE_RECORDED)).then_some((from, until))
    }

    fn exceptions(&self, diary: &mut Diary<'_>, ahead: &Ahead) {
        let before_end = diary.working_on_or_before(earlier(ahead.issue, 1));
        if let Some((from, until)) = ahead.closure {
            let kind = if self.terms.is_early_years {
                ExceptionKind::EarlyYearsClosure
            } else {
                ExceptionKind::SchoolClosure
            };
            let on = diary.working_on_or_after(later(from.max(ahead.asked), 3));
            if on <= before_end {
                diary.put(
                    on,
                    Step::Except {
                        kind,
                        of: None,
                        from,
                        until,
                        asked_on: Some(ahead.asked),
                    },
                );
            }
        } else if self.dice.happens(OTHER_EXCEPTIONS) {
            let kind = if self.dice.happens(0.5) {
                ExceptionKind::Personal
            } else {
                ExceptionKind::AbsentFourWeeks
            };
            let from = later(ahead.asked, self.dice.whole(2, 8));
            let until = later(from, self.dice.whole(29, 40));
            let on = diary.working_on_or_after(later(from, 3));
            if on <= before_end {
                diary.put(
                    on,
                    Step::Except {
                        kind,
                        of: None,
                        from,
                        until,
                        asked_on: None,
                    },
                );
            }
        }
        if self.dice.happens(0.03) {
            let missed = diary.working_on_or_after(later(ahead.asked, self.dice.whole(8, 14)));
            let on = diary.working_on_or_after(later(missed, 2));
            if on <= before_end {
                let of = Some(AdviceKind::Medical);
                diary.put(
                    on,
                    Step::Except {
                        kind: ExceptionKind::MissedAppointment,
                        of,
                        from: missed,
                        until: missed,
                        asked_on: None,
                    },
                );
            }
        }
    }

    fn plan(&self, diary: &mut Diary<'_>, ahead: &Ahead) {
        self.decide(diary, ahead.issue, DecisionKind::Issue);
        let start = diary
            .working_on_or_after(later(ahead.issue, self.dice.whole(1, 3)))
            .min(ahead.first_draft);
        diary.put(start, Step::StartDraft);
        diary.put(ahead.first_draft, Step::ReviseDraft);
        diary.put(ahead.first_draft, Step::Serve(self.method()));
        if self.dice.happens(0.78) {
            // Post has arrived by then.
            diary.put(later(ahead.first_draft, self.dice.whole(6, 17)), Step::Represent);
        }
        if ahead.last_draft > ahead.first_draft {
            diary.put(ahead.last_draft, Step::StartDraft);
            diary.put(ahead.last_draft, Step::Serve(self.method()));
        }
        diary.put(ahead.last, Step::SendFinal);
        diary.put(self.working_after(diary, ahead.last, 2, 6), Step::Move);
    }

    fn method(&self) -> ServiceMethod {
        match self.dice.whole(0, 9) {
            0..=4 => ServiceMethod::Electronic,
            5..=8 => ServiceMethod::FirstClassPost,
            _ => ServiceMethod::ByHand,
        }
    }
}
