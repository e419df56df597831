//! What the worked examples of rules test: of each line that decides something, which examples it
//! decided in, and which of them show its other side.

mod show;

pub use show::{document, html_page};

use crate::convert::codes;
use crate::explain::decision::ReasonKind;
use crate::source::Place;
use std::sync::Arc;

/// Coverage of a pack by its worked examples; see [`Rules::coverage`](crate::Rules::coverage).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Coverage {
    /// Name of the pack.
    pub pack: String,
    /// Number of examples that ran.
    pub examples: usize,
    /// Tables and blocks that hold a line which decides something, in the order written.
    pub blocks: Vec<CoveredBlock>,
    /// Rule files in which such lines stand, in the order of the pack.
    pub files: Vec<CoveredFile>,
    /// Number of targets: they are over many records, and no example tests them.
    pub targets: usize,
}

/// A table, scorecard, eligibility or check with the lines by which it decides.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CoveredBlock {
    /// Kind of the block.
    pub kind: CoveredKind,
    /// Name of the block.
    pub name: String,
    /// Line that opens the block.
    pub place: Place,
    /// Lines of its file that open it and its parts, ascending.
    pub heads: Vec<usize>,
    /// Lines that decide something, in the order written.
    pub lines: Vec<CoveredLine>,
}

/// Kind of a covered block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CoveredKind {
    /// `bảng`
    Table,
    /// `bảng điểm`
    Scorecard,
    /// `điều kiện`
    Eligibility,
    /// `kiểm tra`
    Check,
}

codes!(CoveredKind {
    Table = "table",
    Scorecard = "scorecard",
    Eligibility = "eligibility",
    Check = "check",
});

/// A line that decides something, and the examples that test it, by their titles.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CoveredLine {
    /// Kind of the line.
    pub kind: LineKind,
    /// Number or name of the criterion that it is a row of.
    pub criterion: Option<String>,
    /// Line as written, its blanks collapsed.
    pub text: String,
    /// Place of the line.
    pub place: Place,
    /// Examples in which it decided: a row that gave the result, a condition that fired, a guard
    /// that let the block apply.
    pub hits: Vec<Arc<str>>,
    /// Examples in which the row held, but one that goes before it was undecided.
    pub undecided: Vec<Arc<str>>,
    /// Examples that show the other side of a condition or guard; `None` of a row.
    pub other_side: Option<Vec<Arc<str>>>,
    /// `true` if no record can make it decide as the parameters of the pack are set.
    pub off: bool,
    /// `true` if no record can show its other side: none at all, or none as the parameters are
    /// set.
    pub other_side_off: bool,
}

/// Kind of a line that decides something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LineKind {
    /// A row of a table or criterion.
    Row,
    /// A row of a grading.
    Threshold,
    /// `áp dụng khi`
    Guard,
    /// A clause, cap or downgrade, by the kind of reason that it gives.
    Reason(ReasonKind),
}

impl LineKind {
    /// Stable English code, the one that JSON has.
    pub const fn code(self) -> &'static str {
        match self {
            LineKind::Row => "row",
            LineKind::Threshold => "threshold",
            LineKind::Guard => "guard",
            LineKind::Reason(kind) => kind.code(),
        }
    }
}

/// Extent to which examples test a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CoverageState {
    /// The parameters of the pack switch it off: no record can make it decide.
    Off,
    /// It decided in no example, though some record can make it.
    Never,
    /// A row that held in some example, but only while one that goes before it was undecided.
    Undecided,
    /// It decided in some example.
    Hit,
}

codes!(CoverageState { Off = "off", Never = "never", Undecided = "undecided", Hit = "hit" });

/// Text of a rule file, to be shown with its lines marked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CoveredFile {
    /// Name of the file, as messages have it.
    pub name: String,
    /// Text of the file in NFC.
    pub text: Arc<str>,
}

/// Numbers of lines, and of the sides of those that have two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CoverageCounts {
    /// Lines that decided in some example.
    pub hit: usize,
    /// All lines that decide something, those that are switched off left out.
    pub lines: usize,
    /// Lines that the parameters of the pack switch off.
    pub off: usize,
    /// Sides of conditions and guards that some example shows.
    pub sides_hit: usize,
    /// All sides: two of each condition and guard, those that are switched off left out.
    pub sides: usize,
}

impl CoveredLine {
    /// Extent to which the examples test the line.
    pub fn state(&self) -> CoverageState {
        if !self.hits.is_empty() {
            CoverageState::Hit
        } else if self.off {
            CoverageState::Off
        } else if !self.undecided.is_empty() {
            CoverageState::Undecided
        } else {
            CoverageState::Never
        }
    }

    /// Returns `true` of a condition or guard of which no example shows the other side, though one
    /// shows this and a record can show it.
    pub fn is_one_sided(&self) -> bool {
        let lacks = self.other_side.as_ref().is_some_and(Vec::is_empty) && !self.other_side_off;
        !self.hits.is_empty() && lacks
    }

    /// Sides of a condition or guard, each with its place and its examples: 0, that it decided, 1,
    /// that it did not. Sides that are switched off are left out; a row has none.
    pub fn sides(&self) -> impl Iterator<Item = (usize, &[Arc<str>])> {
        let both = self.other_side.iter().flat_map(|other_side| {
            let both = [(&self.hits, self.off), (other_side, self.other_side_off)];
            both.into_iter().enumerate()
        });
        both.filter(|(_, (examples, off))| !off || !examples.is_empty())
            .map(|(place, (examples, _))| (place, examples.as_slice()))
    }
}

impl CoveredBlock {
    /// Numbers of its lines.
    pub fn counts(&self) -> CoverageCounts {
        let mut counts = CoverageCounts::default();
        for line in &self.lines {
            match line.state() {
                CoverageState::Off => counts.off += 1,
                CoverageState::Hit => counts.hit += 1,
                CoverageState::Never | CoverageState::Undecided => {}
            }
            for (_, examples) in line.sides() {
                counts.sides += 1;
                counts.sides_hit += usize::from(!examples.is_empty());
            }
        }
        counts.lines = self.lines.len() - counts.off;
        counts
    }
}

impl Coverage {
    /// Numbers of all lines.
    pub fn counts(&self) -> CoverageCounts {
        self.blocks.iter().map(CoveredBlock::counts).fold(CoverageCounts::default(), |all, one| {
            CoverageCounts {
                hit: all.hit + one.hit,
                lines: all.lines + one.lines,
                off: all.off + one.off,
                sides_hit: all.sides_hit + one.sides_hit,
                sides: all.sides + one.sides,
            }
        })
    }

    /// All lines that decide something, block by block.
    pub fn lines(&self) -> impl Iterator<Item = &CoveredLine> {
        self.blocks.iter().flat_map(|block| &block.lines)
    }
}
