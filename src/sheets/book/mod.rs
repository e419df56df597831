//! Results as a workbook for the office: a summary first, then records, targets, why each record
//! came out so, the rows that were not taken, and the rules and data of the run.

mod reasons;
mod refused;
mod summary;
mod used;

use super::account::{Account, KEPT};
use super::records::RecordsSheet;
use super::targets::TargetSheet;
use crate::data::out::{Book, Cell, Column, Kind, LinkedGrid, MOST_ROWS, PageId, Row, WriteError};
use crate::diag::Message;
use crate::diag::book::{self as say, words};
use crate::engine::{Dataset, Records, RowRange};
use crate::report::TargetOutcome;
use crate::value::Lang;
use reasons::Reasons;
use refused::Refused;
use std::borrow::Cow;
use std::io::Write;

/// The most records of a type that are explained in a workbook: each takes several lines, and a
/// link from its result.
const MOST_EXPLAINED: usize = 20_000;

/// Results of a run, to be written as a workbook.
pub struct ResultsBook<'d> {
    /// Data set that the results are of.
    pub dataset: &'d Dataset,
    /// Records of each type, in order.
    pub records: Vec<ChosenRecords<'d>>,
    /// Outcomes of targets, a list of units each.
    pub targets: &'d [Vec<TargetOutcome>],
    /// `true` if some records are chosen by key, rather than all.
    pub by_key: bool,
    /// Language of headers and words.
    pub lang: Lang,
}

/// Records of one type that are written.
pub struct ChosenRecords<'d> {
    /// Records of the type, whichever packs decide them.
    pub records: &'d Records,
    /// Places of those that are written.
    pub ranges: &'d [RowRange],
    /// `true` if they have a page of their own, rather than being counted alone.
    pub is_table: bool,
}

/// Outcome of writing a workbook.
#[derive(Debug, Default)]
pub struct WrittenBook {
    /// Accounts of the records, a batch each.
    pub accounts: Vec<Account>,
    /// Messages about what the workbook leaves out.
    pub told: Vec<Message>,
}

/// Pages with their names, and what is to be found on each.
type Contents = Vec<(PageId, String, &'static str)>;

/// Pages of the records of a type.
struct Pages {
    results: PageId,
    why: Option<PageId>,
}

impl<'d> ResultsBook<'d> {
    /// Writes the workbook, all its pages.
    ///
    /// # Errors
    /// Those of `to`; [`WriteError::TooManyRows`].
    pub fn write(&self, to: &mut dyn Write) -> Result<WrittenBook, WriteError> {
        let words = words(self.lang);
        let mut book = Book::new()?;
        let summary = book.page(words.summary);
        let sheets = TargetSheet::all(self.targets, self.lang);
        let (pages, of_targets) = self.open_pages(&mut book, &sheets);
        let (refused, used) = (book.page(words.refused), book.page(words.used));
        let mut written = WrittenBook::default();
        let mut wrong = Refused::of(self.dataset, self.lang, MOST_ROWS as usize);
        for (chosen, pages) in self.records.iter().zip(&pages) {
            let accounts =
                self.records(&mut book, chosen, pages.as_ref(), &mut wrong, &mut written)?;
            written.accounts.extend(accounts);
        }
        for (sheet, page) in sheets.iter().zip(&of_targets) {
            let grid = sheet.grid();
            let rows = Box::new(grid.rows.map(|row| (row, None)));
            let (columns, lang, toned) = (grid.columns, grid.lang, sheet.toned());
            book.grid(*page, LinkedGrid { columns, rows, lang, link: None, toned })?;
        }
        wrong.write(&mut book, refused)?;
        written.told.extend(wrong.left_out());
        used::write(self, &written.told, &mut book, used)?;
        let contents = self.contents(&book, &pages, &of_targets, [refused, used]);
        summary::write(self, &written, (&wrong, &sheets, contents), &mut book, summary)?;
        book.finish(to)?;
        written.accounts.iter_mut().for_each(|account| account.outside.truncate(KEPT));
        Ok(written)
    }

    /// Pages of records and targets, in the order of their tabs; those on why come behind.
    fn open_pages(
        &self,
        book: &mut Book,
        sheets: &[TargetSheet<'_>],
    ) -> (Vec<Option<Pages>>, Vec<PageId>) {
        let results: Vec<Option<PageId>> = self
            .records
            .iter()
            .map(|chosen| chosen.is_table.then(|| book.page(chosen.records.record_name())))
            .collect();
        let targets = sheets.iter().map(|sheet| book.page(sheet.name())).collect();
        let pages = self.records.iter().zip(results).map(|(chosen, results)| {
            let decided = chosen.records.batches().iter().any(|one| !one.blocks().is_empty());
            let name = say::why_of(chosen.records.record_name());
            let results = results?;
            Some(Pages { results, why: decided.then(|| book.page(name.get(self.lang))) })
        });
        (pages.collect(), targets)
    }

    /// Pages with what is to be found on each.
    fn contents(
        &self,
        book: &Book,
        pages: &[Option<Pages>],
        targets: &[PageId],
        [refused, used]: [PageId; 2],
    ) -> Contents {
        let words = words(self.lang);
        let pages = pages.iter().flatten();
        let results = pages.clone().map(|one| (one.results, words.results_page));
        let targets = targets.iter().map(|page| (*page, words.targets_page));
        let why = pages.filter_map(|one| Some((one.why?, words.why_page)));
        let last = [(refused, words.refused_page), (used, words.used_page)];
        let all = results.chain(targets).chain(why).chain(last);
        all.map(|(page, told)| (page, book.name(page).to_owned(), told)).collect()
    }

    /// Fills the pages of the records of a type, why first: a result leads to its first line.
    fn records(
        &self,
        book: &mut Book,
        chosen: &ChosenRecords<'d>,
        pages: Option<&Pages>,
        wrong: &mut Refused<'d>,
        written: &mut WrittenBook,
    ) -> Result<Vec<Account>, WriteError> {
        let mut accounts = chosen.records.accounts();
        let sheet = chosen.records.sheet(self.lang).worded();
        let Some(pages) = pages else {
            sheet.placed(chosen.ranges).for_each(|one| wrong.take(chosen, &mut accounts, &one));
            return Ok(accounts);
        };
        let mut reasons = Reasons::of(chosen, self.lang, MOST_EXPLAINED);
        if let Some(why) = pages.why {
            reasons.write(book, why, pages.results)?;
            written.told.extend(reasons.left_out());
        }
        let columns = self.columns(&sheet, pages);
        let link = pages.why.map(|why| (columns.len() - 1, why));
        let told = reasons.first_lines().zip(reasons.better());
        let rows = sheet.placed(chosen.ranges).zip(told).map(|(one, (line, better))| {
            wrong.take(chosen, &mut accounts, &one);
            (self.row(one.row.into_cells(), pages, line, better), line)
        });
        let grid = LinkedGrid {
            columns: &columns,
            rows: Box::new(rows),
            lang: self.lang,
            link,
            toned: sheet.toned(),
        };
        book.grid(pages.results, grid)?;
        Ok(accounts)
    }

    /// Columns of a page of results: what was decided, and beside it what leads on.
    fn columns(&self, sheet: &RecordsSheet<'_>, pages: &Pages) -> Vec<Column> {
        let mut columns = sheet.columns().to_vec();
        let words = words(self.lang);
        let further = [words.better, words.why].map(str::to_owned);
        let column = |header| Column { header, kind: Kind::Text };
        columns.extend(pages.why.map(|_| further.map(column)).into_iter().flatten());
        columns
    }

    /// Row of a page of results, with a cell for each of [`ResultsBook::columns`].
    fn row<'c>(
        &self,
        mut cells: Vec<Cell<'c>>,
        pages: &Pages,
        line: Option<u32>,
        better: &'c str,
    ) -> Row<'c> {
        let see = line.map_or(Cell::Blank, |_| Cell::Text(Cow::Borrowed(words(self.lang).see)));
        let way = match better {
            "" => Cell::Blank,
            way => Cell::Text(Cow::Borrowed(way)),
        };
        cells.extend(pages.why.map(|_| [way, see]).into_iter().flatten());
        cells.into()
    }
}
