//! `keten series import`: a published file, read here first, so that errors name the file, and cut to what is
//! asked for, so that a national table fits a message.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use anyhow::{Context as _, Result, anyhow, bail};
use clap::{Args, ValueEnum};
use forecast::quantities::Quantity;
use host::ExitCode;
use jiff::civil::Date;
use published::select::{Form as Cut, select};
use published::{Pick, Shape, eurostat, statline};
use wire::Wire as _;
use wire::prognosis as pb;

use super::{prognosis, request_id, source};
use crate::reach::Reach;
use crate::table::{Table, plain, say};

/// Arguments of `keten series import`.
#[derive(Args)]
pub(crate) struct ImportArgs {
    /// The file: UTF-8 text; compressed files and other encodings are refused
    file: PathBuf,
    /// Its form
    #[arg(long)]
    format: Form,
    /// Where it comes from: publisher and table
    #[arg(long)]
    source: String,
    /// When it was published
    #[arg(long)]
    published: Date,
    /// Quantity that the values are about; not for tidy files, which name it
    #[arg(long, default_value = "")]
    quantity: String,
    /// Dimension that says what is counted; in a table with a column per measure, the name of that column; not for tidy
    /// files
    #[arg(long, default_value = "")]
    measure_dimension: String,
    /// Its value for this quantity; not for tidy files
    #[arg(long, default_value = "")]
    measure: String,
    /// Dimension that says of whom, all together without it; not for tidy files
    #[arg(long, default_value = "")]
    group_dimension: String,
    /// A dimension held at one value; not for tidy files (repeatable)
    #[arg(long, value_name = "DIMENSION=VALUE")]
    only: Vec<String>,
    /// What a code of the publisher means that is not known here, for instance NAT9999=SYR or X=all (repeatable)
    #[arg(long, value_name = "CODE=NATIONALITY")]
    group: Vec<String>,
    /// Says what would be taken in, and takes nothing in
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    reach: Reach,
}

/// Form of a published series.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    Tidy,
    StatlineJson,
    StatlineCsv,
    EurostatTsv,
    EurostatCsv,
}

/// Largest content that a service takes, in bytes.
const CONTENT_BYTES_MAX: usize = 3 * 1024 * 1024;
/// Values that a dry run shows.
const SHOWN_MAX: usize = 20;
/// How many slips of the pen a name may be away from one that is known.
const SLIPS_MAX: usize = 3;

fn pairs(option: &str, given: &[String]) -> Result<HashMap<String, String>> {
    let one = |text: &String| {
        let (name, value) =
            text.split_once('=').with_context(|| format!("{option} {text:?} is not name=value"))?;
        Ok((name.to_owned(), value.to_owned()))
    };
    let all: HashMap<String, String> = given.iter().map(one).collect::<Result<_>>()?;
    if all.len() < given.len() {
        bail!("{option} names something twice: {}", given.join(", "));
    }
    Ok(all)
}

/// What is sent, and what it holds.
struct Content {
    text: String,
    series: published::Series,
}

/// Reads the file as the service will, and cuts it.
fn content(args: &ImportArgs, only: &HashMap<String, String>) -> Result<Content> {
    let file = args.file.display().to_string();
    let text = source::text(&args.file)?;
    let (form, read): (Cut, fn(&str, &str, &Pick<'_>) -> _) = match args.format {
        Form::Tidy => {
            let series = Shape::HANDED_IN.read(&file, &text)?;
            return Ok(Content { text, series });
        }
        Form::StatlineJson => (Cut::StatlineJson, statline::odata),
        Form::StatlineCsv => (Cut::StatlineCsv, statline::export),
        Form::EurostatTsv => (Cut::EurostatTsv, eurostat::tsv),
        Form::EurostatCsv => (Cut::EurostatCsv, eurostat::sdmx),
    };
    for (name, value) in
        [("--quantity", &args.quantity), ("--measure-dimension", &args.measure_dimension)]
    {
        if value.is_empty() {
            bail!("{file}: {name} must be given for this format");
        }
    }
    let sorted: BTreeMap<&str, &str> = only.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let mut only: Vec<(&str, &str)> = sorted.into_iter().collect();
    if matches!(args.format, Form::EurostatTsv | Form::EurostatCsv) && !args.measure.is_empty() {
        only.push((&args.measure_dimension, &args.measure));
    }
    let pick =
        Pick { indicator: &args.measure_dimension, group: &args.group_dimension, only: &only };
    let series = read(&file, &text, &pick)?;
    let text = select(form, &file, &text, &pick)?;
    Ok(Content { text, series })
}

pub(crate) async fn import(args: ImportArgs) -> Result<ExitCode> {
    let file = args.file.display().to_string();
    let only = pairs("--only", &args.only)?;
    let groups = pairs("--group", &args.group)?;
    let Content { text, series } = content(&args, &only)?;
    if text.len() > CONTENT_BYTES_MAX {
        let size = text.len() as f64 / f64::from(1 << 20);
        bail!(
            "{file}: what is asked for is {size:.1} MiB, at most 3 MiB: narrow it, or split the file"
        );
    }
    if series.observations.is_empty() {
        let withheld = series.missing.len();
        bail!("{file}: nothing in it is asked for and given ({withheld} values are withheld)");
    }
    if args.dry_run {
        preview(&args, &series, &groups);
    }
    let format = match args.format {
        Form::Tidy => pb::SeriesFormat::TidyCsv,
        Form::StatlineJson => pb::SeriesFormat::StatlineJson,
        Form::StatlineCsv => pb::SeriesFormat::StatlineCsv,
        Form::EurostatTsv => pb::SeriesFormat::EurostatTsv,
        Form::EurostatCsv => pb::SeriesFormat::EurostatCsv,
    };
    let request = pb::ImportSeriesRequest {
        request_id: request_id(),
        format: format.into(),
        content: text,
        source: args.source.clone(),
        published_on: args.published.to_pb(),
        quantity: args.quantity.clone(),
        measure_dimension: args.measure_dimension.clone(),
        measure: args.measure.clone(),
        group_dimension: args.group_dimension.clone(),
        only,
        groups,
        dry_run: args.dry_run,
    };
    let answer = match prognosis(&args.reach)?.import_series(request).await {
        Err(status) if args.dry_run && status.code() == tonic::Code::Unavailable => {
            println!("no prognosis answers: what it knows already was not looked at");
            return Ok(ExitCode::Done);
        }
        answer => answer.map_err(|status| with_lines(&file, status))?.into_inner(),
    };
    let verb = if args.dry_run { "would be taken in" } else { "taken in" };
    println!(
        "{file}: {} values {verb}, {} known, {} withheld by the publisher",
        answer.imported, answer.unchanged, answer.withheld
    );
    warn(&answer);
    Ok(ExitCode::Done)
}

/// Says what nobody knows.
fn warn(answer: &pb::ImportSeriesResponse) {
    for quantity in &answer.unknown_quantities {
        let near = nearest(quantity).map(|near| format!("; is {near} meant?")).unwrap_or_default();
        let quantity = plain(quantity, false);
        eprintln!(
            "warning: no forecast has {quantity}: its values are kept and score nothing{near}"
        );
    }
    if !answer.unknown_groups.is_empty() {
        let groups = plain(&answer.unknown_groups.join(", "), false);
        eprintln!(
            "warning: no nationality is known by {groups}: kept as written; --group CODE=NATIONALITY says what it means"
        );
    }
}

/// The known quantity that a name may have meant.
fn nearest(name: &str) -> Option<&'static str> {
    let names = Quantity::ALL.iter().map(|one| one.code());
    let all = names.map(|known| (slips(name, known), known));
    all.min().filter(|(slips, _)| *slips <= SLIPS_MAX).map(|(_, name)| name)
}

/// Letters to change, add or leave out between two names.
fn slips(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, letter) in a.chars().enumerate() {
        let mut before = std::mem::replace(&mut row[0], at + 1);
        for (n, other) in b.iter().enumerate() {
            let changed = before + usize::from(letter != *other);
            before = row[n + 1];
            row[n + 1] = changed.min(before + 1).min(row[n] + 1);
        }
    }
    row[b.len()]
}

/// What a dry run would take in: as it was read here.
fn preview(args: &ImportArgs, series: &published::Series, groups: &HashMap<String, String>) {
    let heading = ["quantity", "group", "period", "value", "qualifier", "line"];
    let mut table = Table::new(&heading).with_texts(3);
    for one in series.observations.iter().take(SHOWN_MAX) {
        let tidy = args.format == Form::Tidy;
        let group = groups.get(&one.group).unwrap_or(&one.group);
        let group = match published::groups::of(group) {
            published::groups::Group::All => "all".to_owned(),
            // A country where people apply is no nationality.
            _ if args.group_dimension == "geo" => group.clone(),
            published::groups::Group::Nationality(code) => format!("{code} ({})", one.group),
            published::groups::Group::Unknown(text) => text,
        };
        table.row(vec![
            if tidy { one.indicator.clone() } else { args.quantity.clone() },
            group,
            one.period.to_string(),
            one.value.to_string(),
            one.qualifier.code().to_owned(),
            one.line.to_string(),
        ]);
    }
    say(&table.text());
    let more = series.observations.len().saturating_sub(SHOWN_MAX);
    if more > 0 {
        println!("  and {more} more");
    }
}

/// A refusal with all its lines, which a status shows only the first of, by the name of the file.
fn with_lines(file: &str, status: tonic::Status) -> anyhow::Error {
    use tonic_types::StatusExt as _;
    let Some(bad) = status.get_details_bad_request() else {
        return anyhow::Error::from(status).context(file.to_owned());
    };
    let line = |field: &str| match field.strip_prefix("content") {
        Some(place) => format!("{file}{place}"),
        None => field.to_owned(),
    };
    let lines = bad.field_violations.iter();
    let lines = lines.map(|v| plain(&format!("{}: {}", line(&v.field), v.description), false));
    anyhow!("{file}: nothing was taken in\n{}", lines.collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_recognised() {
        assert_eq!(nearest("inflow.frist"), Some("inflow.first"));
        assert_eq!(nearest("coa.ocupancy"), Some("coa.occupancy"));
        assert_eq!(nearest("z.thousand"), None);
        assert_eq!(slips("", "abc"), 3);
    }

    #[test]
    fn an_option_that_names_something_twice_is_refused() {
        assert!(pairs("--only", &["a=1".to_owned(), "a=2".to_owned()]).is_err());
        assert!(pairs("--only", &["a".to_owned()]).is_err());
        assert_eq!(pairs("--only", &["a=1=2".to_owned()]).unwrap()["a"], "1=2");
    }
}
