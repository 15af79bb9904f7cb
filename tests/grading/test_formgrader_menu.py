"""Does formgrader's menu lead to the pages about the whole class, in its own server and with its own sign-in?"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect, sync_playwright

from book.tools.readme_picture import FLAGS
from tests.grading.conftest import ROOT
from tests.grading.small_class import make_course

CHROMIUM = shutil.which("chromium")
TOKEN = "a-token-of-the-test"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Where a Jupyter server with the course's configuration answers, as `make lab` starts it."""
    folder = tmp_path_factory.mktemp("formgrader")
    course = make_course(folder / "course")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyter", "server", "--no-browser", f"--port={port}", "--ServerApp.ip=127.0.0.1"]
    command += [f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={folder}", "--allow-root"]
    environment = os.environ | {"COURSE_ROOT": str(course)}
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/api", server, folder / "log")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def wait_for(url, server, log):
    for _ in range(600):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(url)
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"The server did not answer: {log.read_text()}")


def test_the_menu_leads_to_report_and_pairs(address):
    if not CHROMIUM:
        pytest.skip("needs chromium (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(60_000)
        for each in ("manage_students", "gradebook", "manage_assignments"):
            page.goto(f"{address}/formgrader/{each}?token={TOKEN}")
            expect(page.get_by_role("link", name="The Class")).to_be_visible()
        page.get_by_role("link", name="The Class").click()
        menu = page.url
        page.get_by_role("link", name="Report on The layers of a network").click()
        expect(page.get_by_role("heading", name="What the class got wrong")).to_be_visible()
        expect(page.get_by_text("2 students handed in and graded.")).to_be_visible()
        page.goto(menu)
        page.get_by_role("link", name="Pairs in The layers of a network").click()
        expect(page.get_by_text("This is no verdict.")).to_be_visible()
        page.goto(menu)
        page.get_by_role("link", name="The term so far").click()
        expect(page.get_by_role("heading", name="What the class got wrong")).to_be_visible()
        page.goto(f"{address}/formgrader/class/report/..%2F..%2Fetc")
        expect(page.get_by_text("Nothing of '../../etc' has been graded.")).to_be_visible()
        browser.close()


@pytest.mark.parametrize("place", ["class", "class/term", "class/report/layers", "class/similar/layers"])
def test_without_signing_in_nothing_is_shown(address, place):
    with urllib.request.urlopen(f"{address}/formgrader/{place}") as answer:
        assert "/login" in answer.url and "mallory" not in answer.read().decode()
