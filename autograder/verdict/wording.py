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


def numbered(noun: str, numbers: Iterable[int], plural: str = "") -> str:
    """Numbers after their noun: "index 2", "indices 0, 2 and 3"; neighbors are drawn together: "columns 4 to 7"."""
    numbers = list(numbers)
    if len(numbers) == 1:
        return f"{noun} {numbers[0]}"
    if len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"{plural or noun + 's'} {numbers[0]} to {numbers[-1]}"
    return f"{plural or noun + 's'} {listed(numbers)}"


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 row", "2 rows"."""
    return f"{number} {noun}" + ("s" if number != 1 else "")
