"""Why a part of a student's file could not be run, in plain words."""

import itertools
import re
import sys

from autograder.checking.prerequisites import NotProvided
from autograder.checking.student_files import ABOVE, BESIDE
from autograder.reading.statements import Statement
from autograder.verdict.error_meanings import advice
from autograder.verdict.raised import TooLong, one_line, place_of

MOST_NAMES = 6
PYTHON_2 = (
    (r"^\s*print\b(?!\s*\()|Missing parentheses in call to 'print'", "print is a function now: print(...)"),
    (r"^\s*exec\b(?!\s*\()|Missing parentheses in call to 'exec'", "exec is a function now: exec(...)"),
    (r"^\s*except\s+[\w.]+\s*,\s*\w+\s*:|multiple exception types", "it is `except Error as e` now"),
    (r"^\s*raise\s+[\w.]+\s*,", "it is `raise Error(message)` now"),
    (r"<>", "<> is != now"),
    (r"`[^`]+`", "backticks are repr(...) now"),
    (r"\b0[0-7]+\b.*|leading zeros", "octal numbers begin with 0o now"),
    (r"\bur['\"]", "ur'...' is r'...' now"),
    (r"\bdef\s+\w+\(.*\(\w+\s*,", "a parameter can't be a tuple any more"),
)
ELSEWHERE = {
    "google.colab": "google.colab exists on Colab only",
    "cPickle": "cPickle is Python 2; in Python 3 it is pickle",
    "urllib2": "urllib2 is Python 2; in Python 3 it is urllib.request",
    "StringIO": "StringIO is Python 2; in Python 3 it is io.StringIO",
    "Queue": "Queue is Python 2; in Python 3 it is queue",
    "ConfigParser": "ConfigParser is Python 2; in Python 3 it is configparser",
    "Tkinter": "Tkinter is Python 2; in Python 3 it is tkinter",
}
COMPATIBILITY = {
    "xrange": range,
    "range": range,
    "zip": zip,
    "map": map,
    "filter": filter,
    "izip": zip,
    "imap": map,
    "zip_longest": itertools.zip_longest,
    "raw_input": input,
    "input": input,
    "basestring": str,
    "unicode": str,
    "long": int,
    "object": object,
    "str": str,
    "int": int,
}


def why_not_python(statement: Statement, line: int) -> str:
    """A phrase that goes on after "line 3": why a statement can't be parsed, and what is left out with it.

    Parameters
    ----------
    statement : Statement
        With its error.
    line : int
        The line of the error.
    """
    lines = statement.text.split("\n")
    number = line - statement.first
    text = lines[number].strip() if 0 <= number < len(lines) else ""
    said = statement.error.msg if statement.error else ""
    found = next((now for pattern, now in PYTHON_2 if re.search(pattern, text) or re.search(pattern, said)), "")
    name = type(statement.error).__name__
    reason = f"is Python 2 ({text[:60]}); {found}" if found else f"is no Python ({text[:60]}); {name}: {said}"
    lost = [name for name in statement.defines if not name.startswith("__")][:MOST_NAMES]
    if lost:
        return f"{reason}. {', '.join(lost)} (lines {statement.first} to {statement.last}) was left out."
    return f"{reason}. It was left out."


def is_foreign_package(error: BaseException) -> bool:
    """Whether a package is missing here, or a function of an earlier assignment, which is no fault of the code."""
    if not isinstance(error, ImportError):
        return isinstance(error, NotProvided)
    return bool(_missing_beside(error)) or (bool(error.name) and error.name not in sys.stdlib_module_names)


def _missing_beside(error: ImportError) -> str:
    """What a relative import has looked for in vain, in words that go on after "skipped:"; or nothing."""
    if "beyond top-level package" in str(error):
        return "it imports from a folder that is farther up than the one above this file's"
    name, wanted = error.name or "", re.match(r"cannot import name '(\w+)'", str(error))
    if name in (ABOVE, BESIDE) and wanted:  # from . import layers
        name = f"{name}.{wanted[1]}"
    elif not isinstance(error, ModuleNotFoundError):
        return ""
    for package, place in ((BESIDE, "this file's folder"), (ABOVE, "the folder above this file's")):
        if name.startswith(f"{package}."):
            return f"{name.removeprefix(f'{package}.').replace('.', '/')}.py is not in {place}"
    return ""


def why_raised(error: BaseException, where: str = "") -> str:
    """A phrase that goes on after "line 3": what a statement at the top level raised, and what it means.

    Parameters
    ----------
    error : BaseException
    where : str
        The line, if the phrase is to name it, as in " (line 3)".
    """
    if isinstance(error, ImportError) and (absent := _missing_beside(error)):
        return f"raised {type(error).__name__} and was skipped{where}: {absent}."
    if isinstance(error, ImportError) and "no known parent package" in str(error):
        return f"raised ImportError{where}: a notebook is in no package; import without the dot in front of the name."
    if isinstance(error, ModuleNotFoundError) and error.name:
        known = next((said for name, said in ELSEWHERE.items() if f"{error.name}.".startswith(f"{name}.")), "")
        said = known or ELSEWHERE.get(f"{error.name}.colab", "") or f"the package {error.name} is not installed here"
        return f"raised {type(error).__name__} and was skipped{where}: {said}."
    if isinstance(error, NotProvided):
        return f"was skipped{where}: {one_line(error).partition(': ')[2].partition('. ')[0]}."
    if isinstance(error, TooLong):
        return f"was stopped{where}: {error}; what is defined in other statements is checked."
    if isinstance(error, SystemExit):
        return f"ends the program{where} (sys.exit); the rest was run all the same."
    if isinstance(error, EOFError):
        return f"asks for input(){where}, and nobody is there to answer; it was left out."
    place = place_of(error)
    if place and not place.function.startswith("<"):
        where = f" (in {place.function}{where.replace(' (', ', ') or ')'}"
    meaning = advice(error)
    return f"raised {one_line(error)}{where}." + (f" {meaning}" if meaning else "")
