"""Can anything that a student sends or hands in stop the grader, make it slow, or cost another cell its marks?"""

import json
import os
import socket

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import solutions
from autograder.checking.challenge_client import answer_challenges
from autograder.grading.commands.marking import show_summary
from autograder.grading.course import summary
from autograder.grading.course.course_folder import Course, CourseError, Submission, submission_of
from autograder.grading.course.submission_files import UnusableFile, submitted_files
from autograder.grading.judge import execution
from autograder.grading.judge.examiner import Examination
from autograder.grading.judge.notebook_cells import UNGRADED, needs_a_person
from autograder.grading.judge.seeding import generator_for, shown_digest, submission_key
from autograder.grading.sandbox.interface import CellResult
from autograder.protocol import WireError, decode, encode
from tests import twins
from tests.grading.conftest import ROOT

# names -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def named(tmp_path, monkeypatch):
    """A course to which students with unusual names have handed in."""
    monkeypatch.setenv("COURSE_ROOT", str(tmp_path))
    for name in ("ada", "alan", "a*", "*", "[al]an", "Zoë O'Neil", "Jose\u0301", "{x}"):
        (tmp_path / "submitted" / name / "layers").mkdir(parents=True)
    (tmp_path / "source" / "layers").mkdir(parents=True)
    (tmp_path / "source" / "layers" / "layers.ipynb").write_text("{}")
    return Course(ROOT)


@pytest.mark.parametrize(
    "asked, found",
    [
        ("ada", ["ada"]),
        ("a*", ["a*"]),  # a student's name before it is a pattern
        ("*", ["*"]),
        ("al*", ["alan"]),
        ("*an", ["[al]an", "alan"]),
        ("[al]an", ["[al]an"]),
        ("Zoë O'Neil", ["Zoë O'Neil"]),
        ("José", ["Jose\u0301"]),  # macOS takes accents apart
        ("{x}", ["{x}"]),
    ],
)
def test_a_student_is_found_by_name_and_else_by_pattern(named, asked, found):
    submissions = named.submissions("layers", asked)
    assert [each.student for each in submissions] == found
    assert all(each.folder == named.coursedir.root / each.folder and each.folder.is_dir() for each in submissions)


def test_all_students_are_found_without_a_name_and_none_by_a_wrong_one(named):
    assert len(named.submissions("layers")) == 8, "whatever one of them is called"
    with pytest.raises(CourseError, match="nothing to grade"):
        named.submissions("layers", "nobody")


# messages ----------------------------------------------------------------------------------------------------------


def test_brackets_in_a_students_message_are_shown_and_stop_no_summary(named, monkeypatch, capsys):
    said = "stopped with ValueError: no [/b] there, x[i] was [nan, 1.0]"
    record = {"function": "relu_forward", "credit": 0, "points": 0, "worth": 2, "codes": [], "text": ""}
    entry = {"records": [record | {"explanations": [said], "misconceptions": []}], "notes": [], "by_hand": 0}
    monkeypatch.setattr(summary, "read_records", lambda *_: {submission: entry | {"sandbox": "bubblewrap"}})
    monkeypatch.setenv("COLUMNS", "200")
    submission = Submission("ada", "layers", named.coursedir.root)
    show_summary(named, [submission])
    assert said in capsys.readouterr().out


# files -------------------------------------------------------------------------------------------------------------


def _make(path, kind):
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "link":
        path.symlink_to("/dev/zero")
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(str(path))
    else:
        with path.open("wb") as file:
            file.truncate(1 << 40)


@pytest.mark.parametrize(
    "kind, said",
    [("pipe", "a pipe"), ("folder", "a folder"), ("link", "a link"), ("socket", "a socket"), ("huge", "bytes")],
)
def test_what_is_no_ordinary_file_is_named_and_not_read(tmp_path, monkeypatch, kind, said):
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    for name in ("layers.ipynb", "timestamp.txt", "data.npz"):
        _make(tmp_path / name, kind)
    notebooks, files, notes = submitted_files(tmp_path, ["layers"])
    assert notebooks == {} and files == {}
    assert Submission("ada", "layers", tmp_path).timestamp is None
    assert sum(said in note for note in notes) == 2 and notes[0].startswith("layers.ipynb ")


@pytest.mark.parametrize("linked", ["mallory", "mallory/layers"])
def test_a_folder_that_is_a_link_to_another_students_is_not_graded_as_theirs(named, linked):
    root = named.coursedir.root
    path = named.submissions("layers", "ada")[0].folder
    (path / "layers.ipynb").write_bytes(b"{}")
    place = path.parents[1] / linked
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(path if "/" in linked else path.parent)
    (submission,) = named.submissions("layers", "mallory")
    notebooks, files, notes = submitted_files(submission.folder, ["layers"], submission.above)
    assert root and notebooks == {} == files and notes[0].startswith(f"{linked} is a link")
    with pytest.raises(UnusableFile, match="is a link"):  # as an earlier assignment, whose functions are taken
        assert submission_of(named.coursedir, "mallory", "layers").plain_folder


# seeds -------------------------------------------------------------------------------------------------------------


def test_challenges_follow_from_all_that_the_sandbox_sees_and_from_nothing_else():
    names, sources, files = ("ada", "layers", "layers"), ["x = 1"], {"a.npz": b"1", "own.py": b"2"}
    key = submission_key(b"secret", names, sources, files)
    assert key == submission_key(b"secret", names, sources, dict(reversed(files.items())))
    others = [
        submission_key(b"other", names, sources, files),
        submission_key(b"secret", ("bob", "layers", "layers"), sources, files),
        submission_key(b"secret", names, ["x = 2"], files),
        submission_key(b"secret", names, sources, files | {"a.npz": b"2"}),
        submission_key(b"secret", names, sources, {"b.npz": b"1", "own.py": b"2"}),
        submission_key(b"secret", names, ["x =", " 1"], files),
    ]
    assert len({key, *others}) == 7 and len({shown_digest(each) for each in (key, *others)}) == 7
    first, second = (generator_for(key, name).normal() for name in ("relu_forward", "relu_backward"))
    assert first != second and first == generator_for(key, "relu_forward").normal()


# messages ----------------------------------------------------------------------------------------------------------

ODD = {
    "long": "x" * 100_000,
    "huge": 10**400,
    "not a number": float("nan"),
    "empty": np.zeros((0, 3)),
    "complex": np.array(1j),
    "true": np.array([True]),
}
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.sampled_from(sorted(ODD)).map(ODD.__getitem__),
    st.tuples(st.sampled_from(["f4", "f8", "c16", "i8", "u1", "b1"]), st.lists(st.integers(0, 3), max_size=4)).map(
        lambda form: np.ones(form[1], form[0])
    ),
)
LISTS = st.lists(LEAVES, max_size=3)
TREES = st.one_of(LEAVES, LISTS, st.dictionaries(st.text(max_size=5), st.one_of(LEAVES, LISTS), max_size=3))
NAMES = st.lists(
    st.sampled_from(["x", "dout", "cache", "y", "nan"]).map(lambda name: name * 10_000 if name == "y" else name)
)
TEXTS = st.sampled_from(["", "ValueError: no", "NotImplementedError", "x"]).map(
    lambda text: "x" * 100_000 if text == "x" else text
)


def answers(outputs, returned):
    """Answers with the right names and any values, and more that nobody asked for."""
    some = st.fixed_dictionaries({}, optional=dict.fromkeys([*outputs, "extra", "\0"], TREES))
    given = st.fixed_dictionaries({}, optional=dict.fromkeys(returned, TREES))
    fields = {"outputs": some, "again": st.lists(some, max_size=3), "changed": NAMES, "error": TEXTS, "detail": TEXTS}
    return st.fixed_dictionaries(fields, optional={"forward": given, "forward_changed": NAMES})


EXAMINED = {
    "affine_forward": (["out"], []),
    "affine_backward": (["dx", "dw", "db"], ["out"]),
    "softmax_loss": (["loss", "dscores"], []),
    "max_pool_backward": (["dx"], ["out"]),
    "dropout_forward": (["out"], []),
    "train_digits": (["weights", "params", "w1"], []),
}


@pytest.mark.parametrize("name", EXAMINED)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_no_answer_makes_the_examiner_raise_or_its_report_long(name, data):
    examination = Examination(name, solutions, np.random.default_rng(0), lambda: 0.0)
    examination.reply(encode({"ready": name}))
    fields = data.draw(answers(*EXAMINED[name]))
    while examination.reply(encode({"answer": fields})):
        pass
    report = examination.report()
    assert not examination.fault and report.credit < 1
    assert len(report.text()) < 20_000 and len(json.dumps(report.json())) < 40_000


def test_results_with_other_names_are_left_out_and_cost_nothing():
    def more(message):
        fields = decode(message)
        if "answer" in fields:
            fields["answer"]["outputs"] |= {"note": "hello"} | {f"n{number}": None for number in range(10_000)}
            fields["answer"]["changed"] += ["y" * 1000] * 1000
        return examination.reply(encode(fields))

    examination = Examination("affine_forward", solutions, np.random.default_rng(0))
    answer_challenges("affine_forward", {"affine_forward": twins.affine_forward}, more)
    assert examination.report().passed


def test_an_empty_array_along_a_huge_axis_is_no_answer():
    header = json.dumps({"array": ["f8", [0, 1 << 40]]}).encode()
    with pytest.raises(WireError):
        decode(len(header).to_bytes(4, "big") + header)


class Failing:
    """An examination that fails by itself, when it is opened or when it reports."""

    def __init__(self, name, *_):
        if name == "open":
            raise KeyError("opened")

    fault, closed = "", False

    def reply(self, message):
        return b""

    def close(self):
        pass

    def report(self, reason=""):
        raise ZeroDivisionError("reported")


class Idle:
    """A sandbox in which every cell ends at once."""

    description, dead, left = "nowhere", "", 100.0

    def open(self, files=None):
        return self

    def run(self, source, timeout=None, on_request=None):
        return CellResult("ok")

    def computed(self):
        return 0.0

    def close(self):
        pass

    def is_full(self):
        return False


@pytest.mark.parametrize("broken", ["open", "report"])
def test_a_fault_of_the_grader_is_no_zero_and_leaves_the_other_cells_their_marks(classroom, monkeypatch, broken):
    notebook = classroom.source("convolution")

    def examine(name, *rest):
        return Failing(broken) if name == "conv_forward" else Examination(name, *rest)

    monkeypatch.setattr(execution, "Examination", examine)
    names = dict.fromkeys(("student", "assignment", "notebook"), "x")
    execution.execute(notebook, Idle(), b"", names, {})
    first, *others = notebook.metadata.autograder.records
    assert "opened" in first[UNGRADED] or "reported" in first[UNGRADED]
    assert others and all(record["codes"] == ["no_answer"] for record in others)
    waiting = [cell for cell in notebook.cells if needs_a_person(cell)]
    assert [cell.source for cell in waiting] == ["check(conv_forward)"] and "a person" in waiting[0].outputs[0].evalue
