"""Maxout: the largest of several affine functions."""

import numpy as np

from autograder.specification import Argument, Case, Example, Free, Spec
from autograder.specs.backward import backward_of

MARGIN = 0.02  # between the two largest potentials of a unit: more than a difference step can move them


def potentials_of(inputs):
    """The K affine functions of every sample and unit, of shape (K, N, M)."""
    return inputs["x"] @ inputs["w"] + inputs["b"][:, None]


def _case(rng, n, d, m, k):
    while True:
        inputs = {
            "x": rng.normal(size=(n, d)),
            "w": rng.normal(size=(k, d, m)),
            "b": rng.normal(size=(k, m)),
        }
        top = np.sort(potentials_of(inputs), axis=0)
        if k == 1 or np.min(top[-1] - top[-2]) > MARGIN:
            return Case(f"{n} samples, {d} inputs, {m} units of {k} pieces", inputs)


def cases(rng):
    """Random cases without ties; the sizes always differ."""
    return [_case(rng, 5, 3, 4, 2), _case(rng, 6, 2, 5, 3), _case(rng, 3, 5, 2, 4)]


def ties(rng):
    """Two of the three pieces are the same, so wherever they win they tie; whole numbers, so that they tie exactly.

    In another case they differ by a little, more or less from unit to unit.
    """
    x = rng.permuted(np.tile(np.arange(-3.0, 4), (4, 1)), axis=1)
    w = rng.integers(-3, 4, size=(3, 7, 5)).astype(float)
    b = rng.integers(-2, 3, size=(3, 5)).astype(float) + np.array([[0.5], [0.5], [0.0]])
    w[1], b[1] = w[0], b[0]
    close = b.copy()
    close[1] += rng.permutation([2e-9, -2e-6, 3e-4, -2e-3, 0.03]) * rng.uniform(1.0, 2.0, size=5)
    return [
        Case("two equal pieces of three", {"x": x, "w": w, "b": b}),
        Case("two nearly equal pieces of three", {"x": x.copy(), "w": w.copy(), "b": close}),
    ]


def large(rng):
    """Many inputs for few samples and units."""
    n, d, m, k = 2, int(rng.integers(3000, 3400)), 2, 2
    inputs = {"x": rng.normal(size=(n, d)), "w": rng.normal(size=(k, d, m)), "b": rng.normal(size=(k, m))}
    return Case(f"{n} samples, {d} inputs, {m} units of {k} pieces", inputs), k * n * d * m


def nearest(case, got, expected):
    """Accept every split of a unit's gradient between two tied pieces.

    Moving a share from the first to the second changes all gradients linearly; the shares come from least squares.
    """
    tied = _tied(case)
    places = [place for place in np.ndindex(tied.shape[1:]) if tied[:, *place].sum() == 2]
    if not places:
        return expected
    moves = [_moved(case, place, np.flatnonzero(tied[:, *place]), expected) for place in places]
    off = _joined({name: got[name] - value for name, value in expected.items()})
    shares, *_ = np.linalg.lstsq(np.stack([_joined(move) for move in moves], axis=1), off)
    valid = dict(expected)
    for share, move in zip(np.clip(shares, 0, 1), moves, strict=True):
        valid = {name: value + share * move[name] for name, value in valid.items()}
    return valid


def free(case, got):
    """The gradients of samples and of pieces that two equal pieces share."""
    tied = _tied(case) & (_tied(case).sum(axis=0) == 2)
    pieces = tied.any(axis=1)  # (K, M)
    entries = {
        "dx": np.broadcast_to(tied.any(axis=(0, 2))[:, None], case.inputs["x"].shape),
        "dw": np.broadcast_to(pieces[:, None], case.inputs["w"].shape),
        "db": pieces,
    }
    says = "must share the gradient of a unit among the pieces that tie for its maximum: their shares add up to 1."
    return {name: Free(value, f"{name} {says}") for name, value in entries.items()}


def _tied(case):
    potentials = potentials_of(case.inputs)
    return np.isclose(potentials, potentials.max(axis=0), rtol=0, atol=1e-12)


def _moved(case, place, pair, expected):
    """How the gradients change if a unit's gradient goes to the second of two tied pieces and not to the first."""
    (n, m), (first, second) = place, pair
    x, w, dout = case.inputs["x"], case.inputs["w"], case.upstream["dout"][n, m]
    move = {name: np.zeros_like(value) for name, value in expected.items()}
    move["dx"][n] = dout * (w[second, :, m] - w[first, :, m])
    for piece, sign in ((first, -1), (second, 1)):
        move["dw"][piece, :, m] = sign * dout * x[n]
        move["db"][piece, m] = sign * dout
    return move


def _joined(arrays):
    return np.concatenate([array.ravel() for array in arrays.values()])


FOLD = {"x": np.array([[-2.0], [3]]), "w": np.array([[[1.0]], [[-1]]]), "b": np.zeros((2, 1))}
SMALL = {
    "x": np.array([[1.0, 2], [0, -1], [-2, 1]]),
    "w": np.array([[[1.0, 0], [2, -1]], [[-1, 1], [0, 3]]]),
    "b": np.array([[0.0, -1], [2, -2]]),
}
TIED = {"x": np.array([[1.0, 2]]), "w": np.array([[[1.0], [1]], [[3], [0]]]), "b": np.zeros((2, 1))}
FORWARD = Spec(
    name="maxout_forward",
    kind="forward",
    summary="Compute a maxout layer: the largest of K affine functions, for every unit.",
    arguments=(
        Argument("x", "float array of shape (N, D)", "a batch, one sample a row"),
        Argument("w", "float array of shape (K, D, M)", "weights of the K pieces of M units"),
        Argument("b", "float array of shape (K, M)", "one bias for each piece of each unit"),
    ),
    outputs=(Argument("out", "float array of shape (N, M)", "the largest of the K potentials of each unit"),),
    points=2,
    section="activations/hidden#maxout",
    cases=cases,
    ties=ties,
    examples=(
        Example(
            Case("3 samples, 2 units of 2 pieces", SMALL),
            {"out": np.array([[5.0, 5], [2, 0], [4, -1]])},
            "by hand",
        ),
        Example(Case("the absolute value", FOLD), {"out": np.array([[2.0], [3]])}, "METU CENG 501 notes, maxout"),
    ),
)
SPECS = (
    FORWARD,
    backward_of(
        FORWARD,
        summary="Compute the gradients of a loss with respect to the inputs of a maxout layer.",
        points=4,
        section="activations/hidden#maxout",
        steps={
            "dx": "Only the piece that won carries the gradient, through its own weights.",
            "dw": "Only the weights of the piece that won get a gradient, from every sample where it won.",
            "db": "Only the bias of the piece that won gets a gradient, from every sample where it won.",
        },
        large=large,
        nearest=nearest,
        free=free,
        note="Where several pieces are largest, the gradient may be split among them; the shares add up to 1.",
        examples=(
            Example(
                Case("the absolute value", FOLD, {"dout": np.array([[5.0], [7]])}),
                {"dx": np.array([[-5.0], [7]]), "dw": np.array([[[21.0]], [[-10]]]), "db": np.array([[7.0], [5]])},
                "METU CENG 501 notes, maxout; gradients by hand",
            ),
            Example(
                Case("two tied pieces", TIED, {"dout": np.array([[2.0]])}),
                {
                    "dx": np.array([[2.0, 2]]),
                    "dw": np.array([[[2.0], [4]], [[0], [0]]]),
                    "db": np.array([[2.0], [0]]),
                },
                "by hand: here the first piece gets all",
            ),
        ),
    ),
)
