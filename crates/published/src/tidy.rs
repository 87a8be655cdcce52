//! Our own tidy CSV files: which column means what, per file.

use std::collections::BTreeMap;

use crate::collect::{COUNT_MAX, Collector, PERSONS_MAX, TOTAL, flags};
use crate::rows::sheet;
use crate::text::{shown, without_mark};
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
    /// Whether its rows tell what was, and so cannot have been published before their period began.
    realised: bool,
    /// Largest count.
    most: u64,
}

/// Column of the unit, in files that have one; everything is counted in the others.
const UNIT: &str = "unit";
/// Units of what is counted: whole and not negative.
const COUNTED: [&str; 6] = ["persons", "cases", "places", "decisions", "locations", "notices"];
/// Units of what is measured: any number.
const MEASURED: [&str; 5] = ["percent", "fraction", "weeks", "days", "EUR"];

const PLAIN: Shape = Shape {
    period: "period_or_date",
    indicator: "quantity",
    group: Some("breakdown"),
    value: "value",
    qualifier: "qualifier",
    edition: None,
    published: None,
    flags: false,
    realised: true,
    most: PERSONS_MAX,
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
        // A forecast is published before the year it is about.
        realised: false,
        ..PLAIN
    };
    /// `mpp_track_record.csv`, its forecasts.
    pub const MPP_FORECASTS: Self = Self { value: "forecast", ..Self::MPP_EDITIONS };
    /// `mpp_track_record.csv`, what was realised.
    pub const MPP_REALISED: Self = Self { value: "realised", ..Self::MPP_EDITIONS };
    /// What people hand in to prognosis: `period,quantity,group,value,qualifier,published_on`.
    pub const HANDED_IN: Self = Self {
        period: "period",
        group: Some("group"),
        published: Some("published_on"),
        most: COUNT_MAX,
        ..PLAIN
    };
    /// `coa_reception.csv`, `ind_stock_decisions.csv`, `dtenv_departures.csv`, `ukraine_displaced.csv`.
    pub const DATED_POINTS: Self = PLAIN;

    /// Reads a file. Rows with the same key are a fault, so are values, periods and qualifiers that cannot be read.
    pub fn read(&self, file: &str, text: &str) -> Result<Series, Faults> {
        let mut all = Collector::new(file);
        let Some(sheet) = sheet(&mut all, without_mark(text), b',') else { return all.finish() };
        let needed = [self.period, self.indicator, self.value, self.qualifier].into_iter();
        let more = [self.group, self.edition, self.published].into_iter().flatten();
        let mut complete = true;
        for name in needed.chain(more) {
            if !sheet.names.iter().any(|column| column == name) {
                all.fault(sheet.line(), name, "there is no such column");
                complete = false;
            }
        }
        if !complete {
            return all.finish();
        }
        for row in &sheet.rows {
            let Some(columns) = row.columns(&mut all, &sheet.names) else { continue };
            self.row(&mut all, row.line, &columns);
        }
        all.finish()
    }

    fn row(&self, all: &mut Collector<'_>, line: u64, columns: &BTreeMap<&str, &str>) {
        let Some((period, until, provisional)) = self.periods(all, line, columns[self.period])
        else {
            return;
        };
        let named = |all: &mut Collector<'_>, column: &str| all.name(line, column, columns[column]);
        let Some(indicator) = named(all, self.indicator) else { return };
        let group = match self.group {
            Some(column) => named(all, column),
            None => Some(TOTAL.to_owned()),
        };
        let Some(group) = group else { return };
        let text = columns[self.value];
        if text.is_empty() {
            return all.missing(Missing { line, indicator, group, period, mark: String::new() });
        }
        let value = self.number(all, line, columns);
        let qualifier = self.qualifier(all, line, columns[self.qualifier]);
        let edition = match self.edition.map(|column| named(all, column)) {
            Some(None) => return,
            edition => edition.flatten(),
        };
        let Ok(published) = self.published(all, line, columns, period) else { return };
        let Some((value, (qualifier, flag))) = value.zip(qualifier) else { return };
        let least = if provisional { Qualifier::Provisional } else { Qualifier::Published };
        all.add(Observation {
            line,
            indicator,
            group,
            period,
            until,
            value,
            qualifier: qualifier.max(least),
            flag,
            edition,
            published,
        });
    }

    /// The period of a row, the last one of a span, and whether the cell marks it as provisional.
    fn periods(
        &self,
        all: &mut Collector<'_>,
        line: u64,
        cell: &str,
    ) -> Option<(Period, Option<Period>, bool)> {
        let Some((from, until)) = cell.split_once('/') else {
            let (period, provisional) = all.period(line, self.period, cell)?;
            return Some((period, None, provisional));
        };
        let (period, first) = all.period(line, self.period, from)?;
        // `2025-Q1/Q3` names the year once.
        let until = if until.starts_with(['Q', 'W']) {
            format!("{:04}-{until}", period.year())
        } else {
            until.to_owned()
        };
        let (until, last) = all.period(line, self.period, &until)?;
        Some((period, Some(until), first || last))
    }

    fn number(
        &self,
        all: &mut Collector<'_>,
        line: u64,
        columns: &BTreeMap<&str, &str>,
    ) -> Option<f64> {
        let text = columns[self.value];
        match columns.get(UNIT) {
            Some(unit) if MEASURED.contains(unit) => all.number(line, self.value, text),
            Some(unit) if !COUNTED.contains(unit) => {
                all.fault(line, UNIT, format!("unknown unit {}", shown(unit)));
                None
            }
            _ => all.count(line, self.value, text, self.most),
        }
    }

    /// When it was published, where the file says so.
    fn published(
        &self,
        all: &mut Collector<'_>,
        line: u64,
        columns: &BTreeMap<&str, &str>,
        period: Period,
    ) -> Result<Option<Period>, ()> {
        let Some(column) = self.published else { return Ok(None) };
        let text = columns[column];
        if text.is_empty() {
            return Ok(None);
        }
        let Ok(published) = text.parse::<Period>() else {
            all.fault(line, column, format!("expected a day or month, not {}", shown(text)));
            return Err(());
        };
        if self.realised && published.last_day() < period.first_day() {
            all.fault(line, column, format!("{published} lies before {period} begins"));
            return Err(());
        }
        Ok(Some(published))
    }

    fn qualifier(
        &self,
        all: &mut Collector<'_>,
        line: u64,
        text: &str,
    ) -> Option<(Qualifier, String)> {
        if self.flags {
            let flag = all.name(line, self.qualifier, text)?;
            return Some((flags(&flag), flag));
        }
        let read = Qualifier::ALL.into_iter().find(|one| one.code() == text);
        if read.is_none() {
            let known = Qualifier::ALL.map(Qualifier::code).join(", ");
            let rule = format!("unknown qualifier {}: one of {known}", shown(text));
            all.fault(line, self.qualifier, rule);
        }
        read.map(|one| (one, String::new()))
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

    fn refused(rows: &str) -> Faults {
        let text = format!("month,category,nationality,value,qualifier\n{rows}");
        Shape::CBS_MONTHLY.read("cbs.csv", &text).unwrap_err()
    }

    #[test]
    fn a_count_is_whole_not_negative_and_fits() {
        for (value, rule) in [
            ("1.234", "no whole number"),
            ("50.000", "no whole number"),
            ("1.234.567", "no whole number"),
            ("\"1,234\"", "no whole number"),
            ("0.4", "no whole number"),
            ("-500", "negative"),
            ("99999999999", "does not fit"),
            ("1e300", "expected a number"),
            ("NaN", "expected a number"),
            ("inf", "expected a number"),
            ("\u{661}", "expected a number"),
        ] {
            let faults = refused(&format!("2024-05,first,Syria,{value},rounded\n"));
            let told = faults.to_string();
            assert!(told.starts_with("cbs.csv:2: column value: ") && told.contains(rule), "{told}");
        }
        let text =
            "month,category,nationality,value,qualifier\n2024-05,first,Syria,965.0,rounded\n";
        assert_eq!(Shape::CBS_MONTHLY.read("a", text).unwrap().observations[0].value, 965.0);
    }

    #[test]
    fn a_share_is_measured_and_a_stock_is_counted() {
        let read = |value: &str, unit: &str| {
            let header = "period_or_date,quantity,breakdown,value,unit,qualifier,source";
            let text = format!("{header}\n2024,x,total,{value},{unit},published,s\n");
            Shape::DATED_POINTS.read("p.csv", &text)
        };
        assert_eq!(read("75.3", "percent").unwrap().observations[0].value, 75.3);
        assert!(read("72.610", "persons").unwrap_err().to_string().contains("no whole number"));
        assert!(read("7", "apples").unwrap_err().to_string().contains("unknown unit \"apples\""));
    }

    #[test]
    fn nothing_is_published_before_it_begins_but_a_forecast_is() {
        let text = "period,quantity,group,value,qualifier,published_on\n\
            2027-01*,inflow.first,TOTAL,2000,published,2020-01-01\n\
            2025-W53,inflow.first,TOTAL,7,published,\n\
            2025-01*,inflow.first,TOTAL,7,rounded,2025-01\n";
        let faults = Shape::HANDED_IN.read("h.csv", text).unwrap_err();
        let places: Vec<_> = faults.first.iter().map(|f| (f.line, f.column.as_str())).collect();
        assert_eq!(places, [(2, "published_on"), (3, "period")]);
        let good = text.lines().enumerate().filter(|(at, _)| ![1, 2].contains(at));
        let good: Vec<&str> = good.map(|(_, line)| line).collect();
        let series = Shape::HANDED_IN.read("h.csv", &good.join("\r\n")).unwrap();
        assert_eq!(series.observations[0].qualifier, Qualifier::Provisional);
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
