"""A photograph of scikit-learn."""

from autograder.grading.assignments.datasets import write_photograph as write  # noqa: F401
