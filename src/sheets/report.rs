//! The tables of the report, in the order of the documents that their rules quote.

use super::packs::repeated;
use super::{OutcomesByUnit, RecordList, RemedySheet, TargetSheet};
use crate::data::out::{Column, Grid};
use crate::engine::{Batch, Dataset, Records, Rules};
use crate::load::quotes;
use crate::report::TargetOutcome;
use crate::source::key;
use crate::source::passage::Passages;
use crate::syntax::ast::NoteKind;
use crate::syntax::outline::{Part, PartKind, outline};
use crate::value::Lang;
use std::collections::BTreeMap;

/// A table of the report.
pub enum ReportSheet<'d> {
    /// Outcomes of a block by unit, with the columns of the table.
    Units(OutcomesByUnit<'d>, Vec<Column>),
    /// Outcomes of targets by unit and indicator.
    Targets(TargetSheet<'d>),
}

impl<'d> ReportSheet<'d> {
    /// The name of the block or targets.
    pub fn name(&self) -> &str {
        match self {
            ReportSheet::Units(sheet, _) => sheet.name(),
            ReportSheet::Targets(sheet) => sheet.name(),
        }
    }

    /// Words above the table: the name, and the month that a table of one month is of.
    pub fn heading(&self) -> String {
        match self {
            ReportSheet::Units(sheet, _) => sheet.heading(),
            ReportSheet::Targets(sheet) => sheet.heading_of_latest(),
        }
    }

    /// Returns `true` if the block applies to no record.
    pub fn is_empty(&self) -> bool {
        match self {
            ReportSheet::Units(sheet, _) => sheet.is_empty(),
            ReportSheet::Targets(_) => false,
        }
    }

    /// Units by name, each with how it stands in a few words.
    pub fn in_brief(&self) -> Vec<(String, String)> {
        match self {
            ReportSheet::Units(sheet, _) => {
                sheet.in_brief().map(|(unit, told)| (unit.to_owned(), told)).collect()
            }
            ReportSheet::Targets(sheet) => sheet.in_brief(),
        }
    }

    /// The records that somebody has to look at, of a table of outcomes that has any.
    pub fn list(&self) -> Option<RecordList<'d>> {
        match self {
            ReportSheet::Units(sheet, _) => sheet.list(),
            ReportSheet::Targets(_) => None,
        }
    }

    /// The records to work on so that units meet what they miss, where they were asked for.
    pub fn remedies(&self) -> Option<RemedySheet<'d>> {
        match self {
            ReportSheet::Units(..) => None,
            ReportSheet::Targets(sheet) => sheet.remedies(),
        }
    }

    /// The table; `repeated`: what is said of a unit stands in each of its rows, for a workbook to
    /// sort by, and each month has rows of its own; else of several months the latest is told.
    pub fn grid(&self, repeated: bool) -> Grid<'_> {
        match self {
            ReportSheet::Units(sheet, columns) => sheet.grid(columns),
            ReportSheet::Targets(sheet) if repeated => sheet.grid(),
            ReportSheet::Targets(sheet) => sheet.grid_of_latest(),
        }
    }
}

impl Dataset {
    /// The tables of the report: outcomes of blocks by unit, and outcomes of targets.
    /// They stand in the order of the parts that name them, then in the order in which the
    /// documents say what they are about; blocks without a quotation follow the one before them in
    /// their file. Blocks that apply to no record come last.
    pub fn report<'d>(
        &'d self,
        outcomes: &'d [Vec<TargetOutcome>],
        lang: Lang,
    ) -> Vec<ReportSheet<'d>> {
        let units = self.decided().flat_map(Records::batches).flat_map(|batch| batch.by_unit(lang));
        let mut sheets: Vec<ReportSheet<'d>> = units
            .map(|sheet| {
                let columns = sheet.columns();
                ReportSheet::Units(sheet, columns)
            })
            .collect();
        sheets.extend(
            outcomes.iter().map(|outcomes| ReportSheet::Targets(TargetSheet::new(outcomes, lang))),
        );
        let places: BTreeMap<String, Place> =
            self.batches().map(Batch::rules).flat_map(Rules::places).collect();
        let parts = self
            .batches()
            .next()
            .map_or(&[][..], |batch| batch.rules().report_frame().parts.as_slice());
        let in_parts: Vec<String> =
            parts.iter().flat_map(|part| &part.blocks).map(|name| key(name)).collect();
        sheets.sort_by_key(|sheet| {
            let name = key(sheet.name());
            let in_parts = in_parts.iter().position(|known| *known == name);
            let place = places.get(&name).copied();
            (sheet.is_empty(), in_parts.unwrap_or(usize::MAX), place)
        });
        let again = repeated(sheets.iter().map(ReportSheet::name));
        sheets.iter_mut().zip(again).filter(|(_, again)| *again).for_each(
            |(sheet, _)| match sheet {
                ReportSheet::Units(sheet, _) => sheet.name_pack(),
                ReportSheet::Targets(sheet) => sheet.name_pack(),
            },
        );
        sheets
    }
}

/// Sort key of the tables of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    /// Neither it nor a block before it in its file quotes a document.
    unquoted: bool,
    /// The document and the place of the first words quoted.
    quoted: Option<(usize, u32)>,
    /// The file of the rules and the place in it.
    written: (usize, u32),
}

impl Rules {
    /// The place of each block, by the key of its name.
    fn places(&self) -> BTreeMap<String, Place> {
        let pack = self.pack();
        let texts: Vec<(&str, Passages<'_>)> = quotes::documents(&self.trees())
            .filter_map(|(name, _, file)| {
                let id = *pack.documents.get(&file.text)?;
                Some((name.key.as_str(), Passages::of(id, &pack.sources[id])))
            })
            .collect();
        let mut places = BTreeMap::new();
        for (file, tree) in self.trees().iter().enumerate() {
            let mut quoted = None;
            for part in outline(tree).iter().filter(|part| is_block(part.kind)) {
                quoted = first_quoted(part, &texts).or(quoted);
                let place =
                    Place { unquoted: quoted.is_none(), quoted, written: (file, part.head.start) };
                places.insert(key(part.name.unwrap_or("")), place);
            }
        }
        places
    }
}

fn is_block(kind: PartKind) -> bool {
    matches!(
        kind,
        PartKind::Scorecard | PartKind::Eligibility | PartKind::Check | PartKind::Targets
    )
}

/// Place of the first words that a part quotes: the document, and the offset in it.
fn first_quoted(part: &Part<'_>, texts: &[(&str, Passages<'_>)]) -> Option<(usize, u32)> {
    let own = part.notes.iter().find_map(|note| {
        let NoteKind::Basis { document, quote: Some(quote), .. } = &note.kind else { return None };
        let place = texts.iter().position(|(name, _)| *name == document.key)?;
        let (_, text) = texts.get(place)?;
        Some((place, text.find(&quote.text).first()?.start))
    });
    own.or_else(|| part.parts.iter().find_map(|part| first_quoted(part, texts)))
}
