"""Workbooks of the program, read and written by openpyxl: an independent library.

    workbooks.py fill TEMPLATE FILLED DAY    fills a template in with the examples of its guide
    workbooks.py results WORKBOOK            holds a workbook of results to what it promises
    workbooks.py into WORKBOOK COPY          holds a copy with columns added to the workbook it is of
"""

import sys

import openpyxl
from openpyxl.utils import column_index_from_string


def fill(template, filled, day):
    book = openpyxl.load_workbook(template)
    guide = next(sheet for sheet in book if sheet.title in ("Hướng dẫn", "Guide"))
    plain = lambda cell: cell.strip("“”") if isinstance(cell, str) else cell
    headers = {}
    for row in guide.iter_rows(values_only=True):
        if row[0] is None or row[1] is None or row[0] in ("trang", "sheet"):
            continue
        sheet = book[plain(row[0])]
        assert sheet.freeze_panes, sheet.title
        header = headers.setdefault(sheet.title, header_of(sheet))
        head = sheet.cell(header, column_index_from_string(row[1]))
        assert head.value == plain(row[2]), (head.value, row[2])
        assert head.comment is not None and row[10] in head.comment.text
        cell = sheet.cell(header + 1, head.column, plain(row[9]))
        # A spreadsheet gives a cell the style of its column.
        cell._style = sheet.column_dimensions[row[1]]._style
        # What the guide shows is what the list offers.
        for rule in sheet.data_validations.dataValidation:
            if cell.coordinate in rule.sqref and rule.type == "list" and cell.value is not None:
                name, cells = rule.formula1.replace("$", "").split("!")
                offered = [one[0].value for one in book[name.strip("'")][cells]]
                assert cell.value in offered, (cell.value, offered)
    for sheet in book:
        if isinstance(sheet["A1"].value, str) and "…" in sheet["A1"].value:
            sheet["A1"] = sheet["A1"].value.split("…")[0] + day
    book.save(filled)


def results(path):
    book = openpyxl.load_workbook(path)
    summary = book.worksheets[0]
    assert summary._charts, "no chart"
    followed = 0
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in filter(lambda cell: cell.hyperlink, row):
                page, place = cell.hyperlink.location.rsplit("!", 1)
                target = book[page.strip("'").replace("''", "'")][place]
                if sheet is not summary:
                    # A result and what explains it name the same record in their first columns.
                    assert target.value == sheet.cell(cell.row, 1).value, (cell, target)
                followed += 1
    assert followed > 100, followed
    for sheet in book.worksheets[1:-1]:
        assert sheet.auto_filter.ref and sheet.freeze_panes == "A2", sheet.title
    assert any(sheet.conditional_formatting for sheet in book)


def into(own, copy):
    own, copy = openpyxl.load_workbook(own), openpyxl.load_workbook(copy)
    assert own.sheetnames == copy.sheetnames
    assert sorted(own.defined_names) == sorted(copy.defined_names)
    added = 0
    for was in own:
        now = copy[was.title]
        assert sorted(map(str, was.merged_cells.ranges)) == sorted(map(str, now.merged_cells.ranges))
        assert (was.auto_filter.ref, was.freeze_panes) == (now.auto_filter.ref, now.freeze_panes)
        assert len(was._charts) == len(now._charts)
        for row in now.iter_rows():
            for cell in row:
                before = was.cell(cell.row, cell.column)
                if before.value is None and cell.value is not None:
                    added += 1
                    continue
                assert cell.value == before.value, cell
                assert cell.number_format == before.number_format, cell
                assert repr((cell.fill, cell.font)) == repr((before.fill, before.font)), cell
                notes = [one.comment.text if one.comment else None for one in (cell, before)]
                assert notes[0] == notes[1], cell
    assert added > 10, added


def header_of(sheet):
    width = sheet.max_column
    rows = range(1, sheet.max_row + 1)
    return next(row for row in rows if all(sheet.cell(row, at + 1).value for at in range(width)))


if __name__ == "__main__":
    {"fill": fill, "results": results, "into": into}[sys.argv[1]](*sys.argv[2:])
