//! Editions by given, when, then.

use kernel::Command;

use super::*;

fn day(n: i8) -> Date {
    Date::constant(2025, 9, n)
}

fn command(kind: CommandKind) -> Command<EditionId, CommandKind> {
    Command::new(id("2025"), day(10), kind)
}

fn given(actions: &[CommandKind]) -> Option<Edition> {
    let mut edition = None;
    for kind in actions {
        for event in decide(edition.as_ref(), &command(kind.clone()), day(10), None).unwrap() {
            edition = Some(evolve(edition, &event));
        }
    }
    edition
}

fn open() -> CommandKind {
    CommandKind::OpenEdition {
        name: "2025".into(),
        opened_by: "secretary of the working group".into(),
    }
}

fn submitted() -> Vec<CommandKind> {
    let (forecast_id, cut_off) = (ForecastId::from_u128(7), day(1));
    vec![
        open(),
        CommandKind::FreezeEdition { forecast_id, cut_off, judgements: 2 },
        CommandKind::RunEdition { digest: "ab".into() },
        CommandKind::SubmitEdition {},
    ]
}

fn sign(organisation: Organisation, agrees: bool) -> CommandKind {
    let remark = (!agrees).then(|| "too low".to_owned());
    CommandKind::SignEdition { organisation, signed_by: "planner".into(), agrees, remark }
}

fn adopted() -> Vec<CommandKind> {
    let mut actions = submitted();
    actions.extend(Organisation::ALL.iter().map(|one| sign(*one, true)));
    actions.push(CommandKind::AdoptEdition { adopted_by: "director general".into() });
    actions
}

fn reason(given_: &[CommandKind], when: CommandKind) -> kernel::Reason {
    decide(given(given_).as_ref(), &command(when), day(10), None).unwrap_err().reason
}

#[test]
fn an_edition_goes_its_whole_way_and_replaces_the_one_before() {
    let mut actions = adopted();
    actions.push(CommandKind::ChooseScenario {
        scenario: PlanningScenario::Median,
        chosen_by: "minister".into(),
        reason: "the band is wide".into(),
    });
    let edition = given(&actions).unwrap();
    let before = Edition { edition_id: id("2024-II"), name: "2024-II".into(), ..edition.clone() };
    let publish = command(CommandKind::PublishEdition {});
    let events = decide(Some(&edition), &publish, day(10), Some(&before)).unwrap();
    assert_eq!(events.len(), 2);
    let edition = evolve(Some(edition), &events[0]);
    assert_eq!((edition.state, edition.published_on), (EditionState::Published, Some(day(10))));
    assert_eq!(events[1].edition_id, before.edition_id);
    assert_eq!(evolve(Some(before), &events[1]).state, EditionState::Superseded);
    // Nothing in it changes from here.
    for late in [open(), sign(Organisation::Ind, false), CommandKind::SubmitEdition {}] {
        assert!(decide(Some(&edition), &command(late), day(10), None).is_err());
    }
    let withdraw = CommandKind::WithdrawEdition { reason: "wrong".into() };
    let refused = decide(Some(&edition), &command(withdraw), day(10), None).unwrap_err();
    assert_eq!(refused.reason, "WRONG_STATE");
}

#[test]
fn adoption_needs_every_organisation_and_four_eyes() {
    let adopt = |by: &str| CommandKind::AdoptEdition { adopted_by: by.into() };
    let mut actions = submitted();
    assert_eq!(reason(&actions, adopt("director general")), "NOT_SIGNED");
    actions.extend(Organisation::ALL.iter().map(|one| sign(*one, *one != Organisation::Coa)));
    assert_eq!(reason(&actions, adopt("director general")), "NOT_SIGNED");
    actions.push(sign(Organisation::Coa, true));
    assert_eq!(reason(&actions, adopt("secretary of the working group")), "SAME_PERSON");
    actions.push(adopt("director general"));
    let edition = given(&actions).unwrap();
    assert_eq!(edition.state, EditionState::AdoptedOfficial);
    assert_eq!(edition.signatures.0.len(), Organisation::ALL.len());
}

#[test]
fn a_failed_forecast_sets_it_back_to_draft() {
    let mut actions = submitted();
    actions.truncate(2);
    actions.push(CommandKind::ResetEdition { reason: "stopped".into() });
    let edition = given(&actions).unwrap();
    assert_eq!((edition.state, edition.forecast_id), (EditionState::Draft, None));
    assert_eq!(reason(&actions, CommandKind::SubmitEdition {}), "WRONG_STATE");
}

#[test]
fn steps_out_of_order_name_the_state() {
    assert_eq!(reason(&[], CommandKind::SubmitEdition {}), "NOT_FOUND");
    assert_eq!(reason(&[open()], open()), "ALREADY_EXISTS");
    assert_eq!(reason(&[open()], CommandKind::PublishEdition {}), "WRONG_STATE");
    let late = Command { on: day(11), ..command(open()) };
    assert_eq!(decide(None, &late, day(10), None).unwrap_err().reason, "DATE_IN_FUTURE");
}

#[test]
fn signatures_read_back() {
    let edition = given(&adopted()).unwrap();
    let text = edition.signatures.to_string();
    assert_eq!(text.parse::<Signatures>().unwrap(), edition.signatures);
    assert!(is_name("2025-II") && is_name("2025") && !is_name("25-I") && !is_name("2025-III"));
}
