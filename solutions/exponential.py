"""The exponential function as a loop can use it.

Numba's `np.exp` calls the C library for each number, and NumPy's needs a pass through memory of its own. This one is
plain arithmetic, so LLVM works on as many numbers at once as the processor's vectors hold.
"""

import math

import numpy as np
from numba import types
from numba.extending import overload


def exp_of_negative(x):
    r"""Compute :math:`e^x` of one number that is at most 0, in a function that Numba compiles.

    Parameters
    ----------
    x : float64 or float32
        At most 0, or nan.

    Returns
    -------
    power : float of the same type
        Within three roundings (machine epsilons) of the right one, but 0 where that is too small for a normal number.

    Notes
    -----
    With the integer k nearest to :math:`x / \ln 2` and the rest :math:`r = x - k \ln 2` it is :math:`2^k e^r`. The
    power of two goes into the exponent's bits, and a polynomial gives :math:`e^r` for :math:`|r| \le \ln 2 / 2`.

    References
    ----------
    Muller, Elementary Functions, chapter 11 (reduction of the argument in two steps).
    """
    raise NotImplementedError("only for functions that Numba compiles")


def _quadratic_rest(degree):
    """Coefficients, highest first, of (e^r - 1 - r) / r^2 through Chebyshev's points."""
    angles = np.pi * (np.arange(degree + 1) + 0.5) / (degree + 1)
    points = math.log(2) / 2 * np.cos(angles)
    series = [1 / math.factorial(power) for power in range(2, 20)]
    return np.polyfit(points, np.polynomial.polynomial.polyval(points, series), degree)


def _double():
    real, integer = np.float64, np.int64
    a, b, c, d, e, f, g, h, i, j = map(real, _quadratic_rest(9))
    per_log2, one, shift = real(1 / math.log(2)), real(1), integer(52)
    log2 = real(float.fromhex("0x1.62e42fee00000p-1"))  # the first 33 bits: k times it is exact
    log2_rest = real(float.fromhex("0x1.a39ef35793c76p-33"))
    whole = real(1.5 * 2**52)  # added to a number, it leaves the nearest integer in the last bits
    lowest, zero = real(math.log(np.finfo(real).tiny)), real(0)

    def power(x):
        shifted = x * per_log2 + whole
        k = shifted - whole
        r = (x - k * log2) - k * log2_rest
        rest = ((((((((a * r + b) * r + c) * r + d) * r + e) * r + f) * r + g) * r + h) * r + i) * r + j
        # the conversions are none, but Numba asks for one before each view
        bits = integer(real(one + r + r * r * rest).view(integer) + (real(shifted).view(integer) << shift))
        return integer(bits).view(real) if x > lowest else (zero if x <= lowest else x)

    return power


def _single():
    real, integer = np.float32, np.int32
    a, b, c, d, e = map(real, _quadratic_rest(4))
    per_log2, one, shift = real(1 / math.log(2)), real(1), integer(23)
    log2 = real(0.693359375)  # its first 9 bits: k times it is exact
    log2_rest = real(math.log(2) - 0.693359375)
    whole = real(1.5 * 2**23)
    lowest, zero = real(math.log(np.finfo(real).tiny)), real(0)

    def power(x):
        shifted = x * per_log2 + whole
        k = shifted - whole
        r = (x - k * log2) - k * log2_rest
        rest = (((a * r + b) * r + c) * r + d) * r + e
        doublings = integer(real(shifted).view(integer) << shift)
        bits = integer(real(one + r + r * r * rest).view(integer) + doublings)
        return integer(bits).view(real) if x > lowest else (zero if x <= lowest else x)

    return power


_DOUBLE, _SINGLE = _double(), _single()


@overload(exp_of_negative, jit_options={"fastmath": {"contract"}})  # a product and a sum in one instruction
def _compiled(x):
    return {types.float64: _DOUBLE, types.float32: _SINGLE}.get(x)
