"""The class of the demo: 24 submissions, right, wrong, unfinished and hostile, made from the released notebooks."""

from autograder.grading.demo_class.students import ASSIGNMENTS
from autograder.grading.demo_class.submissions import Record, write

__all__ = ["ASSIGNMENTS", "Record", "write"]
