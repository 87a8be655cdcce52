//! Who may live where: the hard rules, each a refusal with its own reason.
//!
//! | rule | reason of the refusal |
//! | --- | --- |
//! | only an open location takes people | `LOCATION_CLOSED`, `LOCATION_CLOSING`, `WRONG_STATE` |
//! | unaccompanied minors live apart from adults | `MINORS_APART` |
//! | category and phase fit the type | `WRONG_TYPE` |
//! | wheelchair, medical care | `NEEDS_NOT_MET` |
//! | who must be kept safe has a safe room | `SAFETY` |
//! | one sex only, where the location says so | `OTHER_SEX` |
//! | a household lives in one location | `FAMILY_TOGETHER` |
//! | no place twice | `LOCATION_FULL` |

use kernel::{Date, Reason, Refusal};
use law::{Policy, rule};

use super::{Phase, Place, Stay};
use crate::domain::codes::{Category as C, LocationState, LocationType as L, RightGround};
use crate::domain::location::Location;

/// What surrounds a placement.
#[derive(Clone, Copy, Debug)]
pub struct Placing<'a> {
    /// The day.
    pub on: Date,
    /// Places that are needed together.
    pub persons: i32,
    /// The rules in force.
    pub policy: &'a Policy,
}

/// Whether a person may come to live in a location, given the others of the household who have a stay.
pub fn may_place(
    stay: &Stay,
    household: &[&Stay],
    location: &Location,
    placing: &Placing<'_>,
) -> Result<(), Refusal> {
    may_live(stay, household, location, placing)?;
    together(household, location)
}

/// The same without family unity, for a household that moves as a whole.
pub fn may_live(
    stay: &Stay,
    household: &[&Stay],
    location: &Location,
    placing: &Placing<'_>,
) -> Result<(), Refusal> {
    open(location)?;
    if location.for_minors() != (stay.category == C::UnaccompaniedMinor) {
        let text = "unaccompanied minors and adults do not share a location";
        return Err(Refusal::new(Reason::MinorsApart, text));
    }
    if !suits(location.kind, stay, household, placing) {
        let text = format!("{} does not live in {}", stay.category, location.kind);
        return Err(Refusal::new(Reason::WrongType, text));
    }
    let (needs, offers) = (stay.needs, location.offers);
    if needs.wheelchair && !offers.wheelchair || needs.medical_care && !offers.medical_care {
        let text = "wheelchair access or medical care is needed and not there";
        return Err(Refusal::new(Reason::NeedsNotMet, text));
    }
    if needs.safe_room && !offers.safe_room {
        let text = "the person must be kept safe, and there is no safe room";
        return Err(Refusal::new(Reason::Safety, text));
    }
    if location.only_sex.is_some_and(|sex| sex != stay.person.sex) {
        let text = "the location takes another sex only";
        return Err(Refusal::new(Reason::OtherSex, text));
    }
    if location.free() < placing.persons { Err(full(location)) } else { Ok(()) }
}

fn open(location: &Location) -> Result<(), Refusal> {
    match location.state {
        LocationState::Open => Ok(()),
        LocationState::Closing => {
            Err(Refusal::new(Reason::LocationClosing, "the location closes: nobody comes any more"))
        }
        LocationState::Closed | LocationState::ConvertedToHousing => {
            Err(Refusal::new(Reason::LocationClosed, "the location is closed"))
        }
        state @ (LocationState::Planned | LocationState::Contracted) => {
            Err(Refusal::not_now("the location is not open yet", state))
        }
    }
}

/// Every place that can be used is taken.
pub(super) fn full(location: &Location) -> Refusal {
    let usable = location.places - location.unavailable;
    Refusal::new(
        Reason::LocationFull,
        format!("{} of {usable} places are taken", location.occupied),
    )
}

/// Those of the household who are there live in one location. A measure sets one person apart, and who is absent
/// may come back elsewhere.
fn together(household: &[&Stay], location: &Location) -> Result<(), Refusal> {
    if location.kind.measure().is_some() {
        return Ok(());
    }
    let elsewhere = |other: &&&Stay| {
        let Phase::Placed(Place { location_id, .. }) = other.phase else { return false };
        other.measure.is_none() && location_id != location.location_id
    };
    match household.iter().find(elsewhere) {
        None => Ok(()),
        Some(other) => {
            let text =
                format!("person {} of the household lives elsewhere", other.person.person_id);
            Err(Refusal::new(Reason::FamilyTogether, text))
        }
    }
}

/// Whether the category and phase of a person fit the type of a location.
fn suits(kind: L, stay: &Stay, household: &[&Stay], placing: &Placing<'_>) -> bool {
    let category = stay.category;
    let minors = || household.iter().any(|other| other.is_child(placing.on, placing.policy));
    match kind {
        // Registration and the first bed.
        L::Ac | L::Col => category != C::StatusHolder,
        // Before and during the procedure.
        L::PrePol | L::Pol => matches!(category, C::Applicant | C::RepeatApplicant | C::Rejected),
        // The longest stay, and what takes its place.
        L::Azc | L::Emergency | L::Crisis | L::Dgo | L::Vge => true,
        L::Glo => stay.right.ground == RightGround::FamilyLocation,
        L::Vbl => category == C::Rejected && !minors(),
        L::Vtl | L::Htl | L::Pbl => kind.measure().is_some() && stay.measure() == kind.measure(),
        // Only unaccompanied minors come so far.
        L::ColAmv | L::AmvKwv | L::AmvPoa => true,
        L::NidosKwe => stay.right.ground == RightGround::Permit,
        L::Transit | L::Hotel | L::HostFamily => {
            matches!(category, C::StatusHolder | C::FamilyReunion)
        }
    }
}

/// Last day of a place that is taken on `on`: as asked, at most what the type of location allows.
pub fn place_until(
    kind: L,
    on: Date,
    asked: Option<Date>,
    policy: &Policy,
) -> Result<Option<Date>, Refusal> {
    let longest = match kind {
        L::Ac | L::Col | L::ColAmv => rule::FIRST_BED_MAX,
        L::Crisis => rule::CRISIS_MAX,
        L::Vbl => rule::RETURN_RECEPTION,
        L::Htl => rule::HTL_MAX,
        L::Hotel => rule::HOTEL_MAX,
        L::HostFamily => rule::HOST_FAMILY_MAX,
        _ => return Ok(asked),
    };
    let last = policy.get(longest, on).end(on);
    match asked {
        Some(asked) if asked > last => {
            Err(Refusal::new(Reason::TooLong, format!("{kind} is for a stay until {last}")))
        }
        asked => Ok(asked.or(Some(last))),
    }
}
