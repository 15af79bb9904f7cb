"""Does `autograder status` count what is done, and run nothing that nobody has touched?"""

import json
import re
from pathlib import Path

import pytest

from autograder.cli import main
from autograder.course_map import assignments
from autograder.grading.assignments.datasets import write_digits
from autograder.registry import load
from tests.autograder.test_cli import RIGHT, notebook

pytestmark = pytest.mark.usefixtures("as_a_student")
LAYERS = next(each for each in assignments() if each.name == "layers")
HALF = RIGHT.partition("def affine_backward")[0] + "\n\ndef affine_backward(dout, cache):\n    pass\n"
RELU = "import numpy as np\n\n\ndef relu_forward(x):\n    return np.maximum(0, x), x\n"
UNTOUCHED = "open('it_ran', 'w').close()"


def stub(name):
    return f'def {name}({load()[name].signature}):\n    """{load()[name].summary}"""\n    raise NotImplementedError\n'


def work(folder, **files):
    """Write files; a double underscore in a name stands for a folder, the last underscore for the dot."""
    for name, text in files.items():
        path = folder / Path(*name.rsplit("_", 1)[0].split("__")).with_suffix(f".{name.rsplit('_', 1)[1]}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def run(capsys, *options):
    code = main(["status", *map(str, options)])
    return code, *capsys.readouterr()


def test_what_is_done_begun_and_left_is_counted_and_stubs_are_not_run(tmp_path, capsys, monkeypatch):
    rest = [stub(name) for name in LAYERS.functions[2:]]
    work(
        tmp_path,
        layers__layers_ipynb=notebook(HALF, *rest),
        neurons__neurons_ipynb=notebook(UNTOUCHED, stub("step"), stub("xor_net")),
        mine_py=RIGHT,  # the better of two counts
        layers__earlier_py=RELU,
    )
    monkeypatch.chdir(tmp_path)
    code, out, _ = run(capsys, ".", "--json")
    said = json.loads(out)
    found = {each["name"]: each for each in said["assignments"]}
    states = {each["function"]: each["state"] for each in found["layers"]["functions"]}
    assert code == 0 and said["passed"] == 2 and said["functions"] == len(load())
    assert [name for name, state in states.items() if state == "passed"] == ["affine_forward", "affine_backward"]
    assert found["layers"]["points"] == sum(load()[name].points for name in ("affine_forward", "affine_backward"))
    assert set(states.values()) == {"passed", "not begun"}
    assert found["neurons"]["state"] == "not begun" and not list(tmp_path.rglob("it_ran"))
    assert said["next"]["function"] == "step"


def test_what_is_begun_is_listed_with_what_to_do_next(tmp_path, capsys):
    wrong = "def neuron_predict(x, w, b):\n    return x\n"
    work(tmp_path, x_py="\n\n".join([wrong, "def step_naive(x):\n    return (x >= 0) * 1\n", stub("xor_net")]))
    code, out, _ = run(capsys, tmp_path / "x.py")
    assert code == 0 and "[/] neurons  1 of 6 passed, " in out
    assert "begun: neuron_predict\n" in out and "not begun: gate_weights, xor_net, " in out
    assert f"x.py. `autograder check {tmp_path / 'x.py'} neuron_predict` says what is wrong." in out


def test_a_complete_assignment_says_how_to_hand_it_in_and_what_its_task_reached(tmp_path, capsys):
    write_digits(tmp_path)
    code, out, _ = run(capsys, *answers(tmp_path, "layers"))
    assert code == 0 and re.search(r"\[x\] layers  6 of 6 passed, 17 of 17 points, train_digits 9\d\.\d %\n", out)
    assert "Complete. Answer the question in words, save, and hand in" in out
    assert out.endswith("Everything in these files has passed.\n")


def answers(folder, name):
    """A file with the model answers of an assignment."""
    text = (Path(__file__).parents[2] / "exercises" / name / f"{name}.md").read_text()
    cells = [part.split("```")[0] for part in text.split(":tags: [answer]\n")[1:]]
    work(folder, **{f"{name}_py": "\n\n".join(["import numpy as np", *(cell for cell in cells if "def " in cell)])})
    return [folder / f"{name}.py"]


def test_a_cell_that_is_no_python_is_named(tmp_path, capsys):
    work(tmp_path, mine_py="def step(x):\n    return (\n")
    code, out, _ = run(capsys, tmp_path)
    assert code == 0 and "step could not be checked: '(' was never closed" in out


@pytest.mark.parametrize("files, says", [({}, "no exercise function in"), ({"mine_py": "x = 1"}, ".ipynb or .py")])
def test_where_nothing_is_found_one_sentence_says_so(tmp_path, capsys, files, says):
    work(tmp_path, **files)
    code, out, err = run(capsys, tmp_path)
    assert (code, out) == (2, "") and says in err
    assert run(capsys, tmp_path / "nowhere")[2].startswith("autograder status: there is no ")
