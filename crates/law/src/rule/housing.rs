//! Rules of housing.

use super::{Entry, Rule};
use crate::term::Term;
use crate::value::{Cents, RuleValue, Share};

rules! { after super::returns::COUNT;
    /// Linking a household to a municipality, from the grant.
    LINKING: Term;
    /// Housing a household, from the grant.
    HOUSING: Term;
    /// Announcement of a target, before its half-year.
    TARGET_ANNOUNCEMENT: Term;
    /// The scheme for temporary and shared housing (HAR+) is open.
    HAR_PLUS: bool;
    /// One-off amount per status holder of that scheme.
    HAR_PLUS_AMOUNT: Cents;
    /// Unaccompanied minors with a permit count for the target of their municipality.
    TARGET_COUNTS_MINORS: bool;
    /// Who finds a home without help counts for the target of the municipality.
    TARGET_COUNTS_SELF_ARRANGED: bool;
    /// The target of municipalities is abolished.
    TASK_ABOLISHED: bool;
    /// Nobody has priority for a self-contained dwelling because of an asylum permit.
    PRIORITY_BAN: bool;
    /// Persons from which a household is large.
    LARGE_HOUSEHOLD: i64;
    /// The scheme for the homes of large families (HGG) is open.
    LARGE_FAMILY_SCHEME: bool;
    /// Budget of that scheme in the year.
    LARGE_FAMILY_BUDGET: Cents;
    /// Longest stay in temporary shelter (HAR, HAR+).
    TEMPORARY_STAY: Term;
    /// Most persons of the first scheme for temporary shelter (HAR); 0 is no limit.
    HAR_PERSONS: i64;
    /// The grant for transit locations is open.
    TRANSIT_SCHEME: bool;
    /// Longest stay in a transit location.
    TRANSIT_STAY: Term;
    /// Part of the dwellings of a subsidised project (SFT) that is for status holders.
    SUBSIDISED_DWELLINGS: Share;
    /// Small-scale places needed for unaccompanied minors with a permit.
    SMALL_SCALE_PLACES: i64;
    /// A plan after a notice of the province; without one information is asked.
    IMPROVEMENT_PLAN: Term;
    /// Half-years in a row with arrears after which agreements are made.
    AGREEMENT_AFTER: i64;
    /// Half-years in a row with arrears after which the last warning follows.
    LAST_WARNING_AFTER: i64;
    /// The act on the spreading of reception places is in force.
    SPREADING_ACT: bool;
    /// Weight of the wealth of a municipality (SES-WOA of CBS) in its share of reception places.
    SPREADING_WEALTH: Share;
    /// Time for which a reception place must be available to be durable.
    DURABLE_PLACE: Term;
    /// Size above which an existing reception location counts.
    EXISTING_LOCATION: i64;
    /// Time within which a location must open to count as existing.
    EXISTING_WITHIN: Term;
    /// Grant for a durable reception place that was offered voluntarily.
    DURABLE_PLACE_GRANT: Cents;
}
