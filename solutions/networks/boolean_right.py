"""Networks for truth tables: unit by unit, with a margin, and by intervals of the row's number."""

from itertools import product

import numpy as np


def unit_by_unit(table):
    n = int(np.log2(len(table)))
    w1, b1, w2 = np.zeros((n, 2**n)), np.ones(2**n), np.zeros(2**n)
    for unit, word in enumerate(product((0, 1), repeat=n)):
        if table[unit]:
            w1[:, unit] = [1 if bit else -1 for bit in word]
            b1[unit], w2[unit] = -sum(word), 1
    return w1, b1, w2, -1.0


def with_margin(table):
    n = len(table).bit_length() - 1
    w1 = np.array([[10.0 if bit == "1" else -10.0 for bit in f"{unit:0{n}b}"] for unit in range(len(table))]).T
    b1 = 5.0 - np.maximum(w1, 0).sum(0)
    return w1, b1, np.where(table == 1, 3.0, -3.0), -1.5 + 0.0


def steps_of_the_number(table):
    """All units see the row's number; unit k fires from row k on, and its weight is the change of the table there."""
    n = len(table).bit_length() - 1
    w1 = np.repeat(2.0 ** np.arange(n)[::-1, None], len(table), axis=1)
    return w1, -np.arange(len(table), dtype=float), np.diff(table, prepend=0).astype(float), -0.5


STYLES = {
    "unit by unit": {"boolean_net": unit_by_unit},
    "margin": {"boolean_net": with_margin},
    "steps": {"boolean_net": steps_of_the_number},
}
