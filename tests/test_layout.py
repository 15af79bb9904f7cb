"""Is the house in order: every layer whole, every exercise a page, the walls where they should be?"""

import re
import shutil
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import solutions
from autograder.registry import load
from tests import layout
from tests.layout import BOOK, EXERCISES, ROOT, SPECS

CURRICULUM = tomllib.loads((BOOK / "curriculum.toml").read_text(encoding="utf-8"))
LEFT_OUT = CURRICULUM.pop("left_out")
CONTENTS = (BOOK / "_toc.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("chapter", CURRICULUM)
def test_every_function_that_the_curriculum_asks_for_has_its_spec(chapter):
    needed = {name for names in CURRICULUM[chapter].values() for name in names.split()}
    assert not needed - load().keys()


def test_what_is_left_out_is_not_there_and_says_why():
    assert not LEFT_OUT.keys() & load().keys() and all(LEFT_OUT.values())


def test_every_layer_is_whole():
    assert layout.problems() == []


def test_the_registry_finds_every_module_of_every_chapter():
    stems = [path.stem for path in SPECS.glob("*/*.py") if path.stem != "__init__"]
    assert len(stems) == len(set(stems)) > 80 and set(load()) == {spec.name for *_, spec in layout._specs()[0]}


def test_the_reference_is_whole_and_holds_nothing_else():
    public = {name for name, value in vars(solutions).items() if callable(value)}
    assert public == {spec.name for spec in load().values() if spec.kind != "task"}


@pytest.fixture
def copied(monkeypatch, tmp_path):
    """A copy of what the layout looks at, to be spoilt."""
    ignore = shutil.ignore_patterns("__pycache__", "assets", "pictures", "files")
    for name in ("SPECS", "SOLUTIONS", "EXERCISES", "BOOK"):
        folder = getattr(layout, name)
        monkeypatch.setattr(layout, name, shutil.copytree(folder, tmp_path / folder.relative_to(ROOT), ignore=ignore))
    monkeypatch.setattr(layout, "ROOT", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "name, said",
    [
        ("autograder/specs/convolution/conv.py", "solutions/convolution/conv.py defines no function that a spec"),
        ("solutions/recurrent/lstm.py", "lstm_forward is not defined in solutions/recurrent/lstm.py"),
        ("exercises/graphs/graphs.md", "tape_forward has 0 model answers"),
        ("book/attention/index.md", "The chapter attention has no folder in book"),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(copied, name, said):
    (copied / name).unlink()
    assert any(said in sentence for sentence in layout.problems())


def test_every_exercise_is_a_page_of_the_book():
    for text in EXERCISES.glob("*/*.md"):
        assert f"file: exercises/{text.stem}\n" in CONTENTS


def test_an_assignment_bears_the_word_of_its_own_chapter_or_a_plain_name():
    """The assignment that is named after a chapter asks mostly for what lies in that chapter's folder."""
    chapter_of = {spec.name: chapter for chapter, _, spec in layout._specs()[0]}
    for text in EXERCISES.glob("*/*.md"):
        assert text.stem == text.parent.name
        asked = [name for name in chapter_of if f"def {name}(" in text.read_text(encoding="utf-8")]
        own = [name for name in asked if chapter_of[name] == text.stem]
        assert asked and (text.stem not in CURRICULUM or 2 * len(own) >= len(asked)), text


def test_what_an_exercise_takes_from_earlier_ones_stands_before_it_in_the_book():
    order = re.findall(r"file: exercises/(\w+)", CONTENTS)
    texts = {name: (EXERCISES / name / f"{name}.md").read_text(encoding="utf-8") for name in order}
    for place, name in enumerate(order):
        for imported in re.findall(r"from earlier import ([\w, ]+)", texts[name]):
            for function in imported.split(", "):
                assert any(f"def {function}(" in texts[before] for before in order[:place]), (name, function)


def test_no_text_holds_an_unfinished_merge():
    texts = [path for path in ROOT.rglob("*.md") if not {".venv", "_build"} & set(path.parts)]
    assert texts and [path for path in texts if re.search(r"^(<{7}|>{7}) ", path.read_text(), re.MULTILINE)] == []


def pins(name):
    """Packages that a lock file pins, with their versions."""
    lines = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", "").splitlines()
    pinned = [line for line in lines if line and not line.lstrip().startswith("#")]
    assert [line for line in pinned if not re.match(r"[\w.-]+==.+ --hash=sha256:\w{64}", line)] == []
    requirements = [Requirement(line.partition(" --hash")[0]) for line in pinned]
    return {requirement.name: requirement.specifier for requirement in requirements}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_a_lock_file_says_how_it_is_made_and_names_no_registry(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "make lock" in text.splitlines()[1]
    assert "://" not in text and not re.search("^ *-(?!-hash=)", text, re.MULTILINE)


def test_lock_files_pin_what_the_project_needs():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    installed = {"requirements.txt": project["dependencies"]}
    installed["requirements-test.txt"] = project["optional-dependencies"]["test"]
    for name, needed in installed.items():
        pinned = pins(name)
        for requirement in map(Requirement, needed):
            versions = pinned[canonicalize_name(requirement.name)]
            assert all(requirement.specifier.contains(pin.version) for pin in versions), requirement
    assert not pins("requirements.txt").keys() & pins("requirements-test.txt").keys()
