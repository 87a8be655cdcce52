//! Questions: cases and detention.

use db::Filter;
use host::Page;
use jiff::Unit;
use kernel::{Date, Nationality, Refusal, Uuid};
use tonic::Status;
use wire::returns as pb;
use wire::{Fields, Wire as _};

use super::Api;
use crate::domain::case::ReturnCase;
use crate::domain::codes::{FileOrigin, ReturnState};
use crate::store;

impl Api {
    pub(super) async fn get_return_case(
        &self,
        asked: pb::GetReturnCaseRequest,
    ) -> Result<pb::GetReturnCaseResponse, Status> {
        let mut fields = Fields::new();
        let id: Option<Uuid> = fields.get("person_id", asked.person_id);
        let id = fields.finish(id)?;
        let case: Option<ReturnCase> = self.parts.row(id).await?;
        let no_such = || Refusal::not_found("NOT_FOUND", format!("no return case of {id}"));
        let case = case.ok_or_else(|| host::refused(self.parts.service, &no_such()))?;
        Ok(pb::GetReturnCaseResponse { return_case: case.to_pb() })
    }

    pub(super) async fn list_return_cases(
        &self,
        asked: pb::ListReturnCasesRequest,
    ) -> Result<pb::ListReturnCasesResponse, Status> {
        let mut fields = Fields::new();
        let mut filter = Filter::new();
        let state: Option<Option<ReturnState>> = fields.get("state", asked.state);
        let origin: Option<Option<FileOrigin>> = fields.get("origin", asked.origin);
        let nationality: Option<Option<Nationality>> = fields.get("nationality", asked.nationality);
        fields.check()?;
        filter
            .when("state = ?", state.flatten())
            .when("origin = ?", origin.flatten())
            .when("nationality = ?", nationality.flatten());
        if asked.removable_only {
            filter
                .and("blocked IS NULL AND ended_on IS NULL")
                .when("removable_from <= ?", Some(self.parts.clock.today()));
        }
        let page = Page { size: asked.page_size, token: &asked.page_token };
        let (cases, next_page_token) = self.parts.page::<ReturnCase>(filter, page).await?;
        let return_cases = cases.iter().filter_map(ReturnCase::to_pb).collect();
        Ok(pb::ListReturnCasesResponse { return_cases, next_page_token })
    }

    pub(super) async fn get_detention(
        &self,
        _: pb::GetDetentionRequest,
    ) -> Result<pb::GetDetentionResponse, Status> {
        let rows = self.parts.fetch(store::DETAINED, &[]).await?;
        let since: db::Result<Vec<Date>> = rows.iter().map(|row| row.get(0)).collect();
        let since = since.map_err(|e| host::internal(&e))?;
        let today = self.parts.clock.today();
        let days = |from: &Date| {
            from.until((Unit::Day, today)).map_or(0, |span| i64::from(span.get_days()))
        };
        let occupancy = since.len() as i64;
        let mean_days = since.iter().map(days).sum::<i64>().checked_div(occupancy).unwrap_or(0);
        Ok(pb::GetDetentionResponse { occupancy, mean_days })
    }
}
