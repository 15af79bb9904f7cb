"""Is no answer given away that is still graded, and does a student's own work stand in for what is left out?"""

import ast
import base64
import json
import re
import zlib
from pathlib import Path

import jupytext
import pytest

from autograder.checking.prerequisites import NotProvided, take, unseal
from autograder.grading.assignments.prerequisites_file import NotClosed, homes, write_earlier
from autograder.grading.course.submission_files import earlier_notebooks

EXERCISES = Path(__file__).parents[2] / "exercises"
RIGHT = "def relu_forward(x):\n    return x * (x > 0), x\n"


def bodies(source):
    """The functions of a source, without names, docstrings and layout."""
    try:
        nodes = ast.walk(ast.parse(source))
    except SyntaxError:
        return set()
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
    plain = [node.body[1:] if ast.get_docstring(node) else node.body for node in functions]
    return {"\n".join(map(ast.unparse, body)) for body in plain}


def answers():
    cells = [cell for text in EXERCISES.glob("*/*.md") for cell in jupytext.read(text).cells]
    return set().union(*(bodies(cell.source) for cell in cells if "answer" in cell.metadata.get("tags", [])))


def sources(path):
    """The sources in a file, those within compressed strings among them."""
    text = path.read_text(encoding="utf-8")
    is_notebook = path.suffix == ".ipynb"
    cells = ["".join(cell["source"]) for cell in json.loads(text)["cells"]] if is_notebook else [text]
    for word in re.findall(r"[!-~]{60,}", text):
        for packed in (word, word.strip("'\",")):
            try:
                cells.append(zlib.decompress(base64.b85decode(packed)).decode())
            except (ValueError, zlib.error):
                continue
    return cells


def given_away(folder):
    files = [path for path in folder.rglob("*") if path.suffix in (".py", ".ipynb", ".txt", ".md", ".toml")]
    found = set().union(*(bodies(source) for path in files for source in sources(path)))
    return found & answers()


def test_no_model_answer_is_in_the_bundle_nor_sealed_in_it(bundle):
    assert len(answers()) > 150 and given_away(bundle) == set()


def test_this_search_finds_what_is_sealed(tmp_path):
    write_earlier(EXERCISES / "convolution", tmp_path, closed={"layers"})
    assert len(given_away(tmp_path)) == 5


def test_only_what_a_closed_assignment_is_asked_for_is_provided(tmp_path):
    write_earlier(EXERCISES / "lstm", tmp_path, closed={"optimizers"})
    text = (tmp_path / "earlier.py").read_text()
    (sealed,) = re.findall(r"'([^']{100,})'", text)
    assert re.findall(r"^def (\w+)", unseal(sealed), re.MULTILINE) == ["adam"]
    assert sorted(homes(text)) == ["classifiers", "optimizers"]


def write_exercises(folder, **texts):
    for name, source in texts.items():
        (folder / name).mkdir()
        cell = f"```{{code-cell}} ipython3\n:tags: [answer]\n\n{source}\n```\n"
        head = "---\njupytext:\n  text_representation:\n    extension: .md\n    format_name: myst\n---\n\n"
        (folder / name / f"{name}.md").write_text(head + cell)


def test_a_closed_assignment_that_builds_on_an_open_one_is_refused(tmp_path):
    write_exercises(
        tmp_path,
        first="def relu_forward(x):\n    return x * (x > 0), x",
        second="from earlier import relu_forward\n\ndef tanh_forward(x):\n    return relu_forward(x)",
        third="from earlier import tanh_forward",
    )
    write_earlier(tmp_path / "third", tmp_path, closed={"first", "second"})
    with pytest.raises(NotClosed, match="second builds on relu_forward of first, which is not closed"):
        write_earlier(tmp_path / "third", tmp_path, closed={"second"})


def test_a_function_that_is_not_there_says_where_it_is_asked_for(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (missing,) = take(["relu_forward"], "layers")
    assert "missing relu_forward" in capsys.readouterr().out
    with pytest.raises(NotProvided, match="relu_forward is asked for in layers, and there is none yet"):
        missing(1.0)


@pytest.mark.parametrize("where", ["../layers", "layers"])
def test_ones_own_function_is_taken_beside_the_notebook_and_where_it_is_graded(tmp_path, monkeypatch, where):
    here = tmp_path / "convolution"
    (here / where).mkdir(parents=True)
    (here / where / "layers.py").write_text(RIGHT)
    monkeypatch.chdir(here)
    (own,) = take(["relu_forward"], "layers")
    assert own(-2.0)[0] == 0


def test_a_wrong_function_of_ones_own_is_not_taken(tmp_path, monkeypatch):
    (tmp_path / "layers").mkdir()
    (tmp_path / "layers" / "layers.py").write_text(RIGHT.replace(">", "<"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotProvided):
        take(["relu_forward"], "layers")[0](1.0)


def test_a_sandbox_gets_the_students_own_earlier_notebooks(tmp_path):
    write_earlier(EXERCISES / "convolution", tmp_path)
    (tmp_path / "layers.ipynb").write_text("{}")
    given = {"earlier.py": (tmp_path / "earlier.py").read_bytes()}
    assert earlier_notebooks(given, lambda name: tmp_path) == {"layers/layers.ipynb": b"{}"}
    assert (
        earlier_notebooks(given, lambda name: tmp_path / "none") == {} == earlier_notebooks({}, lambda name: tmp_path)
    )
