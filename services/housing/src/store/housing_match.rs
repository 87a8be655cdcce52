//! A match as the row of its table, which is also the shape of its message.

use kernel::{Date, HouseholdId, Municipality, PersonId};

use crate::domain::codes::{MatchState, RealisationKind, Region};
use crate::domain::matching::{Counted, Home, HousingMatch, Link, Overdue, Phase, Profile};

/// The columns of a match; what each means stands with the message of the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HousingMatchRow {
    pub(crate) household_id: HouseholdId,
    pub(crate) person_ids: Vec<PersonId>,
    pub(crate) state: MatchState,
    pub(crate) granted_on: Date,
    pub(crate) link_due_on: Date,
    pub(crate) housed_due_on: Date,
    pub(crate) municipality: Option<Municipality>,
    pub(crate) linked_on: Option<Date>,
    pub(crate) housed_on: Option<Date>,
    pub(crate) housing_kind: Option<RealisationKind>,
    pub(crate) link_overdue: bool,
    pub(crate) late: bool,
    pub(crate) version: i64,
    pub(crate) family_municipality: Option<Municipality>,
    pub(crate) medical_region: Option<Region>,
    pub(crate) occupation_municipality: Option<Municipality>,
    pub(crate) labour_region: Option<Region>,
    pub(crate) network_municipality: Option<Municipality>,
    pub(crate) current_municipality: Option<Municipality>,
    pub(crate) expected_members: i32,
    pub(crate) majority_on: Option<Date>,
    pub(crate) temporary_until: Option<Date>,
    pub(crate) temporary_overdue: bool,
    pub(crate) counted_ids: Vec<PersonId>,
    pub(crate) counted_in: Option<Municipality>,
    pub(crate) fact_on: Option<Date>,
    pub(crate) referred_by: Option<HouseholdId>,
    pub(crate) counted_kind: Option<RealisationKind>,
}

db::table!(HousingMatchRow in "housing_match" by household_id: HouseholdId {
    household_id, person_ids, state, granted_on, link_due_on, housed_due_on, municipality, linked_on, housed_on, housing_kind, link_overdue, late, version, family_municipality, medical_region, occupation_municipality, labour_region, network_municipality, current_municipality, expected_members, majority_on, temporary_until, temporary_overdue, counted_ids, counted_in, fact_on, referred_by, counted_kind,
});

db::stored_as!(HousingMatch as HousingMatchRow, |found| found.household_id);

impl From<&HousingMatch> for HousingMatchRow {
    fn from(found: &HousingMatch) -> Self {
        let (link, home, profile) = (found.link(), found.home(), found.profile);
        Self {
            household_id: found.household_id,
            person_ids: found.person_ids.clone(),
            state: found.state(),
            granted_on: found.granted_on,
            link_due_on: found.link_due_on,
            housed_due_on: found.housed_due_on,
            municipality: found.municipality(),
            linked_on: link.and_then(|link| link.on),
            housed_on: home.map(|home| home.on),
            housing_kind: home.map(|home| home.kind),
            link_overdue: found.overdue.link,
            late: found.overdue.home,
            version: found.version,
            family_municipality: profile.family_municipality,
            medical_region: profile.medical_region,
            occupation_municipality: profile.occupation_municipality,
            labour_region: profile.labour_region,
            network_municipality: profile.network_municipality,
            current_municipality: profile.current_municipality,
            expected_members: profile.expected_members,
            majority_on: found.majority_on,
            temporary_until: home.and_then(|home| home.until),
            temporary_overdue: found.overdue.temporary,
            counted_ids: found.counted.ids.clone(),
            counted_in: found.counted.municipality,
            fact_on: found.fact_on,
            referred_by: found.referred_by,
            counted_kind: found.counted.kind,
        }
    }
}

impl TryFrom<HousingMatchRow> for HousingMatch {
    type Error = String;

    fn try_from(row: HousingMatchRow) -> Result<Self, String> {
        Ok(Self {
            phase: row.phase()?,
            household_id: row.household_id,
            person_ids: row.person_ids,
            granted_on: row.granted_on,
            link_due_on: row.link_due_on,
            housed_due_on: row.housed_due_on,
            overdue: Overdue {
                link: row.link_overdue,
                home: row.late,
                temporary: row.temporary_overdue,
            },
            profile: Profile {
                family_municipality: row.family_municipality,
                medical_region: row.medical_region,
                occupation_municipality: row.occupation_municipality,
                labour_region: row.labour_region,
                network_municipality: row.network_municipality,
                current_municipality: row.current_municipality,
                expected_members: row.expected_members,
            },
            majority_on: row.majority_on,
            counted: Counted {
                ids: row.counted_ids,
                municipality: row.counted_in,
                kind: row.counted_kind,
            },
            referred_by: row.referred_by,
            version: row.version,
            fact_on: row.fact_on,
        })
    }
}

impl HousingMatchRow {
    fn phase(&self) -> Result<Phase, String> {
        use MatchState as S;
        let (link, home) = (self.link()?, self.home()?);
        let needs = |what| format!("{} goes with {what}", self.state);
        let without = |what| format!("{} does not go with {what}", self.state);
        let linked = || link.ok_or_else(|| needs("municipality"));
        let lives = || home.ok_or_else(|| needs("housed_on and housing_kind"));
        if matches!(self.state, S::Screening | S::Nidos | S::Ready) && link.is_some() {
            return Err(without("municipality"));
        }
        let waits = matches!(self.state, S::Screening | S::Nidos | S::Ready | S::Linked);
        if waits && home.is_some() {
            return Err(without("housed_on"));
        }
        if matches!(self.state, S::Housed | S::Cancelled) && self.temporary_until.is_some() {
            return Err(without("temporary_until"));
        }
        Ok(match self.state {
            S::Screening => Phase::Screening,
            S::Nidos => Phase::Nidos,
            S::Ready => Phase::Ready,
            S::Linked => Phase::Linked(linked()?),
            S::Offered => Phase::Offered { link: linked()?, home },
            S::Contracted => Phase::Contracted { link: linked()?, home },
            S::TemporarilyHoused => Phase::TemporarilyHoused(linked()?, lives()?),
            S::Housed => Phase::Housed(linked()?, lives()?),
            S::Refused => Phase::Refused { link: linked()?, home },
            S::Cancelled if link.is_some() != home.is_some() => {
                return Err("municipality goes with housed_on when a match is CANCELLED".to_owned());
            }
            S::Cancelled => Phase::Cancelled(link.zip(home)),
        })
    }

    fn link(&self) -> Result<Option<Link>, String> {
        match (self.municipality, self.linked_on) {
            (None, Some(_)) => Err("linked_on goes with municipality".to_owned()),
            (municipality, on) => Ok(municipality.map(|municipality| Link { municipality, on })),
        }
    }

    fn home(&self) -> Result<Option<Home>, String> {
        let until = self.temporary_until;
        match (self.housed_on, self.housing_kind) {
            (Some(on), Some(kind)) => Ok(Some(Home { on, kind, until })),
            (None, None) if until.is_none() => Ok(None),
            (None, None) => Err("temporary_until goes with housed_on".to_owned()),
            _ => Err("housed_on goes with housing_kind".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests;
