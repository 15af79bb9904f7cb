"""Check arguments once, and say what was expected and what came."""

import numpy as np
from numba import njit

FLOATS = {np.dtype(np.float64), np.dtype(np.float32)}


def float_array(name, value, shape=None):
    """Return `value` as a contiguous float array of the given shape.

    Parameters
    ----------
    shape : tuple of (int or str), optional
        A letter stands for any size of at least 1; an integer for itself. Without it any array will do
        that has at least one entry.

    Raises
    ------
    ValueError
        For another type, rank or size.
    """
    if not isinstance(value, np.ndarray) or value.dtype not in FLOATS:
        raise ValueError(f"{name}: expected an array of float64 or float32, got {_kind(value)}")
    _check_shape(name, value, ("N",) * value.ndim if shape is None else shape)
    return value if value.flags.c_contiguous else np.ascontiguousarray(value)


def _check_shape(name, value, shape):
    if not _fits(value.shape, shape):
        wanted = ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "")
        raise ValueError(f"{name}: expected shape ({wanted}), got {value.shape}")


def whole(name, value, least):
    """Return `value` as an int of at least `least`; ValueError otherwise."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < least:
        raise ValueError(f"{name}: expected an integer of at least {least}, got {value!r}")
    return int(value)


def settings(config, like, *names):
    """Return numbers of an optimiser's config in the dtype of an array; ValueError if one is missing or no number."""
    if not isinstance(config, dict):
        raise ValueError(f"config: expected a dictionary, got {_kind(config)}")
    for name in names:
        value = config.get(name)
        if isinstance(value, bool) or not isinstance(value, (int, float, np.floating)):
            raise ValueError(f"config[{name!r}]: expected a number, got {value!r}")
    return [like.dtype.type(config[name]) for name in names]


def setting(name, value, key, default):
    """Return the one number, of at least 0, that a parameter dictionary may hold."""
    if not isinstance(value, dict) or not value.keys() <= {key}:
        raise ValueError(f"{name}: expected a dictionary with at most {key!r}, got {value!r}")
    return number(f"{name}[{key!r}]", value.get(key, default), 0)


def _fits(sizes, shape):
    if sizes == shape:
        return True
    if len(sizes) != len(shape):
        return False
    for i, wanted in enumerate(shape):  # plain and without zip: checks must not cost more than a small layer
        size = sizes[i]
        if size != wanted and (size < 1 or isinstance(wanted, int)):
            return False
    return True


def same_dtype(**arrays):
    """Raise ValueError unless all arrays have the same dtype."""
    first = next(iter(arrays.values())).dtype
    if all(array.dtype == first for array in arrays.values()):
        return
    kinds = {name: array.dtype.name for name, array in arrays.items()}
    raise ValueError(f"expected arrays of one dtype, got {kinds}")


def labels(name, value, count, classes):  # not made of `codes`: it would take a quarter longer, before small losses
    """Return `value` as int64 labels of shape (count,), each from 0 to classes - 1."""
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "iu":
        raise ValueError(f"{name}: expected an array of integers, got {_kind(value)}")
    if value.shape != (count,):
        raise ValueError(f"{name}: expected shape ({count},), got {value.shape}")
    value = np.ascontiguousarray(value, np.int64)
    least, largest = _range(value)
    if least < 0 or largest >= classes:
        raise ValueError(f"{name}: expected labels from 0 to {classes - 1}, got {least} to {largest}")
    return value


@njit(cache=True)
def _range(values):
    """Smallest and largest in one pass: for a few labels a tenth of the time of NumPy's two."""
    least, largest = values[0], values[0]
    for i in range(len(values)):
        least, largest = min(least, values[i]), max(largest, values[i])
    return least, largest


def number(name, value, least, most=np.inf):
    """Return `value` as a float from `least` to `most`."""
    if isinstance(value, bool) or not isinstance(value, (int, float, np.number)) or not least <= value <= most:
        raise ValueError(f"{name}: expected a number from {least} to {most}, got {value!r}")
    return float(value)


def whole_numbers(name, value, shape):
    """Return `value` as contiguous int64 numbers of the given shape; see `float_array`."""
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "iu":
        raise ValueError(f"{name}: expected an array of integers, got {_kind(value)}")
    _check_shape(name, value, shape)
    return np.ascontiguousarray(value, np.int64)


def codes(name, value, shape, count):
    """Return `value` as contiguous int64 codes of the given shape, each from 0 to count - 1; see `float_array`."""
    value = whole_numbers(name, value, shape)
    least, largest = _range(value.ravel())
    if least < 0 or largest >= count:
        raise ValueError(f"{name}: expected codes from 0 to {count - 1}, got {least} to {largest}")
    return value


def bool_array(name, value, shape):
    """Return `value` as a contiguous array of bool of the given shape; see `float_array`."""
    if not isinstance(value, np.ndarray) or value.dtype != bool:
        raise ValueError(f"{name}: expected an array of bool, got {_kind(value)}")
    _check_shape(name, value, shape)
    return np.ascontiguousarray(value)


def parameters(name, value, **least):
    """Return the integers of a parameter dictionary in the order of `least`, its smallest allowed values."""
    if not isinstance(value, dict) or value.keys() != least.keys():
        got = sorted(value) if isinstance(value, dict) else _kind(value)
        raise ValueError(f"{name}: expected a dictionary with {sorted(least)}, got {got}")
    return tuple(whole(f"{name}[{key!r}]", value[key], smallest) for key, smallest in least.items())


def _kind(value):
    return f"an array of {value.dtype}" if isinstance(value, np.ndarray) else f"a {type(value).__name__}"
