"""What an examination asks: cases with fresh numbers, their right answers, and how long an answer may take."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import Any

import numpy as np

from autograder.grading.judge.task_data import data_of
from autograder.protocol import encode
from autograder.registry import find, load
from autograder.specification import Case, Spec, task_of, upstream_for
from autograder.variants import conversion_of, in_variant
from autograder.verdict.invocation import call_backward, call_forward


@dataclass(frozen=True)
class Challenge:
    """One question: a case, its right answer, if it is timed the multiply-adds of the plainest answer, and for a
    backward function the right outputs of the forward function."""

    case: Case
    expected: dict[str, Any]
    steps: int | None = None
    forward: dict[str, Any] = field(default_factory=dict)

    def message(self) -> bytes:
        """The bytes that go to the student's process: inputs only, nothing of the answer."""
        parts = {"label": self.case.label, "inputs": self.case.inputs, "upstream": self.case.upstream}
        return encode(parts | {"timed": self.steps is not None})


def make_challenges(spec: Spec, reference: ModuleType, rng: np.random.Generator) -> list[Challenge]:
    """All questions of one examination; the last one may be large, and timed."""
    if spec.kind == "task":
        return [Challenge(task_of(spec).draw(rng, data_of(spec)), {})]
    if spec.placed:
        return [_in_variant(spec, each) for each in make_challenges(load()[spec.name], reference, rng)]
    found = [_challenge(spec, case, reference, rng) for case in [*spec.cases(rng), *spec.ties(rng)]]
    return [*found, large_challenge(spec, reference, rng)] if spec.large else found


def large_challenge(spec: Spec, reference: ModuleType, rng: np.random.Generator) -> Challenge:
    """A question whose answer is timed."""
    if spec.large is None:
        raise ValueError(f"{spec.name} has no large case")
    if spec.placed:
        return _in_variant(spec, large_challenge(load()[spec.name], reference, rng))
    case, steps = spec.large(rng)
    return _challenge(spec, case, reference, rng, steps)


def right_functions(spec: Spec, reference: ModuleType) -> dict[str, Callable]:
    """The reference's functions that a check of this function calls, by name."""
    found = {name: getattr(reference, name) for name in spec.functions if hasattr(reference, name)}
    return {name: in_variant(find(name), each) if find(name).placed else each for name, each in found.items()}


def _in_variant(spec: Spec, challenge: Challenge) -> Challenge:
    """A challenge in the convention of a variant; its right answer is not computed again."""
    conversion, inputs = conversion_of(spec), challenge.case.inputs
    forward = conversion_of(find(spec.forward)).results_there(challenge.forward, inputs) if spec.forward else {}
    expected = conversion.results_there(challenge.expected, inputs)
    return replace(challenge, case=conversion.case_there(challenge.case), expected=expected, forward=forward)


def _challenge(
    spec: Spec, case: Case, reference: ModuleType, rng: np.random.Generator, steps: int | None = None
) -> Challenge:
    functions = {name: getattr(reference, name) for name in spec.functions if hasattr(reference, name)}
    if spec.kind != "backward":
        expected, _, _ = call_forward(spec, case.inputs, functions)
        return Challenge(case, expected, steps)
    forward = load()[spec.forward]
    outputs, cache, _ = call_forward(forward, case.inputs, functions)
    plain = {output.name: outputs[output.name] for output in forward.outputs if not output.entry_of}
    case = replace(case, upstream=upstream_for(rng, plain))
    expected, _ = call_backward(spec, case.upstream, cache, functions)
    return Challenge(case, expected, steps, plain)
