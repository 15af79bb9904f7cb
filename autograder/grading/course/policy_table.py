"""Read a file of rules in TOML: what is missing, misspelt or no value that is asked for is said with its line."""

import difflib
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from autograder.grading.course.course_folder import CourseError

UNITS = {"min": 60, "minute": 60, "h": 3600, "hour": 3600, "day": 86400, "week": 604800}  # in seconds
PART = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]+?)s?(?:\s+|$)")
ASSIGNED = re.compile(r"\s*([^=#]+?)\s*=")
HEADER = re.compile(r"\s*(\[[^\[\]]+\])\s*(?:#.*)?$")
YEARS, LONGEST = range(1970, 3000), 1000 * UNITS["week"]
Value = TypeVar("Value")


class Unfit(ValueError):
    """A value that can't be taken; the message says what was expected."""


@dataclass
class Table:
    """A table of the file: each key is taken once, and what nobody took is a mistake.

    Attributes
    ----------
    file : Path
    text : str
        The whole file, to find lines in.
    content : dict
    keys : tuple of str
        Where the table stands.
    """

    file: Path
    text: str
    content: dict[str, Any]
    keys: tuple[str, ...] = ()
    taken: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, file: Path) -> "Table":
        """The whole file; an empty table if there is none.

        Raises
        ------
        CourseError
            If it can't be read, or is no TOML.
        """
        try:
            text = file.read_text(encoding="utf-8-sig")  # some editors write a mark before the first line
            return cls(file, text, tomllib.loads(text))
        except FileNotFoundError:
            return cls(file, "", {})
        except tomllib.TOMLDecodeError as error:
            raise CourseError(f"{file} is not TOML: {str(error).rstrip('.')}.") from None
        except UnicodeDecodeError:
            raise CourseError(f"{file} is not text in UTF-8.") from None
        except OSError as error:
            raise CourseError(f"{file} can't be read: {error.strerror}.") from None

    def take(self, key: str, read: Callable[[Any], Value], otherwise: Any = None) -> Any:
        """The value of a key as `read` takes it; `otherwise` where there is none.

        Raises
        ------
        CourseError
            If `read` raises `Unfit`.
        """
        self.taken.add(key)
        if key not in self.content:
            return otherwise
        try:
            return read(self.content[key])
        except Unfit as error:
            raise self.mistake(f"expected {error}, got {_shown(self.content[key])}", key) from None

    def table(self, key: str) -> "Table":
        """A table in this one; an empty one where there is none."""
        content = self.take(key, _table, {})
        return Table(self.file, self.text, content, (*self.keys, key))

    def tables(self) -> Iterator[tuple[str, "Table"]]:
        """All tables in this one, each with its key."""
        yield from ((key, self.table(key)) for key in self.content)

    def values(self, read: Callable[[Any], Value]) -> dict[str, Value]:
        """All keys, each with its value as `read` takes it."""
        return {key: self.take(key, read) for key in self.content}

    def finish(self) -> None:
        """See that every key was taken.

        Raises
        ------
        CourseError
            With the nearest key there is.
        """
        for key in self.content:
            if key not in self.taken:
                raise self.mistake(f"there is no such key; {_nearest(key, self.taken)}", key)

    def mistake(self, what: str, *keys: str) -> CourseError:
        """An error with file, line and key."""
        path = (*self.keys, *keys)
        return CourseError(f"{self.file}, line {line_of(self.text, path)}, {dotted(path)}: {what}.")


def dotted(keys: tuple[str, ...]) -> str:
    """A key's path as one writes it in TOML."""
    return ".".join(key if re.fullmatch(r"[\w-]+", key, re.ASCII) else f'"{key}"' for key in keys)


def line_of(text: str, keys: tuple[str, ...]) -> int:
    """The line of a key, counted from 1; of what stands nearest above it, if it stands in a line with others."""
    best, found = 1, 0
    above: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        header, assigned = HEADER.match(line), ASSIGNED.match(line)
        if header:
            here = above = _path_of(header[1])
        elif assigned:
            here = above + _path_of(f"{assigned[1]} = {{}}")
        else:
            continue
        if keys[: len(here)] == here and len(here) > found:
            best, found = number, len(here)
    return best


def _path_of(line):
    """The keys that one line names."""
    try:
        content = tomllib.loads(line)
    except tomllib.TOMLDecodeError:  # inside of a text that has several lines
        return ("",)
    path = []
    while content:
        ((key, content),) = content.items()
        path.append(key)
    return tuple(path)


def _nearest(key, known):
    near = difflib.get_close_matches(key, known, 1)
    return f"did you mean {near[0]}?" if near else f"there are: {', '.join(sorted(known)) or 'none'}"


def _shown(value):
    if isinstance(value, dict):
        advice = "; a name with a dot in it stands in quotes" if value else ""
        return f"a table with {dotted(tuple(value)[:1]) or 'nothing'} in it{advice}"
    return value.isoformat() if isinstance(value, datetime | date | time) else repr(value)


def _table(value):
    if not isinstance(value, dict):
        raise Unfit("a table")
    return value


def duration(value: Any) -> timedelta:
    """A length of time in words: "15 min", "3 days", "1 day 12 h"."""
    expected = 'a length of time such as "15 min", "36 h", "3 days" or "1 week"'
    if not isinstance(value, str) or not value.strip():
        raise Unfit(expected)
    rest, seconds = value.strip().lower(), 0.0
    while rest:
        part = PART.match(rest)
        if not part or part[2] not in UNITS:
            raise Unfit(expected)
        seconds += float(part[1]) * UNITS[part[2]]
        rest = rest[part.end() :]
    if seconds > LONGEST:
        raise Unfit("a length of time of at most 1000 weeks")
    return timedelta(seconds=seconds)


def instant(value: Any, zone: ZoneInfo, *, ends: bool) -> datetime:
    """A moment, in UTC.

    A day alone is its end for what ends, else its beginning. An hour that a change of clocks repeats, or leaves out,
    is read in favor of the student.

    Parameters
    ----------
    value : datetime or date
        Without an offset it is meant in the zone.
    zone : ZoneInfo
    ends : bool
    """
    if isinstance(value, datetime):
        moment = value
    elif isinstance(value, date):
        moment = datetime.combine(value, time(23, 59, 59) if ends else time())
    else:
        raise Unfit("a day or a time without quotes, such as 2026-10-19 or 2026-10-19T18:00:00")
    if moment.year not in YEARS:
        raise Unfit(f"a year from {YEARS[0]} to {YEARS[-1]}")
    utc = ZoneInfo("UTC")
    if moment.tzinfo:
        return moment.astimezone(utc)
    both = [moment.replace(tzinfo=zone, fold=fold).astimezone(utc) for fold in (0, 1)]
    return max(both) if ends else min(both)


def number(least: float, most: float, what: str, *, whole: bool = False) -> Callable[[Any], Any]:
    """What reads a number that lies between two others."""

    def read(value: Any) -> Any:
        fits = isinstance(value, int if whole else int | float) and not isinstance(value, bool)
        if not fits or not least <= value <= most:
            raise Unfit(what)
        return value

    return read


def choice(*names: str) -> Callable[[Any], str]:
    """What reads one of some words."""

    def read(value: Any) -> str:
        if value not in names:
            raise Unfit(f"one of {', '.join(map(repr, names))}")
        return value

    return read


def words(value: Any) -> str:
    """A text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise Unfit("a text in quotes")
    return value.strip()
