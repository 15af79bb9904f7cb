"""Whole numbers in a browser: indices have 32 bits there, and functions of NumPy that count or pick refuse wider ones.

Data in files, and what `Generator.integers` draws, have 64 bits, so `np.bincount(labels)` would fail in the page only.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np
from numpy.lib.npyio import NpzFile

from autograder.specification import as_index

PICKING = ("bincount", "choose", "put", "repeat", "take")


def _taking_all_integers(function: Callable) -> Callable:
    @wraps(function)
    def wrapped(*values: Any, **named: Any) -> Any:
        return function(*map(as_index, values), **{name: as_index(value) for name, value in named.items()})

    return wrapped


def prepare() -> None:
    """Let NumPy's functions take integers of 64 bits, and let its files give those of an index."""
    for name in PICKING:
        setattr(np, name, _taking_all_integers(getattr(np, name)))
    read = NpzFile.__getitem__
    NpzFile.__getitem__ = lambda self, key: as_index(read(self, key))  # type: ignore[method-assign]
