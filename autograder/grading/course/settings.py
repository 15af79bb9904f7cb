"""How submissions are run, as `nbgrader_config.py` sets it: which sandbox, how long, how much memory."""

from traitlets import Enum, Float, Int
from traitlets.config import Config, LoggingConfigurable

from autograder.grading.sandbox.limits import MEBI, Limits
from autograder.grading.sandbox.spending import SLEEP, WALL

TOO = f"sleep of {SLEEP:g} s, or {WALL:g} s by the clock on the wall, count as one"
SECTION = "ExecuteInSandbox"  # of nbgrader's plug-in, which inherits these: `c.ExecuteInSandbox.cell_seconds = 60`


class SandboxSettings(LoggingConfigurable):
    """What a course can set."""

    sandbox = Enum(
        ["auto", "bubblewrap", "namespaces", "none"], "auto", help="the sandbox; none must be asked for by name"
    ).tag(config=True)
    cell_seconds = Float(
        Limits.cell, help=f"the longest that one cell may compute, in CPU seconds of all its processes; {TOO}"
    ).tag(config=True)
    submission_seconds = Float(
        Limits.submission, help=f"the longest that all cells of a submission may compute, in CPU seconds; {TOO}"
    ).tag(config=True)
    memory_megabytes = Int(
        Limits.memory // MEBI, help="memory for all processes of a submission, swapped memory too"
    ).tag(config=True)

    @property
    def limits(self) -> Limits:
        """The limits of one submission."""
        return Limits(memory=self.memory_megabytes * MEBI, cell=self.cell_seconds, submission=self.submission_seconds)


def read_settings(config: Config) -> SandboxSettings:
    """The settings of a configuration, where they stand under the plug-in's name or under their own."""
    chosen = Config()
    for name in (SandboxSettings.__name__, SECTION):
        chosen.merge(config.get(name, {}))
    return SandboxSettings(config=Config({SandboxSettings.__name__: chosen}))
