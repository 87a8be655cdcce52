//! An edition of the MPP, from its opening to the day a later one takes its place.
//!
//! ```text
//!  DRAFT ─ freeze ─> DATA_FROZEN ─ results ─> MODEL_RUN ─ submit ─> WORKGROUP_REVIEW ─ all sign, adopt ─>
//!  ADOPTED_OFFICIAL ─ choose ─> SCENARIO_CHOSEN ─ publish ─> PUBLISHED ─ a later one ─> SUPERSEDED
//!  a forecast that fails or is stopped sets DATA_FROZEN back to DRAFT; until PUBLISHED, withdraw ─> WITHDRAWN
//! ```
//!
//! Nothing in a published edition changes; a correction is a new edition. Adoption takes another person than
//! the one who opened the edition (four eyes), and the agreement of every organisation that is planned by it.

mod decide;
mod next;

use kernel::{Date, EditionId, ForecastId, Uuid};

use serde::{Deserialize, Serialize};

pub use decide::decide;

kernel::codes! {
    /// State of an edition.
    pub enum EditionState {
        /// Opened; assumptions and expectations are gathered.
        Draft = "DRAFT",
        /// The data are frozen; the model runs.
        DataFrozen = "DATA_FROZEN",
        /// The results are there.
        ModelRun = "MODEL_RUN",
        /// The working group looks at them; organisations sign.
        WorkgroupReview = "WORKGROUP_REVIEW",
        /// Officials have adopted it.
        AdoptedOfficial = "ADOPTED_OFFICIAL",
        /// The scenario for planning is chosen.
        ScenarioChosen = "SCENARIO_CHOSEN",
        /// Published.
        Published = "PUBLISHED",
        /// A later edition was published.
        Superseded = "SUPERSEDED",
        /// Withdrawn before it was published.
        Withdrawn = "WITHDRAWN",
    }
}

kernel::codes! {
    /// Scenario by which the chain is planned.
    pub enum PlanningScenario {
        /// Exceeded in one of two cases.
        Median = "MEDIAN",
        /// Exceeded in one of three cases.
        Medio = "MEDIO",
    }
}

kernel::codes! {
    /// Organisations for which the MPP is made (MPP letter of 26 September 2025, footnote 1); each signs.
    pub enum Organisation {
        /// IND.
        Ind = "IND",
        /// COA.
        Coa = "COA",
        /// DTenV.
        Dtenv = "DTENV",
        /// Nidos.
        Nidos = "NIDOS",
        /// Police and Royal Marechaussee.
        Police = "POLICE",
        /// Ministry of Foreign Affairs.
        ForeignAffairs = "FOREIGN_AFFAIRS",
        /// Judiciary.
        Judiciary = "JUDICIARY",
    }
}

/// What an organisation says of an edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Code of the organisation.
    organisation: String,
    /// Who signed: a function.
    pub signed_by: String,
    /// Whether it agrees.
    pub agrees: bool,
    /// Remark.
    pub remark: String,
    /// When.
    signed_on: String,
}

impl Signature {
    /// A signature.
    pub fn new(organisation: Organisation, by: &str, agrees: bool, remark: &str, on: Date) -> Self {
        Self {
            organisation: organisation.code().to_owned(),
            signed_by: by.to_owned(),
            agrees,
            remark: remark.to_owned(),
            signed_on: on.to_string(),
        }
    }

    /// The organisation; `None` for a code that is none.
    pub fn organisation(&self) -> Option<Organisation> {
        self.organisation.parse().ok()
    }

    /// When.
    pub fn signed_on(&self) -> Option<Date> {
        self.signed_on.parse().ok()
    }
}

/// Signatures of an edition, one for each organisation that signed: the last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signatures(pub Vec<Signature>);

impl std::fmt::Display for Signatures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&serde_json::to_string(&self.0).map_err(|_| std::fmt::Error)?)
    }
}

impl std::str::FromStr for Signatures {
    type Err = serde_json::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        serde_json::from_str(text).map(Self)
    }
}

/// An edition, one row of its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Its id, which follows from its name.
    pub edition_id: EditionId,
    /// Name: `2025`, `2025-I` or `2025-II`.
    pub name: String,
    /// State.
    pub state: EditionState,
    /// Who opened it.
    pub opened_by: String,
    /// When.
    pub opened_on: Date,
    /// Cut-off of its data.
    pub cut_off: Option<Date>,
    /// Forecast with its figures.
    pub forecast_id: Option<ForecastId>,
    /// Digest of the results, hexadecimal; empty before.
    pub digest: String,
    /// Version of the model.
    pub model: String,
    /// Judgements that held when the data were frozen.
    pub judgements: u32,
    /// Signatures.
    pub signatures: Signatures,
    /// Who adopted it; empty before.
    pub adopted_by: String,
    /// Scenario chosen for planning.
    pub scenario: Option<PlanningScenario>,
    /// Who chose it; empty before.
    pub chosen_by: String,
    /// Why.
    pub chosen_reason: String,
    /// When it was published.
    pub published_on: Option<Date>,
    /// Why it was withdrawn; empty otherwise.
    pub withdrawn_reason: String,
    /// Day of the last event.
    pub last_on: Date,
    /// Number of events.
    pub version: i64,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommandKind {
    /// Opens it.
    OpenEdition {
        /// Name.
        name: String,
        /// Who.
        opened_by: String,
    },
    /// Freezes the data: a forecast with these properties begins.
    FreezeEdition {
        /// The forecast.
        forecast_id: ForecastId,
        /// Cut-off of its data.
        cut_off: Date,
        /// Judgements that hold.
        judgements: u32,
    },
    /// The results are there.
    RunEdition {
        /// Digest, hexadecimal.
        digest: String,
    },
    /// There will be no results.
    ResetEdition {
        /// Why.
        reason: String,
    },
    /// Hands it to the working group.
    SubmitEdition {},
    /// An organisation signs.
    SignEdition {
        /// The organisation.
        organisation: Organisation,
        /// Who.
        signed_by: String,
        /// Whether it agrees.
        agrees: bool,
        /// Remark.
        remark: Option<String>,
    },
    /// Officials adopt it.
    AdoptEdition {
        /// Who.
        adopted_by: String,
    },
    /// Chooses the scenario for planning.
    ChooseScenario {
        /// The scenario.
        scenario: PlanningScenario,
        /// Who.
        chosen_by: String,
        /// Why.
        reason: String,
    },
    /// Publishes it.
    PublishEdition {},
    /// Withdraws it.
    WithdrawEdition {
        /// Why.
        reason: String,
    },
}

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The edition.
    pub edition_id: EditionId,
    /// When.
    pub occurred_on: Date,
    /// What happened.
    pub kind: EventKind,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// Opened.
    EditionOpened {
        /// Name.
        name: String,
        /// Who.
        opened_by: String,
    },
    /// Its data were frozen.
    EditionFrozen {
        /// The forecast.
        forecast_id: ForecastId,
        /// Cut-off.
        cut_off: Date,
        /// Version of the model.
        model: String,
        /// Judgements that held.
        judgements: u32,
    },
    /// The results are there.
    EditionRun {
        /// Digest.
        digest: String,
    },
    /// There will be no results; it is a draft again.
    EditionReset {
        /// Why.
        reason: String,
    },
    /// It lies with the working group.
    EditionSubmitted {},
    /// An organisation signed.
    EditionSigned {
        /// The organisation.
        organisation: Organisation,
        /// Who.
        signed_by: String,
        /// Whether it agrees.
        agrees: bool,
        /// Remark.
        remark: Option<String>,
    },
    /// Adopted.
    EditionAdopted {
        /// Who.
        adopted_by: String,
    },
    /// The scenario for planning was chosen.
    ScenarioChosen {
        /// The scenario.
        scenario: PlanningScenario,
        /// Who.
        chosen_by: String,
        /// Why.
        reason: String,
    },
    /// Published.
    EditionPublished {
        /// Name.
        name: String,
        /// Forecast with its figures.
        forecast_id: ForecastId,
        /// The scenario for planning.
        scenario: PlanningScenario,
    },
    /// A later one was published.
    EditionSuperseded {
        /// The later one.
        by_edition_id: EditionId,
    },
    /// Withdrawn.
    EditionWithdrawn {
        /// Why.
        reason: String,
    },
}

/// The id of the edition with this name.
pub fn id(name: &str) -> EditionId {
    kernel::Ids::derive(Uuid::nil(), format!("edition/{name}").as_bytes()).into()
}

/// Whether a text is a year, or a year with `-I` or `-II`.
pub fn is_name(name: &str) -> bool {
    // Unset: a name without a half is a year.
    let year = name.strip_suffix("-II").or_else(|| name.strip_suffix("-I")).unwrap_or(name);
    year.len() == 4 && year.bytes().all(|digit| digit.is_ascii_digit()) && year >= "2000"
}

/// The edition after an event.
pub fn evolve(state: Option<Edition>, event: &Event) -> Edition {
    let on = event.occurred_on;
    let mut found = state.unwrap_or_else(|| Edition {
        edition_id: event.edition_id,
        name: String::new(),
        state: EditionState::Draft,
        opened_by: String::new(),
        opened_on: on,
        cut_off: None,
        forecast_id: None,
        digest: String::new(),
        model: String::new(),
        judgements: 0,
        signatures: Signatures::default(),
        adopted_by: String::new(),
        scenario: None,
        chosen_by: String::new(),
        chosen_reason: String::new(),
        published_on: None,
        withdrawn_reason: String::new(),
        last_on: on,
        version: 0,
    });
    found.version += 1;
    found.last_on = on;
    found.state = match event.kind.clone() {
        EventKind::EditionOpened { name, opened_by } => {
            (found.name, found.opened_by) = (name, opened_by);
            EditionState::Draft
        }
        EventKind::EditionFrozen { forecast_id, cut_off, model, judgements } => {
            (found.forecast_id, found.cut_off) = (Some(forecast_id), Some(cut_off));
            (found.model, found.judgements) = (model, judgements);
            EditionState::DataFrozen
        }
        EventKind::EditionRun { digest } => {
            found.digest = digest;
            EditionState::ModelRun
        }
        EventKind::EditionReset { .. } => {
            (found.forecast_id, found.cut_off) = (None, None);
            EditionState::Draft
        }
        EventKind::EditionSubmitted {} => EditionState::WorkgroupReview,
        EventKind::EditionSigned { organisation, signed_by, agrees, remark } => {
            // Unset: no remark is an empty one.
            let remark = remark.unwrap_or_default();
            found.signatures.0.retain(|one| one.organisation() != Some(organisation));
            let signature = Signature::new(organisation, &signed_by, agrees, &remark, on);
            found.signatures.0.push(signature);
            EditionState::WorkgroupReview
        }
        EventKind::EditionAdopted { adopted_by } => {
            found.adopted_by = adopted_by;
            EditionState::AdoptedOfficial
        }
        EventKind::ScenarioChosen { scenario, chosen_by, reason } => {
            found.scenario = Some(scenario);
            (found.chosen_by, found.chosen_reason) = (chosen_by, reason);
            EditionState::ScenarioChosen
        }
        EventKind::EditionPublished { .. } => {
            found.published_on = Some(on);
            EditionState::Published
        }
        EventKind::EditionSuperseded { .. } => EditionState::Superseded,
        EventKind::EditionWithdrawn { reason } => {
            found.withdrawn_reason = reason;
            EditionState::Withdrawn
        }
    };
    found
}

#[cfg(test)]
mod tests;
