//! A year of months as tables: levels of targets, records from month to month, and rankings.

mod levels;
mod moves;
mod ranking;
mod table;

pub use table::YearTable;

use crate::months::Year;
use crate::ranking::Ranking;
use crate::source::key;
use crate::value::Lang;

/// Form of the tables of a year: who reads them, and on what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YearForm {
    /// A screen of a hundred columns: months are cut into tables that fit.
    Screen,
    /// A page to print: all months beside each other, the records of the latest month.
    Page,
    /// A workbook: all months beside each other, and every row of every month.
    Workbook,
}

/// The tables of a year and of rankings, by the names of the targets and blocks that they tell of.
pub struct YearSheets {
    tables: Vec<(String, YearTable)>,
}

impl YearSheets {
    /// Tables of a year that has several months, none of a single month; and of rankings, of
    /// several months the latest.
    pub fn new(year: &Year, rankings: &[Ranking], form: YearForm, lang: Lang) -> YearSheets {
        let mut tables = Vec::new();
        let targets = year.targets.iter().filter(|targets| targets.months.len() > 1);
        for targets in targets {
            let own = levels::tables(targets, form, lang);
            tables.extend(own.into_iter().map(|table| (key(&targets.block), table)));
        }
        for block in year.blocks.iter().filter(|block| block.months.len() > 1) {
            let own = moves::tables(block, form, lang);
            tables.extend(own.into_iter().map(|table| (key(&block.block), table)));
        }
        for (place, ranking) in rankings.iter().enumerate() {
            let later = rankings
                .get(place + 1)
                .filter(|later| later.block == ranking.block && later.pack == ranking.pack);
            if later.is_none() {
                let own = ranking::tables(ranking, form, lang);
                tables.extend(own.into_iter().map(|table| (key(&ranking.block), table)));
            }
        }
        if form == YearForm::Screen {
            tables = tables.into_iter().map(|(of, table)| (of, table.folded())).collect();
        }
        YearSheets { tables }
    }

    /// The tables of targets or a block, by its name.
    pub fn of<'s>(&'s self, name: &str) -> impl Iterator<Item = &'s YearTable> {
        let name = key(name);
        let own = self.tables.iter().filter(move |(of, _)| *of == name);
        own.map(|(_, table)| table)
    }
}
