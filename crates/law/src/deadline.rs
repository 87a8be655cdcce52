//! The calculator of legal terms (APR article 73, AMMR article 75; Regulation 1182/71 article 3 for
//! screening): the day of the event is not counted; months end on the same day number or the last day of
//! the month; weekends and holidays count; a term that ends on one runs to the next working day.

use jiff::ToSpan as _;
use kernel::Date;

use crate::calendar::next_working_day;

/// Length of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// Calendar days.
    Days(i32),
    /// Weeks.
    Weeks(i32),
    /// Months.
    Months(i32),
}

/// Last day of a term that an event on `start` begins.
pub fn due(start: Date, term: Term) -> Date {
    let end = match term {
        Term::Days(n) => start.saturating_add(n.days()),
        Term::Weeks(n) => start.saturating_add(n.weeks()),
        Term::Months(n) => start.saturating_add(n.months()),
    };
    next_working_day(end)
}

macro_rules! deadlines {
    ($($(#[$meta:meta])* $name:ident = $code:literal, $term:expr, $source:literal;)+) => {
        kernel::codes! {
            /// The legal terms of the chain.
            pub enum Deadline { $($(#[$meta])* $name = $code),+ }
        }

        impl Deadline {
            /// Its length.
            pub const fn term(self) -> Term {
                match self { $(Self::$name => $term),+ }
            }

            /// The article that gives it.
            pub const fn source(self) -> &'static str {
                match self { $(Self::$name => $source),+ }
            }

            /// Last day of this term when it begins with an event on `start`.
            pub fn due(self, start: Date) -> Date {
                due(start, self.term())
            }
        }
    };
}

deadlines! {
    /// Screening at the external border, from apprehension.
    ScreeningBorder = "SCREENING_BORDER", Term::Days(7), "SCR 8(3)";
    /// Screening inside the country, from apprehension.
    ScreeningInland = "SCREENING_INLAND", Term::Days(3), "SCR 8(4)";
    /// Registration, from the wish.
    Registration = "REGISTRATION", Term::Days(5), "APR 27(1)";
    /// Registration on mass arrival, from the wish.
    RegistrationMassArrival = "REGISTRATION_MASS_ARRIVAL", Term::Days(15), "APR 27(5)";
    /// Lodging, from registration.
    Lodging = "LODGING", Term::Days(21), "APR 28(1)";
    /// Lodging at the border, from registration.
    LodgingBorder = "LODGING_BORDER", Term::Days(5), "APR 51(1)";
    /// Biometrics to Eurodac, from registration; 72 hours, counted here in days.
    Eurodac = "EURODAC", Term::Days(3), "Regulation (EU) 2024/1358 art. 15";
    /// Special procedural needs assessed, from the wish.
    SpecialNeeds = "SPECIAL_NEEDS", Term::Days(30), "APR 20(3)";
    /// Inadmissibility and repeat applications, from lodging.
    Admissibility = "ADMISSIBILITY", Term::Months(2), "APR 35(1)";
    /// Accelerated procedure, from lodging.
    Accelerated = "ACCELERATED", Term::Months(3), "APR 35(3)";
    /// Regular procedure, from lodging.
    Regular = "REGULAR", Term::Months(6), "APR 35(4)";
    /// Regular procedure with its extension, from lodging.
    RegularExtended = "REGULAR_EXTENDED", Term::Months(12), "APR 35(5)";
    /// Absolute end of a moratorium, from lodging.
    Moratorium = "MORATORIUM", Term::Months(21), "APR 35(7), Vw 43";
    /// Border procedure, from registration.
    Border = "BORDER", Term::Weeks(12), "APR 51(2)";
    /// Stay at the border after rejection, from the end of the right to stay.
    BorderReturn = "BORDER_RETURN", Term::Weeks(12), "RBR 4(2)";
    /// Permit document, from the notification of the grant.
    Permit = "PERMIT", Term::Days(90), "QR 24(2)";
    /// Short appeal term; the national value inside the band of 5 to 10 days is not verified.
    AppealFast = "APPEAL_FAST", Term::Weeks(1), "APR 67(7)(a); Vw 69(2)";
    /// Normal appeal term; the national value inside the band of 2 weeks to 1 month is not verified.
    AppealNormal = "APPEAL_NORMAL", Term::Weeks(4), "APR 67(7)(b); Vw 69(1)";
    /// Asking the court to stay, from notification.
    StayRequest = "STAY_REQUEST", Term::Days(5), "APR 68(5)(a)";
    /// Decision, legacy, from lodging.
    LegacyDecision = "LEGACY_DECISION", Term::Months(6), "Vw 42(1)";
    /// View on an intention in the extended procedure, legacy.
    LegacyView = "LEGACY_VIEW", Term::Weeks(4), "Vb 3.115";
    /// Take-charge request, pact, from registration.
    TakeChargeRequest = "TAKE_CHARGE_REQUEST", Term::Months(2), "AMMR 39(1)";
    /// Take-charge request on a Eurodac hit, pact.
    TakeChargeRequestHit = "TAKE_CHARGE_REQUEST_HIT", Term::Months(1), "AMMR 39(1)";
    /// Reply to a take-charge request, pact.
    TakeChargeReply = "TAKE_CHARGE_REPLY", Term::Months(1), "AMMR 40(1)";
    /// Take-back notification, pact, from the Eurodac hit.
    TakeBackNotification = "TAKE_BACK_NOTIFICATION", Term::Weeks(2), "AMMR 41(1)";
    /// Confirmation of a take-back notification; silence confirms.
    TakeBackConfirmation = "TAKE_BACK_CONFIRMATION", Term::Weeks(2), "AMMR 41(3)-(4)";
    /// Transfer decision, pact, from acceptance.
    TransferDecision = "TRANSFER_DECISION", Term::Weeks(2), "AMMR 42(1)";
    /// Transfer, from acceptance.
    Transfer = "TRANSFER", Term::Months(6), "AMMR 46(1); Regulation (EU) 604/2013 art. 29(1)";
    /// Request, Dublin III.
    DublinRequest = "DUBLIN_REQUEST", Term::Months(3), "Regulation (EU) 604/2013 art. 21";
    /// Request on a Eurodac hit, Dublin III.
    DublinRequestHit = "DUBLIN_REQUEST_HIT", Term::Months(2), "Regulation (EU) 604/2013 art. 21, 23";
    /// Reply to a take-charge request, Dublin III.
    DublinReply = "DUBLIN_REPLY", Term::Months(2), "Regulation (EU) 604/2013 art. 22";
    /// Reply on a Eurodac hit, Dublin III; silence is acceptance.
    DublinReplyHit = "DUBLIN_REPLY_HIT", Term::Weeks(2), "Regulation (EU) 604/2013 art. 25";
    /// Decision on family reunification, legacy.
    FamilyDecision = "FAMILY_DECISION", Term::Months(6), "Vw 2u (90 days and 3 months)";
    /// Collecting an entry visa and travelling, from approval.
    EntryVisa = "ENTRY_VISA", Term::Months(3), "Vb 3.101";
    /// Time an authority gets after a notice of default.
    NoticeOfDefault = "NOTICE_OF_DEFAULT", Term::Weeks(2), "Awb 6:12";
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(start: (i16, i8, i8), term: Term, end: &str) {
        let start = Date::constant(start.0, start.1, start.2);
        assert_eq!(due(start, term).to_string(), end, "{start} {term:?}");
    }

    #[test]
    fn the_published_test_vectors_hold() {
        check((2026, 6, 12), Deadline::Accelerated.term(), "2026-09-14");
        check((2026, 6, 12), Deadline::Regular.term(), "2026-12-14");
        check((2026, 8, 31), Deadline::Regular.term(), "2027-03-01");
        check((2026, 6, 12), Deadline::Moratorium.term(), "2028-03-13");
        check((2026, 7, 1), Deadline::Border.term(), "2026-09-23");
        check((2026, 6, 15), Deadline::Lodging.term(), "2026-07-06");
        check((2026, 6, 18), Deadline::ScreeningInland.term(), "2026-06-22");
        check((2026, 12, 22), Deadline::Registration.term(), "2026-12-28");
    }

    #[test]
    fn the_golden_cases_have_their_dates() {
        check((2026, 7, 14), Deadline::Regular.term(), "2027-01-14"); // G1
        check((2026, 11, 2), Deadline::Permit.term(), "2027-02-01"); // G1: 2027-01-31 is a Sunday
        check((2026, 8, 3), Deadline::Accelerated.term(), "2026-11-03"); // G2
        check((2026, 10, 5), Deadline::AppealFast.term(), "2026-10-12"); // G2
        check((2026, 7, 7), Deadline::TakeBackNotification.term(), "2026-07-21"); // G3
        check((2026, 7, 21), Deadline::TakeBackConfirmation.term(), "2026-08-04"); // G3
        check((2026, 8, 4), Deadline::TransferDecision.term(), "2026-08-18"); // G3
        check((2026, 8, 4), Deadline::Transfer.term(), "2027-02-04"); // G3
        check((2026, 7, 6), Deadline::Lodging.term(), "2026-07-27"); // G5
    }

    #[test]
    fn no_term_ends_on_a_day_off() {
        for deadline in Deadline::ALL {
            for day in 0..366 {
                let start = Date::constant(2026, 1, 1).saturating_add(day.days());
                assert!(crate::is_working_day(deadline.due(start)));
                assert!(deadline.due(start) > start);
            }
        }
    }
}
