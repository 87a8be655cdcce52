//! Which steps an edition may take.

use kernel::{Command, Date, EditionId, Reason, Refusal};

use super::{CommandKind, Edition, EditionState, Event, EventKind, Organisation};

/// Decides on a command; `published` is the edition that is published now, if any.
pub fn decide(
    state: Option<&Edition>,
    command: &Command<EditionId, CommandKind>,
    today: Date,
    published: Option<&Edition>,
) -> Result<Vec<Event>, Refusal> {
    use EditionState as S;
    let (edition_id, on) = (command.key, command.on);
    let one = |kind| Ok(vec![Event { edition_id, occurred_on: on, kind }]);
    if let CommandKind::OpenEdition { name, opened_by } = &command.kind {
        if let Some(found) = state {
            let text = format!("edition {} is there, {}", found.name, found.state);
            return Err(Refusal::new(Reason::AlreadyExists, text));
        }
        command.check_date(today, None)?;
        let (name, opened_by) = (name.clone(), opened_by.clone());
        return one(EventKind::EditionOpened { name, opened_by });
    }
    let found = state
        .ok_or_else(|| Refusal::not_found(Reason::NotFound, format!("no edition {edition_id}")))?;
    command.check_version(found.version)?;
    command.check_date(today, Some(found.last_on))?;
    let in_state = |allowed: &[S]| {
        if allowed.contains(&found.state) {
            return Ok(());
        }
        let kind = format!("do that with edition {}", found.name);
        Err(Refusal::wrong_state(&kind, found.state, allowed))
    };
    match command.kind.clone() {
        CommandKind::OpenEdition { .. } => Ok(Vec::new()),
        CommandKind::FreezeEdition { forecast_id, cut_off, judgements } => {
            in_state(&[S::Draft])?;
            let model = forecast::MODEL.to_owned();
            one(EventKind::EditionFrozen { forecast_id, cut_off, model, judgements })
        }
        CommandKind::RunEdition { digest } => {
            in_state(&[S::DataFrozen])?;
            one(EventKind::EditionRun { digest })
        }
        CommandKind::ResetEdition { reason } => {
            in_state(&[S::DataFrozen])?;
            one(EventKind::EditionReset { reason })
        }
        CommandKind::SubmitEdition {} => {
            in_state(&[S::ModelRun])?;
            one(EventKind::EditionSubmitted {})
        }
        CommandKind::SignEdition { organisation, signed_by, agrees, remark } => {
            in_state(&[S::WorkgroupReview])?;
            one(EventKind::EditionSigned { organisation, signed_by, agrees, remark })
        }
        CommandKind::AdoptEdition { adopted_by } => {
            in_state(&[S::WorkgroupReview])?;
            signed(found)?;
            if adopted_by == found.opened_by {
                let text = format!("{adopted_by} opened it; another adopts (four eyes)");
                return Err(Refusal::new(Reason::SamePerson, text));
            }
            one(EventKind::EditionAdopted { adopted_by })
        }
        CommandKind::ChooseScenario { scenario, chosen_by, reason } => {
            // A choice may be changed until publication: policy is a record of its own.
            in_state(&[S::AdoptedOfficial, S::ScenarioChosen])?;
            one(EventKind::ScenarioChosen { scenario, chosen_by, reason })
        }
        CommandKind::PublishEdition {} => {
            publish(found, on, published, in_state(&[S::ScenarioChosen]))
        }
        CommandKind::WithdrawEdition { reason } => {
            if matches!(found.state, S::Published | S::Superseded | S::Withdrawn) {
                let text = format!("a correction of edition {} is a new edition", found.name);
                return Err(Refusal::not_now(&text, found.state));
            }
            one(EventKind::EditionWithdrawn { reason })
        }
    }
}

/// Refuses an edition that an organisation has not signed, or does not agree with.
fn signed(found: &Edition) -> Result<(), Refusal> {
    for organisation in Organisation::ALL {
        let signature =
            found.signatures.0.iter().find(|one| one.organisation() == Some(*organisation));
        match signature {
            None => {
                let text = format!("{organisation} has not signed");
                return Err(Refusal::new(Reason::NotSigned, text));
            }
            Some(signature) if !signature.agrees => {
                let text = format!("{organisation} does not agree: {}", signature.remark);
                return Err(Refusal::new(Reason::NotSigned, text));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

fn publish(
    found: &Edition,
    on: Date,
    published: Option<&Edition>,
    allowed: Result<(), Refusal>,
) -> Result<Vec<Event>, Refusal> {
    allowed?;
    let (Some(forecast_id), Some(scenario)) = (found.forecast_id, found.scenario) else {
        return Err(Refusal::not_now("the edition has no forecast or no scenario", found.state));
    };
    let name = found.name.clone();
    let kind = EventKind::EditionPublished { name, forecast_id, scenario };
    let mut events = vec![Event { edition_id: found.edition_id, occurred_on: on, kind }];
    if let Some(before) = published {
        let kind = EventKind::EditionSuperseded { by_edition_id: found.edition_id };
        events.push(Event { edition_id: before.edition_id, occurred_on: on, kind });
    }
    Ok(events)
}
