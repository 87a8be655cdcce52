//! Published series as they come, into observations: errors name the line, the column and the rule.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use forecast::quantities::Subject;
use kernel::Date;
use published::groups::{self, Group};
use published::{Faults, PERSONS_MAX, Pick, Series, eurostat, statline};
use wire::prognosis as pb;

use crate::domain::outcome::Observation;
use crate::domain::picture::ALL;

/// The name that errors give the content.
const FILE: &str = "content";
/// Most errors that are told.
const FAULTS_MAX: usize = 20;
/// Longest name of a quantity or group, in characters.
const NAME_CHARS_MAX: usize = published::text::TEXT_CHARS_MAX;
/// The dimension of Eurostat that is a place: its codes are no nationalities.
const PLACE: &str = "geo";

/// Fields and the rules that they break.
type Wrong = Vec<(String, String)>;

/// What the content of a request holds.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// Its values.
    pub(super) observations: Vec<Observation>,
    /// How many the publisher withholds.
    pub(super) withheld: u32,
    /// Groups that are kept as they are written, because nothing here knows them.
    pub(super) unknown_groups: BTreeSet<String>,
}

impl Read {
    /// Quantities that no forecast has.
    pub(super) fn unknown_quantities(&self) -> BTreeSet<String> {
        let names = self.observations.iter().map(|one| &one.quantity);
        names.filter(|name| name.parse::<Subject>().is_err()).cloned().collect()
    }
}

/// Reads the content of a request.
pub(super) fn read(message: &pb::ImportSeriesRequest) -> Result<Read, Wrong> {
    use pb::SeriesFormat as F;
    let text = message.content.as_str();
    let format = message.format();
    if format == F::TidyCsv {
        let series = published::Shape::HANDED_IN.read(FILE, text).map_err(wrong_of)?;
        return observations(message, series);
    }
    let mut wrong = Vec::new();
    for (field, value) in
        [("quantity", &message.quantity), ("measure_dimension", &message.measure_dimension)]
    {
        if value.is_empty() {
            wrong.push((field.to_owned(), "must be set for this format".to_owned()));
        } else if let Some(rule) = published::text::unfit(value) {
            wrong.push((field.to_owned(), rule));
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let mut only: Vec<(&str, &str)> =
        message.only.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    only.sort_unstable();
    // Other measures are outside the request: neither their faults nor what is withheld of them counts.
    if matches!(format, F::EurostatTsv | F::EurostatCsv) && !message.measure.is_empty() {
        only.push((&message.measure_dimension, &message.measure));
    }
    let pick = Pick {
        indicator: &message.measure_dimension,
        group: &message.group_dimension,
        only: &only,
    };
    let series = match format {
        F::StatlineJson => statline::odata(FILE, text, &pick),
        F::StatlineCsv => statline::export(FILE, text, &pick),
        F::EurostatTsv => eurostat::tsv(FILE, text, &pick),
        F::EurostatCsv => eurostat::sdmx(FILE, text, &pick),
        F::Unspecified | F::TidyCsv => {
            return Err(vec![("format".to_owned(), "must be set".to_owned())]);
        }
    };
    let mut series = series.map_err(wrong_of)?;
    if !message.measure.is_empty() {
        series.observations.retain(|one| one.indicator == message.measure);
        series.missing.retain(|one| one.indicator == message.measure);
    }
    observations(message, series)
}

fn wrong_of(faults: Faults) -> Wrong {
    let shown = faults.first.iter().take(FAULTS_MAX);
    let mut told: Wrong = shown.map(|fault| at(fault.line, &fault.column, &fault.rule)).collect();
    if faults.total > told.len() {
        let rule = format!("{} errors in all; the first {} are told", faults.total, told.len());
        told.push((FILE.to_owned(), rule));
    }
    told
}

/// An error with its place in the content.
fn at(line: u64, column: &str, rule: &str) -> (String, String) {
    (format!("{FILE}:{line}:{column}"), rule.to_owned())
}

fn observations(message: &pb::ImportSeriesRequest, series: Series) -> Result<Read, Wrong> {
    let published_on: Option<Date> = <Date as wire::Wire>::from_pb(message.published_on).ok();
    let tidy = message.format() == pb::SeriesFormat::TidyCsv;
    let mut read = Read { withheld: kernel::fit(series.missing.len()), ..Read::default() };
    let (mut seen, mut wrong) = (HashMap::new(), Wrong::new());
    for one in series.observations {
        let quantity = if tidy { &one.indicator } else { &message.quantity };
        let group = match group(message, &one.group) {
            Ok(known) => known,
            Err(unknown) => {
                read.unknown_groups.insert(unknown.clone());
                unknown
            }
        };
        let mut refuse = |column: &str, rule: String| wrong.push(at(one.line, column, &rule));
        let name = format!("{quantity} of {group} in {}", one.period);
        if let Some(until) = one.until {
            refuse("period", format!("{name} runs until {until}: must be about one period"));
            continue;
        }
        if let Some(rule) = unfit(quantity, &group, one.value) {
            refuse("value", rule);
            continue;
        }
        // A line may say itself when it was published.
        let published = one.published.map(published::Period::last_day);
        if let Some(day) = published.or(published_on).filter(|day| *day < one.period.first_day()) {
            let column = if published.is_some() { "published_on" } else { "period" };
            refuse(column, format!("{name} cannot have been published on {day}, before it began"));
            continue;
        }
        if let Some(line) = seen.insert((name.clone(), published), one.line) {
            refuse("value", format!("{name} stands there twice, also on line {line}"));
            continue;
        }
        read.observations.push(Observation {
            observation_id: String::new(),
            quantity: quantity.clone(),
            grp: group,
            period: one.period.to_string(),
            micro: kernel::rounded(one.value * 1e6),
            source: String::new(),
            qualifier: word(one.qualifier, &one.flag),
            // Replaced by the day of the request where the line does not say.
            published_on: published.unwrap_or(Date::MIN),
        });
    }
    if wrong.is_empty() {
        return Ok(read);
    }
    let total = wrong.len();
    wrong.truncate(FAULTS_MAX);
    if total > wrong.len() {
        let rule = format!("{total} errors in all; the first {} are told", wrong.len());
        wrong.push((FILE.to_owned(), rule));
    }
    Err(wrong)
}

/// Why a value cannot be kept under these names.
fn unfit(quantity: &str, group: &str, value: f64) -> Option<String> {
    let persons = quantity.parse().is_ok_and(|one: Subject| one.quantity().named().unit != "EUR");
    if persons && value > PERSONS_MAX as f64 {
        return Some(format!("{value} {quantity}: at most {PERSONS_MAX}, the population"));
    }
    let long = quantity.chars().count() > NAME_CHARS_MAX || group.chars().count() > NAME_CHARS_MAX;
    long.then(|| format!("a name longer than {NAME_CHARS_MAX} characters"))
}

/// The group that a text names, ours; the text itself when nothing here knows it.
fn group(message: &pb::ImportSeriesRequest, text: &str) -> Result<String, String> {
    let text = text.trim();
    let meant = message.groups.get(text).map_or(text, String::as_str);
    match groups::of(meant) {
        Group::All => Ok(ALL.to_owned()),
        // A country where people apply is no nationality.
        _ if message.group_dimension == PLACE => Ok(meant.to_owned()),
        Group::Nationality(nationality) => Ok(nationality.to_string()),
        Group::Unknown(text) => Err(text),
    }
}

/// The code of a qualifier; with the flags themselves where they say something that no code does.
fn word(qualifier: published::Qualifier, flag: &str) -> String {
    match qualifier {
        published::Qualifier::Flagged => format!("{} {flag}", qualifier.code()),
        known => known.code().to_owned(),
    }
}

/// What the codes of groups mean that a caller gives; a meaning that is no group of ours is an error.
pub(super) fn meanings(groups: &std::collections::HashMap<String, String>) -> Wrong {
    let sorted: BTreeMap<&String, &String> = groups.iter().collect();
    let unknown = sorted.into_iter().filter(|(_, to)| matches!(groups::of(to), Group::Unknown(_)));
    unknown
        .map(|(from, _)| (format!("groups.{from}"), "must be a nationality or \"all\"".to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(format: pb::SeriesFormat, content: &str) -> pb::ImportSeriesRequest {
        pb::ImportSeriesRequest {
            format: format as i32,
            content: content.to_owned(),
            ..pb::ImportSeriesRequest::default()
        }
    }

    #[test]
    fn a_tidy_file_is_read_and_its_lines_may_have_their_own_vintage() {
        let text = "period,quantity,group,value,qualifier,published_on\n\
                    2025-09,inflow.first,TOTAL,2060,rounded,\n\
                    2025-09,inflow.first,SYR,310,rounded,2025-11-01\n\
                    2025-10,inflow.first,SYR,,rounded,\n";
        let read = read(&asked(pb::SeriesFormat::TidyCsv, text)).unwrap();
        assert_eq!(read.withheld, 1);
        let read = read.observations;
        assert_eq!((read[0].grp.as_str(), read[0].micro), (ALL, 2_060_000_000));
        assert_eq!(read[0].published_on, Date::MIN);
        assert_eq!(read[1].published_on, Date::constant(2025, 11, 1));
    }

    #[test]
    fn a_value_of_several_periods_and_one_that_stands_twice_are_refused() {
        let refused = |rows: &str| {
            let text = format!("period,quantity,group,value,qualifier,published_on\n{rows}");
            read(&asked(pb::SeriesFormat::TidyCsv, &text)).unwrap_err()[0].1.clone()
        };
        let several = refused("2025-Q1/Q3,inflow.first,TOTAL,16600,rounded,\n");
        assert!(several.contains("one period"), "{several}");
        // Two words for everybody together.
        let twice = refused("2025-09,a,TOTAL,1,rounded,\n2025-09,a,ALL,2,rounded,\n");
        assert!(twice.contains("twice"), "{twice}");
    }

    #[test]
    fn errors_name_line_column_and_rule() {
        let text = "period,quantity,group,value,qualifier,published_on\n\
                    2025-13,inflow.first,TOTAL,2060,rounded,\n\
                    2025-09,inflow.first,TOTAL,many,rounded,\n";
        let wrong = read(&asked(pb::SeriesFormat::TidyCsv, text)).unwrap_err();
        let fields: Vec<&str> = wrong.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["content:2:period", "content:3:value"]);
        let bare = read(&asked(pb::SeriesFormat::EurostatTsv, "x")).unwrap_err();
        assert_eq!(bare[0].0, "quantity");
        assert_eq!(read(&asked(pb::SeriesFormat::Unspecified, "")).unwrap_err().len(), 2);
    }

    #[test]
    fn groups_are_ours_or_named_as_unknown() {
        let text = "period,quantity,group,value,qualifier,published_on\n\
                    2025-09,inflow.first,Total,1,rounded,\n2025-09,inflow.first,EL,2,rounded,\n\
                    2025-09,inflow.first,NAT9265,3,rounded,\n2025-09,inflow.frist,T001059,4,rounded,\n";
        let mut message = asked(pb::SeriesFormat::TidyCsv, text);
        let all = read(&message).unwrap();
        let groups: Vec<&str> = all.observations.iter().map(|one| one.grp.as_str()).collect();
        assert_eq!(groups, [ALL, "GRC", "NAT9265", ALL]);
        assert_eq!(all.unknown_groups, ["NAT9265".to_owned()].into());
        assert_eq!(all.unknown_quantities(), ["inflow.frist".to_owned()].into());
        message.groups.insert("NAT9265".to_owned(), "SYR".to_owned());
        let all = read(&message).unwrap();
        assert_eq!((all.observations[2].grp.as_str(), all.unknown_groups.len()), ("SYR", 0));
        message.groups.insert("X".to_owned(), "Atlantis".to_owned());
        assert_eq!(meanings(&message.groups)[0].0, "groups.X");
    }

    #[test]
    fn only_what_is_asked_for_counts_as_withheld() {
        let text = "freq,asyl_app,geo\\TIME_PERIOD\t2020-01 \t2020-02 \t2020-03*\t2020-04 \n\
                    M,FRST,NL\t10 \t: \t12 q\t13\nM,ASY_APP,NL\t: c\t: \t: u\t1.5\n";
        let message = pb::ImportSeriesRequest {
            quantity: "inflow.first".to_owned(),
            measure_dimension: "asyl_app".to_owned(),
            measure: "FRST".to_owned(),
            group_dimension: "geo".to_owned(),
            ..asked(pb::SeriesFormat::EurostatTsv, text)
        };
        let read = read(&message).unwrap();
        assert_eq!((read.observations.len(), read.withheld), (3, 1));
        assert_eq!(read.observations[1].qualifier, "flagged q");
        assert_eq!((read.observations[0].grp.as_str(), read.unknown_groups.len()), ("NL", 0));
    }

    #[test]
    fn values_fit_and_are_published_after_they_begin() {
        let text = "period,quantity,group,value,qualifier,published_on\n\
                    2025-09,inflow.first,TOTAL,99999999,rounded,\n\r\n2025-12,inflow.first,TOTAL,5,rounded,\n";
        let message = pb::ImportSeriesRequest {
            published_on: Some(wire::common::CivilDate { year: 2025, month: 11, day: 1 }),
            ..asked(pb::SeriesFormat::TidyCsv, text)
        };
        let wrong = read(&message).unwrap_err();
        let fields: Vec<&str> = wrong.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["content:2:value", "content:4:period"]);
    }
}
