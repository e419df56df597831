//! The making of a program: lanes and the truths over them.

use super::code::{Bounds, Instruction, Lit, NumberLane, PlaceLane, Program, Truth, TruthLane};
use std::collections::{HashMap, HashSet};

/// A program in the making.
#[derive(Default)]
pub(super) struct Builder {
    pub program: Program,
    /// Denominators that are checked already.
    pub checked: HashSet<NumberLane>,
    /// Truths that a lane is 0.
    pub zero: HashMap<TruthLane, NumberLane>,
}

impl Builder {
    pub fn emit(&mut self, instruction: Instruction) {
        self.program.code.push(instruction);
    }

    pub fn fits(&mut self, bounds: &Bounds) {
        let narrow = |end: &i128| i64::try_from(*end).is_ok();
        self.program.wide |= !(narrow(bounds.start()) && narrow(bounds.end()));
    }

    pub fn number_lane(&mut self, bounds: &Bounds) -> NumberLane {
        self.fits(bounds);
        self.program.numbers += 1;
        NumberLane(self.program.numbers - 1)
    }

    pub fn truth_lane(&mut self) -> TruthLane {
        self.program.truths += 1;
        TruthLane(self.program.truths - 1)
    }

    pub fn place_lane(&mut self) -> PlaceLane {
        self.program.places += 1;
        PlaceLane(self.program.places - 1)
    }

    /// Lets records leave the lanes of which a truth holds.
    pub fn leave(&mut self, when: Truth) -> Option<()> {
        match when {
            Truth::Always(false) => {}
            // All would: there is nothing to do in lanes.
            Truth::Always(true) => return None,
            Truth::Lane(when) => self.emit(Instruction::Leave { when }),
        }
        Some(())
    }

    pub fn truth_lane_of(&mut self, truth: Truth) -> TruthLane {
        match truth {
            Truth::Lane(Lit { lane, not: false }) => lane,
            Truth::Lane(lit) => self.all(Box::new([lit])),
            // Of no truths all hold, and that any of them does not is false.
            Truth::Always(always) => {
                let lane = self.all(Box::default());
                if always { lane } else { self.all(Box::new([Lit { lane, not: true }])) }
            }
        }
    }

    pub fn all(&mut self, of: Box<[Lit]>) -> TruthLane {
        let out = self.truth_lane();
        self.emit(Instruction::All { of, out });
        out
    }

    /// Conjunction of truths, as few as decide it.
    pub fn and(&mut self, truths: &[Truth]) -> Truth {
        let mut lits = Vec::new();
        for truth in truths {
            match truth {
                Truth::Always(false) => return Truth::Always(false),
                Truth::Always(true) => {}
                Truth::Lane(lit) => lits.push(*lit),
            }
        }
        match &*lits {
            [] => Truth::Always(true),
            [only] => Truth::Lane(*only),
            _ => Truth::lane(self.all(lits.into())),
        }
    }

    pub fn or(&mut self, truths: &[Truth]) -> Truth {
        let none: Vec<Truth> = truths.iter().map(|truth| truth.opposite()).collect();
        self.and(&none).opposite()
    }

    pub fn choose_truth(&mut self, when: Truth, then: Truth, otherwise: Truth) -> Truth {
        if let (Truth::Lane(when), Truth::Lane(then), Truth::Lane(otherwise)) =
            (when, then, otherwise)
        {
            let out = self.truth_lane();
            self.emit(Instruction::ChooseTruth { when, then, otherwise, out });
            return Truth::lane(out);
        }
        let (then, otherwise) = (self.and(&[when, then]), self.and(&[when.opposite(), otherwise]));
        self.or(&[then, otherwise])
    }
}
