"""Does the grader hold where a first version of it broke: each test was once an attack or a loss that worked?"""

import copy
import gc
import json
import re
import struct
import tracemalloc
from html import unescape

import numpy as np
import psutil
import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import solutions
from autograder.checking import challenge_client
from autograder.grading.assignments.repair import make_skeleton, read_submission, restore
from autograder.grading.content.cleaning import clean_html
from autograder.grading.content.limited_process import Budget, safe_html
from autograder.grading.course.course_folder import Course
from autograder.grading.course.executors import MOST_THREADS, connect
from autograder.grading.course.scheduler import grade_class
from autograder.grading.judge.examiner import Examination
from autograder.protocol import WireError, decode, encode
from autograder.registry import load
from tests import twins
from tests.grading.conftest import ROOT

RIGHT = {name: getattr(twins, name) for name in load() if hasattr(twins, name)}


class Slow:
    """A right backward function that takes 5 s by its clock, once for all numbers that it has seen."""

    def __init__(self):
        self.now, self.seen = 0.0, set()

    def __call__(self, dout, cache):
        self.now += 5.0 * (dout.tobytes() not in self.seen)
        self.seen.add(dout.tobytes())
        return twins.affine_backward(dout, cache)

    def clock(self):
        return self.now


def test_what_was_computed_in_a_first_try_does_not_help_in_the_second(monkeypatch):
    monkeypatch.setattr("autograder.grading.judge.examiner.HOPELESS", 1000)
    slow = Slow()
    examination = Examination("affine_backward", solutions, np.random.default_rng(0), slow.clock)
    challenge_client.answer_challenges("affine_backward", RIGHT | {"affine_backward": slow}, examination.reply)
    assert [mismatch.code for mismatch in examination.report().mismatches] == ["too_costly"]


def test_the_clock_of_a_question_cannot_be_started_again():
    slow = Slow()
    examination = Examination("affine_backward", solutions, np.random.default_rng(0), slow.clock)

    def restarting(message):
        if "answer" in decode(message):
            examination.reply(encode({"ready": "affine_backward"}))
        return examination.reply(message)

    challenge_client.answer_challenges("affine_backward", RIGHT | {"affine_backward": slow}, restarting)
    assert examination.report().credit == 0


def test_collecting_garbage_is_not_counted_as_the_functions_work():
    collections = []

    def littering(dout, cache):
        for _ in range(10_000):
            node = []
            node.append(node)
        return twins.affine_backward(dout, cache)

    def count(phase, info):
        collections.append(phase)

    examination = Examination("affine_backward", solutions, np.random.default_rng(0), lambda: len(collections))
    gc.callbacks.append(count)
    try:
        challenge_client.answer_challenges("affine_backward", RIGHT | {"affine_backward": littering}, examination.reply)
    finally:
        gc.callbacks.remove(count)
    assert collections and examination.report().passed


def answer(**fields):
    """What a process that does not keep to the rules may send."""
    return {"answer": {"outputs": {}, "again": [], "changed": [], "error": "", "detail": ""} | fields}


@pytest.mark.parametrize(
    "message",
    [np.zeros(3), {"answer": np.zeros(3)}, answer(again=3.0), answer(changed={"x": 1})],
    ids=["array", "array as answer", "number", "dict"],
)
def test_no_message_stops_the_examiner(message):
    examination = Examination("affine_forward", solutions, np.random.default_rng(0))
    examination.reply(encode({"ready": "affine_forward"}))
    examination.reply(encode(message))
    assert examination.report().credit == 0


def test_a_header_that_would_take_much_memory_is_refused():
    header = b'{"list": [' + b"{}," * 2_000_000 + b"{}]}"
    tracemalloc.start()
    with pytest.raises(WireError):
        decode(struct.pack(">I", len(header)) + header)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3 * len(header)


def test_a_long_list_of_changed_arguments_takes_no_memory():
    examination = Examination("affine_forward", solutions, np.random.default_rng(0))
    examination.reply(encode({"ready": "affine_forward"}))
    message = encode(answer(changed=np.zeros(1 << 20, np.uint8)))
    tracemalloc.start()
    examination.reply(message)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 << 20 and examination.report().credit == 0


def test_html_that_takes_minutes_to_clean_is_not_shown():
    attributes = " ".join(f"a{number}=1" for number in range(20_000))
    assert "not shown" in safe_html(f"<p {attributes}>", Budget())


@pytest.mark.parametrize(
    "source",
    [
        "<script>attack()</script>",
        "<img src=x onerror=attack()>",
        "[x](javascript:attack)",
        "<a href='data:text/html,attack'>x</a>",
        "<a href='d&#10;ata:text/html,attack'>x</a>",
        "<a href='JaVaScRiPt&colon;attack()'>x</a>",
        "<svg><script>attack()</script></svg>",
        "<b/onclick=attack()>x</b>",
    ],
)
def test_nothing_that_a_student_writes_runs_in_the_instructors_browser(source):
    exporter = HTMLExporter(config=Course(ROOT).config, template_name="classic")
    body, _ = exporter.from_notebook_node(new_notebook(cells=[new_markdown_cell("**kept** $x$\n\n" + source)]))
    assert "<strong>kept</strong>" in body and "$x$" in body
    assert not re.search(r"<[^>]*(script>attack|onerror|javascript:attack|data:text)", body)


NASTY = """
<script>attack()</script>
<img src="data:image/svg+xml;base64,PHN2Zz4=">
<img src="d&#9;ata:image/svg+xml,<svg onload=attack()>">
<a href="java&#10;script:attack()">x</a>
<a href=" &#1;javascript:attack()">x</a>
<a href="&#106;avascript:attack()">x</a>
<p style="position:fixed;top:0" id="q">x</p>
<style>body{display:none}</style>
<iframe srcdoc="<script>attack()</script>"></iframe>
<form action="/x"><button formaction="javascript:attack()">b</button></form>
<meta http-equiv=refresh content="0;url=//evil"><base href="//evil/">
<!-- a comment --><!--[if IE]><script>attack()</script><![endif]-->
<noscript><p title="</noscript><img src=x onerror=attack()>">
<svg></p><style><a id="</style><img src=1 onerror=attack()>">
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=attack()&gt;">
<select><style></select><img src=x onerror=attack()></style></select>
<b title="<b onclick=attack()>">x</b>
"""
HARMLESS_TAGS = "a b details div em img p pre span strong summary table tbody td th thead tr"
HARMLESS_ATTRIBUTES = "alt colspan href rel src title width"


@pytest.mark.parametrize("html", NASTY.strip().splitlines())
def test_only_harmless_tags_attributes_and_addresses_are_left_of_html(html):
    for tag in BeautifulSoup(clean_html(html), "html.parser").find_all(True):
        assert tag.name in HARMLESS_TAGS.split() and not set(tag.attrs) - set(HARMLESS_ATTRIBUTES.split()), tag
        for address in (tag.get("href"), tag.get("src")):
            assert not address, tag


@pytest.mark.parametrize(
    "html",
    [
        "<p>kept <strong>kept</strong> <em>kept</em></p>",
        '<a href="https://a.example/?a=1&amp;b=2#c" rel="noopener noreferrer">x</a>',
        '<img src="data:image/png;base64,iVBORw0KGgo=" alt="a plot" width="3">',
        '<a href="#below" rel="noopener noreferrer">x</a>',
        "<div><pre><span>def</span> f(x):\n    return x &lt; 1\n</pre></div>",
        "<table><thead><tr><th></th></tr></thead><tbody><tr><th>0</th></tr></tbody></table>",
        "<table><tbody><tr><td>a<table><tbody><tr><td>b</td></tr></tbody></table></td></tr></tbody></table>",
        "<details><summary>s</summary>x</details>",
        r"\(a\) \[b\] $$\frac{1}{2}$$ \begin{align} a &amp;= b \\ \end{align}",
    ],
)
def test_harmless_html_is_shown_as_it_is(html):
    assert clean_html(html) == html


@pytest.mark.parametrize(
    "text", ["<script>attack()</script>", "$a<b$ and $c>d$", "for i<n: x[i]", "x <y and z> 3", "List<int> x", "<<"]
)
def test_what_is_no_harmless_tag_is_shown_as_text(text):
    assert unescape(clean_html(text)) == text and "<" not in clean_html(text)


def test_unclosed_tags_end_with_the_html():
    assert clean_html("<b>one <p>two") == "<b>one <p>two</p></b>"


def test_the_table_of_a_data_frame_is_shown_without_its_style_sheet():
    html = "<div><style scoped>.dataframe td {color: red}</style><table border='1'><tr style='x'><td>1</table></div>"
    assert clean_html(html) == "<div><table><tbody><tr><td>1</td></tr></tbody></table></div>"


@pytest.mark.parametrize("start", ["<p><b title={}>", "<p><B/title='<b>{}'>", "<p><a href={}>", "<p><code\nclass={}>"])
def test_open_tags_that_paragraphs_repeat_do_not_fill_the_memory(start):
    html = "".join(start.format(number) for number in range(60))  # more are not even parsed
    assert len(clean_html(html)) < 10 * len(html)


def value(result):
    """What the last expression of a cell was."""
    assert result.status == "ok", result
    return eval(result.outputs[-1]["data"]["text/plain"])


def test_errors_of_other_programs_do_not_stop_a_cell(sandbox):
    with sandbox.open() as session:
        assert session.run("import os\nfor _ in range(100): os.write(2, bytes(1000))").status == "ok"


@pytest.mark.parametrize("name, last", [("train_digits", 0), ("max_pool_backward", 100), ("softmax_loss", 100)])
def test_what_is_not_written_for_the_last_question_gets_nothing(name, last):
    def unwritten(*arguments):
        if np.size(arguments[0]) > last:
            raise NotImplementedError
        return RIGHT[name](*arguments)

    examination = Examination(name, solutions, np.random.default_rng(0))
    challenge_client.answer_challenges(name, RIGHT | {name: unwritten}, examination.reply)
    report = examination.report()
    assert report.credit == 0 and "not written yet" in report.text()


def test_no_files_or_texts_of_one_submission_stop_the_class(classroom):
    right = classroom.source("layers")
    for name in ("folder", "renamed", "surrogates", "zoe"):
        notebook = copy.deepcopy(right)
        if name == "surrogates":
            notebook.cells.insert(1, new_code_cell("print('\\ud83d')  # \ud83d"))
        classroom.submit(name, "layers", notebook)
    submitted = classroom.root / "submitted"
    (submitted / "folder" / "layers" / "digits.npz").mkdir()
    (submitted / "folder" / "layers" / "digits.npz" / "own.txt").touch()
    (submitted / "renamed" / "layers" / "layers.ipynb").rename(submitted / "renamed" / "layers" / "mine.ipynb")
    (submitted / "renamed" / "layers" / "layers.ipynb").mkdir()
    (submitted / "renamed" / "layers" / "layers.ipynb" / "own.txt").touch()
    outcome = grade_class(classroom.course, ["layers"], workers=1)
    scores = classroom.scores("layers")
    assert outcome.graded == 4 and scores["zoe"]["check-train_digits"] == 5
    assert scores["folder"] == scores["renamed"] == scores["surrogates"] == scores["zoe"]


def test_files_that_cannot_be_written_do_not_end_the_session(sandbox):
    odd = {"caf\udce9.txt": b"", "a": b"", "a/b": b"", "x" * 300: b"", "own.py": b"value = 5"}
    many = {f"many/{number}": b"" for number in range(sandbox.limits.files)}
    with sandbox.open(odd | many) as session:
        assert value(session.run("import own\nown.value")) == 5


@pytest.mark.parametrize("line", ["help(len)", "%matplotlib notebook", "%matplotlib widget"])
def test_what_works_in_a_students_notebook_does_not_end_a_cell(sandbox, line):
    with sandbox.open() as session:
        assert value(session.run(f"{line}\n1 + 1")) == 2


def test_the_grader_listens_on_this_machine_only():
    with connect(None, MOST_THREADS + 1):  # so many are processes
        listening = [one for one in psutil.Process().net_connections() if one.status == psutil.CONN_LISTEN]
    assert {one.laddr.ip for one in listening} <= {"127.0.0.1"}


class Parcel:
    """Something that can be counted while it is kept."""


def test_submissions_that_are_graded_are_not_kept():
    with connect(None, 1) as (executor, _):
        for _ in range(100):
            executor.submit(isinstance, Parcel(), Parcel).result()
        assert sum(isinstance(each, Parcel) for each in gc.get_objects()) < 30


@pytest.fixture(scope="module")
def skeleton(released):
    return make_skeleton(released / "course" / "source" / "convolution" / "convolution.ipynb")


def old_format(notebook):
    cells = [{"cell_type": cell.cell_type, "metadata": cell.metadata, "input": cell.source} for cell in notebook.cells]
    return json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}]}).encode()


def with_odd_cells(notebook):
    return json.dumps(notebook | {"nbformat": None, "cells": [3, {"metadata": None}, *notebook.cells]}).encode()


@pytest.mark.parametrize(
    "write",
    [
        lambda notebook: json.dumps(notebook).encode("utf-8-sig"),
        lambda notebook: json.dumps(notebook).encode("utf-16"),
        old_format,
        with_odd_cells,
    ],
    ids=["byte order mark", "UTF-16", "version 3", "odd cells"],
)
def test_answers_in_an_unusual_file_are_read(skeleton, write):
    submitted = copy.deepcopy(skeleton)
    (place,) = [i for i, cell in enumerate(skeleton.cells) if "def conv_forward(" in cell.source]
    submitted.cells[place].source = "answer = 1"
    notebook, problem = read_submission(write(submitted), skeleton)
    restored, _ = restore(notebook, skeleton)
    (answered,) = [cell for cell in restored.cells if cell.source == "answer = 1"]
    assert not problem and answered.cell_type == "code" and answered.metadata.nbgrader.grade_id == "conv_forward"


def test_a_missing_stub_does_not_replace_an_answer_written_elsewhere(skeleton):
    submitted = copy.deepcopy(skeleton)
    submitted.cells = [new_code_cell("def conv_forward(*arguments): pass")]
    notebook, _ = read_submission(json.dumps(submitted).encode(), skeleton)
    sources = [cell.source for cell in restore(notebook, skeleton)[0].cells]
    written = sources.index("def conv_forward(*arguments): pass")
    (stub,) = [place for place, source in enumerate(sources) if source.startswith("def conv_forward(x")]
    assert stub < written < sources.index("check(conv_forward)")


def test_pictures_pasted_into_an_answer_are_kept_and_nothing_else(skeleton):
    submitted = copy.deepcopy(skeleton)
    submitted.cells[-1].attachments = {"page.png": {"image/png": "aGk=", "text/html": "x"}, "x": {"image/png": "<b>"}}
    notebook, _ = read_submission(json.dumps(submitted).encode(), skeleton)
    answer = restore(notebook, skeleton)[0].cells[-1]
    assert answer.attachments == {"page.png": {"image/png": "aGk="}}
    assert answer.metadata.nbgrader.grade_id == "why-share-weights"


def test_windows_taken_for_squares_are_refused_whatever_the_numbers():
    def square(x, pool_param):
        return twins.max_pool_forward(x, pool_param | {"pool_width": pool_param["pool_height"]})

    for seed in range(30):
        examination = Examination("max_pool_forward", solutions, np.random.default_rng(seed))
        challenge_client.answer_challenges("max_pool_forward", RIGHT | {"max_pool_forward": square}, examination.reply)
        assert not examination.report().passed, seed
