"""Early stopping: when to end the training, and which epoch to keep."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec


def _falling(rng, patience):
    """Ever better values with worse ones between them, never so many in a row that it is time to stop."""
    best, values = 5.0, []
    for _ in range(6):
        best -= rng.uniform(0.05, 0.3)
        worse = int(rng.integers(1, patience)) if patience > 1 else 0
        values += [best, *(best + rng.uniform(0.1, 1, size=worse))]
    return values


def _stuck(rng, patience):
    """A curve that gets stuck, and would have got better much later."""
    values = _falling(rng, patience)
    zigzag = min(values) + np.where(np.arange(patience + 3) % 2, 0.4, 0.2) + rng.uniform(0, 0.1, size=patience + 3)
    values += [*zigzag, *(min(values) - 1 + 0.1 * np.arange(patience + 3))]
    return Case(f"{len(values)} epochs, patience {patience}", {"values": np.array(values), "patience": patience})


def cases(rng):
    """Two curves that get stuck, and one that never does."""
    never = np.array(_falling(rng, 5))
    return [_stuck(rng, 3), _stuck(rng, 4), Case("a curve that goes on falling", {"values": never, "patience": 5})]


def ties(rng):
    """Equal values, patience 1, and a single epoch; values that fall by very little."""
    return [
        Case("equal values", {"values": np.array([2.0, 1, 1, 1, 1, 0]), "patience": 2}),
        Case("patience 1", {"values": np.array([3.0, 2, 1, 1.5, 0]), "patience": 1}),
        Case("one epoch", {"values": np.array([1.0]), "patience": 2}),
        *(_little(rng, step) for step in (1e-9, 1e-6, 1e-4, 1e-2)),
    ]


def _little(rng, step):
    """A curve that falls by little each time."""
    values = 2.0 - step * np.cumsum(rng.uniform(1.0, 4.0, size=6))
    return Case(f"a curve that falls by {step:g} to {4 * step:g}", {"values": values, "patience": 2})


CURVE = np.array([0.9, 0.6, 0.7, 0.5, 0.55, 0.52, 0.54, 0.4, 0.45])
LEVEL = np.array([2.0, 1, 1, 1, 0.5])
SPECS = (
    Spec(
        name="early_stopping",
        kind="function",
        summary="Find the epoch where training stops, and the epoch whose weights are kept.",
        arguments=(
            Argument("values", "float array of shape (E,)", "error on the validation set after each of E epochs"),
            Argument("patience", "int", "at least 1"),
        ),
        outputs=(
            Argument("stop", "int", "the last epoch that is trained"),
            Argument("best", "int", "the epoch with the lowest value among those up to `stop`, the first of equals"),
        ),
        points=2,
        section="workflow/curves#early-stopping",
        cases=cases,
        ties=ties,
        note="Epochs count from 0. An epoch improves if its value is lower than all before. Training stops after the "
        "first epoch that ends a row of `patience` epochs without improvement; if there is none, after the last.",
        examples=(
            Example(Case("patience 3", {"values": CURVE, "patience": 3}), {"stop": 6, "best": 3}, "by hand"),
            Example(Case("patience 4", {"values": CURVE, "patience": 4}), {"stop": 8, "best": 7}, "by hand"),
            Example(Case("a level stretch", {"values": LEVEL, "patience": 2}), {"stop": 3, "best": 1}, "by hand"),
        ),
    ),
)
