"""Every exercise function by its name, found by listing the folders of `autograder/specs`."""

import importlib
import pkgutil
from functools import cache

from autograder.specification import Spec
from autograder.variants import Family, chosen_now, varied


@cache
def load() -> dict[str, Spec]:
    """Return every spec by name, chapter by chapter.

    Returns
    -------
    dict of str to Spec
    """
    return {spec.name: spec for module in _modules() for spec in importlib.import_module(module).SPECS}


def home(name: str) -> str:
    """Return the module that holds the spec of a function."""
    return next(module for module in _modules() if load()[name] in importlib.import_module(module).SPECS)


@cache
def _modules() -> list[str]:
    from autograder import specs

    found = pkgutil.walk_packages(specs.__path__, "autograder.specs.")
    # what lies beside the chapters is shared by specs
    return [module.name for module in found if module.name.count(".") == 3 and not module.ispkg]


@cache
def families() -> tuple[Family, ...]:
    """Return all families of variants that specs declare."""
    found = [getattr(importlib.import_module(module), "VARIANTS", ()) for module in _modules()]
    return tuple(family for declared in found for family in declared)


def find(name: str) -> Spec:
    """Return the spec called `name`, of the variant in use; KeyError with the names that exist."""
    known = load()
    if name not in known:
        raise KeyError(f"no exercise function is called {name!r}; there are: {', '.join(known)}")
    chosen = chosen_now()
    family = _families_by_function().get(name) if chosen else None
    return _varied(name, family, chosen[family.name]) if family and family.name in chosen else known[name]


@cache
def _families_by_function() -> dict[str, Family]:
    return {name: family for family in families() for name in family.functions}


@cache
def _varied(name: str, family: Family, variant: str) -> Spec:
    return varied(load()[name], family, family.find(variant))
