//! Working days and public holidays (Algemene termijnenwet, article 3, BWBR0002448).

use jiff::ToSpan as _;
use jiff::civil::Weekday;
use kernel::Date;

/// The public holidays of a year, in order: New Year, Good Friday (equated), Easter Monday, King's Day
/// (26 April when the 27th is a Sunday), 5 May, Ascension, Whit Monday, two days of Christmas.
pub fn holidays(year: i16) -> Vec<Date> {
    let easter = easter(year);
    let day = |month, day| Date::new(year, month, day).unwrap_or(easter);
    let kings_day = day(4, 27);
    let kings_day = if kings_day.weekday() == Weekday::Sunday { day(4, 26) } else { kings_day };
    let mut days = vec![
        day(1, 1),
        easter.saturating_sub(2.days()),
        easter.saturating_add(1.days()),
        kings_day,
        day(5, 5),
        easter.saturating_add(39.days()),
        easter.saturating_add(50.days()),
        day(12, 25),
        day(12, 26),
    ];
    days.sort_unstable();
    days
}

/// Easter Sunday in the Gregorian calendar, by the method of Meeus, Jones and Butcher.
fn easter(year: i16) -> Date {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    let (month, day) = (i8::try_from(month).ok(), i8::try_from(day).ok());
    let date = month.zip(day).and_then(|(month, day)| Date::new(year, month, day).ok());
    date.unwrap_or(Date::ZERO)
}

/// Whether the day is no Saturday, Sunday or public holiday.
pub fn is_working_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
        && !holidays(day.year()).contains(&day)
}

/// The day itself when it is a working day, else the first one after.
pub fn next_working_day(mut day: Date) -> Date {
    while !is_working_day(day) {
        day = day.saturating_add(1.days());
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_holidays_of_2026_are_those_of_the_calendar() {
        let days: Vec<String> = holidays(2026).iter().map(ToString::to_string).collect();
        assert_eq!(
            days,
            [
                "2026-01-01",
                "2026-04-03",
                "2026-04-06",
                "2026-04-27",
                "2026-05-05",
                "2026-05-14",
                "2026-05-25",
                "2026-12-25",
                "2026-12-26"
            ]
        );
        assert!(holidays(2025).contains(&Date::constant(2025, 4, 26)), "King's Day 2025 moved");
    }
}
