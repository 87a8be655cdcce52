//! From bytes to text, and from strange text to what can be shown.

use crate::Fault;

/// Longest text in a row, in characters: names of groups and editions are far shorter.
pub const TEXT_CHARS_MAX: usize = 200;
/// Longest piece of a wrong text that an error repeats, in characters.
const SHOWN_CHARS_MAX: usize = 40;

/// The text of a file. What is not UTF-8 text is refused by what it is: compressed, UTF-16, or another encoding;
/// none is guessed, because a wrong guess would be a wrong name that nobody sees.
pub fn text(file: &str, bytes: Vec<u8>) -> Result<String, Fault> {
    let refuse = |line: u64, rule: &str| {
        let (column, rule) = ("file".to_owned(), rule.to_owned());
        Err(Fault { file: file.to_owned(), line, column, rule })
    };
    match bytes.as_slice() {
        [0x1f, 0x8b, ..] => return refuse(1, "is compressed (gzip); unpack it first"),
        [b'P', b'K', 3, 4, ..] => {
            return refuse(1, "is compressed (zip, or a workbook); unpack it, or save it as text");
        }
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
            return refuse(1, "is UTF-16; save it as UTF-8");
        }
        _ => {}
    }
    String::from_utf8(bytes).or_else(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..good].split(|byte| *byte == b'\n').count();
        refuse(line as u64, "is not UTF-8 (perhaps Latin-1); save it as UTF-8")
    })
}

/// The text without the byte order mark that some programs write before it.
pub fn without_mark(text: &str) -> &str {
    text.trim_start_matches('\u{feff}')
}

/// A text as an error repeats it: in quotation marks, its control characters escaped, no longer than a line.
pub fn shown(text: &str) -> String {
    if text.chars().count() <= SHOWN_CHARS_MAX {
        return format!("{text:?}");
    }
    let start: String = text.chars().take(SHOWN_CHARS_MAX).collect();
    format!("{start:?} and more, {} characters in all", text.chars().count())
}

/// Why a text cannot be the name of a group or an edition; `None` when it can.
pub fn unfit(text: &str) -> Option<String> {
    if let Some(control) = text.chars().find(|letter| letter.is_control()) {
        return Some(format!("holds the control character U+{:04X}", u32::from(control)));
    }
    let chars = text.chars().count();
    (chars > TEXT_CHARS_MAX)
        .then(|| format!("is a text of {chars} characters, at most {TEXT_CHARS_MAX}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_refused_by_what_it_is() {
        let refused = |bytes: &[u8]| text("a.tsv", bytes.to_vec()).unwrap_err().to_string();
        assert_eq!(
            refused(&[0x1f, 0x8b, 8, 0]),
            "a.tsv:1: column file: is compressed (gzip); unpack it first"
        );
        assert!(refused(b"PK\x03\x04").contains("workbook"));
        assert!(refused(&[0xff, 0xfe, b'a', 0]).contains("UTF-16"));
        assert!(refused(b"a,b\nT\xfcrkiye,1\n").starts_with("a.tsv:2: column file: is not UTF-8"));
        assert_eq!(text("a", "\u{feff}Türkiye".into()).unwrap(), "\u{feff}Türkiye");
        assert_eq!(without_mark("\u{feff}a"), "a");
    }

    #[test]
    fn strange_text_is_named_and_never_repeated_whole() {
        assert!(shown("SY\u{1b}[31mR").is_ascii());
        assert!(shown(&"x".repeat(70_000)).len() < 100);
        assert!(unfit("A\nB").is_some_and(|why| why.contains("U+000A")));
        assert!(unfit(&"x".repeat(201)).is_some_and(|why| why.contains("201")));
        assert_eq!(unfit("Syria"), None);
    }
}
