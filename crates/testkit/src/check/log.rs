//! EL-1: positions are dense from 1 and come in order, up to the head that the feed promised; ids are unique.

use std::collections::HashSet;

use client::Service;
use kernel::Position;

use super::Found;
use crate::Feeds;

pub(super) fn check(feeds: &Feeds, found: &mut Found) {
    for service in Service::ALL {
        let (log, name) = (feeds.log(service), service.name());
        let mut ids = HashSet::new();
        let mut expected = Position::BEGIN;
        for event in &log.events {
            expected = expected.next();
            found.must("EL-1", event.position == expected, || {
                format!("{name}: position {} where {expected} was due", event.position)
            });
            found.must("EL-1", ids.insert(&event.id), || {
                format!("{name}: event {} stands twice, again at {}", event.id, event.position)
            });
        }
        found.must("EL-1", expected == log.head, || {
            format!("{name}: {} events up to position {}", log.events.len(), log.head)
        });
    }
}
