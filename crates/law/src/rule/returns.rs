//! Rules of returns.

use super::{Entry, Rule};
use crate::term::Term;
use crate::value::{Cents, RuleValue};

rules! { after super::reception::COUNT;
    /// Term to depart after a return decision.
    DEPARTURE: Term;
    /// Term to depart when an application was manifestly unfounded or its applicant may abscond.
    DEPARTURE_SHORT: Term;
    /// The term to depart begins again after a dismissed appeal that had let the person stay.
    DEPARTURE_CLOCK_RESTART: bool;
    /// Detention of returnees.
    DETENTION: Term;
    /// Longest extension of the detention of returnees.
    DETENTION_EXTENSION: Term;
    /// Entry ban for not leaving in time.
    ENTRY_BAN: Term;
    /// Transfer to another member state, from acceptance.
    TRANSFER: Term;
    /// Transfer of somebody who absconds, from the day on which the other state was told.
    TRANSFER_ABSCONDED: Term;
    /// Voluntary departure from the border on request.
    BORDER_VOLUNTARY: Term;
    /// Stay at the border after rejection, from the end of the right to stay.
    BORDER_RETURN: Term;
    /// Support of an adult who returns to Syria.
    SUPPORT_SYRIA_ADULT: Cents;
    /// Support of a child that returns to Syria with its family.
    SUPPORT_SYRIA_CHILD: Cents;
    /// Longest medical postponement of departure (Vw 64).
    MEDICAL_BLOCK_MAX: Term;
    /// Usual validity of a replacement travel document (laissez-passer), from its issue.
    LAISSEZ_PASSER_VALIDITY: Term;
    /// Stopping and holding for identification, with its extension.
    STOP_AND_HOLD_MAX: Term;
    /// Restriction to an area in the freedom-restricting location.
    AREA_RESTRICTION_MAX: Term;
    /// Detention for a transfer to another member state.
    DETENTION_TRANSFER_MAX: Term;
    /// Detention of an applicant, before its extension.
    DETENTION_APPLICANT_FIRST: Term;
    /// Detention of an applicant, with its extension.
    DETENTION_APPLICANT_MAX: Term;
    /// Review of detention by a court, from its beginning and from the review before.
    DETENTION_REVIEW: Term;
    /// Detention places, without the family facility.
    DETENTION_CAPACITY: i64;
    /// Places in the closed family facility.
    FAMILY_DETENTION_CAPACITY: i64;
    /// Entry ban for a short overstay.
    ENTRY_BAN_SHORT_OVERSTAY: Term;
    /// Entry ban after a sentence of less than six months.
    ENTRY_BAN_SHORT_SENTENCE: Term;
    /// Entry ban after a longer sentence, or a return despite a ban.
    ENTRY_BAN_LONG_SENTENCE: Term;
    /// Entry ban for a serious threat to public order.
    ENTRY_BAN_PUBLIC_ORDER: Term;
    /// Entry ban for a serious threat to national security.
    ENTRY_BAN_NATIONAL_SECURITY: Term;
    /// Added to the term of a transfer of somebody in prison.
    TRANSFER_PRISON: Term;
    /// Least that is left of the term of a transfer after somebody reappears.
    TRANSFER_REAPPEARED: Term;
    /// Transfer of somebody in prison under Dublin III, from acceptance.
    DUBLIN_TRANSFER_PRISON: Term;
    /// Transfer of somebody who absconds under Dublin III, from acceptance.
    DUBLIN_TRANSFER_ABSCONDED: Term;
    /// A second or later repeat application holds departure.
    STAY_ON_SECOND_SUBSEQUENT: bool;
    /// Number of the repeat application from which departure is not held.
    SUBSEQUENT_WITHOUT_STAY_FROM: i64;
    /// Time after which somebody can be supported again.
    SUPPORT_INTERVAL: Term;
    /// Entry bans longer than this exclude support.
    SUPPORT_BAN_LIMIT: Term;
    /// Basic support with IOM, a person.
    SUPPORT_BASIC: Cents;
    /// Basic support with IOM for nationalities near by, a person.
    SUPPORT_BASIC_NEAR: Cents;
    /// Reintegration in kind, an adult.
    SUPPORT_REINTEGRATION_ADULT: Cents;
    /// Reintegration in kind, a minor.
    SUPPORT_REINTEGRATION_MINOR: Cents;
    /// The temporary amounts for Syria hold.
    SUPPORT_SYRIA_TEMPORARY: bool;
    /// Published counts below this are hidden.
    PUBLISHED_BELOW: i64;
    /// Unit to which published counts are rounded.
    PUBLISHED_UNIT: i64;
}
