"""Right implementations in other styles than the model answers: every check must accept them.

Each module has a dictionary `STYLES`: a name of the style, and the functions written in it by their names.
A backward function that has no forward beside it in its style gets the model answer's cache.
"""

import importlib
import pkgutil


def styles():
    """Return (style, functions) pairs of all modules; the style is named after its module."""
    found = []
    for module in pkgutil.iter_modules(__path__):
        of_module = importlib.import_module(f"right.{module.name}").STYLES
        found += [(f"{module.name}: {style}", functions) for style, functions in of_module.items()]
    return found
