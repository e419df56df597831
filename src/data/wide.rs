//! Rows of a delimited text cut many at a time, with the processor's wide registers: the signs that
//! end cells are found sixty-four bytes at once, and the digits of a cell become a number at once.

use super::figures::{Figure, figure};
use pulp::cast;
use pulp::x86::V3;
use std::arch::x86_64::{__m128i, __m256i};

/// Bytes of a cell whose number is read at once.
const CELL: usize = 16;
/// Bytes in which signs are looked for at once.
const WINDOW: usize = 64;

/// Cutter of rows, where the processor has what it takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wide(V3);

/// Column of a file, as its cells are read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sign {
    /// The decimal sign, in all bytes; none where no numbers are read.
    point: Option<[u8; CELL]>,
}

impl Sign {
    pub(super) fn of(point: Option<u8>) -> Sign {
        Sign { point: point.map(|point| [point; CELL]) }
    }
}

/// Marks that rows which are cut leave: for each its end in the text, and of each of its cells the
/// end in the row and, in its column, the number. As many rows are cut as there is room for.
pub(super) struct Cut<'c> {
    pub(super) lines: &'c mut Vec<u32>,
    pub(super) ends: &'c mut [u32],
    pub(super) figures: Vec<&'c mut [Figure]>,
}

impl Wide {
    /// The cutter; none where the processor lacks something.
    pub(super) fn new() -> Option<Wide> {
        V3::try_new().map(Wide)
    }

    /// Cuts rows of a text from a place on, up to the first that has a quote, or other cells than
    /// one for each of two or more columns, or ends soon before the text does.
    pub(super) fn cut(
        self,
        text: &[u8],
        start: usize,
        (delimiter, signs): (u8, &[Sign]),
        cut: Cut<'_>,
    ) {
        let Some((last, others)) = signs.split_last().filter(|(_, others)| !others.is_empty())
        else {
            return;
        };
        let Cut { lines, ends, mut figures } = cut;
        self.0.vectorize(Cutting {
            v3: self.0,
            text,
            start,
            delimiter,
            columns: (others, last),
            rows: ends.chunks_exact_mut(signs.len()),
            figures: &mut figures,
            lines,
        });
    }
}

/// A run of the cutter: all that it does is inlined into it.
struct Cutting<'c, I> {
    v3: V3,
    text: &'c [u8],
    start: usize,
    delimiter: u8,
    columns: (&'c [Sign], &'c Sign),
    /// Room for the ends of the cells of each row.
    rows: I,
    figures: &'c mut [&'c mut [Figure]],
    lines: &'c mut Vec<u32>,
}

impl<'c, I: Iterator<Item = &'c mut [u32]>> pulp::NullaryFnOnce for Cutting<'c, I> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Cutting { v3, text, start, delimiter, columns, rows, figures, lines } = self;
        let mut found = Found { v3, text, delimiter: cast([delimiter; 32]), next: start, signs: 0 };
        let mut row = start;
        for (at, ends) in rows.enumerate() {
            let figures = (&mut *figures, at);
            let Some(end) = cut_row(&mut found, (row, delimiter), columns, ends, figures) else {
                return;
            };
            row = end;
            lines.push(u32::try_from(end).unwrap_or(u32::MAX));
        }
    }
}

/// Cuts the row that starts at a place, and gives that behind its end; none if it is not one of so
/// many cells without a quote.
#[inline(always)]
fn cut_row(
    found: &mut Found<'_>,
    (row, delimiter): (usize, u8),
    (others, last): (&[Sign], &Sign),
    ends: &mut [u32],
    (figures, at_row): (&mut [&mut [Figure]], usize),
) -> Option<usize> {
    let (last_end, other_ends) = ends.split_last_mut()?;
    let (last_figures, other_figures) = figures.split_last_mut()?;
    let mut start = row;
    for ((sign, end), own) in others.iter().zip(other_ends).zip(other_figures) {
        let at = found.next()?;
        (found.text.get(at) == Some(&delimiter)).then_some(())?;
        *end = u32::try_from(at - row).ok()?;
        *own.get_mut(at_row)? = found.number(start, at, sign).unwrap_or(Figure::NONE);
        start = at + 1;
    }
    let at = found.next()?;
    *last_end = u32::try_from(at - row).ok()?;
    *last_figures.get_mut(at_row)? = found.number(start, at, last).unwrap_or(Figure::NONE);
    let end = match found.text.get(at)? {
        b'\r' => found.next().filter(|end| *end == at + 1)?,
        _ => at,
    };
    (found.text.get(end) == Some(&b'\n')).then_some(end + 1)
}

/// The signs of a text that end cells: the delimiter, ends of lines, quotes.
struct Found<'t> {
    v3: V3,
    text: &'t [u8],
    delimiter: __m256i,
    /// End of the bytes that were looked at.
    next: usize,
    /// The signs among the last of those that were not given yet, a bit each.
    signs: u64,
}

impl Found<'_> {
    /// Place of the next sign; none where the text ends soon.
    #[inline(always)]
    fn next(&mut self) -> Option<usize> {
        while self.signs == 0 {
            let window = self.text.get(self.next..)?.first_chunk::<WINDOW>()?;
            let (first, second) = window.split_at(WINDOW / 2);
            let of = |half: &[u8]| half.first_chunk().map_or(0, |half| self.among(half));
            self.signs = u64::from(of(first)) | u64::from(of(second)) << 32;
            self.next += WINDOW;
        }
        let at = self.next - WINDOW + self.signs.trailing_zeros() as usize;
        self.signs &= self.signs - 1;
        Some(at)
    }

    #[inline(always)]
    fn among(&self, bytes: &[u8; 32]) -> u32 {
        let (avx2, bytes) = (self.v3.avx2, cast::<_, __m256i>(*bytes));
        let is = |sign: __m256i| avx2._mm256_cmpeq_epi8(bytes, sign);
        let or = |a: __m256i, b: __m256i| avx2._mm256_or_si256(a, b);
        let of_line = or(is(cast([b'\n'; 32])), is(cast([b'\r'; 32])));
        let of_cell = or(is(self.delimiter), is(cast([b'"'; 32])));
        avx2._mm256_movemask_epi8(or(of_line, of_cell)).cast_unsigned()
    }

    /// The number of the cell from a place to another; none where it is none, or is not read.
    #[inline(always)]
    fn number(&self, start: usize, end: usize, sign: &Sign) -> Option<Figure> {
        let point = sign.point.as_ref()?;
        let chunk = self.text.get(start..)?.first_chunk::<CELL>()?;
        let length = end - start;
        if length.wrapping_sub(1) >= CELL {
            return long_number(self.text, start..end, point);
        }
        let V3 { sse2, ssse3, sse4_1, .. } = self.v3;
        let cell: __m128i = cast(*chunk);
        let points = sse2._mm_movemask_epi8(sse2._mm_cmpeq_epi8(cell, cast(*point)));
        let points = points.cast_unsigned() | 1 << (length - 1);
        let decimals = length - 1 - points.trailing_zeros() as usize;
        let digits = sse2._mm_xor_si128(cell, cast([b'0'; CELL]));
        let order = DIGITS.get(length * CELL + decimals)?;
        let digits = ssse3._mm_shuffle_epi8(digits, cast(*order));
        let beyond = sse2._mm_subs_epu8(digits, cast([9_u8; CELL]));
        (sse4_1._mm_testz_si128(beyond, beyond) == 1).then_some(())?;
        let twos = ssse3._mm_maddubs_epi16(digits, cast([[10_u8, 1]; 8]));
        let fours = sse2._mm_madd_epi16(twos, cast([[100_u16, 1]; 4]));
        let fours = sse4_1._mm_packus_epi32(fours, fours);
        let [eights, _]: [u64; 2] = cast(sse2._mm_madd_epi16(fours, cast([[10_000_u16, 1]; 4])));
        let number = (eights & 0xffff_ffff) * 100_000_000 + (eights >> 32);
        Some(Figure::of(number, decimals))
    }
}

/// The number of a cell that is longer than a register, or empty.
#[cold]
fn long_number(
    text: &[u8],
    cell: std::ops::Range<usize>,
    [point, ..]: &[u8; CELL],
) -> Option<Figure> {
    let (number, end) = figure(text, cell.start, *point)?;
    (end == cell.end).then_some(number)
}

/// For each length of a cell and each number of its decimals, from which byte of it each digit
/// comes: they go to the end, without the decimal sign, and noughts before them. A sign before all
/// digits stays, so that the cell is seen to be no number.
static DIGITS: [[u8; CELL]; (CELL + 1) * CELL] = digits();

#[allow(clippy::indexing_slicing, reason = "worked out by the compiler, which would say so")]
const fn digits() -> [[u8; CELL]; (CELL + 1) * CELL] {
    /// A byte that is not among those of a cell: nought is taken for it.
    const NONE: u8 = 0x80;
    let mut all = [[NONE; CELL]; (CELL + 1) * CELL];
    let mut length = 1;
    while length <= CELL {
        let mut decimals = 0;
        while decimals < length {
            let parts = decimals > 0 && decimals < length - 1;
            let mut from_end = 0;
            while from_end < length {
                let passed = if parts && from_end >= decimals { 1 } else { 0 };
                if from_end + passed < length {
                    let byte = length - 1 - from_end - passed;
                    all[length * CELL + decimals][CELL - 1 - from_end] = byte as u8;
                }
                from_end += 1;
            }
            decimals += 1;
        }
        length += 1;
    }
    all
}
