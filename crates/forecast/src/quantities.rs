//! The quantities of a forecast in words: whose they are, what they count, in which unit, and whether they are of a
//! whole period or of its end.

/// A quantity in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its name in results.
    pub name: &'static str,
    /// Whose it is.
    pub organisation: &'static str,
    /// What it counts.
    pub plain: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// A flow is of a whole period and adds up over months; a stock stands at the end of a month.
    pub flow: bool,
}

const fn flow(
    organisation: &'static str,
    name: &'static str,
    unit: &'static str,
    plain: &'static str,
) -> Named {
    Named { name, organisation, plain, unit, flow: true }
}

const fn stock(
    organisation: &'static str,
    name: &'static str,
    unit: &'static str,
    plain: &'static str,
) -> Named {
    Named { name, organisation, plain, unit, flow: false }
}

/// Beginning of first applications by nationality; the nationality follows.
const BY_NATIONALITY: &str = "inflow.first.";

/// Every quantity, by organisation in the order in which people pass them.
pub const QUANTITIES: &[Named] = &[
    flow("chain", "inflow.total", "persons", "asylum inflow in all"),
    flow("chain", "inflow.first", "persons", "first applications"),
    flow("chain", "inflow.repeat", "persons", "repeat applications"),
    flow("chain", "inflow.nareis", "persons", "family members who arrive"),
    flow("chain", "inflow.resettled", "persons", "resettled persons"),
    flow("chain", "inflow.minors", "persons", "of first applications: unaccompanied minors"),
    flow("chain", "ukraine.registered", "persons", "displaced from Ukraine, net registrations"),
    stock("chain", "ukraine.in_reception", "persons", "displaced from Ukraine in reception"),
    flow("IND", "ind.lodged", "cases", "applications lodged"),
    stock("IND", "ind.pending", "cases", "cases without a decision"),
    stock("IND", "ind.over_term", "cases", "of these: over their term"),
    stock("IND", "ind.queue_age_days", "days", "mean age of these cases"),
    stock("IND", "ind.waited_days", "days", "mean wait of who got an officer in the month"),
    flow("IND", "ind.decisions", "cases", "decisions on the merits"),
    flow("IND", "ind.grants", "cases", "grants"),
    flow("IND", "ind.grants_refugee", "cases", "of these: refugee status"),
    flow("IND", "ind.grants_subsidiary", "cases", "of these: subsidiary protection"),
    flow("IND", "ind.rejections", "cases", "rejections"),
    flow("IND", "ind.transfers", "persons", "transfers to another member state"),
    flow("IND", "ind.withdrawn", "cases", "withdrawn or gone before a decision"),
    flow("courts", "courts.appeals", "cases", "appeals lodged"),
    flow("courts", "courts.rulings", "cases", "rulings"),
    stock("courts", "courts.pending", "cases", "cases before a court"),
    flow("courts", "courts.interim", "cases", "requests for interim relief"),
    flow("courts", "courts.further_appeals", "cases", "further appeals"),
    flow("courts", "courts.late", "cases", "appeals against late decisions"),
    flow("COA", "coa.inflow", "persons", "into reception"),
    flow("COA", "coa.outflow", "persons", "out of reception"),
    stock("COA", "coa.occupancy", "persons", "residents in all"),
    stock("COA", "coa.applicants", "persons", "of these: applicants"),
    stock("COA", "coa.rejected", "persons", "of these: rejected, with a right to reception"),
    stock("COA", "coa.status_holders", "persons", "of these: status holders"),
    stock("COA", "coa.minors", "persons", "of these: unaccompanied minors"),
    stock("COA", "coa.required_capacity", "places", "places needed at the occupancy norm"),
    stock("COA", "coa.required_minors", "places", "of these: for unaccompanied minors"),
    stock("COA", "coa.emergency", "persons", "residents beyond the regular places"),
    flow("municipalities", "housing.target", "persons", "to be housed: the target"),
    flow("municipalities", "housing.housed", "persons", "housed from reception"),
    stock("municipalities", "housing.backlog", "persons", "status holders who wait for a home"),
    stock("Nidos", "nidos.guardianships", "persons", "minors under guardianship"),
    stock("Nidos", "nidos.with_status", "persons", "minors with a permit in care of Nidos"),
    flow("DTenV", "returns.files", "cases", "departure cases that come in"),
    stock("DTenV", "returns.open", "cases", "open departure cases"),
    stock("DTenV", "returns.detention_places", "places", "detention places in use"),
    flow("DTenV", "departures.total", "persons", "departures in all"),
    flow("DTenV", "departures.independent", "persons", "of these: independent"),
    flow("DTenV", "departures.forced", "persons", "of these: forced"),
    flow("DTenV", "departures.transfer", "persons", "of these: to another member state"),
    flow("DTenV", "departures.unsupervised", "persons", "of these: unsupervised"),
    flow("police", "police.identifications", "persons", "identifications"),
    flow("police", "police.screenings", "persons", "screenings under the pact"),
    flow("police", "police.escorts", "persons", "escorts"),
    stock("police", "police.supervision", "persons", "persons under supervision"),
    flow("foreign affairs", "foreign_affairs.visas", "visas", "visas for family members"),
    flow("foreign affairs", "foreign_affairs.appointments", "appointments", "at embassies"),
    flow("budget", "budget.total_eur", "EUR", "costs in all"),
    flow("budget", "budget.reception_eur", "EUR", "of these: reception"),
    flow("budget", "budget.decisions_eur", "EUR", "of these: decisions"),
    flow("budget", "budget.penalties_eur", "EUR", "of these: penalties for late decisions"),
];

/// Place of a quantity in [`QUANTITIES`]; first applications of a nationality stand with all of them. `None` when no
/// forecast has it.
pub fn place(name: &str) -> Option<usize> {
    let listed = if name.starts_with(BY_NATIONALITY) { "inflow.first" } else { name };
    QUANTITIES.iter().position(|one| one.name == listed)
}

/// A quantity in words.
pub fn named(name: &str) -> Option<Named> {
    place(name).map(|at| QUANTITIES[at])
}

/// What it counts, the nationality included.
pub fn plain(name: &str) -> Option<String> {
    let named = named(name)?;
    Some(match name.strip_prefix(BY_NATIONALITY) {
        Some(nationality) => format!("of these: {nationality}"),
        None => named.plain.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantity_is_found_by_its_name_and_by_nationality() {
        assert_eq!(place("inflow.total"), Some(0));
        assert_eq!(place("inflow.first.SYR"), place("inflow.first"));
        assert_eq!(plain("inflow.first.SYR").as_deref(), Some("of these: SYR"));
        assert_eq!(named("inflow.frist"), None);
        assert!(named("budget.total_eur").is_some_and(|one| one.unit == "EUR" && one.flow));
    }
}
