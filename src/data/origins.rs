//! Places of records in their files.

/// A place: which file of [`super::ReadReport::files`], and which row of it, as a spreadsheet
/// numbers them (a line, for JSON Lines).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    /// Index of the file in [`super::ReadReport::files`].
    pub file: u32,
    /// Number of the row, counted from 1.
    pub row: u32,
}

/// Places of the records of a reading, in the order of the table. Rows that stand one below the
/// other are kept as one run: those of a file without gaps take no memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins {
    runs: Vec<Run>,
    len: u32,
}

/// Rows of a file one below the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    /// Place of the first record.
    place: u32,
    /// Row of the first record.
    origin: Origin,
}

impl Run {
    /// The origin of a record that is not before the first.
    fn at(self, place: u32) -> Origin {
        Origin { row: self.origin.row.saturating_add(place - self.place), ..self.origin }
    }
}

impl Origins {
    /// The place of a record in its file; `None` past the last record.
    pub fn get(&self, place: usize) -> Option<Origin> {
        let place = u32::try_from(place).ok().filter(|place| *place < self.len)?;
        let run = match self.runs.as_slice() {
            [only] => only,
            runs => runs.get(runs.partition_point(|run| run.place <= place).checked_sub(1)?)?,
        };
        Some(run.at(place))
    }

    /// Number of records that have a place.
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// Returns `true` if there is no record.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The places in the order of the table.
    pub fn iter(&self) -> impl Iterator<Item = Origin> {
        let ends = self.runs.iter().skip(1).map(|run| run.place).chain([self.len]);
        self.runs
            .iter()
            .zip(ends)
            .flat_map(|(run, end)| (run.place..end).map(|place| run.at(place)))
    }

    pub(crate) fn push(&mut self, origin: Origin) {
        if self.runs.last().is_none_or(|run| run.at(self.len) != origin) {
            self.runs.push(Run { place: self.len, origin });
        }
        self.len += 1;
    }

    pub(crate) fn clear(&mut self) {
        self.runs.clear();
        self.len = 0;
    }

    /// Leaves out the places of records that are not kept.
    pub(crate) fn retain(&mut self, kept: &[bool]) {
        let stay = self.iter().zip(kept).filter(|(_, kept)| **kept);
        *self = stay.map(|(origin, _)| origin).collect();
    }

    /// Returns `true` if a record stands at this place, of records in the order of their files.
    pub(crate) fn holds(&self, origin: Origin) -> bool {
        let key = |origin: Origin| (origin.file, origin.row);
        let after = self.runs.partition_point(|run| key(run.origin) <= key(origin));
        let end = self.runs.get(after).map_or(self.len, |next| next.place);
        let run = after.checked_sub(1).and_then(|at| self.runs.get(at));
        run.is_some_and(|run| {
            let last = run.at(end.saturating_sub(1));
            run.origin.file == origin.file && origin.row <= last.row
        })
    }
}

impl FromIterator<Origin> for Origins {
    fn from_iter<I: IntoIterator<Item = Origin>>(given: I) -> Origins {
        let mut origins = Origins::default();
        given.into_iter().for_each(|origin| origins.push(origin));
        origins
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_given_whatever_is_left_out_between_them() {
        let given = [(0, 2), (0, 3), (0, 5), (1, 6), (1, 7), (1, 2)];
        let given = given.map(|(file, row)| Origin { file, row });
        let mut origins: Origins = given.into_iter().collect();
        assert_eq!((origins.len(), origins.runs.len()), (6, 4));
        assert!(origins.iter().eq(given));
        assert!(
            (0..7).map(|place| origins.get(place)).eq(given.map(Some).into_iter().chain([None]))
        );
        origins.retain(&[true, false, true, true, true, false]);
        assert!(origins.iter().eq([given[0], given[2], given[3], given[4]]));
        for (file, row, there) in [
            (0, 1, false),
            (0, 2, true),
            (0, 3, false),
            (0, 5, true),
            (0, 6, false),
            (1, 7, true),
            (1, 8, false),
            (2, 1, false),
        ] {
            assert_eq!(origins.holds(Origin { file, row }), there, "{file} {row}");
        }
        origins.clear();
        assert!(origins.is_empty() && origins.iter().next().is_none());
    }
}
