"""Positions and warm-up, number by number and with complex powers."""

import cmath
import math

import numpy as np


def numbers(steps, size):
    encoding = np.zeros((steps, size))
    for t in range(steps):
        for i in range(size):
            angle = t / math.pow(10000, 2 * (i // 2) / size)
            encoding[t, i] = math.cos(angle) if i % 2 else math.sin(angle)
    return encoding


def rotations(steps, size):
    encoding = np.zeros((steps, size))
    for i in range(size // 2):
        turn = cmath.exp(1j * math.exp(-math.log(10000) * 2 * i / size))
        powers = turn ** np.arange(steps)
        encoding[:, 2 * i], encoding[:, 2 * i + 1] = powers.imag, powers.real
    return encoding


def cases_of(step, size, warmup):
    if step < warmup:
        return step / (math.sqrt(size) * warmup * math.sqrt(warmup))
    return 1 / math.sqrt(size * step)


def arrays(step, size, warmup):
    return np.minimum(1 / np.sqrt(step), step / warmup**1.5) / np.sqrt(size)


STYLES = {
    "number by number": {"positional_encoding": numbers, "warmup_lr": cases_of},
    "rotations": {"positional_encoding": rotations, "warmup_lr": arrays},
}
