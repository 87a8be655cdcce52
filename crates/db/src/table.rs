//! A struct that is a row.

use std::hash::Hash;

use crate::{Column, Result, Row, Value};

/// A type whose values are the rows of one table, found by one key column.
///
/// Implemented with [`crate::table!`].
pub trait TableRow: Clone + Send + Sync + 'static {
    /// Type of the key column.
    type Key: Column + Clone + Eq + Hash + Send + Sync + std::fmt::Debug;
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
