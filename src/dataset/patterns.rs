//! What becomes of records whose cells are let go, told while they are read: a number for each,
//! the same for those that come out alike.

use super::Program;
use crate::eval::lanes::{self, Lanes};
use crate::eval::{BATCH, Context, View};
use crate::model::{BlockId, RecordId};
use crate::table::{Inputs, Texts};
use crate::value::Date;
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::ops::Range;

/// Most patterns that are told apart; a record of another is looked at.
pub const MOST_PATTERNS: usize = 16_384;
/// Most patterns there can be whose numbers are listed, whether they were met or not.
const MOST_LISTED: usize = 1 << 16;
/// Number of records that have to be looked at.
const NONE: u16 = u16::MAX;

/// Numbers of the patterns of some records, in the order in which they were met.
#[derive(Debug, Default)]
pub struct Numbers {
    /// What the patterns are numbered by.
    numbering: Vec<(i64, u128)>,
    /// Number of each pattern that was met; of a few patterns by their places in a list.
    known: HashMap<u128, u16, RandomState>,
    listed: Vec<u16>,
    count: usize,
}

impl Numbers {
    /// Forgets the patterns, but no number, if those that follow are numbered otherwise.
    pub fn renumber(&mut self, patterns: &lanes::Patterns) {
        if self.numbering != patterns.numbering {
            self.known.clear();
            self.listed.clear();
            let few = patterns.count.and_then(|count| usize::try_from(count).ok());
            self.listed.resize(few.filter(|count| *count <= MOST_LISTED).unwrap_or(0), NONE);
            self.numbering.clone_from(&patterns.numbering);
        }
    }

    /// Number of a pattern, and whether it is the first record that has it; none past the most.
    #[inline]
    pub fn number(&mut self, pattern: u128) -> Option<(usize, bool)> {
        let listed = usize::try_from(pattern).ok().and_then(|place| self.listed.get_mut(place));
        let known = match &listed {
            Some(number) => Some(&**number).filter(|number| **number != NONE),
            None => self.known.get(&pattern),
        };
        if let Some(known) = known {
            return Some((usize::from(*known), false));
        }
        let number = u16::try_from(self.count).ok().filter(|_| self.count < MOST_PATTERNS)?;
        match listed {
            Some(free) => *free = number,
            None => _ = self.known.insert(pattern, number),
        }
        self.count += 1;
        Some((usize::from(number), true))
    }
}

/// Patterns of the records of a set by their places.
#[derive(Clone, Debug)]
pub struct Patterns {
    blocks: Vec<BlockId>,
    day: Option<Date>,
    numbers: Vec<u16>,
    firsts: Inputs,
}

impl Patterns {
    /// Returns `true` if they are of these blocks as of a day.
    pub fn are_of(&self, blocks: &[BlockId], day: Option<Date>) -> bool {
        self.blocks == blocks && self.day == day
    }

    /// Number of the pattern of the record at a place; none if it has to be looked at.
    pub fn number(&self, place: usize) -> Option<usize> {
        self.numbers.get(place).filter(|number| **number != NONE).map(|one| usize::from(*one))
    }

    /// Returns `true` if none of some records has to be looked at.
    pub fn tell(&self, places: &Range<usize>) -> bool {
        self.numbers.get(places.clone()).is_some_and(|numbers| !numbers.contains(&NONE))
    }

    /// A record of each pattern with its cells, by number, but for texts.
    pub fn firsts(&self) -> &Inputs {
        &self.firsts
    }
}

/// Records that are told of as they are read.
pub struct Numbering<'p> {
    program: Program<'p>,
    as_of: Option<Date>,
    numbers: Numbers,
    patterns: Patterns,
    /// Memory of the lanes of each block.
    memory: Vec<lanes::Memory>,
}

impl<'p> Numbering<'p> {
    /// None seen yet; the texts are those that their table starts with.
    pub fn new(
        program: Program<'p>,
        (record, blocks): (RecordId, Vec<BlockId>),
        as_of: Option<Date>,
        texts: Texts,
    ) -> Numbering<'p> {
        let firsts = Inputs::empty(record, texts);
        let patterns = Patterns { blocks, day: as_of, numbers: Vec::new(), firsts };
        Numbering { program, as_of, numbers: Numbers::default(), patterns, memory: Vec::new() }
    }

    /// Takes in records, the first of which has this place, and the day that their file tells. The
    /// very first come once more where all files have to be read again.
    pub fn see(&mut self, first: usize, records: &Inputs, told: Option<Date>) {
        let day = self.as_of.or(told);
        if first == 0 {
            let firsts = Inputs::empty(records.record, self.patterns.firsts.texts.clone());
            let blocks = std::mem::take(&mut self.patterns.blocks);
            self.patterns = Patterns { blocks, day, numbers: Vec::new(), firsts };
            self.numbers = Numbers::default();
        }
        self.patterns.numbers.resize(first, NONE);
        if day == self.patterns.day {
            self.number(records);
        }
        self.patterns.numbers.resize(first + records.rows, NONE);
    }

    fn number(&mut self, records: &Inputs) {
        let Program { model, plan, functions, .. } = self.program;
        let context = Context { view: View::of(self.patterns.day, model), functions };
        let of = |block: &BlockId| Lanes::with_patterns(plan, records, *block, &context);
        let lanes: Option<Vec<Lanes<'_>>> = self.patterns.blocks.iter().map(of).collect();
        let Some(lanes) = lanes else { return };
        self.memory.resize_with(lanes.len(), lanes::Memory::default);
        let mut lanes: Vec<Lanes<'_>> = lanes
            .into_iter()
            .zip(self.memory.drain(..))
            .map(|(one, memory)| one.in_memory(memory))
            .collect();
        for start in (0..records.rows).step_by(BATCH) {
            let rows = start..records.rows.min(start + BATCH);
            let patterns = lanes::patterns(&mut lanes, &rows);
            self.numbers.renumber(&patterns);
            for (row, pattern) in rows.zip(patterns.each()) {
                let number = pattern.and_then(|pattern| self.numbers.number(pattern));
                if let Some((_, true)) = number {
                    self.patterns.firsts.append(records, &[row]);
                }
                let number = number.and_then(|(number, _)| u16::try_from(number).ok());
                self.patterns.numbers.push(number.unwrap_or(NONE));
            }
        }
        self.memory.extend(lanes.into_iter().map(Lanes::into_memory));
    }

    /// The patterns of all records; none if each has to be looked at.
    pub fn patterns(self) -> Option<Patterns> {
        (self.patterns.firsts.rows > 0).then_some(self.patterns)
    }
}
