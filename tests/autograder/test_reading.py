"""Does the reader take every kind of notebook and Python file, and only the part out that is no Python?"""

import json

import pytest

from autograder.reading.cells import NotANotebook, decode_source, read_notebook
from autograder.reading.ipython_syntax import plain_python
from autograder.reading.statements import statements

CELL = {"cell_type": "code", "source": ["a = 1\r\n", "b = 2"], "metadata": {}}
MODERN = {"nbformat": 4, "cells": [CELL, {"cell_type": "markdown", "source": "text"}]}
OLD = {"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code", "input": "a = 1\nb = 2", "language": "python"}]}]}


@pytest.mark.parametrize("notebook", [MODERN, OLD], ids=["version 4", "version 3"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_notebook_of_any_version_and_encoding_is_read(notebook, encoding):
    cells, problem = read_notebook(json.dumps(notebook).encode(encoding))
    assert cells[0].kind == "code" and cells[0].source == "a = 1\nb = 2" and not problem


def test_a_notebook_whose_end_is_missing_keeps_its_whole_cells():
    text = json.dumps({"cells": [CELL, CELL, CELL]})
    cells, problem = read_notebook(text[:-20].encode())
    assert len(cells) == 2 and "damaged after cell 2" in problem


@pytest.mark.parametrize("content", [b"", b"{}", b"[1, 2]", b'{"cells": 3}', b"[" * 100_000, b"\xff\xfe"])
def test_what_is_no_notebook_is_refused(content):
    with pytest.raises(NotANotebook):
        read_notebook(content)


@pytest.mark.parametrize(
    "content",
    ["# coding: latin-1\ns = 'é'\r\n".encode("latin-1"), "s = 'é'\n".encode("utf-8-sig"), "s = 'é'\r".encode("cp1252")],
    ids=["declared", "byte order mark", "undeclared"],
)
def test_a_python_file_is_decoded_as_it_declares(content):
    assert "s = 'é'\n" in decode_source(content)


@pytest.mark.parametrize(
    "line, plain",
    [
        ("%matplotlib inline", "pass"),
        ("!pip install numpy", "pass"),
        ("files = !ls", "files = []"),
        ("%time x = f(3)", "x = f(3)"),
        ("np.sum?", "pass"),
        ("if x:\n    %timeit f(x)", "if x:\n    pass"),
        ("x = 7 %d", "x = 7 %d"),
        ("await f()", "await f()"),
        ("#@title %run", "#@title %run"),
    ],
)
def test_a_line_of_ipython_becomes_python(line, plain):
    assert plain_python(line).source == plain


@pytest.mark.parametrize("text", ['s = """\n%time\n!ls\n"""', "x = (7\n%3)", "x = 7 \\\n%3", "d = {'(':\n!x}"])
def test_nothing_is_changed_inside_a_string_or_a_bracket(text):
    assert plain_python(text).source == text


def test_a_timed_cell_is_run_and_one_in_another_language_is_not():
    assert plain_python("\n%%timeit -n 3\ndef f(): pass").source == "\n\ndef f(): pass"
    assert plain_python("%%bash\nls").source == "" and "%%bash" in plain_python("%%bash\nls").left_out
    assert plain_python("%%writefile layers.py\nx = 1\n").written == {"layers.py": "x = 1\n"}


MIXED = '''def first(): return 1
print "python 2"

@decorated
def second():
    """A text
at the margin, with def nothing(): in it."""
    return [
1]
x = (1,
def third(): return 3
'''


def test_a_mistake_leaves_out_one_statement_and_keeps_the_lines_of_the_others():
    found = statements(MIXED)
    whole = [(each.first, each.last, each.defines[0]) for each in found if each.node]
    assert whole == [(1, 1, "first"), (4, 9, "second"), (11, 11, "third")]
    assert [(each.first, each.error.lineno) for each in found if each.error] == [(2, 2), (10, 10)]
