//! Typed ids and arenas: the only place that indexes a vector by a raw number.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::num::NonZeroU32;

/// The place of a `T` in its [`Arena`]. Two ids are equal when they name the same place; an id says
/// nothing outside the arena that gave it.
pub struct Id<T> {
    /// One more than the place, so that an id that may be none takes no more room.
    raw: NonZeroU32,
    marker: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// The id of place `index`. Places past `u32::MAX` do not occur: sources are bounded in size.
    pub fn new(index: usize) -> Self {
        let place = u32::try_from(index).unwrap_or(u32::MAX);
        Id { raw: NonZeroU32::MIN.saturating_add(place), marker: PhantomData }
    }

    /// The place as a plain number, counted from 0.
    pub fn index(self) -> usize {
        self.raw.get() as usize - 1
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.raw.cmp(&other.raw)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.raw.hash(state);
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.index())
    }
}

/// A vector of `T` that is only grown, read by [`Id`]s of `M`: the item itself, or what the item is
/// an early form of.
pub struct Arena<T, M = T> {
    items: Vec<T>,
    marker: PhantomData<fn() -> M>,
}

impl<T, M> Default for Arena<T, M> {
    fn default() -> Self {
        Arena { items: Vec::new(), marker: PhantomData }
    }
}

impl<T: Clone, M> Clone for Arena<T, M> {
    fn clone(&self) -> Self {
        Arena { items: self.items.clone(), marker: PhantomData }
    }
}

impl<T: fmt::Debug, M> fmt::Debug for Arena<T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.items).finish()
    }
}

impl<T, M> FromIterator<T> for Arena<T, M> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Arena { items: items.into_iter().collect(), marker: PhantomData }
    }
}

impl<T, M> Arena<T, M> {
    /// Appends an item and gives its id.
    pub fn push(&mut self, item: T) -> Id<M> {
        self.items.push(item);
        Id::new(self.items.len() - 1)
    }

    /// Number of items in the arena.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Returns `true` if the arena holds no item.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The item of an id, if this arena has one at its place. (Named `get`, it would make clippy
    /// refuse every indexing by an id.)
    pub fn find(&self, id: Id<M>) -> Option<&T> {
        self.items.get(id.index())
    }

    /// The items in the order they were pushed.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    /// The items in the order they were pushed, to be changed.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.items.iter_mut()
    }

    /// The items with their ids, in the order they were pushed.
    pub fn enumerate(&self) -> impl Iterator<Item = (Id<M>, &T)> {
        self.items.iter().enumerate().map(|(index, item)| (Id::new(index), item))
    }

    /// The ids in order.
    pub fn ids(&self) -> impl Iterator<Item = Id<M>> + use<T, M> {
        (0..self.items.len()).map(Id::new)
    }
}

#[expect(
    clippy::indexing_slicing,
    reason = "an id is only made by the arena it indexes; a foreign id is a bug worth stopping at"
)]
impl<T, M> std::ops::Index<Id<M>> for Arena<T, M> {
    type Output = T;
    fn index(&self, id: Id<M>) -> &T {
        &self.items[id.index()]
    }
}

#[expect(clippy::indexing_slicing, reason = "as for Index")]
impl<T, M> std::ops::IndexMut<Id<M>> for Arena<T, M> {
    fn index_mut(&mut self, id: Id<M>) -> &mut T {
        &mut self.items[id.index()]
    }
}
