"""Is the exponential that loops use as good as NumPy's?"""

import numpy as np
import pytest
from numba import njit

from solutions.exponential import exp_of_negative


@njit(fastmath={"reassoc"})  # as its users: it must not reorder the reduction
def powers(x):
    out = np.empty_like(x)
    for i in range(x.size):
        out[i] = exp_of_negative(x[i])
    return out


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_it_is_within_three_roundings_down_to_the_smallest_normal_number(dtype):
    info = np.finfo(dtype)
    near_zero = -np.logspace(-30, 0, 10_000)
    x = np.concatenate([np.linspace(np.log(info.tiny) * (1 - info.eps), 0, 200_001), near_zero]).astype(dtype)
    exact = np.exp(x.astype(np.longdouble))
    assert np.max(np.abs(powers(x) - exact) / exact) <= 3 * info.eps


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_what_is_too_small_is_zero_and_nan_stays_nan(dtype):
    x = np.array([-np.inf, -1e30, -1000, 0, -0.0, np.nan], dtype)
    assert np.array_equal(powers(x), np.array([0, 0, 0, 1, 1, np.nan], dtype), equal_nan=True)
