//! Intake: cases without a decision, before a court, families that wait; inflow, decisions, appeals.

use feed::Fact;
use wire::intake as pb;

use super::{decode, who};
use crate::domain::picture::{Change, Fold, To};

const PENDING: &str = "ind.pending";
const APPEAL: &str = "ind.appeal";
const FAMILY: &str = "ind.nareis";

pub(super) fn fold(fact: &Fact<'_>, fold: Fold) -> Result<Option<Fold>, String> {
    let go = |to| Change::new(fact.subject, to);
    Ok(Some(match fact.event_type {
        "nl.asielaanvragen.aangemeld.v1" => {
            let made: pb::ApplicationMade = decode(fact)?;
            let kind = kind(made.kind())?;
            let minor = made.person.as_ref().is_some_and(|person| person.unaccompanied_minor);
            let who = who(fact, made.person)?;
            let fold = if minor { fold.flow("inflow.minors", &who) } else { fold };
            fold.change(go(To::EntersByKind(PENDING)).of(&who).of_kind(kind))
                .flow(format!("inflow.{kind}"), &who)
        }
        "nl.asielaanvragen.beslist.v1" => {
            let decided: pb::ApplicationDecided = decode(fact)?;
            use pb::DecisionOutcome as O;
            let measure = match decided.outcome() {
                O::Unspecified => return Err("outcome is missing".to_owned()),
                O::GrantRefugee | O::GrantSubsidiary => "ind.grants",
                O::NotProcessedResponsibility => "ind.transfers",
                O::RejectUnfounded | O::RejectManifestlyUnfounded | O::Inadmissible => {
                    "ind.rejections"
                }
            };
            let who = who(fact, decided.person)?;
            fold.change(go(To::Leaves)).flow(measure, &who)
        }
        "nl.asielaanvragen.ingetrokken.v1" => {
            let who = who(fact, decode::<pb::ApplicationWithdrawn>(fact)?.person)?;
            fold.change(go(To::Leaves)).flow("ind.withdrawn", &who)
        }
        "nl.asielaanvragen.beroep-ingesteld.v1" => {
            let lodged: pb::AppealLodged = decode(fact)?;
            let first = lodged.instance() == pb::AppealInstance::Court;
            let who = who(fact, lodged.person)?;
            let measure = if first { "ind.appeals" } else { "ind.further_appeals" };
            fold.change(go(To::Enters(APPEAL)).of(&who)).flow(measure, &who)
        }
        "nl.asielaanvragen.beroep-uitspraak.v1" => {
            let ruled: pb::AppealRuled = decode(fact)?;
            let grounded = ruled.ruling() == pb::AppealRuling::Grounded;
            let who = who(fact, ruled.person)?;
            let to = if grounded { To::EntersByKind(PENDING) } else { To::Leaves };
            let fold = if grounded { fold.flow("ind.grounded", &who) } else { fold };
            fold.change(go(to).of(&who)).flow("ind.rulings", &who)
        }
        "nl.asielaanvragen.onherroepelijk.v1" => {
            let who = who(fact, decode::<pb::DecisionFinal>(fact)?.person)?;
            fold.change(go(To::Leaves)).flow("ind.final", &who)
        }
        // After the term of a transfer the case is examined here after all.
        "nl.asielaanvragen.spoor-toegewezen.v1" => {
            let who = who(fact, decode::<pb::TrackAssigned>(fact)?.person)?;
            fold.change(go(To::EntersByKind(PENDING)).of(&who))
        }
        "nl.asielaanvragen.overgenomen.v1" => {
            let imported: pb::CaseImported = decode(fact)?;
            use pb::CaseState as S;
            let to = match imported.state() {
                S::Lodged | S::Routed | S::Interviewed => To::EntersByKind(PENDING),
                S::Appeal => To::Enters(APPEAL),
                _ => To::Leaves,
            };
            let kind = kind(imported.kind())?;
            let who = who(fact, imported.person)?;
            fold.change(go(to).of(&who).of_kind(kind)).flow("books.opened", &who)
        }
        "nl.nareisaanvragen.ingediend.v1" => {
            let who = who(fact, decode::<pb::FamilyApplicationFiled>(fact)?.person)?;
            fold.change(go(To::Enters(FAMILY)).of(&who)).flow("ind.nareis_filed", &who)
        }
        "nl.nareisaanvragen.beslist.v1" => {
            let decided: pb::FamilyApplicationDecided = decode(fact)?;
            let who = who(fact, decided.person)?;
            let fold = fold.flow("ind.nareis_decided", &who);
            if decided.granted { fold } else { fold.change(go(To::Leaves)) }
        }
        "nl.nareisaanvragen.aangekomen.v1" => {
            let who = who(fact, decode::<pb::FamilyMemberArrived>(fact)?.person)?;
            fold.change(go(To::Leaves)).flow("inflow.nareis", &who)
        }
        "nl.nareisaanvragen.vervallen.v1" => fold.change(go(To::Leaves)),
        "nl.nareisaanvragen.overgenomen.v1" => {
            let who = who(fact, decode::<pb::FamilyCaseImported>(fact)?.person)?;
            fold.change(go(To::Enters(FAMILY)).of(&who)).flow("books.opened", &who)
        }
        _ => return Ok(None),
    }))
}

fn kind(kind: pb::ApplicationKind) -> Result<&'static str, String> {
    use pb::ApplicationKind as K;
    match kind {
        K::Unspecified => Err("kind is missing".to_owned()),
        K::First => Ok("first"),
        K::Repeat => Ok("repeat"),
        K::Resettled => Ok("resettled"),
        K::Relocated => Ok("relocated"),
    }
}
