"""The digits of scikit-learn, as images."""

from autograder.grading.assignments.datasets import write_digit_images as write  # noqa: F401
