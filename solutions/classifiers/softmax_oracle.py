"""Softmax cross-entropy, the loss."""

import autograd.numpy as anp
import numpy as np


def softmax_loss(scores, y):
    shifted = scores - anp.max(scores, axis=1, keepdims=True)
    logs = shifted - anp.log(anp.sum(anp.exp(shifted), axis=1, keepdims=True))
    return (-anp.mean(logs[np.arange(len(y)), y]),)
