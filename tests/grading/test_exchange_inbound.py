"""Does collecting take from the exchange what a student has handed in, and nothing that another has put there?"""

import os
import pwd
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.grading.nbgrader_plugins import exchange_inbound
from autograder.grading.nbgrader_plugins.exchange_inbound import CollectPlainFiles, number_of
from tests.grading.conftest import ROOT

ME = pwd.getpwuid(os.getuid()).pw_name
SOON, LATE = "2026-10-01 10:00:00 UTC", "2026-10-01 12:00:00 UTC"


@pytest.fixture
def exchange(tmp_path):
    """The folder where students put what they hand in, and a function that collects from it."""
    inbound = tmp_path / "exchange" / "course" / "inbound"
    inbound.mkdir(parents=True)
    places = {"root": str(tmp_path / "course"), "course_id": "course", "assignment_id": "layers"}

    def collect(**options):
        settings = Config({"Exchange": {"root": str(tmp_path / "exchange")}, "CollectPlainFiles": options})
        CollectPlainFiles(
            coursedir=CourseDirectory(config=Config({"CourseDirectory": places})), config=settings
        ).start()
        return tmp_path / "course" / "submitted"

    return inbound, collect


def hand_in(inbound, student, time, text):
    folder = inbound / f"{student}+layers+{time}+abc"
    folder.mkdir()
    (folder / "layers.ipynb").write_text(text)
    return folder


def test_the_newest_of_each_student_is_collected(exchange):
    inbound, collect = exchange
    hand_in(inbound, ME, LATE, "late")
    hand_in(inbound, ME, SOON, "soon")
    assert (collect() / ME / "layers" / "layers.ipynb").read_text() == "late"


def test_the_newest_before_the_deadline_is_collected_where_that_is_wanted(exchange, tmp_path, monkeypatch):
    inbound, collect = exchange
    (tmp_path / "course").mkdir()
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))  # nbgrader makes a gradebook with alembic's command
    with Gradebook(f"sqlite:///{tmp_path}/course/gradebook.db") as gradebook:
        gradebook.add_assignment("layers", duedate="2026-10-01 11:00:00 UTC")
    hand_in(inbound, ME, LATE, "late")
    assert (collect(before_duedate=True) / ME / "layers" / "layers.ipynb").read_text() == "late", "better than nothing"
    hand_in(inbound, ME, SOON, "soon")
    assert (collect(before_duedate=True) / ME / "layers" / "layers.ipynb").read_text() == "soon"


def test_what_another_account_has_put_in_under_a_name_is_not_that_students(exchange, caplog):
    inbound, collect = exchange
    hand_in(inbound, "ada", LATE, "not hers")
    assert not (collect() / "ada").exists()
    assert f"it belongs to {ME}, not to ada" in caplog.text


def test_without_accounts_an_owner_is_known_by_the_number_that_a_pod_was_given(exchange, monkeypatch):
    inbound, collect = exchange
    values = yaml.safe_load((ROOT / "hub" / "kubernetes" / "values.yaml").read_text())
    spawners = Config()
    exec(values["hub"]["extraConfig"]["numbers"], {"c": spawners})
    ada = SimpleNamespace(user=SimpleNamespace(name="ada@example.org", groups=[]))
    assert spawners.KubeSpawner.uid(ada) == number_of("ada@example.org") > 100_000
    hand_in(inbound, "ada@example.org", SOON, "hers")
    monkeypatch.setattr(exchange_inbound, "number_of", {"ada@example.org": os.getuid()}.__getitem__)
    assert (collect(numbered=True) / "ada@example.org").exists()


def test_a_name_that_cannot_be_read_stops_nobody_elses_collection(exchange, caplog):
    inbound, collect = exchange
    hand_in(inbound, ME, "yesterday", "odd")
    hand_in(inbound, ME, SOON, "mine")
    (inbound / f"{ME}+layers+{LATE}+abc").symlink_to("/")
    assert (collect() / ME / "layers" / "layers.ipynb").read_text() == "mine"
    assert "its name holds no time" in caplog.text and "it is no folder" in caplog.text


def test_what_a_link_leads_to_is_not_collected(exchange, tmp_path):
    inbound, collect = exchange
    (tmp_path / "gradebook.db").write_text("everybody's marks")
    folder = hand_in(inbound, ME, SOON, "mine")
    os.mkfifo(folder / "endless.ipynb")
    (folder / "notes.txt").symlink_to(tmp_path / "gradebook.db")
    (folder / "timestamp.txt").write_text(SOON)
    submitted = collect() / ME / "layers"
    assert {path.name for path in submitted.iterdir()} == {"layers.ipynb", "timestamp.txt"}
