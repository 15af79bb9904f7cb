"""Sequence outputs step by step, and with einsum or tensordot."""

import numpy as np


def stepwise_affine(x, w, b):
    return np.stack([x[:, t] @ w + b for t in range(x.shape[1])], axis=1), (x, w)


def stepwise_affine_backward(dout, cache):
    x, w = cache
    dx, dw, db = np.zeros_like(x), np.zeros_like(w), np.zeros(w.shape[1])
    for t in range(x.shape[1]):
        dx[:, t] = dout[:, t] @ w.T
        dw += x[:, t].T @ dout[:, t]
        db += dout[:, t].sum(axis=0)
    return dx, dw, db


def einsum_affine(x, w, b):
    return np.einsum("ntd,dm->ntm", x, w) + b, [x, w]


def einsum_affine_backward(dout, cache):
    x, w = cache
    return (
        np.einsum("ntm,dm->ntd", dout, w),
        np.tensordot(x, dout, ([0, 1], [0, 1])),
        np.einsum("ntm->m", dout),
    )


def looped_loss(x, y, mask):
    loss, dx = 0.0, np.zeros_like(x)
    for n, t in np.ndindex(y.shape):
        if mask[n, t]:
            shifted = x[n, t] - max(x[n, t])
            total = np.sum(np.exp(shifted))
            loss += np.log(total) - shifted[y[n, t]]
            dx[n, t] = np.exp(shifted) / total
            dx[n, t, y[n, t]] -= 1
    return loss / len(x), dx / len(x)


def chosen_rows(x, y, mask):
    """Only the rows that count are looked at."""
    rows, right = x[mask], y[mask]
    logs = rows - np.logaddexp.reduce(rows, axis=1, keepdims=True)
    dx = np.zeros_like(x)
    dx[mask] = (np.exp(logs) - (np.arange(x.shape[2]) == right[:, None])) / len(x)
    return -logs[np.arange(len(right)), right].sum() / len(x), dx


STYLES = {
    "step by step": {
        "temporal_affine_forward": stepwise_affine,
        "temporal_affine_backward": stepwise_affine_backward,
        "temporal_softmax_loss": looped_loss,
    },
    "einsum": {
        "temporal_affine_forward": einsum_affine,
        "temporal_affine_backward": einsum_affine_backward,
        "temporal_softmax_loss": chosen_rows,
    },
}
