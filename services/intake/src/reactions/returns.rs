//! Returns: who has left has withdrawn; when the term of a transfer is over, the Netherlands decides.

use feed::{Fact, Reactions};
use kernel::Uuid;
use prost::Message as _;
use wire::Wire as _;
use wire::returns as pb;

use crate::work::Command;

const DEPARTED: &str = "nl.terugkeerdossiers.vertrokken.v1";
const TERM_LAPSED: &str = "nl.terugkeerdossiers.overdrachtstermijn-verlopen.v1";

pub(super) struct Returns;

impl Reactions<Command> for Returns {
    fn types(&self) -> Vec<&'static str> {
        vec![DEPARTED, TERM_LAPSED]
    }

    fn command(&self, fact: &Fact<'_>) -> Result<Option<Command>, String> {
        let on = fact.occurred_on;
        let id = |text: String| <Option<Uuid>>::from_pb(text).map_err(|e| e.to_string());
        match fact.event_type {
            DEPARTED => {
                let departed = pb::Departed::decode(fact.data).map_err(|e| e.to_string())?;
                Ok(id(departed.case_id)?.map(|id| Command::Gone(id, on)))
            }
            TERM_LAPSED => {
                let lapsed =
                    pb::TransferTermLapsed::decode(fact.data).map_err(|e| e.to_string())?;
                Ok(id(lapsed.case_id)?.map(|id| Command::ResponsibilityLapsed(id, on)))
            }
            _ => Ok(None),
        }
    }
}
