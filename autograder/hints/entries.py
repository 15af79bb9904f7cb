"""Some entries are wrong: which?"""

import numpy as np

from autograder.hints.evidence import CLOSE, Evidence, Hint, explains
from autograder.hints.second_calls import pool
from autograder.verdict.findings import Finding


@explains(Finding.VALUE, locates=True)
def entries_of_one_sign(evidence: Evidence) -> Hint | None:
    """Exactly the entries are wrong where an argument is negative, or where it is positive."""
    off = _wrong_entries(evidence)
    for name, value in evidence.values.items() if off is not None else ():
        if isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.shape == off.shape:
            for sign, side in (("negative", value < 0), ("positive", value > 0)):
                if np.array_equal(off, side):
                    return Hint(Finding.SOME_ENTRIES, f"Exactly the entries where {name} is {sign} are wrong.")
    return None


@explains(Finding.VALUE)
def blocks_that_are_wrong(evidence: Evidence) -> Hint | None:
    """Of blocks side by side that have names, such as gates, only some are wrong."""
    off, names = _wrong_entries(evidence), evidence.block_names
    if off is None or not names or off.shape[-1] % len(names):
        return None
    parts = np.split(off, len(names), axis=-1)
    wrong = [name for name, part in zip(names, parts, strict=True) if part.any()]
    if len(wrong) == len(names):
        return None
    said = listed(wrong)
    return Hint(Finding.SOME_ENTRIES, f"Only {said} {'is' if len(wrong) == 1 else 'are'} wrong.", key=said)


def listed(names: list[str]) -> str:
    """Names as they stand in a sentence: 'gate f', 'gates i, f and g'."""
    kinds = {name.rpartition(" ")[0] for name in names}
    if len(names) > 1 and len(kinds) == 1 and "" not in kinds:
        names = [names[0].replace(" ", "s ", 1), *(name.rpartition(" ")[2] for name in names[1:])]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


@explains(Finding.VALUE, general=True)
def entries_at_some_indices(evidence: Evidence) -> Hint | None:
    """Along an axis, one index is wrong, or all but one, or a row of neighbors at an end."""
    off = _wrong_entries(evidence)
    for axis in range(off.ndim) if off is not None else ():
        has_wrong = np.moveaxis(off, axis, 0).reshape(off.shape[axis], -1).any(axis=1)
        where = _where(has_wrong) if off.shape[axis] > 2 else ""
        if where:
            text = "Entries at some indices only are wrong."
            return Hint(Finding.SOME_ENTRIES, text, f"Along axis {axis}, {where}.", fades=True)
    return None


@explains(Finding.VALUE, general=True)
def right_at_one_end(evidence: Evidence) -> Hint | None:
    """In all calls the first index along an axis is right, or the last, and in longer ones what follows is wrong."""
    known = [each for each in pool(evidence) if each.has_any_numbers() and each.got.shape == each.right.shape]
    wrong = [each for each in known if each.mismatch.code]
    for axis in range(evidence.right.ndim) if len(wrong) > 1 else ():
        for index, words, follows in ((0, "first", "after it"), (-1, "last", "before it")):
            if _is_long(wrong, axis) and all(_only_right_at(each, axis, index) for each in wrong):
                text = f"Along an axis the {words} index is right in all calls, and those {follows} are not."
                return Hint(Finding.SOME_ENTRIES, text, f"Along axis {axis}.", fades=True)
    return None


def _is_long(calls, axis):
    """Whether all calls are longer than 1 along an axis, and one is longer than 2."""
    lengths = [each.right.shape[axis] if each.right.ndim > axis else 0 for each in calls]
    return min(lengths) > 1 and max(lengths) > 2


def _only_right_at(evidence, axis, index):
    """Whether an index along an axis is right and no other one is."""
    off = np.moveaxis(~np.isclose(evidence.got, evidence.right, **CLOSE), axis, 0)
    off = off.reshape(len(off), -1).any(axis=1)
    return not off[index] and off.sum() == len(off) - 1


def _where(has_wrong):
    """Which indices are wrong, in words; empty if that says nothing."""
    wrong, right = np.flatnonzero(has_wrong), np.flatnonzero(~has_wrong)
    if len(right) == 0:
        return ""
    if len(wrong) == 1:
        return f"only index {wrong[0]}"
    if len(right) == 1:
        return f"all but index {right[0]}"
    if wrong[-1] == len(wrong) - 1:
        return f"the first {len(wrong)}"
    return f"the last {len(wrong)}" if wrong[0] == len(right) else ""


def _wrong_entries(evidence):
    """Where it is wrong; None unless some entries are wrong and some are right."""
    off = ~np.isclose(evidence.got, evidence.right, **CLOSE)
    return off if off.ndim and 0 < off.sum() < off.size else None
