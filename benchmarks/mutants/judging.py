"""What the desk and the grader make of a function: refused or not, without explanations unless they are asked for."""

import contextlib
import warnings
from collections.abc import Iterator, Sequence
from unittest import mock

import numpy as np

import solutions
from autograder.checking import public_check
from autograder.checking.challenge_client import answer_challenges
from autograder.grading.judge import examiner
from autograder.grading.judge.challenges import Challenge, make_challenges
from autograder.specification import Spec
from autograder.verdict.comparison import EXACT, differences
from autograder.verdict.failures import declined, failures
from autograder.verdict.findings import UNEXPLAINED, Finding
from autograder.verdict.invocation import Answer, Functions, answer

BARE = {*UNEXPLAINED, Finding.ERROR}


def untimed(spec: Spec, seed: int) -> list[Challenge]:
    """The challenges of one examination that are judged by numbers only."""
    with quietly():
        made = make_challenges(spec, solutions, np.random.default_rng(seed))
    return [challenge for challenge in made if challenge.steps is None]


def refused_in_grading(spec: Spec, challenges: Sequence[Challenge], functions: Functions) -> bool:
    """Whether the grader finds anything wrong, as `Examination` does."""
    return any(_is_wrong(spec, challenge, answer(spec, challenge.case, functions)) for challenge in challenges)


def _is_wrong(spec, challenge, got):
    if declined(challenge.case, got):
        return False
    calls = [got, *(Answer(outputs, forward=got.forward) for outputs in got.again[-1:])]
    return bool(failures(spec, challenge.case, got)) or any(
        differences(spec, challenge.case, each, challenge.expected, EXACT) for each in calls
    )


def credit(spec: Spec, challenges: Sequence[Challenge], functions: Functions) -> float:
    """The part of the points that an examination with these challenges gives; nothing is explained."""
    with (
        mock.patch.object(examiner, "make_challenges", lambda *_: list(challenges)),
        mock.patch.object(examiner, "explain_call", lambda mismatches, calls, **known: mismatches),
        mock.patch.object(examiner, "find_slips", lambda *_: []),
    ):
        examination = examiner.Examination(spec.name, solutions, np.random.default_rng(0))
        answer_challenges(spec.name, dict(functions), examination.reply)
        return examination.report().credit


def refused_at_desk(spec: Spec, functions: Functions, explain: bool = False) -> tuple[bool, bool]:
    """Whether the desk refuses a function, and whether it says more than that numbers are off or that it raised."""
    explained = contextlib.nullcontext() if explain else unexplained()
    with explained:
        report = public_check.check_function(spec, functions)
    return not report.passed, any(mismatch.code not in BARE for mismatch in report.mismatches)


def unexplained() -> contextlib.AbstractContextManager:
    """Hints are not asked for: they take longer than the verdict."""
    return mock.patch.object(public_check, "_with_reasons", lambda mismatches, calls, **known: mismatches)


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Wrong functions overflow, divide by zero and warn."""
    with np.errstate(all="ignore"), warnings.catch_warnings(action="ignore"):
        yield
