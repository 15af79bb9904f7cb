"""Attention: every query takes a weighted mean of the values."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec, no_cases
from autograder.specs.backward import backward_of


def _case(rng, n, t, s, dk, dv, causal=False):
    shapes = {"q": (n, t, dk), "k": (n, s, dk), "v": (n, s, dv)}
    arrays = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    mask = np.tri(t, s, dtype=bool) if causal else rng.random((t, s)) < 0.6
    mask[np.arange(t), rng.integers(0, s, t) if not causal else 0] = True
    return Case(f"{n} samples, {t} queries, {s} keys of length {dk}, values of length {dv}", arrays | {"mask": mask})


def cases(rng):
    """More queries than keys and the reverse; random masks and the causal one."""
    return [_case(rng, 2, 3, 4, 5, 2), _case(rng, 1, 5, 2, 3, 4), _case(rng, 3, 4, 4, 2, 3, causal=True)]


def ties(rng):
    """Scores so large that exp overflows; large values at keys that hardly count."""
    case, apart = _case(rng, 2, 3, 4, 5, 2), _case(rng, 2, 1, 4, 3, 2)
    case.inputs["q"] *= 2000.0
    q, k, v = (apart.inputs[name] for name in "qkv")
    behind = rng.permutation([0.0, 22.0, 30.0, 38.0])[:, None]
    k[:] = k[:, :1] - behind * np.sqrt(3) * q / np.sum(q * q, axis=2, keepdims=True)
    v *= np.where(behind > 0, 1e3, 1e-3)
    apart.inputs["mask"][:] = True
    return [
        Case("scores of several thousand", case.inputs),
        Case("scores 22 to 38 behind the largest, where values are large", apart.inputs),
    ]


def large(rng):
    """Two queries look at many long keys: thousands of numbers act on every output."""
    s, d = int(rng.integers(80, 100)), int(rng.integers(120, 140))
    return _case(rng, 1, 2, s, d, d), 4 * s * d


LN3 = np.log(3.0)
OPEN = {
    "q": np.array([[[2 * LN3, 0, 0, 0]]]),
    "k": np.array([[[1.0, 2, 3, 4], [0, 5, 6, 7]]]),
    "v": np.array([[[4.0, 1], [8, -3]]]),
    "mask": np.array([[True, True]]),
}
CAUSAL = {
    "q": np.array([[[LN3], [LN3]]]),
    "k": np.array([[[1.0], [0.0]]]),
    "v": np.array([[[4.0], [8.0]]]),
    "mask": np.array([[True, False], [True, True]]),
}
Q = Argument("q", "float array of shape (N, T, DK)", "queries: T for each of N samples")
K = Argument("k", "float array of shape (N, S, DK)", "keys: S for each sample")
V = Argument("v", "float array of shape (N, S, DV)", "values, one for each key")
MASK = Argument(
    "mask", "bool array of shape (T, S)", "True where a query may look at a key; each query has at least one"
)
FORWARD = Spec(
    name="attention_forward",
    kind="forward",
    summary="Compute scaled dot-product attention.",
    arguments=(Q, K, V, MASK),
    outputs=(Argument("out", "float array of shape (N, T, DV)", "for each query the weighted mean of the values"),),
    points=4,
    section="attention/index#scaled-dot-product-attention",
    cases=cases,
    ties=ties,
    note="The scores are the dot products of queries and keys divided by the square root of DK; the weights are "
    "their softmax over the keys that the mask allows, and 0 for the others. Scores of 1000 and more must work.",
    examples=(
        Example(
            Case("one query, two keys of length 4", OPEN),
            {"out": np.array([[[5.0, 0.0]]])},
            "by hand: scores log 3 and 0, so the weights are 3/4 and 1/4",
        ),
        Example(
            Case("two steps, of which the first must not look ahead", CAUSAL),
            {"out": np.array([[[4.0], [5.0]]])},
            "by hand: weights 1 and 0, then 3/4 and 1/4",
        ),
    ),
)
SPECS = (
    FORWARD,
    backward_of(
        FORWARD,
        summary="Compute the gradients of a loss through scaled dot-product attention.",
        points=6,
        section="attention/backward#backward-entry-by-entry",
        steps={
            "dq": "Through the softmax of each row, then the scaled scores to the queries.",
            "dk": "Through the softmax of each row, then the scaled scores: every query contributes to a key.",
            "dv": "A value is weighed into every output: each query contributes with its weight.",
        },
        ties=no_cases,
        large=large,
    ),
)
