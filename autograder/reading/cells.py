"""The cells of a notebook of any version, and the text of a Python file in any encoding."""

import codecs
import io
import json
import re
import tokenize
from dataclasses import dataclass, field
from typing import Any

MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
KINDS = ("code", "raw")  # every other kind is text for people: markdown, and heading and html of old versions
CONFLICT = re.compile(r"^(<{7}|>{7}) ", re.MULTILINE)


class NotANotebook(ValueError):
    """The bytes are no notebook; the message says what is wrong with them."""


@dataclass
class Cell:
    """One cell, in the form of version 4.

    Attributes
    ----------
    kind : str
        "code", "raw" or "markdown".
    source : str
        Lines end with a single newline character.
    metadata, attachments : dict
        As they stand in the file; nothing in them is checked.
    id : str
        Empty where the file gives none.
    """

    kind: str
    source: str
    metadata: dict[str, Any] = field(default_factory=dict)
    attachments: dict[str, Any] = field(default_factory=dict)
    id: str = ""


def read_notebook(content: bytes) -> tuple[list[Cell], str]:
    """Read the cells of a notebook (nbformat 2 to 4), also one whose end is missing.

    Parameters
    ----------
    content : bytes
        Of the file.

    Returns
    -------
    cells : list of Cell
    problem : str
        Empty, or a sentence about what was lost.

    Raises
    ------
    NotANotebook
        If no cell can be read.
    """
    text = decode(content).strip()
    if not text:
        raise NotANotebook("it is empty")
    try:
        return _cells_of(json.loads(text)), ""
    except RecursionError:
        raise NotANotebook("its JSON is nested too deeply") from None
    except ValueError as error:
        return _whole_cells(text, error)


def _cells_of(notebook):
    if not isinstance(notebook, dict):
        raise NotANotebook("its JSON holds no cells")
    found = notebook.get("cells")
    if isinstance(notebook.get("worksheets"), list):  # before version 4
        sheets = [sheet.get("cells") for sheet in notebook["worksheets"] if isinstance(sheet, dict)]
        found = [cell for cells in sheets if isinstance(cells, list) for cell in cells]
    if not isinstance(found, list):
        raise NotANotebook("its JSON holds no cells")
    return [_cell(cell) for cell in found if isinstance(cell, dict)]


def _cell(found):
    kind = str(found.get("cell_type"))
    source = found.get("source", found.get("input", ""))
    text = "".join(map(str, source)) if isinstance(source, list) else str(source)
    metadata, attachments, name = (found.get(key) for key in ("metadata", "attachments", "id"))
    return Cell(
        kind if kind in KINDS else "markdown",
        with_newlines(text),
        metadata if isinstance(metadata, dict) else {},
        attachments if isinstance(attachments, dict) else {},
        name if isinstance(name, str) else "",
    )


def _whole_cells(text, error):
    """The cells before the place where a file breaks off, as after a full disk or a cut download."""
    if isinstance(error, NotANotebook):
        raise error
    if CONFLICT.search(text):
        raise NotANotebook("it holds the marks of a merge that git could not finish (<<<<<<<)")
    start, found = re.search(r'"cells"\s*:\s*\[', text), []
    place = start.end() if start else len(text)
    while place < len(text):
        while text[place : place + 1] in (",", " ", "\n", "\t", "\r"):
            place += 1
        try:
            cell, place = json.JSONDecoder().raw_decode(text, place)
        except (ValueError, RecursionError):
            break
        found.append(cell)
    cells = [_cell(cell) for cell in found if isinstance(cell, dict)]
    if not cells:
        raise NotANotebook("its JSON is damaged or empty")
    return cells, f"The file is damaged after cell {len(cells)}; what comes later could not be read."


def decode(content: bytes) -> str:
    """Turn the bytes of a text file into text: by its byte order mark, else UTF-8, else Latin-1.

    Parameters
    ----------
    content : bytes
    """
    encoding = next((name for mark, name in MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return content.decode("latin-1")


def decode_source(content: bytes) -> str:
    """Turn the bytes of a Python file into text, in the encoding that it declares (PEP 263).

    Parameters
    ----------
    content : bytes
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # PowerShell's ">" writes this
        return with_newlines(decode(content))
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        return with_newlines(content.decode(encoding))
    except (SyntaxError, UnicodeDecodeError, LookupError):
        return with_newlines(decode(content))


def with_newlines(text: str) -> str:
    """The text with a single newline character at the end of every line, whatever system wrote it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
