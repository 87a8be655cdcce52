//! IN-2 for family reunification, and where each family member stands.

use std::collections::HashMap;

use client::Service;
use law::{Eligibility, Relation, Sponsor, rule};

use super::{Found, day, who};
use crate::{AnyEvent, Feeds};

/// Where a family member stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relative {
    /// Not here: waits, was refused, or did not come.
    Abroad,
    /// Came, and needed a bed.
    Reception,
    /// Came to the home of the sponsor.
    Home,
}

/// Family members by person.
pub(super) fn fold(feeds: &Feeds, found: &mut Found) -> HashMap<String, Relative> {
    let (mut relatives, mut waits_until) = (HashMap::new(), HashMap::new());
    for event in feeds.of(Service::Intake) {
        let on = event.on;
        let mut stands = |person: Option<&wire::common::Person>, relative| {
            relatives.insert(who(person).person_id, relative);
        };
        match &event.message {
            AnyEvent::FamilyApplicationFiled(filed) => {
                stands(filed.person.as_ref(), Relative::Abroad);
                let due = [Some(found.policy.due(rule::FAMILY_DECISION, on))];
                found.due("the family decision", &filed.case_id, filed.decision_due_on, &due);
                let granted = day(filed.sponsor_granted_on);
                let waits = granted.and_then(|granted_on| {
                    let sponsor = Sponsor { granted_on, subsidiary: true };
                    match law::family_eligibility(&found.policy, sponsor, Relation::Spouse, on, on)
                    {
                        Eligibility::Conditions { from, .. } => Some(from),
                        Eligibility::Now | Eligibility::Not => None,
                    }
                });
                found.due("the waiting period", &filed.case_id, filed.waits_until, &[None, waits]);
                waits_until.insert(filed.case_id.clone(), day(filed.waits_until));
            }
            AnyEvent::FamilyApplicationDecided(decided) => {
                let waits = waits_until.get(&decided.case_id).copied().flatten();
                let early = decided.granted && waits.is_some_and(|until| on < until);
                found.must("IN-2", !early, || {
                    format!("{}: approved on {on}, it waits until {waits:?}", decided.case_id)
                });
            }
            AnyEvent::EntryVisaIssued(visa) => {
                let due = [Some(found.policy.due(rule::ENTRY_VISA, on))];
                found.due("the end of the visa", &visa.case_id, visa.valid_until, &due);
            }
            AnyEvent::FamilyMemberArrived(arrived) => {
                let needs = arrived.needs_reception;
                let relative = if needs { Relative::Reception } else { Relative::Home };
                stands(arrived.person.as_ref(), relative);
            }
            AnyEvent::FamilyCaseImported(imported) => {
                stands(imported.person.as_ref(), Relative::Abroad);
            }
            _ => {}
        }
    }
    relatives
}
