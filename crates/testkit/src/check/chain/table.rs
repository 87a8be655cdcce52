//! Where a person may stand, one word per service, and which words go together.

/// What a person is for intake: the case that is open, or else the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum C {
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
    /// The registration was a duplicate: everything is with the person that stays.
    Merged,
    /// Family, not here.
    Abroad,
    /// Family that came and needed a bed.
    Family,
    /// Family that came to a home.
    FamilyHome,
}

/// What a person is for reception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum S {
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
pub(super) enum R {
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
pub(super) enum H {
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

pub(super) type Row = (&'static [C], &'static [S], &'static [R], &'static [H], &'static str);

/// Residents that nobody has decided for or against.
const BEFORE: &[S] = &[S::Applicant, S::Minor];
/// Not resident any more, or never.
const AWAY: &[S] = &[S::No, S::Ended, S::Missing];
/// Not in a match, or in one that was before a revoked permit.
const UNMATCHED: &[H] = &[H::No, H::Moved, H::Joined, H::Refused, H::Out];

/// Which words go together, and why.
pub(super) const TABLE: &[Row] = &[
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
    (
        &[C::Again],
        BEFORE,
        &[R::No, R::Lawful, R::LeftBefore],
        &[H::Out],
        "a grant was withdrawn while the household waited for a home",
    ),
    (
        &[C::Merged],
        &[S::No, S::Ended],
        &[R::No, R::Lawful, R::Left],
        &[H::No, H::Out],
        "nothing of a duplicate is open anywhere",
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
