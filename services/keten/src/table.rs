//! Plain tables for people: text to the left, numbers to the right.

use std::fmt::Write as _;

/// Writes to standard output. A reader that has seen enough, such as `head`, is no error.
pub(crate) fn say(text: &str) {
    use std::io::Write as _;
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            eprintln!("standard output: {error}");
        }
        _ => {}
    }
}

/// A table; its first row is the heading.
#[derive(Default)]
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(heading: &[&str]) -> Self {
        Self { rows: vec![heading.iter().map(|text| (*text).to_owned()).collect()] }
    }

    pub(crate) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// The table as text, a line under the heading.
    pub(crate) fn text(&self) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let mut text = String::new();
        for (n, row) in self.rows.iter().enumerate() {
            let mut line = String::new();
            for (column, cell) in row.iter().enumerate() {
                let width = widths[column];
                let written = match column {
                    0 => write!(line, "  {cell:<width$}"),
                    _ => write!(line, "  {cell:>width$}"),
                };
                written.unwrap_or_default();
            }
            writeln!(text, "{}", line.trim_end()).unwrap_or_default();
            if n == 0 {
                let rule = widths.iter().map(|width| width + 2).sum::<usize>();
                writeln!(text, "  {}", "-".repeat(rule.saturating_sub(2))).unwrap_or_default();
            }
        }
        text
    }
}

/// A whole number with separators; a dash when there is none.
pub(crate) fn number(value: Option<i64>) -> String {
    let Some(value) = value else { return "-".to_owned() };
    let digits = value.unsigned_abs().to_string();
    let mut text = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if value < 0 { format!("-{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_separators_and_columns_line_up() {
        assert_eq!(number(Some(0)), "0");
        assert_eq!(number(Some(999)), "999");
        assert_eq!(number(Some(-1_234_567)), "-1,234,567");
        assert_eq!(number(None), "-");
        let mut table = Table::new(&["stage", "n"]);
        table.row(vec!["a".to_owned(), number(Some(1_000))]);
        assert_eq!(table.text(), "  stage      n\n  ------------\n  a      1,000\n");
    }
}
