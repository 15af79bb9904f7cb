"""Specifications of activation functions: a forward and a backward function that treat every entry alike."""

import numpy as np

from autograder.specification import Argument, Case, Spec
from autograder.specs.backward import backward_of
from autograder.specs.freedom import within
from autograder.specs.magnitudes import far_out, near_zero

SHAPES = ((4, 5), (2, 3, 4, 2), (7,))


def away_from_zero(rng, shape, high=2.2):
    """Random numbers of both signs, none closer to 0 than 0.2."""
    return rng.uniform(0.2, high, size=shape) * rng.choice([-1.0, 1.0], size=shape)


def extremes(rng, **more):
    """Entries of 0 and close to it; so large that their exponential overflows; and those where a sigmoid saturates.

    They are cases by themselves, for a tolerance that grows with the largest entry would hide the small ones.
    """
    saturated = rng.permutation(-np.linspace(14.0, 45.0, 24)).reshape(4, 6)
    return [
        Case("entries of 0 and close to it", {"x": near_zero(rng, (5, 6)), **more}),
        Case("entries from 10 to 1000 and from -1000 to -10", {"x": far_out(rng, (4, 6)), **more}),
        Case("entries from -45 to -14", {"x": saturated, **more}),
    ]


def between_slopes(low, high):
    """A `nearest` and a `free` by which every slope from `low` to `high` is accepted where x is exactly 0.

    Parameters
    ----------
    low, high : callable (inputs) -> float or array
    """

    def sides(case):
        return case.upstream["dout"] * low(case.inputs), case.upstream["dout"] * high(case.inputs)

    def nearest(case, got, expected):
        clipped = np.clip(got["dx"], np.minimum(*sides(case)), np.maximum(*sides(case)))
        return expected | {"dx": np.where(case.inputs["x"] == 0, clipped, expected["dx"])}

    def free(case, got):
        return within("dx", got["dx"], *sides(case), case.inputs["x"] == 0, "where x is 0")

    return {"nearest": nearest, "free": free}


def pair(stem, does, cases, ties, *, section, step, examples, argument=None, slopes=None, note="", slope_note=""):
    """Return the specs of `<stem>_forward` and `<stem>_backward`.

    Parameters
    ----------
    does : str
        What the forward function applies, as in "the ReLU".
    section, step : str
        Where the book derives both, and the step of the derivation that leads to the slope.
    argument : Argument, optional
        A second argument of the forward function, which has no gradient.
    slopes : dict, optional
        Of `between_slopes`.
    note, slope_note : str
        For the forward and the backward function.
    """
    x = Argument("x", "float array of any shape", "potentials")
    forward = Spec(
        name=f"{stem}_forward",
        kind="forward",
        summary=f"Apply {does} to every entry.",
        arguments=(x, argument) if argument else (x,),
        outputs=(Argument("out", "float array of the shape of x", "the values, entry by entry"),),
        points=1,
        section=section,
        cases=cases,
        ties=ties,
        examples=examples,
        note=note,
    )
    backward = backward_of(
        forward,
        summary=f"Compute the gradient of a loss through {does}.",
        points=2,
        section=section,
        steps={"dx": step},
        large=lambda rng: _large(rng, cases),
        note=slope_note,
        **(slopes or {}),
    )
    return forward, backward


def _large(rng, cases):
    """The first random case with thousands of entries, and how many they are."""
    x = away_from_zero(rng, (int(rng.integers(60, 80)), int(rng.integers(100, 130))))
    return Case(f"{x.size} entries", cases(rng)[0].inputs | {"x": x}), x.size
