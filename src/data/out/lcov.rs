//! Coverage as a tracefile of LCOV (`man geninfo`), which `genhtml` and editors draw.

use super::WriteError;
use std::collections::BTreeMap;
use std::io::Write;

/// Coverage of one file: how often its lines ran, and the branches at them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LcovFile {
    /// Path of the file, as a reader opens it.
    pub path: String,
    /// Number of times that each line ran, of those that can, by the line's number.
    pub lines: BTreeMap<usize, usize>,
    /// Branches at a line, by the line's number: the number of each, and how often it was taken.
    pub branches: BTreeMap<usize, Vec<(usize, usize)>>,
}

/// Writes coverage under the name of a test, file by file.
///
/// # Errors
/// Those of `to`.
pub fn write(test: &str, files: &[LcovFile], to: &mut dyn Write) -> Result<(), WriteError> {
    files.iter().try_for_each(|file| write_file(test, file, to))
}

fn write_file(test: &str, file: &LcovFile, to: &mut dyn Write) -> Result<(), WriteError> {
    // Readers refuse names of tests with other characters.
    let letter = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '_' };
    writeln!(to, "TN:{}", test.chars().map(letter).collect::<String>())?;
    writeln!(to, "SF:{}", file.path)?;
    for (line, sides) in &file.branches {
        let reached = sides.iter().any(|(_, taken)| *taken > 0);
        for (branch, taken) in sides {
            let taken = if reached { taken.to_string() } else { "-".to_owned() };
            writeln!(to, "BRDA:{line},0,{branch},{taken}")?;
        }
    }
    if !file.branches.is_empty() {
        let sides = file.branches.values().flatten();
        let hit = sides.clone().filter(|(_, taken)| *taken > 0).count();
        writeln!(to, "BRF:{}\nBRH:{hit}", sides.count())?;
    }
    for (line, hits) in &file.lines {
        writeln!(to, "DA:{line},{hits}")?;
    }
    let hit = file.lines.values().filter(|hits| **hits > 0).count();
    writeln!(to, "LF:{}\nLH:{hit}\nend_of_record", file.lines.len())?;
    Ok(())
}
