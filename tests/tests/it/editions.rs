//! An edition of the MPP from its opening to the next one, judgements with their versions, published series,
//! scores and deviations, over gRPC.

use testkit::{Answer as _, TestChain, on};
use wire::prognosis::prognosis_service_client::PrognosisServiceClient;
use wire::prognosis::*;

use crate::forecasts::{get, simulate, watch};
use crate::steps::finish;

type Client = PrognosisServiceClient<tonic::transport::Channel>;

const DAY: &str = "2025-09-01";

async fn open(chain: &TestChain, client: &mut Client, name: &str) -> String {
    let request = OpenEditionRequest {
        request_id: chain.request_id(),
        name: name.to_owned(),
        opened_by: "secretary of the working group".to_owned(),
        occurred_on: on(DAY),
    };
    client.open_edition(request).await.message().edition.unwrap().edition_id
}

fn parameters() -> Option<ForecastParameters> {
    Some(ForecastParameters {
        cut_off: on("2025-09-01"),
        horizon: on("2026-12-01"),
        seed: 7,
        replications: 1_000,
        history_permille: 100,
        ..ForecastParameters::default()
    })
}

async fn freeze(chain: &TestChain, client: &mut Client, edition_id: &str) -> Edition {
    let request = FreezeEditionRequest {
        request_id: chain.request_id(),
        edition_id: edition_id.to_owned(),
        parameters: parameters(),
        expected_version: 0,
        occurred_on: on(DAY),
    };
    client.freeze_edition(request).await.message().edition.unwrap()
}

async fn sign_all(chain: &TestChain, client: &mut Client, edition_id: &str) {
    for organisation in [
        Organisation::Ind,
        Organisation::Coa,
        Organisation::Dtenv,
        Organisation::Nidos,
        Organisation::Police,
        Organisation::ForeignAffairs,
        Organisation::Judiciary,
    ] {
        let request = SignEditionRequest {
            request_id: chain.request_id(),
            edition_id: edition_id.to_owned(),
            organisation: organisation.into(),
            signed_by: "head of planning".to_owned(),
            agrees: true,
            remark: String::new(),
            expected_version: 0,
            occurred_on: on(DAY),
        };
        client.sign_edition(request).await.message();
    }
}

/// From frozen data to publication.
async fn publish(chain: &TestChain, client: &mut Client, name: &str) -> Edition {
    let edition_id = open(chain, client, name).await;
    let frozen = freeze(chain, client, &edition_id).await;
    assert_eq!(frozen.state(), EditionState::DataFrozen);
    watch(chain, &frozen.forecast_id).await;
    let request = SubmitEditionRequest {
        request_id: chain.request_id(),
        edition_id: edition_id.clone(),
        expected_version: 0,
        occurred_on: on(DAY),
    };
    client.submit_edition(request).await.message();
    let adopt = |by: &str| AdoptEditionRequest {
        request_id: chain.request_id(),
        edition_id: edition_id.clone(),
        adopted_by: by.to_owned(),
        expected_version: 0,
        occurred_on: on(DAY),
    };
    assert_eq!(client.adopt_edition(adopt("director")).await.reason(), "NOT_SIGNED");
    sign_all(chain, client, &edition_id).await;
    let same = client.adopt_edition(adopt("secretary of the working group")).await;
    assert_eq!(same.reason(), "SAME_PERSON");
    client.adopt_edition(adopt("director")).await.message();
    let request = ChooseScenarioRequest {
        request_id: chain.request_id(),
        edition_id: edition_id.clone(),
        scenario: PlanningScenario::Median.into(),
        chosen_by: "minister".to_owned(),
        reason: "the band is wide".to_owned(),
        expected_version: 0,
        occurred_on: on(DAY),
    };
    client.choose_scenario(request).await.message();
    let request = PublishEditionRequest {
        request_id: chain.request_id(),
        edition_id,
        expected_version: 0,
        occurred_on: on(DAY),
    };
    client.publish_edition(request).await.message().edition.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edition_is_published_and_a_later_one_takes_its_place() {
    for chain in TestChain::every("2025-06-02").await {
        simulate(&chain).await;
        let mut client = chain.prognosis();
        let request = SetAssumptionRequest {
            request_id: chain.request_id(),
            name: "grant_rate".to_owned(),
            value: 0.56,
            author: "IND, planning".to_owned(),
            reason: "country policy on Syria".to_owned(),
            ..SetAssumptionRequest::default()
        };
        client.set_assumption(request).await.message();
        let first = publish(&chain, &mut client, "2025-I").await;
        assert_eq!(first.state(), EditionState::Published);
        assert_eq!((first.judgements, first.signatures.len()), (1, 7));
        assert_eq!(first.digest.len(), 64);
        // The digest of the edition is that of its forecast.
        let forecast = get(&chain, &first.forecast_id).await;
        let digest = hex::encode(&forecast.digest);
        assert_eq!(
            (digest, forecast.edition_id.as_str()),
            (first.digest, first.edition_id.as_str())
        );
        assert!(
            forecast.estimates.iter().all(|e| e.quantiles.len() == 23 && e.quantiles.is_sorted())
        );

        let second = publish(&chain, &mut client, "2025-II").await;
        let request = GetEditionRequest { edition_id: first.edition_id.clone() };
        let first = client.get_edition(request).await.message().edition.unwrap();
        assert_eq!(first.state(), EditionState::Superseded);
        let request = WithdrawEditionRequest {
            request_id: chain.request_id(),
            edition_id: second.edition_id.clone(),
            reason: "wrong".to_owned(),
            expected_version: 0,
            occurred_on: on(DAY),
        };
        assert_eq!(client.withdraw_edition(request).await.reason(), "WRONG_STATE");
        let list = ListEditionsRequest {
            state: EditionState::Published.into(),
            ..ListEditionsRequest::default()
        };
        let published = client.list_editions(list).await.message().editions;
        assert_eq!(published.len(), 1);
        assert_eq!(published[0].name, "2025-II");

        // The figures as a file, in three forms.
        for (format, begins) in [
            (FileFormat::Csv, &b"quan"[..]),
            (FileFormat::Json, &b"[{"[..]),
            (FileFormat::Parquet, &b"PAR1"[..]),
        ] {
            let request = ExportForecastRequest {
                forecast_id: second.forecast_id.clone(),
                format: format.into(),
            };
            let mut pieces = client.export_forecast(request).await.message();
            let mut bytes = Vec::new();
            while let Some(piece) = pieces.message().await.unwrap() {
                bytes.extend(piece.data);
            }
            assert!(bytes.starts_with(begins), "{format:?}");
        }
        finish(chain).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn judgements_have_versions_and_a_what_if_changes_nothing() {
    let chain = TestChain::start(testkit::Engine::Sqlite, "2025-06-02").await.unwrap();
    simulate(&chain).await;
    let mut client = chain.prognosis();
    let measure = |name: &str, on| SetMeasureRequest {
        request_id: chain.request_id(),
        name: name.to_owned(),
        on,
        author: "ministry".to_owned(),
        reason: "adopted".to_owned(),
    };
    client.set_measure(measure("housing.package", true)).await.message();
    let off =
        client.set_measure(measure("housing.package", false)).await.message().judgement.unwrap();
    assert_eq!((off.version, off.value), (2, 0.0));
    assert_eq!(client.set_measure(measure("luck", true)).await.reason(), "UNKNOWN_MEASURE");
    let wrong =
        client.set_measure(SetMeasureRequest { reason: String::new(), ..measure("x", true) }).await;
    assert_eq!(wrong.problem().fields, ["reason"]);
    let expectation = StateExpectationRequest {
        request_id: chain.request_id(),
        expectation: Some(Expectation {
            quantity: "inflow.first".to_owned(),
            year: 2026,
            low: 1_000,
            middle: 1_500,
            high: 2_500,
            ..Expectation::default()
        }),
        author: "working group".to_owned(),
        reason: "routes".to_owned(),
        ..StateExpectationRequest::default()
    };
    client.state_expectation(expectation).await.message();
    let history = ListJudgementsRequest { kind: 0, history: true };
    assert_eq!(client.list_judgements(history).await.message().judgements.len(), 3);
    let all = client.list_judgements(ListJudgementsRequest::default()).await.message().judgements;
    assert!(all.iter().any(|one| one.name == "grant_rate" && one.version == 0));

    let request =
        CreateForecastRequest { request_id: chain.request_id(), parameters: parameters() };
    let made = client.create_forecast(request).await.message().forecast.unwrap();
    watch(&chain, &made.forecast_id).await;
    let before = get(&chain, &made.forecast_id).await;
    let moved =
        before.estimates.iter().find(|e| e.quantity == "inflow.first" && e.period == "2026");
    assert_ne!(moved.unwrap().median, moved.unwrap().model_median);
    let ask = |name: &str, value| CompareScenariosRequest {
        forecast_id: made.forecast_id.clone(),
        measures: Vec::new(),
        assumptions: vec![AssumptionValue { name: name.to_owned(), value }],
        replications: 100,
    };
    let compared = client.compare_scenarios(ask("decisions_per_month", 500.0)).await.message();
    let pending = compared.effects.iter().rev().find(|e| e.quantity == "ind.pending").unwrap();
    assert!(pending.difference < 0, "{pending:?}");
    assert!(compared.explanation.contains("longest wait"), "{}", compared.explanation);
    let explain = |replications| ExplainForecastRequest {
        forecast_id: made.forecast_id.clone(),
        replications,
    };
    let explained = client.explain_forecast(explain(50)).await.message().influences;
    let of = |name: &str| explained.iter().find(|one| one.name == name).unwrap();
    let decisions = of("decisions_per_month");
    assert!((decisions.moved / decisions.value - 1.1).abs() < 1e-9, "{decisions:?}");
    let size = |at: usize| {
        let part = |e: &ScenarioEffect| (e.difference as f64 / e.base.max(1) as f64).abs();
        explained[at].effects.iter().map(part).fold(0.0, f64::max)
    };
    assert!(size(0) > 0.0, "{explained:?}");
    assert!((1..explained.len()).all(|at| size(at) <= size(at - 1)), "{explained:?}");
    // Nobody set the rate: what the model estimates is moved.
    assert!((0.0..1.0).contains(&of("grant_rate").value), "{explained:?}");
    assert_eq!(client.explain_forecast(explain(49)).await.problem().fields, ["replications"]);
    let wrong = client.compare_scenarios(ask("grant_rate", 2.0)).await;
    assert_eq!(wrong.problem().fields, ["assumptions.0.value"]);
    assert_eq!(get(&chain, &made.forecast_id).await, before);
    finish(chain).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_realisation_scores_the_forecasts_before_it() {
    for chain in TestChain::every("2025-06-02").await {
        simulate(&chain).await;
        let mut client = chain.prognosis();
        let request =
            CreateForecastRequest { request_id: chain.request_id(), parameters: parameters() };
        let made = client.create_forecast(request).await.message().forecast.unwrap();
        watch(&chain, &made.forecast_id).await;
        let import = |content: &str, published: &str| ImportSeriesRequest {
            request_id: chain.request_id(),
            format: SeriesFormat::TidyCsv.into(),
            content: format!("period,quantity,group,value,qualifier,published_on\n{content}"),
            source: "CBS".to_owned(),
            published_on: on(published),
            ..ImportSeriesRequest::default()
        };
        let rows = "2025-08,inflow.first,TOTAL,200,rounded,\n";
        let early = client.import_series(import(rows, "2025-11-01")).await;
        assert_eq!(early.reason(), "DATE_IN_FUTURE");
        chain.today("2025-12-20").await;
        let asked = ImportSeriesRequest { dry_run: true, ..import(rows, "2025-11-01") };
        let answer = client.import_series(asked).await.message();
        assert_eq!((answer.imported, answer.unchanged), (1, 0));
        let none = client.list_observations(ListObservationsRequest::default()).await.message();
        assert!(none.observations.is_empty(), "a dry run takes nothing in");
        let wrong = client
            .import_series(import("2025-13,inflow.first,TOTAL,12,rounded,\n", "2025-11-01"))
            .await;
        assert_eq!(wrong.problem().fields, ["content:2:period"]);
        let rows =
            "2025-09,inflow.first,TOTAL,200,rounded,\n2025-09,inflow.first,SYR,30,rounded,\n";
        let answer = client.import_series(import(rows, "2025-11-01")).await.message();
        assert_eq!((answer.imported, answer.unchanged), (2, 0));
        let answer = client.import_series(import(rows, "2025-11-01")).await.message();
        assert_eq!((answer.imported, answer.unchanged), (0, 2));
        // A revision is another vintage, and another score; the same vintage cannot change.
        let changed = "2025-09,inflow.first,TOTAL,210,rounded,\n";
        assert_eq!(
            client.import_series(import(changed, "2025-11-01")).await.reason(),
            "ALREADY_EXISTS"
        );
        client.import_series(import(changed, "2025-12-01")).await.message();
        let list = ListScoresRequest {
            forecast_id: made.forecast_id.clone(),
            ..ListScoresRequest::default()
        };
        let scores = client.list_scores(list).await.message().scores;
        assert_eq!(scores.iter().map(|score| score.realised).collect::<Vec<_>>(), [200, 210]);
        assert_eq!((scores[0].quantity.as_str(), scores[0].horizon_months), ("inflow.first", 1));
        let known = |day: &str| ListObservationsRequest {
            quantity: "inflow.first".to_owned(),
            group: "all".to_owned(),
            known_on: on(day),
            ..ListObservationsRequest::default()
        };
        let then = client.list_observations(known("2025-11-15")).await.message().observations;
        let now = client.list_observations(known("2025-12-15")).await.message().observations;
        assert_eq!((then[0].value, now[0].value, now.len()), (200.0, 210.0, 1));
        finish(chain).await;
    }
}
