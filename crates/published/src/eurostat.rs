//! Eurostat: the TSV of the bulk download and SDMX-CSV of the data browser.

use std::collections::BTreeMap;

use crate::collect::{Cell, Collector, split_flags, wanted};
use crate::rows::{sheet, twice};
use crate::text::without_mark;
use crate::{Faults, Pick, Series};

/// The header of a TSV: the names of the dimensions and the periods.
pub(crate) struct Header<'a> {
    pub(crate) names: Vec<&'a str>,
    periods: Vec<&'a str>,
}

impl<'a> Header<'a> {
    pub(crate) fn read(all: &mut Collector<'_>, line: u64, text: &'a str) -> Option<Self> {
        let mut cells = text.split('\t');
        let corner = cells.next().unwrap_or_default();
        let names: Vec<&str> = corner.split(['\\', ',']).map(str::trim).collect();
        let Some((_, names)) = names.split_last().filter(|_| corner.contains('\\')) else {
            let rule = "the first column must name its dimensions, as in geo\\TIME_PERIOD";
            all.fault(line, "header", rule);
            return None;
        };
        let periods: Vec<&str> = cells.map(str::trim).collect();
        let found = twice(all, line, names.iter().copied());
        if twice(all, line, periods.iter().copied()) || found {
            return None;
        }
        Some(Self { names: names.to_vec(), periods })
    }

    /// The dimensions of a row; `None` when their number is another than the header's.
    pub(crate) fn dimensions<'r>(&'r self, row: &'r str) -> Option<BTreeMap<&'r str, &'r str>> {
        let first = row.split('\t').next().unwrap_or_default();
        let values: Vec<&str> = first.split(',').map(str::trim).collect();
        let fits = values.len() == self.names.len();
        fits.then(|| self.names.iter().copied().zip(values).collect())
    }
}

/// The lines of a text as an editor counts them, blank ones left out.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = (u64, &str)> {
    (1_u64..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty())
}

/// Reads a TSV: dimensions joined by commas in the first column (`freq,citizen,geo\TIME_PERIOD`), one column per
/// period. A cell is a number with flags (`1230 p`, `1230p`) or a mark of its absence (`: c`).
pub fn tsv(file: &str, text: &str, pick: &Pick<'_>) -> Result<Series, Faults> {
    let mut all = Collector::new(file);
    let mut lines = lines(without_mark(text));
    let Some((first, header)) = lines.next() else {
        all.fault(1, "header", "the file is empty");
        return all.finish();
    };
    let Some(header) = Header::read(&mut all, first, header) else { return all.finish() };
    for dimension in pick.dimensions().chain([pick.indicator]) {
        if !header.names.contains(&dimension) {
            all.fault(first, "header", format!("there is no dimension {dimension}"));
            return all.finish();
        }
    }
    for (line, row) in lines {
        let dimensions = header.dimensions(row);
        let cells: Vec<&str> = row.split('\t').skip(1).collect();
        let Some(dimensions) = dimensions.filter(|_| cells.len() == header.periods.len()) else {
            let dimensions = row.split('\t').next().unwrap_or_default().split(',').count();
            all.fault(
                line,
                "row",
                format!(
                    "{dimensions} dimensions and {} values where the header has {} and {}",
                    cells.len(),
                    header.names.len(),
                    header.periods.len()
                ),
            );
            continue;
        };
        if !wanted(pick, &dimensions) {
            continue;
        }
        for (period, cell) in header.periods.iter().zip(cells) {
            let (value, flag) = split_flags(cell);
            all.cell(&Cell {
                line,
                indicator_column: pick.indicator,
                indicator: dimensions[pick.indicator],
                group_column: pick.group,
                group: pick.group_of(&dimensions),
                time_column: "header",
                time: period,
                value_column: period,
                value,
                flag,
            });
        }
    }
    all.finish()
}

/// Reads SDMX-CSV: one column per dimension, then `TIME_PERIOD`, `OBS_VALUE` and `OBS_FLAG`.
pub fn sdmx(file: &str, text: &str, pick: &Pick<'_>) -> Result<Series, Faults> {
    let mut all = Collector::new(file);
    let Some(sheet) = sheet(&mut all, without_mark(text), b',') else { return all.finish() };
    let fixed = ["TIME_PERIOD", "OBS_VALUE", pick.indicator].into_iter();
    for name in fixed.chain(pick.dimensions()) {
        if !sheet.names.iter().any(|column| column == name) {
            all.fault(sheet.line(), "header", format!("there is no column {name}"));
            return all.finish();
        }
    }
    for row in &sheet.rows {
        let Some(columns) = row.columns(&mut all, &sheet.names) else { continue };
        if !wanted(pick, &columns) {
            continue;
        }
        let (value, glued) = split_flags(columns["OBS_VALUE"]);
        let flag = columns.get("OBS_FLAG").copied().unwrap_or_default();
        let flag = if flag.is_empty() { glued.to_owned() } else { format!("{glued}{flag}") };
        all.cell(&Cell {
            line: row.line,
            indicator_column: pick.indicator,
            indicator: columns[pick.indicator],
            group_column: pick.group,
            group: pick.group_of(&columns),
            time_column: "TIME_PERIOD",
            time: columns["TIME_PERIOD"],
            value_column: "OBS_VALUE",
            value,
            flag: &flag,
        });
    }
    all.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Period, Qualifier};

    const TSV: &str = "freq,citizen,sex,asyl_app,geo\\TIME_PERIOD\t2020-01 \t2020-02 \t2020-03 \n\
        M,TOTAL,T,FRST,NL\t1965 \t1515 p\t: c\n\
        M,TOTAL,F,FRST,NL\t600 \t500 \t300 \n\
        M,TOTAL,T,FRST,BE\t2090 \t1755 bp\t: \n";

    fn pick() -> Pick<'static> {
        Pick { indicator: "asyl_app", group: "geo", only: &[("sex", "T")] }
    }

    #[test]
    fn a_tsv_yields_values_flags_and_what_is_withheld() {
        let series = tsv("asylum.tsv", TSV, &pick()).unwrap();
        let dutch: Vec<_> = series.of("FRST", "NL").map(|one| (one.value, one.qualifier)).collect();
        assert_eq!(dutch, [(1_965.0, Qualifier::Published), (1_515.0, Qualifier::Provisional)]);
        assert_eq!(series.of("FRST", "BE").nth(1).unwrap().qualifier, Qualifier::Break);
        assert_eq!(series.missing.len(), 2);
        assert_eq!((series.missing[0].line, series.missing[0].mark.as_str()), (2, ":c"));
        assert_eq!(series.missing[0].period, Period::Month(2020, 3));
    }

    #[test]
    fn a_dimension_that_varies_unasked_is_a_fault() {
        let faults = tsv("asylum.tsv", TSV, &Pick { only: &[], ..pick() }).unwrap_err();
        assert_eq!((faults.total, faults.first[0].line), (2, 3));
        assert!(faults.to_string().starts_with("asylum.tsv:3: column value: a second value"));
        let faults = tsv("a.tsv", TSV, &Pick { group: "country", ..pick() }).unwrap_err();
        assert_eq!(faults.first[0].rule, "there is no dimension country");
        let faults = tsv("a.tsv", &TSV.replace("1965", "19b65"), &pick()).unwrap_err();
        assert_eq!((faults.first[0].line, faults.first[0].column.as_str()), (2, "2020-01"));
        assert!(tsv("a.tsv", "geo\t2020", &pick()).is_err());
        assert!(tsv("a.tsv", "", &pick()).is_err());
    }

    #[test]
    fn sdmx_csv_is_read_by_column_name() {
        let text = "DATAFLOW,LAST UPDATE,freq,sex,asyl_app,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n\
            ESTAT:MIGR(1.0),01/01/25,M,T,FRST,NL,2025-01,1730,\n\
            ESTAT:MIGR(1.0),01/01/25,M,F,FRST,NL,2025-01,700,\n\
            ESTAT:MIGR(1.0),01/01/25,M,T,FRST,NL,2025-02,1510,e\n\
            ESTAT:MIGR(1.0),01/01/25,M,T,FRST,NL,2025-03,,c\n";
        let series = sdmx("asylum.csv", text, &pick()).unwrap();
        assert_eq!(series.observations.len(), 2);
        assert_eq!(series.observations[1].qualifier, Qualifier::Estimated);
        assert_eq!(series.missing[0].line, 5);
        let faults = sdmx("a.csv", &text.replace("2025-02", "soon"), &pick()).unwrap_err();
        assert_eq!((faults.first[0].line, faults.first[0].column.as_str()), (4, "TIME_PERIOD"));
        assert!(sdmx("a.csv", "geo,TIME_PERIOD\nNL,2020", &pick()).is_err());
    }

    #[test]
    fn no_flag_refuses_a_file_and_none_is_lost() {
        let text = "freq,asyl_app,geo\\TIME_PERIOD\t2020-01 \t2020-02 \t2020-03 \t2020-04 \t2020-05 \t2020-06\n\
            M,FRST,NL\t10 i\t20 bi\t30p\t40 q\t0 n\t6 c\n";
        let pick = Pick { only: &[], ..pick() };
        let series = tsv("a.tsv", text, &pick).unwrap();
        let read: Vec<_> = series
            .observations
            .iter()
            .map(|one| (one.value, one.qualifier, one.flag.as_str()))
            .collect();
        let expected = [
            (10.0, Qualifier::Estimated, "i"),
            (20.0, Qualifier::Break, "bi"),
            (30.0, Qualifier::Provisional, "p"),
            (40.0, Qualifier::Flagged, "q"),
            (0.0, Qualifier::Published, "n"),
            (6.0, Qualifier::Flagged, "c"),
        ];
        assert_eq!(read, expected);
        let text = "freq,asyl_app,geo\\TIME_PERIOD\t2020-01\t2020-02\t2020-03\t2020-04\n\
            M,FRST,NL\t10p\t:c\t  \t(:)\n";
        let series = tsv("a.tsv", text, &pick).unwrap();
        let marks: Vec<&str> = series.missing.iter().map(|one| one.mark.as_str()).collect();
        assert_eq!((series.observations.len(), marks), (1, vec![":c", "", "(:)"]));
        // An exponent is no flag.
        assert!(tsv("a.tsv", &text.replace("10p", "1e3"), &pick).is_err());
        let glued = "freq,asyl_app,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\nM,FRST,NL,2020-01,10p,b\n";
        let series = sdmx("a.csv", glued, &pick).unwrap();
        assert_eq!(series.observations[0].qualifier, Qualifier::Break);
    }

    #[test]
    fn a_mark_of_the_byte_order_and_blank_lines_change_nothing() {
        let pick = Pick { only: &[], ..pick() };
        let text = "\u{feff}\r\nfreq,asyl_app,geo\\TIME_PERIOD\t2020-01 \t2020-02 \r\n\r\nM,FRST,NL\t10 \tmany\r\n";
        let faults = tsv("bom.tsv", text, &pick).unwrap_err();
        assert_eq!((faults.first[0].line, faults.total), (4, 1));
        let text = "\u{feff}freq,asyl_app,geo,TIME_PERIOD,OBS_VALUE\r\n\r\nA,FRST,NL,2020,10\r\nA,FRST,NL,2021,ten\r\n";
        let faults = sdmx("bom.csv", text, &pick).unwrap_err();
        assert_eq!((faults.first[0].line, faults.total), (4, 1));
    }

    #[test]
    fn a_column_that_stands_twice_is_refused_by_name() {
        let pick = Pick { only: &[], ..pick() };
        let refused = |faults: Faults| faults.to_string().lines().next().unwrap().to_owned();
        let text = "freq,asyl_app,geo,TIME_PERIOD,OBS_VALUE,OBS_VALUE\nA,FRST,NL,2020,10,99\n";
        let rule = "column OBS_VALUE: the column stands there twice";
        assert_eq!(refused(sdmx("a.csv", text, &pick).unwrap_err()), format!("a.csv:1: {rule}"));
        let text = "freq,geo,geo\\TIME_PERIOD\t2020\t2020\nA,B,C\t1\t2\n";
        let faults = tsv("a.tsv", text, &pick).unwrap_err();
        let columns: Vec<&str> = faults.first.iter().map(|one| one.column.as_str()).collect();
        assert_eq!(columns, ["geo", "2020"]);
    }

    #[test]
    fn names_in_rows_have_a_length_and_no_control_characters() {
        let pick = Pick { only: &[], ..pick() };
        let text =
            |geo: &str| format!("asyl_app,geo,TIME_PERIOD,OBS_VALUE\nFRST,\"{geo}\",2020,10\n");
        for geo in ["SY\u{1b}[31mR".to_owned(), "A\nB".to_owned(), "x".repeat(70_000)] {
            let faults = sdmx("a.csv", &text(&geo), &pick).unwrap_err();
            assert_eq!((faults.first[0].line, faults.first[0].column.as_str()), (2, "geo"));
            assert!(faults.to_string().len() < 200);
        }
        let whole = sdmx("a.csv", &text("NL"), &Pick { group: "", ..pick }).unwrap();
        assert_eq!(whole.observations[0].group, "TOTAL");
    }
}
