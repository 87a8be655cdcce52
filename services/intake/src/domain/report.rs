//! Country reports (ambtsberichten) of the ministry of foreign affairs: what officers and planners must know of.

use kernel::{Command, Date, Nationality, Reason, Refusal, Uuid};

/// A country report, one row of its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountryReport {
    /// Id of the report.
    pub report_id: Uuid,
    /// Nationality that it is about.
    pub nationality: Nationality,
    /// When it was published.
    pub published_on: Date,
    /// Where it can be read.
    pub source: String,
    /// Number of events of this report.
    pub version: i64,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publish {
    /// Nationality that it is about.
    pub nationality: Nationality,
    /// Where it can be read.
    pub source: String,
}

/// A report was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Id of the report.
    pub report_id: Uuid,
    /// When it was published.
    pub occurred_on: Date,
    /// What happened.
    pub kind: EventKind,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// It was published: the policy on the nationality may change.
    CountryReportPublished {
        /// Nationality that it is about.
        nationality: Nationality,
        /// Where it can be read.
        source: String,
    },
}

/// Decides on a command.
pub fn decide(
    state: Option<&CountryReport>,
    command: &Command<Uuid, Publish>,
    today: Date,
) -> Result<Event, Refusal> {
    if state.is_some() {
        return Err(Refusal::new(
            Reason::AlreadyExists,
            format!("report {} is there already", command.key),
        ));
    }
    command.check_date(today, None)?;
    let Publish { nationality, source } = command.kind.clone();
    let kind = EventKind::CountryReportPublished { nationality, source };
    Ok(Event { report_id: command.key, occurred_on: command.on, kind })
}

/// The report after its event.
pub fn evolve(state: Option<CountryReport>, event: &Event) -> CountryReport {
    let EventKind::CountryReportPublished { nationality, source } = &event.kind;
    CountryReport {
        report_id: event.report_id,
        nationality: *nationality,
        published_on: event.occurred_on,
        source: source.clone(),
        version: state.map_or(0, |report| report.version) + 1,
    }
}
