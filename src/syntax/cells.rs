//! Tokens of the cells of a file, with the bars that part them in a written row.

use super::lex::{Token, token};
use super::scan::{Piece, PieceKind, TokenKind, pieces};
use crate::source::Span;
use crate::source::cells::{CellPlace, CellText};
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

/// Cutter of cells into tokens. Where a cell is cut depends on no digit but on where digits stand:
/// cells that differ in their digits alone are cut once.
#[derive(Default)]
pub(super) struct Cutter {
    known: HashMap<String, Rc<Shape>>,
    /// The cell with each digit a nought.
    shape: String,
    spots: Vec<Spot>,
}

/// A cell but for its digits.
struct Shape {
    /// Number of the shape; `None` of one that is not kept.
    id: Option<usize>,
    pieces: Rc<[Piece]>,
    /// `true` if digits stand in its numbers, dates and texts alone.
    plain: bool,
}

/// A token of a row: its range of the table's text, its place in the file, and its kind.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    pub start: usize,
    pub end: usize,
    pub span: Span,
    kind: TokenKind,
}

/// The most shapes of cells that are kept.
const MOST_KNOWN: usize = 1_000;
/// What a row begins with before each of its cells.
const BAR: &str = "| ";

impl Cutter {
    /// The tokens of a row, bars before, between and behind its cells.
    pub fn row<'c>(&mut self, cells: &'c CellText, place: usize) -> Vec<Token<'c>> {
        let all = cells.text.normal();
        self.spots(cells, place);
        let token = |spot: &Spot| {
            let text = all.get(spot.start..spot.end)?;
            Some(token(spot.kind, spot.start..spot.end, text, spot.span))
        };
        self.spots.iter().filter_map(token).collect()
    }

    /// The tokens of a row by their places alone.
    pub fn spots(&mut self, cells: &CellText, place: usize) -> &[Spot] {
        self.spots.clear();
        let (row, row_cells) = cells.row(place);
        let bar = |at: usize, end: u32| {
            let span = Span { source: cells.id, start: end, end };
            Spot { start: at, end: at + 1, span, kind: TokenKind::Sign }
        };
        let mut end = row.start;
        for cell in row_cells {
            self.spots.push(bar((cell.table.start as usize).saturating_sub(BAR.len()), end));
            self.cell(cells, cell);
            end = cell.file.end;
        }
        let last = row_cells.last();
        self.spots.extend(last.map(|last| bar(last.table.end as usize + 1, row.end)));
        &self.spots
    }

    /// Numbers of the shapes of a row's cells, where nothing but its numbers, dates and texts tells
    /// it from others with these: none of its numbers may be the word of a name.
    pub fn shapes(
        &mut self,
        cells: &CellText,
        place: usize,
        names: impl Fn(&str) -> bool,
    ) -> Option<Vec<usize>> {
        let (_, row) = cells.row(place);
        let mut shapes = Vec::with_capacity(row.len());
        for cell in row {
            let text = text(cells, cell);
            let shape = self.shape(text);
            let number = PieceKind::Token(TokenKind::Number);
            let numbers = shape.pieces.iter().filter(|piece| piece.kind == number);
            let mut numbers = numbers.filter_map(|piece| text.get(piece.start..piece.end));
            if !shape.plain || numbers.any(&names) {
                return None;
            }
            shapes.push(shape.id?);
        }
        Some(shapes)
    }

    fn cell(&mut self, cells: &CellText, cell: &CellPlace) {
        let start = cell.table.start as usize;
        let Range { start: first, end: last } = cell.file;
        // Of a cell with doubled quotes the file has more bytes: what lies within is shown as the
        // whole.
        let same = cell.file.len() == cell.table.len();
        let text = text(cells, cell);
        let shape = self.shape(text);
        for piece in shape.pieces.iter() {
            let at = |offset: usize| first + u32::try_from(offset).unwrap_or(u32::MAX);
            let (from, to) = if same { (at(piece.start), at(piece.end)) } else { (first, last) };
            let span = Span { source: cells.id, start: from, end: to };
            let is_bar = text.get(piece.start..piece.end) == Some("|");
            let kind = match piece.kind {
                PieceKind::Token(kind) if !is_bar => kind,
                // What is a bar or a comment in rules is no part of a cell.
                PieceKind::Token(_) | PieceKind::Newline => TokenKind::Stray,
                PieceKind::Comment | PieceKind::Slashes => TokenKind::Stray,
            };
            self.spots.push(Spot {
                start: start + piece.start,
                end: start + piece.end,
                span,
                kind,
            });
        }
    }

    fn shape(&mut self, text: &str) -> Rc<Shape> {
        self.shape.clear();
        self.shape.extend(text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }));
        if let Some(known) = self.known.get(&self.shape) {
            return known.clone();
        }
        let pieces: Rc<[Piece]> = pieces(text).collect();
        let varies = |piece: &Piece| match piece.kind {
            PieceKind::Token(kind) => {
                matches!(kind, TokenKind::Number | TokenKind::Date | TokenKind::Text)
            }
            PieceKind::Newline | PieceKind::Comment | PieceKind::Slashes => false,
        };
        let digits = |piece: &Piece| {
            let text = text.get(piece.start..piece.end).unwrap_or("");
            text.bytes().any(|byte| byte.is_ascii_digit())
        };
        let plain = pieces.iter().all(|piece| varies(piece) || !digits(piece));
        let id = (self.known.len() < MOST_KNOWN).then_some(self.known.len());
        let shape = Rc::new(Shape { id, pieces, plain });
        if id.is_some() {
            self.known.insert(self.shape.clone(), shape.clone());
        }
        shape
    }
}

fn text<'c>(cells: &'c CellText, cell: &CellPlace) -> &'c str {
    let range = cell.table.start as usize..cell.table.end as usize;
    cells.text.normal().get(range).unwrap_or("")
}
