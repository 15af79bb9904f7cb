"""Gradient clipping: all gradients of a recurrent network together, by their norm."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec

NAMES = ("dWx", "dWh", "db")


def _case(rng, d, h, share):
    grads = {name: rng.normal(size=shape) for name, shape in zip(NAMES, ((d, h), (h, h), (h,)), strict=True)}
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in grads.values()))
    label = f"{d} inputs, {h} hidden units, norm {norm:.3g}, allowed {share * norm:.3g}"
    return Case(label, {**grads, "max_norm": float(share * norm)})


def cases(rng):
    """Norms above and below what is allowed; small and large bounds."""
    return [_case(rng, 3, 4, 0.2), _case(rng, 5, 2, 1.7), _case(rng, 2, 3, 0.6)]


def ties(rng):
    """Gradients that are 0, a gradient far out of bounds, and norms hardly above and below what is allowed."""
    zeros, huge = _case(rng, 2, 3, 0.5), _case(rng, 3, 2, 0.5)
    for name in NAMES:
        zeros.inputs[name] *= 0.0
        huge.inputs[name] *= 1e100
    close = [_case(rng, 3, 2, 1.0 + off) for off in (-1e-3, 3e-6, 1e-4, 5e-3, 0.04)]
    return [Case("gradients of zeros", zeros.inputs), Case("gradients near 1e100", huge.inputs), *close]


LONG = {
    "dWx": np.array([[1.0, -3]]),
    "dWh": np.array([[2.0, 4], [-5, 1]]),
    "db": np.array([8.0, -7]),
    "max_norm": 2.6,
}
SHORT = LONG | {"max_norm": 26.0}
SHAPES = ("(D, H)", "(H, H)", "(H,)")
SPECS = (
    Spec(
        name="clip_gradients",
        kind="function",
        summary="Shorten all gradients by one common factor if their norm is too large.",
        arguments=(
            *(
                Argument(name, f"float array of shape {shape}", f"gradient of `{name[1:]}`", part_of="grads")
                for name, shape in zip(NAMES, SHAPES, strict=True)
            ),
            Argument("max_norm", "float", "largest allowed norm, above 0"),
        ),
        outputs=(
            *(
                Argument(name, f"float array of shape {shape}", "after clipping", part_of="clipped")
                for name, shape in zip(NAMES, SHAPES, strict=True)
            ),
            Argument("norm", "float", "norm of all gradients together before clipping"),
        ),
        points=2,
        section="recurrent/memory#clipping",
        cases=cases,
        ties=ties,
        note="The norm is the root of the sum of the squares of all entries of all arrays. If it is larger than "
        "max_norm, every array is multiplied by max_norm / norm, without any small number added; otherwise nothing "
        "changes. `grads` may hold any number of arrays under any names; neither it nor they are changed in place.",
        examples=(
            Example(
                Case("norm 13, allowed 2.6", LONG),
                {
                    "dWx": np.array([[0.2, -0.6]]),
                    "dWh": np.array([[0.4, 0.8], [-1, 0.2]]),
                    "db": np.array([1.6, -1.4]),
                    "norm": 13.0,
                },
                "by hand: 10 + 46 + 113 = 169",
            ),
            Example(
                Case("norm 13, allowed 26", SHORT),
                {name: LONG[name] for name in NAMES} | {"norm": 13.0},
                "by hand: nothing changes",
            ),
        ),
    ),
)
