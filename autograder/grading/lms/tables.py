"""Tables as spreadsheets and learning management systems write them: any delimiter, any usual encoding.

What a student can choose, such as a name, may begin like a formula, and a
spreadsheet would run it. Such text gets an apostrophe before it, as OWASP
advises: https://owasp.org/www-community/attacks/CSV_Injection.
"""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.grading.course.course_folder import CourseError

MOST_BYTES = 64 << 20
MARKS = (  # of the encodings that write one at the beginning of a file
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DIGITS = 4  # of a number, behind the point
DELIMITERS = ",;\t|"
FORMULA = re.compile(r"(?s)\s*[=+\-@\uff1d\uff0b\uff0d\uff20].|[\t\r\n]")  # a sign alone, as Moodle's dash, is none
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


@dataclass
class Table:
    """Headings and rows of text, each row with its line in the file.

    Attributes
    ----------
    notes : list of str
        What was odd about the file.
    """

    headings: list[str]
    rows: list[tuple[int, list[str]]]
    notes: list[str] = field(default_factory=list)


def read_table(path: Path) -> Table:
    """Read a CSV file.

    Parameters
    ----------
    path : Path

    Raises
    ------
    CourseError
        If it can't be read as a table.
    """
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError as error:
        raise CourseError(f"{path} can't be read: {error.strerror}.") from None
    if size > MOST_BYTES:
        raise CourseError(f"{path} has {size} bytes, and a table of at most {MOST_BYTES} is read.")
    if content.startswith(b"PK\x03\x04"):
        raise CourseError(f"{path} is a workbook or another archive: save the sheet as CSV (UTF-8) first.")
    text, notes = decode(content)
    table = parse_table(text)
    if not any(table.headings):
        raise CourseError(f"{path} is empty: expected a line of headings, and one line a student.")
    table.notes[:0] = notes
    return table


def decode(content: bytes) -> tuple[str, list[str]]:
    """Text of a file, and what was odd about its encoding.

    Excel writes UTF-16 as "Unicode text", and the encoding of its country as plain CSV.
    """
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace"), []
    nulls = content[:200]
    if nulls[1::2].count(0) > len(nulls) // 4:
        return content.decode("utf-16-le", errors="replace"), []
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError:
        note = "It is not UTF-8, so it was read as Windows-1252: look whether accents are right, else save it as UTF-8."
        return content.decode("cp1252", errors="replace"), [note]


def parse_table(text: str) -> Table:
    """Read the lines of a CSV text; the delimiter is the one that gives the most headings."""
    first, _, rest = text.partition("\n")
    stated = re.fullmatch(r"\ufeff?sep=(.)\r?", first)  # Excel's own line
    if stated:
        text = rest
    delimiter = stated[1] if stated else max(DELIMITERS, key=lambda sign: len(_headings(text, sign)))
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter)
    table = Table([], [])
    try:
        for row in reader:
            cells = [clean(cell) for cell in row]
            if not any(cells):
                continue
            if table.headings:
                table.rows.append((reader.line_num + bool(stated), cells))
            else:
                table.headings = cells
    except csv.Error as error:
        raise CourseError(f"Line {reader.line_num} can't be read as a line of a table: {error}.") from None
    return table


def _headings(text, delimiter):
    try:
        return next(csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=delimiter), [])
    except csv.Error:
        return []


def clean(text: str) -> str:
    """Text in one Unicode form, without signs that can't be seen at its ends or that move a cursor."""
    text = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text)
    return unicodedata.normalize("NFC", text).strip(" \ufeff\u200b\u00a0").strip()


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would take a text for a formula."""
    return bool(FORMULA.match(text)) and not NUMBER.fullmatch(text)


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    Examples
    --------
    >>> guarded("=1+1"), guarded("-5"), guarded("-"), guarded("O'Brien")
    ("'=1+1", '-5', '-', "O'Brien")
    """
    return f"'{text}" if is_formula(text) else text


def write_table(path: Path, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV file in UTF-8, with formulas made harmless.

    Parameters
    ----------
    path : Path
    headings : sequence of str
    rows : iterable of sequences
        None is written as nothing.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([[shown(cell) for cell in row] for row in [headings, *rows]])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")


def shown(cell: object) -> str:
    """A cell as text: a number with few digits, nothing for None, no formula."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(round(cell, DIGITS))
    return guarded(str(cell))
