//! Plain tables for people: text to the left, numbers to the right.
//!
//! Cells hold what others wrote: control characters are shown and not obeyed, and what is longer than a screen is
//! cut, so that no text breaks a table or the program that prints it.

use std::fmt::Write as _;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Widest cell, in columns of a terminal.
const CELL_COLUMNS_MAX: usize = 120;

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

/// A letter that a terminal obeys or that turns the direction of what follows.
fn is_control(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A text with what a terminal would obey made visible; line breaks stay where `lines` says so.
pub(crate) fn plain(text: &str, lines: bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_control(letter) && !(lines && letter == '\n') {
            shown.extend(letter.escape_default());
        } else {
            shown.push(letter);
        }
    }
    shown
}

/// A text no wider than so many columns, with an ellipsis where it was cut.
fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let (mut kept, mut width) = (String::new(), 1);
    for letter in text.chars() {
        width += letter.width().unwrap_or(0);
        if width > columns {
            break;
        }
        kept.push(letter);
    }
    kept.push('…');
    kept
}

/// A table.
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
    /// Columns from the left that hold text.
    texts: usize,
}

impl Table {
    pub(crate) fn new(heading: &[&str]) -> Self {
        Self { rows: vec![heading.iter().map(|text| (*text).to_owned()).collect()], texts: 1 }
    }

    /// The same with so many columns of text, to the left.
    pub(crate) fn with_texts(self, texts: usize) -> Self {
        Self { texts, ..self }
    }

    pub(crate) fn row(&mut self, cells: Vec<String>) {
        // Cut first: a text of millions of letters is not walked through to its end.
        let shown = |cell: String| {
            let start: String = cell.chars().take(4 * CELL_COLUMNS_MAX).collect();
            cut(&plain(&start, false), CELL_COLUMNS_MAX)
        };
        self.rows.push(cells.into_iter().map(shown).collect());
    }

    /// Writes the table to standard output; what to say in its place when it has no rows.
    pub(crate) fn say_or(&self, empty: &str) {
        if self.rows.len() == 1 {
            say(&format!("  {empty}\n"));
        } else {
            say(&self.text());
        }
    }

    /// The table as text, a line under the heading.
    pub(crate) fn text(&self) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.width()).max().unwrap_or_default()
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let mut text = String::new();
        for (n, row) in self.rows.iter().enumerate() {
            let mut line = String::new();
            for (column, cell) in row.iter().enumerate() {
                let space = " ".repeat(widths[column].saturating_sub(cell.width()));
                let written = if column < self.texts {
                    write!(line, "  {cell}{space}")
                } else {
                    write!(line, "  {space}{cell}")
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

    #[test]
    fn no_text_breaks_a_table() {
        let mut table = Table::new(&["group", "in words", "n"]).with_texts(2);
        table.row(vec!["SY\u{1b}[31mR\r\nB".to_owned(), "\u{202e}x".to_owned(), "1".to_owned()]);
        table.row(vec!["x".repeat(70_000), "日本".repeat(40_000), "2".to_owned()]);
        let text = table.text();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 4, "{text}");
        assert!(lines[2].contains("SY\\u{1b}[31mR\\r\\nB") && lines[2].contains("\\u{202e}x"));
        assert!(lines[3].contains("x…") && lines[3].contains("日…"));
        // Cut by what a terminal shows, not by letters: the numbers stay under each other.
        let ends: Vec<usize> = lines[2..].iter().map(|line| line.width()).collect();
        assert_eq!(ends[0], ends[1]);
        assert!(lines.iter().all(|line| line.width() <= 2 * (CELL_COLUMNS_MAX + 2) + 3));
    }
}
