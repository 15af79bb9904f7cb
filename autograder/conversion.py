"""Write a call in another convention, and its results back: what a variant of an exercise is made of.

One convention is the book's; every other one says how arguments and results are written in it. Cases, worked
examples, right answers and gradients follow, so that nothing is derived, or computed, twice.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.specification import Case, Spec

Inputs = dict[str, Any]  # of the forward function or the loss, by name, as the book writes them
Map = Callable[[Any, Inputs], Any]


@dataclass(frozen=True)
class Change:
    """How an argument or a result is written in another convention.

    Attributes
    ----------
    there, back : callable (value, inputs) -> value
        From the book's convention, and into it. `inputs` are the book's.
    slope_there, slope_back : callable (gradient, inputs) -> gradient
        The same for the gradient of a loss with respect to it.
    """

    there: Map
    back: Map
    slope_there: Map
    slope_back: Map


def rearranged(there: Callable[[np.ndarray], np.ndarray], back: Callable[[np.ndarray], np.ndarray]) -> Change:
    """The same entries in other places: gradients move with them."""

    def go(value, inputs):
        return np.ascontiguousarray(there(value))

    def come(value, inputs):
        return np.ascontiguousarray(back(value))

    return Change(go, come, go, come)


def exchanged(first: int, second: int) -> Change:
    """Two axes change places."""
    return rearranged(lambda v: np.swapaxes(v, first, second), lambda v: np.swapaxes(v, first, second))


def blocks(order: Sequence[int]) -> Change:
    """Blocks of equal width along the last axis stand in another order.

    Parameters
    ----------
    order : sequence of int
        For each place the number of the block that the book has in another one.
    """
    return rearranged(lambda v: _in_order(v, order), lambda v: _in_order(v, np.argsort(order)))


def _in_order(value, order):
    width = np.shape(value)[-1] // len(order)
    parts = np.reshape(value, (*np.shape(value)[:-1], len(order), width))
    return parts[..., list(order), :].reshape(np.shape(value))


def scaled(factor: Callable[[Inputs], float]) -> Change:
    """Multiplied by a number that the inputs give; a gradient with respect to it is divided by that."""

    def times(value, inputs):
        return value * factor(inputs)

    def over(value, inputs):
        return value / factor(inputs)

    return Change(times, over, over, times)


def entry(name: str, change: Callable[[Any, Inputs], Any], back: Callable[[Any, Inputs], Any]) -> Change:
    """One entry of a dictionary is another number, where the entry is there; it has no gradient."""

    def go(value, inputs):
        return value | {name: change(value[name], inputs)} if name in value else value

    def come(value, inputs):
        return value | {name: back(value[name], inputs)} if name in value else value

    return Change(go, come, _no_slope, _no_slope)


def complement(name: str) -> Change:
    """The entry of a dictionary, a probability or weight, is 1 minus what it is in the book."""
    return entry(name, _one_minus, _one_minus)


def _one_minus(value, inputs):
    return round(1 - value, 12)  # 0.2, not 0.19999999999999996


def _no_slope(gradient, inputs):
    raise ValueError("a dictionary has no gradient")


@dataclass(frozen=True)
class Conversion:
    """All changes that one function sees: of its arguments, results and gradients.

    Attributes
    ----------
    spec : Spec
        The function's, by the book.
    changes : dict of str to Change
        By name of an argument or a result of the forward function or the loss.
    """

    spec: Spec
    changes: Mapping[str, Change]

    def inputs_there(self, inputs: Inputs) -> Inputs:
        """Inputs in the other convention."""
        return {name: self._there(name, value, inputs) for name, value in inputs.items()}

    def inputs_back(self, inputs: Inputs) -> Inputs:
        """The book's inputs. A change may look at inputs: only at those that no change touches."""
        return {name: self._back(name, value, inputs) for name, value in inputs.items()}

    def case_there(self, case: Case) -> Case:
        """A case in the other convention; its label, which may name numbers, says by which it is meant."""
        upstream = {name: self.slope(name, value, case.inputs, "there") for name, value in case.upstream.items()}
        label = f"{case.label} (by the book's convention)"
        return Case(label, self.inputs_there(case.inputs), upstream, case.hidden, case.optional)

    def case_back(self, case: Case) -> Case:
        """The case by the book."""
        inputs = self.inputs_back(case.inputs)
        upstream = {name: self.slope(name, value, inputs, "back") for name, value in case.upstream.items()}
        return Case(case.label, inputs, upstream, case.hidden, case.optional)

    def results_there(self, results: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
        """Results in the other convention; those of a forward function may be among those of its backward function."""
        return {name: self._result(name, value, inputs, "there") for name, value in results.items()}

    def results_back(self, results: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
        """The book's results."""
        return {name: self._result(name, value, inputs, "back") for name, value in results.items()}

    def slope(self, name: str, value: Any, inputs: Inputs, way: str) -> Any:
        """A gradient, by its name: `there` or `back`."""
        change = self.changes.get(name.removeprefix("d"))
        if change:
            value = (change.slope_there if way == "there" else change.slope_back)(value, inputs)
        return value

    def _result(self, name, value, inputs, way):
        if name not in self._gradients:
            change = self.changes.get(name)
            return (change.there if way == "there" else change.back)(value, inputs) if change else value
        value = self.slope(name, value, inputs, way)
        loss = self.changes.get(self.spec.outputs[0].name) if self.spec.kind == "loss" else None
        if loss:  # a loss that is twice as large has gradients that are twice as large
            value = (loss.there if way == "there" else loss.back)(value, inputs)
        return value

    @property
    def _gradients(self) -> set[str]:
        outputs = self.spec.outputs
        return {output.name for output in {"loss": outputs[1:], "backward": outputs}.get(self.spec.kind, ())}

    def _there(self, name, value, inputs):
        change = self.changes.get(name)
        return change.there(value, inputs) if change else value

    def _back(self, name, value, inputs):
        change = self.changes.get(name)
        return change.back(value, inputs) if change else value
