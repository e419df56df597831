//! Workbooks to be filled in: columns formatted and validated, notes, a guide, hidden lists.

use super::super::{
    Entry, Form, FormColumn, FormGuide, FormPage, FormSheet, GuideLine, Kind, WriteError, beginning,
};
use super::formula::{number_format, validation};
use super::{Formats, MOST_ROWS, PAPER_A4, clipped, plain, save, undated, write_cell};
use crate::data::account::letters;
use crate::data::free_name;
use crate::value::Lang;
use rust_xlsxwriter::{
    Color, DataValidation, Format, FormatAlign, FormatBorder, IgnoreError, Note, Workbook,
    Worksheet, XlsxError,
};
use std::io::Write;
use unicode_width::UnicodeWidthStr;

/// Colours of headers: of columns that every row needs, of the others, of tables of a guide.
const NEEDED: Color = Color::RGB(0x00F4_B183);
const OPTIONAL: Color = Color::RGB(0x00DD_EBF7);
/// Least and greatest width of a column that is filled in, in characters.
const NARROWEST: usize = 12;
const WIDEST: usize = 28;
/// Width of a note and height of each of its lines, in pixels, and characters of a line.
const NOTE_WIDTH: u32 = 300;
const NOTE_LINE: u32 = 17;
const NOTE_CHARACTERS: usize = 42;
/// Most characters of the title and of the text of a refusal.
const LONGEST_TITLE: usize = 32;
const LONGEST_SAID: usize = 255;
/// Widths of the columns of a guide, in characters.
const GUIDE_WIDTHS: [u32; 11] = [18, 6, 30, 26, 34, 12, 11, 28, 44, 16, 20];
/// Height of a line, in points.
const LINE_HEIGHT: u32 = 15;

/// Writes a workbook to be filled in.
///
/// # Errors
/// Those of `to`.
pub fn write_form(form: &Form, lang: Lang, to: &mut dyn Write) -> Result<(), WriteError> {
    let mut workbook = undated().map_err(plain)?;
    fill(&mut workbook, form, lang).map_err(plain)?;
    save(workbook, to)
}

fn fill(workbook: &mut Workbook, form: &Form, lang: Lang) -> Result<(), XlsxError> {
    let names: Vec<String> = form
        .pages
        .iter()
        .map(|page| match page {
            FormPage::Guide(guide) => guide.name.clone(),
            FormPage::Sheet(sheet) => sheet.name.clone(),
        })
        .collect();
    let lists_name = free_name(&form.lists_name, &names);
    let lists: Vec<String> = form
        .lists
        .iter()
        .enumerate()
        .map(|(place, (_, values))| {
            let (name, column) = (lists_name.replace('\'', "''"), letters(place));
            format!("='{name}'!${column}$2:${column}${}", values.len() + 1)
        })
        .collect();
    let formats = Formats::new().at_top();
    for page in &form.pages {
        let sheet = workbook.add_worksheet();
        match page {
            FormPage::Guide(guide) => write_guide(sheet, guide, &formats, lang)?,
            FormPage::Sheet(page) => write_sheet(sheet, page, &lists)?,
        }
    }
    if !form.lists.is_empty() {
        write_lists(workbook.add_worksheet(), &lists_name, form)?;
    }
    let guide = form.pages.iter().position(|page| matches!(page, FormPage::Guide(_)));
    if let Some(sheet) = guide.and_then(|place| workbook.worksheets_mut().get_mut(place)) {
        sheet.set_active(true);
    }
    Ok(())
}

fn write_lists(sheet: &mut Worksheet, name: &str, form: &Form) -> Result<(), XlsxError> {
    sheet.set_name(name)?.set_hidden(true);
    for (column, (list, values)) in (0..).zip(&form.lists) {
        for (row, text) in (0..).zip(std::iter::once(list).chain(values)) {
            sheet.write_string(row, column, clipped(text))?;
        }
    }
    Ok(())
}

fn write_sheet(sheet: &mut Worksheet, page: &FormSheet, lists: &[String]) -> Result<(), XlsxError> {
    sheet.set_name(&page.name)?;
    if let Some(((row, column), text)) = &page.above {
        sheet.write_string(place(*row)?, column_number(*column)?, clipped(text))?;
    }
    let header = place(page.header_row)?;
    let texts = page.columns.iter().map(|column| lines(column.header.width(), WIDEST));
    sheet.set_row_height(header, LINE_HEIGHT * texts.max().unwrap_or(1))?;
    for (number, column) in page.columns.iter().enumerate() {
        write_column(sheet, (header, number), column, lists)?;
    }
    sheet.set_freeze_panes(header + 1, 0)?;
    sheet.set_repeat_rows(header, header)?;
    sheet.set_paper_size(PAPER_A4).set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

fn write_column(
    sheet: &mut Worksheet,
    (header, number): (u32, usize),
    column: &FormColumn,
    lists: &[String],
) -> Result<(), XlsxError> {
    let at = column_number(number)?;
    let width = column.header.width().clamp(NARROWEST, WIDEST);
    sheet.set_column_width(at, u32::try_from(width).unwrap_or(0))?;
    sheet.set_column_format(at, &Format::new().set_num_format(number_format(&column.entry)))?;
    let format = header_format(if column.required { NEEDED } else { OPTIONAL });
    sheet.write_string_with_format(header, at, clipped(&column.header), &format)?;
    sheet.insert_note(header, at, &note(&column.note))?;
    let first = header + 1;
    if let Some(validation) = validation(&column.entry, number, first as usize + 1, lists) {
        let told = told(validation, column)?;
        sheet.add_data_validation(first, at, MOST_ROWS, at, &told)?;
    }
    if matches!(column.entry, Entry::Text | Entry::Choice(_)) {
        // Keys of digits are texts, and no mistake.
        sheet.ignore_error_range(first, at, MOST_ROWS, at, IgnoreError::NumberStoredAsText)?;
    }
    Ok(())
}

/// Lines that a text takes in a column, both in characters; words are not broken, so a line is
/// seldom full.
fn lines(text: usize, column: usize) -> u32 {
    u32::try_from(text.saturating_mul(9) / column.saturating_mul(8).max(1)).unwrap_or(0).min(20) + 1
}

fn header_format(colour: Color) -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
        .set_background_color(colour)
}

fn told(validation: DataValidation, column: &FormColumn) -> Result<DataValidation, XlsxError> {
    validation
        .set_error_title(beginning(&column.header, LONGEST_TITLE))?
        .set_error_message(beginning(&column.refusal, LONGEST_SAID))
}

fn note(text: &str) -> Note {
    let lines: usize = text.lines().map(|line| line.width() / NOTE_CHARACTERS + 1).sum();
    let height = NOTE_LINE.saturating_mul(u32::try_from(lines + 1).unwrap_or(u32::MAX));
    Note::new(clipped(text))
        .add_author_prefix(false)
        .set_author("visao")
        .set_width(NOTE_WIDTH)
        .set_height(height)
}

fn write_guide(
    sheet: &mut Worksheet,
    guide: &FormGuide,
    formats: &Formats,
    lang: Lang,
) -> Result<(), XlsxError> {
    sheet.set_name(&guide.name)?;
    for (column, width) in (0..).zip(GUIDE_WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    let title = Format::new().set_bold().set_font_size(14);
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (row, line) in (0..).zip(&guide.lines) {
        match line {
            GuideLine::Title(text) => {
                sheet.write_string_with_format(row, 0, clipped(text), &title)?;
            }
            GuideLine::Text(text) => {
                sheet.write_string(row, 0, clipped(text))?;
            }
            GuideLine::Header(cells) => {
                for (column, text) in (0..).zip(cells) {
                    let format = header_format(OPTIONAL);
                    sheet.write_string_with_format(row, column, clipped(text), &format)?;
                }
            }
            GuideLine::Row(cells) => {
                let texts = cells.iter().zip(GUIDE_WIDTHS).map(|(cell, width)| {
                    lines(super::words(cell).map_or(0, |text| text.width()), width as usize)
                });
                sheet.set_row_height(row, LINE_HEIGHT * texts.max().unwrap_or(1))?;
                for (column, cell) in (0..).zip(cells) {
                    let text = super::words(cell);
                    match text.filter(|text| !text.is_empty()) {
                        Some(text) => {
                            let text = clipped(&text);
                            sheet.write_string_with_format(row, column, text, &wrapped)?;
                        }
                        None => {
                            let kind = Kind::Text;
                            write_cell(sheet, (row, column), cell, kind, lang, formats)?;
                        }
                    }
                }
            }
        }
    }
    sheet.set_paper_size(PAPER_A4).set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

fn place(row: usize) -> Result<u32, XlsxError> {
    u32::try_from(row).map_err(|_| XlsxError::RowColumnLimitError)
}

fn column_number(column: usize) -> Result<u16, XlsxError> {
    u16::try_from(column).map_err(|_| XlsxError::RowColumnLimitError)
}
