//! What may happen to a household's match, and what follows.

use kernel::{Command, Date, HouseholdId, Municipality, PersonId, Reason, Refusal};
use law::{Policy, rule};

use super::{CommandKind, Event, EventKind, HousingMatch, Phase};
use crate::domain::codes::{MatchCancelReason, MatchState as S, RealisationKind};

type Decision = Result<Vec<Event>, Refusal>;

/// What surrounds a decision.
#[derive(Clone, Copy)]
pub struct Env<'a> {
    /// Today.
    pub today: Date,
    /// The rules.
    pub policy: &'a Policy,
    /// Whether the municipality that the order leads to has a target in the half-year of the command.
    pub has_target: bool,
}

/// Decides on a command.
pub fn decide(
    state: Option<&HousingMatch>,
    command: &Command<HouseholdId, CommandKind>,
    env: &Env<'_>,
) -> Decision {
    let found = state.ok_or_else(|| {
        Refusal::not_found(Reason::NotFound, format!("no match of {}", command.key))
    })?;
    found.check(command, env.today)?;
    let on = command.on;
    let one = |kind| Ok(vec![found.event(on, kind)]);
    match &command.kind {
        CommandKind::CompleteProfile {
            family_municipality,
            medical_region,
            occupation_municipality,
            labour_region,
            network_municipality,
            current_municipality,
            expected_members,
        } => {
            require(found, &[S::Screening], "complete the profile")?;
            one(EventKind::ProfileCompleted {
                family_municipality: *family_municipality,
                medical_region: *medical_region,
                occupation_municipality: *occupation_municipality,
                labour_region: *labour_region,
                network_municipality: *network_municipality,
                current_municipality: *current_municipality,
                expected_members: *expected_members,
            })
        }
        CommandKind::LinkHousehold { municipality, overruled_reason } => {
            if matches!(found.phase, Phase::Linked(_)) {
                return Err(Refusal::new(
                    Reason::AlreadyLinked,
                    "the household is linked; return the link first",
                ));
            }
            require(found, &[S::Ready], "link")?;
            if overruled_reason.is_none() {
                suits(found, *municipality)?;
            }
            targeted(env, *municipality)?;
            one(EventKind::HouseholdLinked {
                municipality: *municipality,
                persons: found.persons(),
                overruled_reason: overruled_reason.clone(),
            })
        }
        CommandKind::RelinkHousehold { municipality, reason } => {
            require(found, &[S::Linked], "relink")?;
            let from_municipality = linked(found)?;
            if from_municipality == *municipality {
                let text = format!("the household is linked to {municipality}");
                return Err(Refusal::new(Reason::SameMunicipality, text));
            }
            suits(found, *municipality)?;
            targeted(env, *municipality)?;
            one(EventKind::HouseholdRelinked {
                from_municipality,
                municipality: *municipality,
                persons: found.persons(),
                reason: reason.clone(),
            })
        }
        CommandKind::PlaceWithNidos { municipality } => {
            require(found, &[S::Nidos], "place with Nidos")?;
            one(found.temporary(*municipality, RealisationKind::SmallScale, on, env.policy))
        }
        CommandKind::MoveHousehold { municipality } => {
            require(found, &[S::Housed], "move")?;
            let from_municipality = linked(found)?;
            if from_municipality == *municipality {
                let text = format!("the household lives in {municipality}");
                return Err(Refusal::new(Reason::SameMunicipality, text));
            }
            one(EventKind::HouseholdMoved { from_municipality, municipality: *municipality })
        }
        CommandKind::ReturnLink { reason } => {
            require(found, &[S::Linked, S::Offered], "return the link")?;
            if found.is_housed() {
                return Err(Refusal::not_now(
                    "the household has counted for the municipality",
                    found.state(),
                ));
            }
            let municipality = linked(found)?;
            one(EventKind::LinkReturned { municipality, persons: found.persons(), reason: *reason })
        }
        CommandKind::OfferDwelling { priority } => {
            require(found, &[S::Linked, S::TemporarilyHoused], "offer a dwelling")?;
            if found.majority_on.is_some() {
                return Err(Refusal::not_now(
                    "a minor in the care of Nidos is not offered a dwelling",
                    found.state(),
                ));
            }
            if *priority && env.policy.get(rule::PRIORITY_BAN, on) {
                let text = format!("since {on} or before, a permit gives no priority");
                return Err(Refusal::new(Reason::PriorityBanned, text));
            }
            one(EventKind::DwellingOffered { priority: *priority })
        }
        CommandKind::AcceptOffer {} => {
            require(found, &[S::Offered], "accept")?;
            one(EventKind::OfferAccepted {})
        }
        CommandKind::RefuseOffer { grounded } => {
            require(found, &[S::Offered], "refuse")?;
            one(EventKind::OfferRefused { grounded: *grounded })
        }
        CommandKind::HouseHousehold { kind } => house(found, on, *kind, env.policy),
        CommandKind::HouseTemporarily { kind } => {
            require(found, &[S::Linked], "house temporarily")?;
            if !matches!(kind, RealisationKind::Temporary | RealisationKind::Transit) {
                return Err(Refusal::new(
                    Reason::KindNotAllowed,
                    format!("{kind} is not temporary housing"),
                ));
            }
            one(found.temporary(linked(found)?, *kind, on, env.policy))
        }
        CommandKind::CancelMatch { reason } => {
            if !found.is_open() {
                return Err(Refusal::not_now("the match has ended", found.state()));
            }
            if matches!(
                reason,
                MatchCancelReason::NobodyLeft | MatchCancelReason::DecisionWithdrawn
            ) {
                let text = format!("{reason} is found by housing itself");
                return Err(Refusal::not_now(&text, found.state()));
            }
            one(found.cancelled(*reason))
        }
    }
}

impl HousingMatch {
    /// The move to a temporary home.
    fn temporary(
        &self,
        municipality: Municipality,
        kind: RealisationKind,
        on: Date,
        policy: &Policy,
    ) -> EventKind {
        EventKind::HouseholdTemporarilyHoused {
            municipality,
            person_ids: self.person_ids.clone(),
            kind,
            days_since_grant: self.days_since_grant(on),
            counted_ids: self.counting(kind, on, policy),
            until: match kind {
                RealisationKind::Temporary => Some(law::temporary_until(policy, on)),
                RealisationKind::Transit => Some(law::transit_until(policy, on)),
                _ => None,
            },
        }
    }

    /// Members who count for the target by a move of this kind (HO-2: nobody counts twice).
    fn counting(&self, kind: RealisationKind, on: Date, policy: &Policy) -> Vec<PersonId> {
        if !counts(kind, on, policy) {
            return Vec::new();
        }
        let new = |id: &&PersonId| !self.counted.ids.contains(id);
        self.person_ids.iter().filter(new).copied().collect()
    }
}

/// Whether a kind of housing counts for the target on a date.
pub(super) fn counts(kind: RealisationKind, on: Date, policy: &Policy) -> bool {
    match kind {
        RealisationKind::SmallScale => policy.get(rule::TARGET_COUNTS_MINORS, on),
        RealisationKind::SelfArranged => policy.get(rule::TARGET_COUNTS_SELF_ARRANGED, on),
        _ => true,
    }
}

/// Refuses a municipality that a hard criterion rules out.
fn suits(found: &HousingMatch, municipality: Municipality) -> Result<(), Refusal> {
    match found.unmet(municipality) {
        Some(criterion) => Err(Refusal::new(
            Reason::HardCriterion,
            format!("{municipality} does not meet the criterion: {criterion}"),
        )),
        None => Ok(()),
    }
}

fn targeted(env: &Env<'_>, municipality: Municipality) -> Result<(), Refusal> {
    if env.has_target {
        return Ok(());
    }
    let text = format!("municipality {municipality} has no target in this half-year");
    Err(Refusal::new(Reason::NoTarget, text))
}

fn house(found: &HousingMatch, on: Date, kind: RealisationKind, policy: &Policy) -> Decision {
    // Who finds a home alone signs alone.
    let alone = kind == RealisationKind::SelfArranged && matches!(found.phase, Phase::Linked(_));
    if !alone {
        require(found, &[S::Contracted], "house")?;
    }
    if matches!(
        kind,
        RealisationKind::Temporary
            | RealisationKind::Transit
            | RealisationKind::FamilyJoined
            | RealisationKind::SmallScale
    ) {
        return Err(Refusal::new(
            Reason::KindNotAllowed,
            format!("{kind} is not a definitive home"),
        ));
    }
    Ok(vec![found.event(
        on,
        EventKind::HouseholdHoused {
            municipality: linked(found)?,
            person_ids: found.person_ids.clone(),
            kind,
            counted_ids: found.counting(kind, on, policy),
            days_since_grant: found.days_since_grant(on),
        },
    )])
}

/// Takes a match over at the opening of the books.
pub fn import(state: Option<&HousingMatch>, found: &HousingMatch, on: Date) -> Decision {
    if state.is_some() {
        let text = format!("household {} has a match", found.household_id);
        return Err(Refusal::new(Reason::AlreadyExists, text));
    }
    let known = matches!(
        found.phase,
        Phase::Ready | Phase::Linked(_) | Phase::Contracted { home: None, .. }
    );
    if found.person_ids.is_empty() || !known {
        return Err(Refusal::new(
            Reason::NotByImport,
            "only ready, linked or contracted households are taken over",
        ));
    }
    Ok(vec![found.event(
        on,
        EventKind::MatchImported {
            person_ids: found.person_ids.clone(),
            state: found.state(),
            granted_on: found.granted_on,
            link_due_on: found.link_due_on,
            housed_due_on: found.housed_due_on,
            municipality: found.municipality(),
        },
    )])
}

impl HousingMatch {
    fn check(
        &self,
        command: &Command<HouseholdId, CommandKind>,
        today: Date,
    ) -> Result<(), Refusal> {
        command.check_version(self.version)?;
        let linked_on = self.link().and_then(|link| link.on);
        let housed_on = self.home().map(|home| home.on);
        let since = [linked_on, housed_on].into_iter().flatten().fold(self.granted_on, Date::max);
        command.check_date(today, Some(since))
    }
}

fn linked(found: &HousingMatch) -> Result<Municipality, Refusal> {
    found
        .municipality()
        .ok_or_else(|| Refusal::not_now("the household is not linked", found.state()))
}

fn require(found: &HousingMatch, states: &[S], kind: &str) -> Result<(), Refusal> {
    if states.contains(&found.state()) {
        return Ok(());
    }
    Err(Refusal::wrong_state(kind, found.state(), states))
}
