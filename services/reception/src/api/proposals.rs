//! Proposals: where households could live. An officer decides.

use std::collections::{BTreeMap, BTreeSet};

use db::{Filter, Value};
use kernel::{HouseholdId, Municipality};
use tonic::Status;
use wire::reception as pb;
use wire::{Fields, Wire as _};

use super::{Api, words};
use crate::domain::location::Location;
use crate::domain::proposal::{Env, Household, Proposal, propose};
use crate::domain::stay::Stay;
use crate::store;

const HOUSEHOLDS: u32 = 100;
const HOUSEHOLDS_MAX: u32 = 1_000;
/// Most households beyond a batch that are looked at.
const COMING_MAX: usize = 200;

fn province_of(municipality: Municipality) -> Option<&'static str> {
    let all = &reference::MUNICIPALITIES;
    let found = all.binary_search_by_key(&municipality, |facts| facts.code).ok()?;
    Some(all[found].province)
}

impl Api {
    pub(super) async fn propose_placements(
        &self,
        asked: pb::ProposePlacementsRequest,
    ) -> Result<pb::ProposePlacementsResponse, Status> {
        let mut fields = Fields::new();
        let near: Option<Option<Municipality>> =
            fields.get("near_municipality", asked.near_municipality);
        if asked.limit > HOUSEHOLDS_MAX || asked.household_ids.len() > HOUSEHOLDS_MAX as usize {
            fields.wrong("limit", format!("must be at most {HOUSEHOLDS_MAX}"));
        }
        let households: Option<Vec<HouseholdId>> = fields.get("household_ids", asked.household_ids);
        let (mut households, near) = fields.finish(households.zip(near))?;
        let mut batch = households.len();
        if households.is_empty() {
            // Those behind the batch are its future: they make dearer what they will need.
            batch = if asked.limit == 0 { HOUSEHOLDS } else { asked.limit } as usize;
            let most = [Value::Int((batch + COMING_MAX) as i64)];
            for row in self.parts.fetch(store::TO_PLACE, &most).await? {
                households.push(row.get(0).map_err(|error| host::internal(&error))?);
            }
        }
        let mut stays: Vec<Stay> = Vec::new();
        for household in &households {
            let mut filter = Filter::new();
            filter.when("household_id = ?", Some(*household)).and("state <> 'ENDED'");
            stays.extend(self.parts.rows::<Stay>(&filter, "ORDER BY person_id").await?);
        }
        let all: Vec<Location> = self.parts.rows(&Filter::new(), "ORDER BY location_id").await?;
        let later: BTreeSet<HouseholdId> = households.into_iter().skip(batch).collect();
        let (on, policy) = (self.parts.clock.today(), self.parts.policy.clone());
        // A large batch takes a while: not on a thread that serves others.
        let matched = tokio::task::spawn_blocking(move || {
            let home =
                |stay: &Stay| all.iter().find(|home| Some(home.location_id) == stay.location_id());
            let mut by_household: BTreeMap<HouseholdId, Household<'_>> = BTreeMap::new();
            for stay in &stays {
                let id = stay.person.household_id;
                let household = by_household.entry(id).or_insert_with(|| Household {
                    household_id: id,
                    members: Vec::new(),
                    lives_in: None,
                });
                household.members.push(stay);
                if stay.takes_place() {
                    household.lives_in = home(stay);
                }
            }
            let (coming, households): (Vec<_>, Vec<_>) =
                by_household.into_values().partition(|one| later.contains(&one.household_id));
            let env = Env { on, policy: &policy, near, province_of };
            propose(&households, &coming, &mut all.clone(), &env)
        });
        let (proposals, quality) = matched.await.map_err(|error| host::internal(&error))?;
        let proposals = proposals.into_iter().map(to_pb).collect();
        Ok(pb::ProposePlacementsResponse { proposals, quality: Some(words::quality(quality)) })
    }
}

fn to_pb(proposal: Proposal) -> pb::propose_placements_response::Proposal {
    pb::propose_placements_response::Proposal {
        household_id: proposal.household_id.to_pb(),
        person_ids: proposal.person_ids.to_pb(),
        location_id: proposal.location_id.to_pb(),
        score: proposal.score,
        hard: proposal.hard,
        soft: proposal.soft,
        until: proposal.until.to_pb(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_province_follows_from_the_municipality() {
        assert_eq!(province_of(Municipality::new(14)), Some("Groningen"));
        assert_eq!(province_of(Municipality::new(106)), Some("Drenthe"));
        assert_eq!(province_of(Municipality::new(9_999)), None);
        assert!(reference::MUNICIPALITIES.is_sorted_by_key(|facts| facts.code));
    }
}
