//! What is assumed about the world. Published figures are in `reference`; what stands here is not published:
//! start values of the domain notes (marked there as unverified) and our own, to be calibrated.

use wire::intake::Ground;

/// Sizes of households of applicants, 1 to 6 members, in thousandths (own assumption).
pub(crate) const HOUSEHOLD_SIZES: [u32; 6] = [640, 110, 90, 80, 50, 30];
/// Ages of adults, by bands of ten years from 18 (own assumption; CBS: most applicants are 18 to 35).
pub(crate) const ADULT_AGES: [u32; 5] = [480, 300, 140, 60, 20];
/// Men among single adults, in thousandths (own assumption).
pub(crate) const MEN_PERMILLE: u32 = 720;
/// Applicants who live outside reception, in thousandths (fraction h of the chain model, own assumption).
pub(crate) const OUTSIDE_PERMILLE: u32 = 80;

/// Days from the wish to registration.
pub(crate) const REGISTER_DAYS: (i32, i32) = (1, 3);
/// Days from registration to lodging (term: 21 days).
pub(crate) const LODGE_DAYS: (i32, i32) = (2, 12);
/// Days from lodging to the first choice of the way.
pub(crate) const TRIAGE_DAYS: (i32, i32) = (1, 5);
/// Share of requests to a member state that are accepted (silence counts), in thousandths.
pub(crate) const CLAIM_ACCEPTED_PERMILLE: u32 = 800;
/// Share of claims that rest on a Eurodac hit, in thousandths (own assumption).
pub(crate) const EURODAC_PERMILLE: u32 = 700;
/// Days until a member state answers.
pub(crate) const CLAIM_REPLY_DAYS: (i32, i32) = (14, 26);
/// Days until a member state answers on a Eurodac hit; it has two weeks. Assumed.
pub(crate) const CLAIM_REPLY_HIT_DAYS: (i32, i32) = (6, 12);
/// Days from its acceptance to the decision.
pub(crate) const REFER_DAYS: (i32, i32) = (5, 14);
/// Member states by their share of claims (own assumption).
pub(crate) const MEMBER_STATES: [(&str, u32); 6] =
    [("DEU", 300), ("HRV", 200), ("BGR", 150), ("ITA", 150), ("FRA", 120), ("BEL", 80)];

/// Share of new cases in which an officer finds a ground for the accelerated procedure, in thousandths (own
/// assumption).
pub(crate) const ACCELERATED_PERMILLE: u32 = 250;
/// Grounds that officers find, by their share (own assumption).
pub(crate) const GROUNDS: [(Ground, u32); 4] = [
    (Ground::LowRecognition, 500),
    (Ground::SafeOrigin, 250),
    (Ground::Contradictory, 150),
    (Ground::Misled, 100),
];
/// Share of officers who work on cases of the pact once there are any, in thousandths (IND by way of
/// refugeehelp.nl, 23 June 2026: 70 % on new applications).
pub(crate) const NEW_CASES_PERMILLE: u32 = 700;
/// Share of sponsors with subsidiary protection among families from before the books, in thousandths (CBS: 9,910 of
/// 15,185 permits of 2024).
pub(crate) const SUBSIDIARY_PERMILLE: u32 = 653;

/// Rejections by ground: unfounded, manifestly unfounded, inadmissible, in thousandths (own assumption).
pub(crate) const REJECTIONS: [u32; 3] = [700, 200, 100];
/// Days from the interview to readiness for a grant.
pub(crate) const DRAFT_DAYS: (i32, i32) = (5, 12);
/// Days from an intention to reject to the view on it (term: four weeks).
pub(crate) const VIEW_DAYS: (i32, i32) = (20, 28);
/// Days from a grant to the permit.
pub(crate) const PERMIT_DAYS: (i32, i32) = (7, 21);
/// Mean days until an applicant in procedure goes away: one in a hundred a month.
pub(crate) const VANISH_MEAN_DAYS: f64 = 3_000.0;
/// Of those who are absent, share that comes back, in thousandths (own assumption).
pub(crate) const COMES_BACK_PERMILLE: u32 = 300;
/// Days of absence until the check (two reporting moments).
pub(crate) const ABSENCE_DAYS: i32 = 14;
/// Of applicants who give up, share that says so, in thousandths (own assumption).
pub(crate) const SAYS_SO_PERMILLE: u32 = 100;
/// Cases past their term for which a notice of default comes, in thousandths (own assumption).
pub(crate) const NOTICE_PERMILLE: u32 = 20;

/// Share of rejections appealed, normal and fast procedures, in thousandths (own assumption).
pub(crate) const APPEAL_PERMILLE: (u32, u32) = (700, 500);
/// Share of fast cases in which the court lets the applicant stay, in thousandths.
pub(crate) const INTERIM_PERMILLE: u32 = 200;
/// Share of first appeals that are grounded, in thousandths.
pub(crate) const GROUNDED_PERMILLE: u32 = 250;
/// Median days of a first appeal.
pub(crate) const COURT_MEDIAN_DAYS: f64 = 120.0;
/// Share of ungrounded rulings appealed further, in thousandths (own assumption).
pub(crate) const FURTHER_PERMILLE: u32 = 400;
/// Share of further appeals that are grounded, in thousandths.
pub(crate) const FURTHER_GROUNDED_PERMILLE: u32 = 100;
/// Median days of a further appeal.
pub(crate) const COUNCIL_MEDIAN_DAYS: f64 = 180.0;
/// Spread of courts' durations.
pub(crate) const COURT_SIGMA: f64 = 0.5;
/// Share granted when a case comes back from court, in thousandths (own assumption).
pub(crate) const GRANT_AFTER_COURT_PERMILLE: u32 = 600;

/// Outcomes of departure cases other than transfers: independent, forced, unsupervised, lawful stay. From the
/// 15,860 closings of 2024 (3,240, 2,750 and 5,740 in `reference`, the rest lawful), less some 1,160 transfers
/// among the forced and, among the unsupervised, 1,750 who were to be transferred and 2,900 who go away during the
/// procedure.
pub(crate) const DEPARTURES: [u32; 4] = [3_240, 1_590, 1_090, 4_130];
/// Share of accepted transfers that take place, in thousandths (own assumption).
pub(crate) const TRANSFERRED_PERMILLE: u32 = 400;
/// Mean days from the departure interview to the outcome: with a stock of half a year's files and 15,860 closings
/// a year a case takes some 200 days, forty of them before the interview.
pub(crate) const DEPARTURE_MEAN_DAYS: f64 = 160.0;
/// Share of forced departures from detention, in thousandths (own assumption).
pub(crate) const DETAINED_PERMILLE: u32 = 500;
/// Share of independent departures with support, in thousandths (own assumption).
pub(crate) const SUPPORTED_PERMILLE: u32 = 600;
/// Departure files by who hands them over, without the IND: police, border police, others (2024).
pub(crate) const FILE_ORIGINS: [u32; 3] = [2_860, 880, 2_480];
/// Files of the IND among all open cases, in thousandths (11,180 of 17,400 in 2024).
pub(crate) const FILES_OF_IND_PERMILLE: u32 = 643;
/// Share of repeat applications that are granted, in thousandths (own assumption).
pub(crate) const REPEAT_GRANTED_PERMILLE: u32 = 150;

/// Days from a grant to the housing profile and to the link (target: 14).
pub(crate) const PROFILE_DAYS: (i32, i32) = (4, 9);
/// Days from the profile to the link.
pub(crate) const LINK_DAYS: (i32, i32) = (3, 10);
/// Links that a municipality gives back, in thousandths (own assumption).
pub(crate) const RETURNED_PERMILLE: u32 = 30;
/// Offers refused with and without ground, in thousandths (own assumption).
pub(crate) const REFUSED_PERMILLE: (u32, u32) = (20, 15);
/// Households housed temporarily first (HAR+ and transit places), in thousandths (own assumption).
pub(crate) const TEMPORARY_PERMILLE: u32 = 120;
/// Of those, in hotels and other accommodation of HAR+; the others have a transit place (own assumption).
pub(crate) const TEMPORARY_OF_HAR_PERMILLE: u32 = 500;
/// Homes that are shared, in thousandths (own assumption).
pub(crate) const SHARED_PERMILLE: u32 = 150;
/// Cases of the opening position older than six weeks in which the interview was held, in thousandths (own
/// assumption).
pub(crate) const OPENING_HEARD_PERMILLE: u32 = 290;
/// Working days of a year, over which its decisions and homes are spread.
pub(crate) const WORKING_DAYS: i64 = 255;
/// Days from an offer to acceptance, and from acceptance to the move.
pub(crate) const ACCEPT_DAYS: (i32, i32) = (3, 10);
/// Days from acceptance to the move.
pub(crate) const MOVE_DAYS: (i32, i32) = (7, 21);
/// Share of linked among the status holders of the opening position, in thousandths (own assumption).
pub(crate) const OPENING_LINKED_PERMILLE: u32 = 450;

/// Members of a family that follows, 1 to 5, in thousandths (own assumption).
pub(crate) const FAMILY_SIZES: [u32; 5] = [250, 250, 250, 150, 100];
/// Share of grants after which family applications follow, in thousandths (own assumption).
pub(crate) const SPONSOR_PERMILLE: u32 = 350;
/// Families that need a place when they arrive, in thousandths (own assumption).
pub(crate) const FAMILY_IN_RECEPTION_PERMILLE: u32 = 120;
/// Decided family applications that are rejected, per thousand arrivals (mvv issued in 0.92 of approvals).
pub(crate) const FAMILY_REJECTED_PERMILLE: u32 = 250;
/// Days from the approval to the visa, and from the visa to the arrival.
pub(crate) const VISA_TO_ARRIVAL_DAYS: (i32, i32) = (10, 40);
/// Days from the approval to the visa (embassies: median 90 days from the decision to travel).
pub(crate) const APPROVAL_TO_VISA_DAYS: (i32, i32) = (30, 60);

/// Share of places that are taken at the opening, in thousandths (COA practice 92 to 97 %).
pub(crate) const OPENING_OCCUPIED_PERMILLE: u32 = 970;
/// Unaccompanied minors whose case is still open at the opening, in thousandths (own assumption).
pub(crate) const MINORS_PENDING_PERMILLE: u32 = 450;
/// Places of a new emergency location.
pub(crate) const EMERGENCY_PLACES: i32 = 300;
/// Places of a new regular location.
pub(crate) const REGULAR_PLACES: i32 = 200;
/// Months that an emergency contract runs (6 to 12).
pub(crate) const EMERGENCY_MONTHS: (i32, i32) = (6, 12);
/// Share of emergency contracts that are extended when they end, in thousandths (own assumption).
pub(crate) const EXTENDED_PERMILLE: u32 = 800;
/// Share of municipal places for displaced persons from Ukraine that are taken, in thousandths (own assumption).
pub(crate) const UKRAINE_OCCUPIED_PERMILLE: u32 = 960;
