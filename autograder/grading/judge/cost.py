"""What a timed answer may cost: several times what plain loops in Python need, on this machine and now."""

import time
from dataclasses import dataclass

import numpy as np

from autograder.grading.judge.challenges import Challenge
from autograder.specification import Spec

PROBED = 1000  # steps of a loop, to see how fast this machine is now
LOOSE = 15  # steps of that loop for one multiply-add of the plainest answer
FLOOR = 7000  # such multiply-adds: for what is no part of the loops
FORWARDS = 5  # forward calls that an honest backward pass may take, where the student's own forward is slow
RAISED = 2  # budgets that a slow forward can earn; to call one's forward for every input takes more than three


def seconds_of_a_step() -> float:
    """CPU seconds that a plain loop over NumPy's numbers takes for a step, on this machine and now."""
    values, weights, total = np.ones(PROBED), np.ones(PROBED), 0.0
    start = time.thread_time()
    for i in range(PROBED):
        total += values[i] * weights[i]
    return (time.thread_time() - start) / PROBED


def cost_budget(steps: int, step: float, forward: float = 0.0) -> float:
    """The most CPU seconds that a timed answer may take: several times what plain loops in Python need.

    Parameters
    ----------
    steps : int
        Multiply-adds of the plainest answer.
    step : float
        Seconds of a step of a plain loop on this machine.
    forward : float
        Seconds that the student's own forward took on the same case. A slow one raises the budget, but never so far
        that calling it for every input would fit.
    """
    loops = LOOSE * step * (FLOOR + steps)
    return max(loops, min(FORWARDS * forward, RAISED * loops))


@dataclass
class Question:
    """The challenge that is being answered, and by the examiner's clock when it was asked and its timed call began.

    The clock is read for what is timed only: the kernel's count is slow to get.
    """

    challenge: Challenge
    asked: float = 0.0
    started: float | None = None

    def elapsed(self, now: float) -> tuple[float, float]:
        """Seconds of the call of the forward function, and of the timed call after it."""
        started = now if self.started is None else self.started
        return started - self.asked, now - started


@dataclass(frozen=True)
class Cost:
    """CPU seconds of a timed answer, and the most that they may be.

    Attributes
    ----------
    forward, call : float
        Seconds of the forward call, and of the call that is timed after it.
    steps : int
        Multiply-adds of the plainest answer.
    step : float
        Seconds of a step of a plain loop on this machine.
    """

    forward: float
    call: float
    steps: int
    step: float

    @property
    def shares(self) -> tuple[float, float]:
        """Parts of their budgets that the two calls took: work may hide in the forward call too."""
        budgets = cost_budget(self.steps, self.step), cost_budget(self.steps, self.step, self.forward)
        return self.forward / budgets[0], self.call / budgets[1]

    def sentence(self, spec: Spec) -> str:
        """What was measured, and what that usually means."""
        of_forward, of_call = self.shares
        name, seconds = (spec.forward or spec.name, self.forward) if of_forward > of_call else (spec.name, self.call)
        text = f"{name} computed for {seconds:.2g} s on a larger case"
        if spec.forward and name == spec.name and self.forward > 0:
            text += f", as long as {self.call / self.forward:,.0f} calls of {spec.forward}"
        return (
            f"{text}. Plain loops take less than {seconds / max(self.shares):.2g} s there. That is usual where "
            "code differentiates the forward function numerically, with a call for every input. If yours is derived, "
            "look for work that is done again in every step of a loop."
        )
