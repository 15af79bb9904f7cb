"""Weight decay entry by entry, and as descent on the penalised loss."""

import numpy as np


def loops(w, dw, lr, decay):
    next_w = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        moved = w[i] - lr * dw[i]
        next_w[i] = moved - decay * moved
    return next_w


def descent(w, dw, lr, decay):
    coefficient, rate = solved(lr, decay)
    return w - rate * (dw + 2 * coefficient * w)


def solved(lr, decay):
    """The step is linear in w and dw: read both slopes off, and solve for the coefficient."""
    of_gradient = float((1 - decay) * (0.0 - lr * 1.0))
    of_weight = float((1 - decay) * 1.0)
    rate = -of_gradient
    return (1 - of_weight) / (2 * rate), rate


def halves(lr, decay):
    kept = 1.0 - decay
    return np.float64(0.5 * (1 / kept - 1) / lr), np.array(lr * kept)


STYLES = {
    "loops": {"weight_decay_step": loops, "l2_equivalent": halves},
    "descent": {"weight_decay_step": descent, "l2_equivalent": solved},
}
