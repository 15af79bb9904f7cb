"""What a cell has spent of its time: CPU seconds count fully, sleep and the clock on the wall only when far more.

So a busy or slow machine costs nobody anything, and who sleeps or is stopped does not hold up the class for ever.
"""

from dataclasses import dataclass

from autograder.grading.sandbox.process_tree import Usage

SLEEP = 2.0  # seconds of sleep that count as one CPU second
WALL = 10.0  # seconds by the clock that count as one
LONGEST = 0.5  # seconds between two looks; what is longer was a pause of the grader or of the machine


@dataclass
class Spending:
    """Seconds of one cell.

    Attributes
    ----------
    began : float
        What the processes had computed before.
    computed, slept, elapsed : float
        CPU seconds of all processes; seconds in which all slept; seconds by the clock that the grader was looking.
    """

    began: float
    computed: float = 0.0
    slept: float = 0.0
    elapsed: float = 0.0

    def add(self, usage: Usage, since: float) -> None:
        """Take what was seen `since` seconds after the last look."""
        since = min(since, LONGEST)
        is_idle = usage.is_waiting and usage.seconds - self.began - self.computed < 0.1 * since
        self.computed = max(self.computed, usage.seconds - self.began)
        self.elapsed += since
        self.slept += since if is_idle else 0.0

    @property
    def seconds(self) -> float:
        """What counts against the limits, in CPU seconds."""
        return max(self.computed, self.slept / SLEEP, self.elapsed / WALL)

    def describe(self, limit: float) -> str:
        """What a cell did that spent more than its limit."""
        if self.computed >= self.seconds:
            return f"The cell computed for more than {limit:.3g} s and was stopped."
        if self.slept / SLEEP >= self.seconds:
            return f"The cell waited for more than {SLEEP * limit:.3g} s without computing and was stopped."
        return f"The cell ran for more than {WALL * limit:.3g} s and was stopped."
