//! What every command promises: bad input changes nothing and names the field, a request id has one effect,
//! a version that the caller has not seen is refused.

use client::Service;
use testkit::{Answer as _, Applicant, TestChain, command, on};
use tonic::Code;
use wire::feed::GetHeadRequest;
use wire::feed::feed_service_client::FeedServiceClient;
use wire::prognosis::{CreateForecastRequest, ForecastParameters};

use crate::steps::*;

async fn heads(chain: &TestChain) -> Vec<u64> {
    let mut heads = Vec::new();
    for service in Service::ALL {
        let mut feed = FeedServiceClient::new(chain.client.channel(service).unwrap());
        heads.push(feed.get_head(GetHeadRequest {}).await.message().head_position);
    }
    heads
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_names_the_field_and_changes_nothing() {
    for chain in TestChain::every("2026-07-01").await {
        let olga = Applicant::new("olga");
        apply(&chain, &olga).await;
        chain.settle().await;
        let before = heads(&chain).await;

        let mut request = chain.application(&Applicant::new("pia"));
        request.birth_year = 1492;
        request.nationality = "Syrian".to_owned();
        request.occurred_on = None;
        let bad = chain.intake().make_application(request).await.problem();
        assert_eq!(bad.code, Code::InvalidArgument);
        for field in ["birth_year", "nationality", "occurred_on"] {
            assert!(bad.fields.iter().any(|named| named == field), "{field}: {bad:?}");
        }
        let bad = command!(
            chain,
            reception.open_location(OpenLocationRequest {
                location_id: "7",
                municipality: "Groningen",
                places: -1
            })
        );
        let bad = bad.await.problem();
        assert_eq!(bad.code, Code::InvalidArgument);
        for field in ["location_id", "municipality", "places", "name", "kind"] {
            assert!(bad.fields.iter().any(|named| named == field), "{field}: {bad:?}");
        }
        let bad = command!(
            chain,
            returns.record_departure(RecordDepartureRequest { person_id: olga.person.clone() })
        );
        assert_eq!(bad.await.problem().fields, ["outcome"]);
        let bad = command!(
            chain,
            housing.link_household(LinkHouseholdRequest {
                household_id: olga.household.clone(),
                municipality: "GM14"
            })
        );
        assert_eq!(bad.await.problem().fields, ["municipality"]);
        let bad = CreateForecastRequest {
            request_id: chain.request_id(),
            parameters: Some(ForecastParameters {
                cut_off: on("2026-06-15"),
                horizon: on("2027-12-01"),
                ..ForecastParameters::default()
            }),
        };
        let bad = chain.prognosis().create_forecast(bad).await.problem();
        assert_eq!(bad.fields, ["parameters.cut_off"]);
        let mut request = chain.application(&Applicant::new("pia"));
        request.request_id = "once".to_owned();
        assert_eq!(chain.intake().make_application(request).await.problem().fields, ["request_id"]);

        chain.settle().await;
        assert_eq!(heads(&chain).await, before);
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_id_has_one_effect_and_one_answer() {
    for chain in TestChain::every("2026-07-01").await {
        let request = chain.application(&Applicant::new("quinn"));
        let first = chain.intake().make_application(request.clone()).await.message();
        chain.settle().await;
        let before = heads(&chain).await;
        let second = chain.intake().make_application(request.clone()).await.message();
        assert_eq!(first, second);

        let mut other = chain.application(&Applicant::new("rosa"));
        other.request_id.clone_from(&request.request_id);
        let problem = chain.intake().make_application(other).await.problem();
        assert_eq!(
            (problem.code, problem.reason.as_str()),
            (Code::AlreadyExists, "REQUEST_ID_REUSED")
        );
        chain.settle().await;
        assert_eq!(heads(&chain).await, before);
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_was_not_seen_is_refused() {
    for chain in TestChain::every("2026-07-01").await {
        let sami = Applicant::new("sami");
        let version = apply(&chain, &sami).await.version;
        let register = |version: i64| {
            command!(
                chain,
                intake.register_application(RegisterApplicationRequest {
                    case_id: sami.case.clone(),
                    expected_version: version
                })
            )
        };
        let problem = register(version + 1).await.problem();
        assert_eq!((problem.code, problem.reason.as_str()), (Code::Aborted, "VERSION_CONFLICT"));
        assert_eq!(register(version).await.message().case.unwrap().version, version + 1);
        assert_eq!(register(version).await.problem().code, Code::Aborted);
        let unknown = command!(
            chain,
            intake.hold_interview(HoldInterviewRequest { case_id: TestChain::id("nobody") })
        );
        assert_eq!(unknown.await.problem().code, Code::NotFound);
        finish(chain).await;
    }
}
