//! Codes in files: what has a stable code is written as it, and read by it or refused by name.

/// Serialises types by their codes.
macro_rules! by_code {
    ($($ty:ty),+ $(,)?) => { $(
        impl serde::Serialize for $ty {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $ty {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+ };
}

pub(crate) use by_code;
