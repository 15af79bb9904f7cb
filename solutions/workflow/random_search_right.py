"""Log-uniform samples: one by one, and with exponents of base 10."""

import numpy as np


def one_by_one(low, high, n, rng):
    return np.array([np.exp(rng.uniform(np.log(low), np.log(high))) for _ in range(n)])


def powers_of_ten(low, high, n, rng):
    return np.clip(10 ** rng.uniform(np.log10(low), np.log10(high), n), low, high)


STYLES = {"loops": {"random_search": one_by_one}, "powers of ten": {"random_search": powers_of_ten}}
