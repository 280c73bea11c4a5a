//! The children and their families, drawn in the published proportions.

use super::{
    DemoError, Dice,
    council::{Council, Person, Phase, adult_name},
    figures::{AGES, ASKERS, Asker, BEFORE_AT_SCHOOL, Kind, MALE, NAMED_AT_SCHOOL, NEEDS},
    names,
    needs::Need,
    texts::About,
};
use chrono::{Datelike, Days, NaiveDate};
use ehcp_access::Role;
use ehcp_assessment::AdviceKind;
use ehcp_calendar::{
    enters_year_group_in, school_year_of, school_year_starts, subtract_months_clamped, young_person_from,
};
use ehcp_case::{AdviceRequestId, CaseId, ChildId, PlanId, Upn};
use ehcp_casework::Chance;
use ehcp_store::WriteTx;

/// A child of the demonstration council, with what is known of the case as the year goes by.
#[derive(Debug, Clone)]
pub(super) struct Child {
    pub given: &'static str,
    pub family: &'static str,
    pub male: bool,
    pub born_on: NaiveDate,
    pub need: Need,
    pub upn: Option<Upn>,
    /// The day on which somebody asks.
    pub asked_on: NaiveDate,
    pub asker: Asker,
    /// Where the child is before a plan; the place in the list of settings.
    pub setting: Option<usize>,
    /// What the plan will name.
    pub named: Option<usize>,
    /// The area team, by its place.
    pub area: usize,
    pub parents: Vec<Person>,
    /// The account of a young person who acts for themself.
    pub own_account: Option<Person>,
    pub known: Known,
}

/// What has come to be.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    pub child: Option<ChildId>,
    pub case: Option<CaseId>,
    /// The named officer.
    pub officer: Option<Person>,
    /// The team of the case, by its place.
    pub team: usize,
    pub acts_for_self: bool,
    pub advice: Vec<(AdviceKind, AdviceRequestId)>,
    pub draft: Option<PlanId>,
}

impl Child {
    /// The day on which the rights pass to the young person.
    pub fn young_person_from(&self) -> NaiveDate {
        young_person_from(self.born_on)
    }

    /// Whether advice on preparing for adulthood is asked for: from Year 9 (reg 6(1)(g)).
    pub fn is_in_year_nine_or_later(&self, day: NaiveDate) -> bool {
        school_year_of(day) >= enters_year_group_in(self.born_on, 9)
    }

    /// The child as texts know them.
    pub fn about(&self, council: &Council) -> About {
        let setting = self.setting.and_then(|place| council.settings.get(place));
        About {
            name: self.given.to_owned(),
            male: self.male,
            need: self.need,
            setting: setting.map_or("the setting", |setting| setting.name).to_owned(),
        }
    }
}

/// The phase that a child of a date of birth is in on a day.
pub(super) fn phase_on(born_on: NaiveDate, day: NaiveDate) -> Phase {
    let year = school_year_of(day);
    if year >= enters_year_group_in(born_on, 12) {
        Phase::Post16
    } else if year >= enters_year_group_in(born_on, 7) {
        Phase::Secondary
    } else if year >= enters_year_group_in(born_on, 0) {
        Phase::Primary
    } else {
        Phase::Early
    }
}

/// Draws the children of requests that come in on these days.
pub(super) struct Nursery<'a, 'tx> {
    pub tx: &'a mut WriteTx<'tx>,
    pub chance: &'a Chance,
    pub dice: &'a Dice,
    pub council: &'a mut Council,
    /// Serial numbers of pupils, by setting.
    serial: u32,
    /// The family of the child before, for brothers and sisters.
    before: Option<(&'static str, usize, Vec<Person>)>,
}

/// What is drawn beforehand, so that the proportions come out.
struct Dealt {
    ages: Vec<u32>,
    needs: Vec<Need>,
    male: Vec<bool>,
    askers: Vec<Asker>,
    before: Vec<Kind>,
    named: Vec<Kind>,
}

impl<'a, 'tx> Nursery<'a, 'tx> {
    pub fn new(
        tx: &'a mut WriteTx<'tx>,
        chance: &'a Chance,
        dice: &'a Dice,
        council: &'a mut Council,
    ) -> Self {
        Self {
            tx,
            chance,
            dice,
            council,
            serial: 0,
            before: None,
        }
    }

    /// One child for each day.
    pub fn draw(mut self, days: &[NaiveDate]) -> Result<Vec<Child>, DemoError> {
        let count = days.len();
        let dealt = Dealt {
            ages: self.dice.deal(count, AGES),
            needs: self.dice.deal(count, NEEDS),
            male: self.dice.deal(count, &[(true, MALE), (false, 1.0 - MALE)]),
            askers: self.dice.deal(count, ASKERS),
            before: self.dice.deal(count, BEFORE_AT_SCHOOL),
            named: self.dice.deal(count, NAMED_AT_SCHOOL),
        };
        days.iter()
            .enumerate()
            .map(|(place, day)| self.child(*day, &dealt, place))
            .collect()
    }

    fn child(&mut self, day: NaiveDate, dealt: &Dealt, place: usize) -> Result<Child, DemoError> {
        let of = DemoError::Missing("a proportion");
        let (Some(age), Some(need), Some(male), Some(asker), Some(before), Some(named)) = (
            dealt.ages.get(place).copied(),
            dealt.needs.get(place).copied(),
            dealt.male.get(place).copied(),
            dealt.askers.get(place).copied(),
            dealt.before.get(place).copied(),
            dealt.named.get(place).copied(),
        ) else {
            return Err(of);
        };
        // Only somebody over compulsory school age asks for themself.
        let age = if asker == Asker::YoungPerson {
            age.max(17 + age % 3)
        } else {
            age
        };
        let born_on = self.birth(day, age);
        let phase = phase_on(born_on, day);
        let (family, area, parents) = self.family()?;
        let setting = self.setting(place_before(before, phase), phase, area, asker);
        let named = self.setting(place_named(named, phase), phase, area, Asker::School);
        let given = self.dice.text(if male { names::BOYS } else { names::GIRLS });
        let acts =
            young_person_from(born_on) <= day && (asker == Asker::YoungPerson || self.dice.happens(0.6));
        let own_account = if acts {
            let name = format!("{given} {family}");
            Some(
                self.council
                    .open_account(self.tx, self.chance, name, Role::YoungPerson)?,
            )
        } else {
            None
        };
        Ok(Child {
            given,
            family,
            male,
            born_on,
            need,
            asked_on: day,
            upn: self.pupil_number(setting, phase, born_on)?,
            asker,
            setting,
            named,
            area,
            parents,
            own_account,
            known: Known {
                team: super::council::AREAS,
                ..Known::default()
            },
        })
    }

    /// Some day on which somebody was born who has this age on a day.
    fn birth(&self, day: NaiveDate, age: u32) -> NaiveDate {
        let birthday = subtract_months_clamped(day, age * 12);
        let earlier = u64::try_from(self.dice.whole(0, 364)).unwrap_or(0);
        birthday.checked_sub_days(Days::new(earlier)).unwrap_or(birthday)
    }

    /// The family name, area and parents: now and then those of the child before, for brothers and sisters.
    fn family(&mut self) -> Result<(&'static str, usize, Vec<Person>), DemoError> {
        if let Some(siblings) = self.before.take()
            && self.dice.happens(0.08)
        {
            return Ok(siblings);
        }
        let family = self.dice.text(names::FAMILIES);
        let area = usize::try_from(self.dice.whole(0, 3)).unwrap_or(0);
        let mut parents = Vec::new();
        for _ in 0..if self.dice.happens(0.35) { 2 } else { 1 } {
            let other_name = self.dice.happens(0.12);
            let name = adult_name(self.dice, Some(family).filter(|_| !other_name));
            parents.push(
                self.council
                    .open_account(self.tx, self.chance, name, Role::Parent)?,
            );
        }
        self.before = Some((family, area, parents.clone()));
        Ok((family, area, parents))
    }

    /// A setting of this kind, near where the child lives if there is one.
    fn setting(&self, kind: Option<Kind>, phase: Phase, area: usize, asker: Asker) -> Option<usize> {
        let kind = match kind {
            Some(kind) => kind,
            // A school can ask only for a child who is at one.
            None if asker == Asker::School => Kind::EarlyYears,
            None => return None,
        };
        let all = self.council.settings_for(kind, phase);
        let near: Vec<_> = all
            .iter()
            .copied()
            .filter(|place| {
                self.council
                    .settings
                    .get(*place)
                    .is_some_and(|setting| setting.area == area)
            })
            .collect();
        let (few, many) = (self.dice.one_of(&near).copied(), self.dice.one_of(&all).copied());
        few.filter(|_| self.dice.happens(0.9)).or(many)
    }

    /// A unique pupil number on the number of an invented school; children below school age have none.
    fn pupil_number(
        &mut self,
        setting: Option<usize>,
        phase: Phase,
        born_on: NaiveDate,
    ) -> Result<Option<Upn>, DemoError> {
        let Some(setting) = setting.and_then(|place| self.council.settings.get(place)) else {
            return Ok(None);
        };
        if phase == Phase::Early {
            return Ok(None);
        }
        self.serial += 1;
        let digits = format!(
            "990{:04}{:02}{:03}",
            setting.number,
            enters_year_group_in(born_on, 0).rem_euclid(100),
            self.serial % 1000
        );
        let letter = Upn::check_letter(&digits).ok_or(DemoError::Missing("a check letter"))?;
        format!("{letter}{digits}")
            .parse()
            .map(Some)
            .map_err(|_| DemoError::Missing("a pupil number"))
    }
}

/// The kind of setting before a plan, by age; none for a child at home.
fn place_before(at_school: Kind, phase: Phase) -> Option<Kind> {
    match (phase, at_school) {
        (Phase::Early, Kind::Mainstream) => Some(Kind::EarlyYears),
        (Phase::Early, _) => None,
        (Phase::Post16, _) => Some(Kind::FurtherEducation),
        (Phase::Primary, Kind::Alternative) => Some(Kind::Mainstream),
        (_, kind) => Some(kind),
    }
}

/// The kind of setting that a plan names, by age.
fn place_named(at_school: Kind, phase: Phase) -> Option<Kind> {
    match (phase, at_school) {
        (Phase::Post16, Kind::Special) => Some(Kind::Special),
        (Phase::Post16, _) => Some(Kind::FurtherEducation),
        (Phase::Early, Kind::Special) => Some(Kind::Special),
        (Phase::Early, _) => Some(Kind::EarlyYears),
        (Phase::Primary, Kind::Alternative) => Some(Kind::Mainstream),
        (_, kind) => Some(kind),
    }
}

/// The first day of the school year in which a child came to the setting where they were when somebody asked.
pub(super) fn enrolled_from(child: &Child) -> NaiveDate {
    let day = child.asked_on;
    let phase_began = match phase_on(child.born_on, day) {
        Phase::Early => child.born_on.year() + 2,
        Phase::Primary => enters_year_group_in(child.born_on, 0),
        Phase::Secondary => enters_year_group_in(child.born_on, 7),
        Phase::Post16 => enters_year_group_in(child.born_on, 12),
    };
    school_year_starts(phase_began.min(school_year_of(day)))
}
