"""The one place where arguments are checked; kernels trust what comes from here."""

from numbers import Integral, Real
from typing import NamedTuple

import numpy as np

FLOATS = (np.dtype(np.float64), np.dtype(np.float32))


def _error(name, expected, got):
    return ValueError(f"{name}: expected {expected}, got {got}")


def floats(dtype=None, /, **named):
    """Check float arrays and return them ready for a kernel.

    Parameters
    ----------
    dtype : numpy.dtype, optional
        What every array must have; without it, what the first one has.
    **named : tuple (value, shape)
        Each argument under its name. The shape is a tuple of ints or a string of
        axis letters: ``"N D"``, where a letter means the same size in every
        array, ``"4H"`` is four times H, and ``"..."`` is any shape.

    Returns
    -------
    list of numpy.ndarray
        The same values, C-contiguous, aligned and writeable, so that each kernel
        is compiled once a dtype; copies only where needed.

    Raises
    ------
    ValueError
        If a value is no float64 or float32 array, the dtypes differ, a shape
        does not fit, or an axis has no entry.
    """
    sizes = {}
    ready = []
    for name, (value, shape) in named.items():
        dtype = _check_dtype(name, value, dtype)
        _check_shape(name, value.shape, shape, sizes)
        ready.append(value if value.flags.carray else np.array(value, order="C"))
    return ready


def _check_dtype(name, value, dtype):
    if not isinstance(value, np.ndarray):
        raise _error(name, "a NumPy array of float64 or float32", type(value).__name__)
    if value.dtype not in FLOATS:
        raise _error(name, "dtype float64 or float32", value.dtype)
    if dtype is not None and value.dtype != dtype:
        raise _error(name, f"dtype {dtype}, as the other arrays have", value.dtype)
    return value.dtype


def _check_shape(name, got, shape, sizes):
    if shape != "...":
        axes = shape.split() if isinstance(shape, str) else shape
        wanted = [_size(axis, sizes) for axis in axes]
        if len(got) != len(wanted) or any(size not in (None, side) for size, side in zip(wanted, got, strict=True)):
            raise _error(name, f"shape {_shape_text(axes, wanted)}", f"shape {got}")
        sizes.update(zip(axes, got, strict=True))
    if 0 in got:
        raise _error(name, "at least one entry along every axis", f"shape {got}")


def _size(axis, sizes):
    if not isinstance(axis, str):
        return axis
    if axis[0].isdigit():
        return int(axis[0]) * sizes[axis[1:]]
    return sizes.get(axis)


def _shape_text(axes, wanted):
    parts = [axis if size is None else _known(axis, size) for axis, size in zip(axes, wanted, strict=True)]
    return f"({', '.join(parts)}{',' * (len(parts) == 1)})"


def _known(axis, size):
    return f"{axis} = {size}" if isinstance(axis, str) else str(size)


def labels(y, n, classes):
    """Check class labels and return them as int64.

    Raises
    ------
    ValueError
        If `y` is no integer array of shape (n,), or a label is not from 0 to `classes` - 1.
    """
    if not isinstance(y, np.ndarray) or y.dtype.kind not in "iu":
        raise _error("y", "a NumPy array of integers", getattr(y, "dtype", type(y).__name__))
    if y.shape != (n,):
        raise _error("y", f"shape (N = {n},)", f"shape {y.shape}")
    wrong = np.flatnonzero((y < 0) | (y >= classes))
    if wrong.size:
        raise _error("y", f"labels from 0 to {classes - 1}", f"{y[wrong[0]]} at index {wrong[0]}")
    return np.array(y, dtype=np.int64)


def cached(cache, kind, maker):
    """Check that `cache` is what the function called `maker` returned.

    Raises
    ------
    ValueError
        If it is not of the named tuple `kind`.
    """
    if not isinstance(cache, kind):
        raise _error("cache", f"what {maker} returned as its second value", type(cache).__name__)
    return cache


def integers(name, param, least):
    """Check a dictionary of ints such as ``conv_param`` and return its values.

    Parameters
    ----------
    name : str
        What the dictionary is called in messages.
    param : dict
    least : dict
        The smallest value of each key, in the order of the result.

    Raises
    ------
    ValueError
        If a key is missing or unknown, or a value is no int or too small.
    """
    _check_keys(name, param, least, least)
    for key, smallest in least.items():
        value = param[key]
        if not isinstance(value, Integral) or isinstance(value, bool) or value < smallest:
            raise _error(f"{name}[{key!r}]", f"an int of at least {smallest}", repr(value))
    return [int(param[key]) for key in least]


def _check_keys(name, param, required, known):
    if not isinstance(param, dict):
        raise _error(name, "a dictionary", type(param).__name__)
    missing = [key for key in required if key not in param]
    unknown = [key for key in param if key not in known]
    if missing or unknown:
        raise _error(name, f"the keys {_listed(known)}", f"{_listed(param)} (missing or unknown: {missing + unknown})")


def _listed(keys):
    return ", ".join(map(repr, keys)) or "none"


def count_windows(name, axis, length, window, stride, pad=0):
    """Count the positions of a window along an axis: 1 + (length + 2 pad - window) // stride.

    Raises
    ------
    ValueError
        If the window is longer than the padded axis.
    """
    if window > length + 2 * pad:
        raise _error(name, f"a window of at most {axis} + 2 pad = {length + 2 * pad} along {axis}", window)
    return 1 + (length + 2 * pad - window) // stride


class Normalisation(NamedTuple):
    """A checked ``bn_param``."""

    training: bool
    eps: float
    momentum: float
    running_mean: np.ndarray
    running_var: np.ndarray


def normalisation(bn_param, size, dtype):
    """Check a ``bn_param`` for `size` features and fill in its defaults.

    Raises
    ------
    ValueError
        If a key is unknown, ``mode`` is neither "train" nor "test", ``eps`` is
        negative, ``momentum`` is outside [0, 1], a running array does not fit,
        or one is missing in test mode.
    """
    running = ("running_mean", "running_var")
    _check_keys("bn_param", bn_param, ["mode"], ("mode", "eps", "momentum", *running))
    mode = bn_param["mode"]
    if not isinstance(mode, str) or mode not in ("train", "test"):
        raise _error("bn_param['mode']", "'train' or 'test'", repr(mode))
    if mode == "test":
        _check_keys("bn_param", bn_param, running, ("mode", "eps", "momentum", *running))
    eps = _real(bn_param, "eps", 1e-5, np.finfo(dtype).max)
    momentum = _real(bn_param, "momentum", 0.9, 1)
    zeros = np.zeros(size, dtype)
    named = {f"bn_param[{key!r}]": (bn_param.get(key, zeros), (size,)) for key in running}
    return Normalisation(mode == "train", eps, momentum, *floats(dtype, **named))


def _real(bn_param, key, default, most):
    value = bn_param.get(key, default)
    if not isinstance(value, Real) or isinstance(value, bool) or not 0 <= value <= most:
        limits = "from 0 to 1" if most == 1 else "of at least 0, finite"
        raise _error(f"bn_param[{key!r}]", f"a number {limits}", repr(value))
    return float(value)
