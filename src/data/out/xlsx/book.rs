//! Workbooks whose pages lead to each other. A page is opened in its place and filled when what it
//! says is known; grids are written row by row, and no more of them is kept.

use super::super::{
    Cell, Chart, Column, Kind, LinkedGrid, PageId, Part, Row, Telling, Tone, Toned, WriteError,
};
use super::{
    Formats, MEASURED_ROWS, MOST_ROWS, PAPER_A4, clipped, large_sheet, plain, save, set_up,
    undated, unless_full, width, words, write_cell,
};
use crate::data::free_name;
use crate::value::Lang;
use rust_xlsxwriter::{
    Chart as Drawn, ChartFormat, ChartLegendPosition, ChartSolidFill, ChartType, Color,
    ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatText,
    ConditionalFormatTextRule, Format, FormatUnderline, Url, Workbook, Worksheet, XlsxError,
};
use std::io::Write;
use unicode_width::UnicodeWidthStr;

/// Rows that a chart covers, its size in pixels.
const CHART_ROWS: u32 = 16;
const CHART_HEIGHT: u32 = 300;
const CHART_WIDTH: u32 = 640;
/// Width of the first column of a page of tables, and of the others, in characters.
const FIRST_WIDTH: u32 = 34;
const OTHER_WIDTH: u32 = 15;
/// Height of a line, in points.
const LINE_HEIGHT: u32 = 15;
/// Columns of a page of tables whose width is set.
const SET_COLUMNS: u16 = 14;

/// A workbook that is being written.
pub struct Book {
    workbook: Workbook,
    formats: Formats,
    linked: Format,
    pages: Vec<(String, Option<Worksheet>)>,
}

impl Book {
    /// A workbook without pages.
    ///
    /// # Errors
    /// Those of the library, in words.
    pub fn new() -> Result<Book, WriteError> {
        let linked = Format::new()
            .set_font_color(Color::RGB(0x0005_63C1))
            .set_underline(FormatUnderline::Single);
        let workbook = undated().map_err(plain)?;
        Ok(Book { workbook, formats: Formats::new(), linked, pages: Vec::new() })
    }

    /// Opens a page behind the others, under a name that no other has.
    pub fn page(&mut self, name: &str) -> PageId {
        let names: Vec<String> = self.pages.iter().map(|(name, _)| name.clone()).collect();
        self.pages.push((free_name(name, &names), None));
        PageId(names.len())
    }

    /// Name of a page, as its tab shows it.
    pub fn name(&self, page: PageId) -> &str {
        self.pages.get(page.0).map_or("", |(name, _)| name)
    }

    /// Fills a page with a grid, and says how many rows it has.
    ///
    /// # Errors
    /// [`WriteError::TooManyRows`]; those of the system.
    pub fn grid(&mut self, page: PageId, grid: LinkedGrid<'_>) -> Result<u32, WriteError> {
        let mut sheet = large_sheet(&mut self.workbook)?;
        sheet.set_name(self.name(page)).map_err(plain)?;
        let LinkedGrid { columns, mut rows, lang, link, toned } = grid;
        let first: Vec<(Row<'_>, Option<u32>)> = rows.by_ref().take(MEASURED_ROWS).collect();
        let measured: Vec<Row<'_>> = first.iter().map(|(row, _)| row.clone()).collect();
        for (place, column) in (0..).zip(columns) {
            let wide = width(columns, usize::from(place), &measured, lang);
            sheet.set_column_width(place, wide).map_err(plain)?;
            let header = clipped(&column.header);
            let format = &self.formats.header;
            sheet.write_string_with_format(0, place, header, format).map_err(plain)?;
        }
        let target = link.map(|(column, page)| (column, self.name(page).to_owned()));
        let mut last = 0;
        for (row, to) in first.into_iter().chain(rows) {
            last += 1;
            if last > MOST_ROWS {
                return Err(WriteError::TooManyRows);
            }
            unless_full(|| {
                for (place, (cell, column)) in row.cells().zip(columns).enumerate() {
                    let at = (last, u16::try_from(place).unwrap_or(u16::MAX));
                    let link = target.as_ref().filter(|(column, _)| *column == place);
                    match (link, to, words(&cell)) {
                        (Some((_, name)), Some(to), Some(text)) if !text.is_empty() => {
                            self.link(&mut sheet, at, name, to, &text)?;
                        }
                        _ => write_cell(&mut sheet, at, &cell, column.kind, lang, &self.formats)?,
                    }
                }
                Ok(())
            })?;
        }
        colour(&mut sheet, &toned, (1, last)).map_err(plain)?;
        set_up(&mut sheet, last, columns.len()).map_err(plain)?;
        self.put(page, sheet);
        Ok(last)
    }

    /// Fills a page with small tables.
    ///
    /// # Errors
    /// Those of the library, in words.
    pub fn tables(
        &mut self,
        page: PageId,
        parts: &[Part<'_>],
        lang: Lang,
    ) -> Result<(), WriteError> {
        let mut sheet = Worksheet::new();
        self.fill(&mut sheet, self.name(page), parts, lang).map_err(plain)?;
        self.put(page, sheet);
        Ok(())
    }

    /// Writes the workbook; pages that were opened and not filled are left out.
    ///
    /// # Errors
    /// Those of `to`.
    pub fn finish(mut self, to: &mut dyn Write) -> Result<(), WriteError> {
        for sheet in self.pages.into_iter().filter_map(|(_, sheet)| sheet) {
            self.workbook.push_worksheet(sheet);
        }
        save(self.workbook, to)
    }

    fn put(&mut self, page: PageId, sheet: Worksheet) {
        if let Some((_, free)) = self.pages.get_mut(page.0) {
            *free = Some(sheet);
        }
    }

    fn link(
        &self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        page: &str,
        to: u32,
        text: &str,
    ) -> Result<(), XlsxError> {
        let page = page.replace('\'', "''");
        let url = Url::new(format!("internal:'{page}'!A{}", to + 1));
        let format = Some(&self.linked);
        sheet.write_url_with_options(row, column, url, clipped(text), "", format).map(|_| ())
    }

    fn fill(
        &self,
        sheet: &mut Worksheet,
        name: &str,
        parts: &[Part<'_>],
        lang: Lang,
    ) -> Result<(), XlsxError> {
        sheet.set_name(name)?;
        for column in 0..SET_COLUMNS {
            let width = if column == 0 { FIRST_WIDTH } else { OTHER_WIDTH };
            sheet.set_column_width(column, width)?;
        }
        let title = Format::new().set_bold().set_font_size(13);
        let mut row = 0;
        for part in parts {
            match part {
                Part::Title(text) => {
                    row += u32::from(row > 0);
                    sheet.write_string_with_format(row, 0, clipped(text), &title)?;
                    row += 1;
                }
                Part::Text(text) => {
                    sheet.write_string(row, 0, clipped(text))?;
                    row += 1;
                }
                Part::Link(page, text, told) => {
                    self.link(sheet, (row, 0), self.name(*page), 0, text)?;
                    sheet.write_string(row, 1, clipped(told))?;
                    row += 1;
                }
                Part::Table { columns, rows, toned, chart } => {
                    let last = self.table(sheet, row, columns, rows, lang)?;
                    colour(sheet, toned, (row + 1, last))?;
                    let mut next = last + 1;
                    if let Some(chart) = chart {
                        let beside = u16::try_from(columns.len() + 1).unwrap_or(u16::MAX);
                        draw(sheet, name, (row, beside), columns, chart)?;
                        next = next.max(row + CHART_ROWS);
                    }
                    row = next;
                }
            }
        }
        sheet.set_paper_size(PAPER_A4).set_landscape().set_print_fit_to_pages(1, 0);
        Ok(())
    }

    /// Writes a table whose header stands in a row, and gives its last row.
    fn table(
        &self,
        sheet: &mut Worksheet,
        header: u32,
        columns: &[Column],
        rows: &[Row<'_>],
        lang: Lang,
    ) -> Result<u32, XlsxError> {
        for (place, column) in (0..).zip(columns) {
            let text = clipped(&column.header);
            sheet.write_string_with_format(header, place, text, &self.formats.header)?;
        }
        sheet.set_row_height(header, LINE_HEIGHT.saturating_mul(lines(columns)))?;
        let mut last = header;
        for row in rows {
            last += 1;
            for ((place, cell), column) in (0..).zip(row.cells()).zip(columns) {
                if *cell != Cell::Blank {
                    write_cell(sheet, (last, place), &cell, column.kind, lang, &self.formats)?;
                }
            }
        }
        Ok(last)
    }
}

/// Lines that the headers of a table take.
fn lines(columns: &[Column]) -> u32 {
    let of = |(place, column): (usize, &Column)| {
        let width = if place == 0 { FIRST_WIDTH } else { OTHER_WIDTH };
        // Words are not broken, so a line is seldom full.
        let wide = u32::try_from(column.header.width()).unwrap_or(u32::MAX);
        wide.saturating_mul(5) / width.saturating_mul(4) + 1
    };
    columns.iter().enumerate().map(of).max().unwrap_or(1)
}

/// Colours the cells of some columns by what they say, whatever is written there later.
fn colour(
    sheet: &mut Worksheet,
    toned: &[Toned],
    (first, last): (u32, u32),
) -> Result<(), XlsxError> {
    if last < first {
        return Ok(());
    }
    for Toned { column, tones } in toned {
        let column = u16::try_from(*column).map_err(|_| XlsxError::RowColumnLimitError)?;
        for (telling, tone) in tones {
            let format = Format::new().set_background_color(pale(*tone));
            match telling {
                Telling::Whole(text) => {
                    let quoted = format!("\"{}\"", text.replace('"', "\"\""));
                    let equal =
                        ConditionalFormatCellRule::EqualTo(rust_xlsxwriter::Formula::new(quoted));
                    let rule = ConditionalFormatCell::new().set_rule(equal).set_format(format);
                    sheet.add_conditional_format(first, column, last, column, &rule)?;
                }
                Telling::Beginning(text) => {
                    let begins = ConditionalFormatTextRule::BeginsWith(text.clone());
                    let rule = ConditionalFormatText::new().set_rule(begins).set_format(format);
                    sheet.add_conditional_format(first, column, last, column, &rule)?;
                }
            }
        }
    }
    Ok(())
}

/// Colour behind a text of a tone.
fn pale(tone: Tone) -> Color {
    Color::RGB(match tone {
        Tone::Good => 0x00C6_EFCE,
        Tone::Fair => 0x00E2_EFDA,
        Tone::Poor => 0x00FF_EB9C,
        Tone::Bad => 0x00FF_C7CE,
        Tone::Open => 0x00D9_D9D9,
    })
}

/// Colour of a series of a tone.
fn strong(tone: Tone) -> Color {
    Color::RGB(match tone {
        Tone::Good => 0x0054_8235,
        Tone::Fair => 0x00A9_D08E,
        Tone::Poor => 0x00FF_C000,
        Tone::Bad => 0x00C0_0000,
        Tone::Open => 0x00A6_A6A6,
    })
}

/// Draws a chart of a table whose header stands in the row of the place.
fn draw(
    sheet: &mut Worksheet,
    name: &str,
    (header, column): (u32, u16),
    columns: &[Column],
    chart: &Chart,
) -> Result<(), XlsxError> {
    let rows = u32::try_from(chart.rows).unwrap_or(0);
    if rows == 0 || chart.series.is_empty() {
        return Ok(());
    }
    let kind = if chart.stacked { ChartType::ColumnStacked } else { ChartType::Column };
    let mut drawn = Drawn::new(kind);
    for (place, tone) in &chart.series {
        let at = u16::try_from(*place).map_err(|_| XlsxError::RowColumnLimitError)?;
        let series = drawn.add_series();
        series.set_categories((name, header + 1, 0, header + rows, 0));
        series.set_values((name, header + 1, at, header + rows, at));
        series.set_name(columns.get(*place).map_or("", |column| column.header.as_str()));
        if let Some(tone) = tone {
            let fill = ChartSolidFill::new().set_color(strong(*tone)).clone();
            series.set_format(ChartFormat::new().set_solid_fill(&fill));
        }
    }
    let first = chart.series.first().and_then(|(place, _)| columns.get(*place));
    if first.is_some_and(|column| column.kind == Kind::Percent) {
        drawn.y_axis().set_num_format("0.00%");
    }
    drawn.title().set_name(&chart.title);
    drawn.legend().set_position(ChartLegendPosition::Bottom);
    drawn.set_width(CHART_WIDTH).set_height(CHART_HEIGHT);
    sheet.insert_chart(header, column, &drawn).map(|_| ())
}
