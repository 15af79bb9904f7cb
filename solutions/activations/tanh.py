"""Hyperbolic tangent, plain and scaled."""

import numpy as np
from numba import njit

from solutions.arguments import float_array

HEIGHT, STEEPNESS = 1.7159, 2 / 3  # so that the function is close to the identity from -1 to 1, and sigma(1) is 1


@njit(cache=True, error_model="numpy")
def _backward(dout, out, slope, height):
    """Slope times (1 - (out / height)^2), the derivative of height * tanh(slope / height * x)."""
    dx = np.empty_like(dout)
    inverse = 1 / height
    for i in range(out.size):
        part = out[i] * inverse
        dx[i] = dout[i] * slope * (1 - part * part)
    return dx


def tanh_forward(x):
    r"""Compute :math:`\tanh(x) = (1 - e^{-2x}) / (1 + e^{-2x})`, entry by entry.

    Parameters
    ----------
    x : float array of any shape

    Returns
    -------
    out : float array of the shape of x
        From -1 to 1.
    cache : array
        For `tanh_backward`.

    Raises
    ------
    ValueError
        If x is not a float array.

    Notes
    -----
    The hyperbolic tangent itself is NumPy's, which uses the vector unit; only the gradient has a kernel.

    References
    ----------
    Neychev, lecture on activation functions.

    Examples
    --------
    >>> import numpy as np
    >>> tanh_forward(np.array([0.0, 1000.0]))[0]
    array([0., 1.])
    """
    out = np.tanh(_floats(x))
    return out, out


def tanh_backward(dout, cache):
    r"""Compute :math:`dx = dy \, (1 - y^2)` from the output y.

    Parameters
    ----------
    dout : float array of the shape of x
    cache : array
        From `tanh_forward`.

    Returns
    -------
    dx : float array of the shape of x
    """
    return _gradient(dout, cache, 1.0, 1.0)


def scaled_tanh_forward(x):
    r"""Compute :math:`1.7159 \tanh(\frac{2}{3} x)`, entry by entry.

    Parameters
    ----------
    x : float array of any shape

    Returns
    -------
    out : float array of the shape of x
        From -1.7159 to 1.7159.
    cache : array
        For `scaled_tanh_backward`.

    Raises
    ------
    ValueError
        If x is not a float array.

    References
    ----------
    LeCun et al. (1998), Efficient BackProp, section 4.4; PV021, lecture text.

    Examples
    --------
    >>> import numpy as np
    >>> scaled_tanh_forward(np.array([-1000.0, 0.0, 1000.0]))[0]
    array([-1.7159,  0.    ,  1.7159])
    """
    out = _floats(x) * STEEPNESS
    np.tanh(out, out=out)
    out *= HEIGHT
    return out, out


def scaled_tanh_backward(dout, cache):
    r"""Compute :math:`dx = dy \cdot 1.7159 \cdot \frac{2}{3} (1 - (y / 1.7159)^2)` from the output y.

    Parameters
    ----------
    dout : float array of the shape of x
    cache : array
        From `scaled_tanh_forward`.

    Returns
    -------
    dx : float array of the shape of x
    """
    return _gradient(dout, cache, HEIGHT * STEEPNESS, HEIGHT)


def _floats(x):
    return float_array("x", x)


def _gradient(dout, out, slope, height):
    dout = float_array("dout", dout, out.shape)
    kind = out.dtype.type
    return _backward(dout.ravel(), out.ravel(), kind(slope), kind(height)).reshape(out.shape)
