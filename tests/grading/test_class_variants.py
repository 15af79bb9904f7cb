"""Does a class with variants get what is each student's own, and does a copy fail by the sentence that it is one?"""

import json
import types
from pathlib import Path
from textwrap import dedent

import nbformat
import numpy as np
import pytest

import solutions
from autograder import CheckFailed, by_the_book
from autograder.checking.challenge_client import answer_challenges
from autograder.cli import main
from autograder.grading.assignments.source_notebook import build
from autograder.grading.assignments.variant_notebook import in_variants
from autograder.grading.course.assigned_variants import variants_of
from autograder.grading.course.course_folder import Course, CourseError
from autograder.grading.course.policy import read_policy
from autograder.grading.course.scheduler import Outcome, grade_class, jobs_of
from autograder.grading.course.variant_release import class_variants, write_versions
from autograder.grading.course.worker import mark
from autograder.grading.judge.examiner import Examination
from autograder.grading.lms.gradescope import write_autograder
from autograder.registry import families, find
from autograder.variants import in_use, in_variant
from tests import twins
from tests.autograder.test_variants import model_answers
from tests.grading.conftest import ROOT, Classroom
from tests.grading.test_source import HEAD

ASSIGNMENT = "masks"
TEXT = """
    # Masks

    ```{code-cell} ipython3
    :tags: [given]
    import numpy as np
    from autograder import check
    ```

    ```{code-cell} ipython3
    :tags: [answer]
    def dropout_forward(x, dropout_param):
        p = dropout_param["p"]
        if dropout_param["mode"] == "test":
            return x, np.ones(x.shape)
        scale = (np.random.default_rng(dropout_param["seed"]).random(x.shape) < p) / p
        return x * scale, scale
    ```

    ```{code-cell} ipython3
    :tags: [given]
    shown = dropout_forward(np.ones((40, 50)), {"mode": "train", "p": 0.9, "seed": 1})[0].max()
    print(f"kept entries are {shown:.3f}")
    ```

    ```{code-cell} ipython3
    :tags: [answer]
    def dropout_backward(dout, cache):
        return dout * cache
    ```
"""
BODIES = {  # what a student writes for each variant
    "keep": 'p = dropout_param["p"]',
    "drop": 'p = 1 - dropout_param["p"]',
}
FORWARD = """
    if dropout_param["mode"] == "test":
        return x, np.ones(x.shape)
    scale = (np.random.default_rng(dropout_param["seed"]).random(x.shape) < p) / p
    return x * scale, scale"""


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """A course with variants: its classroom, and three students, of whom the last two have the same variant."""
    classroom = Classroom(tmp_path_factory.mktemp("variants") / "course")
    text = tmp_path_factory.mktemp("text") / f"{ASSIGNMENT}.md"
    text.write_text(HEAD + dedent(TEXT))
    source = classroom.root / "source" / ASSIGNMENT
    source.mkdir(parents=True)
    nbformat.write(build(text), source / f"{ASSIGNMENT}.ipynb")
    (source / "table.txt").write_text("1 2 3")
    (classroom.root / "course.toml").write_text(f"[assignments.{ASSIGNMENT}]\nvariants = true\n")
    done = classroom.run("nbgrader", "generate_assignment", ASSIGNMENT)
    assert done.returncode == 0, done.stderr
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_ROOT", str(classroom.root))
        yield classroom


@pytest.fixture(scope="module")
def students(room):
    """One who keeps, one who drops, and one who drops too and will copy from the first."""
    found = class_variants(room.course, ASSIGNMENT, [f"student-{number}" for number in range(40)])
    by_variant = {name: [each for each, has in found.items() if has["dropout"] == name] for name in BODIES}
    assert min(map(len, by_variant.values())) > 5  # of 40
    return [by_variant["keep"][0], *by_variant["drop"][:2]]


@pytest.fixture(scope="module")
def graded(room, students, tmp_path_factory):
    """What the three have, after all have handed in, by student: the graded notebook."""
    keeps, drops, copies = students
    folder = tmp_path_factory.mktemp("released")
    write_versions(room.course, ASSIGNMENT, students, folder)
    for student, variant in ((keeps, "keep"), (drops, "drop")):
        notebook = nbformat.read(folder / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", as_version=4)
        for cell in notebook.cells:
            answers = {"dropout_forward": f"{BODIES[variant]}{FORWARD}", "dropout_backward": "return dout * cache"}
            answer = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id"))
            cell.source = cell.source.replace("raise NotImplementedError", answer) if answer else cell.source
        room.submit(student, ASSIGNMENT, notebook)
    room.submit(copies, ASSIGNMENT, (room.root / "submitted" / keeps / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_bytes())
    outcome = grade_class(room.course, [ASSIGNMENT], workers=1)
    assert outcome.graded == 3 and not outcome.problems
    place = f"{ASSIGNMENT}/{ASSIGNMENT}.ipynb"
    return [nbformat.read(room.root / "autograded" / student / place, as_version=4) for student in students]


def records(notebook):
    return {record["function"]: record for record in notebook.metadata.autograder["records"]}


def test_each_has_a_notebook_of_its_own_variant(graded, students, room, tmp_path):
    write_versions(room.course, ASSIGNMENT, students, tmp_path)
    for student, says in zip(students, ("keep an entry", "drop an entry", "drop an entry"), strict=True):
        folder = tmp_path / student / ASSIGNMENT
        notebook = nbformat.read(folder / f"{ASSIGNMENT}.ipynb", as_version=4)
        nbformat.validate(notebook)
        sources = [cell.source for cell in notebook.cells]
        assert any(
            f"**Your variant of `dropout_forward`:** p is the probability to {says}." in each for each in sources
        )
        assert any(f"Your variant: p is the probability to {says}." in each for each in sources)
        assert "SOLUTION" not in "".join(sources) and (folder / "table.txt").read_text() == "1 2 3"
        assert notebook.metadata.autograder.variants.dropout == says.split()[0]


def test_own_answers_get_all_points_and_a_copy_none(graded, room, students):
    keeps, drops, copies = (records(notebook) for notebook in graded)
    for name in ("dropout_forward", "dropout_backward"):
        assert keeps[name]["credit"] == drops[name]["credit"] == 1
        assert copies[name]["credit"] == copies[name]["points"] == 0 and copies[name]["codes"] == ["other_variant"]
        assert "This is right for the variant in which p is the probability to keep" in copies[name]["text"]
        assert (
            copies[name]["sentence"].startswith("This is right for the variant") and "In yours" in copies[name]["hint"]
        )
    totals = [sum(points.values()) for _, points in sorted(room.scores(ASSIGNMENT).items())]
    most = sum(find(name).points for name in keeps)
    assert dict(zip(sorted(students), totals, strict=True)) == dict(zip(students, (most, most, 0), strict=True))


def test_given_cells_call_each_variant_by_the_book(graded):
    for notebook in graded[:2]:
        shown = [output.text for cell in notebook.cells for output in cell.get("outputs", []) if "text" in output]
        assert "kept entries are 1.111\n" in shown


def test_what_the_notebook_says_of_its_variant_does_not_count(graded):
    assert '"dropout": "keep"' in "".join(cell.source for cell in graded[2].cells)
    assert graded[2].metadata.autograder.rules["variants"] == {"dropout": "drop"}


def test_marks_are_stale_once_the_course_has_no_variants_any_more(graded, room, students):
    policy = room.root / "course.toml"
    kept = policy.read_text()
    policy.write_text("")
    try:
        outcome = grade_class(room.course, [ASSIGNMENT], workers=1)
    finally:
        policy.write_text(kept)
    assert outcome.skipped == 3 and {tuple(said) for said in outcome.stale.values()} == {("the student's variants",)}


def test_nbgraders_own_autograde_judges_by_the_same_variant(graded, room, students):
    done = room.run("nbgrader", "autograde", ASSIGNMENT, "--student", students[2], "--force", timeout=300)
    assert done.returncode == 0, done.stderr
    place = room.root / "autograded" / students[2] / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    found = records(nbformat.read(place, as_version=4))
    assert {record["codes"][0] for record in found.values()} == {"other_variant"}


def test_who_got_the_plain_notebook_waits_for_a_person(graded, room, students):
    plain = room.source(ASSIGNMENT)
    room.submit(students[1], ASSIGNMENT, plain)
    outcome = Outcome()
    ((_, job),) = jobs_of(room.course, room.course.submissions(ASSIGNMENT, students[1]), "auto", outcome)
    marked = mark(job)[ASSIGNMENT]
    assert marked.scores["check-dropout_forward"] is None and "was the plain version handed out?" in marked.text


def test_the_command_shows_and_writes_versions_and_overwrites_nobodys_work(room, students, tmp_path, capsys):
    asked = [option for student in students for option in ("--student", student)]
    assert main(["variants", ASSIGNMENT, *asked]) == 0
    assert f"{students[0]}: dropout keep\n{students[1]}: dropout drop" in capsys.readouterr().out
    assert main(["variants", ASSIGNMENT, *asked, "--to", str(tmp_path)]) == 0
    work = tmp_path / students[1] / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    work.write_text("what a student wrote")
    assert main(["variants", ASSIGNMENT, *asked, "--to", str(tmp_path)]) == 2
    assert "is there already" in capsys.readouterr().err and work.read_text() == "what a student wrote"


def test_gradescope_which_knows_no_variants_is_refused(room, tmp_path):
    with pytest.raises(CourseError, match="masks has variants, and Gradescope does not know"):
        write_autograder(room.course, ASSIGNMENT, tmp_path / "autograder.zip")


def test_a_variant_depends_on_nothing_but_secret_student_assignment_and_family(room):
    policy = read_policy(room.root)
    names = [name for family in families() for name in family.functions]
    first = variants_of(policy, b"secret", "zoë", ASSIGNMENT, names)
    assert first == variants_of(policy, b"secret", "zoe\u0308", ASSIGNMENT, reversed(names))
    others = [variants_of(policy, secret, "zoë", ASSIGNMENT, names) for secret in (b"other", b"third")]
    assert first not in others and variants_of(policy, b"secret", "zoë", "layers", names) == {}


def test_weights_that_a_task_has_trained_are_judged_by_the_students_variant():
    family = next(each for each in families() if each.following)
    variant = family.variants[-1]
    functions = model_answers(family, variant)
    train = twins.train_characters
    own = types.FunctionType(train.__code__, train.__globals__ | functions, train.__name__)
    with in_use({family.name: variant.name}):
        examination = Examination("train_characters", solutions, np.random.default_rng(1))
        answer_challenges("train_characters", functions | {"train_characters": own}, examination.reply)
        assert examination.report().passed, examination.report().text()


def assignments_with_variants():
    found = {}
    for path in sorted((ROOT / "exercises").glob("*/*.md")):
        if path.stem == path.parent.name:
            held = [family for family in families() if any(f"def {n}(" in path.read_text() for n in family.functions)]
            found |= {path: held} if held else {}
    return found


@pytest.mark.parametrize("path", assignments_with_variants(), ids=lambda path: path.stem)
def test_the_cells_of_every_assignment_go_with_every_variant(path):
    """Answers and given cells that call a varied function either belong to its family or call it by the book."""
    held = assignments_with_variants()[path]
    notebook = in_variants(build(path), {family.name: family.variants[-1].name for family in held})
    nbformat.validate(notebook)
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    for cell in (each for each in notebook.cells if each.cell_type == "code"):
        compile(cell.source, path.name, "exec")
        owner = cell.metadata.get("nbgrader", {}).get("grade_id", "").removeprefix("check-")
        for family in held:
            allowed = {*family.functions, *family.following}
            code = types.SimpleNamespace(names=set(names_in(compile(cell.source, path.name, "exec"))))
            called = code.names & set(family.functions)
            assert not called or owner in allowed or "by_the_book(" in cell.source or code.names & set(family.following)


def names_in(code):
    yield from code.co_names
    for constant in code.co_consts:
        if hasattr(constant, "co_names"):
            yield from names_in(constant)


def test_no_later_assignment_takes_a_varied_function_from_an_earlier_one():
    varied = {name for family in families() for name in family.functions}
    for path in (ROOT / "exercises").glob("*/*.md"):
        lines = [line for line in path.read_text().splitlines() if line.startswith("from earlier import")]
        assert not varied & {name for line in lines for name in line.partition("import ")[2].split(", ")}, path


def test_by_the_book_undoes_a_variant_with_its_cache_and_its_state():
    rng, namespace = np.random.default_rng(2), {"by_the_book": by_the_book}
    with in_use({"lstm": "fiog"}):
        namespace |= {name: in_variant(find(name), vars(twins)[name]) for name in ("lstm_forward", "lstm_backward")}
    namespace["MY_VARIANTS"] = {"lstm": "fiog"}
    inputs = find("lstm_forward").cases(rng)[0].inputs.values()
    out, cache = eval("by_the_book(lstm_forward)", namespace)(*inputs)
    right, kept = twins.lstm_forward(*inputs)
    np.testing.assert_allclose(out, right)
    dout = rng.normal(size=out.shape)
    found = eval("by_the_book(lstm_backward)", namespace)(dout, cache)
    for got, expected in zip(found, twins.lstm_backward(dout, kept), strict=True):
        np.testing.assert_allclose(got, expected)


@pytest.mark.parametrize(
    "name, variants, config, kept",
    [
        ("sgd_momentum", {"momentum": "gradients"}, {"learning_rate": 0.1, "momentum": 0.9}, "velocity"),
        ("rmsprop", {"rmsprop": "weighs_new"}, {"learning_rate": 0.1, "decay_rate": 0.9, "epsilon": 1e-8}, "cache"),
    ],
)
def test_by_the_book_hands_a_dictionary_on_from_call_to_call(name, variants, config, kept):
    with in_use(variants):
        namespace = {
            "by_the_book": by_the_book,
            "MY_VARIANTS": variants,
            name: in_variant(find(name), vars(twins)[name]),
        }
    mine, theirs, w = dict(config), dict(config), np.ones(3)
    for _ in range(3):
        plain, mine = eval(f"by_the_book({name})", namespace)(w, w, mine)
        expected, theirs = vars(twins)[name](w, w, theirs)
        np.testing.assert_allclose(plain, expected)
        np.testing.assert_allclose(mine[kept], theirs[kept])


def test_a_backward_function_without_variants_gets_the_cache_of_one_that_has_them():
    variants, inputs = {"batchnorm": "weighs_new"}, find("batchnorm_backward").cases(np.random.default_rng(4))[0].inputs
    with in_use(variants):
        own = in_variant(find("batchnorm_forward"), twins.batchnorm_forward)
    out, cache = eval(
        "by_the_book(f)(*inputs)",
        {"by_the_book": by_the_book, "f": own, "MY_VARIANTS": variants} | {"inputs": inputs.values()},
    )
    right, kept = twins.batchnorm_forward(*inputs.values())
    np.testing.assert_array_equal(out, right)
    for got, expected in zip(twins.batchnorm_backward(out, cache), twins.batchnorm_backward(out, kept), strict=True):
        np.testing.assert_array_equal(got, expected)


def test_the_desk_takes_the_variant_from_the_notebook_and_refuses_one_that_is_none(tmp_path):
    with in_use({"confusion": "named_in_rows"}):
        turned = in_variant(find("confusion_matrix"), twins.confusion_matrix)
    from autograder import check

    namespace = {"check": check, "confusion_matrix": turned, "MY_VARIANTS": {"confusion": "named_in_rows"}}
    exec("check(confusion_matrix)", namespace)
    for variants, says in (({"confusion": "right_in_rows"}, "belongs to another"), ({"confusion": "?"}, "got '?'")):
        with pytest.raises(CheckFailed, match=says.replace("?", r"\?")):
            exec("check(confusion_matrix)", namespace | {"MY_VARIANTS": variants})


def test_a_file_is_checked_by_the_variant_that_it_names(tmp_path, capsys):
    source = "MY_VARIANTS = {'positions': 'halves'}\nimport numpy as np\n\n\ndef positional_encoding(steps, size):\n"
    source += "    angles = np.arange(steps)[:, None] / 10000 ** (np.arange(0, size, 2) / size)\n"
    source += "    return np.hstack([np.sin(angles), np.cos(angles)])\n"
    source += "\n\nfrom autograder import by_the_book\n\nshown = by_the_book(positional_encoding)(2, 4)\n"
    path = tmp_path / "mine.py"
    path.write_text(source)
    assert main(["check", str(path)]) == 0
    assert "by_the_book" not in capsys.readouterr().out
    path.write_text(source.replace("'halves'", "'pairs'"))
    assert main(["check", "--json", str(path)]) == 1
    assert "right for the variant in which all sines stand first" in capsys.readouterr().out


def test_without_a_policy_nothing_is_different(room, students):
    course = Course(ROOT)
    assert json.dumps(variants_of(read_policy(Path("nowhere")), course.secret, "a", ASSIGNMENT, ["rmsprop"])) == "{}"
