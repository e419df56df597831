//! Rows that are records beyond doubt, taken together: each is looked at for its key alone, and
//! their numbers go into the columns a column at a time. They come to the same as one by one.

use super::{Builder, index};
use crate::data::block::Block;
use crate::data::cell::{Cell, Raw};
use crate::data::hashing::KeyHash;
use crate::data::layout::Layout;
use crate::data::origins::Origin;
use crate::data::row::{Row, Slot};
use crate::data::totals::{Totals, Watch};
use std::ops::Range;

impl Builder {
    /// Takes the rows of a block, from one on, as [`Builder::row`] takes one after the other.
    pub(crate) fn block(&mut self, layout: &mut Layout, block: &Block, first: usize) {
        let cells = self.cells_of_ordinary(layout);
        self.identities.fetch(block.keys());
        let mut next = first;
        while next < block.len() {
            if let Some(cells) = cells {
                next = self.stretch((&mut *layout, cells), block, next);
            }
            if next < block.len() {
                self.row(layout, block.number(next), &block.row(next));
                next += 1;
            }
        }
    }

    /// Number of cells of the rows that can be taken together; none where each row may be another
    /// thing than a record, by what stands in it besides its key.
    fn cells_of_ordinary(&self, layout: &Layout) -> Option<usize> {
        let alike = self.comparison.is_none()
            && self.snapshot.is_none()
            && self.cut.is_nothing()
            && layout.skips.is_empty()
            && !layout.lettered;
        layout.width.filter(|_| alike && !layout.slots.iter().any(|slot| slot.may_be_untold))
    }

    /// Takes rows from one on together, up to the first that is not a record beyond doubt; gives
    /// the place of that.
    fn stretch(
        &mut self,
        (layout, cells): (&mut Layout, usize),
        block: &Block,
        first: usize,
    ) -> usize {
        let watch = layout.totals.as_mut().map(|totals| totals.watch(&self.columns));
        let mut watch = watch.unwrap_or(Watch::Nothing);
        let (record, mut next) = (self.rows, first);
        let (file, key) = (self.last_file(), plain_key(layout));
        while next < block.len() && block.is_cut(next, cells) {
            let (row, origin) = (block.row(next), Origin { file, row: block.number(next) });
            let Some(watched) = is_no_total(layout, &row, watch) else { break };
            let hash = key.and_then(|(_, column)| block.key(next, column));
            let plain = key.zip(hash);
            let taken = plain.and_then(|plain| self.take_plain_key(layout, plain, origin, &row));
            if !taken.unwrap_or_else(|| self.take_key(layout, origin, &row)) {
                break;
            }
            (watch, next) = (watched, next + 1);
        }
        if next > first {
            self.count(|file| file.rows += (next - first) as u64);
            self.take_columns(layout, block, first..next, record);
            if let Some(totals) = &mut layout.totals {
                totals.add_from(&self.columns, record - self.gone);
            }
        }
        next
    }

    /// Takes the key of a row, a text that stands in one column as it is, with its hash: `false` if
    /// some record before has it. None if it has to be read.
    #[inline]
    fn take_plain_key(
        &mut self,
        layout: &Layout,
        ((place, column), hash): ((usize, usize), KeyHash),
        origin: Origin,
        row: &impl Row,
    ) -> Option<bool> {
        let Raw::Text(cell) = row.raw(column) else { return None };
        let key = layout.slots.get(place)?.rule.plain_text(cell)?;
        let content = row.hashed().filter(|_| !self.alone)?;
        if self.identities.first(&self.report.keys, (key, None), hash).is_some() {
            return Some(false);
        }
        self.skip_blanks();
        let record = index(self.rows);
        self.count(|file| file.records += 1);
        self.report.origins.push(origin);
        self.report.keys.push(Some(key));
        self.identities.push(record, content);
        self.identities.hold_key(record, (None, hash));
        self.rows += 1;
        Some(true)
    }

    /// Takes the key of a row that no record before it has, or that needs none; `false` of any
    /// other, of which nothing is taken.
    fn take_key(&mut self, layout: &mut Layout, origin: Origin, row: &impl Row) -> bool {
        let key = self.key_of(layout, origin.row, row).map(|key| self.own_key(key, None));
        let is_keyed = layout.slots.iter().any(|slot| slot.key);
        let content = self.identifies(layout, key.as_ref()).then(|| self.identities.content(row));
        let is_known = match (&key, content) {
            (Some(key), _) => self.first(key).is_some(),
            (None, Some(content)) => self.identities.earlier(None, content).is_some(),
            (None, None) => false,
        };
        if is_known || is_keyed && key.is_none() {
            self.key_text = key.map(|key| key.key).unwrap_or_default();
            return false;
        }
        self.skip_blanks();
        self.identify(origin, (key, None), content, None);
        self.rows += 1;
        true
    }

    /// Takes the cells of rows that were cut at a glance, whose first is so many records after the
    /// first of all.
    pub(in crate::data) fn take_columns(
        &mut self,
        layout: &mut Layout,
        block: &Block,
        rows: Range<usize>,
        record: usize,
    ) {
        let file = self.last_file();
        for slot in &mut layout.slots {
            if self.take_numbers(slot, block, rows.clone()) || self.leave_key(slot, rows.len()) {
                continue;
            }
            for (place, row) in (record..).zip(rows.clone()) {
                let origin = Origin { file, row: block.number(row) };
                self.take_cell(slot, (false, false), (place, origin), &block.row(row));
            }
        }
        for field in &layout.without_column {
            rows.clone().for_each(|_| self.push(field.index(), Cell::Missing));
        }
    }

    /// Leaves out the cells of a text that is the key, read already: nobody reads it once cells are
    /// let go.
    fn leave_key(&mut self, slot: &Slot, rows: usize) -> bool {
        let is_left = slot.key && slot.rule.is_text() && self.has_let_go();
        if let Some(column) = self.columns.get_mut(slot.field.index()).filter(|_| is_left) {
            column.extend_codes(std::iter::repeat_n(0, rows));
        }
        is_left
    }

    /// Takes the cells of a column at once; false where they are not all numbers of so many
    /// decimals, which mean what stands there.
    fn take_numbers(&mut self, slot: &mut Slot, block: &Block, rows: Range<usize>) -> bool {
        if self.unread.is_some_and(|(field, _)| field == slot.field) {
            return false;
        }
        let read = block.column(rows, slot.column);
        let Some((decimals, mantissas)) = read.filter(|(decimals, _)| slot.rule.takes(*decimals))
        else {
            return false;
        };
        let column = self.columns.get_mut(slot.field.index());
        let column = column.filter(|column| column.is_of_numbers());
        column.map(|column| column.extend_each(mantissas, decimals)).is_some()
    }
}

/// Place and column of the only part of the key.
fn plain_key(layout: &Layout) -> Option<(usize, usize)> {
    let mut keys = layout.slots.iter().enumerate().filter(|(_, slot)| slot.key);
    let (place, slot) = keys.next().filter(|_| keys.next().is_none())?;
    Some((place, slot.column))
}

/// Sums that are watched behind a row which shows something and cannot be a total; none of any
/// other.
#[inline]
fn is_no_total(layout: &mut Layout, row: &impl Row, watch: Watch) -> Option<Watch> {
    let named = |totals: &Totals| totals.names(row).is_some();
    if !row.shows() || layout.totals.as_ref().is_some_and(named) {
        return None;
    }
    watch.passes(&mut layout.slots, row)
}
