"""The check at the student's desk: no reference, only public numbers and the student's own forward.

A forward function is compared with worked examples. A backward function is
compared with worked examples and with central differences of the student's
own forward along random directions: a few calls, whatever the size.
"""

from functools import cache

import numpy as np

from autograder.hints.counterfactuals import suppose
from autograder.hints.formulas import is_bare, offset, relate, slope
from autograder.hints.probes import sharpen, unused_argument, unused_sentence
from autograder.hints.transformations import explain, explain_arrangement, explain_running, with_hint
from autograder.registry import find
from autograder.verdict.central_differences import agrees, jacobian
from autograder.verdict.comparison import DIFFERENCES, PRINTED, Mismatch, compare, differences
from autograder.verdict.failures import failures, forward_first
from autograder.verdict.invocation import Answer, WrongForm, answer, upstream_of
from autograder.verdict.report import Report
from autograder.verdict.tasks import at_desk

SEED = 20240229


def check_function(spec, functions):
    """Judge one function at the desk.

    Parameters
    ----------
    spec : Spec
    functions : dict of str to callable
        The student's functions by name; a backward function needs its forward too.

    Returns
    -------
    Report
    """
    missing = [name for name in spec.functions if name not in functions]
    if missing:
        text = f"{spec.name} is checked together with {missing[0]}, which is not defined yet."
        return Report(spec.name, [Mismatch("missing", missing[0], text)])
    for stage in (at_desk,) if spec.kind == "task" else (_examples, _state, _unused, _gradients):
        mismatches = stage(spec, functions)
        if mismatches:
            return Report(spec.name, [*_forward_fails(spec, functions, mismatches), *mismatches])
    return Report(spec.name, [])


def _examples(spec, functions):
    """What is wrong in the worked examples: in the first that fails, or in a later one that tells more."""
    failed, found = [], []
    for example in spec.examples:
        got = answer(spec, example.case, functions)
        mismatches = failures(spec, example.case, got)
        if mismatches and not failed:
            return mismatches
        if mismatches:
            break
        mismatches = differences(spec, example.case, got, example.expected, PRINTED)
        if mismatches:
            failed.append((example, mismatches))
    for example, mismatches in failed:
        explained = _explained(spec, functions, mismatches, example, _wrong(failed))
        found = found or explained
        if _tells_more(explained):
            return explained
    if not found or spec.kind != "backward" or _state(spec, functions):
        return found
    in_general = _gradients(spec, functions)
    return in_general if _tells_more(in_general) else found


def _tells_more(mismatches):
    """Whether anything is known but that numbers are off."""
    return any(mismatch.code not in ("value", "not_finite", "invalid") for mismatch in mismatches)


def _wrong(failed):
    """By output: call, what came and what is right, in all worked examples that fail."""
    wrong = {}
    for example, mismatches in failed:
        for mismatch in filter(is_bare, mismatches):
            wrong.setdefault(mismatch.output, []).append((example.case, mismatch.got, mismatch.right))
    return wrong


def _explained(spec, functions, mismatches, example, wrong):
    """What is wrong in a worked example, with the likely slips."""
    case = example.case
    running = explain_running(spec, case, mismatches)
    if running:
        return [_labelled(mismatch, case, example.source) for mismatch in running]
    named = [explain(m, case, spec, _shares(spec, case, m, functions)) for m in mismatches]
    named = sharpen(spec, functions, named, case, example.expected)
    return [_labelled(m, case, example.source) for m in _related(spec, functions, named, case, wrong)]


def _related(spec, functions, mismatches, case, wrong):
    """Results that no simple transformation explains: by the other numbers of the call, or by another argument."""
    supposed = cache(lambda names: suppose(spec, functions, names))
    together = mismatches

    def by_slope(mismatch, _):
        return slope(find(spec.forward), mismatch, case, functions) if spec.kind == "backward" else None

    def by_other_numbers(mismatch, _):
        return relate(mismatch, case, together, wrong[mismatch.output])

    def by_named_offset(mismatch, _):
        return offset(wrong[mismatch.output], must_be_named=True)

    def by_argument(mismatch, names):
        names = names if spec.kind != "loss" else names[:1]  # gradients follow the loss
        return supposed(names) if spec.kind != "backward" and mismatch.output in names else None

    def by_offset(mismatch, _):
        return offset(wrong[mismatch.output])

    for hint in (by_slope, by_other_numbers, by_named_offset, by_argument, by_offset):
        bare = tuple(mismatch.output for mismatch in mismatches if is_bare(mismatch))
        mismatches = [with_hint(m, hint(m, bare)) if is_bare(m) else m for m in mismatches]
    return [explain_arrangement(mismatch) for mismatch in mismatches]


def _shares(spec, case, mismatch, functions):
    """What each output entry contributes to a gradient, by the student's own forward; None where that has a kink."""
    if spec.kind != "backward" or mismatch.code != "value":
        return None
    with np.errstate(all="ignore"):
        derivatives = jacobian(find(spec.forward), case, mismatch.output.removeprefix("d"), functions)
    if len(derivatives) != 1:
        return None
    ((output, rows),) = derivatives.items()
    weight = case.upstream[f"d{output}"]
    shares = (rows * weight).reshape(*np.shape(mismatch.right), *weight.shape)
    total = shares.sum(tuple(range(np.ndim(mismatch.right), shares.ndim)))
    return shares if np.allclose(total, mismatch.right, rtol=1e-4, atol=1e-6) else None


def _unused(spec, functions):
    """Worked examples may pass although an argument is not used at all."""
    if spec.kind not in ("forward", "loss", "function"):
        return []
    with np.errstate(all="ignore"):
        name = unused_argument(spec, functions)
    return [Mismatch("ignores_argument", name, f"{spec.name}: {unused_sentence(name)}")] if name else []


def _forward_fails(spec, functions, mismatches):
    """Say so if the forward function does not even pass its own worked examples."""
    if spec.kind != "backward" or mismatches[0].output == spec.forward:
        return []
    forward = find(spec.forward)
    for example in forward.examples:
        got = answer(forward, example.case, functions)
        if got.error or got.changed or differences(forward, example.case, got, example.expected, PRINTED):
            return forward_first(spec, Answer(forward_changed=got.changed))
    return []


def _labelled(mismatch, case, source):
    text = f"{mismatch.text} (Example: {case.label}; {source}.)"
    return Mismatch(mismatch.code, mismatch.output, text, mismatch.got, mismatch.right)


def _state(spec, functions):
    """Run every random case once: errors, shapes, changed arguments, second calls."""
    rng = np.random.default_rng(SEED)
    for case in [*spec.cases(rng), *spec.ties(rng)]:
        with np.errstate(all="ignore"):  # at extreme values only what comes out counts
            mismatches = _state_after(spec, case, functions, rng)
        if mismatches:
            return mismatches
    return []


def _state_after(spec, case, functions, rng):
    try:
        case = upstream_of(spec, case, functions, rng) if spec.kind == "backward" else case
    except (WrongForm, Exception) as error:
        text = f"{spec.forward} stopped with {type(error).__name__}: {error}, for {case.label}."
        return [Mismatch("error", spec.forward, text)]
    got = answer(spec, case, functions)
    return failures(spec, case, got) or _forms(spec, case, got)


def _forms(spec, case, got):
    """Shapes and types of gradients follow from the inputs; second calls repeat the first."""
    shapes = {}
    if spec.kind in ("backward", "loss"):
        shapes = {f"d{name}": np.shape(case.inputs[name]) for name in spec.differentiated}
    if spec.kind == "loss":
        shapes = {spec.outputs[0].name: ()} | shapes
    if spec.kind in ("forward", "function"):  # nothing says which shape is right: only the numbers must be finite
        shapes = {output.name: np.shape(got.outputs.get(output.name)) for output in spec.outputs}
    kinds = {output.name: output.shape.partition(" ")[0] for output in spec.outputs}
    for name, shape in shapes.items():
        value = got.outputs.get(name)
        mismatch = compare(name, value, _as_it_should_be(value, shape, kinds[name]))
        if mismatch:
            return [_with_sum_hint(spec, mismatch, value, shape, case)]
    if got.again:
        for name, first in got.outputs.items():
            mismatch = compare(name, got.again[-1].get(name), first)
            if mismatch:
                text = f"A second call with the same dout gives another {name}: something was changed in place."
                return [Mismatch("cache_changed", name, text)]
    return []


def _as_it_should_be(value, shape, kind):
    """The value, if it is of the right shape and kind; else something of that form to compare it with."""
    if kind == "str":
        return value if isinstance(value, str) else ""
    right = np.zeros(shape, int if kind in ("int", "bool") else float)
    is_number = isinstance(value, (np.ndarray, np.generic, float, int)) and np.asarray(value).dtype.kind in "biuf"
    if is_number and np.shape(value) == shape:
        if right.dtype.kind == "i" and np.all(np.isfinite(value)):
            return np.rint(value).astype(int)
        right = np.where(np.isfinite(value), value, 0.0) if right.dtype.kind == "f" else right
    return right


def _with_sum_hint(spec, mismatch, value, shape, case):
    text = f"{mismatch.text} (Case: {case.label}.)"
    code = mismatch.code
    if code == "shape" and np.size(value) == 0:
        text += " It is empty: a slice that counts from the end is empty where it should leave out nothing."
    elif code == "shape" and np.size(value) == np.prod(shape, dtype=int) and np.ndim(value) != len(shape):
        text += " The number of entries is right: only the form is not."
    elif code == "shape" and np.ndim(value) > len(shape):
        code, text = "missing_sum", f"{text} An axis too many: is a sum over it missing?"
    elif code == "shape" and np.shape(value) == tuple(shape)[::-1]:
        code, text = "transposed", f"{text} The axes are in reverse order."
    return Mismatch(code, mismatch.output, text, None, None)


def _gradients(spec, functions):
    if spec.kind not in ("backward", "loss"):
        return []
    rng = np.random.default_rng(SEED + 1)
    forward = find(spec.forward) if spec.forward else spec
    for case in spec.cases(rng):
        if spec.kind == "backward":
            case = upstream_of(spec, case, functions, rng)
        got = answer(spec, case, functions)
        wrong = [name for name in spec.differentiated if not agrees(forward, case, name, got, functions, rng)]
        if wrong:
            found = [_full_comparison(spec, forward, case, name, got, functions) for name in wrong]
            found = sharpen(spec, functions, found)
            found = _related(spec, functions, found, case, {m.output: [(case, m.got, m.right)] for m in found})
            source = f"central differences of your own {forward.name}"
            return [_labelled(mismatch, case, source) for mismatch in found]
    return []


def _full_comparison(spec, forward, case, name, got, functions):
    """Differentiate entry by entry, to say where the gradient is wrong and why."""
    derivatives = jacobian(forward, case, name, functions)
    right, shares = np.zeros(case.inputs[name].shape), None
    for output, rows in derivatives.items():
        weight = case.upstream.get(f"d{output}", 1.0)
        share = (rows * weight).reshape(*right.shape, *np.shape(weight))
        right = right + share.sum(tuple(range(right.ndim, share.ndim)))
        shares = share if len(derivatives) == 1 else None
    mismatch = compare(f"d{name}", got.outputs[f"d{name}"], right, DIFFERENCES)
    if mismatch is None:
        text = f"d{name} does not fit the slope of your own {forward.name}, for {case.label}."
        return Mismatch("value", f"d{name}", text)
    return explain(mismatch, case, spec, shares)
