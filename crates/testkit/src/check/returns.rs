//! RT-1 and RT-2 over the log of returns, and where each departure case ended up.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use client::Service;
use kernel::Date;
use law::{Policy, rule};
use wire::common::{CivilDate, Person};
use wire::returns::{DepartureOutcome, DocumentState, EntryBanGround, MeasureKind};

use super::intake::Cases;
use super::{Found, day, who};
use crate::{AnyEvent, Event, Feeds};

/// Where a departure case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Back {
    /// At work.
    Open,
    /// Held for an application.
    Held,
    /// The person left, seen or not.
    Left,
    /// The person may stay.
    Lawful,
}

/// The departure case of a person.
#[derive(Clone, Debug)]
pub(super) struct Return {
    pub(super) back: Back,
    /// Taken over at the opening of the books.
    pub(super) imported: bool,
    /// When it came where it stands.
    pub(super) since: Date,
    /// What stands in the way.
    blocks: BTreeSet<i32>,
    /// Begin and kind of the present detention.
    detained: Option<(Date, MeasureKind)>,
    /// Days of ended measures of this procedure, by kind.
    used: BTreeMap<i32, i32>,
    /// When the first measure of a kind began: maxima in months are counted from it.
    began: BTreeMap<i32, Date>,
    /// Ground of an entry ban.
    ban: EntryBanGround,
    /// State of the travel document.
    document: DocumentState,
    /// The departure that was counted last and not corrected.
    counted: Option<(DepartureOutcome, Option<CivilDate>)>,
}

/// Departure cases by person.
pub(super) type Returns = HashMap<String, Return>;

pub(super) fn fold(feeds: &Feeds, cases: &Cases, found: &mut Found) -> Returns {
    let mut all = Returns::new();
    for event in feeds.of(Service::Returns) {
        let Some(person) = person(&event.message) else { continue };
        let id = person.person_id;
        let case = all.entry(id.clone()).or_insert_with(|| Return {
            back: Back::Open,
            imported: false,
            since: event.on,
            blocks: BTreeSet::new(),
            detained: None,
            used: BTreeMap::new(),
            began: BTreeMap::new(),
            ban: EntryBanGround::Unspecified,
            document: DocumentState::Unspecified,
            counted: None,
        });
        if is_forced(&event.message) {
            allowed(&id, case, event, cases, found);
        }
        step(&id, case, event, found);
    }
    all
}

/// Whether the step takes the person out of the country, or into detention, against their will.
fn is_forced(message: &AnyEvent) -> bool {
    use DepartureOutcome as O;
    match message {
        AnyEvent::ForcedTrackStarted(_) => true,
        AnyEvent::DetentionImposed(imposed) => {
            is_return(imposed.kind()) || imposed.kind() == MeasureKind::DetentionTransfer
        }
        AnyEvent::FlightBooked(booked) => booked.forced,
        AnyEvent::Departed(departed) => {
            matches!(departed.outcome(), O::ForcedCountryOfOrigin | O::ForcedTransfer)
        }
        _ => false,
    }
}

/// RT-1: by what returns knew, and by the log of the court cases.
fn allowed(id: &str, case: &Return, event: &Event, cases: &Cases, found: &mut Found) {
    let (what, on) = (event.message.event_type(), event.on);
    found.must("RT-1", case.blocks.is_empty(), || {
        format!("{what} of {id} on {on} while it is blocked")
    });
    // On the days of lodging and ruling the order of the two logs is not known.
    let runs =
        |(from, until): &(Date, Option<Date>)| *from < on && until.is_none_or(|end| on < end);
    let appeal = cases.suspensive.get(id).into_iter().flatten().any(runs);
    found
        .must("RT-1", !appeal, || format!("{what} of {id} on {on} while an appeal lets them stay"));
}

fn step(id: &str, case: &mut Return, event: &Event, found: &mut Found) {
    let on = event.on;
    let stands = |case: &mut Return, back| {
        if case.back != back {
            case.since = on;
        }
        case.back = back;
    };
    match &event.message {
        AnyEvent::ReturnAnnounced(_) => {
            if case.back != Back::Held {
                case.used.clear();
                case.began.clear();
            }
            stands(case, Back::Open);
            case.since = on;
            case.blocks.clear();
            papers(case);
        }
        AnyEvent::FileTransferred(_) => {
            if matches!(case.back, Back::Left | Back::Lawful) {
                case.used.clear();
                case.began.clear();
                papers(case);
            }
            stands(case, Back::Open);
        }
        AnyEvent::ReturnCaseImported(_) => {
            stands(case, Back::Open);
            case.imported = true;
        }
        AnyEvent::ReturnCaseMerged(merged) => {
            papers(case);
            stands(case, Back::Open);
            case.blocks = merged.blocks.iter().map(|block| block.kind).collect();
            for used in &merged.detention_used {
                *case.used.entry(used.kind).or_default() += used.days;
                if let Some(since) = day(used.since) {
                    let began = case.began.entry(used.kind).or_insert(since);
                    *began = since.min(*began);
                }
            }
            if merged.ban_ground > case.ban as i32 {
                case.ban = merged.ban_ground();
            }
        }
        AnyEvent::DepartureBlocked(blocked) => {
            case.blocks.insert(blocked.block);
        }
        AnyEvent::DepartureUnblocked(unblocked) => {
            case.blocks.remove(&unblocked.block);
        }
        AnyEvent::EntryBanImposed(imposed) => case.ban = imposed.ground(),
        AnyEvent::TravelDocumentChanged(changed) => {
            let (from, to) = (case.document, changed.document());
            found.must("RT-1", document_goes(from, to), || {
                format!("the travel document of {id} went from {from:?} to {to:?}")
            });
            case.document = to;
        }
        AnyEvent::DetentionImposed(_)
        | AnyEvent::DetentionExtended(_)
        | AnyEvent::DetentionLifted(_) => detention(id, case, event, found),
        AnyEvent::HeldForAsylum(_) | AnyEvent::TransferTermLapsed(_) => stands(case, Back::Held),
        AnyEvent::ReturnReopened(_) => stands(case, Back::Open),
        AnyEvent::ReturnClosed(_) => {
            stands(case, Back::Lawful);
            ended(id, case, found);
            case.blocks.clear();
            case.document = DocumentState::Unspecified;
        }
        AnyEvent::Departed(departed) => {
            stands(case, Back::Left);
            ended(id, case, found);
            left(id, case, departed, on, found);
        }
        AnyEvent::DepartureCorrected(corrected) => {
            let named = Some((corrected.outcome(), corrected.departed_on));
            found.must("RT-2", case.counted == named, || {
                format!("a correction for {id} of {named:?}, counted was {:?}", case.counted)
            });
            case.counted = None;
        }
        _ => {}
    }
}

/// A new procedure begins without a document, unless one is valid.
fn papers(case: &mut Return) {
    if case.document != DocumentState::Issued {
        case.document = DocumentState::Unspecified;
    }
}

/// RT-2: how somebody left, and the entry ban that begins.
fn left(
    id: &str,
    case: &mut Return,
    departed: &wire::returns::Departed,
    on: Date,
    found: &mut Found,
) {
    let outcome = departed.outcome();
    let seen = outcome != DepartureOutcome::Unsupervised;
    let marked = outcome != DepartureOutcome::Unspecified && departed.demonstrable == seen;
    let placed = seen != departed.destination.is_empty();
    found.must("RT-2", marked && placed, || {
        format!("{id} left as {outcome:?}, demonstrable: {}", departed.demonstrable)
    });
    if outcome == DepartureOutcome::ForcedCountryOfOrigin && case.ban == EntryBanGround::Unspecified
    {
        case.ban = EntryBanGround::NotLeftInTime;
    }
    let begins = seen && outcome != DepartureOutcome::ForcedTransfer;
    let until = ban(&found.policy, case.ban, on).filter(|_| begins);
    found.due("the entry ban", id, departed.entry_ban_until, &[until]);
    case.counted = Some((outcome, departed.occurred_on));
    if seen {
        case.blocks.clear();
        if case.document == DocumentState::Issued {
            case.document = DocumentState::Used;
        }
    }
}

/// Last day of an entry ban of this ground that begins on a day.
fn ban(policy: &Policy, ground: EntryBanGround, on: Date) -> Option<Date> {
    use EntryBanGround as G;
    let rule = match ground {
        G::Unspecified => return None,
        G::ShortOverstay => rule::ENTRY_BAN_SHORT_OVERSTAY,
        G::NotLeftInTime => rule::ENTRY_BAN,
        G::ShortSentence => rule::ENTRY_BAN_SHORT_SENTENCE,
        G::LongSentence => rule::ENTRY_BAN_LONG_SENTENCE,
        G::PublicOrder => rule::ENTRY_BAN_PUBLIC_ORDER,
        G::NationalSecurity => rule::ENTRY_BAN_NATIONAL_SECURITY,
    };
    Some(policy.get(rule, on).end(on))
}

fn document_goes(from: DocumentState, to: DocumentState) -> bool {
    use DocumentState as D;
    matches!(
        (from, to),
        (D::Unspecified | D::Denied | D::Expired | D::Used, D::Requested)
            | (D::Requested, D::Presented)
            | (D::Presented, D::NationalityConfirmed | D::Denied)
            | (D::NationalityConfirmed, D::Issued)
            | (D::Issued, D::Expired)
    )
}

fn is_return(kind: MeasureKind) -> bool {
    matches!(kind, MeasureKind::DetentionReturn | MeasureKind::BorderReturn)
}

/// RT-1: most days of a measure that was imposed on a day, together with those before that count with it.
fn longest(policy: &Policy, kind: MeasureKind, on: Date) -> i32 {
    let of = |term: law::Term| days(on, term.end(on));
    match kind {
        MeasureKind::DetentionTransfer => of(policy.get(rule::DETENTION_TRANSFER_MAX, on)),
        MeasureKind::DetentionApplicant => of(policy.get(rule::DETENTION_APPLICANT_MAX, on)),
        MeasureKind::BorderAsylum => of(policy.get(rule::BORDER, on)),
        _ => law::detention_days_max(policy, on),
    }
}

fn detention(id: &str, case: &mut Return, event: &Event, found: &mut Found) {
    let on = event.on;
    let counts = |kind: MeasureKind, other: i32| {
        other == kind as i32
            || (is_return(kind) && MeasureKind::try_from(other).is_ok_and(is_return))
    };
    let used = |case: &Return, kind: MeasureKind| -> i32 {
        case.used.iter().filter(|(other, _)| counts(kind, **other)).map(|(_, days)| days).sum()
    };
    let first = |case: &Return, kind: MeasureKind, from: Date| -> Date {
        let began = case.began.iter().filter(|(other, _)| counts(kind, **other));
        began.map(|(_, day)| *day).min().unwrap_or(from)
    };
    match &event.message {
        AnyEvent::DetentionImposed(imposed) => {
            let kind = imposed.kind();
            let total = used(case, kind) + days(on, day(imposed.ends_on).unwrap_or(on));
            let most = longest(&found.policy, kind, first(case, kind, on));
            found.must("RT-1", total <= most, || {
                format!("{id} would be detained for {total} days as {kind:?}")
            });
            found.must("RT-1", case.detained.is_none(), || format!("{id} is detained twice"));
            case.detained = Some((on, kind));
            case.began.entry(kind as i32).or_insert(on);
        }
        AnyEvent::DetentionExtended(extended) => {
            let until = day(extended.ends_on).unwrap_or(on);
            let total = case.detained.map(|(from, kind)| {
                let most = longest(&found.policy, kind, first(case, kind, from));
                (used(case, kind) + days(from, until), most)
            });
            found.must("RT-1", total.is_some_and(|(total, most)| total <= most), || {
                format!("{id} would be detained for {total:?} days")
            });
        }
        AnyEvent::DetentionLifted(lifted) => {
            let from = case.detained.take();
            *case.used.entry(lifted.kind).or_default() += lifted.days;
            let counted = from.is_some_and(|(from, kind)| {
                lifted.days <= days(from, on)
                    && kind == lifted.kind()
                    && used(case, kind) <= longest(&found.policy, kind, first(case, kind, from))
            });
            found.must("RT-1", counted, || {
                format!("{id}: {} days of detention since {from:?}", lifted.days)
            });
        }
        _ => {}
    }
}

/// RT-1: a measure of detention ends before its case does.
fn ended(id: &str, case: &mut Return, found: &mut Found) {
    let from = case.detained.take();
    found.must("RT-1", from.is_none(), || {
        format!("the case of {id} ended, the detention since {from:?} did not")
    });
}

fn days(from: Date, until: Date) -> i32 {
    from.until((jiff::Unit::Day, until)).map_or(0, |span| span.get_days())
}

/// The person of an event of a departure case.
fn person(message: &AnyEvent) -> Option<Person> {
    macro_rules! of {
        ($($name:ident),+) => {
            match message {
                $(AnyEvent::$name(message) => Some(who(message.person.as_ref())),)+
                _ => None,
            }
        };
    }
    of!(
        ReturnAnnounced,
        FileTransferred,
        CaseStarted,
        DepartureInterviewHeld,
        TransferPlanned,
        ForcedTrackStarted,
        DetentionImposed,
        DetentionLifted,
        TravelDocumentChanged,
        SupportGranted,
        FlightBooked,
        FlightCancelled,
        DepartureBlocked,
        DepartureUnblocked,
        Departed,
        ReturnClosed,
        ReturnReopened,
        HeldForAsylum,
        TransferTermLapsed,
        ReturnCaseImported,
        DetentionExtended,
        DepartureCorrected,
        EntryBanImposed,
        ReturnCaseMerged
    )
}
