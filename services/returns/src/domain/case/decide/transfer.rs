//! The term of a transfer to another member state (Regulation (EU) 604/2013 art. 29; AMMR 46): longer for who
//! is in prison or absconded, and at least three months after reappearing. The calculator rolls its last day.

use kernel::{Date, Reason, Refusal};
use law::{Policy, rule};

use super::{CommandKind, Decision, EventKind, ReturnCase, require_open};
use crate::domain::case::Transfer;
use crate::domain::words::TransferReason as T;

pub(super) fn decide(case: &ReturnCase, on: Date, kind: &CommandKind, policy: &Policy) -> Decision {
    require_open(case, "change the term of a transfer")?;
    let Some(Transfer { due_on: Some(due), absconded_on }) = case.transfer else {
        let text = "the case is no transfer to another member state";
        return Err(Refusal::new(Reason::NoTransfer, text));
    };
    // While an appeal lets the person stay, the term does not run.
    if due < on && !case.transfer_waits() {
        return Err(Refusal::new(Reason::TransferLapsed, format!("the term ended on {due}")));
    }
    let set = |reason, informed_on, last: Date| {
        let kind =
            EventKind::TransferTermSet { reason, informed_on, transfer_due_on: last.max(due) };
        Ok(vec![case.event(on, kind)])
    };
    match kind {
        CommandKind::ReportAbsconded { reason, accepted_on } => {
            // Unset: the contract says what an unset reason means.
            let reason = reason.unwrap_or(T::Absconded);
            if matches!(reason, T::Imprisoned | T::Reappeared | T::AppealEnded) {
                return Err(unfit(reason));
            }
            if absconded_on.is_some() {
                return Err(Refusal::not_now("the other state was told before", case.state()));
            }
            let accepted = accepted(case, due, *accepted_on, policy)?;
            let last = if under_ammr(case, accepted, policy) {
                policy.due(rule::TRANSFER_ABSCONDED, on)
            } else if reason == T::Absconded {
                policy.due(rule::DUBLIN_TRANSFER_ABSCONDED, accepted)
            } else {
                // Dublin knows only who absconds, and counts from acceptance.
                return Err(unfit(reason));
            };
            set(reason, Some(on), last)
        }
        CommandKind::RecordImprisonment { accepted_on } => {
            let accepted = accepted(case, due, *accepted_on, policy)?;
            let last = if under_ammr(case, accepted, policy) {
                let usual = policy.due(rule::TRANSFER, accepted);
                policy.due(rule::TRANSFER_PRISON, usual)
            } else {
                policy.due(rule::DUBLIN_TRANSFER_PRISON, accepted)
            };
            set(T::Imprisoned, Some(on), last)
        }
        CommandKind::RecordReappearance {} => {
            if absconded_on.is_none() {
                return Err(Refusal::not_now(
                    "nobody reported the person as absconded",
                    case.state(),
                ));
            }
            set(T::Reappeared, None, policy.due(rule::TRANSFER_REAPPEARED, on))
        }
        _ => Ok(Vec::new()),
    }
}

/// When the other state accepted: as intake told it. What older events did not tell the caller may; by default it is
/// the usual term before the last day.
fn accepted(
    case: &ReturnCase,
    due: Date,
    told: Option<Date>,
    policy: &Policy,
) -> Result<Date, Refusal> {
    let known = Refusal::agreed("accepted_on", told, case.responsibility.accepted_on)?;
    // Unset: what older events did not tell, see above.
    Ok(known.unwrap_or_else(|| policy.get(rule::TRANSFER, due).begin(due)))
}

/// Whether the AMMR holds: for applications registered since its day, as intake reads it. Events older than the field
/// do not tell that day: the latest that it can be taken to be lies the longest term to reply before acceptance.
fn under_ammr(case: &ReturnCase, accepted: Date, policy: &Policy) -> bool {
    let latest = || policy.get(rule::TAKE_CHARGE_REPLY, accepted).begin(accepted);
    // Unset: what older events did not tell, see above.
    policy.get(rule::AMMR, case.responsibility.registered_on.unwrap_or_else(latest))
}

fn unfit(reason: T) -> Refusal {
    Refusal::new(Reason::TransferReason, format!("{reason} does not change the term"))
}
