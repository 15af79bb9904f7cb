"""Name the likely slip behind a wrong answer by trying simple transformations of the right one.

Every hint names what is off and no solution. The first that fits is taken, so
the most specific stand first.
"""

from dataclasses import replace
from itertools import combinations, permutations

import numpy as np

CLOSE = {"rtol": 1e-4, "atol": 1e-7}


def explain(mismatch, case, spec, contributions=None):
    """Return the mismatch with the code and sentence of the likely slip, if one fits.

    Parameters
    ----------
    mismatch : Mismatch
    case : Case
    spec : Spec
    contributions : array of shape (*shape of the gradient, *shape of the output), optional
        Share of each output entry in each gradient entry (Jacobian times upstream gradient).
    """
    if mismatch.got is None or mismatch.code not in ("shape", "value", "not_finite"):
        return mismatch
    got, right = np.asarray(mismatch.got), np.asarray(mismatch.right)
    hint = _of_shape(got, right) if mismatch.code == "shape" else None
    if mismatch.code == "value":
        hint = (
            _constant_factor(got, right, case)
            or _transposed(got, right)
            or _permuted(got, right, spec.blocks)
            or _input_factor(got, right, case)
            or (contributions is not None and _from_contributions(got, right, contributions, case))
            or _over_other_axes(got, right, case)
            or _masked(got, right, spec.kind in ("backward", "loss"))
            or _partly(got, right, case)
        )
    return with_hint(mismatch, hint)


def with_hint(mismatch, hint):
    """The mismatch with the code and the sentence of a hint, if there is one."""
    if not hint:
        return mismatch
    code, sentence = hint
    return replace(mismatch, code=code, text=f"{mismatch.text} {sentence}")


def explain_arrangement(mismatch):
    """Say how the numbers differ as a whole, where no slip explains them: the last resort.

    Parameters
    ----------
    mismatch : Mismatch
        After `explain` and all that knows the function better.
    """
    if mismatch.got is None or mismatch.code not in ("value", "some_entries"):
        return mismatch
    got, right = np.asarray(mismatch.got), np.asarray(mismatch.right)
    if got.dtype.kind not in "fiu" or not right.size:
        return mismatch
    hint = _complement(got, right) or _rearranged(got, right) or _by_lines(got, right)
    if hint and mismatch.code == "some_entries":
        hint = mismatch.code, hint[1]  # its code says more
    return with_hint(mismatch, hint)


def explain_running(spec, case, mismatches):
    """Explain running statistics that are wrong; empty unless they are all that is wrong."""
    places = {output.name: output.entry_of for output in spec.outputs if output.entry_of}
    if not all(mismatch.output in places and mismatch.code == "value" for mismatch in mismatches):
        return []
    found = []
    for mismatch in mismatches:
        parameters = case.inputs[places[mismatch.output]]
        text = f"{mismatch.text} {_of_running(mismatch, parameters)}".strip()
        found.append(replace(mismatch, code="running", text=text))
    return found


def _of_running(mismatch, parameters):
    old, momentum = parameters[mismatch.output], parameters["momentum"]
    got, right = mismatch.got, mismatch.right
    if parameters["mode"] == "test":
        return "In test mode it must stay as it is."
    batch = (right - momentum * old) / (1 - momentum)
    if same(got, old):
        return "It still has its old value: the new one was not stored."
    if same(got, batch):
        return "It is the batch's own value: the old one has no weight."
    if same(got, (1 - momentum) * old + momentum * batch):
        return "Old and new value have each other's weights."
    return ""


def same(a, b):
    """Whether two arrays agree but for the error of central differences."""
    return np.shape(a) == np.shape(b) and bool(np.allclose(a, b, **CLOSE))


def _of_shape(got, right):
    for order in permutations(range(got.ndim)):
        if order != tuple(range(got.ndim)) and same(got.transpose(order), right):
            return "transposed", "Its axes are in the wrong order."
    if got.size == right.size and same(got.reshape(right.shape), right):
        return "shape", "The numbers are right; only the shape is not."
    for axis in range(got.ndim if got.size else 0):
        if same(got.sum(axis), right):
            return "missing_sum", f"Summed over axis {axis} it would be right: a sum is missing."
        if same(got.mean(axis), right):
            return "missing_sum", f"Averaged over axis {axis} it would be right."
    if right.ndim and got.shape == right.shape[::-1]:
        return "transposed", "The axes are in reverse order."
    return None


def _constant_factor(got, right, case):
    if right.size > 1 and not np.any(got) and np.any(right):
        return "mask", "All entries are 0."
    norm = float(np.sum(right * right))
    if norm == 0 or right.size == 0:
        return None
    factor = float(np.sum(got * right)) / norm
    is_float = right.dtype.kind == "f"
    if right.size == 1 and not np.isclose(factor, -1) and not _named_factor(factor, case, is_float):
        return None
    if factor == 0 or np.isclose(factor, 1, rtol=0.01) or not same(got / factor, right):
        return None
    if np.isclose(factor, -1):
        return "sign", "It has the wrong sign."
    named = _named_factor(factor, case, is_float)
    equals = f", which is {named} here" if named not in ("", "2", "1/2") else ""
    subject = "It" if right.size == 1 else "Every entry"
    hint = " Is a sum where a mean belongs, or the reverse?" if named and "log" not in named else ""
    if named in ("2", "1/2"):
        hint = " Does a factor 2 or 1/2 stand where it should not, or is one missing?"
    return "factor", f"{subject} is {factor:.4g} times the right one{equals}.{hint}"


def _named_factor(factor, case, is_float):
    sizes = {}
    arrays = [value for value in case.inputs.values() if isinstance(value, np.ndarray)]
    shape = arrays[0].shape if arrays else ()
    factors = {f"axis {axis} of the input": size for axis, size in enumerate(shape) if axis}
    if is_float:
        factors |= {"the number of entries of the input": int(np.prod(shape))}
    lengths = {name: value for name, value in case.inputs.items() if isinstance(value, np.ndarray) and value.ndim}
    factors |= {f"the length of {name}": len(value) for name, value in lengths.items()}
    # 2 before the axes: it is more often the reason than an axis of that length
    for name, size in (dict(zip("N", shape, strict=False)) | {"2": 2} | factors).items():
        if size > 1:
            sizes |= {name: float(size), f"1/{name}": 1.0 / size}
    if any(isinstance(value, np.ndarray) and value.dtype.kind in "iu" for value in case.inputs.values()):
        sizes |= {"1/log(2), another base of the logarithm": 1 / np.log(2)}
        sizes |= {"1/log(10), another base of the logarithm": 1 / np.log(10)}
    return next((name for name, size in sizes.items() if np.isclose(factor, size, rtol=1e-4)), "")


def _transposed(got, right):
    for order in permutations(range(got.ndim)):
        if order != tuple(range(got.ndim)) and same(got.transpose(order), right):
            return "transposed", "Two of its axes are exchanged."
    for axes in ((-1,), (-2,), (-2, -1)):
        if got.ndim >= -min(axes) and same(np.flip(got, axes), right):
            return "permuted", "It is right when flipped: the order along an axis is reversed."
    return None


def _permuted(got, right, blocks):
    if blocks == 1 or not right.ndim or right.shape[-1] % blocks:
        return None
    pieces = np.split(got, blocks, axis=-1)
    for order in permutations(range(blocks)):
        if order != tuple(range(blocks)) and same(np.concatenate([pieces[i] for i in order], axis=-1), right):
            return "permuted", "The blocks along the last axis (the gates) are in the wrong order."
    return None


def _input_factor(got, right, case):
    if right.size < 3:  # too much fits two numbers
        return None
    for name, value in (case.inputs | case.upstream).items():
        if not isinstance(value, np.ndarray) or value.dtype.kind != "f" or right.ndim == 0:
            continue
        shaped = value
        if value.ndim == 1 and right.ndim == 4:
            shaped = value[:, None, None]
        try:
            if np.broadcast_shapes(shaped.shape, right.shape) != right.shape:
                continue
        except ValueError:
            continue
        if same(got * shaped, right):
            code = "ignores_upstream" if name in case.upstream else "factor"
            return code, f"Multiplied by {name} it would be right: a factor is missing."
        if same(got, right * shaped):
            return "factor", f"It is the right one times {name}: a factor too many."
    return None


def _from_contributions(got, right, shares, case):
    axes = tuple(range(right.ndim, shares.ndim))
    upstream = next(iter(case.upstream.values()), None)
    fits = upstream is not None and upstream.shape == shares.shape[right.ndim :] and np.all(upstream != 0)
    if fits and same((shares / upstream).sum(axes), got):
        return (
            "ignores_upstream",
            "It ignores the upstream gradient: it is the gradient of the plain sum of the output.",
        )
    for axis in axes:
        kept = np.moveaxis(shares, axis, -1)
        rest = tuple(range(right.ndim, shares.ndim - 1))
        for which, text in ((0, "first"), (-1, "last")):
            if kept.shape[-1] > 1 and same(kept[..., which].sum(rest), got):
                return "missing_sum", f"Only the {text} entry along axis {axis - right.ndim} of the output counts."
    flat = shares.reshape(*right.shape, -1)
    if same(_last_nonzero(flat), got) or any(same(_last_nonzero(group), got) for group in _groups(shares, right.ndim)):
        return (
            "not_additive",
            "An entry that is reached several times keeps only its last contribution; they must add up.",
        )
    return None


def _over_other_axes(got, right, case):
    for name, upstream in case.upstream.items():
        for count in range(1, upstream.ndim):
            for axes in combinations(range(upstream.ndim), count):
                if same(upstream.sum(axes), got) and not same(got, right):
                    where = f"axis {', '.join(map(str, axes))}"
                    return "missing_sum", f"It is {name} summed over {where}: is that what to sum, and where?"
    return None


def _groups(shares, ndim):
    """Contributions with some of the output's axes summed, the others in loop order."""
    axes = range(ndim, shares.ndim)
    for count in range(1, 2 ** len(axes) - 1):
        summed = tuple(axis for i, axis in enumerate(axes) if count >> i & 1)
        group = shares.sum(summed)
        yield group.reshape(*shares.shape[:ndim], -1)


def _last_nonzero(shares):
    used = np.abs(shares) > 1e-9
    last = shares.shape[-1] - 1 - np.argmax(used[..., ::-1], axis=-1)
    return np.take_along_axis(shares, last[..., None], -1)[..., 0]


def _masked(got, right, is_gradient):
    if right.size == 1 or not (is_gradient or np.any(right)):
        return None
    off = ~np.isclose(got, right, **CLOSE)
    is_whole = right.dtype.kind in "biu"  # labels, predictions and counts are not masked
    if np.all(got[off] == 0):
        return "mask", f"The wrong entries are 0{'.' if is_whole else ': something is masked that should pass.'}"
    if np.all(np.abs(right[off]) < 1e-8):
        return (
            "mask",
            f"The wrong entries should be 0{'.' if is_whole else ': something passes that should be masked.'}",
        )
    if is_whole:
        return None
    if np.all((got[off] == 0) | (np.abs(right[off]) < 1e-8)):
        return "mask", "Each wrong entry is 0 or should be 0: the mask is another one."
    return None


def _complement(got, right):
    if np.any(right * (1 - right)) and same(got, 1 - right):
        return "complement", f"{'It is' if right.size == 1 else 'Every entry is'} 1 minus the right one."
    return None


def _rearranged(got, right):
    if right.size < 3 or np.ptp(right) == 0:
        return None
    for axis in range(right.ndim):
        if right.shape[axis] > 2 and any(same(got, np.roll(right, step, axis)) for step in (1, -1)):
            return "permuted", f"It would be right one place further along axis {axis}."
    if same(np.sort(got, axis=None), np.sort(right, axis=None)):
        return "permuted", "The numbers are the right ones, but they stand in other places."
    if np.ptp(got) == 0:
        return "all_alike", "All entries are the same number; they should differ."
    return None


def _by_lines(got, right):
    """Lines that are off by a factor or a number each have been scaled or shifted by something else."""
    long = [axis for axis in range(right.ndim) if right.shape[axis] > 1]
    for axis in long:
        for other in set(long) - {axis}:
            if np.allclose(right.sum(other), 1) and np.allclose(got.sum(axis), 1):
                return "other_axis", f"It adds up to 1 along axis {axis}; that is not the axis that should."
    with np.errstate(all="ignore"):
        ratio, gap = got / right, np.subtract(got, right, dtype=float)
    for axis in long:
        if right.shape[axis] < 3 or len(long) < 2:
            continue
        for found, word in ((ratio, "factor"), (gap, "number")):
            if np.all(np.isfinite(found)) and same(found, np.broadcast_to(found.take([0], axis), found.shape)):
                return "lines", f"In each line along axis {axis}, all entries are off by the same {word}."
    return None


def _partly(got, right, case):
    good = np.isclose(got, right, **CLOSE)
    if right.ndim == 0 or not 0 < good.sum() < good.size:
        return None
    sign = _sign_of_wrong(~good, case)
    if sign:
        return "some_entries", f"Exactly the entries where {sign} are wrong."
    for axis in range(right.ndim):
        lines = np.moveaxis(good, axis, 0).reshape(right.shape[axis], -1).all(axis=1)
        if 0 < lines.sum() < lines.size:
            text = ", ".join(map(str, np.flatnonzero(~lines)[:6]))
            return "some_entries", f"Along axis {axis}, only index {text} is wrong."
    return None


def _sign_of_wrong(off, case):
    """Which sign of which argument marks the wrong entries; empty if none does."""
    for name, value in (case.inputs | case.upstream).items():
        if isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.shape == off.shape:
            for sign, side in (("negative", value < 0), ("positive", value > 0)):
                if np.array_equal(off, side):
                    return f"{name} is {sign}"
    return ""
