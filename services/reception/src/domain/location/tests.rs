//! Given a location, when a command comes, then this event or this refusal follows.

use proptest::prelude::*;

use super::*;

fn day(n: i8) -> Date {
    Date::constant(2025, 9, n)
}

fn env() -> Env<'static> {
    Env { today: day(28), policy: law::sept_2025() }
}

fn opening(kind: LocationType, places: i32) -> Opening {
    let small_because = "a test".to_owned();
    Opening {
        kind,
        places,
        convertible: true,
        small_because,
        ..taken_over(&blank(LocationId::from_u128(0)))
    }
}

fn open(kind: LocationType, places: i32) -> CommandKind {
    CommandKind::OpenLocation(Box::new(opening(kind, places)))
}

fn plan(places: i32) -> CommandKind {
    CommandKind::PlanLocation {
        name: "Azc".to_owned(),
        kind: LocationType::Azc,
        municipality: Municipality::new(14),
        emergency: false,
        places,
        minors_only: false,
        opens_on: Some(day(20)),
    }
}

fn capacity(places: i32, unavailable: i32) -> CommandKind {
    let unavailable_reason = "repairs".to_owned();
    CommandKind::ChangeCapacity { places, contract_ends_on: None, unavailable, unavailable_reason }
}

fn command(kind: CommandKind, on: i8) -> Command<LocationId, CommandKind> {
    Command::new(LocationId::from_u128(0), day(on), kind)
}

/// Carries out commands, one on each day.
fn after(actions: Vec<CommandKind>) -> Location {
    let mut state = None;
    for (n, kind) in actions.into_iter().enumerate() {
        let events =
            decide(state.as_ref(), &command(kind, i8::try_from(n).unwrap() + 1), &env()).unwrap();
        for event in &events {
            state = Some(evolve(state, event));
        }
    }
    state.unwrap()
}

#[track_caller]
fn refused(state: Option<&Location>, kind: CommandKind) -> kernel::Reason {
    decide(state, &command(kind, 20), &env()).unwrap_err().reason
}

#[test]
fn a_location_goes_from_plan_to_contract_to_open_to_closing_to_closed_to_homes() {
    let contract = CommandKind::ContractLocation {
        places: 320,
        opens_on: day(3),
        contract_ends_on: Some(Date::constant(2027, 9, 1)),
    };
    let planned = after(vec![plan(300)]);
    assert_eq!((planned.state, planned.opened_on), (S::Planned, None));
    let contracted = after(vec![plan(300), contract.clone()]);
    assert_eq!((contracted.state, contracted.places), (S::Contracted, 320));
    let all = vec![
        plan(300),
        contract,
        open(LocationType::Azc, 320),
        CommandKind::AnnounceClosing { closes_on: day(25) },
        CommandKind::CloseLocation {},
        CommandKind::ConvertLocation {},
    ];
    let opened = after(all[..3].to_vec());
    assert_eq!((opened.state, opened.opened_on), (S::Open, Some(day(3))));
    let closing = after(all[..4].to_vec());
    assert_eq!((closing.state, closing.closes_on), (S::Closing, Some(day(25))));
    let homes = after(all);
    assert_eq!((homes.state, homes.version), (S::ConvertedToHousing, 6));
}

#[test]
fn steps_out_of_order_are_refused() {
    let planned = after(vec![plan(300)]);
    assert_eq!(refused(Some(&planned), plan(300)), "ALREADY_EXISTS");
    assert_eq!(refused(Some(&planned), open(LocationType::Azc, 300)), "ALREADY_EXISTS");
    assert_eq!(refused(Some(&planned), capacity(10, 0)), "WRONG_STATE");
    assert_eq!(refused(Some(&planned), CommandKind::ConvertLocation {}), "WRONG_STATE");
    assert_eq!(refused(None, CommandKind::CloseLocation {}), "NOT_FOUND");
    let opened = after(vec![open(LocationType::Azc, 300)]);
    let early = CommandKind::AnnounceClosing { closes_on: day(19) };
    assert_eq!(refused(Some(&opened), early), "DATE_BEFORE_LAST");
    let closed = after(vec![open(LocationType::Azc, 300), CommandKind::CloseLocation {}]);
    assert_eq!(refused(Some(&closed), CommandKind::CloseLocation {}), "LOCATION_CLOSED");
    let stays = Location { convertible: false, ..closed };
    assert_eq!(refused(Some(&stays), CommandKind::ConvertLocation {}), "NOT_CONVERTIBLE");
    let short = CommandKind::ContractLocation {
        places: 300,
        opens_on: day(25),
        contract_ends_on: Some(day(24)),
    };
    assert_eq!(refused(Some(&planned), short), "WRONG_STATE");
}

#[test]
fn an_enforcement_location_has_at_most_50_places_and_a_small_unit_20() {
    assert_eq!(after(vec![open(LocationType::Htl, 50)]).places, 50);
    assert_eq!(refused(None, open(LocationType::Htl, 51)), "TOO_LARGE");
    let htl = after(vec![open(LocationType::Htl, 50)]);
    assert_eq!(refused(Some(&htl), capacity(51, 0)), "TOO_LARGE");
    assert!(after(vec![open(LocationType::AmvKwv, 20)]).minors_only);
    assert_eq!(refused(None, open(LocationType::AmvKwv, 21)), "TOO_LARGE");
}

#[test]
fn an_azc_has_at_least_300_places_unless_a_reason_is_on_file() {
    let bare = |places| {
        let small_because = String::new();
        let opening = Opening { small_because, ..opening(LocationType::Azc, places) };
        CommandKind::OpenLocation(Box::new(opening))
    };
    assert_eq!(refused(None, bare(299)), "TOO_SMALL");
    assert_eq!(after(vec![bare(300)]).places, 300);
    assert_eq!(after(vec![open(LocationType::Azc, 200)]).places, 200);
}

#[test]
fn places_that_people_need_cannot_go_or_be_out_of_order() {
    let azc = Location { occupied: 280, ..after(vec![open(LocationType::Azc, 300)]) };
    assert_eq!(refused(Some(&azc), capacity(279, 0)), "STILL_OCCUPIED");
    assert_eq!(refused(Some(&azc), capacity(300, 21)), "STILL_OCCUPIED");
    assert_eq!(refused(Some(&azc), CommandKind::CloseLocation {}), "STILL_OCCUPIED");
    let events = decide(Some(&azc), &command(capacity(300, 20), 20), &env()).unwrap();
    let azc = evolve(Some(azc), &events[0]);
    assert_eq!((azc.free(), azc.unavailable_reason.as_str()), (0, "repairs"));
}

fn kind() -> impl Strategy<Value = CommandKind> {
    let kinds = prop::sample::select(LocationType::ALL);
    prop_oneof![
        (0..400).prop_map(plan),
        (0..400, 1..28_i8).prop_map(|(places, on)| CommandKind::ContractLocation {
            places,
            opens_on: day(on),
            contract_ends_on: None
        }),
        (kinds, 0..400).prop_map(|(kind, places)| open(kind, places)),
        (0..400, 0..50).prop_map(|(places, unavailable)| capacity(places, unavailable)),
        (1..28_i8).prop_map(|on| CommandKind::AnnounceClosing { closes_on: day(on) }),
        Just(CommandKind::CloseLocation {}),
        Just(CommandKind::ConvertLocation {}),
    ]
}

proptest! {
    /// Whatever is asked: versions are dense, limits hold, and nobody is left in a closed location.
    #[test]
    fn any_sequence_of_orders_keeps_the_life_of_a_location(
        all in prop::collection::vec((kind(), 0..3_i32), 1..30)
    ) {
        let mut state: Option<Location> = None;
        for (kind, people) in all {
            if let Some(location) = &mut state
                && location.is_open()
            {
                location.occupied = people.min(location.places - location.unavailable).max(0);
            }
            let before = state.as_ref().map_or(0, |location| location.version);
            let Ok(events) = decide(state.as_ref(), &command(kind, 20), &env()) else { continue };
            prop_assert_eq!(events.len(), 1);
            let location = evolve(state.take(), &events[0]);
            prop_assert_eq!(location.version, before + 1);
            if location.kind == LocationType::Htl {
                prop_assert!(location.places <= 50);
            }
            prop_assert!(location.free() >= 0 || !location.is_open() || location.unavailable > location.places);
            if matches!(location.state, S::Closed | S::ConvertedToHousing) {
                prop_assert_eq!(location.occupied, 0);
            }
            state = Some(location);
        }
    }
}
