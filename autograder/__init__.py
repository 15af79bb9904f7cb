"""Judge the layers that students write: `from autograder import check`."""

from autograder.checking.notebook import CheckFailed, check

__all__ = ["CheckFailed", "check"]
