"""Does every cell of the exercises that draws give a picture in the page, which has a small Matplotlib only?"""

import json
import os
import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from book.tools import page_python
from tests.book.chapters import ROOT

KEPT = True  # see tests/conftest.py
DRAWS = re.compile(r"^(?:plt\.(?!figure|rcParams)|\w+(?:\[.*?\])?\.(?:plot|imshow|bar|hist)\()", re.M)
HERE = os.pathsep.join([str(page_python.SOURCE / "python"), str(ROOT)])


def lines(done):
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def drawn(model, html):
    """What all assignments draw, by the page's own modules in the Python of the tests."""
    command = [sys.executable, "-m", "tests.book.drawing", str(model)]
    return lines(subprocess.run(command, env=os.environ | {"PYTHONPATH": HERE}, capture_output=True, text=True))


def test_every_cell_that_draws_gives_a_picture(drawn):
    assert {each["assignment"] for each in drawn} == {
        path.name for path in (ROOT / "exercises").iterdir() if path.is_dir()
    }
    assert [
        each["code"] for each in drawn if each["said"] or (DRAWS.search(each["code"]) and not each["figures"])
    ] == []


def test_every_picture_is_whole_and_says_what_it_shows(drawn):
    for figure in (figure for each in drawn for figure in each["figures"]):
        tree = ElementTree.fromstring(figure)
        assert tree.get("aria-label").startswith("Figure"), figure[:200]
        numbers = re.findall(r'(?:[xy]|width|height|d)="([^"]*)"', figure)
        assert tree.findall(".//path") or tree.findall(".//rect") or tree.findall(".//image")
        assert not [number for number in numbers if "nan" in number or "inf" in number]


def test_python_in_the_page_draws_the_same(drawn, in_page):
    found = lines(in_page("drawing", "graphs"))
    assert [len(each["figures"]) for each in found] == [
        len(each["figures"]) for each in drawn if each["assignment"] == "graphs"
    ]
    assert not any(each["said"] for each in found)
