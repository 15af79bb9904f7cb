"""Softmax in plain loops, and by logarithms."""

import math

import numpy as np


def in_loops(scores):
    rows = []
    for row in scores.tolist():
        powers = [math.exp(score - max(row)) for score in row]
        rows.append([power / sum(powers) for power in powers])
    return np.array(rows)


def by_logarithms(scores):
    return np.exp(scores - np.logaddexp.reduce(scores, axis=1, keepdims=True))


def loops_softmax_loss(scores, y):
    loss, dscores = 0.0, np.zeros_like(scores)
    for n, row in enumerate(scores):
        shifted = row - row.max()
        total = np.exp(shifted).sum()
        loss += np.log(total) - shifted[y[n]]
        dscores[n] = np.exp(shifted) / total
        dscores[n, y[n]] -= 1
    return loss / len(y), dscores / len(y)


def written_out_softmax_loss(scores, y):
    logs = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    targets = np.eye(scores.shape[1])[y]
    return -np.sum(targets * logs) / len(y), (np.exp(logs) - targets) / len(y)


STYLES = {
    "loops": {"softmax": in_loops, "softmax_loss": loops_softmax_loss},
    "logarithms": {"softmax": by_logarithms},
    "written out": {
        "softmax_loss": written_out_softmax_loss,
    },
}
