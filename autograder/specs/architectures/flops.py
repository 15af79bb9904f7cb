"""What an architecture costs: numbers to learn, and multiplications for one image."""

from autograder.specification import Argument, Case, Example, Spec


def image(channels, height, width):
    """The first entry of every list."""
    return {"kind": "input", "channels": channels, "height": height, "width": width}


def conv(filters, kernel, stride=1, pad=0, groups=1):
    """A convolution with square filters."""
    return {"kind": "conv", "filters": filters, "kernel": kernel, "stride": stride, "pad": pad, "groups": groups}


def pool(kernel, stride):
    """Any pooling."""
    return {"kind": "pool", "kernel": kernel, "stride": stride, "pad": 0}


def dense(units):
    """A fully connected layer; before the first one the maps become a vector."""
    return {"kind": "dense", "units": units}


def _network(rng, groups):
    channels, kernel = 2 * int(rng.integers(1, 4)), int(rng.integers(2, 5))
    layers = [
        image(channels, int(rng.integers(20, 30)), int(rng.integers(31, 40))),
        conv(4 * int(rng.integers(1, 5)), kernel, int(rng.integers(1, 3)), int(rng.integers(0, 3)), groups),
        pool(int(rng.integers(2, 4)), 2),
        conv(2 * int(rng.integers(3, 9)), 3, 2, 1, 2),
        dense(int(rng.integers(5, 50))),
        dense(int(rng.integers(2, 9))),
    ]
    return Case(f"{channels} channels, {groups} groups, kernel {kernel}", {"layers": layers})


def cases(rng):
    """Networks with stride, padding and groups; images that are not square."""
    return [_network(rng, 1), _network(rng, 2), _network(rng, 1)]


LENET = [image(1, 32, 32), conv(6, 5), pool(2, 2), conv(16, 5), pool(2, 2), dense(120), dense(84), dense(10)]
INCEPTION = [image(200, 32, 32), conv(16, 1), conv(92, 5, pad=2)]
SEPARABLE = [image(3, 12, 12), conv(3, 5, groups=3), conv(256, 1)]
VGG = [image(3, 224, 224)]
for _filters, _count in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
    VGG += [conv(_filters, 3, pad=1)] * _count + [pool(2, 2)]
VGG += [dense(4096), dense(4096), dense(1000)]
SPECS = (
    Spec(
        name="params_and_flops",
        kind="function",
        summary="Count what a network learns, and the multiplications that it needs for one image.",
        arguments=(
            Argument(
                "layers",
                "list of dicts",
                "each with its 'kind'; first {'kind': 'input', 'channels', 'height', 'width'}, then any of {'kind': "
                "'conv', 'filters', 'kernel', 'stride', 'pad', 'groups'}, {'kind': 'pool', 'kernel', 'stride', "
                "'pad'} and {'kind': 'dense', 'units'}; all numbers are ints",
            ),
        ),
        outputs=(
            Argument("params", "int", "weights and biases of all layers"),
            Argument("flops", "int", "multiplications for one image; the additions that go with them are not counted"),
        ),
        points=3,
        section="architectures/index#lenet",
        cases=cases,
        note="Windows are square, images need not be. Sizes are rounded down as in output_size. Convolutions and dense "
        "layers have biases; adding them costs no multiplication, and pooling costs none either. The first dense layer "
        "takes all numbers of the maps before it.",
        examples=(
            Example(
                Case("LeNet-5, with all connections", {"layers": LENET}),
                {"params": 61706, "flops": 416520},
                "I2DL, lecture 10: about 60 thousand",
            ),
            Example(
                Case("5 x 5 after 1 x 1, as in Inception", {"layers": INCEPTION}),
                {"params": 40108, "flops": 40960000},
                "I2DL, lecture 10: about 40 million instead of 470 million",
            ),
            Example(
                Case("depth-wise, then 1 x 1", {"layers": SEPARABLE}),
                {"params": 1102, "flops": 53952},
                "I2DL, lecture 10: 4800 + 49152",
            ),
            Example(
                Case("VGG-16", {"layers": VGG}),
                {"params": 138357544, "flops": 15470264320},
                "I2DL, lecture 10: 138 million",
            ),
        ),
    ),
)
