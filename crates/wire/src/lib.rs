//! What goes over the wire: generated code of the contracts, the table of event types, conversions between
//! the words of the domain and the generated ones. No logic.

mod command;
mod convert;
pub mod event_types;
mod fields;
/// What the options and enums of the contracts list.
mod lists {
    include!("gen/lists.rs");
}

pub use command::WireCommand;
pub use convert::{ContractEnum, EventMessage, Wire, WireError, WireEvent, numbers};
pub use fields::{Fields, IMPORT_MAX, Rule, TakenOver, import, is_set};
pub use lists::AnyEvent;
pub use prost;
pub use tonic;

/// The generated code, nested as the packages are.
#[allow(
    clippy::all,
    clippy::pedantic,
    clippy::allow_attributes,
    missing_docs,
    reason = "generated"
)]
mod pb {
    pub mod io {
        pub mod cloudevents {
            pub mod v1 {
                include!("gen/io.cloudevents.v1.rs");
            }
        }
    }
    pub mod ketenstroom {
        pub mod common {
            pub mod v1 {
                include!("gen/ketenstroom.common.v1.rs");
            }
        }
        pub mod feed {
            pub mod v1 {
                include!("gen/ketenstroom.feed.v1.rs");
            }
        }
        pub mod housing {
            pub mod v1 {
                include!("gen/ketenstroom.housing.v1.rs");
            }
        }
        pub mod intake {
            pub mod v1 {
                include!("gen/ketenstroom.intake.v1.rs");
            }
        }
        pub mod operations {
            pub mod v1 {
                include!("gen/ketenstroom.operations.v1.rs");
            }
        }
        pub mod prognosis {
            pub mod v1 {
                include!("gen/ketenstroom.prognosis.v1.rs");
            }
        }
        pub mod reception {
            pub mod v1 {
                include!("gen/ketenstroom.reception.v1.rs");
            }
        }
        pub mod returns {
            pub mod v1 {
                include!("gen/ketenstroom.returns.v1.rs");
            }
        }
    }
}

pub use pb::io::cloudevents::v1 as cloudevents;
pub use pb::ketenstroom::common::v1 as common;
pub use pb::ketenstroom::feed::v1 as feed;
pub use pb::ketenstroom::housing::v1 as housing;
pub use pb::ketenstroom::intake::v1 as intake;
pub use pb::ketenstroom::operations::v1 as operations;
pub use pb::ketenstroom::prognosis::v1 as prognosis;
pub use pb::ketenstroom::reception::v1 as reception;
pub use pb::ketenstroom::returns::v1 as returns;

/// Descriptors of all contracts, for reflection and compatibility checks.
pub const DESCRIPTOR_SET: &[u8] = include_bytes!("gen/descriptor.bin");
