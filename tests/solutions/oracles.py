"""Forward functions in terms that the autograd package differentiates.

`of(spec)` finds the one in a layer's `_oracle` module under the forward function's name (a loss: its own name) or,
where there is none, runs the exercise's model answer on autograd's arrays.
"""

import autograd.numpy as anp

from autograder.registry import find
from autograder.verdict.invocation import packed
from solutions.roles import modules
from tests import twins

FOUND = {name: value for module in modules("oracle").values() for name, value in vars(module).items()}


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
