//! Published series as they come, into observations: errors name the line, the column and the rule.

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

/// Reads the content of a request. What is wrong: fields and rules.
pub(super) fn read(
    message: &pb::ImportSeriesRequest,
) -> Result<Vec<Observation>, Vec<(String, String)>> {
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

fn told(faults: Faults) -> Vec<(String, String)> {
    let shown = faults.first.iter().take(FAULTS_MAX);
    let mut told: Vec<(String, String)> = shown
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
) -> Result<Vec<Observation>, Vec<(String, String)>> {
    let of = |one: &published::Observation| Observation {
        observation_id: String::new(),
        quantity: quantity(one),
        grp: if TOTALS.contains(&one.group.as_str()) { ALL.to_owned() } else { one.group.clone() },
        period: one.period.to_string(),
        micro: (one.value * 1e6).round() as i64,
        source: String::new(),
        qualifier: word(one.qualifier),
        // Replaced by the day of the request where the line does not say.
        published_on: one.published.map_or(Date::MIN, published::Period::last_day),
    };
    Ok(series.observations.iter().map(of).collect())
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
                    2025-09,inflow.first,SYR,310,rounded,2025-11-01\n";
        let read = read(&asked(pb::SeriesFormat::TidyCsv, text)).unwrap();
        assert_eq!((read[0].grp.as_str(), read[0].micro), (ALL, 2_060_000_000));
        assert_eq!(read[0].published_on, Date::MIN);
        assert_eq!(read[1].published_on, Date::constant(2025, 11, 1));
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
