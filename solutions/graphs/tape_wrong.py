"""How people get computational graphs wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _compute(name, a, b=0.0):
    results = {"add": a + b, "mul": a * b, "neg": -a}
    return results[name] if name in results else np.exp(a) if name == "exp" else 1 / a


def _values(x, tape):
    values = list(x)
    for name, *places in tape:
        values.append(_compute(name, *(values[i] for i in places)))
    return values


def _slopes(name, out, taken):
    if name == "mul":
        return taken[1], taken[0]
    return {"add": (1.0, 1.0), "neg": (-1.0,), "exp": (out,), "reciprocal": (-out * out,)}[name]


def _back(dout, cache, slopes=_slopes, collect=True, forwards=False):
    x, tape = cache
    values, count = _values(x, tape), len(x)
    gradients = [0.0] * len(values)
    gradients[-1] = dout[0]
    order = range(len(tape))
    for k in order if forwards else reversed(order):
        name, *places = tape[k]
        for place, slope in zip(places, slopes(name, values[count + k], [values[i] for i in places]), strict=True):
            gradients[place] = slope * gradients[count + k] + (gradients[place] if collect else 0.0)
    return np.array(gradients[:count])


def _slopes_with_own_factor(name, out, taken):
    return taken if name == "mul" else _slopes(name, out, taken)


def _slopes_with_plus(name, out, taken):
    return (out * out,) if name == "reciprocal" else _slopes(name, out, taken)


def _slopes_of_input(name, out, taken):
    return taken if name == "exp" else _slopes(name, out, taken)


@misconception(
    "tape_forward",
    "The numbers of the values are off by one: the inputs are number 0 to D - 1, and the first result is number D.",
    desk="error",
)
def tape_counts_from_one(x, tape):
    values = list(x)
    for name, *places in tape:
        values.append(_compute(name, *(values[i + 1] for i in places)))
    return np.array(values[-1:]), (x, tape)


@misconception(
    "tape_forward",
    "You returned the first result. The output is the result of the last operation.",
    desk="value",
)
def tape_first_result(x, tape):
    return np.array(_values(x, tape)[len(x) : len(x) + 1]), (x, tape)


@misconception(
    "tape_backward",
    "A value that is used several times kept only one of its contributions: they must add up.",
    desk="value",
)
def tape_overwrites(dout, cache):
    return _back(dout, cache, collect=False)


@misconception(
    "tape_backward",
    "Each factor of a product got itself as its slope. It is the other factor.",
    desk="some_entries",
)
def tape_own_factor(dout, cache):
    return _back(dout, cache, slopes=_slopes_with_own_factor)


@misconception(
    "tape_backward",
    "The slope of the reciprocal lacks its minus sign: a larger number has a smaller reciprocal.",
    desk="sign",
)
def tape_reciprocal_without_minus(dout, cache):
    return _back(dout, cache, slopes=_slopes_with_plus)


@misconception(
    "tape_backward",
    "The slope of the exponential is its result, not what was put in.",
    desk="some_entries",
)
def tape_exponential_of_input(dout, cache):
    return _back(dout, cache, slopes=_slopes_of_input)


@misconception(
    "tape_backward",
    "You walked through the operations from first to last. A gradient must have arrived at a result before it can go "
    "on to what the result was made of, so walk backwards.",
    desk="mask",
)
def tape_walks_forwards(dout, cache):
    return _back(dout, cache, forwards=True)
