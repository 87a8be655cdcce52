//! The ladder of measures.

use super::*;
use crate::domain::codes::MeasureEnd;

fn imposing(measure: Measure) -> CommandKind {
    CommandKind::ImposeMeasure {
        measure,
        ends_on: None,
        withheld_percent: 0,
        skip_reason: String::new(),
        guardian_consents: false,
    }
}

fn skipping(measure: Measure, guardian_consents: bool) -> CommandKind {
    CommandKind::ImposeMeasure {
        measure,
        ends_on: None,
        withheld_percent: 0,
        skip_reason: "violence".to_owned(),
        guardian_consents,
    }
}

fn home() -> Stay {
    placed(1, &location(10, 5, 0, false))
}

fn with(stay: &Stay, kind: CommandKind, on: i8) -> Stay {
    let events = ordered(stay, kind, on, &env(None, &[])).unwrap();
    fold(Some(stay.clone()), &events)
}

#[test]
fn measures_go_up_one_step_at_a_time_unless_a_reason_is_given() {
    let at = location(10, 5, 0, false);
    let mut stay = home();
    for (n, measure) in Measure::ALL.iter().enumerate() {
        if let Some(above) = Measure::ALL.get(n + 1) {
            assert_eq!(refused(&stay, imposing(*above), &at, &[]), "STEP_SKIPPED");
        }
        stay = with(&stay, imposing(*measure), 5 + i8::try_from(n).unwrap());
        let held = stay.measure.unwrap();
        let area = matches!(measure, Measure::Htl | Measure::Pbl);
        assert_eq!((held.measure, held.area_order), (*measure, area));
    }
    // A lighter one later is no step up.
    assert_eq!(
        with(&stay, imposing(Measure::RovSanction), 20).measure(),
        Some(Measure::RovSanction)
    );
    assert_eq!(with(&home(), skipping(Measure::Pbl, false), 5).measure(), Some(Measure::Pbl));
}

#[test]
fn contra_indications_for_the_enforcement_location() {
    let at = location(10, 5, 0, false);
    let minor = |birth_year| born(birth_year, expected(2, true));
    let htl = |consents| skipping(Measure::Htl, consents);
    assert_eq!(refused(&minor(2010), htl(true), &at, &[]), "TOO_YOUNG");
    assert_eq!(refused(&minor(2009), htl(false), &at, &[]), "NO_CONSENT");
    assert!(ordered(&minor(2009), htl(true), 4, &env(None, &[])).is_ok(), "16, and Nidos consents");
    let child = born(2015, expected(3, false));
    let partner = expected(4, false);
    assert_eq!(refused(&home(), htl(false), &at, &[&child]), "SINGLE_PARENT");
    assert!(ordered(&home(), htl(false), 4, &env(None, &[&child, &partner])).is_ok());
    let needs = Needs { medical_care: true, ..Needs::default() };
    assert_eq!(refused(&Stay { needs, ..home() }, htl(false), &at, &[]), "MEDICAL_CARE");
}

#[test]
fn htl_lasts_at_most_13_weeks_and_ends_after_5_with_good_behaviour() {
    let stay = with(&home(), skipping(Measure::Htl, false), 5);
    assert_eq!(stay.measure.unwrap().ends_on, Some(Date::constant(2025, 6, 4)));
    let lift = |reason, on: Date| {
        let command = Command::new(stay.person.person_id, on, CommandKind::LiftMeasure { reason });
        let env = Env { today: Date::constant(2025, 12, 1), ..env(None, &[]) };
        decide(Some(&stay), &command, &env)
    };
    let good = MeasureEnd::GoodBehaviour;
    assert_eq!(lift(good, Date::constant(2025, 4, 8)).unwrap_err().reason, "TOO_EARLY");
    assert!(lift(good, Date::constant(2025, 4, 9)).is_ok());
    assert!(lift(MeasureEnd::Lifted, day(6)).is_ok(), "a court can at any time");
    assert_eq!(lift(MeasureEnd::Expired, day(30)).unwrap_err().reason, "WRONG_STATE");
    let longer = CommandKind::ImposeMeasure {
        measure: Measure::Htl,
        ends_on: Some(Date::constant(2025, 6, 5)),
        withheld_percent: 0,
        skip_reason: "violence".to_owned(),
        guardian_consents: false,
    };
    let too_long = ordered(&home(), longer, 5, &env(None, &[]));
    assert_eq!(too_long.unwrap_err().reason, "TOO_LONG");
}

#[test]
fn the_sweep_ends_a_measure_after_its_last_day() {
    let stay = with(&home(), skipping(Measure::TimeOut, false), 5);
    assert_eq!(stay.measure.unwrap().ends_on, Some(day(19)), "two weeks");
    assert!(due(&stay, day(19), policy()).is_empty());
    let events = due(&stay, day(20), policy());
    let lifted =
        EventKind::MeasureLifted { measure: Measure::TimeOut, reason: MeasureEnd::Expired };
    assert_eq!(events[0].kind, lifted);
    let stay = fold(Some(stay), &events);
    assert_eq!((stay.measure(), stay.heaviest_measure), (None, Some(Measure::TimeOut)));
    assert!(stay.is_active(), "the place stays");
}

#[test]
fn a_decent_minimum_stays_whatever_is_imposed() {
    assert!(!decent_minimum().contains(&Provision::Allowance));
    let withhold = |measure, withheld_percent| CommandKind::ImposeMeasure {
        measure,
        ends_on: None,
        withheld_percent,
        skip_reason: "violence".to_owned(),
        guardian_consents: false,
    };
    for measure in Measure::ALL {
        let stay = with(&home(), withhold(*measure, 0), 5);
        assert!(stay.takes_place() && stay.right.until.is_none(), "{measure}");
    }
    assert!(ordered(&home(), withhold(Measure::RovSanction, 100), 5, &env(None, &[])).is_ok());
    let at = location(10, 5, 0, false);
    for (measure, percent) in
        [(Measure::RovSanction, 101), (Measure::RovSanction, -1), (Measure::HouseRules, 50)]
    {
        assert_eq!(refused(&home(), withhold(measure, percent), &at, &[]), "DECENT_MINIMUM");
    }
}

#[test]
fn only_who_has_the_measure_moves_to_its_location_and_alone() {
    let htl = of_kind(LocationType::Htl, 20, 50, 0);
    let sister = placed(3, &location(10, 5, 0, false));
    let move_there = || moving(&htl, MoveReason::Measure);
    assert_eq!(refused(&home(), move_there(), &htl, &[&sister]), "WRONG_TYPE");
    let stay = with(&home(), skipping(Measure::Htl, false), 4);
    let events = ordered(&stay, move_there(), 5, &env(Some(&htl), &[&sister])).unwrap();
    assert_eq!(events.len(), 1);
}
