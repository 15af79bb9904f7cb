"""Call a student's functions on a case and record what they return, change and raise.

This runs in the student's process, at the desk and in the sandbox alike.
"""

import copy
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from autograder.specification import Argument, Case, Spec, upstream_for
from autograder.verdict.error_meanings import advice
from autograder.verdict.raised import TooLong, is_refusal, one_line, own_places, place_of

Functions = Mapping[str, Callable]  # of a student, or the right ones, by name


@dataclass
class Answer:
    """What a function did with a case.

    Attributes
    ----------
    outputs : dict
        By the names of the spec; for a backward function its first call.
    again : list of dict
        Outputs of further calls with other, then with the same upstream gradients.
    changed : list of str
        Arguments that were changed in place.
    again_error : str
        One line, when a further call raised, although the first did not.
    error : str
        One line, when the function raised or returned something of the wrong form.
    detail : str
        Where it raised, as in "in f, line 3".
    advice : str
        What the exception means, in sentences.
    refused : bool
        Whether a `raise` or an `assert` of the student's own made the error.
    raised_by : str
        The student's function in which it was raised, if that is another one, which the function has called.
    forward : dict
        For a backward function: what the student's forward returned; empty if it did not come to that.
    forward_changed : list of str
        Arguments that the student's forward changed in place.
    """

    outputs: dict[str, Any] = field(default_factory=dict)
    again: list[dict[str, Any]] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    again_error: str = ""
    error: str = ""
    detail: str = ""
    advice: str = ""
    refused: bool = False
    raised_by: str = ""
    forward: dict[str, Any] = field(default_factory=dict)
    forward_changed: list[str] = field(default_factory=list)


class WrongForm(Exception):
    """The function returned something of the wrong form."""


def answer(spec: Spec, case: Case, functions: Functions) -> Answer:
    """Call `functions[spec.name]` on `case`; errors are recorded, never raised.

    Parameters
    ----------
    functions : dict of str to callable
        The student's functions by name.
    """
    recorded = Answer()
    try:
        call = _backward if spec.kind == "backward" else _once
        call(spec, case, functions, recorded)
    except WrongForm as error:
        recorded.error = str(error)
    except (Exception, SystemExit) as error:
        recorded.error = one_line(error)
        recorded.detail = str(place_of(error) or "")
        recorded.advice = advice(error)
        recorded.refused = is_refusal(error)
        recorded.raised_by = _raised_by(error, spec.name)
    return recorded


def call_forward(
    spec: Spec, inputs: dict[str, Any], functions: Functions
) -> tuple[dict[str, Any], Any, dict[str, Any]]:
    """Call a forward function on copies of the inputs.

    Returns
    -------
    outputs : dict, cache : object, used : dict
        `used` are the arguments after the call.
    """
    if spec.name not in functions:
        raise WrongForm(f"{spec.name} is not defined")
    used = spec.prepare(copy.deepcopy(inputs))
    arguments = packed(spec.arguments, used)
    returned = functions[spec.name](*arguments.values())
    places = _places(spec)
    values = _take(spec, returned, len(places) + (spec.kind == "forward"))
    for name in {argument.part_of for argument in spec.arguments} - {""}:
        used |= arguments[name]
    outputs = _unpacked(spec, places, values)
    for output in spec.outputs:
        if output.entry_of:
            outputs[output.name] = copy.copy(used[output.entry_of].get(output.name))
    return outputs, values[-1], used


def packed(arguments: Iterable[Argument], values: dict[str, Any]) -> dict[str, Any]:
    """The arguments as the function takes them: parts of a dictionary in that dictionary."""
    packed = {}
    for argument in arguments:
        if argument.part_of:
            packed.setdefault(argument.part_of, {})[argument.name] = values[argument.name]
        else:
            packed[argument.name] = values[argument.name]
    return packed


def _places(spec):
    """The returned values in order, by name; parts of one dictionary have one place."""
    return list(dict.fromkeys(output.part_of or output.name for output in spec.outputs if not output.entry_of))


def _unpacked(spec, places, values):
    """The outputs by name; parts are read from the dictionary that was returned for them."""
    returned, outputs = dict(zip(places, values, strict=False)), {}
    for output in spec.outputs:
        if output.part_of:
            whole = returned[output.part_of]
            if not isinstance(whole, dict):
                raise WrongForm(f"{spec.name} must return a dict as {output.part_of}; it is a {type(whole).__name__}")
            outputs[output.name] = copy.copy(_plain(whole.get(output.name)))
        elif not output.entry_of:
            outputs[output.name] = _plain(returned[output.name])
    return outputs


def _plain(value):
    """Matrices and masked arrays as what they hold, as they cross to the examiner: their own `*` would mislead."""
    return np.asarray(value) if isinstance(value, np.ndarray) else value


def call_backward(
    spec: Spec, upstream: dict[str, np.ndarray], cache: Any, functions: Functions
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Call a backward function on copies of the upstream gradients; see `call_forward`."""
    used = copy.deepcopy(upstream)
    returned = functions[spec.name](*used.values(), cache)
    places = _places(spec)
    return _unpacked(spec, places, _take(spec, returned, len(places))), used


def _once(spec, case, functions, recorded):
    outputs, _, used = call_forward(spec, case.inputs, functions)
    recorded.outputs = outputs
    recorded.changed = _changed_inputs(spec, case, used)


def _backward(spec, case, functions, recorded):
    from autograder.registry import find

    forward = find(spec.forward)
    outputs, cache, used = call_forward(forward, case.inputs, functions)
    recorded.forward = copy.deepcopy(outputs)
    recorded.forward_changed = _changed_inputs(forward, case, used)
    upstream = case.upstream
    before = _snapshot(cache)
    recorded.outputs, used = call_backward(spec, upstream, cache, functions)
    recorded.outputs = copy.deepcopy(recorded.outputs)
    recorded.changed = changed_names(upstream, used)
    if before is not None and _differs(before, cache):
        recorded.changed.append("cache")
    other = {name: -0.5 * np.flip(value) for name, value in upstream.items()}
    try:
        for again in (other, upstream):
            outputs, _ = call_backward(spec, again, cache, functions)
            recorded.again.append(copy.deepcopy(outputs))
    except (TooLong, SystemExit):
        raise
    except Exception as error:  # the first call was right all the same
        recorded.again_error = one_line(error)


def _changed_inputs(spec, case, used):
    updated = {place for output in spec.outputs for place in (output.entry_of, output.part_of)}
    return changed_names({name: value for name, value in case.inputs.items() if name not in updated}, used)


def upstream_of(spec: Spec, case: Case, functions: Functions, rng: np.random.Generator) -> Case:
    """Return `case` with random upstream gradients in the shapes of the student's own forward."""
    from autograder.registry import find

    forward = find(spec.forward)
    outputs, _, _ = call_forward(forward, case.inputs, functions)
    plain = {output.name: outputs[output.name] for output in forward.outputs if not output.entry_of}
    return replace(case, upstream=upstream_for(rng, plain))


def changed_names(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Names of the entries of `before` that are not the same in `after`."""
    return [name for name, value in before.items() if _differs(value, after[name])]


def _take(spec, returned, count):
    if count == 1:
        return (returned[0],) if isinstance(returned, tuple) and len(returned) == 1 else (returned,)
    if returned is None:
        raise WrongForm(f"{spec.name} must return {count} values, and it returned None, as one without return does")
    if not isinstance(returned, (tuple, list)) or len(returned) != count:
        got = f"{len(returned)} values" if isinstance(returned, (tuple, list)) else f"one {type(returned).__name__}"
        raise WrongForm(f"{spec.name} must return {count} values, and it returned {got}")
    return tuple(returned)


def _snapshot(cache):
    try:
        return copy.deepcopy(cache)
    except Exception:
        return None


def _differs(before, after):
    if isinstance(before, np.ndarray) and isinstance(after, np.ndarray):
        same_form = before.shape == after.shape and before.dtype == after.dtype
        return not (same_form and np.array_equal(before, after, equal_nan=before.dtype.kind in "fc"))
    if isinstance(before, dict) and isinstance(after, dict):
        return any(key not in after or _differs(before[key], after[key]) for key in before)  # an added entry harms none
    if isinstance(before, (tuple, list)) and isinstance(after, (tuple, list)):
        return len(before) != len(after) or any(_differs(*pair) for pair in zip(before, after, strict=True))
    return type(before) is type(after) and isinstance(before, (int, float, str)) and before != after


def _raised_by(error, name):
    """The innermost function of the student that an exception came through, if it is not the one that was called."""
    called, *others = [place.function for place in own_places(error)] or [name]
    return others[-1] if others and others[-1] not in (called, name) else ""
