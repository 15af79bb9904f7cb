"""Backward functions that derive nothing: they call the forward function again and again, as cleverly as they can.

Where the parts of an array do not act on each other (the rows of a softmax, the columns of a batch norm), one call
moves an entry of every part. What is left is the least number of calls that finds all gradients, whatever is known of
the layer's formula.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.registry import find
from autograder.specification import Case, Spec
from autograder.verdict.invocation import packed

NUDGE = 0.1


@dataclass(frozen=True)
class Probes:
    """How one input is moved: a call for each place along `together`'s other axes.

    Attributes
    ----------
    together : tuple of int
        Axes along which all entries are moved at once, for they act on different results.
    calls : int
        How many calls that leaves.
    """

    name: str
    together: tuple[int, ...]
    calls: int


class Forward:
    """The forward function, or the loss, of a spec at one case: what a numeric gradient calls.

    Parameters
    ----------
    spec : Spec
        Of the backward function or of the loss.
    case : Case
    functions : dict of str to callable
    """

    def __init__(self, spec: Spec, case: Case, functions: dict[str, Callable]):
        self.called = find(spec.forward) if spec.forward else spec
        self.spec, self.case, self.function = spec, case, functions[self.called.name]
        self.names = [name for name in spec.differentiated if np.size(case.inputs[name]) > 0]

    def __call__(self, **changes: Any) -> np.ndarray:
        """The first result, with some inputs changed."""
        inputs = self.called.prepare({**self.case.inputs, **changes})
        inputs = {name: dict(value) if isinstance(value, dict) else value for name, value in inputs.items()}
        return np.asarray(self.function(*packed(self.called.arguments, inputs).values())[0])

    def moved(self, name: str, place: tuple[int | slice, ...], step: float = NUDGE) -> np.ndarray:
        """The result after entries of one input were moved."""
        array = np.array(self.case.inputs[name], float)
        array[place] += step * np.random.default_rng(0).uniform(0.5, 1.5, array.shape)[place]
        return self(**{name: array})


def probes(forward: Forward) -> list[Probes]:
    """The fewest calls for each input: first along all axes that can be moved together.

    Where every entry acts on a result of its own, as in a ReLU, one call on all of them is the derivative, and nobody
    can tell it from a formula. Then a call for every entry is what can be refused.
    """
    return [_probes(forward, name) for name in forward.names]


def _probes(forward, name):
    shape = np.shape(forward.case.inputs[name])
    together = tuple(axis for axis in range(len(shape)) if _acts_apart(forward, name, axis))
    calls = math.prod(size for axis, size in enumerate(shape) if axis not in together)
    return Probes(name, together, calls) if calls > 1 else Probes(name, (), math.prod(shape))


def _acts_apart(forward, name, axis):
    """Whether the slices along an axis act on different results, or, for a loss, add to it one by one."""
    ndim, size = np.ndim(forward.case.inputs[name]), np.shape(forward.case.inputs[name])[axis]
    if size == 1:
        return False
    first, second, both = (
        (*[slice(None)] * axis, rows, *[slice(None)] * (ndim - axis - 1)) for rows in (0, 1, slice(0, 2))
    )
    before, after = forward(), forward.moved(name, second)
    if before.ndim == 0:
        sum_of_both = forward.moved(name, first) + after - before
        return bool(abs(sum_of_both - forward.moved(name, both)) < 1e-12 * max(abs(before), 1))
    changed = np.nonzero(after != before)
    return any(before.shape[place] == size and set(rows.tolist()) == {1} for place, rows in enumerate(changed))
