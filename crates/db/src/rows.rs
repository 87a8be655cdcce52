//! The unit of work over one table: load by key, change in memory, save what changed.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};

use crate::{Column, Result, TableRow, Tx, Value};

/// Rows that stay in memory between batches; more are forgotten.
const KNOWN_MAX: usize = 200_000;

/// A column by whose values rows are looked for, other than the key: `By::new("household_id", |stay| Some(stay.household_id))`.
pub struct By<T, V> {
    column: &'static str,
    of: fn(&T) -> Option<V>,
}

impl<T, V> By<T, V> {
    /// The column, and how a row says its value; `None` where it has none.
    pub const fn new(column: &'static str, of: fn(&T) -> Option<V>) -> Self {
        Self { column, of }
    }
}

/// The value of a row in one column; `None` where it has none.
type ValueOf<T> = Box<dyn Fn(&T) -> Option<Value> + Send + Sync>;

/// The rows that have a value in a column, for the values that were asked for.
struct Group<T: TableRow> {
    value: ValueOf<T>,
    keys: HashMap<Value, BTreeSet<T::Key>>,
    wanted: HashSet<Value>,
}

impl<T: TableRow> Group<T> {
    /// Keeps a row where it belongs, after a change from `before`.
    fn moved(&mut self, before: Option<&T>, row: &T) {
        let (from, to) = (before.and_then(|row| (self.value)(row)), (self.value)(row));
        if from == to {
            return;
        }
        if let Some(keys) = from.and_then(|value| self.keys.get_mut(&value)) {
            keys.remove(&row.key());
        }
        if let Some(keys) = to.and_then(|value| self.keys.get_mut(&value)) {
            keys.insert(row.key());
        }
    }
}

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
    /// Keys that were asked for and are not known.
    wanted: HashSet<T::Key>,
    groups: HashMap<&'static str, Group<T>>,
}

impl<T: TableRow> Default for Rows<T> {
    fn default() -> Self {
        Self::new(KNOWN_MAX)
    }
}

impl<T: TableRow> Rows<T> {
    /// No rows yet; forgets the unchanged ones when more than `known_max` are in memory.
    pub fn new(known_max: usize) -> Self {
        Self {
            known: HashMap::new(),
            changed: Vec::new(),
            stored: HashMap::new(),
            known_max,
            wanted: HashSet::new(),
            groups: HashMap::new(),
        }
    }

    /// The row with this key, as far as it is known; when nobody looked for it yet, [`Rows::load_wanted`] will.
    pub fn want(&mut self, key: &T::Key) -> Option<&T> {
        if let Some(row) = self.known.get(key) {
            return row.as_ref();
        }
        self.wanted.insert(key.clone());
        None
    }

    /// As [`Rows::want`], all rows with this value in a column, ordered by key. Once loaded they are kept up to date.
    pub fn want_all<V: Column + 'static>(&mut self, by: &By<T, V>, value: &V) -> Vec<&T> {
        let group = self.groups.entry(by.column).or_insert_with(|| {
            let of = by.of;
            Group {
                value: Box::new(move |row| of(row).map(|value| value.value())),
                keys: HashMap::new(),
                wanted: HashSet::new(),
            }
        });
        let value = value.value();
        if let Some(keys) = group.keys.get(&value) {
            let rows = keys.iter().filter_map(|key| self.known.get(key));
            return rows.flatten().collect();
        }
        group.wanted.insert(value);
        Vec::new()
    }

    /// Loads what was wanted, with a query for keys and one for each column; whether anything was.
    pub async fn load_wanted(&mut self, tx: &mut Tx) -> Result<bool> {
        let wanted = std::mem::take(&mut self.wanted);
        let mut any = !wanted.is_empty();
        self.load(tx, wanted).await?;
        for (column, group) in &mut self.groups {
            if group.wanted.is_empty() {
                continue;
            }
            any = true;
            let values: Vec<Value> = group.wanted.drain().collect();
            let rows = tx.by_key(T::TABLE, T::COLUMNS, column, &values).await?;
            group.keys.extend(values.into_iter().map(|value| (value, BTreeSet::new())));
            for row in &rows {
                let row = T::from_row(row)?;
                let keys = (group.value)(&row).and_then(|value| group.keys.get_mut(&value));
                if let Some(keys) = keys {
                    keys.insert(row.key());
                }
                self.known.entry(row.key()).or_insert(Some(row));
            }
        }
        Ok(any)
    }

    /// All rows with this value in a column, ordered by key.
    ///
    /// # Panics
    /// When they were not loaded, as [`Rows::get`].
    pub fn all<V: Column>(&self, by: &By<T, V>, value: &V) -> Vec<&T> {
        let keys = self.groups.get(by.column).and_then(|group| group.keys.get(&value.value()));
        let Some(keys) = keys else {
            panic!("rows of {} by {} {:?} were not loaded", T::TABLE, by.column, value.value());
        };
        keys.iter().filter_map(|key| self.known.get(key)).flatten().collect()
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
        let before = self.known.get(&key).and_then(Option::as_ref);
        for group in self.groups.values_mut() {
            group.moved(before, &row);
        }
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
            self.groups.clear();
        }
        Ok(())
    }

    /// Forgets everything.
    pub fn forget(&mut self) {
        self.known.clear();
        self.changed.clear();
        self.stored.clear();
        self.wanted.clear();
        self.groups.clear();
    }
}

/// The rows of several tables that are loaded, saved and forgotten together. Made by [`crate::unit!`].
pub trait Unit: Default + Send + 'static {
    /// Loads what was wanted; whether anything was.
    fn load_wanted(&mut self, tx: &mut Tx) -> impl Future<Output = Result<bool>> + Send;
    /// Saves what changed.
    fn save(&mut self, tx: &mut Tx) -> impl Future<Output = Result<()>> + Send;
    /// Forgets everything.
    fn forget(&mut self);
}

/// A [`Unit`]: each field is the [`Rows`] of one table, with `= n` for how many stay in memory between batches.
///
/// ```
/// # use kernel::Uuid;
/// # #[derive(Clone)]
/// # pub struct Bed { pub bed_id: Uuid, pub room: String }
/// # db::table!(Bed in "bed" by bed_id: Uuid { bed_id, room });
/// db::unit! {
///     /// The rows of one batch.
///     pub struct Unit {
///         /// Beds.
///         pub beds: Bed,
///     }
/// }
/// const IN_ROOM: db::By<Bed, String> = db::By::new("room", |bed| Some(bed.room.clone()));
/// let mut unit = Unit::default();
/// // Asked for, and loaded with everything else that is.
/// assert!(unit.beds.want_all(&IN_ROOM, &"attic".to_owned()).is_empty());
/// ```
#[macro_export]
macro_rules! unit {
    ($(#[$meta:meta])* $vis:vis struct $unit:ident { $($(#[$doc:meta])* $field_vis:vis $field:ident: $row:ty $(= $known_max:expr)?),+ $(,)? }) => {
        $(#[$meta])*
        $vis struct $unit { $($(#[$doc])* $field_vis $field: $crate::Rows<$row>),+ }

        impl Default for $unit {
            fn default() -> Self {
                Self { $($field: $crate::unit!(@rows $($known_max)?)),+ }
            }
        }

        impl $crate::Unit for $unit {
            async fn load_wanted(&mut self, tx: &mut $crate::Tx) -> $crate::Result<bool> {
                let mut any = false;
                $(any |= self.$field.load_wanted(tx).await?;)+
                Ok(any)
            }
            async fn save(&mut self, tx: &mut $crate::Tx) -> $crate::Result<()> {
                $(self.$field.save(tx).await?;)+
                Ok(())
            }
            fn forget(&mut self) {
                $(self.$field.forget();)+
            }
        }
    };
    (@rows) => { $crate::Rows::default() };
    (@rows $known_max:expr) => { $crate::Rows::new($known_max) };
}
