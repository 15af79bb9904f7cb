"""Does Python in the page judge as Python at the desk does, with the same words?"""

import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from autograder.registry import load
from solutions.misconceptions import entries
from tests.book.chapters import ROOT

KEPT = True  # see tests/conftest.py
ROUNDED = {"linreg_inverts_a_singular_matrix", "pca_uncentred", "pca_projects_uncentred"}  # as LAPACK happens to
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")


@pytest.fixture(scope="module")
def played(model, in_page):
    """What both say, by function and player: the desk's lines and the page's."""
    command = [sys.executable, "-m", "tests.book.in_page", str(model)]
    with ThreadPoolExecutor() as pool:
        page = pool.submit(in_page, "in_page")
        desk = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        return lines(desk), lines(page.result())


def lines(done):
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    found = map(json.loads, done.stdout.splitlines())
    return {(line["function"], line["player"]): line for line in found}


def test_the_page_judges_everything_as_the_desk_does(played):
    desk, page = played
    assert len(page) > len(entries()) + sum(spec.kind != "task" for spec in load().values())
    assert {name: line["passed"] for name, line in page.items()} == {
        name: line["passed"] for name, line in desk.items()
    }


def test_right_answers_pass_and_misconceptions_do_not(played):
    wrong = {entry.name for entry in entries()}
    _, page = played
    assert [name for name, line in page.items() if line["passed"] == (name[1] in wrong)] == []


def test_the_page_says_what_the_desk_says(played):
    """Numbers may differ in their last digits: another NumPy on another processor adds up in another order."""
    desk, page = played
    others = {
        player: (line["text"], desk[function, player]["text"])
        for (function, player), line in page.items()
        if NUMBER.sub("#", line["text"]) != NUMBER.sub("#", desk[function, player]["text"])
    }
    assert {player: texts for player, texts in others.items() if player not in ROUNDED} == {}
