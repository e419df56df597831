//! Rows that are records beyond doubt, taken together: each is looked at for its key alone, and
//! their numbers go into the columns a column at a time. They come to the same as one by one.

use super::Builder;
use crate::data::block::Block;
use crate::data::cell::Cell;
use crate::data::figures::Figure;
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
        while next < block.len() && block.is_cut(next, cells) {
            if !self.take_key(layout, (block.number(next), &block.row(next)), &mut watch) {
                break;
            }
            next += 1;
        }
        if next > first {
            self.count(|file| file.rows += (next - first) as u64);
            self.take_columns((layout, cells), block, first..next, record);
            if let Some(totals) = &mut layout.totals {
                totals.add_from(&self.columns, record - self.gone);
            }
        }
        next
    }

    /// Takes the key of a row that is a record beyond doubt: it has a key that no record before it
    /// has, or needs none, and cannot be a total. False of any other, of which nothing is taken.
    fn take_key(
        &mut self,
        layout: &mut Layout,
        (number, row): (u32, &impl Row),
        watch: &mut Watch,
    ) -> bool {
        let named = |totals: &Totals| totals.names(row).is_some();
        if !row.shows() || layout.totals.as_ref().is_some_and(named) {
            return false;
        }
        let Some(watched) = watch.passes(&mut layout.slots, row) else { return false };
        let key = self.key_of(layout, number, row).map(|key| self.own_key(key, None));
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
        *watch = watched;
        self.skip_blanks();
        let file = self.last_file();
        self.identify(Origin { file, row: number }, (key, None), content, None);
        self.rows += 1;
        true
    }

    /// Takes the cells of rows that were cut into so many cells each, whose first is so many
    /// records after the first of all.
    pub(in crate::data) fn take_columns(
        &mut self,
        (layout, cells): (&mut Layout, usize),
        block: &Block,
        rows: Range<usize>,
        record: usize,
    ) {
        let file = self.last_file();
        for slot in &mut layout.slots {
            if self.take_numbers(slot, block, rows.clone(), cells)
                || self.leave_key(slot, rows.len())
            {
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
    fn take_numbers(
        &mut self,
        slot: &mut Slot,
        block: &Block,
        rows: Range<usize>,
        cells: usize,
    ) -> bool {
        let figures = || block.column(rows.clone(), (slot.column, cells));
        let first = figures().next().filter(|first| *first != Figure::NONE);
        let Some(decimals) = first.map(Figure::decimals) else { return false };
        let is_read = self.unread.is_none_or(|(field, _)| field != slot.field);
        let is_alike = |figure: Figure| figure != Figure::NONE && figure.decimals() == decimals;
        let are_alike = figures().all(is_alike);
        if !is_read || !are_alike || !slot.rule.takes(decimals) {
            return false;
        }
        let mut ends = (i64::MAX, i64::MIN);
        self.mantissas.clear();
        self.mantissas.extend(figures().map(|figure| {
            let mantissa = figure.mantissa();
            ends = (ends.0.min(mantissa), ends.1.max(mantissa));
            mantissa
        }));
        let column = self.columns.get_mut(slot.field.index());
        let column = column.filter(|column| column.is_of_numbers());
        column.map(|column| column.extend_mantissas(&self.mantissas, decimals, ends)).is_some()
    }
}
