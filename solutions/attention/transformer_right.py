"""A transformer block step by step of the sequence, and from other pieces."""

import numpy as np

from solutions.attention.multi_head_right import STYLES as HEADS

WEIGHTS = ("Wq", "Wk", "Wv", "Wo")


def _norm(rows, gamma, beta, eps):
    centred = rows - np.mean(rows, axis=-1, keepdims=True)
    inverse = 1 / np.sqrt(np.mean(centred**2, axis=-1, keepdims=True) + eps)
    return centred * inverse * gamma + beta, (centred * inverse, inverse, gamma)


def _norm_backward(dout, cache):
    normal, inverse, gamma = cache
    dnormal, size = dout * gamma, dout.shape[-1]
    along = np.einsum("...d,...d->...", dnormal, normal)[..., None]
    dx = inverse * (dnormal - (dnormal.sum(-1, keepdims=True) + normal * along) / size)
    axes = tuple(range(dout.ndim - 1))
    return dx, np.sum(dout * normal, axis=axes), np.sum(dout, axis=axes)


def _style(heads):
    attend, attend_backward = heads["multi_head_forward"], heads["multi_head_backward"]

    def transformer_block_forward(x, params, block_param):
        param = {name: block_param[name] for name in ("heads", "causal")}
        seen, attention = attend(x, *(params[name] for name in WEIGHTS), param)
        y, first = _norm(x + seen, params["gamma1"], params["beta1"], block_param["eps"])
        hidden = np.clip(np.einsum("ntd,df->ntf", y, params["W1"]) + params["b1"], 0, None)
        total = y + np.einsum("ntf,fd->ntd", hidden, params["W2"]) + params["b2"]
        out, second = _norm(total, params["gamma2"], params["beta2"], block_param["eps"])
        return out, dict(attention=attention, y=y, hidden=hidden, first=first, second=second, params=params)

    def transformer_block_backward(dout, cache):
        p, y, hidden = cache["params"], cache["y"], cache["hidden"]
        dtotal, dgamma2, dbeta2 = _norm_backward(dout, cache["second"])
        dhidden = np.where(hidden > 0, dtotal @ p["W2"].T, 0)
        grads = {"dgamma2": dgamma2, "dbeta2": dbeta2, "db2": dtotal.sum((0, 1)), "db1": dhidden.sum((0, 1))}
        grads["dW2"], grads["dW1"] = np.einsum("ntf,ntd->fd", hidden, dtotal), np.einsum("ntd,ntf->df", y, dhidden)
        dsum, grads["dgamma1"], grads["dbeta1"] = _norm_backward(dtotal + dhidden @ p["W1"].T, cache["first"])
        dx, *weights = attend_backward(dsum, cache["attention"])
        return dx + dsum, grads | {f"d{name}": dw for name, dw in zip(WEIGHTS, weights, strict=True)}

    return {
        "transformer_block_forward": transformer_block_forward,
        "transformer_block_backward": transformer_block_backward,
    }


STYLES = {style: _style(heads) for style, heads in HEADS.items()}
