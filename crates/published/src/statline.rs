//! CBS StatLine: the OData service (JSON) and the CSV export.
//!
//! Both give one row per combination of dimensions. OData version 4 has one measure a row, version 3 and the
//! export one column per measure.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::collect::{Cell, Collector, wanted};
use crate::{Faults, Pick, Series};

/// Name of the column of periods.
const PERIODS: &str = "Perioden";

/// Reads an OData response (`{"value": [...]}`), version 4 (`Measure`, `Value`) or 3 (a column per measure, named
/// by [`Pick::indicator`]).
pub fn odata(file: &str, text: &str, pick: &Pick<'_>) -> Result<Series, Faults> {
    let mut all = Collector::new(file);
    let body: Value = match serde_json::from_str(text) {
        Ok(body) => body,
        Err(error) => {
            all.fault(error.line() as u64, "body", error.to_string());
            return all.finish();
        }
    };
    if let Some(next) =
        ["@odata.nextLink", "odata.nextLink"].into_iter().find(|key| body.get(*key).is_some())
    {
        all.fault(
            1,
            next,
            "the response is one page of several: fetch them all and join their values",
        );
    }
    let Some(rows) = body.get("value").and_then(Value::as_array) else {
        all.fault(1, "value", "there is no list of rows");
        return all.finish();
    };
    for (at, row) in (1_u64..).zip(rows) {
        match row.as_object() {
            Some(row) => object(&mut all, at, row, pick),
            None => all.fault(at, "value", "a row is not an object"),
        }
    }
    all.finish()
}

fn object(all: &mut Collector<'_>, at: u64, row: &Map<String, Value>, pick: &Pick<'_>) {
    let texts: BTreeMap<&str, String> = row
        .iter()
        .map(|(name, value)| {
            let text =
                value.as_str().map_or_else(|| value.to_string(), |text| text.trim().to_owned());
            (name.as_str(), text)
        })
        .collect();
    let columns: BTreeMap<&str, &str> =
        texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    row_of(all, at, &columns, pick);
}

/// Reads the CSV export with codes: semicolons, a header, one column per measure; a dot where a value is withheld.
pub fn export(file: &str, text: &str, pick: &Pick<'_>) -> Result<Series, Faults> {
    let mut all = Collector::new(file);
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    let names = match reader.headers() {
        Ok(names) => names.clone(),
        Err(error) => {
            all.fault(1, "header", error.to_string());
            return all.finish();
        }
    };
    for (line, record) in (2_u64..).zip(reader.records()) {
        match record {
            Ok(record) => {
                let line = record.position().map_or(line, csv::Position::line);
                let columns = names.iter().zip(record.iter().map(str::trim)).collect();
                row_of(&mut all, line, &columns, pick);
            }
            Err(error) => all.fault(line, "row", error.to_string()),
        }
    }
    all.finish()
}

fn row_of(all: &mut Collector<'_>, line: u64, columns: &BTreeMap<&str, &str>, pick: &Pick<'_>) {
    let long = columns.contains_key("Measure");
    let value_column = if long { "Value" } else { pick.indicator };
    for name in pick.only.iter().map(|(name, _)| *name).chain([pick.group, PERIODS, value_column]) {
        if !columns.contains_key(name) {
            all.fault(line, name, "there is no such column");
            return;
        }
    }
    if !wanted(pick, columns) || (long && columns["Measure"] != pick.indicator) {
        return;
    }
    all.cell(&Cell {
        line,
        indicator: pick.indicator,
        group: columns[pick.group],
        time_column: PERIODS,
        time: columns[PERIODS],
        value_column,
        value: columns[value_column],
        flag: "",
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Period;

    fn pick(indicator: &'static str) -> Pick<'static> {
        Pick { indicator, group: "Nationaliteit", only: &[("Geslacht", "T001038")] }
    }

    #[test]
    fn both_versions_of_odata_are_read() {
        let third = r#"{"odata.metadata":"x","value":[
            {"ID":0,"Geslacht":"T001038","Nationaliteit":"NAT9265 ","Perioden":"2025MM01","EersteAsielverzoeken_1":405},
            {"ID":1,"Geslacht":"3000   ","Nationaliteit":"NAT9265 ","Perioden":"2025MM01","EersteAsielverzoeken_1":300},
            {"ID":2,"Geslacht":"T001038","Nationaliteit":"NAT9265 ","Perioden":"2025MM02","EersteAsielverzoeken_1":null}]}"#;
        let series = odata("83102NED.json", third, &pick("EersteAsielverzoeken_1")).unwrap();
        assert_eq!(series.observations.len(), 1);
        assert_eq!(series.observations[0].value, 405.0);
        assert_eq!(series.missing[0].period, Period::Month(2025, 2));
        let fourth = r#"{"value":[
            {"Id":0,"Measure":"M001","ValueAttribute":"None","Value":405.0,"Geslacht":"T001038","Nationaliteit":"NAT9265","Perioden":"2025KW01"},
            {"Id":1,"Measure":"M002","ValueAttribute":"None","Value":99.0,"Geslacht":"T001038","Nationaliteit":"NAT9265","Perioden":"2025KW01"}]}"#;
        let series = odata("83102NED.json", fourth, &pick("M001")).unwrap();
        assert_eq!(series.observations[0].period, Period::Quarter(2025, 1));
    }

    #[test]
    fn faults_name_the_record_and_the_column() {
        let wrong = r#"{"value":[{"Geslacht":"T001038","Nationaliteit":"N","Perioden":"2025XX01","A_1":4}, 7,
            {"Geslacht":"T001038","Nationaliteit":"N"}],"odata.nextLink":"more"}"#;
        let faults = odata("t.json", wrong, &pick("A_1")).unwrap_err();
        let places: Vec<_> = faults.first.iter().map(|f| (f.line, f.column.as_str())).collect();
        assert_eq!(places, [(1, "odata.nextLink"), (1, PERIODS), (2, "value"), (3, PERIODS)]);
        assert!(odata("t.json", "{", &pick("A_1")).is_err());
        assert!(odata("t.json", "{}", &pick("A_1")).is_err());
    }

    #[test]
    fn the_export_is_read_with_its_dots() {
        let text = "\u{feff}\"ID\";\"Geslacht\";\"Nationaliteit\";\"Perioden\";\"A_1\"\n\
            0;\"T001038\";\"NAT9265\";\"2025 januari\";\"405\"\n\
            1;\"T001038\";\"NAT9265\";\"2025 februari*\";\".\"\n";
        let series = export("83102NED.csv", text, &pick("A_1")).unwrap();
        assert_eq!(series.observations[0].period, Period::Month(2025, 1));
        assert_eq!((series.missing[0].line, series.missing[0].mark.as_str()), (3, "."));
        let faults = export("t.csv", &text.replace("405", "4O5"), &pick("A_1")).unwrap_err();
        assert_eq!(
            faults.to_string(),
            "t.csv:2: column A_1: expected a number, not \"4O5\"\n1 faults in all"
        );
    }
}
