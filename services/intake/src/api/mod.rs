//! gRPC in, domain out.

mod events;
mod queries;
mod requests;
mod words;

use host::Parts;
use kernel::{CaseId, Command, FamilyCaseId, Ids, MoratoriumId, PersonId, RelocationId, Uuid};
use tonic::Status;
use wire::Fields;
use wire::intake as pb;
use wire::intake::intake_service_server::IntakeService;

use crate::domain::case::{self, AsylumCase};
use crate::domain::family::{self, FamilyCase};
use crate::domain::moratorium::{self, Moratorium};
use crate::domain::person::{self, Facts, PersonNote};
use crate::domain::relocation::{self, Relocation};
use crate::domain::report::{self, CountryReport};
use crate::work::{AnyCommand, ImportCases, ImportFamilyCases};

/// The gRPC service.
pub(crate) struct Api {
    pub(crate) parts: Parts<AnyCommand>,
}

host::aggregate!(case::Event => AsylumCase, "asielaanvraag", |e| e.case_id, case::evolve);
host::aggregate!(family::Event => FamilyCase, "nareisaanvraag", |e| e.case_id, family::evolve);

host::aggregate!(moratorium::Event => Moratorium, "moratorium", |e| e.moratorium_id, moratorium::evolve);
host::aggregate!(person::Event => PersonNote, "persoon", |e| e.person.person_id, person::evolve);

host::aggregate!(relocation::Event => Relocation, "herplaatsing", |e| e.relocation_id, relocation::evolve);
host::aggregate!(report::Event => CountryReport, "ambtsbericht", |e| e.report_id, report::evolve);

/// An id that the caller gave, or one that follows from the request.
fn id_or_new<T: From<Uuid>>(given: Option<T>, request_id: &str, name: &[u8]) -> T {
    given.unwrap_or_else(|| Ids::derive(request_id.parse().unwrap_or_default(), name).into())
}

fn make(message: pb::MakeApplicationRequest) -> Result<Command<CaseId, case::CommandKind>, Status> {
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
        Some(Command::new(
            id_or_new(case_id?, request, b"case"),
            on?,
            case::CommandKind::MakeApplication {
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
    let command = read();
    fields.finish(command)
}

fn file(
    message: pb::FileFamilyApplicationRequest,
) -> Result<Command<FamilyCaseId, family::CommandKind>, Status> {
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
        Some(Command::new(
            id_or_new(case_id?, request, b"case"),
            on?,
            family::CommandKind::FileFamilyApplication {
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
    let command = read();
    fields.finish(command)
}

fn declare(
    message: pb::DeclareMoratoriumRequest,
) -> Result<Command<MoratoriumId, moratorium::CommandKind>, Status> {
    let mut fields = Fields::new();
    let id = fields.get("moratorium_id", message.moratorium_id);
    let on = fields.get("occurred_on", message.occurred_on);
    let nationality = fields.get("nationality", message.nationality);
    let starts_on = fields.get("starts_on", message.starts_on);
    let ends_on = fields.get("ends_on", message.ends_on);
    let (decisions, departures) = (message.decisions, message.departures);
    let read = || {
        Some(Command::new(
            id_or_new(id?, &message.request_id, b"moratorium"),
            on?,
            moratorium::CommandKind::DeclareMoratorium {
                nationality: nationality?,
                decisions,
                departures,
                starts_on: starts_on?,
                ends_on: ends_on?,
            },
        ))
    };
    let command = read();
    fields.finish(command)
}

fn ask_relocation(
    message: pb::RequestRelocationRequest,
) -> Result<Command<RelocationId, relocation::CommandKind>, Status> {
    let mut fields = Fields::new();
    let id = fields.get("relocation_id", message.relocation_id);
    let on = fields.get("occurred_on", message.occurred_on);
    let member_state = fields.get("member_state", message.member_state);
    let (persons, exceptional) = (message.persons, message.exceptional);
    let read = || {
        let kind = relocation::CommandKind::RequestRelocation {
            member_state: member_state?,
            persons,
            exceptional,
        };
        Some(Command::new(id_or_new(id?, &message.request_id, b"relocation"), on?, kind))
    };
    let command = read();
    fields.finish(command)
}

fn publish(
    message: pb::PublishCountryReportRequest,
) -> Result<Command<Uuid, report::Publish>, Status> {
    let mut fields = Fields::new();
    let id = fields.get("report_id", message.report_id);
    let on = fields.get("occurred_on", message.occurred_on);
    let nationality = fields.get("nationality", message.nationality);
    let source: Option<String> = fields.get("source", message.source);
    let read = || {
        let report = report::Publish { nationality: nationality?, source: source? };
        Some(Command::new(id_or_new(id?, &message.request_id, b"report"), on?, report))
    };
    let command = read();
    fields.finish(command)
}

fn merge(
    message: pb::MergePersonsRequest,
) -> Result<Command<PersonId, person::CommandKind>, Status> {
    let mut fields = Fields::new();
    let person: Option<PersonId> = fields.get("person_id", message.person_id);
    let merged: Option<PersonId> = fields.get("merged_person_id", message.merged_person_id);
    let on = fields.get("occurred_on", message.occurred_on);
    let read =
        || Some(Command::new(person?, on?, person::CommandKind::MergePersons { merged: merged? }));
    let command = read();
    fields.finish(command)
}

fn correct(
    message: pb::CorrectPersonRequest,
) -> Result<Command<PersonId, person::CommandKind>, Status> {
    let mut fields = Fields::new();
    let person: Option<PersonId> = fields.get("person_id", message.person_id);
    let on = fields.get("occurred_on", message.occurred_on);
    let nationality = fields.get("nationality", message.nationality);
    let year = fields.get("birth_year", message.birth_year);
    let sex = fields.get("sex", message.sex);
    let read = || {
        let facts = Facts { nationality: nationality?, birth_year: year?, sex: sex? };
        Some(Command::new(person?, on?, person::CommandKind::CorrectPerson(facts)))
    };
    let command = read();
    fields.finish(command)
}

fn import_cases(message: pb::ImportCasesRequest) -> Result<ImportCases, Status> {
    let read = wire::import("cases", message.occurred_on, message.cases);
    read.map(|(on, cases)| ImportCases { on, cases })
}

fn import_families(message: pb::ImportFamilyCasesRequest) -> Result<ImportFamilyCases, Status> {
    let read = wire::import("family_cases", message.occurred_on, message.family_cases);
    read.map(|(on, cases)| ImportFamilyCases { on, cases })
}

host::grpc_service! { IntakeService, Api {
    commands {
        make_application(pb::MakeApplicationRequest) -> pb::MakeApplicationResponse = make;
        start_screening(pb::StartScreeningRequest) -> pb::StartScreeningResponse;
        finish_screening(pb::FinishScreeningRequest) -> pb::FinishScreeningResponse;
        register_application(pb::RegisterApplicationRequest) -> pb::RegisterApplicationResponse;
        lodge_application(pb::LodgeApplicationRequest) -> pb::LodgeApplicationResponse;
        start_responsibility_check(pb::StartResponsibilityCheckRequest) -> pb::StartResponsibilityCheckResponse;
        record_responsibility_reply(pb::RecordResponsibilityReplyRequest) -> pb::RecordResponsibilityReplyResponse;
        assign_track(pb::AssignTrackRequest) -> pb::AssignTrackResponse;
        hold_interview(pb::HoldInterviewRequest) -> pb::HoldInterviewResponse;
        issue_intention(pb::IssueIntentionRequest) -> pb::IssueIntentionResponse;
        record_view(pb::RecordViewRequest) -> pb::RecordViewResponse;
        suspend_decision(pb::SuspendDecisionRequest) -> pb::SuspendDecisionResponse;
        resume_decision(pb::ResumeDecisionRequest) -> pb::ResumeDecisionResponse;
        decide_application(pb::DecideApplicationRequest) -> pb::DecideApplicationResponse;
        withdraw_application(pb::WithdrawApplicationRequest) -> pb::WithdrawApplicationResponse;
        lodge_appeal(pb::LodgeAppealRequest) -> pb::LodgeAppealResponse;
        rule_on_appeal(pb::RuleOnAppealRequest) -> pb::RuleOnAppealResponse;
        issue_permit(pb::IssuePermitRequest) -> pb::IssuePermitResponse;
        revoke_permit(pb::RevokePermitRequest) -> pb::RevokePermitResponse;
        identify_person(pb::IdentifyPersonRequest) -> pb::IdentifyPersonResponse;
        record_hit(pb::RecordHitRequest) -> pb::RecordHitResponse;
        route_application(pb::RouteApplicationRequest) -> pb::RouteApplicationResponse;
        extend_decision(pb::ExtendDecisionRequest) -> pb::ExtendDecisionResponse;
        record_further_representation(pb::RecordFurtherRepresentationRequest) -> pb::RecordFurtherRepresentationResponse;
        retract_decision(pb::RetractDecisionRequest) -> pb::RetractDecisionResponse;
        request_interim(pb::RequestInterimRequest) -> pb::RequestInterimResponse;
        rule_on_interim(pb::RuleOnInterimRequest) -> pb::RuleOnInterimResponse;
        set_judicial_term(pb::SetJudicialTermRequest) -> pb::SetJudicialTermResponse;
        request_family_facts(pb::RequestFamilyFactsRequest) -> pb::RequestFamilyFactsResponse;
        receive_family_facts(pb::ReceiveFamilyFactsRequest) -> pb::ReceiveFamilyFactsResponse;
        record_family_conditions(pb::RecordFamilyConditionsRequest) -> pb::RecordFamilyConditionsResponse;
        object_to_family_decision(pb::ObjectToFamilyDecisionRequest) -> pb::ObjectToFamilyDecisionResponse;
        rule_on_family_objection(pb::RuleOnFamilyObjectionRequest) -> pb::RuleOnFamilyObjectionResponse;
        refuse_entry_visa(pb::RefuseEntryVisaRequest) -> pb::RefuseEntryVisaResponse;
        declare_moratorium(pb::DeclareMoratoriumRequest) -> pb::DeclareMoratoriumResponse = declare;
        end_moratorium(pb::EndMoratoriumRequest) -> pb::EndMoratoriumResponse;
        request_relocation(pb::RequestRelocationRequest) -> pb::RequestRelocationResponse = ask_relocation;
        answer_relocation(pb::AnswerRelocationRequest) -> pb::AnswerRelocationResponse;
        decide_relocation(pb::DecideRelocationRequest) -> pb::DecideRelocationResponse;
        publish_country_report(pb::PublishCountryReportRequest) -> pb::PublishCountryReportResponse = publish;
        offer_visa_appointment(pb::OfferVisaAppointmentRequest) -> pb::OfferVisaAppointmentResponse;
        merge_persons(pb::MergePersonsRequest) -> pb::MergePersonsResponse = merge;
        correct_person(pb::CorrectPersonRequest) -> pb::CorrectPersonResponse = correct;
        record_notice_of_default(pb::RecordNoticeOfDefaultRequest) -> pb::RecordNoticeOfDefaultResponse;
        file_family_application(pb::FileFamilyApplicationRequest) -> pb::FileFamilyApplicationResponse = file;
        decide_family_application(pb::DecideFamilyApplicationRequest) -> pb::DecideFamilyApplicationResponse;
        issue_entry_visa(pb::IssueEntryVisaRequest) -> pb::IssueEntryVisaResponse;
        record_family_arrival(pb::RecordFamilyArrivalRequest) -> pb::RecordFamilyArrivalResponse;
        issue_family_permit(pb::IssueFamilyPermitRequest) -> pb::IssueFamilyPermitResponse;
        lapse_family_application(pb::LapseFamilyApplicationRequest) -> pb::LapseFamilyApplicationResponse;
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
