//! The unit of work over one table: load by key, change in memory, save what changed.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::{Column, Result, TableRow, Tx};

/// Rows in memory, of which the changed ones are saved together.
///
/// Rows stay known after [`Rows::save`], so that the next batch need not load them. Whoever cannot rule
/// out that somebody else wrote calls [`Rows::forget`]; after a failed transaction that is a must.
pub struct Rows<T: TableRow> {
    /// `None`: looked for, and not there.
    known: HashMap<T::Key, Option<T>>,
    /// Keys of changed rows, in the order of the first change.
    changed: Vec<T::Key>,
    /// Changed rows as they stand in the database; `None` for new ones and ones that were not looked for.
    stored: HashMap<T::Key, Option<T>>,
    known_max: usize,
}

impl<T: TableRow> Rows<T> {
    /// No rows yet; forgets the unchanged ones when more than `known_max` are in memory.
    pub fn new(known_max: usize) -> Self {
        Self { known: HashMap::new(), changed: Vec::new(), stored: HashMap::new(), known_max }
    }

    /// Makes sure that the rows with these keys are known, with one query for the missing ones.
    pub async fn load(
        &mut self,
        tx: &mut Tx,
        keys: impl IntoIterator<Item = T::Key>,
    ) -> Result<()> {
        let mut missing = Vec::new();
        for key in keys {
            if let Entry::Vacant(place) = self.known.entry(key) {
                missing.push(place.key().value());
                place.insert(None);
            }
        }
        for row in tx.by_key(T::TABLE, T::COLUMNS, T::KEY, &missing).await? {
            let row = T::from_row(&row)?;
            self.known.insert(row.key(), Some(row));
        }
        Ok(())
    }

    /// Takes in rows that were read by another query, unless they are known already.
    pub fn learn(&mut self, rows: impl IntoIterator<Item = T>) {
        for row in rows {
            self.known.entry(row.key()).or_insert(Some(row));
        }
    }

    /// The row with this key.
    ///
    /// # Panics
    /// When the key was not loaded: an unloaded row looks like an absent one, which would be a silent error.
    pub fn get(&self, key: &T::Key) -> Option<&T> {
        match self.known.get(key) {
            Some(row) => row.as_ref(),
            None => panic!("row {key:?} of {} was not loaded", T::TABLE),
        }
    }

    /// Stores a new or changed row in memory, to be saved.
    pub fn put(&mut self, row: T) {
        let key = row.key();
        let before = self.known.insert(key.clone(), Some(row));
        if let Entry::Vacant(place) = self.stored.entry(key) {
            self.changed.push(place.key().clone());
            place.insert(before.flatten());
        }
    }

    /// Saves what changed: new rows with one statement, and the changed columns of the others with another.
    ///
    /// A column that is not named leaves its indexes alone, which is most of the cost of a write in SQLite.
    pub async fn save(&mut self, tx: &mut Tx) -> Result<()> {
        let (mut new, mut old) = (Vec::new(), Vec::new());
        let mut differs = vec![false; T::COLUMNS.len()];
        for key in self.changed.drain(..) {
            let Some(Some(row)) = self.known.get(&key) else { continue };
            let values = row.values();
            let Some(before) = self.stored.remove(&key).flatten() else {
                new.push(values);
                continue;
            };
            let before = before.values();
            let mut same = true;
            for (differs, (now, then)) in differs.iter_mut().zip(values.iter().zip(&before)) {
                *differs |= now != then;
                same &= now == then;
            }
            if !same {
                old.push(values);
            }
        }
        self.stored.clear();
        let columns = T::COLUMNS.iter().zip(&differs).filter(|(_, differs)| **differs);
        let columns: Vec<&str> = columns.map(|(column, _)| *column).collect();
        tx.upsert(T::TABLE, T::COLUMNS, T::KEY, T::COLUMNS, &new).await?;
        tx.upsert(T::TABLE, T::COLUMNS, T::KEY, &columns, &old).await?;
        if self.known.len() > self.known_max {
            self.known.clear();
        }
        Ok(())
    }

    /// Forgets everything.
    pub fn forget(&mut self) {
        self.known.clear();
        self.changed.clear();
        self.stored.clear();
    }
}
