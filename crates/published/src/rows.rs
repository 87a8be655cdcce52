//! Separated values as rows with the line that an editor shows: CRLF and blank lines count as lines, a cell in
//! quotation marks may hold line breaks. Readers that skip blank lines before they count tell another line.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::collect::Collector;

/// A row with its place.
pub(crate) struct Row<'a> {
    /// Line of its first character, from 1.
    pub(crate) line: u64,
    /// Its bytes in the text, line break included.
    pub(crate) span: Range<usize>,
    cells: Vec<Cow<'a, str>>,
    broken: Option<&'static str>,
}

/// Names of the columns, and the rows below them.
pub(crate) struct Sheet<'a> {
    pub(crate) names: Vec<String>,
    /// Bytes of the header, line break included.
    pub(crate) header: Range<usize>,
    pub(crate) rows: Vec<Row<'a>>,
    line: u64,
}

impl Sheet<'_> {
    /// The line of the header.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }
}

/// Splits a text into header and rows; an empty text or a column that stands twice is a fault.
pub(crate) fn sheet<'a>(
    all: &mut Collector<'_>,
    text: &'a str,
    delimiter: u8,
) -> Option<Sheet<'a>> {
    let mut rows = split(text, delimiter).into_iter();
    let Some(header) = rows.next() else {
        all.fault(1, "header", "the file is empty");
        return None;
    };
    if let Some(broken) = header.broken {
        all.fault(header.line, "header", broken);
        return None;
    }
    let names: Vec<String> = header.cells.iter().map(|name| name.trim().to_owned()).collect();
    if twice(all, header.line, names.iter().map(String::as_str)) {
        return None;
    }
    Some(Sheet { names, header: header.span, rows: rows.collect(), line: header.line })
}

/// Notes every name that stands twice.
pub(crate) fn twice<'a>(
    all: &mut Collector<'_>,
    line: u64,
    names: impl Iterator<Item = &'a str>,
) -> bool {
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    for name in names.filter(|name| !name.is_empty()) {
        *seen.entry(name).or_default() += 1;
    }
    let mut found = false;
    for (name, _) in seen.into_iter().filter(|(_, times)| *times > 1) {
        all.fault(line, name, "the column stands there twice");
        found = true;
    }
    found
}

impl Row<'_> {
    /// The cells by name of the column, trimmed; a fault when they do not fit the header.
    pub(crate) fn columns<'r>(
        &'r self,
        all: &mut Collector<'_>,
        names: &'r [String],
    ) -> Option<BTreeMap<&'r str, &'r str>> {
        if let Some(broken) = self.broken {
            all.fault(self.line, "row", broken);
            return None;
        }
        if self.cells.len() != names.len() {
            let rule = format!("{} cells where the header has {}", self.cells.len(), names.len());
            all.fault(self.line, "row", rule);
            return None;
        }
        let cells = self.cells.iter().map(|cell| cell.trim());
        Some(names.iter().map(String::as_str).zip(cells).collect())
    }
}

fn split(text: &str, delimiter: u8) -> Vec<Row<'_>> {
    let bytes = text.as_bytes();
    let (mut rows, mut at, mut line) = (Vec::new(), 0, 1);
    while at < bytes.len() {
        let (start, first) = (at, line);
        let (mut cells, mut broken) = (Vec::new(), None);
        loop {
            let cell = if bytes.get(at) == Some(&b'"') {
                quoted(text, &mut at, &mut line)
            } else {
                let from = at;
                at += bytes[at..].iter().take_while(|byte| !ends(**byte, delimiter)).count();
                Ok(Cow::Borrowed(&text[from..at]))
            };
            match cell {
                Ok(cell) => cells.push(cell),
                Err(rule) => broken = Some(rule),
            }
            if broken.is_none() && !bytes.get(at).is_none_or(|byte| ends(*byte, delimiter)) {
                broken = Some("text after a closing quotation mark");
            }
            if broken.is_some() {
                at += bytes[at..].iter().take_while(|byte| !matches!(byte, b'\r' | b'\n')).count();
            }
            if bytes.get(at) == Some(&delimiter) {
                at += 1;
            } else {
                break;
            }
        }
        if bytes.get(at) == Some(&b'\r') {
            at += 1 + usize::from(bytes.get(at + 1) == Some(&b'\n'));
        } else {
            at += 1;
        }
        line += 1;
        let blank = cells.len() == 1 && cells[0].trim().is_empty();
        if broken.is_some() || !blank {
            let span = start..at.min(bytes.len());
            rows.push(Row { line: first, span, cells, broken });
        }
    }
    rows
}

fn ends(byte: u8, delimiter: u8) -> bool {
    byte == delimiter || matches!(byte, b'\r' | b'\n')
}

/// A cell in quotation marks, a mark within it doubled. Leaves `at` behind the closing mark.
fn quoted<'a>(text: &'a str, at: &mut usize, line: &mut u64) -> Result<Cow<'a, str>, &'static str> {
    let (bytes, from) = (text.as_bytes(), *at + 1);
    let (mut doubled, mut next) = (false, from);
    loop {
        match bytes.get(next) {
            None => {
                *at = next;
                return Err("a quotation mark is not closed");
            }
            Some(b'"') if bytes.get(next + 1) == Some(&b'"') => {
                doubled = true;
                next += 1;
            }
            Some(b'"') => break,
            Some(b'\n') => *line += 1,
            Some(b'\r') if bytes.get(next + 1) != Some(&b'\n') => *line += 1,
            Some(_) => {}
        }
        next += 1;
    }
    *at = next + 1;
    let inside = &text[from..next];
    Ok(if doubled { Cow::Owned(inside.replace("\"\"", "\"")) } else { Cow::Borrowed(inside) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(u64, Vec<String>, Option<&'static str>)> {
        let one = |row: Row<'_>| {
            let cells = row.cells.iter().map(|cell| cell.clone().into_owned()).collect();
            (row.line, cells, row.broken)
        };
        split(text, b',').into_iter().map(one).collect()
    }

    #[test]
    fn lines_are_those_of_an_editor() {
        let text = "a,b\r\n\r\n1,\"x\r\ny\"\r\n\n \n2,\"say \"\"no\"\"\"\r3,\n";
        let rows: Vec<_> = read(text).into_iter().map(|row| (row.0, row.1[1].clone())).collect();
        let expected = [(1, "b"), (3, "x\r\ny"), (7, "say \"no\""), (8, "")];
        assert_eq!(rows, expected.map(|(line, cell)| (line, cell.to_owned())));
        assert_eq!(read("").len(), 0);
    }

    #[test]
    fn a_broken_cell_spoils_its_own_row_only() {
        let rows = read("\"a\"b,1\nc,2\n\"d,3\n");
        assert_eq!(rows[0].2, Some("text after a closing quotation mark"));
        assert_eq!((rows[1].0, rows[1].2), (2, None));
        assert_eq!((rows[2].0, rows[2].2), (3, Some("a quotation mark is not closed")));
    }

    #[test]
    fn spans_are_the_bytes_of_a_row() {
        let text = "a;b\r\n1;\"x\n\"\r\n2;3";
        let spans: Vec<&str> =
            split(text, b';').iter().map(|row| &text[row.span.clone()]).collect();
        assert_eq!(spans, ["a;b\r\n", "1;\"x\n\"\r\n", "2;3"]);
    }
}
