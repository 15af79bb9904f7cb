"""Judge a task by its result: no step of it is compared, the student's way is free."""

import os
import time
from pathlib import Path
from typing import Any

import numpy as np

from autograder.specification import Case, Spec, task_of
from autograder.verdict.comparison import Mismatch
from autograder.verdict.failures import failures
from autograder.verdict.findings import Finding
from autograder.verdict.invocation import Answer, Functions, answer
from autograder.verdict.raised import one_line

SEED = 20240301


def at_desk(spec: Spec, functions: Functions) -> tuple[list[Mismatch], str]:
    """Set the task on the data file of the current folder and judge the result: mismatches, and a figure if right."""
    task = task_of(spec)
    path = Path.cwd() / task.file
    if not path.is_file():
        text = f"{spec.name} needs {path.name}, which is not in {path.parent}. It lies beside the notebook: work there."
        return [Mismatch(Finding.MISSING, path.name, text)], ""
    case = task.draw(np.random.default_rng(SEED), task.read(path))
    start = computed()
    got = answer(spec, case, functions)
    seconds = computed() - start
    try:
        found = problems(spec, case, got, functions, seconds)
        return found, "" if found else task.figure(case, got.outputs, functions)
    except Exception as error:  # the judge calls the student's own functions here
        used = f" with your {', '.join(spec.needs)}" if spec.needs else ""
        text = f"The result of {spec.name} could not be judged{used}. That stopped with {one_line(error)}."
        return [Mismatch(Finding.ERROR, spec.name, text)], ""


def computed() -> float:
    """CPU seconds of this process and of its children that have ended: a busy machine does not lengthen them."""
    children = os.times()
    return time.process_time() + children.children_user + children.children_system


def problems(spec: Spec, case: Case, got: Answer, functions: Functions, seconds: float) -> list[Mismatch]:
    """What is wrong with an answer: it raised, came late, or its result is not good enough.

    Parameters
    ----------
    got : Answer
    functions : dict of str to callable
        What the judge may call: the student's own at the desk, the reference when grading.
    seconds : float
        CPU seconds that the answer took.
    """
    if got.error:
        return failures(spec, case, got)
    task = task_of(spec)
    if seconds > task.seconds:
        text = f"{spec.name} computed for {seconds:.0f} s; at most {task.seconds:.0f} s are allowed."
        return [Mismatch(Finding.TASK, spec.name, text)]
    verdict = task.judge(case, got.outputs, functions)
    return [Mismatch(Finding.TASK, spec.name, f"{spec.name}: {verdict}")] if verdict else []


def array_problem(name: str, value: Any, shape: tuple[int | None, ...], kinds: str = "f") -> str:
    """Say in words why `value` is not a finite array of this shape and kind, or return an empty string.

    Parameters
    ----------
    shape : tuple of int or None
        None where any positive length will do.
    kinds : str
        NumPy's letters: `f` floats, `iu` whole numbers.
    """
    if not isinstance(value, (np.ndarray, np.generic)):
        return f"{name} must be a NumPy array; it is a {getattr(value, 'kind', type(value).__name__)}."
    value = np.asarray(value)
    fits = value.ndim == len(shape) and all(
        got > 0 if size is None else got == size for got, size in zip(value.shape, shape, strict=True)
    )
    if not fits:
        expected = ", ".join("any" if size is None else str(size) for size in shape)
        return f"{name} has shape {value.shape}; expected ({expected}{',' if len(shape) == 1 else ''})."
    if value.dtype.kind not in kinds:
        return f"{name} has dtype {value.dtype}; expected {'floats' if kinds == 'f' else 'whole numbers'}."
    if not np.all(np.isfinite(value)):
        return f"{name} holds NaN or infinity."
    return ""
