"""One hub for all tests here, from a copy of the checkout that no student can read."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import sync_playwright

from book.tools.readme_picture import FLAGS
from hub.environments import NOT_CODE
from tests.grading.conftest import ROOT, released  # noqa: F401
from tests.hub.people import Instructor, Student

CHROMIUM = shutil.which("chromium")
SEED = """
import shutil, sys
from hub.environments import made_key, sources
from hub.settings import read_settings
settings, released = read_settings(), sys.argv[1]
settings.own_folder.mkdir(parents=True)
shutil.copytree(f"{released}/student", settings.own_folder / "bundle", ignore=shutil.ignore_patterns("__pycache__"))
shutil.copytree(f"{released}/course", settings.course_root)
(settings.own_folder / "bundle-made-of").write_text(made_key(sources()))
"""


@dataclass
class Hub:
    """A hub that runs.

    Attributes
    ----------
    has_walls : bool
        Whether everybody is an account of the machine; only root can make such.
    ada, bob, instructor : str
        Names.
    """

    base: Path
    port: int
    has_walls: bool
    names: tuple[str, str, str]
    password: str = field(default_factory=lambda: secrets.token_urlsafe(12))

    @property
    def root(self):
        return self.base / "hub"

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self):
        unit = self.names[0].removesuffix("ada")
        return os.environ | {
            "HUB_ROOT": str(self.root),
            "HUB_PORT": str(self.port),
            "HUB_PASSWORD": self.password,
            "COURSE_ROOT": str(self.root / "course"),
            "HUB_GRADER": f"{unit}grader",
            "HUB_STUDENTS": f"{unit}students",
            "HUB_INSTRUCTORS": f"{unit}teachers" if self.has_walls else self.names[2],
        }

    def run(self, *command, **options):
        """Run something with this Python in the copy of the checkout."""
        python = [sys.executable, *map(str, command)]
        return subprocess.run(python, cwd=self.base / "checkout", env=self.environment, text=True, **options)


@pytest.fixture(scope="module")
def hub(released):  # noqa: F811
    """A hub with two students and an instructor; where this is root, with accounts, which are removed at the end."""
    if not CHROMIUM:
        pytest.skip("needs chromium (apt-get install chromium)")
    base = Path(tempfile.mkdtemp(prefix="hub-", dir="/var/tmp"))
    base.chmod(0o755)
    unit = f"t{os.getpid()}"
    made = Hub(base, _free_ports(), os.geteuid() == 0, (f"{unit}ada", f"{unit}bob", f"{unit}eva"))
    try:
        shutil.copytree(ROOT, base / "checkout", ignore=NOT_CODE)
        (base / "checkout").chmod(0o700)
        made.run("-c", SEED, released, check=True)
        if made.has_walls:
            _make_accounts(made)
        with (base / "log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "hub"], cwd=base / "checkout", env=made.environment, stdout=log, stderr=log
            )
        while "JupyterHub is now running" not in (base / "log").read_text(errors="replace"):
            assert process.poll() is None, (base / "log").read_text(errors="replace")
            time.sleep(0.2)
        yield made
        process.send_signal(signal.SIGTERM)
        process.wait(120)
    finally:
        _remove(made)


@pytest.fixture(scope="module")
def browser(hub):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def people(hub, browser):
    """Ada, Bob and their instructor, logged in."""
    kinds = (Student, Student, Instructor)
    return [kind(browser, hub.url, name, hub.password) for kind, name in zip(kinds, hub.names, strict=True)]


def _free_ports():
    """The first of four ports in a row that nobody listens on."""
    while True:
        first = 20_000 + secrets.randbelow(20_000)
        try:
            for port in range(first, first + 4):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
            return first
        except OSError:
            continue


def _make_accounts(hub):
    names = hub.environment
    for group in ("HUB_STUDENTS", "HUB_INSTRUCTORS"):
        subprocess.run(["groupadd", "--system", names[group]], check=True)
    home = hub.root / "grader" / "home"
    subprocess.run(["useradd", "--system", "--user-group", "--home-dir", home, names["HUB_GRADER"]], check=True)
    shutil.copystat(hub.base, hub.root)
    subprocess.run(["chown", "-R", f"{names['HUB_GRADER']}:", hub.root / "course"], check=True)
    for name in hub.names:
        group = names["HUB_INSTRUCTORS" if name == hub.names[2] else "HUB_STUDENTS"]
        place = ["--create-home", "--home-dir", hub.base / name, "--shell", "/bin/bash"]
        subprocess.run(["useradd", *place, "--groups", group, name], check=True)
    lines = "".join(f"{name}:{hub.password}\n" for name in hub.names)
    subprocess.run(["chpasswd"], input=lines, text=True, check=True)


def _remove(hub):
    """Leave nothing of this hub: processes, accounts, files."""
    ours = {*hub.names, hub.environment["HUB_GRADER"]} if hub.has_walls else set()
    here = {os.getpid(), *(each.pid for each in psutil.Process().parents())}
    running = [each for each in psutil.process_iter(["username", "cmdline"]) if each.pid not in here]
    left = [each for each in running if _is_ours(each, ours, str(hub.base))]
    for process in left:
        process.kill()
    psutil.wait_procs(left, 60)
    for name in ours:
        subprocess.run(["userdel", name], capture_output=True)
    for name in ("HUB_STUDENTS", "HUB_INSTRUCTORS") if hub.has_walls else ():
        subprocess.run(["groupdel", hub.environment[name]], capture_output=True)
    shutil.rmtree(hub.base, ignore_errors=True)


def _is_ours(process, accounts, base):
    words = json.dumps(process.info["cmdline"] or [])
    return process.info["username"] in accounts or base in words
