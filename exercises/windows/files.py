"""Write a photograph of scikit-learn beside the notebook, so that students need NumPy only."""

import numpy as np
from sklearn.datasets import load_sample_image

GREY = np.array([0.299, 0.587, 0.114])  # how bright red, green and blue look


def write(folder):
    """Write `photograph.npz`: one grey image of 106 by 160 pixels, from 0 to 1."""
    grey = load_sample_image("china.jpg")[:424, :640] / 255 @ GREY
    small = grey.reshape(106, 4, 160, 4).mean(axis=(1, 3))
    np.savez_compressed(folder / "photograph.npz", x=small.astype(np.float32))
