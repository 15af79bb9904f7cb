"""Is it said that height and width are mixed up, and in which line?"""

import pytest

from tests.autograder.test_hint_kinds import conv, found

POOL = """
def {kind}_pool_forward(x, pool_param):
    h, w, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    out = np.zeros((N, C, {size}))
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            out[:, :, i, j] = x[:, :, i * s : i * s + h, j * s : j * s + {to}]{taken}
    return out, None
"""


def pool(kind="max", size="1 + (H - h) // s, 1 + (W - w) // s", to="w", taken=".max((2, 3))"):
    return POOL.format(kind=kind, size=size, to=to, taken=taken)


MIXED_UP = {
    "height for width": (
        "conv_forward",
        conv(width="H"),
        "Height and width are mixed up in line 6",
        "one H replaced by W",
    ),
    "the height of a filter for its width": (
        "conv_forward",
        conv(width="W").replace("pad - v)", "pad - h)"),
        "Height and width are mixed up in line 6",
        "one h replaced by v",
    ),
    "the height of a window for its width": (
        "max_pool_forward",
        pool(size="1 + (H - h) // s, 1 + (W - h) // s"),
        "Height and width are mixed up in line 5",
        "one h replaced by w",
    ),
    "the height of an image for its width": (
        "avg_pool_forward",
        pool("avg", size="1 + (H - h) // s, 1 + (H - w) // s", taken=".mean((2, 3))"),
        "Height and width are mixed up in line 5",
        "one H replaced by W",
    ),
    "two mixed up": (
        "max_pool_forward",
        pool(size="1 + (H - w) // s, 1 + (W - h) // s"),
        "Height and width are mixed up in line 5",
        "one w replaced by h and one h replaced by w",
    ),
    "a window as wide as high": (
        "max_pool_forward",
        pool(to="h"),
        "Height and width are mixed up in line 8",
        "one h replaced by w",
    ),
    "a mean over a square": (
        "avg_pool_forward",
        pool("avg", taken=".sum((2, 3)) / (h * h)"),
        "Height and width are mixed up in line 8",
        "one h replaced by w",
    ),
}


@pytest.mark.parametrize("name, text, sentence, detail", MIXED_UP.values(), ids=MIXED_UP)
def test_height_and_width_in_each_others_place_are_named(name, text, sentence, detail):
    (said,) = found(name, text).values()
    assert said[0] == "exchanged" and sentence in said[1] and detail in said[2]


@pytest.mark.parametrize("name, text", [("max_pool_forward", pool()), ("conv_forward", conv())])
def test_the_same_functions_pass_with_each_in_its_place(name, text):
    assert not found(name, text)


def test_another_slip_is_not_called_that():
    assert "mixed up" not in str(found("max_pool_forward", pool(taken=".mean((2, 3))")))
