//! gRPC in, domain out.

mod events;
mod queries;
mod requests;
mod words;

use host::Parts;
use kernel::{Ids, Order, Uuid};
use tonic::Status;
use wire::intake as pb;
use wire::intake::intake_service_server::IntakeService;
use wire::{Fields, WireOrder};

use crate::domain::case::{self, AsylumCase};
use crate::domain::family::{self, FamilyCase};
use crate::domain::moratorium::{self, Moratorium};
use crate::domain::person::{self, Facts, PersonNote};
use crate::domain::relocation::{self, Relocation};
use crate::domain::report::{self, CountryReport};
use crate::work::Command;

/// The gRPC service.
pub(crate) struct Api {
    pub(crate) parts: Parts<Command>,
}

host::fact!(case::Event => AsylumCase, "asielaanvraag", |e| e.case_id, case::evolve);
host::fact!(family::Event => FamilyCase, "nareisaanvraag", |e| e.case_id, family::evolve);

host::fact!(moratorium::Event => Moratorium, "moratorium", |e| e.moratorium_id, moratorium::evolve);
host::fact!(person::Event => PersonNote, "persoon", |e| e.person.person_id, person::evolve);

host::fact!(relocation::Event => Relocation, "herplaatsing", |e| e.relocation_id, relocation::evolve);
host::fact!(report::Event => CountryReport, "ambtsbericht", |e| e.report_id, report::evolve);

fn case<M: WireOrder<case::Action>>(message: M) -> Result<Command, Status> {
    message.order().map(Command::Case)
}

fn family<M: WireOrder<family::Action>>(message: M) -> Result<Command, Status> {
    message.order().map(Command::Family)
}

/// An id that the caller gave, or one that follows from the request.
fn id_or_new(given: Option<Uuid>, request_id: &str, name: &[u8]) -> Uuid {
    given.unwrap_or_else(|| Ids::derive(request_id.parse().unwrap_or_default(), name))
}

fn make(message: pb::MakeApplicationRequest) -> Result<Command, Status> {
    let mut fields = Fields::new();
    let case_id = fields.get("case_id", message.case_id);
    let person_id = fields.get("person_id", message.person_id);
    let household_id = fields.get("household_id", message.household_id);
    let on = fields.get("occurred_on", message.occurred_on);
    let kind = fields.get("kind", message.kind);
    let nationality = fields.get("nationality", message.nationality);
    let year = fields.get("birth_year", message.birth_year);
    let sex = fields.get("sex", message.sex);
    let previous = fields.get("previous_case_id", message.previous_case_id);
    let wrong_authority = message.wrong_authority;
    let request = &message.request_id;
    let read = || {
        let person_id = id_or_new(person_id?, request, b"person");
        Some(Order::new(
            id_or_new(case_id?, request, b"case"),
            on?,
            case::Action::MakeApplication {
                person_id,
                household_id: household_id?,
                kind: kind?,
                nationality: nationality?,
                birth_year: year?,
                sex: sex?,
                unaccompanied_minor: message.unaccompanied_minor,
                previous_case_id: previous?,
                wrong_authority,
            },
        ))
    };
    let order = read();
    fields.finish(order).map(Command::Case)
}

fn file(message: pb::FileFamilyApplicationRequest) -> Result<Command, Status> {
    let mut fields = Fields::new();
    let case_id = fields.get("case_id", message.case_id);
    let person_id = fields.get("person_id", message.person_id);
    let household_id = fields.get("household_id", message.household_id);
    let on = fields.get("occurred_on", message.occurred_on);
    let sponsor_case_id = fields.get("sponsor_case_id", message.sponsor_case_id);
    let granted = fields.get("sponsor_granted_on", message.sponsor_granted_on);
    let relation = fields.get("relation", message.relation);
    let nationality = fields.get("nationality", message.nationality);
    let year = fields.get("birth_year", message.birth_year);
    let sex = fields.get("sex", message.sex);
    let request = &message.request_id;
    let read = || {
        Some(Order::new(
            id_or_new(case_id?, request, b"case"),
            on?,
            family::Action::FileFamilyApplication {
                person_id: id_or_new(person_id?, request, b"person"),
                household_id: household_id?,
                sponsor_case_id: sponsor_case_id?,
                sponsor_granted_on: granted?,
                sponsor_subsidiary: message.sponsor_subsidiary,
                relation: relation?,
                nationality: nationality?,
                birth_year: year?,
                sex: sex?,
            },
        ))
    };
    let order = read();
    fields.finish(order).map(Command::Family)
}

fn end_moratorium(message: pb::EndMoratoriumRequest) -> Result<Command, Status> {
    message.order().map(Command::Moratorium)
}

fn declare(message: pb::DeclareMoratoriumRequest) -> Result<Command, Status> {
    let mut fields = Fields::new();
    let id = fields.get("moratorium_id", message.moratorium_id);
    let on = fields.get("occurred_on", message.occurred_on);
    let nationality = fields.get("nationality", message.nationality);
    let starts_on = fields.get("starts_on", message.starts_on);
    let ends_on = fields.get("ends_on", message.ends_on);
    let (decisions, departures) = (message.decisions, message.departures);
    let read = || {
        Some(Order::new(
            id_or_new(id?, &message.request_id, b"moratorium"),
            on?,
            moratorium::Action::DeclareMoratorium {
                nationality: nationality?,
                decisions,
                departures,
                starts_on: starts_on?,
                ends_on: ends_on?,
            },
        ))
    };
    let order = read();
    fields.finish(order).map(Command::Moratorium)
}

fn relocation<M: WireOrder<relocation::Action>>(message: M) -> Result<Command, Status> {
    message.order().map(Command::Relocation)
}

fn ask_relocation(message: pb::RequestRelocationRequest) -> Result<Command, Status> {
    let mut fields = Fields::new();
    let id = fields.get("relocation_id", message.relocation_id);
    let on = fields.get("occurred_on", message.occurred_on);
    let member_state = fields.get("member_state", message.member_state);
    let (persons, exceptional) = (message.persons, message.exceptional);
    let read = || {
        let action = relocation::Action::RequestRelocation {
            member_state: member_state?,
            persons,
            exceptional,
        };
        Some(Order::new(id_or_new(id?, &message.request_id, b"relocation"), on?, action))
    };
    let order = read();
    fields.finish(order).map(Command::Relocation)
}

fn publish(message: pb::PublishCountryReportRequest) -> Result<Command, Status> {
    let mut fields = Fields::new();
    let id = fields.get("report_id", message.report_id);
    let on = fields.get("occurred_on", message.occurred_on);
    let nationality = fields.get("nationality", message.nationality);
    let source: Option<String> = fields.get("source", message.source);
    let read = || {
        let report = report::Publish { nationality: nationality?, source: source? };
        Some(Order::new(id_or_new(id?, &message.request_id, b"report"), on?, report))
    };
    let order = read();
    fields.finish(order).map(Command::Report)
}

fn merge(message: pb::MergePersonsRequest) -> Result<Command, Status> {
    let mut fields = Fields::new();
    let person: Option<Uuid> = fields.get("person_id", message.person_id);
    let merged: Option<Uuid> = fields.get("merged_person_id", message.merged_person_id);
    let on = fields.get("occurred_on", message.occurred_on);
    let read = || Some(Order::new(person?, on?, person::Action::MergePersons { merged: merged? }));
    let order = read();
    fields.finish(order).map(Command::Person)
}

fn correct(message: pb::CorrectPersonRequest) -> Result<Command, Status> {
    let mut fields = Fields::new();
    let person: Option<Uuid> = fields.get("person_id", message.person_id);
    let on = fields.get("occurred_on", message.occurred_on);
    let nationality = fields.get("nationality", message.nationality);
    let year = fields.get("birth_year", message.birth_year);
    let sex = fields.get("sex", message.sex);
    let read = || {
        let facts = Facts { nationality: nationality?, birth_year: year?, sex: sex? };
        Some(Order::new(person?, on?, person::Action::CorrectPerson(facts)))
    };
    let order = read();
    fields.finish(order).map(Command::Person)
}

fn import_cases(message: pb::ImportCasesRequest) -> Result<Command, Status> {
    let read = wire::import("cases", message.occurred_on, message.cases);
    read.map(|(on, all)| Command::ImportCases(on, all))
}

fn import_families(message: pb::ImportFamilyCasesRequest) -> Result<Command, Status> {
    let read = wire::import("family_cases", message.occurred_on, message.family_cases);
    read.map(|(on, all)| Command::ImportFamilyCases(on, all))
}

host::grpc_service! { IntakeService, Api {
    commands {
        make_application(pb::MakeApplicationRequest) -> pb::MakeApplicationResponse = make;
        start_screening(pb::StartScreeningRequest) -> pb::StartScreeningResponse = case;
        finish_screening(pb::FinishScreeningRequest) -> pb::FinishScreeningResponse = case;
        register_application(pb::RegisterApplicationRequest) -> pb::RegisterApplicationResponse = case;
        lodge_application(pb::LodgeApplicationRequest) -> pb::LodgeApplicationResponse = case;
        start_responsibility_check(pb::StartResponsibilityCheckRequest) -> pb::StartResponsibilityCheckResponse = case;
        record_responsibility_reply(pb::RecordResponsibilityReplyRequest) -> pb::RecordResponsibilityReplyResponse = case;
        assign_track(pb::AssignTrackRequest) -> pb::AssignTrackResponse = case;
        hold_interview(pb::HoldInterviewRequest) -> pb::HoldInterviewResponse = case;
        issue_intention(pb::IssueIntentionRequest) -> pb::IssueIntentionResponse = case;
        record_view(pb::RecordViewRequest) -> pb::RecordViewResponse = case;
        suspend_decision(pb::SuspendDecisionRequest) -> pb::SuspendDecisionResponse = case;
        resume_decision(pb::ResumeDecisionRequest) -> pb::ResumeDecisionResponse = case;
        decide_application(pb::DecideApplicationRequest) -> pb::DecideApplicationResponse = case;
        withdraw_application(pb::WithdrawApplicationRequest) -> pb::WithdrawApplicationResponse = case;
        lodge_appeal(pb::LodgeAppealRequest) -> pb::LodgeAppealResponse = case;
        rule_on_appeal(pb::RuleOnAppealRequest) -> pb::RuleOnAppealResponse = case;
        issue_permit(pb::IssuePermitRequest) -> pb::IssuePermitResponse = case;
        revoke_permit(pb::RevokePermitRequest) -> pb::RevokePermitResponse = case;
        identify_person(pb::IdentifyPersonRequest) -> pb::IdentifyPersonResponse = case;
        record_hit(pb::RecordHitRequest) -> pb::RecordHitResponse = case;
        route_application(pb::RouteApplicationRequest) -> pb::RouteApplicationResponse = case;
        extend_decision(pb::ExtendDecisionRequest) -> pb::ExtendDecisionResponse = case;
        record_further_representation(pb::RecordFurtherRepresentationRequest) -> pb::RecordFurtherRepresentationResponse = case;
        retract_decision(pb::RetractDecisionRequest) -> pb::RetractDecisionResponse = case;
        request_interim(pb::RequestInterimRequest) -> pb::RequestInterimResponse = case;
        rule_on_interim(pb::RuleOnInterimRequest) -> pb::RuleOnInterimResponse = case;
        set_judicial_term(pb::SetJudicialTermRequest) -> pb::SetJudicialTermResponse = case;
        request_family_facts(pb::RequestFamilyFactsRequest) -> pb::RequestFamilyFactsResponse = family;
        receive_family_facts(pb::ReceiveFamilyFactsRequest) -> pb::ReceiveFamilyFactsResponse = family;
        record_family_conditions(pb::RecordFamilyConditionsRequest) -> pb::RecordFamilyConditionsResponse = family;
        object_to_family_decision(pb::ObjectToFamilyDecisionRequest) -> pb::ObjectToFamilyDecisionResponse = family;
        rule_on_family_objection(pb::RuleOnFamilyObjectionRequest) -> pb::RuleOnFamilyObjectionResponse = family;
        refuse_entry_visa(pb::RefuseEntryVisaRequest) -> pb::RefuseEntryVisaResponse = family;
        declare_moratorium(pb::DeclareMoratoriumRequest) -> pb::DeclareMoratoriumResponse = declare;
        end_moratorium(pb::EndMoratoriumRequest) -> pb::EndMoratoriumResponse = end_moratorium;
        request_relocation(pb::RequestRelocationRequest) -> pb::RequestRelocationResponse = ask_relocation;
        answer_relocation(pb::AnswerRelocationRequest) -> pb::AnswerRelocationResponse = relocation;
        decide_relocation(pb::DecideRelocationRequest) -> pb::DecideRelocationResponse = relocation;
        publish_country_report(pb::PublishCountryReportRequest) -> pb::PublishCountryReportResponse = publish;
        offer_visa_appointment(pb::OfferVisaAppointmentRequest) -> pb::OfferVisaAppointmentResponse = family;
        merge_persons(pb::MergePersonsRequest) -> pb::MergePersonsResponse = merge;
        correct_person(pb::CorrectPersonRequest) -> pb::CorrectPersonResponse = correct;
        record_notice_of_default(pb::RecordNoticeOfDefaultRequest) -> pb::RecordNoticeOfDefaultResponse = case;
        file_family_application(pb::FileFamilyApplicationRequest) -> pb::FileFamilyApplicationResponse = file;
        decide_family_application(pb::DecideFamilyApplicationRequest) -> pb::DecideFamilyApplicationResponse = family;
        issue_entry_visa(pb::IssueEntryVisaRequest) -> pb::IssueEntryVisaResponse = family;
        record_family_arrival(pb::RecordFamilyArrivalRequest) -> pb::RecordFamilyArrivalResponse = family;
        issue_family_permit(pb::IssueFamilyPermitRequest) -> pb::IssueFamilyPermitResponse = family;
        lapse_family_application(pb::LapseFamilyApplicationRequest) -> pb::LapseFamilyApplicationResponse = family;
        import_cases(pb::ImportCasesRequest) -> pb::ImportCasesResponse = import_cases;
        import_family_cases(pb::ImportFamilyCasesRequest) -> pb::ImportFamilyCasesResponse = import_families;
    }
    queries {
        get_case(pb::GetCaseRequest) -> pb::GetCaseResponse;
        list_cases(pb::ListCasesRequest) -> pb::ListCasesResponse;
        get_family_case(pb::GetFamilyCaseRequest) -> pb::GetFamilyCaseResponse;
        list_family_cases(pb::ListFamilyCasesRequest) -> pb::ListFamilyCasesResponse;
        get_intake_stock(pb::GetIntakeStockRequest) -> pb::GetIntakeStockResponse;
        get_case_terms(pb::GetCaseTermsRequest) -> pb::GetCaseTermsResponse;
        get_late_decisions(pb::GetLateDecisionsRequest) -> pb::GetLateDecisionsResponse;
        list_moratoria(pb::ListMoratoriaRequest) -> pb::ListMoratoriaResponse;
        list_person_corrections(pb::ListPersonCorrectionsRequest) -> pb::ListPersonCorrectionsResponse;
        list_relocations(pb::ListRelocationsRequest) -> pb::ListRelocationsResponse;
        list_country_reports(pb::ListCountryReportsRequest) -> pb::ListCountryReportsResponse;
        get_quotas(pb::GetQuotasRequest) -> pb::GetQuotasResponse;
        calculate_deadline(pb::CalculateDeadlineRequest) -> pb::CalculateDeadlineResponse;
    }
} }
