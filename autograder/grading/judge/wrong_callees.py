"""Of several wrong functions of a notebook, one may call another: which one to mend first.

Student text is looked through line by line, never parsed: this is the examiner's process.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from autograder.registry import find
from autograder.verdict.comparison import Mismatch
from autograder.verdict.findings import FORWARD_FIRST, Finding
from autograder.verdict.report import Report

LONGEST_LINE = 2000  # characters of a line in which a call is looked for
NOT_JUDGED = {Finding.NO_ANSWER, Finding.PROTOCOL, Finding.TOO_COSTLY, Finding.MISSING, Finding.UNFINISHED}


def with_callees(reports: Sequence[Report], sources: Iterable[str]) -> list[Report]:
    """The reports; where a wrong function calls another one that is wrong, that is named, and no guess about itself.

    Parameters
    ----------
    reports : list of Report
        Of one notebook.
    sources : iterable of str
        Its code cells, in their order.
    """
    lines = [line[:LONGEST_LINE] for source in sources for line in source.splitlines()]
    wrong = {each.function for each in reports if each.mismatches and not _codes(each) & NOT_JUDGED}
    calls = {name: _called(name, lines, wrong) for name in wrong}
    return [_with_callee(each, calls) if each.function in wrong else each for each in reports]


def _codes(report):
    return {mismatch.code for mismatch in report.mismatches}


def _called(name: str, lines: list[str], wrong: Iterable[str]) -> list[str]:
    """Which other wrong functions the last definition of a function calls, in their order."""
    starts = [number for number, line in enumerate(lines) if re.match(rf"def\s+{name}\s*\(", line)]
    body: list[str] = []
    for line in lines[starts[-1] + 1 :] if starts else ():
        if line[:1].strip() and line[0] not in "#)":
            break
        body.append(line.partition("#")[0])
    left_out = {name, find(name).forward}
    found = {other: _first_call(other, body) for other in wrong if other not in left_out}
    return sorted((other for other, place in found.items() if place >= 0), key=lambda other: found[other])


def _first_call(name, body):
    call = re.compile(rf"(?<![\w.]){name}\s*\(")
    return next((number for number, line in enumerate(body) if call.search(line)), -1)


def _with_callee(report: Report, calls: Mapping[str, list[str]]) -> Report:
    if report.explanations or _codes(report) & {*FORWARD_FIRST, Finding.OTHER_VARIANT}:
        return report
    innermost, seen = report.function, set()
    while innermost not in seen and calls[innermost]:
        seen.add(innermost)
        innermost = calls[innermost][0]
    if innermost == report.function:
        return report
    text = f"{report.function} calls {innermost}, which is not right yet: mend that first."
    first = Mismatch(Finding.CALLS_WRONG, innermost, text)
    return replace(report, mismatches=[first, *map(_bare, report.mismatches)], partial=report.credit)


def _bare(mismatch):
    """What and where, without a reason that was looked for in the wrong place."""
    if not mismatch.reason or not mismatch.entry:
        return mismatch
    return replace(mismatch, code=Finding.VALUE, text=mismatch.statement, reason=(), detail="")
