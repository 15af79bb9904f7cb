"""Every exercise function by its name, found by listing the folders of `autograder/specs`."""

import importlib
import pkgutil
from functools import cache

from autograder.specification import Spec


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
    return next(module for module in _modules() if find(name) in importlib.import_module(module).SPECS)


@cache
def _modules() -> list[str]:
    from autograder import specs

    found = pkgutil.walk_packages(specs.__path__, "autograder.specs.")
    # what lies beside the chapters is shared by specs
    return [module.name for module in found if module.name.count(".") == 3 and not module.ispkg]


def find(name: str) -> Spec:
    """Return the spec called `name`; KeyError with the names that exist."""
    known = load()
    if name not in known:
        raise KeyError(f"no exercise function is called {name!r}; there are: {', '.join(known)}")
    return known[name]
