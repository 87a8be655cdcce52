//! Eurostat: the TSV of the bulk download and SDMX-CSV of the data browser.

use std::collections::BTreeMap;

use crate::collect::{Cell, Collector, wanted};
use crate::{Faults, Pick, Series};

/// Reads a TSV: dimensions joined by commas in the first column (`freq,citizen,geo\TIME_PERIOD`), one column per
/// period. A cell is a number with flags (`1230 p`) or a mark of its absence (`: c`).
pub fn tsv(file: &str, text: &str, pick: &Pick<'_>) -> Result<Series, Faults> {
    let mut all = Collector::new(file);
    let mut lines = (1_u64..).zip(text.lines());
    let Some((_, header)) = lines.next() else {
        all.fault(1, "header", "the file is empty");
        return all.finish();
    };
    let mut header = header.split('\t');
    let corner = header.next().unwrap_or_default();
    let names: Vec<&str> = corner.split(['\\', ',']).map(str::trim).collect();
    let Some((_, names)) = names.split_last().filter(|_| corner.contains('\\')) else {
        all.fault(1, "header", "the first column must name its dimensions, as in geo\\TIME_PERIOD");
        return all.finish();
    };
    let periods: Vec<&str> = header.map(str::trim).collect();
    for dimension in pick.only.iter().map(|(name, _)| *name).chain([pick.indicator, pick.group]) {
        if !names.contains(&dimension) {
            all.fault(1, "header", format!("there is no dimension {dimension}"));
            return all.finish();
        }
    }
    for (line, row) in lines.filter(|(_, row)| !row.trim().is_empty()) {
        let mut cells = row.split('\t');
        let values: Vec<&str> =
            cells.next().unwrap_or_default().split(',').map(str::trim).collect();
        let cells: Vec<&str> = cells.map(str::trim).collect();
        if values.len() != names.len() || cells.len() != periods.len() {
            all.fault(
                line,
                "row",
                format!(
                    "{} dimensions and {} values where the header has {} and {}",
                    values.len(),
                    cells.len(),
                    names.len(),
                    periods.len()
                ),
            );
            continue;
        }
        let dimensions: BTreeMap<&str, &str> = names.iter().copied().zip(values).collect();
        if !wanted(pick, &dimensions) {
            continue;
        }
        for (period, cell) in periods.iter().zip(cells) {
            let (value, flag) = cell.split_once(' ').unwrap_or((cell, ""));
            all.cell(&Cell {
                line,
                indicator: dimensions[pick.indicator],
                group: dimensions[pick.group],
                time_column: "header",
                time: period,
                value_column: period,
                value,
                flag: flag.trim(),
            });
        }
    }
    all.finish()
}

/// Reads SDMX-CSV: one column per dimension, then `TIME_PERIOD`, `OBS_VALUE` and `OBS_FLAG`.
pub fn sdmx(file: &str, text: &str, pick: &Pick<'_>) -> Result<Series, Faults> {
    let mut all = Collector::new(file);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names = match reader.headers() {
        Ok(names) => names.clone(),
        Err(error) => {
            all.fault(1, "header", error.to_string());
            return all.finish();
        }
    };
    let fixed = ["TIME_PERIOD", "OBS_VALUE"].into_iter();
    for name in
        fixed.chain(pick.only.iter().map(|(name, _)| *name)).chain([pick.indicator, pick.group])
    {
        if !names.iter().any(|column| column == name) {
            all.fault(1, "header", format!("there is no column {name}"));
            return all.finish();
        }
    }
    for (line, record) in (2_u64..).zip(reader.records()) {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                all.fault(line, "row", error.to_string());
                continue;
            }
        };
        let line = record.position().map_or(line, csv::Position::line);
        let columns: BTreeMap<&str, &str> =
            names.iter().zip(record.iter().map(str::trim)).collect();
        if wanted(pick, &columns) {
            all.cell(&Cell {
                line,
                indicator: columns[pick.indicator],
                group: columns[pick.group],
                time_column: "TIME_PERIOD",
                time: columns["TIME_PERIOD"],
                value_column: "OBS_VALUE",
                value: columns["OBS_VALUE"],
                flag: columns.get("OBS_FLAG").copied().unwrap_or_default(),
            });
        }
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
}
