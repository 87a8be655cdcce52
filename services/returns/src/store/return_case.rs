//! A return case as the row of its table, which is also the shape of its message.

use kernel::{
    CaseId, CharterId, Date, HouseholdId, MoratoriumId, Nationality, Person, PersonId, Sex,
};

use crate::domain::block::Blocks;
use crate::domain::case::{
    Detention, EntryBan, Phase, Responsibility, ReturnCase, Supervision, Support, Track, Transfer,
    TravelDocument,
};
use crate::domain::codes::*;
use crate::domain::detention::Used;
use crate::domain::words::*;

/// The columns of a return case; what each means stands with the message of the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnCaseRow {
    pub(crate) person_id: PersonId,
    pub(crate) case_id: Option<CaseId>,
    pub(crate) household_id: HouseholdId,
    pub(crate) nationality: Nationality,
    pub(crate) birth_year: i16,
    pub(crate) sex: Sex,
    pub(crate) unaccompanied_minor: bool,
    pub(crate) state: ReturnState,
    pub(crate) origin: Option<FileOrigin>,
    pub(crate) to_member_state: bool,
    pub(crate) announced_on: Date,
    pub(crate) removable_from: Option<Date>,
    pub(crate) transfer_due_on: Option<Date>,
    pub(crate) blocked: Option<BlockKind>,
    pub(crate) document: Option<DocumentState>,
    pub(crate) detained_on: Option<Date>,
    pub(crate) detention_ends_on: Option<Date>,
    pub(crate) detained_days: i32,
    pub(crate) flight_on: Option<Date>,
    pub(crate) outcome: Option<DepartureOutcome>,
    pub(crate) ended_on: Option<Date>,
    pub(crate) entry_ban_until: Option<Date>,
    pub(crate) track: Option<ReturnState>,
    pub(crate) departure_days: i32,
    pub(crate) blocks: Blocks,
    pub(crate) block_ends_on: Option<Date>,
    pub(crate) moratorium_id: Option<MoratoriumId>,
    pub(crate) absconded_on: Option<Date>,
    pub(crate) document_valid_until: Option<Date>,
    pub(crate) measure: Option<MeasureKind>,
    pub(crate) supervision: Option<MeasureKind>,
    pub(crate) supervision_ends_on: Option<Date>,
    pub(crate) detention_used: Used,
    pub(crate) detention_extended: bool,
    pub(crate) detention_arrived_on: Option<Date>,
    pub(crate) review_due_on: Option<Date>,
    pub(crate) family_facility: bool,
    pub(crate) charter_id: Option<CharterId>,
    pub(crate) support_cents: i64,
    pub(crate) assisted_on: Option<Date>,
    pub(crate) support_reclaimed: bool,
    pub(crate) ban_ground: Option<EntryBanGround>,
    pub(crate) continues_no: i32,
    pub(crate) refoulement_checked_on: Option<Date>,
    pub(crate) close_reason: Option<CloseReason>,
    pub(crate) destination: Option<Nationality>,
    pub(crate) version: i64,
    pub(crate) fact_on: Option<Date>,
    pub(crate) registered_on: Option<Date>,
    pub(crate) accepted_on: Option<Date>,
}

db::table!(ReturnCaseRow in "return_case" by person_id: PersonId {
    person_id, case_id, household_id, nationality, birth_year, sex, unaccompanied_minor, state, origin, to_member_state, announced_on, removable_from, transfer_due_on, blocked, document, detained_on, detention_ends_on, detained_days, flight_on, outcome, ended_on, entry_ban_until, track, departure_days, blocks, block_ends_on, moratorium_id, absconded_on, document_valid_until, measure, supervision, supervision_ends_on, detention_used, detention_extended, detention_arrived_on, review_due_on, family_facility, charter_id, support_cents, assisted_on, support_reclaimed, ban_ground, continues_no, refoulement_checked_on, close_reason, destination, version, fact_on, registered_on, accepted_on,
});

db::stored_as!(ReturnCase as ReturnCaseRow, |case| case.person.person_id);

impl From<&ReturnCase> for ReturnCaseRow {
    fn from(case: &ReturnCase) -> Self {
        let Person { person_id, household_id, nationality, birth_year, sex, unaccompanied_minor } =
            case.person;
        let Support { cents, granted_on, reclaimed } = case.support;
        let (detention, supervision) = (case.detention, case.supervision);
        let (outcome, destination) = match case.phase {
            Phase::Closed { gone: true, .. } => (Some(DepartureOutcome::Unsupervised), None),
            _ => match case.departure() {
                Some((outcome, _, destination)) => (Some(outcome), destination),
                None => (None, None),
            },
        };
        let (flight_on, close_reason) = match case.phase {
            Phase::FlightBooked { flight_on, .. } => (Some(flight_on), None),
            Phase::Closed { reason, .. } => (None, Some(reason)),
            _ => (None, None),
        };
        Self {
            person_id,
            case_id: case.case_id,
            household_id,
            nationality,
            birth_year,
            sex,
            unaccompanied_minor,
            state: case.state(),
            origin: case.origin,
            to_member_state: case.is_transfer(),
            announced_on: case.announced_on,
            removable_from: case.removable_from,
            transfer_due_on: case.transfer_due_on(),
            blocked: case.blocked(),
            document: case.document.map(TravelDocument::state),
            detained_on: detention.map(|detention| detention.since),
            detention_ends_on: detention.map(|detention| detention.ends_on),
            detained_days: case.detention_used.counted(),
            flight_on,
            outcome,
            ended_on: case.ended_on(),
            entry_ban_until: case.ban.and_then(|ban| ban.until),
            track: case.track.map(Track::state),
            departure_days: case.departure_days,
            blocks: case.blocks.clone(),
            block_ends_on: case.blocks.ends_on(),
            moratorium_id: case.moratorium_id,
            absconded_on: case.transfer.and_then(|transfer| transfer.absconded_on),
            document_valid_until: case.document.and_then(TravelDocument::valid_until),
            measure: detention.map(|detention| detention.kind),
            supervision: supervision.map(|supervision| supervision.kind),
            supervision_ends_on: supervision.and_then(|supervision| supervision.ends_on),
            detention_used: case.detention_used.clone(),
            detention_extended: case.detention_extended,
            detention_arrived_on: detention.and_then(|detention| detention.arrived_on),
            review_due_on: detention.map(|detention| detention.review_due_on),
            family_facility: detention.is_some_and(|detention| detention.family_facility),
            charter_id: case.charter_id(),
            support_cents: cents,
            assisted_on: granted_on,
            support_reclaimed: reclaimed,
            ban_ground: case.ban_ground(),
            continues_no: case.continues_no,
            refoulement_checked_on: case.refoulement_checked_on,
            close_reason,
            destination,
            version: case.version,
            fact_on: case.fact_on,
            registered_on: case.responsibility.registered_on,
            accepted_on: case.responsibility.accepted_on,
        }
    }
}

impl TryFrom<ReturnCaseRow> for ReturnCase {
    type Error = String;

    /// Whatever is in a column must come back out of the case: what does not has no place beside the others.
    fn try_from(row: ReturnCaseRow) -> Result<Self, String> {
        let case = Self {
            person: Person {
                person_id: row.person_id,
                household_id: row.household_id,
                nationality: row.nationality,
                birth_year: row.birth_year,
                sex: row.sex,
                unaccompanied_minor: row.unaccompanied_minor,
            },
            case_id: row.case_id,
            origin: row.origin,
            announced_on: row.announced_on,
            departure_days: row.departure_days,
            removable_from: row.removable_from,
            phase: row.phase()?,
            track: row.track(),
            transfer: row.to_member_state.then_some(Transfer {
                due_on: row.transfer_due_on,
                absconded_on: row.absconded_on,
            }),
            responsibility: Responsibility {
                registered_on: row.registered_on,
                accepted_on: row.accepted_on,
            },
            blocks: row.blocks.clone(),
            moratorium_id: row.moratorium_id,
            detention: row.detention(),
            detention_used: row.detention_used.clone(),
            detention_extended: row.detention_extended,
            supervision: row
                .supervision
                .map(|kind| Supervision { kind, ends_on: row.supervision_ends_on }),
            document: row
                .document
                .map(|document| TravelDocument::of(document, row.document_valid_until)),
            support: Support {
                cents: row.support_cents,
                granted_on: row.assisted_on,
                reclaimed: row.support_reclaimed,
            },
            ban: row.ban_ground.map(|ground| EntryBan { ground, until: row.entry_ban_until }),
            continues_no: row.continues_no,
            refoulement_checked_on: row.refoulement_checked_on,
            version: row.version,
            fact_on: row.fact_on,
        };
        match row.lost_in(&case) {
            Some(column) => {
                Err(format!("{column} does not go with the others; the state is {}", row.state))
            }
            None => Ok(case),
        }
    }
}

impl ReturnCaseRow {
    fn phase(&self) -> Result<Phase, String> {
        use ReturnState as S;
        let needs = |what| format!("{} goes with {what}", self.state);
        Ok(match self.state {
            S::Announced => Phase::Announced,
            S::Transferred => Phase::Transferred,
            S::Intake => Phase::Intake,
            S::IndependentTrack
            | S::IomPlanned
            | S::ForcedTrack
            | S::TransferTrack
            | S::Detained => Phase::OnTrack,
            S::FlightBooked => Phase::FlightBooked {
                flight_on: self.flight_on.ok_or_else(|| needs("flight_on"))?,
                charter_id: self.charter_id,
            },
            S::Released => Phase::Released,
            S::OnHoldAsylum => Phase::OnHoldAsylum,
            S::Departed => Phase::Departed {
                on: self.ended_on.ok_or_else(|| needs("ended_on"))?,
                outcome: self
                    .outcome
                    .filter(|outcome| outcome.is_demonstrable())
                    .ok_or_else(|| needs("a demonstrable outcome"))?,
                destination: self.destination,
                charter_id: self.charter_id,
            },
            S::Unsupervised => match self.ended_on {
                Some(on) => Phase::Unsupervised { on },
                None => Phase::Corrected { charter_id: self.charter_id },
            },
            S::ClosedLawful | S::Closed => Phase::Closed {
                on: self.ended_on.ok_or_else(|| needs("ended_on"))?,
                reason: self.close_reason.ok_or_else(|| needs("close_reason"))?,
                gone: self.outcome.is_some(),
            },
        })
    }

    /// A case that is taken over need not tell its track beside its state.
    fn track(&self) -> Option<Track> {
        let usual = if self.to_member_state { Track::Transfer } else { Track::Forced };
        match self.track {
            Some(track) => Track::of(track),
            None => Track::of(self.state).filter(|own| *own != usual),
        }
    }

    fn detention(&self) -> Option<Detention> {
        Some(Detention {
            kind: self.measure?,
            since: self.detained_on?,
            ends_on: self.detention_ends_on?,
            review_due_on: self.review_due_on?,
            arrived_on: self.detention_arrived_on,
            family_facility: self.family_facility,
        })
    }

    /// The first column whose value is not the one of the case. Columns that follow from others tell nothing
    /// themselves, and a track that is not told follows from the state.
    fn lost_in(&self, case: &ReturnCase) -> Option<&'static str> {
        use db::TableRow as _;
        let kept = Self::from(case);
        let told = Self {
            blocked: kept.blocked,
            block_ends_on: kept.block_ends_on,
            detained_days: kept.detained_days,
            track: self.track.or(kept.track),
            ..self.clone()
        };
        if told == kept {
            return None;
        }
        let mut values = Self::COLUMNS.iter().zip(told.values().into_iter().zip(kept.values()));
        values.find_map(|(column, (told, kept))| (told != kept).then_some(*column))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::case::tests::random::{SELDOM, states, steps};

    proptest! {
        #[test]
        fn every_state_of_a_case_is_its_row(transfer in any::<bool>(), steps in steps(SELDOM)) {
            for case in states(transfer, steps) {
                let row = ReturnCaseRow::from(&case);
                let read = ReturnCase::try_from(row.clone());
                prop_assert_eq!(read.as_ref(), Ok(&case));
                prop_assert_eq!(read.as_ref().map(ReturnCaseRow::from), Ok(row));
            }
        }
    }

    /// A case at work with its file.
    fn intake() -> ReturnCaseRow {
        let steps = Vec::new();
        let case = states(false, steps).pop().unwrap();
        let row = ReturnCaseRow::from(&case);
        ReturnCaseRow { state: ReturnState::Intake, origin: Some(FileOrigin::Ind), ..row }
    }

    #[test]
    fn columns_that_do_not_go_together_are_named() {
        let on = Some(Date::constant(2026, 7, 1));
        let outcome = Some(DepartureOutcome::Unsupervised);
        let state = |state| ReturnCaseRow { state, ..intake() };
        use ReturnState as S;
        for (row, named) in [
            (state(S::Departed), "DEPARTED goes with ended_on"),
            (ReturnCaseRow { ended_on: on, outcome, ..state(S::Departed) }, "demonstrable"),
            (ReturnCaseRow { ended_on: on, ..state(S::Unsupervised) }, "outcome"),
            (ReturnCaseRow { ended_on: on, ..state(S::Closed) }, "CLOSED goes with close_reason"),
            (state(S::FlightBooked), "FLIGHT_BOOKED goes with flight_on"),
            (state(S::Detained), "state does"),
            (ReturnCaseRow { detained_on: on, ..intake() }, "detained_on"),
            (ReturnCaseRow { flight_on: on, ..intake() }, "flight_on"),
            (ReturnCaseRow { ended_on: on, ..intake() }, "ended_on"),
            (ReturnCaseRow { transfer_due_on: on, ..intake() }, "transfer_due_on"),
            (ReturnCaseRow { document_valid_until: on, ..intake() }, "document_valid_until"),
            (ReturnCaseRow { supervision_ends_on: on, ..intake() }, "supervision_ends_on"),
            (ReturnCaseRow { track: Some(S::Intake), ..intake() }, "track"),
            (
                ReturnCaseRow { track: Some(S::ForcedTrack), ..state(S::IndependentTrack) },
                "state does",
            ),
        ] {
            let error = ReturnCase::try_from(row).unwrap_err();
            assert!(error.contains(named), "{error:?} names {named:?}");
        }
    }

    #[test]
    fn a_case_that_is_taken_over_need_not_tell_what_follows() {
        for told in [ReturnState::IndependentTrack, ReturnState::ForcedTrack] {
            for to_member_state in [false, true] {
                let row = ReturnCaseRow {
                    state: told,
                    to_member_state,
                    blocked: Some(BlockKind::Medical),
                    ..intake()
                };
                assert_eq!(ReturnCase::try_from(row).unwrap().state(), told);
            }
        }
    }
}
