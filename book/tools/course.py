"""What the map of the course holds: parts, chapters, functions and questions, as texts and specifications say."""

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import yaml

from autograder.course_map import Assignment, assignments
from autograder.registry import find

BOOK = Path(__file__).resolve().parents[1]
EXAMINATION = "examination/index"


@dataclass(frozen=True)
class Chapter:
    """A chapter: its number, its pages in order (the first has its title), and its functions by assignment."""

    number: int
    pages: tuple[str, ...]
    functions: dict[str, tuple[str, ...]]

    @property
    def all_functions(self):
        """Its functions in the order of the assignments."""
        return [name for names in self.functions.values() for name in names]


@cache
def parts(book=BOOK):
    """Return the chapters by the caption of their part, in the order of the book.

    Parameters
    ----------
    book : Path

    Returns
    -------
    dict of str to list of Chapter
    """
    found, number = {}, 0
    for part in _contents(book)["parts"]:
        for entry in part["chapters"]:
            pages = pages_of(entry)
            functions = _functions({page.partition("/")[0] for page in pages}) if part.get("numbered") else {}
            if functions:
                number += 1
                found.setdefault(part["caption"], []).append(Chapter(number, pages, functions))
    return found


def chapters():
    """All chapters in order."""
    return [chapter for some in parts().values() for chapter in some]


def examinations(book=BOOK):
    """The names of the pages with examinations."""
    entries = [entry for part in _contents(book)["parts"] for entry in part["chapters"]]
    return [page for entry in entries if entry["file"] == EXAMINATION for page in pages_of(entry)[1:]]


def pages_of(entry):
    """The pages of a chapter in the contents, its first page first."""
    return (entry["file"], *(section["file"] for section in entry.get("sections", ())))


def points(names):
    """What some functions are worth together."""
    return sum(find(name).points for name in names)


def digest(env):
    """A short text that changes when anything changes that the map and its strips show."""
    course = [asdict(chapter) for chapter in chapters()]
    titles = {name: env.titles[name].astext() for name in env.titles}
    asked = {name: [data.get("quizzes"), data.get("exercises")] for name, data in env.metadata.items()}
    specs = [(name, find(name).points, find(name).section) for each in assignments() for name in each.functions]
    return hashlib.sha256(json.dumps([course, titles, asked, specs]).encode()).hexdigest()


def _contents(book):
    return yaml.safe_load((book / "_toc.yml").read_text())


def _functions(folders):
    """By assignment: the functions that pages in these folders derive."""
    found = {each.name: tuple(_derived(each, folders)) for each in assignments()}
    return {name: functions for name, functions in found.items() if functions}


def _derived(assignment: Assignment, folders):
    return [name for name in assignment.functions if find(name).section.partition("/")[0] in folders]
