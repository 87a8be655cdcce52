//! Where the classes of the chain's model stand.
//!
//! In each of the two regimes: of every group adults in reception and elsewhere, minors and applicants at the
//! border; repeat applicants in reception and elsewhere; and who is decided, in reception, elsewhere and
//! minors, because groups differ in how they are decided and in nothing after that. Only a group for which a
//! measure changes what comes after its decisions goes on by itself.

use crate::Kind;
use crate::measure::{Target, catalogue};

/// Classes of a group within a regime.
const PER_GROUP: usize = 4;
/// Repeat applicants, then who is decided.
const SHARED: usize = 5;

/// Where the classes of a model stand.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// Number of nationality groups of first applications.
    pub groups: usize,
    /// Per group, whether it goes on by itself after its decisions.
    apart: Vec<bool>,
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
        Self { groups: groups.len(), apart }
    }

    /// Classes of one regime.
    pub(super) fn block(&self) -> usize {
        PER_GROUP * self.groups + SHARED
    }

    pub(super) fn resettled(&self) -> usize {
        2 * self.block()
    }

    pub(super) fn relatives(&self) -> usize {
        self.resettled() + 1
    }

    pub(super) fn files(&self) -> usize {
        self.relatives() + 1
    }

    pub(super) fn adult(&self, pact: bool, group: usize, out: bool) -> usize {
        usize::from(pact) * self.block() + PER_GROUP * group + usize::from(out)
    }

    pub(super) fn minor(&self, pact: bool, group: usize) -> usize {
        self.adult(pact, group, false) + 2
    }

    pub(super) fn border(&self, pact: bool, group: usize) -> usize {
        self.adult(pact, group, false) + 3
    }

    pub(super) fn repeat(&self, pact: bool, out: bool) -> usize {
        self.adult(pact, self.groups, out)
    }

    pub(super) fn decided_adult(&self, pact: bool, out: bool) -> usize {
        self.repeat(pact, false) + 2 + usize::from(out)
    }

    pub(super) fn decided_minor(&self, pact: bool) -> usize {
        self.decided_adult(pact, false) + 2
    }

    /// Whether a group goes on by itself after its decisions.
    pub(super) fn is_apart(&self, group: usize) -> bool {
        self.apart[group]
    }

    /// Sums of a value per group over those that go on alike, with the class of their adults after a decision
    /// under the regime of before, in reception and elsewhere.
    pub(super) fn lanes(&self, values: &[i64]) -> Vec<([usize; 2], i64)> {
        let of = |apart: bool| {
            move |(at, value): (usize, &i64)| (self.apart[at] == apart).then_some((at, *value))
        };
        let shared = values.iter().enumerate().filter_map(of(false)).map(|(_, value)| value).sum();
        let both = [false, true];
        let alone = values.iter().enumerate().filter_map(of(true));
        let alone = alone.map(|(at, value)| (both.map(|out| self.adult(false, at, out)), value));
        [(both.map(|out| self.decided_adult(false, out)), shared)]
            .into_iter()
            .chain(alone)
            .collect()
    }

    /// Classes that are decided, with their group (`None`: repeat applicants and who is decided already) and
    /// whether they are minors.
    pub(super) fn decided(&self) -> impl Iterator<Item = (usize, Option<usize>, bool)> {
        let (block, groups) = (self.block(), self.groups);
        (0..2 * block).map(move |class| {
            let within = class % block;
            let group = (within < PER_GROUP * groups).then_some(within / PER_GROUP);
            let minor = if group.is_some() { within % PER_GROUP == 2 } else { within + 1 == block };
            (class, group, minor)
        })
    }

    /// Whether a class that is decided lives outside reception.
    pub(super) fn is_out(&self, class: usize) -> bool {
        let within = class % self.block();
        let of_group = within < PER_GROUP * self.groups && within % PER_GROUP == 1;
        of_group || within == self.repeat(false, true) || within == self.decided_adult(false, true)
    }

    /// Classes of minors.
    pub(super) fn minors(&self) -> Vec<usize> {
        self.decided().filter(|(_, _, minor)| *minor).map(|(class, ..)| class).collect()
    }

    /// Classes that a kind enters in.
    pub(super) fn entering(&self, kind: Kind, group: Option<usize>) -> Vec<usize> {
        let wanted = |of: Option<usize>| match kind {
            Kind::First => of.is_some() && (group.is_none() || of == group),
            Kind::Repeat => of.is_none(),
            Kind::Nareis | Kind::Resettled => false,
        };
        if kind == Kind::Resettled {
            return vec![self.resettled()];
        }
        self.decided().filter(|(_, of, _)| wanted(*of)).map(|(class, ..)| class).collect()
    }

    /// Sources in order: groups of first applications, repeat, resettled, files of others.
    pub(super) fn source(&self, kind: Kind) -> usize {
        match kind {
            Kind::First | Kind::Nareis => 0,
            Kind::Repeat => self.groups,
            Kind::Resettled => self.groups + 1,
        }
    }
}
