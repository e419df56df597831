//! The parts of a workbook, taken out of its archive and put back.

use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Parts of a workbook by name, in the order of the archive.
pub struct Parts(pub Vec<(String, Vec<u8>)>);

impl Parts {
    pub fn of(bytes: &[u8]) -> Parts {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut parts = Vec::new();
        for place in 0..archive.len() {
            let mut part = archive.by_index(place).unwrap();
            let mut content = Vec::new();
            part.read_to_end(&mut content).unwrap();
            parts.push((part.name().unwrap().into_owned(), content));
        }
        Parts(parts)
    }

    pub fn text(&self, name: &str) -> &str {
        let part = self.0.iter().find(|(known, _)| known == name);
        let (_, bytes) = part.unwrap_or_else(|| panic!("no part {name}"));
        std::str::from_utf8(bytes).unwrap()
    }

    pub fn edit(&mut self, name: &str, edit: impl FnOnce(&str) -> String) {
        let text = edit(self.text(name));
        let part = self.0.iter_mut().find(|(known, _)| known == name).unwrap();
        part.1 = text.into_bytes();
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in &self.0 {
            archive.start_file(name, SimpleFileOptions::default()).unwrap();
            archive.write_all(content).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    /// Names of the sheets, in their order.
    pub fn sheets(&self) -> Vec<String> {
        let book = self.text("xl/workbook.xml");
        let names = book.split("<sheet name=\"").skip(1);
        names.map(|rest| unescaped(rest.split('"').next().unwrap())).collect()
    }

    /// Name of the part of a sheet, in a workbook whose sheets are numbered in their order.
    pub fn part_of(&self, sheet: &str) -> String {
        let place = self.sheets().iter().position(|name| name == sheet);
        let place = place.unwrap_or_else(|| panic!("no sheet {sheet}: {:?}", self.sheets()));
        format!("xl/worksheets/sheet{}.xml", place + 1)
    }

    /// What a validation asks of a column, by its letters: its type and its formulas.
    pub fn validation(&self, sheet: &str, column: &str) -> Option<(String, Vec<String>)> {
        let text = self.text(&self.part_of(sheet));
        let one = text.split("<dataValidation ").skip(1).find(|one| {
            let cells = one.split("sqref=\"").nth(1).unwrap();
            let letters: String = cells.chars().take_while(char::is_ascii_alphabetic).collect();
            letters == column
        })?;
        let one = one.split("</dataValidation>").next().unwrap();
        let kind = one.split("type=\"").nth(1).unwrap().split('"').next().unwrap();
        let formulas = ["formula1", "formula2"].iter().filter_map(|tag| {
            let rest = one.split(&format!("<{tag}>")).nth(1)?;
            Some(unescaped(rest.split('<').next().unwrap()))
        });
        Some((kind.to_owned(), formulas.collect()))
    }

    /// The text of the note at a header, by the place of the sheet among those with notes.
    pub fn notes(&self, number: usize) -> Vec<String> {
        let text = self.text(&format!("xl/comments{number}.xml"));
        let notes = text.split("<comment ").skip(1);
        notes
            .map(|note| {
                let runs = note.replace("<t xml:space=\"preserve\">", "<t>");
                let texts = runs.split("<t>").skip(1);
                texts.map(|rest| unescaped(rest.split("</t>").next().unwrap())).collect::<String>()
            })
            .collect()
    }
}

fn unescaped(text: &str) -> String {
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}
