"""Do arrays cross between the two processes unchanged, and does nothing else cross?"""

import contextlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.protocol import MAX_ARRAYS, Unsupported, WireError, decode, encode

ARRAYS = hnp.arrays(
    dtype=st.sampled_from([np.float64, np.float32, np.int64, np.uint8, np.bool_]),
    shape=hnp.array_shapes(min_dims=0, max_dims=5, min_side=0, max_side=4),
)


@given(ARRAYS)
def test_an_array_comes_back_as_it_was(array):
    back = decode(encode({"x": array}))["x"]
    assert back.dtype == array.dtype and back.shape == array.shape
    np.testing.assert_array_equal(back, array)
    assert back.flags.writeable


def test_views_and_foreign_byte_orders_cross_by_value():
    array = np.arange(24.0).reshape(4, 6)[::2, ::-1].astype(">f8")
    back = decode(encode(array.T))
    np.testing.assert_array_equal(back, array.T)
    assert back.dtype.isnative


def test_trees_of_plain_values_cross():
    tree = {"a": [1, 2.5, "text", None, True], "b": {"stride": 2}}
    assert decode(encode(tree)) == tree


@pytest.mark.parametrize("value", [object(), {1, 2}, lambda: 0, np.array([object()]), np.array(["text"])])
def test_what_is_no_number_arrives_as_a_name_only(value):
    assert isinstance(decode(encode([value]))[0], Unsupported)


def test_more_arrays_than_allowed_do_not_cross():
    tree = decode(encode([np.zeros(1)] * (MAX_ARRAYS + 5)))
    assert all(isinstance(item, Unsupported) for item in tree[MAX_ARRAYS:])


@given(st.binary(max_size=200))
def test_garbage_is_refused_with_one_kind_of_error(data):
    with contextlib.suppress(WireError):
        decode(data)


@given(st.data())
def test_a_damaged_message_is_refused_or_still_a_message(data):
    message = bytearray(encode({"x": np.arange(6.0), "n": 3}))
    position = data.draw(st.integers(0, len(message) - 1))
    message[position] = data.draw(st.integers(0, 255))
    with contextlib.suppress(WireError):
        decode(bytes(message))


@pytest.mark.parametrize("shape", [[1 << 40], [-1], [2.5], [1] * 20, [1 << 40, 0]])
def test_a_lying_header_allocates_nothing(shape):
    import json
    import struct

    header = json.dumps({"array": ["f8", shape]}).encode()
    with contextlib.suppress(WireError):
        assert decode(struct.pack(">I", len(header)) + header).size == 0
