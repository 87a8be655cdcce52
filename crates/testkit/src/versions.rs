//! EL-2 by what the services answer: the version of a thing is the number of events that its stream has in the
//! feed. The envelope carries no version, so the feed alone cannot show it.

use std::collections::BTreeMap;

use client::{Client, Service};
use kernel::Violation;
use wire::housing::{ListMatchesRequest, ListSupervisionRequest};
use wire::intake::{
    ListCasesRequest, ListCountryReportsRequest, ListFamilyCasesRequest, ListMoratoriaRequest,
    ListPersonCorrectionsRequest, ListRelocationsRequest,
};
use wire::reception::{ListGuardianshipsRequest, ListLocationsRequest, ListStaysRequest};
use wire::returns::{ListChartersRequest, ListReturnCasesRequest};

use crate::{Answer as _, Feeds};

/// Rows per page; so small that tests turn pages.
const PAGE: u32 = 50;

/// Reads all pages of a list: the stream and the version of each row.
macro_rules! pages {
    ($into:expr, $client:expr, $rpc:ident($request:ident), $rows:ident, $subject:literal, $key:ident) => {{
        let (mut client, mut page_token) = ($client, String::new());
        loop {
            let request = crate::filled(|request: &mut $request| {
                request.page_size = PAGE;
                request.page_token = page_token;
            });
            let answer = client.$rpc(request).await.message();
            let rows = answer.$rows.into_iter();
            $into
                .extend(rows.map(|row| (format!(concat!($subject, "/{}"), row.$key), row.version)));
            page_token = answer.next_page_token;
            if page_token.is_empty() {
                break;
            }
        }
    }};
}

/// Things whose version is not the number of their events, or that only one side knows.
pub(crate) async fn compare(client: &Client, feeds: &Feeds) -> Vec<Violation> {
    let intake = client.intake().expect("the service has an address");
    let reception = client.reception().expect("the service has an address");
    let returns = client.returns().expect("the service has an address");
    let housing = client.housing().expect("the service has an address");
    let mut said: BTreeMap<String, i64> = BTreeMap::new();
    pages!(said, intake.clone(), list_cases(ListCasesRequest), cases, "asielaanvraag", case_id);
    pages!(
        said,
        intake.clone(),
        list_family_cases(ListFamilyCasesRequest),
        family_cases,
        "nareisaanvraag",
        case_id
    );
    pages!(
        said,
        intake.clone(),
        list_moratoria(ListMoratoriaRequest),
        moratoria,
        "moratorium",
        moratorium_id
    );
    pages!(
        said,
        intake.clone(),
        list_person_corrections(ListPersonCorrectionsRequest),
        corrections,
        "persoon",
        person_id
    );
    pages!(
        said,
        intake.clone(),
        list_relocations(ListRelocationsRequest),
        relocations,
        "herplaatsing",
        relocation_id
    );
    pages!(
        said,
        intake.clone(),
        list_country_reports(ListCountryReportsRequest),
        reports,
        "ambtsbericht",
        report_id
    );
    // A duplicate has a row and no events.
    said.retain(|_, version| *version > 0);
    pages!(
        said,
        reception.clone(),
        list_stays(ListStaysRequest),
        stays,
        "opvangplaatsing",
        person_id
    );
    pages!(
        said,
        reception.clone(),
        list_locations(ListLocationsRequest),
        locations,
        "opvanglocatie",
        location_id
    );
    pages!(
        said,
        reception.clone(),
        list_guardianships(ListGuardianshipsRequest),
        guardianships,
        "voogdij",
        person_id
    );
    pages!(
        said,
        returns.clone(),
        list_return_cases(ListReturnCasesRequest),
        return_cases,
        "terugkeerdossier",
        person_id
    );
    pages!(
        said,
        returns.clone(),
        list_charters(ListChartersRequest),
        charters,
        "charter",
        charter_id
    );
    pages!(
        said,
        housing.clone(),
        list_matches(ListMatchesRequest),
        matches,
        "huisvestingskoppeling",
        household_id
    );
    pages!(
        said,
        housing.clone(),
        list_supervision(ListSupervisionRequest),
        supervisions,
        "toezicht",
        municipality
    );
    let mut shown: BTreeMap<String, i64> = BTreeMap::new();
    for service in [Service::Intake, Service::Reception, Service::Returns, Service::Housing] {
        for event in feeds.of(service) {
            *shown.entry(event.subject.clone()).or_default() += 1;
        }
    }
    // Half-years, cycles, weeks and safety regions are not listed with a version.
    const UNLISTED: [&str; 5] =
        ["taakstelling/", "spreiding/", "ontheemdenopvang/", "opvangstand/", "veiligheidsregio/"];
    shown.retain(|subject, _| !UNLISTED.iter().any(|sort| subject.starts_with(sort)));
    let odd = |subject: &String| {
        let (version, events) = (said.get(subject), shown.get(subject));
        (version != events).then(|| Violation {
            id: "EL-2",
            seen: format!("{subject} has version {version:?} and {events:?} events"),
        })
    };
    let subjects: std::collections::BTreeSet<&String> = said.keys().chain(shown.keys()).collect();
    subjects.into_iter().filter_map(odd).collect()
}
