"""How unlikely some tosses of a coin are: the cross-entropy in its simplest form."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec


def _case(rng, p, heads, tails):
    tosses = rng.permutation(np.repeat([1, 0], [heads, tails]))
    return Case(f"{heads} heads, {tails} tails", {"p": np.array(p), "tosses": tosses})


def cases(rng):
    """Coins that fit their tosses, and coins that do not."""
    return [_case(rng, 0.7, 3, 2), _case(rng, 0.2, 5, 1), _case(rng, float(rng.uniform(0.3, 0.9)), 0, 4)]


def ties(rng):
    """Coins that hardly ever, or nearly always, fall one way."""
    odds = 10.0 ** np.array([-6.0, -4.0]) * rng.uniform(1.0, 4.0, size=2)
    return [_case(rng, float(p), 3, 2) for p in (*odds, *(1 - odds))]


def large(rng):
    """Thousands of tosses."""
    heads, tails = rng.integers(3000, 5000, size=2).tolist()
    return _case(rng, float(rng.uniform(0.3, 0.7)), heads, tails), 2 * (heads + tails)


TOSSES = np.array([1, 1, 0, 0, 1])
SPECS = (
    Spec(
        name="coin_nll",
        kind="loss",
        summary="Compute the negative log-likelihood of a coin's tosses, and its slope.",
        arguments=(
            Argument("p", "float", "probability of heads, above 0 and below 1"),
            Argument("tosses", "int array of shape (N,)", "what came up: 1 for heads, 0 for tails"),
        ),
        outputs=(
            Argument("nll", "float", "minus the logarithm of the probability of exactly these tosses, in nats"),
            Argument("dp", "float", "derivative of nll with respect to `p`"),
        ),
        points=2,
        section="classifiers/odds#a-coin",
        steps={
            "nll": "Each toss adds minus the logarithm of its probability.",
            "dp": "Heads and tails have each a term of its own, with opposite signs.",
        },
        cases=cases,
        large=large,
        ties=ties,
        note="The probability of independent tosses is a product, so nll is a sum over the tosses, not a mean.",
        examples=(
            Example(
                Case("five tosses, a fair coin", {"p": np.array(0.5), "tosses": TOSSES}),
                {"nll": 3.4657359, "dp": -2.0},
                "PV021, lecture text, maximum likelihood: the likelihood is 1/32",
            ),
            Example(
                Case("five tosses, p = 0.6", {"p": np.array(0.6), "tosses": TOSSES}),
                {"nll": 3.36505834, "dp": 0.0},
                "PV021, lecture text, maximum likelihood: 0.03456 is the largest likelihood",
            ),
        ),
    ),
)
