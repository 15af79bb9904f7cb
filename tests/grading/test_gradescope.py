"""Does the zip for Gradescope grade there as it does here, and is nobody's score a fault of ours?"""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

from autograder.cli import main
from autograder.grading.assignments.source_notebook import write_sources
from autograder.grading.lms import gradescope_run
from autograder.grading.sandbox import isolation
from autograder.grading.sandbox.warm_sandbox import Sandbox
from tests.grading.conftest import ROOT

ASSIGNMENT = "neurons"
# of https://gradescope-autograders.readthedocs.io/en/latest/specs/, "Output format"
TOP = {
    "score", "execution_time", "output", "output_format", "test_output_format", "test_name_format", "visibility",
    "stdout_visibility", "extra_data", "tests", "leaderboard",
}  # fmt: skip
TEST = {
    "score", "max_score", "status", "name", "name_format", "number", "output", "output_format", "tags", "visibility",
    "extra_data",
}  # fmt: skip


@pytest.fixture(scope="module")
def harness(tmp_path_factory):
    """The folder `/autograder` as Gradescope lays it out, and the notebook with right answers."""
    course, root = tmp_path_factory.mktemp("course"), tmp_path_factory.mktemp("gradescope") / "autograder"
    write_sources(ROOT / "exercises", course / "source", only=[ASSIGNMENT])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_ROOT", str(course))
        patch.chdir(ROOT)
        assert main(["export", "--for", "gradescope", ASSIGNMENT, "--to", str(course / "neurons.zip")]) == 0
    with zipfile.ZipFile(course / "neurons.zip") as archive:
        archive.extractall(root / "source")
        modes = {info.filename: info.external_attr >> 16 & 0o777 for info in archive.infolist()}
    assert modes["setup.sh"] == modes["run_autograder"] == 0o755
    (root / "submission").mkdir()
    (root / "results").mkdir()
    (root / "submission_metadata.json").write_text(json.dumps({"users": [{"id": 7}], "created_at": "2026-11-03"}))
    return root, nbformat.read(course / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", as_version=4)


def run(root, *options):
    """Start Python as `run_autograder` does, with the code of the zip and no other."""
    command = [sys.executable, "-m", "autograder.grading.lms.gradescope_run", str(root), *options]
    environment = os.environ | {"PYTHONPATH": str(root / "source" / "code"), "COURSE_ROOT": str(root / "absent")}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)


def test_a_submission_gets_its_points_and_our_sentences(harness):
    root, notebook = harness
    broken = "gate_weights"
    for cell in notebook.cells:
        cell.source = "\n".join(line for line in cell.source.splitlines() if not line.strip().startswith("###"))
        if cell.metadata.get("nbgrader", {}).get("grade_id") == broken:
            cell.source += (
                f"\n_right = {broken}\ndef {broken}(*arguments):\n    w0, w = _right(*arguments)\n    return w0, -w"
            )
    packed = root / "submission" / "my folder"  # as people pack it
    packed.mkdir()
    nbformat.write(notebook, packed / "my answer.ipynb")
    done = run(root)
    assert done.returncode == 0, done.stderr
    shown = json.loads((root / "results" / "results.json").read_text(encoding="utf-8"))
    assert shown.keys() <= TOP and all(test.keys() <= TEST for test in shown["tests"])
    found = {test["name"]: test for test in shown["tests"]}
    assert (found[broken]["score"], found[broken]["max_score"], found[broken]["status"]) == (1, 2, "failed")
    assert "It has the wrong sign." in found[broken]["output"]
    others = [test for name, test in found.items() if name != broken]
    assert others and all(test["score"] == test["max_score"] and test["status"] == "passed" for test in others)
    assert "my answer.ipynb; it was taken as neurons.ipynb" in shown["output"]
    assert shown["output"].endswith("Questions in words are marked by a person.")


def test_the_scripts_are_right_for_a_shell_and_the_code_is_whole(harness):
    root, _ = harness
    for name in ("setup.sh", "run_autograder"):
        subprocess.run(["bash", "-n", root / "source" / name], check=True)
    code = root / "source" / "code"
    for folder in ("autograder", "solutions", "exercises"):
        ours = {path.relative_to(ROOT) for path in (ROOT / folder).rglob("*.py")}
        assert ours == {path.relative_to(code) for path in (code / folder).rglob("*.py")}
    assert json.loads((code / "autograder" / "course_map.json").read_text())["sections"]


def test_nothing_handed_in_is_0_and_a_fault_of_ours_is_no_score(harness, tmp_path, monkeypatch):
    root, _ = harness
    empty = tmp_path / "autograder"
    for name in ("submission", "results"):
        (empty / name).mkdir(parents=True)
    (empty / "source").symlink_to(root / "source")
    assert gradescope_run.main([str(empty), "--sandbox", "none"]) == 0
    shown = json.loads((empty / "results" / "results.json").read_text(encoding="utf-8"))
    assert {test["score"] for test in shown["tests"]} == {0} and "There is no neurons.ipynb." in shown["output"]
    (empty / "results" / "results.json").unlink()

    def fail(*_):
        raise isolation.SandboxUnavailable("No sandbox can be had here.")

    monkeypatch.setattr(gradescope_run, "choose", fail)
    assert gradescope_run.main([str(empty)]) == 1
    assert not list((empty / "results").iterdir())


def test_where_no_wall_can_be_built_student_code_is_another_user_s(tmp_path):
    if os.geteuid():
        with pytest.raises(isolation.SandboxUnavailable, match="Only root"):
            Sandbox(isolation.USER)
        return
    secret = Path(tmp_path / "results")
    secret.mkdir(mode=0o700)
    with Sandbox(isolation.USER) as sandbox, sandbox.open({"own.txt": b"mine"}) as session:
        assert "another user" in sandbox.description
        first = session.run("import os\nprint(os.getuid(), open('own.txt').read())")
        assert first.outputs[0]["text"] == f"{isolation.NOBODY} mine\n"
        for cell in (f"os.listdir({str(secret)!r})", f"open({str(secret / 'x')!r}, 'w')", f"os.kill({os.getpid()}, 0)"):
            result = session.run(cell)
            assert result.status == "error" and result.outputs[0]["ename"] == "PermissionError", cell
        assert session.run("os.setuid(0)").status == "error"
