"""Layers written as classes with the methods forward and backward, as in TUM's I2DL, as pairs of functions."""

import inspect
from collections.abc import Callable
from typing import Any

from autograder.registry import load

LAYERS = {  # the class's name in small letters, and the word of the exercises
    "affine": "affine",
    "linear": "affine",
    "dense": "affine",
    "fullyconnected": "affine",
    "relu": "relu",
    "leakyrelu": "leaky_relu",
    "prelu": "prelu",
    "elu": "elu",
    "selu": "selu",
    "sigmoid": "sigmoid",
    "tanh": "tanh",
    "softplus": "softplus",
    "dropout": "dropout",
    "batchnorm": "batchnorm",
    "batchnorm1d": "batchnorm",
    "batchnormalization": "batchnorm",
    "layernorm": "layernorm",
    "conv": "conv",
    "conv2d": "conv",
    "convolution": "conv",
    "maxpool": "max_pool",
    "maxpool2d": "max_pool",
    "avgpool": "avg_pool",
    "crossentropyfromlogits": "softmax_loss",
    "softmaxcrossentropy": "softmax_loss",
}

Role = tuple[str, str, Callable]  # exercise, method, function


def is_layer_class(value: Any) -> bool:
    """Whether a class has both methods."""
    return inspect.isclass(value) and all(callable(getattr(value, name, None)) for name in ("forward", "backward"))


def adapted(layer: Any, stem: str) -> list[Role] | None:
    """The functions of the exercises that a class answers; None if its parameters are others.

    Parameters
    ----------
    layer : type
    stem : str
        The word of the exercises, from `LAYERS`.
    """
    if stem.endswith("_loss"):
        return [(stem, "forward", _loss(layer))] if _fits(layer, 0) and _fits(layer.forward, 3) else None
    count = len(load()[f"{stem}_forward"].signature.split(", "))
    if _fits(layer, 0) and _fits(layer.forward, 1 + count):
        make, given = lambda arguments: layer(), count
    elif _fits(layer, count - 1) and _fits(layer.forward, 2):
        make, given = lambda arguments: layer(*arguments[1:]), 1
    else:
        return None
    pair = _pair(layer, f"{stem}_backward", make, given)
    return [(f"{stem}_forward", "forward", pair[0]), (f"{stem}_backward", "backward", pair[1])]


def _fits(function, count):
    try:
        inspect.signature(function).bind(*range(count))
    except TypeError:
        return False
    return True


class LayerCache:
    """What the backward method needs: the layer itself, and its cache if it hands one out."""

    def __init__(self, layer, parts):
        self.layer, self.parts = layer, parts


def _pair(layer, exercise, make, given):
    gradients = [output.name for output in load()[exercise].outputs]
    hands_out = not _fits(layer.backward, 2)  # self and dout are all that it takes

    def forward(*arguments):
        instance = make(arguments)
        returned = instance.forward(*arguments[:given])
        with_cache = isinstance(returned, tuple) and len(returned) == 2
        out, parts = returned if with_cache else (returned, None)
        return out, LayerCache(instance, parts)

    def backward(*arguments):
        *upstream, cache = arguments
        returned = cache.layer.backward(*upstream, *([cache.parts] if hands_out else []))
        if len(gradients) > 1 and not isinstance(returned, tuple):
            return returned, *(getattr(cache.layer, name, None) for name in gradients[1:])
        return returned

    return forward, backward


def _loss(layer):
    def loss(scores, y):
        instance = layer()
        returned = instance.forward(scores, y)
        value = returned[0] if isinstance(returned, tuple) else returned
        return value, instance.backward(scores, y) if _fits(layer.backward, 3) else instance.backward()

    return loss
