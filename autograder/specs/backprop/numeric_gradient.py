"""Central differences: the gradient of a function that nobody has derived."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec

FUNCTIONS = {
    "sum of cubes": lambda theta: float(np.sum(theta**3)),
    "product": lambda theta: float(np.prod(theta)),
    "length": lambda theta: float(np.sqrt(np.sum(theta**2))),
    "sines of partial sums": lambda theta: float(np.sum(np.sin(np.cumsum(theta)))),
}


def with_function(inputs):
    """Turn the name of a function, which is all that crosses to the sandbox, into the function."""
    return inputs | {"f": FUNCTIONS[inputs["f"]]}


def _case(rng, f, shape, step):
    theta = rng.uniform(0.5, 2.0, size=shape) * rng.choice([-1.0, 1.0], size=shape)
    return Case(f"{f}, theta of shape {shape}, step {step:g}", {"f": f, "theta": theta, "step": step})


def cases(rng):
    """Large steps, which tell one formula from another, and a usual one; one, two and three axes."""
    return [
        _case(rng, "sum of cubes", (3, 4), 0.25),
        _case(rng, "sines of partial sums", (5,), 0.125),
        _case(rng, "product", (2, 1, 3), 0.5),
        _case(rng, "length", (6,), 1e-4),
    ]


CUBES = {"f": "sum of cubes", "theta": np.array([1.0, 2.0, 3.0]), "step": 0.5}
PRODUCT = {"f": "product", "theta": np.array([[2.0, 3.0], [1.0, -4.0]]), "step": 0.25}
SPECS = (
    Spec(
        name="numeric_gradient",
        kind="function",
        summary="Compute the gradient of any function by central differences.",
        arguments=(
            Argument("f", "function", "takes an array of the shape of theta and returns a float"),
            Argument("theta", "float array of any shape", "where the gradient is wanted"),
            Argument("step", "float", "above 0"),
        ),
        outputs=(Argument("gradient", "float array of the shape of theta", "one difference quotient for each entry"),),
        points=2,
        section="graphs/matrices#measuring",
        cases=cases,
        prepare=with_function,
        note="For each entry, f is computed twice, with only this entry larger by step and smaller by step; the "
        "difference is divided by the distance of the two places. theta must be the same afterwards, to the last bit.",
        examples=(
            Example(
                Case("the sum of cubes at (1, 2, 3)", CUBES),
                {"gradient": np.array([3.25, 12.25, 27.25])},
                "by hand: (1.5 ** 3 - 0.5 ** 3) / 1; the derivative is 3",
            ),
            Example(
                Case("the product of 2, 3, 1 and -4", PRODUCT),
                {"gradient": np.array([[-12.0, -8.0], [-24.0, 6.0]])},
                "by hand: the products of the others",
            ),
        ),
    ),
)
