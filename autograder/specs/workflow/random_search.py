"""Random search: numbers whose order of magnitude is uniform."""

import numpy as np

from autograder.specification import Argument, Case, Example, NotValid, Spec

FAR, NEAR = 3.0, 0.25  # times 1 / sqrt(n): random samples are off by less and by more, but once in ten million times


def _case(rng, low, high, n):
    return Case(f"{n} samples from {low:g} to {high:g}", {"low": low, "high": high, "n": n, "rng": _seed(rng)})


def _seed(rng):
    return int(rng.integers(2**31))


def cases(rng):
    """Several orders of magnitude, less than one, and few samples."""
    return [_case(rng, 1e-5, 0.1, 4000), _case(rng, 0.5, 3.0, 4000), _case(rng, 1e-3, 10.0, 1)]


def ties(rng):
    """No room at all."""
    return [_case(rng, 0.25, 0.25, 7)]


def nearest(case, got, expected):
    """Accept samples that lie within the bounds and are, many of them, distributed as they should be."""
    samples, (low, high, n) = got["samples"], (case.inputs[name] for name in ("low", "high", "n"))
    if samples.min() < low * (1 - 1e-12) or samples.max() > high * (1 + 1e-12):
        raise NotValid(f"samples go from {samples.min():.4g} to {samples.max():.4g}; expected {low:g} to {high:g}.")
    if low == high or n < 100:
        return got
    ranks = np.sort(np.log(samples / low) / np.log(high / low))
    off = np.max(np.abs(ranks - (np.arange(n) + 0.5) / n)) * np.sqrt(n)
    middle = np.sqrt(low * high)
    if off > FAR:
        raise NotValid(
            f"{np.mean(samples < middle):.0%} of {n} samples are below {middle:.3g}, the middle of {low:g} to {high:g} "
            "on a logarithmic scale. Half of them should be, and every factor should be as likely as any other."
        )
    if off < NEAR:
        raise NotValid(f"the {n} samples are spaced too evenly to be random: a grid?")
    return got


SPECS = (
    Spec(
        name="random_search",
        kind="function",
        summary="Draw values of a hyper-parameter, every order of magnitude as likely as any other.",
        arguments=(
            Argument("low", "float", "smallest value, above 0"),
            Argument("high", "float", "largest value, at least `low`"),
            Argument("n", "int", "how many, at least 1"),
            Argument("rng", "np.random.Generator", "where the random numbers come from"),
        ),
        outputs=(Argument("samples", "float array of shape (n,)", "independent values from `low` to `high`"),),
        points=2,
        section="workflow/recipe#search-coarse-then-fine",
        cases=cases,
        ties=ties,
        nearest=nearest,
        note="The logarithms of the values are uniform between those of `low` and `high`. Which values come is up to "
        "rng: the check looks at the bounds and, where n is large, at the distribution.",
        examples=(
            Example(
                Case("2000 learning rates", {"low": 1e-4, "high": 1.0, "n": 2000, "rng": 3}),
                {"samples": np.geomspace(1e-4, 1.0, 2000)},
                "I2DL, lecture 6: random search on a logarithmic scale",
            ),
            Example(
                Case("no room", {"low": 0.5, "high": 0.5, "n": 3, "rng": 4}), {"samples": np.full(3, 0.5)}, "by hand"
            ),
        ),
    ),
)
