//! The types of events, and the message that carries each.

pub use crate::lists::EVENT_TYPES as ALL;

/// Full name of the message of a type.
pub fn message(event_type: &str) -> Option<&'static str> {
    let found = ALL.binary_search_by_key(&event_type, |(name, _)| name).ok()?;
    Some(ALL[found].1)
}

/// Whether a contract knows the type.
pub fn is_known(event_type: &str) -> bool {
    message(event_type).is_some()
}

/// Type URL of the payload.
pub fn type_url(event_type: &str) -> String {
    format!("type.googleapis.com/{}", message(event_type).unwrap_or("google.protobuf.Any"))
}

#[cfg(test)]
mod tests {
    use prost::Message as _;

    use super::*;

    #[test]
    fn the_table_is_ordered_and_every_type_keeps_the_profile() {
        assert!(ALL.is_sorted());
        for (event_type, _) in ALL {
            let parts: Vec<&str> = event_type.split('.').collect();
            assert_eq!((parts.len(), parts[0], parts[3]), (4, "nl", "v1"), "{event_type}");
            let plain = event_type.bytes().all(|b| b.is_ascii_lowercase() || b".-1".contains(&b));
            assert!(plain, "{event_type}");
        }
    }

    /// What was written once is read for ever, whole.
    #[test]
    fn every_golden_event_is_read_and_written_as_it_was() {
        let bytes = |hex: &str| -> Vec<u8> {
            let digits = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
            (0..hex.len()).step_by(2).map(digits).collect()
        };
        let mut types = Vec::new();
        for line in include_str!("../golden/events.txt").lines() {
            let (event_type, hex) = line.split_once(' ').unwrap();
            let event = crate::AnyEvent::decode(event_type, &bytes(hex)).unwrap();
            let event = event.unwrap_or_else(|| panic!("{event_type} is not known any more"));
            assert_eq!(event.event_type(), event_type);
            assert_eq!(event.encode(), bytes(hex), "{event_type} is not written as it was");
            types.push(event_type);
        }
        types.sort_unstable();
        types.dedup();
        assert_eq!(types, ALL.iter().map(|(event_type, _)| *event_type).collect::<Vec<_>>());
    }

    /// A message of the events that forgot its type would never reach a log.
    #[test]
    fn every_message_of_the_events_has_a_type_or_is_a_part() {
        let set = prost_types::FileDescriptorSet::decode(crate::DESCRIPTOR_SET).unwrap();
        let files = set.file.iter().filter(|file| file.name().ends_with("_events.proto"));
        let messages = files.flat_map(|file| {
            let package = file.package().to_owned();
            file.message_type.iter().map(move |m| format!("{package}.{}", m.name()))
        });
        let parts: Vec<String> =
            messages.filter(|name| !ALL.iter().any(|(_, message)| message == name)).collect();
        assert_eq!(parts, ["ketenstroom.housing.v1.MunicipalTarget"]);
    }
}
