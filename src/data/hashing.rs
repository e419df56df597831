//! Hashes by which rows and keys are told apart.

use crate::value::Month;
use foldhash::quality::RandomState;
use std::hash::BuildHasher;

/// Keyed hash, of which nobody who writes a file knows the key.
#[derive(Clone, Debug)]
pub(crate) struct Hashing {
    state: RandomState,
    /// Bits of the hash that count; tests leave some out.
    mask: u64,
}

impl Hashing {
    /// Hashing with a new key.
    pub(crate) fn new() -> Hashing {
        Hashing { state: RandomState::default(), mask: u64::MAX }
    }

    /// Hashing by which all is the same.
    #[cfg(test)]
    pub(crate) fn colliding() -> Hashing {
        Hashing { mask: 0, ..Hashing::new() }
    }

    /// Hash of the bytes of a row's cells.
    pub(super) fn content(&self, bytes: &[u8]) -> Content {
        Content(self.state.hash_one(bytes) & self.mask)
    }

    /// Hash of a key.
    pub(super) fn key(&self, key: &str, month: Option<Month>) -> KeyHash {
        let hash = self.state.hash_one((key, month));
        KeyHash(u32::try_from(hash >> 32).unwrap_or_default())
    }
}

/// Hash of all cells of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Content(pub(super) u64);

/// Hash of a key, within its month where that counts: a half of it, which is enough to tell most
/// keys apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct KeyHash(u32);

impl KeyHash {
    /// The hash as a number.
    #[inline]
    pub(super) fn bits(self) -> u32 {
        self.0
    }

    pub(super) fn of_bits(bits: u32) -> KeyHash {
        KeyHash(bits)
    }
}
