"""Weight decay."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, number, same_dtype


@njit(cache=True)
def _step(w, dw, lr, keep):
    out = np.empty_like(w)
    for i in range(w.size):
        out[i] = keep * (w[i] - lr * dw[i])
    return out


def weight_decay_step(w, dw, lr, decay):
    r"""Compute :math:`(1 - \zeta)(w - \epsilon\, dw)`.

    Parameters
    ----------
    w, dw : float arrays of one shape
    lr : float
        Learning rate, at least 0.
    decay : float
        From 0 to 1.

    Returns
    -------
    next_w : float array of the shape of w

    Raises
    ------
    ValueError
        If a shape, a dtype or a number does not fit.

    Notes
    -----
    PyTorch and AdamW take away lr times decay instead, and before the step.

    References
    ----------
    PV021, lecture text, weight decay and L2 regularisation.

    Examples
    --------
    >>> import numpy as np
    >>> weight_decay_step(np.array([3.0]), np.array([2.0]), 0.5, 0.25)
    array([1.5])
    """
    w = float_array("w", w)
    dw = float_array("dw", dw, w.shape)
    same_dtype(w=w, dw=dw)
    rate, keep = w.dtype.type(number("lr", lr, 0)), w.dtype.type(1 - number("decay", decay, 0, 1))
    return _step(w.ravel(), dw.ravel(), rate, keep).reshape(w.shape)


def l2_equivalent(lr, decay):
    r"""Compute :math:`c = \frac{\zeta}{2 \epsilon (1 - \zeta)}` and the rate :math:`(1 - \zeta)\epsilon`.

    Parameters
    ----------
    lr : float
        Above 0.
    decay : float
        From 0 to below 1.

    Returns
    -------
    coefficient, effective_lr : float
        Descent of rate `effective_lr` on E + c w.w makes the step of `weight_decay_step`.

    Raises
    ------
    ValueError
        If a number is out of its range.

    Notes
    -----
    For plain gradient descent only: with momentum or adaptive rates the two differ.

    References
    ----------
    PV021, lecture text, which prints a coefficient about four times as large; Loshchilov and Hutter (2019).

    Examples
    --------
    >>> l2_equivalent(0.5, 0.5)
    (1.0, 0.25)
    """
    lr, decay = number("lr", lr, 0), number("decay", decay, 0, 1)
    if lr == 0 or decay == 1:
        raise ValueError(f"expected lr above 0 and decay below 1, got {lr} and {decay}")
    return decay / (2 * lr * (1 - decay)), (1 - decay) * lr
