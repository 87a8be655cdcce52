//! The way through the procedure: the first rule that matches what an officer found.

use kernel::{Date, Reason, Refusal};
use law::{Policy, Regime, rule};

use super::super::{Application, AsylumCase, EventKind, Flags, Lodged, Phase};
use super::{Decision, one, regime, require, require_reason};
use crate::domain::codes::{ApplicationKind, CaseState as S, Ground, Track};

/// Where the rules lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// The track.
    pub track: Track,
    /// The fact that decided; unset when none did.
    pub ground: Option<Ground>,
}

impl Ground {
    /// Whether the application is not examined on its merits (APR 38).
    pub fn is_inadmissible(self) -> bool {
        use Ground as G;
        matches!(
            self,
            G::FirstCountry
                | G::SafeThirdCountry
                | G::ProtectedElsewhere
                | G::InternationalCourt
                | G::LateAfterReturnDecision
                | G::NoNewElements
        )
    }

    /// Whether it accelerates the procedure of an unaccompanied minor too (APR 42(3)).
    fn binds_minors(self) -> bool {
        use Ground as G;
        matches!(self, G::Misled | G::SafeOrigin | G::Security | G::Subsequent | G::LowRecognition)
    }

    /// Whether the border procedure is possible on it (APR 43(1)(b): grounds a to g and j).
    fn at_border(self) -> bool {
        !self.is_inadmissible() && !matches!(self, Self::IllegalEntryLate | Self::LegalEntryLate)
    }
}

/// Where the rules lead an applicant: inadmissible, border, accelerated, else regular.
pub fn route(
    regime: Regime,
    minor: bool,
    at_border: bool,
    grounds: &[Ground],
    border_full: bool,
) -> Route {
    let first = |holds: &dyn Fn(Ground) -> bool| grounds.iter().copied().find(|g| holds(*g));
    if regime == Regime::Legacy2013 {
        let safe = first(&|g| g.is_inadmissible() || g == Ground::SafeOrigin);
        let track = if safe.is_some() { Track::Legacy2Safe } else { Track::Legacy4General };
        return Route { track, ground: safe };
    }
    if let Some(ground) = first(&Ground::is_inadmissible) {
        return Route { track: Track::PactAdmissibility, ground: Some(ground) };
    }
    // Never for unaccompanied minors except for security (APR 53).
    let border = |g: Ground| g.at_border() && (!minor || g == Ground::Security);
    if at_border
        && !border_full
        && let Some(ground) = first(&border)
    {
        return Route { track: Track::PactBorder, ground: Some(ground) };
    }
    if let Some(ground) = first(&|g| !minor || g.binds_minors()) {
        return Route { track: Track::PactAccelerated, ground: Some(ground) };
    }
    Route { track: Track::PactRegular, ground: None }
}

pub(super) fn by_rule(
    policy: &Policy,
    case: &AsylumCase,
    on: Date,
    flags: &Flags,
    border_full: bool,
) -> Decision {
    require(case, &[S::Lodged, S::ResponsibilityCheck], "route")?;
    let lodged = responsible(case)?;
    if let Some(flag) = flags.0.iter().find(|flag| flag.reason.trim().is_empty()) {
        return Err(Refusal::new(Reason::ReasonMissing, format!("{} has no reason", flag.ground)));
    }
    let grounds: Vec<Ground> = flags.0.iter().map(|flag| flag.ground).collect();
    let minor = case.person.unaccompanied_minor;
    let Route { track, ground } =
        route(regime(policy, case), minor, case.at_border, &grounds, border_full);
    let reason = flags.0.iter().find(|flag| Some(flag.ground) == ground);
    one(
        case,
        on,
        EventKind::TrackAssigned {
            track,
            decision_due_on: due(policy, case, lodged, track, ground),
            ground,
            // Where no fact decided there is no reason either.
            reason: reason.map_or_else(String::new, |flag| flag.reason.clone()),
            flags: flags.clone(),
        },
    )
}

pub(super) fn by_officer(
    policy: &Policy,
    case: &AsylumCase,
    on: Date,
    track: Track,
    reason: &str,
) -> Decision {
    require(
        case,
        &[S::Lodged, S::ResponsibilityCheck, S::Routed, S::Interviewed],
        "assign a track",
    )?;
    let lodged = responsible(case)?;
    if track.is_of_pact() != (regime(policy, case) == Regime::Pact2026) {
        let text = format!("track {track} is not of regime {}", regime(policy, case));
        return Err(Refusal::new(Reason::TrackNotOfRegime, text));
    }
    let decision_due_on = due(policy, case, lodged, track, None);
    let reason = reason.to_owned();
    match case.track().filter(|_| matches!(case.phase, Phase::Routed | Phase::Interviewed)) {
        Some(from_track) => {
            require_reason(&reason)?;
            if from_track == track {
                return Err(Refusal::not_now(
                    &format!("the case is on track {track}"),
                    case.state(),
                ));
            }
            one(case, on, EventKind::TrackChanged { track, from_track, decision_due_on, reason })
        }
        None => one(
            case,
            on,
            EventKind::TrackAssigned {
                track,
                decision_due_on,
                ground: None,
                reason,
                flags: Flags::default(),
            },
        ),
    }
}

/// The Netherlands examines an application that was lodged: when.
fn responsible(case: &AsylumCase) -> Result<Lodged, Refusal> {
    let Application::Lodged(lodged) = case.application else {
        return Err(Refusal::not_now("the application is not lodged", case.state()));
    };
    if case.phase == Phase::ResponsibilityCheck && case.accepted_on().is_some() {
        return Err(Refusal::not_now(
            "another member state has accepted responsibility",
            case.state(),
        ));
    }
    Ok(lodged)
}

impl Track {
    /// Whether the pact knows it.
    pub fn is_of_pact(self) -> bool {
        matches!(
            self,
            Self::PactAdmissibility | Self::PactBorder | Self::PactAccelerated | Self::PactRegular
        )
    }
}

/// Last day to decide on a track. The border term counts from registration, the others from lodging; a legacy case
/// keeps the term that runs.
fn due(
    policy: &Policy,
    case: &AsylumCase,
    lodged: Lodged,
    track: Track,
    ground: Option<Ground>,
) -> Date {
    let Lodged { registered_on, on: lodged_on } = lodged;
    let term = match track {
        Track::PactAdmissibility if ground == Some(Ground::LateAfterReturnDecision) => {
            rule::ADMISSIBILITY_LATE
        }
        Track::PactAdmissibility => rule::ADMISSIBILITY,
        Track::PactBorder => {
            let relocated = case.kind == ApplicationKind::Relocated;
            let term = if relocated { rule::BORDER_RELOCATED } else { rule::BORDER };
            let mut term = policy.get(term, registered_on);
            if policy.get(rule::CRISIS, registered_on) {
                term = term.plus(policy.get(rule::BORDER_CRISIS_EXTENSION, registered_on));
            }
            return term.due(registered_on);
        }
        Track::PactAccelerated => rule::ACCELERATED,
        Track::PactRegular => rule::REGULAR,
        Track::Legacy1Responsibility
        | Track::Legacy2Safe
        | Track::Legacy4General
        | Track::Legacy4Extended => match case.decision_due_on {
            Some(due) => return due,
            // Taken over without its term.
            None => rule::LEGACY_DECISION,
        },
    };
    policy.due(term, lodged_on)
}
