"""Datasets that come with scikit-learn, written as files beside a notebook, so that students need NumPy only."""

from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits, load_sample_image

GREY = np.array([0.299, 0.587, 0.114])  # how bright red, green and blue look


def write_digits(folder: Path) -> None:
    """Write `digits.npz` into `folder`: 1797 images of shape (64,) from 0 to 1, and their digits."""
    digits = load_digits()
    np.savez_compressed(folder / "digits.npz", x=digits.data / 16, y=digits.target)


def write_digit_images(folder: Path) -> None:
    """Write `digits.npz` into `folder`: 1797 images of shape (1, 8, 8) from 0 to 1, and their digits."""
    digits = load_digits()
    np.savez_compressed(folder / "digits.npz", x=digits.images[:, None] / 16, y=digits.target)


def write_photograph(folder: Path) -> None:
    """Write `photograph.npz` into `folder`: one grey image of 106 by 160 pixels, from 0 to 1."""
    grey = load_sample_image("china.jpg")[:424, :640] / 255 @ GREY
    small = grey.reshape(106, 4, 160, 4).mean(axis=(1, 3))
    np.savez_compressed(folder / "photograph.npz", x=small.astype(np.float32))
