//! Selection of the blocks and targets that a query requests.

use crate::model::{BlockId, TargetsId};

/// Blocks and targets that are requested; none named: all.
#[derive(Clone, Debug, Default)]
pub(super) struct Selection {
    pub blocks: Vec<BlockId>,
    pub targets: Vec<TargetsId>,
}

impl Selection {
    pub fn wants_all(&self) -> bool {
        self.blocks.is_empty() && self.targets.is_empty()
    }

    pub fn wants_block(&self, block: BlockId) -> bool {
        self.wants_all() || self.blocks.contains(&block)
    }

    pub fn wants_targets(&self, targets: TargetsId) -> bool {
        self.wants_all() || self.targets.contains(&targets)
    }
}
