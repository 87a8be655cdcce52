//! EL-1: positions are dense from 1 and come in order, up to the head that the feed promised; ids are unique.

use std::collections::HashSet;

use client::Service;

use super::Found;
use crate::Feeds;

pub(super) fn check(feeds: &Feeds, found: &mut Found) {
    for service in Service::ALL {
        let (log, name) = (feeds.log(service), service.name());
        let mut ids = HashSet::new();
        for (n, event) in log.events.iter().enumerate() {
            let expected = n as u64 + 1;
            found.must("EL-1", event.position == expected, || {
                format!("{name}: position {} where {expected} was due", event.position)
            });
            found.must("EL-1", ids.insert(&event.id), || {
                format!("{name}: event {} stands twice, again at {}", event.id, event.position)
            });
        }
        found.must("EL-1", log.events.len() as u64 == log.head, || {
            format!("{name}: {} events up to position {}", log.events.len(), log.head)
        });
    }
}
