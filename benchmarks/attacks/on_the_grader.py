"""Attacks on the grader's own work: on what it reads, judges, cleans and shows, and honest work that it failed.

`before` says what each got until it was closed.
"""

import os
import shutil
from pathlib import Path

from nbformat.v4 import new_code_cell, new_markdown_cell

from benchmarks.attacks.attack import NOTHING, WORTH, Attack, answers, cheat, disturb, edit

BROKEN_HTML = """
from IPython.display import HTML, display
for _ in range(40):
    display(HTML("<ul><li>" * 6000))
"""
FOREIGN = """
from IPython.display import HTML, display
display(HTML('<img src="https://a.example/x.png" class="modal"><p style="background: url(https://a.example/y.png)">x'))
"""
MORE_RESULTS = """
import autograder.checking.challenge_client as client
def odd(message, encode=client.encode):
    if "answer" in message:
        message["answer"]["outputs"] |= {"note": "a text", "nan": float("nan")} | {f"n{k}": [] for k in range(10_000)}
        message["answer"]["changed"] += ["y" * 1000] * 1000
    return encode(message)
client.encode = odd
"""


def _pad(notebook):
    notebook.cells[1:1] = [new_code_cell(f"{number}") for number in range(1200)]


def _show_broken_html(notebook):
    notebook.cells[2:2] = [new_code_cell(BROKEN_HTML) for _ in range(5)]


def _nest(notebook):
    notebook.cells += [new_markdown_cell("<div>" * 18_000), new_markdown_cell("> " * 40_000)]


def _lose_pictures(notebook):
    cell = new_markdown_cell("![a](attachment:page.webp) ![b](attachment:page.svg) ![c](https://a.example/page.png)")
    cell.attachments = {"page.webp": {"image/webp": "aGk="}, "page.svg": {"image/svg+xml": "<svg/>"}}
    notebook.cells.append(cell)


def _import_what_is_missing(notebook):
    cell = next(cell for cell in notebook.cells if "import matplotlib" in cell.source)
    cell.source = "from google.colab import drive\nimport torch\ndrive.mount('/content/drive')\n" + cell.source


def _check_by_oneself(notebook):
    notebook.cells.insert(2, new_code_cell("def check(got, wanted):\n    return np.allclose(got, wanted)"))


def _answer_below(notebook):
    for cell in answers(notebook).values():
        notebook.cells.append(new_code_cell(cell.source))
        cell.source = "# below"


def _measure(notebook):
    for cell in answers(notebook).values():
        cell.source = f"%%timeit\n{cell.source}"


def _pipe_as_timestamp(folder: Path) -> None:
    os.mkfifo(folder / "timestamp.txt")


def _device_as_data(folder: Path) -> None:
    (folder / "weights.npz").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe.npz")


def _link_to_a_classmate(folder: Path) -> None:
    """Put a link to the work of whoever comes first in the place of one's own."""
    others = sorted(path for path in folder.parents[1].iterdir() if path != folder.parent)
    shutil.rmtree(folder)
    folder.symlink_to(others[0] / folder.name)


ATTACKS = (
    Attack("pads with 1200 cells", edit(_pad), WORTH, before="0: cells after the thousandth were cut"),
    Attack("shows 200 pieces of broken HTML", edit(_show_broken_html), WORTH, before="15, after 95 s of cleaning"),
    Attack("nests its Markdown without end", edit(_nest), WORTH, before="15, and 23 s a cell for each page with it"),
    Attack("shows pictures from elsewhere", disturb(FOREIGN), WORTH, before="15, and every page asked that address"),
    Attack("pastes pictures of other kinds", edit(_lose_pictures), WORTH, before="15, and no feedback was written"),
    Attack(
        "returns results that nobody asked for",
        cheat(MORE_RESULTS, max_pool_forward="def max_pool_forward(x, pool_param):\n    return x, None"),
        NOTHING,
        before="no mark for any function of the notebook",
    ),
    Attack(
        "sends results that nobody asked for beside right ones",
        disturb(MORE_RESULTS),
        WORTH,
        before="no mark, or a report of 1.9 MB",
    ),
    Attack(
        "hands in a pipe as its timestamp",
        edit(lambda notebook: None),
        WORTH,
        arrange=_pipe_as_timestamp,
        before="grading hung",
    ),
    Attack("hands in devices as data", edit(lambda notebook: None), WORTH, arrange=_device_as_data, before="15"),
    Attack(
        "is a link to the work of a classmate",
        edit(lambda notebook: None),
        NOTHING,
        arrange=_link_to_a_classmate,
        before="the classmate's 15",
    ),
    Attack(
        "is handed in by a student called *",
        edit(lambda notebook: None),
        WORTH,
        student="*",
        before="the mark of whoever was graded by name",
    ),
    # honest work
    Attack("imports what is not there", edit(_import_what_is_missing), WORTH, before="0: `check` was not imported"),
    Attack("calls a function of its own check", edit(_check_by_oneself), WORTH, before="0: it was called in its place"),
    Attack("answers below the checks", edit(_answer_below), WORTH, before="0: nothing was written yet"),
    Attack("measures the time of its answers", edit(_measure), WORTH, before="0: %%timeit defines nothing"),
)
