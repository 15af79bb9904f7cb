"""What of the course is done in a student's files: which functions have passed, are begun, or not begun yet."""

import ast
import contextlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from autograder.checking.aliases import VARIANT
from autograder.checking.layer_classes import LAYERS
from autograder.checking.student_files import SUFFIXES, UnreadableFile, read_units
from autograder.checking.supervision import Outcome, check_file
from autograder.course_map import Assignment, assignments
from autograder.reading.statements import Statement, statements
from autograder.registry import find, load

PASSED, BEGUN, NOT_BEGUN = "passed", "begun", "not begun"
SKIPPED = {"autograder", "site-packages", "node_modules", "build", "__pycache__"}  # folders of others
HANDED_ON = "earlier.py"  # lies beside an assignment and holds no function of its own


@dataclass
class FunctionStatus:
    """How far one function is, in the best of the files that define it.

    Attributes
    ----------
    figure : str
        What a task has reached, such as "94.2 %".
    file : str
        Where it stands; empty if no file defines it.
    """

    function: str
    state: str = NOT_BEGUN
    credit: float = 0.0
    points: int = 0
    figure: str = ""
    file: str = ""

    @property
    def earned(self) -> float:
        """The points that it has so far."""
        return self.credit * self.points


@dataclass
class AssignmentStatus:
    """How far an assignment is."""

    assignment: Assignment
    functions: list[FunctionStatus]

    @property
    def state(self) -> str:
        """Passed if all its functions are, not begun if none is begun."""
        states = {each.state for each in self.functions}
        return states.pop() if len(states) == 1 else BEGUN

    @property
    def passed(self) -> int:
        """How many of its functions have passed."""
        return sum(each.state == PASSED for each in self.functions)

    @property
    def earned(self) -> float:
        """The points that its functions have so far."""
        return sum(each.earned for each in self.functions)

    @property
    def files(self) -> list[str]:
        """The files that its functions stand in."""
        return list(dict.fromkeys(each.file for each in self.functions if each.file))

    def json(self) -> dict[str, Any]:
        """A dictionary of plain values."""
        return {
            "name": self.assignment.name,
            "title": self.assignment.title,
            "state": self.state,
            "passed": self.passed,
            "points": self.earned,
            "of_points": self.assignment.points,
            "functions": [asdict(each) for each in self.functions],
        }


@dataclass
class Status:
    """How far all assignments are that were found in some files; `problems` are sentences about these files."""

    functions: dict[str, FunctionStatus]
    problems: list[str] = field(default_factory=list)

    @property
    def assignments(self) -> list[AssignmentStatus]:
        """Those of which a file holds at least one function, in the order of the book."""
        every = [AssignmentStatus(each, [self.functions[name] for name in each.functions]) for each in assignments()]
        return [each for each in every if each.files]

    @property
    def next(self) -> FunctionStatus | None:
        """The first function that has not passed, in the order of the book, among those assignments."""
        inside = (function for each in self.assignments for function in each.functions)
        return next((function for function in inside if function.state != PASSED), None)

    def json(self) -> dict[str, Any]:
        """A dictionary of plain values."""
        found, following = self.assignments, self.next
        return {
            "passed": sum(each.passed for each in found),
            "functions": len(self.functions),
            "points": sum(each.earned for each in found),
            "of_points": sum(each.points for each in self.functions.values()),
            "next": asdict(following) if following else None,
            "assignments": [each.json() for each in found],
            "problems": self.problems,
        }


def find_files(places: Iterable[Path]) -> list[Path]:
    """The notebooks and Python files among some files and in some folders, however deep."""
    found = []
    for place in places:
        inside = sorted(place.rglob("*")) if place.is_dir() else [place]
        found += [path for path in inside if path == place or _is_students(path.relative_to(place))]
    return list(dict.fromkeys(found))


def _is_students(path):
    hidden = any(part.startswith(".") or part in SKIPPED for part in path.parts)
    return path.suffix in SUFFIXES and path.name != HANDED_ON and not hidden


def status_of(places: Sequence[Path], begins: Callable[[Path], None] = lambda path: None) -> Status:
    """Find out how far the functions in some files are; only what differs from its stub is run and checked.

    Parameters
    ----------
    places : sequence of Path
        Files and folders.
    begins : callable (path)
        Told before a file is checked.

    Raises
    ------
    Interrupted
        If the user pressed Ctrl-C.
    """
    status = Status({name: FunctionStatus(name, points=spec.points) for name, spec in load().items()})
    for path in find_files(places):
        try:
            written, stubs = definitions(path)
        except UnreadableFile as error:
            status.problems.append(f"{error}.")
            continue
        for name in stubs:
            _take(status, FunctionStatus(name, points=find(name).points, file=str(path)))
        if written:
            begins(path)
            _take_outcome(status, path, written, _checked(path, list(written)))
    return status


def definitions(path: Path) -> tuple[dict[str, str], list[str]]:
    """What a file defines of the exercises, without running it.

    Returns
    -------
    written : dict of str to str
        The exercise, by the student's own name, of functions that differ from their stubs; empty for a class, which
        may answer two.
    stubs : list of str
        Exercises of which the file holds the stub alone.

    Raises
    ------
    UnreadableFile
        If the file is neither Python nor a notebook.
    """
    written: dict[str, str] = {}
    stubs = []
    for unit in read_units(path)[0]:
        for statement in statements(unit.code.source):
            for own in _names(statement):
                exercise = own if own in load() else VARIANT.sub("", own)
                if isinstance(statement.node, ast.ClassDef) and own.lower().replace("_", "") in LAYERS:
                    written[own] = ""
                elif exercise in load() and not _is_stub(statement):
                    written[own] = exercise
                elif exercise in load():
                    stubs.append(exercise)
    return written, stubs


def _names(statement: Statement) -> list[str]:
    """What a statement defines at the top level; what a broken one seems to define."""
    node = statement.node
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [node.name]
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    return statement.defines


def _is_stub(statement: Statement) -> bool:
    """Whether a function has nothing but its docstring, and raises NotImplementedError or does nothing."""
    body = getattr(statement.node, "body", None)
    return body is not None and all(_does_nothing(line) for line in body)


def _does_nothing(line):
    if isinstance(line, ast.Raise):
        return "NotImplementedError" in ast.dump(line)
    return isinstance(line, ast.Pass) or (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))


def _checked(path: Path, names: list[str]) -> Outcome:
    with contextlib.chdir(path.parent):  # data files lie beside the notebook
        return check_file(path.name, names)


def _take_outcome(status, path, written, outcome):
    for exercise in filter(None, written.values()):
        _take(status, FunctionStatus(exercise, BEGUN, points=find(exercise).points, file=str(path)))
    for report in outcome.reports:
        state = PASSED if report["passed"] else BEGUN
        name, figure = report["exercise"], report["figure"]
        _take(status, FunctionStatus(name, state, report["credit"], find(name).points, figure, str(path)))
    checked = {report["function"].partition(".")[0] for report in outcome.reports}
    left = [name for name in written if name not in checked]
    reasons = [text for text in outcome.not_checked if text.partition(":")[0] in left] or outcome.problems
    if outcome.unreadable or (left and reasons):
        said = outcome.unreadable or f"{', '.join(left)} could not be checked: {reasons[0].partition(': ')[2]}"
        status.problems.append(f"{path}: {said}")


def _take(status, new):
    """Keep the better of two, where several files define one function."""
    order = [NOT_BEGUN, BEGUN, PASSED]
    old = status.functions[new.function]
    if not old.file or (order.index(new.state), new.credit) > (order.index(old.state), old.credit):
        status.functions[new.function] = new
