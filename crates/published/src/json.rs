//! JSON whose keys stand once, and the lines on which the rows of a list begin.
//!
//! `serde_json` takes the last of two equal keys and tells no line of a value that it read without a fault.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// A value in which no object has a key twice.
pub(crate) struct Once(pub(crate) Value);

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(OnceVisitor)
    }
}

struct OnceVisitor;

impl<'de> Visitor<'de> for OnceVisitor {
    type Value = Once;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Once, E> {
        Ok(Once(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Once, E> {
        Ok(Once(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Once, E> {
        Ok(Once(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Once, E> {
        Ok(Once(Number::from_f64(value).map_or(Value::Null, Value::Number)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Once, E> {
        Ok(Once(value.into()))
    }

    fn visit_unit<E>(self) -> Result<Once, E> {
        Ok(Once(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Once, A::Error> {
        let mut all = Vec::new();
        while let Some(Once(one)) = from.next_element()? {
            all.push(one);
        }
        Ok(Once(all.into()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Once, A::Error> {
        let mut all = Map::new();
        while let Some(key) = from.next_key::<String>()? {
            let Once(value) = from.next_value()?;
            if all.contains_key(&key) {
                return Err(A::Error::custom(format!(
                    "the key {} stands there twice",
                    crate::text::shown(&key)
                )));
            }
            all.insert(key, value);
        }
        Ok(Once(all.into()))
    }
}

/// The line on which each row begins: of the bare list, or of the list under `value`. The text must be JSON.
pub(crate) fn row_lines(text: &str) -> Vec<u64> {
    let (mut lines, mut line) = (Vec::new(), 1);
    // The containers around a place, and the key that was read last in the outermost object.
    let (mut around, mut key, mut string): (Vec<u8>, &str, Option<usize>) = (Vec::new(), "", None);
    let (mut escaped, mut expects) = (false, false);
    for (at, byte) in text.bytes().enumerate() {
        if byte == b'\n' {
            line += 1;
        }
        if let Some(from) = string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => {
                    if around.len() == 1 {
                        key = &text[from..at];
                    }
                    string = None;
                }
                _ => {}
            }
            continue;
        }
        if byte.is_ascii_whitespace() {
            continue;
        }
        if expects && byte != b']' {
            lines.push(line);
        }
        expects = false;
        match byte {
            b'"' => string = Some(at + 1),
            b'{' | b'[' => {
                around.push(byte);
                expects = byte == b'[' && is_rows(&around, key);
            }
            b'}' | b']' => {
                around.pop();
            }
            b',' => expects = is_rows(&around, key),
            _ => {}
        }
    }
    lines
}

fn is_rows(around: &[u8], key: &str) -> bool {
    around == b"[" || (around == b"{[" && key == "value")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_stands_twice_is_refused_with_its_line() {
        let wrong = serde_json::from_str::<Once>("{\"a\":1,\n\"a\":2}").err().unwrap().to_string();
        assert!(wrong.contains("\"a\" stands there twice") && wrong.contains("line 2"), "{wrong}");
        let Once(read) =
            serde_json::from_str(r#"{"a":[1,-2,0.5,true,null,"x"],"b":{"a":1}}"#).unwrap();
        assert_eq!(read.to_string(), r#"{"a":[1,-2,0.5,true,null,"x"],"b":{"a":1}}"#);
    }

    #[test]
    fn rows_begin_where_an_editor_shows_them() {
        assert_eq!(row_lines("[{\"a\":[1,2]},\n\n {\"b\":\"},{\"}]"), [1, 3]);
        let text = "{\"odata\":[1,\n2],\n\"value\":[\n{\"a\":1}, 7,\n{\"value\":[3,\n4]}]}";
        assert_eq!(row_lines(text), [4, 4, 5]);
        assert_eq!(row_lines("{\"value\":[]}"), [0_u64; 0]);
    }
}
