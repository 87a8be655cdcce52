//! The spreading of reception places over municipalities: estimate, indicative split, report of the province,
//! decision, realisation. A cycle begins in every even year; its days are in `law::spreading_days`.

mod event;
mod state;

use std::collections::BTreeMap;

use kernel::{Date, Municipality, Reason, Refusal, Uuid};
use law::{Policy, SpreadingDays, rule};

pub use event::{Event, EventKind, Shares, evolve};
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

/// The capacity estimate of a cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// Places.
    pub places: i32,
    /// Places for unaccompanied minors among them.
    pub minors: i32,
    /// The municipalities.
    pub bases: Vec<Basis>,
}

/// What is decided on a cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The event.
    pub event: Event,
    /// The parts that changed, as they are now.
    pub shares: Vec<SpreadingShare>,
    /// Entries of the ledger of places that are new or marked.
    pub entries: Vec<PlaceEntry>,
}

impl Decided {
    /// With parts that the event tells.
    fn split(event: Event, shares: Vec<SpreadingShare>) -> Self {
        Self { event, shares, entries: Vec::new() }
    }
}

/// Sets the capacity estimate of a cycle and splits it.
pub fn estimate(
    policy: &Policy,
    cycle: Option<&SpreadingCycle>,
    on: Date,
    year: i32,
    asked: &Estimate,
) -> Result<Decided, Refusal> {
    if cycle.is_some() {
        let text = format!("the capacity estimate of {year} is set");
        return Err(Refusal::new(Reason::AlreadyExists, text));
    }
    let Estimate { places, minors, bases } = asked;
    let places = *places;
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
            inhabitants: kernel::fit(basis.inhabitants.max(0)),
            ses_thousandths: basis.ses_thousandths,
        })
        .collect();
    let whole: u32 = kernel::fit(places.max(0));
    let split = law::indicative_places(policy, on, whole, &weights);
    if split.iter().sum::<u32>() != whole {
        let text = "nobody lives in these municipalities";
        return Err(Refusal::new(Reason::TotalNotKept, text));
    }
    let late = on > days.estimate_by;
    let event = |shares| {
        let kind = EventKind::CapacityEstimated { places, minors: *minors, late, shares };
        Event { cycle: year.to_string(), occurred_on: on, kind }
    };
    let cycle = evolve(None, &event(Shares(Vec::new())));
    let split = split.into_iter().map(kernel::fit::<i32, _>);
    let shares = bases.iter().zip(split).map(|(basis, places)| SpreadingShare {
        share_id: share_id(&cycle.cycle, basis.municipality),
        cycle: cycle.cycle.clone(),
        municipality: basis.municipality,
        province: basis.province.to_owned(),
        inhabitants: basis.inhabitants,
        ses_thousandths: basis.ses_thousandths,
        indicative: places,
        agreed: places,
        decided: 0,
        minors: cycle.minors_of(places),
        reported: false,
        appointed: false,
        realised: 0,
    });
    let shares: Vec<SpreadingShare> = shares.collect();
    Ok(Decided::split(event(Shares(shares.clone())), shares))
}

/// The cycle that begins in `year`, once its estimate is set.
fn known(cycle: Option<&SpreadingCycle>, year: i32) -> Result<&SpreadingCycle, Refusal> {
    let text = || format!("no capacity estimate is set for {year}");
    cycle.ok_or_else(|| Refusal::not_found(Reason::NotFound, text()))
}

/// The report of a province: its municipalities traded places, the total of the province is kept.
pub fn report(
    cycle: Option<&SpreadingCycle>,
    shares: &[&SpreadingShare],
    (year, on): (i32, Date),
    province: &str,
    agreed: &[(Municipality, i32)],
) -> Result<Decided, Refusal> {
    let cycle = known(cycle, year)?;
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
    keeps_totals(&own, &after)?;
    for share in &mut after {
        share.minors = cycle.minors_of(share.agreed);
    }
    let late = on > days(year)?.report_by;
    let (province, shares) = (province.to_owned(), Shares(after.clone()));
    let kind = EventKind::ProvincialReportRecorded { province, late, shares };
    Ok(Decided::split(cycle.event(on, kind), after))
}

/// The decision of the minister: as agreed, but for those who are appointed. The total of every province is
/// kept.
pub fn decide(
    cycle: Option<&SpreadingCycle>,
    shares: &[&SpreadingShare],
    (year, on): (i32, Date),
    appointments: &[(Municipality, i32)],
) -> Result<Decided, Refusal> {
    let cycle = known(cycle, year)?;
    if cycle.decided_on.is_some() {
        return Err(Refusal::settled("the distribution is decided", "places are realised now"));
    }
    let days = days(year)?;
    let mut after: Vec<SpreadingShare> = shares
        .iter()
        .map(|share| SpreadingShare { decided: share.agreed, ..(*share).clone() })
        .collect();
    assign(&mut after, appointments, |share, places| {
        share.appointed = true;
        share.decided = places;
    })?;
    keeps_totals(shares, &after)?;
    for share in &mut after {
        share.minors = cycle.minors_of(share.decided);
    }
    let kind = EventKind::DistributionDecided {
        late: on > days.decide_by,
        realise_by: days.realise_by,
        shares: Shares(after.clone()),
    };
    Ok(Decided::split(cycle.event(on, kind), after))
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
fn keeps_totals(before: &[&SpreadingShare], after: &[SpreadingShare]) -> Result<(), Refusal> {
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
    cycle: Option<&SpreadingCycle>,
    (year, on): (i32, Date),
    (municipality, share): (Municipality, Option<&SpreadingShare>),
    entry: Option<&PlaceEntry>,
    new: &Places,
) -> Result<Decided, Refusal> {
    let cycle = known(cycle, year)?;
    if entry.is_some() {
        let text = format!("entry {} exists", new.entry_id);
        return Err(Refusal::new(Reason::AlreadyExists, text));
    }
    let share = share.ok_or_else(|| {
        let text = format!("{municipality} has no part in {year}");
        Refusal::new(Reason::UnknownMunicipality, text)
    })?;
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
    Ok(entered(cycle, share, entry, Vec::new()))
}

/// What an entry means for the part of its municipality; `marked` are entries that change with it.
fn entered(
    cycle: &SpreadingCycle,
    share: &SpreadingShare,
    entry: PlaceEntry,
    marked: Vec<PlaceEntry>,
) -> Decided {
    let kind = EventKind::PlacesRecorded {
        municipality: share.municipality,
        entry_id: entry.entry_id,
        places: entry.places,
        counts: entry.counts,
        grant_cents: entry.grant_cents,
        corrects: entry.corrects,
    };
    let event = cycle.event(entry.booked_on, kind);
    let shares = vec![share.with(&entry)];
    Decided { event, shares, entries: marked.into_iter().chain([entry]).collect() }
}

/// Takes an entry back by a counter-entry.
pub fn correct(
    cycle: Option<&SpreadingCycle>,
    shares: &[&SpreadingShare],
    (year, on): (i32, Date),
    (entry_id, entry): (Uuid, Option<&PlaceEntry>),
    counter_id: Uuid,
) -> Result<Decided, Refusal> {
    let cycle = known(cycle, year)?;
    let no_such = || Refusal::not_found(Reason::NotFound, format!("no entry {entry_id} in {year}"));
    let entry = entry.ok_or_else(no_such)?;
    let share = shares.iter().find(|share| share.share_id == entry.share_id).ok_or_else(no_such)?;
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
    Ok(entered(cycle, share, counter, vec![PlaceEntry { corrected: true, ..entry.clone() }]))
}

#[cfg(test)]
mod tests;
