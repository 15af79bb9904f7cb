"""Autoencoder: squeeze a sample into a short code, and unfold it again."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.backward import backward_of


def _case(rng, n, d, m):
    inputs = {"x": rng.normal(size=(n, d)), "w1": rng.normal(size=(d, m)) / np.sqrt(d), "b1": rng.normal(size=m)}
    inputs |= {"w2": rng.normal(size=(m, d)), "b2": rng.normal(size=d)}
    return Case(f"{n} samples, {d} features, code of {m} numbers", inputs)


def cases(rng):
    """Short codes, and one that is longer than the sample."""
    return [_case(rng, 4, 5, 2), _case(rng, 3, 2, 4), _case(rng, 1, 6, 3)]


def large(rng):
    """Three samples, many features."""
    n, d, m = 3, int(rng.integers(2400, 2800)), 2
    return _case(rng, n, d, m), 2 * n * d * m


SMALL = {
    "x": np.array([[1.0, 2, -1], [0, 0, 0]]),
    "w1": np.array([[0.5, 1], [-0.25, 1], [0.5, 2]]),
    "b1": np.array([0.25, -0.5]),
    "w2": np.array([[1.0, 2, -1], [0, 1, 3]]),
    "b2": np.array([0.0, 1, -1]),
}
FORWARD = Spec(
    name="autoencoder_forward",
    kind="forward",
    summary="Encode a batch into short codes, and decode these into samples again.",
    arguments=(
        Argument("x", "float array of shape (N, D)", "a batch, one sample a row"),
        Argument("w1", "float array of shape (D, M)", "weights of the encoder"),
        Argument("b1", "float array of shape (M,)", "biases of the encoder"),
        Argument("w2", "float array of shape (M, D)", "weights of the decoder"),
        Argument("b2", "float array of shape (D,)", "biases of the decoder"),
    ),
    outputs=(
        Argument("out", "float array of shape (N, D)", "the samples as the decoder sees them: affine in the code"),
        Argument("code", "float array of shape (N, M)", "the codes: hyperbolic tangents, from -1 to 1"),
    ),
    points=2,
    section="representation/autoencoder#the-idea",
    cases=cases,
    note="The encoder is an affine layer and tanh; the decoder is an affine layer and nothing after it.",
    examples=(
        Example(
            Case("2 samples, 3 features, code of 2 numbers", SMALL),
            {
                "code": np.array([[-0.24491866, 0.46211716], [0.24491866, -0.46211716]]),
                "out": np.array([[-0.24491866, 0.97227984, 0.63127014], [0.24491866, 1.02772016, -2.63127014]]),
            },
            "by hand: potentials -0.25, 0.5 and 0.25, -0.5",
        ),
    ),
)
SPECS = (
    FORWARD,
    backward_of(
        FORWARD,
        summary="Compute the gradients of a loss that looks at the reconstruction, at the code, or at both.",
        points=4,
        section="representation/autoencoder#the-idea",
        steps={
            "dx": "Through decoder and encoder, back to the input.",
            "dw1": "An affine gradient, behind the slope of the code.",
            "db1": "An affine gradient, behind the slope of the code.",
            "dw2": "An affine gradient of the decoder, with the code as its input.",
            "db2": "An affine gradient of the decoder: add up over the samples.",
        },
        meanings={"dcode": "gradient with respect to `code`, not counting the way through `out`"},
        large=large,
        note="A loss on the reconstruction alone comes with a dcode of zeros, a loss on the codes alone with a dout of "
        "zeros.",
    ),
)
