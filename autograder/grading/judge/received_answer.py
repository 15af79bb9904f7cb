"""What a student's process sent as an answer, cut to what an answer may hold."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.registry import find
from autograder.specification import Spec
from autograder.verdict.comparison import Mismatch
from autograder.verdict.invocation import Answer

MOST_ERROR, MOST_DETAIL, MOST_VALUE = 500, 200, 10_000  # characters
MOST_TEXT = 2000  # characters of one sentence of a report
MOST_NUMBERS = 1 << 18  # in all wrong results of a challenge: hints make many arrays of their size
AGAIN = 2  # further calls of a backward function


def received(fields: Any, spec: Spec) -> Answer:
    """The answer in a message; what has another name than the exercise gives it is left out.

    Parameters
    ----------
    fields : object
        As it was decoded; anything.
    spec : Spec
        Of the function that answers.

    Raises
    ------
    ValueError, TypeError, KeyError, AttributeError
        If it is no answer.
    """
    outputs = [output.name for output in spec.outputs]
    forward = find(spec.forward) if spec.kind == "backward" else None
    returned = [output.name for output in forward.outputs] if forward else []
    return Answer(
        outputs=_values(fields["outputs"], outputs),
        again=[_values(values, outputs) for values in fields["again"][:AGAIN]],
        changed=_names(fields["changed"], _changeable(spec)),
        error=str(fields["error"])[:MOST_ERROR],
        detail=str(fields["detail"])[:MOST_DETAIL],
        again_error=str(fields.get("again_error", ""))[:MOST_ERROR],
        advice=str(fields.get("advice", ""))[:MOST_ERROR],
        refused=bool(fields.get("refused", False)),
        raised_by=str(fields.get("raised_by", ""))[:MOST_DETAIL],
        forward=_values(fields.get("forward", {}), returned),
        forward_changed=_names(fields.get("forward_changed", []), _changeable(forward) if forward else []),
    )


def is_small(values: Iterable[Any]) -> bool:
    """Whether there are so few numbers that hints may try many things with them."""
    return sum(np.size(value) for value in values if isinstance(value, np.ndarray)) <= MOST_NUMBERS


def shortened(mismatch: Mismatch) -> Mismatch:
    """The mismatch with a sentence that a page can hold."""
    text = mismatch.text
    return mismatch if len(text) <= MOST_TEXT else replace(mismatch, text=f"{text[:MOST_TEXT]} ...")


def _values(found, names):
    if not isinstance(found, dict):
        raise TypeError(f"expected results by name, got {type(found).__name__}")
    return {name: _short(found[name]) for name in names if name in found}


def _short(value):
    return value[:MOST_VALUE] if isinstance(value, str) else value


def _names(found, known):
    """Of the names that were sent those that an argument has, each once."""
    if not isinstance(found, list):
        raise TypeError(f"expected a list of names, got {type(found).__name__}")
    sent = {name for name in found if isinstance(name, str)}
    return [name for name in known if name in sent]


def _changeable(spec):
    """Names that `changed` may hold: of arguments, whole and in parts, of upstream gradients, and the cache."""
    names = [name for argument in spec.arguments for name in (argument.part_of, argument.name) if name]
    if spec.kind == "backward":
        forward = find(spec.forward)
        names += [f"d{output.name}" for output in forward.outputs] + [argument.name for argument in forward.arguments]
    return list(dict.fromkeys([*names, "cache"]))
