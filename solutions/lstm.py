"""Long short-term memory: one step, and a whole sequence. Gates in the order i, f, o, g."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, same_dtype


@njit(cache=True)
def _gates(a, prev_c):
    """Gate values (in place of the potentials), the new states and tanh of the cell."""
    count, size = prev_c.shape
    next_h, next_c, squashed = np.empty_like(prev_c), np.empty_like(prev_c), np.empty_like(prev_c)
    half = a.dtype.type(0.5)
    for n in range(count):
        for k in range(3 * size):
            a[n, k] = half * (1 + np.tanh(half * a[n, k]))  # the sigmoid, without overflow
        for k in range(size):
            g = np.tanh(a[n, 3 * size + k])
            a[n, 3 * size + k] = g
            next_c[n, k] = a[n, size + k] * prev_c[n, k] + a[n, k] * g
            squashed[n, k] = np.tanh(next_c[n, k])
            next_h[n, k] = a[n, 2 * size + k] * squashed[n, k]
    return next_h, next_c, squashed


@njit(cache=True)
def _gates_backward(dnext_h, dnext_c, gates, prev_c, squashed):
    count, size = prev_c.shape
    da, dprev_c = np.empty_like(gates), np.empty_like(prev_c)
    for n in range(count):
        for k in range(size):
            i, f, o, g = gates[n, k], gates[n, size + k], gates[n, 2 * size + k], gates[n, 3 * size + k]
            dc = dnext_c[n, k] + dnext_h[n, k] * o * (1 - squashed[n, k] ** 2)
            da[n, k] = dc * g * i * (1 - i)
            da[n, size + k] = dc * prev_c[n, k] * f * (1 - f)
            da[n, 2 * size + k] = dnext_h[n, k] * squashed[n, k] * o * (1 - o)
            da[n, 3 * size + k] = dc * i * (1 - g * g)
            dprev_c[n, k] = dc * f
    return da, dprev_c


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    r"""Compute one step: :math:`c' = f \odot c + i \odot g` and :math:`h' = o \odot \tanh(c')`.

    Parameters
    ----------
    x : float array of shape (N, D)
    prev_h, prev_c : float arrays of shape (N, H)
    Wx, Wh, b : float arrays of shapes (D, 4H), (H, 4H), (4H,)

    Returns
    -------
    next_h, next_c : float arrays of shape (N, H)
    cache : tuple
        For `lstm_step_backward`.

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit.

    Notes
    -----
    i, f and o use the sigmoid, g the hyperbolic tangent. PyTorch orders the gates i, f, g, o.

    References
    ----------
    Hochreiter and Schmidhuber (1997); forget gate: Gers, Schmidhuber and Cummins (2000).
    """
    x = float_array("x", x, ("N", "D"))
    prev_h = float_array("prev_h", prev_h, (x.shape[0], "H"))
    prev_c = float_array("prev_c", prev_c, prev_h.shape)
    Wx, Wh, b = _weights(x, prev_h, Wx, Wh, b)
    return _step(x, prev_h, prev_c, Wx, Wh, b)


def lstm_step_backward(dnext_h, dnext_c, cache):
    """Compute the gradients through one step.

    Parameters
    ----------
    dnext_h, dnext_c : float arrays of shape (N, H)
        The second does not count the way through `next_h`.
    cache : tuple
        From `lstm_step_forward`.

    Returns
    -------
    dx, dprev_h, dprev_c, dWx, dWh, db : float arrays in the shapes of the inputs
    """
    shape = cache[2].shape
    dnext_h, dnext_c = float_array("dnext_h", dnext_h, shape), float_array("dnext_c", dnext_c, shape)
    return _step_backward(dnext_h, dnext_c, cache)


def lstm_forward(x, h0, Wx, Wh, b):
    """Run the steps over sequences, from h0 and a cell state of zeros.

    Parameters
    ----------
    x : float array of shape (N, T, D)
    h0 : float array of shape (N, H)
    Wx, Wh, b : float arrays of shapes (D, 4H), (H, 4H), (4H,)

    Returns
    -------
    h : float array of shape (N, T, H)
    cache : list
        For `lstm_backward`.
    """
    x = float_array("x", x, ("N", "T", "D"))
    h = float_array("h0", h0, (x.shape[0], "H"))
    Wx, Wh, b = _weights(x, h, Wx, Wh, b)
    c, caches = np.zeros_like(h), []
    states = np.empty((*x.shape[:2], h.shape[1]), x.dtype)
    for t in range(x.shape[1]):
        h, c, cache = _step(np.ascontiguousarray(x[:, t]), h, c, Wx, Wh, b)
        states[:, t] = h
        caches.append(cache)
    return states, caches


def lstm_backward(dh, cache):
    """Compute the gradients through a whole sequence.

    Parameters
    ----------
    dh : float array of shape (N, T, H)
        Gradient with respect to each hidden state, from outside the recurrence.
    cache : list
        From `lstm_forward`.

    Returns
    -------
    dx, dh0, dWx, dWh, db : float arrays in the shapes of the inputs
    """
    x, h, _, Wx, Wh = cache[0][:5]
    dh = float_array("dh", dh, (x.shape[0], len(cache), h.shape[1]))
    dx = np.empty((x.shape[0], len(cache), x.shape[1]), x.dtype)
    weights = [np.zeros_like(Wx), np.zeros_like(Wh), np.zeros(Wx.shape[1], x.dtype)]
    dprev_h, dprev_c = np.zeros_like(h), np.zeros_like(h)
    for t in reversed(range(len(cache))):
        dx[:, t], dprev_h, dprev_c, *parts = _step_backward(dh[:, t] + dprev_h, dprev_c, cache[t])
        for total, part in zip(weights, parts, strict=True):
            total += part
    return dx, dprev_h, *weights


def _weights(x, h, Wx, Wh, b):
    size = 4 * h.shape[1]
    Wx = float_array("Wx", Wx, (x.shape[-1], size))
    Wh = float_array("Wh", Wh, (h.shape[1], size))
    b = float_array("b", b, (size,))
    same_dtype(x=x, h=h, Wx=Wx, Wh=Wh, b=b)
    return Wx, Wh, b


def _step(x, prev_h, prev_c, Wx, Wh, b):
    gates = x @ Wx + prev_h @ Wh + b
    next_h, next_c, squashed = _gates(gates, prev_c)
    return next_h, next_c, (x, prev_h, prev_c, Wx, Wh, gates, squashed)


def _step_backward(dnext_h, dnext_c, cache):
    x, prev_h, prev_c, Wx, Wh, gates, squashed = cache
    da, dprev_c = _gates_backward(dnext_h, dnext_c, gates, prev_c, squashed)
    return da @ Wx.T, da @ Wh.T, dprev_c, x.T @ da, prev_h.T @ da, da.sum(axis=0)
