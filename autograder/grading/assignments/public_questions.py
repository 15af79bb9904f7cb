"""Make the public numbers of the check at the desk from the model answers; see `autograder.checking.public_numbers`."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np

import autograder
from autograder.checking.public_numbers import FOLDER, SEEDS, Question, write
from autograder.grading.assignments.prerequisites_file import model_answers
from autograder.registry import find, load
from autograder.specification import Spec
from autograder.verdict.invocation import Functions, answer, upstream_of

EXERCISES = Path(autograder.__file__).parents[1] / "exercises"


class WrongModelAnswer(ValueError):
    """A model answer raised on one of its own cases."""


def write_public_numbers(package: Path) -> None:
    """Write one file a function into a copy of the package `autograder`.

    Parameters
    ----------
    package : Path
    """
    folder = package / "checking" / FOLDER
    folder.mkdir()
    for name, spec in load().items():
        if spec.kind != "task":
            (folder / f"{name}.bin").write_bytes(write(ask_model_answer(name)))


def ask_model_answer(name: str) -> Iterator[Question]:
    """Yield what grading asks of a function, drawn from the public seeds, with what its model answer says.

    Nothing comes where there is no model answer: in an installation without the exercises.

    Raises
    ------
    WrongModelAnswer
        If the model answer raises.
    """
    spec, exercise = find(name), _exercise_of(name)
    for seed in SEEDS if exercise else ():
        yield from questions(spec, _functions(exercise), np.random.default_rng(seed))


def questions(spec: Spec, functions: Functions, rng: np.random.Generator) -> Iterator[Question]:
    """Yield fresh cases and ties with what some functions say to them; WrongModelAnswer if one of them raises.

    Optional cases are left out: a model answer does what is asked and no more.
    """
    for case in (case for case in [*spec.cases(rng), *spec.ties(rng)] if not case.optional):
        with np.errstate(all="ignore"):
            case = upstream_of(spec, case, functions, rng) if spec.kind == "backward" else case
            got = answer(spec, case, functions)
        if got.error:
            raise WrongModelAnswer(f"{spec.name} stopped with {got.error}, for {case.label}")
        yield Question(case, got.outputs, got.forward)


def _exercise_of(name):
    """The folder of the exercise that asks for a function, or None."""
    texts = (text for text in EXERCISES.glob("*/*.md") if f"def {name}(" in text.read_text(encoding="utf-8"))
    return next((text.parent for text in texts), None)


@cache
def _functions(exercise):
    namespace = {}
    exec(model_answers(exercise), namespace)
    return namespace
