//! The demo's numbers as text: the picture, the flows, the forecast beside the letter and beside 2025.

use std::fmt::Write as _;

use forecast::Month;
use reference::{LETTER, OPENING, REALISED_2025};

use super::Figures;
use crate::chain::Chain;
use crate::table::{Table, number};

/// Rows of the picture: what it is called, the stages it adds up, the published figure at the opening.
fn stages() -> Vec<(&'static str, &'static [&'static str], Option<i64>)> {
    vec![
        ("IND: cases without a decision", &["ind.pending."], Some(OPENING.ind_pending.value)),
        ("IND: before a court", &["ind.appeal"], None),
        ("IND: families that wait (nareis)", &["ind.nareis"], Some(OPENING.nareis_pending.value)),
        (
            "COA: residents, as published",
            &["coa.applicant", "coa.rejected", "coa.status_holder", "coa.minor"],
            Some(OPENING.coa_occupancy.value),
        ),
        ("  applicants", &["coa.applicant"], None),
        ("  status holders", &["coa.status_holder"], Some(OPENING.coa_status_holders.value)),
        ("  unaccompanied minors", &["coa.minor"], Some(OPENING.coa_minors.value)),
        ("  rejected, right still runs", &["coa.rejected"], Some(OPENING.coa_rejected.value)),
        ("COA: family members, not in that figure", &["coa.family"], None),
        ("COA: expected, no place yet", &["coa.expected"], None),
        ("COA: places", &["capacity."], None),
        ("  of which emergency", &["capacity.emergency"], None),
        (
            "DTenV: open departure cases",
            &["dtenv.announced", "dtenv.open"],
            Some(OPENING.return_cases.value),
        ),
        ("  in detention", &["dtenv.detained"], None),
        ("Housing: persons not linked yet", &["housing.screening", "housing.ready"], None),
        ("Housing: persons linked", &["housing.linked"], None),
        ("Housing: minors under guardianship", &["housing.nidos"], None),
        ("Housing: in temporary housing", &["housing.temporary"], None),
        ("Municipal places, Ukraine", &["ukraine.places"], None),
    ]
}

/// Measures shown by month.
const FLOWS: &[(&str, &str)] = &[
    ("first applications", "inflow.first"),
    ("  of unaccompanied minors", "inflow.minors"),
    ("repeat applications", "inflow.repeat"),
    ("family members arrived", "inflow.nareis"),
    ("resettled", "inflow.resettled"),
    ("granted", "ind.grants"),
    ("rejected", "ind.rejections"),
    ("to another member state", "ind.transfers"),
    ("withdrawn", "ind.withdrawn"),
    ("appeals", "ind.appeals"),
    ("housed, counted for targets", "housing.realised"),
    ("departed independently", "dtenv.departed.independent"),
    ("departed by force", "dtenv.departed.forced"),
    ("transferred", "dtenv.departed.transfer"),
    ("left unsupervised", "dtenv.departed.unsupervised"),
    ("registrations, Ukraine", "ukraine.registrations"),
];

/// Everything for people.
pub(super) fn text(figures: &Figures) -> String {
    let mut text = String::new();
    let mut say = |part: String| text.push_str(&part);
    if figures.permille < 1_000 {
        let size = f64::from(figures.permille) / 1_000.0;
        say(format!(
            "\nThis world has {size} times the size of the Netherlands; its numbers are shown divided by {size}.\n"
        ));
    }
    say(format!("\nTHE CHAIN ON {}\n\n{}", figures.cut.first_day(), picture(figures)));
    say(format!("\nMONTH BY MONTH\n\n{}", months(figures)));
    say(format!(
        "\nFORECAST FROM {}, BESIDE THE LETTER (26 September 2025) AND 2025 AS REALISED\n\n{}",
        figures.cut.first_day(),
        comparison(figures)
    ));
    say(format!("\nTHE FORECAST, MORE OF IT\n\n{}", forecast(figures)));
    say(end(figures));
    text
}

fn picture(figures: &Figures) -> String {
    let mut table = Table::new(&["", "published 1-1-2025", "chain 1-1-2025", "chain now"]);
    for (name, prefixes, published) in stages() {
        let sum = |of| prefixes.iter().map(|prefix| Figures::stock(of, prefix)).sum::<i64>();
        let raised = |of| number(Some(figures.national(sum(of))));
        table.row(vec![
            name.to_owned(),
            number(published),
            raised(&figures.opening),
            raised(&figures.stocks),
        ]);
    }
    table.text()
}

fn months(figures: &Figures) -> String {
    let first = Month::new(2025, 1);
    let all: Vec<Month> = (0..first.until(figures.cut)).map(|n| first.plus(n)).collect();
    let mut heading = vec![String::new()];
    heading.extend(all.iter().map(ToString::to_string));
    heading.push("together".to_owned());
    let heading: Vec<&str> = heading.iter().map(String::as_str).collect();
    let mut table = Table::new(&heading);
    for (name, measure) in FLOWS {
        let flows = figures.flows.get(*measure);
        let count = |month: &Month| flows.and_then(|f| f.get(month)).copied().unwrap_or_default();
        let mut row = vec![(*name).to_owned()];
        row.extend(all.iter().map(|month| number(Some(figures.national(count(month))))));
        row.push(number(Some(figures.national(all.iter().map(count).sum()))));
        table.row(row);
    }
    table.text()
}

/// Names of quantities for people.
fn name(quantity: &str) -> &str {
    match quantity {
        "inflow.first" => "first applications",
        "inflow.nareis" => "family members",
        "inflow.repeat" => "repeat applications",
        "inflow.resettled" => "resettled",
        "inflow.total" => "total inflow",
        "coa.required_capacity" => "COA places needed, month end",
        "coa.occupancy" => "COA residents, month end",
        "coa.status_holders" => "COA status holders, month end",
        "coa.minors" => "COA unaccompanied minors, month end",
        "housing.target" => "housing target",
        "housing.housed" => "housed from reception",
        "ind.pending" => "IND without a decision, month end",
        "ind.grants" => "grants",
        "ind.decisions" => "decisions",
        "departures.total" => "departures",
        "departures.independent" => "  independent",
        "departures.forced" => "  forced",
        "departures.transfer" => "  transfer to a member state",
        "departures.unsupervised" => "  unsupervised",
        other => other,
    }
}

fn comparison(figures: &Figures) -> String {
    let heading = [
        "",
        "period",
        "minimum",
        "median",
        "medio",
        "maximum",
        "letter min",
        "median",
        "medio",
        "max",
        "realised",
        "median off by",
    ];
    let mut table = Table::new(&heading);
    let mut wanted: Vec<(&str, &str)> =
        LETTER.iter().map(|figure| (figure.quantity, figure.period)).collect();
    for (quantity, period, _) in &REALISED_2025 {
        if !wanted.contains(&(*quantity, *period)) {
            wanted.push((quantity, period));
        }
    }
    wanted.sort_unstable();
    for (quantity, period) in wanted {
        let ours = figures.estimate(quantity, period);
        let raise = |value: Option<i64>| value.map(|value| figures.national(value));
        let letter = LETTER.iter().find(|f| f.quantity == quantity && f.period == period);
        let realised = REALISED_2025.iter().find(|(q, p, _)| *q == quantity && *p == period);
        let realised = realised.map(|(_, _, figure)| figure.value);
        let median = raise(ours.map(|e| e.median));
        // Beside what happened when that is known, beside the letter otherwise.
        let (with_columns, what) = match (realised, letter.and_then(|l| l.median)) {
            (Some(value), _) => (Some(value), "of realised"),
            (None, Some(value)) => (Some(value), "of letter"),
            (None, None) => (letter.and_then(|l| l.medio), "of letter's medio"),
        };
        let off = median.zip(with_columns).map_or("-".to_owned(), |(median, with_columns)| {
            format!("{:+.1} % {what}", (median - with_columns) as f64 / with_columns as f64 * 100.0)
        });
        table.row(vec![
            name(quantity).to_owned(),
            period.to_owned(),
            number(raise(ours.map(|e| e.minimum))),
            number(median),
            number(raise(ours.map(|e| e.medio))),
            number(raise(ours.map(|e| e.maximum))),
            number(letter.and_then(|l| l.minimum)),
            number(letter.and_then(|l| l.median)),
            number(letter.and_then(|l| l.medio)),
            number(letter.and_then(|l| l.maximum)),
            number(realised),
            off,
        ]);
    }
    let note = "  Persons, or places where it says so: in the period, and where it says month end on its last day.\n  \
                A dash: not published, or the period is not in this forecast. The realised total of 2025 is without \
                resettlement.\n";
    table.text() + note
}

fn forecast(figures: &Figures) -> String {
    let mut table = Table::new(&["", "period", "minimum", "median", "medio", "maximum"]);
    let mut row = |quantity: &str, period: &str| {
        if let Some(estimate) = figures.estimate(quantity, period) {
            let raise = |value| number(Some(figures.national(value)));
            table.row(vec![
                name(quantity).to_owned(),
                period.to_owned(),
                raise(estimate.minimum),
                raise(estimate.median),
                raise(estimate.medio),
                raise(estimate.maximum),
            ]);
        }
    };
    for period in ["2025", "2026"] {
        for quantity in [
            "inflow.nareis",
            "inflow.repeat",
            "inflow.resettled",
            "ind.decisions",
            "ind.grants",
            "housing.housed",
        ] {
            row(quantity, period);
        }
        for quantity in ["total", "independent", "forced", "transfer", "unsupervised"] {
            row(&format!("departures.{quantity}"), period);
        }
    }
    for quantity in [
        "ind.pending",
        "coa.occupancy",
        "coa.status_holders",
        "coa.minors",
        "coa.required_capacity",
    ] {
        for period in ["2025-12", "2026-06", "2026-12"] {
            row(quantity, period);
        }
    }
    for period in ["2026-I", "2026-II"] {
        row("housing.target", period);
    }
    table.text()
}

fn end(figures: &Figures) -> String {
    let mut text =
        String::from("\nDIGESTS (independent of order; the same seed gives the same)\n\n");
    let mut table = Table::new(&["", "events", "content"]);
    for (service, events, digest) in &figures.digests {
        table.row(vec![(*service).to_owned(), number(Some(*events as i64)), digest.clone()]);
    }
    table.row(vec!["forecast".to_owned(), String::new(), figures.forecast_digest()]);
    text.push_str(&table.text());
    write!(
        text,
        "\n{} commands ({} refused), {} events in {:.1} s: {:.0} events a second; at most {:.0} MiB of memory.\n",
        number(Some(figures.commands as i64)),
        figures.refused,
        number(Some(figures.events() as i64)),
        figures.seconds,
        figures.events() as f64 / figures.seconds,
        figures.memory_bytes as f64 / 1_048_576.0,
    )
    .unwrap_or_default();
    for refusal in figures.refusals.iter().take(5) {
        writeln!(text, "  refused: {refusal}").unwrap_or_default();
    }
    text
}

/// How to look at the chain while it stays up.
pub(super) fn look(chain: &Chain, base: Option<u16>) -> String {
    let mut text =
        String::from("\nThe chain stays up for a look (reflection is on); Ctrl-C stops it.\n\n");
    for (name, address) in chain.addresses() {
        writeln!(text, "  {name:<10} http://{}  operations http://{}", address.grpc, address.admin)
            .unwrap_or_default();
    }
    text.push('\n');
    let port = base.map(crate::reach::option_for).unwrap_or_default();
    for command in ["events tail --service intake", "picture", "journal verify"] {
        writeln!(text, "  keten {command}{port}").unwrap_or_default();
    }
    text
}
