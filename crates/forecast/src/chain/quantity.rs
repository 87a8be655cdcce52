//! What a forecast says, by organisation: how each quantity follows from the columns of a replication.
//!
//! Stocks are of the end of a month, flows of a month; euros are flows. What a conversion rests on is an
//! assumption with its source in [`crate::assumption`].

mod rest;

use super::build::{ARRIVED, MINORS_ARRIVED, MINORS_GRANTED};
use super::posterior::MONTH_DAYS;
use crate::assumption::Standard;
use crate::inflow::{Lot, Ukraine, stream};
use crate::quantities::{Quantity, Subject};
use crate::sim::{Flow, Output, Reception, Runs, Station, Total};
use crate::{Flows, Input, Kind, Month};

/// Uncertainty of the level of weekly registrations from Ukraine, and what each week adds: standard deviations
/// of the logarithm. A judgement.
const UKRAINE_SD: (f64, f64) = (0.25, 0.02);
/// Weeks in a month.
const MONTH_WEEKS: f64 = MONTH_DAYS / 7.0;

/// One replication.
pub(super) struct View<'a> {
    pub input: &'a Input,
    pub runs: &'a Runs,
    pub replication: usize,
}

/// The place of a column, which has a name of the model's own.
///
/// # Panics
/// When there is no such column: another one in its place would be a wrong figure that nobody sees.
pub(super) fn column(runs: &Runs, name: &str) -> usize {
    runs.column(name).unwrap_or_else(|| panic!("the engine has no column {name}"))
}

/// Fills in the months of one replication.
type Fill = Box<dyn Fn(&View<'_>, &mut [f64]) + Send + Sync>;

/// How a quantity of the forecast follows.
pub(super) struct Rule {
    /// What it is about.
    pub subject: Subject,
    /// What it was in a month before the cut; `None` where it is not known.
    pub known: fn(&Input, Month) -> Option<i64>,
    pub fill: Fill,
}

impl Rule {
    /// A flow adds up over months, a stock does not.
    pub fn is_flow(&self) -> bool {
        self.subject.quantity().named().flow
    }
}

impl View<'_> {
    fn column(&self, output: Output) -> usize {
        self.named(&output.name())
    }

    fn named(&self, name: &str) -> usize {
        column(self.runs, name)
    }

    fn add(&self, column: usize, factor: f64, out: &mut [f64]) {
        for (month, value) in out.iter_mut().enumerate() {
            *value += factor * f64::from(self.runs.value(self.replication, month, column));
        }
    }

    fn sum(&self, outputs: &[Output], out: &mut [f64]) {
        for output in outputs {
            self.add(self.column(*output), 1.0, out);
        }
    }

    /// Arrivals of these kinds, measures included.
    fn arrived(&self, kinds: &[Kind], out: &mut [f64]) {
        for kind in kinds {
            self.add(self.named(&format!("{ARRIVED}{kind}")), 1.0, out);
        }
    }

    fn standard(&self, of: Standard) -> f64 {
        self.input.standard(of)
    }
}

const OCCUPANCY: [Output; 4] = [
    Output::Reception(Reception::Procedure),
    Output::Reception(Reception::Departure),
    Output::Reception(Reception::Status),
    Output::Reception(Reception::Minors),
];
fn unknown(_: &Input, _: Month) -> Option<i64> {
    None
}

fn lived(input: &Input, month: Month, of: fn(&Flows) -> i64) -> Option<i64> {
    input.flows.iter().find(|flows| flows.month == month).map(of)
}

fn times(out: &mut [f64], factor: f64) {
    for value in out {
        *value *= factor;
    }
}

struct List(Vec<Rule>);

impl List {
    fn put(
        &mut self,
        subject: impl Into<Subject>,
        known: fn(&Input, Month) -> Option<i64>,
        fill: impl Fn(&View<'_>, &mut [f64]) + Send + Sync + 'static,
    ) {
        self.0.push(Rule { subject: subject.into(), known, fill: Box::new(fill) });
    }

    /// A sum of outputs.
    fn sum(
        &mut self,
        quantity: Quantity,
        outputs: &'static [Output],
        known: fn(&Input, Month) -> Option<i64>,
    ) {
        self.put(quantity, known, move |view, out| view.sum(outputs, out));
    }

    /// Another quantity of which an assumption gives the ratio.
    fn share(&mut self, quantity: Quantity, of: &'static [Output], ratio: Standard) {
        self.put(quantity, unknown, move |view, out| {
            view.sum(of, out);
            times(out, view.standard(ratio));
        });
    }
}

/// Every quantity, sorted by name.
pub(super) fn all(input: &Input) -> Vec<Rule> {
    let mut list = List(Vec::new());
    inflow(&mut list, input);
    ind(&mut list);
    reception(&mut list);
    rest::departures(&mut list);
    rest::others(&mut list);
    rest::budget(&mut list);
    list.0.sort_by(|a, b| a.subject.cmp(&b.subject));
    list.0
}

fn inflow(list: &mut List, input: &Input) {
    use Output::Flow as F;
    use Quantity as Q;
    for kind in [Kind::First, Kind::Repeat, Kind::Resettled] {
        let known: fn(&Input, Month) -> Option<i64> = match kind {
            Kind::First => |i, m| i.known_inflow(Kind::First, m),
            Kind::Repeat => |i, m| i.known_inflow(Kind::Repeat, m),
            _ => |i, m| i.known_inflow(Kind::Resettled, m),
        };
        list.put(Q::inflow(kind), known, move |view, out| {
            view.arrived(&[kind], out);
        });
    }
    for series in input.inflow.iter().filter(|series| series.kind == Kind::First) {
        let column = format!("{ARRIVED}{}.{}", Kind::First, series.group);
        list.put(Subject::First(series.group.clone()), unknown, move |view, out| {
            view.add(view.named(&column), 1.0, out);
        });
    }
    let nareis = |i: &Input, m| i.known_inflow(Kind::Nareis, m);
    list.sum(Q::InflowNareis, &[F(Flow::RelativesArrived)], nareis);
    let total = |i: &Input, m| Kind::ALL.iter().map(|kind| i.known_inflow(*kind, m)).sum();
    list.put(Q::InflowTotal, total, move |view, out| {
        view.arrived(&[Kind::First, Kind::Repeat, Kind::Resettled], out);
        view.sum(&[F(Flow::RelativesArrived)], out);
    });
    list.put(Q::InflowMinors, unknown, |view, out| {
        view.add(view.named(MINORS_ARRIVED), 1.0, out);
    });
    list.put(Q::UkraineRegistered, unknown, ukraine);
    list.put(Q::UkraineInReception, unknown, |view, out| {
        ukraine(view, out);
        let share = view.standard(Standard::UkraineReceptionShare);
        let mut stock = view.input.stocks.ukraine as f64;
        for value in out {
            stock += share * *value;
            *value = stock;
        }
    });
}

/// Net registrations of displaced persons from Ukraine.
fn ukraine(view: &View<'_>, out: &mut [f64]) {
    let (sd, drift) = UKRAINE_SD;
    let weekly = view.standard(Standard::UkraineWeek).max(1e-9);
    let mut stream = stream(view.input.seed, Lot::Ukraine)(view.replication as u32);
    let weeks = (out.len() as f64 * MONTH_WEEKS).ceil() as usize;
    let path = Ukraine { weekly, sd, drift }.path(weeks, &mut stream);
    for (week, count) in path.into_iter().enumerate() {
        let month = ((week as f64 + 0.5) / MONTH_WEEKS) as usize;
        if let Some(value) = out.get_mut(month) {
            *value += f64::from(count);
        }
    }
}

fn ind(list: &mut List) {
    use Output::{Flow as F, Stock as S, Total as T};
    use Quantity as Q;
    list.sum(Q::IndPending, &[T(Total::Ind)], unknown);
    list.sum(Q::IndLodged, &[F(Flow::Lodged)], unknown);
    list.sum(Q::IndDecisions, &[F(Flow::Granted), F(Flow::Rejected)], |i, m| {
        lived(i, m, Flows::decisions)
    });
    list.sum(Q::IndGrants, &[F(Flow::Granted)], |i, m| lived(i, m, |f| f.grants));
    list.share(Q::IndGrantsRefugee, &[F(Flow::Granted)], Standard::GrantRefugeeShare);
    list.put(Q::IndGrantsSubsidiary, unknown, |view, out| {
        view.sum(&[F(Flow::Granted)], out);
        let share = 1.0 - view.standard(Standard::GrantRefugeeShare);
        times(out, share);
    });
    list.sum(Q::IndRejections, &[F(Flow::Rejected)], |i, m| lived(i, m, |f| f.rejections));
    list.sum(Q::IndTransfers, &[F(Flow::Transferred)], |i, m| lived(i, m, |f| f.transfers));
    list.sum(Q::IndWithdrawn, &[F(Flow::Disappeared)], |i, m| lived(i, m, |f| f.withdrawn));
    list.sum(Q::IndOverTerm, &[T(Total::OverTerm)], unknown);
    list.sum(Q::IndQueueAgeDays, &[T(Total::QueueDays)], unknown);
    list.put(Q::IndWaitedDays, unknown, |view, out| {
        let (days, cases) = (view.column(T(Total::WaitedDays)), view.column(F(Flow::Started)));
        for (month, value) in out.iter_mut().enumerate() {
            let of = |column| f64::from(view.runs.value(view.replication, month, column));
            *value = of(days) / of(cases).max(1.0);
        }
    });
    list.sum(Q::CourtsAppeals, &[F(Flow::Appealed)], |i, m| lived(i, m, |f| f.appeals));
    list.sum(Q::CourtsRulings, &[F(Flow::Ruled)], |i, m| lived(i, m, |f| f.rulings));
    list.sum(Q::CourtsPending, &[S(Station::Appeal)], unknown);
    list.share(Q::CourtsInterim, &[F(Flow::Appealed)], Standard::InterimShare);
    list.share(Q::CourtsFurtherAppeals, &[F(Flow::Ruled)], Standard::FurtherAppealShare);
    list.share(Q::CourtsLate, &[T(Total::OverTerm)], Standard::LateAppealShare);
}

fn reception(list: &mut List) {
    use Output::{Flow as F, Reception as R, Stock as S};
    use Quantity as Q;
    list.sum(Q::CoaOccupancy, &OCCUPANCY, unknown);
    list.sum(Q::CoaApplicants, &[R(Reception::Procedure)], unknown);
    list.sum(Q::CoaRejected, &[R(Reception::Departure)], unknown);
    list.sum(Q::CoaStatusHolders, &[R(Reception::Status)], unknown);
    list.sum(Q::CoaMinors, &[R(Reception::Minors)], unknown);
    // Places at the norm; the quantile of the occupancy is what is rounded up.
    list.sum(Q::CoaRequiredCapacity, &OCCUPANCY, unknown);
    list.sum(Q::CoaRequiredMinors, &[R(Reception::Minors)], unknown);
    list.put(Q::CoaEmergency, unknown, |view, out| {
        view.sum(&OCCUPANCY, out);
        let regular = view.input.stocks.places_regular as f64;
        for value in out.iter_mut() {
            *value = (*value - regular).max(0.0);
        }
    });
    list.put(Q::CoaOutflow, unknown, |view, out| {
        // What came and is not there left: in - (stock now - stock before).
        let mut stock = vec![0.0; out.len()];
        view.sum(&OCCUPANCY, &mut stock);
        let stocks = &view.input.stocks;
        let mut before =
            (stocks.applicants + stocks.rejected + stocks.status_holders + stocks.minors) as f64;
        arrived_inside(view, out);
        for (value, now) in out.iter_mut().zip(stock) {
            *value = (*value - (now - before)).max(0.0);
            before = now;
        }
    });
    list.put(Q::CoaInflow, unknown, arrived_inside);
    list.sum(Q::HousingHoused, &[F(Flow::Housed)], |i, m| lived(i, m, |f| f.housed));
    list.sum(Q::HousingBacklog, &[S(Station::Ready)], unknown);
    // Permits including family members: who is granted and who arrives in a period needs a home.
    list.sum(Q::HousingTarget, &[F(Flow::Granted), F(Flow::RelativesArrived)], |i, m| {
        Some(lived(i, m, |f| f.grants)? + i.known_inflow(Kind::Nareis, m)?)
    });
    list.sum(Q::NidosGuardianships, &[R(Reception::Minors)], unknown);
    list.put(Q::NidosWithStatus, unknown, |view, out| {
        view.add(view.named(MINORS_GRANTED), 1.0, out);
        // They leave as they come of age: as fast as minors leave reception.
        let months = &view.input.flows[view.input.flows.len().saturating_sub(12)..];
        let sum = |of: fn(&Flows) -> i64| months.iter().map(of).sum::<i64>() as f64;
        let leave = (sum(|f| f.minors_out) / sum(|f| f.minors_start).max(1.0)).clamp(0.01, 0.5);
        let mut stock = view.input.stocks.nidos as f64;
        for value in out {
            stock = stock * (1.0 - leave) + *value;
            *value = stock;
        }
    });
}

/// Arrivals who live in reception: the share that lives there now.
fn arrived_inside(view: &View<'_>, out: &mut [f64]) {
    view.arrived(&[Kind::First, Kind::Repeat], out);
    let stocks = &view.input.stocks;
    let cases = (stocks.pending + stocks.appeals).max(1) as f64;
    let share = ((stocks.applicants + stocks.minors) as f64 / cases).min(1.0);
    times(out, share);
}
