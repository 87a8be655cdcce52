//! CBS StatLine: the OData service (JSON) and the CSV export.
//!
//! Both give one row per combination of dimensions. OData version 4 has one measure a row, version 3 and the
//! export one column per measure.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::collect::{Cell, Collector, wanted};
use crate::json::{Once, row_lines};
use crate::rows::sheet;
use crate::text::without_mark;
use crate::{Faults, Pick, Series};

/// Name of the column of periods.
const PERIODS: &str = "Perioden";

/// Reads an OData response (`{"value": [...]}`) or the bare list of its rows, version 4 (`Measure`, `Value`) or 3 (a
/// column per measure, named by [`Pick::indicator`]).
pub fn odata(file: &str, text: &str, pick: &Pick<'_>) -> Result<Series, Faults> {
    let mut all = Collector::new(file);
    let text = without_mark(text);
    let Some(rows) = rows(&mut all, text) else { return all.finish() };
    for ((line, row), at) in row_lines(text).into_iter().zip(&rows).zip(1_u64..) {
        match row.as_object() {
            Some(row) => object(&mut all, line, row, pick),
            None => all.fault(line, "value", format!("row {at} is not an object")),
        }
    }
    all.finish()
}

/// The rows of a response, or a fault.
pub(crate) fn rows(all: &mut Collector<'_>, text: &str) -> Option<Vec<Value>> {
    let body = match serde_json::from_str(text) {
        Ok(Once(body)) => body,
        Err(error) => {
            all.fault(error.line() as u64, "body", error.to_string());
            return None;
        }
    };
    let body = match body {
        Value::Array(rows) => return Some(rows),
        body => body,
    };
    // Null says the same as its absence: this page is the last.
    let more = |key: &&str| body.get(*key).is_some_and(|next| !next.is_null());
    if let Some(next) = ["@odata.nextLink", "odata.nextLink"].into_iter().find(more) {
        let rule = "the response is one page of several: fetch them all and join their values";
        all.fault(1, next, rule);
    }
    match body {
        Value::Object(mut body) if body.get("value").is_some_and(Value::is_array) => {
            body.remove("value").and_then(|rows| match rows {
                Value::Array(rows) => Some(rows),
                _ => None,
            })
        }
        _ => {
            all.fault(1, "value", "there is no list of rows");
            None
        }
    }
}

/// The cells of a row by name, as text.
pub(crate) fn texts(row: &Map<String, Value>) -> BTreeMap<&str, String> {
    let text = |value: &Value| {
        value.as_str().map_or_else(|| value.to_string(), |text| text.trim().to_owned())
    };
    row.iter().map(|(name, value)| (name.as_str(), text(value))).collect()
}

fn object(all: &mut Collector<'_>, line: u64, row: &Map<String, Value>, pick: &Pick<'_>) {
    let texts = texts(row);
    let columns: BTreeMap<&str, &str> =
        texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    row_of(all, line, &columns, pick);
}

/// Reads the CSV export with codes: semicolons, a header, one column per measure; a dot where a value is withheld.
pub fn export(file: &str, text: &str, pick: &Pick<'_>) -> Result<Series, Faults> {
    let mut all = Collector::new(file);
    let Some(sheet) = sheet(&mut all, without_mark(text), b';') else { return all.finish() };
    for row in &sheet.rows {
        let Some(columns) = row.columns(&mut all, &sheet.names) else { continue };
        row_of(&mut all, row.line, &columns, pick);
    }
    all.finish()
}

fn row_of(all: &mut Collector<'_>, line: u64, columns: &BTreeMap<&str, &str>, pick: &Pick<'_>) {
    let long = columns.contains_key("Measure");
    let value_column = if long { "Value" } else { pick.indicator };
    for name in pick.dimensions().chain([PERIODS, value_column]) {
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
        indicator_column: pick.indicator,
        indicator: pick.indicator,
        group_column: pick.group,
        group: pick.group_of(columns),
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
    fn faults_name_the_line_and_the_column() {
        let wrong = r#"{"value":[{"Geslacht":"T001038","Nationaliteit":"N","Perioden":"2025XX01","A_1":4}, 7,
            {"Geslacht":"T001038","Nationaliteit":"N"}],"odata.nextLink":"more"}"#;
        let faults = odata("t.json", wrong, &pick("A_1")).unwrap_err();
        let places: Vec<_> = faults.first.iter().map(|f| (f.line, f.column.as_str())).collect();
        assert_eq!(places, [(1, "odata.nextLink"), (1, PERIODS), (1, "value"), (2, PERIODS)]);
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
        let faults =
            export("t.csv", &text.replace('\n', "\r\n\r\n").replace("405", "4O5"), &pick("A_1"));
        assert_eq!(faults.unwrap_err().first[0].line, 3);
        let faults = export("t.csv", &text.replace("405", "4O5"), &pick("A_1")).unwrap_err();
        assert_eq!(
            faults.to_string(),
            "t.csv:2: column A_1: expected a number, not \"4O5\"\n1 faults in all"
        );
    }

    #[test]
    fn a_star_behind_the_period_means_provisional_and_stays() {
        let text = "\"Geslacht\";\"Nationaliteit\";\"Perioden\";\"A_1\"\n\
            \"T001038\";\"N\";\"2024 november\";\"405\"\n\
            \"T001038\";\"N\";\"2024 december*\";\"410\"\n\
            \"T001038\";\"N\";\"2025 1e kwartaal**\";\"900\"\n\
            \"T001038\";\"N\";\"2025*\";\"4000\"\n";
        let series = export("t.csv", text, &pick("A_1")).unwrap();
        let read: Vec<_> = series.observations.iter().map(|one| one.qualifier.code()).collect();
        assert_eq!(read, ["published", "provisional", "provisional", "provisional"]);
        let text = r#"[{"Geslacht":"T001038","Nationaliteit":"N","Perioden":"2025MM01*","A_1":4}]"#;
        let series = odata("t.json", text, &pick("A_1")).unwrap();
        assert_eq!(series.observations[0].qualifier.code(), "provisional");
    }

    #[test]
    fn a_bare_list_half_years_and_the_last_page_are_read() {
        let list = "\u{feff}[{\"N\":\"X\",\"Perioden\":\"2016 1e halfjaar\",\"A_1\":405},\n\
            {\"N\":\"X\",\"Perioden\":\"2016HJ02\",\"A_1\":null}]";
        let pick = Pick { indicator: "A_1", group: "N", only: &[] };
        let series = odata("t.json", list, &pick).unwrap();
        assert_eq!(series.observations[0].period, Period::Half(2016, 1));
        assert_eq!((series.missing[0].line, series.missing[0].period), (2, Period::Half(2016, 2)));
        let page =
            r#"{"odata.nextLink":null,"value":[{"N":"X","Perioden":"2025MM01","A_1":" 405"}]}"#;
        assert_eq!(odata("t.json", page, &pick).unwrap().observations.len(), 1);
    }

    #[test]
    fn what_stands_twice_or_is_no_count_is_refused() {
        let pick = Pick { indicator: "A_1", group: "N", only: &[] };
        let refused = |text: &str| odata("t.json", text, &pick).unwrap_err().to_string();
        let twice = refused("[{\"N\":\"X\",\n\"A_1\":1,\"Perioden\":\"2025\",\"A_1\":2}]");
        assert!(twice.starts_with("t.json:2: column body: the key \"A_1\""), "{twice}");
        let row = |value: &str| format!("[{{\"N\":\"X\",\"Perioden\":\"2025\",\"A_1\":{value}}}]");
        assert!(refused(&row("12.5")).contains("no whole number"));
        assert!(refused(&row("-3")).contains("negative"));
        assert!(refused(&row("20000000000000")).contains("does not fit"));
        assert!(odata("t.json", &row("405.0"), &pick).is_ok());
        let text = "\"N\";\"Perioden\";\"A_1\";\"N\"\n\"X\";\"2025\";\"1\";\"Y\"\n";
        let twice = export("t.csv", text, &pick).unwrap_err().to_string();
        assert!(twice.starts_with("t.csv:1: column N: the column stands there twice"), "{twice}");
    }
}
