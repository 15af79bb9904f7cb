"""Which cells failed, which of them a missing name goes back to, and where a function is defined too late."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from autograder.verdict.comparison import Mismatch
from autograder.verdict.findings import Finding
from autograder.verdict.report import Report

NAME_MISSING = re.compile(r"NameError: name '(\w{1,100})' is not defined")
LONGEST_LINE = 2000  # characters of a line in which a name is looked for
SAID = 300  # characters of what is said about a failed cell


@dataclass(frozen=True)
class FailedCell:
    """A cell that is no check and ended early.

    Attributes
    ----------
    number : int
        Among the code cells, from 1.
    source : str
    said : str
        How it ended, such as "ModuleNotFoundError: No module named 'torch'".
    """

    number: int
    source: str
    said: str


def with_cause(report: Report, failed: Sequence[FailedCell]) -> Report:
    """Name the failed cell that a missing name goes back to, or that the function's own cell failed.

    Parameters
    ----------
    report : Report
    failed : list of FailedCell
        In their order.
    """
    cause = "" if report.passed else cause_of(report.text(), failed)
    own, _ = defined_in(((cell.number, cell.source) for cell in failed), [report.function])
    if not cause and own and any(mismatch.code == Finding.NO_ANSWER for mismatch in report.mismatches):
        said = next(cell.said for cell in failed if cell.number == own)
        cause = f"The cell that defines it, cell {own}, failed: {said[:SAID]}"
    if not cause:
        return report
    first = Mismatch(Finding.MISSING, report.function, cause)
    return replace(report, mismatches=[first, *report.mismatches], partial=report.credit)


def cause_of(text: str, failed: Iterable[FailedCell]) -> str:
    """Say which failed cell a missing name goes back to, or nothing.

    Parameters
    ----------
    text : str
        Of a report, or of an error.
    failed : iterable of FailedCell
        In their order: the first one that binds the name is the cause.
    """
    missing = NAME_MISSING.search(text)
    if missing is None:
        return ""
    name = missing[1]
    cell = next((cell for cell in failed if binds(cell.source, name)), None)
    if cell is None:
        return ""
    return f"{name} comes from cell {cell.number}, which failed: {cell.said[:SAID].rstrip('.')}. Mend that cell first."


def binds(source: str, name: str) -> bool:
    """Whether a cell seems to define, import or assign a name at its top level."""
    name = re.escape(name)
    pattern = re.compile(
        rf"(?:async\s+)?def\s+{name}\s*\(|class\s+{name}\b|(?:from\s.*\s)?import\s(?:.*[\s,])?{name}\b|{name}\s*(?::[^=]*)?=(?!=)"
    )
    return any(pattern.match(line[:LONGEST_LINE]) for line in source.splitlines())


def defined_in(cells: Iterable[tuple[int, str]], names: Iterable[str]) -> tuple[int, str]:
    """Number of the last cell that defines one of these functions, and which it defines; 0 if there is none.

    Parameters
    ----------
    cells : iterable of (int, str)
        Numbers and sources.
    names : iterable of str
    """
    names = tuple(names)
    found = [(number, name) for number, source in cells for name in names if binds(source, name)]
    return max(found, key=lambda each: each[0], default=(0, ""))
