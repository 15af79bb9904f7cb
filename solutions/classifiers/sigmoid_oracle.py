"""The logistic function by the hyperbolic tangent, the binary cross-entropy by sums of exponentials."""

import autograd.numpy as anp


def sigmoid_forward(x):
    return (0.5 * (1 + anp.tanh(0.5 * anp.clip(x, -60, 60))),)


def bce_with_logits(z, t):
    return (anp.mean(t * anp.logaddexp(0, -z) + (1 - t) * anp.logaddexp(0, z)),)
