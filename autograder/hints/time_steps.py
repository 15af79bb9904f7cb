"""What goes back through a state from each time step to the one before it is missing or wrong."""

import inspect
import re
from itertools import combinations

import numpy as np

from autograder.hints.entries import listed
from autograder.hints.evidence import CLOSE, Evidence, Hint, explains, same
from autograder.hints.second_calls import pool
from autograder.registry import find, load
from autograder.verdict.central_differences import gradient_of
from autograder.verdict.findings import Finding
from autograder.verdict.invocation import call_backward, call_forward

ONLY = "Only the last time step is right"


@explains(Finding.VALUE, general=True)
def state_not_handed_back(evidence: Evidence) -> Hint | None:
    """It is what comes out if the gradient of a state is dropped after each step, in all calls that are wrong."""
    if not _hands_on_a_state(evidence):
        return None
    wrong = [each for each in pool(evidence) if each.mismatch.code]
    (lost, *others) = {_lost(each) for each in wrong}
    if lost and not others:
        text = f"The numbers are those of a pass that drops {listed(list(lost))} after each step."
        return Hint(Finding.MISSING_WAY, text, "What a step gives back goes on to the step before it.")
    parts = _by_upstream_step(evidence) if _with_last_step_only(evidence) else []
    earlier = [(got[:step], right[:step]) for step, (got, right) in enumerate(parts)][1:]
    if earlier and not any(np.any(got) for got, _ in earlier) and all(np.any(right) for _, right in earlier):
        text = f"{ONLY}: no gradient goes back from a step to those before it."
        return Hint(Finding.MISSING_WAY, text, "What comes back through the state is lost.")
    return None


@explains(Finding.VALUE, general=True)
def only_the_last_step_is_right(evidence: Evidence) -> Hint | None:
    """In all calls exactly the last time step is right; if its own upstream gradient is not to blame, that is said."""
    if not _hands_on_a_state(evidence) or not _with_last_step_only(evidence):
        return None
    parts = _by_upstream_step(evidence)
    text = f"{ONLY}, the one to which no later step sends anything back."
    if parts and all(same(got[step], right[step]) for step, (got, right) in enumerate(parts)):
        text = f"{ONLY}: the gradient that goes back from each step to the one before it is missing or wrong."
    return Hint(Finding.SOME_ENTRIES, text, fades=True)


def _hands_on_a_state(evidence):
    """Whether it is a function over time steps that is given a state like those that it puts out."""
    if evidence.spec.kind != "backward" or len(evidence.forward.outputs) != 1:
        return False
    state = [letter for letter in _letters(evidence.forward.outputs[0].shape) if letter != "T"]
    return "T" in _letters(evidence.forward.outputs[0].shape) and state in _shapes(evidence).values()


def _shapes(evidence):
    """The axis letters of the arguments by name."""
    return {each.name: _letters(each.shape) for each in evidence.forward.arguments}


def _letters(shape):
    found = re.search(r"\((.*?),?\)", shape)
    return found.group(1).split(", ") if found else []


def _with_last_step_only(evidence):
    """Whether the last step is right and no other one, in all calls with several steps; those with one are right."""
    if "T" not in _shapes(evidence)[evidence.input]:
        return False
    axis = _shapes(evidence)[evidence.input].index("T")
    known = [each for each in pool(evidence) if each.has_any_numbers() and each.got.shape == each.right.shape]
    return bool(known) and all(_is_last_only(each, axis) for each in known)


def _is_last_only(evidence, axis):
    off = np.moveaxis(~np.isclose(evidence.got, evidence.right, **CLOSE), axis, 0)
    off = off.reshape(len(off), -1).any(axis=1)
    return not off[-1] and bool(off[:-1].all())


def _by_upstream_step(evidence):
    """For the upstream gradient of each step alone: the gradient that comes and the right one, time steps first."""
    student, shares = evidence.student, evidence.contributions
    if student is None or shares is None:
        return []
    ((name, dout),) = evidence.case.upstream.items()
    axis, count = _shapes(evidence)[evidence.input].index("T"), evidence.right.ndim
    along = _letters(evidence.forward.outputs[0].shape).index("T")
    cache, found = call_forward(evidence.forward, evidence.case.inputs, student.functions)[1], []
    for step in range(dout.shape[along]):
        alone = np.zeros_like(dout)
        chosen = tuple(step if each == along else slice(None) for each in range(dout.ndim))
        alone[chosen] = dout[chosen]
        got = call_backward(evidence.spec, {name: alone}, cache, student.functions)[0][evidence.output]
        right = gradient_of(shares.take(step, count + along), count)
        found.append((np.moveaxis(got, axis, 0), np.moveaxis(right, axis, 0)))
    return found


def _lost(evidence):
    """Names of the states' gradients without which a pass gives just what came; empty if there are none."""
    name = evidence.forward.name.replace("_forward", "_step_forward")
    functions = _with_steps(evidence, name)
    if name not in load() or not {name, _backward(name)} <= functions.keys():
        return ()
    step, right, got = find(name), evidence.right, evidence.got
    states = [each.name.replace("next_", "prev_") for each in step.outputs]
    if not same(_passed_back(evidence, step, states, functions)[evidence.output], right):
        return ()  # the step itself is another one, or wrong
    for count in range(1, len(states) + 1):
        for lost in combinations(states, count):
            kept = [state for state in states if state not in lost]
            if same(_passed_back(evidence, step, kept, functions)[evidence.output], got):
                return tuple(f"d{each}" for each in lost)
    return ()


def _with_steps(evidence, name):
    """The functions and those of one step, which stand beside the student's: a check is given only what it calls."""
    functions = dict(evidence.forward_functions)
    beside = getattr(inspect.unwrap(functions[evidence.spec.name]), "__globals__", {}) if evidence.student else {}
    return {each: beside[each] for each in (name, _backward(name)) if callable(beside.get(each))} | functions


def _backward(name):
    return name.replace("_forward", "_backward")


def _passed_back(evidence, step, kept, functions):
    """All gradients after a pass through the steps that hands back the gradients of some states only."""
    (dout,), given = evidence.case.upstream.values(), evidence.case.inputs
    names = {each.name for each in step.arguments}
    (start,), (x,) = given.keys() - names, [name for name, letters in _shapes(evidence).items() if "T" in letters]
    states = [each.name.replace("next_", "prev_") for each in step.outputs]
    now = {state: np.zeros_like(given[start]) for state in states} | {states[0]: given[start]}
    axis, along = _shapes(evidence)[x].index("T"), _letters(evidence.forward.outputs[0].shape).index("T")
    xs, douts, caches = np.moveaxis(given[x], axis, 0), np.moveaxis(dout, along, 0), []
    for t in range(len(douts)):
        inputs = {each.name: now.get(each.name, given.get(each.name)) for each in step.arguments} | {x: xs[t]}
        outputs, cache, _ = call_forward(step, inputs, functions)
        now = dict(zip(states, outputs.values(), strict=True))
        caches.append(cache)
    back, passes = {state: np.zeros_like(given[start]) for state in states}, []
    for t in reversed(range(len(douts))):
        upstream = {f"d{each.name}": back[state] for each, state in zip(step.outputs, states, strict=True)}
        upstream[f"d{step.outputs[0].name}"] = back[states[0]] + douts[t]
        passes.append(call_backward(find(_backward(step.name)), upstream, caches[t], functions)[0])
        back = {state: passes[-1][f"d{state}"] * (state in kept) for state in states}
    total = {name: sum(each[name] for each in passes) for name in passes[0]}
    return total | {
        f"d{x}": np.stack([each[f"d{x}"] for each in passes[::-1]], axis),
        f"d{start}": passes[-1][f"d{states[0]}"],
    }
