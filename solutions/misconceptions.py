"""The catalogue of misconceptions: how people get the layers wrong, by name, with what a teacher would say.

Every entry has the signature of the student's function. Its cache is the
tuple of the forward function's inputs in order, as they were before the call:
`x, w, b = cache`, `x, gamma, beta, bn_param = cache`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from solutions.roles import modules


@dataclass(frozen=True)
class Misconception:
    """A wrong implementation of an exercise function.

    Attributes
    ----------
    name : str
        Unique; the name of the implementation.
    function : str
        The exercise function that it stands for.
    says : str
        What a teacher would say: the slip and why it is wrong.
    desk : str
        Code of the finding that the check at the desk should come to.
    implementation : callable
    """

    name: str
    function: str
    says: str
    desk: str
    implementation: Callable


def misconception(function, says, desk):
    """Mark a wrong implementation of an exercise function; see `Misconception`."""

    def mark(implementation):
        implementation.misconception = Misconception(implementation.__name__, function, says, desk, implementation)
        return implementation

    return mark


def entries(function=None):
    """Return the catalogue, in the order of the modules and of the entries in them.

    Parameters
    ----------
    function : str, optional
        Only the entries of this exercise function.

    Returns
    -------
    list of Misconception
    """
    return [entry for entry in _load() if function in (None, entry.function)]


@cache
def _load():
    found = [value for module in modules("wrong").values() for value in vars(module).values()]
    marked = [getattr(value, "misconception", None) for value in found]
    return tuple(entry for entry in marked if isinstance(entry, Misconception))
