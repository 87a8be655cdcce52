//! The clock as a value. Production reads the system's; a simulation owns a virtual one and moves it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// Where a process reads the time.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that stands still until somebody moves it.
    Virtual(VirtualClock),
}

impl Clock {
    /// The present instant.
    pub fn now(&self) -> Timestamp {
        match self {
            #[expect(
                clippy::disallowed_methods,
                reason = "the one place that reads the system clock"
            )]
            Self::System => Timestamp::now(),
            Self::Virtual(clock) => clock.now(),
        }
    }

    /// The present instant in microseconds since 1970, the form in which time is stored.
    pub fn now_us(&self) -> i64 {
        self.now().as_microsecond()
    }

    /// The civil date in the Netherlands.
    pub fn today(&self) -> Date {
        civil_date(self.now())
    }
}

/// The civil date of an instant in the Netherlands.
///
/// Falls back to UTC on a machine without a time zone database; a day then begins an hour or two late.
pub fn civil_date(at: Timestamp) -> Date {
    let zone = TimeZone::get(crate::TIME_ZONE).unwrap_or(TimeZone::UTC);
    at.to_zoned_datetime(zone).date()
}

/// A clock that is moved by hand. Copies share the same time.
#[derive(Clone, Debug)]
pub struct VirtualClock(Arc<AtomicI64>);

impl VirtualClock {
    /// A clock standing at `at`.
    pub fn at(at: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(at.as_microsecond())))
    }

    /// The instant at which the clock stands.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.load(Ordering::SeqCst)).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Moves the clock forward to `to`. A clock never goes back: returns false and does nothing then.
    pub fn advance(&self, to: Timestamp) -> bool {
        let to = to.as_microsecond();
        self.0.fetch_max(to, Ordering::SeqCst) <= to
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_virtual_clock_moves_forward_only() {
        let start: Timestamp = "2025-01-01T00:00:00Z".parse().unwrap();
        let later: Timestamp = "2025-01-02T00:00:00Z".parse().unwrap();
        let clock = VirtualClock::at(start);
        let copy = clock.clone();
        assert!(clock.advance(later));
        assert_eq!(copy.now(), later);
        assert!(!clock.advance(start));
        assert_eq!(copy.now(), later);
    }

    #[test]
    fn a_day_begins_at_midnight_in_amsterdam() {
        assert_eq!(civil_date("2025-06-30T22:30:00Z".parse().unwrap()).to_string(), "2025-07-01");
        assert_eq!(civil_date("2025-12-31T22:30:00Z".parse().unwrap()).to_string(), "2025-12-31");
    }
}
