//! What stands above a forecast: what it was made from, and how to read its rows.

use forecast::measure::Measure;
use forecast::quantities::Subject;
use wire::prognosis as pb;

use super::judgement;
use crate::table::plain;

/// What people decided that this forecast has.
pub(super) struct Judged {
    /// Measures that are on.
    pub(super) measures: Vec<String>,
    /// Assumptions that somebody set.
    pub(super) assumptions: Vec<String>,
    /// Expectations of experts.
    pub(super) expectations: Vec<String>,
}

impl Judged {
    /// From the judgements that hold, and the measures of this forecast alone; `model_alone` leaves expectations out.
    pub(super) fn of(held: &[pb::Judgement], own_measures: &[Measure], model_alone: bool) -> Self {
        let of = |kind: pb::JudgementKind| {
            held.iter().filter(move |one| one.kind() == kind && one.version > 0 && !one.withdrawn)
        };
        let said = |one: &pb::Judgement| {
            format!("{} {} (by {}: {})", one.name, judgement::value(one), one.author, one.reason)
        };
        let on = of(pb::JudgementKind::Measure).filter(|one| one.value > 0.0);
        let mut measures: Vec<String> = on.map(|one| one.name.clone()).collect();
        measures.extend(own_measures.iter().map(|name| format!("{name} (this forecast only)")));
        let expectations = of(pb::JudgementKind::Expectation).filter(|_| !model_alone);
        Self {
            measures,
            assumptions: of(pb::JudgementKind::Assumption).map(said).collect(),
            expectations: expectations.map(said).collect(),
        }
    }

    /// What stands above the table, under the title.
    pub(super) fn text(&self, title: &str) -> String {
        let list = |all: &[String], none: &str| {
            if all.is_empty() { none.to_owned() } else { all.join("; ") }
        };
        let measures = list(&self.measures, "none");
        let assumptions = list(&self.assumptions, "none; all as the model has them");
        let expectations = list(&self.expectations, "none");
        let text = format!(
            "{title}\n  measures on:      {measures}\n  assumptions set:  {assumptions}\n  \
             expectations:     {expectations}\n  A flow is of the whole period, its known months included; a stock stands \
             at the end of the month.\n  \
             Medio is exceeded in one of three cases.\n\n"
        );
        plain(&text, true)
    }
}

/// Organisation, what is counted, and unit of a quantity; its name where this command does not know it.
pub(super) fn words(quantity: &str) -> [String; 3] {
    let Ok(subject) = quantity.parse::<Subject>() else {
        return [String::new(), quantity.to_owned(), String::new()];
    };
    let named = subject.quantity().named();
    let of = if named.flow { "in the period" } else { "at its end" };
    [named.organisation.to_owned(), subject.plain(), format!("{}, {of}", named.unit)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_says_whose_it_is_what_it_counts_and_when() {
        assert_eq!(words("coa.occupancy"), ["COA", "residents in all", "persons, at its end"]);
        assert_eq!(words("inflow.first.SYR")[1..], ["of these: SYR", "persons, in the period"]);
        assert_eq!(words("new.quantity"), ["", "new.quantity", ""]);
    }
}
