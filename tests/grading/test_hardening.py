"""Does the grader hold where a first version of it broke: each test was once an attack or a loss that worked?"""

import copy
import gc
import json
import re
import struct
import threading
import time
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
from autograder.grading.course.course_folder import Course
from autograder.grading.course.scheduler import _client, grade_class
from autograder.grading.judge.examiner import Examination
from autograder.grading.sandbox.interface import SandboxLost
from autograder.grading.sandbox.outputs import clean_html, clean_output
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
    output = clean_output(json.dumps({"output_type": "display_data", "data": {"text/html": f"<p {attributes}>"}}))
    assert "not shown" in output["data"]["text/html"]


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
HARMLESS_ATTRIBUTES = "alt class colspan href rel src title width"


@pytest.mark.parametrize("html", NASTY.strip().splitlines())
def test_only_harmless_tags_attributes_and_addresses_are_left_of_html(html):
    for tag in BeautifulSoup(clean_html(html), "html.parser").find_all(True):
        assert tag.name in HARMLESS_TAGS.split() and not set(tag.attrs) - set(HARMLESS_ATTRIBUTES.split()), tag
        for address in (tag.get("href"), tag.get("src")):
            assert re.fullmatch("[x1]?", address or ""), tag


@pytest.mark.parametrize(
    "html",
    [
        "<p>kept <strong>kept</strong> <em>kept</em></p>",
        '<a href="https://a.example/?a=1&amp;b=2#c" rel="noopener noreferrer">x</a>',
        '<img src="data:image/png;base64,iVBORw0KGgo=" alt="a plot" width="3">',
        '<img src="plot.png">',
        '<div class="highlight"><pre><span class="k">def</span> f(x):\n    return x &lt; 1\n</pre></div>',
        '<table class="dataframe"><thead><tr><th></th></tr></thead><tbody><tr><th>0</th></tr></tbody></table>',
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
    html = "".join(start.format(number) for number in range(2000))
    assert len(clean_html(html)) < 10 * len(html)


def value(result):
    """What the last expression of a cell was."""
    assert result.status == "ok", result
    return eval(result.outputs[-1]["data"]["text/plain"])


# Each of many processes computes for less than the hundredth of a second in which the kernel shows times
BURN = """
import os, time
def burn():
    end = time.process_time() + 0.009
    while time.process_time() < end: pass
kept, other = os.pipe()
for _ in range(20):
    if os.fork() == 0:
{hidden}
        os.write(other, b"."); time.sleep(60); os._exit(0)
for _ in range(20): os.read(kept, 1)
"""
IN_CHILDREN = "        burn()"
IN_GRANDCHILDREN = "        if os.fork() == 0: burn(); os._exit(0)\n        os.wait()"
IN_THREADS = "        import threading; thread = threading.Thread(target=burn); thread.start(); thread.join()"


@pytest.mark.parametrize("hidden", [IN_CHILDREN, IN_GRANDCHILDREN, IN_THREADS], ids=["children", "theirs", "threads"])
def test_time_in_many_processes_is_counted_to_the_nanosecond(sandbox, hidden):
    with sandbox.open() as session:
        before = session.computed()
        session.run(BURN.format(hidden=hidden))
        assert session.computed() - before > 20 * 0.009


def test_the_count_never_falls_and_orphans_belong_to_it(sandbox):
    orphan = "import os, time\nif os.fork() == 0:\n    if os.fork(): os._exit(0)\n"
    orphan += "    end = time.process_time() + 0.4\n    while time.process_time() < end: pass\n    os._exit(0)\nos.wait()"
    with sandbox.open() as session:
        seen = [session.computed()]
        session.run(orphan)
        session.run("import time; time.sleep(0.8)")
        seen += [session.computed() for _ in range(20)]
        assert seen == sorted(seen) and seen[-1] - seen[0] > 0.4


def test_who_ignores_ended_children_hides_nothing_and_shells_work(sandbox):
    ignoring = "import signal\ntry: signal.signal(signal.SIGCHLD, signal.SIG_IGN)\nexcept OSError: print('refused')"
    with sandbox.open() as session:
        assert session.run(ignoring).outputs[0]["text"] == "refused\n"
        said = session.run("!ls / | wc -l; bash -c 'sleep 0.01 & wait; echo done'").outputs
        assert "done" in "".join(output["text"] for output in said)


ORDINARY = {
    "threads": "from concurrent.futures import ThreadPoolExecutor\nassert [*ThreadPoolExecutor(3).map(abs, [-1])] == [1]",
    "programs": """
import subprocess, sys
assert subprocess.run("echo a | cat", shell=True, capture_output=True).stdout == b"a\\n"
done = subprocess.run([sys.executable, "-S", "-c", "import tempfile, random, threading; print(1)"], capture_output=True)
assert done.stdout == b"1\\n", done.stderr""",
    "processes": """
import multiprocessing
ours, theirs = multiprocessing.Pipe()
process = multiprocessing.get_context("fork").Process(target=theirs.send, args=(5,))
process.start(); assert ours.recv() == 5; process.join(); assert process.exitcode == 0""",
    "files": """
import os, pathlib, shutil, tempfile
with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder, "a"); path.write_text("x"); shutil.copy2(path, folder + "/b"); os.link(path, folder + "/c")
    os.symlink("a", folder + "/d"); os.utime(path); os.chmod(path, 0o600); shutil.make_archive("z", "zip", folder)
    assert len(os.listdir(folder)) == 4 and [*os.walk(folder)] and shutil.disk_usage(folder)""",
    "time": "import time, os, secrets, uuid\ntime.sleep(0.001); time.process_time(); os.urandom(4); uuid.uuid1(); os.times()",
    "database": """
import sqlite3
for place in (":memory:", "file.db"):
    base = sqlite3.connect(place); base.execute("pragma journal_mode=wal"); base.execute("create table a(b)"); base.commit()""",
    "arrays": """
import numpy as np
a = np.random.randn(200, 200); np.linalg.svd(a @ a); np.fft.fft(a); np.save("a", a); np.load("a.npy", mmap_mode="r").sum()
m = np.memmap("m", mode="w+", shape=9); m[:] = 1; m.flush(); np.einsum("ij,jk->ik", a, a, optimize=True)""",
    "pictures": """
import matplotlib.pyplot as plt
plt.imshow([[1, 2]]); [plt.savefig(f"a.{kind}") for kind in ("png", "pdf", "svg")]""",
    "waiting": """
import asyncio
async def program():
    return (await (await asyncio.create_subprocess_exec("echo", "1", stdout=-1)).communicate())[0]
assert await program() == b"1\\n"""",
}


@pytest.mark.parametrize("code", ORDINARY.values(), ids=ORDINARY)
def test_what_python_offers_works_under_the_filter_of_system_calls(sandbox, code):
    with sandbox.open() as session:
        result = session.run(code)
    assert result.status == "ok", result.outputs


SHARED = """
import ctypes, mmap, os
libc = ctypes.CDLL(None)
def tried(way):
    try: return way()
    except (OSError, ValueError): return -1
[tried(lambda: mmap.mmap(-1, 4096) and 0), tried(lambda: mmap.mmap(os.open("/dev/zero", os.O_RDWR), 4096) and 0),
 tried(lambda: os.memfd_create("x")), libc.shmget(0, 4096, 0o1600), libc.semget(0, 1, 0o1600), libc.msgget(0, 0o1600)]
"""


def test_no_memory_is_to_be_had_that_no_limit_counts(sandbox):
    with sandbox.open() as session:
        assert value(session.run(SHARED)) == [-1] * 6


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
    with _client(None, 1):
        listening = [one for one in psutil.Process().net_connections() if one.status == psutil.CONN_LISTEN]
    assert {one.laddr.ip for one in listening} <= {"127.0.0.1"}


class Parcel:
    """Something that can be counted while it is kept."""


def test_submissions_that_are_graded_are_not_kept():
    with _client(None, 1) as client:
        for _ in range(100):
            client.submit(isinstance, Parcel(), Parcel, pure=False).result()
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


READS_SLOWLY = """
import gc, time
(session,) = [thing for thing in gc.get_objects() if type(thing).__name__ == "Session"]
class Slow:
    def read(self, count, real=session.reader):
        if count > 100:
            for _ in range(count >> 15): real.read1(1 << 15); time.sleep(60)
        return real.read(count)
session.reader = Slow()
"""


def test_a_process_that_does_not_read_is_stopped_for_its_sleep_and_the_grader_is_not_held_up(sandbox):
    with sandbox.open() as session:
        assert session.run(READS_SLOWLY).status == "ok"
        result = session.run("#" * (4 << 20), timeout=0.5)
    assert result.status == "timeout" and "waited for more than 1 s" in result.reason


@pytest.mark.parametrize("code", ["import time; time.sleep(1e6)", "import os; os.read(os.pipe()[0], 1)"])
def test_who_sleeps_is_stopped_and_told_so(sandbox, code):
    with sandbox.open() as session:
        result = session.run(code, timeout=0.3)
        assert result.reason == "The cell waited for more than 0.6 s without computing and was stopped."
        assert value(session.run("1 + 1")) == 2


def test_a_starved_session_loses_nothing(sandbox):
    """It is held up for far longer than it may compute, as on a machine where it gets no processor."""
    with sandbox.open() as session:
        process = psutil.Process(session.family.root)
        process.suspend()
        threading.Timer(2.0, process.resume).start()
        assert value(session.run("sum(range(100))", timeout=0.5)) == 4950


def test_what_the_grader_does_itself_is_not_counted(sandbox):
    def slowly(message):
        time.sleep(1)
        return b""

    with sandbox.open() as session:
        session.run("from autograder import check\ndef affine_forward(x, w, b): pass")
        assert session.run("check(affine_forward)", timeout=0.5, on_request=slowly).status != "timeout"


def test_a_session_that_is_killed_from_outside_is_the_sandboxs_loss(sandbox):
    with sandbox.open() as session:
        psutil.Process(session.family.root).kill()
        with pytest.raises(SandboxLost, match="killed from outside"):
            session.run("1 + 1")


def test_a_sandbox_that_does_not_answer_is_lost_and_replaced(sandbox):
    with sandbox.open() as session:
        sandbox.warm.control.settimeout(0.2)
        psutil.Process(sandbox.warm.pid).suspend()
        with pytest.raises(SandboxLost, match="did not answer"):
            session.run("while True: pass", timeout=0.1)
    with sandbox.open() as session:
        assert value(session.run("1 + 1")) == 2


HOARDS = """
import subprocess, sys, time
code = "import time; kept = b'x' * (60 << 20); time.sleep(30)"
children = [subprocess.Popen([sys.executable, "-S", "-c", code]) for _ in range(10)]
time.sleep(30)
"""


def test_memory_of_other_programs_counts(sandbox):
    with sandbox.open() as session:
        assert "more than 512 MB" in session.run(HOARDS).reason


def test_windows_taken_for_squares_are_refused_whatever_the_numbers():
    def square(x, pool_param):
        return twins.max_pool_forward(x, pool_param | {"pool_width": pool_param["pool_height"]})

    for seed in range(30):
        examination = Examination("max_pool_forward", solutions, np.random.default_rng(seed))
        challenge_client.answer_challenges("max_pool_forward", RIGHT | {"max_pool_forward": square}, examination.reply)
        assert not examination.report().passed, seed
