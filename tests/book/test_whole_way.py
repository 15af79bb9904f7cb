"""The whole way for each kind of exercise: fail, ask, follow the link, mend, pass, see the map, come back, save."""

import re

import nbformat
import pytest
from playwright.sync_api import expect

from autograder.course_map import assignment_of
from autograder.grading.assignments.repair import make_skeleton
from autograder.grading.sandbox.warm_sandbox import Sandbox
from tests.book.chapters import ROOT
from tests.book.test_running_pages import block, files_of, press, save, write
from tests.grading.test_whole_notebooks import grade

RELU = """def relu_forward(x):
    return np.maximum(x, 0), x
"""
SOFTMAX = """def softmax(scores):
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exps / exps.sum(axis=1, keepdims=True)
"""
GATE = """def relu_backward(dout, cache):
    return dout * (cache > 0)
"""
MSE = """def mse_loss(y_pred, y):
    error = y_pred - y
    return (error**2).mean(), 2 * error / error.size
"""
NEAREST = """def train_digits(x_train, y_train, x_test):
    distances = (x_train**2).sum(axis=1) - 2 * x_test @ x_train.T
    return y_train[distances.argmin(axis=1)]
"""
WAYS = {  # kind: its page, what it needs, the right text, a slip, what is said first
    "function": ("classifiers/softmax", "", SOFTMAX, ("sum(axis=1", "sum(axis=0"), "ran over another axis"),
    "forward": ("graphs/relu", "", RELU, ("maximum(x, 0)", "abs(x)"), "something passes that should be masked"),
    "backward": ("graphs/relu", RELU, GATE, ("(cache > 0)", "cache"), "with another slope"),
    "loss": ("activations/index", "", MSE, (" / error.size", ""), "a sum where a mean belongs?"),
    "task": ("backprop/training", "", NEAREST, ("argmin", "argmax"), "of the test images are named correctly"),
}


@pytest.mark.parametrize("over", ["file", "http"])
@pytest.mark.parametrize("kind", WAYS)
def test_from_a_slip_to_full_marks(browser, site, html, tmp_path, kind, over):
    """From a disk without a network; served, nothing is asked of another server."""
    name, needed, right, slip, first = WAYS[kind]
    function = head(right)[4:-1]
    root = site if over == "http" else f"{html.as_uri()}/"
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=over == "file")
    page, asked = context.new_page(), []
    context.on("request", lambda call: asked.append(call.url))
    page.goto(f"{root}{name}.html")
    _, check = block(page, function)
    if needed:
        write(page, head(needed), needed)
    write(page, head(right), right.replace(*slip))
    press(check, "Check")
    expect(check).to_contain_text(first)
    follow_hints(page, check)
    write(page, head(right), right)
    press(check, "Check")
    expect(check).to_contain_text(f"{function}: passed")
    page.close()

    page = context.new_page()
    page.goto(f"{root}map.html")
    field = page.get_by_role("link", name=re.compile(f"^{function}, ([\\d.]+ % )?passed$"))
    expect(field).to_be_visible()
    field.click()
    expect(page.locator(f"#exercise-{function} .cm-content").first).to_contain_text(right.split("\n")[1].strip())
    home = assignment_of(function).name
    page.goto(f"{root}exercises/{home}.html")
    saved = nbformat.read(save(page, "Save as .ipynb", tmp_path), as_version=4)
    assert [url for url in asked if not url.startswith((root, "data:", "blob:"))] == []
    context.close()
    assert grades(home, saved)[function] == 1


def head(text):
    return text[: text.index("(") + 1]


def follow_hints(page, check):
    """Ask for each further hint, then follow the link to the section that is named last."""
    for summary in check.locator(".check-fail summary").all():
        summary.click()
    link = check.locator(".check-fail").get_by_role("link").last
    section = link.get_attribute("href").partition("#")[2]
    link.click()
    expect(page.locator(f"#{section} > :is(h1, h2, h3)").first).to_be_in_viewport()


def grades(home, notebook):
    """The credit for each function of a notebook that was handed in."""
    released = ROOT / "_build" / "course" / "release" / home
    with Sandbox("auto") as sandbox:
        graded = grade(notebook, make_skeleton(released / f"{home}.ipynb"), sandbox, files_of(released))
    return {record["function"]: record["credit"] for record in graded.metadata.autograder.records}
