"""Multi-similarity loss with a logarithm of sums of exponentials that does not overflow."""

import autograd.numpy as anp
import numpy as np


def _softplus(exponents, chosen):
    kept = anp.where(chosen, exponents, -1e300)
    top = anp.maximum(0, anp.max(kept, axis=1))
    powers = anp.exp(anp.maximum(kept - top[:, None], -700)) * chosen
    return top + anp.log(anp.exp(-top) + anp.sum(powers, axis=1))


def multi_similarity_loss(similarities, labels, alpha, beta, threshold):
    same, alone = labels[:, None] == labels, np.eye(len(labels), dtype=bool)
    apart = similarities - threshold
    near, far = _softplus(-alpha * apart, same & ~alone), _softplus(beta * apart, ~same)
    return (anp.mean(near / alpha + far / beta),)
