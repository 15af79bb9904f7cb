"""Is every number in the text what the code computes?

What held is not computed again until its page, what pages import, the packages or these tests change.
"""

import ast
import math
import sys
from functools import cache
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest

from book import figures
from book.tools import build
from tests.book.chapters import BOOK, CHAPTERS, ROOT, cells, claimed, constants, decimals, numbers, parts

by_name = pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: str(path.relative_to(BOOK).with_suffix("")))


@pytest.fixture(autouse=True)
def figures_without_a_screen(monkeypatch):
    monkeypatch.setattr(figures, "set_matplotlib_formats", lambda *formats, **options: None)
    backend = plt.get_backend()
    plt.switch_backend("agg")
    with plt.rc_context():
        yield
    plt.close("all")
    plt.switch_backend(backend)


@pytest.fixture
def held_all(request, skip_if_kept):
    """What a test calls when all claims of its page held."""
    return skip_if_kept(f"{sys.version} {build.fingerprint(request.node.callspec.params['path'])} {imported()}")


@cache
def imported():
    return build.fingerprint(*build.imported_by_pages(), ROOT / "requirements.txt", Path(__file__).parent)


@by_name
def test_every_claim_holds_where_it_stands(path, held_all, capsys):
    names, held = {}, 0
    for kind, part in parts(path):
        if kind == "cell":
            exec(compile(part, path.name, "exec"), names)
        elif kind == "claim":
            assert eval(part, names | {"np": np, "math": math}), part
            held += 1
    assert held
    held_all()


@by_name
def test_a_claim_is_about_numbers_in_its_paragraph(path):
    paragraph = ""
    for kind, part in parts(path):
        if kind == "text":
            paragraph = part
        elif kind == "claim":
            assert claimed(part) <= numbers(paragraph), f"{part!r} is not in:\n{paragraph}"


@by_name
def test_every_decimal_number_in_the_text_is_claimed(path):
    found = [["", set()]]
    for kind, part in parts(path):
        if kind == "text":
            found.append([part, set()])
        elif kind == "claim":
            found[-1][1] |= constants(ast.parse(part))
    missing = {text: decimals(text) - known for text, known in found if decimals(text) - known}
    assert not missing


@by_name
def test_cells_are_short_and_write_nothing(path):
    for cell in cells(path):
        assert len([line for line in cell.splitlines() if line]) <= 15
        assert max(map(len, cell.splitlines())) <= 80, "longer lines are cut off on the page"
        assert not any(word in cell for word in ("open(", "savefig", "save(", "pip "))
