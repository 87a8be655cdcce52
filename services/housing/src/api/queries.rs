//! Questions: matches, tasks, national sums.

use std::collections::BTreeMap;

use db::{Column as _, Filter, Value};
use host::Page;
use kernel::{HouseholdId, Municipality, Reason, Refusal};
use tonic::Status;
use wire::housing as pb;
use wire::{Fields, Wire as _};

use super::{Api, parse, words};
use crate::domain::codes::MatchState;
use crate::domain::linking::{self, Batch, LinkProposal};
use crate::domain::matching::HousingMatch;
use crate::domain::spreading::{self, SpreadingCycle, SpreadingShare};
use crate::domain::supervision::Supervision;
use crate::domain::task::{RealisationEntry, Task};
use crate::store;

/// Most households beyond a batch of proposals that are looked at.
const COMING_MAX: i64 = 1_000;

impl Api {
    fn no_such(&self, text: String) -> Status {
        host::refused(self.parts.service, &Refusal::not_found(Reason::NotFound, text))
    }

    pub(super) async fn get_housing_match(
        &self,
        asked: pb::GetHousingMatchRequest,
    ) -> Result<pb::GetHousingMatchResponse, Status> {
        let mut fields = Fields::new();
        let id: Option<HouseholdId> = fields.get("household_id", asked.household_id);
        let id = fields.finish(id)?;
        let found: Option<HousingMatch> = self.parts.row(id).await?;
        let found = found.ok_or_else(|| self.no_such(format!("no match of {id}")))?;
        Ok(pb::GetHousingMatchResponse { r#match: found.to_pb() })
    }

    pub(super) async fn list_matches(
        &self,
        asked: pb::ListMatchesRequest,
    ) -> Result<pb::ListMatchesResponse, Status> {
        let mut fields = Fields::new();
        let mut filter = Filter::new();
        let state: Option<Option<MatchState>> = fields.get("state", asked.state);
        let municipality: Option<Option<Municipality>> =
            fields.get("municipality", asked.municipality);
        fields.check()?;
        filter.when("state = ?", state.flatten()).when("municipality = ?", municipality.flatten());
        if asked.late_only {
            filter.and("late");
        }
        let page = Page { size: asked.page_size, token: &asked.page_token };
        let (matches, next_page_token) = self.parts.page::<HousingMatch>(filter, page).await?;
        let matches = matches.iter().filter_map(HousingMatch::to_pb).collect();
        Ok(pb::ListMatchesResponse { matches, next_page_token })
    }

    pub(super) async fn list_tasks(
        &self,
        asked: pb::ListTasksRequest,
    ) -> Result<pb::ListTasksResponse, Status> {
        let mut fields = Fields::new();
        let mut filter = Filter::new();
        let municipality: Option<Option<Municipality>> =
            fields.get("municipality", asked.municipality);
        fields.check()?;
        filter.when("municipality = ?", municipality.flatten());
        filter.when("half = ?", Some(asked.half).filter(|half| !half.is_empty())).when(
            "supervision_step >= ?",
            Some(asked.supervision_step_min).filter(|step| *step > 0),
        );
        let page = Page { size: asked.page_size, token: &asked.page_token };
        let (tasks, next_page_token) = self.parts.page::<Task>(filter, page).await?;
        Ok(pb::ListTasksResponse {
            tasks: tasks.iter().filter_map(Task::to_pb).collect(),
            next_page_token,
        })
    }

    pub(super) async fn get_national_balance(
        &self,
        asked: pb::GetNationalBalanceRequest,
    ) -> Result<pb::GetNationalBalanceResponse, Status> {
        let rows = self.parts.fetch(store::BALANCE, &[Value::Text(asked.half.clone())]).await?;
        let no_such = || self.no_such(format!("no target is set for {:?}", asked.half));
        let row = rows.first().ok_or_else(no_such)?;
        let sum = |n: usize| row.get::<Option<i64>>(n).map_err(|e| host::internal(&e));
        let target = sum(0)?.ok_or_else(no_such)?;
        let (opening, linked) = (sum(1)?.unwrap_or_default(), sum(2)?.unwrap_or_default());
        let (realised, met) = (sum(3)?.unwrap_or_default(), sum(4)?.unwrap_or_default());
        Ok(pb::GetNationalBalanceResponse {
            target,
            opening,
            linked,
            realised,
            closing: opening + target - realised,
            municipalities_met: met,
        })
    }

    pub(super) async fn get_supervision(
        &self,
        asked: pb::GetSupervisionRequest,
    ) -> Result<pb::GetSupervisionResponse, Status> {
        let mut fields = Fields::new();
        let municipality: Option<Municipality> = fields.get("municipality", asked.municipality);
        let municipality = fields.finish(municipality)?;
        let found: Option<Supervision> = self.parts.row(municipality).await?;
        let no_such = || self.no_such(format!("{municipality} was never under supervision"));
        Ok(pb::GetSupervisionResponse { supervision: found.ok_or_else(no_such)?.to_pb() })
    }

    pub(super) async fn list_supervision(
        &self,
        asked: pb::ListSupervisionRequest,
    ) -> Result<pb::ListSupervisionResponse, Status> {
        let mut filter = Filter::new();
        filter.when("step >= ?", Some(asked.step_min).filter(|step| *step > 0));
        let page = Page { size: asked.page_size, token: &asked.page_token };
        let (found, next_page_token) = self.parts.page::<Supervision>(filter, page).await?;
        let supervisions = found.iter().filter_map(Supervision::to_pb).collect();
        Ok(pb::ListSupervisionResponse { supervisions, next_page_token })
    }

    pub(super) async fn list_realisation(
        &self,
        asked: pb::ListRealisationRequest,
    ) -> Result<pb::ListRealisationResponse, Status> {
        let mut fields = Fields::new();
        let mut filter = Filter::new();
        let municipality: Option<Option<Municipality>> =
            fields.get("municipality", asked.municipality);
        let household: Option<Option<HouseholdId>> = fields.get("household_id", asked.household_id);
        fields.check()?;
        filter
            .when("half = ?", Some(asked.half).filter(|half| !half.is_empty()))
            .when("municipality = ?", municipality.flatten())
            .when("household_id = ?", household.flatten());
        let page = Page { size: asked.page_size, token: &asked.page_token };
        let (found, next_page_token) = self.parts.page::<RealisationEntry>(filter, page).await?;
        let entries = found.iter().filter_map(RealisationEntry::to_pb).collect();
        Ok(pb::ListRealisationResponse { entries, next_page_token })
    }

    pub(super) async fn get_contributions(
        &self,
        asked: pb::GetContributionsRequest,
    ) -> Result<pb::GetContributionsResponse, Status> {
        let mut fields = Fields::new();
        let (from, until) = (fields.date("from", asked.from), fields.date("until", asked.until));
        let (from, until) = fields.finish(from.zip(until))?;
        let rows = self.parts.fetch(store::CONTRIBUTIONS, &[from.value(), until.value()]).await?;
        let sum = |n: usize| match rows.first() {
            Some(row) => row.get::<Option<i64>>(n).map_err(|e| host::internal(&e)),
            None => Ok(None),
        };
        Ok(pb::GetContributionsResponse {
            persons: sum(0)?.unwrap_or_default(),
            amount_cents: sum(1)?.unwrap_or_default(),
        })
    }

    pub(super) async fn propose_links(
        &self,
        asked: pb::ProposeLinksRequest,
    ) -> Result<pb::ProposeLinksResponse, Status> {
        let (half, limit, classes) = parse::proposal(asked)?;
        let mut ready = Filter::new();
        ready.when("state = ?", Some(MatchState::Ready));
        // Those behind the batch are its future: they make dearer what they will need.
        let most = ready.bind(Value::Int(i64::from(limit) + COMING_MAX));
        let tail = format!("ORDER BY link_due_on, household_id LIMIT {most}");
        let waiting: Vec<HousingMatch> = self.parts.rows(&ready, &tail).await?;
        let (households, coming) = waiting.split_at(waiting.len().min(limit as usize));
        let mut of_half = Filter::new();
        of_half.when("half = ?", Some(half.to_string()));
        let tasks: Vec<Task> = self.parts.rows(&of_half, "ORDER BY municipality").await?;
        let today = self.parts.clock.today();
        let policy = self.parts.policy.clone();
        let batch = (households.to_vec(), coming.to_vec());
        // A large batch takes a while: not on a thread that serves others.
        let matched = tokio::task::spawn_blocking(move || {
            let batch =
                Batch { households: &batch.0, coming: &batch.1, tasks: &tasks, classes: &classes };
            linking::propose(&policy, today, &batch)
        });
        let (all, quality) = matched.await.map_err(|error| host::internal(&error))?;
        let proposals = all.iter().filter_map(LinkProposal::to_pb).collect();
        Ok(pb::ProposeLinksResponse { proposals, quality: Some(words::quality(quality)) })
    }

    pub(super) async fn get_distribution(
        &self,
        asked: pb::GetDistributionRequest,
    ) -> Result<pb::GetDistributionResponse, Status> {
        let found: Option<SpreadingCycle> = self.parts.row(asked.cycle.to_string()).await?;
        let no_such = || self.no_such(format!("no capacity estimate is set for {}", asked.cycle));
        let cycle = found.ok_or_else(no_such)?;
        let days =
            spreading::days(asked.cycle).map_err(|r| host::refused(self.parts.service, &r))?;
        let mut filter = Filter::new();
        filter.when("cycle = ?", Some(cycle.cycle.clone()));
        let shares: Vec<SpreadingShare> = self.parts.rows(&filter, "ORDER BY municipality").await?;
        let mut provinces: BTreeMap<&str, pb::ProvincialGap> = BTreeMap::new();
        for share in &shares {
            let sum = provinces.entry(&share.province).or_default();
            sum.province.clone_from(&share.province);
            sum.indicative += i64::from(share.indicative);
            sum.task += i64::from(share.task());
            sum.realised += i64::from(share.realised);
            sum.gap = (sum.task - sum.realised).max(0);
        }
        let gap =
            |share: &SpreadingShare| pb::MunicipalGap { share: share.to_pb(), gap: share.gap() };
        Ok(pb::GetDistributionResponse {
            cycle: cycle.to_pb(),
            realise_by: days.realise_by.to_pb(),
            municipalities: shares.iter().map(gap).collect(),
            provinces: provinces.into_values().collect(),
        })
    }
}
