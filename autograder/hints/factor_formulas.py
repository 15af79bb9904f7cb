"""A factor that differs from call to call: which formula of the numbers and sizes in the call gives it?"""

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import NamedTuple

import numpy as np

from autograder.hints.argument_places import named_numbers
from autograder.specification import Case

FAR = 3  # the cost of what is too far-fetched to be one of three factors
NUMBER, SIZE = "numbers among the arguments", "sizes"
COMBINED = (
    ("{a} / {b}", lambda a, b: a / b),
    ("{a} * {b}", lambda a, b: a * b),
    ("1 / ({a} * {b})", lambda a, b: 1 / (a * b)),
)


class Formula(NamedTuple):
    """A formula in Python's notation, its value in each call, what it is made of, and how far-fetched it is."""

    words: str
    values: np.ndarray
    kinds: tuple[str, ...]
    cost: int

    @property
    def kind(self) -> str:
        """What it is made of, in words."""
        return " and ".join(dict.fromkeys(self.kinds)) if self.kinds else "a constant"


def factor_formula(factors: Sequence[float], cases: Sequence[Case]) -> Formula | None:
    """The simplest formula that gives the factor in every call, up to its sign.

    Parameters
    ----------
    factors : sequence of float
        Not all alike: a constant has many formulas.
    cases : sequence of Case
        The calls.
    """
    signs = set(np.sign(factors))
    if len(signs) > 1:
        return None
    best = min(_that_give(np.abs(factors), _all_forms(cases)), key=lambda each: each.cost, default=None)
    return best._replace(words=f"-{_in_brackets(best.words)}") if best and -1 in signs else best


def _that_give(wanted, forms) -> Iterator[Formula]:
    """Forms, their inverses, and products and quotients of two of them that have the value in each call."""
    values = np.array([form.values for form in forms])
    for form in forms:
        for words, value, cost in (("{}", form.values, 0), ("1 / {}", 1 / form.values, 1)):
            if _is_close(value, wanted):
                said = words.format(_in_brackets(form.words)) if cost else form.words
                yield form._replace(words=said, cost=form.cost + cost)
    for words, combine in COMBINED:
        for i, j in np.argwhere(_is_close(combine(values[:, None], values[None, :]), wanted)):
            a, b = forms[i], forms[j]
            said = words.format(a=_in_brackets(a.words), b=_in_brackets(b.words))
            yield Formula(said, wanted, a.kinds + b.kinds, a.cost + b.cost + 1)
    yield from _of_three(wanted, [form for form in forms if form.kinds == (NUMBER,) and form.cost < FAR])


def _of_three(wanted, forms) -> Iterator[Formula]:
    """Products of two forms by a third, and the inverse."""
    for (a, b), c in product(combinations(forms, 2), forms):
        value = a.values * b.values / c.values
        for words, values in (("{a} * {b} / {c}", value), ("{c} / ({a} * {b})", 1 / value)):
            if _is_close(values, wanted):
                said = words.format(a=_in_brackets(a.words), b=_in_brackets(b.words), c=_in_brackets(c.words))
                yield Formula(said, wanted, a.kinds, a.cost + b.cost + c.cost + 2)


def _is_close(values, wanted):
    return np.isclose(values, wanted, rtol=1e-4, atol=0).all(axis=-1)


def _all_forms(cases):
    forms = [form for atom in _atoms(cases) for form in _forms(*atom)]
    return [*forms, Formula("2", np.full(len(cases), 2.0), (), 1)]


def _forms(name, kind, values) -> Iterator[Formula]:
    """A number itself, its square and root, its distance from 1; the same of that distance."""
    cost = 1 if kind == NUMBER else 2
    yield from _powers(name, kind, values, cost)
    if kind == NUMBER and np.all(values < 1):
        yield from _powers(f"1 - {name}", kind, 1 - values, cost + 1)
    elif np.all(values > 1):
        yield from _powers(f"{name} - 1", kind, values - 1, cost + 1)


def _powers(words, kind, values, cost):
    yield Formula(words, values, (kind,), cost)
    yield Formula(f"np.sqrt({words})", np.sqrt(values), (kind,), cost + 1)
    yield Formula(f"{_in_brackets(words)} ** 2", values**2, (kind,), cost + 1)


def _atoms(cases):
    """Positive numbers and sizes that all calls have: a name, what it is, its value in each call."""
    found = [_numbers(case) | _sizes(case) for case in cases]
    for name in [name for name in found[0] if all(name in other for other in found)]:
        values = np.array([other[name][1] for other in found], float)
        if np.all(values > 0):
            yield name, found[0][name][0], values


def _numbers(case):
    """Numbers by the short names that a formula has, `p` for `dropout_param['p']`, where these are unique."""
    short = [name.partition("['")[2].removesuffix("']") or name for name in named_numbers(case)]
    pairs = zip(short, named_numbers(case).items(), strict=True)
    return {one if short.count(one) == 1 else name: (NUMBER, value) for one, (name, value) in pairs}


def _sizes(case):
    arrays = {name: value for name, value in case.inputs.items() if isinstance(value, np.ndarray)}
    found = {}
    for name, value in arrays.items():
        found |= {f"{name}.shape[{axis}]": (SIZE, size) for axis, size in enumerate(value.shape)}
        found[f"{name}.size"] = SIZE, value.size
    return found


def _in_brackets(words):
    is_plain = words.replace("_", "").replace("[", "").replace("]", "").replace(".", "").isalnum()
    return words if is_plain or words.startswith("np.sqrt(") or words.endswith("']") else f"({words})"
