"""Right answers in other styles: loops, objects and logarithms."""

import math

import numpy as np


def recursive_forward(x, tape):
    """From the last operation back to the inputs, each value computed when it is asked for."""
    found = dict(enumerate(x))

    def value(number):
        if number not in found:
            name, *places = tape[number - len(x)]
            taken = [value(place) for place in places]
            compute = {"add": sum, "mul": math.prod, "neg": lambda v: -v[0], "exp": lambda v: math.exp(v[0])}
            found[number] = compute.get(name, lambda v: v[0] ** -1)(taken)
        return found[number]

    return np.array([value(len(x) + len(tape) - 1)]), (found, tape, len(x))


def recursive_backward(dout, cache):
    """For every input the sum over all its uses, each asked for when it is needed."""
    found, tape, count = cache
    slopes = [np.zeros(count + len(tape)) for _ in range(count + len(tape))]
    for number, (name, *places) in enumerate(tape, count):
        for position, place in enumerate(places):
            other = found[places[1 - position]] if name == "mul" else 1.0
            own = {"neg": -1.0, "exp": found[number], "reciprocal": -(found[number] ** 2)}.get(name, other)
            slopes[place][number] += own
    total = np.zeros(count + len(tape))
    total[-1] = dout.item()
    for number in range(count + len(tape) - 2, -1, -1):
        total[number] = slopes[number] @ total
    return total[:count]


class Number:
    """A number that knows how it came about."""

    def __init__(self, value, sources=()):
        self.value, self.sources, self.gradient = value, sources, 0.0

    def spread(self):
        for source, slope in self.sources:
            source.gradient += slope * self.gradient


def objects_forward(x, tape):
    numbers = [Number(value) for value in x]
    for name, first, *second in tape:
        a, b = numbers[first], numbers[second[0]] if second else None
        numbers.append(_combined(name, a, b))
    return np.array([numbers[-1].value]), (numbers, len(x))


def _combined(name, a, b):
    if name == "add":
        return Number(a.value + b.value, ((a, 1.0), (b, 1.0)))
    if name == "mul":
        return Number(a.value * b.value, ((a, b.value), (b, a.value)))
    if name == "neg":
        return Number(-a.value, ((a, -1.0),))
    if name == "exp":
        power = np.exp(a.value)
        return Number(power, ((a, power),))
    return Number(1 / a.value, ((a, -1 / a.value**2),))


def objects_backward(dout, cache):
    numbers, count = cache
    for number in numbers:
        number.gradient = 0.0
    numbers[-1].gradient = dout[0]
    for number in reversed(numbers):
        number.spread()
    return np.array([number.gradient for number in numbers[:count]])


STYLES = {
    "loops": {
        "tape_forward": recursive_forward,
        "tape_backward": recursive_backward,
    },
    "objects and logarithms": {
        "tape_forward": objects_forward,
        "tape_backward": objects_backward,
    },
}
