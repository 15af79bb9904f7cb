"""Can a student with the bundle and NumPy alone work and check, and is no answer in it?"""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import jupytext

from autograder.checking import public_numbers
from autograder.checking.public_check import FURTHER
from autograder.grading.sandbox import isolation
from autograder.registry import load

ROOT = Path(__file__).parents[2]
ANSWER = "def relu_forward(x):\n    return x * (x > 0), x\n"


def run_with_numpy_alone(bundle, *arguments):
    """Run the bundle's check in a Python that finds NumPy and nothing else of ours."""
    import numpy

    script = (
        "import sys; from importlib.machinery import PathFinder as F\n"
        f"sys.path = [{str(bundle)!r}] + [p for p in sys.path if 'site-packages' not in p and p != {str(ROOT)!r}]\n"
        "class Only:\n"
        "    def find_spec(name, path=None, target=None):\n"
        f"        return F.find_spec(name, [{str(Path(numpy.__file__).parents[1])!r}]) if name == 'numpy' else None\n"
        "sys.meta_path.append(Only)\n"
        "from autograder.cli import main\n"
        f"sys.exit(main({list(arguments)!r}))"
    )
    return subprocess.run([sys.executable, "-S", "-c", script], capture_output=True, text=True, cwd=bundle)


def test_a_student_can_check_with_numpy_alone(bundle, tmp_path):
    work = tmp_path / "layers.py"
    work.write_text(ANSWER)
    done = run_with_numpy_alone(bundle, "check", str(work))
    assert (done.returncode, done.stdout) == (0, "relu_forward: passed.\n"), done.stderr


def test_a_student_without_the_course_is_judged_with_its_numbers(bundle, tmp_path):
    """Worked examples and slopes are far from 0; only what comes with the course is near it."""
    work = tmp_path / "layers.py"
    work.write_text(ANSWER.replace("x > 0", "x > 1e-3"))
    done = run_with_numpy_alone(bundle, "check", str(work))
    assert done.returncode == 1 and FURTHER in done.stdout, done.stderr


def test_a_notebook_is_checked_with_numpy_alone(bundle, tmp_path):
    shutil.copytree(bundle / "layers", tmp_path, dirs_exist_ok=True)
    notebook = json.loads((tmp_path / "layers.ipynb").read_text())
    (stub,) = [cell for cell in notebook["cells"] if "".join(cell["source"]).startswith("def relu_forward")]
    stub["source"] = ANSWER
    (tmp_path / "layers.ipynb").write_text(json.dumps(notebook))
    done = run_with_numpy_alone(bundle, "check", str(tmp_path / "layers.ipynb"), "relu_forward")
    assert done.returncode == 0 and done.stdout.startswith("relu_forward: passed."), done.stdout
    assert "matplotlib" not in done.stdout + done.stderr


def test_notebooks_need_matplotlib_only_where_they_draw(bundle):
    for path in bundle.glob("*/*.ipynb"):
        cells = ["".join(cell["source"]) for cell in json.loads(path.read_text())["cells"]]
        (place,) = [place for place, cell in enumerate(cells) if "import matplotlib" in cell]
        assert "plt." in cells[place].partition("as plt")[2], path
        assert not [cell for cell in cells[:place] if "plt." in cell], path


def test_what_is_installed_from_the_bundle_is_whole_and_leaves_the_folder_as_it_was(bundle, tmp_path):
    shutil.copytree(bundle, tmp_path / "bundle")
    before = {*(tmp_path / "bundle").rglob("*")}
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--no-compile", "--target", str(tmp_path / "installed")]
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", *options, str(tmp_path / "bundle")], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert {*(tmp_path / "bundle").rglob("*")} == before
    files = (tmp_path / "installed" / "autograder" / "checking" / public_numbers.FOLDER).iterdir()
    assert {path.stem for path in files} == {name for name, spec in load().items() if spec.kind != "task"}


def test_a_wrong_answer_is_explained_with_numpy_alone(bundle, tmp_path):
    work = tmp_path / "layers.py"
    work.write_text(ANSWER.replace("x > 0", "x < 0"))
    done = run_with_numpy_alone(bundle, "check", str(work), "--json")
    assert done.returncode == 1 and not json.loads(done.stdout)["reports"][0]["passed"]


def test_no_answer_is_in_the_bundle(bundle):
    text = "\n".join(path.read_text() for path in bundle.rglob("*") if path.suffix in (".py", ".ipynb"))
    for exercise in (ROOT / "exercises").glob("*/*.md"):
        for cell in jupytext.read(exercise).cells:
            if "answer" in cell.metadata.get("tags", []):
                body = cell.source.splitlines()[1:]
                assert not all(json.dumps(line.strip())[1:-1] in text for line in body), body
    assert not re.search(r"BEGIN SOLUTION|Marking scheme|import solutions|from solutions", text)


def test_the_notebooks_hold_stubs_and_locked_checks(bundle):
    notebook = json.loads((bundle / "layers" / "layers.ipynb").read_text())
    sources = ["".join(cell["source"]) for cell in notebook["cells"]]
    assert sum("raise NotImplementedError" in source for source in sources) == 6
    assert "check(affine_forward)" in sources and (bundle / "layers" / "digits.npz").is_file()


def test_the_bundle_names_neither_grading_nor_reference(bundle):
    names = {path.relative_to(bundle).parts[0] for path in bundle.rglob("*")}
    assignments = {text.parent.name for text in (ROOT / "exercises").glob("*/*.md")}
    assert names == {"autograder", *assignments, "LICENSE", "README.md", "pyproject.toml"}
    assert not (bundle / "autograder" / "grading").exists()


def students_side(folder):
    """The files of the package `autograder` below a folder, without the instructor's."""
    paths = {path.relative_to(folder / "autograder") for path in (folder / "autograder").rglob("*.py")}
    return {path for path in paths if path.parts[0] != "grading"}


def test_the_bundle_holds_the_whole_students_side_and_installs_all_of_it(bundle):
    assert students_side(bundle) == students_side(ROOT)
    project = tomllib.loads((bundle / "pyproject.toml").read_text())
    assert project["build-system"]["build-backend"] == "flit_core.buildapi"  # takes all that is in the module's folder
    assert project["tool"]["flit"]["module"]["name"] == "autograder"
    assert not (bundle / "autograder" / "grading").exists()


def test_the_sandbox_holds_the_whole_students_side_and_what_serves_a_session(tmp_path):
    isolation.stage(tmp_path)
    assert students_side(tmp_path) == students_side(ROOT)
    inside = ROOT / "autograder" / "grading" / "sandbox" / "inside"
    assert {path.name for path in (tmp_path / "inside").glob("*.py")} == {path.name for path in inside.glob("*.py")}
    assert {path.name for path in tmp_path.iterdir()} == {"autograder", "inside"}
    assert not (tmp_path / "autograder" / "grading").exists()


def test_nothing_of_the_students_side_imports_the_other_side():
    for path in students_side(ROOT):
        source = (ROOT / "autograder" / path).read_text()
        # one adds the instructor's commands, one asks the model answers, where these are installed
        allowed = path in (Path("cli.py"), Path("checking/public_numbers.py"))
        assert allowed or not re.search(r"^\s*(from|import) (autograder\.grading|solutions)", source, re.MULTILINE), (
            path
        )
