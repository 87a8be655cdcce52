//! What usually comes next in each state: told to whoever asks for something that the state does not allow.

use super::EditionState;

impl kernel::State for EditionState {
    fn next(self) -> &'static str {
        match self {
            Self::Draft => "the data are frozen",
            Self::DataFrozen => "the model runs",
            Self::ModelRun => "the working group looks at it",
            Self::WorkgroupReview => "the organisations sign and officials adopt it",
            Self::AdoptedOfficial => "the scenario for planning is chosen",
            Self::ScenarioChosen => "it is published",
            Self::Published | Self::Superseded => "a correction is a new edition",
            Self::Withdrawn => "another edition is opened",
        }
    }
}
