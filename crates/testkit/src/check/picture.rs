//! RE-2 and PR-1: what reception and prognosis answer is what the feeds add up to.
//!
//! The stages are those of `services/prognosis/src/reactions`, folded here again: a subject stands in one
//! stage with a nationality and a number of persons, and an event moves it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use wire::housing::{MatchState, RealisationKind};

use client::Service;
use kernel::{Position, Violation};
use law::Policy;
use wire::common::Person;
use wire::intake::{AppealRuling, ApplicationKind, CaseState};
use wire::prognosis::GetChainPictureResponse;
use wire::reception::{Category, GetOccupancyResponse, LocationType, PlaceSort, StayState};

use super::reception::Presence;
use super::{Found, reception, who};
use crate::{AnyEvent, Event, Feeds};

/// PR-1: places in prognosis' picture are those that reception publishes, by sort; one definition for both.
pub fn compare_capacity(
    policy: &Arc<Policy>,
    answer: &GetOccupancyResponse,
    picture: &GetChainPictureResponse,
) -> Vec<Violation> {
    let mut found = Found::new(policy);
    let pictured = |stage: &str| -> i64 {
        let stocks = picture.stocks.iter().filter(|stock| stock.stage == stage);
        stocks.map(|stock| stock.count).sum()
    };
    let mut agree = |stage: &str, published: i64| {
        let pictured = pictured(stage);
        found.must("PR-1", pictured == published, || {
            format!("{stage} is {pictured} in the picture, reception publishes {published}")
        });
    };
    for (stage, sort) in [
        ("capacity.regular", PlaceSort::Regular),
        ("capacity.emergency", PlaceSort::Emergency),
        ("capacity.outside_coa", PlaceSort::OutsideCoa),
    ] {
        let of_sort = answer.sorts.iter().filter(|one| one.sort() == sort);
        agree(stage, of_sort.map(|one| one.places).sum());
    }
    agree("places.minor", answer.sorts.iter().map(|one| one.minor_places).sum());
    found.violations
}

/// RE-2: the occupancy that reception answers is the sum of the active stays in the feed.
pub fn compare_occupancy(
    feeds: &Feeds,
    policy: &Arc<Policy>,
    answer: &GetOccupancyResponse,
) -> Vec<Violation> {
    let mut found = Found::new(policy);
    let all = reception::fold(feeds, &mut Found::new(policy));
    let mut sums: BTreeMap<(i32, i32, bool), i64> = BTreeMap::new();
    let (mut published, mut physical) = (0, 0);
    for stay in all.of_person.values() {
        let state = match stay.presence {
            Presence::Expected => StayState::Expected,
            Presence::Placed => StayState::Placed,
            Presence::Absent => StayState::Absent,
            Presence::Ended(_) => continue,
        };
        let location = stay.location.as_ref().and_then(|id| all.locations.get(id));
        let emergency = location.is_some_and(|location| location.emergency);
        *sums.entry((stay.category as i32, state as i32, emergency)).or_default() += 1;
        if state != StayState::Expected {
            physical += 1;
            let counted =
                !matches!(stay.category, Category::FamilyReunion | Category::RepeatApplicant);
            published += i64::from(counted);
        }
    }
    let rows = answer.rows.iter();
    let answered: BTreeMap<(i32, i32, bool), i64> =
        rows.map(|row| ((row.category, row.state, row.emergency), row.persons)).collect();
    found.must("RE-2", answered == sums, || {
        format!("reception answers {answered:?}, the stays add up to {sums:?}")
    });
    let by_sort: i64 = answer.sorts.iter().map(|sort| sort.occupied).sum();
    let all = [answer.physical_occupancy, by_sort];
    found.must("RE-2", all == [physical; 2], || {
        format!("reception answers {all:?} with a place, the stays add up to {physical}")
    });
    found.must("RE-2", answer.published_occupancy == published, || {
        format!(
            "reception publishes {}, the stays add up to {published}",
            answer.published_occupancy
        )
    });
    found.violations
}

/// PR-1: the stocks that prognosis answers, by stage and nationality, are what the feeds add up to.
pub fn compare_picture(
    feeds: &Feeds,
    policy: &Arc<Policy>,
    answer: &GetChainPictureResponse,
) -> Vec<Violation> {
    let mut found = Found::new(policy);
    let mut answered: BTreeMap<(String, String), i64> = BTreeMap::new();
    for stock in &answer.stocks {
        *answered.entry((stock.stage.clone(), stock.group.clone())).or_default() += stock.count;
    }
    answered.retain(|_, count| *count != 0);
    let sums = stocks(feeds);
    let keys: BTreeSet<_> = answered.keys().chain(sums.keys()).collect();
    for key in keys {
        let (said, sum) = (answered.get(key), sums.get(key));
        found.must("PR-1", said == sum, || {
            format!("{key:?}: prognosis says {said:?}, the feeds {sum:?}")
        });
    }
    // A position may lag behind: events that move nobody need not be noted down one by one.
    for (service, read) in &answer.positions {
        let known = Service::ALL.into_iter().find(|known| known.name() == service);
        let head = known.map_or(Position::BEGIN, |known| feeds.log(known).head);
        found.must("PR-1", *read <= u64::from(head), || {
            format!("prognosis read {service} up to {read} of {head}")
        });
    }
    found.violations
}

/// Where a subject stands.
#[derive(Clone, Debug, Default)]
struct Place {
    stage: String,
    group: String,
    kind: &'static str,
    persons: i64,
}

/// Stocks by stage and nationality.
pub(super) fn stocks(feeds: &Feeds) -> BTreeMap<(String, String), i64> {
    let mut places: BTreeMap<String, Place> = BTreeMap::new();
    for service in [Service::Intake, Service::Reception, Service::Returns, Service::Housing] {
        for event in feeds.of(service) {
            intake(event, &mut places);
            reception_place(event, &mut places);
            returns(event, &mut places);
            housing(event, &mut places);
        }
    }
    let mut sums = BTreeMap::new();
    for place in places.into_values().filter(|place| !place.stage.is_empty() && place.persons != 0)
    {
        *sums.entry((place.stage, place.group)).or_default() += place.persons;
    }
    sums
}

type Places = BTreeMap<String, Place>;

fn at<'a>(places: &'a mut Places, subject: &str) -> &'a mut Place {
    places.entry(subject.to_owned()).or_insert_with(|| Place {
        group: "all".to_owned(),
        persons: 1,
        ..Place::default()
    })
}

/// Moves a person's subject.
fn person(places: &mut Places, subject: &str, who: Option<&Person>, stage: &str) {
    let place = at(places, subject);
    place.group = self::who(who).nationality;
    stage.clone_into(&mut place.stage);
}

fn intake(event: &Event, places: &mut Places) {
    let subject = event.subject.as_str();
    let pending = |places: &mut Places, who: Option<&Person>| {
        let stage = format!("ind.pending.{}", at(places, subject).kind);
        person(places, subject, who, &stage);
    };
    match &event.message {
        AnyEvent::ApplicationMade(made) => {
            at(places, subject).kind = kind(made.kind());
            pending(places, made.person.as_ref());
        }
        AnyEvent::TrackAssigned(routed) => pending(places, routed.person.as_ref()),
        AnyEvent::DecisionRetracted(retracted) => pending(places, retracted.person.as_ref()),
        AnyEvent::CaseCorrected(corrected) => {
            at(places, subject).group = who(corrected.person.as_ref()).nationality;
        }
        AnyEvent::FamilyObjectionRuled(ruled) if ruled.grounded => {
            person(places, subject, ruled.person.as_ref(), "ind.nareis");
        }
        AnyEvent::AppealRuled(ruled) if ruled.ruling() == AppealRuling::Grounded => {
            pending(places, ruled.person.as_ref());
        }
        AnyEvent::AppealLodged(lodged) => {
            person(places, subject, lodged.person.as_ref(), "ind.appeal")
        }
        AnyEvent::CaseImported(imported) => {
            at(places, subject).kind = kind(imported.kind());
            let who = imported.person.as_ref();
            match imported.state() {
                CaseState::Lodged | CaseState::Routed | CaseState::Interviewed => {
                    pending(places, who);
                }
                CaseState::Appeal => person(places, subject, who, "ind.appeal"),
                _ => person(places, subject, who, ""),
            }
        }
        AnyEvent::FamilyApplicationFiled(filed) => {
            person(places, subject, filed.person.as_ref(), "ind.nareis");
        }
        AnyEvent::FamilyCaseImported(imported) => {
            person(places, subject, imported.person.as_ref(), "ind.nareis");
        }
        AnyEvent::FamilyApplicationDecided(decided) if decided.granted => {}
        AnyEvent::ApplicationDecided(_)
        | AnyEvent::ApplicationWithdrawn(_)
        | AnyEvent::AppealRuled(_)
        | AnyEvent::DecisionFinal(_)
        | AnyEvent::FamilyApplicationDecided(_)
        | AnyEvent::FamilyMemberArrived(_)
        | AnyEvent::EntryVisaRefused(_)
        | AnyEvent::FamilyApplicationLapsed(_) => at(places, subject).stage.clear(),
        _ => {}
    }
}

fn kind(kind: ApplicationKind) -> &'static str {
    match kind {
        ApplicationKind::Repeat => "repeat",
        ApplicationKind::Resettled => "resettled",
        ApplicationKind::Relocated => "relocated",
        ApplicationKind::First | ApplicationKind::Unspecified => "first",
    }
}

fn category(category: Category) -> &'static str {
    match category {
        Category::Rejected => "coa.rejected",
        Category::StatusHolder => "coa.status_holder",
        Category::UnaccompaniedMinor => "coa.minor",
        Category::FamilyReunion => "coa.family",
        Category::RepeatApplicant => "coa.repeat",
        Category::Applicant | Category::Unspecified => "coa.applicant",
    }
}

fn reception_place(event: &Event, places: &mut Places) {
    let subject = event.subject.as_str();
    let sort = |emergency| if emergency { "coa.place.emergency" } else { "coa.place.regular" };
    let bed = format!("{subject}#place");
    let in_part = format!("{subject}#minors");
    match &event.message {
        AnyEvent::StayExpected(expected) => {
            person(places, subject, expected.person.as_ref(), "coa.expected");
        }
        AnyEvent::PersonPlaced(placed) => {
            person(places, subject, placed.person.as_ref(), category(placed.category()));
            person(places, &bed, placed.person.as_ref(), sort(placed.emergency));
        }
        AnyEvent::StayImported(imported) => {
            person(places, subject, imported.person.as_ref(), category(imported.category()));
            person(places, &bed, imported.person.as_ref(), sort(imported.emergency));
        }
        AnyEvent::PersonMoved(moved) => {
            person(places, &bed, moved.person.as_ref(), sort(moved.emergency));
        }
        AnyEvent::CategoryChanged(changed) if at(places, subject).stage != "coa.expected" => {
            person(places, subject, changed.person.as_ref(), category(changed.category()));
        }
        AnyEvent::StayCorrected(corrected) => {
            let nationality = who(corrected.person.as_ref()).nationality;
            at(places, &bed).group.clone_from(&nationality);
            at(places, subject).group = nationality;
        }
        AnyEvent::StayEnded(_) => {
            at(places, subject).stage.clear();
            at(places, &bed).stage.clear();
        }
        AnyEvent::LocationOpened(opened) => {
            use LocationType as T;
            let kind = opened.kind();
            let stage = match kind {
                T::Crisis | T::HostFamily => "capacity.outside_coa",
                T::Emergency => "capacity.emergency",
                _ if opened.emergency => "capacity.emergency",
                _ => "capacity.regular",
            };
            let minors = matches!(kind, T::ColAmv | T::AmvKwv | T::AmvPoa | T::NidosKwe);
            let of_minors = if minors || opened.minors_only { "places.minor" } else { "" };
            for (subject, stage) in [(subject, stage), (&in_part, of_minors)] {
                let place = at(places, subject);
                stage.clone_into(&mut place.stage);
                place.persons = opened.places.into();
            }
        }
        AnyEvent::CapacityChanged(changed) => {
            for subject in [subject, &in_part] {
                at(places, subject).persons = changed.places.into();
            }
        }
        AnyEvent::LocationClosed(_) => {
            at(places, subject).stage.clear();
            at(places, &in_part).stage.clear();
        }
        AnyEvent::UkraineWeekReported(week) => {
            let sums = [
                ("plaatsen", "ukraine.places", week.places),
                ("bezet", "ukraine.occupied", week.occupied),
            ];
            for (what, stage, persons) in sums {
                let place = at(places, &format!("ontheemdenopvang/{}#{what}", week.region));
                stage.clone_into(&mut place.stage);
                place.persons = persons.into();
            }
        }
        _ => {}
    }
}

fn returns(event: &Event, places: &mut Places) {
    let subject = event.subject.as_str();
    let cell = format!("{subject}#bewaring");
    match &event.message {
        AnyEvent::ReturnAnnounced(announced) => {
            person(places, subject, announced.person.as_ref(), "dtenv.announced");
        }
        AnyEvent::FileTransferred(file) => {
            person(places, subject, file.person.as_ref(), "dtenv.open")
        }
        AnyEvent::ReturnCaseMerged(open) => {
            person(places, subject, open.person.as_ref(), "dtenv.open")
        }
        AnyEvent::ReturnReopened(open) => {
            person(places, subject, open.person.as_ref(), "dtenv.open")
        }
        AnyEvent::ReturnCaseImported(open) => {
            person(places, subject, open.person.as_ref(), "dtenv.open");
        }
        AnyEvent::HeldForAsylum(_) | AnyEvent::TransferTermLapsed(_) => {
            "dtenv.on_hold".clone_into(&mut at(places, subject).stage);
        }
        AnyEvent::DetentionImposed(imposed) => {
            person(places, &cell, imposed.person.as_ref(), "dtenv.detained");
        }
        AnyEvent::DetentionLifted(_) => at(places, &cell).stage.clear(),
        AnyEvent::Departed(_) | AnyEvent::ReturnClosed(_) => at(places, subject).stage.clear(),
        _ => {}
    }
}

fn housing(event: &Event, places: &mut Places) {
    let place = |places, stage: &str, persons: Option<i64>| {
        let place: &mut Place = at(places, &event.subject);
        stage.clone_into(&mut place.stage);
        place.persons = persons.unwrap_or(place.persons);
    };
    match &event.message {
        AnyEvent::MatchStarted(started) => {
            let minor = started.majority_on.is_some();
            let stage = if minor { "housing.nidos" } else { "housing.screening" };
            place(places, stage, Some(started.person_ids.len() as i64));
        }
        AnyEvent::MatchImported(imported) => {
            let linked = !imported.municipality.is_empty();
            let stage = if linked { "housing.linked" } else { "housing.ready" };
            place(places, stage, Some(imported.person_ids.len() as i64));
        }
        AnyEvent::MinorityCorrected(corrected) => match corrected.state() {
            MatchState::Ready => place(places, "housing.ready", None),
            MatchState::Nidos => place(places, "housing.nidos", None),
            _ => {}
        },
        AnyEvent::MembersMerged(merged) => {
            at(places, &event.subject).persons = merged.persons.into()
        }
        AnyEvent::ProfileCompleted(_) | AnyEvent::LinkReturned(_) | AnyEvent::CameOfAge(_) => {
            place(places, "housing.ready", None)
        }
        AnyEvent::HouseholdLinked(_) => place(places, "housing.linked", None),
        AnyEvent::HouseholdTemporarilyHoused(housed) => match housed.kind() {
            RealisationKind::SmallScale => place(places, "housing.nidos.placed", None),
            _ => place(places, "housing.temporary", None),
        },
        AnyEvent::HouseholdChanged(changed) => {
            at(places, &event.subject).persons = changed.persons.into();
        }
        AnyEvent::OfferRefused(refused) if refused.grounded => {}
        AnyEvent::OfferRefused(_) | AnyEvent::HouseholdHoused(_) | AnyEvent::MatchCancelled(_) => {
            at(places, &event.subject).stage.clear();
        }
        _ => {}
    }
}
