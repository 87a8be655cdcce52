//! Questions: cases, detention, charters, published counts.

use db::Filter;
use host::Page;
use jiff::Unit;
use kernel::{Date, Nationality, PersonId, Reason, Refusal};
use tonic::Status;
use wire::returns as pb;
use wire::{Fields, Wire as _};

use super::Api;
use crate::domain::case::ReturnCase;
use crate::domain::charter::Charter;
use crate::domain::codes::{DepartureOutcome, FileOrigin, ReturnState};
use crate::domain::detention::Facility;
use crate::domain::statistics::{self, EntryKind};
use crate::store;

/// Length of a month as text, `2026-05`.
const MONTH_LEN: usize = 7;

impl Api {
    pub(super) async fn get_return_case(
        &self,
        asked: pb::GetReturnCaseRequest,
    ) -> Result<pb::GetReturnCaseResponse, Status> {
        let mut fields = Fields::new();
        let id: Option<PersonId> = fields.get("person_id", asked.person_id);
        let id = fields.finish(id)?;
        let case: Option<ReturnCase> = self.parts.row(id).await?;
        let no_such = || Refusal::not_found(Reason::NotFound, format!("no return case of {id}"));
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
        let today = self.parts.clock.today();
        let mut answer = pb::GetDetentionResponse::default();
        let mut days = 0;
        for row in &rows {
            let read =
                || Ok::<_, db::DbError>((row.get::<Date>(0)?, row.get::<bool>(1)?, row.get(2)?));
            let (since, family, review): (Date, bool, Option<Date>) =
                read().map_err(|e| host::internal(&e))?;
            days += since.until((Unit::Day, today)).map_or(0, |span| i64::from(span.get_days()));
            answer.occupancy += 1;
            answer.family_occupancy += i64::from(family);
            answer.reviews_overdue += i64::from(review.is_some_and(|due| due < today));
        }
        answer.mean_days = days.checked_div(answer.occupancy).unwrap_or(0);
        answer.capacity = Facility::Centre.capacity(&self.parts.policy, today);
        answer.family_capacity = Facility::Family.capacity(&self.parts.policy, today);
        Ok(answer)
    }

    pub(super) async fn get_departure_statistics(
        &self,
        asked: pb::GetDepartureStatisticsRequest,
    ) -> Result<pb::GetDepartureStatisticsResponse, Status> {
        let mut fields = Fields::new();
        for (name, month) in
            [("from_month", &asked.from_month), ("until_month", &asked.until_month)]
        {
            if format!("{month}-01").parse::<Date>().is_err() || month.len() != MONTH_LEN {
                fields.wrong(name, "must be a month such as 2026-05");
            }
        }
        fields.check()?;
        let months = [db::Value::Text(asked.from_month), db::Value::Text(asked.until_month)];
        let sql =
            if asked.by_nationality { store::STATISTICS_BY_NATIONALITY } else { store::STATISTICS };
        let today = self.parts.clock.today();
        let mut answer = pb::GetDepartureStatisticsResponse::default();
        for row in &self.parts.fetch(sql, &months).await? {
            let (kind, row) =
                self.statistic(row, asked.by_nationality, today).map_err(|e| host::internal(&e))?;
            match kind {
                EntryKind::Departure => answer.departures.push(row),
                EntryKind::File => answer.files.push(row),
            }
        }
        Ok(answer)
    }

    fn statistic(
        &self,
        row: &db::Row,
        by_nationality: bool,
        today: Date,
    ) -> db::Result<(EntryKind, pb::get_departure_statistics_response::Row)> {
        let outcome: String = row.get(2)?;
        let origin: String = row.get(3)?;
        let count: i64 = row.get(5)?;
        let answer = pb::get_departure_statistics_response::Row {
            month: row.get(1)?,
            outcome: outcome.parse::<DepartureOutcome>().map_or(0, |outcome| outcome.to_pb()),
            origin: origin.parse::<FileOrigin>().map_or(0, |origin| origin.to_pb()),
            nationality: if by_nationality { row.get(6)? } else { String::new() },
            demonstrable: row.get(4)?,
            published: statistics::published(&self.parts.policy, today, count),
        };
        Ok((row.get(0)?, answer))
    }

    pub(super) async fn list_charters(
        &self,
        asked: pb::ListChartersRequest,
    ) -> Result<pb::ListChartersResponse, Status> {
        let page = Page { size: asked.page_size, token: &asked.page_token };
        let (charters, next_page_token) = self.parts.page::<Charter>(Filter::new(), page).await?;
        let charters = charters.iter().filter_map(Charter::to_pb).collect();
        Ok(pb::ListChartersResponse { charters, next_page_token })
    }
}
