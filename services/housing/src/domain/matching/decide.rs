//! What may happen to a household's match, and what follows.

use kernel::{Date, Order, Refusal, Uuid};

use super::{Action, Event, HousingMatch, What};
use crate::domain::codes::{MatchState as S, RealisationKind};

type Decision = Result<Vec<Event>, Refusal>;

/// Decides on an order. `has_target`: whether the municipality that the order leads to has a target in the
/// half-year of the order.
pub fn decide(
    state: Option<&HousingMatch>,
    order: &Order<Uuid, Action>,
    today: Date,
    has_target: bool,
) -> Decision {
    let found = state
        .ok_or_else(|| Refusal::not_found("NOT_FOUND", format!("no match of {}", order.key)))?;
    found.check(order, today)?;
    let on = order.on;
    let one = |what| Ok(vec![found.event(on, what)]);
    match &order.action {
        Action::CompleteProfile {} => {
            require(found, &[S::Screening], "complete the profile")?;
            one(What::ProfileCompleted {})
        }
        Action::LinkHousehold { municipality } => {
            if found.state == S::Linked {
                return Err(Refusal::new(
                    "ALREADY_LINKED",
                    "the household is linked; return the link first",
                ));
            }
            require(found, &[S::Ready], "link")?;
            if !has_target {
                let text = format!("municipality {municipality} has no target in this half-year");
                return Err(Refusal::new("NO_TARGET", text));
            }
            one(What::HouseholdLinked { municipality: *municipality, persons: found.persons() })
        }
        Action::ReturnLink { reason } => {
            require(found, &[S::Linked, S::Offered], "return the link")?;
            if found.housed_on.is_some() {
                return Err(Refusal::new(
                    "WRONG_STATE",
                    "the household has counted for the municipality",
                ));
            }
            let municipality = linked(found)?;
            one(What::LinkReturned {
                municipality,
                persons: found.persons(),
                reason: reason.clone(),
            })
        }
        Action::OfferDwelling {} => {
            require(found, &[S::Linked, S::TemporarilyHoused], "offer a dwelling")?;
            one(What::DwellingOffered {})
        }
        Action::AcceptOffer {} => {
            require(found, &[S::Offered], "accept")?;
            one(What::OfferAccepted {})
        }
        Action::RefuseOffer { grounded } => {
            require(found, &[S::Offered], "refuse")?;
            one(What::OfferRefused { grounded: *grounded })
        }
        Action::HouseHousehold { kind } => house(found, on, *kind),
        Action::HouseTemporarily { kind } => {
            require(found, &[S::Linked], "house temporarily")?;
            if !matches!(kind, RealisationKind::Temporary | RealisationKind::Transit) {
                return Err(Refusal::new(
                    "KIND_NOT_ALLOWED",
                    format!("{kind} is not temporary housing"),
                ));
            }
            one(What::HouseholdTemporarilyHoused {
                municipality: linked(found)?,
                person_ids: found.person_ids.clone(),
                kind: *kind,
                days_since_grant: found.days_since_grant(on),
            })
        }
        Action::CancelMatch { reason } => {
            if !found.is_open() {
                return Err(Refusal::new(
                    "WRONG_STATE",
                    format!("cannot cancel in state {}", found.state),
                ));
            }
            one(What::MatchCancelled { reason: reason.clone() })
        }
    }
}

fn house(found: &HousingMatch, on: Date, kind: RealisationKind) -> Decision {
    // Who finds a home alone signs alone.
    let alone = kind == RealisationKind::SelfArranged && found.state == S::Linked;
    if !alone {
        require(found, &[S::Contracted], "house")?;
    }
    if matches!(
        kind,
        RealisationKind::Temporary | RealisationKind::Transit | RealisationKind::FamilyJoined
    ) {
        return Err(Refusal::new("KIND_NOT_ALLOWED", format!("{kind} is not a definitive home")));
    }
    Ok(vec![found.event(
        on,
        What::HouseholdHoused {
            municipality: linked(found)?,
            person_ids: found.person_ids.clone(),
            kind,
            // Temporary housing has counted already.
            counted: found.housed_on.is_none(),
            days_since_grant: found.days_since_grant(on),
        },
    )])
}

/// Takes a match over at the opening of the books.
pub fn import(state: Option<&HousingMatch>, found: &HousingMatch, on: Date) -> Decision {
    if state.is_some() {
        let text = format!("household {} has a match", found.household_id);
        return Err(Refusal::new("ALREADY_EXISTS", text));
    }
    let linked = matches!(found.state, S::Linked | S::Contracted);
    if found.person_ids.is_empty()
        || !(found.state == S::Ready || linked)
        || linked != found.municipality.is_some()
    {
        return Err(Refusal::new(
            "NOT_BY_IMPORT",
            "only ready, linked or contracted households are taken over",
        ));
    }
    Ok(vec![found.event(
        on,
        What::MatchImported {
            person_ids: found.person_ids.clone(),
            state: found.state,
            granted_on: found.granted_on,
            link_due_on: found.link_due_on,
            housed_due_on: found.housed_due_on,
            municipality: found.municipality,
        },
    )])
}

impl HousingMatch {
    fn check(&self, order: &Order<Uuid, Action>, today: Date) -> Result<(), Refusal> {
        order.check_version(self.version)?;
        let since =
            [self.linked_on, self.housed_on].into_iter().flatten().fold(self.granted_on, Date::max);
        order.check_date(today, Some(since))
    }
}

fn linked(found: &HousingMatch) -> Result<kernel::Municipality, Refusal> {
    found.municipality.ok_or_else(|| Refusal::new("WRONG_STATE", "the household is not linked"))
}

fn require(found: &HousingMatch, states: &[S], what: &str) -> Result<(), Refusal> {
    if states.contains(&found.state) {
        return Ok(());
    }
    Err(Refusal::new("WRONG_STATE", format!("cannot {what} in state {}", found.state)))
}
