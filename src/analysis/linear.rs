//! Linear forms over the variables of records: `2a - b + 3`.

use crate::index::Id;
use crate::value::{Num, TooLarge};
use std::collections::BTreeMap;

/// Marks ids of the variables of a record; see [`super::space::Variable`].
#[derive(Debug)]
pub enum VariableMark {}

/// Names a variable of a record: an input of its plan, or what cannot be read further.
pub type VariableId = Id<VariableMark>;

/// Sum of variables, each times a number that is not zero, and of a constant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Linear {
    /// Coefficients, by the variables they stand before.
    pub terms: BTreeMap<VariableId, Num>,
    /// Constant that is added to them.
    pub constant: Num,
}

impl Linear {
    /// A form without variables.
    pub fn constant(constant: Num) -> Linear {
        Linear { terms: BTreeMap::new(), constant }
    }

    /// The form of one variable.
    pub fn variable(variable: VariableId) -> Linear {
        Linear { terms: BTreeMap::from([(variable, Num::ONE)]), constant: Num::ZERO }
    }

    /// The number, of a form without variables.
    pub fn as_constant(&self) -> Option<&Num> {
        self.terms.is_empty().then_some(&self.constant)
    }

    /// Returns `true` if the form reads no variable.
    pub fn is_constant(&self) -> bool {
        self.terms.is_empty()
    }

    /// `self + factor × other`
    ///
    /// # Errors
    /// A coefficient is past the limit of numbers.
    pub fn plus(&self, factor: &Num, other: &Linear) -> Result<Linear, TooLarge> {
        let mut terms = self.terms.clone();
        for (variable, number) in &other.terms {
            let own = terms.remove(variable).unwrap_or(Num::ZERO);
            let sum = own.add(&factor.mul(number)?)?;
            if !sum.is_zero() {
                terms.insert(*variable, sum);
            }
        }
        let constant = self.constant.add(&factor.mul(&other.constant)?)?;
        Ok(Linear { terms, constant })
    }

    /// The form times a number.
    ///
    /// # Errors
    /// A coefficient is past the limit of numbers.
    pub fn times(&self, factor: &Num) -> Result<Linear, TooLarge> {
        Linear::constant(Num::ZERO).plus(factor, self)
    }

    /// The form with a variable replaced by another form.
    ///
    /// # Errors
    /// A coefficient is past the limit of numbers.
    pub fn with(&self, variable: VariableId, value: &Linear) -> Result<Linear, TooLarge> {
        let mut rest = self.clone();
        match rest.terms.remove(&variable) {
            Some(factor) => rest.plus(&factor, value),
            None => Ok(rest),
        }
    }

    /// The coefficient of its first variable; one of a constant.
    pub fn leading(&self) -> Num {
        self.terms.values().next().cloned().unwrap_or(Num::ONE)
    }

    /// The number that the form is for these values; `None` if one of its variables has none, or a
    /// number is past its limit.
    pub fn value(&self, values: &BTreeMap<VariableId, Num>) -> Option<Num> {
        self.terms.iter().try_fold(self.constant.clone(), |sum, (variable, factor)| {
            sum.add(&factor.mul(values.get(variable)?).ok()?).ok()
        })
    }
}
