"""A workbook of grades for Excel and its like: a sheet for people, and a sheet of all rows."""

from datetime import datetime
from pathlib import Path

import xlsxwriter

from autograder.grading.lms.grade_tables import GradeTable
from autograder.grading.lms.tables import DIGITS

WIDEST = 40  # characters
NO_DATE = datetime(2000, 1, 1)  # the same grades give the same file


def write_workbook(path: Path, sheets: dict[str, GradeTable]) -> None:
    """Write tables as sheets of one file; text is text, whatever it begins with.

    Parameters
    ----------
    path : Path
    sheets : dict of str to GradeTable
        By the sheet's name.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": NO_DATE})
        bold = book.add_format({"bold": True})
        for name, table in sheets.items():
            sheet = book.add_worksheet(name)
            lines: list[list[object]] = [[*table.headings], *table.rows]
            for row, cells in enumerate(lines):
                for column, cell in enumerate(cells):
                    _write(sheet, row, column, cell, bold if row == 0 else None)
            for column, heading in enumerate(table.headings):
                longest = max(len(str(cells[column] or "")) for cells in lines)
                sheet.set_column(column, column, min(WIDEST, max(longest, len(heading)) + 2))
            sheet.freeze_panes(1, 1)
            sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.headings) - 1)


def _write(sheet, row, column, cell, style):
    if isinstance(cell, int | float):
        sheet.write_number(row, column, round(cell, DIGITS), style)
    elif cell is not None:
        sheet.write_string(row, column, str(cell), style)
