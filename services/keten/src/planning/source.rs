//! Published files from disk: what is no text is refused by name.

use std::path::Path;

use anyhow::{Context as _, Result};
use published::Shape;

/// The text of a file.
pub(super) fn text(path: &Path) -> Result<String> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).with_context(|| name.clone())?;
    Ok(published::text::text(&name, bytes)?)
}

/// A tidy file of a folder.
pub(super) fn tidy(folder: &Path, name: &str, shape: Shape) -> Result<published::Series> {
    let path = folder.join(name);
    Ok(shape.read(&path.display().to_string(), &text(&path)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_refused_with_its_path() {
        let folder = tempfile::tempdir().unwrap();
        let write =
            |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
        write("a.csv", b"\xef\xbb\xbfmonth,category,nationality,value,qualifier\r\n\r\n2024-05,first,Syria,1.234,rounded\r\n");
        write("b.csv", b"T\xfcrkiye");
        write("c.csv", &[0x1f, 0x8b, 8, 0]);
        let refused = |name: &str| {
            let path = folder.path().join(name).display().to_string();
            let told = format!("{:#}", tidy(folder.path(), name, Shape::CBS_MONTHLY).unwrap_err());
            assert!(told.starts_with(&path), "{told}");
            told[path.len()..].to_owned()
        };
        assert!(refused("a.csv").starts_with(":3: column value: \"1.234\" is no whole number"));
        assert!(refused("b.csv").contains("is not UTF-8"));
        assert!(refused("c.csv").contains("gzip"));
        assert!(refused("d.csv").contains("No such file"));
    }
}
