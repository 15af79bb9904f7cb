"""An answer that is wrong in one variant may be right in another: then it was written for somebody else."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import ModuleType

import numpy as np

from autograder.grading.judge.challenges import Challenge, make_challenges
from autograder.registry import find
from autograder.specification import Spec
from autograder.variants import Chosen, Variant, in_use
from autograder.verdict.comparison import EXACT, differences
from autograder.verdict.failures import failures
from autograder.verdict.invocation import Answer


@dataclass
class OtherVariants:
    """Asks a function, after its examination, what the other variants of its family ask.

    Attributes
    ----------
    spec : Spec
        Of the variant that the student has.
    found : Variant or None
        The one in which all answers are right.
    asked : list of Challenge
        The question that waits for its answer, and those of the same variant that come after it.
    """

    spec: Spec
    reference: ModuleType
    rng: np.random.Generator
    found: Variant | None = field(init=False, default=None)
    asked: list[Challenge] = field(init=False, default_factory=list)
    waiting: Iterator[tuple[Variant, Chosen]] = field(init=False)
    variant: Variant | None = field(init=False, default=None)
    chosen: Chosen = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.waiting = iter(list(self.spec.placed.others)) if self.spec.placed else iter(())

    def ask(self) -> bytes:
        """The next question, or nothing if there is none."""
        if not self.asked:
            self.variant, self.chosen = next(self.waiting, (None, {}))
            self.asked = self._questions() if self.variant else []
        return self.asked[0].message() if self.asked else b""

    def take(self, got: Answer) -> bytes:
        """Judge an answer; returns the next question, or nothing once a variant is found or none is left."""
        challenge = self.asked.pop(0)
        if not self._is_right(challenge, got):
            self.asked = []
        elif not self.asked:
            self.found = self.variant
            return b""
        return self.ask()

    def _questions(self) -> list[Challenge]:
        with in_use(self.chosen):
            found = make_challenges(find(self.spec.name), self.reference, self.rng)
        return [each for each in found if each.steps is None and not each.case.optional]

    def _is_right(self, challenge: Challenge, got: Answer) -> bool:
        with in_use(self.chosen):
            spec = find(self.spec.name)
            wrong = failures(spec, challenge.case, got)
            return not (wrong or differences(spec, challenge.case, got, challenge.expected, EXACT))
