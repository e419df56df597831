//! Records whose cells were not kept, read once more: a chunk at a time, in the order of the files.

use super::account::ReadReport;
use super::block::Block;
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
        let blank = builder.finish(model).table;
        Rereading { model, again: self, report, builder, blank, open: None, place: 0 }
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
    /// The table without records.
    blank: Inputs,
    open: Option<OpenAgain>,
    /// The next record.
    place: usize,
}

struct OpenAgain {
    number: u32,
    rows: Rows<'static>,
    layout: Layout,
    block: Block,
    /// The first row of the block that was not gone to.
    next: usize,
}

impl Rereading<'_> {
    /// The table of some records, none of them before one that was read, in the memory of one that
    /// was given before.
    ///
    /// # Errors
    /// A file that can no longer be read, or is another.
    pub(crate) fn chunk(
        &mut self,
        records: Range<usize>,
        used: Option<Inputs>,
    ) -> Result<Inputs, Error> {
        let table = used.unwrap_or_else(|| self.blank.clone());
        let reading = Reading { table, report: ReadReport::default(), again: None };
        self.builder.start_again(reading, &[]);
        while self.place < records.start {
            self.read(records.start, false)?;
        }
        while self.place < records.end.min(self.report.origins.len()) {
            self.read(records.end, true)?;
        }
        let mut table = self.builder.finish(self.model).table;
        self.mark(records.start, &mut table);
        Ok(table)
    }

    /// Goes to the rows of the next records, up to one of them, as far as they stand one below the
    /// other in a block; takes them if they are wanted.
    fn read(&mut self, end: usize, taken: bool) -> Result<(), Error> {
        let Some(origin) = self.report.origins.get(self.place) else {
            self.place = end;
            return Ok(());
        };
        if self.open.as_ref().is_none_or(|open| open.number != origin.file) {
            self.open = Some(self.again.open(origin.file)?);
        }
        let Some(open) = &mut self.open else { return Ok(()) };
        let first = open.find(origin.row)?.ok_or_else(|| self.again.changed(origin.file))?;
        let follows = |(count, row): (u32, usize)| {
            let number = origin.row + count;
            open.block.number(row) == number
                && self.report.origins.get(self.place + count as usize)
                    == Some(Origin { row: number, ..origin })
        };
        let most = first..open.block.len().min(first + (end - self.place));
        let rows = first..first + (0..).zip(most).take_while(|one| follows(*one)).count();
        open.next = rows.end;
        self.place += rows.len();
        if taken {
            self.builder.take_again(&mut open.layout, &open.block, (origin.file, rows));
        }
        Ok(())
    }

    /// Marks what was found wrong with the records, as the table that is not kept would have it.
    fn mark(&self, first: usize, table: &mut Inputs) {
        let fields = &self.model.records[table.record].fields;
        let end = first + table.rows;
        let own = self.report.faults_of(&(first..end));
        own.iter().for_each(|fault| fault.mark(fields, table, fault.record as usize - first));
        table.lacking = self.report.lacking(fields, first..end);
    }
}

impl OpenAgain {
    /// Place in the block of the row with a number, which none that was gone to has; none if the
    /// file has no such row any more.
    fn find(&mut self, number: u32) -> Result<Option<usize>, Error> {
        loop {
            let found = self.next.max(self.block.behind(number.saturating_sub(1)));
            if found < self.block.len() {
                return Ok((self.block.number(found) == number).then_some(found));
            }
            self.next = 0;
            if !self.rows.fill(&mut self.block)? {
                return Ok(None);
            }
        }
    }
}

impl Again {
    fn open(&self, number: u32) -> Result<OpenAgain, Error> {
        let Some(FileAgain { file, preview, layout, .. }) = self.files.get(number as usize) else {
            return Err(self.changed(number));
        };
        let rows = Delimited::open(file)?.again(preview, layout.points())?;
        let (layout, block) = (layout.clone(), Block::default());
        Ok(OpenAgain { number, rows, layout, block, next: 0 })
    }

    /// Error of a file that is not what it was.
    fn changed(&self, number: u32) -> Error {
        match self.files.get(number as usize) {
            Some(one) => one.file.refuse(diag::changed()),
            None => diag::engine::no_data(),
        }
    }
}
