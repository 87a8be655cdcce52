//! Who waits when the books are opened: the nationalities and months of the two years before.

use kernel::{Date, Nationality};
use reference::{MONTHS, month_of};

/// Months before the opening in which those who wait have lodged.
pub(crate) const BACKLOG_MONTHS: usize = 24;

/// Places in the published tables of the months before the first of a month. A month after the tables' last takes
/// the place of the same month of their last year.
fn months_before(start: Date) -> Vec<usize> {
    let end = month_of(start.year(), start.month());
    let known = |month: usize| if month < MONTHS { month } else { MONTHS - 12 + month % 12 };
    (end - BACKLOG_MONTHS..end).map(known).collect()
}

/// First applications of the two years before, by nationality: who waits and lives in reception at the opening.
pub(crate) fn mix(start: Date) -> Vec<(Nationality, u32)> {
    let before = months_before(start);
    let sum = |months: Vec<u32>| before.iter().map(|month| months[*month]).sum();
    reference::first_history().into_iter().map(|(who, months)| (who, sum(months))).collect()
}

/// First applications by month of the two years before: when those who wait have lodged.
pub(crate) fn lodged_months(start: Date) -> Vec<u32> {
    let all = reference::first_history();
    let of = |month: usize| all.iter().map(|(_, months)| months[month]).sum();
    months_before(start).into_iter().map(of).collect()
}
