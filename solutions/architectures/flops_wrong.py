"""How people get the cost of an architecture wrong."""

from solutions.misconceptions import misconception


def _walk(layers, grouped=True, flatten=True):
    """Weights, biases, and pixels of the output of every layer."""
    channels, *sides = (layers[0][key] for key in ("channels", "height", "width"))
    for layer in layers[1:]:
        if layer["kind"] == "dense":
            inputs = channels * sides[0] * sides[1] if flatten else channels
            channels, sides = layer["units"], [1, 1]
            yield inputs * channels, channels, 1
            continue
        sides = [(side + 2 * layer["pad"] - layer["kernel"]) // layer["stride"] + 1 for side in sides]
        if layer["kind"] == "conv":
            seen = channels // layer["groups"] if grouped else channels
            channels = layer["filters"]
            yield seen * layer["kernel"] ** 2 * channels, channels, sides[0] * sides[1]


def _totals(found):
    found = list(found)
    return sum(w + b for w, b, _ in found), sum(w * pixels for w, _, pixels in found)


@misconception(
    "params_and_flops",
    "You left the biases out of the numbers to learn. Every filter and every unit has one.",
    desk="value",
)
def params_and_flops_biases_forgotten(layers):
    found = list(_walk(layers))
    return sum(w for w, _, _ in found), _totals(found)[1]


@misconception(
    "params_and_flops",
    "You counted every weight of a convolution as one multiplication. A filter is used at each pixel of its output; "
    "that is why convolutions hold few numbers and cost most of the time.",
    desk="value",
)
def params_and_flops_positions_forgotten(layers):
    found = list(_walk(layers))
    return _totals(found)[0], sum(w for w, _, _ in found)


@misconception(
    "params_and_flops",
    "You gave every filter all channels of its input. In groups it sees the channels of its own group only, "
    "which divides weights and multiplications by the number of groups.",
    desk="value",
)
def params_and_flops_groups_ignored(layers):
    return _totals(_walk(layers, grouped=False))


@misconception(
    "params_and_flops",
    "Your dense layer takes one number for each map. All pixels of all maps become one vector; "
    "that is where most weights of older networks are.",
    desk="value",
)
def params_and_flops_maps_not_flattened(layers):
    return _totals(_walk(layers, flatten=False))


@misconception(
    "params_and_flops",
    "You counted additions as operations of their own, so your number is twice the right one. Here a multiplication "
    "and the addition that goes with it count once.",
    desk="factor",
)
def params_and_flops_counted_twice(layers):
    params, flops = _totals(_walk(layers))
    return params, 2 * flops
