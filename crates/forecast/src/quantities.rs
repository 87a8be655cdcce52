//! The quantities of a forecast: whose they are, what they count, in which unit, and whether they are of a whole
//! period or of its end.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use kernel::UnknownCode;

use crate::Kind;

kernel::codes! {
    /// A quantity of a forecast, by organisation in the order in which people pass them.
    pub enum Quantity {
        /// Asylum inflow in all.
        InflowTotal = "inflow.total",
        /// First applications.
        InflowFirst = "inflow.first",
        /// Repeat applications.
        InflowRepeat = "inflow.repeat",
        /// Family members who arrive.
        InflowNareis = "inflow.nareis",
        /// Resettled persons.
        InflowResettled = "inflow.resettled",
        /// Of first applications: unaccompanied minors.
        InflowMinors = "inflow.minors",
        /// Displaced from Ukraine, net registrations.
        UkraineRegistered = "ukraine.registered",
        /// Displaced from Ukraine in reception.
        UkraineInReception = "ukraine.in_reception",
        /// Applications lodged.
        IndLodged = "ind.lodged",
        /// Cases without a decision.
        IndPending = "ind.pending",
        /// Of these: over their term.
        IndOverTerm = "ind.over_term",
        /// Mean age of these cases.
        IndQueueAgeDays = "ind.queue_age_days",
        /// Mean wait of who got an officer in the month.
        IndWaitedDays = "ind.waited_days",
        /// Decisions on the merits.
        IndDecisions = "ind.decisions",
        /// Grants.
        IndGrants = "ind.grants",
        /// Of these: refugee status.
        IndGrantsRefugee = "ind.grants_refugee",
        /// Of these: subsidiary protection.
        IndGrantsSubsidiary = "ind.grants_subsidiary",
        /// Rejections.
        IndRejections = "ind.rejections",
        /// Transfers to another member state.
        IndTransfers = "ind.transfers",
        /// Withdrawn or gone before a decision.
        IndWithdrawn = "ind.withdrawn",
        /// Appeals lodged.
        CourtsAppeals = "courts.appeals",
        /// Rulings.
        CourtsRulings = "courts.rulings",
        /// Cases before a court.
        CourtsPending = "courts.pending",
        /// Requests for interim relief.
        CourtsInterim = "courts.interim",
        /// Further appeals.
        CourtsFurtherAppeals = "courts.further_appeals",
        /// Appeals against late decisions.
        CourtsLate = "courts.late",
        /// Into reception.
        CoaInflow = "coa.inflow",
        /// Out of reception.
        CoaOutflow = "coa.outflow",
        /// Residents in all.
        CoaOccupancy = "coa.occupancy",
        /// Of these: applicants.
        CoaApplicants = "coa.applicants",
        /// Of these: rejected, with a right to reception.
        CoaRejected = "coa.rejected",
        /// Of these: status holders.
        CoaStatusHolders = "coa.status_holders",
        /// Of these: unaccompanied minors.
        CoaMinors = "coa.minors",
        /// Places needed at the occupancy norm.
        CoaRequiredCapacity = "coa.required_capacity",
        /// Of these: for unaccompanied minors.
        CoaRequiredMinors = "coa.required_minors",
        /// Residents beyond the regular places.
        CoaEmergency = "coa.emergency",
        /// To be housed: the target.
        HousingTarget = "housing.target",
        /// Housed from reception.
        HousingHoused = "housing.housed",
        /// Status holders who wait for a home.
        HousingBacklog = "housing.backlog",
        /// Minors under guardianship.
        NidosGuardianships = "nidos.guardianships",
        /// Minors with a permit in care of Nidos.
        NidosWithStatus = "nidos.with_status",
        /// Departure cases that come in.
        ReturnsFiles = "returns.files",
        /// Open departure cases.
        ReturnsOpen = "returns.open",
        /// Detention places in use.
        ReturnsDetentionPlaces = "returns.detention_places",
        /// Departures in all.
        DeparturesTotal = "departures.total",
        /// Of these: independent.
        DeparturesIndependent = "departures.independent",
        /// Of these: forced.
        DeparturesForced = "departures.forced",
        /// Of these: to another member state.
        DeparturesTransfer = "departures.transfer",
        /// Of these: unsupervised.
        DeparturesUnsupervised = "departures.unsupervised",
        /// Identifications.
        PoliceIdentifications = "police.identifications",
        /// Screenings under the pact.
        PoliceScreenings = "police.screenings",
        /// Escorts.
        PoliceEscorts = "police.escorts",
        /// Persons under supervision.
        PoliceSupervision = "police.supervision",
        /// Visas for family members.
        ForeignAffairsVisas = "foreign_affairs.visas",
        /// At embassies.
        ForeignAffairsAppointments = "foreign_affairs.appointments",
        /// Costs in all.
        BudgetTotalEur = "budget.total_eur",
        /// Of these: reception.
        BudgetReceptionEur = "budget.reception_eur",
        /// Of these: decisions.
        BudgetDecisionsEur = "budget.decisions_eur",
        /// Of these: penalties for late decisions.
        BudgetPenaltiesEur = "budget.penalties_eur",
    }
}

/// A quantity in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    /// Whose it is.
    pub organisation: &'static str,
    /// What it counts.
    pub plain: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// A flow is of a whole period and adds up over months; a stock stands at the end of a month.
    pub flow: bool,
}

const fn flow(organisation: &'static str, unit: &'static str, plain: &'static str) -> Named {
    Named { organisation, plain, unit, flow: true }
}

const fn stock(organisation: &'static str, unit: &'static str, plain: &'static str) -> Named {
    Named { organisation, plain, unit, flow: false }
}

impl Quantity {
    /// In words.
    pub const fn named(self) -> Named {
        match self {
            Self::InflowTotal => flow("chain", "persons", "asylum inflow in all"),
            Self::InflowFirst => flow("chain", "persons", "first applications"),
            Self::InflowRepeat => flow("chain", "persons", "repeat applications"),
            Self::InflowNareis => flow("chain", "persons", "family members who arrive"),
            Self::InflowResettled => flow("chain", "persons", "resettled persons"),
            Self::InflowMinors => {
                flow("chain", "persons", "of first applications: unaccompanied minors")
            }
            Self::UkraineRegistered => {
                flow("chain", "persons", "displaced from Ukraine, net registrations")
            }
            Self::UkraineInReception => {
                stock("chain", "persons", "displaced from Ukraine in reception")
            }
            Self::IndLodged => flow("IND", "cases", "applications lodged"),
            Self::IndPending => stock("IND", "cases", "cases without a decision"),
            Self::IndOverTerm => stock("IND", "cases", "of these: over their term"),
            Self::IndQueueAgeDays => stock("IND", "days", "mean age of these cases"),
            Self::IndWaitedDays => {
                stock("IND", "days", "mean wait of who got an officer in the month")
            }
            Self::IndDecisions => flow("IND", "cases", "decisions on the merits"),
            Self::IndGrants => flow("IND", "cases", "grants"),
            Self::IndGrantsRefugee => flow("IND", "cases", "of these: refugee status"),
            Self::IndGrantsSubsidiary => flow("IND", "cases", "of these: subsidiary protection"),
            Self::IndRejections => flow("IND", "cases", "rejections"),
            Self::IndTransfers => flow("IND", "persons", "transfers to another member state"),
            Self::IndWithdrawn => flow("IND", "cases", "withdrawn or gone before a decision"),
            Self::CourtsAppeals => flow("courts", "cases", "appeals lodged"),
            Self::CourtsRulings => flow("courts", "cases", "rulings"),
            Self::CourtsPending => stock("courts", "cases", "cases before a court"),
            Self::CourtsInterim => flow("courts", "cases", "requests for interim relief"),
            Self::CourtsFurtherAppeals => flow("courts", "cases", "further appeals"),
            Self::CourtsLate => flow("courts", "cases", "appeals against late decisions"),
            Self::CoaInflow => flow("COA", "persons", "into reception"),
            Self::CoaOutflow => flow("COA", "persons", "out of reception"),
            Self::CoaOccupancy => stock("COA", "persons", "residents in all"),
            Self::CoaApplicants => stock("COA", "persons", "of these: applicants"),
            Self::CoaRejected => {
                stock("COA", "persons", "of these: rejected, with a right to reception")
            }
            Self::CoaStatusHolders => stock("COA", "persons", "of these: status holders"),
            Self::CoaMinors => stock("COA", "persons", "of these: unaccompanied minors"),
            Self::CoaRequiredCapacity => {
                stock("COA", "places", "places needed at the occupancy norm")
            }
            Self::CoaRequiredMinors => stock("COA", "places", "of these: for unaccompanied minors"),
            Self::CoaEmergency => stock("COA", "persons", "residents beyond the regular places"),
            Self::HousingTarget => flow("municipalities", "persons", "to be housed: the target"),
            Self::HousingHoused => flow("municipalities", "persons", "housed from reception"),
            Self::HousingBacklog => {
                stock("municipalities", "persons", "status holders who wait for a home")
            }
            Self::NidosGuardianships => stock("Nidos", "persons", "minors under guardianship"),
            Self::NidosWithStatus => {
                stock("Nidos", "persons", "minors with a permit in care of Nidos")
            }
            Self::ReturnsFiles => flow("DTenV", "cases", "departure cases that come in"),
            Self::ReturnsOpen => stock("DTenV", "cases", "open departure cases"),
            Self::ReturnsDetentionPlaces => stock("DTenV", "places", "detention places in use"),
            Self::DeparturesTotal => flow("DTenV", "persons", "departures in all"),
            Self::DeparturesIndependent => flow("DTenV", "persons", "of these: independent"),
            Self::DeparturesForced => flow("DTenV", "persons", "of these: forced"),
            Self::DeparturesTransfer => {
                flow("DTenV", "persons", "of these: to another member state")
            }
            Self::DeparturesUnsupervised => flow("DTenV", "persons", "of these: unsupervised"),
            Self::PoliceIdentifications => flow("police", "persons", "identifications"),
            Self::PoliceScreenings => flow("police", "persons", "screenings under the pact"),
            Self::PoliceEscorts => flow("police", "persons", "escorts"),
            Self::PoliceSupervision => stock("police", "persons", "persons under supervision"),
            Self::ForeignAffairsVisas => {
                flow("foreign affairs", "visas", "visas for family members")
            }
            Self::ForeignAffairsAppointments => {
                flow("foreign affairs", "appointments", "at embassies")
            }
            Self::BudgetTotalEur => flow("budget", "EUR", "costs in all"),
            Self::BudgetReceptionEur => flow("budget", "EUR", "of these: reception"),
            Self::BudgetDecisionsEur => flow("budget", "EUR", "of these: decisions"),
            Self::BudgetPenaltiesEur => {
                flow("budget", "EUR", "of these: penalties for late decisions")
            }
        }
    }

    /// Inflow of a kind.
    pub const fn inflow(kind: Kind) -> Self {
        match kind {
            Kind::First => Self::InflowFirst,
            Kind::Repeat => Self::InflowRepeat,
            Kind::Nareis => Self::InflowNareis,
            Kind::Resettled => Self::InflowResettled,
        }
    }
}

/// What an estimate is about. Ordered by its name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A quantity as a whole.
    Whole(Quantity),
    /// First applications of one nationality.
    First(String),
}

impl Subject {
    /// The quantity, of which this may be a part.
    pub fn quantity(&self) -> Quantity {
        match self {
            Self::Whole(quantity) => *quantity,
            Self::First(_) => Quantity::InflowFirst,
        }
    }

    /// What it counts, the nationality included.
    pub fn plain(&self) -> String {
        match self {
            Self::Whole(quantity) => quantity.named().plain.to_owned(),
            Self::First(nationality) => format!("of these: {nationality}"),
        }
    }
}

impl From<Quantity> for Subject {
    fn from(quantity: Quantity) -> Self {
        Self::Whole(quantity)
    }
}

impl PartialEq<Quantity> for Subject {
    fn eq(&self, quantity: &Quantity) -> bool {
        *self == Self::Whole(*quantity)
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(quantity) => quantity.fmt(f),
            Self::First(nationality) => write!(f, "{}.{nationality}", Quantity::InflowFirst),
        }
    }
}

impl FromStr for Subject {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let rest = text.strip_prefix(Quantity::InflowFirst.code());
        match rest.and_then(|rest| rest.strip_prefix('.')).filter(|rest| !rest.is_empty()) {
            Some(nationality) => Ok(Self::First(nationality.to_owned())),
            None => text.parse().map(Self::Whole),
        }
    }
}

impl Ord for Subject {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Whole(a), Self::Whole(b)) => a.code().cmp(b.code()),
            (Self::First(a), Self::First(b)) => a.cmp(b),
            _ => self.to_string().cmp(&other.to_string()),
        }
    }
}

impl PartialOrd for Subject {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_read_by_its_name_and_by_nationality() {
        let read = |name: &str| name.parse::<Subject>();
        assert_eq!(read("inflow.total"), Ok(Quantity::InflowTotal.into()));
        let syria = read("inflow.first.SYR").unwrap();
        assert_eq!(syria, Subject::First("SYR".to_owned()));
        assert_eq!(
            (syria.quantity(), syria.plain().as_str()),
            (Quantity::InflowFirst, "of these: SYR")
        );
        assert!(read("inflow.frist").is_err() && read("inflow.first.").is_err());
        let mut all: Vec<Subject> = Quantity::ALL.iter().map(|one| (*one).into()).collect();
        all.push(syria);
        assert!(all.iter().all(|one| read(&one.to_string()).as_ref() == Ok(one)));
        all.sort();
        assert!(all.is_sorted_by_key(ToString::to_string));
        let costs = Quantity::BudgetTotalEur.named();
        assert!(costs.unit == "EUR" && costs.flow);
    }
}
