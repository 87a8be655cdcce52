//! Tokens of lists: the key after which a page begins, and a mark that ties it to its list and filter.
//!
//! The mark is no secret; it tells a token that was made up, cut off or taken from another list.

use std::fmt::Display;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

/// Bytes of the mark.
const MARK: usize = 8;

fn mark(list: &str, key: &str) -> [u8; MARK] {
    let mut hash = Sha256::new();
    for text in [list, key] {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    }
    let hash: [u8; 32] = hash.finalize().into();
    std::array::from_fn(|n| hash[n])
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        write!(text, "{byte:02x}").unwrap_or_default();
    }
    text
}

/// The token of the page that begins after `key`.
pub(crate) fn write(list: &str, key: &impl Display) -> String {
    let key = key.to_string();
    hex(&mark(list, &key)) + &hex(key.as_bytes())
}

/// The key that a token of this list holds; `None` for any other text.
pub(crate) fn read<K: FromStr>(list: &str, token: &str) -> Option<K> {
    let (pairs, rest) = token.as_bytes().as_chunks::<2>();
    let byte = |pair: &[u8; 2]| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok();
    let bytes: Vec<u8> = pairs.iter().map(byte).collect::<Option<_>>()?;
    let (found, key) = bytes.split_first_chunk::<MARK>().filter(|_| rest.is_empty())?;
    let key = str::from_utf8(key).ok()?;
    if *found == mark(list, key) { key.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_taken_by_its_list_only() {
        let token = write("stay", &"a/7");
        assert_eq!(read::<String>("stay", &token).as_deref(), Some("a/7"));
        assert_eq!(read::<String>("case", &token), None);
        for forged in
            ["", "a/7", "00", "zz", &token[1..], &token[..token.len() - 1], &format!("{token}00")]
        {
            assert_eq!(read::<String>("stay", forged), None, "{forged}");
        }
        assert_eq!(read::<u8>("stay", &write("stay", &"x")), None);
    }
}
