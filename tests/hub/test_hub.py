"""Does a class get from fetching to feedback on the hub, and can a student read or forge what is another's?"""

import json
import os
import re
import subprocess
import sys

import pytest
import yaml

from tests.grading.conftest import ROOT

ASSIGNMENT = "neurons"
RIGHT = "def step(xi):\n    return (xi >= 0).astype(int)"
WRONG = "def step(xi):\n    return (xi > 0).astype(int)"
LOOK = """
import importlib.util, os
for place in {places}:
    try:
        os.listdir(place) if os.path.isdir(place) else open(place).read(1)
        print("open", place)
    except PermissionError:
        print("closed")
for name in ("solutions", "autograder.grading", "autograder"):
    try:
        print(name, importlib.util.find_spec(name) is not None)
    except ModuleNotFoundError:
        print(name, False)
"""
KNOWN_SETTINGS = """
import json, sys
from jupyterhub.app import JupyterHub
from jupyterhub.auth import Authenticator, LocalAuthenticator
from ltiauthenticator.lti13.auth import LTI13Authenticator
from traitlets.config import Config
kinds = {kind.__name__: kind for kind in (JupyterHub, Authenticator, LocalAuthenticator, LTI13Authenticator)}
values, snippet = json.load(sys.stdin)
written = Config()
exec(snippet, {"c": written})
for settings in (values, written):
    for kind, names in settings.items():
        assert not names.keys() - kinds[kind].class_trait_names(config=True), (kind, list(names))
LTI13Authenticator(config=Config(values))
written.JupyterHub.authenticator_class(config=written)
"""
FORGE = """
import os
folder = {inbound!r} + "/{name}+{assignment}+2036-01-01 00:00:00 UTC+abc"
os.mkdir(folder)
open(folder + "/{assignment}.ipynb", "w").write("forged")
print("put in")
"""


@pytest.fixture(scope="module")
def term(hub, people):
    """What is seen while an assignment goes its way, by name."""
    ada, bob, eva = people
    seen = {}
    eva.page.wait_for_url("**/services/formgrader/lab**")
    eva.visit("manage_assignments")
    seen["released"] = eva.press(ASSIGNMENT, "release")
    for name, student, answer in (("ada", ada, RIGHT), ("bob", bob, WRONG)):
        student.page.wait_for_url("**/lab**")
        student.list_assignments()
        student.press(ASSIGNMENT, "Fetch")
        student.page.get_by_role("button", name="Submit", exact=True).wait_for()
        student.open(f"{ASSIGNMENT}/{ASSIGNMENT}.ipynb")
        student.write({"def step": answer, "YOUR ANSWER HERE": f"{name} thinks of a line."})
        seen[f"{name} validates"] = student.validate()
        student.list_assignments()
        student.press(ASSIGNMENT, "Submit")
        student.page.get_by_role("button", name="Fetch Feedback").wait_for()
    if hub.has_walls:
        inbound = str(hub.root / "exchange" / "forward-and-backward" / "inbound")
        seen["forged"] = bob.run(FORGE.format(inbound=inbound, name=ada.name, assignment=ASSIGNMENT))
    eva.visit("manage_assignments")
    seen["collected"] = eva.press(ASSIGNMENT, "collect")
    eva.visit(f"manage_submissions/{ASSIGNMENT}")
    for student in (ada, bob):
        seen[f"{student.name} graded"] = eva.press(student.name, "autograde")
    for student, points in ((ada, 3), (bob, 2)):
        seen[f"{student.name} marked"] = eva.mark(student.name, ASSIGNMENT, points, f"Read by eva for {student.name}.")
    eva.visit("manage_assignments")
    for button in ("generate-feedback", "release-feedback"):
        seen[button] = eva.press(ASSIGNMENT, button)
    for student in (ada, bob):
        student.list_assignments()
        student.page.get_by_role("button", name="Fetch Feedback").click()
        student.page.get_by_text("view feedback").wait_for()
        (time,) = student.names_in(f"{ASSIGNMENT}/feedback")
        seen[f"{student.name} reads"] = student.get(f"{ASSIGNMENT}/feedback/{time}/{ASSIGNMENT}.html")
    return seen


def test_validate_in_lab_shows_why_a_function_is_wrong(term):
    assert "y[2] = 0, expected 1" in term["bob validates"]
    assert "check(step)" not in term["ada validates"] and "check(xor_net)" in term["ada validates"]


def test_formgrader_collects_grades_and_marks_what_was_handed_in(term, people):
    ada, bob, _ = people
    assert "Successfully collected" in term["collected"]
    for student, points in ((ada, "3"), (bob, "2")):
        assert "Applying preprocessor: ExecuteInSandbox" in term[f"{student.name} graded"]
        assert float(term[f"{student.name} marked"]) == float(points)


def test_each_student_reads_the_own_feedback_and_not_the_others(term, people):
    ada, bob, _ = people
    for student, other, points in ((ada, bob, "4 of 18"), (bob, ada, "2 of 18")):
        page = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", term[f"{student.name} reads"]))
        assert f"Read by eva for {student.name}." in page and other.name not in page
        assert points in page
        assert student.status(f"/user/{other.name}/lab") == 403


def test_students_do_not_get_to_formgrader(term, people):
    ada, bob, eva = people
    for place in ("/services/formgrader/formgrader/manage_students", "/services/formgrader/api/contents"):
        assert [ada.status(place), bob.status(place), eva.status(place)] == [403, 403, 200]


def test_a_kernel_of_a_student_reads_neither_reference_nor_marks_nor_the_others_work(hub, term, people):
    if not hub.has_walls:
        pytest.skip("only root can give everybody an account of the machine")
    ada, bob, _ = people
    inside = ("course", "course/gradebook.db", "course/.secret", "grader", "grader/code/solutions/__init__.py", "hub")
    places = [hub.root / each for each in inside]
    places += [hub.root / "hub" / "jupyterhub.sqlite", hub.base / "checkout" / "solutions" / "__init__.py"]
    places += [hub.base / ada.name, hub.base / ada.name / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"]
    places += [hub.root / "exchange" / "forward-and-backward" / each for each in ("inbound", "feedback")]
    assert all(map(os.path.exists, places)), "what is missing is not closed"
    said = bob.run(LOOK.format(places=[str(place) for place in places])).split("\n")
    assert said[: len(places)] == ["closed"] * len(places)
    assert said[len(places) :][:3] == ["solutions False", "autograder.grading False", "autograder True"]


def test_what_another_student_puts_in_under_a_name_is_not_collected(hub, term, people):
    if not hub.has_walls:
        pytest.skip("only root can give everybody an account of the machine")
    ada, bob, _ = people
    assert "put in" in term["forged"] and f"it belongs to {bob.name}, not to {ada.name}" in term["collected"]
    assert (
        "ada thinks of a line"
        in (hub.root / "course" / "submitted" / ada.name / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text()
    )


def test_a_reference_that_every_account_can_read_stops_the_start(hub):
    if not hub.has_walls:
        pytest.skip("only root can give everybody an account of the machine")
    (hub.base / "checkout").chmod(0o755)
    try:
        done = hub.run("-m", "hub", capture_output=True)
    finally:
        (hub.base / "checkout").chmod(0o700)
    assert done.returncode == 2 and f"chmod o-rwx {hub.base / 'checkout'}, then start again." in done.stderr


def test_what_is_written_for_lti_and_kubernetes_are_settings_that_exist(hub):
    values = yaml.safe_load((ROOT / "hub" / "kubernetes" / "values.yaml").read_text())["hub"]["config"]
    guide = (ROOT / "book" / "instructors.md").read_text()
    snippet = re.search(r"```python\n(from jupyterhub.auth.*?)```", guide, re.S)[1]
    done = subprocess.run(
        [hub.root / "grader" / "env" / "bin" / "python", "-c", KNOWN_SETTINGS],
        input=json.dumps([values, snippet]),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_a_port_that_is_none_is_refused_in_one_sentence():
    done = subprocess.run(
        [sys.executable, "-m", "hub"], capture_output=True, text=True, env=os.environ | {"HUB_PORT": "eighty"}
    )
    assert (done.returncode, done.stderr) == (2, "HUB_PORT must be a number from 1024 to 65000; it is 'eighty'.\n")
