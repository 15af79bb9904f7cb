"""How far budgets lie from honest and from numeric gradients on this machine. `python -m benchmarks.cost`.

For every gradient: the budget of its large case, the slowest right answer of all styles, and the fewest calls of the
quickest forward function that find all gradients numerically, by central differences or by complex steps.
"""

import itertools
import time
import warnings
from functools import partial

import numpy as np
from rich.console import Console
from rich.table import Table

from autograder.grading.judge.cost import cost_budget, seconds_of_a_step
from autograder.registry import find, load
from autograder.specification import upstream_for
from autograder.verdict.invocation import call_backward, call_forward
from benchmarks.numeric_gradients import Forward, probes
from solutions import right_answers
from tests import twins

REPEATS = 3


def main():
    """Measure and print the table, and the worst of both sides."""
    console, shares, multiples = Console(width=120), {}, {}
    table = Table("gradient", "budget", "slowest right answer", "calls", "numeric gradient", title="CPU milliseconds")
    for spec in load().values():
        if spec.kind not in ("backward", "loss"):
            continue
        budget, honest, calls, numeric = _measured(spec)
        shares[spec.name], multiples[spec.name] = honest / budget, numeric / budget
        row = (f"{1e3 * seconds:.1f}" for seconds in (budget, honest, numeric))
        cells = [
            f"{cell} ({share:.2f})" for cell, share in zip(row, (1, honest / budget, numeric / budget), strict=True)
        ]
        table.add_row(spec.name, cells[0].split()[0], cells[1], f"{calls}", cells[2])
    console.print(table)
    slowest = max(shares, key=shares.__getitem__)
    console.print(f"right answers take at most {shares[slowest]:.2f} of the budget ({slowest})")
    for name in sorted(multiples, key=multiples.__getitem__)[:5]:
        console.print(f"{name}: numeric gradients take {multiples[name]:.1f} budgets")


def _measured(spec):
    """Seconds of the budget and the slowest right answer; calls of a numeric gradient, and their seconds."""
    case, steps = spec.large(np.random.default_rng(5))
    budget = cost_budget(steps, min(seconds_of_a_step() for _ in range(5)))
    model = {name: getattr(twins, name) for name in load() if hasattr(twins, name)}
    styles = [functions for _, functions in right_answers.styles() if spec.name in functions]
    forwards, slowest = {}, 0.0
    with warnings.catch_warnings(action="ignore"), np.errstate(all="ignore"):
        for number, functions in enumerate([{}, *styles]):
            seconds, forwards[number] = _honest(spec, case, model | functions)
            slowest = max(slowest, seconds, forwards[number])
        quickest = [{}, *styles][min(forwards, key=forwards.__getitem__)]
        found = probes(Forward(spec, case, model))
        forward = Forward(spec, case, model | quickest)
        numeric = sum(probe.calls * _call(forward, probe) for probe in found)
    # a loss comes with its gradient here, and would be half of that alone
    return budget, slowest, sum(probe.calls for probe in found), numeric / (2 if spec.kind == "loss" else 1)


def _honest(spec, case, functions):
    """Seconds of a right answer and of its forward function."""
    if spec.kind == "loss":
        return _seconds(partial(call_forward, spec, case.inputs, functions)), 0.0
    forward = find(spec.forward)
    outputs, cache, _ = call_forward(forward, case.inputs, functions)
    plain = {output.name: outputs[output.name] for output in forward.outputs if not output.entry_of}
    upstream = upstream_for(np.random.default_rng(0), plain)
    seconds = _seconds(partial(call_backward, spec, upstream, cache, functions))
    return seconds, _seconds(partial(call_forward, forward, case.inputs, functions))


def _call(forward, probe):
    """Seconds of one step, whichever is cheaper: two calls with real numbers or one with complex ones."""
    shape = np.shape(forward.case.inputs[probe.name])
    place = next(itertools.product(*([slice(None)] if i in probe.together else [0] for i in range(len(shape)))))

    def call(dtype, step):
        array = np.array(forward.case.inputs[probe.name], dtype)
        array[place] += step
        forward(**{probe.name: array})

    differences = 2 * _seconds(partial(call, float, 1e-5))
    try:
        return min(differences, _seconds(partial(call, complex, 1e-20j)))
    except (TypeError, ValueError):  # this forward function takes no complex numbers
        return differences


def _seconds(call):
    found = []
    for _ in range(REPEATS):
        start = time.process_time()
        call()
        found.append(time.process_time() - start)
    return min(found)


if __name__ == "__main__":
    main()
