"""Say how a wrong result relates to the right one, and to the other numbers of the call.

These hints come after those of `diagnosis`, for results that are no simple
transformation of the right one.
"""

import contextlib
import io
from itertools import combinations

import numpy as np

from autograder.hints.probes import argument, argument_places, place_name
from autograder.hints.transformations import same
from autograder.verdict.central_differences import STEP
from autograder.verdict.invocation import call_forward

SEED = 20240303
WIDE = 1e-3  # step for differences of differences


def is_bare(mismatch):
    """Whether only the numbers of a mismatch are known, and nothing about the slip."""
    return mismatch.code == "value" and mismatch.got is not None and not isinstance(mismatch.right, str)


def relate(mismatch, case, mismatches, wrong):
    """Return a code and a sentence, or None.

    Parameters
    ----------
    mismatch : Mismatch
        One result that is wrong.
    case : Case
        The call that gave it.
    mismatches : list of Mismatch
        All wrong results of that call.
    wrong : list of (Case, array, array)
        Where this result is wrong: call, what came, what is right, for every failed worked example.
    """
    got, right = np.asarray(mismatch.got), np.asarray(mismatch.right)
    if got.dtype.kind not in "fiu" or not right.size:
        return None
    with np.errstate(all="ignore"):
        return (
            _itself(got, case)
            or _of_another_output(got, mismatch, mismatches)
            or _one_place_off(wrong)
            or _other_function(wrong)
            or _product(got, case)
            or _second_way(got, right, case)
            or _by_an_argument(wrong)
            or _by_statistics(got, right, case)
        )


def slope(spec, mismatch, case, functions):
    """Say of which function the slope has been taken, where forward treats every entry alike.

    Returns
    -------
    tuple of str, or None
    """
    try:
        with np.errstate(all="ignore"), contextlib.redirect_stdout(io.StringIO()):
            return _slope(spec, mismatch, case, functions)
    except Exception:  # the student's forward does not take other arguments
        return None


def _slope(spec, mismatch, case, functions):
    def forward(x):
        return call_forward(spec, case.inputs | {name: x}, functions)[0][output]

    def slope_at(x):
        return (forward(x + STEP) - forward(x - STEP)) / (2 * STEP)

    name = mismatch.output.removeprefix("d")
    output, x = spec.outputs[0].name, case.inputs[name]
    if x.size < 4:
        return None
    if len(case.upstream) != 1 or np.shape(mismatch.got) != x.shape or np.shape(case.upstream[f"d{output}"]) != x.shape:
        return None
    out, order = forward(x), np.random.default_rng(SEED).permutation(x.size)
    if not same(forward(x.flat[order].reshape(x.shape)), out.flat[order].reshape(x.shape)):
        return None  # an entry of out depends on several of x
    taken, right = mismatch.got / case.upstream[f"d{output}"], slope_at(x)
    tanh, sigmoid = np.tanh(x), 1 / (1 + np.exp(-x))
    candidates = (
        (1 - right, "1 minus the right slope."),
        (slope_at(out), f"the slope of your {spec.name} at out, not at {name}: is the function applied once more?"),
        (slope_at(-x), f"the slope of your {spec.name} at minus {name}: are the sides exchanged?"),
        (
            (slope_at(x + WIDE) - slope_at(x - WIDE)) / (2 * WIDE),
            "the slope of the slope: it is differentiated once too often.",
        ),
        (out, "out itself: a factor of the slope is missing."),
        (1 - tanh**2, "the slope of the hyperbolic tangent, which is another function."),
        (sigmoid, "the logistic sigmoid, the slope of softplus, which is another function."),
        (sigmoid * (1 - sigmoid), "the slope of the logistic sigmoid, which is another function."),
        (x > 0, "the slope of the ReLU, which is another function."),
        (1 - out**2, "the slope that a hyperbolic tangent with these values of out would have."),
        (out * (1 - out), "the slope that a logistic sigmoid with these values of out would have."),
    )
    for value, words in candidates:
        if same(taken, value) and not same(taken, right):
            return "slope", f"What you multiply dout with is {words}"
    return _slope_by_formula(taken, right, x, out, name)


def _slope_by_formula(taken, right, x, out, name):
    total = taken + right
    if same(total, np.full(x.shape, total.flat[0])):
        return "sign", f"Your slope and the right one always add up to {total.flat[0]:.4g}: one sign in it is wrong."
    for formula in (lambda u: u * (1 - u), lambda u: 1 - u * u):
        if same(taken, formula(x)) and same(right, formula(out)):
            return "slope", f"Your slope is made with {name}; the same formula with out would be right."
    return None


def _itself(got, case):
    """It is an argument, or an upstream gradient, as it came."""
    for name, value in (case.inputs | case.upstream).items():
        if isinstance(value, np.ndarray) and got.size > 2 and np.ptp(got) and same(got, value):
            return "unchanged", f"It is {name} itself, unchanged."
    return None


def _of_another_output(got, mismatch, mismatches):
    for other in mismatches:
        if other is not mismatch and other.right is not None and got.size > 1 and same(got, other.right):
            return "exchanged", f"It is what {other.output} should be."
    return None


def _one_place_off(wrong):
    for axis in range(min(np.ndim(got) for _, got, _ in wrong)):
        moved = [(np.moveaxis(got, axis, 0), np.moveaxis(right, axis, 0)) for _, got, right in wrong]
        for word, ends in (
            ("late", [(got[1:], right[:-1]) for got, right in moved]),
            ("early", [(got[:-1], right[1:]) for got, right in moved]),
        ):
            values = np.concatenate([np.ravel(right) for _, right in ends])
            if values.size > 2 and np.ptp(values) and all(same(*pair) for pair in ends):
                return "permuted", f"Along axis {axis} every entry stands one place too {word}."
    return None


FUNCTIONS = {
    "square": np.square,
    "square root": np.sqrt,
    "reciprocal": np.reciprocal,
    "exponential": np.exp,
    "logarithm": np.log,
    "negative logarithm": lambda v: -np.log(v),
    "hyperbolic tangent": np.tanh,
    "logistic sigmoid": lambda v: 1 / (1 + np.exp(-v)),
    "absolute value": np.abs,
    "positive part": lambda v: np.maximum(v, 0),
}


def _other_function(wrong):
    got = np.concatenate([np.ravel(got).astype(float) for _, got, _ in wrong])
    right = np.concatenate([np.ravel(right).astype(float) for _, _, right in wrong])
    if right.size < 2:  # too much fits a single number
        return None
    for name, function in FUNCTIONS.items():
        if same(function(got), right):
            return "function", f"Its {name} would be right: a step at the end is missing."
        if same(got, function(right)):
            return "function", f"It is the {name} of the right one: a step too many."
    sigmoid, tanh = FUNCTIONS["logistic sigmoid"], np.tanh
    if same(sigmoid(np.arctanh(right)), got):
        return "function", "It is the logistic sigmoid where the hyperbolic tangent belongs."
    if same(tanh(np.log(right / (1 - right))), got):
        return "function", "It is the hyperbolic tangent where the logistic sigmoid belongs."
    return None


def offset(wrong, must_be_named=False):
    """Say if a result is everywhere too large by the same number, and which argument that is.

    Parameters
    ----------
    wrong : list of (Case, array, array)
        As for `relate`.
    must_be_named : bool
        Only a number that is an argument counts.

    Returns
    -------
    tuple of str, or None
        A code and a sentence.
    """
    gaps = [np.ravel(np.subtract(got, right, dtype=float)) for _, got, right in wrong]
    size = sum(map(len, gaps))
    if not size or not all(same(each, np.full(len(each), each[0])) for each in gaps):
        return None
    if size == 1 and np.asarray(wrong[0][2]).dtype.kind != "f":  # too much fits a small whole number
        return None
    gap, sign = gaps[0][0], np.sign(gaps[0][0])
    arguments = [dict(_scalars(case)) for case, _, _ in wrong]
    named = [name for name in arguments[0] if _is_argument(name, arguments, [sign * each[0] for each in gaps])]
    if not named and (must_be_named or size == 1 or not same(np.concatenate(gaps), np.full(size, gap))):
        return None
    which = f", which is {named[0]} here" if named and abs(gap) != 1 else ""
    subject = "Every entry is" if len(gaps[0]) > 1 else "It is"
    return "offset", f"{subject} too {'large' if gap > 0 else 'small'} by {abs(gap):.6g}{which}."


def _is_argument(name, arguments, gaps):
    return all(np.isclose(gap, abs(each.get(name, np.inf))) for each, gap in zip(arguments, gaps, strict=True))


def _scalars(case):
    """Numbers among the arguments, also in dictionaries, with their names; not 0, which says nothing."""
    for place in argument_places(case.inputs):
        value = argument(case.inputs, place)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and value and place[0] != "rng":
            yield place_name(place), value


def _by_an_argument(wrong):
    """The error is an argument, perhaps times a number among the arguments: a term is missing, or one too many."""
    if sum(np.size(got) for _, got, _ in wrong) < 3:  # too much fits two numbers
        return None
    arrays = [_arrays(case) for case, _, _ in wrong]
    numbers = [{"": 1.0} | dict(_scalars(case)) for case, _, _ in wrong]
    gaps = [np.subtract(got, right, dtype=float) for _, got, right in wrong]
    for array in arrays[0]:
        for number in numbers[0]:
            if not all(array in each for each in arrays) or not all(number in each for each in numbers):
                continue  # another worked example leaves it out
            terms = [many[number] * each[array] for each, many in zip(arrays, numbers, strict=True)]
            for sign, word in ((1, "large"), (-1, "small")):
                if all(same(gap, sign * term) for gap, term in zip(gaps, terms, strict=True)):
                    times = f"{number} times " if number else ""
                    return "term", f"It is too {word} by {times}{array}: a term is missing, or one too many."
    return None


def _arrays(case):
    values = {place_name(place): argument(case.inputs, place) for place in argument_places(case.inputs)}
    return {name: value for name, value in values.items() if isinstance(value, np.ndarray) and value.dtype.kind == "f"}


def _product(got, case):
    """It is an upstream gradient times an argument, summed as a gradient of weights is."""
    for upstream, dout in case.upstream.items():
        for name, value in case.inputs.items():
            if not isinstance(value, np.ndarray) or value.dtype.kind != "f" or value.ndim != dout.ndim:
                continue
            sums = [(value * dout).sum(axes) for axes in _axes(dout.ndim)] if value.shape == dout.shape else []
            if dout.ndim > 1 and value.shape[:-1] == dout.shape[:-1]:
                sums.append(value.reshape(-1, value.shape[-1]).T @ dout.reshape(-1, dout.shape[-1]))
            if any(same(got, each) for each in sums):
                reason = "a factor is missing, or one does not belong there"
                return "other_factor", f"It is {upstream} times {name}, summed: {reason}."
    return None


def _axes(count):
    """All choices of at least one axis."""
    return [axes for number in range(1, count + 1) for axes in combinations(range(count), number)]


def _second_way(got, right, case):
    """What is missing, or all there is, is the upstream gradient, perhaps masked."""
    for name, dout in case.upstream.items():
        if dout.shape != right.shape:
            continue
        if _is_masked(right - got, dout):
            return "missing_way", f"What is missing is {name} itself: is there a second way, past the rest?"
        if _is_masked(got, dout):
            return "missing_way", f"It is {name} and nothing else: the way through the function itself is missing."
    return None


def _is_masked(part, whole):
    """Whether every entry is 0 or as in the whole, and not all are 0."""
    kept = np.isclose(part, whole, rtol=1e-4, atol=1e-7)
    return bool(np.all(kept | (np.abs(part) < 1e-7)) and 2 * kept.sum() >= kept.size)


def _by_statistics(got, right, case):
    """The error is what a forgotten mean, or mean and variance, of x over some axes would leave."""
    inputs = [value for value in case.inputs.values() if isinstance(value, np.ndarray) and value.dtype.kind == "f"]
    if not case.upstream or not inputs or inputs[0].shape != right.shape:
        return None
    gap, x = got - right, inputs[0]
    for axes in sorted(_axes(right.ndim), key=len, reverse=True):
        lines, values = (np.moveaxis(part, axes, range(-len(axes), 0)) for part in (gap, x))
        length = int(np.prod(lines.shape[-len(axes) :]))
        lines, values = lines.reshape(-1, length), values.reshape(-1, length)
        if length < 4:
            continue
        where = f"axis {axes[0]}" if len(axes) == 1 else f"the axes {', '.join(map(str, axes))}"
        if same(lines, np.broadcast_to(lines[:, :1], lines.shape)):
            return "statistics", f"Over {where} the error is one number: is the way through a mean missing or wrong?"
        if all(_is_affine(line, value) for line, value in zip(lines, values, strict=True)):
            text = f"Over {where} the error is a number plus a multiple of x"
            return "statistics", f"{text}: is the way through a mean or a variance missing or wrong?"
    return None


def _is_affine(line, value):
    design = np.stack([np.ones_like(value), value], axis=1)
    fitted = design @ np.linalg.lstsq(design, line, rcond=None)[0]
    return same(fitted, line)
