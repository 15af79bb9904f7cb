"""In a notebook: which cells failed, so that an older version of a function is not taken for the one on the screen."""

import sys
from typing import Any

from autograder.reading.statements import DEFINED


class CellWatch:
    """Remembers the functions whose last defining cell failed.

    Parameters
    ----------
    check : callable
        What the name `check` should mean in the notebook.
    """

    def __init__(self, check: Any):
        self.check = check
        self.failed: dict[str, str] = {}
        self.before: dict[str, Any] = {}
        self.namespace: dict[str, Any] = {}

    def register(self) -> bool:
        """Listen to the notebook that this process runs; False where there is none."""
        if "IPython" not in sys.modules:
            return False
        from IPython import get_ipython

        shell = get_ipython()
        if shell is None:
            return False
        self.listen(shell)
        return True

    def listen(self, shell: Any) -> None:
        """Hear of every cell that a shell runs."""
        self.namespace = shell.user_ns
        shell.events.register("pre_run_cell", self.before_cell)
        shell.events.register("post_run_cell", self.after_cell)

    def before_cell(self, info: Any) -> None:
        """Note what a cell is about to define anew, and give `check` back its meaning."""
        source = info.raw_cell or ""
        self.before = {name: self.namespace.get(name) for name in DEFINED.findall(source)}
        if "check(" in source and not callable(self.namespace.get("check", self.check)):
            print(f"check was {self.namespace['check']!r:.40} here; it is the course's function again.")
            self.namespace["check"] = self.check

    def after_cell(self, result: Any) -> None:
        """Note which definitions a cell has not brought about."""
        error = result.error_before_exec or result.error_in_exec
        for name, value in self.before.items():
            if error is None or (result.error_before_exec is None and self.namespace.get(name) is not value):
                self.failed.pop(name, None)
            else:
                line = getattr(error, "lineno", None) if isinstance(error, SyntaxError) else None
                where = f" in line {line}" if line else ""
                self.failed[name] = f"{type(error).__name__}{where}"

    def is_older(self, name: str) -> str:
        """Why the function of this name is not the one that was last written, in a sentence; or nothing.

        Parameters
        ----------
        name : str
        """
        if name not in self.failed:
            return ""
        return (
            f"{name} is still the older version: the cell that defines it ended with {self.failed[name]}. "
            "Mend that cell and run it again, then this one."
        )
