"""Compare an answer with what is right: form first, then shape, type and value."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from autograder.specification import Case, NotValid, Spec
from autograder.verdict.findings import Finding
from autograder.verdict.invocation import Answer

Value = np.ndarray | float | str  # what a result can be


@dataclass(frozen=True)
class Tolerance:
    """`|got - right| <= relative * |right| + scaled * max|right| + absolute`."""

    relative: float = 1e-7
    scaled: float = 1e-9
    absolute: float = 1e-10

    def misses(self, got: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Mark the entries that are off."""
        bound = self.relative * np.abs(right) + self.scaled * np.max(np.abs(right), initial=0.0) + self.absolute
        with np.errstate(invalid="ignore", over="ignore"):
            return ~(np.abs(got - right) <= bound)


EXACT = Tolerance()
WHOLE = Tolerance(0.0, 0.0, 0.0)  # counts, labels and indices
PRINTED = Tolerance(1e-6, 1e-7, 1e-7)  # worked examples are printed with eight decimals
DIFFERENCES = Tolerance(1e-5, 1e-6, 1e-7)  # central differences of a student's forward


@dataclass(frozen=True)
class Mismatch:
    """One output that is wrong: a code for machines, a sentence for people.

    Attributes
    ----------
    text : str
        What and where, and a hint's sentence if there is one.
    got, right : array, optional
    detail : str
        Goes on where the sentence of a hint ends: which axis, gate, term or constant. It is shown on request.
    reason : tuple of str
        The parts of the text that hints have added.
    entry : str
        Where numbers are off: the worst of them.
    example : str
        Where it was seen, as in "Example: 2 samples; by hand".
    """

    code: Finding
    output: str
    text: str
    got: np.ndarray | None = None
    right: np.ndarray | None = None
    detail: str = ""
    reason: tuple[str, ...] = ()
    entry: str = ""
    example: str = ""

    @property
    def statement(self) -> str:
        """What and where, without the hints."""
        return " ".join(self.text.replace(" ".join(self.reason) or "\0", "").split())


def compare(name: str, got: object, right: Value, tolerance: Tolerance = EXACT) -> Mismatch | None:
    """Return the first thing that is wrong with one output, or None.

    Parameters
    ----------
    got : object
        What the student returned.
    right : float or array
        What is right.
    """
    if isinstance(right, str):
        return _compare_text(name, got, right)
    right = np.asarray(right)
    problem = _form(name, got, right)
    if problem:
        return problem
    got = np.asarray(got)
    if got.dtype.kind == "b":
        got = got.astype(np.int64)
    if not np.all(np.isfinite(got)):
        bad = "nan" if np.isnan(got).any() else "inf"
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(got))[0]) if got.ndim else ()
        return Mismatch(
            Finding.NOT_FINITE, name, f"{name}{_index(where)} is {bad}, where a number is expected.", got, right
        )
    if right.dtype.kind in "biu":
        tolerance, right = WHOLE, right.astype(np.int64)  # in a browser an int has 32 bits
    misses = tolerance.misses(got, right)
    if not misses.any():
        return None
    entry = _worst(name, got, right, misses)
    return Mismatch(Finding.VALUE, name, f"{_share(name, misses)}{entry}.", got, right, entry=entry)


def differences(
    spec: Spec, case: Case, got: Answer, expected: Mapping[str, Value], tolerance: Tolerance
) -> list[Mismatch]:
    """Compare all outputs; where several answers are valid, with the nearest valid one."""
    found = [compare(name, got.outputs.get(name), right, tolerance) for name, right in expected.items()]
    if any(found) and all(mismatch is None or mismatch.code == Finding.VALUE for mismatch in found):
        try:
            valid = _nearest(spec, case, got, expected)
        except NotValid as reason:
            return [Mismatch(Finding.INVALID, spec.name, f"{spec.name}: {reason}")]
        found = [compare(name, got.outputs.get(name), right, tolerance) for name, right in valid.items()]
        found = _at_ties(spec, case, got, found, tolerance)
    return [mismatch for mismatch in found if mismatch]


def _nearest(spec, case, got, expected):
    try:
        return spec.nearest(case, got.forward | got.outputs, expected)
    except NotValid:
        raise
    except Exception:  # it reads what the student's forward returned, whatever that is
        return expected


def _at_ties(spec, case, got, found, tolerance):
    """Where more than one number is right, no single one is expected: what must hold there is said instead."""
    try:
        free = spec.free(case, got.forward | got.outputs)
    except Exception:  # as for the nearest
        return found
    is_free = [each is not None and each.code == Finding.VALUE and each.output in free for each in found]
    return [
        _beside_free(each, free[each.output], tolerance) if told else each
        for each, told in zip(found, is_free, strict=True)
    ]


def _beside_free(mismatch, free, tolerance):
    """The mismatch, told by an entry that is not free; if none of those is off, by what must hold of the free ones."""
    settled = compare(mismatch.output, np.where(free.entries, mismatch.right, mismatch.got), mismatch.right, tolerance)
    if settled:
        return replace(mismatch, text=settled.text, entry=settled.entry)
    return replace(mismatch, code=Finding.TIES, text=free.says, entry="")


def _compare_text(name, got, right):
    if got is None:
        return Mismatch(Finding.TYPE, name, f"{name} is None. Is a return or an entry missing?")
    if not isinstance(got, str):
        kind = getattr(got, "kind", type(got).__name__)
        return Mismatch(Finding.TYPE, name, f"{name} must be a text (str); it is a {kind}.")
    return None if got == right else Mismatch(Finding.VALUE, name, f"{name} is {got[:80]!r}, expected {right!r}.")


def _form(name, got, right):
    whole = right.dtype.kind in "biu"
    if got is None:
        return Mismatch(Finding.TYPE, name, f"{name} is None. Is a return or an entry missing?")
    if isinstance(got, (list, tuple, dict, str)) or not isinstance(got, (np.ndarray, np.generic, int, float)):
        kind = getattr(got, "kind", type(got).__name__)
        wanted = "whole numbers" if whole else "floats"
        return Mismatch(Finding.TYPE, name, f"{name} must be a NumPy array of {wanted}; it is a {kind}.")
    got = np.asarray(got)
    if got.shape != right.shape:
        text = f"{name} has shape {got.shape}; expected {right.shape}."
        return Mismatch(Finding.SHAPE, name, text, got, right)
    if whole and got.dtype.kind not in "biuf":
        return Mismatch(Finding.DTYPE, name, f"{name} has dtype {got.dtype}; expected whole numbers.", got, right)
    if not whole and got.dtype != np.float64 and not (got.ndim == 0 and got.dtype.kind in "if"):
        return Mismatch(Finding.DTYPE, name, f"{name} has dtype {got.dtype}; expected float64.{_why(got)}", got, right)
    return None


def _why(got):
    """How an array comes to a dtype, where that is known."""
    if got.dtype in (np.float32, np.float16):
        return " The exercises compute in double precision: leave out dtype and astype."
    if got.dtype.kind in "iu":
        return " Whole numbers cut off what stands behind the point: was it made by np.zeros_like or np.array of ints?"
    if got.dtype.kind == "b":
        return " A comparison gives True and False: multiply by it, or use np.where."
    if got.dtype.kind == "O":
        return " It holds Python objects: were its parts of different shapes?"
    return ""


def _share(name, misses):
    """How many entries are off, before the worst of them; nothing before a single number."""
    count, size = int(misses.sum()), misses.size
    if size == 1:
        return ""
    if count == 1:
        return f"{name}: 1 of {size} entries is off; "
    return f"{name}: {'all' if count == size else f'{count} of {size}'} entries are off; the worst is "


def _worst(name, got, right, misses):
    """The entry that is farthest off, with as many digits as tell what came from what is right."""
    error = np.where(misses, np.abs(got - right), 0.0)
    where = tuple(int(i) for i in np.unravel_index(int(np.argmax(error)), error.shape))
    came, wanted = float(got[where]) + 0.0, float(right[where]) + 0.0  # -0.0 is 0
    few = 15 if came.is_integer() and wanted.is_integer() else 5
    digits = next((n for n in (few, 8, 12) if f"{came:.{n}g}" != f"{wanted:.{n}g}"), 17)
    return f"{name}{_index(where)} = {came:.{digits}g}, expected {wanted:.{digits}g}"


def _index(where):
    return f"[{', '.join(map(str, where))}]" if where else ""
