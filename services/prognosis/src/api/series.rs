//! Published series as they come, into observations: errors name the line, the column and the rule.

use std::collections::HashSet;

use kernel::Date;
use published::{Faults, Pick, Series, eurostat, statline};
use wire::prognosis as pb;

use crate::domain::outcome::Observation;
use crate::domain::picture::ALL;

/// The name that errors give the content.
const FILE: &str = "content";
/// Most errors that are told.
const FAULTS_MAX: usize = 20;
/// Words of the sources for everybody together.
const TOTALS: [&str; 4] = ["TOTAL", "ALL", "Totaal", ""];

/// Fields and the rules that they break.
type Wrong = Vec<(String, String)>;

/// Reads the content of a request: its values, and how many the publisher withholds.
pub(super) fn read(message: &pb::ImportSeriesRequest) -> Result<(Vec<Observation>, u32), Wrong> {
    use pb::SeriesFormat as F;
    let text = message.content.as_str();
    let format = message.format();
    if format == F::TidyCsv {
        let series = published::Shape::HANDED_IN.read(FILE, text).map_err(told)?;
        return observations(series, |one| one.indicator.clone());
    }
    let mut wrong = Vec::new();
    for (field, value) in
        [("quantity", &message.quantity), ("measure_dimension", &message.measure_dimension)]
    {
        if value.is_empty() {
            wrong.push((field.to_owned(), "must be set for this format".to_owned()));
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let mut only: Vec<(&str, &str)> =
        message.only.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    only.sort_unstable();
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
    let mut series = series.map_err(told)?;
    if !message.measure.is_empty() {
        series.observations.retain(|one| one.indicator == message.measure);
    }
    observations(series, |_| message.quantity.clone())
}

fn told(faults: Faults) -> Wrong {
    let shown = faults.first.iter().take(FAULTS_MAX);
    let mut told: Wrong = shown
        .map(|fault| (format!("content:{}:{}", fault.line, fault.column), fault.rule.clone()))
        .collect();
    if faults.total > told.len() {
        let rule = format!("{} errors in all; the first {} are told", faults.total, told.len());
        told.push((FILE.to_owned(), rule));
    }
    told
}

fn observations(
    series: Series,
    quantity: impl Fn(&published::Observation) -> String,
) -> Result<(Vec<Observation>, u32), Wrong> {
    let mut read = Vec::with_capacity(series.observations.len());
    let mut seen = HashSet::new();
    for one in &series.observations {
        let group = if TOTALS.contains(&one.group.as_str()) { ALL } else { &one.group };
        let name = format!("{} of {group} in {}", quantity(one), one.period);
        if let Some(until) = one.until {
            let rule = format!("{name} runs until {until}: must be about one period");
            return Err(vec![(FILE.to_owned(), rule)]);
        }
        if !seen.insert((name.clone(), one.published)) {
            return Err(vec![(FILE.to_owned(), format!("{name} stands there twice"))]);
        }
        read.push(Observation {
            observation_id: String::new(),
            quantity: quantity(one),
            grp: group.to_owned(),
            period: one.period.to_string(),
            micro: (one.value * 1e6).round() as i64,
            source: String::new(),
            qualifier: word(one.qualifier),
            // Replaced by the day of the request where the line does not say.
            published_on: one.published.map_or(Date::MIN, published::Period::last_day),
        });
    }
    Ok((read, series.missing.len() as u32))
}

/// The code of a qualifier.
fn word(qualifier: published::Qualifier) -> String {
    let code = serde_json::to_value(qualifier).ok();
    code.and_then(|code| code.as_str().map(str::to_owned)).unwrap_or_default()
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
        let (read, withheld) = read(&asked(pb::SeriesFormat::TidyCsv, text)).unwrap();
        assert_eq!(withheld, 1);
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
}
