//! Our own tidy CSV files: which column means what, per file.

use std::collections::BTreeMap;

use crate::collect::Collector;
use crate::{Faults, Missing, Observation, Period, Qualifier, Series};

/// Where the columns of a tidy file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Column of the period.
    period: &'static str,
    /// Column of what is counted.
    indicator: &'static str,
    /// Column of the group; without it every row is `TOTAL`.
    group: Option<&'static str>,
    /// Column of the value.
    value: &'static str,
    /// Column of the qualifier or of Eurostat's flags.
    qualifier: &'static str,
    /// Column of the edition or report.
    edition: Option<&'static str>,
    /// Column of the day or month of publication; it may be empty.
    published: Option<&'static str>,
    /// Column that holds Eurostat's flags instead of a qualifier.
    flags: bool,
}

const PLAIN: Shape = Shape {
    period: "period_or_date",
    indicator: "quantity",
    group: Some("breakdown"),
    value: "value",
    qualifier: "qualifier",
    edition: None,
    published: None,
    flags: false,
};

impl Shape {
    /// `eurostat_asylum_monthly_*.csv`: indicator is the type of applicant, group the country.
    pub const EUROSTAT_MONTHLY: Self = Self {
        period: "month",
        indicator: "applicant_type",
        group: Some("geo"),
        qualifier: "flag",
        // The months before 2008 come from an older table: another edition of the same months.
        edition: Some("source_table"),
        flags: true,
        ..PLAIN
    };
    /// `eurostat_first_instance_decisions_quarterly_*.csv`: indicator is the decision, group the country.
    pub const EUROSTAT_DECISIONS: Self =
        Self { period: "quarter", indicator: "decision", ..Self::EUROSTAT_MONTHLY };
    /// `nl_cbs_monthly_by_nationality.csv`.
    pub const CBS_MONTHLY: Self =
        Self { period: "month", indicator: "category", group: Some("nationality"), ..PLAIN };
    /// `nl_cbs_annual.csv`.
    pub const CBS_ANNUAL: Self = Self { period: "year", ..Self::CBS_MONTHLY };
    /// `nl_cbs_annual_total_*.csv`.
    pub const CBS_ANNUAL_TOTAL: Self = Self { group: None, ..Self::CBS_ANNUAL };
    /// `nl_cbs_quarterly.csv`: several vintages of a quarter.
    pub const CBS_QUARTERLY: Self = Self {
        period: "quarter",
        indicator: "category",
        group: None,
        published: Some("published"),
        ..PLAIN
    };
    /// `nl_ind_monthly.csv`: several vintages of a month.
    pub const IND_MONTHLY: Self = Self {
        edition: Some("report_month"),
        published: Some("report_published"),
        ..Self::CBS_MONTHLY
    };
    /// `nl_annual_realised.csv`: the group is the definition.
    pub const ANNUAL_REALISED: Self = Self { period: "year", group: Some("definition"), ..PLAIN };
    /// `nl_inflow_ytd_reports.csv`.
    pub const YEAR_TO_DATE: Self = Self { period: "period", group: None, ..PLAIN };
    /// `mpp_editions.csv`: the group is the scenario.
    pub const MPP_EDITIONS: Self = Self {
        period: "target_year",
        group: Some("scenario"),
        edition: Some("edition"),
        published: Some("published_date"),
        ..PLAIN
    };
    /// `mpp_track_record.csv`, its forecasts.
    pub const MPP_FORECASTS: Self = Self { value: "forecast", ..Self::MPP_EDITIONS };
    /// `mpp_track_record.csv`, what was realised.
    pub const MPP_REALISED: Self = Self { value: "realised", ..Self::MPP_EDITIONS };
    /// What people hand in to prognosis: `period,quantity,group,value,qualifier,published_on`.
    pub const HANDED_IN: Self =
        Self { period: "period", group: Some("group"), published: Some("published_on"), ..PLAIN };
    /// `coa_reception.csv`, `ind_stock_decisions.csv`, `dtenv_departures.csv`, `ukraine_displaced.csv`.
    pub const DATED_POINTS: Self = PLAIN;

    /// Reads a file. Rows with the same key are a fault, so are values, periods and qualifiers that cannot be read.
    pub fn read(&self, file: &str, text: &str) -> Result<Series, Faults> {
        let mut all = Collector::new(file);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let names = match reader.headers() {
            Ok(names) => names.clone(),
            Err(error) => {
                all.fault(1, "header", error.to_string());
                return all.finish();
            }
        };
        let needed = [self.period, self.indicator, self.value, self.qualifier].into_iter();
        let more = [self.group, self.edition, self.published].into_iter().flatten();
        let mut complete = true;
        for name in needed.chain(more).filter(|name| !names.iter().any(|column| column == *name)) {
            all.fault(1, name, "there is no such column");
            complete = false;
        }
        if !complete {
            return all.finish();
        }
        for (line, record) in (2_u64..).zip(reader.records()) {
            match record {
                Ok(record) => {
                    let line = record.position().map_or(line, csv::Position::line);
                    let columns = names.iter().zip(record.iter().map(str::trim)).collect();
                    self.row(&mut all, line, &columns);
                }
                Err(error) => all.fault(line, "row", error.to_string()),
            }
        }
        all.finish()
    }

    fn row(&self, all: &mut Collector<'_>, line: u64, columns: &BTreeMap<&str, &str>) {
        let (from, until) = match columns[self.period].split_once('/') {
            Some((from, until)) => (from, Some(until)),
            None => (columns[self.period], None),
        };
        let Some(period) = all.parse::<Period>(line, self.period, from, "a period") else { return };
        let until = match until {
            // `2025-Q1/Q3` names the year once.
            Some(text) if text.starts_with(['Q', 'W']) => {
                Some(format!("{:04}-{text}", period.year()))
            }
            other => other.map(str::to_owned),
        };
        let until = match until.map(|text| all.parse(line, self.period, &text, "a period")) {
            Some(None) => return,
            Some(until) => until,
            None => None,
        };
        let indicator = columns[self.indicator].to_owned();
        let group = self.group.map_or("TOTAL", |column| columns[column]).to_owned();
        let text = columns[self.value];
        if text.is_empty() {
            return all.missing(Missing { line, indicator, group, period, mark: String::new() });
        }
        let value = all.number(line, self.value, text);
        let qualifier = self.qualifier(all, line, columns[self.qualifier]);
        let edition = self.edition.map(|column| columns[column].to_owned());
        let published = match self.published.map(|column| (column, columns[column])) {
            None | Some((_, "")) => None,
            Some((column, text)) => match all.parse(line, column, text, "a day or month") {
                None => return,
                some => some,
            },
        };
        if let (Some(value), Some(qualifier)) = (value, qualifier) {
            all.add(
                line,
                Observation {
                    indicator,
                    group,
                    period,
                    until,
                    value,
                    qualifier,
                    edition,
                    published,
                },
            );
        }
    }

    fn qualifier(&self, all: &mut Collector<'_>, line: u64, text: &str) -> Option<Qualifier> {
        if self.flags {
            return all.flag(line, self.qualifier, text);
        }
        let read = match text {
            "published" => Qualifier::Published,
            "rounded" => Qualifier::Rounded,
            "read-off-text" => Qualifier::ReadOffText,
            "sum-of-published" => Qualifier::SumOfPublished,
            "derived" => Qualifier::Derived,
            _ => {
                all.fault(line, self.qualifier, format!("unknown qualifier {text:?}"));
                return None;
            }
        };
        Some(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vintages_of_a_month_stay_apart() {
        let text = "month,category,nationality,value,report_month,report_published,latest_vintage_held,qualifier,source_url\n\
            2022-10,first,ALL,3912,2022-10,2022-11,no,published,x\n\
            2022-10,first,ALL,3965,2022-11,2022-12-13,yes,published,x\n";
        let series = Shape::IND_MONTHLY.read("nl_ind_monthly.csv", text).unwrap();
        let published: Vec<_> =
            series.of("first", "ALL").map(|one| one.published.unwrap().to_string()).collect();
        assert_eq!(published, ["2022-11", "2022-12-13"]);
        assert_eq!(series.groups("first").into_iter().collect::<Vec<_>>(), ["ALL"]);
    }

    #[test]
    fn spans_flags_and_empty_dates_are_read() {
        let text = "quarter,category,value,qualifier,published,source_url,note\n\
            2025-Q1/Q3,first,16600,rounded,2025-11,x,nine months\n";
        let series = Shape::CBS_QUARTERLY.read("q.csv", text).unwrap();
        assert_eq!(series.observations[0].until, Some(Period::Quarter(2025, 3)));
        assert_eq!(series.observations[0].group, "TOTAL");
        let text = "month,geo,applicant_type,value,flag,source_table\n\
            2020-01,NL,first_time_applicants,1965,p,t\n2020-02,NL,first_time_applicants,,,t\n";
        let series = Shape::EUROSTAT_MONTHLY.read("e.csv", text).unwrap();
        assert_eq!(series.observations[0].qualifier, Qualifier::Provisional);
        assert_eq!(series.missing[0].line, 3);
        let text = "edition,published_date,target_year,quantity,scenario,value,qualifier,source,note\n\
            MPP-2021-II,,2022,total_inflow,central,34370,published,x,\n";
        let series = Shape::MPP_EDITIONS.read("m.csv", text).unwrap();
        assert_eq!(series.observations[0].published, None);
        assert_eq!(series.observations[0].edition.as_deref(), Some("MPP-2021-II"));
    }

    #[test]
    fn every_fault_is_reported_with_its_place() {
        let text = "month,category,nationality,value,qualifier\n\
            2025-13,first,Syria,5,rounded\n\
            2025-01,first,Syria,five,rounded\n\
            2025-01,first,Syria,5,about\n\
            2025-01,first,Syria\n\
            2025-02,first,Syria,5,rounded\n\
            2025-02,first,Syria,10,rounded\n";
        let faults = Shape::CBS_MONTHLY.read("cbs.csv", text).unwrap_err();
        let places: Vec<_> = faults.first.iter().map(|f| (f.line, f.column.as_str())).collect();
        let expected = [(2, "month"), (3, "value"), (4, "qualifier"), (5, "row"), (7, "value")];
        assert_eq!(places, expected);
        let faults = Shape::CBS_ANNUAL.read("cbs.csv", text).unwrap_err();
        assert_eq!(
            faults.to_string(),
            "cbs.csv:1: column year: there is no such column\n1 faults in all"
        );
    }
}
