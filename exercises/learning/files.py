"""Write the diabetes data of scikit-learn beside the notebook, so that students need NumPy only."""

import numpy as np
from sklearn.datasets import load_diabetes


def write(folder):
    """Write `diabetes.npz` into `folder`: 442 patients, 10 raw features each, and the disease a year later."""
    diabetes = load_diabetes(scaled=False)
    np.savez_compressed(folder / "diabetes.npz", x=diabetes.data, y=diabetes.target)
