"""Multiclass hinge loss in plain loops, and with one-hot targets and a step at the margin."""

import numpy as np


def in_loops(scores, y):
    loss, dscores = 0.0, np.zeros_like(scores)
    for n, right in enumerate(y):
        for c in range(scores.shape[1]):
            cost = scores[n, c] - scores[n, right] + 1
            if c != right and cost >= 0:  # slope 1 on the kink
                loss += cost
                dscores[n, c] += 1
                dscores[n, right] -= 1
    return loss / len(y), dscores / len(y)


def with_one_hot(scores, y):
    target = np.eye(scores.shape[1])[y]
    cost = scores - np.sum(scores * target, 1, keepdims=True) + (1 - target)
    slope = (np.sign(cost) + 1) / 2 * (1 - target)  # 0.5 on the kink
    slope -= target * slope.sum(1, keepdims=True)
    return np.einsum("nc->", np.clip(cost, 0, None)) / len(y), slope / len(y)


STYLES = {"loops": {"svm_loss": in_loops}, "one-hot": {"svm_loss": with_one_hot}}
