"""Gradient clipping of one long vector, and in plain loops."""

import math

import numpy as np


def as_one_vector(grads, max_norm):
    norm = np.linalg.norm(np.concatenate([gradient.ravel() for gradient in grads.values()]))
    return {name: gradient / max(1.0, norm / max_norm) for name, gradient in grads.items()}, norm


def in_loops(grads, max_norm):
    total = 0.0
    for gradient in grads.values():
        for value in gradient.flat:
            total += float(value) ** 2
    norm, clipped = math.sqrt(total), {}
    for name, gradient in grads.items():
        clipped[name] = gradient.copy()
        if norm > max_norm:
            clipped[name] *= max_norm / norm
    return clipped, norm


STYLES = {"one vector": {"clip_gradients": as_one_vector}, "loops": {"clip_gradients": in_loops}}
