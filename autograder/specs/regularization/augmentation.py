"""Data augmentation: images flipped and shifted at random."""

import numpy as np

from autograder.specification import Argument, Case, Example, NotValid, Spec

JUDGED = 40  # images from which on the choices among them are looked at


def _shift(x, rows, columns):
    """Images (..., H, W) moved, zeros where nothing comes from."""
    size = max(abs(rows), abs(columns))
    wide = np.pad(x, [(0, 0)] * (x.ndim - 2) + [(size, size)] * 2)
    return wide[..., size - rows : size - rows + x.shape[-2], size - columns : size - columns + x.shape[-1]]


def _images(rng, shape, label="", **more):
    inputs = {"x": rng.normal(size=shape) + 3.0} | more
    return Case(f"images of shape {shape}{label}", inputs)


def _drawn(rng, shape, label="", **more):
    case = _images(rng, shape, label, **more)
    case.inputs["rng"] = int(rng.integers(1_000_000))
    return case


def flips(rng):
    """Enough images to judge the coin; none is square."""
    return [_drawn(rng, shape) for shape in ((60, 1, 3, 4), (48, 2, 4, 3), (75, 3, 2, 5))]


def crops(rng):
    """Enough images to judge the offsets."""
    sizes = (((110, 1, 3, 4), 1), ((150, 2, 4, 5), 2), ((90, 1, 5, 3), 1))
    return [_drawn(rng, shape, f", pad {pad}", pad=pad) for shape, pad in sizes]


def shifts(rng):
    """All four directions."""
    moves = ((1, -2), (-2, 1), (2, 3))
    return [_images(rng, (2, 3, 4, 5), f", moved by {move}", rows=move[0], columns=move[1]) for move in moves]


def far_shifts(rng):
    """No shift at all, and shifts that leave nothing of the image."""
    moves = ((0, 0), (0, -1), (3, 0), (-7, 1))
    return [_images(rng, (2, 1, 3, 4), f", moved by {move}", rows=move[0], columns=move[1]) for move in moves]


def _choices(x, got, options):
    """For each image the number of the option that shares most pixels with its result, and the results of these."""
    distances = np.array([(~np.isclose(got, option)).reshape(len(x), -1).sum(axis=1) for option in options])
    chosen = distances.argmin(axis=0)
    return chosen, np.stack([options[k][n] for n, k in enumerate(chosen)])


def any_coins(case, got, expected):
    """Each image may be mirrored or not, if about half of them are."""
    x, out = case.inputs["x"], np.asarray(got["out"])
    chosen, right = _choices(x, out, [x, x[..., ::-1]])
    share = chosen.mean()
    if len(x) >= JUDGED and np.allclose(out, right) and abs(share - 0.5) > 3 / np.sqrt(len(x)):
        raise NotValid(
            f"{share:.0%} of the images are flipped; each has a coin of its own, so it should be about half."
        )
    return {"out": right}


def any_offsets(case, got, expected):
    """Each image may be cut out anywhere, if all offsets occur and rows and columns do not go together."""
    x, out, pad = case.inputs["x"], np.asarray(got["out"]), case.inputs["pad"]
    moves = [(r, c) for r in range(-pad, pad + 1) for c in range(-pad, pad + 1)]
    chosen, right = _choices(x, out, [_shift(x, *move) for move in moves])
    if len(x) < JUDGED or not np.allclose(out, right):
        return {"out": right}
    rows, columns = np.array(moves)[chosen].T
    if np.all(chosen == chosen[0]):
        raise NotValid("all images are cut out at the same place; each shall have an offset of its own.")
    if np.all(rows == columns):
        raise NotValid("rows and columns have the same offset in every image; draw two for each.")
    if min(np.unique(rows).size, np.unique(columns).size) < 2 * pad + 1:
        raise NotValid(f"some of the {2 * pad + 1} offsets from 0 to {2 * pad} never occur.")
    return {"out": right}


X = Argument("x", "float array of shape (N, C, H, W)", "images: N samples of C channels")
RNG = Argument("rng", "np.random.Generator", "source of the random numbers: use no other")
L_SHAPE = np.array([[[[1.0, 0, 0], [2, 0, 0], [3, 4, 5]]]])
SQUARE = np.array([[[1.0, 2], [3, 4]]])
SPECS = (
    Spec(
        name="shift_image",
        kind="function",
        summary="Move images by whole pixels.",
        arguments=(
            X,
            Argument("rows", "int", "pixels downwards; negative: upwards"),
            Argument("columns", "int", "pixels to the right; negative: to the left"),
        ),
        outputs=(Argument("out", "float array of shape (N, C, H, W)", "the moved images"),),
        points=2,
        section="regularization/augmentation#the-idea",
        cases=shifts,
        ties=far_shifts,
        examples=(
            Example(
                Case(
                    "down by one, two to the left",
                    {"x": np.arange(1.0, 13).reshape(1, 1, 3, 4), "rows": 1, "columns": -2},
                ),
                {"out": np.array([[[[0.0, 0, 0, 0], [3, 4, 0, 0], [7, 8, 0, 0]]]])},
                "by hand",
            ),
            Example(
                Case(
                    "two channels of 2 x 4 pixels, two to the left",
                    {"x": np.arange(1.0, 17).reshape(1, 2, 2, 4), "rows": 0, "columns": -2},
                ),
                {"out": np.array([[[[3.0, 4, 0, 0], [7, 8, 0, 0]], [[11, 12, 0, 0], [15, 16, 0, 0]]]])},
                "by hand",
            ),
        ),
        note="What leaves the image is lost, and zeros come in on the other side. A shift by more than the size of "
        "the image leaves zeros only.",
    ),
    Spec(
        name="random_flip",
        kind="function",
        summary="Mirror each image left to right with probability 1/2.",
        arguments=(X, RNG),
        outputs=(Argument("out", "float array of shape (N, C, H, W)", "the images, about half of them mirrored"),),
        points=2,
        section="regularization/augmentation#the-idea",
        cases=flips,
        nearest=any_coins,
        examples=(
            Example(
                Case("one image", {"x": L_SHAPE, "rng": 0}),
                {"out": np.array([[[[0.0, 0, 1], [0, 0, 2], [5, 4, 3]]]])},
                "by hand: the image or its mirror image, which is printed here",
            ),
            Example(
                Case("fifty images of 2 x 2 pixels", {"x": np.tile(SQUARE, (50, 1, 1, 1)), "rng": 1}),
                {"out": np.stack([SQUARE, SQUARE[..., ::-1]] * 25)},
                "by hand: which images are mirrored does not matter",
            ),
        ),
        note="The coin is thrown for each image by itself; all channels of an image are mirrored together.",
    ),
    Spec(
        name="random_crop",
        kind="function",
        summary="Surround each image with zeros and cut a window of its own size out, at a random place.",
        arguments=(X, Argument("pad", "int", "zeros on each of the four sides, in pixels"), RNG),
        outputs=(Argument("out", "float array of shape (N, C, H, W)", "the windows"),),
        points=3,
        section="regularization/augmentation#the-idea",
        cases=crops,
        nearest=any_offsets,
        examples=(
            Example(
                Case("one image, pad 1", {"x": L_SHAPE, "pad": 1, "rng": 0}),
                {"out": np.array([[[[0.0, 2, 0], [0, 3, 4], [0, 0, 0]]]])},
                "by hand: any of nine windows is right, such as this one",
            ),
            Example(
                Case("fifty images of 2 x 2 pixels, pad 1", {"x": np.ones((50, 1, 2, 2)), "pad": 1, "rng": 2}),
                {
                    "out": np.stack([_shift(np.ones((1, 2, 2)), n % 3 - 1, n // 3 % 3 - 1) for n in range(50)]),
                },
                "by hand: which offset an image has does not matter",
            ),
        ),
        note="The offsets of rows and columns are drawn for each image by itself, each from 0 to 2 pad, both "
        "included; all channels of an image have the same.",
    ),
)
