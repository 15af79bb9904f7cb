"""Write a photograph and the digits of scikit-learn beside the notebook, so that students need NumPy only."""

import numpy as np
from sklearn.datasets import load_digits, load_sample_image

GREY = np.array([0.299, 0.587, 0.114])  # how bright red, green and blue look


def write(folder):
    """Write `photograph.npz`, one grey image from 0 to 1, and `digits.npz`, 1797 images (1, 8, 8) and their digits."""
    grey = load_sample_image("china.jpg")[:424, :640] / 255 @ GREY
    small = grey.reshape(106, 4, 160, 4).mean(axis=(1, 3))
    np.savez_compressed(folder / "photograph.npz", x=small.astype(np.float32))
    digits = load_digits()
    np.savez_compressed(folder / "digits.npz", x=digits.images[:, None] / 16, y=digits.target)
