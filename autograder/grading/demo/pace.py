"""How long an honest answer computes on this machine, so that the demo's limit is far above it."""

import time

import numpy as np

SLOWEST = 13.0  # the slowest right cell, training with einsum, computes for that many samples
ENOUGH = 6.0  # times as long: a plot took 21 samples on a busy machine; the one that never ends uses it all


def cell_seconds() -> float:
    """CPU seconds that a cell of the demo may compute."""
    return ENOUGH * SLOWEST * min(_sample() for _ in range(3))


def _sample() -> float:
    """CPU seconds of a little work like training: small products, and loops in Python."""
    weights = np.random.default_rng(0).normal(size=(64, 64))
    x, start = weights, time.process_time()
    for _ in range(1000):
        x = np.tanh(x @ weights)
    sum(number * number for number in range(250_000))
    return time.process_time() - start
