//! Questions: single cases, pages of cases, stocks, terms.

use db::Filter;
use host::Page;
use kernel::{Date, Nationality, Refusal, Uuid};
use law::Kind;
use law::rule::CATALOGUE;
use tonic::Status;
use wire::intake as pb;
use wire::{Fields, Wire as _};

use super::Api;
use crate::domain::case::AsylumCase;
use crate::domain::codes::{ApplicationKind, CaseState, DecisionOutcome, FamilyState, Track};
use crate::domain::family::FamilyCase;
use crate::store;

impl Api {
    fn no_such(&self, what: &str, id: Uuid) -> Status {
        host::refused(
            self.parts.service,
            &Refusal::not_found("NOT_FOUND", format!("no {what} {id}")),
        )
    }

    pub(super) async fn get_case(
        &self,
        asked: pb::GetCaseRequest,
    ) -> Result<pb::GetCaseResponse, Status> {
        let mut fields = Fields::new();
        let id: Option<Uuid> = fields.get("case_id", asked.case_id);
        let id = fields.finish(id)?;
        let case: Option<AsylumCase> = self.parts.row(id).await?;
        let case = case.ok_or_else(|| self.no_such("case", id))?;
        Ok(pb::GetCaseResponse { case: case.to_pb() })
    }

    pub(super) async fn list_cases(
        &self,
        asked: pb::ListCasesRequest,
    ) -> Result<pb::ListCasesResponse, Status> {
        let mut fields = Fields::new();
        let mut filter = Filter::new();
        let state: Option<Option<CaseState>> = fields.get("state", asked.state);
        let kind: Option<Option<ApplicationKind>> = fields.get("kind", asked.kind);
        let nationality: Option<Option<Nationality>> = fields.get("nationality", asked.nationality);
        let track: Option<Option<Track>> = fields.get("track", asked.track);
        let outcome: Option<Option<DecisionOutcome>> = fields.get("outcome", asked.outcome);
        let person: Option<Option<Uuid>> = fields.get("person_id", asked.person_id);
        let household: Option<Option<Uuid>> = fields.get("household_id", asked.household_id);
        let from: Option<Option<Date>> = fields.get("lodged_from", asked.lodged_from);
        let until: Option<Option<Date>> = fields.get("lodged_until", asked.lodged_until);
        let due: Option<Option<Date>> = fields.get("due_before", asked.due_before);
        fields.check()?;
        filter
            .when("state = ?", state.flatten())
            .when("kind = ?", kind.flatten())
            .when("nationality = ?", nationality.flatten())
            .when("track = ?", track.flatten())
            .when("outcome = ?", outcome.flatten())
            .when("person_id = ?", person.flatten())
            .when("household_id = ?", household.flatten())
            .when("lodged_on >= ?", from.flatten())
            .when("lodged_on <= ?", until.flatten())
            .when("decided_on IS NULL AND decision_due_on < ?", due.flatten());
        let page = Page { size: asked.page_size, token: &asked.page_token };
        let (cases, next_page_token) = self.parts.page::<AsylumCase>(filter, page).await?;
        let cases = cases.iter().filter_map(AsylumCase::to_pb).collect();
        Ok(pb::ListCasesResponse { cases, next_page_token })
    }

    pub(super) async fn get_family_case(
        &self,
        asked: pb::GetFamilyCaseRequest,
    ) -> Result<pb::GetFamilyCaseResponse, Status> {
        let mut fields = Fields::new();
        let id: Option<Uuid> = fields.get("case_id", asked.case_id);
        let id = fields.finish(id)?;
        let case: Option<FamilyCase> = self.parts.row(id).await?;
        let case = case.ok_or_else(|| self.no_such("family case", id))?;
        Ok(pb::GetFamilyCaseResponse { family_case: case.to_pb() })
    }

    pub(super) async fn list_family_cases(
        &self,
        asked: pb::ListFamilyCasesRequest,
    ) -> Result<pb::ListFamilyCasesResponse, Status> {
        let mut fields = Fields::new();
        let mut filter = Filter::new();
        let state: Option<Option<FamilyState>> = fields.get("state", asked.state);
        let household: Option<Option<Uuid>> = fields.get("household_id", asked.household_id);
        let nationality: Option<Option<Nationality>> = fields.get("nationality", asked.nationality);
        fields.check()?;
        filter
            .when("state = ?", state.flatten())
            .when("household_id = ?", household.flatten())
            .when("nationality = ?", nationality.flatten());
        let page = Page { size: asked.page_size, token: &asked.page_token };
        let (cases, next_page_token) = self.parts.page::<FamilyCase>(filter, page).await?;
        let family_cases = cases.iter().filter_map(FamilyCase::to_pb).collect();
        Ok(pb::ListFamilyCasesResponse { family_cases, next_page_token })
    }

    pub(super) async fn get_intake_stock(
        &self,
        _: pb::GetIntakeStockRequest,
    ) -> Result<pb::GetIntakeStockResponse, Status> {
        let rows = self.parts.fetch(store::STOCK, &[]).await?;
        let one = |row: &db::Row| -> db::Result<pb::get_intake_stock_response::Row> {
            Ok(pb::get_intake_stock_response::Row {
                kind: row.get::<ApplicationKind>(0)?.to_pb(),
                state: row.get::<CaseState>(1)?.to_pb(),
                nationality: row.get(2)?,
                count: row.get(3)?,
            })
        };
        let rows: db::Result<Vec<_>> = rows.iter().map(one).collect();
        Ok(pb::GetIntakeStockResponse { rows: rows.map_err(|e| host::internal(&e))? })
    }

    #[expect(clippy::unused_async, reason = "queries are async by the shape of the service")]
    pub(super) async fn calculate_deadline(
        &self,
        asked: pb::CalculateDeadlineRequest,
    ) -> Result<pb::CalculateDeadlineResponse, Status> {
        let mut fields = Fields::new();
        let start: Option<Date> = fields.get("start", asked.start);
        let terms = || CATALOGUE.iter().filter(|entry| entry.kind == Kind::Term);
        let term = law::rule_named(&asked.rule).filter(|at| CATALOGUE[*at].kind == Kind::Term);
        if term.is_none() {
            let codes: Vec<&str> = terms().map(|entry| entry.code).collect();
            fields.wrong("rule", format!("must be one of {}", codes.join(", ")));
        }
        let (term, start) = fields.finish(term.zip(start))?;
        let dated = self.parts.policy.in_force(term, start);
        let law::Value::Term(length) = dated.value else {
            return Err(host::internal(&"a term that is none"));
        };
        Ok(pb::CalculateDeadlineResponse {
            due: length.due(start).to_pb(),
            source: dated.source.clone(),
        })
    }
}
