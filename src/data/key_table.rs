//! Records by the hashes of their keys: a table that is looked into for every row there is.

use super::hashing::KeyHash;
use std::hint::black_box;

/// Records by hashes, each in the first free slot from that of its hash on. A slot is a hash and
/// the number behind the record's; the hash alone tells where it stands in a table of any size.
#[derive(Clone, Debug, Default)]
pub(super) struct KeyTable {
    /// As many as a power of two; 0 in those that are free.
    slots: Vec<u64>,
    records: usize,
}

/// Slots of the smallest table.
const FEWEST: usize = 64;

impl KeyTable {
    /// A record with a hash that is the one looked for.
    #[inline]
    pub(super) fn find(&self, hash: KeyHash, is: impl Fn(u32) -> bool) -> Option<u32> {
        let mut at = self.first(hash);
        loop {
            let slot = self.slots.get(at).filter(|slot| **slot != 0)?;
            if slot >> 32 == u64::from(hash.bits()) {
                // The number in a slot is that behind the record's.
                let record = (*slot as u32).wrapping_sub(1);
                if is(record) {
                    return Some(record);
                }
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// Takes in a record.
    #[inline]
    pub(super) fn insert(&mut self, hash: KeyHash, record: u32) {
        // Two of five slots stay free, so that runs of taken ones are short.
        if (self.records + 1) * 5 > self.slots.len() * 3 {
            self.grow();
        }
        self.put(u64::from(hash.bits()) << 32 | u64::from(record.wrapping_add(1)), hash);
        self.records += 1;
    }

    /// Reads the slots of many hashes, so that the processor fetches the memory of them at a time.
    pub(super) fn fetch(&self, hashes: &[KeyHash]) {
        let slots = hashes.iter().map(|hash| self.slots.get(self.first(*hash)).copied());
        black_box(slots.flatten().fold(0, |all, slot| all ^ slot));
    }

    /// The slot of a hash: those of a larger table come in the same order.
    #[inline]
    fn first(&self, hash: KeyHash) -> usize {
        ((u64::from(hash.bits()) * self.slots.len() as u64) >> 32) as usize
    }

    #[inline]
    fn put(&mut self, slot: u64, hash: KeyHash) {
        let mut at = self.first(hash);
        while self.slots.get(at).is_some_and(|slot| *slot != 0) {
            at = (at + 1) & (self.slots.len() - 1);
        }
        self.slots.get_mut(at).into_iter().for_each(|free| *free = slot);
    }

    #[cold]
    fn grow(&mut self) {
        let slots = (self.slots.len() * 2).max(FEWEST);
        let held = std::mem::replace(&mut self.slots, vec![0; slots]);
        for slot in held.into_iter().filter(|slot| *slot != 0) {
            self.put(slot, KeyHash::of_bits((slot >> 32) as u32));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    proptest! {
        /// Hashes that collide, at both ends of the table, and as it grows.
        #[test]
        fn records_are_found_by_their_hashes(
            hashes in prop::collection::vec(prop_oneof![0_u32..20, 0xffff_fff0..=u32::MAX, any::<u32>()], 0..400),
        ) {
            let mut table = KeyTable::default();
            let mut known: HashMap<u32, Vec<u32>> = HashMap::new();
            for (record, bits) in (0..).zip(&hashes) {
                let hash = KeyHash::of_bits(*bits);
                let of_hash = known.entry(*bits).or_default();
                let any = table.find(hash, |_| true);
                prop_assert!(any.map_or(of_hash.is_empty(), |any| of_hash.contains(&any)));
                for wanted in &*of_hash {
                    prop_assert_eq!(table.find(hash, |record| record == *wanted), Some(*wanted));
                }
                prop_assert_eq!(table.find(hash, |_| false), None);
                table.insert(hash, record);
                of_hash.push(record);
            }
        }
    }
}
