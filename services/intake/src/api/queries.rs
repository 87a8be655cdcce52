//! Questions: single cases, pages of cases, stocks, terms.

use db::Filter;
use host::Page;
use kernel::{CaseId, Date, FamilyCaseId, HouseholdId, Nationality, PersonId, Reason, Refusal};
use law::Kind;
use law::rule::CATALOGUE;
use tonic::Status;
use wire::intake as pb;
use wire::{Fields, Wire as _};

use super::Api;
use crate::domain::case::{self, AsylumCase, CaseTerm};
use crate::domain::codes::{
    ApplicationKind, CaseState, DecisionOutcome, FamilyState, RelocationState, Track,
};
use crate::domain::family::FamilyCase;
use crate::domain::moratorium::Moratorium;
use crate::domain::person::PersonNote;
use crate::domain::relocation::Relocation;
use crate::domain::report::CountryReport;
use crate::store;

impl Api {
    fn no_such(&self, what: &str, id: impl std::fmt::Display) -> Status {
        host::refused(
            self.parts.service,
            &Refusal::not_found(Reason::NotFound, format!("no {what} {id}")),
        )
    }

    pub(super) async fn get_case(
        &self,
        asked: pb::GetCaseRequest,
    ) -> Result<pb::GetCaseResponse, Status> {
        let mut fields = Fields::new();
        let id: Option<CaseId> = fields.get("case_id", asked.case_id);
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
        let person: Option<Option<PersonId>> = fields.get("person_id", asked.person_id);
        let household: Option<Option<HouseholdId>> = fields.get("household_id", asked.household_id);
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
        let id: Option<FamilyCaseId> = fields.get("case_id", asked.case_id);
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
        let household: Option<Option<HouseholdId>> = fields.get("household_id", asked.household_id);
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

    pub(super) async fn get_case_terms(
        &self,
        asked: pb::GetCaseTermsRequest,
    ) -> Result<pb::GetCaseTermsResponse, Status> {
        let mut fields = Fields::new();
        let id: Option<CaseId> = fields.get("case_id", asked.case_id);
        let id = fields.finish(id)?;
        let case: Option<AsylumCase> = self.parts.row(id).await?;
        let case = case.ok_or_else(|| self.no_such("case", id))?;
        let policy = &self.parts.policy;
        let one = |term: CaseTerm| {
            let dated = law::rule_named(term.rule).map(|at| policy.in_force(at, case.made_on));
            pb::CaseTerm {
                rule: term.rule.to_owned(),
                due_on: term.due_on.to_pb(),
                done_on: term.done_on.to_pb(),
                source: dated.map(|dated| dated.source.clone()).unwrap_or_default(),
                verified: dated.is_some_and(|dated| dated.verified),
            }
        };
        let terms = case::terms(policy, &case).into_iter().map(one).collect();
        Ok(pb::GetCaseTermsResponse { terms, policy: policy.name().to_owned() })
    }

    pub(super) async fn get_late_decisions(
        &self,
        asked: pb::GetLateDecisionsRequest,
    ) -> Result<pb::GetLateDecisionsResponse, Status> {
        let mut fields = Fields::new();
        let as_of: Option<Option<Date>> = fields.get("as_of", asked.as_of);
        fields.check()?;
        let today = kernel::civil_date(self.parts.clock.now());
        let as_of = as_of.flatten().unwrap_or(today);
        let counted = self.parts.fetch(store::LATE, &[db::Column::value(&as_of)]).await?;
        let count = |rows: &[db::Row]| -> Result<i64, Status> {
            rows.first().map_or(Ok(0), |row| row.get(0)).map_err(|e| host::internal(&e))
        };
        let first = as_of.first_of_year();
        let paid = [db::Column::value(&first), db::Column::value(&as_of)];
        let paid = self.parts.fetch(store::PAID, &paid).await?;
        let mut filter = Filter::new();
        filter.when("in_default_since <= ?", Some(as_of));
        let in_default: Vec<AsylumCase> = self.parts.rows(&filter, "").await?;
        let policy = &self.parts.policy;
        let penalties = in_default.iter().map(|case| case::penalty(policy, case, as_of).0);
        Ok(pb::GetLateDecisionsResponse {
            late: count(&counted)?,
            in_default: in_default.len() as i64,
            court_terms: in_default
                .iter()
                .filter(|case| case.in_default.is_some_and(|late| late.court_due_on.is_some()))
                .count() as i64,
            penalty_cents: penalties.sum(),
            paid_cents: count(&paid)?,
        })
    }

    pub(super) async fn list_moratoria(
        &self,
        asked: pb::ListMoratoriaRequest,
    ) -> Result<pb::ListMoratoriaResponse, Status> {
        let mut fields = Fields::new();
        let mut filter = Filter::new();
        let nationality: Option<Option<Nationality>> = fields.get("nationality", asked.nationality);
        fields.check()?;
        filter.when("nationality = ?", nationality.flatten());
        if asked.running {
            filter.when(
                "ended_on IS NULL AND starts_on <= ?",
                Some(kernel::civil_date(self.parts.clock.now())),
            );
        }
        let page = Page { size: asked.page_size, token: &asked.page_token };
        let (moratoria, next_page_token) = self.parts.page::<Moratorium>(filter, page).await?;
        let moratoria = moratoria.iter().filter_map(Moratorium::to_pb).collect();
        Ok(pb::ListMoratoriaResponse { moratoria, next_page_token })
    }

    pub(super) async fn list_person_corrections(
        &self,
        asked: pb::ListPersonCorrectionsRequest,
    ) -> Result<pb::ListPersonCorrectionsResponse, Status> {
        let mut fields = Fields::new();
        let mut filter = Filter::new();
        let person: Option<Option<PersonId>> = fields.get("person_id", asked.person_id);
        fields.check()?;
        filter.when("person_id = ?", person.flatten());
        let page = Page { size: asked.page_size, token: &asked.page_token };
        let (notes, next_page_token) = self.parts.page::<PersonNote>(filter, page).await?;
        let corrections = notes.iter().filter_map(PersonNote::to_pb).collect();
        Ok(pb::ListPersonCorrectionsResponse { corrections, next_page_token })
    }

    pub(super) async fn list_relocations(
        &self,
        asked: pb::ListRelocationsRequest,
    ) -> Result<pb::ListRelocationsResponse, Status> {
        let mut fields = Fields::new();
        let mut filter = Filter::new();
        let state: Option<Option<RelocationState>> = fields.get("state", asked.state);
        fields.check()?;
        filter.when("state = ?", state.flatten());
        let page = Page { size: asked.page_size, token: &asked.page_token };
        let (rows, next_page_token) = self.parts.page::<Relocation>(filter, page).await?;
        let relocations = rows.iter().filter_map(Relocation::to_pb).collect();
        Ok(pb::ListRelocationsResponse { relocations, next_page_token })
    }

    pub(super) async fn list_country_reports(
        &self,
        asked: pb::ListCountryReportsRequest,
    ) -> Result<pb::ListCountryReportsResponse, Status> {
        let mut fields = Fields::new();
        let mut filter = Filter::new();
        let nationality: Option<Option<Nationality>> = fields.get("nationality", asked.nationality);
        fields.check()?;
        filter.when("nationality = ?", nationality.flatten());
        let page = Page { size: asked.page_size, token: &asked.page_token };
        let (rows, next_page_token) = self.parts.page::<CountryReport>(filter, page).await?;
        let reports = rows.iter().filter_map(CountryReport::to_pb).collect();
        Ok(pb::ListCountryReportsResponse { reports, next_page_token })
    }

    pub(super) async fn get_quotas(
        &self,
        asked: pb::GetQuotasRequest,
    ) -> Result<pb::GetQuotasResponse, Status> {
        let mut fields = Fields::new();
        let year = i16::try_from(asked.year).ok().filter(|year| (2000..=2100).contains(year));
        if year.is_none() {
            fields.wrong("year", "must be a year from 2000 to 2100");
        }
        let year = fields.finish(year)?;
        let (first, last) = (Date::constant(year, 1, 1), Date::constant(year, 12, 31));
        let span = [db::Column::value(&first), db::Column::value(&last)];
        let rows = self.parts.fetch(store::QUOTAS, &span).await?;
        let (mut resettled, mut relocated) = (0, 0);
        for row in &rows {
            let read = || -> db::Result<(ApplicationKind, i64)> { Ok((row.get(0)?, row.get(1)?)) };
            match read().map_err(|e| host::internal(&e))? {
                (ApplicationKind::Resettled, count) => resettled = count,
                (_, count) => relocated = count,
            }
        }
        let policy = &self.parts.policy;
        let share = policy.get(law::rule::RELOCATION_SHARE, last);
        let each = policy.get(law::rule::SOLIDARITY_CONTRIBUTION, last);
        Ok(pb::GetQuotasResponse {
            resettled,
            resettlement_quota: policy.get(law::rule::RESETTLEMENT_QUOTA, last),
            relocated,
            relocation_share: share,
            contribution_cents: each.times((share - relocated).max(0)).0,
        })
    }

    #[expect(clippy::unused_async, reason = "queries are async by the shape of the service")]
    pub(super) async fn calculate_deadline(
        &self,
        asked: pb::CalculateDeadlineRequest,
    ) -> Result<pb::CalculateDeadlineResponse, Status> {
        let mut fields = Fields::new();
        let start: Option<Date> = fields.get("start", asked.start);
        let term = law::rule_named(&asked.rule).filter(|at| CATALOGUE[*at].kind == Kind::Term);
        if term.is_none() {
            fields.wrong("rule", no_such_term(&asked.rule));
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

/// Most codes that an error proposes: all of them do not fit into the metadata that a default client takes.
const PROPOSED_MAX: usize = 8;

/// That no term has this code, and which ones share a word with it.
fn no_such_term(asked: &str) -> String {
    let words: Vec<String> = asked.to_uppercase().split('_').map(str::to_owned).collect();
    let alike = |code: &str| code.split('_').filter(|word| words.iter().any(|w| w == word)).count();
    let mut codes: Vec<&str> = CATALOGUE
        .iter()
        .filter(|entry| entry.kind == Kind::Term && alike(entry.code) > 0)
        .map(|entry| entry.code)
        .collect();
    codes.sort_by_key(|code| (std::cmp::Reverse(alike(code)), *code));
    codes.truncate(PROPOSED_MAX);
    if codes.is_empty() {
        return "must be the code of a term; keten policy show lists all".to_owned();
    }
    format!("must be the code of a term, such as {}; keten policy show lists all", codes.join(", "))
}
