//! Values and rows: the few kinds of data that the portable subset knows.

use kernel::{
    CaseId, CharterId, Date, EditionId, FamilyCaseId, ForecastId, HouseholdId, LocationId,
    MoratoriumId, Municipality, Nationality, PersonId, Position, RelocationId, Sex, Uuid,
};
use sqlx::Row as _;

use crate::DbError;

/// The kinds of columns: BIGINT, BOOLEAN, TEXT, BYTEA/BLOB and UUID/BLOB(16).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Whole number, 64 bits.
    Int,
    /// True or false.
    Bool,
    /// Text: also codes and civil dates (ISO 8601).
    Text,
    /// Bytes.
    Bytes,
    /// Id.
    Uuid,
}

/// A value on its way into a statement.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// Absent, in a column of this kind.
    Null(Kind),
    /// Whole number.
    Int(i64),
    /// True or false.
    Bool(bool),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// Id.
    Uuid(Uuid),
}

impl Value {
    /// The kind of column that this value belongs in.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Null(kind) => *kind,
            Self::Int(_) => Kind::Int,
            Self::Bool(_) => Kind::Bool,
            Self::Text(_) => Kind::Text,
            Self::Bytes(_) => Kind::Bytes,
            Self::Uuid(_) => Kind::Uuid,
        }
    }
}

/// A row of a result, from either database.
pub enum Row {
    /// From SQLite.
    Sqlite(sqlx::sqlite::SqliteRow),
    /// From PostgreSQL.
    Postgres(sqlx::postgres::PgRow),
}

impl Row {
    /// The value of column `index` (from 0).
    pub fn get<T: Column>(&self, index: usize) -> Result<T, DbError> {
        T::read(self, index)
    }
}

macro_rules! raw {
    ($row:expr, $index:expr, $ty:ty) => {
        match $row {
            Row::Sqlite(row) => row.try_get::<Option<$ty>, _>($index),
            Row::Postgres(row) => row.try_get::<Option<$ty>, _>($index),
        }
        .map_err(DbError::from)
    };
}

/// A type that is stored in one column.
pub trait Column: Sized {
    /// The kind of its column.
    const KIND: Kind;
    /// The value to store.
    fn value(&self) -> Value;
    /// Reads the column; `None` for NULL.
    fn read_opt(row: &Row, index: usize) -> Result<Option<Self>, DbError>;
    /// Reads a column that may not be NULL.
    fn read(row: &Row, index: usize) -> Result<Self, DbError> {
        Self::read_opt(row, index)?
            .ok_or_else(|| DbError::Corrupt(format!("column {index} is null")))
    }
}

macro_rules! native {
    ($($ty:ty => $kind:ident),+) => { $(
        impl Column for $ty {
            const KIND: Kind = Kind::$kind;
            fn value(&self) -> Value {
                Value::$kind(self.clone())
            }
            fn read_opt(row: &Row, index: usize) -> Result<Option<Self>, DbError> {
                raw!(row, index, $ty)
            }
        }
    )+ };
}
native!(i64 => Int, bool => Bool, String => Text, Vec<u8> => Bytes, Uuid => Uuid);

macro_rules! narrow {
    ($($ty:ty),+) => { $(
        impl Column for $ty {
            const KIND: Kind = Kind::Int;
            fn value(&self) -> Value {
                Value::Int(i64::from(*self))
            }
            fn read_opt(row: &Row, index: usize) -> Result<Option<Self>, DbError> {
                raw!(row, index, i64)?
                    .map(|wide| Self::try_from(wide).map_err(|e| DbError::Corrupt(e.to_string())))
                    .transpose()
            }
        }
    )+ };
}
narrow!(i16, i32, u32, Position);

impl<T: Column> Column for Option<T> {
    const KIND: Kind = T::KIND;
    fn value(&self) -> Value {
        self.as_ref().map_or(Value::Null(T::KIND), Column::value)
    }
    fn read_opt(row: &Row, index: usize) -> Result<Option<Self>, DbError> {
        T::read_opt(row, index).map(Some)
    }
}

/// Implements [`Column`] for types that are stored as the text of their `Display` and read by `FromStr`.
#[macro_export]
macro_rules! text_columns {
    ($($ty:ty),+ $(,)?) => { $(
        impl $crate::Column for $ty {
            const KIND: $crate::Kind = $crate::Kind::Text;
            fn value(&self) -> $crate::Value {
                $crate::Value::Text(self.to_string())
            }
            fn read_opt(row: &$crate::Row, index: usize) -> Result<Option<Self>, $crate::DbError> {
                <String as $crate::Column>::read_opt(row, index)?
                    .map(|text| text.parse().map_err(|e| $crate::DbError::Corrupt(format!("{e}"))))
                    .transpose()
            }
        }
    )+ };
}

text_columns!(Date, Nationality, Municipality, Sex);

macro_rules! ids {
    ($($ty:ty),+ $(,)?) => { $(
        impl Column for $ty {
            const KIND: Kind = Kind::Uuid;
            fn value(&self) -> Value {
                Value::Uuid(self.uuid())
            }
            fn read_opt(row: &Row, index: usize) -> Result<Option<Self>, DbError> {
                Ok(raw!(row, index, Uuid)?.map(Self::from))
            }
        }
    )+ };
}
ids!(
    CaseId,
    CharterId,
    EditionId,
    FamilyCaseId,
    ForecastId,
    HouseholdId,
    LocationId,
    MoratoriumId,
    PersonId,
    RelocationId,
);

/// A list of persons in one column: the 16 bytes of their ids one after the other.
impl Column for Vec<PersonId> {
    const KIND: Kind = Kind::Bytes;
    fn value(&self) -> Value {
        Value::Bytes(self.iter().flat_map(|id| id.uuid().into_bytes()).collect())
    }
    fn read_opt(row: &Row, index: usize) -> Result<Option<Self>, DbError> {
        let Some(bytes) = raw!(row, index, Vec<u8>)? else {
            return Ok(None);
        };
        let (ids, rest) = bytes.as_chunks::<16>();
        if !rest.is_empty() {
            return Err(DbError::Corrupt(format!("column {index} is no list of ids")));
        }
        Ok(Some(ids.iter().map(|id| Uuid::from_bytes(*id).into()).collect()))
    }
}
