//! Closed lists with a stable text code, the form in which they are stored and sent.

/// A text that is no code of the list it was read for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a code of {list}")]
pub struct UnknownCode {
    /// Name of the list.
    pub list: &'static str,
    /// What was read.
    pub text: String,
}

/// Declares an enum whose variants each have a stable text code.
///
/// The code is what databases store and what contracts call the value, so it never changes once released.
///
/// ```
/// kernel::codes! {
///     /// A colour.
///     pub enum Colour { /// Red.
///         Red = "RED", /// Blue.
///         Blue = "BLUE" }
/// }
/// assert_eq!(Colour::Red.code(), "RED");
/// assert_eq!("BLUE".parse::<Colour>(), Ok(Colour::Blue));
/// assert_eq!(Colour::ALL.len(), 2);
/// ```
#[macro_export]
macro_rules! codes {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable text code.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.code())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownCode;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($code => Ok(Self::$variant),)+
                    _ => Err($crate::UnknownCode { list: stringify!($name), text: text.to_owned() }),
                }
            }
        }
    };
}
