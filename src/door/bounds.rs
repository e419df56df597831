//! How large a request may be, and what comes of it.

use crate::diag::{Error, door as say};

/// Bounds of a [`super::Session`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Bounds {
    /// Most bytes of a request; 64 MiB.
    pub bytes: usize,
    /// Deepest nesting of objects and lists in a request; 32.
    pub depth: usize,
    /// Most records of a request, parts counted; 100,000.
    pub records: usize,
    /// Most records that are explained in one answer; 1,000.
    pub explained: usize,
    /// Most records for which one answer looks for ways to a better result; 100.
    pub ways: usize,
    /// Most packs that a session keeps; 64.
    pub packs: usize,
}

impl Default for Bounds {
    fn default() -> Bounds {
        Bounds {
            bytes: 64 << 20,
            depth: 32,
            records: 100_000,
            explained: 1_000,
            ways: 100,
            packs: 64,
        }
    }
}

impl Bounds {
    /// Refuses a text that is too long or nests too deep, before anything of it is read.
    pub(super) fn check(&self, json: &str) -> Result<(), Error> {
        if json.len() > self.bytes {
            return Err(say::too_long(json.len(), self.bytes));
        }
        if depth(json) > self.depth { Err(say::too_deep(self.depth)) } else { Ok(()) }
    }
}

/// The deepest nesting of brackets outside of strings.
fn depth(json: &str) -> usize {
    let (mut depth, mut deepest, mut quoted, mut escaped) = (0_usize, 0, false, false);
    for byte in json.bytes() {
        if quoted {
            quoted = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
            continue;
        }
        match byte {
            b'"' => quoted = true,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::depth;

    #[test]
    fn depth_counts_what_is_open_and_passes_over_strings() {
        let cases =
            [("", 0), ("{}", 1), ("[[],[[]]]", 3), (r#"{"a":"[[[\"[["}"#, 1), (r#"["\\",[]]"#, 2)];
        for (json, deepest) in cases {
            assert_eq!(depth(json), deepest, "{json}");
        }
    }
}
