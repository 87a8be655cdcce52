//! Departure over gRPC: charters and their passengers, detention places, departures that do not count any more.

use testkit::{Answer as _, Applicant, TestChain, command, on};
use wire::returns::{
    CharterState, DepartureOutcome, DocumentState, FileOrigin, FlightCancelReason,
    GetDepartureStatisticsRequest, GetDetentionRequest, ListChartersRequest, Partner, ReturnState,
};

use crate::steps::*;

/// Found by the police and on the forced track, with a document.
async fn forced(chain: &TestChain, name: &str) -> Applicant {
    let who = Applicant { nationality: "MAR", ..Applicant::new(name) };
    let id = || who.person.clone();
    let found = command!(
        chain,
        returns.found_illegally(FoundIllegallyRequest {
            person_id: id(),
            reported_by: Partner::Police,
            household_id: who.household.clone(),
            nationality: who.nationality,
            birth_year: who.birth_year,
            sex: wire::common::Sex::Male
        })
    );
    let found = found.await.message().return_case.unwrap();
    assert_eq!(found.origin(), FileOrigin::Police);
    command!(chain, returns.start_case(StartCaseRequest { person_id: id() })).await.message();
    command!(chain, returns.start_forced_track(StartForcedTrackRequest { person_id: id() }))
        .await
        .message();
    for document in [
        DocumentState::Requested,
        DocumentState::Presented,
        DocumentState::NationalityConfirmed,
        DocumentState::Issued,
    ] {
        let step = command!(
            chain,
            returns
                .record_travel_document(RecordTravelDocumentRequest { person_id: id(), document })
        );
        step.await.message();
    }
    who
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_charter_cancels_the_flights_of_its_passengers() {
    for chain in TestChain::every("2026-07-01").await {
        let charter = TestChain::id("charter");
        let schedule = |seats: i32| {
            command!(
                chain,
                returns.schedule_charter(ScheduleCharterRequest {
                    charter_id: charter.clone(),
                    destination: "MAR",
                    flight_on: on("2026-07-20"),
                    seats
                })
            )
        };
        assert_eq!(schedule(0).await.problem().fields, ["seats"]);
        schedule(2).await.message();
        let mut people = Vec::new();
        for name in ["karim", "lotfi", "mounir"] {
            people.push(forced(&chain, name).await);
        }
        let book = |who: &Applicant| {
            command!(
                chain,
                returns.book_flight(BookFlightRequest {
                    person_id: who.person.clone(),
                    flight_on: on("2026-07-20"),
                    charter_id: charter.clone()
                })
            )
        };
        book(&people[0]).await.message();
        book(&people[1]).await.message();
        assert_eq!(book(&people[2]).await.reason(), "CHARTER_FULL");
        let listed = chain.returns().list_charters(ListChartersRequest::default()).await.message();
        assert_eq!(listed.charters[0].booked, 2);

        let cancel = command!(
            chain,
            returns.cancel_charter(CancelCharterRequest {
                charter_id: charter.clone(),
                reason: FlightCancelReason::Carrier
            })
        );
        let cancelled = cancel.await.message().charter.unwrap();
        assert_eq!((cancelled.state(), cancelled.booked), (CharterState::Cancelled, 0));
        for who in &people {
            assert_eq!(departure(&chain, who).await.state(), ReturnState::ForcedTrack);
        }
        assert_eq!(book(&people[0]).await.reason(), "CHARTER_DIFFERS");
        chain.settle().await;
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn detention_takes_a_place_and_gives_it_back() {
    for chain in TestChain::every("2026-07-01").await {
        let who = forced(&chain, "nabil").await;
        let id = || who.person.clone();
        let imposed =
            command!(chain, returns.impose_detention(ImposeDetentionRequest { person_id: id() }));
        is(imposed.await.message().return_case.unwrap().detention_ends_on, "2027-01-01");
        chain.today("2026-07-11").await;
        let asked =
            || async { chain.returns().get_detention(GetDetentionRequest {}).await.message() };
        let now = asked().await;
        assert_eq!((now.occupancy, now.capacity, now.mean_days), (1, 590, 10));
        let lifted =
            command!(chain, returns.lift_detention(LiftDetentionRequest { person_id: id() }));
        lifted.await.message();
        assert_eq!(asked().await.occupancy, 0);
        chain.settle().await;
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r6_a_departure_that_does_not_count_any_more_is_taken_off_its_month() {
    for chain in TestChain::every("2026-05-01").await {
        let mut people = Vec::new();
        for n in 0..6 {
            let who = forced(&chain, &format!("omar {n}")).await;
            let gone = command!(
                chain,
                returns.record_departure(RecordDepartureRequest {
                    person_id: who.person.clone(),
                    outcome: DepartureOutcome::Unsupervised
                })
            );
            gone.await.message();
            people.push(who);
        }
        let published = |by_nationality| {
            let asked = GetDepartureStatisticsRequest {
                from_month: "2026-05".to_owned(),
                until_month: "2026-07".to_owned(),
                by_nationality,
            };
            let mut client = chain.returns();
            async move { client.get_departure_statistics(asked).await.message() }
        };
        let before = published(true).await;
        let row = &before.departures[0];
        assert_eq!((row.month.as_str(), row.published.as_str()), ("2026-05", "10"));
        assert_eq!((row.nationality.as_str(), row.demonstrable), ("MAR", false));
        assert_eq!(before.files[0].published, "10");
        chain.today("2026-07-01").await;
        for who in &people[..2] {
            let found = command!(
                chain,
                returns.reopen_case(ReopenCaseRequest { person_id: who.person.clone() })
            );
            assert_eq!(
                found.await.message().return_case.unwrap().state(),
                ReturnState::Transferred
            );
        }
        let after = published(false).await;
        assert_eq!(after.departures.len(), 1, "nothing is counted in July");
        assert_eq!(after.departures[0].published, "<5");
        let mut client = chain.returns();
        let odd = client.get_departure_statistics(GetDepartureStatisticsRequest {
            from_month: "May".to_owned(),
            ..Default::default()
        });
        assert_eq!(odd.await.problem().fields, ["from_month"]);
        chain.settle().await;
        finish(chain).await;
    }
}
