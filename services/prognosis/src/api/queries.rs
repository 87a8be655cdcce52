//! Questions: the picture on a date, flows by month, forecasts and their results.

use db::{Filter, Value};
use forecast::Month;
use kernel::{Date, Uuid};
use tonic::Status;
use wire::prognosis as pb;
use wire::{Fields, Wire as _};

use super::{Api, run_to_pb};
use crate::domain::run::{EstimateRow, ForecastRun};
use crate::store;

const LIST_DEFAULT: u32 = 100;
const LIST_MAX: u32 = 1_000;

fn corrupt(error: db::DbError) -> Status {
    host::internal(&error)
}

impl Api {
    pub(super) async fn chain_picture(
        &self,
        asked: pb::GetChainPictureRequest,
    ) -> Result<pb::GetChainPictureResponse, Status> {
        let mut fields = Fields::new();
        let as_of: Option<Option<Date>> = fields.get("as_of", asked.as_of);
        let known_on: Option<Option<Date>> = fields.get("known_on", asked.known_on);
        fields.check()?;
        let as_of = as_of.flatten().unwrap_or_else(|| self.parts.clock.today());
        let values = store::picture_values(as_of, known_on.flatten());
        let rows = self.parts.fetch(store::STOCKS, &values).await?;
        let mut stocks = Vec::with_capacity(rows.len());
        for row in &rows {
            let stock = pb::get_chain_picture_response::Stock {
                stage: row.get(0).map_err(corrupt)?,
                group: row.get(1).map_err(corrupt)?,
                age_band: row.get(2).map_err(corrupt)?,
                count: row.get(3).map_err(corrupt)?,
            };
            if stock.count != 0 {
                stocks.push(stock);
            }
        }
        let cursors = self.parts.journal.cursors().await.map_err(corrupt)?;
        let source = |name: &str| name.rsplit(':').next().unwrap_or(name).to_owned();
        let positions =
            cursors.iter().map(|c| (source(&c.subscription), c.position as u64)).collect();
        Ok(pb::GetChainPictureResponse { as_of: as_of.to_pb(), stocks, positions })
    }

    pub(super) async fn flows(
        &self,
        asked: pb::ListFlowsRequest,
    ) -> Result<pb::ListFlowsResponse, Status> {
        let mut fields = Fields::new();
        let from: Option<Option<Date>> = fields.get("from", asked.from);
        let until: Option<Option<Date>> = fields.get("until", asked.until);
        fields.check()?;
        let first = |date: Date| Month::of(date).first_day();
        let last = |date: Date| Month::of(date).last_day();
        let mut filter = Filter::new();
        filter
            .and("series = 'FLOW'")
            .when("occurred_on >= ?", from.flatten().map(first))
            .when("occurred_on <= ?", until.flatten().map(last))
            .when("grp = ?", Some(asked.group).filter(|group| !group.is_empty()));
        let rows = self.parts.db.list(store::FLOW_LIST, &filter, store::FLOW_LIST_TAIL).await;
        let rows = rows.map_err(corrupt)?;
        let mut flows = Vec::with_capacity(rows.len());
        for row in &rows {
            let measure: String = row.get(0).map_err(corrupt)?;
            let month: String = row.get(1).map_err(corrupt)?;
            let count: i64 = row.get(2).map_err(corrupt)?;
            if count != 0 && measure.starts_with(&asked.measure_prefix) {
                let month = store::month(&month).map_err(corrupt)?.first_day().to_pb();
                flows.push(pb::list_flows_response::Flow { measure, month, count });
            }
        }
        Ok(pb::ListFlowsResponse { flows })
    }

    pub(super) async fn estimates(&self, id: Uuid) -> Result<Vec<pb::Estimate>, Status> {
        let mut filter = Filter::new();
        filter.when("forecast_id = ?", Some(id));
        let rows: Vec<EstimateRow> = self.parts.rows(&filter, "ORDER BY quantity, period").await?;
        Ok(rows.iter().map(EstimateRow::to_pb).collect())
    }

    pub(super) async fn list(
        &self,
        asked: pb::ListForecastsRequest,
    ) -> Result<pb::ListForecastsResponse, Status> {
        let size = match asked.page_size {
            0 => LIST_DEFAULT,
            size if size <= LIST_MAX => size,
            _ => return Err(host::violation("page_size", "must be at most 1000")),
        };
        let mut filter = Filter::new();
        filter.when("listing_key > ?", Some(asked.page_token).filter(|token| !token.is_empty()));
        let limit = filter.bind(Value::Int(i64::from(size) + 1));
        let tail = format!("ORDER BY listing_key LIMIT {limit}");
        let mut rows: Vec<ForecastRun> = self.parts.rows(&filter, &tail).await?;
        let more = rows.len() > size as usize;
        rows.truncate(size as usize);
        let last = rows.last().filter(|_| more).map(|run| run.listing_key.clone());
        let forecasts =
            rows.iter().map(|run| run_to_pb(run, self.runs.done(run.forecast_id))).collect();
        Ok(pb::ListForecastsResponse { forecasts, next_page_token: last.unwrap_or_default() })
    }
}
