//! Mass arrival, crisis and relocation: the longer terms, under a set that recognises them.

use law::Policy;

use super::*;
use crate::domain::codes::Ground;

/// The present law with switches on.
fn with(switches: &[&str]) -> Policy {
    let head = "name = \"EXCEPTIONAL\"\ntitle = \"x\"\ninherits = \"PACT_PLUS_TWO_STATUS_2026\"\n";
    let rule = |switch: &&str| {
        format!("[rules.{switch}]\nvalues = [{{ value = true, source = \"test\" }}]\n")
    };
    let text = head.to_owned() + &switches.iter().map(rule).collect::<String>();
    let name = format!("keten-{}-{}.toml", switches.concat(), std::process::id());
    let path = std::env::temp_dir().join(name);
    std::fs::write(&path, text).unwrap();
    let policy = Policy::load(path.to_str().unwrap());
    std::fs::remove_file(&path).unwrap();
    policy.unwrap()
}

fn go(policy: &Policy, case: &mut Given, on: &str, kind: CommandKind) {
    let command = Command::new(kernel::CaseId::from_u128(1), day(on), kind);
    let env = Env { today: day(on), policy, others: &[] };
    let events = decide(case.case.as_ref(), &command, &env).unwrap();
    case.take(&events);
}

#[test]
fn mass_arrival_gives_15_days_to_register_and_two_months_to_lodge() {
    let policy = with(&["MASS_ARRIVAL"]);
    let mut case = Given::nothing();
    go(&policy, &mut case, "2026-07-06", make(ApplicationKind::First));
    assert_eq!(case.case().phase.register_due_on(), Some(day("2026-07-21")));
    go(&policy, &mut case, "2026-07-21", CommandKind::RegisterApplication {});
    assert_eq!(case.case().application.lodge_due_on(), Some(day("2026-09-21")));
}

#[test]
fn a_crisis_gives_4_weeks_to_register_and_18_weeks_at_the_border() {
    for (switches, kind, register, border) in [
        (&["CRISIS"][..], ApplicationKind::First, "2026-08-03", "2026-11-09"),
        (&["CRISIS", "MASS_ARRIVAL"], ApplicationKind::Relocated, "2026-08-03", "2026-12-07"),
        (&[], ApplicationKind::Relocated, "2026-07-13", "2026-10-26"),
        (&[], ApplicationKind::First, "2026-07-13", "2026-09-28"),
    ] {
        let policy = with(switches);
        let mut case = Given::nothing();
        go(&policy, &mut case, "2026-07-06", make(kind));
        assert_eq!(case.case().phase.register_due_on(), Some(day(register)), "{switches:?}");
        go(&policy, &mut case, "2026-07-06", screen(true));
        go(&policy, &mut case, "2026-07-06", screened());
        go(&policy, &mut case, "2026-07-06", CommandKind::RegisterApplication {});
        go(&policy, &mut case, "2026-07-06", lodge());
        let flag = Flag {
            ground: Ground::Security,
            reason: "found in the file".to_owned(),
            officer: "officer-7".to_owned(),
        };
        let flags = Flags(vec![flag]);
        let route = CommandKind::RouteApplication { flags, border_full: false };
        go(&policy, &mut case, "2026-07-06", route);
        assert_eq!(case.case().track(), Some(Track::PactBorder));
        assert_eq!(case.case().decision_due_on, Some(day(border)), "{switches:?} {kind}");
    }
}
