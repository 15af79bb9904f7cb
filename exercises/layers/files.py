"""The digits of scikit-learn, one image a row."""

from autograder.grading.assignments.datasets import write_digits as write  # noqa: F401
