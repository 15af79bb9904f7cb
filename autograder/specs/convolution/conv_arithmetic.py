"""Sizes and counts of convolutional networks: whole numbers that are worked out before any code runs."""

from autograder.specification import Argument, Case, Example, Spec


def _size(size, kernel, stride, pad):
    label = f"size {size}, kernel {kernel}, stride {stride}, pad {pad}"
    return Case(label, {"size": size, "kernel": kernel, "stride": stride, "pad": pad})


def size_cases(rng):
    """A position that fits exactly, one with pixels left over, and plenty of padding."""
    stride, steps = int(rng.integers(2, 5)), int(rng.integers(3, 9))
    kernel = int(rng.integers(stride + 1, 7))
    return [
        _size(kernel + steps * stride, kernel, stride, 0),
        _size(kernel + steps * stride + stride - 1, kernel, stride, 0),
        _size(int(rng.integers(20, 60)), kernel, 1, int(rng.integers(1, 4))),
        _size(2 * int(rng.integers(10, 30)) + 1, 4, 2, 1),
    ]


def _layers(*pairs):
    label = ", ".join(f"{kernel} x {kernel} stride {stride}" for kernel, stride in pairs)
    return Case(label, {"layers": [{"kernel": kernel, "stride": stride} for kernel, stride in pairs]})


def field_cases(rng):
    """Stacks of three to five layers with different kernels and strides."""
    found = []
    for count in (3, 4, 5):
        pairs = [(int(rng.integers(2, 8)), int(rng.integers(1, 4))) for _ in range(count)]
        found.append(_layers((3, 2), *pairs, (int(rng.integers(2, 6)), 3)))
    return found


def _filters(channels, filters, height, width):
    label = f"{filters} filters of {height} x {width} on {channels} channels"
    return Case(label, {"channels": channels, "filters": filters, "height": height, "width": width})


def count_cases(rng):
    """Filters that are not square."""
    return [
        _filters(*(int(size) for size in rng.permutation([3, 5, 7, 11]) + rng.integers(0, 2, size=4))) for _ in range(3)
    ]


SPECS = (
    Spec(
        name="output_size",
        kind="function",
        summary="Count the positions of a window along one side of an image.",
        arguments=(
            Argument("size", "int", "pixels along this side of the image"),
            Argument("kernel", "int", "pixels along this side of the window"),
            Argument("stride", "int", "pixels between two positions"),
            Argument("pad", "int", "zeros added at each end of the side"),
        ),
        outputs=(Argument("count", "int", "number of positions that lie wholly inside the padded side"),),
        points=1,
        section="convolution/windows#how-many-positions",
        cases=size_cases,
        note="Pixels that are left over at the end are not used: the number is rounded down.",
        examples=(
            Example(_size(7, 3, 2, 0), {"count": 3}, "I2DL, lecture 9: N = 7, F = 3, S = 2"),
            Example(_size(32, 5, 1, 2), {"count": 32}, "I2DL, lecture 9: the size is kept"),
            Example(_size(64, 3, 2, 1), {"count": 32}, "I2DL, lecture 9: 32.5, rounded down"),
        ),
    ),
    Spec(
        name="receptive_field",
        kind="function",
        summary="Measure the window of the input image that one output of a stack of layers depends on.",
        arguments=(
            Argument(
                "layers",
                "list of dicts",
                "one for each convolution or pooling, first layer first: 'kernel' and 'stride' (ints, pixels)",
            ),
        ),
        outputs=(Argument("pixels", "int", "side of the receptive field, in pixels of the input image"),),
        points=2,
        section="convolution/windows#what-one-output-sees",
        cases=field_cases,
        note="Windows are square. The borders of the image play no part.",
        examples=(
            Example(_layers((3, 1), (3, 1)), {"pixels": 5}, "I2DL, lecture 9: two 3 x 3 convolutions see 5 x 5 pixels"),
            Example(_layers((3, 1), (2, 2), (3, 1)), {"pixels": 8}, "I2DL, receptive field: 3, then 4, then 8"),
            Example(
                _layers((5, 1), (2, 2), (5, 1), (2, 2)),
                {"pixels": 16},
                "by hand, the network of an I2DL exam: 5, 6, 14, 16",
            ),
        ),
    ),
    Spec(
        name="count_conv_params",
        kind="function",
        summary="Count the numbers that a convolutional layer learns.",
        arguments=(
            Argument("channels", "int", "channels of the input"),
            Argument("filters", "int", "number of filters"),
            Argument("height", "int", "rows of a filter"),
            Argument("width", "int", "columns of a filter"),
        ),
        outputs=(Argument("count", "int", "weights and biases together"),),
        points=1,
        section="convolution/windows#how-many-parameters-how-much-work",
        cases=count_cases,
        examples=(
            Example(_filters(3, 10, 5, 5), {"count": 760}, "I2DL, lecture 9: 10 filters with 76 numbers each"),
            Example(
                _filters(20, 40, 5, 5), {"count": 20040}, "PV021, lecture text, convolutional networks: second layer"
            ),
        ),
    ),
)
