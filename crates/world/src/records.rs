//! The opening position in the words of the contracts, one record per case, stay, match and location.

use std::sync::Arc;

use client::Service;
use kernel::{Date, Municipality};
use law::{Policy, rule};
use prost::Message as _;
use wire::Wire as _;
use wire::{housing, intake, reception, returns};

use crate::chance::id;
use crate::ledger::{Ledger, Location};
use crate::people::{Household, Stage};
use crate::plan::rpc;
use crate::portfolio::kind;

/// The service that takes an import, and the path of its rpc.
pub(crate) type Import = (&'static str, Service, &'static str, Vec<Vec<u8>>);

/// Paths of the imports.
const LOCATIONS: &str = rpc!(reception "ImportLocations");
const CASES: &str = rpc!(intake "ImportCases");
const FAMILIES: &str = rpc!(intake "ImportFamilyCases");
const STAYS: &str = rpc!(reception "ImportStays");
const MATCHES: &str = rpc!(housing "ImportMatches");
const RETURNS: &str = rpc!(returns "ImportReturnCases");

/// Everything to be taken over.
pub(crate) struct Records {
    on: Date,
    policy: Arc<Policy>,
    locations: Vec<reception::Location>,
    cases: Vec<intake::AsylumCase>,
    families: Vec<intake::FamilyCase>,
    stays: Vec<reception::Stay>,
    matches: Vec<housing::HousingMatch>,
    returns: Vec<returns::ReturnCase>,
}

impl Records {
    pub(crate) fn new(policy: Arc<Policy>, on: Date) -> Self {
        Self {
            on,
            policy,
            locations: Vec::new(),
            cases: Vec::new(),
            families: Vec::new(),
            stays: Vec::new(),
            matches: Vec::new(),
            returns: Vec::new(),
        }
    }

    pub(crate) fn locations(&mut self, all: &[Location]) {
        self.locations = all
            .iter()
            .map(|location| reception::Location {
                location_id: location.id.to_string(),
                name: location.name.clone(),
                kind: kind(location).into(),
                municipality: location.municipality.to_string(),
                emergency: location.emergency,
                places: location.places,
                minors_only: location.minors,
                contract_ends_on: location.contract_ends_on.to_pb(),
                state: reception::LocationState::Open.into(),
                opened_on: self.on.to_pb(),
                ..Default::default()
            })
            .collect();
    }

    pub(crate) fn case(
        &mut self,
        household: &Household,
        state: intake::CaseState,
        lodged: Date,
        decided: Option<Date>,
    ) {
        use intake::CaseState as S;
        let appeal = state == S::Appeal;
        let track = (state != S::Lodged).then_some(intake::Track::Legacy4Extended);
        for member in &household.members {
            let person = household.pb_person(member);
            self.cases.push(intake::AsylumCase {
                case_id: member.case.to_string(),
                person_id: person.person_id,
                household_id: person.household_id,
                nationality: person.nationality,
                birth_year: person.birth_year,
                sex: person.sex,
                unaccompanied_minor: person.unaccompanied_minor,
                kind: intake::ApplicationKind::First.into(),
                state: state.into(),
                made_on: lodged.to_pb(),
                lodged_on: lodged.to_pb(),
                decision_due_on: self.policy.due(rule::LEGACY_DECISION, lodged).to_pb(),
                track: track.map_or(0, Into::into),
                outcome: if decided.is_some() { household.mind } else { 0 },
                decided_on: decided.to_pb(),
                appeal_suspensive: appeal,
                ..Default::default()
            });
        }
    }

    pub(crate) fn stay(
        &mut self,
        household: &Household,
        ledger: &Ledger,
        since: Date,
        right_ends_on: Option<Date>,
    ) {
        let Some(location) = household.place.and_then(|place| ledger.locations.get(place)) else {
            return;
        };
        use reception::Category as C;
        let category = match household.stage {
            _ if household.minor => C::UnaccompaniedMinor,
            Stage::Granted => C::StatusHolder,
            Stage::Rejected if right_ends_on.is_some() => C::Rejected,
            _ => C::Applicant,
        };
        for member in &household.members {
            let person = household.pb_person(member);
            self.stays.push(reception::Stay {
                person_id: person.person_id,
                case_id: member.case.to_string(),
                household_id: person.household_id,
                nationality: person.nationality,
                birth_year: person.birth_year,
                sex: person.sex,
                unaccompanied_minor: person.unaccompanied_minor,
                state: reception::StayState::Placed.into(),
                category: category.into(),
                location_id: location.id.to_string(),
                stay_no: 1,
                expected_on: since.to_pb(),
                placed_on: since.to_pb(),
                right_ends_on: right_ends_on.to_pb(),
                ..Default::default()
            });
        }
    }

    pub(crate) fn housing_match(
        &mut self,
        household: &Household,
        granted: Date,
        municipality: Option<Municipality>,
    ) {
        let state = match municipality {
            Some(_) => housing::MatchState::Linked,
            None => housing::MatchState::Ready,
        };
        self.matches.push(housing::HousingMatch {
            household_id: household.id.to_string(),
            person_ids: household.members.iter().map(|member| member.id.to_string()).collect(),
            state: state.into(),
            granted_on: granted.to_pb(),
            link_due_on: law::link_due(&self.policy, granted).to_pb(),
            housed_due_on: law::house_due(&self.policy, granted).to_pb(),
            municipality: municipality.map(|m| m.to_string()).unwrap_or_default(),
            ..Default::default()
        });
    }

    pub(crate) fn return_case(
        &mut self,
        household: &Household,
        of_ind: bool,
        decided: Date,
        removable: Date,
    ) {
        let origin = if of_ind { returns::FileOrigin::Ind } else { returns::FileOrigin::Police };
        for member in &household.members {
            let person = household.pb_person(member);
            self.returns.push(returns::ReturnCase {
                person_id: person.person_id,
                case_id: if of_ind { member.case.to_string() } else { String::new() },
                household_id: person.household_id,
                nationality: person.nationality,
                birth_year: person.birth_year,
                sex: person.sex,
                unaccompanied_minor: person.unaccompanied_minor,
                state: returns::ReturnState::IndependentTrack.into(),
                origin: origin.into(),
                announced_on: decided.to_pb(),
                removable_from: removable.to_pb(),
                ..Default::default()
            });
        }
    }

    pub(crate) fn family(
        &mut self,
        household: &Household,
        approved: bool,
        filed: Date,
        granted: Date,
        subsidiary: bool,
    ) {
        use intake::FamilyState as S;
        for member in &household.members {
            let person = household.pb_person(member);
            self.families.push(intake::FamilyCase {
                case_id: member.case.to_string(),
                person_id: person.person_id,
                household_id: person.household_id,
                nationality: person.nationality,
                birth_year: person.birth_year,
                sex: person.sex,
                sponsor_granted_on: granted.to_pb(),
                sponsor_subsidiary: subsidiary,
                state: if approved { S::Approved } else { S::Filed }.into(),
                filed_on: filed.to_pb(),
                decision_due_on: self.policy.due(rule::FAMILY_DECISION, filed).to_pb(),
                ..Default::default()
            });
        }
    }

    /// The imports in the order in which they must be sent.
    pub(crate) fn requests(self, seed: u64, size: usize) -> Vec<Import> {
        let on = self.on.to_pb();
        let request_id = |what: &str, n: usize| id(seed, &format!("import/{what}/{n}")).to_string();
        macro_rules! import {
            ($what:literal, $service:ident, $path:expr, $request:path, $field:ident, $all:expr) => {{
                let requests = $all.chunks(size).enumerate().map(|(n, chunk)| {
                    type Request = $request;
                    let request = Request {
                        request_id: request_id($what, n),
                        occurred_on: on,
                        $field: chunk.to_vec(),
                    };
                    request.encode_to_vec()
                });
                ($what, Service::$service, $path, requests.collect())
            }};
        }
        vec![
            import!(
                "locations",
                Reception,
                LOCATIONS,
                reception::ImportLocationsRequest,
                locations,
                self.locations
            ),
            import!("asylum cases", Intake, CASES, intake::ImportCasesRequest, cases, self.cases),
            import!(
                "family cases",
                Intake,
                FAMILIES,
                intake::ImportFamilyCasesRequest,
                family_cases,
                self.families
            ),
            import!("stays", Reception, STAYS, reception::ImportStaysRequest, stays, self.stays),
            import!(
                "housing matches",
                Housing,
                MATCHES,
                housing::ImportMatchesRequest,
                matches,
                self.matches
            ),
            import!(
                "departure cases",
                Returns,
                RETURNS,
                returns::ImportReturnCasesRequest,
                return_cases,
                self.returns
            ),
        ]
    }
}
