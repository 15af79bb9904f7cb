"""What an architecture costs."""

from solutions.arguments import parameters
from solutions.convolution.conv_arithmetic import output_size

SIZES = {
    "input": {"channels": 1, "height": 1, "width": 1},
    "conv": {"filters": 1, "kernel": 1, "stride": 1, "pad": 0, "groups": 1},
    "pool": {"kernel": 1, "stride": 1, "pad": 0},
    "dense": {"units": 1},
}


def params_and_flops(layers):
    """Count weights, biases, and the multiplications for one image.

    Parameters
    ----------
    layers : list of dict
        First the `input` (`channels`, `height`, `width`), then `conv` (`filters`, `kernel`, `stride`, `pad`,
        `groups`), `pool` (`kernel`, `stride`, `pad`) and `dense` (`units`), each with its `kind`.

    Returns
    -------
    params, flops : int

    Raises
    ------
    ValueError
        If a layer is unknown, lacks a number, or does not fit what comes before it.

    Notes
    -----
    A multiplication and the addition that goes with it count as one operation; other sources count two.

    References
    ----------
    I2DL, lecture 10.

    Examples
    --------
    >>> image = {"kind": "input", "channels": 1, "height": 2, "width": 2}
    >>> params_and_flops([image, {"kind": "dense", "units": 3}])
    (15, 12)
    """
    shape = tuple(_numbers(0, layers[0], "input"))
    params = flops = 0
    for number, layer in enumerate(layers[1:], 1):
        weights, biases, shape = _layer(shape, number, layer)
        params += weights + biases
        flops += weights * shape[1] * shape[2]
    return params, flops


def _layer(shape, number, layer):
    """Weights, biases and the shape of the output; a weight is used once for each of its pixels."""
    channels, *image = shape
    kind = layer.get("kind")
    if kind == "dense":
        (units,) = _numbers(number, layer, "dense")
        return channels * image[0] * image[1] * units, units, (units, 1, 1)
    if kind == "pool":
        kernel, stride, pad = _numbers(number, layer, "pool")
        return 0, 0, (channels, *(output_size(side, kernel, stride, pad) for side in image))
    filters, kernel, stride, pad, groups = _numbers(number, layer, "conv")
    if channels % groups or filters % groups:
        raise ValueError(f"layers[{number}]: expected groups that divide {channels} and {filters}, got {groups}")
    sides = (output_size(side, kernel, stride, pad) for side in image)
    return filters * channels // groups * kernel * kernel, filters, (filters, *sides)


def _numbers(number, layer, kind):
    name = f"layers[{number}]"
    if layer.get("kind") != kind:
        raise ValueError(f"{name}: expected the kind {kind!r}, got {layer.get('kind')!r}")
    rest = {key: value for key, value in layer.items() if key != "kind"}
    return parameters(name, rest, **SIZES[kind])
