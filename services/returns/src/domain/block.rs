//! What stands in the way of departure: at most one block of each kind, each with its own end.

use std::fmt;
use std::str::FromStr;

use kernel::{Date, ParseError};

use crate::domain::codes::BlockKind;
use crate::domain::words::Partner;

/// Something that stands in the way of departure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RemovalBlock {
    /// What.
    pub kind: BlockKind,
    /// Since when.
    pub from: Date,
    /// Last day; unset while not known.
    pub until: Option<Date>,
    /// Who said so.
    pub source: Partner,
}

/// The blocks of a case, by kind. Stored as one text: `KIND/from/until/source`, one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blocks(Vec<RemovalBlock>);

impl Blocks {
    /// No block yet, or these.
    pub fn of(blocks: impl IntoIterator<Item = RemovalBlock>) -> Self {
        let mut all = Self::default();
        blocks.into_iter().for_each(|block| all.put(block));
        all
    }

    /// All of them, by kind.
    pub fn iter(&self) -> impl Iterator<Item = &RemovalBlock> {
        self.0.iter()
    }

    /// The block of this kind.
    pub fn get(&self, kind: BlockKind) -> Option<&RemovalBlock> {
        self.0.iter().find(|block| block.kind == kind)
    }

    /// Adds a block in place of one of the same kind.
    pub fn put(&mut self, block: RemovalBlock) {
        self.end(block.kind);
        self.0.push(block);
        self.0.sort_by_key(|block| block.kind);
    }

    /// Takes a block away.
    pub fn end(&mut self, kind: BlockKind) {
        self.0.retain(|block| block.kind != kind);
    }

    /// What to name first when asked why somebody does not leave.
    pub fn leading(&self) -> Option<BlockKind> {
        self.0.first().map(|block| block.kind)
    }

    /// First day on which one of them ends.
    pub fn ends_on(&self) -> Option<Date> {
        self.0.iter().filter_map(|block| block.until).min()
    }

    /// Those that are over on `today`.
    pub fn over(&self, today: Date) -> impl Iterator<Item = &RemovalBlock> {
        self.0.iter().filter(move |block| block.until.is_some_and(|until| until < today))
    }
}

impl fmt::Display for Blocks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, block) in self.0.iter().enumerate() {
            // Unset: a block without an end, as it is written.
            let until = block.until.map(|until| until.to_string()).unwrap_or_default();
            let gap = if n == 0 { "" } else { " " };
            write!(f, "{gap}{}/{}/{until}/{}", block.kind, block.from, block.source)?;
        }
        Ok(())
    }
}

impl FromStr for Blocks {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let read = |part: &str| {
            let mut words = part.split('/');
            let kind = words.next()?.parse().ok()?;
            let from = words.next()?.parse().ok()?;
            let until = match words.next()? {
                "" => None,
                until => Some(until.parse().ok()?),
            };
            let source = words.next()?.parse().ok()?;
            Some(RemovalBlock { kind, from, until, source })
        };
        let blocks: Option<Vec<_>> = text.split_whitespace().map(read).collect();
        let wrong = || ParseError { text: text.to_owned(), expected: "a list of blocks" };
        blocks.map(Self::of).ok_or_else(wrong)
    }
}

impl BlockKind {
    /// Who may say that this stands in the way. Appeals and moratoria are told by intake's events only.
    pub fn sources(self) -> &'static [Partner] {
        match self {
            Self::Appeal | Self::Moratorium => &[],
            Self::Medical => &[Partner::Ind],
            Self::NoProspect => &[Partner::Dtenv, Partner::Court],
            Self::DocumentsPending => &[Partner::Dtenv, Partner::Embassy],
            Self::Stateless | Self::NoFault | Self::MinorWithoutReception => {
                &[Partner::Ind, Partner::Dtenv]
            }
            Self::CourtOrder => &[Partner::Court],
        }
    }

    /// Whether detention for return must end when this begins: an appeal is for the court to weigh, and a
    /// document that is awaited is a reason to hold somebody (RD 15(6)(b)).
    pub fn ends_detention(self) -> bool {
        !matches!(self, Self::Appeal | Self::DocumentsPending)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_read_back_and_keep_one_of_each_kind() {
        let day = |n| Date::constant(2026, 1, n);
        let block = |kind, until| RemovalBlock { kind, from: day(1), until, source: Partner::Ind };
        let mut all = Blocks::of([
            block(BlockKind::Medical, Some(day(20))),
            block(BlockKind::Appeal, None),
            block(BlockKind::Medical, Some(day(10))),
        ]);
        assert_eq!(all.to_string(), "APPEAL/2026-01-01//IND MEDICAL/2026-01-01/2026-01-10/IND");
        assert_eq!(all.to_string().parse::<Blocks>().unwrap(), all);
        assert_eq!((all.leading(), all.ends_on()), (Some(BlockKind::Appeal), Some(day(10))));
        assert_eq!(all.over(day(10)).count(), 0);
        assert_eq!(all.over(day(11)).count(), 1);
        all.end(BlockKind::Appeal);
        all.end(BlockKind::Medical);
        assert_eq!((all.to_string(), "".parse::<Blocks>().unwrap()), (String::new(), all));
        assert!("APPEAL".parse::<Blocks>().is_err());
    }
}
