//! Selection of the blocks and targets that a query requests.

use crate::model::{BlockId, Model, TargetsId};

/// Blocks and targets that are requested; none named: all.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Selection {
    pub blocks: Vec<BlockId>,
    pub targets: Vec<TargetsId>,
    /// Nothing but what is named, though that be nothing.
    pub strictly: bool,
    /// The most fields that ways to a better result change, which explanations then tell.
    pub ways: Option<usize>,
}

impl Selection {
    pub fn wants_all(&self) -> bool {
        !self.strictly && self.blocks.is_empty() && self.targets.is_empty()
    }

    /// The blocks and targets of the selection that a pack is still asked after its period.
    pub fn asked_later(&self, model: &Model) -> Selection {
        let blocks = model.blocks.enumerate();
        let later =
            blocks.filter(|(id, block)| self.wants_block(*id) && model.is_asked_later(block));
        let targets = model.targets.enumerate();
        let targets = targets
            .filter(|(id, targets)| self.wants_targets(*id) && model.are_asked_later(targets));
        Selection {
            blocks: later.map(|(id, _)| id).collect(),
            targets: targets.map(|(id, _)| id).collect(),
            strictly: true,
            ways: self.ways,
        }
    }

    pub fn wants_block(&self, block: BlockId) -> bool {
        self.wants_all() || self.blocks.contains(&block)
    }

    pub fn wants_targets(&self, targets: TargetsId) -> bool {
        self.wants_all() || self.targets.contains(&targets)
    }
}
