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
    from autograder import specs

    found = {}
    for module in pkgutil.walk_packages(specs.__path__, "autograder.specs."):
        if module.name.count(".") == 3 and not module.ispkg:  # what lies beside the chapters is shared by specs
            for spec in importlib.import_module(module.name).SPECS:
                found[spec.name] = spec
    return found


def find(name: str) -> Spec:
    """Return the spec called `name`; KeyError with the names that exist."""
    known = load()
    if name not in known:
        raise KeyError(f"no exercise function is called {name!r}; there are: {', '.join(known)}")
    return known[name]
