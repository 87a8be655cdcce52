//! The picture of the chain: where every subject stands, and what moved it.
//!
//! A subject (a case, a stay, a household, a location) stands in one stage or nowhere. An event moves it;
//! the move is minus one where it stood and plus one where it goes, on the day it happened. So a stock is
//! the sum of its moves (PR-1), on any date, and as known on any date.

use jiff::ToSpan as _;
use kernel::{AgeBand, Date};

use crate::domain::names::{Counted, Measure, Stage};

/// The first day that the picture knows.
const FIRST_DAY: Date = Date::constant(1990, 1, 1);

/// Group of things that are no persons.
pub const ALL: &str = "all";

/// Where a subject stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The subject in its source's log; a part after `#` is a second stage of the same subject.
    pub subject: String,
    /// The stage; empty when it stands nowhere.
    pub stage: String,
    /// Nationality, or [`ALL`].
    pub grp: String,
    /// Age band on the day of the last move; empty where there are no persons.
    pub age_band: String,
    /// Persons, or places of a location.
    pub persons: i64,
    /// Kind of application, which later events of the same case do not repeat; empty otherwise.
    pub kind: String,
}

/// Who moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// Nationality.
    pub group: String,
    /// Age band on the day.
    pub age_band: AgeBand,
}

/// Where a subject goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// It stays where it is; its number of persons may change.
    Stays,
    /// It leaves the chain.
    Leaves,
    /// Into a stage.
    Enters(Stage),
    /// Into a stage, unless it is only expected in the chain's reception so far.
    Becomes(Stage),
    /// Among the cases of its kind that wait for a decision.
    Waits,
}

/// What an event does to one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The subject.
    pub subject: String,
    /// Where it goes.
    pub to: To,
    /// Who moves; `None` leaves it as it was.
    pub who: Option<Who>,
    /// New number of persons or places; `None` leaves it as it was (1 at first).
    pub persons: Option<i64>,
    /// Kind; `None` leaves it as it was.
    pub kind: Option<&'static str>,
}

impl Change {
    /// `subject` goes `to`.
    pub fn new(subject: impl Into<String>, to: To) -> Self {
        Self { subject: subject.into(), to, who: None, persons: None, kind: None }
    }

    /// Names who moves.
    pub fn of(mut self, who: &Who) -> Self {
        self.who = Some(who.clone());
        self
    }

    /// Sets the number of persons or places.
    pub fn counting(mut self, persons: i64) -> Self {
        self.persons = Some(persons);
        self
    }

    /// Sets the kind.
    pub fn of_kind(mut self, kind: &'static str) -> Self {
        self.kind = Some(kind);
        self
    }
}

/// A fact that is counted in the month in which it happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// What it counts.
    pub measure: Counted,
    /// Of whom; `None` where there are no persons.
    pub who: Option<Who>,
    /// How many; negative for a correction.
    pub count: i64,
    /// The day on which it counts; a correction counts on the day of what it corrects.
    pub on: Date,
}

/// What one event does to the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fold {
    /// Name of the service that recorded it.
    pub source: &'static str,
    /// When it happened.
    pub on: Date,
    /// When its source recorded it.
    pub recorded_on: Date,
    /// Moves.
    pub changes: Vec<Change>,
    /// Counts.
    pub flows: Vec<Flow>,
}

impl Fold {
    /// An event without effect yet.
    pub fn new(source: &'static str, on: Date, recorded_on: Date) -> Self {
        Self {
            source,
            on,
            recorded_on,
            changes: Vec::with_capacity(2),
            flows: Vec::with_capacity(1),
        }
    }

    /// Whether every day of it can be: from 1990 to a year after it was recorded.
    ///
    /// A log may hold older events at dates that the border takes no more. They would open months that never were.
    pub fn is_in_time(&self) -> bool {
        // Unset: the last day that a date can be.
        let last = self.recorded_on.checked_add(1.year()).unwrap_or(Date::MAX);
        let can = |day: Date| (FIRST_DAY..=last).contains(&day);
        can(self.on) && self.flows.iter().all(|flow| can(flow.on))
    }

    /// Adds a move.
    pub fn change(mut self, change: Change) -> Self {
        self.changes.push(change);
        self
    }

    /// Adds a count of one person.
    pub fn flow(self, measure: Measure, who: &Who) -> Self {
        self.count(measure, Some(who), 1)
    }

    /// Counts for another person what counted on a day.
    pub fn recount(self, measure: Measure, before: &Who, now: &Who, on: Date) -> Self {
        let mut fold = self.uncount(measure, before, on);
        let measure = measure.into();
        fold.flows.push(Flow { measure, who: Some(now.clone()), count: 1, on });
        fold
    }

    /// Adds a count.
    pub fn count(mut self, measure: impl Into<Counted>, who: Option<&Who>, count: i64) -> Self {
        let on = self.on;
        self.flows.push(Flow { measure: measure.into(), who: who.cloned(), count, on });
        self
    }

    /// Takes back what counted on another day.
    pub fn uncount(mut self, measure: Measure, who: &Who, on: Date) -> Self {
        let (measure, who) = (measure.into(), Some(who.clone()));
        self.flows.push(Flow { measure, who, count: -1, on });
        self
    }
}

kernel::codes! {
    /// What a tally sums.
    pub enum Series {
        /// Moves into and out of a stage.
        Stock = "STOCK",
        /// Facts of a measure.
        Flow = "FLOW",
    }
}

/// A sum of one day, as recorded on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// All of the below but the amount.
    pub tally_id: String,
    /// What it sums.
    pub series: Series,
    /// Stage or measure.
    pub name: String,
    /// Nationality, or [`ALL`].
    pub grp: String,
    /// Age band; empty where there are no persons.
    pub age_band: String,
    /// The day on which it happened.
    pub occurred_on: Date,
    /// The day on which its source recorded it.
    pub recorded_on: Date,
    /// The sum.
    pub amount: i64,
}

impl Tally {
    fn new(series: Series, name: &str, group: (&str, &str), fold: &Fold, amount: i64) -> Self {
        let (grp, age_band) = group;
        let (on, recorded) = (fold.on, fold.recorded_on);
        Self {
            tally_id: format!("{series}/{name}/{grp}/{age_band}/{on}/{recorded}"),
            series,
            name: name.to_owned(),
            grp: grp.to_owned(),
            age_band: age_band.to_owned(),
            occurred_on: on,
            recorded_on: recorded,
            amount,
        }
    }
}

/// The place of a subject after a change, and the sums that change with it.
pub fn apply(before: Option<&Place>, change: &Change, fold: &Fold) -> (Place, Vec<Tally>) {
    let mut place = before.cloned().unwrap_or_else(|| Place {
        subject: change.subject.clone(),
        stage: String::new(),
        grp: ALL.to_owned(),
        age_band: String::new(),
        persons: 1,
        kind: String::new(),
    });
    if let Some(who) = &change.who {
        place.grp.clone_from(&who.group);
        who.age_band.code().clone_into(&mut place.age_band);
    }
    if let Some(persons) = change.persons {
        place.persons = persons;
    }
    if let Some(kind) = change.kind {
        kind.clone_into(&mut place.kind);
    }
    match change.to {
        To::Stays => {}
        To::Leaves => place.stage.clear(),
        To::Becomes(_) if place.stage == Stage::Expected.code() => {}
        To::Enters(stage) | To::Becomes(stage) => stage.code().clone_into(&mut place.stage),
        To::Waits => Stage::pending(&place.kind).code().clone_into(&mut place.stage),
    }
    let mut tallies = Vec::with_capacity(2);
    if before != Some(&place) {
        let moved = |place: &Place, sign: i64| {
            let group = (place.grp.as_str(), place.age_band.as_str());
            Tally::new(Series::Stock, &place.stage, group, fold, sign * place.persons)
        };
        tallies.extend(before.filter(|b| !b.stage.is_empty()).map(|before| moved(before, -1)));
        if !place.stage.is_empty() {
            tallies.push(moved(&place, 1));
        }
    }
    (place, tallies)
}

/// The sums of an event's counts.
pub fn counts(fold: &Fold) -> impl Iterator<Item = Tally> + '_ {
    fold.flows.iter().map(|flow| {
        let group = flow.who.as_ref().map_or((ALL, ""), |w| (w.group.as_str(), w.age_band.code()));
        let fold = Fold::new(fold.source, flow.on, fold.recorded_on);
        Tally::new(Series::Flow, &flow.measure.to_string(), group, &fold, flow.count)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn who(group: &str) -> Who {
        Who { group: group.to_owned(), age_band: AgeBand::Adult }
    }

    fn fold(day: i8) -> Fold {
        Fold::new("intake", Date::constant(2025, 1, day), Date::constant(2025, 1, day))
    }

    #[test]
    fn a_move_leaves_one_stage_and_enters_the_other() {
        let made = Change::new("asielaanvraag/1", To::Waits).of(&who("SYR")).of_kind("first");
        let (place, tallies) = apply(None, &made, &fold(1));
        assert_eq!((tallies.len(), tallies[0].amount), (1, 1));
        assert_eq!(place.stage, "ind.pending.first");
        let (place, tallies) = apply(
            Some(&place),
            &Change::new("asielaanvraag/1", To::Enters(Stage::Appeal)),
            &fold(2),
        );
        let moves: Vec<_> = tallies.iter().map(|t| (t.name.as_str(), t.amount)).collect();
        assert_eq!(moves, [("ind.pending.first", -1), ("ind.appeal", 1)]);
        // The kind is remembered for the way back.
        let back = Change::new("asielaanvraag/1", To::Waits);
        assert_eq!(apply(Some(&place), &back, &fold(3)).0.stage, "ind.pending.first");
    }

    #[test]
    fn the_same_again_moves_nothing() {
        let change = Change::new("l", To::Enters(Stage::CapacityRegular)).counting(300);
        let (place, first) = apply(None, &change, &fold(1));
        assert_eq!(first[0].amount, 300);
        assert!(apply(Some(&place), &change, &fold(2)).1.is_empty());
        let (_, more) = apply(Some(&place), &change.counting(350), &fold(2));
        assert_eq!(more.iter().map(|t| t.amount).sum::<i64>(), 50);
    }

    proptest! {
        /// PR-1: whatever happens, the sum of all moves is what stands somewhere.
        #[test]
        fn stocks_follow_from_moves(steps in prop::collection::vec((0_u8..5, 1_i64..9), 0..40)) {
            let (mut place, mut sum): (Option<Place>, i64) = (None, 0);
            for (n, (step, persons)) in steps.into_iter().enumerate() {
                let to = match step {
                    0 => To::Leaves,
                    1 => To::Enters(Stage::Appeal),
                    2 => To::Enters(Stage::Nareis),
                    3 => To::Waits,
                    _ => To::Stays,
                };
                let change = Change::new("x", to).of(&who(if n % 2 == 0 { "SYR" } else { "ERI" })).counting(persons);
                let (next, tallies) = apply(place.as_ref(), &change, &fold(1 + i8::try_from(n % 28).unwrap()));
                sum += tallies.iter().map(|t| t.amount).sum::<i64>();
                let standing = if next.stage.is_empty() { 0 } else { next.persons };
                prop_assert_eq!(sum, standing);
                place = Some(next);
            }
        }
    }
}
