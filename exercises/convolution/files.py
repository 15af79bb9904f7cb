"""A photograph and the digits of scikit-learn, as images."""

from autograder.grading.assignments.datasets import write_digit_images, write_photograph


def write(folder):
    """Write `photograph.npz` and `digits.npz` into `folder`."""
    write_photograph(folder)
    write_digit_images(folder)
