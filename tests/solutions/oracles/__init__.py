"""Forward functions in terms that the autograd package differentiates, one module a stem.

`of(spec)` finds the one under the forward function's name (a loss: its own name) or, where there is
none, runs the exercise's model answer on autograd's arrays.
"""

import importlib
import pkgutil

import autograd.numpy as anp
import twins

from autograder.calling import packed
from autograder.specification import find

FOUND = {}
for _module in pkgutil.iter_modules(__path__):
    FOUND |= vars(importlib.import_module(f"oracles.{_module.name}"))


def of(spec):
    """A function of a case's inputs that returns its differentiable outputs as a tuple."""
    name = spec.name if spec.kind == "loss" else spec.forward
    if name in FOUND:
        return lambda inputs: FOUND[name](*inputs.values())
    kept = slice(1) if spec.kind == "loss" else slice(-1)
    return lambda inputs: _twin(name)(*packed(find(name).arguments, inputs).values())[kept]


def _twin(name):
    namespace = {}
    exec(twins.source_of(name), namespace)
    namespace["np"] = anp
    return namespace[name]
