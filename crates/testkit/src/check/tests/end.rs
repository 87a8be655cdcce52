//! Departure, homes, forecasts, and persons over the whole chain.

use client::Service;
use wire::prognosis::get_chain_picture_response::Stock;
use wire::prognosis::{Estimate, ForecastMade, GetChainPictureResponse};
use wire::reception::{Category, EndReason};
use wire::returns::{BlockKind, DepartureOutcome};
use wire::{housing, intake, reception, returns};

use super::super::compare_picture;
use super::{applied, broken, granted, heard, housed, person, rejected};
use crate::{Feeds, date, filled, on};

#[test]
fn rt_1_force_during_an_appeal_and_too_long_detention() {
    let mut feeds = rejected();
    back!(feeds, "2026-11-20", DepartureBlocked { block: BlockKind::Appeal });
    back!(feeds, "2026-11-25", ForcedTrackStarted {});
    broken(&feeds, &["RT-1"]);

    let mut feeds = rejected();
    asylum!(feeds, "2026-11-20", AppealLodged { suspensive: true });
    stay!(
        feeds,
        "p",
        CategoryChanged { from_category: Category::Rejected, category: Category::Applicant }
    );
    broken(&feeds, &[]);
    back!(feeds, "2026-11-25", ForcedTrackStarted {});
    broken(&feeds, &["RT-1"]);

    let mut feeds = rejected();
    back!(feeds, "2026-12-01", DetentionImposed { ends_on: on("2028-06-02") });
    broken(&feeds, &["RT-1"]);
}

#[test]
fn rt_2_an_unseen_departure_called_demonstrable() {
    let left = |seen: bool| {
        let mut feeds = rejected();
        back!(
            feeds,
            "2026-12-01",
            Departed { outcome: DepartureOutcome::Unsupervised, demonstrable: seen }
        );
        stay!(
            feeds,
            "p",
            StayEnded { category: Category::Rejected, reason: EndReason::Unsupervised }
        );
        feeds
    };
    broken(&left(false), &[]);
    broken(&left(true), &["RT-2"]);
}

#[test]
fn ho_1_targets_that_do_not_add_up() {
    let mut feeds = Feeds::default();
    let one = housing::MunicipalTarget {
        municipality: "GM0014".to_owned(),
        target: 9,
        ..Default::default()
    };
    tell!(
        feeds,
        Housing,
        housing,
        "2026-07-01",
        "taakstelling/2026-II",
        TargetSet { half: "2026-II", national: 10, municipalities: vec![one] }
    );
    broken(&feeds, &["HO-1"]);
}

#[test]
fn ho_2_two_links_and_a_person_who_counts_twice() {
    let mut feeds = granted();
    home!(feeds, HouseholdLinked { municipality: "GM0014", persons: 1 });
    home!(feeds, HouseholdLinked { municipality: "GM0106", persons: 1 });
    broken(&feeds, &["HO-2"]);
    let mut feeds = granted();
    housed(&mut feeds);
    home!(feeds, RealisationBooked { half: "2026-II", municipality: "GM0014", persons: 1 });
    broken(&feeds, &["HO-2"]);
}

#[test]
fn pr_1_a_stock_that_does_not_follow() {
    let stock = |stage: &str, count| Stock {
        stage: stage.to_owned(),
        group: "SYR".to_owned(),
        age_band: String::new(),
        count,
    };
    let capacity = Stock { group: "all".to_owned(), ..stock("capacity.regular", 2) };
    let answer = |pending| GetChainPictureResponse {
        stocks: vec![
            stock("ind.pending.first", pending),
            stock("coa.applicant", 1),
            stock("coa.place.regular", 1),
            capacity.clone(),
        ],
        ..GetChainPictureResponse::default()
    };
    assert_eq!(compare_picture(&applied(), &super::policy(), &answer(1)), []);
    let found = compare_picture(&applied(), &super::policy(), &answer(2));
    assert_eq!(found.iter().map(|violation| violation.id).collect::<Vec<_>>(), ["PR-1"]);
}

#[test]
fn pr_2_quantiles_that_cross() {
    let made = |median| {
        let estimate = Estimate { minimum: 1, median, medio: 3, maximum: 4, ..Estimate::default() };
        let mut feeds = Feeds::default();
        let made = ForecastMade { annual: vec![estimate], ..ForecastMade::default() };
        feeds.add(Service::Prognosis, date("2026-07-01"), "migratieprognose/f", made);
        feeds
    };
    broken(&made(2), &[]);
    broken(&made(5), &["PR-2"]);
}

#[test]
fn ch_1_somebody_is_lost_or_in_two_places() {
    // Granted, and nobody looks for a home.
    let mut feeds = heard();
    asylum!(
        feeds,
        "2026-11-02",
        ApplicationDecided { outcome: intake::DecisionOutcome::GrantRefugee }
    );
    stay!(
        feeds,
        "p",
        CategoryChanged { from_category: Category::Applicant, category: Category::StatusHolder }
    );
    broken(&feeds, &["CH-1"]);
    // Left, and still in procedure and in reception.
    let mut feeds = heard();
    back!(
        feeds,
        "2026-12-01",
        Departed {
            outcome: DepartureOutcome::IndependentOwn,
            demonstrable: true,
            destination: "MDA".to_owned()
        }
    );
    broken(&feeds, &["CH-1"]);
    // Housed, and still in reception.
    let mut feeds = granted();
    home!(feeds, HouseholdLinked { municipality: "GM0014", persons: 1 });
    home!(feeds, HouseholdHoused { municipality: "GM0014", person_ids: vec!["p".to_owned()] });
    broken(&feeds, &["CH-1"]);
    // Granted, and to be returned.
    let mut feeds = granted();
    back!(feeds, "2026-11-02", ReturnAnnounced {});
    broken(&feeds, &["CH-1"]);
    // In reception without any case.
    let mut feeds = Feeds::default();
    stay!(feeds, "p", StayExpected { category: Category::Applicant, stay_no: 1 });
    broken(&feeds, &["CH-1"]);
}
