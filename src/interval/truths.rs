//! Truths that are not known: which of the three a condition can be.

use super::possible::Possible;
use crate::value::{Compare, Truth};

/// The truths that a condition can have, at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Truths {
    /// `true` if it can hold.
    pub holds: bool,
    /// `true` if it can fail.
    pub fails: bool,
    /// `true` if it can stay missing, also when everything is known that can be.
    pub missing: bool,
}

impl Truths {
    /// Any truth: nothing is known.
    pub const OPEN: Truths = Truths { holds: true, fails: true, missing: true };
    /// Definitely missing, neither true nor false.
    pub const MISSING: Truths = Truths { holds: false, fails: false, missing: true };

    /// A truth that is known.
    pub fn exactly(holds: bool) -> Truths {
        Truths { holds, fails: !holds, missing: false }
    }

    /// The truth, where it can be only one.
    pub fn settled(self) -> Truth {
        match (self.holds, self.fails, self.missing) {
            (true, false, false) => Truth::True,
            (false, true, false) => Truth::False,
            (true | false, true | false, true | false) => Truth::Missing,
        }
    }

    /// A comparison of two values.
    pub fn compare(op: Compare, a: &Possible, b: &Possible) -> Truths {
        let (
            Possible::Within { interval: a, sure: a_sure },
            Possible::Within { interval: b, sure: b_sure },
        ) = (a, b)
        else {
            return Truths::MISSING;
        };
        let truth = a.compare(op, b);
        let missing = !(*a_sure && *b_sure);
        Truths { holds: truth != Truth::False, fails: truth != Truth::True, missing }
    }

    /// `x là thiếu`; never itself missing.
    pub fn is_missing(value: &Possible) -> Truths {
        match value {
            Possible::Nothing => Truths::exactly(true),
            Possible::Within { sure, .. } => Truths { holds: !sure, fails: true, missing: false },
        }
    }

    /// `không phải a`
    #[expect(
        clippy::should_implement_trait,
        reason = "the word of the language; `!` would read as two-valued"
    )]
    pub fn not(self) -> Truths {
        Truths { holds: self.fails, fails: self.holds, missing: self.missing }
    }

    /// `a và b`
    pub fn and(self, other: Truths) -> Truths {
        let not_false = |truths: Truths| truths.holds || truths.missing;
        Truths {
            holds: self.holds && other.holds,
            fails: self.fails || other.fails,
            missing: self.missing && not_false(other) || other.missing && not_false(self),
        }
    }

    /// `a hoặc b`
    pub fn or(self, other: Truths) -> Truths {
        self.not().and(other.not()).not()
    }

    /// Union of both: the truths that either allows.
    pub fn union(self, other: Truths) -> Truths {
        Truths {
            holds: self.holds || other.holds,
            fails: self.fails || other.fails,
            missing: self.missing || other.missing,
        }
    }
}
