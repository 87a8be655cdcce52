//! Where a stream of JetStream stands, read from the stream itself; and its making.

use async_nats::jetstream::ErrorCode;
use async_nats::jetstream::context::GetStreamErrorKind;
use async_nats::jetstream::stream::{Config, State, Stream};
use kernel::{EventId, Position, Uuid};
use wire::feed::GetHeadResponse;

use crate::message::{LOG_ID, MESSAGE_ID, SEQUENCE};
use crate::{Begin, Broker, DUPLICATE_WINDOW, RelayError};

/// What a stream is called, and what it holds.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    pub(crate) service: String,
    pub(crate) prefix: String,
    /// Copies of a stream that is made.
    pub(crate) replicas: usize,
}

impl Names {
    /// Name of the stream. Dots have a meaning there.
    pub(crate) fn stream(&self) -> String {
        format!("{}_{}", self.prefix.replace('.', "_"), self.service)
    }

    fn subjects(&self) -> String {
        format!("{}.{}.>", self.prefix, self.service)
    }
}

/// How far a stream is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) log_id: Uuid,
    /// Position in the log before the first message of the stream.
    pub(crate) after: Position,
    /// Sequence of the last message that the stream has acknowledged.
    pub(crate) sequence: u64,
    /// Id of the last event, unless retention has removed it.
    pub(crate) event_id: Option<EventId>,
}

impl Place {
    /// Position of the last event that the stream has.
    pub(crate) fn position(&self) -> Position {
        self.after.plus(self.sequence)
    }
}

/// Why there is no place.
pub(crate) enum Nowhere {
    /// Nobody knows; try again.
    Away(String),
    /// It is not to be gone on with.
    Refused(RelayError),
}

fn refused(text: String) -> Nowhere {
    Nowhere::Refused(RelayError::Refused(text))
}

/// The identity of the log and the beginning are kept in the description of the stream, which also holds when
/// retention has removed every message. (Metadata of streams need a server of 2.10.)
fn description(service: &str, log_id: Uuid, after: Position) -> String {
    format!("events of {service}, by keten relay: log={log_id} after={after}")
}

fn described(text: &str) -> Option<(Uuid, Position)> {
    let field = |name: &str| text.split(' ').find_map(|word| word.strip_prefix(name));
    Some((field("log=")?.parse().ok()?, field("after=")?.parse().ok()?))
}

/// Finds the stream and reads from it how far it is. With a beginning it is made when it is missing; without one it
/// was there before, and one that has vanished meanwhile is not made anew: nobody would know of the gap.
pub(crate) async fn find(
    broker: &Broker,
    names: &Names,
    head: &GetHeadResponse,
    begin: Option<Begin>,
) -> Result<Place, Nowhere> {
    let name = names.stream();
    let log_id = Uuid::from_slice(&head.log_id)
        .map_err(|_| refused(format!("{} tells no identity of its log", names.service)))?;
    let stream = match broker.get_stream(&name).await {
        Ok(stream) => stream,
        Err(error) => match error.kind() {
            GetStreamErrorKind::JetStream(answer)
                if answer.error_code() == ErrorCode::STREAM_NOT_FOUND =>
            {
                let Some(begin) = begin else {
                    return Err(refused(format!(
                        "stream {name} has vanished; begin again with --from-start, or with --after the last \
                         position that its readers have"
                    )));
                };
                return make(broker, names, log_id, head, begin).await;
            }
            _ => return Err(Nowhere::Away(error.to_string())),
        },
    };
    let info = stream.cached_info();
    let (config, state) = (&info.config, &info.state);
    if !config.subjects.contains(&names.subjects()) || config.subjects.len() != 1 {
        return Err(refused(format!(
            "stream {name} is for {:?}, not for {:?} alone",
            config.subjects,
            names.subjects()
        )));
    }
    let Some((known, after)) = config.description.as_deref().and_then(described) else {
        if state.last_sequence > 0 {
            let text = format!("stream {name} has messages, but does not say of which log");
            return Err(refused(text));
        }
        // Somebody made it beforehand, with a retention of their own: it is only given its mark.
        let Some(begin) = begin else {
            return Err(refused(format!("stream {name} has lost its mark and its messages")));
        };
        let after = beginning(names, head, begin)?;
        let description = Some(description(&names.service, log_id, after));
        let marked = Config { description, ..config.clone() };
        broker.update_stream(marked).await.map_err(|e| Nowhere::Away(e.to_string()))?;
        return Ok(Place { log_id, after, sequence: 0, event_id: None });
    };
    if known != log_id {
        return Err(refused(format!(
            "stream {name} holds log {known}, but {} has log {log_id}: it was restored or is another chain; \
             relay to another prefix, or remove the stream",
            names.service
        )));
    }
    // Arguments stay the same when a relay is started again; they must not quietly mean nothing.
    match begin {
        Some(Begin::Start) if after > Position::BEGIN => {
            return Err(refused(format!(
                "stream {name} begins after position {after}, not at the start"
            )));
        }
        Some(Begin::After(asked)) if asked != after => {
            return Err(refused(format!(
                "stream {name} begins after position {after}, not {asked}"
            )));
        }
        _ => {}
    }
    let mut place = Place { log_id, after, sequence: state.last_sequence, event_id: None };
    place.event_id = last(&stream, state, &place).await?;
    Ok(place)
}

/// The id of the last event, if its message is still there and is what it should be.
async fn last(stream: &Stream, state: &State, place: &Place) -> Result<Option<EventId>, Nowhere> {
    if state.messages == 0 || state.last_sequence == 0 {
        return Ok(None);
    }
    let message = match stream.get_raw_message(state.last_sequence).await {
        Ok(message) => message,
        // Retention or a person may have removed it since.
        Err(error) => {
            tracing::debug!(%error, "the last message cannot be read");
            return Ok(None);
        }
    };
    let header = |name: &str| message.headers.get(name).map(|value| value.as_str().to_owned());
    let position = header(SEQUENCE).and_then(|text| text.parse().ok());
    if header(LOG_ID) != Some(place.log_id.to_string()) || position != Some(place.position()) {
        return Err(refused(format!(
            "message {} of the stream should be event {} of log {}, and is not: somebody else publishes to {}",
            state.last_sequence,
            place.position(),
            place.log_id,
            message.subject
        )));
    }
    Ok(header(MESSAGE_ID).and_then(|id| id.parse().ok()))
}

fn beginning(names: &Names, head: &GetHeadResponse, begin: Begin) -> Result<Position, Nowhere> {
    let at = |number| {
        Position::try_from(number).map_err(|error| refused(format!("{}: {error}", names.service)))
    };
    let (retained, end) = (at(head.first_position)?, at(head.head_position)?);
    let first = retained.before();
    let after = match begin {
        Begin::Start => Position::BEGIN,
        Begin::After(position) => position,
        Begin::Now => end,
    };
    if after > end {
        let text = format!("the log of {} ends at {end}, before {after}", names.service);
        return Err(refused(text));
    }
    if after < first {
        let text = format!(
            "the log of {} is kept from position {} only: --after {first}",
            names.service,
            first.next()
        );
        return Err(refused(text));
    }
    Ok(after)
}

async fn make(
    broker: &Broker,
    names: &Names,
    log_id: Uuid,
    head: &GetHeadResponse,
    begin: Begin,
) -> Result<Place, Nowhere> {
    let after = beginning(names, head, begin)?;
    let config = Config {
        name: names.stream(),
        subjects: vec![names.subjects()],
        description: Some(description(&names.service, log_id, after)),
        duplicate_window: DUPLICATE_WINDOW,
        num_replicas: names.replicas,
        // File storage and no limit are what is left: how long events are kept is the broker's operator to say.
        ..Config::default()
    };
    // Another relay may have been faster; then the next look finds its stream.
    broker.create_stream(config).await.map_err(|error| Nowhere::Away(error.to_string()))?;
    tracing::info!(stream = names.stream(), %log_id, after = after.get(), "stream made");
    Ok(Place { log_id, after, sequence: 0, event_id: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        Names { service: "intake".to_owned(), prefix: "nl.keten".to_owned(), replicas: 1 }
    }

    #[test]
    fn a_description_tells_log_and_beginning() {
        let log_id = Uuid::from_u128(77);
        let after = Position::FIRST.plus(11);
        assert_eq!(described(&description("intake", log_id, after)), Some((log_id, after)));
        assert_eq!(described("events"), None);
        assert_eq!(names().stream(), "nl_keten_intake");
        assert_eq!(names().subjects(), "nl.keten.intake.>");
    }

    #[test]
    fn a_stream_begins_only_where_the_log_is() {
        let head = GetHeadResponse { log_id: vec![0; 16], first_position: 5, head_position: 9 };
        let at = |begin| beginning(&names(), &head, begin).ok().map(Position::get);
        let after = |number| Begin::After(Position::BEGIN.plus(number));
        assert_eq!(at(Begin::Start), None);
        assert_eq!(at(after(3)), None);
        assert_eq!(at(after(4)), Some(4));
        assert_eq!(at(Begin::Now), Some(9));
        assert_eq!(at(after(10)), None);
        let empty = GetHeadResponse { log_id: vec![0; 16], first_position: 1, head_position: 0 };
        assert_eq!(beginning(&names(), &empty, Begin::Start).ok(), Some(Position::BEGIN));
    }
}
