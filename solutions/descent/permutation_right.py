"""Right answers in other styles: loops, arrays."""

import numpy as np


def permute_by_loops(w1, b1, w2, perm):
    new_w1, new_b1, new_w2 = w1.copy(), b1.copy(), w2.copy()
    for j, old in enumerate(perm):
        new_w1[:, j], new_b1[j], new_w2[j] = w1[:, old], b1[old], w2[old]
    return new_w1, new_b1, new_w2


def permute_by_matrix(w1, b1, w2, perm):
    p = np.eye(len(perm))[:, perm]
    return w1 @ p, b1 @ p, p.T @ w2


STYLES = {
    "loops": {
        "permute_hidden": permute_by_loops,
    },
    "arrays": {
        "permute_hidden": permute_by_matrix,
    },
}
