"""Attention, sample by sample and with einsum."""

import numpy as np


def _row(scores, allowed):
    weights = np.zeros(len(scores))
    powers = np.exp(scores[allowed] - scores[allowed].max())
    weights[allowed] = powers / powers.sum()
    return weights


def loops_forward(q, k, v, mask):
    weights = np.zeros((len(q), q.shape[1], k.shape[1]))
    for n, t in np.ndindex(*weights.shape[:2]):
        weights[n, t] = _row(k[n] @ q[n, t] / q.shape[2] ** 0.5, mask[t])
    out = np.stack([weights[n] @ v[n] for n in range(len(q))])
    return out, (q, k, v, weights)


def loops_backward(dout, cache):
    q, k, v, weights = cache
    dq, dk, dv = np.zeros_like(q), np.zeros_like(k), np.zeros_like(v)
    for n, t in np.ndindex(*weights.shape[:2]):
        p = weights[n, t]
        jacobian = np.diag(p) - np.outer(p, p)
        dscores = jacobian @ (v[n] @ dout[n, t]) / q.shape[2] ** 0.5
        dq[n, t] = dscores @ k[n]
        dk[n] += np.outer(dscores, q[n, t])
        dv[n] += np.outer(p, dout[n, t])
    return dq, dk, dv


def einsum_forward(q, k, v, mask):
    scores = np.einsum("ntd,nsd->nts", q, k) * q.shape[2] ** -0.5 + np.where(mask, 0.0, -np.inf)
    logs = scores - scores.max(2, keepdims=True)
    weights = np.exp(logs - np.log(np.exp(logs).sum(2, keepdims=True)))
    return np.einsum("nts,nsd->ntd", weights, v), {"q": q, "k": k, "v": v, "weights": weights}


def einsum_backward(dout, cache):
    q, k, v, weights = cache.values()
    dweights = np.einsum("ntd,nsd->nts", dout, v)
    inner = np.einsum("nts,nts->nt", dweights, weights)
    dscores = weights * (dweights - inner[..., None]) * q.shape[2] ** -0.5
    return (
        np.einsum("nts,nsd->ntd", dscores, k),
        np.einsum("nts,ntd->nsd", dscores, q),
        np.einsum("nts,ntd->nsd", weights, dout),
    )


STYLES = {
    "loops": {"attention_forward": loops_forward, "attention_backward": loops_backward},
    "einsum": {"attention_forward": einsum_forward, "attention_backward": einsum_backward},
}
