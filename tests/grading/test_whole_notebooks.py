"""Does honest work keep its points whatever stands around it, and does the verdict name what really failed?"""

import json
from textwrap import dedent

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from autograder.grading.assignments.repair import make_skeleton, read_submission, restore
from autograder.grading.assignments.source_notebook import build
from autograder.grading.judge.execution import execute

TEXT = """---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {name: python3, display_name: Python 3}
---

# Layers

```{code-cell} ipython3
:tags: [given]
import numpy as np

from autograder import check

SLOPE = 1.0
```

```{code-cell} ipython3
:tags: [answer]
def relu_forward(x):
    out = np.maximum(0, x)
    return out, x
```

```{code-cell} ipython3
:tags: [answer]
def relu_backward(dout, cache):
    dx = dout * (cache > 0)
    return dx
```
"""
GIVEN, FORWARD, BACKWARD = 1, 2, 4  # places of cells


@pytest.fixture(scope="module")
def skeleton(tmp_path_factory):
    """A short assignment as students get it."""
    folder = tmp_path_factory.mktemp("layers")
    (folder / "layers.md").write_text(TEXT)
    nbformat.write(build(folder / "layers.md"), folder / "layers.ipynb")
    return make_skeleton(folder / "layers.ipynb")


@pytest.fixture
def solved(skeleton):
    """The assignment with both answers written in."""
    notebook = nbformat.from_dict(json.loads(json.dumps(skeleton)))
    notebook.cells[FORWARD].source = "def relu_forward(x):\n    return np.maximum(0, x), x"
    notebook.cells[BACKWARD].source = "def relu_backward(dout, cache):\n    return dout * (cache > 0)"
    return notebook


def grade(notebook, skeleton, sandbox, files=None, before=None):
    """The graded notebook."""
    content = notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode()
    read, problem = read_submission(content, skeleton)
    restored, _ = restore(read, skeleton, [problem])
    names = {"student": "ada", "assignment": "layers", "notebook": "layers"}
    execute(restored, sandbox, b"secret", names, files or {})
    return restored


def credits(graded):
    return [record["credit"] for record in graded.metadata.autograder.records]


FIRST = {
    "Colab": "from google.colab import drive\ndrive.mount('/content/drive')\n{given}",
    "PyTorch": "import torch\nimport torch.nn as nn, numpy as np\ntorch.manual_seed(0)\nfrom autograder import check",
    "replaced": "import torch",
    "another error": "numbers = open('/content/numbers.txt').read()",
    "without the imports": "x = 1",
    "own check": "{given}\ndef check(got, wanted):\n    return got == wanted",
    "check is a number": "{given}\ncheck = 3",
    "await": "{given}\nimport asyncio\nawait asyncio.sleep(0)",
    "command": "{given}\nfiles = !ls",
    "Python 2": "print 'hello'\n{given}",
}


@pytest.mark.parametrize("first", FIRST.values(), ids=FIRST)
def test_a_given_cell_that_was_changed_costs_nothing(solved, skeleton, sandbox, first):
    solved.cells[GIVEN].source = first.format(given=skeleton.cells[GIVEN].source)
    solved.cells[BACKWARD].source += "\nassert SLOPE == 1.0" if first != FIRST["without the imports"] else ""
    assert credits(grade(solved, skeleton, sandbox)) == [1, 1]


def test_a_given_cell_that_was_deleted_is_put_back(solved, skeleton, sandbox):
    del solved.cells[GIVEN]
    graded = grade(solved, skeleton, sandbox)
    assert credits(graded) == [1, 1] and graded.metadata.autograder.notes == ["1 given cell was missing, and put back."]


def test_a_given_cell_that_was_changed_and_runs_stays_as_the_student_wrote_it(solved, skeleton, sandbox):
    solved.cells[GIVEN].source += "\nSLOPE = 2.0"
    solved.cells.append(new_code_cell("SLOPE"))
    graded = grade(solved, skeleton, sandbox)
    assert graded.cells[-1].outputs[0].data["text/plain"] == "2.0" and not graded.metadata.autograder.notes


@pytest.mark.parametrize("magic", ["%%timeit", "%%time", "%%capture", "%%prun"])
def test_an_answer_below_a_magic_that_only_measures_counts(solved, skeleton, sandbox, magic):
    solved.cells[FORWARD].source = f"{magic}\n{solved.cells[FORWARD].source}"
    assert credits(grade(solved, skeleton, sandbox)) == [1, 1]


def test_an_answer_that_is_written_into_a_module_counts_if_it_is_imported(solved, skeleton, sandbox):
    answer = solved.cells[FORWARD].source
    solved.cells[FORWARD].source = f"%%writefile mine.py\nimport numpy as np\n{answer}"
    solved.cells.insert(FORWARD + 1, new_code_cell("from mine import relu_forward"))
    assert credits(grade(solved, skeleton, sandbox)) == [1, 1]


def old_format(notebook):
    cells = [{"cell_type": cell.cell_type, "metadata": cell.metadata, "input": cell.source} for cell in notebook.cells]
    return json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}]}).encode()


@pytest.mark.parametrize("write", [old_format, lambda notebook: b"\xef\xbb\xbf" + json.dumps(notebook).encode()])
def test_an_old_notebook_and_one_with_a_byte_order_mark_are_graded(solved, skeleton, sandbox, write):
    assert credits(grade(write(solved), skeleton, sandbox)) == [1, 1]


def cells(count, source):
    return [{"cell_type": "code", "metadata": {}, "source": source} for _ in range(count)]


def test_a_thousand_cells_before_the_first_answer_cost_nothing(solved, skeleton, sandbox):
    solved.cells[1:1] = cells(9000, "") + cells(1100, "0")
    assert credits(grade(json.dumps(solved).encode(), skeleton, sandbox)) == [1, 1]


def test_of_very_many_cells_the_answers_are_kept(solved, skeleton):
    solved.cells[2:2] = cells(100_000, "0")
    solved.cells += [solved.cells[-1]] * 1000
    read, _ = read_submission(json.dumps(solved).encode(), skeleton)
    restored, notes = restore(read, skeleton)
    assert any("cells were left out" in note for note in notes)
    assert sum(cell.source.startswith("def relu") for cell in restored.cells) == 2
    assert len(restored.cells) < 5200


@pytest.mark.parametrize("left", ["# below", "{stub}"])
def test_an_answer_below_its_check_counts_and_the_verdict_says_where_it_belongs(solved, skeleton, sandbox, left):
    answer = solved.cells[FORWARD].source
    solved.cells[FORWARD].source = left.format(stub=skeleton.cells[FORWARD].source)
    solved.cells.append(new_code_cell(answer))
    graded = grade(solved, skeleton, sandbox)
    assert credits(graded) == [1, 1]
    (shown, _) = [cell.outputs[0].data["text/plain"] for cell in graded.cells if cell.source.startswith("check(")]
    assert "relu_forward is defined later, in cell 6: move it above its check." in shown


def test_a_later_definition_that_is_wrong_takes_nothing_away(solved, skeleton, sandbox):
    solved.cells.append(new_code_cell("def relu_forward(x):\n    return x, x"))
    assert credits(grade(solved, skeleton, sandbox)) == [1, 1]


def test_the_cell_that_failed_is_named_where_a_name_is_missing(solved, skeleton, sandbox):
    solved.cells.insert(2, new_code_cell("ratio = 1 / 0"))
    solved.cells.insert(3, new_code_cell("later = ratio"))
    solved.cells[FORWARD + 2].source = "def relu_forward(x):\n    return ratio * np.maximum(0, x), x"
    first, _ = grade(solved, skeleton, sandbox).metadata.autograder.records
    assert first["credit"] == 0
    assert "ratio comes from cell 2, which failed: ZeroDivisionError: division by zero." in first["text"]


def test_a_cell_with_one_broken_line_keeps_its_functions(solved, skeleton, sandbox):
    solved.cells[FORWARD].source += "\nprint 'done'\n\n" + solved.cells[BACKWARD].source
    solved.cells[BACKWARD].source = "import tensorflow\nrelu_backward = relu_backward"
    assert credits(grade(solved, skeleton, sandbox)) == [1, 1]


REMEMBERS = dedent("""
    def relu_forward(x, seen=[]):
        seen.append(x.tobytes())
        print(hash(b"".join(seen)) if False else __import__("zlib").crc32(x.tobytes()))
        return np.maximum(0, x), x
""")


def test_the_same_submission_gets_the_same_challenges_and_another_file_beside_it_others(solved, skeleton, sandbox):
    solved.cells[FORWARD].source = REMEMBERS
    solved.cells[BACKWARD].source += "\nimport builtins"
    runs = [grade(solved, skeleton, sandbox, {"a.npz": data}).metadata.autograder for data in (b"1", b"1", b"2")]
    assert runs[0].seed == runs[1].seed != runs[2].seed and len(runs[0].seed) == 10
