"""The examiner: sends challenges, compares the answers with the reference, keeps the verdict.

It runs in a trusted process. What comes from the student's process is bytes;
only numbers within them count.
"""

import time
from dataclasses import dataclass, field

import numpy as np

from autograder.grading.judge.misconception_match import find_slips
from autograder.grading.judge.task_data import data_of
from autograder.hints.order import explain_call
from autograder.protocol import decode, encode
from autograder.registry import find
from autograder.specification import Case, upstream_for
from autograder.verdict.comparison import EXACT, Mismatch, differences
from autograder.verdict.failures import failures, forward_first
from autograder.verdict.findings import Finding
from autograder.verdict.invocation import Answer
from autograder.verdict.report import Report
from autograder.verdict.tasks import problems

FLOOR = 0.025  # seconds: what scheduling alone can cost
PER_OPERATION = 3e-6  # seconds: several times a multiply-add in a Python loop
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


@dataclass(frozen=True)
class Challenge:
    """One question: a case, its right answer, a time budget in seconds if it is timed, and for a backward
    function the right outputs of the forward function."""

    case: Case
    expected: dict
    budget: float | None = None
    forward: dict = field(default_factory=dict)

    def message(self):
        """The bytes that go to the student's process: inputs only, nothing of the answer."""
        parts = {"label": self.case.label, "inputs": self.case.inputs, "upstream": self.case.upstream}
        return encode(parts | {"timed": self.budget is not None})


@dataclass
class Examination:
    """The examination of one function in one locked cell.

    Parameters
    ----------
    name : str
        Exercise function.
    reference : module or object
        Holds the right functions under the exercise's names.
    rng : numpy.random.Generator
        Secret; fresh for each submission.
    clock : callable () -> float
        Seconds; best those that the student's processes have computed, which a busy machine does not lengthen.
    """

    name: str
    reference: object
    rng: np.random.Generator
    clock: object = time.perf_counter
    mismatches: list = field(default_factory=list)
    answered: int = 0
    closed: bool = False

    def __post_init__(self):
        self.spec = find(self.name)
        self.challenges = _challenges(self.spec, self.reference, self.rng)
        self.wrong_outputs = set()
        self.answers = []  # of the challenges that are not timed
        self.wrong = []  # cases, and what is wrong in them
        self.first_wrong = None  # the challenge that is explained
        self.asked = self.started = None
        self.tries = 0
        self.ready = False

    def reply(self, data):
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

    def close(self):
        """End the examination: later answers do not count."""
        self.closed = True

    def report(self, reason=""):
        """The verdict; `reason` says why the cell ended early, if it did."""
        if self.answered < len(self.challenges) and not self.closed_for_cost():
            text = reason or f"The cell ended after {self.answered} of {len(self.challenges)} challenges were answered."
            self.mismatches.append(Mismatch(Finding.NO_ANSWER, self.name, text))
        if not self.mismatches:
            return Report(self.name, [])
        slips = find_slips(self.spec, self.answers, self.reference)
        says, names = [slip.says for slip in slips], [slip.name for slip in slips]
        return Report(self.name, self._explained(), says, names, self._credit())

    def closed_for_cost(self):
        """Whether the cell ended while a timed answer was overdue; it is refused for that."""
        challenge = self.challenges[self.answered]
        if challenge.budget is None or self.asked is None or self.mismatches:
            return False
        elapsed = self._elapsed()
        if elapsed > challenge.budget:
            self._refuse_cost(challenge, elapsed)
        return bool(self.mismatches)

    def _credit(self):
        """Part of the points only for what is known to be half right; no other mismatch leaves any."""
        codes = {mismatch.code for mismatch in self.mismatches}
        if codes & NOTHING_RIGHT:
            return 0.0
        if codes & {Finding.INPUT_CHANGED, Finding.CACHE_CHANGED}:
            return 0.5 if not self.wrong_outputs else 0.0
        names = [output.name for output in self.spec.outputs]
        return 1.0 - len(self.wrong_outputs) / len(names) if self.wrong_outputs else 0.0

    def _take(self, message):
        """Each question is asked once and its clock started once: a second start would hide what came before it."""
        if not isinstance(message, dict) or ("ready" in message) == self.ready:
            raise ValueError("a message out of turn")
        self.ready = True
        if "started" in message:
            if self.started is not None:
                raise ValueError("a second start")
            self.started = self.clock() if self.asked is not None else 0.0
            return encode({})
        if "ready" not in message:
            self._judge(self.challenges[self.answered], _answer(message["answer"]))
        if self.answered >= len(self.challenges):
            return b""
        challenge = self.challenges[self.answered]
        is_timed = challenge.budget is not None or self.spec.kind == "task"
        self.asked, self.started = self.clock() if is_timed else None, None  # the kernel's count is slow to get
        return challenge.message()

    def _judge(self, challenge, got):
        if challenge.budget is not None and not got.error and self._over_budget(challenge):
            if not self.closed:  # with other numbers, so that nothing remembered from the first try helps
                self.challenges[self.answered] = _large_challenge(self.spec, self.reference, self.rng)
            return
        self.answered += 1
        if self.spec.kind == "task":
            elapsed = self.clock() - self.asked
            self.mismatches = problems(self.spec, challenge.case, got, _functions(self.spec, self.reference), elapsed)
            return
        if challenge.budget is None:
            self.answers.append((challenge.case, challenge.expected, got))
        if self.mismatches:  # the first wrong case is explained; later ones count, and hints must hold for them
            self._count(challenge, got)
            return
        found = failures(self.spec, challenge.case, got) or self._count(challenge, got)
        if found:
            self.first_wrong, self.mismatches = challenge, [*self._forward_first(challenge, got), *found]

    def _forward_first(self, challenge, got):
        """A backward function is fed by the student's own forward: say so where that is wrong."""
        if self.spec.kind != "backward" or not got.forward:
            return []
        forward, outputs = find(self.spec.forward), Answer(outputs=got.forward)
        wrong = differences(forward, challenge.case, outputs, challenge.forward, EXACT)
        return forward_first(self.spec, got) if wrong or got.forward_changed else []

    def _count(self, challenge, got):
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

    def _explained(self):
        """Why results are wrong, as far as numbers tell: the student's functions are not here to be called."""
        if self.first_wrong is None:
            return self.mismatches
        return explain_call(
            self.mismatches,
            self.wrong,
            spec=self.spec,
            case=self.first_wrong.case,
            expected=self.first_wrong.expected,
            reference=_functions(self.spec, self.reference),
        )

    def _over_budget(self, challenge):
        """Whether the timed call took too long, by itself or hidden in what comes before it."""
        elapsed = self._elapsed()
        self.tries += 1
        if elapsed <= challenge.budget:
            return False
        if self.tries >= TRIES or elapsed > HOPELESS * challenge.budget:
            self._refuse_cost(challenge, elapsed)
        return True

    def _elapsed(self):
        """Seconds that the timed call took, or the call of the forward function before it if that took longer."""
        now = self.clock()
        started = now if self.started is None else self.started
        return max(now - started, started - self.asked)

    def _refuse_cost(self, challenge, elapsed):
        text = (
            f"{self.name} took {elapsed:.2g} s on a larger case, where even loops in Python take less than "
            f"{challenge.budget:.2g} s. It seems to differentiate the forward function numerically; "
            "derive the gradient instead."
        )
        self._refuse(Finding.TOO_COSTLY, text)
        self.answered = len(self.challenges)

    def _refuse(self, code, text):
        self.mismatches = [Mismatch(code, self.name, text)]
        self.closed = True


def _answer(fields):
    return Answer(
        outputs=dict(fields["outputs"]),
        again=[dict(outputs) for outputs in fields["again"][:2]],
        changed=[str(name) for name in fields["changed"][:10]],
        error=str(fields["error"])[:500],
        detail=str(fields["detail"])[:200],
        forward=dict(fields.get("forward", {})),
        forward_changed=[str(name) for name in fields.get("forward_changed", [])][:10],
    )


def _functions(spec, reference):
    return {name: getattr(reference, name) for name in spec.functions if hasattr(reference, name)}


def _challenges(spec, reference, rng):
    if spec.kind == "task":
        return [Challenge(spec.task.draw(rng, data_of(spec)), {})]
    found = [_challenge(spec, case, reference, rng) for case in [*spec.cases(rng), *spec.ties(rng)]]
    return [*found, _large_challenge(spec, reference, rng)] if spec.large else found


def _large_challenge(spec, reference, rng):
    case, operations = spec.large(rng)
    return _challenge(spec, case, reference, rng, FLOOR + PER_OPERATION * operations)


def _challenge(spec, case, reference, rng, budget=None):
    from autograder.verdict.invocation import call_backward, call_forward

    functions = _functions(spec, reference)
    if spec.kind != "backward":
        expected, _, _ = call_forward(spec, case.inputs, functions)
        return Challenge(case, expected, budget)
    forward = find(spec.forward)
    outputs, cache, _ = call_forward(forward, case.inputs, functions)
    plain = {output.name: outputs[output.name] for output in forward.outputs if not output.entry_of}
    case = Case(case.label, case.inputs, upstream_for(rng, plain))
    expected, _ = call_backward(spec, case.upstream, cache, functions)
    return Challenge(case, expected, budget, plain)
