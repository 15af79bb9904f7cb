"""Write the digits of scikit-learn beside the notebook, so that students need NumPy only."""

import numpy as np
from sklearn.datasets import load_digits


def write(folder):
    """Write `digits.npz` into `folder`: 1797 images of shape (64,) from 0 to 1, and their digits."""
    digits = load_digits()
    np.savez_compressed(folder / "digits.npz", x=digits.data / 16, y=digits.target)
