//! The part of a file that is asked for, in the form of the file: what is sent to a service is limited, a national
//! table is not.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::collect::{Collector, wanted};
use crate::eurostat::{Header, lines};
use crate::rows::sheet;
use crate::statline;
use crate::text::without_mark;
use crate::{Faults, Pick};

/// Form of a table of many dimensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// OData of CBS.
    StatlineJson,
    /// CSV export of CBS.
    StatlineCsv,
    /// TSV of Eurostat.
    EurostatTsv,
    /// SDMX-CSV of Eurostat.
    EurostatCsv,
}

/// The header and the rows that are asked for, unchanged but for spaces between JSON values. A row that cannot be
/// read stays: whoever reads the result names it.
pub fn select(form: Form, file: &str, text: &str, pick: &Pick<'_>) -> Result<String, Faults> {
    let mut all = Collector::new(file);
    let text = without_mark(text);
    let cut = match form {
        Form::EurostatTsv => cut_tsv(&mut all, text, pick),
        Form::EurostatCsv => cut_csv(&mut all, text, b',', pick),
        Form::StatlineCsv => cut_csv(&mut all, text, b';', pick),
        Form::StatlineJson => cut_json(&mut all, text, pick),
    };
    match all.faults() {
        Some(faults) => Err(faults),
        None => Ok(cut),
    }
}

fn cut_tsv(all: &mut Collector<'_>, text: &str, pick: &Pick<'_>) -> String {
    let mut lines = lines(text);
    let Some((first, header)) = lines.next() else { return text.to_owned() };
    let Some(names) = Header::read(all, first, header) else { return String::new() };
    let mut cut = format!("{header}\n");
    for (_, row) in lines {
        if names.dimensions(row).is_none_or(|of| wanted(pick, &of)) {
            cut.push_str(row);
            cut.push('\n');
        }
    }
    cut
}

fn cut_csv(all: &mut Collector<'_>, text: &str, delimiter: u8, pick: &Pick<'_>) -> String {
    let Some(sheet) = sheet(all, text, delimiter) else { return String::new() };
    let mut cut = text[sheet.header.clone()].to_owned();
    for row in &sheet.rows {
        let mut unread = Collector::new("");
        let columns = row.columns(&mut unread, &sheet.names);
        if columns.is_none_or(|columns| wanted(pick, &columns)) {
            cut.push_str(&text[row.span.clone()]);
        }
    }
    cut
}

fn cut_json(all: &mut Collector<'_>, text: &str, pick: &Pick<'_>) -> String {
    let Some(rows) = statline::rows(all, text) else { return String::new() };
    let kept = rows.into_iter().filter(|row| {
        let Some(row) = row.as_object() else { return true };
        let texts = statline::texts(row);
        let columns: BTreeMap<&str, &str> =
            texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let measure = columns.get("Measure").is_none_or(|measure| *measure == pick.indicator);
        measure && wanted(pick, &columns)
    });
    let lines: Vec<String> = kept.map(|row: Value| row.to_string()).collect();
    format!("[{}]", lines.join(",\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PICK: Pick<'static> = Pick { indicator: "a", group: "geo", only: &[("a", "FRST")] };

    #[test]
    fn only_what_is_asked_for_is_left() {
        let tsv = "freq,a,geo\\TIME_PERIOD\t2020-01 \t2020-02 \n\
            M,FRST,NL\t10 \t: \nM,ASY_APP,NL\t: c\t: u\nM,broken\t1\n";
        let cut = select(Form::EurostatTsv, "a.tsv", tsv, &PICK).unwrap();
        let expected =
            "freq,a,geo\\TIME_PERIOD\t2020-01 \t2020-02 \nM,FRST,NL\t10 \t: \nM,broken\t1\n";
        assert_eq!(cut, expected);
        let series =
            crate::eurostat::tsv("a.tsv", &tsv.replace("M,broken\t1\n", ""), &PICK).unwrap();
        assert_eq!((series.observations.len(), series.missing.len()), (1, 1));
        let csv = "\u{feff}a,geo,v\r\nFRST,\"N\nL\",1\r\nREP,NL,2\r\nFRST,3\r\n";
        let cut = select(Form::EurostatCsv, "a.csv", csv, &PICK).unwrap();
        assert_eq!(cut, "a,geo,v\r\nFRST,\"N\nL\",1\r\nFRST,3\r\n");
        let cut = select(Form::StatlineCsv, "a.csv", "a;geo\nREP;NL\nFRST;BE", &PICK).unwrap();
        assert_eq!(cut, "a;geo\nFRST;BE");
    }

    #[test]
    fn json_keeps_the_rows_and_the_measure() {
        let text = r#"{"value":[{"Measure":"M1","a":"FRST "},{"Measure":"M2","a":"FRST"},{"Measure":"M1","a":"X"}]}"#;
        let pick = Pick { indicator: "M1", ..PICK };
        let cut = select(Form::StatlineJson, "a.json", text, &pick).unwrap();
        assert_eq!(cut, r#"[{"Measure":"M1","a":"FRST "}]"#);
        let twice = select(Form::StatlineJson, "a.json", "[{\"a\":1,\"a\":2}]", &pick).unwrap_err();
        assert!(twice.to_string().contains("stands there twice"));
    }
}
