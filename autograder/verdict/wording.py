"""Words for people: lists with commas and an "and", numbers with their nouns."""

from collections.abc import Iterable


def listed(words: Iterable[object], most: int = 6) -> str:
    """Words as a list in a sentence: "a, b and c"; of a long one the first, and how many more there are.

    Parameters
    ----------
    words : iterable
        At least one.
    most : int
        How many are named.
    """
    named = [str(word) for word in words]
    if len(named) > most:
        named = [*named[: most - 1], f"{len(named) - most + 1} more"]
    *before, last = named
    return f"{', '.join(before)} and {last}" if before else last


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 row", "2 rows"."""
    return f"{number} {noun}" + ("s" if number != 1 else "")
