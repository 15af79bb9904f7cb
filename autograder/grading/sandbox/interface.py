"""What the judge asks of a sandbox, whatever its walls are: sessions that run cells."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from autograder.protocol import Exchange


@dataclass
class CellResult:
    """How a cell ended: status "ok", "error", "timeout" or "died", the reason in words, its outputs.

    It took `seconds` by the clock, without what the grader needs for its replies; its processes `computed` for so long.
    """

    status: str
    reason: str = ""
    outputs: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0
    computed: float = 0.0


class SandboxLost(RuntimeError):
    """The sandbox itself failed, or was killed from outside: no fault of the submission."""


class RunningSession(Protocol):
    """The running process of one submission.

    Attributes
    ----------
    dead : str
        Why it has ended, or empty.
    left : float
        CPU seconds that its cells may still take.
    """

    dead: str
    left: float

    def run(self, source: str, timeout: float | None = None, on_request: Exchange | None = None) -> CellResult:
        """Run one cell; the channel answers its `check`."""

    def computed(self) -> float:
        """CPU seconds of its processes so far, ended ones and what they could hide too; it never falls."""

    def is_full(self) -> bool:
        """Whether so much memory is in use, or reserved, that the next cell would hardly get any."""

    def close(self) -> None:
        """End it and everything that it started."""


class SessionMaker(Protocol):
    """A sandbox: it starts the sessions of submissions, one after the other."""

    @property
    def description(self) -> str:
        """Where the student's code ran, in words."""

    def open(self, files: Mapping[str, bytes] | None = None) -> RunningSession:
        """Start the session of one submission, with these files in its folder."""
