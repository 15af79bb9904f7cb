"""The cost of an architecture, from the shapes of its arrays, and by recursion."""

import math


def _from_shapes(layers):
    shape = tuple(layers[0][key] for key in ("channels", "height", "width"))
    arrays, uses = [], []
    for layer in layers[1:]:
        if layer["kind"] == "dense":
            arrays.append((layer["units"], math.prod(shape)))
            shape = (layer["units"], 1, 1)
        else:
            kernel, stride = layer["kernel"], layer["stride"]
            sides = tuple(1 + (side - kernel + 2 * layer["pad"]) // stride for side in shape[1:])
            if layer["kind"] == "conv":
                arrays.append((layer["filters"], shape[0] // layer["groups"], kernel, kernel))
            shape = (layer.get("filters", shape[0]), *sides)
        if layer["kind"] != "pool":
            uses.append(math.prod(shape[1:]))
    weights = [math.prod(array) for array in arrays]
    return sum(weights) + sum(array[0] for array in arrays), sum(map(math.prod, zip(weights, uses, strict=True)))


def _positions(side, layer):
    return len(range(0, side + 2 * layer["pad"] - layer["kernel"] + 1, layer["stride"]))


def _recursive(layers):
    first, *rest = layers
    if not rest:
        return 0, 0
    channels, height, width = first["channels"], first["height"], first["width"]
    layer, params, flops = rest[0], 0, 0
    if layer["kind"] == "dense":
        after = {"channels": layer["units"], "height": 1, "width": 1}
        flops = channels * height * width * layer["units"]
        params = flops + layer["units"]
    else:
        after = {"channels": channels, "height": _positions(height, layer), "width": _positions(width, layer)}
    if layer["kind"] == "conv":
        each = channels * layer["kernel"] ** 2 // layer["groups"]
        after["channels"] = layer["filters"]
        params, flops = layer["filters"] * (each + 1), layer["filters"] * each * after["height"] * after["width"]
    more = _recursive([after, *rest[1:]])
    return params + more[0], flops + more[1]


STYLES = {"shapes": {"params_and_flops": _from_shapes}, "recursion": {"params_and_flops": _recursive}}
