//! CH-1: over the whole chain nobody is lost and nobody is in two places.
//!
//! Every person has, at rest, one word per service for where they stand. [`TABLE`] lists which words go
//! together, and why; what is not listed is a violation. A row allows every combination of its words, so a row
//! is as narrow as its reason.

use std::collections::{BTreeSet, HashMap};

use wire::intake::ApplicationKind;
use wire::reception::{Category, EndReason};

use super::Found;
use super::family::Relative;
use super::housing::{Homes, Match, Stand};
use super::intake::{Cases, Stage};
use super::reception::{Presence, Stays};
use super::returns::{Back, Returns};

/// What a person is for intake: the case that is open, or else the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum C {
    /// Has no case in these books.
    No,
    /// Applied here for the first time, or came by relocation; not decided.
    Open,
    /// Applied again, or was resettled, or was taken over without a decision: reception may be elsewhere.
    OpenElsewhere,
    /// Open once more, after a ruling or a transfer that did not take place.
    Again,
    /// Granted.
    Granted,
    /// Granted before the books were opened.
    GrantedBefore,
    /// Decided against.
    Rejected,
    /// Decided against before the books were opened.
    RejectedBefore,
    /// Before a court, with the right to stay.
    Staying,
    /// Before a court, without it.
    Appeal,
    /// Before a court on a decision from before the books were opened, without the right to stay.
    AppealBefore,
    /// Before a court on a decision from before the books were opened, with the right to stay.
    StayingBefore,
    /// Withdrawn, and here.
    Withdrawn,
    /// Withdrawn, and gone.
    Gone,
    /// The permit was revoked.
    Revoked,
    /// Family, not here.
    Abroad,
    /// Family that came and needed a bed.
    Family,
    /// Family that came to a home.
    FamilyHome,
}

/// What a person is for reception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum S {
    /// Never had a stay.
    No,
    /// Resident in procedure.
    Applicant,
    /// Resident whose right ends.
    Rejected,
    /// Resident with a permit.
    Holder,
    /// Resident unaccompanied minor: keeps this category whatever is decided.
    Minor,
    /// Resident family member.
    Family,
    /// The stay ended.
    Ended,
    /// The stay ended with unknown destination.
    Missing,
}

/// What a person is for returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum R {
    /// No departure case.
    No,
    /// At work.
    Open,
    /// Held for an application.
    Held,
    /// Held, in a case that was taken over.
    HeldBefore,
    /// Left, after the present case began.
    Left,
    /// Left before the present case began.
    LeftBefore,
    /// May stay.
    Lawful,
}

/// What a person is for housing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum H {
    /// In no match.
    No,
    /// In a household that waits.
    Waiting,
    /// Moved with the household, for good or for the time being.
    Moved,
    /// Joined a household that had moved before.
    Joined,
    /// In a household that refused a home without ground.
    Refused,
    /// In a match that was cancelled, or left it.
    Out,
}

type Row = (&'static [C], &'static [S], &'static [R], &'static [H], &'static str);

/// Residents that nobody has decided for or against.
const BEFORE: &[S] = &[S::Applicant, S::Minor];
/// Not resident any more, or never.
const AWAY: &[S] = &[S::No, S::Ended, S::Missing];
/// Not in a match, or in one that was before a revoked permit.
const UNMATCHED: &[H] = &[H::No, H::Moved, H::Joined, H::Refused, H::Out];

/// Which words go together, and why.
const TABLE: &[Row] = &[
    (&[C::No], &[S::No], &[R::No, R::Open, R::Left, R::Lawful], &[H::No], "found by the police"),
    (
        &[C::No],
        &[S::Applicant, S::Rejected, S::Holder, S::Minor, S::Family, S::Ended, S::Missing, S::No],
        &[R::No, R::Open, R::HeldBefore, R::Left, R::Lawful],
        &[H::No, H::Waiting, H::Moved, H::Refused, H::Out],
        "taken over without a case; see `known`",
    ),
    (
        &[C::Open],
        BEFORE,
        &[R::No, R::Held],
        &[H::No],
        "lives in reception until the decision; a file that the police had opened is held",
    ),
    (
        &[C::Open],
        &[S::Ended],
        &[R::No, R::Held],
        &[H::No],
        "left reception for an own address, was detained, died",
    ),
    (
        &[C::OpenElsewhere],
        &[S::Applicant, S::Rejected, S::Minor, S::No, S::Ended, S::Missing],
        &[R::No, R::Held, R::Open, R::HeldBefore, R::LeftBefore, R::Lawful],
        UNMATCHED,
        "a repeat application gives no right to reception, but the right of the case before may run; resettled people have not come or need no bed; a departure case is held, goes on beside a second repeat application, or ended before",
    ),
    (
        &[C::Again],
        BEFORE,
        &[R::Lawful, R::No],
        &[H::No],
        "the ruling gave the right to reception back and closed the departure case",
    ),
    (
        &[C::Again],
        AWAY,
        &[R::No, R::Held, R::Left, R::LeftBefore, R::Lawful],
        UNMATCHED,
        "reception had ended, or the person had left, when the court or the lapsed term reopened the case",
    ),
    (
        &[C::Again],
        BEFORE,
        &[R::Held],
        &[H::No],
        "a transfer did not take place while the right to reception still ran",
    ),
    (
        &[C::Granted, C::GrantedBefore],
        &[S::Holder, S::Minor],
        &[R::No, R::Lawful, R::LeftBefore],
        &[H::Waiting, H::Refused, H::Joined],
        "waits for a home, refused one, or joined a household that has one and moves by an order of reception",
    ),
    (
        &[C::Granted, C::GrantedBefore],
        AWAY,
        &[R::No, R::Lawful, R::LeftBefore, R::Left],
        &[H::Waiting, H::Moved, H::Joined, H::Refused, H::Out],
        "lives elsewhere: moved, resettled to a home, or never in reception; the court granted somebody who had left",
    ),
    (&[C::GrantedBefore], AWAY, &[R::No], &[H::No], "housed before the books were opened"),
    (
        &[C::Rejected, C::Appeal],
        &[S::Rejected, S::Minor],
        &[R::Open, R::Lawful],
        UNMATCHED,
        "the right to reception runs out while departure is prepared",
    ),
    (
        &[C::Rejected, C::Appeal],
        AWAY,
        &[R::Open, R::Left, R::LeftBefore, R::Lawful],
        UNMATCHED,
        "reception ended, or the person left",
    ),
    (
        &[C::RejectedBefore, C::AppealBefore],
        &[S::Rejected, S::Applicant, S::Minor, S::No, S::Ended, S::Missing],
        &[R::No, R::Open, R::HeldBefore, R::Left, R::Lawful],
        &[H::No],
        "taken over: the departure case may be of another chain",
    ),
    (
        &[C::Staying],
        BEFORE,
        &[R::Open, R::Lawful],
        UNMATCHED,
        "the appeal suspends departure and the end of reception",
    ),
    (
        &[C::Staying],
        AWAY,
        &[R::Open, R::Left, R::LeftBefore, R::Lawful],
        UNMATCHED,
        "the person lives elsewhere or left during the appeal",
    ),
    (
        &[C::StayingBefore],
        &[S::Applicant, S::Minor, S::Rejected, S::No, S::Ended, S::Missing],
        &[R::No, R::Open, R::Left, R::Lawful],
        &[H::No],
        "taken over with an appeal that runs",
    ),
    (
        &[C::Withdrawn],
        &[S::Rejected, S::Minor],
        &[R::Open, R::Lawful],
        UNMATCHED,
        "the right to reception runs out",
    ),
    (
        &[C::Withdrawn],
        AWAY,
        &[R::Open, R::Left, R::LeftBefore, R::Lawful],
        UNMATCHED,
        "reception ended, or the person left",
    ),
    (
        &[C::Gone],
        AWAY,
        &[R::Left, R::LeftBefore, R::Open],
        UNMATCHED,
        "gone; an open departure case is one that was opened again when the person was found",
    ),
    (
        &[C::Revoked],
        &[S::Rejected, S::Minor],
        &[R::Open, R::Lawful],
        UNMATCHED,
        "was waiting for a home when the permit was revoked",
    ),
    (
        &[C::Revoked],
        AWAY,
        &[R::Open, R::Left, R::Lawful],
        UNMATCHED,
        "lives elsewhere and has to leave",
    ),
    (&[C::Abroad], &[S::No], &[R::No], &[H::No], "family waits abroad"),
    (
        &[C::Family],
        &[S::Family, S::Holder, S::Minor],
        &[R::No],
        &[H::Waiting, H::Joined, H::Refused],
        "family lives in reception until the household moves, or until reception moves them to it",
    ),
    (
        &[C::Family],
        &[S::Ended, S::Missing],
        &[R::No],
        &[H::Waiting, H::Moved, H::Joined, H::Refused, H::Out],
        "family left reception",
    ),
    (
        &[C::FamilyHome],
        &[S::No],
        &[R::No],
        &[H::No, H::Waiting, H::Moved, H::Joined, H::Out],
        "family lives with the sponsor, whose home may be older than these books",
    ),
];

/// Everything that the checker knows.
pub(super) struct Books {
    pub(super) cases: Cases,
    pub(super) relatives: HashMap<String, Relative>,
    pub(super) stays: Stays,
    pub(super) returns: Returns,
    pub(super) homes: Homes,
}

impl Books {
    /// CH-1 for every person that any service knows.
    pub(super) fn check(&self, found: &mut Found) {
        let all = [
            self.cases.of_person.keys().collect::<Vec<_>>(),
            self.relatives.keys().collect(),
            self.stays.of_person.keys().collect(),
            self.returns.keys().collect(),
            self.homes.of_person.keys().collect(),
        ];
        let persons: BTreeSet<&String> = all.into_iter().flatten().collect();
        for person in persons {
            let (c, s, r, h) =
                (self.case(person), self.stay(person), self.back(person), self.home(person));
            let allowed = TABLE.iter().any(|(cases, stays, returns, homes, _)| {
                cases.contains(&c)
                    && stays.contains(&s)
                    && returns.contains(&r)
                    && homes.contains(&h)
            });
            found.must("CH-1", allowed && self.known(person, c), || {
                format!("person {person} is {c:?} for intake, {s:?} for reception, {r:?} for returns, {h:?} for housing")
            });
        }
    }

    /// Who has no case was taken over, or found by the police: every stay has a reason.
    fn known(&self, person: &str, c: C) -> bool {
        let stay = self.stays.of_person.get(person);
        let home = self.homes.of_person.get(person).and_then(|id| self.homes.matches.get(id));
        c != C::No
            || (stay.is_none_or(|stay| stay.imported || stay.born)
                && home.is_none_or(|home| home.imported))
    }

    /// The case that is open, or else the last one.
    fn last(&self, person: &str) -> Option<&super::intake::Case> {
        let cases = self.cases.of_person.get(person)?;
        let all = || cases.iter().rev().filter_map(|id| self.cases.by_id.get(id));
        all().find(|case| case.stage == Stage::Open).or_else(|| all().next())
    }

    fn case(&self, person: &str) -> C {
        let Some(case) = self.last(person) else {
            return match self.relatives.get(person) {
                None => C::No,
                Some(Relative::Abroad) => C::Abroad,
                Some(Relative::Reception) => C::Family,
                Some(Relative::Home) => C::FamilyHome,
            };
        };
        let before = case.decided_before;
        match case.stage {
            Stage::Open if case.again => C::Again,
            Stage::Open if case.imported => C::OpenElsewhere,
            Stage::Open => match case.kind {
                ApplicationKind::First | ApplicationKind::Relocated => C::Open,
                _ => C::OpenElsewhere,
            },
            Stage::Granted | Stage::Permit if before => C::GrantedBefore,
            Stage::Granted | Stage::Permit => C::Granted,
            Stage::Rejected | Stage::FinalNegative if before => C::RejectedBefore,
            Stage::Rejected | Stage::FinalNegative => C::Rejected,
            Stage::Appeal { suspensive: true } if before => C::StayingBefore,
            Stage::Appeal { suspensive: true } => C::Staying,
            Stage::Appeal { .. } if before => C::AppealBefore,
            Stage::Appeal { .. } => C::Appeal,
            Stage::Withdrawn { gone: true } => C::Gone,
            Stage::Withdrawn { gone: false } => C::Withdrawn,
            Stage::Revoked => C::Revoked,
        }
    }

    fn stay(&self, person: &str) -> S {
        let Some(stay) = self.stays.of_person.get(person) else { return S::No };
        match (stay.presence, stay.category) {
            (Presence::Ended(EndReason::Unsupervised), _) => S::Missing,
            (Presence::Ended(_), _) => S::Ended,
            (_, Category::Rejected) => S::Rejected,
            (_, Category::StatusHolder) => S::Holder,
            (_, Category::UnaccompaniedMinor) => S::Minor,
            (_, Category::FamilyReunion) => S::Family,
            (_, Category::Applicant | Category::RepeatApplicant | Category::Unspecified) => {
                S::Applicant
            }
        }
    }

    fn back(&self, person: &str) -> R {
        let Some(case) = self.returns.get(person) else { return R::No };
        let made = self.last(person).map(|case| case.made_on);
        match case.back {
            Back::Open => R::Open,
            Back::Held if case.imported => R::HeldBefore,
            Back::Held => R::Held,
            Back::Left if made.is_some_and(|made| case.since <= made) => R::LeftBefore,
            Back::Left => R::Left,
            Back::Lawful => R::Lawful,
        }
    }

    fn home(&self, person: &str) -> H {
        let found = self.homes.of_person.get(person).and_then(|id| self.homes.matches.get(id));
        let Some(Match { stand, members, moved, refused, .. }) = found else { return H::No };
        match stand {
            Stand::Temporary | Stand::Housed if moved.contains(person) => H::Moved,
            _ if !members.contains(person) && refused.contains(person) => H::Refused,
            _ if !members.contains(person) => H::Out,
            Stand::Waiting => H::Waiting,
            Stand::Temporary | Stand::Housed => H::Joined,
            Stand::Refused => H::Refused,
            Stand::Cancelled => H::Out,
        }
    }
}
