"""What an examination's random numbers follow from: the course's secret, and all that the sandbox gets to see."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping

import numpy as np

DIGITS = 10  # of the digest that is shown


def submission_key(secret: bytes, names: Iterable[str], sources: Iterable[str], files: Mapping[str, bytes]) -> bytes:
    """The key of one submission: another source, or another file beside it, gives another key.

    Parameters
    ----------
    secret : bytes
        The course's own.
    names : iterable of str
        Student, assignment, notebook.
    sources : iterable of str
        Of all that is run, in order.
    files : dict of str to bytes
        What lies beside the notebook: a remembered answer could stand in any of them.
    """
    parts = [*_marked(names), b"sources", *_marked(sources), b"files"]
    for name, content in sorted(files.items()):
        parts += [name.encode(errors="surrogateescape"), hashlib.sha256(content).digest()]
    lengths = b",".join(b"%d" % len(part) for part in parts)  # so that no two lists look alike when they are joined
    return hmac.digest(secret, b"\0".join([lengths, *parts]), hashlib.sha256)


def generator_for(key: bytes, function: str, attempt: int = 1) -> np.random.Generator:
    """A generator that nobody without the course's secret can foresee, the same for the same submission."""
    digest = hmac.digest(key, f"{function}\0{attempt}".encode(), hashlib.sha256)
    return np.random.default_rng(np.frombuffer(digest, np.uint32))


def shown_digest(key: bytes) -> str:
    """A few digits by which two gradings can be told apart; neither key nor secret can be found from them."""
    return hmac.digest(key, b"shown", hashlib.sha256).hex()[:DIGITS]


def _marked(texts):
    return [text.encode(errors="replace") for text in texts]
