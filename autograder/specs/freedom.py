"""What is said where more than one number is right, as at a kink, and another one came."""

import numpy as np

from autograder.specification import Free


def within(name: str, got, low, high, entries: np.ndarray, where: str) -> dict[str, Free]:
    """Entries that may be any number between two bounds.

    Parameters
    ----------
    name : str
        Of the result.
    got, low, high : float array
        What came, and the bounds.
    entries : bool array
        Which entries these are; of the others the bounds do not count.
    where : str
        What they have in common, in words that go on after an entry: "where x is 0".
    """
    got, low, high = np.broadcast_arrays(got, np.minimum(low, high), np.maximum(low, high))
    beyond = np.where(entries, np.maximum(low - got, got - high), -np.inf)
    if not beyond.size or beyond.max() <= 0:
        return {}
    at = np.unravel_index(np.argmax(beyond), beyond.shape)
    place = f"{name}[{', '.join(map(str, at))}]"
    bounds = f"any number from {low[at] + 0.0:.5g} to {high[at] + 0.0:.5g} is right there"
    return {name: Free(entries, f"{place} = {got[at]:.5g}, {where}: {bounds}.")}
