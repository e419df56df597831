//! A grid as an HTML table.

use super::{Cell, Grid, Kind, shown, words};
use crate::markup::escape;

/// A grid as a table, texts escaped; numbers carry the class `number`.
pub fn table(grid: Grid) -> String {
    let columns = grid.columns;
    let headers: String =
        columns.iter().map(|column| format!("<th>{}</th>", escape(&column.header))).collect();
    let mut out = format!("<table>\n<thead><tr>{headers}</tr></thead>\n<tbody>\n");
    for row in grid.rows {
        out.push_str("<tr>");
        for (cell, column) in row.cells().zip(columns) {
            let text = match &*cell {
                Cell::Number(number) => shown(number, column.kind, grid.lang),
                Cell::Measure(_, _, text) => text.to_string(),
                Cell::Blank | Cell::Text(_) | Cell::Shared(_) | Cell::Date(_) => {
                    words(&cell).unwrap_or_default().into_owned()
                }
            };
            let class = if matches!(column.kind, Kind::Text | Kind::Date) {
                ""
            } else {
                " class=\"number\""
            };
            out.push_str(&format!("<td{class}>{}</td>", escape(&text)));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
    out
}
