//! Where results go: a file, whole or not at all and never over an input, or standard output.

use super::{Failure, input, progress};
use crate::data::out::{WriteError, write_whole};
use crate::engine::Packs;
use crate::value::Lang;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Destination of a result: standard output or a file.
pub(super) struct Output<'o> {
    /// The file; none: standard output.
    pub path: Option<&'o Path>,
    /// The files that were read.
    pub inputs: Vec<PathBuf>,
    /// The language of mistakes.
    pub lang: Lang,
}

impl<'o> Output<'o> {
    /// The output of a command that reads data.
    pub fn of_data(path: Option<&'o Path>, packs: &Packs, data: &[&str], lang: Lang) -> Output<'o> {
        let mut inputs = packs.places();
        inputs.extend(input::paths(packs, data));
        Output { path, inputs, lang }
    }

    /// The output of a command that reads rules alone.
    pub fn of_rules(path: Option<&'o Path>, packs: &Packs, lang: Lang) -> Output<'o> {
        Output { path, inputs: packs.places(), lang }
    }

    /// Destination on standard output.
    pub fn standard(lang: Lang) -> Output<'o> {
        Output { path: None, inputs: Vec::new(), lang }
    }

    /// Returns `true` if colours are of use at the destination.
    pub fn is_terminal(&self) -> bool {
        self.path.is_none() && io::stdout().is_terminal()
    }

    /// Writes a text, or what a program reads, with a line end where it has none.
    pub fn text(&self, shown: Result<String, serde_json::Error>) -> Result<(), Failure> {
        self.write(|to| {
            let shown = shown.map_err(io::Error::from)?;
            let end = if shown.is_empty() || shown.ends_with('\n') { "" } else { "\n" };
            Ok(write!(to, "{shown}{end}")?)
        })
    }

    /// Writes a result, and gives what the writing gives.
    pub fn write<T: Default>(
        &self,
        write: impl FnOnce(&mut dyn Write) -> Result<T, WriteError>,
    ) -> Result<T, Failure> {
        let Some(path) = self.path else { return self.print(write) };
        let inputs: Vec<&Path> = self.inputs.iter().map(PathBuf::as_path).collect();
        let mut given = T::default();
        let written = write_whole(path, &inputs, |to| {
            given = write(to)?;
            Ok(())
        });
        written.map_err(|error| Failure::write_file(path, error, self.lang))?;
        Ok(given)
    }

    fn print<T>(
        &self,
        write: impl FnOnce(&mut dyn Write) -> Result<T, WriteError>,
    ) -> Result<T, Failure> {
        let mut to = io::BufWriter::new(Screen(io::stdout().lock()));
        let given = write(&mut to).map_err(|error| Failure::write(error, self.lang))?;
        to.flush().map_err(|error| Failure::write(error.into(), self.lang))?;
        Ok(given)
    }
}

/// Standard output, which ends the bar of a run that takes long where both are one screen.
struct Screen(io::StdoutLock<'static>);

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.is_terminal() {
            progress::end();
        }
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
