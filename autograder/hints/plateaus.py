"""A loss stops growing, because its logarithm is kept away from 0."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, product

import numpy as np

from autograder.hints.evidence import Evidence, Hint, explains
from autograder.hints.second_calls import is_ordinary, known_calls
from autograder.specification import Case
from autograder.verdict.findings import Finding
from autograder.verdict.invocation import call_forward

SEED = 20240305
NEAR = 0.01  # relative error of what is nearly right
LARGER = (30.0, 100.0, 300.0, 1e3, 1e4)  # factors of scores
SMALLER = (1e-20, 1e-40, 1e-80)  # factors of probabilities
MOST_SAMPLES = 4  # of each case
MOST_ARRAYS = 3  # that are made larger, each in both directions
FLAT = 1e-12  # relative difference between losses that are the same
LARGEST = 1e-3  # a number added before a logarithm is smaller


@explains(Finding.VALUE, needs=Evidence.has_any_numbers, general=True)
def loss_stops_growing(evidence: Evidence) -> Hint | None:
    """However wrong one sample becomes, its loss stays minus the logarithm of a small round number."""
    if evidence.spec.kind != "loss" or evidence.output != evidence.spec.outputs[0].name or not evidence.student:
        return None
    small = evidence.shown_by(find_small_number)
    if not small or not _is_near_elsewhere(evidence):
        return None
    text = f"The loss of one sample stops growing at {-np.log(small):.3g}, which is -log({_short(small)})"
    text += ": is a small number added, or is something clipped, before the logarithm?"
    return Hint(Finding.RANGE, text, "No such number is needed where the logarithm is simplified first.")


def _is_near_elsewhere(evidence):
    """Whether it is right, or nearly so, in all calls with ordinary numbers: else there is something else as well."""
    for call in known_calls(evidence):
        if is_ordinary(call.case):
            mismatch = call.mismatch(evidence.spec, evidence.output)
            if mismatch and not abs(mismatch.got - mismatch.right) <= NEAR * abs(mismatch.right):
                return False
    return True


def find_small_number(spec, functions):
    """The round number at whose logarithm the loss of one sample ends; 0 if there is none.

    Parameters
    ----------
    spec : Spec
        Of a loss.
    functions : dict of str to callable

    Returns
    -------
    float
    """
    for case in spec.cases(np.random.default_rng(SEED)):
        for sample in _samples(spec, case):
            for cases in _growing(sample):
                losses = [_loss(spec, each, functions) for each in cases]
                for loss, further in pairwise(losses):
                    if loss == loss and abs(loss - further) <= FLAT * abs(loss) and _round_number(loss):
                        return _round_number(loss)
    return 0.0


def _round_number(loss):
    """The number whose negative logarithm is a loss, if it is one digit times a power of ten, or the float's step."""
    number = float(np.exp(-loss))
    if not 0 < number <= LARGEST:
        return 0.0
    if np.isclose(number, np.finfo(float).eps, rtol=1e-6, atol=0):
        return float(np.finfo(float).eps)
    nearest = float(f"{number:.0e}")
    return nearest if np.isclose(number, nearest, rtol=1e-6, atol=0) else 0.0


def _short(number):
    return f"{number:.2g}".replace("e-0", "e-")


def _samples(spec, case) -> Iterator[Case]:
    """Cases of one sample each, and of one step each where there are steps."""
    for number in range(MOST_SAMPLES):
        inputs = {each.name: _cut(case.inputs[each.name], each.shape, number) for each in spec.arguments}
        if all(np.size(value) for value in inputs.values()):
            yield replace(case, inputs=inputs)


def _cut(value, shape, number):
    """One sample of an argument: along N, along T where there are steps, and along the only axis, whatever it is."""
    _, _, letters = shape.rstrip(")").partition("(")
    letters = [each for each in letters.split(", ") if each.strip(",")] if isinstance(value, np.ndarray) else []
    for axis, letter in enumerate(letters):
        letter = letter.strip(",")
        if letter in ("N", "T") or (len(letters) == 1 and len(letter) == 1):
            at = number if letter != "T" else 0
            value = np.take(value, range(at, min(at + 1, value.shape[axis])), axis)
    return np.ones_like(value) if np.asarray(value).dtype.kind == "b" else value


def _growing(case) -> Iterator[list[Case]]:
    """Rows of cases whose numbers go further and further up, down or to 0, each argument in its own way or not."""
    names = [name for name, value in case.inputs.items() if np.asarray(value).dtype.kind == "f"]
    series = [()] + [tuple(sign * each for each in LARGER) for sign in (1, -1)]
    choices = [[*series, SMALLER] if np.all(_between_0_and_1(case.inputs[name])) else series for name in names]
    for chosen in product(*choices) if len(names) <= MOST_ARRAYS else ():
        if any(chosen):
            steps = min(len(each) for each in chosen if each)
            yield [_scaled(case, dict(zip(names, chosen, strict=True)), step) for step in range(steps)]


def _between_0_and_1(value):
    return (np.asarray(value) > 0) & (np.asarray(value) < 1)


def _scaled(case, factors, step):
    inputs = {name: case.inputs[name] * series[step] for name, series in factors.items() if series}
    return replace(case, inputs=case.inputs | inputs)


def _loss(spec, case, functions):
    """The loss; not a number where the function fails."""
    try:
        outputs, _, _ = call_forward(spec, case.inputs, functions)
        return float(outputs[spec.outputs[0].name])
    except Exception:  # it is not made for such a case
        return np.nan
