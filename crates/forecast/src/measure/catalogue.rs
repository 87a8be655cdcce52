//! The measures that are known, with starting values of ours. They are judgements, to be replaced by
//! implementation tests; only the direction and the legal status come from sources.

use super::{Change, Effect, Evidence, Measure, Operator, Phase, Status, Switch, Target};
use crate::sim::Permit;
use crate::{Kind, Month};

const AUTHOR: &str = "Ketenstroom";
const JUDGEMENT: &str = "starting value of the design of the forecast, section 3.6";

/// Every measure, by number.
pub fn catalogue() -> Vec<Switch> {
    let mut all: Vec<Switch> = Measure::ALL.iter().map(|measure| measure.switch()).collect();
    all.sort_by_key(|switch| switch.number);
    all
}

/// What a measure changes. Numbers are those of its draws, and never change.
pub(super) fn switch(measure: Measure) -> Switch {
    let june = Month::new(2026, 6);
    match measure {
        Measure::PactProcedure => Switch {
            // Slower while it is new, then faster than before.
            changes: vec![Change {
                target: Target::ServiceDays,
                operator: Operator::Multiply,
                phases: vec![
                    at_once(Effect::Triangular(1.0, 1.1, 1.25)),
                    Phase {
                        from_months: 9,
                        ramp_months: 12,
                        effect: Effect::Triangular(0.75, 0.9, 1.0),
                    },
                ],
            }],
            ..pact(1, Measure::PactProcedure)
        },
        Measure::PactBorder => Switch {
            changes: vec![Change {
                target: Target::TrackShare("border".to_owned()),
                operator: Operator::Add,
                phases: vec![ramp(6, Effect::Beta(2.0, 23.0))],
            }],
            ..pact(2, Measure::PactBorder)
        },
        Measure::PactInflow => Switch {
            changes: vec![times(
                Target::Inflow(Kind::First),
                Effect::Triangular(0.85, 0.98, 1.05),
            )],
            ..pact(3, Measure::PactInflow)
        },
        Measure::PactRepeat => Switch {
            // What keeps people from coming keeps them from coming again.
            ranks: 3,
            changes: vec![times(
                Target::Inflow(Kind::Repeat),
                Effect::Triangular(0.6, 0.85, 1.0),
            )],
            ..pact(4, Measure::PactRepeat)
        },
        Measure::PactCutover => Switch {
            changes: vec![
                Change {
                    target: Target::Cutover,
                    operator: Operator::Replace,
                    phases: vec![at_once(Effect::Fixed(1.0))],
                },
                Change {
                    target: Target::Staff("new".to_owned()),
                    operator: Operator::Replace,
                    phases: vec![at_once(Effect::Fixed(0.7))],
                },
            ],
            ..pact(5, Measure::PactCutover)
        },
        Measure::TwoStatusNareis => Switch {
            status: Status::InForce,
            p_adopted: 1.0,
            changes: vec![
                times(Target::Relatives(Some(Permit::B)), Effect::Beta(2.0, 3.0)),
                Change {
                    target: Target::RelativesDelay(Some(Permit::B)),
                    operator: Operator::Add,
                    // Twenty-four months.
                    phases: vec![at_once(Effect::Fixed(730.0))],
                },
            ],
            ..alone(6, Measure::TwoStatusNareis, june)
        },
        Measure::EmergencyNareis => Switch {
            status: Status::Rejected,
            changes: vec![times(Target::Relatives(None), Effect::Triangular(0.75, 0.85, 0.95))],
            ..alone(7, Measure::EmergencyNareis, june)
        },
        Measure::EmergencyProcedure => Switch {
            status: Status::Rejected,
            act: 7,
            changes: vec![times(Target::ServiceDays, Effect::Triangular(0.9, 0.95, 1.0))],
            ..alone(8, Measure::EmergencyProcedure, june)
        },
        Measure::Productivity => productivity(),
        Measure::HousingPackage => Switch {
            p_adopted: 1.0,
            changes: vec![Change {
                target: Target::Places,
                operator: Operator::Add,
                phases: vec![ramp(12, Effect::Triangular(0.0, 150.0, 400.0))],
            }],
            ..alone(10, Measure::HousingPackage, Month::new(2026, 1))
        },
        Measure::SyriaReturn => Switch {
            p_adopted: 1.0,
            changes: vec![times(
                Target::ReturnSpeed("SYR".to_owned()),
                Effect::Triangular(1.0, 1.5, 3.0),
            )],
            ..alone(11, Measure::SyriaReturn, Month::new(2026, 1))
        },
        Measure::Detention90 => Switch {
            p_adopted: 1.0,
            evidence: Evidence::Qualitative(
                "90 more places of detention: more forced departures, fewer unsupervised; the chain \
                 has no places of detention, so no number follows"
                    .to_owned(),
            ),
            ..alone(12, Measure::Detention90, Month::new(2026, 1))
        },
    }
}

/// A quarter more decisions per officer by the end of 2028, of which a part is reached, after a dip.
fn productivity() -> Switch {
    Switch {
        p_adopted: 1.0,
        changes: vec![
            Change {
                target: Target::Workers,
                operator: Operator::Multiply,
                phases: vec![Phase {
                    // From January 2026, three months after the dip begins.
                    from_months: 3,
                    ramp_months: 36,
                    // 1 + .25 r with r between .3 and 1.1, most likely .7.
                    effect: Effect::Triangular(1.075, 1.175, 1.275),
                }],
            },
            Change {
                target: Target::Workers,
                operator: Operator::Multiply,
                phases: vec![
                    at_once(Effect::Triangular(0.85, 0.95, 1.0)),
                    Phase { from_months: 15, ramp_months: 0, effect: Effect::Fixed(1.0) },
                ],
            },
        ],
        source: "cabinet letter of 26 September 2025 on the forecast; the part is a judgement"
            .to_owned(),
        ..alone(9, Measure::Productivity, Month::new(2025, 10))
    }
}

fn alone(number: u16, measure: Measure, start: Month) -> Switch {
    Switch {
        measure,
        number,
        status: Status::Proposed,
        p_adopted: 0.0,
        act: number,
        ranks: number,
        start,
        delay_months: Effect::Fixed(0.0),
        changes: Vec::new(),
        evidence: Evidence::Quantified,
        author: AUTHOR.to_owned(),
        source: JUDGEMENT.to_owned(),
    }
}

/// A part of the pact on migration and asylum, which applies from 12 June 2026.
fn pact(number: u16, measure: Measure) -> Switch {
    Switch {
        status: Status::InForce,
        p_adopted: 1.0,
        act: 1,
        ..alone(number, measure, Month::new(2026, 6))
    }
}

fn at_once(effect: Effect) -> Phase {
    Phase { from_months: 0, ramp_months: 0, effect }
}

fn ramp(ramp_months: u32, effect: Effect) -> Phase {
    Phase { from_months: 0, ramp_months, effect }
}

fn times(target: Target, effect: Effect) -> Change {
    Change { target, operator: Operator::Multiply, phases: vec![at_once(effect)] }
}
