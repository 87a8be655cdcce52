//! Departures, the organisations around the chain, and the budget.

use super::{List, OCCUPANCY, View, lived, times, unknown};
use crate::assumption::Standard;
use crate::chain::posterior::MONTH_DAYS;
use crate::quantities::Quantity;
use crate::sim::{Flow, Output, Station, Total};
use crate::{Flows, Input, Kind, Month};

const DEPARTURES: [(Quantity, Flow); 4] = [
    (Quantity::DeparturesIndependent, Flow::LeftVoluntary),
    (Quantity::DeparturesForced, Flow::LeftForced),
    (Quantity::DeparturesUnsupervised, Flow::LeftUnsupervised),
    (Quantity::DeparturesTransfer, Flow::LeftReturn),
];

pub(super) fn departures(list: &mut List) {
    use Output::{Flow as F, Stock as S};
    use Quantity as Q;
    for (quantity, flow) in DEPARTURES {
        let known: fn(&Input, Month) -> Option<i64> = match flow {
            Flow::LeftVoluntary => |i, m| lived(i, m, |f| f.departed_independent),
            Flow::LeftForced => |i, m| lived(i, m, |f| f.departed_forced),
            Flow::LeftUnsupervised => |i, m| lived(i, m, |f| f.departed_unsupervised),
            _ => |i, m| lived(i, m, |f| f.departed_transfer),
        };
        list.put(quantity, known, move |view, out| view.sum(&[F(flow)], out));
    }
    list.sum(
        Q::DeparturesTotal,
        &[
            F(Flow::LeftVoluntary),
            F(Flow::LeftForced),
            F(Flow::LeftUnsupervised),
            F(Flow::LeftReturn),
        ],
        |i, m| {
            lived(i, m, |f| {
                f.departed_independent
                    + f.departed_forced
                    + f.departed_transfer
                    + f.departed_unsupervised
            })
        },
    );
    const OPEN: [Output; 4] =
        [S(Station::Voluntary), S(Station::Forced), S(Station::Unsupervised), S(Station::Return)];
    list.sum(Q::ReturnsOpen, &OPEN, unknown);
    list.put(Q::ReturnsFiles, unknown, |view, out| {
        // What left and what stands more came in.
        let mut open = vec![0.0; out.len()];
        view.sum(&OPEN, &mut open);
        view.sum(&DEPARTURES.map(|(_, flow)| F(flow)), out);
        let mut before = view.input.stocks.return_cases as f64;
        for (value, now) in out.iter_mut().zip(open) {
            *value = (*value + now - before).max(0.0);
            before = now;
        }
    });
    list.put(Q::ReturnsDetentionPlaces, unknown, |view, out| {
        view.sum(&[F(Flow::LeftForced)], out);
        // Little's law: persons in detention per forced departure of a month, as in the lived months.
        let months = &view.input.flows[view.input.flows.len().saturating_sub(12)..];
        let sum = |of: fn(&Flows) -> i64| months.iter().map(of).sum::<i64>() as f64;
        let (held, left) = (sum(|f| f.detained_start), sum(|f| f.departed_forced));
        let usual = view.standard(Standard::DetentionDays) / MONTH_DAYS;
        let ratio = if held > 0.0 && left > 0.0 { held / left } else { usual };
        times(out, ratio);
    });
}

pub(super) fn others(list: &mut List) {
    use Output::Flow as F;
    use Quantity as Q;
    let identified = |view: &View<'_>, out: &mut [f64]| {
        view.arrived(&[Kind::First, Kind::Repeat], out);
    };
    list.put(Q::PoliceIdentifications, unknown, identified);
    list.put(Q::PoliceScreenings, unknown, move |view, out| {
        identified(view, out);
        // The pact's screening applies from its first day; that month counts for the days that are left of it.
        let from = view.input.law.pact_from;
        for (ahead, value) in out.iter_mut().enumerate() {
            let month = view.input.cut.plus(ahead as i32);
            match from {
                Some((first, day)) if month == first => {
                    let days = f64::from(month.last_day().day());
                    *value *= (days - f64::from(day) + 1.0) / days;
                }
                Some((first, _)) if month > first => {}
                _ => *value = 0.0,
            }
        }
    });
    list.share(Q::PoliceEscorts, &[F(Flow::LeftForced)], Standard::EscortShare);
    list.put(Q::PoliceSupervision, unknown, |view, out| {
        let open = [Station::Voluntary, Station::Forced, Station::Unsupervised, Station::Return];
        view.sum(&open.map(Output::Stock), out);
        let share = view.standard(Standard::SupervisionShare);
        times(out, share);
    });
    // Family members travel on a visa of the month in which they arrive, or the one before.
    list.sum(Q::ForeignAffairsVisas, &[F(Flow::RelativesArrived)], |i, m| {
        i.known_inflow(Kind::Nareis, m)
    });
    list.share(
        Q::ForeignAffairsAppointments,
        &[F(Flow::RelativesArrived)],
        Standard::AppointmentsPerVisa,
    );
}

/// Euros. Costs follow from each path, so their quantiles are not the cost of a quantile.
pub(super) fn budget(list: &mut List) {
    use Output::{Flow as F, Total as T};
    use Quantity as Q;
    fn reception(view: &View<'_>, out: &mut [f64]) {
        view.sum(&OCCUPANCY, out);
        let regular = view.input.stocks.places_regular as f64;
        let (usual, dear) = (
            view.standard(Standard::CostRegularPlaceEur) / 12.0,
            view.standard(Standard::CostEmergencyPlaceEur) / 12.0,
        );
        for value in out {
            let inside = value.min(regular);
            *value = inside * usual + (*value - inside) * dear;
        }
    }
    fn decisions(view: &View<'_>, out: &mut [f64]) {
        view.sum(&[F(Flow::Granted), F(Flow::Rejected)], out);
        let price = view.standard(Standard::CostDecisionEur);
        times(out, price);
    }
    list.put(Q::BudgetReceptionEur, unknown, reception);
    list.put(Q::BudgetDecisionsEur, unknown, decisions);
    list.share(Q::BudgetPenaltiesEur, &[T(Total::OverTerm)], Standard::PenaltyEur);
    list.put(Q::BudgetTotalEur, unknown, |view, out| {
        view.sum(&[T(Total::OverTerm)], out);
        let price = view.standard(Standard::PenaltyEur);
        times(out, price);
        for part in [reception, decisions] {
            let mut more = vec![0.0; out.len()];
            part(view, &mut more);
            out.iter_mut().zip(more).for_each(|(value, more)| *value += more);
        }
    });
}
