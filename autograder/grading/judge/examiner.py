"""The examiner: sends challenges, compares the answers with the reference, keeps the verdict.

It runs in a trusted process. What comes from the student's process is bytes;
only numbers within them count.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import numpy as np

from autograder.grading.judge.challenges import Challenge, large_challenge, make_challenges, right_functions
from autograder.grading.judge.misconception_match import find_slips
from autograder.hints.order import explain_call
from autograder.protocol import decode, encode
from autograder.registry import find
from autograder.specification import Case, Spec
from autograder.verdict.comparison import EXACT, Mismatch, differences
from autograder.verdict.conventions import Call, Convention, recognize
from autograder.verdict.failures import failures, forward_fault, forward_first
from autograder.verdict.findings import Finding
from autograder.verdict.invocation import Answer
from autograder.verdict.report import Report
from autograder.verdict.tasks import problems

TRIES = 3
HOPELESS = 10  # budgets: no disturbance explains that much
NOTHING_RIGHT = {  # findings that leave no part of the points
    Finding.NO_ANSWER,
    Finding.PROTOCOL,
    Finding.TOO_COSTLY,
    Finding.ERROR,
    Finding.TASK,
    Finding.UNFINISHED,
    Finding.INVALID,
}

Clock = Callable[[], float]  # seconds; best those that the student's processes have computed


@dataclass
class Question:
    """The challenge that is being answered, and by the examiner's clock when it was asked and its timed call began.

    The clock is read for what is timed only: the kernel's count is slow to get.
    """

    challenge: Challenge
    asked: float = 0.0
    started: float | None = None

    def elapsed(self, now: float) -> float:
        """Seconds that the timed call took, or the call of the forward function before it if that took longer."""
        started = now if self.started is None else self.started
        return max(now - started, started - self.asked)


@dataclass
class Examination:
    """The examination of one function in one locked cell.

    Parameters
    ----------
    name : str
        Exercise function.
    reference : module
        Holds the right functions under the exercise's names.
    rng : numpy.random.Generator
        Secret; fresh for each submission.
    clock : callable () -> float
        Seconds; best those that the student's processes have computed, which a busy machine does not lengthen.

    Attributes
    ----------
    spec : Spec
    challenges : list of Challenge
    question : Question or None
        The last one that was asked; None until the student's process is ready.
    answers : list of (Case, dict, Answer)
        Of the challenges that are not timed.
    calls : list of Call
        All of them.
    mismatches : list of Mismatch
        What is said about the first wrong answer.
    wrong_outputs : set of str
    wrong : list of (Case, list of Mismatch)
        What is wrong in each case.
    first_wrong : Challenge or None
        The one that is explained.
    answered : int
        How many challenges are done with.
    tries : int
        How often a timed answer has come.
    closed : bool
        Whether later messages do not count.
    """

    name: str
    reference: ModuleType
    rng: np.random.Generator
    clock: Clock = time.process_time
    spec: Spec = field(init=False)
    challenges: list[Challenge] = field(init=False)
    question: Question | None = field(init=False, default=None)
    answers: list[tuple[Case, dict, Answer]] = field(init=False, default_factory=list)
    calls: list[Call] = field(init=False, default_factory=list)
    mismatches: list[Mismatch] = field(init=False, default_factory=list)
    wrong_outputs: set[str] = field(init=False, default_factory=set)
    wrong: list[tuple[Case, list[Mismatch]]] = field(init=False, default_factory=list)
    first_wrong: Challenge | None = field(init=False, default=None)
    answered: int = field(init=False, default=0)
    tries: int = field(init=False, default=0)
    closed: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        self.spec = find(self.name)
        self.challenges = make_challenges(self.spec, self.reference, self.rng)

    def reply(self, data: bytes) -> bytes:
        """Take one message from the student's process and return the next challenge, or nothing.

        Never raises: a damaged message ends the examination with its reason.
        """
        if self.closed or self.answered >= len(self.challenges):
            return b""
        try:
            return self._take(decode(data))
        except Exception as error:  # whatever was sent, it is no answer
            self._refuse(Finding.PROTOCOL, f"The answer could not be read: {error}"[:500])
            return b""

    def close(self) -> None:
        """End the examination: later answers do not count."""
        self.closed = True

    def report(self, reason: str = "") -> Report:
        """The verdict; `reason` says why the cell ended early, if it did."""
        if self.answered < len(self.challenges) and not self._closed_for_cost():
            text = reason or f"The cell ended after {self.answered} of {len(self.challenges)} challenges were answered."
            self.mismatches.append(Mismatch(Finding.NO_ANSWER, self.name, text))
        if not self.mismatches:
            return Report(self.name, [])
        slips = find_slips(self.spec, self.answers, self.reference)
        says, names, credit = [slip.says for slip in slips], [slip.name for slip in slips], self._credit()
        if convention := self._convention():
            says, credit = says or [convention.sentence], max(credit, convention.share)
        return Report(self.name, self._explained(), says, names, credit)

    def _convention(self) -> Convention | None:
        """By which all answers, the timed ones too, are right although some are wrong by the exercise's."""
        is_whole = self.answered >= len(self.challenges) and not self.closed and self.spec.kind != "task"
        return recognize(self.spec, self.calls) if is_whole else None

    def _closed_for_cost(self) -> bool:
        """Whether the cell ended while a timed answer was overdue; it is refused for that."""
        budget = self.challenges[self.answered].budget
        if budget is None or self.question is None or self.mismatches:
            return False
        elapsed = self.question.elapsed(self.clock())
        if elapsed > budget:
            self._refuse_cost(elapsed, budget)
        return bool(self.mismatches)

    def _credit(self) -> float:
        """Part of the points only for what is known to be half right; no other mismatch leaves any."""
        codes = {mismatch.code for mismatch in self.mismatches}
        if codes & NOTHING_RIGHT:
            return 0.0
        if codes & {Finding.INPUT_CHANGED, Finding.CACHE_CHANGED}:
            return 0.5 if not self.wrong_outputs else 0.0
        names = [output.name for output in self.spec.outputs]
        return 1.0 - len(self.wrong_outputs) / len(names) if self.wrong_outputs else 0.0

    def _take(self, message: Any) -> bytes:
        """Ready once, then for each question an answer, and before that a start if the call is timed."""
        if not isinstance(message, dict) or ("ready" in message) == (self.question is not None):
            raise ValueError("a message out of turn")
        if self.question is None:
            return self._ask()
        if "started" in message:
            return self._start(self.question)
        self._judge(self.question, _answer(message["answer"]))
        return self._ask() if self.answered < len(self.challenges) else b""

    def _ask(self) -> bytes:
        """Put the next question; its clock runs from here."""
        challenge = self.challenges[self.answered]
        is_timed = challenge.budget is not None or self.spec.kind == "task"
        self.question = Question(challenge, self.clock() if is_timed else 0.0)
        return challenge.message()

    def _start(self, question: Question) -> bytes:
        """The timed call begins, once for a question: a second start would hide what came before it."""
        if question.started is not None:
            raise ValueError("a second start")
        question.started = self.clock() if question.challenge.budget is not None else question.asked
        return encode({})

    def _judge(self, question: Question, got: Answer) -> None:
        challenge = question.challenge
        if challenge.budget is not None and not got.error and self._over_budget(question, challenge.budget):
            if not self.closed:  # with other numbers, so that nothing remembered from the first try helps
                self.challenges[self.answered] = large_challenge(self.spec, self.reference, self.rng)
            return
        self.answered += 1
        if self.spec.kind == "task":
            right, elapsed = right_functions(self.spec, self.reference), self.clock() - question.asked
            self.mismatches = problems(self.spec, challenge.case, got, right, elapsed)
            return
        self.calls.append(Call(challenge.case, got, challenge.expected, EXACT))
        if challenge.budget is None:
            self.answers.append((challenge.case, challenge.expected, got))
        if self.mismatches:  # the first wrong case is explained; later ones count, and hints must hold for them
            self._count(challenge, got)
            return
        found = failures(self.spec, challenge.case, got) or self._count(challenge, got)
        if found:
            self.first_wrong, self.mismatches = challenge, [*self._forward_first(challenge, got), *found]

    def _forward_first(self, challenge: Challenge, got: Answer) -> list[Mismatch]:
        """A backward function is fed by the student's own forward: say so where that is wrong."""
        if self.spec.kind != "backward" or not got.forward:
            return []
        forward, first = find(self.spec.forward), Answer(got.forward, changed=got.forward_changed)
        fault = forward_fault(first, differences(forward, challenge.case, first, challenge.forward, EXACT))
        return forward_first(self.spec, fault) if fault else []

    def _count(self, challenge: Challenge, got: Answer) -> list[Mismatch]:
        if got.error:
            self.wrong_outputs.update(challenge.expected)
            return []
        found = self._wrong(challenge, got)
        self.wrong_outputs.update(mismatch.output for mismatch in found)
        self.wrong.append((challenge.case, found))
        return found

    def _wrong(self, challenge, got):
        case = challenge.case
        found = differences(self.spec, case, got, challenge.expected, EXACT)
        if found:
            return found
        last = Answer(got.again[-1], forward=got.forward) if got.again else None
        if last and differences(self.spec, case, last, challenge.expected, EXACT):
            text = f"{self.name} gives other numbers when it is called a second time: something was changed in place."
            return [Mismatch(Finding.CACHE_CHANGED, "cache", text)]
        return []

    def _explained(self) -> list[Mismatch]:
        """Why results are wrong, as far as numbers tell: the student's functions are not here to be called."""
        if self.first_wrong is None:
            return self.mismatches
        return explain_call(
            self.mismatches,
            self.wrong,
            spec=self.spec,
            case=self.first_wrong.case,
            expected=self.first_wrong.expected,
            reference=right_functions(self.spec, self.reference),
        )

    def _over_budget(self, question: Question, budget: float) -> bool:
        """Whether the timed call took too long, by itself or hidden in what comes before it."""
        elapsed = question.elapsed(self.clock())
        self.tries += 1
        if elapsed <= budget:
            return False
        if self.tries >= TRIES or elapsed > HOPELESS * budget:
            self._refuse_cost(elapsed, budget)
        return True

    def _refuse_cost(self, elapsed: float, budget: float) -> None:
        text = (
            f"{self.name} took {elapsed:.2g} s on a larger case, where even loops in Python take less than "
            f"{budget:.2g} s. It seems to differentiate the forward function numerically; "
            "derive the gradient instead."
        )
        self._refuse(Finding.TOO_COSTLY, text)
        self.answered = len(self.challenges)

    def _refuse(self, code: Finding, text: str) -> None:
        self.mismatches = [Mismatch(code, self.name, text)]
        self.closed = True


def _answer(fields: Any) -> Answer:
    """What a process sent as its answer, cut to size; whatever else it sent raises."""
    return Answer(
        outputs=dict(fields["outputs"]),
        again=[dict(outputs) for outputs in fields["again"][:2]],
        changed=[str(name) for name in fields["changed"][:10]],
        again_error=str(fields.get("again_error", ""))[:500],
        error=str(fields["error"])[:500],
        detail=str(fields["detail"])[:200],
        advice=str(fields.get("advice", ""))[:500],
        raised_by=str(fields.get("raised_by", ""))[:100],
        forward=dict(fields.get("forward", {})),
        forward_changed=[str(name) for name in fields.get("forward_changed", [])][:10],
    )
