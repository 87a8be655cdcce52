//! The spreading of reception places over municipalities: estimate, indicative split, report of the province,
//! decision, realisation. A cycle begins in every even year; its days are in `law::spreading_days`.

mod state;

use std::collections::BTreeMap;

use kernel::{Date, Municipality, Reason, Refusal, Uuid};
use law::{Policy, SpreadingDays, rule};

pub use state::{PlaceEntry, SpreadingCycle, SpreadingShare};

/// Inhabitants and wealth of a municipality, with its province.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Basis {
    /// Municipality.
    pub municipality: Municipality,
    /// Its province.
    pub province: &'static str,
    /// Inhabitants.
    pub inhabitants: i32,
    /// SES-WOA score in thousandths.
    pub ses_thousandths: i32,
}

/// The key of a municipality's part in a cycle.
pub fn share_id(cycle: &str, municipality: Municipality) -> String {
    format!("{cycle}/{municipality}")
}

/// The days of the cycle that begins in `year`.
pub fn days(year: i32) -> Result<SpreadingDays, Refusal> {
    let days = i16::try_from(year).ok().and_then(law::spreading_days);
    days.ok_or_else(|| Refusal::new(Reason::NotInForce, format!("no cycle begins in {year}")))
}

/// Sets the capacity estimate of a cycle and splits it.
pub fn estimate(
    policy: &Policy,
    on: Date,
    year: i32,
    (places, minors): (i32, i32),
    bases: &[Basis],
) -> Result<(SpreadingCycle, Vec<SpreadingShare>), Refusal> {
    let days = days(year)?;
    if !policy.get(rule::SPREADING_ACT, days.decide_by) {
        return Err(Refusal::new(Reason::NotInForce, format!("the act is not in force in {year}")));
    }
    let mut bases: Vec<&Basis> = bases.iter().collect();
    bases.sort_by_key(|basis| basis.municipality);
    if let Some(pair) = bases.windows(2).find(|pair| pair[0].municipality == pair[1].municipality) {
        let text = format!("municipality {} is given twice", pair[0].municipality);
        return Err(Refusal::new(Reason::AlreadyExists, text));
    }
    let weights: Vec<law::SpreadingBasis> = bases
        .iter()
        .map(|basis| law::SpreadingBasis {
            inhabitants: basis.inhabitants.max(0) as u32,
            ses_thousandths: basis.ses_thousandths,
        })
        .collect();
    let split = law::indicative_places(policy, on, places.max(0) as u32, &weights);
    if split.iter().sum::<u32>() != places.max(0) as u32 {
        let text = "nobody lives in these municipalities";
        return Err(Refusal::new(Reason::TotalNotKept, text));
    }
    let cycle = SpreadingCycle {
        cycle: year.to_string(),
        places,
        minors,
        estimated_on: on,
        estimated_late: on > days.estimate_by,
        decided_on: None,
        decided_late: false,
        version: 0,
    };
    let shares = bases.iter().zip(split).map(|(basis, places)| SpreadingShare {
        share_id: share_id(&cycle.cycle, basis.municipality),
        cycle: cycle.cycle.clone(),
        municipality: basis.municipality,
        province: basis.province.to_owned(),
        inhabitants: basis.inhabitants,
        ses_thousandths: basis.ses_thousandths,
        indicative: places as i32,
        agreed: places as i32,
        decided: 0,
        minors: cycle.minors_of(places as i32),
        reported: false,
        appointed: false,
        realised: 0,
    });
    let shares = shares.collect();
    Ok((cycle, shares))
}

/// The report of a province: its municipalities traded places, the total of the province is kept.
pub fn report(
    cycle: &SpreadingCycle,
    shares: &[&SpreadingShare],
    province: &str,
    agreed: &[(Municipality, i32)],
) -> Result<Vec<SpreadingShare>, Refusal> {
    if cycle.decided_on.is_some() {
        return Err(Refusal::settled("the distribution is decided", "places are realised now"));
    }
    let own: Vec<&SpreadingShare> =
        shares.iter().copied().filter(|share| share.province == province).collect();
    if own.is_empty() {
        let text = format!("{province} has no municipality in this cycle");
        return Err(Refusal::not_found(Reason::NotFound, text));
    }
    let mut after: Vec<SpreadingShare> = own
        .iter()
        .map(|share| SpreadingShare {
            agreed: share.indicative,
            reported: true,
            ..(*share).clone()
        })
        .collect();
    assign(&mut after, agreed, |share, places| share.agreed = places)?;
    kept(&own, &after)?;
    for share in &mut after {
        share.minors = cycle.minors_of(share.agreed);
    }
    Ok(after)
}

/// The decision of the minister: as agreed, but for those who are appointed. The total of every province is
/// kept.
pub fn decide(
    on: Date,
    cycle: &SpreadingCycle,
    shares: &[&SpreadingShare],
    appointments: &[(Municipality, i32)],
) -> Result<(SpreadingCycle, Vec<SpreadingShare>), Refusal> {
    if cycle.decided_on.is_some() {
        return Err(Refusal::settled("the distribution is decided", "places are realised now"));
    }
    let year: i32 = cycle.cycle.parse().unwrap_or_default();
    let days = days(year)?;
    let mut after: Vec<SpreadingShare> = shares
        .iter()
        .map(|share| SpreadingShare { decided: share.agreed, ..(*share).clone() })
        .collect();
    assign(&mut after, appointments, |share, places| {
        share.appointed = true;
        share.decided = places;
    })?;
    kept(shares, &after)?;
    for share in &mut after {
        share.minors = cycle.minors_of(share.decided);
    }
    let decided_late = on > days.decide_by;
    Ok((SpreadingCycle { decided_on: Some(on), decided_late, ..cycle.clone() }, after))
}

fn assign(
    shares: &mut [SpreadingShare],
    places: &[(Municipality, i32)],
    set: impl Fn(&mut SpreadingShare, i32),
) -> Result<(), Refusal> {
    for (municipality, places) in places {
        let share = shares.iter_mut().find(|share| share.municipality == *municipality);
        let unknown = || {
            let text = format!("{municipality} has no part here");
            Refusal::new(Reason::UnknownMunicipality, text)
        };
        set(share.ok_or_else(unknown)?, *places);
    }
    Ok(())
}

/// Refuses when the total of a province changed.
fn kept(before: &[&SpreadingShare], after: &[SpreadingShare]) -> Result<(), Refusal> {
    let mut totals: BTreeMap<&str, i64> = BTreeMap::new();
    for share in before {
        *totals.entry(&share.province).or_default() += i64::from(share.indicative);
    }
    for share in after {
        *totals.entry(&share.province).or_default() -= i64::from(share.task());
    }
    match totals.iter().find(|(_, rest)| **rest != 0) {
        Some((province, rest)) => Err(Refusal::new(
            Reason::TotalNotKept,
            format!("{province}: {rest} places of the indicative split are left over"),
        )),
        None => Ok(()),
    }
}

/// Places that a municipality realises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    /// The entry.
    pub entry_id: Uuid,
    /// Places.
    pub places: i32,
    /// First day on which they are available.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// Whether the location existed before the decision, or opens within a year.
    pub existing: bool,
}

/// Realises places: they count when they are durable, and when they existed of a size that counts. Durable
/// places of who was not appointed earn a grant.
pub fn realise(
    policy: &Policy,
    on: Date,
    share: &SpreadingShare,
    new: &Places,
) -> (SpreadingShare, PlaceEntry) {
    let counts = if new.existing {
        law::existing_counts(policy, on, new.places.into(), new.from, new.until)
    } else {
        law::is_durable(policy, new.from, new.until)
    };
    let granted = counts && !new.existing && !share.appointed;
    let grant_cents = if granted { law::durable_grant(policy, on, new.places.into()).0 } else { 0 };
    let entry = PlaceEntry {
        entry_id: new.entry_id,
        share_id: share.share_id.clone(),
        places: new.places,
        counts,
        grant_cents,
        booked_on: on,
        corrects: None,
        corrected: false,
    };
    (share.with(&entry), entry)
}

/// Takes an entry back by a counter-entry.
pub fn correct(
    on: Date,
    counter_id: Uuid,
    share: &SpreadingShare,
    entry: &PlaceEntry,
) -> Result<(SpreadingShare, PlaceEntry, PlaceEntry), Refusal> {
    if entry.corrected || entry.corrects.is_some() {
        let text = format!("{} was corrected, or is a correction", entry.entry_id);
        return Err(Refusal::new(Reason::AlreadyCorrected, text));
    }
    let counter = PlaceEntry {
        entry_id: counter_id,
        places: -entry.places,
        grant_cents: -entry.grant_cents,
        booked_on: on,
        corrects: Some(entry.entry_id),
        ..entry.clone()
    };
    Ok((share.with(&counter), counter, PlaceEntry { corrected: true, ..entry.clone() }))
}

#[cfg(test)]
mod tests;
