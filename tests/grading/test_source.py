"""Does a text become an assignment with stubs, locked checks and points, and no answer in it?"""

from textwrap import dedent

import pytest

from autograder.grading.assignments.source_notebook import ExerciseError, build
from autograder.registry import load

HEAD = """---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {name: python3, display_name: Python 3}
---
"""
ANSWER = """
    # Layers

    ```{code-cell} ipython3
    :tags: [given]
    import numpy as np
    ```

    ```{code-cell} ipython3
    :tags: [answer]
    def relu_forward(x):
        out = np.maximum(0, x)
        return out, x
    ```

    +++ {"question": {"id": "why-relu", "points": 3}}

    Why not the identity?

    **Marking scheme.** 3 points: it stays linear.
"""


def write(tmp_path, text):
    path = tmp_path / "layers.md"
    path.write_text(HEAD + dedent(text))
    return path


def test_an_answer_gets_its_docstring_marks_check_and_points(tmp_path):
    notebook = build(write(tmp_path, ANSWER))
    solution, check = notebook.cells[2:4]
    assert load()["relu_forward"].summary in solution.source
    assert "### BEGIN SOLUTION\n    out = np.maximum(0, x)" in solution.source
    compile(solution.source, "solution", "exec")
    assert check.source == "check(relu_forward)"
    assert check.metadata.nbgrader.points == load()["relu_forward"].points and check.metadata.nbgrader.locked


def test_the_marking_scheme_stands_only_where_nbgrader_clears_it(tmp_path):
    asked, answered = build(write(tmp_path, ANSWER)).cells[-2:]
    assert "Marking" not in asked.source and asked.metadata.nbgrader.locked
    assert "Marking" in answered.source and answered.metadata.nbgrader.solution


def test_a_rebuilt_assignment_is_the_same(tmp_path):
    path = write(tmp_path, ANSWER)
    assert build(path) == build(path)


@pytest.mark.parametrize(
    "change, message",
    [
        (("def relu_forward", "x = 1\ndef relu_forward"), "exactly one function"),
        (("**Marking scheme.**", ""), "Marking scheme"),
    ],
)
def test_an_unusable_text_is_refused(tmp_path, change, message):
    with pytest.raises(ExerciseError, match=message):
        build(write(tmp_path, dedent(ANSWER).replace(*change)))


@pytest.mark.parametrize("spec", load().values(), ids=lambda spec: spec.name)
def test_every_docstring_fits_a_stub(spec):
    text = spec.docstring()
    assert '"""' not in text and max(map(len, text.splitlines())) <= 100
    for argument in spec.arguments:
        entry = f"'{argument.name}', {argument.shape}" if argument.part_of else f"{argument.name} : {argument.shape}"
        assert entry in " ".join(text.split())
