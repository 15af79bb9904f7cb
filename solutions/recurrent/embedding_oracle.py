"""Word embedding by one-hot rows."""

import autograd.numpy as anp
import numpy as np


def word_embedding_forward(x, W):
    return (anp.dot(np.eye(W.shape[0])[x], W),)
