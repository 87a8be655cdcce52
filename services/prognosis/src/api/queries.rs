//! Questions: the picture on a date, flows by month, forecasts and their results, editions, judgements,
//! published series, scores and deviations.

use db::Filter;
use forecast::Month;
use forecast::assumption::Assumption;
use host::Page;
use kernel::{Date, EditionId, ForecastId, Reason};
use prost::Message as _;
use tonic::Status;
use wire::prognosis as pb;
use wire::{Fields, Wire as _};

use super::Api;
use crate::domain::edition::{Edition, EditionState};
use crate::domain::judgement::{Judgement, JudgementKind, JudgementVersion};
use crate::domain::outcome::{Deviation, Observation, ScoreRow};
use crate::domain::run::{EstimateRow, ForecastRun};
use crate::store;
use crate::words::{deviation_to_pb, judgement_to_pb, observation_to_pb, run_to_pb, score_to_pb};

fn corrupt(error: db::DbError) -> Status {
    host::internal(&error)
}

impl Api {
    pub(super) async fn get_chain_picture(
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
            cursors.iter().map(|c| (source(&c.subscription), c.position.into())).collect();
        Ok(pb::GetChainPictureResponse { as_of: as_of.to_pb(), stocks, positions })
    }

    pub(super) async fn list_flows(
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
            // From before there was a limit on dates.
            .and(store::IN_TIME)
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

    pub(super) async fn estimates(&self, id: ForecastId) -> Result<Vec<pb::Estimate>, Status> {
        let mut filter = Filter::new();
        filter.when("forecast_id = ?", Some(id));
        let rows: Vec<EstimateRow> = self.parts.rows(&filter, "ORDER BY quantity, period").await?;
        Ok(rows.iter().map(EstimateRow::to_pb).collect())
    }

    pub(super) async fn list_forecasts(
        &self,
        asked: pb::ListForecastsRequest,
    ) -> Result<pb::ListForecastsResponse, Status> {
        let page = Page { size: asked.page_size, token: &asked.page_token };
        let newest = |run: &ForecastRun| run.listing_key.clone();
        let (rows, next_page_token) =
            self.parts.page_by(Filter::new(), page, "listing_key", newest).await?;
        let forecasts =
            rows.iter().map(|run| run_to_pb(run, self.runs.done(run.forecast_id))).collect();
        Ok(pb::ListForecastsResponse { forecasts, next_page_token })
    }

    pub(super) async fn get_forecast(
        &self,
        asked: pb::GetForecastRequest,
    ) -> Result<pb::GetForecastResponse, Status> {
        let run = self.forecast(asked.forecast_id).await?;
        let mut forecast = run_to_pb(&run, self.runs.done(run.forecast_id));
        forecast.estimates = self.estimates(run.forecast_id).await?;
        Ok(pb::GetForecastResponse { forecast: Some(forecast) })
    }

    pub(super) async fn get_edition(
        &self,
        asked: pb::GetEditionRequest,
    ) -> Result<pb::GetEditionResponse, Status> {
        let mut fields = Fields::new();
        let id: Option<EditionId> = fields.get("edition_id", asked.edition_id);
        let id = fields.finish(id)?;
        let edition: Option<Edition> = self.parts.row(id).await?;
        let edition = edition.ok_or_else(|| {
            let refusal = kernel::Refusal::not_found(Reason::NotFound, format!("no edition {id}"));
            host::refused(self.parts.service, &refusal)
        })?;
        Ok(pb::GetEditionResponse { edition: edition.to_pb() })
    }

    pub(super) async fn list_editions(
        &self,
        asked: pb::ListEditionsRequest,
    ) -> Result<pb::ListEditionsResponse, Status> {
        let mut fields = Fields::new();
        let mut filter = Filter::new();
        let state: Option<Option<EditionState>> = fields.get("state", asked.state);
        fields.check()?;
        filter.when("state = ?", state.flatten());
        let page = Page { size: asked.page_size, token: &asked.page_token };
        let (rows, next_page_token) = self.parts.page::<Edition>(filter, page).await?;
        let editions = rows.iter().filter_map(Edition::to_pb).collect();
        Ok(pb::ListEditionsResponse { editions, next_page_token })
    }

    pub(super) async fn list_judgements(
        &self,
        asked: pb::ListJudgementsRequest,
    ) -> Result<pb::ListJudgementsResponse, Status> {
        let mut fields = Fields::new();
        let kind: Option<Option<JudgementKind>> = fields.get("kind", asked.kind);
        fields.check()?;
        let kind = kind.flatten();
        if asked.history {
            let mut filter = Filter::new();
            filter.when("version_id LIKE ?", kind.map(|kind| format!("{kind}/%")));
            let rows: Vec<JudgementVersion> =
                self.parts.rows(&filter, "ORDER BY version_id").await?;
            let read = |row: &JudgementVersion| pb::Judgement::decode(row.body.as_slice());
            let judgements: Result<_, _> = rows.iter().map(read).collect();
            let judgements = judgements.map_err(|error| host::internal(&error))?;
            return Ok(pb::ListJudgementsResponse { judgements });
        }
        let mut filter = Filter::new();
        filter.when("kind = ?", kind);
        let rows: Vec<Judgement> = self.parts.rows(&filter, "ORDER BY judgement_id").await?;
        let mut judgements: Vec<pb::Judgement> = rows.iter().map(judgement_to_pb).collect();
        // What nobody has set stands there too, as the model has it.
        for standard in
            standard().into_iter().filter(|one| kind.is_none_or(|k| one.kind == k.to_pb()))
        {
            let same = |one: &pb::Judgement| one.kind == standard.kind && one.name == standard.name;
            if !judgements.iter().any(same) {
                judgements.push(standard);
            }
        }
        judgements.sort_by(|a, b| (a.kind, &a.name).cmp(&(b.kind, &b.name)));
        Ok(pb::ListJudgementsResponse { judgements })
    }

    pub(super) async fn list_observations(
        &self,
        asked: pb::ListObservationsRequest,
    ) -> Result<pb::ListObservationsResponse, Status> {
        let mut fields = Fields::new();
        let known_on: Option<Option<Date>> = fields.get("known_on", asked.known_on);
        fields.check()?;
        let known_on = known_on.flatten();
        let mut filter = Filter::new();
        filter
            .when("quantity = ?", Some(asked.quantity).filter(|text| !text.is_empty()))
            .when("grp = ?", Some(asked.group).filter(|text| !text.is_empty()))
            .when("published_on <= ?", known_on);
        if !asked.vintages {
            filter.when(store::NEWEST_VINTAGE, Some(known_on.unwrap_or(Date::MAX)));
        }
        let page = Page { size: asked.page_size, token: &asked.page_token };
        let (rows, next_page_token) = self.parts.page::<Observation>(filter, page).await?;
        let observations = rows.iter().map(observation_to_pb).collect();
        Ok(pb::ListObservationsResponse { observations, next_page_token })
    }

    pub(super) async fn list_scores(
        &self,
        asked: pb::ListScoresRequest,
    ) -> Result<pb::ListScoresResponse, Status> {
        let mut fields = Fields::new();
        let forecast: Option<Option<ForecastId>> = fields.get("forecast_id", asked.forecast_id);
        fields.check()?;
        let mut filter = Filter::new();
        filter
            .when("forecast_id = ?", forecast.flatten())
            .when("quantity = ?", Some(asked.quantity).filter(|text| !text.is_empty()));
        let page = Page { size: asked.page_size, token: &asked.page_token };
        let (rows, next_page_token) = self.parts.page::<ScoreRow>(filter, page).await?;
        let scores = rows.iter().map(score_to_pb).collect();
        Ok(pb::ListScoresResponse { scores, next_page_token })
    }

    pub(super) async fn list_deviations(
        &self,
        asked: pb::ListDeviationsRequest,
    ) -> Result<pb::ListDeviationsResponse, Status> {
        let mut filter = Filter::new();
        filter.when("rule = ?", Some(asked.rule).filter(|text| !text.is_empty()));
        let page = Page { size: asked.page_size, token: &asked.page_token };
        let (rows, next_page_token) = self.parts.page::<Deviation>(filter, page).await?;
        let deviations = rows.iter().map(deviation_to_pb).collect();
        Ok(pb::ListDeviationsResponse { deviations, next_page_token })
    }
}

/// Assumptions and measures as the model has them when nobody set them.
fn standard() -> Vec<pb::Judgement> {
    let assumptions = Assumption::all().into_iter().map(|known| pb::Judgement {
        kind: JudgementKind::Assumption.to_pb(),
        name: known.to_string(),
        unit: known.meaning().unit.to_owned(),
        description: known.meaning().description.to_owned(),
        ..pb::Judgement::default()
    });
    let measures = forecast::measure::catalogue().into_iter().map(|known| pb::Judgement {
        kind: JudgementKind::Measure.to_pb(),
        name: known.measure.to_string(),
        description: known.source,
        ..pb::Judgement::default()
    });
    assumptions.chain(measures).collect()
}
