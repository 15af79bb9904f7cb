"""Check one file in a process of its own, and write down each step: the process may end at any of them.

`python -m autograder.checking.file_check EVENTS ORDER` reads its order as JSON, and appends one JSON object a line.
What student code prints goes nowhere: the caller closes standard output.
"""

import json
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from autograder.checking import time_limit
from autograder.checking.aliases import Candidate, Found, find_candidates, not_checked_sentence
from autograder.checking.file_run import Loaded, Problem, load_file
from autograder.checking.public_check import check_function, prepare
from autograder.checking.student_files import UnreadableFile
from autograder.registry import find, load
from autograder.specification import task_of
from autograder.variants import VARIANTS, UnknownVariant, in_use
from autograder.verdict.comparison import Mismatch
from autograder.verdict.findings import Finding
from autograder.verdict.raised import one_line
from autograder.verdict.report import Report
from autograder.verdict.wording import listed

Write = Callable[[dict[str, Any]], None]


def main(arguments: Sequence[str]) -> None:
    """Do what the order says; see `supervision.Order`."""
    time_limit.ALONE = True
    order = json.loads(arguments[1])
    with open(arguments[0], "a", encoding="utf-8") as events:

        def write(event: dict[str, Any]) -> None:
            events.write(json.dumps(event, default=str) + "\n")
            events.flush()

        try:
            _check(order, Path(arguments[0]).with_name("written"), write)
        except Exception as error:  # never blamed on the student
            write({"unreadable": f"a fault of autograder itself, please report it: {one_line(error)}"})
        write({"done": True})


def _check(order: dict[str, Any], folder: Path, write: Write) -> None:
    def begins(place: str) -> None:
        write({"runs": place})

    try:
        loaded = load_file(order["file"], folder, begins, order["skipped"])
    except UnreadableFile as error:
        write({"unreadable": str(error)})
        return
    try:
        with in_use(loaded.namespace.get(VARIANTS, {})):
            _check_all(order, loaded, write)
    except UnknownVariant as error:
        write({"unreadable": f"{VARIANTS} is not as it was given: {error}"})


def _check_all(order: dict[str, Any], loaded: Loaded, write: Write) -> None:
    found = find_candidates(loaded.namespace)
    write(_summary(loaded, found, order["names"]))
    for candidate in _asked_for(found.candidates, order["names"]):
        if candidate.own not in order["checked"]:
            write({"prepares": candidate.own})
            prepare(find(candidate.exercise))
            write({"checks": candidate.own, "exercise": candidate.exercise, "seconds": _seconds(candidate)})
            write({"report": _report(candidate, order["ended"].get(candidate.own, ""), order["hint"])})


def _summary(loaded: Loaded, found: Found, asked: list[str]) -> dict[str, Any]:
    """What was found before any check: problems, and what is not checked."""
    known = {candidate.exercise for candidate in found.candidates}
    names = {candidate.own for candidate in found.candidates}
    unchecked, fault = dict(found.not_checked), set(found.misspelt)
    for problem in loaded.problems:
        layers = [name for name in problem.lost if name in load() or not_checked_sentence(name, known)[0]]
        unchecked.update({name: f"{name}: not checked, {problem.text}" for name in layers if name not in names})
        fault.update(layers, [] if problem.foreign else [name for name in problem.stops if name in load()])
    told = [problem.text for problem in loaded.problems if problem.root is None]
    return {
        "problems": _said(loaded.problems),
        "not_checked": {
            name: text for name, text in unchecked.items() if not any(text.endswith(each) for each in told)
        },
        "faulty": bool(fault & set(asked) if asked else fault),
        "found": [[candidate.own, candidate.exercise] for candidate in found.candidates],
    }


def _said(problems: list[Problem]) -> list[str]:
    """Each cause once: lines that fail because of an earlier one are counted with that."""
    said = []
    for problem in problems:
        if problem.root is None:
            following = [each for each in problems if each.root is problem]
            said.append(" ".join([problem.text, *_count_of(following)]))
    return said


def _count_of(following: list[Problem]) -> list[str]:
    """How many lines need what was skipped, and where they are, in a sentence; none if there are none."""
    if not following:
        return []
    names = listed(dict.fromkeys(each.needs for each in following))
    places = list(dict.fromkeys(each.place.partition(",")[0] for each in following))
    kind = places[0].partition(" ")[0] + ("s" if len(places) > 1 else "")
    where = f"{kind} {listed(place.partition(' ')[2] for place in places)}"
    if len(following) == 1:
        return [f"1 more line that needs {names} was skipped, in {where}."]
    return [f"{len(following)} more lines that need {names} were skipped, in {where}."]


def _asked_for(candidates: list[Candidate], names: list[str]) -> list[Candidate]:
    if not names:
        return candidates
    return [each for each in candidates if {each.own, each.exercise, each.own.partition(".")[0]} & set(names)]


def _seconds(candidate):
    spec = load()[candidate.exercise]
    return task_of(spec).seconds if spec.kind == "task" else 0.0


def _report(candidate: Candidate, ended: str, hint: int) -> dict[str, Any]:
    """The report as plain values, under the student's own names."""
    spec = find(candidate.exercise)
    if ended:
        report = Report(spec.name, [Mismatch(Finding.ERROR, spec.name, f"{spec.name} {ended}")])
    else:
        report = check_function(spec, candidate.functions)
    own = {exercise: name for exercise, name in candidate.names.items() if exercise != name}

    def renamed(text: str) -> str:
        for exercise, name in own.items():
            text = re.sub(rf"\b{exercise}\b", name, text)
        return text

    values = report.json()
    for problem in values["problems"]:
        problem["text"] = renamed(problem["text"])
    values |= {"function": candidate.own, "exercise": candidate.exercise, "figure": report.figure}
    first, *rest = report.text(hint, "--hint {hint}").splitlines()
    first = first.replace(spec.name, candidate.title, 1)
    return values | {"text": "\n".join([first, *map(renamed, rest)])}


if __name__ == "__main__":
    main(sys.argv[1:])
