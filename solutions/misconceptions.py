"""The catalogue of misconceptions: how people get the layers wrong, by name, with what a teacher would say.

Every entry has the signature of the student's function. Its cache is the
tuple of the forward function's inputs in order, as they were before the call:
`x, w, b = cache`, `x, gamma, beta, bn_param = cache`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from autograder.verdict.findings import PLACES, UNEXPLAINED, Finding
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
    desk : Finding
        The finding that the check at the desk should come to.
    implementation : callable
    in_variants : bool
        Whether the sentence is true in every variant of the function, whatever its convention.
    """

    name: str
    function: str
    says: str
    desk: Finding
    implementation: Callable
    in_variants: bool = False

    def is_named_by(self, codes: set[Finding]) -> bool:
        """Whether the desk came to what is expected, or to more: a place for bare numbers, a reason for a place."""
        if self.desk in UNEXPLAINED and codes - UNEXPLAINED:
            return True
        no_reasons = UNEXPLAINED | PLACES | {Finding.MASK}
        return self.desk in codes or (self.desk in no_reasons and bool(codes - no_reasons))


def misconception(function: str, says: str, desk: str, *, in_variants: bool = False):
    """Mark a wrong implementation of an exercise function; see `Misconception`.

    Raises
    ------
    ValueError
        If no finding has the code `desk`.
    """
    if desk not in [*Finding]:
        choices = "\n".join(f"  {finding}: {finding.__doc__}" for finding in Finding)
        raise ValueError(f"no finding has the code {desk!r}; choose one of\n{choices}")
    expected = Finding(desk)

    def mark(implementation):
        name = implementation.__name__
        implementation.misconception = Misconception(name, function, says, expected, implementation, in_variants)
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
