//! The classes of the chain's model, each by who is in it.
//!
//! In each of the two regimes: of every group adults in reception and elsewhere, minors and applicants at the
//! border; repeat applicants in reception and elsewhere; and who is decided, in reception, elsewhere and
//! minors, because groups differ in how they are decided and in nothing after that. Only a group for which a
//! measure changes what comes after its decisions goes on by itself.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::Kind;
use crate::measure::{Target, catalogue};

/// The law under which a case is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Regime {
    /// That of before the pact.
    Before,
    /// The pact.
    Pact,
}

/// Where somebody lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Home {
    /// With COA.
    Reception,
    /// Anywhere else.
    Elsewhere,
}

impl Home {
    pub(super) const BOTH: [Self; 2] = [Self::Reception, Self::Elsewhere];
}

/// Who is in a class of cases. Groups are told by their place among those of first applications.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Who {
    /// Adults of a group.
    Adult(usize, Home),
    /// Unaccompanied minors of a group.
    Minor(usize),
    /// Adults of a group who applied at the border.
    Border(usize),
    /// Repeat applicants.
    Repeat(Home),
    /// Adults after their decision.
    Decided(Home),
    /// Minors after their decision.
    DecidedMinor,
}

impl Who {
    /// The group, before a decision on a first application.
    pub(super) fn group(self) -> Option<usize> {
        match self {
            Self::Adult(group, _) | Self::Minor(group) | Self::Border(group) => Some(group),
            Self::Repeat(_) | Self::Decided(_) | Self::DecidedMinor => None,
        }
    }

    /// Unaccompanied minors.
    pub(super) fn is_minor(self) -> bool {
        matches!(self, Self::Minor(_) | Self::DecidedMinor)
    }

    /// Where they live; minors and who waits at the border are always received.
    pub(super) fn home(self) -> Home {
        match self {
            Self::Adult(_, home) | Self::Repeat(home) | Self::Decided(home) => home,
            Self::Minor(_) | Self::Border(_) | Self::DecidedMinor => Home::Reception,
        }
    }
}

/// A class by who is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// Cases under a regime.
    Case(Regime, Who),
    /// Resettled persons.
    Resettled,
    /// Family members.
    Relatives,
    /// Departure files of others.
    Files,
}

/// The classes of a model and where they stand.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// Number of nationality groups of first applications.
    pub groups: usize,
    /// Per group, whether it goes on by itself after its decisions.
    apart: Vec<bool>,
    /// The classes in their order, which is part of what a seed means.
    keys: Vec<Key>,
    places: BTreeMap<Key, usize>,
}

impl Layout {
    /// For groups with these names.
    pub(super) fn new(groups: &[String]) -> Self {
        let changes = catalogue().into_iter().flat_map(|switch| switch.changes);
        let names: Vec<String> = changes
            .filter_map(|change| match change.target {
                Target::ReturnSpeed(name) => Some(name),
                _ => None,
            })
            .collect();
        let apart = groups.iter().map(|group| names.contains(group)).collect();
        let mut keys = Vec::new();
        for regime in [Regime::Before, Regime::Pact] {
            let of_group = |group| {
                let adults = Home::BOTH.map(|home| Who::Adult(group, home)).into_iter();
                adults.chain([Who::Minor(group), Who::Border(group)])
            };
            let whole = (0..groups.len())
                .flat_map(of_group)
                .chain(Home::BOTH.map(Who::Repeat))
                .chain(Home::BOTH.map(Who::Decided))
                .chain([Who::DecidedMinor]);
            keys.extend(whole.map(|who| Key::Case(regime, who)));
        }
        keys.extend([Key::Resettled, Key::Relatives, Key::Files]);
        let places = keys.iter().enumerate().map(|(at, key)| (*key, at)).collect();
        Self { groups: groups.len(), apart, keys, places }
    }

    /// The classes in their order.
    pub(super) fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// The place of a class; a group that the layout was not made for is a bug.
    pub(super) fn at(&self, key: Key) -> usize {
        self.places[&key]
    }

    /// The place of a class of cases.
    pub(super) fn case(&self, regime: Regime, who: Who) -> usize {
        self.at(Key::Case(regime, who))
    }

    /// Where people of a class go on after their decision; `None` when they stay in it.
    pub(super) fn after(&self, regime: Regime, who: Who) -> Option<usize> {
        let next = match who {
            Who::Border(group) if self.apart[group] => Who::Adult(group, Home::Reception),
            Who::Adult(group, _) | Who::Minor(group) if self.apart[group] => return None,
            Who::Decided(_) | Who::DecidedMinor => return None,
            Who::Minor(_) => Who::DecidedMinor,
            Who::Adult(..) | Who::Border(_) | Who::Repeat(_) => Who::Decided(who.home()),
        };
        Some(self.case(regime, next))
    }

    /// Sums of a value per group over those that go on alike, with the class of their adults after a decision
    /// under the regime of before, in reception and elsewhere.
    pub(super) fn lanes(&self, values: &[i64]) -> Vec<([usize; 2], i64)> {
        let lane = |who: fn(usize, Home) -> Who, group: usize, value: i64| {
            (Home::BOTH.map(|home| self.case(Regime::Before, who(group, home))), value)
        };
        let of = |apart: bool| {
            let pairs = values.iter().copied().enumerate();
            pairs.filter(move |(group, _)| self.apart[*group] == apart)
        };
        let shared = of(false).map(|(_, value)| value).sum();
        let alone = of(true).map(|(group, value)| lane(Who::Adult, group, value));
        [lane(|_, home| Who::Decided(home), 0, shared)].into_iter().chain(alone).collect()
    }

    /// Classes of cases with their places.
    pub(super) fn cases(&self) -> impl Iterator<Item = (usize, Who)> + '_ {
        self.keys.iter().enumerate().filter_map(|(at, key)| match key {
            Key::Case(_, who) => Some((at, *who)),
            Key::Resettled | Key::Relatives | Key::Files => None,
        })
    }

    /// Classes of minors.
    pub(super) fn minors(&self) -> Vec<usize> {
        self.cases().filter(|(_, who)| who.is_minor()).map(|(at, _)| at).collect()
    }

    /// Classes in which first applications enter, of one group or of all.
    pub(super) fn first(&self, group: Option<usize>) -> Vec<usize> {
        let entering =
            |who: Who| who.group().is_some() && (group.is_none() || who.group() == group);
        self.cases().filter(|(_, who)| entering(*who)).map(|(at, _)| at).collect()
    }

    /// Classes in which repeat applications enter.
    pub(super) fn repeat(&self) -> Vec<usize> {
        self.cases().filter(|(_, who)| matches!(who, Who::Repeat(_))).map(|(at, _)| at).collect()
    }

    /// Columns of a kind among the paths of inflow, which are the sources in their order: groups of first
    /// applications, repeat applications, resettled persons. Family members come from the chain itself.
    pub(super) fn columns(&self, kind: Kind) -> Option<Range<usize>> {
        let groups = self.groups;
        match kind {
            Kind::First => Some(0..groups),
            Kind::Repeat => Some(groups..groups + 1),
            Kind::Resettled => Some(groups + 1..groups + 2),
            Kind::Nareis => None,
        }
    }
}
