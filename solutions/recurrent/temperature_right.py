"""Softmax with a temperature by logarithms, and row by row."""

import numpy as np


def by_logarithms(scores, temperature):
    scaled = scores / temperature
    return np.exp(scaled - np.logaddexp.reduce(scaled, axis=1, keepdims=True))


def row_by_row(scores, temperature):
    rows = []
    for row in scores:
        powers = [np.exp((value - max(row)) / temperature) for value in row]
        rows.append([power / sum(powers) for power in powers])
    return np.array(rows)


STYLES = {
    "logarithms": {"temperature_softmax": by_logarithms},
    "row by row": {"temperature_softmax": row_by_row},
}
