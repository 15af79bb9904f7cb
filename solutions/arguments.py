"""Check arguments once, and say what was expected and what came."""

import numpy as np

FLOATS = (np.float64, np.float32)


def float_array(name, value, shape):
    """Return `value` as a contiguous float array of the given shape.

    Parameters
    ----------
    shape : tuple of (int or str)
        A letter stands for any size of at least 1; an integer for itself.

    Raises
    ------
    ValueError
        For another type, rank or size.
    """
    if not isinstance(value, np.ndarray) or value.dtype not in FLOATS:
        raise ValueError(f"{name}: expected an array of float64 or float32, got {_kind(value)}")
    _check_shape(name, value, shape)
    return np.ascontiguousarray(value)


def _check_shape(name, value, shape):
    fits = len(shape) == value.ndim and all(
        size == wanted if isinstance(wanted, int) else size >= 1
        for size, wanted in zip(value.shape, shape, strict=True)
    )
    if not fits:
        wanted = ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "")
        raise ValueError(f"{name}: expected shape ({wanted}), got {value.shape}")


def same_dtype(**arrays):
    """Raise ValueError unless all arrays have the same dtype."""
    kinds = {name: array.dtype.name for name, array in arrays.items()}
    if len(set(kinds.values())) > 1:
        raise ValueError(f"expected arrays of one dtype, got {kinds}")


def labels(name, value, count, classes):
    """Return `value` as int64 labels of shape (count,), each from 0 to classes - 1."""
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "iu":
        raise ValueError(f"{name}: expected an array of integers, got {_kind(value)}")
    if value.shape != (count,):
        raise ValueError(f"{name}: expected shape ({count},), got {value.shape}")
    if value.min() < 0 or value.max() >= classes:
        raise ValueError(f"{name}: expected labels from 0 to {classes - 1}, got {value.min()} to {value.max()}")
    return value.astype(np.int64)


def number(name, value, least, most=np.inf):
    """Return `value` as a float from `least` to `most`."""
    if isinstance(value, bool) or not isinstance(value, (int, float, np.number)) or not least <= value <= most:
        raise ValueError(f"{name}: expected a number from {least} to {most}, got {value!r}")
    return float(value)


def codes(name, value, shape, count):
    """Return `value` as contiguous int64 codes of the given shape, each from 0 to count - 1; see `float_array`."""
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "iu":
        raise ValueError(f"{name}: expected an array of integers, got {_kind(value)}")
    _check_shape(name, value, shape)
    if value.min() < 0 or value.max() >= count:
        raise ValueError(f"{name}: expected codes from 0 to {count - 1}, got {value.min()} to {value.max()}")
    return np.ascontiguousarray(value, np.int64)


def bool_array(name, value, shape):
    """Return `value` as a contiguous array of bool of the given shape; see `float_array`."""
    if not isinstance(value, np.ndarray) or value.dtype != bool:
        raise ValueError(f"{name}: expected an array of bool, got {_kind(value)}")
    _check_shape(name, value, shape)
    return np.ascontiguousarray(value)


def parameters(name, value, **least):
    """Return the integers of a parameter dictionary in the order of `least`, its smallest allowed values."""
    if not isinstance(value, dict) or set(value) != set(least):
        got = sorted(value) if isinstance(value, dict) else _kind(value)
        raise ValueError(f"{name}: expected a dictionary with {sorted(least)}, got {got}")
    for key, smallest in least.items():
        number = value[key]
        if isinstance(number, bool) or not isinstance(number, (int, np.integer)) or number < smallest:
            raise ValueError(f"{name}[{key!r}]: expected an integer of at least {smallest}, got {number!r}")
    return tuple(int(value[key]) for key in least)


def _kind(value):
    return f"an array of {value.dtype}" if isinstance(value, np.ndarray) else f"a {type(value).__name__}"
