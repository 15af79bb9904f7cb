"""Are copies found however they are disguised, and honest pairs left alone; and is it said that this is no verdict?"""

import ast
import json
import re
import shutil

import nbformat
import numpy as np
import pytest
from playwright.sync_api import expect, sync_playwright

from autograder.cli import main
from autograder.grading.demo.pasting import source_of
from autograder.grading.demo.submissions import model_answers
from autograder.grading.similarity.handed_in_functions import functions_of, given_pieces
from autograder.grading.similarity.normal_form import pieces_of, steps_of
from autograder.grading.similarity.pairs import compare, read
from autograder.grading.similarity.similarity_page import write_page
from book.tools.readme_picture import FLAGS
from solutions.misconceptions import entries
from solutions.right_answers import in_style
from tests.book.test_pages import NARROW, hurdles
from tests.grading.conftest import ROOT

CHROMIUM = shutil.which("chromium")
HOSTILE = "<img src=x onerror=\"document.title = 'taken'\">"
ASSIGNMENT = "convolution"
CLASS = 11
STYLES = ("loops", "einsum", "columns")
ORIGINAL = '''
def pool(x, size):
    """Take the largest of each window."""
    rows = x.shape[0] // size
    out = np.zeros((rows, rows))
    for i in range(rows):
        window = x[i * size : (i + 1) * size]  # one row of windows
        out[i] += window.max(axis=0)
    return out
'''


@pytest.mark.parametrize(
    "copy",
    [
        ORIGINAL.replace("window", "w").replace("rows", "n_rows"),
        ORIGINAL.replace("# one row of windows", "# my own idea").replace('"""Take the largest of each window."""', ""),
        ORIGINAL.replace("size : (i + 1) * size", "size\n  :   (i + (1))*size"),
        ORIGINAL.replace("window.max(axis=0)", "np.max(window, axis=0)"),
        ORIGINAL.replace("out[i] += ", "out[i] = out[i] + "),
        ORIGINAL.replace("axis=0", "axis=-2").replace("shape[0]", "shape[1]"),
    ],
)
def test_a_disguise_leaves_the_same_steps(copy):
    assert copy != ORIGINAL and pieces_of(copy) == pieces_of(ORIGINAL)


def test_statements_may_change_places():
    lines = ["a = x @ w + b", "c = np.exp(x) / 2", "d = x.sum(axis=0)"]
    assert pieces_of("\n".join(lines)) == pieces_of("\n".join(reversed(lines)))


@pytest.mark.parametrize("other", ["y = np.exp(-x)", "y = np.exp(x + x)", "y = np.log(x)", "x = np.exp(x)"])
def test_another_step_is_another(other):
    assert pieces_of("y = np.exp(x)") != pieces_of(other)


@pytest.mark.parametrize("source", ["def f(:", "x = " + "(" * 5000, "x = 1\n" * 20_000, "x = '\0'", "-" * 15_000 + "1"])
def test_what_can_not_be_read_has_no_steps(source):
    assert steps_of(source) == []


class OwnWay(ast.NodeTransformer):
    """Gives names to intermediate results as one student would: another cuts the same calculation elsewhere."""

    def __init__(self, rng):
        self.rng, self.before, self.count = rng, [], 0

    def visit_FunctionDef(self, node):
        return self._cut(node)

    def visit_For(self, node):
        return self._cut(node)

    def visit_BinOp(self, node):
        return self._named(self.generic_visit(node))

    def visit_Call(self, node):
        return self._named(self.generic_visit(node))

    def visit_ListComp(self, node):  # its variables are not known outside
        return node

    visit_GeneratorExp = visit_Lambda = visit_ListComp

    def _cut(self, node):
        body = []
        for statement in node.body:
            self.before = []
            changed = self.visit(statement)
            body += [*self.before, changed] if not hasattr(changed, "body") else [changed]
        node.body, self.before = body, []
        return node

    def _named(self, node):
        if self.rng.random() < 0.7:
            return node
        self.count += 1
        self.before.append(ast.Assign([ast.Name(f"part{self.count}", ast.Store())], node, lineno=0))
        return ast.Name(f"part{self.count}", ast.Load())


def in_own_way(source, rng):
    return ast.unparse(ast.fix_missing_locations(OwnWay(rng).visit(ast.parse(source))))


def pools():
    """Texts by function: the styles of the catalogue, and its slips, as different people would write them."""
    found = {}
    for name in ("conv_forward", "conv_backward"):
        right = [in_style(style)[name] for style in STYLES if name in in_style(style)]
        texts = [source_of(each, name) for each in right if not each.__closure__]
        found[name] = texts + [source_of(entry.implementation, name) for entry in entries(name)]
    return found


def disguise(source):
    """The same code with other names, laid out anew, neighbours exchanged where they do not need each other."""
    tree = ast.parse(source)
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        own = {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        for node in ast.walk(function):
            if isinstance(node, ast.Name) and node.id in own:
                node.id = f"my_{node.id}"
        _exchange(function.body)
    return f"# all mine\n{ast.unparse(tree)}\n# really"


def _exchange(body):
    for place in range(len(body) - 1):
        first, second = body[place : place + 2]
        depend = _stored(first) & _named(second) or _stored(second) & _named(first)
        if isinstance(first, ast.Assign) and isinstance(second, ast.Assign) and not depend:
            body[place : place + 2] = second, first


def _named(statement):
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}


def _stored(statement):
    return {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


@pytest.fixture(scope="module")
def given():
    return given_pieces(ASSIGNMENT, model_answers(ASSIGNMENT))


@pytest.fixture(scope="module")
def honest():
    """Students who each chose another way for each function, and wrote it in their own way."""
    rng = np.random.default_rng(1)
    chosen = {name: rng.permutation(texts) for name, texts in pools().items()}
    return {
        f"student{number}": {name: in_own_way(texts[number], rng) for name, texts in chosen.items()}
        for number in range(CLASS)
    }


@pytest.fixture(scope="module")
def comparison(honest, given):
    """The honest ones, and one who copied from `student4`."""
    copy = {name: disguise(source) for name, source in honest["student4"].items()}
    return compare(honest | {"copy": copy}, given)


def test_a_copy_is_found_and_nobody_else(comparison):
    assert [pair.students for pair in comparison.pairs] == [("copy", "student4")]
    (pair,) = comparison.pairs
    assert pair.alike == 1.0 and all(match.alike == 1.0 for match in pair.matches)
    assert any(kind == "few" for match in pair.matches for kind in match.lines[0].values())


def test_what_is_usual_in_the_class_is_said(comparison):
    together = comparison.usual[0]
    assert together.count == CLASS + 1 and 0 < together.median < together.most < 1


def test_three_who_share_are_a_group(honest, given):
    copies = {name: {key: disguise(text) for key, text in honest["student4"].items()} for name in ("a", "b")}
    assert compare(honest | copies, given).groups == [["a", "b", "student4"]]


def test_loops_and_whole_arrays_are_no_pair(given):
    """Two honest ways to write the same."""
    loops, columns = (source_of(in_style(style)["conv_backward"], "conv_backward") for style in ("loops", "columns"))
    one, other = (read(each, given["conv_backward"]).own for each in (loops, columns))
    assert len(one & other) / min(len(one), len(other)) < 0.3


def test_the_model_answer_is_no_sign_of_anything(honest, given):
    """Who writes as the book does shares the book's way with others."""
    model = model_answers(ASSIGNMENT)
    like_it = {f"reader{n}": {name: disguise(source) for name, source in model.items()} for n in range(3)}
    assert compare(honest | like_it, given).pairs == []
    assert not any(read(source, given[name]).own for name, source in model.items())


def test_three_lines_are_alike_by_nature(given):
    short = "def relu(x):\n    mask = x > 0\n    y = np.where(mask, x, 0.0) * 2\n    return y, mask"
    others = {f"s{n}": {"relu": f"def relu(x):\n    return {'x + ' * n}x"} for n in range(10)}
    found = compare(others | {"a": {"relu": short}, "b": {"relu": disguise(short)}}, {"relu": set()})
    assert found.pairs == [] and found.usual[1].short == 12


@pytest.mark.parametrize("students", [0, 1, 2])
def test_tiny_classes_have_a_page(students, honest, given):
    chosen = dict(list(honest.items())[:students])
    page = write_page(compare(chosen, given), "Convolution", {})
    assert "This is no verdict." in page and "nobody can say what is usual" in page
    assert "No two are alike" in page and "nan" not in re.sub(r"<style>.*</style>", "", page, flags=re.DOTALL)


def test_a_function_comes_with_what_it_calls_of_its_author_and_no_other_exercise():
    cells = [
        "def helper(x):\n    return x",
        "%matplotlib inline\nimport numpy as np",
        "broken(",
        "def g(x):\n    return helper(x)",
        "def f(x):\n    return old",
        "def f(x):\n    return helper(g(x))",
    ]
    found = functions_of(cells, ["f", "g", "missing"])
    assert found["f"] == "def helper(x):\n    return x\n\n\ndef f(x):\n    return helper(g(x))"
    assert found.keys() == {"f", "g"}


@pytest.mark.parametrize("separator", ["\u2028", "\x0c", "\x85", "\r\n", "\r"])
def test_a_text_has_the_lines_that_python_counts(separator):
    cell = f"note = 'pasted{separator}text'\n" if separator not in "\r\n" else f"note = 1{separator}"
    [found] = functions_of([f"{cell}def f(x):\n    return x\n\n\nrest = 1"], ["f"]).values()
    assert found == "def f(x):\n    return x"


def notebook_of(functions):
    """A graded notebook with these functions."""
    cells = []
    for name, source in functions.items():
        cells += [nbformat.v4.new_code_cell(source), nbformat.v4.new_code_cell("check()")]
        names = {"solution": True, "grade": False, "locked": False, "grade_id": name, "schema_version": 3}
        cells[-2].metadata["nbgrader"] = names
        cells[-1].metadata["nbgrader"] = names | {
            "solution": False,
            "grade": True,
            "locked": True,
            "grade_id": f"check-{name}",
        }
    return nbformat.v4.new_notebook(cells=cells)


@pytest.fixture
def course(tmp_path, monkeypatch, honest):
    """The class on disk, with a copy and a hostile comment in it."""
    monkeypatch.setenv("COURSE_ROOT", str(tmp_path))
    monkeypatch.chdir(ROOT)
    copy = {name: f"{disguise(source)}\n" for name, source in honest["student4"].items()}
    copy["conv_backward"] = copy["conv_backward"].replace(":\n", f":  # {HOSTILE}\n", 2)
    for student, functions in (honest | {"mallory": copy}).items():
        for step in ("submitted", "autograded"):
            save(tmp_path / step / student / ASSIGNMENT, functions)
    save(tmp_path / "source" / ASSIGNMENT, model_answers(ASSIGNMENT))
    return tmp_path


def save(folder, functions):
    folder.mkdir(parents=True)
    (folder / f"{ASSIGNMENT}.ipynb").write_text(json.dumps(notebook_of(functions)))


def test_the_command_puts_both_texts_side_by_side_as_text(course, capsys):
    assert main(["similar", ASSIGNMENT]) == 0
    file = course / "reports" / f"{ASSIGNMENT}-similar.html"
    said = capsys.readouterr().out
    assert said.startswith(f"1 pair of {CLASS + 1} students alike beyond what is usual") and str(file) in said
    if not CHROMIUM:
        pytest.skip("needs chromium (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(file.as_uri())
        expect(page.get_by_text("This is no verdict.")).to_be_visible()
        texts = page.locator(".match", has=page.get_by_text("conv_backward", exact=True)).locator(".code")
        left, right = texts.nth(0).bounding_box(), texts.nth(1).bounding_box()
        assert left["y"] == right["y"] and left["x"] + left["width"] <= right["x"]
        expect(texts.nth(0)).to_contain_text(HOSTILE)
        assert page.locator("img, script, [onerror]").count() == 0 and page.title() != "taken"
        assert asked == [file.as_uri()]
        page.set_viewport_size({"width": NARROW, "height": 800})
        page.emulate_media(color_scheme="dark")
        left, right = texts.nth(0).bounding_box(), texts.nth(1).bounding_box()
        assert left["y"] < right["y"] and page.evaluate("document.documentElement.scrollWidth") <= NARROW
        assert hurdles(page) == []
        browser.close()


def test_a_class_that_is_not_graded_is_said(course, capsys):
    shutil.rmtree(course / "autograded")
    assert main(["similar", ASSIGNMENT]) == 2
    assert (
        "Nothing of convolution has been graded: run `autograder grade convolution` first." in capsys.readouterr().err
    )
