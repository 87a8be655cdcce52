//! The world's own book of places: who assigns a bed must know where one is free.

use kernel::{Date, Municipality, Uuid};

/// A location as the placement desk knows it.
#[derive(Clone, Debug)]
pub(crate) struct Location {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) municipality: Municipality,
    pub(crate) emergency: bool,
    pub(crate) minors: bool,
    pub(crate) places: i32,
    pub(crate) taken: i32,
    pub(crate) contract_ends_on: Option<Date>,
    /// Nobody is placed here any more.
    pub(crate) closing: bool,
    pub(crate) closed: bool,
}

/// All locations.
#[derive(Default)]
pub(crate) struct Ledger {
    pub(crate) locations: Vec<Location>,
    /// Where the search for a free place begins, for adults and for minors.
    next: [usize; 2],
}

impl Ledger {
    /// Takes `persons` places in one location; `None` when none has so many.
    pub(crate) fn take(&mut self, minors: bool, persons: i32) -> Option<usize> {
        let count = self.locations.len();
        let start = &mut self.next[usize::from(minors)];
        let found = (0..count).map(|step| (*start + step) % count).find(|index| {
            let location = &self.locations[*index];
            location.minors == minors
                && !location.closing
                && location.places - location.taken >= persons
        })?;
        *start = found;
        self.locations[found].taken += persons;
        Some(found)
    }

    /// Gives places back.
    pub(crate) fn give(&mut self, location: usize, persons: i32) {
        self.locations[location].taken -= persons;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn location(places: i32, minors: bool) -> Location {
        Location {
            id: Uuid::nil(),
            name: String::new(),
            municipality: Municipality::new(1),
            emergency: false,
            minors,
            places,
            taken: 0,
            contract_ends_on: None,
            closing: false,
            closed: false,
        }
    }

    #[test]
    fn places_are_taken_where_there_are_enough_and_minors_stay_apart() {
        let locations = vec![location(3, false), location(5, false), location(2, true)];
        let mut ledger = Ledger { locations, ..Ledger::default() };
        assert_eq!(ledger.take(false, 4), Some(1));
        assert_eq!(ledger.take(false, 3), Some(0));
        assert_eq!(ledger.take(true, 1), Some(2));
        assert_eq!(ledger.take(false, 2), None);
        ledger.give(0, 3);
        assert_eq!(ledger.take(false, 2), Some(0));
        let taken: Vec<i32> = ledger.locations.iter().map(|location| location.taken).collect();
        assert_eq!(taken, [2, 4, 1]);
    }
}
