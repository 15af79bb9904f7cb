"""Write the irises of scikit-learn beside the notebook, so that students need NumPy only."""

import numpy as np
from sklearn.datasets import load_iris


def write(folder):
    """Write `iris.npz` into `folder`: 150 flowers, 4 lengths in cm each, and their species from 0 to 2."""
    iris = load_iris()
    np.savez_compressed(folder / "iris.npz", x=iris.data, y=iris.target)
