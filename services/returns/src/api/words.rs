//! Between the domain of returns and its contract.

use crate::domain::block::{Blocks, RemovalBlock};
use crate::domain::case::ReturnCase;
use crate::domain::charter::Charter;
use crate::domain::codes::*;
use crate::domain::detention::{DetentionUse, Used};
use crate::domain::words::*;
use crate::store::ReturnCaseRow;
use wire::returns as pb;
use wire::{Wire, WireError};

wire::wire_enum! {
    ReturnState => pb::ReturnState;
    FileOrigin => pb::FileOrigin;
    DepartureOutcome => pb::DepartureOutcome;
    BlockKind => pb::BlockKind;
    DocumentState => pb::DocumentState;
    MeasureKind => pb::MeasureKind;
    ReleaseReason => pb::ReleaseReason;
    Partner => pb::Partner;
    CloseReason => pb::CloseReason;
    FlightCancelReason => pb::FlightCancelReason;
    ForcedReason => pb::ForcedReason;
    TransferReason => pb::TransferReason;
    EntryBanGround => pb::EntryBanGround;
    SupportScheme => pb::SupportScheme;
    CharterState => pb::CharterState;
}

wire::wire_message! {
    ReturnCaseRow => pb::ReturnCase { person_id, case_id, household_id, nationality, birth_year, sex, unaccompanied_minor, state, origin, to_member_state, announced_on, removable_from, transfer_due_on, blocked, document, detained_on, detention_ends_on, detained_days, flight_on, outcome, ended_on, entry_ban_until, track, departure_days, blocks, block_ends_on, moratorium_id, absconded_on, document_valid_until, measure, supervision, supervision_ends_on, detention_used, detention_extended, detention_arrived_on, review_due_on, family_facility, charter_id, support_cents, assisted_on, support_reclaimed, ban_ground, continues_no, refoulement_checked_on, close_reason, destination, version } + { fact_on, registered_on, accepted_on }
    RemovalBlock => pb::RemovalBlock { kind, from, until, source }
    DetentionUse => pb::DetentionUse { kind, days, since }
    Charter => pb::Charter { charter_id, destination, flight_on, seats, booked, state, version }
}

wire::sent_as! {
    ReturnCase as ReturnCaseRow;
}

/// A list of the domain that is a repeated message.
macro_rules! wire_list {
    ($($list:ty as $item:ty => $pb:ty;)+) => { $(
        impl Wire for $list {
            type Pb = Vec<$pb>;
            fn to_pb(&self) -> Self::Pb {
                self.iter().filter_map(Wire::to_pb).collect()
            }
            fn from_pb(pb: Self::Pb) -> Result<Self, WireError> {
                let items = pb.into_iter().enumerate().map(|(n, item)| {
                    <$item>::from_pb(Some(item)).map_err(|e| e.inside(&n.to_string()))
                });
                Ok(Self::of(items.collect::<Result<Vec<_>, _>>()?))
            }
            fn is_absent(pb: &Self::Pb) -> bool {
                pb.is_empty()
            }
        }
    )+ };
}

wire_list! {
    Blocks as RemovalBlock => pb::RemovalBlock;
    Used as DetentionUse => pb::DetentionUse;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::case::Responsibility;
    use crate::domain::case::tests::random::{SELDOM, states, steps};

    proptest! {
        #[test]
        fn a_case_comes_back_from_its_message(transfer in any::<bool>(), steps in steps(SELDOM)) {
            for case in states(transfer, steps) {
                // The contract does not tell these.
                let told = ReturnCase {
                    fact_on: None,
                    responsibility: Responsibility::default(),
                    ..case.clone()
                };
                prop_assert_eq!(ReturnCase::from_pb(case.to_pb()), Ok(told));
            }
        }
    }
}
