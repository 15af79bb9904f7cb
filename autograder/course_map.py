"""Where a function stands in the course: in which assignment, and in which section of the book it is derived.

Book and exercises are not on the student's side. What is needed of them comes as one file, `course_map.json`, which is
written with the bundle; an instructor's checkout, which holds the texts, reads them when asked.
"""

import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from autograder.registry import find, load

FILE = Path(__file__).with_name("course_map.json")
CHECKOUT = Path(__file__).parents[1]
HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)


@dataclass(frozen=True)
class Assignment:
    """A notebook with exercises: its folder's name, its title, and its functions in order."""

    name: str
    title: str
    functions: tuple[str, ...]

    @property
    def points(self) -> int:
        """What all its functions are worth."""
        return sum(find(name).points for name in self.functions)


@dataclass(frozen=True)
class Section:
    """A section of the book, in words, and its address if the book has one that is known."""

    chapter: str
    page: str
    heading: str
    address: str = ""

    def __str__(self) -> str:
        page = f"page {_quoted(self.page)}, " if self.page != self.chapter else ""
        return f"chapter {_quoted(self.chapter)}, {page}section {_quoted(self.heading)}"


def assignments() -> tuple[Assignment, ...]:
    """All assignments in the order of the book; none where neither the file nor the texts are there."""
    found = _course()["assignments"]
    return tuple(Assignment(each["name"], each["title"], tuple(each["functions"])) for each in found)


def assignment_of(function: str) -> Assignment | None:
    """The assignment that asks for a function."""
    return next((each for each in assignments() if function in each.functions), None)


def assignment_after(name: str) -> Assignment | None:
    """The assignment that comes next; None after the last."""
    names = [each.name for each in assignments()]
    place = names.index(name) + 1 if name in names else len(names)
    return assignments()[place] if place < len(names) else None


def section_of(function: str) -> Section | None:
    """The section that derives a function; None where that is not known.

    The address begins with what the environment variable BOOK_ADDRESS says, such as `../` on a page of the book, else
    with the book's address in `_config.yml`.
    """
    place = find(function).section
    titles = _course()["sections"].get(place)
    if titles is None:
        return None
    start = os.environ.get("BOOK_ADDRESS", _course()["address"])
    page, _, label = place.partition("#")
    chapter, title, heading = titles
    return Section(chapter, title, heading, f"{start}{page}.html#{label}" if start else "")


def heading_id(heading: str) -> str:
    """The id that Sphinx gives to a section with this heading."""
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")


def write(path: Path) -> None:
    """Write what the texts of the checkout say, for those who do not have them."""
    path.write_text(json.dumps(read_texts(CHECKOUT), indent=1), encoding="utf-8")


@cache
def _course() -> dict[str, Any]:
    if FILE.is_file():
        return json.loads(FILE.read_text(encoding="utf-8"))
    return read_texts(CHECKOUT)


def read_texts(root: Path) -> dict[str, Any]:
    """Titles, functions and sections from the texts in a checkout; empty where they are not.

    Parameters
    ----------
    root : Path
    """
    contents, config = _text(root / "book" / "_toc.yml"), _text(root / "_config.yml")
    address = re.search(r"^ +baseurl: *(\S+)", config, re.MULTILINE)
    found = {place: _titles(root / "book", *place.split("#")) for place in _places() if contents}
    return {
        "address": address[1].rstrip("/") + "/" if address else "",
        "assignments": [_assignment(root, name) for name in re.findall(r"file: exercises/(\w+)", contents)],
        "sections": {place: titles for place, titles in found.items() if titles},
    }


def _places() -> Iterable[str]:
    return dict.fromkeys(spec.section for spec in load().values() if spec.section)


def _assignment(root, name):
    text = _text(root / "exercises" / name / f"{name}.md")
    functions = [function for function in re.findall(r"^def (\w+)\(", text, re.MULTILINE) if function in load()]
    return {"name": name, "title": _headings(text)[0], "functions": functions}


def _titles(book, page, label):
    """The titles of chapter and page, and the heading with this id; nothing if there is none."""
    headings = _headings(_text(book / f"{page}.md"))
    chapter = _headings(_text(book / page.partition("/")[0] / "index.md"))
    heading = [heading for heading in headings[1:] if heading_id(heading) == label]
    return [chapter[0], headings[0], heading[0]] if chapter and heading else []


def _headings(text):
    """Headings in order; comments in cells of code are none."""
    return HEADING.findall(re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)) or [""]


def _text(path):
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _quoted(title):
    return f'"{title}"'
