"""Schedules step by step, and with NumPy."""

import math

import numpy as np


def stepwise_power(step, start, half):
    return start * half / (half + step)


def stepwise_exponential(step, start, tenth):
    rate = start
    for _ in range(step):
        rate *= 10 ** (-1 / tenth)
    return rate


def stepwise_stairs(step, start, every, factor):
    rate = start
    for t in range(1, step + 1):
        if t % every == 0:
            rate *= factor
    return rate


def stepwise_cycle(step, steps, low, high, final):
    up, down = (high - low) / (0.5 * steps), (high - low) / (0.4 * steps)
    if step <= 0.5 * steps:
        return low + up * step
    if step <= 0.9 * steps:
        return high - down * (step - 0.5 * steps)
    return low - (low - final) * (step - 0.9 * steps) / (0.1 * steps)


def stepwise_cosine(step, steps, start, end):
    return end + (start - end) * math.cos(math.pi * step / steps / 2) ** 2


def numpy_power(step, start, half):
    return np.divide(start, 1 + np.true_divide(step, half))


def numpy_exponential(step, start, tenth):
    return start * np.exp(-np.log(10) * step / tenth)


def numpy_stairs(step, start, every, factor):
    return start * np.power(factor, np.floor_divide(step, every))


def numpy_cycle(step, steps, low, high, final):
    return np.interp(step, [0, 0.5 * steps, 0.9 * steps, steps], [low, high, low, final])


def numpy_cosine(step, steps, start, end):
    share = (1 + np.cos(np.pi * step / steps)) / 2
    return share * start + (1 - share) * end


STYLES = {
    "step by step": {
        "power_decay": stepwise_power,
        "exponential_decay": stepwise_exponential,
        "step_decay": stepwise_stairs,
        "one_cycle": stepwise_cycle,
        "cosine_decay": stepwise_cosine,
    },
    "numpy": {
        "power_decay": numpy_power,
        "exponential_decay": numpy_exponential,
        "step_decay": numpy_stairs,
        "one_cycle": numpy_cycle,
        "cosine_decay": numpy_cosine,
    },
}
