"""Say what a layer lacks before the modules are collected that would die of it."""

import os
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.layout import problems

SECONDS = 90  # that a page may take to show anything: a machine that does other work is no fault of it
expect.set_options(timeout=1000 * SECONDS)

LONGEST_FIRST = (  # what starts late keeps the other processors waiting at the end
    "test_pages.py",
    "test_hub.py",
    "test_wasm.py",
    "test_seeds.py",
    "test_attacks.py",
    "test_assignments.py",
    "test_nbgrader.py",
    "test_misconceptions.py",
    "test_running.py",
    "test_hardening.py",
    "test_demo.py",
    "test_misconception_match.py",
    "test_student.py",
    "test_new_layer.py",
)


def pytest_sessionstart(session):
    """End with sentences if a layer is not whole; the workers of pytest-xdist need not look again."""
    found = [] if "PYTEST_XDIST_WORKER" in os.environ else problems()
    if found:
        pytest.exit(
            "\n".join(["The layout is not whole; see book/authors.md.", *found]), returncode=pytest.ExitCode.USAGE_ERROR
        )


def pytest_collection_modifyitems(items):
    """Order the files; with `--no-loadscope-reorder`, pytest-xdist starts them in this order."""
    order = {name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: order.get(Path(item.path).name, len(order)))


@pytest.fixture(scope="module", autouse=True)
def kept(request):
    """Skip a module with `KEPT = True` that passed before, as long as what it depends on is the same.

    These modules play hundreds of answers to the course, always with the same numbers: whoever changes a page, or a
    tool, need not wait for them. `pytest --cache-clear` runs all.
    """
    cache, config = getattr(request.config, "cache", None), request.config
    is_whole = not (config.option.keyword or config.option.markexpr or any("::" in each for each in config.args))
    if not getattr(request.module, "KEPT", False) or not cache or not is_whole:
        yield
        return
    from book.tools.changes import ROOT, fingerprint

    folders = ("autograder", "solutions", "exercises", "benchmarks", "book/page", "requirements.txt")
    names = ("twins.py", "book/in_page.py", "book/play.mjs", "book/drawing.py")
    tests = [*(ROOT / "tests" / name for name in names), Path(request.module.__file__)]
    state = f"{sys.version} {fingerprint(*(ROOT / name for name in folders), *tests)}"
    key = f"kept/{request.module.__name__}"
    if cache.get(key, "") == state:
        pytest.skip("passed before, and nothing that it plays has changed")
    failed = request.session.testsfailed
    yield
    if request.session.testsfailed == failed:
        cache.set(key, state)
