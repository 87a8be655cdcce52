//! Between the words of the domain and the generated ones.

use kernel::{
    CaseId, CharterId, Date, EditionId, FamilyCaseId, ForecastId, HouseholdId, LocationId,
    MoratoriumId, Municipality, Nationality, PersonId, Position, RelocationId, Uuid,
};

/// A value on the wire that is not what the contract promises; names the field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {what}")]
pub struct WireError {
    /// The field; inner ones after a dot.
    pub field: String,
    /// What is wrong.
    pub what: String,
}

impl WireError {
    /// An error in a field that is still to be named.
    pub fn new(what: impl Into<String>) -> Self {
        Self { field: String::new(), what: what.into() }
    }

    /// The same error inside the field `name`.
    pub fn inside(mut self, name: &str) -> Self {
        self.field =
            if self.field.is_empty() { name.to_owned() } else { format!("{name}.{}", self.field) };
        self
    }
}

/// A type of the domain that has a form on the wire.
pub trait Wire: Sized {
    /// The generated type.
    type Pb: Default;
    /// The value as it is sent.
    fn to_pb(&self) -> Self::Pb;
    /// Reads a value.
    fn from_pb(pb: Self::Pb) -> Result<Self, WireError>;
    /// Whether a value stands for absence, where the field is optional.
    fn is_absent(pb: &Self::Pb) -> bool;
}

macro_rules! text {
    ($($ty:ty),+) => { $(
        impl Wire for $ty {
            type Pb = String;
            fn to_pb(&self) -> String {
                self.to_string()
            }
            fn from_pb(pb: String) -> Result<Self, WireError> {
                pb.parse().map_err(|e| WireError::new(format!("{pb:?}: {e}")))
            }
            fn is_absent(pb: &String) -> bool {
                pb.is_empty()
            }
        }
    )+ };
}
text!(Uuid, Nationality, Municipality, String);
text!(
    CaseId,
    CharterId,
    EditionId,
    FamilyCaseId,
    ForecastId,
    HouseholdId,
    LocationId,
    MoratoriumId,
    PersonId,
    RelocationId
);

macro_rules! same {
    ($($ty:ty),+) => { $(
        impl Wire for $ty {
            type Pb = $ty;
            fn to_pb(&self) -> $ty {
                *self
            }
            fn from_pb(pb: $ty) -> Result<Self, WireError> {
                Ok(pb)
            }
            fn is_absent(pb: &$ty) -> bool {
                *pb == <$ty>::default()
            }
        }
    )+ };
}
same!(bool, i32, i64, u32, u64);

impl Wire for i16 {
    type Pb = i32;
    fn to_pb(&self) -> i32 {
        i32::from(*self)
    }
    fn from_pb(pb: i32) -> Result<Self, WireError> {
        Self::try_from(pb).map_err(|_| WireError::new(format!("{pb} is out of range")))
    }
    fn is_absent(pb: &i32) -> bool {
        *pb == 0
    }
}

impl Wire for Position {
    type Pb = u64;
    fn to_pb(&self) -> u64 {
        u64::from(*self)
    }
    fn from_pb(pb: u64) -> Result<Self, WireError> {
        Self::try_from(pb).map_err(|_| WireError::new("must be below 2^63"))
    }
    fn is_absent(pb: &u64) -> bool {
        *pb == 0
    }
}

impl Wire for Date {
    type Pb = Option<crate::common::CivilDate>;
    fn to_pb(&self) -> Self::Pb {
        Some(crate::common::CivilDate {
            year: i32::from(self.year()),
            month: i32::from(self.month()),
            day: i32::from(self.day()),
        })
    }
    fn from_pb(pb: Self::Pb) -> Result<Self, WireError> {
        let date = pb.ok_or_else(|| WireError::new("date is missing"))?;
        let narrow = || {
            Some((
                date.year.try_into().ok()?,
                date.month.try_into().ok()?,
                date.day.try_into().ok()?,
            ))
        };
        narrow().and_then(|(year, month, day)| Self::new(year, month, day).ok()).ok_or_else(|| {
            WireError::new(format!("{}-{}-{} is no date", date.year, date.month, date.day))
        })
    }
    fn is_absent(pb: &Self::Pb) -> bool {
        pb.is_none()
    }
}

impl<T: Wire> Wire for Option<T> {
    type Pb = T::Pb;
    fn to_pb(&self) -> T::Pb {
        self.as_ref().map(T::to_pb).unwrap_or_default()
    }
    fn from_pb(pb: T::Pb) -> Result<Self, WireError> {
        if T::is_absent(&pb) { Ok(None) } else { T::from_pb(pb).map(Some) }
    }
    fn is_absent(pb: &T::Pb) -> bool {
        T::is_absent(pb)
    }
}

impl<T: Wire> Wire for Vec<T> {
    type Pb = Vec<T::Pb>;
    fn to_pb(&self) -> Self::Pb {
        self.iter().map(T::to_pb).collect()
    }
    fn from_pb(pb: Self::Pb) -> Result<Self, WireError> {
        pb.into_iter()
            .enumerate()
            .map(|(n, item)| T::from_pb(item).map_err(|e| e.inside(&n.to_string())))
            .collect()
    }
    fn is_absent(pb: &Self::Pb) -> bool {
        pb.is_empty()
    }
}

/// An enum of a contract, as the descriptors list it.
pub trait ContractEnum {
    /// Codes of its values, the names without their prefix, and their numbers; without the unspecified one.
    const CODES: &'static [(&'static str, i32)];
}

/// The numbers of `codes` in a contract, in their order; for constants.
///
/// # Panics
/// When a code has no value in the contract, or a value no code: a list that is not the same on both sides does not
/// compile.
pub const fn numbers<const N: usize>(codes: [&str; N], contract: &[(&str, i32)]) -> [i32; N] {
    assert!(contract.len() == N, "the contract has another number of values than the domain");
    let mut found = [0; N];
    let mut n = 0;
    while n < N {
        let mut at = 0;
        while at < contract.len() {
            if same_text(codes[n], contract[at].0) {
                found[n] = contract[at].1;
            }
            at += 1;
        }
        assert!(found[n] != 0, "a code of the domain has no value in the contract");
        n += 1;
    }
    found
}

const fn same_text(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut n = 0;
    while n < one.len() {
        if one[n] != other[n] {
            return false;
        }
        n += 1;
    }
    true
}

/// Maps a closed list of the domain (`kernel::codes!`) to the enum of a contract by the codes. It does not compile
/// unless both sides list the same. Unspecified and unknown values are refused, or mean absence where optional.
#[macro_export]
macro_rules! wire_enum {
    ($($ty:ty => $pb:ty;)+) => { $(
        const _: () = {
            const CODES: [&str; <$ty>::ALL.len()] = {
                let mut codes = [""; <$ty>::ALL.len()];
                let mut n = 0;
                while n < codes.len() {
                    codes[n] = <$ty>::ALL[n].code();
                    n += 1;
                }
                codes
            };
            const NUMBERS: [i32; <$ty>::ALL.len()] =
                $crate::numbers(CODES, <$pb as $crate::ContractEnum>::CODES);

            impl $crate::Wire for $ty {
                type Pb = i32;
                fn to_pb(&self) -> i32 {
                    NUMBERS[*self as usize]
                }
                fn from_pb(pb: i32) -> Result<Self, $crate::WireError> {
                    let unknown = || match <$pb>::try_from(pb) {
                        Ok(value) => format!("{} is not allowed", value.as_str_name()),
                        Err(_) => format!("{pb} is not a value of the contract"),
                    };
                    let at = NUMBERS.iter().position(|number| *number == pb);
                    at.map(|at| Self::ALL[at]).ok_or_else(|| $crate::WireError::new(unknown()))
                }
                fn is_absent(pb: &i32) -> bool {
                    *pb == 0
                }
            }
        };
    )+ };
}

/// Maps a struct of the domain to a message with the same field names, in both directions.
/// After a `+`: fields that are not part of the contract.
#[macro_export]
macro_rules! wire_message {
    ($($ty:path => $pb:path { $($field:ident),* $(,)? } $(+ { $($own:ident),* })?)+) => { $(
        impl $crate::Wire for $ty {
            type Pb = Option<$pb>;
            fn to_pb(&self) -> Option<$pb> {
                type Message = $pb;
                Some(Message { $($field: $crate::Wire::to_pb(&self.$field)),* })
            }
            fn from_pb(pb: Option<$pb>) -> Result<Self, $crate::WireError> {
                let pb = pb.ok_or_else(|| $crate::WireError::new("message is missing"))?;
                Ok(Self {
                    $($field: $crate::Wire::from_pb(pb.$field).map_err(|e| e.inside(stringify!($field)))?,)*
                    $($($own: None,)*)?
                })
            }
            fn is_absent(pb: &Option<$pb>) -> bool {
                pb.is_none()
            }
        }
    )+ };
}

/// Lists of the domain that are a repeated message: tuple structs around a `Vec`.
#[macro_export]
macro_rules! wire_list {
    ($($list:ty => $pb:path;)+) => { $(
        impl $crate::Wire for $list {
            type Pb = Vec<$pb>;
            fn to_pb(&self) -> Self::Pb {
                self.0.iter().filter_map($crate::Wire::to_pb).collect()
            }
            fn from_pb(pb: Self::Pb) -> Result<Self, $crate::WireError> {
                $crate::Wire::from_pb(pb.into_iter().map(Some).collect::<Vec<_>>()).map(Self)
            }
            fn is_absent(pb: &Self::Pb) -> bool {
                pb.is_empty()
            }
        }
    )+ };
}

/// Says that a type is sent as another one, which has the shape of the message: `From<&Type>` makes it, and `TryFrom`
/// reads it back, with an error that says which fields do not go together.
#[macro_export]
macro_rules! sent_as {
    ($($ty:ty as $flat:ty;)+) => { $(
        impl $crate::Wire for $ty {
            type Pb = <$flat as $crate::Wire>::Pb;
            fn to_pb(&self) -> Self::Pb {
                $crate::Wire::to_pb(&<$flat>::from(self))
            }
            fn from_pb(pb: Self::Pb) -> Result<Self, $crate::WireError> {
                let flat = <$flat as $crate::Wire>::from_pb(pb)?;
                <$ty>::try_from(flat).map_err(|what| $crate::WireError::new(what.to_string()))
            }
            fn is_absent(pb: &Self::Pb) -> bool {
                <$flat as $crate::Wire>::is_absent(pb)
            }
        }
    )+ };
}

crate::wire_enum! {
    kernel::Sex => crate::common::Sex;
}

crate::wire_message! {
    kernel::Person => crate::common::Person {
        person_id, household_id, nationality, birth_year, sex, unaccompanied_minor,
    }
}

/// Maps the events of an aggregate to the messages of the same names, which say their types: `encode` for the log,
/// `decode` to rebuild from it.
///
/// The names of the fields in the head are those that every event carries.
#[macro_export]
macro_rules! wire_events {
    ($event:path, $what:path, $pb:ident { $($head:ident),* } $($name:ident { $($field:ident),* })+) => {
        $crate::wire_events!(@impl $event, $what, $pb, [$($head),*] $($name { $($field),* })+);
    };
    (@impl $event:path, $what:path, $pb:ident, $head:tt $($name:ident { $($field:ident),* })+) => {
        const _: () = {
            use $event as Event;
            use $what as EventKind;

            impl $crate::WireEvent for Event {
                const TYPES: &'static [&'static str] =
                    &[$(<$pb::$name as $crate::EventMessage>::TYPE),+];

                fn event_type(&self) -> &'static str {
                    match &self.kind {
                        $(EventKind::$name { .. } => <$pb::$name as $crate::EventMessage>::TYPE),+
                    }
                }

                fn encode(&self) -> Vec<u8> {
                    match &self.kind {
                        $(EventKind::$name { $($field),* } => $crate::wire_events!(@encode self, $pb, $name, $head, [$($field),*])),+
                    }
                }

                fn decode(event_type: &str, data: &[u8]) -> Result<Self, $crate::WireError> {
                    match event_type {
                        $(<$pb::$name as $crate::EventMessage>::TYPE => $crate::wire_events!(@decode data, $pb, $head, $name, [$($field),*]),)+
                        _ => Err($crate::WireError::new(format!("{event_type} is not an event of this kind"))),
                    }
                }
            }
        };
    };
    (@encode $self:ident, $pb:ident, $name:ident, [$($head:ident),*], [$($field:ident),*]) => {{
        let message = $pb::$name { $($head: $crate::Wire::to_pb(&$self.$head),)* $($field: $crate::Wire::to_pb($field)),* };
        $crate::prost::Message::encode_to_vec(&message)
    }};
    (@decode $data:ident, $pb:ident, [$($head:ident),*], $name:ident, [$($field:ident),*]) => {{
        let message = <$pb::$name as $crate::prost::Message>::decode($data)
            .map_err(|e| $crate::WireError::new(e.to_string()))?;
        Ok(Event {
            $($head: $crate::Wire::from_pb(message.$head).map_err(|e| e.inside(stringify!($head)))?,)*
            kind: EventKind::$name { $($field: $crate::Wire::from_pb(message.$field).map_err(|e| e.inside(stringify!($field)))?),* },
        })
    }};
}

/// A message that is the payload of an event.
pub trait EventMessage: prost::Message + Default {
    /// CloudEvents type of the event.
    const TYPE: &'static str;
    /// Full name of the message.
    const NAME: &'static str;
}

/// An event of the domain that has a message.
pub trait WireEvent: Sized {
    /// The CloudEvents types of all of its kind.
    const TYPES: &'static [&'static str];
    /// Its CloudEvents type.
    fn event_type(&self) -> &'static str;
    /// Its payload.
    fn encode(&self) -> Vec<u8>;
    /// Reads a payload.
    fn decode(event_type: &str, data: &[u8]) -> Result<Self, WireError>;
}
