"""How people get positions and the warm-up wrong."""

import numpy as np

from solutions.misconceptions import misconception


@misconception(
    "positional_encoding",
    "You put all sines first and all cosines after them. Sine and cosine of one frequency stand next to each other.",
    desk="some_entries",
)
def position_halves(steps, size):
    angles = np.arange(steps)[:, None] / 10000.0 ** (np.arange(0, size, 2) / size)
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=1)


@misconception(
    "positional_encoding",
    "The exponent counts pairs of columns and lacks a factor of 2: your wave lengths grow too slowly.",
    desk="some_entries",
    in_variants=True,
)
def position_half_exponent(steps, size):
    angles = np.arange(steps)[:, None] / 10000.0 ** (np.arange(size // 2) / size)
    return np.stack([np.sin(angles), np.cos(angles)], axis=2).reshape(steps, size)


@misconception(
    "positional_encoding",
    "You gave every column a frequency of its own. A sine and the cosine beside it share one, so that a shift in "
    "position is a rotation.",
    desk="some_entries",
)
def position_frequency_for_each_column(steps, size):
    angles = np.arange(steps)[:, None] / 10000.0 ** (np.arange(size) / size)
    encoding = np.sin(angles)
    encoding[:, 1::2] = np.cos(angles[:, 1::2])
    return encoding


@misconception(
    "positional_encoding",
    "Your first position is 1. Counting starts at 0, where every sine is 0 and every cosine 1.",
    desk="permuted",
    in_variants=True,
)
def position_starts_at_one(steps, size):
    angles = np.arange(1, steps + 1)[:, None] / 10000.0 ** (np.arange(0, size, 2) / size)
    return np.stack([np.sin(angles), np.cos(angles)], axis=2).reshape(steps, size)


@misconception(
    "warmup_lr",
    "You took the larger of the two: the rate then starts near infinity. It must rise first, so the smaller counts.",
    desk="value",
)
def warmup_larger(step, size, warmup):
    return size**-0.5 * max(step**-0.5, step * warmup**-1.5)


@misconception(
    "warmup_lr",
    "During the warm-up your rate rises to another height than where the fall begins: both must be the same at the "
    "last step of the warm-up.",
    desk="value",
)
def warmup_jumps(step, size, warmup):
    return size**-0.5 * (step / warmup if step < warmup else step**-0.5)
