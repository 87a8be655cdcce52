//! What others' events do to the picture; one file per source service.

/// How each event of a source counts: a row for each message that moves or counts somebody, and a list of those that do
/// not. Together they are all events of the contract, as a test sees to.
macro_rules! counts {
    (|$received:ident, $fold:ident| {
        given { $($given:tt)* }
        $($message:path as $event:pat_param => $body:block)+
    } moves_nobody { $($other:path,)* }) => {
        /// Every event of the contract.
        #[cfg(test)]
        pub(super) const EVENTS: &[&str] = &[
            $(<$message as feed::EventMessage>::TYPE,)+
            $(<$other as feed::EventMessage>::TYPE,)*
        ];

        pub(super) fn fold(
            $received: &feed::Received<'_>,
            $fold: crate::domain::picture::Fold,
        ) -> Result<Option<crate::domain::picture::Fold>, String> {
            $($given)*
            Ok(Some(match $received.event_type {
                $(<$message as feed::EventMessage>::TYPE => {
                    let $event = feed::read::<$message>($received)?;
                    $body
                })+
                _ => return Ok(None),
            }))
        }
    };
}
use counts;

mod housing;
mod intake;
mod reception;
mod returns;

use std::sync::Arc;

use feed::{Reactions, Received};
use host::Listens;
use kernel::{AgeBand, Person, Timestamp, civil_date};
use wire::Wire as _;

use crate::domain::picture::{Fold, Who};
use crate::work::AnyCommand;

/// Prognosis listens to all services.
pub(crate) fn all() -> Vec<Listens<AnyCommand>> {
    let source = |name, fold| -> Listens<AnyCommand> {
        // There from the start, so that the first one is seen as a rise.
        metrics::counter!("prognosis_events_put_aside_total", "source" => name).increment(0);
        (name, Arc::new(Source { name, fold }))
    };
    vec![
        source("intake", intake::fold),
        source("reception", reception::fold),
        source("returns", returns::fold),
        source("housing", housing::fold),
    ]
}

/// What an event of a source does; `None` when it moves nobody.
type FoldOf = fn(&Received<'_>, Fold) -> Result<Option<Fold>, String>;

struct Source {
    name: &'static str,
    fold: FoldOf,
}

impl Reactions<AnyCommand> for Source {
    fn types(&self) -> Vec<&'static str> {
        Vec::new() // all of them
    }

    fn command(&self, event: &Received<'_>) -> Result<Option<AnyCommand>, String> {
        let recorded = Timestamp::from_microsecond(event.recorded_at_us)
            .map_err(|_| "time is out of range".to_owned())?;
        let fold = Fold::new(self.name, event.occurred_on, civil_date(recorded));
        let Some(fold) = (self.fold)(event, fold)? else { return Ok(None) };
        if !fold.is_in_time() {
            let (position, event_type) = (event.position.get(), event.event_type);
            tracing::warn!(
                source = self.name,
                position,
                event_type,
                "event at an impossible date is put aside"
            );
            metrics::counter!("prognosis_events_put_aside_total", "source" => self.name)
                .increment(1);
            return Ok(None);
        }
        Ok(Some(fold.into()))
    }
}

/// Nationality and age band of an event's person on the day it happened.
fn who(event: &Received<'_>, person: Option<wire::common::Person>) -> Result<Who, String> {
    let person = Person::from_pb(person).map_err(|e| e.inside("person").to_string())?;
    let age_band = AgeBand::on(event.occurred_on, person.birth_year);
    Ok(Who { group: person.nationality.to_string(), age_band })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_of_the_contracts_counts_or_is_said_not_to() {
        let all = [
            ("intake", intake::EVENTS),
            ("reception", reception::EVENTS),
            ("returns", returns::EVENTS),
            ("housing", housing::EVENTS),
        ];
        for (source, events) in all {
            let mut said = events.to_vec();
            said.sort_unstable();
            let package = format!("ketenstroom.{source}.");
            let of = wire::event_types::ALL.iter().filter(|(_, name)| name.starts_with(&package));
            let known: Vec<&str> = of.map(|(event_type, _)| *event_type).collect();
            assert_eq!(said, known, "{source}");
        }
    }
}
