//! Moratoria: decisions on a nationality are postponed, or nobody of it needs to leave, for a time.
//!
//! ```text
//!  (declared) ─ runs from its first to its last day ─ ended, at its term or before
//! ```

use kernel::{Command, Date, MoratoriumId, Nationality, Reason, Refusal};
use law::{Policy, Regime, rule};

/// A moratorium on a nationality, one row of its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moratorium {
    /// Id of the moratorium.
    pub moratorium_id: MoratoriumId,
    /// Nationality.
    pub nationality: Nationality,
    /// Whether decisions are postponed.
    pub decisions: bool,
    /// Whether nobody of this nationality needs to leave.
    pub departures: bool,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
    /// When it ended; unset while it runs.
    pub ended_on: Option<Date>,
    /// Number of events of this moratorium.
    pub version: i64,
    /// When it was declared: it holds nobody before. Unset in rows of older versions.
    pub declared_on: Option<Date>,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommandKind {
    /// The minister declares a moratorium.
    DeclareMoratorium {
        /// Nationality.
        nationality: Nationality,
        /// Whether decisions are postponed.
        decisions: bool,
        /// Whether nobody of this nationality needs to leave.
        departures: bool,
        /// First day.
        starts_on: Date,
        /// Last day.
        ends_on: Date,
    },
    /// It ends before its term.
    EndMoratorium {},
}

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Id of the moratorium.
    pub moratorium_id: MoratoriumId,
    /// When it happened.
    pub occurred_on: Date,
    /// What happened.
    pub kind: EventKind,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// It was declared.
    MoratoriumDeclared {
        /// Nationality.
        nationality: Nationality,
        /// Whether decisions are postponed.
        decisions: bool,
        /// Whether nobody of this nationality needs to leave.
        departures: bool,
        /// First day.
        starts_on: Date,
        /// Last day.
        ends_on: Date,
    },
    /// It ended.
    MoratoriumEnded {
        /// Nationality.
        nationality: Nationality,
        /// Whether decisions were postponed.
        decisions: bool,
        /// Whether departures were.
        departures: bool,
    },
}

/// Decides on a command; `others` are the moratoria on the same nationality.
pub fn decide(
    policy: &Policy,
    state: Option<&Moratorium>,
    command: &Command<MoratoriumId, CommandKind>,
    today: Date,
    others: &[&Moratorium],
) -> Result<Vec<Event>, Refusal> {
    let on = command.on;
    let one = |kind| Ok(vec![Event { moratorium_id: command.key, occurred_on: on, kind }]);
    match &command.kind {
        CommandKind::DeclareMoratorium {
            nationality,
            decisions,
            departures,
            starts_on,
            ends_on,
        } => {
            if state.is_some() {
                let text = format!("moratorium {} is there already", command.key);
                return Err(Refusal::new(Reason::AlreadyExists, text));
            }
            command.check_date(today, None)?;
            if !(*decisions || *departures) {
                return Err(Refusal::new(
                    Reason::NothingPostponed,
                    "a moratorium postpones decisions, departures or both",
                ));
            }
            if ends_on < starts_on {
                return Err(Refusal::new(Reason::DateBeforeLast, "it ends before it begins"));
            }
            // One order of a legacy moratorium lasts six months at most (Vw 43, 45); the pact has no such
            // limit but the end of 21 months for each case.
            let longest = policy.get(rule::LEGACY_MORATORIUM_ORDER, *starts_on).end(*starts_on);
            if policy.regime(*starts_on) == Regime::Legacy2013 && *ends_on > longest {
                let text = format!("one order lasts until {longest} at most");
                return Err(Refusal::new(Reason::MoratoriumTooLong, text));
            }
            let same = others.iter().find(|other| {
                other.ended_on.is_none()
                    && other.nationality == *nationality
                    && ((other.decisions && *decisions) || (other.departures && *departures))
                    && other.starts_on <= *ends_on
                    && *starts_on <= other.ends_on
            });
            if let Some(other) = same {
                let text = format!("{} runs until {}", other.moratorium_id, other.ends_on);
                return Err(Refusal::new(Reason::MoratoriumRuns, text));
            }
            one(EventKind::MoratoriumDeclared {
                nationality: *nationality,
                decisions: *decisions,
                departures: *departures,
                starts_on: *starts_on,
                ends_on: *ends_on,
            })
        }
        CommandKind::EndMoratorium {} => {
            let found = state.ok_or_else(|| {
                Refusal::not_found(Reason::NotFound, format!("no moratorium {}", command.key))
            })?;
            command.check_version(found.version)?;
            command.check_date(today, None)?;
            if found.ended_on.is_some() {
                return Err(Refusal::settled(
                    "the moratorium has ended",
                    "another one can be declared",
                ));
            }
            one(ended(found))
        }
    }
}

/// It ends the day after its last day; nothing before.
pub fn due(found: &Moratorium, today: Date) -> Vec<Event> {
    if found.ended_on.is_some() || found.ends_on >= today {
        return Vec::new();
    }
    vec![Event { moratorium_id: found.moratorium_id, occurred_on: today, kind: ended(found) }]
}

fn ended(found: &Moratorium) -> EventKind {
    EventKind::MoratoriumEnded {
        nationality: found.nationality,
        decisions: found.decisions,
        departures: found.departures,
    }
}

/// The moratorium after an event.
pub fn evolve(state: Option<Moratorium>, event: &Event) -> Moratorium {
    let on = event.occurred_on;
    // Before its first event, which tells all that is left open here.
    let mut found = state.unwrap_or_else(|| Moratorium {
        moratorium_id: event.moratorium_id,
        nationality: Nationality::new(b"XXX"),
        decisions: false,
        departures: false,
        starts_on: on,
        ends_on: on,
        ended_on: None,
        version: 0,
        declared_on: Some(on),
    });
    found.version += 1;
    match &event.kind {
        EventKind::MoratoriumDeclared {
            nationality,
            decisions,
            departures,
            starts_on,
            ends_on,
        } => {
            found.nationality = *nationality;
            found.decisions = *decisions;
            found.departures = *departures;
            found.starts_on = *starts_on;
            found.ends_on = *ends_on;
        }
        EventKind::MoratoriumEnded { .. } => found.ended_on = Some(on),
    }
    found
}

#[cfg(test)]
mod tests;
