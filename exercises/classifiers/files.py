"""Write two data sets of scikit-learn beside the notebook, so that students need NumPy only."""

import numpy as np
from sklearn.datasets import load_breast_cancer, load_digits


def write(folder):
    """Write `digits.npz` (1797 images of shape (64,) from 0 to 1) and `cancer.npz` (569 samples of 30 features)."""
    digits, cancer = load_digits(), load_breast_cancer()
    np.savez_compressed(folder / "digits.npz", x=digits.data / 16, y=digits.target)
    np.savez_compressed(folder / "cancer.npz", x=cancer.data, malignant=1 - cancer.target)
