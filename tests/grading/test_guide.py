"""Do the commands of the instructor's guide work as they stand there?"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.cli import _parser
from tests.grading.conftest import ROOT

GUIDE = (ROOT / "book" / "instructors.md").read_text(encoding="utf-8")
BLOCK = re.compile(
    r"^```(?P<kind>\S*)(?: text)?\n(?::caption: (?P<file>\S+)\n)?(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE
)
BIN = Path(sys.executable).parent


def section(title):
    """The text below a heading."""
    return GUIDE.split(f"\n## {title}\n")[1].partition("\n## ")[0]


def lines(command):
    """What follows a command in all blocks of the guide."""
    found = [line for block in BLOCK.finditer(GUIDE) for line in block["text"].splitlines()]
    return [line.removeprefix(f".venv/bin/{command} ") for line in found if line.startswith(f".venv/bin/{command} ")]


def test_a_course_is_made_in_ten_minutes_by_the_commands_as_they_stand(released, tmp_path):
    place = tmp_path / "checkout"
    place.mkdir()
    for name in ("nbgrader_config.py", "exercises", "book"):
        (place / name).symlink_to(ROOT / name)
    (place / ".venv").symlink_to(BIN.parent)
    shutil.copytree(released / "course", tmp_path / "deep-learning-2026")
    script = ["set -euo pipefail", "make() { test -d $COURSE_ROOT/release/layers; }"]  # it was run for all tests
    for block in BLOCK.finditer(section("A course in ten minutes")):
        if block["file"]:
            (place / block["file"]).write_text(block["text"], encoding="utf-8")
        else:
            script.append(block["text"])
    done = subprocess.run(
        ["bash", "-c", "\n".join(script)],
        cwd=place,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "missing from layers: 1: Zoë O'Neil (zoe)" in done.stdout and "2 graded" in done.stdout
    course = tmp_path / "deep-learning-2026"
    assert {path.parts[-3] for path in course.glob("feedback/*/layers/*.html")} == {"ingrid", "kofi"}
    assert len((course / "grades.csv").read_text().splitlines()) > 3


@pytest.mark.parametrize("line", lines("autograder"))
def test_each_command_of_ours_that_the_guide_shows_is_one(line):
    options = line.replace("…", "").split(" > ")[0].split()
    assert _parser().parse_args(options)


def test_the_guide_shows_each_command_of_the_instructor():
    commands = next(action for action in _parser()._actions if action.choices).choices
    shown = {line.split()[0] for line in lines("autograder")} | set(re.findall(r"`autograder (\w+)", GUIDE))
    assert commands.keys() - {"check", "status", "new", "summary"} <= shown
