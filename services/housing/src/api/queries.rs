//! Questions: matches, tasks, national sums.

use db::{Filter, Value};
use host::Page;
use kernel::{Municipality, Refusal, Uuid};
use tonic::Status;
use wire::housing as pb;
use wire::{Fields, Wire as _};

use super::Api;
use crate::domain::codes::MatchState;
use crate::domain::matching::HousingMatch;
use crate::domain::task::Task;
use crate::store;

impl Api {
    fn no_such(&self, text: String) -> Status {
        host::refused(self.parts.service, &Refusal::not_found("NOT_FOUND", text))
    }

    pub(super) async fn get_housing_match(
        &self,
        asked: pb::GetHousingMatchRequest,
    ) -> Result<pb::GetHousingMatchResponse, Status> {
        let mut fields = Fields::new();
        let id: Option<Uuid> = fields.get("household_id", asked.household_id);
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
        let mut filter = Filter::new();
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
}
