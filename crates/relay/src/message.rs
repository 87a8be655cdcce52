//! An event of the feed as a message of NATS: a CloudEvent in binary mode.
//!
//! Binary, because the payload is protobuf and nobody re-encodes another's event: the bytes go through as the service wrote them,
//! and every attribute is a header that a consumer can read, and a tool show, without our contracts. A type that is newer than the
//! relay passes, too.

use async_nats::HeaderMap;
use async_nats::jetstream::message::PublishMessage;
use kernel::{Timestamp, Uuid};
use wire::cloudevents::cloud_event::{Data, cloud_event_attribute_value::Attr};
use wire::feed::FeedEvent;

use crate::RelayError;

/// Header with the identity of the log; no attribute of the event, because it is the transport's.
pub(crate) const LOG_ID: &str = "Ketenstroom-Log-Id";
/// Header with the position in the log: the CloudEvents attribute `sequence`.
pub(crate) const SEQUENCE: &str = "ce-sequence";
pub(crate) const MESSAGE_ID: &str = "Nats-Msg-Id";

/// Words of a subject: what neither NATS nor the name of a stream gives a meaning.
pub(crate) fn check_prefix(prefix: &str) -> Result<(), RelayError> {
    let sound = |word: &str| {
        !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    };
    if prefix.split('.').all(sound) {
        return Ok(());
    }
    let text = format!(
        "{prefix:?} is no prefix of subjects: words of letters, digits, - and _, with dots"
    );
    Err(RelayError::Argument(text))
}

/// The subject and the message. The error says what cannot be carried.
pub(crate) fn message(
    prefix: &str,
    service: &str,
    log_id: Uuid,
    event: FeedEvent,
) -> Result<(String, PublishMessage), String> {
    let envelope = event.event.ok_or("envelope is missing")?;
    let words = envelope.r#type.split('.');
    let fit = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_graphic());
    if !words.clone().all(|word| fit(word) && !word.contains(['*', '>'])) {
        return Err(format!("type {:?} cannot be part of a subject", envelope.r#type));
    }
    let subject = format!("{prefix}.{service}.{}", envelope.r#type);
    let mut headers = HeaderMap::new();
    headers.insert(LOG_ID, log_id.to_string());
    headers.insert("ce-specversion", encoded(&envelope.spec_version));
    headers.insert("ce-id", encoded(&envelope.id));
    headers.insert("ce-source", encoded(&envelope.source));
    headers.insert("ce-type", encoded(&envelope.r#type));
    for (name, value) in envelope.attributes {
        let text = match value.attr.ok_or_else(|| format!("attribute {name} has no value"))? {
            Attr::CeString(text) | Attr::CeUri(text) | Attr::CeUriRef(text) => text,
            Attr::CeBoolean(value) => value.to_string(),
            Attr::CeInteger(value) => value.to_string(),
            Attr::CeTimestamp(at) => Timestamp::new(at.seconds, at.nanos)
                .map_err(|error| format!("attribute {name}: {error}"))?
                .to_string(),
            Attr::CeBytes(_) => return Err(format!("attribute {name} is bytes")),
        };
        headers.insert(format!("ce-{name}"), encoded(&text));
    }
    let payload = match envelope.data {
        Some(Data::ProtoData(data)) => data.value,
        Some(Data::BinaryData(bytes)) => bytes,
        Some(Data::TextData(text)) => text.into_bytes(),
        None => Vec::new(),
    };
    let message = PublishMessage::build().payload(payload.into()).headers(headers);
    Ok((subject, message.message_id(envelope.id)))
}

/// Percent-encoded as the bindings of CloudEvents say for headers: all but printable ASCII, and space, quote, percent.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_graphic() && byte != b'"' && byte != b'%' {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for half in [byte >> 4, byte & 15] {
                out.push(char::from_digit(u32::from(half), 16).unwrap_or('0').to_ascii_uppercase());
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use wire::cloudevents::CloudEvent;
    use wire::cloudevents::cloud_event::CloudEventAttributeValue;

    use super::*;

    fn event(event_type: &str) -> FeedEvent {
        let subject =
            CloudEventAttributeValue { attr: Some(Attr::CeString("zaak één".to_owned())) };
        let at = prost_types::Timestamp { seconds: 1_735_722_000, nanos: 5_000 };
        let time = CloudEventAttributeValue { attr: Some(Attr::CeTimestamp(at)) };
        let data = prost_types::Any { type_url: String::new(), value: vec![1, 2, 255] };
        FeedEvent {
            position: 7,
            event: Some(CloudEvent {
                id: "0192".to_owned(),
                source: "urn:nld:oin:00000099:systeem:intake".to_owned(),
                spec_version: "1.0".to_owned(),
                r#type: event_type.to_owned(),
                attributes: [("subject".to_owned(), subject), ("time".to_owned(), time)].into(),
                data: Some(Data::ProtoData(data)),
            }),
        }
    }

    #[test]
    fn an_event_is_a_message_in_binary_mode() {
        let log = Uuid::from_u128(5);
        let (subject, message) =
            message("keten", "intake", log, event("nl.asielaanvragen.beslist.v1")).unwrap();
        assert_eq!(subject, "keten.intake.nl.asielaanvragen.beslist.v1");
        let message = message.outbound_message(subject);
        assert_eq!(message.payload.as_ref(), [1, 2, 255]);
        let headers = message.headers.unwrap();
        let header = |name: &str| headers.get(name).map(|value| value.as_str().to_owned()).unwrap();
        assert_eq!(header("ce-subject"), "zaak%20%C3%A9%C3%A9n");
        assert_eq!(header("ce-time"), "2025-01-01T09:00:00.000005Z");
        assert_eq!(header("ce-source"), "urn:nld:oin:00000099:systeem:intake");
        assert_eq!(header(MESSAGE_ID), "0192");
        assert_eq!(header(LOG_ID), log.to_string());
    }

    #[test]
    fn what_is_no_subject_is_refused() {
        for bad in ["", "nl..x", "nl.*.v1", "nl.x y"] {
            message("keten", "intake", Uuid::nil(), event(bad)).unwrap_err();
        }
        for bad in ["", "a.", "a b", "a.>", "ä"] {
            check_prefix(bad).unwrap_err();
        }
        check_prefix("nl.keten-1").unwrap();
    }
}
