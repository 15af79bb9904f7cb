"""Variants of exercises: what is asked is the same, by another convention, and which one a student has.

A layer's spec declares a family of variants; the first one is the book's own convention. Which variants hold is said
for a stretch of code (`in_use`): within it `registry.find` gives the specs of these.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any

from autograder.conversion import Change, Conversion
from autograder.specification import Argument, Example, NotValid, Spec

VARIANTS = "MY_VARIANTS"  # what a notebook calls the dictionary of its variants
Chosen = Mapping[str, str]  # names of variants by the names of their families


class UnknownVariant(ValueError):
    """There is no variant of this name."""


@dataclass(frozen=True)
class Variant:
    """One convention.

    Attributes
    ----------
    name : str
    clause : str
        What holds in it, in words that go on after "the variant in which": "p is the probability to drop an entry".
    changes : dict of str to Change
        By name of an argument or a result of the forward functions and losses; gradients and upstream gradients follow.
    described : dict of str to dict
        By name of an argument or a result: attributes of `Argument` that are others. The shape holds for its gradient
        too.
    told : dict of str to dict
        By function: attributes of `Spec` that are told in other words, such as `summary`, `note` and `steps`.
    """

    name: str
    clause: str
    changes: Mapping[str, Change] = field(default_factory=dict, hash=False)
    described: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, hash=False)
    told: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Family:
    """Variants that some functions have together.

    Attributes
    ----------
    name : str
    functions : tuple of str
        Those whose answers differ between the variants, backward functions among them.
    variants : tuple of Variant
        The book's own first: it changes nothing.
    following : tuple of str
        Other functions whose results follow the student's variant, such as the weights that a task has trained.
    """

    name: str
    functions: tuple[str, ...]
    variants: tuple[Variant, ...]
    following: tuple[str, ...] = ()

    def __post_init__(self):
        if len(self.variants) < 2 or self.variants[0].changes:
            raise ValueError(f"variants {self.name}: expected the book's own, without changes, and another one")

    @property
    def book(self) -> Variant:
        """The book's own convention."""
        return self.variants[0]

    def find(self, name: str) -> Variant:
        """The variant called `name`; UnknownVariant with the names that there are."""
        for variant in self.variants:
            if variant.name == name:
                return variant
        known = ", ".join(variant.name for variant in self.variants)
        raise UnknownVariant(f"expected one of the variants {known} for {self.name}, got {name!r}")


@dataclass(frozen=True)
class Placed:
    """The variant of a spec, in its family."""

    family: Family
    variant: Variant

    @property
    def is_book(self) -> bool:
        """Whether it is the book's own convention."""
        return self.variant == self.family.book

    @property
    def others(self) -> Iterator[tuple[Variant, Chosen]]:
        """The other variants of the family, each with what to have in use for it."""
        for variant in self.family.variants:
            if variant != self.variant:
                yield variant, {**chosen_now(), self.family.name: variant.name}

    def belongs_elsewhere(self, other: Variant) -> str:
        """What is said of an answer that is right for another variant."""
        return (
            f"This is right for the variant in which {other.clause}. In yours, {self.variant.clause}: see the lines "
            "above the exercise. An answer that belongs to another variant gets no points."
        )


_IN_USE: ContextVar[Chosen] = ContextVar("variants in use", default={})  # noqa: B039  # it is never changed


@contextmanager
def in_use(chosen: Chosen) -> Iterator[None]:
    """Have `registry.find` give the specs of these variants; of other families, the plain ones.

    Parameters
    ----------
    chosen : dict of str to str

    Raises
    ------
    UnknownVariant
        If it is no dictionary, or there is no such family or variant.
    """
    from autograder.registry import families

    if not isinstance(chosen, Mapping):
        raise UnknownVariant(f"expected a dictionary of variants, got {chosen!r}"[:200])
    known = {family.name: family for family in families()}
    for name, variant in chosen.items():
        if name not in known:
            raise UnknownVariant(f"expected variants of {', '.join(known)}, got {name!r}")
        known[name].find(variant)
    token = _IN_USE.set(dict(chosen))
    try:
        yield
    finally:
        _IN_USE.reset(token)


def chosen_now() -> Chosen:
    """The variants that are in use."""
    return _IN_USE.get()


def conversion_of(spec: Spec) -> Conversion:
    """What turns a spec's plain cases and results into those of its variant, and back."""
    return Conversion(spec, spec.placed.variant.changes if spec.placed else {})


def varied(spec: Spec, family: Family, variant: Variant) -> Spec:
    """The spec of a variant, from the plain one.

    Raises
    ------
    ValueError
        If several answers can be right in a way that is only said by the book's convention, or it is a task.
    """
    spec = replace(spec, **variant.told.get(spec.name, {}))
    note = f"Your variant: {variant.clause}. {spec.note}".strip()
    spec = replace(spec, placed=Placed(family, variant), note=note)
    if not variant.changes:
        return spec
    if spec.task or spec.free is not Spec.free:
        raise ValueError(f"{spec.name}: expected a function without free entries that is no task, for a variant")
    conversion = Conversion(spec, variant.changes)
    return replace(
        spec,
        arguments=tuple(_described(each, variant) for each in spec.arguments),
        outputs=tuple(_described(each, variant) for each in spec.outputs),
        cases=_turned(spec.cases, conversion),
        ties=_turned(spec.ties, conversion),
        large=_turned_large(spec.large, conversion),
        nearest=spec.nearest if spec.nearest is Spec.nearest else _turned_nearest(spec.nearest, conversion),
        examples=tuple(_turned_example(each, conversion) for each in spec.examples),
    )


def _described(argument: Argument, variant: Variant) -> Argument:
    own = variant.described.get(argument.name)
    if own is not None:
        return replace(argument, **own)
    shape = variant.described.get(argument.name.removeprefix("d"), {}).get("shape")
    return replace(argument, shape=shape) if shape and argument.name.startswith("d") else argument


def _turned(generate, conversion):
    def cases(rng):
        return [conversion.case_there(case) for case in generate(rng)]

    return cases


def _turned_large(large, conversion):
    def turned(rng):
        case, steps = large(rng)
        return conversion.case_there(case), steps

    return turned if large else None


def _turned_nearest(nearest, conversion):
    def turned(case, got, expected):
        plain = conversion.case_back(case)
        back = [conversion.results_back(results, plain.inputs) for results in (got, expected)]
        try:
            return conversion.results_there(nearest(plain, *back), plain.inputs)
        except NotValid as reason:
            raise NotValid(reason.anywhere) from None

    return turned


def _turned_example(example: Example, conversion: Conversion) -> Example:
    case = example.case
    expected = conversion.results_there(example.expected, case.inputs)
    return Example(conversion.case_there(case), expected, f"{example.source} (by the book's convention)")


@dataclass
class _Cache:
    """What a forward function keeps, and the inputs that tell how gradients are to be written."""

    kept: Any
    inputs: dict[str, Any]


def in_variant(spec: Spec, function: Callable) -> Callable:
    """A function that does by the variant of `spec` what `function` does by the book.

    Parameters
    ----------
    spec : Spec
    function : callable
        Of the name of `spec`; a backward function must get its cache from a forward function that was turned too.
    """
    return _between(spec, function, "there")


def by_book(spec: Spec, function: Callable) -> Callable:
    """A function that does by the book what `function` does by the variant of `spec`; see `in_variant`."""
    return _between(spec, function, "back")


def _between(spec: Spec, function: Callable, way: str) -> Callable:
    """`way` is where results go: "there" into the variant, "back" into the book's convention."""
    conversion = conversion_of(spec)
    names = dict.fromkeys(argument.part_of or argument.name for argument in spec.arguments)

    @wraps(function)
    def turned(*values: Any, **named: Any) -> Any:
        if spec.kind == "backward":
            return _backward(spec, conversion, function, way, *values, **named)
        given = dict(zip(names, values, strict=False)) | named
        plain = conversion.inputs_back(given) if way == "there" else given
        taken = plain if way == "there" else conversion.inputs_there(given)
        copies = {name: dict(value) if isinstance(value, dict) else value for name, value in taken.items()}
        returned = function(**copies) if named else function(*copies.values())
        _take_over(spec, conversion, copies, given, plain, way)
        return _results(spec, conversion, returned, plain, way)

    return turned


def _backward(spec, conversion, function, way, *values, **named):
    *upstream, cache = [*values, *named.values()]
    other = "back" if way == "there" else "there"
    names = [argument.name for argument in spec.arguments[:-1]]
    turned = [conversion.slope(name, value, cache.inputs, other) for name, value in zip(names, upstream, strict=True)]
    return _results(spec, conversion, function(*turned, cache.kept), cache.inputs, way)


def _results(spec, conversion, returned, plain, way):
    """What is returned, in the order and the dictionaries in which it came."""
    turn = conversion.results_there if way == "there" else conversion.results_back
    places = dict.fromkeys(output.part_of or output.name for output in spec.outputs if not output.entry_of)
    values = returned if isinstance(returned, (tuple, list)) else (returned,)
    found = []
    for place, value in zip(places, values, strict=False):
        if isinstance(value, dict):
            parts = [output.name for output in spec.outputs if output.part_of == place and output.name in value]
            change = conversion.changes.get(place)  # of an argument that is handed back, such as `config`
            whole = (change.there if way == "there" else change.back)(value, plain) if change else value
            found.append(whole | turn({name: value[name] for name in parts}, plain))
        else:
            found += turn({place: value}, plain).values()
    kept = [_Cache(value, plain) if _is_turned_back(spec) else value for value in values[len(places) :]]
    return (*found, *kept) if isinstance(returned, (tuple, list)) else found[0]


def _is_turned_back(spec):
    """Whether the backward function has variants too; else it gets the cache as it is."""
    return spec.name.replace("_forward", "_backward") in spec.placed.family.functions


def _take_over(spec, conversion, copies, given, plain, way):
    """Entries that a function replaces in a dictionary that it was given, such as running statistics."""
    turn = conversion.results_there if way == "there" else conversion.results_back
    for output in spec.outputs:
        if output.entry_of and output.name in copies[output.entry_of]:
            value = copies[output.entry_of][output.name]
            given[output.entry_of][output.name] = turn({output.name: value}, plain)[output.name]


def by_the_book(function: Callable) -> Callable:
    """Call a function of your variant by the book's convention: cells that are given do so.

    Parameters
    ----------
    function : callable
        Yours; `MY_VARIANTS` in the notebook says by which variant it is written.
    """
    from autograder.registry import find, load

    namespace, name = sys._getframe(1).f_globals, getattr(function, "__name__", "")
    if name not in load():  # `check` knows it by the name that it is bound to
        name = next((each for each in load() if namespace.get(each) is function), name)
    with in_use(namespace.get(VARIANTS, {})):
        spec = find(name)
    return by_book(spec, function) if spec.placed and not spec.placed.is_book else function
