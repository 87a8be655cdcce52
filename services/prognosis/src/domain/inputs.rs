//! From the picture of the chain to the input of a forecast.
//!
//! Months before the opening of the books come from the published history; months since from the events.
//! Nationalities beyond the seven that are published by month are one group.

use std::collections::{BTreeMap, HashMap};

use forecast::quantities::Quantity;
use forecast::scenario::Levels;
use forecast::{Asked, Facts, Flows, GroupFacts, Input, Kind, Month, Series, Stocks};
use kernel::{Date, Reason, Refusal, fit};
use law::Policy;

use crate::domain::history::{self, FlowRow, Known};
use crate::domain::names::{Counted, Figure, Measure, Places, Stage};
use crate::domain::outcome::Observation;
use crate::domain::picture::ALL;
use crate::domain::run::ForecastRun;

/// What stands in each stage at some moment.
pub type Standing = HashMap<Stage, i64>;
/// What was counted in some period.
pub type Counts = HashMap<Counted, i64>;

/// Everything that is read for a forecast.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    /// Month in which the books were opened; `None` when nothing was taken over.
    pub books: Option<Month>,
    /// Flows up to the cut.
    pub flows: Vec<FlowRow>,
    /// Stocks before each month since the books, and before the cut.
    pub stocks: BTreeMap<Month, Standing>,
    /// Cases without a decision before the cut, by nationality.
    pub pending: BTreeMap<String, i64>,
    /// Imported values of inflow by month, every vintage.
    pub published: Vec<Observation>,
}

/// The input of a forecast.
///
/// # Errors
/// A refusal when the published history and the lived months do not meet, nothing was lived before the cut, or the
/// share of the published history is not that of the chain.
pub fn input(policy: &Policy, run: &ForecastRun, picture: &Picture) -> Result<Input, Refusal> {
    let cut = Month::of(run.cut_off);
    let first = picture.flows.iter().map(|row| row.month).min();
    // Unset: nothing was lived, and the forecast is refused below.
    let books = picture.books.or(first).unwrap_or(cut);
    let permille = run.history_permille.cast_unsigned();
    let refuse = |text| Err(Refusal::new(Reason::NotEnoughData, text));
    if books >= cut {
        return refuse(format!("nothing was recorded for a month before {cut}"));
    }
    if let Some(opened) = picture.books {
        history::check_scale(opened, permille, &picture.flows)?;
    }
    let known = Known::of(&picture.published)?;
    let lived: Vec<Month> = (0..books.until(cut).max(0)).map(|n| books.plus(n)).collect();
    let facts = Facts {
        inflow: inflow(books, &lived, permille, &picture.flows, &known)?,
        stocks: stocks(picture.stocks.get(&cut)),
        flows: flows(&lived, picture),
        groups: groups(cut, picture),
        permits: permits(books, &lived, permille, &picture.flows)?,
    };
    let asked = Asked {
        cut,
        horizon: Month::of(run.horizon),
        seed: run.seed.cast_unsigned(),
        replications: run.replications.cast_unsigned(),
        levels: Levels {
            minimum: f64::from(run.minimum_permille) / 1_000.0,
            maximum: f64::from(run.maximum_permille) / 1_000.0,
            ..Levels::default()
        },
    };
    Ok(Input::new(policy, asked, facts))
}

/// Months over which the facts of a group are added up.
const GROUP_MONTHS: i32 = 12;

fn groups(cut: Month, picture: &Picture) -> Vec<GroupFacts> {
    let names = reference::FIRST.iter().map(|series| series.nationality.code());
    let mut groups: BTreeMap<&str, GroupFacts> = names
        .chain([reference::OTHER.code()])
        .map(|name| (name, GroupFacts { group: name.to_owned(), ..GroupFacts::default() }))
        .collect();
    for row in picture.flows.iter().filter(|row| row.month.until(cut) <= GROUP_MONTHS) {
        let Some(facts) = groups.get_mut(group(&row.group)) else { continue };
        match row.measure {
            Counted::Of(Measure::InflowFirst) => facts.first += row.count,
            Counted::Of(Measure::InflowMinors) => facts.minors += row.count,
            Counted::Of(Measure::Grants) => facts.grants += row.count,
            Counted::Of(Measure::Rejections) => facts.rejections += row.count,
            Counted::Of(Measure::Transfers) => facts.transfers += row.count,
            _ => {}
        }
    }
    for (nationality, count) in &picture.pending {
        if let Some(facts) = groups.get_mut(group(nationality)) {
            facts.pending += count;
        }
    }
    for facts in groups.values_mut() {
        let GroupFacts { pending, first, minors, grants, rejections, transfers, .. } = facts;
        for number in [pending, first, minors, grants, rejections, transfers] {
            // A correction may outweigh what happened.
            *number = (*number).max(0);
        }
    }
    groups.into_values().collect()
}

/// Permits per month: the published years spread over their months, then the grants of the lived months.
fn permits(
    books: Month,
    lived: &[Month],
    permille: u32,
    flows: &[FlowRow],
) -> Result<Vec<u32>, Refusal> {
    let start = reference::GRANTS_REFUGEE.first().map_or(books.year(), |(year, _)| *year);
    let mut permits = Vec::new();
    for year in start..books.year() {
        let granted = reference::permits(year).ok_or_else(|| {
            let text = format!("the permits of {year} are not published, and were not lived");
            Refusal::new(Reason::NotEnoughData, text)
        })?;
        let total = (granted * permille + 500) / 1_000;
        permits.extend(law::distribute(total, &[1; 12]));
    }
    // Books that open within a year: its months before them are like the first lived ones.
    let before = books.month() as usize - 1;
    let granted = |month: &Month| {
        let rows = flows.iter().filter(|row| row.month == *month && row.measure == Measure::Grants);
        fit(rows.map(|row| row.count).sum::<i64>().max(0))
    };
    let since: Vec<u32> = lived.iter().map(granted).collect();
    // Unset: no month was lived, and the forecast is refused before it is made.
    let like = since.first().copied().unwrap_or_default();
    permits.extend(std::iter::repeat_n(like, before).chain(since));
    Ok(permits)
}

/// What was realised in a period. Stocks only where they are given: at the end of a month.
pub fn realised(stocks_at: Option<&Standing>, flows: &Counts) -> BTreeMap<Figure, i64> {
    use Measure as M;
    use Quantity as Q;
    let flow = |measures: &[Measure]| -> i64 {
        measures.iter().filter_map(|measure| flows.get(&Counted::Of(*measure))).sum()
    };
    let inflow = Kind::ALL.iter().map(|kind| (Q::inflow(*kind), vec![M::inflow(*kind)]));
    let ways =
        [M::DepartedIndependent, M::DepartedForced, M::DepartedTransfer, M::DepartedUnsupervised];
    let rows = [
        (Q::InflowMinors, vec![M::InflowMinors]),
        (Q::InflowTotal, Kind::ALL.iter().map(|kind| M::inflow(*kind)).collect()),
        (Q::IndDecisions, vec![M::Grants, M::Rejections]),
        (Q::IndGrants, vec![M::Grants]),
        (Q::IndRejections, vec![M::Rejections]),
        (Q::IndTransfers, vec![M::Transfers]),
        (Q::IndWithdrawn, vec![M::Withdrawn]),
        (Q::CourtsAppeals, vec![M::Appeals]),
        (Q::CourtsRulings, vec![M::Rulings]),
        (Q::CourtsFurtherAppeals, vec![M::FurtherAppeals]),
        (Q::HousingHoused, vec![M::Housed]),
        (Q::DeparturesIndependent, vec![M::DepartedIndependent]),
        (Q::DeparturesForced, vec![M::DepartedForced]),
        (Q::DeparturesTransfer, vec![M::DepartedTransfer]),
        (Q::DeparturesUnsupervised, vec![M::DepartedUnsupervised]),
        (Q::DeparturesTotal, ways.to_vec()),
    ];
    let counted = inflow.chain(rows).map(|(of, measures)| (Figure::Of(of), flow(&measures)));
    let mut all: BTreeMap<Figure, i64> = counted.collect();
    if let Some(at) = stocks_at {
        let Stocks { pending, appeals, applicants, rejected, status_holders, minors, .. } =
            stocks(Some(at));
        let residents = applicants + rejected + status_holders + minors;
        let capacity = [Stage::CapacityRegular, Stage::CapacityEmergency, Stage::CapacityOutside];
        all.extend([
            (Figure::Of(Q::IndPending), pending),
            (Figure::Of(Q::CourtsPending), appeals),
            (Figure::Of(Q::CoaApplicants), applicants),
            (Figure::Of(Q::CoaRejected), rejected),
            (Figure::Of(Q::CoaStatusHolders), status_holders),
            (Figure::Of(Q::CoaMinors), minors),
            (Figure::Of(Q::CoaOccupancy), residents),
            (Figure::There(Places::All), sum(Some(at), &capacity)),
            (Figure::There(Places::Minors), sum(Some(at), &[Stage::PlacesMinors])),
            (Figure::Of(Q::ReturnsOpen), stocks(Some(at)).return_cases),
        ]);
    }
    all
}

/// The seven nationalities and all others.
fn group(nationality: &str) -> &str {
    let known = reference::FIRST.iter().any(|series| series.nationality.code() == nationality);
    if known { nationality } else { reference::OTHER.code() }
}

fn inflow(
    books: Month,
    lived: &[Month],
    permille: u32,
    flows: &[FlowRow],
    known: &Known,
) -> Result<Vec<Series>, Refusal> {
    let since = |kind: Kind, of: &str| -> Vec<u32> {
        let measure = Measure::inflow(kind);
        let mut counts = vec![0; lived.len()];
        for row in flows.iter().filter(|row| row.measure == measure) {
            let at = lived.iter().position(|month| *month == row.month);
            if let Some(at) = at.filter(|_| of == ALL || group(&row.group) == of) {
                counts[at] += fit::<u32, _>(row.count.max(0));
            }
        }
        counts
    };
    let published = history::before(books, known)?;
    let series = published.into_iter().map(|one| {
        let scale = |count: &u32| (u64::from(*count) * u64::from(permille) + 500) / 1_000;
        let scaled = one.counts.iter().map(|count| fit(scale(count)));
        let counts: Vec<u32> = scaled.collect();
        let from = books.plus(-fit::<i32, _>(counts.len()));
        let since = since(one.kind, &one.group);
        let counts = counts.into_iter().chain(since).collect();
        Series { kind: one.kind, group: one.group, from, counts }
    });
    Ok(series.collect())
}

fn sum(at: Option<&Standing>, stages: &[Stage]) -> i64 {
    at.map_or(0, |at| stages.iter().filter_map(|stage| at.get(stage)).sum())
}

fn stocks(at: Option<&Standing>) -> Stocks {
    use Stage as S;
    let of = |stages: &[Stage]| sum(at, stages);
    Stocks {
        pending: of(&S::PENDING),
        appeals: of(&[S::Appeal]),
        // Who is expected has a right to a place, and takes one within days.
        applicants: of(&[S::Applicant, S::Expected]),
        rejected: of(&[S::Rejected]),
        status_holders: of(&[S::StatusHolder]),
        minors: of(&[S::Minor]),
        return_cases: of(&[S::ReturnAnnounced, S::ReturnOpen]),
        nareis_pending: of(&[S::Nareis]),
        nidos: of(&[S::Nidos, S::NidosPlaced]),
        detained: of(&[S::Detained]),
        places_regular: of(&[S::CapacityRegular]),
        places_emergency: of(&[S::CapacityEmergency]),
        places_minors: of(&[S::PlacesMinors]),
        ukraine: of(&[S::UkraineOccupied]),
    }
}

fn flows(lived: &[Month], picture: &Picture) -> Vec<Flows> {
    let month = |month: &Month| {
        let of = |measure: Measure| -> i64 {
            let rows = picture.flows.iter().filter(|row| row.month == *month);
            // A correction may outweigh what happened in its month; rates are never negative.
            rows.filter(|row| row.measure == measure).map(|row| row.count).sum::<i64>().max(0)
        };
        let before = picture.stocks.get(month);
        let start = stocks(before);
        Flows {
            grants: of(Measure::Grants),
            rejections: of(Measure::Rejections),
            transfers: of(Measure::Transfers),
            withdrawn: of(Measure::Withdrawn),
            appeals: of(Measure::Appeals),
            rulings: of(Measure::Rulings),
            grounded: of(Measure::Grounded),
            minors_in: of(Measure::MinorsIn),
            minors_out: of(Measure::MinorsOut),
            housed: of(Measure::Housed),
            granted_in_reception: of(Measure::GrantedInReception),
            files_other: of(Measure::FilesPolice)
                + of(Measure::FilesKmar)
                + of(Measure::FilesOther),
            departed_independent: of(Measure::DepartedIndependent),
            departed_forced: of(Measure::DepartedForced),
            departed_transfer: of(Measure::DepartedTransfer),
            departed_unsupervised: of(Measure::DepartedUnsupervised),
            returns_lawful: of(Measure::ReturnsLawful),
            pending_start: start.pending,
            return_cases_start: start.return_cases,
            minors_start: start.minors,
            appeals_start: start.appeals,
            detentions: of(Measure::Detentions),
            detained_start: start.detained,
            ..Flows::none(*month)
        }
    };
    lived.iter().map(month).collect()
}

/// The first days of the months whose opening stock a forecast needs: since the books, and the cut.
pub fn month_starts(books: Option<Month>, cut: Month) -> Vec<(Month, Date)> {
    // Unset: without books only the cut has a stock.
    let from = books.unwrap_or(cut).min(cut);
    (0..=from.until(cut)).map(|n| from.plus(n)).map(|month| (month, month.first_day())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::run::{Begin, Parameters, begin};

    fn run(permille: u32) -> ForecastRun {
        let cut_off = Date::constant(2025, 3, 1);
        let horizon = Date::constant(2025, 12, 31);
        let parameters = Parameters {
            cut_off,
            horizon,
            seed: 7,
            replications: 100,
            history_permille: permille,
            measures: Vec::new(),
            without_expectations: false,
            minimum_permille: 50,
            maximum_permille: 950,
        };
        let asked = Begin { forecast_id: kernel::ForecastId::from_u128(0), parameters, now_us: 0 };
        begin(None, &asked, None, cut_off, 0).unwrap()
    }

    fn row(measure: Measure, group: &str, month: Month, count: i64) -> FlowRow {
        FlowRow { measure: measure.into(), group: group.to_owned(), month, count }
    }

    #[test]
    fn published_months_come_before_the_books_and_lived_ones_after() {
        let (january, february) = (Month::new(2025, 1), Month::new(2025, 2));
        let picture = Picture {
            books: Some(january),
            flows: vec![
                row(Measure::InflowFirst, "SYR", january, 11),
                row(Measure::InflowFirst, "MAR", february, 5),
                row(Measure::InflowFirst, "DZA", february, 6),
                row(Measure::Grants, "SYR", february, 3),
            ],
            stocks: [(february, [(Stage::PendingFirst, 40)].into())].into(),
            ..Picture::default()
        };
        let input = input(law::sept_2025(), &run(1_000), &picture).unwrap();
        let syria = input.inflow.iter().find(|series| series.group == "SYR").unwrap();
        assert_eq!((syria.from, syria.counts.len()), (Month::new(2015, 1), 122));
        assert_eq!(syria.counts[119..], [725, 11, 0]);
        let other = input.inflow.iter().find(|series| series.group == "XOT").unwrap();
        assert_eq!(other.counts[120..], [0, 11]);
        assert_eq!((input.flows.len(), input.flows[1].grants), (2, 3));
        assert_eq!(input.flows[1].pending_start, 40);
        // Every kind has its history, and all end before the cut.
        let end = |series: &Series| series.from.plus(fit(series.counts.len()));
        assert!(input.inflow.iter().all(|series| end(series) == Month::new(2025, 3)));
        let repeat = input.inflow.iter().find(|series| series.kind == Kind::Repeat).unwrap();
        assert_eq!(repeat.from, Month::new(2022, 1));
    }

    #[test]
    fn a_chain_at_a_tenth_carries_on_a_tenth_of_the_history() {
        let picture = Picture { books: Some(Month::new(2025, 1)), ..Picture::default() };
        let input = input(law::sept_2025(), &run(100), &picture).unwrap();
        let syria = input.inflow.iter().find(|series| series.group == "SYR").unwrap();
        assert_eq!(syria.counts[119], 73);
    }

    #[test]
    fn history_and_books_must_meet_and_a_month_must_be_lived() {
        let none = input(law::sept_2025(), &run(1_000), &Picture::default()).unwrap_err();
        assert_eq!(none.reason, "NOT_ENOUGH_DATA");
        let late = Picture { books: Some(Month::new(2025, 3)), ..Picture::default() };
        assert_eq!(
            input(law::sept_2025(), &run(1_000), &late).unwrap_err().reason,
            "NOT_ENOUGH_DATA"
        );
        // Published until December 2025: books that begin later leave a hole.
        let hole = Picture { books: Some(Month::new(2026, 7)), ..Picture::default() };
        let later = ForecastRun { cut_off: Date::constant(2026, 9, 1), ..run(1_000) };
        assert!(input(law::sept_2025(), &later, &hole).unwrap_err().message.contains("2026-07"));
    }

    #[test]
    fn a_correction_does_not_make_a_rate_negative() {
        let january = Month::new(2025, 1);
        let picture = Picture {
            books: Some(january),
            flows: vec![row(Measure::DepartedUnsupervised, "SYR", january, -1)],
            ..Picture::default()
        };
        let input = input(law::sept_2025(), &run(1_000), &picture).unwrap();
        assert_eq!(input.flows[0].departed_unsupervised, 0);
    }

    #[test]
    fn what_is_frozen_reads_back() {
        let picture = Picture { books: Some(Month::new(2025, 1)), ..Picture::default() };
        let input = input(law::sept_2025(), &run(1_000), &picture).unwrap();
        let text = serde_json::to_string(&input).unwrap();
        assert_eq!(serde_json::from_str::<Input>(&text).unwrap(), input);
    }
}
