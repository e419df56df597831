//! Records whose cells were not kept, read once more: a chunk at a time, in the order of the files.

use super::account::ReadReport;
use super::delimited::{Delimited, Rows};
use super::layout::{Layout, Preview};
use super::origins::Origin;
use super::rows::Builder;
use super::{DataFile, Reading};
use crate::diag::{self, Error};
use crate::model::{FieldId, Model, RecordId};
use crate::table::{Inputs, Texts};
use std::fs::Metadata;
use std::ops::Range;

/// Files of a reading that kept no cells: how they were read, and by what a change of them shows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Again {
    files: Vec<FileAgain>,
}

#[derive(Clone, Debug)]
struct FileAgain {
    file: DataFile,
    preview: Preview,
    layout: Layout,
    stamp: Option<Metadata>,
}

impl Again {
    /// Takes a file as it is read the first time.
    pub(super) fn push(&mut self, file: &DataFile, preview: &Preview, layout: &Layout) {
        self.files.push(FileAgain {
            file: file.clone(),
            preview: preview.clone(),
            layout: layout.clone(),
            stamp: file.stamp(),
        });
    }

    /// Starts to read the records that a report tells of; their texts start with those given. A
    /// text that nobody asks for is left unread.
    pub(crate) fn start<'a>(
        &'a self,
        (model, record): (&'a Model, RecordId),
        report: &'a ReadReport,
        texts: Texts,
        unread: Option<FieldId>,
    ) -> Rereading<'a> {
        let mut builder = Builder::new(model, record, texts).alone().without(unread);
        for (file, account) in self.files.iter().zip(&report.files) {
            builder.file(account.clone(), &file.layout);
        }
        let table = builder.finish(model).table;
        Rereading { model, again: self, report, builder, table, open: None, place: 0 }
    }

    /// Refuses what was read if another program has written to a file meanwhile.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let said = |stamp: &Metadata| (stamp.len(), stamp.modified().ok());
        let changed =
            |one: &&FileAgain| one.stamp.as_ref().map(said) != one.file.stamp().as_ref().map(said);
        match self.files.iter().find(changed) {
            Some(changed) => Err(changed.file.refuse(diag::changed())),
            None => Ok(()),
        }
    }
}

/// Reading of records whose places are known.
pub(crate) struct Rereading<'a> {
    model: &'a Model,
    again: &'a Again,
    report: &'a ReadReport,
    builder: Builder,
    table: Inputs,
    open: Option<OpenAgain<'a>>,
    /// The next record.
    place: usize,
}

struct OpenAgain<'a> {
    number: u32,
    rows: Rows<'a>,
    layout: Layout,
}

impl Rereading<'_> {
    /// The table of some records, none of them before one that was read.
    ///
    /// # Errors
    /// A file that can no longer be read, or is another.
    pub(crate) fn chunk(&mut self, records: Range<usize>) -> Result<&Inputs, Error> {
        let none = Inputs::empty(self.table.record, Texts::default());
        let table = std::mem::replace(&mut self.table, none);
        let reading = Reading { table, report: ReadReport::default(), again: None };
        self.builder.start_again(reading, &[]);
        while self.place < records.end {
            let Some(origin) = self.report.origins.get(self.place) else { break };
            let taken = self.place >= records.start;
            self.read(origin, taken)?;
            self.place += 1;
        }
        self.table = self.builder.finish(self.model).table;
        self.mark(records.start);
        Ok(&self.table)
    }

    /// Goes to the row of a record, and takes it if it is wanted.
    fn read(&mut self, origin: Origin, taken: bool) -> Result<(), Error> {
        if self.open.as_ref().is_none_or(|open| open.number != origin.file) {
            self.open = Some(self.again.open(origin.file)?);
        }
        let Some(open) = &mut self.open else { return Ok(()) };
        while open.rows.advance()? {
            if open.rows.number() == origin.row {
                if taken {
                    let row = open.rows.row()?;
                    self.builder.take_again(&mut open.layout, origin, &row);
                }
                return Ok(());
            }
        }
        Err(self.again.changed(origin.file))
    }

    /// Marks what was found wrong with the records, as the table that is not kept would have it.
    fn mark(&mut self, first: usize) {
        let model = self.model;
        let fields = &model.records[self.table.record].fields;
        let end = first + self.table.rows;
        let own = self.report.faults_of(&(first..end));
        own.iter()
            .for_each(|fault| fault.mark(fields, &mut self.table, fault.record as usize - first));
        self.table.lacking = self.report.lacking(fields, first..end);
    }
}

impl Again {
    fn open(&self, number: u32) -> Result<OpenAgain<'_>, Error> {
        let Some(FileAgain { file, preview, layout, .. }) = self.files.get(number as usize) else {
            return Err(self.changed(number));
        };
        let rows = Delimited::open(file)?.again(preview, layout.points())?;
        Ok(OpenAgain { number, rows, layout: layout.clone() })
    }

    /// Error of a file that is not what it was.
    fn changed(&self, number: u32) -> Error {
        match self.files.get(number as usize) {
            Some(one) => one.file.refuse(diag::changed()),
            None => diag::engine::no_data(),
        }
    }
}
