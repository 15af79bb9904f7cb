"""Long short-term memory: one step, and a whole sequence. Gates in the order i, f, o, g."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, same_dtype

# The hyperbolic tangents are NumPy's, which works on vectors; Numba's takes one number at a time. The sigmoid is
# (1 + tanh(a / 2)) / 2, which can not overflow.


@njit(cache=True)
def _add_potentials(a, recurrent):
    half, size = a.dtype.type(0.5), a.shape[1] // 4
    for n in range(a.shape[0]):
        for k in range(3 * size):
            a[n, k] = half * (a[n, k] + recurrent[n, k])
        for k in range(3 * size, 4 * size):
            a[n, k] += recurrent[n, k]


@njit(cache=True)
def _cell(a, prev_c):
    """Turn the tangents in `a` into gates, and return the next cell state."""
    half, size, next_c = a.dtype.type(0.5), prev_c.shape[1], np.empty_like(prev_c)
    for n in range(a.shape[0]):
        for k in range(3 * size):
            a[n, k] = half + half * a[n, k]
        for k in range(size):
            next_c[n, k] = a[n, size + k] * prev_c[n, k] + a[n, k] * a[n, 3 * size + k]
    return next_c


@njit(cache=True)
def _gates_backward(dnext_h, dother_h, dnext_c, gates, prev_c, squashed, da):
    """Write the gradients of the potentials into `da`, and return that of the cell state before."""
    count, size = prev_c.shape
    dprev_c, one = np.empty_like(prev_c), prev_c.dtype.type(1)
    for n in range(count):
        for k in range(size):
            i, f, o, g = gates[n, k], gates[n, size + k], gates[n, 2 * size + k], gates[n, 3 * size + k]
            dh, s = dnext_h[n, k] + dother_h[n, k], squashed[n, k]
            dc = dnext_c[n, k] + dh * o * (one - s * s)
            da[n, k] = dc * g * i * (one - i)
            da[n, size + k] = dc * prev_c[n, k] * f * (one - f)
            da[n, 2 * size + k] = dh * s * o * (one - o)
            da[n, 3 * size + k] = dc * i * (one - g * g)
            dprev_c[n, k] = dc * f
    return dprev_c


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
    gates = x @ Wx
    gates += b
    next_h, next_c, squashed = _step(gates, prev_h, prev_c, Wh)
    return next_h, next_c, (x, prev_h, prev_c, Wx, Wh, gates, squashed)


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
    x, prev_h, prev_c, Wx, Wh, gates, squashed = cache
    dnext_h, dnext_c = (
        float_array(name, value, prev_c.shape) for name, value in (("dnext_h", dnext_h), ("dnext_c", dnext_c))
    )
    da = np.empty_like(gates)
    dprev_c = _gates_backward(dnext_h, np.zeros_like(dnext_h), dnext_c, gates, prev_c, squashed, da)
    return da @ Wx.T, da @ Wh.T, dprev_c, x.T @ da, prev_h.T @ da, da.sum(axis=0)


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
    cache : tuple
        For `lstm_backward`.
    """
    x = float_array("x", x, ("N", "T", "D"))
    h = h0 = float_array("h0", h0, (x.shape[0], "H"))
    Wx, Wh, b = _weights(x, h, Wx, Wh, b)
    count, steps, size = *x.shape[:2], h.shape[1]
    gates = (x.reshape(count * steps, -1) @ Wx).reshape(count, steps, 4 * size)  # for all steps at once
    gates += b
    states, cells = np.empty((count, steps, size), x.dtype), [np.zeros_like(h)]
    for t in range(steps):
        states[:, t], c, _ = _step(gates[:, t], h, cells[-1], Wh)
        h = states[:, t]
        cells.append(c)
    return states, (x, h0, Wx, Wh, gates, states, cells)


def lstm_backward(dh, cache):
    """Compute the gradients through a whole sequence.

    Parameters
    ----------
    dh : float array of shape (N, T, H)
        Gradient with respect to each hidden state, from outside the recurrence.
    cache : tuple
        From `lstm_forward`.

    Returns
    -------
    dx, dh0, dWx, dWh, db : float arrays in the shapes of the inputs
    """
    x, h0, Wx, Wh, gates, states, cells = cache
    dh = float_array("dh", dh, states.shape)
    count, steps, size = states.shape
    da = np.empty_like(gates)
    dprev_h, dprev_c = np.zeros_like(h0), np.zeros_like(h0)
    for t in reversed(range(steps)):
        squashed = np.tanh(cells[t + 1])  # quickly done again, so not kept
        dprev_c = _gates_backward(dh[:, t], dprev_h, dprev_c, gates[:, t], cells[t], squashed, da[:, t])
        dprev_h = da[:, t] @ Wh.T
    das, before = da.reshape(count * steps, 4 * size), np.concatenate([h0[:, None], states[:, :-1]], axis=1)
    dx = (das @ Wx.T).reshape(x.shape)
    dWx, dWh = x.reshape(count * steps, -1).T @ das, before.reshape(count * steps, size).T @ das
    return dx, dprev_h, dWx, dWh, das.sum(axis=0)


def _weights(x, h, Wx, Wh, b):
    size = 4 * h.shape[1]
    Wx = float_array("Wx", Wx, (x.shape[-1], size))
    Wh = float_array("Wh", Wh, (h.shape[1], size))
    b = float_array("b", b, (size,))
    same_dtype(x=x, h=h, Wx=Wx, Wh=Wh, b=b)
    return Wx, Wh, b


def _step(gates, prev_h, prev_c, Wh):
    """One step from the potentials that the inputs make; they become the gates, in place."""
    _add_potentials(gates, prev_h @ Wh)
    np.tanh(gates, out=gates)
    next_c = _cell(gates, prev_c)
    squashed = np.tanh(next_c)
    return gates[:, 2 * prev_c.shape[1] : 3 * prev_c.shape[1]] * squashed, next_c, squashed
