//! A stay as the row of its table, which is also the shape of its message.

use kernel::{CaseId, Date, HouseholdId, LocationId, Nationality, Person, PersonId, Sex};

use crate::domain::codes::*;
use crate::domain::needs::Needs;
use crate::domain::right::{Right, usual};
use crate::domain::stay::{InForce, Phase, Place, Stay};

/// The columns of a stay; what each means stands with the message of the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StayRow {
    pub(crate) person_id: PersonId,
    pub(crate) case_id: Option<CaseId>,
    pub(crate) household_id: HouseholdId,
    pub(crate) nationality: Nationality,
    pub(crate) birth_year: i16,
    pub(crate) sex: Sex,
    pub(crate) unaccompanied_minor: bool,
    pub(crate) state: StayState,
    pub(crate) category: Category,
    pub(crate) location_id: Option<LocationId>,
    pub(crate) stay_no: i32,
    pub(crate) expected_on: Date,
    pub(crate) placed_on: Option<Date>,
    pub(crate) right_ends_on: Option<Date>,
    pub(crate) ended_on: Option<Date>,
    pub(crate) end_reason: Option<EndReason>,
    pub(crate) moves: i32,
    pub(crate) version: i64,
    pub(crate) entry: Option<EntryReason>,
    pub(crate) ground: Option<RightGround>,
    pub(crate) moratorium: bool,
    pub(crate) category_since: Option<Date>,
    pub(crate) place_until: Option<Date>,
    pub(crate) unplaced: bool,
    pub(crate) needs: Needs,
    pub(crate) measure: Option<Measure>,
    pub(crate) measure_ends_on: Option<Date>,
    pub(crate) measure_since: Option<Date>,
    pub(crate) heaviest_measure: Option<Measure>,
    pub(crate) area_order: bool,
    pub(crate) absent_on: Option<Date>,
    pub(crate) fact_on: Option<Date>,
}

db::table!(StayRow in "stay" by person_id: PersonId {
    person_id, case_id, household_id, nationality, birth_year, sex, unaccompanied_minor, state, category, location_id, stay_no, expected_on, placed_on, right_ends_on, ended_on, end_reason, moves, version,
    entry, ground, moratorium, category_since, place_until, unplaced, needs, measure, measure_ends_on, measure_since, heaviest_measure, area_order, absent_on, fact_on,
});

db::stored_as!(Stay as StayRow, |stay| stay.person.person_id);

impl From<&Stay> for StayRow {
    fn from(stay: &Stay) -> Self {
        let Person { person_id, household_id, nationality, birth_year, sex, unaccompanied_minor } =
            stay.person;
        let (place, measure) = (stay.place(), stay.measure);
        let (absent_on, ended_on) = match stay.phase {
            Phase::Absent { since, .. } => (Some(since), None),
            Phase::Ended { on, .. } => (None, Some(on)),
            Phase::Expected | Phase::Placed(_) => (None, None),
        };
        Self {
            person_id,
            case_id: stay.case_id,
            household_id,
            nationality,
            birth_year,
            sex,
            unaccompanied_minor,
            state: stay.state(),
            category: stay.category,
            location_id: stay.location_id(),
            stay_no: stay.stay_no,
            expected_on: stay.expected_on,
            placed_on: place.map(|place| place.since),
            right_ends_on: stay.right.until,
            ended_on,
            end_reason: stay.end_reason(),
            moves: stay.moves,
            version: stay.version,
            entry: stay.entry,
            ground: Some(stay.right.ground),
            moratorium: stay.moratorium,
            category_since: Some(stay.category_since),
            place_until: place.and_then(|place| place.until),
            unplaced: stay.unplaced,
            needs: stay.needs,
            measure: stay.measure(),
            measure_ends_on: measure.and_then(|measure| measure.ends_on),
            measure_since: measure.map(|measure| measure.since),
            heaviest_measure: stay.heaviest_measure,
            area_order: measure.is_some_and(|measure| measure.area_order),
            absent_on,
            fact_on: stay.fact_on,
        }
    }
}

impl TryFrom<StayRow> for Stay {
    type Error = String;

    /// Whatever is in a column must come back out of the stay: what does not has no place beside the others.
    fn try_from(row: StayRow) -> Result<Self, String> {
        // Who takes a stay over need not tell these two, and they follow from the rest.
        let ground = row.ground.unwrap_or_else(|| usual(row.category));
        let category_since = row.category_since.unwrap_or(row.expected_on);
        let stay = Self {
            person: Person {
                person_id: row.person_id,
                household_id: row.household_id,
                nationality: row.nationality,
                birth_year: row.birth_year,
                sex: row.sex,
                unaccompanied_minor: row.unaccompanied_minor,
            },
            case_id: row.case_id,
            stay_no: row.stay_no,
            entry: row.entry,
            expected_on: row.expected_on,
            phase: row.phase()?,
            category: row.category,
            category_since,
            right: Right { until: row.right_ends_on, ground },
            moratorium: row.moratorium,
            moves: row.moves,
            unplaced: row.unplaced,
            needs: row.needs,
            measure: row.measure.zip(row.measure_since).map(|(measure, since)| InForce {
                measure,
                since,
                ends_on: row.measure_ends_on,
                area_order: row.area_order,
            }),
            heaviest_measure: row.heaviest_measure,
            version: row.version,
            fact_on: row.fact_on,
        };
        match row.lost_in(&stay) {
            Some(column) => {
                Err(format!("{column} does not go with the others; the state is {}", row.state))
            }
            None => Ok(stay),
        }
    }
}

impl StayRow {
    fn phase(&self) -> Result<Phase, String> {
        use StayState as S;
        let needs = |what| format!("{} goes with {what}", self.state);
        let last = self.location_id.zip(self.placed_on).map(|(location_id, since)| Place {
            location_id,
            since,
            until: self.place_until,
        });
        let place = || last.ok_or_else(|| needs("location_id and placed_on"));
        Ok(match self.state {
            S::Expected => Phase::Expected,
            S::Placed => Phase::Placed(place()?),
            S::Absent => Phase::Absent {
                place: place()?,
                since: self.absent_on.ok_or_else(|| needs("absent_on"))?,
            },
            S::Ended => Phase::Ended {
                on: self.ended_on.ok_or_else(|| needs("ended_on"))?,
                reason: self.end_reason.ok_or_else(|| needs("end_reason"))?,
                last,
            },
        })
    }

    /// The first column whose value is not the one of the stay.
    fn lost_in(&self, stay: &Stay) -> Option<&'static str> {
        use db::TableRow as _;
        let kept = Self::from(stay);
        let told =
            Self { ground: kept.ground, category_since: kept.category_since, ..self.clone() };
        if told == kept {
            return None;
        }
        let mut values = Self::COLUMNS.iter().zip(told.values().into_iter().zip(kept.values()));
        values.find_map(|(column, (told, kept))| (told != kept).then_some(*column))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::stay::tests::sequence::{states, steps};

    proptest! {
        #[test]
        fn every_state_of_a_stay_is_its_row(steps in steps()) {
            for stay in states(steps) {
                let row = StayRow::from(&stay);
                let read = Stay::try_from(row.clone());
                prop_assert_eq!(read.as_ref(), Ok(&stay));
                prop_assert_eq!(read.as_ref().map(StayRow::from), Ok(row));
            }
        }
    }

    /// Somebody who lives in a location.
    fn placed() -> StayRow {
        let on = Date::constant(2025, 3, 1);
        StayRow {
            person_id: PersonId::from_u128(1),
            case_id: None,
            household_id: HouseholdId::from_u128(2),
            nationality: Nationality::new(b"SYR"),
            birth_year: 1990,
            sex: Sex::Female,
            unaccompanied_minor: false,
            state: StayState::Placed,
            category: Category::Rejected,
            location_id: Some(kernel::LocationId::from_u128(3)),
            stay_no: 1,
            expected_on: on,
            placed_on: Some(on),
            right_ends_on: None,
            ended_on: None,
            end_reason: None,
            moves: 0,
            version: 1,
            entry: None,
            ground: None,
            moratorium: false,
            category_since: None,
            place_until: None,
            unplaced: false,
            needs: Needs::default(),
            measure: None,
            measure_ends_on: None,
            measure_since: None,
            heaviest_measure: None,
            area_order: false,
            absent_on: None,
            fact_on: None,
        }
    }

    #[test]
    fn columns_that_do_not_go_together_are_named() {
        let on = Some(Date::constant(2025, 3, 2));
        let state = |state| StayRow { state, ..placed() };
        use StayState as S;
        for (row, named) in [
            (StayRow { location_id: None, ..placed() }, "PLACED goes with location_id"),
            (state(S::Expected), "location_id"),
            (state(S::Absent), "ABSENT goes with absent_on"),
            (state(S::Ended), "ENDED goes with ended_on"),
            (StayRow { ended_on: on, ..state(S::Ended) }, "ENDED goes with end_reason"),
            (StayRow { ended_on: on, ..placed() }, "ended_on"),
            (StayRow { absent_on: on, ..placed() }, "absent_on"),
            (StayRow { measure: Some(Measure::Htl), ..placed() }, "measure"),
            (StayRow { measure_ends_on: on, ..placed() }, "measure_ends_on"),
            (StayRow { area_order: true, ..placed() }, "area_order"),
        ] {
            let error = Stay::try_from(row).unwrap_err();
            assert!(error.contains(named), "{error:?} names {named:?}");
        }
    }

    #[test]
    fn a_stay_that_is_taken_over_need_not_tell_what_follows() {
        let stay = Stay::try_from(placed()).unwrap();
        assert_eq!(stay.right.ground, RightGround::DepartureTerm);
        assert_eq!(stay.category_since, stay.expected_on);
    }
}
