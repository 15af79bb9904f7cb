"""Do the rooms of the grader depend on each other in one direction only, and has every module a name of its own?"""

import ast
from collections import Counter

import pytest

from tests.grading.conftest import ROOT

GRADING = "autograder.grading."
MAY_IMPORT = {
    "sandbox": set(),
    "content": set(),
    "assignments": set(),
    "authoring": set(),
    "judge": {"assignments", "content", "sandbox"},
    "course": {"judge", "assignments", "sandbox"},
    "feedback": {"judge"},
    "report": {"course", "feedback", "judge"},
    "similarity": {"assignments", "course", "feedback", "judge"},
    "nbgrader_plugins": {
        "content",
        "course",
        "feedback",
        "judge",
        "lms",
        "assignments",
        "sandbox",
        "report",
        "similarity",
    },
    "lms": {"course", "judge", "assignments", "sandbox"},
    "commands": {"authoring", "course", "lms", "report", "sandbox", "similarity"},
    "demo": {"commands", "course", "judge", "assignments", "sandbox"},
    "term": {"demo", "course", "judge", "assignments"},
}


def imported(path):
    """Modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def room(module):
    """The room of a module of the grader, or nothing."""
    return module.removeprefix(GRADING).partition(".")[0] if module.startswith(GRADING) else ""


@pytest.mark.parametrize("name", MAY_IMPORT)
def test_a_room_imports_only_what_lies_below_it(name):
    place = ROOT / "autograder" / "grading" / name
    files = list(place.rglob("*.py")) or [place.with_suffix(".py")]
    found = {room(module) for path in files for module in imported(path)} - {"", name}
    assert found <= MAY_IMPORT[name]


def test_every_room_is_known_and_none_leads_back_to_itself():
    rooms = {path.stem for path in (ROOT / "autograder" / "grading").iterdir() if not path.name.startswith("__")}
    assert rooms == MAY_IMPORT.keys()
    below = []
    while len(below) < len(rooms):
        lowest = [name for name in MAY_IMPORT if name not in below and MAY_IMPORT[name] <= set(below)]
        assert lowest, "the rest leads in a circle"
        below += lowest


def test_no_two_modules_share_a_name():
    names = Counter(path.name for path in (ROOT / "autograder").rglob("*.py") if not path.name.startswith("__"))
    assert [name for name, count in names.items() if count > 1] == []


def test_who_judges_imports_nothing_of_what_a_student_has():
    judge = ROOT / "autograder" / "grading" / "judge"
    assert not [module for path in judge.rglob("*.py") for module in imported(path) if "autograder.checking" in module]
