//! HO-1 and HO-2 over the log of housing, and where each household and its members ended up.

use std::collections::{HashMap, HashSet};

use client::Service;
use kernel::Date;
use wire::housing::RealisationKind;

use super::{Found, day};
use crate::{AnyEvent, Feeds};

/// Where the match of a household stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    /// Waits for a municipality, a dwelling or a contract.
    Waiting,
    /// Housed for the time being.
    Temporary,
    /// Housed.
    Housed,
    /// Refused a home without ground.
    Refused,
    /// Nobody waits any more.
    Cancelled,
}

/// The match of a household.
#[derive(Clone, Debug)]
pub(super) struct Match {
    pub(super) stand: Stand,
    pub(super) members: HashSet<String>,
    /// Members who were named when the household moved.
    pub(super) moved: HashSet<String>,
    /// Members who refused a home in an earlier match of the household.
    pub(super) refused: HashSet<String>,
    /// Taken over at the opening of the books.
    pub(super) imported: bool,
    municipality: Option<String>,
    /// Members who count for a municipality.
    counted: HashSet<String>,
    booked: i32,
    /// Entries of the ledger, and those that were countered.
    entries: HashMap<String, i32>,
}

/// Everything that the checker knows of housing.
#[derive(Debug, Default)]
pub(super) struct Homes {
    pub(super) matches: HashMap<String, Match>,
    /// The household in whose match a person was last.
    pub(super) of_person: HashMap<String, String>,
}

pub(super) fn fold(feeds: &Feeds, found: &mut Found) -> Homes {
    let mut homes = Homes::default();
    for event in feeds.of(Service::Housing) {
        targets(&event.message, found);
        homes.step(&event.message, event.on, found);
    }
    homes
}

/// HO-1: the targets of the municipalities add up to the national one, and follow the distribution.
fn targets(message: &AnyEvent, found: &mut Found) {
    let AnyEvent::TargetSet(set) = message else { return };
    let sum: i32 = set.municipalities.iter().map(|one| one.target).sum();
    found.must("HO-1", sum == set.national, || {
        format!("{}: targets add up to {sum}, the national one is {}", set.half, set.national)
    });
}

impl Match {
    /// Regular linking begins: the small-scale place was for the time being.
    fn regular(&mut self) {
        self.stand = Stand::Waiting;
        self.municipality = None;
    }
}

impl Homes {
    fn begin(&mut self, household: &str, persons: &[String], imported: bool, found: &mut Found) {
        let open = self
            .matches
            .get(household)
            .is_some_and(|m| matches!(m.stand, Stand::Waiting | Stand::Temporary | Stand::Housed));
        found.must("HO-2", !open, || format!("household {household} has two matches"));
        let before = self.matches.remove(household);
        let counted = before.as_ref().map(|b| (b.counted.clone(), b.booked, b.entries.clone()));
        let refused = before.map_or_else(HashSet::new, |before| match before.stand {
            Stand::Refused => &before.refused | &before.members,
            _ => before.refused,
        });
        let one = Match {
            stand: Stand::Waiting,
            refused,
            members: HashSet::new(),
            moved: HashSet::new(),
            imported,
            municipality: None,
            counted: HashSet::new(),
            booked: 0,
            entries: HashMap::new(),
        };
        // Who counted in an earlier match of the household does not count again.
        let one = match counted {
            Some((counted, booked, entries)) => Match { counted, booked, entries, ..one },
            None => one,
        };
        self.matches.insert(household.to_owned(), one);
        for person in persons {
            self.join(household, person, found);
        }
    }

    fn join(&mut self, household: &str, person: &str, found: &mut Found) {
        let before = self.of_person.insert(person.to_owned(), household.to_owned());
        let elsewhere = before.filter(|other| other != household).filter(|other| {
            self.matches.get(other).is_some_and(|m| {
                m.members.contains(person) && matches!(m.stand, Stand::Waiting | Stand::Temporary)
            })
        });
        found.must("HO-2", elsewhere.is_none(), || {
            format!("person {person} waits in households {elsewhere:?} and {household}")
        });
        if let Some(one) = self.matches.get_mut(household) {
            one.members.insert(person.to_owned());
        }
    }

    fn step(&mut self, message: &AnyEvent, on: Date, found: &mut Found) {
        match message {
            AnyEvent::MatchStarted(started) => {
                self.begin(&started.household_id, &started.person_ids, false, found);
                let link = law::link_due(&found.policy, on);
                let house = law::house_due(&found.policy, on);
                let id = &started.household_id;
                found.due("the link", id, started.link_due_on, &[Some(link)]);
                found.due("the move", id, started.housed_due_on, &[Some(house)]);
            }
            AnyEvent::MatchImported(imported) => {
                self.begin(&imported.household_id, &imported.person_ids, true, found);
                let one = self.matches.get_mut(&imported.household_id);
                if let Some(one) = one.filter(|_| !imported.municipality.is_empty()) {
                    one.municipality = Some(imported.municipality.clone());
                }
            }
            AnyEvent::HouseholdChanged(changed) if changed.joined => {
                self.join(&changed.household_id, &changed.person_id, found);
                let Some(one) = self.matches.get_mut(&changed.household_id) else { return };
                if changed.counted {
                    count(one, std::slice::from_ref(&changed.person_id), found);
                }
            }
            message => {
                let Some(household) = about(message) else { return };
                let Some(one) = self.matches.get_mut(household) else {
                    found.note("HO-2", format!("{} of unknown {household}", message.event_type()));
                    return;
                };
                advance(one, household, message, found);
                if let AnyEvent::MembersMerged(merged) = message
                    && merged.stays
                {
                    self.of_person.insert(merged.person_id.clone(), household.to_owned());
                }
            }
        }
    }
}

fn advance(one: &mut Match, household: &str, message: &AnyEvent, found: &mut Found) {
    match message {
        AnyEvent::HouseholdChanged(changed) => {
            one.members.remove(&changed.person_id);
        }
        AnyEvent::HouseholdLinked(linked) => {
            let other = one.municipality.replace(linked.municipality.clone());
            found.must("HO-2", other.is_none(), || {
                format!("household {household} is linked to {other:?} and {}", linked.municipality)
            });
        }
        AnyEvent::HouseholdRelinked(linked) => {
            let other = one.municipality.replace(linked.municipality.clone());
            found.must("HO-2", other.as_ref() == Some(&linked.from_municipality), || {
                format!(
                    "household {household} is linked to {other:?}, relinked from {}",
                    linked.from_municipality
                )
            });
        }
        AnyEvent::HouseholdMoved(moved) => one.municipality = Some(moved.municipality.clone()),
        AnyEvent::LinkReturned(_) => one.municipality = None,
        AnyEvent::CameOfAge(_) => one.regular(),
        AnyEvent::MinorityCorrected(corrected) if corrected.majority_on.is_none() => one.regular(),
        AnyEvent::MembersMerged(merged) => {
            one.members.remove(&merged.merged_person_id);
            let counted = one.counted.remove(&merged.merged_person_id);
            let moved = one.moved.remove(&merged.merged_person_id);
            if merged.stays {
                one.members.insert(merged.person_id.clone());
                if moved {
                    one.moved.insert(merged.person_id.clone());
                }
            }
            if counted && !merged.uncounted {
                one.counted.insert(merged.person_id.clone());
            }
        }
        AnyEvent::OfferRefused(refused) if !refused.grounded => one.stand = Stand::Refused,
        AnyEvent::HouseholdTemporarilyHoused(housed) => {
            one.stand = Stand::Temporary;
            // Nidos finds a place without a link.
            if housed.kind() == RealisationKind::SmallScale {
                one.municipality = Some(housed.municipality.clone());
            }
            here(one, household, &housed.municipality, &housed.person_ids, found);
            count(one, &housed.counted_ids, found);
        }
        AnyEvent::HouseholdHoused(housed) => {
            one.stand = Stand::Housed;
            here(one, household, &housed.municipality, &housed.person_ids, found);
            count(one, &housed.counted_ids, found);
        }
        AnyEvent::MatchCancelled(_) => one.stand = Stand::Cancelled,
        AnyEvent::RealisationBooked(booked) => {
            one.booked += booked.persons;
            let before = one.entries.insert(booked.entry_id.clone(), booked.persons);
            let countered = booked.corrects.is_empty()
                || one.entries.get(&booked.corrects) == Some(&-booked.persons);
            found.must("HO-2", before.is_none() && countered, || {
                format!(
                    "household {household}: entry {} is there, or counters another sum",
                    booked.entry_id
                )
            });
            let (sum, most) = (one.booked, kernel::fit(one.counted.len()));
            found.must("HO-2", sum <= most, || {
                format!("household {household}: {sum} persons booked, {most} housed")
            });
            let half = day(booked.occurred_on).map(|on| law::Half::of(on).to_string());
            found.must("HO-2", half.as_ref() == Some(&booked.half), || {
                format!("household {household}: booked in {}, housed in {half:?}", booked.half)
            });
        }
        _ => {}
    }
}

/// HO-2: a household moves to the municipality that it is linked to, with all its members.
fn here(
    one: &mut Match,
    household: &str,
    municipality: &str,
    persons: &[String],
    found: &mut Found,
) {
    let linked = one.municipality.as_deref() == Some(municipality);
    found.must("HO-2", linked, || {
        format!("household {household} moved to {municipality}, linked to {:?}", one.municipality)
    });
    let persons: HashSet<String> = persons.iter().cloned().collect();
    found.must("HO-2", persons == one.members, || {
        format!("household {household}: {} of {} moved", persons.len(), one.members.len())
    });
    one.moved.extend(persons);
}

/// HO-2: realisation counts a person once.
fn count(one: &mut Match, persons: &[String], found: &mut Found) {
    for person in persons {
        let new = one.counted.insert(person.clone());
        found.must("HO-2", new, || format!("person {person} counts twice"));
    }
}

/// The household of an event.
fn about(message: &AnyEvent) -> Option<&str> {
    macro_rules! of {
        ($($name:ident),+) => {
            match message {
                $(AnyEvent::$name(message) => Some(message.household_id.as_str()),)+
                _ => None,
            }
        };
    }
    of!(
        ProfileCompleted,
        HouseholdLinked,
        HouseholdRelinked,
        HouseholdMoved,
        CameOfAge,
        MinorityCorrected,
        MembersMerged,
        LinkReturned,
        DwellingOffered,
        OfferAccepted,
        OfferRefused,
        HouseholdTemporarilyHoused,
        HouseholdHoused,
        HouseholdChanged,
        MatchCancelled,
        RealisationBooked
    )
}
