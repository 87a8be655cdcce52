//! Which steps an edition may take.

use kernel::{Date, Order, Reason, Refusal, Uuid};

use super::{Action, Edition, EditionState, Event, Organisation, What};

/// Decides on an order; `published` is the edition that is published now, if any.
pub fn decide(
    state: Option<&Edition>,
    order: &Order<Uuid, Action>,
    today: Date,
    published: Option<&Edition>,
) -> Result<Vec<Event>, Refusal> {
    use EditionState as S;
    let (edition_id, on) = (order.key, order.on);
    let one = |what| Ok(vec![Event { edition_id, occurred_on: on, what }]);
    if let Action::OpenEdition { name, opened_by } = &order.action {
        if let Some(found) = state {
            let text = format!("edition {} is there, {}", found.name, found.state);
            return Err(Refusal::new(Reason::AlreadyExists, text));
        }
        order.check_date(today, None)?;
        let (name, opened_by) = (name.clone(), opened_by.clone());
        return one(What::EditionOpened { name, opened_by });
    }
    let found = state
        .ok_or_else(|| Refusal::not_found(Reason::NotFound, format!("no edition {edition_id}")))?;
    order.check_version(found.version)?;
    order.check_date(today, Some(found.last_on))?;
    let in_state = |allowed: &[S]| {
        if allowed.contains(&found.state) {
            return Ok(());
        }
        let what = format!("do that with edition {}", found.name);
        Err(Refusal::wrong_state(&what, found.state, allowed))
    };
    match order.action.clone() {
        Action::OpenEdition { .. } => Ok(Vec::new()),
        Action::FreezeEdition { forecast_id, cut_off, judgements } => {
            in_state(&[S::Draft])?;
            let model = forecast::MODEL.to_owned();
            one(What::EditionFrozen { forecast_id, cut_off, model, judgements })
        }
        Action::RunEdition { digest } => {
            in_state(&[S::DataFrozen])?;
            one(What::EditionRun { digest })
        }
        Action::ResetEdition { reason } => {
            in_state(&[S::DataFrozen])?;
            one(What::EditionReset { reason })
        }
        Action::SubmitEdition {} => {
            in_state(&[S::ModelRun])?;
            one(What::EditionSubmitted {})
        }
        Action::SignEdition { organisation, signed_by, agrees, remark } => {
            in_state(&[S::WorkgroupReview])?;
            one(What::EditionSigned { organisation, signed_by, agrees, remark })
        }
        Action::AdoptEdition { adopted_by } => {
            in_state(&[S::WorkgroupReview])?;
            signed(found)?;
            if adopted_by == found.opened_by {
                let text = format!("{adopted_by} opened it; another adopts (four eyes)");
                return Err(Refusal::new(Reason::SamePerson, text));
            }
            one(What::EditionAdopted { adopted_by })
        }
        Action::ChooseScenario { scenario, chosen_by, reason } => {
            // A choice may be changed until publication: policy is a record of its own.
            in_state(&[S::AdoptedOfficial, S::ScenarioChosen])?;
            one(What::ScenarioChosen { scenario, chosen_by, reason })
        }
        Action::PublishEdition {} => publish(found, on, published, in_state(&[S::ScenarioChosen])),
        Action::WithdrawEdition { reason } => {
            if matches!(found.state, S::Published | S::Superseded | S::Withdrawn) {
                let text = format!("a correction of edition {} is a new edition", found.name);
                return Err(Refusal::not_now(&text, found.state));
            }
            one(What::EditionWithdrawn { reason })
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
    let what = What::EditionPublished { name, forecast_id, scenario };
    let mut events = vec![Event { edition_id: found.edition_id, occurred_on: on, what }];
    if let Some(before) = published {
        let what = What::EditionSuperseded { by_edition_id: found.edition_id };
        events.push(Event { edition_id: before.edition_id, occurred_on: on, what });
    }
    Ok(events)
}
