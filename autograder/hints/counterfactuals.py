"""A change of one argument under which a wrong function is right.

Right with twice the input, right with the mask turned over, right with k - 1 in
place of k: each sentence tells what was tried, and that it made every worked
example right. A function with that slip, and no other, cannot fail this.
"""

from itertools import islice

import numpy as np

from autograder.hints.argument_changes import changes, orders
from autograder.hints.evidence import Evidence, Hint, explains
from autograder.specification import Case
from autograder.verdict.comparison import PRINTED, compare
from autograder.verdict.findings import Finding
from autograder.verdict.invocation import answer

MOST = 300  # changes that are tried: the student's function may be slow


@explains(
    Finding.VALUE,
    Finding.SHAPE,
    Finding.NOT_FINITE,
    replaces=(Finding.SHAPE, Finding.MASK, Finding.SOME_ENTRIES),
    needs=Evidence.has_student,
    general=True,
)
def right_with_an_argument_in_another_order(evidence: Evidence) -> Hint | None:
    """All worked examples are right with the blocks of the weights in another order, or with windows turned around."""
    return _helpful(evidence, rearrangements)


@explains(Finding.VALUE, needs=Evidence.has_student, general=True)
def right_with_another_argument(evidence: Evidence) -> Hint | None:
    """All worked examples are right with one argument changed, or with two exchanged."""
    return _helpful(evidence, suppositions)


def _helpful(evidence, experiment):
    return None if evidence.spec.kind == "backward" else evidence.student.once(experiment).get(evidence.output)


def rearrangements(spec, functions):
    """By output: the first order of an argument under which all worked examples are right."""
    return _first_that_helps(spec, functions, lambda inputs: orders(spec, inputs))


def suppositions(spec, functions):
    """By output: the first change of an argument under which all worked examples are right.

    For a loss only the loss itself, if it is wrong: its gradients follow it.
    """
    if "rng" in spec.examples[0].case.inputs:
        return {}  # no two calls of a random function need agree
    return _first_that_helps(spec, functions, changes)


def _first_that_helps(spec, functions, possible):
    """By output: the hint of the first change that makes it right in all worked examples."""
    right = [_right(spec, example, example.case.inputs, example.expected, functions) for example in spec.examples]
    names = [name for name in spec.examples[0].expected if not all(name in found for found in right)]
    names = names[:1] if spec.kind == "loss" else names
    wrong_first = [spec.examples[i] for i in np.argsort([set(names) <= set(found) for found in right], kind="stable")]
    helpful = {}
    for hint, change in islice(possible(wrong_first[0].case.inputs), MOST):
        if len(helpful) == len(names):
            break
        left = [name for name in names if name not in helpful]
        for example in wrong_first:
            left = _right_after(change, spec, example, left, functions) if left else []
        helpful |= dict.fromkeys(left, hint)
    return helpful


def _right_after(change, spec, example, names, functions):
    inputs = example.case.inputs
    try:
        inputs = change(inputs)
    except KeyError:
        pass  # it leaves this argument out
    except (TypeError, ValueError, ZeroDivisionError):
        return []
    return _right(spec, example, inputs, names, functions)


def _right(spec, example, inputs, names, functions):
    """Which of these outputs are right when the inputs of a worked example are replaced."""
    outputs = answer(spec, Case(example.case.label, inputs), functions).outputs
    return [name for name in names if compare(name, outputs.get(name), example.expected[name], PRINTED) is None]
