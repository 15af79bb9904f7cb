"""Frames on a byte stream: one byte of kind, four of length, then the payload."""

import struct
from typing import BinaryIO

HEADER = struct.Struct(">BI")
RUN, REPLY, REQUEST, OUTPUT, DONE, FILE = range(1, 7)
MAX_FRAME = 65 << 20  # a message and its name
CHECK_MARK = "\0check\n"  # before the source of a locked cell; no Python source holds the first character


class Closed(Exception):
    """The other side is gone, or sent what is no frame."""


def read_frame(stream: BinaryIO) -> tuple[int, bytes]:
    """Read one frame from a binary file; returns kind and payload.

    Raises
    ------
    Closed
        At the end of the stream, and for a frame above the limit.
    """
    kind, length = HEADER.unpack(_exactly(stream, HEADER.size))
    if not RUN <= kind <= FILE or length > MAX_FRAME:
        raise Closed("a frame that is none")
    return kind, _exactly(stream, length)


def frame(kind: int, payload: bytes = b"") -> bytes:
    """The bytes of one frame."""
    return HEADER.pack(kind, len(payload)) + payload


def _exactly(stream, count):
    try:
        data = stream.read(count) if count else b""
    except (OSError, ValueError):
        data = b""
    if len(data) != count:
        raise Closed("the stream ended")
    return data
