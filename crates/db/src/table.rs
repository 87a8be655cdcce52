//! A struct that is a row.

use std::hash::Hash;

use crate::{Column, Result, Row, Value};

/// A type whose values are the rows of one table, found by one key column.
///
/// Implemented with [`crate::table!`].
pub trait TableRow: Clone + Send + Sync + 'static {
    /// Type of the key column.
    type Key: Column + Clone + Eq + Ord + Hash + Send + Sync + std::fmt::Debug;
    /// Name of the table.
    const TABLE: &'static str;
    /// Name of the key column.
    const KEY: &'static str;
    /// Names of all columns, in the order of [`TableRow::values`].
    const COLUMNS: &'static [&'static str];
    /// `SELECT <columns> FROM <table>`, for queries.
    const SELECT: &'static str;

    /// The key of this row.
    fn key(&self) -> Self::Key;
    /// The values of all columns.
    fn values(&self) -> Vec<Value>;
    /// Reads a row whose columns are [`TableRow::COLUMNS`].
    fn from_row(row: &Row) -> Result<Self>;
}

/// Says which table a struct is a row of. Every listed field is a column of the same name.
///
/// ```
/// # use kernel::Uuid;
/// #[derive(Clone)]
/// pub struct Bed { pub bed_id: Uuid, pub room: String, pub floor: i32 }
/// db::table!(Bed in "bed" by bed_id: Uuid { bed_id, room, floor });
/// ```
#[macro_export]
macro_rules! table {
    ($ty:ident in $table:literal by $key:ident : $keyty:ty { $first:ident $(, $field:ident)* $(,)? }) => {
        impl $crate::TableRow for $ty {
            type Key = $keyty;
            const TABLE: &'static str = $table;
            const KEY: &'static str = stringify!($key);
            const COLUMNS: &'static [&'static str] = &[stringify!($first) $(, stringify!($field))*];
            const SELECT: &'static str =
                concat!("SELECT ", stringify!($first) $(, ", ", stringify!($field))*, " FROM ", $table);

            fn key(&self) -> Self::Key {
                self.$key.clone()
            }
            fn values(&self) -> Vec<$crate::Value> {
                vec![$crate::Column::value(&self.$first) $(, $crate::Column::value(&self.$field))*]
            }
            fn from_row(row: &$crate::Row) -> $crate::Result<Self> {
                let mut columns = 0usize..;
                let mut next = || columns.next().unwrap_or_default();
                Ok(Self {
                    $first: row.get(next())?,
                    $($field: row.get(next())?,)*
                })
            }
        }
    };
}

/// Says that a type is stored as another one, which is a row: `From<&Type>` makes the row, and `TryFrom` reads it back,
/// with an error that says which columns do not go together. After it, where its key is.
///
/// ```
/// # use kernel::{Date, Uuid};
/// /// Who lies in a bed, and since when: one without the other cannot be.
/// #[derive(Clone)]
/// pub enum Use { Free, Taken { by: Uuid, since: Date } }
/// #[derive(Clone)]
/// pub struct Bed { bed_id: Uuid, used: Use }
/// #[derive(Clone)]
/// pub struct BedRow { bed_id: Uuid, taken_by: Option<Uuid>, taken_on: Option<Date> }
/// db::table!(BedRow in "bed" by bed_id: Uuid { bed_id, taken_by, taken_on });
/// impl From<&Bed> for BedRow {
///     fn from(bed: &Bed) -> Self {
///         let (taken_by, taken_on) = match bed.used {
///             Use::Free => (None, None),
///             Use::Taken { by, since } => (Some(by), Some(since)),
///         };
///         Self { bed_id: bed.bed_id, taken_by, taken_on }
///     }
/// }
/// impl TryFrom<BedRow> for Bed {
///     type Error = &'static str;
///     fn try_from(row: BedRow) -> Result<Self, Self::Error> {
///         let used = match (row.taken_by, row.taken_on) {
///             (None, None) => Use::Free,
///             (Some(by), Some(since)) => Use::Taken { by, since },
///             _ => return Err("taken_by goes with taken_on"),
///         };
///         Ok(Self { bed_id: row.bed_id, used })
///     }
/// }
/// db::stored_as!(Bed as BedRow, |bed| bed.bed_id);
/// ```
#[macro_export]
macro_rules! stored_as {
    ($ty:ty as $row:ty, |$it:ident| $key:expr) => {
        impl $crate::TableRow for $ty {
            type Key = <$row as $crate::TableRow>::Key;
            const TABLE: &'static str = <$row as $crate::TableRow>::TABLE;
            const KEY: &'static str = <$row as $crate::TableRow>::KEY;
            const COLUMNS: &'static [&'static str] = <$row as $crate::TableRow>::COLUMNS;
            const SELECT: &'static str = <$row as $crate::TableRow>::SELECT;

            fn key(&self) -> Self::Key {
                let $it = self;
                $key
            }
            fn values(&self) -> Vec<$crate::Value> {
                $crate::TableRow::values(&<$row>::from(self))
            }
            fn from_row(row: &$crate::Row) -> $crate::Result<Self> {
                let row = <$row as $crate::TableRow>::from_row(row)?;
                <$ty>::try_from(row).map_err(|what| $crate::DbError::Corrupt(what.to_string()))
            }
        }
    };
}
