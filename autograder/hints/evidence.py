"""What a hint may look at, and what it says."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple, Protocol, cast

import numpy as np

from autograder.registry import find
from autograder.specification import Case, Spec
from autograder.verdict.central_differences import contributions, gradient_of
from autograder.verdict.comparison import Mismatch
from autograder.verdict.findings import Finding
from autograder.verdict.invocation import Functions

CLOSE = {"rtol": 1e-4, "atol": 1e-7}
MOST_ENTRIES = 300  # of an input whose every entry is moved


@dataclass(frozen=True)
class Hint:
    """Why a result is probably wrong: a finding for machines, a true sentence for people.

    The sentence says where it is wrong and names the kind of slip; the detail says which axis, gate, term or constant.

    Attributes
    ----------
    key : str
        What must be the same where the hint is asked in another call, beside the code.
    fades : bool
        It says where only, and is left out if a later hint says why.
    holds : callable (Evidence) -> bool, optional
        Whether it is true of another call, in which the result may be right; without it the hint is asked again.
    """

    code: Finding
    sentence: str
    detail: str = ""
    key: str = ""
    fades: bool = False
    holds: Callable[["Evidence"], Any] | None = None


def no_questions(name: str) -> tuple:
    """No public numbers."""
    return ()


class Wrong(NamedTuple):
    """A wrong result: the call, what came, what is right."""

    case: Case
    got: np.ndarray
    right: np.ndarray


@dataclass(frozen=True)
class StudentCode:
    """A function of the student that can be called again, and what that has shown so far.

    `questions` gives public numbers for a function: objects with a `case`, what is `expected`, and for a backward
    function what its `forward` should give.
    """

    spec: Spec
    functions: Functions
    questions: Callable[[str], Iterable[Any]] = no_questions
    shown: dict = field(default_factory=dict)

    def once(self, experiment: Callable[[Spec, Functions], Any]):
        """What an experiment shows; it is made once, whatever is explained by it."""
        if experiment not in self.shown:
            self.shown[experiment] = experiment(self.spec, self.functions)
        return self.shown[experiment]

    def found_by(self, search: Callable[["StudentCode"], Any]):
        """What a search finds, which may need more than one call; it is made once."""
        if search not in self.shown:
            self.shown[search] = search(self)
        return self.shown[search]


@dataclass(frozen=True, eq=False)
class Evidence:
    """All that is known about one wrong result.

    Attributes
    ----------
    spec, case : Spec, Case
        The function, and the call that went wrong.
    mismatch : Mismatch
        The result that is to be explained.
    beside : tuple of Mismatch
        All wrong results of the call, this one among them.
    expected : dict
        The right results of the call, as far as they are known.
    failed : tuple of Wrong
        All calls known in which this result is wrong: worked examples, or an examination's challenges.
    student : StudentCode, optional
        At the desk. The examiner has only the numbers: the function is in another process.
    reference : dict of str to callable
        With the examiner: the right functions.
    knows_numbers : bool
        False where only the right shape is known.
    calls : list of Call
        With the examiner: all challenges that were answered, see `second_calls`.
    shares : dict of str to dict
        What `central_differences.contributions` gave, by result, where that has been computed already.
    """

    spec: Spec
    case: Case
    mismatch: Mismatch
    beside: tuple[Mismatch, ...] = ()
    expected: Mapping[str, Any] = field(default_factory=dict)
    failed: tuple[Wrong, ...] = ()
    student: StudentCode | None = None
    reference: Functions = field(default_factory=dict)
    knows_numbers: bool = True
    calls: Iterable[Any] = ()
    shares: Mapping[str, dict[str, np.ndarray]] = field(default_factory=dict)
    computed: dict = field(default_factory=dict)

    def once(self, compute: Callable[["Evidence"], Any]):
        """What a function finds in this evidence; several hints share it."""
        if compute not in self.computed:
            self.computed[compute] = compute(self)
        return self.computed[compute]

    def shown_by(self, experiment: Callable[[Spec, Functions], Any]) -> Any:
        """What an experiment with the student's functions shows; for hints that need them."""
        if self.student is None:
            raise ValueError("the student's functions are not here to be called")
        return self.student.once(experiment)

    def has_student(self) -> bool:
        """Whether the student's functions can be called again."""
        return self.student is not None

    def has_shapes(self) -> bool:
        """Whether an array came where another was expected."""
        return self.mismatch.got is not None

    def has_any_numbers(self) -> bool:
        """Whether it is known which numbers came and which are right, however close they are."""
        return self.knows_numbers and self.has_shapes() and {self.got.dtype.kind, self.right.dtype.kind} <= set("biuf")

    def has_numbers(self) -> bool:
        """Whether it is known which numbers came and which are right, and they are far enough apart to tell why."""
        return self._numbers_tell

    @cached_property
    def _numbers_tell(self):
        return self.has_any_numbers() and not same(self.got, self.right)

    def has_contributions(self) -> bool:
        """Whether it is known what each entry of the output contributes to this gradient."""
        return self.has_numbers() and self.contributions is not None

    @property
    def got(self) -> np.ndarray:
        """What came."""
        return np.asarray(self.mismatch.got)

    @property
    def right(self) -> np.ndarray:
        """What is right."""
        return np.asarray(self.mismatch.right)

    @property
    def output(self) -> str:
        """The name of the result."""
        return self.mismatch.output

    @property
    def input(self) -> str:
        """For a gradient: the name of what it belongs to."""
        return self.output.removeprefix("d")

    @property
    def forward(self) -> Spec:
        """The function that takes the arguments: the forward function of a backward one, else itself."""
        return find(self.spec.forward) if self.spec.kind == "backward" else self.spec

    @property
    def forward_functions(self) -> Functions:
        """The student's forward function, or the right one with the examiner."""
        return self.student.functions if self.student else self.reference

    @property
    def values(self) -> dict[str, Any]:
        """Arguments and upstream gradients of the call by name."""
        return self.case.inputs | self.case.upstream

    @property
    def blocks(self) -> int:
        """Number of blocks that stand side by side along the last axis of this result."""
        return max(1, len(self.block_names))

    @property
    def block_names(self) -> tuple[str, ...]:
        """What these blocks are called; none if this result has no blocks."""
        return next((each.block_names for each in self._described if each.block_names), ())

    @property
    def _described(self):
        """What the specification says of this result, and of the argument that a gradient belongs to."""
        names = (self.output, self.input) if self.spec.kind == "backward" else (self.output,)
        described = (*self.spec.outputs, *(self.forward.arguments if self.spec.kind == "backward" else ()))
        return [each for each in described if each.name in names]

    @cached_property
    def contributions(self) -> np.ndarray | None:
        """What each output entry contributes to each entry of a gradient; None where that is not known.

        It has the shape of the gradient and then of the output. It is not known for several outputs, nor where
        the sum is not the right gradient because the forward function has a kink.
        """
        if self.spec.kind != "backward" or self.mismatch.code != Finding.VALUE or self.right.size > MOST_ENTRIES:
            return None
        try:
            by_output = self.shares.get(self.output) or contributions(
                self.forward, self.case, self.input, self.forward_functions
            )
            shares, *others = by_output.values()
            fits = np.allclose(gradient_of(shares, self.right.ndim), self.right, rtol=1e-4, atol=1e-6)
        except Exception:  # the student's forward function does not go with this call
            return None
        return shares if fits and not others else None


class HintFunction(Protocol):
    """A hint: why a result is wrong, if that is known, and of which findings it is asked; see `explains`."""

    explains: tuple[Finding, ...]
    replaces: tuple[Finding, ...]
    adds_to: tuple[Finding, ...]
    needs: Callable[[Evidence], bool]
    general: bool
    locates: bool
    __name__: str

    def __call__(self, evidence: Evidence) -> Hint | None: ...


def explains(
    *findings: Finding,
    replaces: tuple[Finding, ...] = (),
    adds_to: tuple[Finding, ...] = (),
    needs: Callable[[Evidence], bool] = Evidence.has_numbers,
    general: bool = False,
    locates: bool = False,
) -> Callable[[Callable[[Evidence], Hint | None]], HintFunction]:
    """Say when a hint is asked: a function from Evidence to Hint or None.

    Parameters
    ----------
    findings : Finding
        What a comparison found, and nothing has explained yet.
    replaces : tuple of Finding
        Vague findings of an earlier hint: this hint's finding takes their place, its sentence comes after theirs.
    adds_to : tuple of Finding
        Findings of an earlier hint that stay: this hint adds its sentence only.
    needs : callable (Evidence) -> bool
        What there must be to look at.
    general : bool
        It looks at several calls itself.
    locates : bool
        It says something about the wrong entries only, which is true of a call without any.
    """

    def mark(function: Callable[[Evidence], Hint | None]) -> HintFunction:
        hint = cast(HintFunction, function)
        hint.explains, hint.replaces, hint.adds_to, hint.needs = findings, replaces, adds_to, needs
        hint.general, hint.locates = general, locates
        return hint

    return mark


def wrong_results(calls: Iterable[tuple[Case, Iterable[Mismatch]]]) -> dict[str, tuple[Wrong, ...]]:
    """By output: where it is wrong, in all calls with what is wrong in them; numbers only."""
    found: dict[str, tuple[Wrong, ...]] = {}
    for case, mismatches in calls:
        for mismatch in mismatches:
            if mismatch.code == Finding.VALUE and mismatch.got is not None:
                wrong = Wrong(case, np.asarray(mismatch.got), np.asarray(mismatch.right))
                found[mismatch.output] = (*found.get(mismatch.output, ()), wrong)
    return found


def with_hint(mismatch: Mismatch, hint: Hint, code: Finding) -> Mismatch:
    """The mismatch with a hint's sentence and detail after its own."""
    detail = f"{mismatch.detail} {hint.detail}".strip()
    reason = (*mismatch.reason, hint.sentence)
    return replace(mismatch, code=code, text=f"{mismatch.text} {hint.sentence}", reason=reason, detail=detail)


def same(a, b):
    """Whether two arrays agree but for the error of central differences."""
    return np.shape(a) == np.shape(b) and bool(np.allclose(a, b, **CLOSE))
