"""Does what an LMS packs reach the right student's folder, whole and once, and can no archive do more than that?"""

import io
import stat
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.cli import main
from autograder.grading.course.roster import Member, merge, read_roster, write_roster
from autograder.grading.lms import archives
from autograder.grading.lms.archives import Found, LeftOut, look_into
from tests.grading.conftest import small_notebook

PEOPLE = [
    Member("ingrid", "Ingrid", "Solberg", "ingrid@uni.edu", lms_id="4001"),
    Member("zoe", "Zoë", "O'Neil", "zoe@uni.edu", lms_id="4002", participants=("77",)),
    Member("bob", "Bob", "Stone", lms_id="4003"),
    Member("max1", "Max", "Müller", participants=("78",)),
    Member("max2", "Max", "Müller"),
]


@pytest.fixture
def course(small_course):
    """A course with five students, two of one name."""
    roster = read_roster(small_course)
    write_roster(small_course, roster, merge(roster, PEOPLE))
    return small_course


def packed(entries):
    """An archive of (name, content) pairs, or of entries made elsewhere."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items() if isinstance(entries, dict) else entries:
            archive.writestr(name, content)
    return file.getvalue()


def collect(tmp_path, entries, *options):
    """Collect an archive by the command; its exit code."""
    path = tmp_path / "submissions.zip"
    path.write_bytes(entries if isinstance(entries, bytes) else packed(entries))
    return main(["collect", str(path), *options])


def submitted(course):
    """All files that are there, by path below the folder of submissions."""
    root = Path(course.coursedir.root) / "submitted"
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


LAYERS, CONVOLUTION = small_notebook("affine", "relu"), small_notebook("conv", "pool")


def test_canvas_s_download_goes_to_its_students(course, tmp_path, capsys):
    with Gradebook(course.coursedir.db_url) as gradebook:
        gradebook.add_assignment("layers", duedate=datetime(2026, 11, 3, 12))
    download = {
        "solbergingrid_4001_900_layers.ipynb": LAYERS,
        "oneilzoë_LATE_4002_901_layers-1.ipynb": LAYERS + b" ",
        "stonebob_4003_902_my work (2).ipynb": CONVOLUTION,
        "nobody_4999_903_layers.ipynb": LAYERS,
        "solbergingrid_4001_905_picture.png": b"picture",
        "anon_x7Yz1_906_layers.ipynb": LAYERS,
    }
    assert collect(tmp_path, download) == 1
    found = submitted(course)
    assert found["ingrid/layers/layers.ipynb"] == LAYERS
    assert found["ingrid/layers/picture.png"] == b"picture"
    assert found["zoe/layers/layers.ipynb"] == LAYERS + b" "
    assert found["bob/convolution/convolution.ipynb"] == CONVOLUTION  # by the grade ids inside
    assert "ingrid/layers/timestamp.txt" not in found  # the archive has the time when Canvas packed it
    assert found["zoe/layers/timestamp.txt"].startswith(b"2026-11-03 12:00:01.000000 UTC")  # late, by nobody knows what
    said = capsys.readouterr().out
    assert "nobody_4999_903_layers.ipynb is from somebody who is not on the roster" in said
    assert "anonymous" in said
    assert "missing from layers: 3: Bob Stone (bob), Max Müller (max1), Max Müller (max2)" in said


def test_a_second_run_changes_nothing_and_only_what_is_newer_replaces(course, tmp_path, capsys):
    name = "solbergingrid_4001_{}_layers.ipynb"
    collect(tmp_path, {name.format(900): LAYERS})
    folder = Path(course.coursedir.root) / "submitted" / "ingrid" / "layers"
    before = folder.stat().st_ino, submitted(course)
    capsys.readouterr()
    assert collect(tmp_path, {name.format(900): LAYERS}) == 0
    assert "layers: 1 the same as before" in capsys.readouterr().out
    assert (folder.stat().st_ino, submitted(course)) == before
    newer, older = LAYERS + b" ", LAYERS + b"  "
    collect(tmp_path, {name.format(910): newer, name.format(905): older})  # two attempts in one download
    assert submitted(course)["ingrid/layers/layers.ipynb"] == newer
    collect(tmp_path, {name.format(905): older})
    assert "layers: 1 older than what is there" in capsys.readouterr().out
    assert submitted(course)["ingrid/layers/layers.ipynb"] == newer
    kept = list((Path(course.coursedir.root) / "attempts" / "ingrid" / "layers").rglob("layers.ipynb"))
    assert sorted(path.read_bytes() for path in kept) == [LAYERS, older]


def test_moodle_s_download_goes_to_its_students_by_name_or_number(course, tmp_path, capsys):
    download = {
        "Ingrid Solberg_5551_assignsubmission_file_/layers.ipynb": LAYERS,
        "Ingrid Solberg_5551_assignsubmission_file_/data/numbers.csv": b"1",
        "Ingrid Solberg_5551_assignsubmission_file_/timestamp.txt": b"2000-01-01 00:00:00 UTC",  # the student's
        "Zoe\u0308 O'Neil_77_assignsubmission_file/layers.ipynb": LAYERS,
        "Max Müller_78_assignsubmission_file_layers.ipynb": LAYERS,
        "Max Müller_79_assignsubmission_file_/layers.ipynb": LAYERS,
        "Bob Stone_80_assignsubmission_onlinetext_/onlinetext.html": b"done",
    }
    assert collect(tmp_path, download) == 1
    expected = {f"{name}/layers/layers.ipynb" for name in ("ingrid", "zoe", "max1")}
    assert submitted(course).keys() == expected | {"ingrid/layers/data/numbers.csv"}
    said = capsys.readouterr().out
    assert "Max Müller (79) fits 2 students: their numbers are in Moodle's grading worksheet" in said
    assert "bob has handed in onlinetext.html, and no notebook" in said
    assert said.count("nobody counts as late by it") == 1


@pytest.mark.parametrize(
    "entries",
    [
        {"term/ingrid/layers/layers.ipynb": LAYERS, "term/ingrid/layers/timestamp.txt": b"2026-11-02 10:00:00 UTC"},
        {"ingrid+layers+2026-11-02 10:00:00 UTC+a1b2/layers.ipynb": LAYERS},
        {"layers_ingrid_attempt_2026-11-02-10-00-00_whatever.ipynb": LAYERS},
    ],
)
def test_a_time_that_a_system_wrote_into_names_is_kept(course, tmp_path, entries):
    assert collect(tmp_path, entries) == 0
    found = submitted(course)
    assert found["ingrid/layers/layers.ipynb"] == LAYERS
    assert found["ingrid/layers/timestamp.txt"].startswith(b"2026-11-02 10:00:00")


def test_files_from_the_book_s_page_are_taken_from_folders_and_under_many_names(course, tmp_path, capsys):
    folder = tmp_path / "mail"
    for name in ("ingrid/layers (1).ipynb", "zoe_layers.ipynb", "Bob Stone/Copy of convolution.ipynb", "layers.ipynb"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(LAYERS)
    (folder / "max1").mkdir()
    (folder / "max1" / "layers.py").write_text("print('nothing of the assignment')")
    (folder / "max1" / "link.ipynb").symlink_to(folder / "layers.ipynb")
    assert main(["collect", str(folder)]) == 1
    assert submitted(course).keys() == {
        "ingrid/layers/layers.ipynb", "zoe/layers/layers.ipynb", "bob/convolution/convolution.ipynb"
    }  # fmt: skip
    said = capsys.readouterr().out
    assert "layers.ipynb does not say whose it is" in said
    assert "saved there as .ipynb" in said
    assert "max1/link.ipynb is no ordinary file, and links are not followed" in said
    assert main(["collect", str(folder / "layers.ipynb"), "--student", "max2"]) == 0
    assert submitted(course)["max2/layers/layers.ipynb"] == LAYERS


def test_a_python_file_becomes_the_notebook_of_its_assignment(course, tmp_path, capsys):
    text = """# %%
import numpy as np
LIMIT = 3

def bounded(x):
    return min(x, LIMIT)

def affine(x):
    return bounded(x)

# %%
def relu(x) return  # no Python

print(affine(7))
# %% [markdown] words
# One line.
#
# Two of them.
"""
    question = {"grade_id": "words", "grade": True, "solution": True, "points": 1, "schema_version": 3, "locked": False}
    source = nbformat.reads(LAYERS.decode(), as_version=4)
    source.cells.append(nbformat.v4.new_markdown_cell("", metadata={"nbgrader": question}))
    nbformat.write(source, Path(course.coursedir.root) / "source" / "layers" / "layers.ipynb")
    assert collect(tmp_path, {"solbergingrid_4001_900_my.py": text.encode()}) == 0
    notebook = nbformat.reads(submitted(course)["ingrid/layers/layers.ipynb"].decode(), as_version=4)
    cells = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell.source for cell in notebook.cells}
    assert cells["affine"] == "def affine(x):\n    return bounded(x)"
    assert cells["relu"].startswith("def relu(x) return")
    assert cells["words"] == "One line.\n\nTwo of them."
    beside = notebook.cells[1].source
    assert "import numpy" in beside and "LIMIT = 3" in beside and "def bounded" in beside and "print" not in beside
    assert "the functions of solbergingrid_4001_900_my.py were put into the notebook" in capsys.readouterr().out
    assert collect(tmp_path, {"solbergingrid_4001_900_my.py": text.encode()}) == 0
    assert "1 the same as before" in capsys.readouterr().out


def test_a_time_of_a_file_counts_only_where_that_is_asked_for(course, tmp_path):
    (Path(course.coursedir.root) / "course.toml").write_text('timezone = "Asia/Tokyo"\n')
    entry = zipfile.ZipInfo("ingrid/layers.ipynb", (2026, 11, 3, 9, 0, 0))
    collect(tmp_path, [(entry, LAYERS)])
    assert "ingrid/layers/timestamp.txt" not in submitted(course)
    collect(tmp_path, [(entry, LAYERS + b" ")], "--file-times")
    assert submitted(course)["ingrid/layers/timestamp.txt"].startswith(b"2026-11-03 00:00:00")


def test_nobody_hands_in_for_another_by_what_is_packed_or_by_a_name(course, tmp_path, capsys):
    inner = packed({"bob/layers/layers.ipynb": LAYERS, "stonebob_4003_99999_layers.ipynb": LAYERS})
    collect(tmp_path, {"solbergingrid_4001_900_work.zip": inner, "zoe/bob_layers.ipynb": LAYERS})
    assert submitted(course).keys() == {"ingrid/layers/layers.ipynb", "zoe/layers/layers.ipynb"}
    assert collect(tmp_path, {"mallory_4003_4001_950_layers.ipynb": LAYERS}) == 1  # whose name at Canvas ends in _4003
    assert "has numbers of several students (bob, ingrid)" in capsys.readouterr().out
    assert collect(tmp_path, {"solbergingrid_4001_960_4003_7_layers.ipynb": LAYERS + b" "}) == 0
    assert submitted(course)["ingrid/layers/layers.ipynb"] == LAYERS + b" "


@pytest.mark.parametrize(
    "name",
    [
        "solbergingrid_4001_5000_bob_attempt_2026-11-03-15-00-00_layers.ipynb",  # as Blackboard would name bob's
        "Ingrid Solberg_123_assignsubmission_file_Bob Stone_456_assignsubmission_file_layers.ipynb",
        "newcomer_777_5000_x_4003_99_layers.ipynb",  # of somebody who is not on the roster
    ],
)
def test_a_name_that_a_student_gave_a_file_is_nobody_elses(course, tmp_path, name):
    collect(tmp_path, {name: LAYERS})
    assert not [path for path in submitted(course) if path.startswith("bob")]


def test_a_time_in_utc_is_read_as_utc_whatever_the_course_s_zone(course, tmp_path):
    (Path(course.coursedir.root) / "course.toml").write_text('timezone = "America/New_York"\n')
    stamp = b"2026-11-03 10:00:00 UTC"
    exchange = "zoe+layers+2026-11-03 10:00:00 UTC/layers.ipynb"
    collect(tmp_path, {"ingrid/layers/layers.ipynb": LAYERS, "ingrid/layers/timestamp.txt": stamp, exchange: LAYERS})
    found = submitted(course)
    assert [found[f"{name}/layers/timestamp.txt"][:19] for name in ("ingrid", "zoe")] == [stamp[:19]] * 2


@pytest.mark.parametrize("start", ["solbergingrid_4001_900_", "Ingrid Solberg_5551_assignsubmission_file_"])
def test_a_student_s_own_timestamp_is_not_believed(course, tmp_path, start):
    collect(tmp_path, {f"{start}layers.ipynb": LAYERS, f"{start}timestamp.txt": b"2000-01-01 00:00:00 UTC"})
    assert submitted(course) == {"ingrid/layers/layers.ipynb": LAYERS}


@pytest.mark.parametrize(
    "names",
    [
        ["x_attempt_2026-99-99-25-61-61_layers.ipynb"],
        [f"ingrid/layers-{'1' * 5000}.ipynb"],
        ["ingrid/layers.ipynb", "ingrid/data", "ingrid/data/x.csv"],
        ["ingrid/layers.ipynb", f"ingrid/{'n' * 300}.csv"],
    ],
)
def test_no_name_stops_the_others(course, tmp_path, names):
    collect(tmp_path, [*((name, LAYERS) for name in names), ("bob/layers.ipynb", LAYERS)])
    assert submitted(course)["bob/layers/layers.ipynb"] == LAYERS


def hostile():
    """Archives that would do harm, each with what is said of it; every one also holds Bob's work."""
    link = zipfile.ZipInfo("ingrid/layers.ipynb")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    zeros = bytes(archives.NESTED_LIMIT + 1)
    nested = LAYERS
    for _ in range(5):
        nested = packed({"more.zip" if nested is not LAYERS else "layers.ipynb": nested})
    yield "links", [(link, "/etc/passwd")], "is a link"
    yield "a path upwards", {"ingrid/../../layers.ipynb": LAYERS}, "a path that leads out"
    yield "an absolute path", {"/ingrid/layers.ipynb": LAYERS}, "a path that leads out"
    yield "a drive", {"C:\\ingrid\\layers.ipynb": LAYERS}, "a path that leads out"
    yield "a huge notebook", {"ingrid/layers.ipynb": bytes(33 << 20)}, "bytes, and at most"
    yield "a huge archive inside", {"ingrid/work.zip": packed({"layers.ipynb": zeros}) + zeros}, "bytes, and at most"
    yield "archives in archives", {"ingrid/work.zip": nested}, "lies in more than 3 archives"
    many = packed({f"{number}.ipynb": b"" for number in range(archives.MOST_NESTED + 1)})
    yield "very many files", {"ingrid/work.zip": many}, "of more than 1000 files"
    yield "no archive at all", {"ingrid/work.zip": b"PK\x05\x06"}, "is a damaged archive"
    yield "another archive", {"ingrid/work.tar.gz": b"\x1f\x8b"}, "unpack it, or ask for a .zip"
    secret = bytearray(packed({"ingrid/layers.ipynb": LAYERS}))
    for place in (6, secret.index(b"PK\x01\x02") + 8):
        secret[place] |= 1
    yield "an encrypted file", {"ingrid/work.zip": bytes(secret)}, "is encrypted"
    damaged = bytearray(packed({"layers.ipynb": LAYERS}))
    damaged[60:70] = b"0123456789"
    yield "damaged bytes", {"ingrid/work.zip": bytes(damaged)}, "is damaged in its archive"
    lying = bytearray(packed({"layers.ipynb": bytes(40 << 20)}))
    for place in (22, lying.index(b"PK\x01\x02") + 24):
        lying[place : place + 4] = (100).to_bytes(4, "little")
    yield "a bomb that says it is small", {"ingrid/work.zip": bytes(lying)}, "ingrid/work.zip/layers.ipynb"


@pytest.mark.parametrize(("entries", "expected"), [pytest.param(*rest, id=name) for name, *rest in hostile()])
def test_an_archive_does_no_harm_and_the_others_work_is_taken(course, tmp_path, capsys, entries, expected):
    entries = list(entries.items()) if isinstance(entries, dict) else entries
    assert collect(tmp_path, [*entries, ("bob/layers.ipynb", LAYERS)]) == 1
    assert expected in capsys.readouterr().out
    found = submitted(course)
    assert found["bob/layers/layers.ipynb"] == LAYERS
    assert not [name for name in found if name.startswith("ingrid") and found[name] != LAYERS]
    assert {path.name for path in tmp_path.iterdir()} <= {"course", "submissions.zip"}


def test_two_entries_of_one_name_are_told(course, tmp_path, capsys):
    with pytest.warns(UserWarning, match="Duplicate name"):
        assert collect(tmp_path, [("ingrid/layers.ipynb", LAYERS), ("ingrid/layers.ipynb", LAYERS + b" ")]) == 0
    assert "nothing tells which is the newest" in capsys.readouterr().out
    assert submitted(course)["ingrid/layers/layers.ipynb"] == LAYERS + b" "


@pytest.mark.parametrize("encoding", ["cp437", "utf-8"])
def test_names_are_read_in_both_encodings_that_archives_have(tmp_path, encoding):
    name = "Zoë_77_assignsubmission_file_.txt"
    content = bytearray(packed({"x" * len(name.encode(encoding)): b"text"}))
    content = content.replace(b"x" * len(name.encode(encoding)), name.encode(encoding))
    (tmp_path / "names.zip").write_bytes(content)
    assert [str(found.path) for found in look_into(tmp_path / "names.zip")] == [name]


def test_what_is_no_archive_is_said_and_nobody_can_be_collected_without_a_roster(small_course, tmp_path, capsys):
    assert collect(tmp_path, b"no archive") == 2
    assert "read a roster first" in capsys.readouterr().err
    assert main(["collect", str(tmp_path / "absent.zip")]) == 2
    (tmp_path / "damaged.zip").write_bytes(packed({"layers.ipynb": LAYERS})[:-40])
    kinds = [type(found) for found in look_into(tmp_path / "damaged.zip")]
    assert kinds in ([LeftOut], [])


def test_an_exact_time_of_an_entry_is_known_in_utc(tmp_path):
    moment = datetime(2026, 11, 3, 12, tzinfo=UTC)
    entry = zipfile.ZipInfo("layers.ipynb", (2026, 11, 3, 1, 0, 0))
    entry.extra = b"UT\x05\x00\x01" + int(moment.timestamp()).to_bytes(4, "little")
    (tmp_path / "times.zip").write_bytes(packed([(entry, LAYERS)]))
    (found,) = look_into(tmp_path / "times.zip")
    assert isinstance(found, Found)
    assert found.time is not None and abs(found.time - moment) < timedelta(seconds=1)
