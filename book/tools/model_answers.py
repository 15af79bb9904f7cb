"""Model answers and remarks on them, for the edition of the book that shows them after a pass.

One script an assignment, which a page loads when a reader who has passed asks for it. With `model_answers: false` in
`_config.yml` there is none, and pages have no button for it.
"""

import ast
import json
import shutil
import tomllib
from functools import cache
from pathlib import Path

import jupytext
import yaml

from autograder.course_map import assignments

ROOT = Path(__file__).resolve().parents[2]
SETTING = "model_answers"


def are_shown(config=ROOT / "_config.yml"):
    """Whether the book is to show model answers, by what `_config.yml` says; it does unless it says no."""
    given = yaml.safe_load(config.read_text())
    return bool(given.get("sphinx", {}).get("config", {}).get(SETTING, True))


@cache
def model_answers(assignment):
    """Return the source of each model answer of an assignment, by its function.

    Parameters
    ----------
    assignment : str
    """
    cells = jupytext.read(ROOT / "exercises" / assignment / f"{assignment}.md").cells
    sources = [cell.source for cell in cells if "answer" in cell.metadata.get("tags", [])]
    return {ast.parse(source).body[0].name: source for source in sources}


@cache
def remarks():
    """Return what is worth saying about model answers, by function: `solutions/CHAPTER/remarks.toml`.

    A remark has `about`, a word such as "stability", and `text`. It may have `has` or `lacks`, a regular expression: it
    is shown where the reader's code has or lacks that. With `code` it is another way, quicker on large arrays.
    """
    found = {}
    for file in sorted((ROOT / "solutions").glob("*/remarks.toml")):
        found |= tomllib.loads(file.read_text())
    return found


def write(target, shown):
    """Write the scripts with the answers into a folder that holds nothing else; if they are not shown, there is none.

    Parameters
    ----------
    target : Path
    shown : bool
    """
    shutil.rmtree(target, ignore_errors=True)
    if not shown:
        return
    target.mkdir(parents=True)
    for each in assignments():
        answers = model_answers(each.name)
        told = {name: {"model": answers[name], "remarks": remarks().get(name, [])} for name in each.functions}
        (target / f"{each.name}.js").write_text(f"window.pageAnswers = {json.dumps(told)};\n")


def setup(app):
    """Make the setting known; pages are written again when it changes."""
    app.add_config_value(SETTING, True, "html", bool)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
