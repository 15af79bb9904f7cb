"""Recurrent network: one step, and a whole sequence."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, same_dtype


@njit(cache=True)
def _through_tanh(dnext_h, dlater_h, next_h, da):
    """Write the gradient of the potentials into `da`: the slope of tanh from its value."""
    one = next_h.dtype.type(1)
    for n in range(next_h.shape[0]):
        for k in range(next_h.shape[1]):
            h = next_h[n, k]
            da[n, k] = (dnext_h[n, k] + dlater_h[n, k]) * (one - h * h)


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    r"""Compute one step: :math:`H' = \tanh(X W_x + H W_h + b)`.

    Parameters
    ----------
    x : float array of shape (N, D)
    prev_h : float array of shape (N, H)
    Wx, Wh, b : float arrays of shapes (D, H), (H, H), (H,)

    Returns
    -------
    next_h : float array of shape (N, H)
    cache : tuple
        For `rnn_step_backward`.

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit.

    References
    ----------
    Elman (1990); I2DL, lecture 11.

    Examples
    --------
    >>> import numpy as np
    >>> one = np.ones((1, 1))
    >>> rnn_step_forward(one, one, one, -one, np.zeros(1))[0]
    array([[0.]])
    """
    x = float_array("x", x, ("N", "D"))
    prev_h = float_array("prev_h", prev_h, (x.shape[0], "H"))
    Wx, Wh, b = _weights(x, prev_h, Wx, Wh, b)
    next_h = np.tanh(x @ Wx + prev_h @ Wh + b)
    return next_h, (x, prev_h, Wx, Wh, next_h.copy())


def rnn_step_backward(dnext_h, cache):
    """Compute the gradients through one step.

    Parameters
    ----------
    dnext_h : float array of shape (N, H)
    cache : tuple
        From `rnn_step_forward`.

    Returns
    -------
    dx, dprev_h, dWx, dWh, db : float arrays in the shapes of the inputs

    Notes
    -----
    The slope of tanh is :math:`1 - \\tanh^2`, from the value that the forward pass has computed.
    """
    x, prev_h, Wx, Wh, next_h = cache
    dnext_h = float_array("dnext_h", dnext_h, next_h.shape)
    da = np.empty_like(next_h)
    _through_tanh(dnext_h, np.zeros_like(next_h), next_h, da)
    return da @ Wx.T, da @ Wh.T, x.T @ da, prev_h.T @ da, da.sum(axis=0)


def rnn_forward(x, h0, Wx, Wh, b):
    """Run the steps over sequences, from h0.

    Parameters
    ----------
    x : float array of shape (N, T, D)
    h0 : float array of shape (N, H)
    Wx, Wh, b : float arrays of shapes (D, H), (H, H), (H,)

    Returns
    -------
    h : float array of shape (N, T, H)
    cache : tuple
        For `rnn_backward`.

    Notes
    -----
    The inputs of all steps meet Wx in one product; only the recurrent part goes step by step. Inside, the time is the
    first axis, so that a step is a contiguous matrix.
    """
    x = float_array("x", x, ("N", "T", "D"))
    h0 = float_array("h0", h0, (x.shape[0], "H"))
    Wx, Wh, b = _weights(x, h0, Wx, Wh, b)
    inputs = np.ascontiguousarray(x.transpose(1, 0, 2))  # (T, N, D)
    potentials = (inputs.reshape(-1, x.shape[2]) @ Wx + b).reshape(*inputs.shape[:2], -1)
    states = np.empty((x.shape[1] + 1, *h0.shape), x.dtype)  # (T + 1, N, H), h0 first
    states[0] = h0
    for t in range(x.shape[1]):
        np.tanh(potentials[t] + states[t] @ Wh, out=states[t + 1])
    return states[1:].transpose(1, 0, 2).copy(), (inputs, states, Wx, Wh)


def rnn_backward(dh, cache):
    """Compute the gradients through a whole sequence.

    Parameters
    ----------
    dh : float array of shape (N, T, H)
        Gradient with respect to each hidden state, from outside the recurrence.
    cache : tuple
        From `rnn_forward`.

    Returns
    -------
    dx, dh0, dWx, dWh, db : float arrays in the shapes of the inputs
    """
    inputs, states, Wx, Wh = cache
    steps, count, size = states.shape[0] - 1, *states.shape[1:]
    dh = float_array("dh", dh, (count, steps, size))
    da, dlater_h = np.empty((steps, count, size), dh.dtype), np.zeros((count, size), dh.dtype)
    for t in reversed(range(steps)):
        _through_tanh(dh[:, t], dlater_h, states[t + 1], da[t])
        dlater_h = da[t] @ Wh.T
    flat = da.reshape(-1, size)  # the weights are shared by all steps: one product adds up their parts
    dWx, dWh = inputs.reshape(len(flat), -1).T @ flat, states[:-1].reshape(-1, size).T @ flat
    dx = (flat @ Wx.T).reshape(inputs.shape).transpose(1, 0, 2)
    return np.ascontiguousarray(dx), dlater_h, dWx, dWh, flat.sum(axis=0)


def _weights(x, h, Wx, Wh, b):
    Wx = float_array("Wx", Wx, (x.shape[-1], h.shape[1]))
    Wh = float_array("Wh", Wh, (h.shape[1], h.shape[1]))
    b = float_array("b", b, (h.shape[1],))
    same_dtype(x=x, h=h, Wx=Wx, Wh=Wh, b=b)
    return Wx, Wh, b
