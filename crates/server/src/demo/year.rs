//! The year as a whole: which requests come in when, and which cases the tour needs.

use super::{
    DemoError, Dice,
    children::{Child, Known, Nursery},
    council::Council,
    course::{Course, Luck, Step, Terms, earlier, later},
    drawing::Draw,
    figures::{ASKED_WITHIN_THE_YEAR, Asker, Kind, MONTHS},
    needs::Need,
    register::{TOUR_AREA, TOUR_CHILD, TOUR_SCHOOL},
};
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use ehcp_assessment::AdviceKind;
use ehcp_calendar::Calendar;
use ehcp_case::Stage;
use ehcp_casework::Chance;
use ehcp_store::WriteTx;

/// How many days before the year the first of the waiting cases may have begun.
pub(super) const BEFORE: i64 = 430;

/// The year of happenings: from its first day up to, and without, its last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Year {
    pub first: NaiveDate,
    /// Today: nothing has happened on it yet.
    pub today: NaiveDate,
}

impl Year {
    /// The year that ends today.
    pub fn ending(today: NaiveDate) -> Self {
        Self {
            first: earlier(today, 365),
            today,
        }
    }

    /// The moment at which the happenings end.
    pub fn end(self) -> DateTime<Utc> {
        self.today.and_time(NaiveTime::MIN).and_utc()
    }

    /// The moment before which nothing happens.
    pub fn beginning(self) -> DateTime<Utc> {
        earlier(self.first, BEFORE + 2).and_time(NaiveTime::MIN).and_utc()
    }

    /// So many days of the year, spread by the weights of the months, in chance order.
    fn days_of_requests(self, dice: &Dice, count: usize) -> Vec<NaiveDate> {
        let weights: Vec<(NaiveDate, f64)> = (0..365)
            .map(|day| later(self.first, day))
            .map(|day| {
                let month = usize::try_from(day.month0()).ok();
                (
                    day,
                    month.and_then(|month| MONTHS.get(month)).copied().unwrap_or(0.0),
                )
            })
            .collect();
        dice.deal(count, &weights)
    }
}

/// A case that the tour shows, or a stage that must occur.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    At(Stage),
    /// The draft is with the family, who have not answered and still have time.
    DraftWaiting,
    /// The young person's own draft is waiting.
    OwnDraft,
    /// The twenty weeks are over and the plan is not there.
    Overdue,
    /// The six weeks end within a week.
    DueSoon,
    /// The setting has been asked for advice and has not answered.
    SchoolAsked,
    /// The setting was closed in summer while it was asked.
    Closure,
    /// A request after a refusal.
    AskedAgain,
    /// A wrong date was corrected.
    Corrected,
}

const WISHES: &[Wish] = &[
    Wish::DraftWaiting,
    Wish::SchoolAsked,
    Wish::Overdue,
    Wish::OwnDraft,
    Wish::DueSoon,
    Wish::Closure,
    Wish::AskedAgain,
    Wish::Corrected,
    Wish::At(Stage::DecidingWhetherToAssess),
    Wish::At(Stage::NotAssessed),
    Wish::At(Stage::Assessing),
    Wish::At(Stage::PlanNotIssued),
    Wish::At(Stage::WritingDraft),
    Wish::At(Stage::DraftWithFamily),
    Wish::At(Stage::PlanIssued),
];

impl Wish {
    fn came_true(self, course: &Course, year: Year) -> bool {
        let end = year.end();
        let stage = course.stage_at(end);
        let waiting = || {
            stage == Some(Stage::DraftWithFamily)
                && !course.has_done(end, |step| *step == Step::Represent)
                && course.entries.iter().any(|entry| {
                    matches!(entry.step, Step::Serve(_)) && entry.at.date_naive() > earlier(year.today, 9)
                })
        };
        match self {
            Self::At(wished) => stage == Some(wished),
            Self::DraftWaiting | Self::OwnDraft => waiting(),
            Self::Overdue => {
                matches!(stage, Some(Stage::Assessing | Stage::WritingDraft))
                    && later(course.asked_on, 140) < year.today
            }
            Self::DueSoon => {
                let due = later(course.asked_on, 42);
                stage == Some(Stage::DecidingWhetherToAssess)
                    && later(year.today, 1) < due
                    && due < later(year.today, 8)
            }
            Self::SchoolAsked => {
                let education = AdviceKind::Education;
                stage == Some(Stage::Assessing)
                    && course.has_done(end, |step| *step == Step::AskAdvice(education))
                    && !course.has_done(
                        end,
                        |step| matches!(step, Step::HandIn { kind, .. } if *kind == education),
                    )
            }
            Self::Closure => course.has_done(end, |step| {
                matches!(
                    step,
                    Step::Except {
                        asked_on: Some(_),
                        ..
                    }
                )
            }),
            Self::AskedAgain => course.has_done(end, |step| {
                matches!(
                    step,
                    Step::AskAgain {
                        after_refusal: true,
                        ..
                    }
                )
            }),
            Self::Corrected => course.has_done(end, |step| matches!(step, Step::Correct { .. })),
        }
    }

    /// Whether it can come true for this child.
    fn suits(self, child: &Child, council: &Council) -> bool {
        let setting = child.setting.and_then(|place| council.settings.get(place));
        let signs_in = setting.is_some_and(|setting| setting.account.is_some());
        match self {
            Self::OwnDraft => child.own_account.is_some(),
            Self::Corrected => child.own_account.is_none() && child.asker == Asker::Parent,
            _ => child.own_account.is_none() && child.asker == Asker::School && signs_in,
        }
    }
}

/// A child with the course of the case; without one nobody has asked yet.
pub(super) struct Told {
    pub child: Child,
    pub course: Option<Course>,
}

/// How often a case is drawn anew until it is as it must be.
const TRIES: usize = 3000;

/// One in so many children of the year is on record without a request: somebody can make one in the demonstration.
const UNASKED: usize = 25;

/// Tells the year: the children, and what becomes of them.
pub(super) fn tell(
    tx: &mut WriteTx<'_>,
    chance: &Chance,
    dice: &Dice,
    council: &mut Council,
    year: Year,
    count: usize,
) -> Result<Vec<Told>, DemoError> {
    let within = count.saturating_mul(ASKED_WITHIN_THE_YEAR).div_ceil(100);
    let mut days = year.days_of_requests(dice, within);
    days.extend((within..count).map(|_| earlier(year.first, dice.whole(1, BEFORE))));
    let children = Nursery::new(tx, chance, dice, council).draw(&days)?;
    let mut wishes: Vec<Option<Wish>> = vec![None; count];
    for wish in WISHES {
        let suited = children
            .iter()
            .zip(&mut wishes)
            .find(|(child, slot)| slot.is_none() && wish.suits(child, council));
        if let Some((_, slot)) = suited {
            *slot = Some(*wish);
        }
    }
    let luck = lots(dice, within, count);
    let teller = Teller { dice, council, year };
    let told = children.into_iter().zip(days).zip(wishes).zip(luck).enumerate();
    let own_child = Told {
        child: child_of_the_tour(council, year),
        course: None,
    };
    let mut all: Vec<Told> = told
        .map(|(place, (((mut child, day), wish), luck))| {
            let course = match wish {
                Some(wish) => Some(teller.until(&child, day, None, |course| wish.came_true(course, year))),
                None if place >= within => Some(teller.until(&child, day, Some(luck), |course| {
                    course.asked_on < year.first
                        && course.ends_at().is_some_and(|at| at.date_naive() >= year.first)
                })),
                None if place % UNASKED == UNASKED - 1 => None,
                None => Some(teller.course(&child, day, luck)),
            };
            if let Some(course) = &course {
                child.asked_on = course.asked_on;
            }
            Told { child, course }
        })
        .collect();
    all.push(own_child);
    Ok(all)
}

/// The child for whom nobody has asked yet in the tour of the README.
fn child_of_the_tour(council: &Council, year: Year) -> Child {
    let (given, family) = TOUR_CHILD;
    let school = council
        .settings
        .iter()
        .position(|setting| setting.name == TOUR_SCHOOL);
    Child {
        given,
        family,
        male: true,
        // In the middle of primary school.
        born_on: earlier(year.today, 8 * 365 + 100),
        need: Need::Speech,
        upn: None,
        asked_on: year.today,
        asker: Asker::Parent,
        setting: school,
        named: school,
        area: TOUR_AREA,
        parents: vec![council.tour_parent.clone()],
        own_account: None,
        known: Known::default(),
    }
}

/// What is dealt to each child. Those who were waiting when the year began are the longer waits: by the times of the
/// published figures, a third as many of them are refused, half instead of 60 % have the plan in time, and fewer
/// have none issued.
fn lots(dice: &Dice, within: usize, count: usize) -> Vec<Luck> {
    let deal = |count, longer: f64| {
        let all = dice
            .spread(count)
            .into_iter()
            .zip(dice.spread(count))
            .zip(dice.spread(count));
        all.map(move |((refused, issued), in_time)| Luck {
            refused: refused * (1.0 + 2.0 * longer),
            issued: issued * (1.0 - 0.03 * longer),
            in_time: in_time * (1.0 + 0.2 * longer),
        })
    };
    deal(within, 0.0).chain(deal(count - within, 1.0)).collect()
}

struct Teller<'a> {
    dice: &'a Dice,
    council: &'a Council,
    year: Year,
}

impl Teller<'_> {
    /// The course of a child's case whose request comes in on a day.
    fn course(&self, child: &Child, day: NaiveDate, luck: Luck) -> Course {
        let setting = child.setting.and_then(|place| self.council.settings.get(place));
        let signs_in = setting.is_some_and(|setting| setting.account.is_some());
        let terms = Terms {
            asker: child.asker,
            asks_here: match child.asker {
                Asker::School => signs_in && self.dice.happens(0.9),
                Asker::Parent => self.dice.happens(0.6),
                Asker::YoungPerson => true,
                Asker::Attention => false,
            },
            has_setting: setting.is_some(),
            is_early_years: setting.is_some_and(|setting| setting.kind == Kind::EarlyYears),
            acts_for_self: child.own_account.is_some(),
            therapist: child.need.asks_therapist() || self.dice.happens(0.2),
            sensory: child.need.is_sensory(),
            for_adulthood: child.is_in_year_nine_or_later(day),
            luck,
        };
        let draw = Draw {
            dice: self.dice,
            calendar: Calendar::england_and_wales(),
            terms,
        };
        draw.course(day)
    }

    /// A course that is as it must be: drawn again and again, from another day and with other luck unless it is given.
    fn until(
        &self,
        child: &Child,
        day: NaiveDate,
        luck: Option<Luck>,
        right: impl Fn(&Course) -> bool,
    ) -> Course {
        let roll = || Luck {
            refused: self.dice.unit(),
            issued: self.dice.unit(),
            in_time: self.dice.unit(),
        };
        let mut course = self.course(child, day, luck.unwrap_or_else(roll));
        // Nobody asks for a child under two, nor acts for themself before the law lets them.
        let mut soonest = later(child.born_on, 2 * 366);
        if child.own_account.is_some() {
            soonest = soonest.max(child.young_person_from());
        }
        for _ in 0..TRIES {
            if right(&course) {
                break;
            }
            let day = earlier(self.year.today, self.dice.whole(1, 365 + BEFORE));
            if day >= soonest {
                course = self.course(child, day, luck.unwrap_or_else(roll));
            }
        }
        course
    }
}
