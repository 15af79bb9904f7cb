"""Send arrays between the examiner and a student's process as plain buffers, never pickles.

A message is a JSON header and the raw bytes of its arrays. The reader trusts
nothing: number, size, rank and type of the arrays are limited.
"""

import json
import math
import struct
from collections.abc import Callable
from typing import Any

import numpy as np

Exchange = Callable[[bytes], bytes]  # sends a message to the examiner and returns its reply; empty means done

MAX_ARRAYS = 256
MAX_BYTES = 64 << 20
MAX_HEADER = 2 << 20  # a JSON text may need 50 times its size in memory
MAX_DEPTH = 8
_TYPES = {"f4", "f8", "c8", "c16", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"}


class WireError(ValueError):
    """A message that is damaged, too large, or holds what may not cross."""


def encode(message: Any) -> bytes:
    """Turn a tree of dicts, lists, numbers, strings and arrays into bytes.

    A value that cannot cross becomes `{"unsupported": "<type name>"}`.
    """
    buffers = []
    header = json.dumps(_pack(message, buffers, 0)).encode()
    return b"".join([struct.pack(">I", len(header)), header, *buffers])


def decode(data: bytes) -> Any:
    """Inverse of `encode`; the arrays are fresh, writable and native.

    Raises
    ------
    WireError
        If the data is not a message within the limits.
    """
    if len(data) > MAX_BYTES or len(data) < 4:
        raise WireError(f"expected a message of 4 to {MAX_BYTES} bytes, got {len(data)}")
    (length,) = struct.unpack_from(">I", data)
    if length > MAX_HEADER:
        raise WireError(f"expected arrays, got {length} bytes of lists and texts")
    try:
        header = json.loads(data[4 : 4 + length])
        return _unpack(header, _Buffers(memoryview(data)[4 + length :]), 0)
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise WireError(f"expected a message, got damaged data: {error}") from None


def _pack(value, buffers, depth):
    if depth > MAX_DEPTH or len(buffers) >= MAX_ARRAYS:
        return {"unsupported": "too many parts"}
    if value is None or type(value) in (bool, int, float, str):
        return {"value": value}
    if isinstance(value, dict):
        return {"dict": {str(key): _pack(item, buffers, depth + 1) for key, item in value.items()}}
    if isinstance(value, (list, tuple)):
        return {"list": [_pack(item, buffers, depth + 1) for item in value]}
    if isinstance(value, (np.ndarray, np.generic)):
        return _pack_array(np.asarray(value), buffers)
    return {"unsupported": type(value).__name__}


def _pack_array(array, buffers):
    kind = array.dtype.str[1:]
    if kind not in _TYPES:
        return {"unsupported": f"array of {array.dtype}"}
    native = array.astype(array.dtype.newbyteorder("<"), copy=False)
    buffers.append(native.tobytes())
    return {"array": [kind, list(array.shape)]}


class _Buffers:
    """Hands out the raw arrays behind the header, one after the other."""

    def __init__(self, data):
        self.data, self.taken = data, 0

    def take(self, kind, shape):
        self.taken += 1
        sizes_fit = all(type(size) is int and size >= 0 for size in shape)
        if kind not in _TYPES or len(shape) > MAX_DEPTH or not sizes_fit or self.taken > MAX_ARRAYS:
            raise WireError(f"expected an array of numbers, got type {kind!r}, shape {shape!r}"[:300])
        dtype = np.dtype(kind).newbyteorder("<")
        if math.prod(max(length, 1) for length in shape) > MAX_BYTES:  # a sum along the empty axis would be as large
            raise WireError(f"expected an array of at most {MAX_BYTES} numbers, got shape {shape}")
        size = math.prod(shape) * dtype.itemsize
        if size > len(self.data):
            raise WireError(f"expected {size} bytes for an array of shape {shape}, got {len(self.data)}")
        array = np.frombuffer(self.data[:size], dtype).reshape(shape)
        self.data = self.data[size:]
        return array.astype(dtype.newbyteorder("="))


def _unpack(node, buffers, depth):
    if depth > MAX_DEPTH + 1 or not isinstance(node, dict) or len(node) != 1:
        raise WireError("expected a tree of single entries")
    ((tag, content),) = node.items()
    if tag == "value":
        if type(content) is str:
            return printable(content)
        return content if type(content) in (bool, int, float, type(None)) else None
    if tag == "dict":
        return {key: _unpack(item, buffers, depth + 1) for key, item in content.items()}
    if tag == "list":
        return [_unpack(item, buffers, depth + 1) for item in content]
    if tag == "array":
        return buffers.take(*content)
    if tag == "unsupported":
        return Unsupported(printable(str(content)[:80]))
    raise WireError(f"unknown part {tag[:80]!r}")


def printable(text: str) -> str:
    """The text with question marks for halves of surrogate pairs, which no file can hold."""
    return text.encode(errors="replace").decode()


class Unsupported:
    """Stands for a value that is not a number or an array of numbers."""

    def __init__(self, kind):
        self.kind = kind
