//! Preparing departure: travel documents from embassies, support, departure with IOM.

use kernel::{Date, Reason, Refusal};
use law::{Scheme, SupportRequest, rule};

use super::{CommandKind, Decision, Env, EventKind, ReturnCase, reported, require, require_open};
use crate::domain::case::{Support, TravelDocument};
use crate::domain::codes::{DocumentState as D, ReturnState as S};
use crate::domain::words::{Partner, SupportScheme};

pub(super) fn decide(case: &ReturnCase, on: Date, kind: &CommandKind, env: &Env<'_>) -> Decision {
    match kind {
        CommandKind::RecordTravelDocument { document, valid_until, reported_by } => {
            require_open(case, "record a travel document")?;
            // Unset: who is not named is DTenV itself.
            let by = reported_by.unwrap_or(Partner::Dtenv);
            reported(by, &[Partner::Dtenv, Partner::Embassy])?;
            D::step(case.document.map(TravelDocument::state), *document)?;
            let issued = *document == D::Issued;
            let usual = || env.policy.get(rule::LAISSEZ_PASSER_VALIDITY, on).end(on);
            if issued && valid_until.is_some_and(|last| last < on) {
                return Err(Refusal::new(
                    Reason::DateBeforeLast,
                    "the document is not valid any more",
                ));
            }
            // Unset: a laissez-passer is valid for the term of the law.
            let valid_until = issued.then(|| valid_until.unwrap_or_else(usual));
            let kind = EventKind::TravelDocumentChanged { document: *document, valid_until };
            Ok(vec![case.event(on, kind)])
        }
        CommandKind::GrantSupport { .. } => grant(case, on, kind, env),
        CommandKind::ReclaimSupport {} => {
            // R9: the person is still here. Who has left has used it.
            require_open(case, "reclaim support")?;
            let Support { cents: amount_cents, reclaimed, .. } = case.support;
            if amount_cents == 0 || reclaimed {
                return Err(Refusal::new(Reason::NoSupport, "there is no support to claim back"));
            }
            Ok(vec![case.event(on, EventKind::SupportReclaimed { amount_cents })])
        }
        CommandKind::PlanIomDeparture { reported_by } => {
            reported(*reported_by, &[Partner::Iom, Partner::Dtenv])?;
            require(case, &[S::IndependentTrack], "plan a departure with IOM")?;
            Ok(vec![case.event(on, EventKind::IomPlanned {})])
        }
        _ => Ok(Vec::new()),
    }
}

impl D {
    /// Refuses a step that the procedure for a replacement document does not know.
    pub(crate) fn step(from: Option<Self>, to: Self) -> Result<(), Refusal> {
        let known = match to {
            Self::Requested => {
                matches!(from, None | Some(Self::Denied | Self::Expired | Self::Used))
            }
            Self::Presented => from == Some(Self::Requested),
            Self::NationalityConfirmed | Self::Denied => from == Some(Self::Presented),
            Self::Issued => from == Some(Self::NationalityConfirmed),
            Self::Expired => from == Some(Self::Issued),
            // By the departure itself.
            Self::Used => false,
        };
        if known {
            return Ok(());
        }
        let before = from.map_or("NONE", Self::code);
        Err(Refusal::new(
            Reason::DocumentStep,
            format!("a document cannot go from {before} to {to}"),
        ))
    }
}

/// Since when the person is in the Netherlands: not later than the registration, where that is known.
fn present(case: &ReturnCase, told: Option<Date>) -> Result<Option<Date>, Refusal> {
    match (told, case.responsibility.registered_on) {
        (Some(told), Some(registered)) if told > registered => {
            Err(Refusal::differs("present_since", format!("a registration of {registered}")))
        }
        (told, registered) => Ok(told.or(registered)),
    }
}

fn grant(case: &ReturnCase, on: Date, kind: &CommandKind, env: &Env<'_>) -> Decision {
    let CommandKind::GrantSupport { amount_cents, scheme, adults, minors, present_since, excluded } =
        kind
    else {
        return Ok(Vec::new());
    };
    let states = [S::Intake, S::IndependentTrack, S::IomPlanned, S::Released];
    require(case, &states, "grant support")?;
    let policy = env.policy;
    let usual = match law::usual_scheme(policy, case.person.nationality, on) {
        Scheme::Rean => SupportScheme::Rean,
        Scheme::Avrr => SupportScheme::Avrr,
        Scheme::Syria => SupportScheme::Syria,
    };
    // Unset: the scheme for this nationality on this day.
    let scheme = scheme.unwrap_or(usual);
    // Nobody named: the person of the case.
    let alone = *adults == 0 && *minors == 0;
    let minor = case.is_minor(on);
    let (adults, minors) =
        if alone { (i32::from(!minor), i32::from(minor)) } else { (*adults, *minors) };
    let limit = policy.get(rule::SUPPORT_BAN_LIMIT, on).end(on);
    let Support { granted_on, reclaimed, .. } = case.support;
    let request = SupportRequest {
        scheme: match scheme {
            SupportScheme::Rean => Scheme::Rean,
            SupportScheme::Avrr => Scheme::Avrr,
            SupportScheme::Syria => Scheme::Syria,
        },
        nationality: case.person.nationality,
        requested_on: on,
        present_since: present(case, *present_since)?,
        adults,
        minors,
        long_entry_ban: case
            .ban_ground()
            .is_some_and(|ground| ground.term(policy, on).end(on) > limit),
        assisted_on: granted_on.filter(|_| !reclaimed),
        excluded: *excluded,
    };
    let amount = law::support(policy, &request)?.0;
    if *amount_cents != 0 && *amount_cents != amount {
        let text = format!("{scheme} gives {amount} cents, not {amount_cents}");
        return Err(Refusal::new(Reason::SupportAmountDiffers, text));
    }
    let kind = EventKind::SupportGranted { amount_cents: amount, scheme, adults, minors };
    Ok(vec![case.event(on, kind)])
}
