"""The examiner: sends challenges, compares the answers with the reference, keeps the verdict.

It runs in a trusted process. What comes from the student's process is bytes; only numbers within them count. Nothing
that it sends makes the examiner raise; where the examiner itself fails, there is no verdict, and a person has to look.
"""

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import numpy as np

from autograder.grading.judge.challenges import Challenge, large_challenge, make_challenges, right_functions
from autograder.grading.judge.cost import Cost, Question, seconds_of_a_step
from autograder.grading.judge.misconception_match import find_slips
from autograder.grading.judge.other_variants import OtherVariants
from autograder.grading.judge.received_answer import is_small, received, shortened
from autograder.grading.sandbox.interface import SandboxLost
from autograder.hints.order import explain_call
from autograder.protocol import decode, encode
from autograder.registry import find
from autograder.specification import Case, Spec
from autograder.verdict.comparison import EXACT, Mismatch, differences
from autograder.verdict.conventions import Call, Convention, recognize, without_guesses
from autograder.verdict.failures import declined, failures, forward_fault, forward_first, with_slope
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
    pace : callable () -> float
        Seconds that a step of a plain loop takes now: budgets are in such steps.

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
    fault : str
        What went wrong in the examiner itself, or empty: then there is no verdict.
    others : OtherVariants or None
        Where a student has a variant and the answer is wrong in it: whether it is right in another one.
    """

    name: str
    reference: ModuleType
    rng: np.random.Generator
    clock: Clock = time.process_time
    pace: Clock = seconds_of_a_step
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
    fault: str = field(init=False, default="")
    others: OtherVariants | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.spec = find(self.name)
        self.challenges = make_challenges(self.spec, self.reference, self.rng)

    def reply(self, data: bytes) -> bytes:
        """Take one message from the student's process and return the next challenge, or nothing.

        Never raises: a damaged message ends the examination with its reason.
        """
        if self.closed or (self.answered >= len(self.challenges) and not (self.others and self.others.asked)):
            return b""
        try:
            message = self._readable(decode(data))
        except Exception as error:  # whatever was sent, it is no answer
            self._refuse(Finding.PROTOCOL, f"The answer could not be read: {error}"[:500])
            return b""
        try:
            return self._take(message)
        except SandboxLost:
            raise
        except Exception as error:
            self.fault, self.closed = f"{type(error).__name__}: {error}"[:500], True
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
        if self.others and self.others.found and self.spec.placed:
            text = self.spec.placed.belongs_elsewhere(self.others.found)
            return Report(self.name, [Mismatch(Finding.OTHER_VARIANT, self.name, text)])
        credit, slips, explained, convention = self._credit(), [], self.mismatches, None
        with contextlib.suppress(Exception):  # who does not know why it is wrong still knows that it is
            slips = find_slips(self.spec, self._small_answers(), self.reference)
        with contextlib.suppress(Exception):
            explained = self._explained()
        with contextlib.suppress(Exception):
            convention = self._convention()
        says, names = [slip.says for slip in slips], [slip.name for slip in slips]
        if convention:
            says, credit = says or [convention.sentence], max(credit, convention.share)
            explained = [without_guesses(mismatch) for mismatch in explained]
        return Report(self.name, [shortened(mismatch) for mismatch in explained], says, names, credit)

    def _convention(self) -> Convention | None:
        """By which all answers, the timed ones too, are right although some are wrong by the exercise's."""
        is_whole = self.answered >= len(self.challenges) and not self.closed and self.spec.kind != "task"
        return recognize(self.spec, self.calls) if is_whole else None

    def _small_answers(self) -> list[tuple[Case, dict, Answer]]:
        """The answers among which a slip is looked for; none if they are so large that this would take long."""
        return self.answers if all(is_small(got.outputs.values()) for _, _, got in self.answers) else []

    def _closed_for_cost(self) -> bool:
        """Whether the cell ended while a timed answer was overdue; it is refused for that."""
        is_timed = self.challenges[self.answered].steps is not None
        if not is_timed or self.question is None or self.mismatches:
            return False
        cost = self._cost(self.question)
        if max(cost.shares) > 1:
            self._refuse_cost(cost)
        return bool(self.mismatches)

    def _credit(self) -> float:
        """Part of the points only for what is known to be half right; no other mismatch leaves any."""
        codes = {mismatch.code for mismatch in self.mismatches}
        if codes & NOTHING_RIGHT:
            return 0.0
        if codes & {Finding.INPUT_CHANGED, Finding.CACHE_CHANGED}:
            return 0.5 if not self.wrong_outputs else 0.0
        names = [output.name for output in self.spec.outputs]
        if self.name in self.wrong_outputs:  # all results together are none of the valid answers
            return 0.0
        return 1.0 - len(self.wrong_outputs) / len(names) if self.wrong_outputs else 0.0

    def _readable(self, message: Any) -> Answer | str:
        """What a message says: "ready" once, then for each question an answer, and before that "started" if timed."""
        if not isinstance(message, dict) or ("ready" in message) == (self.question is not None):
            raise ValueError("a message out of turn")
        if self.question is None:
            return "ready"
        if "started" in message:
            if self.question.started is not None:  # a second start would hide what came before it
                raise ValueError("a second start")
            return "started"
        return received(message["answer"], self.spec)

    def _take(self, message: Answer | str) -> bytes:
        if self.question is None:
            return self._ask()
        if isinstance(message, str):
            return self._start(self.question)
        if self.others:
            return self.others.take(message)
        self._judge(self.question, message)
        return self._ask() if self.answered < len(self.challenges) else self._ask_elsewhere()

    def _ask_elsewhere(self) -> bytes:
        """Once all is asked: for a wrong answer of a variant, the first question of another one."""
        if self.closed or not self.mismatches or not self.spec.placed:
            return b""
        self.others = OtherVariants(self.spec, self.reference, self.rng)
        return self.others.ask()

    def _ask(self) -> bytes:
        """Put the next question; its clock runs from here."""
        challenge = self.challenges[self.answered]
        is_timed = challenge.steps is not None or self.spec.kind == "task"
        self.question = Question(challenge, self.clock() if is_timed else 0.0)
        return challenge.message()

    def _start(self, question: Question) -> bytes:
        """The timed call begins, once for a question."""
        question.started = self.clock() if question.challenge.steps is not None else question.asked
        return encode({})

    def _judge(self, question: Question, got: Answer) -> None:
        challenge = question.challenge
        if challenge.steps is not None and not got.error and self._over_budget(question):
            if not self.closed:  # with other numbers, so that nothing remembered from the first try helps
                self.challenges[self.answered] = large_challenge(self.spec, self.reference, self.rng)
            return
        self.answered += 1
        if self.spec.kind == "task":
            right, elapsed = right_functions(self.spec, self.reference), self.clock() - question.asked
            self.mismatches = problems(self.spec, challenge.case, got, right, elapsed)
            return
        if declined(challenge.case, got):
            return
        self.calls.append(Call(challenge.case, got, challenge.expected, EXACT))
        if challenge.steps is None:
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
        wrong = differences(forward, challenge.case, first, challenge.forward, EXACT)
        fault = forward_fault(first, with_slope(forward, wrong))
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
        if self.first_wrong is None or not is_small(mismatch.got for mismatch in self.mismatches):
            return self.mismatches
        return explain_call(
            self.mismatches,
            self.wrong,
            self._small_answers(),
            spec=self.spec,
            case=self.first_wrong.case,
            expected=self.first_wrong.expected,
            reference=right_functions(self.spec, self.reference),
        )

    def _cost(self, question: Question) -> Cost:
        forward, call = question.elapsed(self.clock())
        return Cost(forward, call, question.challenge.steps or 0, self.pace())

    def _over_budget(self, question: Question) -> bool:
        """Whether the timed call took too long, by itself or hidden in what comes before it."""
        cost = self._cost(question)
        self.tries += 1
        if max(cost.shares) <= 1:
            return False
        if self.tries >= TRIES or max(cost.shares) > HOPELESS:
            self._refuse_cost(cost)
        return True

    def _refuse_cost(self, cost: Cost) -> None:
        self._refuse(Finding.TOO_COSTLY, cost.sentence(self.spec))
        self.answered = len(self.challenges)

    def _refuse(self, code: Finding, text: str) -> None:
        self.mismatches = [Mismatch(code, self.name, text)]
        self.closed = True
